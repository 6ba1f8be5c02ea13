"""Constant dates folded at prepare equal what the engine computes for the same values in columns."""

from __future__ import annotations

import pytest

from gateway.pipeline import bound
from gateway.pipeline.authorize import authorize
from gateway.pipeline.locate import locate
from gateway.pipeline.parse import parse
from gateway.pipeline.resolve import resolve
from tests.world import CATALOG, OPEN, Database, plan, statement

CASES = [
    ("DATE '{}'", "{0} - INTERVAL '90' DAY", "2026-01-31"),
    ("DATE '{}'", "{0} + INTERVAL '1' MONTH", "2026-01-31"),
    ("DATE '{}'", "{0} - INTERVAL '12' MONTH", "2024-02-29"),
    ("DATE '{}'", "INTERVAL '3' YEAR + {0}", "2024-02-29"),
    ("DATE '{}'", "date_add('quarter', -5, {0})", "2026-05-31"),
    ("DATE '{}'", "date_add('week', 2, {0})", "2026-12-31"),
    ("DATE '{}'", "date_trunc('week', {0})", "2026-11-22"),
    ("DATE '{}'", "date_trunc('quarter', {0})", "2026-11-22"),
    ("DATE '{}'", "date_trunc('year', {0})", "2026-11-22"),
    ("DATE '{}'", "year({0}) * 100 + month({0})", "2026-11-22"),
    ("DATE '{}'", "last_day_of_month({0})", "2028-02-03"),
    ("TIMESTAMP '{}'", "{0} + INTERVAL '36' HOUR", "2026-02-28 23:59:59.500"),
    ("TIMESTAMP '{}'", "date_add('month', 1, {0})", "2026-01-31 10:00:00"),
    ("TIMESTAMP '{}'", "date_trunc('month', {0})", "2026-11-22 10:11:12.345"),
]


@pytest.mark.parametrize(("form", "expression", "value"), CASES)
def test_a_folded_date_is_what_the_engine_computes(form: str, expression: str, value: str) -> None:
    literal = form.format(value)
    folded = f"SELECT {expression.format(literal)}"
    computed = f"SELECT {expression.format('t.d')} FROM (VALUES {literal}) AS t(d)"
    with Database({}) as database:
        assert database.run(plan(folded)) == database.run(plan(computed))
    assert is_constant(folded)


def is_constant(sql: str) -> bool:
    resolved = resolve(authorize(locate(parse(statement(sql)), CATALOG), OPEN))
    assert isinstance(resolved.query.body, bound.Select)
    return isinstance(resolved.query.body.items[0], bound.Constant)


def test_what_leaves_the_calendar_is_left_to_the_engine() -> None:
    assert not is_constant("SELECT DATE '9999-12-31' + INTERVAL '1' DAY")
