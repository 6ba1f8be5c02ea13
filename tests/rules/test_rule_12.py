"""Rule 12, the security barrier: no order of evaluation lets a hidden row fail a statement.

Removed to see it fail: `_protect` in rewrite/barrier.py returned at once; it fenced nothing; `element_wise` in rewrite/fallibility.py found nothing.
"""

from __future__ import annotations

import pytest

from tests.attacks import judge

ORACLES = [
    "SELECT 100 / age FROM person",
    "SELECT coalesce(100 / age, 0) FROM person",
    "SELECT id FROM person WHERE CAST(region AS char(1)) = 'A' AND 1 / age > -1",
    "SELECT CASE WHEN id = 1 THEN 0 ELSE 100 / age END FROM person",
    "SELECT transform(ARRAY[age], x -> 100 / x) FROM person",
    "SELECT (SELECT p.age FROM person p WHERE p.id = v.person_id) FROM visit v",
]


@pytest.mark.parametrize("sql", ORACLES)
def test_nothing_fails_even_if_every_row_rule_came_last(sql: str) -> None:
    assert judge.outcome(sql, "only hidden") == ("rows", [])
    assert judge.in_worst_order(sql, "only hidden")[0] == "rows"


def test_a_strict_use_is_guarded_and_any_other_fenced() -> None:
    guarded, fenced = (
        judge.prepared("SELECT 100 / age FROM person"),
        judge.prepared("SELECT 100 / coalesce(age, 1) FROM person"),
    )
    assert ("CASE WHEN" in guarded.sql, "MATERIALIZED" in guarded.sql) == (True, False)
    assert "MATERIALIZED" in fenced.sql


def test_what_can_fail_element_by_element_is_fenced() -> None:
    """A guard is not enough: the engine evaluates a lambda for every entry of a dictionary-encoded column, those of hidden rows included."""
    sent = judge.prepared("SELECT any_match(split(note, ','), x -> CAST(x AS integer) > 0) FROM visit").sql
    assert "MATERIALIZED" in sent


def test_a_total_predicate_keeps_the_plain_column() -> None:
    sent = judge.prepared("SELECT id FROM person WHERE age > 3 AND region LIKE 'A%'").sql
    assert "CASE" not in sent
    assert "MATERIALIZED" not in sent
