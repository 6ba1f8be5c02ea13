"""Casts to and from text: what Trino prints, and which texts it reads."""

from __future__ import annotations

import re
from typing import Final

from gateway.catalog.types import Type
from gateway.pipeline.functions.castrule import DIGITS, SAME, CastRule, rounded
from gateway.pipeline.functions.duckdb_types import duckdb_type
from gateway.pipeline.functions.template import fail

_ZONED: Final = ("timestamp with time zone", "time with time zone")


def to_text(source: Type, target: Type) -> CastRule | None:
    """The rule for a cast to varchar or char."""
    match source.base:
        case "varchar" | "char":
            return _text_to_text(source, target)
        case "varbinary" | "array" | "map" | "row" | "function":
            return None
        case _ if target.base == "char":
            return None
        case "uuid" if target.length is not None:
            return None
        case _:
            text, longest = _printed(source)
            if target.length is None or longest <= target.length:
                return CastRule(True, text)
            checked = (
                f"CASE WHEN length({text}) > {target.length} THEN {fail(target, 'value does not fit')} ELSE {text} END"
            )
            return CastRule(False, checked if text else None)


def _text_to_text(source: Type, target: Type) -> CastRule:
    source_length = source.length
    fits = target.length is None or (source_length is not None and source_length <= target.length)
    match source.base, target.base:
        case "varchar", "varchar":
            return SAME if fits else CastRule(True, f"left($1, {target.length})")
        case "varchar", _:
            return CastRule(True, "rtrim($1, ' ')" if fits else f"rtrim(left($1, {target.length}), ' ')")
        case "char", "char":
            return SAME if fits else CastRule(True, f"rtrim(left($1, {target.length}), ' ')")
        case _:
            padded = f"rpad($1, {source_length}, ' ')"
            return CastRule(True, padded if fits else f"left({padded}, {target.length})")


def _printed(source: Type) -> tuple[str | None, int]:
    """DuckDB text that prints a value as Trino does, and the longest it can be."""
    plain = "CAST($1 AS VARCHAR)"
    match source.base:
        case base if base in DIGITS:
            return plain, DIGITS[base] + 1
        case "decimal" if source.precision == source.scale:
            # DuckDB leaves out the zero before the point when the type has no whole digits.
            wider = f"CAST(CAST($1 AS DECIMAL({source.precision + 1},{source.scale})) AS VARCHAR)"
            return (wider if source.precision < 38 else None), source.precision + 3
        case "decimal":
            return plain, source.precision + 3
        case "boolean":
            return plain, 5
        case "uuid":
            return plain, 36
        case "date":
            return _PRINTED_DATE, 12
        case "timestamp" if source.precision <= 6:
            fraction = source.precision
            seconds = "strftime($1, '%Y-%m-%d %H:%M:%S')"
            if fraction == 0:
                return seconds, 22
            if fraction == 3:
                return "strftime($1, '%Y-%m-%d %H:%M:%S.%g')", 26
            micros = "strftime($1, '%Y-%m-%d %H:%M:%S.%f')"
            return (micros if fraction == 6 else f"left({micros}, -{6 - fraction})"), 23 + fraction
        case "time" if source.precision in (0, 3, 6):
            form = {0: "%H:%M:%S", 3: "%H:%M:%S.%g", 6: "%H:%M:%S.%f"}[source.precision]
            return f"strftime((DATE '2000-01-01' + $1), '{form}')", 15
        case _:
            return None, 0


_PRINTED_DATE: Final = (
    "CASE WHEN $1 BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN CAST($1 AS VARCHAR) "
    "WHEN year($1) > 9999 THEN concat('+', CAST($1 AS VARCHAR)) "
    "ELSE printf('%s%04d-%02d-%02d', CASE WHEN year($1) < 0 THEN '-' ELSE '' END, abs(year($1)), month($1), day($1)) END"
)

