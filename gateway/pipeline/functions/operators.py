"""Rows of the function table: operators and special forms, under names that no identifier can spell.

`+ - * / %`  `<negate> <plus>`  `= <> < <= > >=`  `<between> <in> <is null> <is distinct from> <like>`  `and or not`  `||`
`<array> <row> <subscript> <at time zone>`. Arithmetic is in arithmetic.py, comparison in comparison.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from gateway.catalog.types import Type, row
from gateway.pipeline.functions.arithmetic import ROWS as ARITHMETIC
from gateway.pipeline.functions.charconcat import char_concat
from gateway.pipeline.functions.comparison import ROWS as COMPARISON
from gateway.pipeline.functions.entry import FALLIBLE, TOTAL, F, Row, Use
from gateway.pipeline.functions.forms import concatenated, failing, when_known
from gateway.pipeline.functions.like import escape_problem, escaped_like


def _and(use: Use) -> str:
    return f"({' AND '.join(f'${n + 1}' for n in range(len(use.arguments)))})"


def _or(use: Use) -> str:
    return f"({' OR '.join(f'${n + 1}' for n in range(len(use.arguments)))})"


def _row(use: Use) -> str:
    """Fields are always named, by number: DuckDB can not cast unnamed structs to named ones by place."""
    return "{" + ", ".join(f"'field{n}': ${n + 1}" for n in range(len(use.arguments))) + "}"


def _row_type(types: tuple[Type, ...]) -> Type:
    return row(*((None, t) for t in types))


def _array(use: Use) -> str:
    """A list of NULLs without a type, cast, makes `list_zip` of DuckDB 1.5.5 fail so that the whole instance is lost."""
    if use.arguments and use.returns.element.base == "unknown":
        return f"[{', '.join(f'CAST(${n} AS $type{n})' for n in range(1, len(use.arguments) + 1))}]"
    return "CAST([$*] AS $return)" if use.arguments else "CAST([] AS $return)"


def _typed(form: str) -> Callable[[Use], str | None]:
    """Of NULLs without a type nothing is shown, failures neither."""
    return lambda use: form if use.returns.base != "unknown" else None


_ELEMENT: Final = failing("$2 < 1 OR $2 > len($1)", "array subscript out of bounds", "$1[$2]", 2)
_VALUE: Final = failing("NOT map_contains($1, $2)", "key not present in map", "$1[$2]", 2)

ROWS: Final[tuple[Row, ...]] = (
    *ARITHMETIC,
    *COMPARISON,
    # --- logic: three-valued, so not strict
    F("and", "boolean, boolean, boolean... -> boolean", TOTAL, _and, strict=False),
    F("or", "boolean, boolean, boolean... -> boolean", TOTAL, _or, strict=False),
    F("not", "boolean -> boolean", TOTAL, "(NOT $1)"),
    F("<is null>", "T -> boolean", TOTAL, "($1 IS NULL)", strict=False),
    # --- text
    F("<like>", "varchar(x), varchar(y) -> boolean", TOTAL, "($1 LIKE $2)"),
    F(
        "<like>",
        "varchar(x), varchar(y), varchar(z) -> boolean",
        lambda use: escaped_like(use) is not None,
        escaped_like,
        check=escape_problem,
    ),
    F("||", "varchar, varchar -> varchar", TOTAL, concatenated),
    *char_concat("||"),
    F("||", "varbinary, varbinary -> varbinary", TOTAL, concatenated),
    F(
        "||",
        "array(T), array(T) -> array(T)",
        TOTAL,
        "CASE WHEN $1 IS NOT NULL AND $2 IS NOT NULL THEN list_concat($1, $2) END",
    ),
    F("||", "array(T), T -> array(T)", TOTAL, when_known("list_append($1, $2)", 2)),
    F("||", "T, array(T) -> array(T)", TOTAL, when_known("list_prepend($1, $2)", 2)),
    # --- constructors and elements
    F("<array>", "T... -> array(T)", TOTAL, _array, strict=False),
    F("<row>", "any... -> unknown", TOTAL, _row, strict=False, returns=_row_type),
    F("<subscript>", "array(T), bigint -> T", FALLIBLE, _typed(_ELEMENT)),
    F("<subscript>", "map(K, V), K -> V", FALLIBLE, _typed(_VALUE)),
    # DuckDB keeps no zone with a value, so the clock it shows would be wrong.
    F("<at time zone>", "timestamptz(p), varchar -> timestamptz(p)", FALLIBLE, None),
    F("<at time zone>", "timestamptz(p), interval_day -> timestamptz(p)", FALLIBLE, None),
)
