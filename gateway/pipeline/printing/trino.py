"""Trino's SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from gateway.catalog.relations import Column, Read
from gateway.catalog.trino import trino_location
from gateway.catalog.types import Type
from gateway.errors import ErrorCode, PlanError
from gateway.pipeline import bound
from gateway.pipeline.printing import trino_expressions
from gateway.pipeline.printing.expressions import direction, expression
from gateway.pipeline.printing.names import quoted
from gateway.pipeline.printing.trino_constants import constant
from gateway.pipeline.rewrite.raw import raw_columns

if TYPE_CHECKING:
    from gateway.pipeline.printing.printer import Printer


class TrinoText:
    """Fulfils `EngineText`."""

    name = "trino"
    positional = True
    # No rule of Trino's optimizer moves anything through a limit, and no connector takes this one for nothing (measured, docs/security-model.md).
    barrier = " LIMIT 9223372036854775807"
    constant = staticmethod(constant)
    call = staticmethod(trino_expressions.call)
    cast = staticmethod(trino_expressions.cast)
    aggregate = staticmethod(trino_expressions.aggregate)
    window = staticmethod(trino_expressions.window)
    frame_bound = staticmethod(trino_expressions.frame_bound)
    in_operand = staticmethod(trino_expressions.in_operand)

    def key(self, key: bound.Key, known: Mapping[str, bound.Key]) -> tuple[str, str]:
        """A parameter by its place: every use is one of its own."""
        return f"key{len(known) + 1}", "?"

    def field(self, operand: str, index: int) -> str:
        return f"{operand}[{index + 1}]"

    def quantified_operand(self, node: bound.Quantified, printer: Printer) -> str:
        return expression(node.operand, printer)

    def check(self, query: bound.Query) -> None:
        """Trino computes everything where Trino does."""

    def page(self, limit: bound.Limit | None, offset: int | None) -> str:
        parts = [f"OFFSET {offset} ROWS"] if offset else []
        if limit is not None:
            parts.append(f"FETCH FIRST {limit.count} ROWS WITH TIES" if limit.with_ties else f"LIMIT {limit.count}")
        return " ".join(parts)

    def unnest(self, item: bound.Unnest, printer: Printer) -> str:
        operands = ", ".join(expression(operand, printer) for operand in item.operands)
        names = ", ".join(map(quoted, printer.names.columns[item.id]))
        numbered = " WITH ORDINALITY" if item.ordinality else ""
        return f"UNNEST({operands}){numbered} AS {quoted(printer.names.instances[item.id])}({names})"

    def row(self, fields: Sequence[str]) -> str:
        """A row of one row would be taken apart in plain brackets."""
        return f"ROW({', '.join(fields)})"

    def sort_key(self, text: str) -> str:
        return f"INTEGER '{text}'" if text.isdigit() else text

    def ordered(self, key: str, type_: Type, item: bound.SortItem | bound.OrderKey) -> str:
        return f"{key}{direction(item)}"

    def orders_apart(self, type_: Type, item: bound.SortItem | bound.OrderKey) -> bool:
        return False

    def grouping(self, sets: Sequence[Sequence[str]]) -> str:
        """Keys that stand in every set stand before them: inside, only columns are allowed."""
        if len(sets) == 1:
            return f"GROUP BY {', '.join(sets[0])}"
        common = [key for key in dict.fromkeys(sets[0]) if all(key in keys for keys in sets)]
        rest = ", ".join(f"({', '.join(key for key in keys if key not in common)})" for keys in sets)
        return f"GROUP BY {', '.join([*common, f'GROUPING SETS ({rest})'])}"

    def sample(self, sample: bound.Sample) -> str:
        return f"TABLESAMPLE {sample.method} ({sample.percentage:g})"

    def base(self, view: bound.View, printer: Printer) -> str:
        """The base relation under the alias `_`; where columns must be converted on reading, one level deeper."""
        relation = view.scan.relation
        needed = raw_columns(view)
        columns = [column for column in relation.columns if column.name in needed]
        try:
            table = ".".join(map(quoted, trino_location(relation)))
        except ValueError as error:
            raise PlanError(
                f"source `{relation.name.catalog}` cannot be read through Trino",
                code=ErrorCode.NOT_SUPPORTED_BY_ENGINE,
                hint="its kind has no Trino connector: load it into a database that has one",
            ) from error
        if all(column.read is Read.PLAIN for column in columns):
            return f'{table} AS "_"'
        return f'(SELECT {", ".join(map(_read, columns))} FROM {table}) AS "_"'

    def barred(self, view: str) -> str:
        return f"{view}{self.barrier}"


def reading(column: Column) -> str:
    """A column as accepted, out of what Trino's catalog has (rule 13)."""
    name = quoted(column.name)
    match column.read:
        case Read.PLAIN:
            return name
        case Read.CAST:
            return f"CAST({name} AS {column.type})"
        case Read.CONVERT:
            return f"TRY_CAST({name} AS {column.type})"
        case Read.TEXT | Read.PRESENT:
            raise PlanError("a column is read as in the embedded engine", code=ErrorCode.INTERNAL_ERROR)


def _read(column: Column) -> str:
    name, shown = quoted(column.name), reading(column)
    return name if shown == name else f"{shown} AS {name}"


TRINO: Final = TrinoText()
