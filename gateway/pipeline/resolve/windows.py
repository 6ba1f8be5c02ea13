"""Window functions: named windows spelled out, frames checked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, Literal, cast

from sqlglot import exp

from gateway.catalog import types
from gateway.catalog.names import fold
from gateway.errors import ErrorCode
from gateway.pipeline.bound import Constant, Expr, Frame, FrameBound, SortItem, Window
from gateway.pipeline.functions import table
from gateway.pipeline.functions.function import FunctionKind
from gateway.pipeline.resolve.aggregates import Pieces, condition, counted, pieces, sort_items
from gateway.pipeline.resolve.aggregation import weight
from gateway.pipeline.resolve.apply import choose
from gateway.pipeline.resolve.arguments import chosen
from gateway.pipeline.resolve.coerce import coerce
from gateway.pipeline.resolve.comparable import comparable
from gateway.pipeline.resolve.errors import fail
from gateway.pipeline.resolve.nodes import only, refuse
from gateway.pipeline.resolve.place import position_of
from gateway.pipeline.resolve.site import WINDOWS_ALLOWED, Inside, Site

_WINDOW: Final = frozenset({"this", "partition_by", "order", "spec", "alias", "over"})
_SPEC: Final = frozenset({"kind", "start", "start_side", "end", "end_side"})
_UNITS: Final = ("ROWS", "RANGE", "GROUPS")
_ORDERED_ONLY: Final = frozenset({"lag", "lead"})
_RANKING: Final = frozenset({"row_number", "rank", "dense_rank", "percent_rank", "cume_dist", "ntile"})
_UNFRAMED: Final = _ORDERED_ONLY | _RANKING
_INTEGERS: Final = frozenset({"tinyint", "smallint", "integer", "bigint"})

BoundKind = Literal["UNBOUNDED PRECEDING", "PRECEDING", "CURRENT ROW", "FOLLOWING", "UNBOUNDED FOLLOWING"]
_SEQUENCE: Final[tuple[BoundKind, ...]] = (
    "UNBOUNDED PRECEDING", "PRECEDING", "CURRENT ROW", "FOLLOWING", "UNBOUNDED FOLLOWING",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Specification:
    """PARTITION BY, ORDER BY and frame as written, names of windows followed."""

    partition_by: tuple[exp.Expr, ...] = ()
    order: tuple[exp.Expr, ...] = ()
    frame: exp.Expr | None = None


def window(node: exp.Expr, site: Site) -> Expr:
    """`f(…) OVER (…)`."""
    only(node, _WINDOW)
    found = pieces(node.this)
    _placed(node, found, site)
    inside = site.within(Inside.WINDOW)
    position = position_of(node)
    resolution, operands = chosen(found.name, counted(found), inside, position)
    written = specification(node, site)
    order_by = sort_items(list(written.order), inside)
    _ordered(node, found, order_by, written)
    partition_by = tuple(_partition(part, inside) for part in written.partition_by)
    if node.args.get("alias") is not None:
        site.world.repeats.add(sum(map(weight, (*partition_by, *(item.expression for item in order_by)))))
    return Window(
        resolution.function,
        operands,
        resolution.function.return_type,
        partition_by=partition_by,
        order_by=order_by,
        frame=None if written.frame is None else _frame(written.frame, order_by, inside),
        ignore_nulls=bool(found.ignore_nulls),
        filter=condition(found.filter, inside),
        position=position,
    )


def _placed(node: exp.Expr, found: Pieces, site: Site) -> None:
    kind = table.kind_of(found.name)
    if kind is FunctionKind.SCALAR:
        raise fail(node, ErrorCode.INVALID_WINDOW, f"`{found.name}` is neither a window nor an aggregate function")
    if site.inside is not Inside.NOTHING:
        raise fail(node, ErrorCode.INVALID_WINDOW, f"{site.inside.value} cannot contain window function `{found.name}`")
    if site.clause not in WINDOWS_ALLOWED:
        message = f"{site.clause.value} clause cannot contain window function `{found.name}`"
        raise fail(node, ErrorCode.EXPRESSION_NOT_SCALAR, message)
    if found.distinct or found.order:
        raise refuse(node, "DISTINCT or ORDER BY in the arguments of a window function")
    if found.ignore_nulls is not None and (kind is not FunctionKind.WINDOW or found.name in _RANKING):
        raise refuse(node, f"IGNORE or RESPECT NULLS for `{found.name}`")
    if found.filter is not None and kind is FunctionKind.WINDOW:
        raise refuse(node, f"FILTER for `{found.name}`")


def _ordered(node: exp.Expr, found: Pieces, order_by: tuple[SortItem, ...], written: Specification) -> None:
    if found.name in _ORDERED_ONLY and not order_by:
        raise fail(node, ErrorCode.INVALID_WINDOW, f"`{found.name}` needs an ORDER BY in its window")
    if found.name in _UNFRAMED and written.frame is not None:
        raise fail(node, ErrorCode.INVALID_WINDOW, f"cannot specify a window frame for `{found.name}`")


def specification(node: exp.Expr, site: Site, seen: frozenset[str] = frozenset()) -> Specification:
    """What a window says, with the window that it names put in."""
    order = node.args.get("order")
    if order is not None:
        only(order, frozenset({"expressions"}))
    own = Specification(
        tuple(node.args.get("partition_by") or ()), tuple(order.expressions) if order else (), node.args.get("spec")
    )
    name = node.args.get("alias")
    if name is None:
        return own
    base = _named(node, fold(name.name), site, seen)
    if own == Specification():
        return base
    if own.partition_by:
        raise fail(node, ErrorCode.INVALID_WINDOW, f"PARTITION BY cannot be added to window `{name.name}`")
    if own.order and base.order:
        raise fail(node, ErrorCode.INVALID_WINDOW, f"window `{name.name}` has an ORDER BY already")
    if base.frame is not None:
        raise fail(node, ErrorCode.INVALID_WINDOW, f"window `{name.name}` has a frame and cannot be extended")
    return replace(base, order=own.order or base.order, frame=own.frame)


def _named(node: exp.Expr, name: str, site: Site, seen: frozenset[str]) -> Specification:
    definition = site.windows.get(name)
    if definition is None or name in seen:
        raise fail(node, ErrorCode.INVALID_WINDOW, f"window `{name}` cannot be resolved")
    only(definition, _WINDOW)
    return specification(definition, site, seen | {name})


def _partition(node: exp.Expr, site: Site) -> Expr:
    operand = site.bind(node)
    if not comparable(operand.type):
        raise fail(
            node, ErrorCode.TYPE_MISMATCH, f"{operand.type} is not comparable, and cannot be used in PARTITION BY"
        )
    return operand


def _frame(node: exp.Expr, order_by: tuple[SortItem, ...], site: Site) -> Frame:
    only(node, _SPEC)
    unit = str(node.args.get("kind") or "").upper()
    if unit not in _UNITS:
        raise refuse(node, "this window frame")
    start = _bound(node, "start", unit, order_by, site)
    end = _bound(node, "end", unit, order_by, site) if node.args.get("end") else FrameBound("CURRENT ROW")
    first, last = _SEQUENCE.index(start.kind), _SEQUENCE.index(end.kind)
    if first > last or start.kind == "UNBOUNDED FOLLOWING" or end.kind == "UNBOUNDED PRECEDING":
        message = f"a window frame cannot start at {start.kind} and end at {end.kind}"
        raise fail(node, ErrorCode.INVALID_WINDOW, message)
    if unit == "GROUPS" and not order_by:
        raise fail(node, ErrorCode.INVALID_WINDOW, "a GROUPS frame needs an ORDER BY")
    return Frame(cast(Literal["ROWS", "RANGE", "GROUPS"], unit), start, end)


def _bound(node: exp.Expr, end: str, unit: str, order_by: tuple[SortItem, ...], site: Site) -> FrameBound:
    written, side = node.args[end], str(node.args.get(f"{end}_side") or "").upper()
    if isinstance(written, str):
        kind = f"{written.upper()} {side}".strip()
        if kind not in ("CURRENT ROW", "UNBOUNDED PRECEDING", "UNBOUNDED FOLLOWING"):
            raise refuse(node, "this window frame")
        return FrameBound(cast(BoundKind, kind))
    if side not in ("PRECEDING", "FOLLOWING"):
        raise refuse(node, "this window frame")
    offset = _offset(written, unit, order_by, site)
    return FrameBound(cast(BoundKind, side), offset)


def _offset(node: exp.Expr, unit: str, order_by: tuple[SortItem, ...], site: Site) -> Expr:
    offset = _typed_offset(node, unit, order_by, site)
    value = offset.value if isinstance(offset, Constant) else 0
    if value is None or (isinstance(value, int | float | Decimal) and value < 0):
        raise fail(node, ErrorCode.INVALID_WINDOW, "a window frame value must not be negative or NULL")
    return offset


def _typed_offset(node: exp.Expr, unit: str, order_by: tuple[SortItem, ...], site: Site) -> Expr:
    offset = site.bind(node)
    if unit != "RANGE":
        if offset.type.base not in _INTEGERS:
            raise fail(
                node, ErrorCode.TYPE_MISMATCH, f"a window frame {unit} value must be an integer, not {offset.type}"
            )
        return coerce(node, offset, types.BIGINT)
    if len(order_by) != 1:
        raise fail(node, ErrorCode.INVALID_WINDOW, "a RANGE frame with a value needs exactly one ORDER BY key")
    # The table refuses what cannot be added to the key.
    choose(site, "+", (order_by[0].expression, offset), position_of(node))
    return offset
