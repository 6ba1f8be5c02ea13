"""Building calls on the tree: the gateway's own AND, OR and LIKE, through the same function table as the client's."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.catalog.types import BOOLEAN
from gateway.pipeline import bound
from gateway.pipeline.functions.table import Argument, resolve


def call(name: str, *arguments: bound.Expr) -> bound.Call:
    """Call `name`; arguments must already have the types that the table asks for."""
    known = [Argument(a.type, a if isinstance(a, bound.Constant) else None) for a in arguments]
    resolution = resolve(name, known, internal=True)
    return bound.Call(resolution.function, tuple(arguments), resolution.function.return_type)


def conjunction(parts: Sequence[bound.Expr]) -> bound.Expr:
    """All of `parts`; of none: true."""
    return _combine("and", parts, empty=True)


def disjunction(parts: Sequence[bound.Expr]) -> bound.Expr:
    """Any of `parts`; of none: false."""
    return _combine("or", parts, empty=False)


def _combine(operator: str, parts: Sequence[bound.Expr], *, empty: bool) -> bound.Expr:
    match len(parts):
        case 0:
            return bound.Constant(empty, BOOLEAN)
        case 1:
            return parts[0]
        case _:
            return call(operator, *parts)
