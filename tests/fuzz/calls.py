"""Which functions give a wanted type: read off the function table, so that whatever enters it is fuzzed from that day on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from gateway.pipeline.functions import table
from gateway.pipeline.functions.function import FunctionKind
from gateway.pipeline.functions.signature import Pattern

Kind = str | tuple
"""A type as the generator sees it: `varchar`, or ("array", "varchar"), ("map", "varchar", "bigint"), ("function", …, result)."""

SHORT: Final = {
    "timestamp with time zone": "timestamptz",
    "time with time zone": "timetz",
    "interval day to second": "interval_day",
    "interval year to month": "interval_year",
}
SCALARS: Final = ("bigint", "integer", "double", "decimal", "varchar", "boolean", "date", "timestamp")
RARE: Final = (
    "smallint", "tinyint", "real", "char", "time", "timetz", "timestamptz", "interval_day", "interval_year", "varbinary", "json",
    "uuid", "unknown", ("array", "bigint"), ("array", "varchar"), ("array", "date"), ("map", "varchar", "bigint"), ("row", "bigint", "varchar"),
    ("array", ("array", "integer")), ("map", "bigint", ("array", "varchar")),
)  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """One overload: how it may be written, and whether the embedded engine computes it."""

    name: str
    arguments: tuple[Pattern, ...]
    returns: Pattern
    variadic: bool
    kind: FunctionKind
    runs: bool


@dataclass(frozen=True)
class Use:
    """An overload for a wanted type, with the type variables that this settles."""

    shape: Shape
    bound: Mapping[str, Kind]


def _shapes() -> list[Shape]:
    found = []
    for name in table.names():
        for row in table.rows_of(name):
            signature = row.signature
            found.append(
                Shape(
                    name, signature.arguments, signature.returns, signature.variadic, row.kind, row.duckdb is not None
                )
            )
    return found


SHAPES: Final = _shapes()


@lru_cache
def uses(kind: FunctionKind, wanted: Kind, *, runs: bool) -> Sequence[Use]:
    """Every overload that may give `wanted`."""
    found = []
    for shape in SHAPES:
        bound: dict[str, Kind] = {}
        if shape.kind is kind and shape.runs is runs and fits(shape.returns, wanted, bound):
            # What gives any type would else be drawn all the time.
            found += [Use(shape, bound)] * (1 if shape.returns.variable else 3)
    return found


def base(pattern: Pattern) -> str:
    return SHORT.get(pattern.base, pattern.base)


def inner(pattern: Pattern) -> list[Pattern]:
    return [p for p in pattern.parameters if isinstance(p, Pattern)]


def fits(pattern: Pattern, wanted: Kind, bound: dict[str, Kind]) -> bool:
    """Can the pattern stand for the type? Binds its variables."""
    if pattern.variable:
        return bound.setdefault(pattern.base, wanted) == wanted
    if isinstance(wanted, str):
        return base(pattern) == wanted
    return (
        base(pattern) == wanted[0]
        and len(inner(pattern)) == len(wanted) - 1
        and all(fits(p, w, bound) for p, w in zip(inner(pattern), wanted[1:], strict=True))
    )


def settled(pattern: Pattern, bound: dict[str, Kind], choose: object) -> Kind:
    """The type that an argument gets; variables that are still free are chosen."""
    if pattern.variable or pattern.base == "any":
        return bound.setdefault(pattern.base, choose()) if pattern.variable else choose()  # type: ignore[operator]
    parts = inner(pattern)
    if not parts:
        return base(pattern)
    return (base(pattern), *(settled(p, bound, choose) for p in parts))
