"""Rows of the function table: coalesce, nullif, try, greatest, least. IF and CASE are a node of the bound query."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from gateway.pipeline.functions.comparison import compared
from gateway.pipeline.functions.entry import TOTAL, F, Row, Use
from gateway.pipeline.functions.forms import quoted

_NESTED: Final = ("array", "map", "row", "json", "uuid")


def _nullif(use: Use) -> str | None:
    if use.given and use.given[0] != use.arguments[0]:
        return None  # Trino compares in the common type, and gives the first as it is
    equal = compared("=", use.arguments[0], "$1", "$2")
    return f"CASE WHEN {equal} THEN NULL ELSE $1 END" if equal else None


def _extreme(name: str) -> Callable[[Use], str | None]:
    """NULL if any argument is, unlike DuckDB's own; NaN only if all are."""

    def form(use: Use) -> str | None:
        type_ = use.arguments[0]
        holes = [f"${n + 1}" for n in range(len(use.arguments))]
        if type_.base in _NESTED or type_.base == "char":
            return None
        unknown = " OR ".join(f"{hole} IS NULL" for hole in holes)
        plain = f"{name}({', '.join(holes)})"
        if type_.base in ("real", "double"):
            numbers = ", ".join(f"CASE WHEN NOT isnan({hole}) THEN {hole} END" for hole in holes)
            plain = f"coalesce({name}({numbers}), $1)"
        return f"CASE WHEN {unknown} THEN NULL ELSE {plain} END"

    return form


ROWS: Final[tuple[Row, ...]] = (
    F("coalesce", "T, T, T... -> T", TOTAL, "coalesce($*)", strict=False),
    F("nullif", "E, E -> E", TOTAL, _nullif, strict=False),
    # What can fail inside gives NULL.
    F("try", "T -> T", TOTAL, "TRY($1)"),
    F("greatest", "O, O... -> O", TOTAL, _extreme("greatest")),
    F("least", "O, O... -> O", TOTAL, _extreme("least")),
    F("typeof", "any -> varchar", TOTAL, lambda use: quoted(str(use.arguments[0])), strict=False),
)
