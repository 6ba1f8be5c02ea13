"""DuckDB's SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from gateway.catalog.types import Type
from gateway.errors import ErrorCode, PlanError
from gateway.pipeline import bound
from gateway.pipeline.printing import duckdb_expressions, duckdb_relations
from gateway.pipeline.printing.constants import constant
from gateway.pipeline.printing.expressions import direction
from gateway.pipeline.printing.placement import keep_aggregates_here, keep_lambdas_local, keep_try_below_grouping

if TYPE_CHECKING:
    pass


FLOATING: Final = frozenset({"real", "double"})


def _holds_floating(type_: Type) -> bool:
    return type_.base in FLOATING or any(isinstance(p, Type) and _holds_floating(p) for p in type_.parameters)


class DuckDBText:
    """Fulfils `EngineText`."""

    name = "duckdb"
    positional = False
    barrier = ""
    constant = staticmethod(constant)
    call = staticmethod(duckdb_expressions.call)
    cast = staticmethod(duckdb_expressions.cast)
    aggregate = staticmethod(duckdb_expressions.aggregate)
    window = staticmethod(duckdb_expressions.window)
    frame_bound = staticmethod(duckdb_expressions.frame_bound)
    in_operand = staticmethod(duckdb_expressions.in_operand)
    quantified_operand = staticmethod(duckdb_expressions.quantified_operand)
    unnest = staticmethod(duckdb_relations.unnest)
    base = staticmethod(duckdb_relations.base)

    def key(self, key: bound.Key, known: Mapping[str, bound.Key]) -> tuple[str, str]:
        """A named parameter."""
        name = next((name for name, one in known.items() if one == key), f"key{len(known) + 1}")
        return name, f"${name}"

    def field(self, operand: str, index: int) -> str:
        return f"struct_extract_at({operand}, {index + 1})"

    def check(self, query: bound.Query) -> None:
        keep_aggregates_here(query)
        keep_try_below_grouping(query)
        keep_lambdas_local(query)

    def page(self, limit: bound.Limit | None, offset: int | None) -> str:
        if limit is not None and limit.with_ties:
            raise PlanError(
                "`FETCH FIRST … WITH TIES` is not available on the embedded engine",
                code=ErrorCode.NOT_SUPPORTED_BY_ENGINE,
                hint="use rank() in a subquery",
            )
        rows = "" if limit is None else f"LIMIT {limit.count}"
        return f"{rows} OFFSET {offset}".strip() if offset else rows

    def row(self, fields: Sequence[str]) -> str:
        return f"({', '.join(fields)})"

    def sort_key(self, text: str) -> str:
        """Any other bare literal is refused there."""
        if text.isdigit() or text == "NULL":
            return f"CAST({text} AS INTEGER)"
        return f"CAST({text} AS VARCHAR)" if text.startswith("'") else text

    def ordered(self, key: str, type_: Type, item: bound.SortItem | bound.OrderKey) -> str:
        """Where NULLs come first, Trino has NaN below all numbers, not above them: first going up, last going down."""
        plain = f"{key}{direction(item)}"
        if not self.orders_apart(type_, item):
            return plain
        if type_.base not in FLOATING:
            raise PlanError(
                f"ORDER BY … NULLS FIRST over `{type_}` is not available on the embedded engine",
                code=ErrorCode.NOT_SUPPORTED_BY_ENGINE,
                hint="use NULLS LAST, or order by the numbers in it",
            )
        return f"{'isnan' if item.descending else 'NOT isnan'}({key}) ASC NULLS FIRST, {plain}"

    def orders_apart(self, type_: Type, item: bound.SortItem | bound.OrderKey) -> bool:
        return item.nulls_first and _holds_floating(type_)

    def grouping(self, sets: Sequence[Sequence[str]]) -> str:
        if len(sets) == 1:
            return f"GROUP BY {', '.join(sets[0])}"
        listed = ", ".join(f"({', '.join(keys)})" for keys in sets)
        return f"GROUP BY GROUPING SETS ({listed})"

    def sample(self, sample: bound.Sample) -> str:
        return f"TABLESAMPLE {sample.method} ({sample.percentage:g} PERCENT)"

    def barred(self, view: str) -> str:
        """As it is: the fence around it is a WITH query."""
        return view


DUCKDB: Final = DuckDBText()
