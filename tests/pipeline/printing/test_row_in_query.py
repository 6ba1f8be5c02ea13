"""`(a, b) IN (query)`: DuckDB's answer for rows with NULL is SQL's only where NULL and FALSE are the same."""

from __future__ import annotations

import pytest

from gateway.errors import ErrorCode, PlanError
from tests.world import SAMPLE, Database, plan

PAIRS = "SELECT person_id, region FROM visit"


def test_as_a_condition_of_where_it_is_computed() -> None:
    with Database(SAMPLE) as database:
        found = database.run(plan(f"SELECT id FROM person WHERE age > 0 AND (id, region) IN ({PAIRS}) ORDER BY id"))
    assert found == [(1,)]


@pytest.mark.parametrize(
    "sql",
    [
        f"SELECT (id, region) IN ({PAIRS}) FROM person",
        f"SELECT id FROM person WHERE NOT (id, region) IN ({PAIRS})",
        f"SELECT id FROM person WHERE (id, region) NOT IN ({PAIRS})",
        f"SELECT id FROM person WHERE ((id, region) IN ({PAIRS})) IS NULL",
        f"SELECT id FROM person WHERE (id, region) = ANY ({PAIRS})",
        "SELECT id FROM person WHERE ROW(id, region) IN (SELECT ROW(person_id, region) FROM visit)",
    ],
)
def test_anywhere_else_it_is_refused_not_guessed(sql: str) -> None:
    with pytest.raises(PlanError) as caught:
        plan(sql)
    assert caught.value.code is ErrorCode.NOT_SUPPORTED_BY_ENGINE
