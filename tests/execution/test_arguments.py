"""EXECUTE … USING: a value means what it would mean written in the place of `?`, and is nothing but a value."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gateway.errors import ErrorCode, GatewayError
from gateway.execution.judge import judge
from gateway.execution.request import Request
from gateway.execution.world import Judged, World
from gateway.pipeline.stages import Plan
from tests.execution.small_world import CATALOG, Policy
from tests.execution.test_plans import BASE


def judged(sql: str, *arguments: str) -> Judged:
    statement = replace(BASE, sql=sql, arguments=arguments)
    return judge(statement, Request(sql=sql, asking=BASE.asking), World(CATALOG, Policy()))


SAME = [
    ("SELECT id FROM people WHERE id = ?", ["BIGINT '1'"], "SELECT id FROM people WHERE id = (BIGINT '1')"),
    ("SELECT ? AS a, id FROM people WHERE phone = ? AND id > ? LIMIT 5", ["'x'", "'a, ?'", "-3"],
     "SELECT ('x') AS a, id FROM people WHERE phone = ('a, ?') AND id > (-3) LIMIT 5"),
    ("SELECT id FROM people WHERE id IN (?, ?)", ["1 + 1", "CAST('7' AS bigint)"], "SELECT id FROM people WHERE id IN ((1 + 1), (CAST('7' AS bigint)))"),
    ("SELECT id FROM people WHERE phone BETWEEN ? AND ?", ["NULL", "U&'\\5F20'"], "SELECT id FROM people WHERE phone BETWEEN (NULL) AND (U&'\\5F20')"),
    ("SELECT ? * 2 AS a", ["1 + 1"], "SELECT (1 + 1) * 2 AS a"),
    ("SELECT id FROM people WHERE contains(?, id)", ["ARRAY[1, 2]"], "SELECT id FROM people WHERE contains((ARRAY[1, 2]), id)"),
    ("SELECT '?' AS a", [], "SELECT '?' AS a"),
    ("SELECT id FROM people ORDER BY id OFFSET ? LIMIT ?", ["1", "BIGINT '2'"], "SELECT id FROM people ORDER BY id OFFSET 1 LIMIT 2"),
    ("SELECT id FROM people ORDER BY id FETCH FIRST ? ROWS ONLY", ["INTEGER '3'"], "SELECT id FROM people ORDER BY id FETCH FIRST 3 ROWS ONLY"),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "arguments", "written"), SAME, ids=[sql for sql, _, _ in SAME])
def test_a_value_is_what_it_would_be_in_its_place(sql: str, arguments: list[str], written: str) -> None:
    found, wanted = judged(sql, *arguments), judged(written)
    assert isinstance(found, Plan)
    assert isinstance(wanted, Plan)
    assert (found.sql, found.columns, found.accesses) == (wanted.sql, wanted.columns, wanted.accesses)


@pytest.mark.parametrize(
    "value",
    ["id", "phone", "(SELECT 1)", "(SELECT phone FROM people)", "*", "1 AS x", "1 FROM people", "1, 2", "?", "1) OR (TRUE", "1; SELECT 2", "count(1)",
     "DISTINCT 1", "EXISTS (SELECT 1)", "1 UNION SELECT 2", "1 WHERE TRUE", "", "people.id", "(id)", "ARRAY[id]", "CASE WHEN TRUE THEN id END",
     "x -> x", "row_number() OVER ()", "transform(ARRAY[1], x -> id)"],
)  # fmt: skip
def test_what_is_no_value_is_refused(value: str) -> None:
    with pytest.raises(GatewayError) as caught:
        judged("SELECT id FROM people WHERE id = ?", value)
    assert caught.value.position is None, "a place in a text that nobody wrote"


@pytest.mark.parametrize("value", ["-1", "'1'", "1.5", "1 + 1", "NULL", "VARCHAR '1'", "ALL", "DOUBLE '1'"])
def test_a_number_of_rows_is_a_whole_number(value: str) -> None:
    for clause in ("LIMIT ?", "OFFSET ?", "FETCH FIRST ? ROWS ONLY"):
        with pytest.raises(GatewayError):
            judged(f"SELECT id FROM people ORDER BY id {clause}", value)


@pytest.mark.parametrize("arguments", [[], ["1", "2"]])
def test_each_mark_has_its_value(arguments: list[str]) -> None:
    with pytest.raises(GatewayError) as caught:
        judged("SELECT id FROM people WHERE id = ?", *arguments)
    assert caught.value.code is ErrorCode.INVALID_PARAMETER
