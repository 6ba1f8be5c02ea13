"""Relations that DuckDB's SQL says in its own way: UNNEST, and how a base relation is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.pipeline import bound
from gateway.pipeline.printing.expressions import expression
from gateway.pipeline.printing.names import quoted
from gateway.pipeline.printing.read import read
from gateway.pipeline.printing.relations import placed
from gateway.pipeline.rewrite.raw import raw_columns

if TYPE_CHECKING:
    from gateway.pipeline.printing.printer import Printer


def unnest(item: bound.Unnest, printer: Printer) -> str:
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
    return placed(text, item, None, printer)


def base(view_: bound.View, printer: Printer) -> str:
    """The base relation under the alias `_`; where columns must be converted on reading, one level deeper."""
    relation = view_.scan.relation
    table = ".".join(map(quoted, relation.location))
    needed = raw_columns(view_)
    columns = [c for c in relation.columns if c.name in needed]
    if all(read(c) == quoted(c.name) for c in columns):
        return f'{table} AS "_"'
    reads = ", ".join(f"{read(c)} AS {quoted(c.name)}" for c in columns)
    return f'(SELECT {reads or "1"} FROM {printer.passed(view_, columns) or table}) AS "_"'
