"""The barrier costs no pushdown where nothing can fail: plain predicates still reach the source; behind a fence only the row rule does."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from gateway.engines.duckdb_generation import GLOBAL
from tests.attacks import judge
from tests.attacks.sources import postgresql_source
from tests.attacks.test_sources import Running, catalog
from tests.engines.world import engine
from tests.servers import Server

PLAIN = "SELECT region FROM person WHERE id = 77"
GUARDED = "SELECT 100 / age FROM person WHERE id = 77"
FENCED = "SELECT 100 / coalesce(age, 1) FROM person WHERE id = 77"


@pytest.fixture(scope="module")
def planner() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        for setting in GLOBAL:
            connection.execute(f"SET {setting}")
        connection.execute("ATTACH ':memory:' AS data")
        columns = "id BIGINT, name VARCHAR, region VARCHAR, age INTEGER, phone VARCHAR, balance DECIMAL(10,2), born DATE, active BOOLEAN, secret VARCHAR"
        connection.execute(f"CREATE TABLE data.main.person ({columns})")
        connection.execute("INSERT INTO data.main.person (id, region, age) SELECT range, 'A1', 5 FROM range(1000)")
        yield connection


def filters_of_the_scan(planner: duckdb.DuckDBPyConnection, sql: str) -> str:
    """What the plan's scan of the relation looks for itself."""
    found = planner.execute(f"EXPLAIN (FORMAT JSON) {judge.prepared(sql).sql}").fetchall()[0][1]
    scan = found[found.index("person") :]
    return scan[scan.find("Filters") :].partition("Estimated")[0] if "Filters" in scan else ""


@pytest.mark.parametrize("sql", [PLAIN, GUARDED])
def test_the_engines_scan_gets_a_plain_predicate(sql: str, planner: duckdb.DuckDBPyConnection) -> None:
    assert "id=77" in filters_of_the_scan(planner, sql)


def test_nothing_of_the_client_goes_through_a_fence(planner: duckdb.DuckDBPyConnection) -> None:
    assert "id=77" not in filters_of_the_scan(planner, FENCED)


@pytest.fixture(scope="module")
def remote(postgresql: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, Server]]:
    folder: Path = tmp_path_factory.mktemp("pushed")
    source = postgresql_source(postgresql, "quiet")
    here = Server(
        kind="postgresql", host=postgresql.host, port=postgresql.port, user=postgresql.user,
        password=postgresql.password, database=source.options.database,
    )  # fmt: skip
    here.execute(
        "INSERT INTO person (id, region, age) SELECT n, 'A1', n % 90 + 1 FROM generate_series(10, 30000) AS n;"
        "CREATE INDEX by_id ON person (id); ANALYZE person"
    )
    running = engine(folder, [source])
    with asyncio.Runner() as runner:
        runner.run(running.start())
        yield Running(catalog(source), running, runner.get_loop()), here
        runner.run(running.stop())


def index_scans(server: Server) -> int:
    return int(server.execute("SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = 'by_id'"))


@pytest.mark.slow
@pytest.mark.parametrize("sql", [PLAIN, GUARDED])
def test_postgresql_itself_looks_for_a_plain_predicate(sql: str, remote: tuple[Running, Server]) -> None:
    """By its own statistics: the index of the client's key was used."""
    running, server = remote
    before = index_scans(server)
    assert running.ask(sql) == ("rows", ['["A1"]'] if sql is PLAIN else ["[1]"])
    until = time.monotonic() + 30
    while index_scans(server) == before and time.monotonic() < until:
        time.sleep(0.2)
    assert index_scans(server) > before
