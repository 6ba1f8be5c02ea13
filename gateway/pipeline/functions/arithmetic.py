"""Rows of the function table: `+ - * / %`, `<negate>` and `<plus>` over numbers, dates and intervals.

Integers fail on overflow and on division by zero, which truncates; decimals have Trino's result precisions; doubles never fail.
A form that fails by itself does so only when all its arguments are known: NULL in, NULL out comes first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from gateway.catalog.types import Type, decimal
from gateway.pipeline.functions.coercion import MAX_PRECISION
from gateway.pipeline.functions.entry import FALLIBLE, TOTAL, F, Row, Use
from gateway.pipeline.functions.quotients import (
    is_divisor,
    meeting,
    quotient,
    quotient_is_total,
    remainder,
    remainder_is_total,
)

INTEGERS: Final = ("tinyint", "smallint", "integer", "bigint")
FLOATS: Final = ("real", "double")

DAY_MILLIS: Final = 86_400_000


# --- decimals: precisions as Trino's DecimalOperators give them ----------------------------------


def _sum_type(types: tuple[Type, ...]) -> Type:
    left, right = types
    scale = max(left.scale, right.scale)
    whole = max(left.precision - left.scale, right.precision - right.scale)
    return decimal(min(MAX_PRECISION, whole + scale + 1), scale)


def _product_type(types: tuple[Type, ...]) -> Type | None:
    left, right = types
    scale = left.scale + right.scale
    return decimal(min(MAX_PRECISION, left.precision + right.precision), scale) if scale <= MAX_PRECISION else None


def _quotient_type(types: tuple[Type, ...]) -> Type:
    left, right = types
    precision = left.precision + right.scale + max(right.scale - left.scale, 0)
    return decimal(min(MAX_PRECISION, precision), max(left.scale, right.scale))


def _remainder_type(types: tuple[Type, ...]) -> Type:
    left, right = types
    scale = max(left.scale, right.scale)
    return decimal(min(MAX_PRECISION, min(right.precision - right.scale, left.precision - left.scale) + scale), scale)


def _sum_fits(use: Use) -> bool:
    """Was the result's precision not cut at 38? Then no sum of such values can overflow it."""
    left, right = use.arguments
    return (
        max(left.precision - left.scale, right.precision - right.scale) + max(left.scale, right.scale) < MAX_PRECISION
    )


def _product_fits(use: Use) -> bool:
    return sum(t.precision for t in use.arguments) <= MAX_PRECISION


def _decimal_sum(operator: str) -> Callable[[Use], str]:
    def form(use: Use) -> str:
        # Both are widened first: DuckDB fails at 18 digits rather than widen by itself.
        wide = f"DECIMAL({max(use.returns.precision, meeting(use).precision)},{use.returns.scale})"
        return f"CAST((CAST($1 AS {wide}) {operator} CAST($2 AS {wide})) AS $return)"

    return form


def _decimal_product(use: Use) -> str:
    left, right = use.arguments
    if use.returns.precision <= 18:
        return "CAST(($1 * $2) AS $return)"
    wide = [f"CAST(${n} AS DECIMAL({max(19, t.precision)},{t.scale}))" for n, t in ((1, left), (2, right))]
    return f"CAST(({wide[0]} * {wide[1]}) AS $return)"


# --- integers ------------------------------------------------------------------------------------


def _safe_divisor(use: Use) -> bool:
    """A constant divisor that is neither 0 nor -1: nothing can fail."""
    return use.is_constant(1) and use.constant(1) not in (0, -1, None)


def _integer_division(operator: str) -> Callable[[Use], str]:
    def form(use: Use) -> str:
        if is_divisor(use):
            return f"($1 {operator} $2)"
        return f"CASE WHEN $1 IS NOT NULL AND $2 = 0 THEN $fail{{division by zero}} ELSE ($1 {operator} $2) END"

    return form


# --- dates and intervals -------------------------------------------------------------------------


def _later(types: tuple[Type, ...]) -> Type:
    """A time or timestamp with a day-to-second interval added has at least milliseconds."""
    moment = next(t for t in types if t.base.startswith("time"))
    return Type(moment.base, (max(3, moment.precision),))


def _whole_days(index: int) -> Callable[[Use], str | None]:
    def check(use: Use) -> str | None:
        value = use.constant(index)
        whole = not isinstance(value, int) or value % DAY_MILLIS == 0
        return None if whole else "hours, minutes or seconds can not be added to a date"

    return check


def _date_plus_days(index: int, form: str) -> Callable[[Use], str | None]:
    return lambda use: form if use.is_constant(index) else None


def _micros(form: str) -> Callable[[Use], str | None]:
    """Exact where the timestamp has microseconds at most."""
    return lambda use: form if all(t.precision <= 6 for t in use.arguments if t.base.startswith("timestamp")) else None


def _millis(form: str) -> Callable[[Use], str | None]:
    return lambda use: form if all(t.precision <= 3 for t in use.arguments if t.base.startswith("timestamp")) else None


def _numbers(operator: str) -> list[Row]:
    rows = [F(operator, f"{t}, {t} -> {t}", FALLIBLE, f"($1 {operator} $2)") for t in INTEGERS]
    rows += [F(operator, f"{t}, {t} -> {t}", TOTAL, f"($1 {operator} $2)") for t in FLOATS]
    return rows


