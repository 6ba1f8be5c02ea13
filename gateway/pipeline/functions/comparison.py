"""Rows of the function table: comparisons, `<between>`, `<in>`, `<is distinct from>`.

NaN equals nothing in Trino and is the greatest equal value in DuckDB, so comparisons of doubles say so unless a constant settles it.
Rows compare field by field; arrays and maps with NULLs inside compare to NULL in Trino, which DuckDB can not do: refused.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from gateway.catalog.types import Type
from gateway.pipeline.functions.entry import TOTAL, F, Form, Row, Use

_FLOATS: Final = ("real", "double")
_EXACT: Final = frozenset(
    {
        "unknown", "boolean", "tinyint", "smallint", "integer", "bigint", "decimal", "varchar", "char", "varbinary", "date",
        "time", "timestamp", "timestamp with time zone", "interval day to second", "interval year to month", "uuid",
    }
)  # fmt: skip
# What is NaN when a comparison that DuckDB calls true is false in Trino: a side, by its number.
_SUSPECT: Final = {"=": 1, "<": 2, "<=": 2, ">": 1, ">=": 1}


def is_plain(type_: Type) -> bool:
    """Do both engines compare values of this type alike, without further ado?"""
    return type_.base in _EXACT and type_.base not in ("char", "uuid")


def compared(operator: str, type_: Type, left: str, right: str, *, clear: bool = False) -> str | None:
    """DuckDB text that compares two values of `type_` as Trino does; `clear` says that one side is a number, not NaN."""
    if type_.base in _FLOATS:
        return _floats(operator, left, right, clear)
    if type_.base == "row":
        return _rows(operator, type_, left, right)
    if type_.base not in _EXACT or (type_.base == "uuid" and operator not in ("=", "<>")):
        return None
    if type_.base == "char" and operator not in ("=", "<>"):
        # Held without trailing blanks; order counts them.
        left, right = (f"rpad({side}, {type_.length}, ' ')" for side in (left, right))
    return f"({left} {operator} {right})"


def _floats(operator: str, left: str, right: str, clear: bool) -> str:
    plain = f"({left} {operator} {right})"
    if clear:
        return plain
    if operator == "<>":
        return f"CASE WHEN {left} = {right} THEN isnan({left}) ELSE {plain} END"
    suspect = (left, right)[_SUSPECT[operator] - 1]
    return f"CASE WHEN {plain} THEN NOT isnan({suspect}) ELSE {plain} END"


def _rows(operator: str, type_: Type, left: str, right: str) -> str | None:
    """Equality of rows is the AND of their fields, NULLs included. Order is refused."""
    if operator not in ("=", "<>"):
        return None
    parts: list[str] = []
    for index, field in enumerate(type_.parameters, start=1):
        assert isinstance(field, Type)
        part = compared("=", field, f"struct_extract_at({left}, {index})", f"struct_extract_at({right}, {index})")
        if part is None:
            return None
        parts.append(part)
    equal = f"({' AND '.join(parts)})"
    return equal if operator == "=" else f"(NOT {equal})"


def _is_number(use: Use, index: int) -> bool:
    """A constant, not NULL and not NaN."""
    value = use.constant(index)
    return isinstance(value, int | float | Decimal) and not math.isnan(value)


def _never_nan(use: Use, index: int) -> bool:
    """A number by its value, or because it was a whole or decimal one before it became a double."""
    return _is_number(use, index) or (index < len(use.given) and use.given[index].base not in _FLOATS)


def _form(operator: str) -> Callable[[Use], str | None]:
    def form(use: Use) -> str | None:
        # A constant on the side that could have been NaN settles it; for = and <> either side does.
        sides = (0, 1) if operator in ("=", "<>") else (_SUSPECT[operator] - 1,)
        clear = any(_never_nan(use, side) for side in sides)
        if not clear and operator in _SUSPECT and _is_number(use, 1 - sides[-1]):
            # The other side is never NULL, so AND says all of it, and lets a source look for the comparison.
            return f"(($1 {operator} $2) AND NOT isnan(${sides[-1] + 1}))"
        return compared(operator, use.arguments[0], "$1", "$2", clear=clear)

    return form


def _between(use: Use) -> str | None:
    type_ = use.arguments[0]
    # A NaN on the left is beyond any known number for DuckDB, too.
    clear = _is_number(use, 2) or (_never_nan(use, 0) and _never_nan(use, 2))
    if is_plain(type_) or (type_.base in _FLOATS and clear):
        return "($1 BETWEEN $2 AND $3)"
    low = compared(">=", type_, "$1", "$2", clear=_never_nan(use, 0))
    high = compared("<=", type_, "$1", "$3", clear=_never_nan(use, 2))
    return f"({low} AND {high})" if low and high else None


def _in(use: Use) -> str | None:
    type_, options = use.arguments[0], range(1, len(use.arguments))
    if type_.base in _EXACT or (type_.base in _FLOATS and all(_is_number(use, n) for n in options)):
        return f"($1 IN ({', '.join(f'${n + 1}' for n in options)}))"
    parts = [compared("=", type_, "$1", f"${n + 1}") for n in options]
    return f"({' OR '.join(part for part in parts if part)})" if all(parts) else None


def _distinct(use: Use) -> str | None:
    # JSON texts may differ and mean the same; all else DuckDB compares as Trino does here, NaN and nested NULLs included.
    return None if _holds(use.arguments[0], "json") else "($1 IS DISTINCT FROM $2)"


def _holds(type_: Type, base: str) -> bool:
    return type_.base == base or any(_holds(p, base) for p in type_.parameters if isinstance(p, Type))


def _row(operator: str, signature: str, form: Form) -> Row:
    return F(operator, signature, TOTAL, form)


ROWS: Final[tuple[Row, ...]] = (
    _row("=", "E, E -> boolean", _form("=")),
    _row("<>", "E, E -> boolean", _form("<>")),
    _row("<", "O, O -> boolean", _form("<")),
    _row("<=", "O, O -> boolean", _form("<=")),
    _row(">", "O, O -> boolean", _form(">")),
    _row(">=", "O, O -> boolean", _form(">=")),
    F("<between>", "O, O, O -> boolean", TOTAL, _between, strict=False),
    F("<in>", "E, E, E... -> boolean", TOTAL, _in, strict=False),
    F("<is distinct from>", "E, E -> boolean", TOTAL, _distinct, strict=False),
)
