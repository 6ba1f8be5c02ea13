"""Whether a bound expression aggregates, and whether it may be written twice."""

from __future__ import annotations

from collections.abc import Iterable

from gateway.pipeline.bound import Aggregate, Call, Expr, Grouping, Window
from gateway.pipeline.walk import descend, subquery


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
