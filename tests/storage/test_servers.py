"""The servers that tests run against really run."""

from __future__ import annotations

import pytest

from tests.servers import Server


@pytest.mark.slow
def test_postgresql_gives_fresh_databases(postgresql: Server) -> None:
    database = postgresql.fresh_database()
    database.execute("CREATE TABLE t (a text); INSERT INTO t VALUES ('汇流𠮷')")
    assert database.execute("SELECT a FROM t") == "汇流𠮷\n"
    assert database.database != postgresql.fresh_database().database


@pytest.mark.slow
def test_mariadb_gives_fresh_databases(mariadb: Server) -> None:
    database = mariadb.fresh_database()
    database.execute("CREATE TABLE t (a varchar(10)); INSERT INTO t VALUES ('汇流𠮷')")
    assert database.execute("SELECT a FROM t") == "汇流𠮷\n"
