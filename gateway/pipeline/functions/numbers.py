"""Rows of the function table: mathematical and bitwise functions.

Where DuckDB fails and Trino answers (logarithm of zero, root of a negative number) the form answers as Trino does.
Transcendental functions may differ from Trino's in the last bit of a double.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from gateway.catalog.types import Type, decimal
from gateway.pipeline.functions.arithmetic import FLOATS, INTEGERS
from gateway.pipeline.functions.arithmetic import ROWS as ARITHMETIC
from gateway.pipeline.functions.entry import FALLIBLE, TOTAL, F, Row, Use
from gateway.pipeline.functions.forms import constants_only, failing

_NAN: Final = "CAST('NaN' AS DOUBLE)"


def _whole(types: tuple[Type, ...]) -> Type:
    """Type of ceiling, floor, round, truncate of a decimal: no digits after the point, one more before it."""
    p, s = types[0].precision, types[0].scale
    return decimal(min(38, p - s + min(s, 1)), 0)


def _truncated(types: tuple[Type, ...]) -> Type:
    return decimal(max(1, types[0].precision - types[0].scale), 0)


def _one_more(types: tuple[Type, ...]) -> Type:
    return decimal(min(38, types[0].precision + 1), types[0].scale)


def _to_whole(name: str) -> Callable[[Use], str]:
    """DuckDB gives a result of the same precision, which the carry may not fit: widened first."""

    def form(use: Use) -> str:
        p, s = use.arguments[0].precision, use.arguments[0].scale
        return "$1" if s == 0 else f"CAST({name}(CAST($1 AS DECIMAL({min(38, p + 1)},{s}))) AS $return)"

    return form


def _rounded_decimal(name: str) -> Callable[[Use], str | None]:
    def form(use: Use) -> str | None:
        digits = use.constant(1)
        p, s = use.arguments[0].precision, use.arguments[0].scale
        if not isinstance(digits, int) or digits < 0:
            return None
        wide = f"CAST($1 AS DECIMAL({min(38, p + 1)},{s}))"
        return f"CAST({wide} AS $return)" if digits >= s else f"CAST({name}({wide}, {digits}) AS $return)"

    return form


def _digits_known(use: Use) -> bool:
    """Rounding can carry into one more digit, which 38 digits do not have."""
    return isinstance(use.constant(1), int) and use.arguments[0].precision < 38


def _positive_zero(form: str) -> str:
    """What is rounded to zero is never minus zero."""
    return f"CASE WHEN ({form}) = 0 THEN CAST(0 AS $return) ELSE {form} END"


def _rounded_float(name: str) -> Callable[[Use], str | None]:
    def form(use: Use) -> str | None:
        digits = use.constant(1)
        return (
            _positive_zero(f"CAST({name}($1, {digits}) AS $return)")
            if isinstance(digits, int) and 0 <= digits <= 15
            else None
        )

    return form


def _same_integer(use: Use) -> str | None:
    """Rounding a whole number to digits after the point does nothing."""
    digits = use.constant(1)
    return "$1" if isinstance(digits, int) and digits >= 0 else None


def _each(names: str, kinds: tuple[str, ...], total: bool, form: str) -> list[Row]:
    return [F(names, f"{kind} -> {kind}", total, form) for kind in kinds]


def _double(names: str, form: str, total: bool = TOTAL) -> Row:
    return F(names, "double -> double", total, form)


def _domain(condition: str, form: str, otherwise: str = _NAN) -> str:
    return f"CASE WHEN {condition} THEN {otherwise} ELSE {form} END"


def _log(name: str) -> str:
    return f"CASE WHEN $1 > 0 THEN {name}($1) WHEN $1 = 0 THEN CAST('-Infinity' AS DOUBLE) WHEN $1 < 0 THEN {_NAN} END"


def _bits(use: Use) -> str | None:
    return "CAST(bit_count($1) AS BIGINT)" if use.constant(1) == 64 else None


def _radix(use: Use) -> str | None:
    radix = use.constant(1)
    return "radix must be between 2 and 36" if isinstance(radix, int) and not 2 <= radix <= 36 else None


_TO_BASE: Final = failing(
    "$2 NOT BETWEEN 2 AND 36 OR $1 = -9223372036854775808",
    "radix must be between 2 and 36",
    "CASE WHEN $1 < 0 THEN ('-' || lower(to_base(-$1, CAST($2 AS INTEGER)))) ELSE lower(to_base($1, CAST($2 AS INTEGER))) END",
    2,
)

ROWS: Final[tuple[Row, ...]] = (
    *_each("abs", INTEGERS, FALLIBLE, "abs($1)"),
    *_each("abs", FLOATS, TOTAL, "abs($1)"),
    F("abs", "decimal(p, s) -> decimal(p, s)", TOTAL, "abs($1)"),
    *_each("ceil ceiling", INTEGERS, TOTAL, "$1"),
    *_each("ceil ceiling", FLOATS, TOTAL, "ceil($1)"),
    F("ceil ceiling", "decimal(p, s) -> decimal(p, s)", TOTAL, _to_whole("ceil"), returns=_whole),
    *_each("floor", INTEGERS, TOTAL, "$1"),
    *_each("floor", FLOATS, TOTAL, "floor($1)"),
    F("floor", "decimal(p, s) -> decimal(p, s)", TOTAL, _to_whole("floor"), returns=_whole),
    *_each("round", INTEGERS, TOTAL, "$1"),
    *_each("round", FLOATS, TOTAL, _positive_zero("round($1)")),
    F("round", "decimal(p, s) -> decimal(p, s)", TOTAL, _to_whole("round"), returns=_whole),
    *(F("round", f"{kind}, integer -> {kind}", lambda use: _same_integer(use) is not None, _same_integer) for kind in INTEGERS),
    *(F("round", f"{kind}, integer -> {kind}", TOTAL, _rounded_float("round")) for kind in FLOATS),
    F("round", "decimal(p, s), integer -> decimal(p, s)", _digits_known, _rounded_decimal("round"), returns=_one_more),
    *_each("truncate", FLOATS, TOTAL, "trunc($1)"),
    F("truncate", "decimal(p, s) -> decimal(p, s)", TOTAL, _to_whole("trunc"), returns=_truncated),
    F("truncate", "decimal(p, s), integer -> decimal(p, s)", lambda use: isinstance(use.constant(1), int), _rounded_decimal("trunc")),
    *_each("sign", INTEGERS, TOTAL, "CAST(sign($1) AS $return)"),
    F("sign", "decimal(p, s) -> decimal(1, 0)", TOTAL, "CAST(sign($1) AS DECIMAL(1,0))"),
    *_each("sign", FLOATS, TOTAL, "CASE WHEN isnan($1) OR $1 = 0 THEN $1 ELSE CAST(sign($1) AS $return) END"),
    *(replace(row, names=("mod",)) for row in ARITHMETIC if row.names == ("%",)),
    F("pow power", "double, double -> double", TOTAL, "pow($1, $2)"),
    _double("sqrt", _domain("$1 < 0", "sqrt($1)")),
    _double("cbrt", "cbrt($1)"),
    _double("exp", "exp($1)"),
    _double("ln", _log("ln")),
    _double("log2", _log("log2")),
    _double("log10", _log("log10")),
    F("log", "double, double -> double", TOTAL, f"(({_log('ln').replace('$1', '$2')}) / ({_log('ln')}))"),
    _double("degrees", "degrees($1)"),
    _double("radians", "radians($1)"),
    F("pi", "-> double", TOTAL, "pi()"),
    F("e", "-> double", TOTAL, "CAST(2.718281828459045 AS DOUBLE)"),
    F("nan", "-> double", TOTAL, _NAN),
    F("infinity", "-> double", TOTAL, "CAST('Infinity' AS DOUBLE)"),
    _double("acos", _domain("abs($1) > 1", "acos($1)")),
    _double("asin", _domain("abs($1) > 1", "asin($1)")),
    _double("atan", "atan($1)"),
    F("atan2", "double, double -> double", TOTAL, "atan2($1, $2)"),
    *(_double(name, _domain("isinf($1)", f"{name}($1)")) for name in ("cos", "sin", "tan")),
    *(_double(name, f"{name}($1)") for name in ("cosh", "sinh", "tanh")),
    F("is_nan", "double -> boolean", TOTAL, "isnan($1)"),
    F("is_nan", "real -> boolean", TOTAL, "isnan($1)"),
    F("is_finite", "double -> boolean", TOTAL, "isfinite($1)"),
    F("is_infinite", "double -> boolean", TOTAL, "isinf($1)"),
    F("to_base", "bigint, bigint -> varchar(64)", FALLIBLE, _TO_BASE, check=_radix),
    F("from_base", "varchar(x), bigint -> bigint", FALLIBLE, None, check=_radix),
    F("width_bucket", "double, double, double, bigint -> bigint", FALLIBLE, None),
    F("width_bucket", "double, array(double) -> bigint", FALLIBLE, None),
    F("rand random", "-> double", TOTAL, "random()", deterministic=False),
    *(F("rand random", f"{kind} -> {kind}", FALLIBLE, constants_only("CAST(floor(random() * $1) AS $return)", 0), deterministic=False, check=lambda use: _positive(use)) for kind in INTEGERS),
    *(F("rand random", f"{kind}, {kind} -> {kind}", FALLIBLE, None, deterministic=False) for kind in INTEGERS),
    F("bitwise_and", "bigint, bigint -> bigint", TOTAL, "($1 & $2)"),
    F("bitwise_or", "bigint, bigint -> bigint", TOTAL, "($1 | $2)"),
    F("bitwise_xor", "bigint, bigint -> bigint", TOTAL, "xor($1, $2)"),
    F("bitwise_not", "bigint -> bigint", TOTAL, "(~$1)"),
    F("bit_count", "bigint, bigint -> bigint", lambda use: use.constant(1) == 64, _bits),
    *(F(name, f"{kind}, integer -> {kind}", TOTAL, None) for name in ("bitwise_left_shift", "bitwise_right_shift", "bitwise_right_shift_arithmetic") for kind in INTEGERS),
    # Defined by sums or series whose last digits depend on the order of work.
    F("cosine_similarity cosine_distance", "array(double), array(double) -> double", FALLIBLE, None),
    F("normal_cdf inverse_normal_cdf", "double, double, double -> double", FALLIBLE, None),
    F("beta_cdf inverse_beta_cdf", "double, double, double -> double", FALLIBLE, None),
    F("wilson_interval_lower wilson_interval_upper", "bigint, bigint, double -> double", FALLIBLE, None),
)  # fmt: skip


def _positive(use: Use) -> str | None:
    bound = use.constant(0)
    return "bound must be positive" if isinstance(bound, int) and bound <= 0 else None
