"""FROM as DuckDB text: permitted views, derived tables, joins, UNNEST."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from gateway.pipeline import bound
from gateway.pipeline.printing.expressions import expression
from gateway.pipeline.printing.names import quoted
from gateway.pipeline.printing.read import read
from gateway.pipeline.walk import descend

if TYPE_CHECKING:
    from gateway.pipeline.printing.printer import Printer


_ONE_ROW: Final = '(SELECT 1 AS "c0") AS "_1"'
"""One row under a name that nothing else has: names of ours begin with a letter."""


def from_item(item: bound.FromItem, printer: Printer) -> str:
    """One relation with its alias."""
    match item:
        case bound.Scan():
            return _placed(f"({view(printer.views[item.id], printer)})", item, item.sample, printer)
        case bound.Derived():
            names = printer.names.columns[item.id]
            lateral = "LATERAL " if item.lateral else ""
            return _placed(f"{lateral}({printer.query(item.query, names)})", item, item.sample, printer)
        case bound.CteScan():
            return _cte_scan(item, printer)
        case bound.ValuesRelation():
            return _values(item, printer)
        case bound.Unnest():
            return _unnest(item, printer)
        case bound.Join():
            return _join(item, printer)
        case _:
            assert_never(item)


def _placed(
    text: str,
    item: bound.Scan | bound.Derived | bound.CteScan | bound.ValuesRelation | bound.Unnest,
    sample: bound.Sample | None,
    printer: Printer,
) -> str:
    alias = quoted(printer.names.instances[item.id])
    tail = "" if sample is None else f" TABLESAMPLE {sample.method} ({sample.percentage:g} PERCENT)"
    return f"{text} AS {alias}{tail}"


def _cte_scan(item: bound.CteScan, printer: Printer) -> str:
    """A WITH query read under this reference's own column names."""
    inner = printer.cte_columns[item.cte]
    names = printer.names.columns[item.id]
    source = quoted(printer.names.ctes[item.cte])
    if inner == names:
        return _placed(source, item, item.sample, printer)
    renamed = ", ".join(f"{quoted(a)} AS {quoted(b)}" for a, b in zip(inner, names, strict=True))
    return _placed(f"(SELECT {renamed} FROM {source})", item, item.sample, printer)


def _values(item: bound.ValuesRelation, printer: Printer) -> str:
    rows = ", ".join(f"({', '.join(expression(e, printer) for e in row)})" for row in item.rows)
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


def _unnest(item: bound.Unnest, printer: Printer) -> str:
    """UNNEST side by side, the shorter ones padded with NULL, rows taken apart into their fields."""
    inner: list[str] = []
    outer: list[str] = []
    lengths: list[str] = []
    names = iter(printer.names.columns[item.id])
    for number, operand in enumerate(item.operands):
        text = expression(operand, printer)
        if operand.type.base == "map":
            lengths.append(f"coalesce(CAST(cardinality({text}) AS BIGINT), 0)")
            for side in ("map_keys", "map_values"):
                name = quoted(next(names))
                inner.append(f"unnest({side}({text})) AS {name}")
                outer.append(name)
        elif operand.type.base == "array" and operand.type.element.base == "row":
            lengths.append(f"coalesce(len({text}), 0)")
            element = quoted(f"e{number}")
            inner.append(f"unnest({text}) AS {element}")
            for field in range(len(operand.type.element.parameters)):
                outer.append(f"struct_extract_at({element}, {field + 1}) AS {quoted(next(names))}")
        else:
            lengths.append(f"coalesce(len({text}), 0)")
            name = quoted(next(names))
            inner.append(f"unnest({text}) AS {name}")
            outer.append(name)
    if item.ordinality:
        name = quoted(next(names))
        longest = lengths[0] if len(lengths) == 1 else f"greatest({', '.join(lengths)})"
        inner.append(f"unnest(range(1, {longest} + 1)) AS {name}")
        outer.append(name)
    text = f"LATERAL (SELECT {', '.join(outer)} FROM (SELECT {', '.join(inner)}) AS {quoted('u')})"
    return _placed(text, item, None, printer)


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
    return f"SELECT {shown or '1 AS ' + quoted('c0')} FROM {_base(view_, printer)}{where}"


def _base(view_: bound.View, printer: Printer) -> str:
    """The base relation under the alias `_`; where columns must be converted on reading, one level deeper."""
    relation = view_.scan.relation
    table = ".".join(map(quoted, relation.location))
    roots = [node for _, node in view_.projections] + [p for p in (view_.rows, view_.keys) if p is not None]
    needed = {n.name for root in roots for n in descend(root) if isinstance(n, bound.RawColumn)}
    columns = [c for c in relation.columns if c.name in needed]
    if all(read(c) == quoted(c.name) for c in columns):
        return f'{table} AS "_"'
    reads = ", ".join(f"{read(c)} AS {quoted(c.name)}" for c in columns)
    return f'(SELECT {reads or "1"} FROM {printer.passed(view_, columns) or table}) AS "_"'
