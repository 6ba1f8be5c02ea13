"""Encoding rows inside the engine: the plan's text is wrapped in a SELECT that writes every row as one string, so a page is a copy of Arrow's string buffer.

    SELECT CAST(json_array(c0, CAST(c1 AS VARCHAR)) AS VARCHAR) || ',' FROM (…) AS rows(c0, c1)

Values are Trino's JSON encodings. Dates and timestamps that no Trino value can be (PostgreSQL's infinity) are NULL.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Final

from connectors.sql import literal
from gateway.catalog.types import DATETIMES, Type
from gateway.engines.duckdb_types import duckdb_type, named_fields
from gateway.engines.engine import PageFormat

NUMBERS: Final = frozenset({"tinyint", "smallint", "integer", "bigint", "real", "double", "decimal"})
HARMLESS: Final = frozenset(
    {
        "boolean",
        "date",
        "time",
        "timestamp",
        "timestamp with time zone",
        "interval day to second",
        "interval year to month",
        "uuid",
    }
)
MILLISECONDS: Final = 3
LARGEST_LIMIT: Final = 10_000
"""Above it DuckDB would run everything below the LIMIT on one thread."""
FORMULA: Final = "=+-@\t\r＝＋－＠"
PLAIN_NUMBER: Final = r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?%?"


def wrapped(sql: str, columns: Sequence[tuple[str, Type]], page_format: PageFormat, limit: int | None) -> str:
    """The text to execute. It stops after `limit` + 1 rows, so that a cut shows, unless the limit is large: then whoever reads stops."""
    names = ", ".join(f"c{at}" for at in range(len(columns)))
    match page_format:
        case PageFormat.ARROW:
            shown = ", ".join(f"{_arrow(f'c{at}', type_)} AS c{at}" for at, (_, type_) in enumerate(columns))
        case PageFormat.JSON | PageFormat.TRINO | PageFormat.TRINO_MILLISECONDS:
            rounded = page_format is PageFormat.TRINO_MILLISECONDS
            row = _json_row("json_array", [""] * len(columns), columns, rounded=rounded)
            shown = f"CAST({row} AS VARCHAR) || ','"
        case PageFormat.NDJSON:
            labels = [f"{literal(name)}, " for name in unique_names([name for name, _ in columns])]
            shown = f"CAST({_json_row('json_object', labels, columns)} AS VARCHAR) || chr(10)"
        case PageFormat.CSV:
            fields = ", ',', ".join(csv_field(f"c{at}", type_) for at, (_, type_) in enumerate(columns))
            shown = f"concat({fields}, chr(13) || chr(10))"
    cap = f"\nLIMIT {limit + 1}" if limit is not None and limit < LARGEST_LIMIT else ""
    return f"SELECT {shown}\nFROM (\n{sql}\n) AS answer({names}){cap}"


def _json_row(
    function: str, labels: Sequence[str], columns: Sequence[tuple[str, Type]], *, rounded: bool = False
) -> str:
    """A row as JSON. Numbers that JSON can hold are written as they are, which is much the fastest; the rare row with another takes the long way."""
    types = [(f"c{at}", type_) for at, (_, type_) in enumerate(columns)]
    doubles = [x for x, type_ in types if type_.base == "double"]
    long_way = _call(function, labels, [json_value(x, type_, rounded=rounded) for x, type_ in types])
    if not doubles:
        return long_way
    finite = " AND ".join(f"isfinite(coalesce(CAST({x} AS DOUBLE), 0))" for x in doubles)
    short = [
        f"CAST({x} AS DOUBLE)" if type_.base == "double" else json_value(x, type_, rounded=rounded)
        for x, type_ in types
    ]
    return f"CASE WHEN {finite} THEN {_call(function, labels, short)} ELSE {long_way} END"


def _call(function: str, labels: Sequence[str], values: Sequence[str]) -> str:
    return f"{function}({', '.join(label + value for label, value in zip(labels, values, strict=True))})"


def unique_names(names: Sequence[str]) -> list[str]:
    """Names for a JSON object: a repeated one gets a number.

    >>> unique_names(["a", "b", "a"])
    ['a', 'b', 'a_2']
    """
    used: set[str] = set()
    result = []
    for name in names:
        candidate, count = name, 1
        while candidate in used:
            count += 1
            candidate = f"{name}_{count}"
        used.add(candidate)
        result.append(candidate)
    return result


def json_value(x: str, type_: Type, depth: int = 0, *, rounded: bool = False) -> str:
    """SQL that gives `x` as Trino's protocol writes it in JSON; `rounded` to milliseconds, if it is a time.

    >>> from gateway.catalog.types import decimal
    >>> json_value("c0", decimal(5, 2))
    'CAST(CAST(c0 AS DECIMAL(5, 2)) AS VARCHAR)'
    """
    item = f"v{depth}"
    match type_.base:
        case "unknown":
            return "NULL"
        case "boolean" | "tinyint" | "smallint" | "integer" | "bigint":
            return f"CAST({x} AS {duckdb_type(type_)})"
        case "real" | "double":
            return _floating(x, type_)
        case "array":
            inner = json_value(item, type_.element, depth + 1, rounded=rounded)
            return f"CASE WHEN {x} IS NOT NULL THEN to_json(list_transform({x}, lambda {item}: to_json({inner}))) END"
        case "row":
            fields = ", ".join(
                json_value(f"struct_extract_at({x}, {at})", t, depth, rounded=rounded)
                for at, (_, t) in enumerate(named_fields(type_), start=1)
            )
            return f"CASE WHEN {x} IS NOT NULL THEN json_array({fields}) END"
        case "map":
            key = text_value(f"{item}.key", type_.element)  # Trino rounds no keys
            value = json_value(f"{item}.value", type_.value, depth + 1, rounded=rounded)
            entries = f"list_transform(map_entries({x}), lambda {item}: {{'key': {key}, 'value': to_json({value})}})"
            return f"CASE WHEN {x} IS NOT NULL THEN to_json(map_from_entries({entries})) END"
        case _:
            return text_value(x, type_, rounded=rounded)


def _unnamed(type_: Type) -> bool:
    return all(name is None for name in type_.fields)


def _floating(x: str, type_: Type) -> str:
    # A FLOAT printed as a double would show digits that it does not have.
    number = (
        f"CAST(CAST(CAST({x} AS FLOAT) AS VARCHAR) AS JSON)"
        if type_.base == "real"
        else f"to_json(CAST({x} AS DOUBLE))"
    )
    return f"CASE WHEN {x} IS NULL THEN NULL WHEN isfinite({x}) THEN {number} ELSE to_json({_not_finite(x)}) END"


def _not_finite(x: str) -> str:
    return f"CASE WHEN isnan({x}) THEN 'NaN' WHEN {x} > 0 THEN 'Infinity' ELSE '-Infinity' END"


def text_value(x: str, type_: Type, *, rounded: bool = False) -> str:
    """SQL that gives a scalar `x` as text: Trino's JSON strings, CSV fields and keys of JSON objects; `rounded` to milliseconds, if it is a time."""
    if rounded and type_.base in DATETIMES:
        return _rounded(x, type_)
    match type_.base:
        case "unknown":
            return "CAST(NULL AS VARCHAR)"
        case "real" | "double":
            number = f"CAST(CAST({x} AS {duckdb_type(type_)}) AS VARCHAR)"
            return f"CASE WHEN {x} IS NULL THEN NULL WHEN isfinite({x}) THEN {number} ELSE {_not_finite(x)} END"
        case "char":
            length = type_.length or 1
            text = f"CAST({x} AS VARCHAR)"
            return f"CASE WHEN length({text}) < {length} THEN rpad({text}, {length}, ' ') ELSE {text} END"
        case "decimal" if type_.precision == type_.scale:
            # DuckDB leaves out the zero before the point when the type has no whole digits.
            return f"regexp_replace(CAST(CAST({x} AS {duckdb_type(type_)}) AS VARCHAR), '^(-?)[.]', '\\10.')"
        case "varbinary":
            return f"base64(CAST({x} AS BLOB))"
        case "date":
            day = f"CAST({x} AS DATE)"
            usual = f"WHEN {day} BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN CAST({day} AS VARCHAR)"
            return f"CASE {usual} WHEN isfinite({day}) THEN {_far(day)} || strftime({day}, '%Y-%m-%d') END"
        case "time":
            return _fraction(f"strftime(DATE '1970-01-01' + CAST({x} AS TIME), '%H:%M:%S.%f')", 8, type_.precision)
        case "timestamp":
            return _moment(x, type_.precision)
        case "timestamp with time zone":
            # The session is UTC, and DuckDB keeps no zone with a value.
            utc = f"timezone('UTC', CAST({x} AS TIMESTAMP WITH TIME ZONE))"
            zone = literal("0" * (type_.precision - 6) + " UTC")
            return f"{_moment(utc, min(type_.precision, 6))} || {zone}"
        case "interval day to second":
            return _day_interval(f"CAST({x} AS INTERVAL)")
        case "interval year to month":
            return _year_interval(f"CAST({x} AS INTERVAL)")
        case "array" | "map" | "row":
            return f"CAST({json_value(x, type_)} AS VARCHAR)"
        case _:
            return f"CAST(CAST({x} AS {duckdb_type(type_)}) AS VARCHAR)"


