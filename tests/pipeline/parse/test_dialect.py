"""The library's tables are changed, the changes are proven, and DuckDB's text survives reading back."""

from __future__ import annotations

import pytest
import sqlglot
from sqlglot import exp
from sqlglot.parsers.trino import TrinoParser

from gateway.errors import GatewayError, OwnError, Position
from gateway.pipeline import dialect
from gateway.pipeline.parse import parse
from gateway.pipeline.positions import position_of
from tests.pipeline.parse.statements import statement


def test_the_compiled_build_runs_with_every_change() -> None:
    dialect.self_test()


def test_a_change_that_did_not_take_effect_is_noticed() -> None:
    dialect.install()
    TrinoParser.FUNCTIONS["CONCAT"] = exp.Concat.from_arg_list
    try:
        with pytest.raises(OwnError, match="did not take effect"):
            dialect.self_test()
    finally:
        TrinoParser.FUNCTIONS.clear()
    dialect.self_test()


DUCKDB = [
    "SELECT date_diff('day', a, b), strftime(a, '%Y-%m'), list_value(1, 2), struct_pack(a := 1), len(x), array_length(x) FROM t",
    "SELECT l[1], m['k'][1], a // b, a / b, a % b, a || b, CAST(x AS DECIMAL(38, 0)), TRY_CAST(x AS BIGINT)",
    "SELECT CASE WHEN b = 0 THEN error('Division by zero') ELSE a // b END AS c",
    "SELECT regexp_extract(a, 'x', 1), regexp_replace(a, 'x', 'y', 'g'), printf('%s', a), substring(a, 1, 2), trim(a), chr(65)",
    "SELECT sum(x) FILTER(WHERE y > 1), string_agg(x, ',' ORDER BY y), arg_max(a, b), count(DISTINCT x), list(x ORDER BY y) FROM t",
    'WITH v AS MATERIALIZED (SELECT "a" AS "a" FROM "c"."s"."t" WHERE "r" = \'1\') SELECT v."a" FROM v',
    "SELECT hmac($key_1, a), current_setting('x'), ceil(x), floor(x), max_by(a, b), json_extract_string(j, '$.a')",
    "SELECT * FROM a LEFT JOIN b ON a.x = b.x, LATERAL (SELECT 1) AS l WHERE NOT a.y IS NULL ORDER BY a.x DESC NULLS LAST LIMIT 5 OFFSET 2",
]


@pytest.mark.parametrize("sql", DUCKDB)
def test_duckdb_text_is_printed_back_without_renaming(sql: str) -> None:
    dialect.install()
    tree = sqlglot.parse_one(sql, read="duckdb")
    printed = tree.sql("duckdb", normalize_functions=False, unsupported_level=sqlglot.ErrorLevel.RAISE)
    assert sqlglot.parse_one(printed, read="duckdb") == tree
    assert _calls(printed) == _calls(sql)


def _calls(sql: str) -> list[str]:
    return sorted(str(c.this).lower() for c in sqlglot.parse_one(sql, read="duckdb").find_all(exp.Anonymous))


PLACES = {
    "SELECT\n  abc": Position(2, 3),
    "SELECT 1 +\n\t f(x)": Position(2, 3),
    "SELECT '汉字', abc": Position(1, 14),
    "SELECT 'a', \"b c\"": Position(1, 13),
}


@pytest.mark.parametrize("sql", PLACES)
def test_a_node_knows_where_it_starts(sql: str) -> None:
    last = parse(statement(sql)).tree.expressions[-1]
    node = last.expression if isinstance(last, exp.Add) else last
    assert position_of(node) == PLACES[sql]


def test_a_compound_starts_at_its_first_part() -> None:
    add = parse(statement("SELECT  f(a) + b")).tree.expressions[0]
    assert position_of(add) == Position(1, 9)


ERRORS = {
    "SELECT a FROM t WHERE\n  b ILIKE 'x'": (Position(2, 5), "lower(x) LIKE"),
    "SELECT a FROM t WHERE (b": (None, None),
    "SELECT x IS UNKNOWN": (Position(1, 13), "brackets"),
    "SELECT a,\n  b::int": (Position(2, 4), "Trino"),
    'SELECT "a b"(1)': (Position(1, 8), None),
    "SELECT a AS order FROM t": (Position(1, 13), None),
}


@pytest.mark.parametrize("sql", ERRORS)
def test_an_error_points_at_its_place_and_advises(sql: str) -> None:
    with pytest.raises(GatewayError) as caught:
        parse(statement(sql))
    place, hint = ERRORS[sql]
    assert place is None or caught.value.position == place
    assert hint is None or hint in str(caught.value.hint)
    assert "<" not in caught.value.message
    assert "sqlglot" not in caught.value.message
