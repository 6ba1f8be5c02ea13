"""Rows of the function table: JSON by simple paths (`$.a.b[0]`). SQL/JSON functions are not in the table."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from gateway.pipeline.functions.entry import FALLIBLE, TOTAL, F, Row, Total, Use
from gateway.pipeline.functions.forms import failing, quoted

_STEP: Final = re.compile(r"\.([A-Za-z_][A-Za-z0-9_]*)|\[(\d{1,9})\]|\[\"([^\"\\\[\].]*)\"\]")
# Numbers that DuckDB writes differently from how the document writes them.
_REWRITTEN: Final = r"'\.[0-9]*0(?:[^0-9.]|$)|[0-9][eE]|-0(?:[^0-9.]|$)|[0-9.]{16,}'"


def path(text: str) -> str | None:
    """A simple JSON path as DuckDB writes it, every key quoted.

    >>> path('$.store["a b"][0]'), path("$..x")
    ('$."store"."a b"[0]', None)
    """
    if not text.startswith("$"):
        return None
    at, out = 1, ["$"]
    while at < len(text):
        found = _STEP.match(text, at)
        if found is None:
            return None
        out.append(f"[{found[2]}]" if found[2] else f'."{found[1] or found[3]}"')
        at = found.end()
    return "".join(out)


def _at(use: Use) -> str | None:
    text = use.constant(1)
    written = path(text) if isinstance(text, str) else None
    return quoted(written) if written is not None else None


def _pathed(form: str) -> Callable[[Use], str | None]:
    """The form with `@` standing for the path."""

    def written(use: Use) -> str | None:
        at = _at(use)
        return form.replace("@", at) if at is not None else None

    return written


def _known_path(use: Use) -> bool:
    return _at(use) is not None


_STRICT: Final = "(json_valid($1) AND NOT regexp_matches(regexp_replace($1, '\"(?:[^\"\\\\]|\\\\.)*\"', '', 'g'), ',\\s*[]}]|(?i:nan|inf)'))"
"""DuckDB also takes commas before a bracket, NaN and infinities."""
_BEGUN: Final = "regexp_matches($1, '^\\s*[[{]')"


def _valid(form: str) -> str:
    """Text that is not JSON gives NULL; Trino reads what begins as JSON as far as it must, so that of it nothing can be said."""
    return f"CASE WHEN {_STRICT} THEN {form} WHEN {_BEGUN} THEN $fail{{text that is not JSON to its end}} END"


_SCALAR: Final = (
    "CASE json_type($1, @) WHEN 'OBJECT' THEN NULL WHEN 'ARRAY' THEN NULL WHEN 'DOUBLE' THEN "
    f"CASE WHEN regexp_matches(CAST($1 AS VARCHAR), {_REWRITTEN}) THEN $fail{{number can not be shown as written}} ELSE json_extract_string($1, @) END "
    "ELSE json_extract_string($1, @) END"
)
_SIZE: Final = (
    "CASE json_type($1, @) WHEN 'OBJECT' THEN len(json_keys($1, @)) WHEN 'ARRAY' THEN CAST(json_array_length($1, @) AS BIGINT) "
    "ELSE CASE WHEN json_type($1, @) IS NOT NULL THEN CAST(0 AS BIGINT) END END"
)
_IS_SCALAR: Final = "(json_type($1) NOT IN ('OBJECT', 'ARRAY'))"
_LENGTH: Final = "CASE WHEN json_type($1) = 'ARRAY' THEN CAST(json_array_length($1) AS BIGINT) END"


def _both(name: str, arguments: str, returns: str, total: Total, form: str, pathed: bool, text: str = "") -> list[Row]:
    """For a json value, and for text that may hold JSON."""
    plain, checked = form, _valid(form)
    return [
        F(name, f"json{arguments} -> {returns}", total, _pathed(plain) if pathed else plain),
        F(name, f"varchar(x){arguments} -> {text or returns}", FALLIBLE, _pathed(checked) if pathed else checked),
    ]


ROWS: Final[tuple[Row, ...]] = (
    *_both("json_extract_scalar", ", varchar", "varchar", FALLIBLE, _SCALAR, True, "varchar(x)"),
    F("json_extract", "json, varchar -> json", _known_path, _pathed("json_extract($1, @)")),
    F("json_extract", "varchar(x), varchar -> json", FALLIBLE, None),
    *_both("json_size", ", varchar", "bigint", _known_path, _SIZE, True),
    *_both("json_array_length", "", "bigint", TOTAL, _LENGTH, False),
    F("is_json_scalar", "json -> boolean", TOTAL, _IS_SCALAR),
    F("is_json_scalar", "varchar(x) -> boolean", FALLIBLE, failing(f"NOT {_STRICT}", "not JSON", _IS_SCALAR, 1)),
    # DuckDB keeps blanks and the order of keys as they came; Trino writes JSON anew. Constants are, when they are prepared.
    F("json_parse", "varchar(x) -> json", FALLIBLE, None),
    F("json_format", "json -> varchar", TOTAL, None),
    F("json_array_get", "json, bigint -> json", TOTAL, None),
    F("json_array_contains", "json, varchar -> boolean", TOTAL, None),
    F("json_array_contains", "json, bigint -> boolean", TOTAL, None),
)  # fmt: skip