def _rounded(x: str, type_: Type) -> str:
    """Half up, as Trino does it for clients that know no precision."""
    half = f" + INTERVAL {500 if type_.precision > MILLISECONDS else 0} MICROSECONDS"
    match type_.base:
        case "time":
            return _fraction(f"strftime(DATE '1970-01-01' + CAST({x} AS TIME){half}, '%H:%M:%S.%f')", 8, MILLISECONDS)
        case "timestamp":
            return _moment(f"(CAST({x} AS TIMESTAMP){half})", MILLISECONDS)
        case "timestamp with time zone":
            utc = f"(timezone('UTC', CAST({x} AS TIMESTAMP WITH TIME ZONE)){half})"
            return f"{_moment(utc, MILLISECONDS)} || ' UTC'"
        case _:
            return text_value(x, type_)


def _moment(x: str, precision: int) -> str:
    value = f"CAST({x} AS {'TIMESTAMP' if precision <= 6 else 'TIMESTAMP_NS'})"
    match precision:
        case 0:
            text = f"strftime({value}, '%Y-%m-%d %H:%M:%S')"
        case 3:
            text = f"strftime({value}, '%Y-%m-%d %H:%M:%S.%g')"
        case _:
            digits = "%f" if precision <= 6 else "%n"
            text = _fraction(f"strftime({value}, '%Y-%m-%d %H:%M:%S.{digits}')", None, precision)
    # A comparison that is false for every usual moment is cheaper than a concatenation.
    far = (
        f"WHEN {value} >= TIMESTAMP '10000-01-01 00:00:00' AND isfinite({value}) THEN '+' || {text} "
        if precision <= 6
        else ""
    )
    return f"CASE {far}WHEN isfinite({value}) THEN {text} END"


