"""Whether a bound expression aggregates, and whether it may be written twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from gateway.pipeline.bound import Aggregate, Call, Expr, Grouping, Window
from gateway.pipeline.walk import descend, expressions, queries, subquery

QUERY: Final = 10
"""Parts that a query weighs by itself: its scope, its relations."""


def has_aggregate(operand: Expr) -> bool:
    """Whether an expression aggregates or ranks by itself, subqueries apart."""
    return any(isinstance(part, (Aggregate, Grouping, Window)) for part in descend(operand))


def aggregates(operands: Iterable[Expr]) -> bool:
    """Whether any of them makes the select an aggregation."""
    return any(isinstance(part, (Aggregate, Grouping)) for operand in operands for part in descend(operand))


def repeatable(operand: Expr) -> bool:
    """Whether a second evaluation surely gives the same value, and costs little."""
    return not any(
        subquery(part) is not None or (isinstance(part, Call) and not part.function.deterministic)
        for part in descend(operand)
    )


def weight(operand: Expr) -> int:
    """Of how many parts an expression is put together, itself and those of its subqueries counted."""
    total = 0
    for part in descend(operand):
        nested = subquery(part)
        total += 1 if nested is None else QUERY * sum(1 for _ in queries(nested)) + sum(1 for _ in expressions(nested))
    return total
