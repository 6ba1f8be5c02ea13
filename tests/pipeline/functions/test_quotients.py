"""Decimal division gives what exact arithmetic gives, whatever the precisions, signs and whether the divisor is known."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Context, Decimal

import duckdb
import pytest

from gateway.catalog.types import Type, decimal
from gateway.pipeline.bound import Constant
from gateway.pipeline.functions.table import Argument, resolve
from gateway.pipeline.functions.template import expand
from gateway.pipeline.printing.constants import constant
from tests.pipeline.functions.cases import connection

EXACT = Context(prec=200)
ROWS = 40


def value(type_: Type, dice: random.Random) -> Decimal:
    """Often short, often extreme."""
    digits = dice.choice([dice.randint(1, type_.precision), type_.precision])
    number = dice.choice([10**digits - 1, dice.randrange(10**digits), 5 * 10 ** (digits - 1), 1])
    return Decimal(dice.choice([1, -1]) * number).scaleb(-type_.scale, context=EXACT)


def quotient(left: Decimal, right: Decimal, scale: int) -> Decimal:
    exact = EXACT.divide(left, right)
    return exact.quantize(Decimal(1).scaleb(-scale), rounding=ROUND_HALF_UP, context=EXACT)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("known", [True, False])
def test_a_quotient_is_exact_and_rounded_half_up(seed: int, known: bool) -> None:
    dice = random.Random(seed)
    left, right = (decimal(p, dice.randint(0, min(p, 12))) for p in (dice.randint(1, 38), dice.randint(1, 22)))
    divisor = value(right, dice) or Decimal(1).scaleb(-right.scale)
    found = resolve("/", [Argument(left), Argument(right, Constant(divisor, right) if known else None)]).function
    assert found.duckdb
    rows = [(value(left, dice), divisor if known else value(right, dice)) for _ in range(ROWS)]
    text = expand(found.duckdb, ["l", constant(Constant(divisor, right)) if known else "r"], fresh=lambda: "v1")
    database = connection()
    for one, other in rows:
        if other == 0:
            continue
        expected = quotient(one, other, found.return_type.scale)
        source = ", ".join(
            f"CAST('{v:f}' AS DECIMAL({t.precision},{t.scale}))" for v, t in ((one, left), (other, right))
        )
        try:
            answer = database.execute(f"SELECT {text} FROM (VALUES ({source})) AS t(l, r)").fetchone()
        except duckdb.Error:
            # It may not fit 38 digits; then Trino fails, too. Remainders of more than 37 digits may overflow.
            assert not found.total
            assert (
                abs(expected) >= Decimal(10) ** (38 - found.return_type.scale) or left.precision + right.precision > 37
            )
            continue
        assert answer == (expected,), (one, other, text)
