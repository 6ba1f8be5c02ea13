"""Whether few rows of a view may be expected: something in it, or asked of it, equals constants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from gateway.catalog.relations import Column, Search
from gateway.pipeline import bound
from gateway.pipeline.pushdown.conditions import AllOf, Among, AnyOf, Condition, Locate, Span, implied
from gateway.pipeline.pushdown.joins import clear_column

_KINDS = {
    "varchar": Search.TEXT,
    "tinyint": Search.INTEGER,
    "smallint": Search.INTEGER,
    "integer": Search.INTEGER,
    "bigint": Search.INTEGER,
}


def narrow(view: bound.View, conjuncts: Sequence[bound.Expr]) -> bool:
    """By keys of an earlier round, by its row rule, or by the statement; prefixes count only in the statement, row rules by region hold much."""
    if view.keys is not None:
        return True
    if view.rows is not None and _few(implied(view.rows, _raw(view)), prefixes=False):
        return True
    return any(_few(implied(part, _shown(view)), prefixes=True) for part in conjuncts)


def _few(condition: Condition | None, *, prefixes: bool) -> bool:
    match condition:
        case None:
            return False
        case Among():
            return True
        case Span(low=low, closed=closed):
            return prefixes and low is not None and not closed
        case AllOf(parts=parts):
            return any(_few(part, prefixes=prefixes) for part in parts)
        case AnyOf(parts=parts):
            return all(_few(part, prefixes=prefixes) for part in parts)
        case _:
            assert_never(condition)


def _raw(view: bound.View) -> Locate:
    def locate(node: bound.Expr) -> Column | None:
        return _comparable(view.scan.relation.column(node.name)) if isinstance(node, bound.RawColumn) else None

    return locate


def _shown(view: bound.View) -> Locate:
    def locate(node: bound.Expr) -> Column | None:
        if not isinstance(node, bound.Column) or node.source != view.id:
            return None
        return _comparable(clear_column(view, node.index))

    return locate


def _comparable(column: Column | None) -> Column | None:
    """The engine does the comparing here, so every column of a known kind will do."""
    kind = None if column is None else _KINDS.get(column.type.base)
    return None if column is None or kind is None else replace(column, search=kind)
