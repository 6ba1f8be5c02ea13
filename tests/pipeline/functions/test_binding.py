"""Nested calls whose forms repeat their arguments: linear text, and the same answer wherever they stand in a statement."""

from __future__ import annotations

import pytest

from tests.world import SAMPLE, Database, plan

DEEP = "upper(replace(upper(region || name), region, '-'))"
RATIO = "balance / (age + 1) / (age + 2) / (age + 3)"


def nested(depth: int) -> str:
    text = "name"
    for _ in range(depth):
        text = f"upper(substr({text}, age))"
    return f"SELECT {text} FROM person"


def test_text_grows_by_the_sum_of_nested_calls() -> None:
    lengths = [len(plan(nested(depth)).sql) for depth in (5, 10, 20)]
    assert lengths[2] - lengths[1] < 2.2 * (lengths[1] - lengths[0])
    assert lengths[2] < 10_000


@pytest.mark.parametrize(
    "statement",
    [
        f"SELECT id, {DEEP} FROM person WHERE {DEEP} <> '' ORDER BY {DEEP}",
        f"SELECT {DEEP}, count(*) FROM person GROUP BY {DEEP} HAVING {DEEP} > 'A' ORDER BY 1",
        f"SELECT region, max({DEEP}), max({DEEP}) FILTER (WHERE {DEEP} > 'A') FROM person GROUP BY region ORDER BY 1",
        f"SELECT id, row_number() OVER (PARTITION BY region ORDER BY {DEEP}), lag({DEEP}) OVER (ORDER BY id) FROM person ORDER BY 1",
        f"SELECT a.id FROM person a JOIN (SELECT id, {DEEP} AS k FROM person) b ON upper(upper(b.k)) = upper(upper(b.k)) AND a.id = b.id ORDER BY 1",
        "SELECT region, upper(replace(max(name) || region, region)) FROM person GROUP BY region "
        "HAVING upper(replace(max(name) || region, region)) > '' ORDER BY 1",
        f"SELECT id, try({RATIO}), avg(balance) OVER () FROM person WHERE id < 4 ORDER BY {RATIO} + (SELECT avg(balance) FROM person)",
        "SELECT region, avg(balance) FROM person GROUP BY region HAVING avg(balance) > 0 AND reduce(array_agg(age), 0, (s, x) -> s + coalesce(x, 0), s -> s) >= 0 ORDER BY avg(balance)",
        f"SELECT transform(ARRAY[1, 2], x -> upper({DEEP} || CAST(x AS varchar))) FROM person ORDER BY id",
    ],
)
def test_a_bound_argument_gives_what_a_repeated_one_gives(statement: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Database(SAMPLE) as database:
        monkeypatch.setattr("gateway.pipeline.functions.binding.SPARED", 1)
        bound = plan(statement)
        monkeypatch.setattr("gateway.pipeline.functions.binding.SPARED", 10**9)
        repeated = plan(statement)
        assert "list_transform" in bound.sql
        assert database.run(bound) == database.run(repeated)


def test_long_constants_are_repeated_where_nothing_else_is() -> None:
    text = "x" * 1000
    with Database(SAMPLE) as database:
        assert len(database.run(plan(f"SELECT upper('{text}') FROM person"))) == len(SAMPLE["person"])
