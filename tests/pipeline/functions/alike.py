"""When an answer is Trino's: equal to the last bit, but for what is written here."""

from __future__ import annotations

import datetime
import math
import re
import struct
import zoneinfo
from typing import Any, Final

from gateway.catalog.types import Type

ULPS: Final = 2
TRANSCENDENTAL: Final = frozenset(
    [
        "acos",
        "asin",
        "atan",
        "atan2",
        "cbrt",
        "cos",
        "cosh",
        "degrees",
        "exp",
        "ln",
        "log",
        "log10",
        "log2",
        "pow",
        "power",
        "radians",
        "sin",
        "sinh",
        "tan",
        "tanh",
        "geometric_mean",
    ]
)
"""Neither IEEE 754 nor Trino prescribes the last places of these."""
SUMMED: Final = frozenset(
    [
        "avg",
        "corr",
        "covar_pop",
        "covar_samp",
        "regr_intercept",
        "regr_slope",
        "stddev",
        "stddev_pop",
        "stddev_samp",
        "sum",
        "var_pop",
        "var_samp",
        "variance",
    ]
)
"""Aggregates over floating numbers: their last places depend on the order of work, in Trino from run to run."""
APPROXIMATE: Final = frozenset({"approx_distinct", "approx_percentile"})
"""An estimate is asked for: any will do, but of the same type, and NULL where Trino's is NULL."""
SIGNLESS: Final = frozenset({"max_by", "min_by"})
"""DuckDB may hand over 0 for -0, which are equal in SQL."""
_NAMES: Final = re.compile(r"[a-z_][a-z_0-9]*(?=\()")

ERRORS: Final = {
    "DIVISION_BY_ZERO": ("DIVISION_BY_ZERO", "COMPUTATION_FAILED"),
    "NUMERIC_VALUE_OUT_OF_RANGE": ("NUMERIC_VALUE_OUT_OF_RANGE", "COMPUTATION_FAILED", "INVALID_LITERAL"),
    "INVALID_CAST_ARGUMENT": ("INVALID_CAST_ARGUMENT", "NUMERIC_VALUE_OUT_OF_RANGE", "COMPUTATION_FAILED"),
    "INVALID_FUNCTION_ARGUMENT": ("INVALID_ARGUMENTS", "COMPUTATION_FAILED", "TYPE_MISMATCH"),
    "INVALID_LITERAL": ("INVALID_LITERAL",),
    "TYPE_MISMATCH": ("TYPE_MISMATCH",),
    "GENERIC_INTERNAL_ERROR": ("COMPUTATION_FAILED",),
    "INVALID_WINDOW_FRAME": ("INVALID_WINDOW", "INVALID_ARGUMENTS"),
    "MISSING_ORDER_BY": ("INVALID_WINDOW", "INVALID_ARGUMENTS"),
    "OPERATOR_NOT_FOUND": ("TYPE_MISMATCH",),
    "SYNTAX_ERROR": ("SYNTAX_ERROR",),
    "AMBIGUOUS_FUNCTION_CALL": ("TYPE_MISMATCH", "INVALID_ARGUMENTS"),
    "FUNCTION_NOT_FOUND": ("FUNCTION_NOT_FOUND", "TYPE_MISMATCH", "INVALID_ARGUMENTS"),
    "TYPE_NOT_FOUND": ("TYPE_MISMATCH", "INVALID_ARGUMENTS"),  # char() of the length of an unbounded varchar
}
"""Trino's errors and ours. What is found at prepare has a name; what the engine finds is COMPUTATION_FAILED, for its words could quote data."""


def same_error(trino: str, code: str) -> bool:
    """Is it the same error?"""
    return code in ERRORS.get(trino, ())


def alike(type_: Type, expected: Any, found: Any, expression: str) -> bool:
    """Is the value that was found the one that Trino gave? Both are Trino's JSON."""
    if expected is None or found is None:
        return expected is found
    match type_.base:
        case _ if APPROXIMATE & set(_NAMES.findall(expression)):
            return type(expected) is type(found)
        case "real" | "double":
            return _same_float(type_, float(expected), float(found), expression)
        case "array":
            return len(expected) == len(found) and all(
                alike(type_.element, a, b, expression) for a, b in zip(expected, found, strict=True)
            )
        case "row":
            parts = [part for part in type_.parameters if isinstance(part, Type)]
            return len(expected) == len(found) and all(
                alike(t, a, b, expression) for t, a, b in zip(parts, expected, found, strict=True)
            )
        case "map":
            return expected.keys() == found.keys() and all(
                alike(type_.value, expected[key], found[key], expression) for key in expected
            )
        case "timestamp with time zone":
            # An instant: the embedded engine keeps no zone with a value and shows it in UTC.
            return _instant(expected) == _instant(found)
        case _:
            return type(expected) is type(found) and expected == found


def _same_float(type_: Type, expected: float, found: float, expression: str) -> bool:
    if math.isnan(expected) or math.isnan(found):
        return math.isnan(expected) and math.isnan(found)
    if type_.base == "real":
        expected, found = (struct.unpack("<f", struct.pack("<f", value))[0] for value in (expected, found))
    if expected == found == 0 and SIGNLESS & set(_NAMES.findall(expression)):
        return True
    if expected == found:
        return math.copysign(1, expected) == math.copysign(1, found)
    called = set(_NAMES.findall(expression))
    return bool(called & (TRANSCENDENTAL | SUMMED)) and _distance(type_, expected, found) <= ULPS


def _distance(type_: Type, one: float, other: float) -> int:
    """Representable numbers between the two."""
    if math.isinf(one) or math.isinf(other):
        return 1000
    real = type_.base == "real"

    def place(value: float) -> int:
        bits = int(struct.unpack("<i" if real else "<q", struct.pack("<f" if real else "<d", value))[0])
        return bits if bits >= 0 else -(bits & (0x7FFFFFFF if real else 0x7FFFFFFFFFFFFFFF))

    return abs(place(one) - place(other))


def _instant(text: str) -> tuple[datetime.datetime, str]:
    """The instant to the second in UTC, and the fraction as it is written."""
    moment, zone = text.rsplit(" ", 1)
    whole, _, fraction = moment.partition(".")
    if re.fullmatch(r"[+-]\d\d:\d\d", zone):
        sign = -1 if zone[0] == "-" else 1
        tz: datetime.tzinfo = datetime.timezone(sign * datetime.timedelta(hours=int(zone[1:3]), minutes=int(zone[4:])))
    else:
        tz = zoneinfo.ZoneInfo(zone)
    try:
        return datetime.datetime.fromisoformat(whole).replace(tzinfo=tz).astimezone(datetime.UTC), fraction
    except (ValueError, OverflowError):
        return datetime.datetime.max, text