def _far(day: str) -> str:
    """Years beyond 9999 have a sign."""
    return f"CASE WHEN year({day}) > 9999 THEN '+' ELSE '' END"


def _fraction(text: str, whole: int | None, precision: int) -> str:
    """Cut (or fill) the fraction of a text that ends in six digits (nine above precision 6)."""
    digits = 6 if precision <= 6 else 9
    if precision > digits:
        return f"{text} || {literal('0' * (precision - digits))}"
    drop = digits - precision + (1 if precision == 0 else 0)
    if whole is not None:
        return f"left({text}, {whole + (precision + 1 if precision else 0)})"
    return f"left({text}, -{drop})" if drop else text


def _day_interval(x: str) -> str:
    """`-1 02:03:04.500`, as Trino prints it."""
    total = f"CAST(round(epoch({x}) * 1000) AS BIGINT)"
    size = f"abs({total})"
    parts = f"lpad(CAST({size} // 3600000 % 24 AS VARCHAR), 2, '0') || ':' || lpad(CAST({size} // 60000 % 60 AS VARCHAR), 2, '0') || ':' || lpad(CAST({size} // 1000 % 60 AS VARCHAR), 2, '0') || '.' || lpad(CAST({size} % 1000 AS VARCHAR), 3, '0')"
    return f"CASE WHEN {total} < 0 THEN '-' ELSE '' END || CAST({size} // 86400000 AS VARCHAR) || ' ' || {parts}"


def _year_interval(x: str) -> str:
    """`-1-2`: years and months."""
    months = f"(datepart('year', {x}) * 12 + datepart('month', {x}))"
    return f"CASE WHEN {months} < 0 THEN '-' ELSE '' END || CAST(abs({months}) // 12 AS VARCHAR) || '-' || CAST(abs({months}) % 12 AS VARCHAR)"


def _arrow(x: str, type_: Type) -> str:
    match type_.base:
        case "char" | "interval year to month" | "interval day to second":
            return text_value(x, type_)
        case "row" if _unnamed(type_):
            return json_value(x, type_)
        case "date" | "timestamp" | "timestamp with time zone":
            cast = f"CAST({x} AS {duckdb_type(type_)})"
            return f"CASE WHEN isfinite({cast}) THEN {cast} END"
        case _:
            return f"CAST({x} AS {duckdb_type(type_)})"


def csv_field(x: str, type_: Type) -> str:
    """SQL that gives one CSV field: NULL is empty, an empty text is `""`.

    A text that a spreadsheet would run as a formula (it starts with = + - @, tab, carriage return or a full-width form of these, and is no plain
    number) gets an apostrophe in front.
    """
    text = text_value(x, type_)
    if type_.base in NUMBERS or type_.base in HARMLESS:
        return f"coalesce({text}, '')"
    # The cheap look at the first character comes first: CASE takes the costly branch for those rows only.
    begins = f"ascii({text}) IN ({', '.join(str(ord(c)) for c in FORMULA)})"
    number = f"regexp_full_match({text}, {literal(PLAIN_NUMBER)})"
    safe = f"CASE WHEN {begins} THEN CASE WHEN {number} THEN {text} ELSE '''' || {text} END ELSE {text} END"
    quoted = f"""'"' || replace({safe}, '"', '""') || '"'"""
    marks = " OR ".join(f"contains({text}, {mark})" for mark in ("'\"'", "','", "chr(10)", "chr(13)"))
    special = f"{text} = '' OR {marks}"
    return f"CASE WHEN {x} IS NULL THEN '' WHEN {special} THEN {quoted} ELSE {safe} END"


def csv_head(names: Sequence[str]) -> bytes:
    """The header line; names are defused too, for an alias is the client's text."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerow(
        [f"'{name}" if name[:1] in "=+-@\t\r＝＋－＠" and name else name for name in names]
    )
    return stream.getvalue().encode()
