"""A text for a source passes the guard only letter by letter as the plan has it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gateway.engines.duckdb_guard import Guard, RefusedTextError, parser

PASSES = {("lite", 'SELECT 1 AS c0 FROM "main"."people" WHERE name = \'x\'')}
TEXT = "SELECT 1 AS c0 FROM \"main\".\"people\" WHERE name = ''x''"


@pytest.fixture(scope="module")
def guard() -> Iterator[Guard]:
    with parser() as connection:
        yield Guard(connection)


def test_a_text_of_the_plan_passes(guard: Guard) -> None:
    guard.check(f"SELECT c0 FROM (SELECT c0 FROM sqlite_query('lite', '{TEXT}')) AS \"_\"", (), (), PASSES)


@pytest.mark.parametrize(
    "sql",
    [
        f"SELECT c0 FROM sqlite_query('lite', '{TEXT} ')",
        f"SELECT c0 FROM sqlite_query('other', '{TEXT}')",
        f"SELECT c0 FROM sqlite_query('lite', '{TEXT}', 1)",
        f"SELECT c0 FROM sqlite_query('lite', 'SELECT 1 AS c0 ' || '{TEXT}')",
        f"SELECT c0 FROM main.sqlite_query('lite', '{TEXT}')",
        f"SELECT c0 FROM sqlite_query('lite', query := '{TEXT}')",
        f"SELECT c0 FROM sqlite_query('lite', '{TEXT}') WITH ORDINALITY",
        f"SELECT c0 FROM postgres_query('lite', '{TEXT}')",
        f"SELECT * FROM sqlite_query('lite', '{TEXT}')",
        f"SELECT sqlite_query('lite', '{TEXT}')",
    ],
)
def test_any_other_text_or_form_is_refused(guard: Guard, sql: str) -> None:
    with pytest.raises(RefusedTextError):
        guard.check(sql, (), (), PASSES)
