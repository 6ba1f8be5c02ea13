"""FROM as an engine's text: permitted views, derived tables, joins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from gateway.pipeline import bound
from gateway.pipeline.printing.expressions import expression
from gateway.pipeline.printing.names import quoted

if TYPE_CHECKING:
    from gateway.pipeline.printing.printer import Printer


_ONE_ROW: Final = '(SELECT 1 AS "c0") AS "_1"'
"""One row under a name that nothing else has: names of ours begin with a letter."""


def from_item(item: bound.FromItem, printer: Printer) -> str:
    """One relation with its alias."""
    match item:
        case bound.Scan():
            return placed(f"({view(printer.views[item.id], printer)})", item, item.sample, printer)
        case bound.Derived():
            names = printer.names.columns[item.id]
            lateral = "LATERAL " if item.lateral else ""
            return placed(f"{lateral}({printer.query(item.query, names)})", item, item.sample, printer)
        case bound.CteScan():
            return _cte_scan(item, printer)
        case bound.ValuesRelation():
            return _values(item, printer)
        case bound.Unnest():
            return printer.engine.unnest(item, printer)
        case bound.Join():
            return _join(item, printer)
        case _:
            assert_never(item)


def placed(
    text: str,
    item: bound.Scan | bound.Derived | bound.CteScan | bound.ValuesRelation | bound.Unnest,
    sample: bound.Sample | None,
    printer: Printer,
) -> str:
    alias = quoted(printer.names.instances[item.id])
    tail = "" if sample is None else f" {printer.engine.sample(sample)}"
    return f"{text} AS {alias}{tail}"


def _cte_scan(item: bound.CteScan, printer: Printer) -> str:
    """A WITH query read under this reference's own column names."""
    inner = printer.cte_columns[item.cte]
    names = printer.names.columns[item.id]
    source = quoted(printer.names.ctes[item.cte])
    if inner == names:
        return placed(source, item, item.sample, printer)
    renamed = ", ".join(f"{quoted(a)} AS {quoted(b)}" for a, b in zip(inner, names, strict=True))
    return placed(f"(SELECT {renamed} FROM {source})", item, item.sample, printer)


def _values(item: bound.ValuesRelation, printer: Printer) -> str:
    rows = ", ".join(printer.engine.row([expression(e, printer) for e in row]) for row in item.rows)
    alias = quoted(printer.names.instances[item.id])
    names = ", ".join(map(quoted, printer.names.columns[item.id]))
    return f"(VALUES {rows}) AS {alias}({names})"


def _unread_first(item: bound.Join) -> bool:
    """Does a join begin with what read-back's parser takes for something else at the head of brackets?"""
    first = item.left
    while isinstance(first, bound.Join):
        first = first.left
    return isinstance(first, bound.ValuesRelation | bound.Unnest) or (
        isinstance(first, bound.Derived) and first.lateral
    )


def _join(item: bound.Join, printer: Printer) -> str:
    left = from_item(item.left, printer)
    right = from_item(item.right, printer)
    if isinstance(item.right, bound.Join):
        right = f"({_ONE_ROW} CROSS JOIN {right})" if _unread_first(item.right) else f"({right})"
    match item.kind:
        case bound.JoinKind.CROSS:
            return f"{left} CROSS JOIN {right}"
        case _:
            on = "TRUE" if item.on is None else expression(item.on, printer)
            return f"{left} {item.kind.value} JOIN {right} ON {on}"


def view(view_: bound.View, printer: Printer) -> str:
    """The permitted view: the only text in which a base relation stands. What is given is its mark, see `Printer.seal`."""
    return printer.seal(view_, permitted(view_, printer))


def permitted(view_: bound.View, printer: Printer) -> str:
    """What the principal gets of a base relation: its columns through their masks, of the rows that are granted."""
    names = printer.names.columns[view_.id]
    shown = ", ".join(
        f"{printer.projection(view_, index, node)} AS {quoted(names[index])}" for index, node in view_.projections
    )
    conditions = [*([] if view_.rows is None else [printer.rows(view_)]), *printer.keys_of(view_)]
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    text = f"SELECT {shown or '1 AS ' + quoted('c0')} FROM {printer.engine.base(view_, printer)}{where}"
    return printer.engine.barred(text) if view_.fenced else text
