"""Aggregate calls: DISTINCT, ORDER BY, FILTER, and where they may stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from sqlglot import exp

from gateway.catalog import types
from gateway.catalog.names import fold
from gateway.errors import ErrorCode
from gateway.pipeline.bound import Aggregate, Expr, Grouping, SortItem
from gateway.pipeline.functions import table
from gateway.pipeline.functions.function import FunctionKind
from gateway.pipeline.resolve.arguments import chosen
from gateway.pipeline.resolve.coerce import to_boolean
from gateway.pipeline.resolve.comparable import comparable, orderable
from gateway.pipeline.resolve.errors import fail
from gateway.pipeline.resolve.nodes import only, refuse
from gateway.pipeline.resolve.place import position_of
from gateway.pipeline.resolve.site import AGGREGATES_ALLOWED, Inside, Site

MOST_GROUPING_ARGUMENTS: Final = 31


@dataclass(frozen=True, slots=True)
class Pieces:
    """An aggregate or window call taken apart, before binding."""

    node: exp.Expr
    name: str
    arguments: list[exp.Expr]
    distinct: bool = False
    order: list[exp.Expr] | None = None
    filter: exp.Expr | None = None
    ignore_nulls: bool | None = None
    """True and False as written; None when nothing is."""


def pieces(node: exp.Expr) -> Pieces:
    """Take apart FILTER, IGNORE NULLS and the call inside them."""
    match node:
        case exp.Filter():
            only(node, frozenset({"this", "expression"}))
            inner = pieces(node.this)
            if inner.filter is not None or not isinstance(node.expression, exp.Where):
                raise refuse(node, "this FILTER")
            only(node.expression, frozenset({"this"}))
            return replace(inner, filter=node.expression.this)
        case exp.IgnoreNulls() | exp.RespectNulls():
            only(node, frozenset({"this"}))
            return replace(pieces(node.this), ignore_nulls=isinstance(node, exp.IgnoreNulls))
        case exp.GroupConcat():
            return _listagg(node)
        case exp.Anonymous() if isinstance(node.this, str):
            only(node, frozenset({"this", "expressions"}))
            return _arguments(Pieces(node, fold(node.this), node.expressions))
        case _:
            raise refuse(node, "this call")


def _listagg(node: exp.GroupConcat) -> Pieces:
    only(node, frozenset({"this", "separator"}))
    separator = node.args.get("separator") or exp.Literal.string("")
    found = _arguments(Pieces(node, "listagg", [node.this]))
    return replace(found, arguments=[*found.arguments, separator])


def _arguments(found: Pieces) -> Pieces:
    """Unwrap DISTINCT and ORDER BY, which the parser puts around the last argument."""
    arguments = found.arguments
    while arguments and isinstance(last := arguments[-1], (exp.Order, exp.Distinct)):
        if isinstance(last, exp.Order):
            only(last, frozenset({"this", "expressions"}))
            inner = [] if last.this is None else [last.this]
            found = replace(found, order=last.expressions)
        else:
            only(last, frozenset({"expressions"}))
            inner = last.expressions
            found = replace(found, distinct=True)
        arguments = [*arguments[:-1], *inner]
    return replace(found, arguments=arguments)


def aggregate(node: exp.Expr, site: Site) -> Expr:
    """An aggregate without OVER."""
    found = pieces(node)
    kind = table.kind_of(found.name)
    if kind is FunctionKind.SCALAR:
        raise fail(node, ErrorCode.INVALID_ARGUMENTS, f"`{found.name}` is not an aggregate function")
    if kind is FunctionKind.WINDOW:
        raise fail(node, ErrorCode.INVALID_WINDOW, f"window function `{found.name}` requires an OVER clause")
    if found.ignore_nulls is not None:
        raise refuse(node, f"IGNORE or RESPECT NULLS for `{found.name}`")
    _placed(node, found.name, site)
    inside = site.within(Inside.AGGREGATE)
    position = position_of(node)
    resolution, operands = chosen(found.name, counted(found), inside, position)
    order_by = sort_items(found.order or [], inside)
    if found.distinct:
        _distinct(node, operands, order_by)
    return Aggregate(
        resolution.function,
        operands,
        resolution.function.return_type,
        distinct=found.distinct and found.name != "approx_distinct",  # which counts distinct values as it is
        filter=condition(found.filter, inside),
        order_by=order_by,
        position=position,
    )


def _placed(node: exp.Expr, name: str, site: Site) -> None:
    if site.inside is Inside.AGGREGATE:
        raise fail(node, ErrorCode.NESTED_AGGREGATION, f"cannot nest aggregation `{name}` inside an aggregation")
    if site.inside is Inside.LAMBDA:
        raise fail(node, ErrorCode.EXPRESSION_NOT_SCALAR, f"a lambda cannot contain aggregation `{name}`")
    if site.clause not in AGGREGATES_ALLOWED:
        raise fail(
            node, ErrorCode.EXPRESSION_NOT_SCALAR, f"{site.clause.value} clause cannot contain aggregation `{name}`"
        )


def counted(found: Pieces) -> list[exp.Expr]:
    """The arguments; `count(*)` has none."""
    if len(found.arguments) == 1 and isinstance(found.arguments[0], exp.Star):
        only(found.arguments[0], frozenset())
        if found.name != "count" or found.distinct or found.order:
            raise refuse(found.node, f"`*` in `{found.name}`")
        return []
    return found.arguments


def condition(node: exp.Expr | None, site: Site) -> Expr | None:
    """The condition of FILTER."""
    return None if node is None else to_boolean(node, site.bind(node), "FILTER")


def _distinct(node: exp.Expr, operands: tuple[Expr, ...], order_by: tuple[SortItem, ...]) -> None:
    for operand in operands:
        if not comparable(operand.type):
            raise fail(
                node, ErrorCode.TYPE_MISMATCH, f"DISTINCT can only be applied to comparable types, not {operand.type}"
            )
    if any(item.expression not in operands for item in order_by):
        message = "with DISTINCT, ORDER BY of an aggregation must name its arguments"
        raise fail(node, ErrorCode.INVALID_COLUMN_REFERENCE, message)


def sort_items(nodes: list[exp.Expr], site: Site) -> tuple[SortItem, ...]:
    """The keys of an ORDER BY inside a call or window."""
    return tuple(SortItem(sort_key(node, site.bind(node.this)), *direction(node)) for node in nodes)


def direction(node: exp.Expr) -> tuple[bool, bool]:
    """Descending, NULLs first. Trino's default is NULLs last either way."""
    if not isinstance(node, exp.Ordered):
        raise refuse(node, "this ORDER BY")
    only(node, frozenset({"this", "desc", "nulls_first"}))
    return bool(node.args.get("desc")), bool(node.args.get("nulls_first"))


def sort_key(node: exp.Expr, operand: Expr) -> Expr:
    """The expression, if its type has an order."""
    if not orderable(operand.type):
        raise fail(
            node, ErrorCode.TYPE_MISMATCH, f"{operand.type} is not orderable, and therefore cannot be used in ORDER BY"
        )
    return operand


def grouping(node: exp.Expr, site: Site) -> Expr:
    """GROUPING(a, b): which columns a row's grouping set leaves out."""
    only(node, frozenset({"this", "expressions"}))
    _placed(node, "grouping", site)
    if not 1 <= len(node.expressions) <= MOST_GROUPING_ARGUMENTS:
        raise fail(node, ErrorCode.INVALID_ARGUMENTS, f"GROUPING takes 1 to {MOST_GROUPING_ARGUMENTS} columns")
    return Grouping(tuple(site.bind(part) for part in node.expressions), types.INTEGER)