# What does not match is turned to '', which no type but text can be read from: the cast fails as Trino's does.
_WS: Final = "[\t-\r\x1c- \u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f]*"
_CONTROLS: Final = r"[\x00-\x20]*"
_DAY: Final = r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
_CLOCK: Final = r"(?:[01]?[0-9]|2[0-3]):[0-9]{1,2}(?::[0-9]{1,2}(?:\.[0-9]{1,6})?)?"
_INTEGER_TEXT: Final = rf"regexp_extract($1, '^{_CONTROLS}([+-]?[0-9]+){_CONTROLS}$', 1)"
_DECIMAL_TEXT: Final = r"regexp_extract($1, '^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)$')"
_FLOAT_TEXT: Final = r"regexp_extract($1, '^[\x00-\x20]*((?:[+-]?(?:Infinity|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?))|NaN)[dDfF]?[\x00-\x20]*$', 1)"
_DATE_TEXT: Final = rf"regexp_extract($1, '^{_WS}({_DAY}){_WS}$', 1)"
_TIMESTAMP_TEXT: Final = rf"regexp_extract($1, '^{_WS}({_DAY}(?: {_CLOCK})?){_WS}$', 1)"
_TIME_TEXT: Final = rf"regexp_extract($1, '^({_CLOCK})[\t-\r ]*$', 1)"

# What Trino reads beyond that, and TRY_CAST of columns gives NULL for (it must not fail, policies rest on that): other digits, exponents, hexadecimal floats, far years, zones, more than six digits of a second.
_FRACTION: Final = r"[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}\.[0-9]{7,}"
_FAR_DAY: Final = r"(?:[+-][0-9]+|[0-9]{1,3}|[0-9]{5,})-[0-9]{1,2}-[0-9]{1,2}"
_ZONE: Final = r"(?:Z|[+-][0-9]{1,2}(?::?[0-9]{2})?|[A-Za-z_]+(?:/[A-Za-z0-9_+-]+)*)"
_ODD: Final = {
    **dict.fromkeys(DIGITS, rf"{_CONTROLS}[+-]?\p{{Nd}}+{_CONTROLS}"),
    "decimal": r"[+-]?(?:\p{Nd}+\.?\p{Nd}*|\.\p{Nd}+)(?:[eE][+-]?\p{Nd}+)?",
    **dict.fromkeys(("real", "double"), rf"{_CONTROLS}[+-]?0[xX][0-9a-fA-F.]+[pP][+-]?[0-9]+[dDfF]?{_CONTROLS}"),
    "date": rf"{_WS}{_FAR_DAY}{_WS}",
    "timestamp": rf"{_WS}(?:{_FAR_DAY}(?: .*)?|{_DAY}(?: {_FRACTION})? ?(?: ?{_ZONE})?|{_DAY} [0-9]{{1,2}}:[0-9:.]+ ?{_ZONE}){_WS}",
    "time": rf"{_FRACTION}[\t-\r ]*",
}


def is_odd(text: str, target: Type) -> bool:
    """A text that Trino may read as `target` though no form here does."""
    pattern = _ODD.get(target.base)
    return pattern is not None and re.fullmatch(pattern.replace(r"\p{Nd}", r"\d"), text) is not None


_UUID_TEXT: Final = "regexp_extract($1, '^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$')"


def from_text(target: Type) -> CastRule | None:
    """The rule for a cast from varchar to anything but text."""
    match target.base:
        case base if base in DIGITS:
            return CastRule(False, f"CAST({_INTEGER_TEXT} AS {duckdb_type(target)})")
        case "decimal":
            return CastRule(False, f"CAST({_DECIMAL_TEXT} AS {duckdb_type(target)})")
        case "real" | "double":
            return CastRule(False, f"CAST({_FLOAT_TEXT} AS {duckdb_type(target)})")
        case "boolean":
            return CastRule(
                False,
                "CASE WHEN lower($1) IN ('t', 'true', '1') THEN TRUE WHEN lower($1) IN ('f', 'false', '0') THEN FALSE "
                f"WHEN $1 IS NOT NULL THEN {fail(target, 'not a boolean')} END",
            )
        case "date":
            return CastRule(False, f"CAST({_DATE_TEXT} AS DATE)")
        case "timestamp":
            stamp = f"CAST({_TIMESTAMP_TEXT} AS TIMESTAMP)" if target.precision == 6 else _rounded_text(target)
            return CastRule(False, stamp)
        case "time":
            clock = f"CAST({_TIME_TEXT} AS TIME)" if target.precision == 6 else None
            return CastRule(False, clock)
        case "uuid":
            return CastRule(False, f"CAST({_UUID_TEXT} AS UUID)")
        case "varbinary":
            return CastRule(True, "encode($1)")
        case base if base in _ZONED or base.startswith("interval"):
            return CastRule(False, None)
        case _:
            return None


def _rounded_text(target: Type) -> str | None:
    form = rounded(target.precision)
    return form.replace("$1", f"CAST({_TIMESTAMP_TEXT} AS TIMESTAMP)") if form else None