_DATES: Final[tuple[Row, ...]] = (
    F("+", "date, interval_day -> date", FALLIBLE, _date_plus_days(1, "CAST(($1 + $2) AS DATE)"), check=_whole_days(1)),
    F("+", "interval_day, date -> date", FALLIBLE, _date_plus_days(0, "CAST(($2 + $1) AS DATE)"), check=_whole_days(0)),
    F("-", "date, interval_day -> date", FALLIBLE, _date_plus_days(1, "CAST(($1 - $2) AS DATE)"), check=_whole_days(1)),
    F("+", "date, interval_year -> date", FALLIBLE, "CAST(($1 + $2) AS DATE)"),
    F("+", "interval_year, date -> date", FALLIBLE, "CAST(($2 + $1) AS DATE)"),
    F("-", "date, interval_year -> date", FALLIBLE, "CAST(($1 - $2) AS DATE)"),
    F("+", "timestamp(p), interval_day -> timestamp(p)", FALLIBLE, _micros("($1 + $2)"), returns=_later),
    F("+", "interval_day, timestamp(p) -> timestamp(p)", FALLIBLE, _micros("($2 + $1)"), returns=_later),
    F("-", "timestamp(p), interval_day -> timestamp(p)", FALLIBLE, _micros("($1 - $2)"), returns=_later),
    F("+", "timestamp(p), interval_year -> timestamp(p)", FALLIBLE, _micros("($1 + $2)")),
    F("+", "interval_year, timestamp(p) -> timestamp(p)", FALLIBLE, _micros("($2 + $1)")),
    F("-", "timestamp(p), interval_year -> timestamp(p)", FALLIBLE, _micros("($1 - $2)")),
    F("+", "timestamptz(p), interval_day -> timestamptz(p)", FALLIBLE, _micros("($1 + $2)"), returns=_later),
    F("+", "interval_day, timestamptz(p) -> timestamptz(p)", FALLIBLE, _micros("($2 + $1)"), returns=_later),
    F("-", "timestamptz(p), interval_day -> timestamptz(p)", FALLIBLE, _micros("($1 - $2)"), returns=_later),
    # Month ends depend on the value's own zone, which DuckDB does not keep.
    F("+", "timestamptz(p), interval_year -> timestamptz(p)", FALLIBLE, None),
    F("-", "timestamptz(p), interval_year -> timestamptz(p)", FALLIBLE, None),
    F("-", "date, date -> interval_day", FALLIBLE, "to_days(CAST(($1 - $2) AS INTEGER))"),
    F("-", "timestamp(p), timestamp(p) -> interval_day", FALLIBLE, _millis("($1 - $2)")),
    F("-", "timestamptz(p), timestamptz(p) -> interval_day", FALLIBLE, _millis("($1 - $2)")),
    F("-", "time(p), interval_day -> time(p)", FALLIBLE, None, returns=_later),
    F("+", "time(p), interval_day -> time(p)", FALLIBLE, None, returns=_later),
    F("+", "interval_day, interval_day -> interval_day", FALLIBLE, "($1 + $2)"),
    F("+", "interval_year, interval_year -> interval_year", FALLIBLE, "($1 + $2)"),
    F("-", "interval_day, interval_day -> interval_day", FALLIBLE, "($1 - $2)"),
    F("-", "interval_year, interval_year -> interval_year", FALLIBLE, "($1 - $2)"),
    F("*", "interval_day, bigint -> interval_day", FALLIBLE, "($1 * $2)"),
    F("*", "bigint, interval_day -> interval_day", FALLIBLE, "($2 * $1)"),
    F("*", "interval_year, bigint -> interval_year", FALLIBLE, "($1 * $2)"),
    F("*", "bigint, interval_year -> interval_year", FALLIBLE, "($2 * $1)"),
    F("*", "interval_day, double -> interval_day", FALLIBLE, None),
    F("*", "double, interval_day -> interval_day", FALLIBLE, None),
    F("/", "interval_day, double -> interval_day", FALLIBLE, None),
    F("<negate>", "interval_day -> interval_day", FALLIBLE, "(-$1)"),
    F("<negate>", "interval_year -> interval_year", FALLIBLE, "(-$1)"),
)

ROWS: Final[tuple[Row, ...]] = (
    *_numbers("+"),
    F("+", "decimal(p, s), decimal(q, r) -> decimal(p, s)", _sum_fits, _decimal_sum("+"), returns=_sum_type),
    *_numbers("-"),
    F("-", "decimal(p, s), decimal(q, r) -> decimal(p, s)", _sum_fits, _decimal_sum("-"), returns=_sum_type),
    *_numbers("*"),
    F("*", "decimal(p, s), decimal(q, r) -> decimal(p, s)", _product_fits, _decimal_product, returns=_product_type),
    *(F("/", f"{t}, {t} -> {t}", _safe_divisor, _integer_division("//")) for t in INTEGERS),
    *(F("/", f"{t}, {t} -> {t}", TOTAL, "($1 / $2)") for t in FLOATS),
    F("/", "decimal(p, s), decimal(q, r) -> decimal(p, s)", quotient_is_total, quotient, returns=_quotient_type),
    *(F("%", f"{t}, {t} -> {t}", _safe_divisor, _integer_division("%")) for t in INTEGERS),
    *(F("%", f"{t}, {t} -> {t}", TOTAL, "($1 % $2)") for t in FLOATS),
    F("%", "decimal(p, s), decimal(q, r) -> decimal(p, s)", remainder_is_total, remainder, returns=_remainder_type),
    *(F("<negate>", f"{t} -> {t}", FALLIBLE, "(-$1)") for t in INTEGERS),
    *(F("<negate>", f"{t} -> {t}", TOTAL, "(-$1)") for t in FLOATS),
    F("<negate>", "decimal(p, s) -> decimal(p, s)", TOTAL, "(-$1)"),
    *(F("<plus>", f"{t} -> {t}", TOTAL, "(+$1)") for t in (*INTEGERS, *FLOATS)),
    *_DATES,
)  # fmt: skip
