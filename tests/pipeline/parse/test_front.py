"""The first words decide what a statement is; everything the gateway does not do is refused with a sentence."""

from __future__ import annotations

import pytest

from gateway.errors import ErrorCode, GatewayError, Position
from gateway.pipeline.cursor import Like
from gateway.pipeline.front import (
    Describe,
    Explain,
    QueryText,
    ShowCatalogs,
    ShowColumns,
    ShowFunctions,
    ShowSchemas,
    ShowTables,
    Use,
    read,
)
from gateway.pipeline.parse import parse
from tests.pipeline.parse.statements import statement

READ = {
    "SELECT 1": QueryText("SELECT 1"),
    "(SELECT 1)": QueryText("(SELECT 1)"),
    "with a as (select 1) table a": QueryText("with a as (select 1) table a"),
    "VALUES 1;": QueryText("VALUES 1;"),
    "SHOW CATALOGS": ShowCatalogs(),
    "show catalogs like 'a%'": ShowCatalogs(Like("a%")),
    "SHOW SCHEMAS": ShowSchemas(),
    "SHOW SCHEMAS FROM hr": ShowSchemas("hr"),
    "SHOW SCHEMAS IN HR LIKE 'm!_%' ESCAPE '!'": ShowSchemas("hr", Like("m!_%", "!")),
    "SHOW TABLES": ShowTables(),
    "SHOW TABLES LIKE '%x%'": ShowTables((), Like("%x%")),
    'SHOW TABLES FROM hr."Main"': ShowTables(("hr", "main")),
    "SHOW TABLES IN main;": ShowTables(("main",)),
    "SHOW COLUMNS FROM a.b.c": ShowColumns(("a", "b", "c")),
    "SHOW COLUMNS IN t LIKE 'x'": ShowColumns(("t",), Like("x")),
    "SHOW FUNCTIONS LIKE 'date%'": ShowFunctions(Like("date%")),
    "DESCRIBE t": Describe(("t",)),
    "DESC s.t": Describe(("s", "t")),
    'DESCRIBE "公安".main."户籍"': Describe(("公安", "main", "户籍")),
    "DESCRIBE input": Describe(("input",)),
    "DESCRIBE date": Describe(("date",)),
    "USE main": Use(None, "main"),
    "USE HR.main": Use("hr", "main"),
    "/* first */ SHOW -- x\n CATALOGS": ShowCatalogs(),
}


@pytest.mark.parametrize("sql", READ)
def test_a_statement_that_the_gateway_answers_is_read(sql: str) -> None:
    assert read(sql) == READ[sql]


EXPLAINED = {
    "EXPLAIN SELECT 1": ("DISTRIBUTED", "TEXT"),
    "explain (type io, format json) SELECT 1": ("IO", "JSON"),
    "EXPLAIN (FORMAT GRAPHVIZ) WITH a AS (SELECT 1) SELECT * FROM a": ("DISTRIBUTED", "GRAPHVIZ"),
    "EXPLAIN (TYPE VALIDATE) (SELECT 1)": ("VALIDATE", "TEXT"),
    "EXPLAIN (SELECT 1)": ("DISTRIBUTED", "TEXT"),
}


@pytest.mark.parametrize("sql", EXPLAINED)
def test_explain_keeps_its_query_in_place(sql: str) -> None:
    explain = read(sql)
    assert isinstance(explain, Explain)
    assert (explain.type, explain.format) == EXPLAINED[sql]
    assert len(explain.sql) == len(sql)
    assert parse(statement(explain.sql))


def test_positions_inside_explain_are_those_of_the_whole_text() -> None:
    explain = read("EXPLAIN\n SELECT a, FROM t")
    assert isinstance(explain, Explain)
    with pytest.raises(GatewayError) as caught:
        parse(statement(explain.sql))
    assert caught.value.position == Position(2, 10)


REFUSED = {
    "EXPLAIN ANALYZE SELECT 1": "rows that are not yours",
    "explain /* x */ analyze verbose select 1": "rows that are not yours",
    "EXPLAIN INSERT INTO t VALUES (1)": "never writes",
    "EXPLAIN EXPLAIN SELECT 1": "only a query",
    "EXPLAIN SHOW TABLES": "stands alone",
    "SHOW STATS FOR t": "rows that are not yours",
    "SHOW STATS FOR (SELECT * FROM t)": "rows that are not yours",
    "SHOW CREATE TABLE t": "definitions",
    "SHOW CREATE VIEW v": "definitions",
    "SHOW GRANTS": "policy files",
    "SHOW ROLES": "policy files",
    "SHOW ROLE GRANTS": "policy files",
    "SHOW CURRENT ROLES": "policy files",
    "SHOW SESSION": "connection",
    "SHOW PARTITIONS FROM t": "not a statement",
    "DESCRIBE INPUT p": "prepared",
    "DESCRIBE OUTPUT p": "prepared",
    'SHOW COLUMNS FROM "t$partitions"': "a name",
    'DESCRIBE "t$files"': "a name",
    "INSERT INTO t SELECT 1": "never writes",
    "CREATE TABLE t AS SELECT 1": "never writes",
    "MERGE INTO t USING u ON a = b WHEN MATCHED THEN DELETE": "never writes",
    "CALL system.runtime.kill_query('a')": "procedures",
    "EXECUTE IMMEDIATE 'SELECT 1'": "prepared",
    "SET SESSION a = 1": "connection",
    "GRANT SELECT ON t TO u": "policy files",
    "START TRANSACTION": "transactions",
    "hello": "not a statement",
    "'x'": "not a statement",
}


@pytest.mark.parametrize("sql", REFUSED)
def test_everything_else_is_not_supported_and_says_why(sql: str) -> None:
    with pytest.raises(GatewayError) as caught:
        read(sql)
    unknown = sql in ("hello", "'x'")
    assert caught.value.code is (ErrorCode.SYNTAX_ERROR if unknown else ErrorCode.NOT_SUPPORTED)
    assert REFUSED[sql] in caught.value.message
    assert caught.value.hint
    assert caught.value.position


BROKEN = ["", ";", "SHOW", "SHOW TABLES FROM", "SHOW TABLES FROM a.b.c", "SHOW CATALOGS x", "SHOW COLUMNS", "DESCRIBE",
          "DESCRIBE a.b.c.d", "USE", "USE a.b.c", "USE a b", "EXPLAIN", "EXPLAIN (TYPE X) SELECT 1", "EXPLAIN (TYPE LOGICAL SELECT 1",
          "SHOW TABLES LIKE x", "SHOW TABLES FROM select", "SHOW TABLES LIKE 'a' ESCAPE", "USE 'a'", "DESCRIBE 'a'", 'DESCRIBE ""', "SHOW\u3000TABLES",
          "USE a\u00a0", "EXPLAIN\u3000SELECT 1", "SHOW TABLES FROM auto"]  # fmt: skip


@pytest.mark.parametrize("sql", BROKEN)
def test_a_broken_statement_is_refused(sql: str) -> None:
    with pytest.raises(GatewayError) as caught:
        read(sql)
    assert caught.value.code in (ErrorCode.SYNTAX_ERROR, ErrorCode.NOT_SUPPORTED)


def test_two_statements_are_not_one() -> None:
    with pytest.raises(GatewayError):
        read("USE a; SELECT 1")
    with pytest.raises(GatewayError):
        read("SHOW CATALOGS; DROP TABLE t")
