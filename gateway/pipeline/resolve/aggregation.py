"""Whether a bound expression aggregates."""

from __future__ import annotations

from collections.abc import Iterable

from gateway.pipeline.bound import Aggregate, Expr, Grouping, Window
from gateway.pipeline.walk import descend


def has_aggregate(operand: Expr) -> bool:
    """Whether an expression aggregates or ranks by itself, subqueries apart."""
    return any(isinstance(part, (Aggregate, Grouping, Window)) for part in descend(operand))


def aggregates(operands: Iterable[Expr]) -> bool:
    """Whether any of them makes the select an aggregation."""
    return any(isinstance(part, (Aggregate, Grouping)) for operand in operands for part in descend(operand))
