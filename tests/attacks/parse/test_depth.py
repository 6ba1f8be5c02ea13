"""Nesting that would stall or kill the parser is refused before it, and fast."""

from __future__ import annotations

import time

import pytest

from gateway.errors import ErrorCode, GatewayError
from gateway.pipeline.limits import MAX_BYTES
from gateway.pipeline.parse import parse
from tests.pipeline.parse.statements import statement

DEEP = {
    "types": ("date(", ")"),
    "arrays": ("ARRAY[", "]"),
    "rows": ("ROW(", ")"),
    "decimals": ("decimal(", ")"),
    "chars": ("char(", ")"),
    "maps": ("MAP(ARRAY[", "],ARRAY[1])"),
    "brackets": ("(", ")"),
    "queries": ("(SELECT * FROM ", ")"),
    "scalar queries": ("(SELECT ", ")"),
    "calls": ("f(", ")"),
    "casts": ("CAST(", " AS varchar)"),
    "cases": ("CASE WHEN a THEN ", " END"),
    "simple cases": ("CASE ", " WHEN 1 THEN 2 END"),
    "lambdas": ("f(x -> ", ")"),
    "bare lambdas": ("x -> ", ""),
    "not": ("NOT ", ""),
    "minus": ("- ", ""),
    "not after an operator": ("a = NOT ", ""),
    "intervals": ("INTERVAL ", ""),
    "with": ("WITH a AS (", ") SELECT 1"),
    "subscripts": ("a[", "]"),
    "in lists": ("a IN (", ")"),
    "exists": ("EXISTS (SELECT ", ")"),
}


@pytest.mark.parametrize("kind", DEEP)
@pytest.mark.parametrize("levels", [200, 5000])
def test_deep_nesting_is_refused_before_its_cost_can_grow(kind: str, levels: int) -> None:
    parse(statement("SELECT 1"))
    opening, closing = DEEP[kind]
    sql = ("SELECT " + opening * levels + "1" + closing * levels)[: MAX_BYTES // 2]
    started = time.process_time()
    with pytest.raises(GatewayError):
        parse(statement(sql))
    # Seconds of processor time where the parser alone would take minutes or end the process; about 50 ms when measured.
    assert time.process_time() - started < 5


@pytest.mark.parametrize("join", ["JOIN b ", "LEFT JOIN b ", "JOIN (SELECT 1) b ", "a JOIN "])
def test_joins_that_wait_for_their_condition_are_refused_before_they_double_the_work(join: str) -> None:
    with pytest.raises(GatewayError) as caught:
        parse(statement("SELECT * FROM a " + join * 30))
    assert caught.value.code is ErrorCode.STATEMENT_TOO_LARGE


def test_many_joins_with_conditions_are_fine() -> None:
    sql = "SELECT * FROM a " + " ".join(
        f"JOIN t{i} ON a.x = t{i}.x CROSS JOIN u{i} NATURAL JOIN v{i}" for i in range(40)
    )
    assert parse(statement(sql))


def test_what_real_statements_reach_is_fine() -> None:
    assert parse(statement("SELECT " + "(" * 30 + "1" + ")" * 30))
    assert parse(statement("SELECT " + "ARRAY[" * 7 + "1" + "]" * 7))
    assert parse(statement("SELECT a FROM t WHERE a IN (" + ", ".join(map(str, range(10_000))) + ")"))
    assert parse(statement("SELECT a FROM t WHERE " + " OR ".join(f"a = {i}" for i in range(300))))


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT '" + "x" * MAX_BYTES + "'",
        "SELECT '" + "汉" * (MAX_BYTES // 3) + "'",
        "SELECT " + ", ".join(["1"] * 30_000),
        "SELECT " + " AND ".join(["a"] * 2_000),
        "SELECT 1" + " UNION SELECT 1" * 1_000,
    ],
    ids=["bytes", "bytes of Chinese", "tokens", "chain of operators", "chain of unions"],
)
def test_what_is_too_large_is_refused_as_too_large(sql: str) -> None:
    with pytest.raises(GatewayError) as caught:
        parse(statement(sql))
    assert caught.value.code is ErrorCode.STATEMENT_TOO_LARGE
    assert caught.value.hint


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\ud800"])
def test_control_characters_are_refused_with_their_place(character: str) -> None:
    with pytest.raises(GatewayError) as caught:
        parse(statement(f"SELECT 1,\n '{character}'"))
    assert caught.value.position is not None
    assert (caught.value.position.line, caught.value.position.column) == (2, 3)
