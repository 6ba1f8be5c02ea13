"""DuckDB forms of decimal division and remainder: exact, in whole numbers, rounded half up as Trino rounds.

A quotient is computed over the digits of both sides: `(2 * n * 10^power + sign * d) // (2 * d)`, which truncates towards zero. Where those digits
could leave 128 bits, the whole part is taken first and only the remainder is scaled.
"""

from __future__ import annotations

from decimal import Decimal

from gateway.catalog.types import Type, decimal
from gateway.pipeline.functions.coercion import MAX_PRECISION
from gateway.pipeline.functions.entry import Use


def is_divisor(use: Use) -> bool:
    """Is the right side known, and not 0?"""
    return use.constant(1) not in (0, None)


def meeting(use: Use) -> Type:
    """A decimal type that holds both arguments, as far as there is one."""
    return decimal(min(MAX_PRECISION, _meeting_precision(use)), max(t.scale for t in use.arguments))


def _meeting_precision(use: Use) -> int:
    left, right = use.arguments
    return max(left.precision - left.scale, right.precision - right.scale) + max(left.scale, right.scale)


def _written(type_: Type) -> str:
    return f"DECIMAL({type_.precision},{type_.scale})"


# --- digits --------------------------------------------------------------------------------------


def unscaled(text: str, type_: Type, *, whole: str = "HUGEINT") -> str:
    """DuckDB text of a decimal's digits as a whole number."""
    scale, digits = type_.scale, type_.precision + type_.scale + 1
    if scale == 0:
        return f"CAST({text} AS {whole})"
    if digits <= 18:
        return f"CAST({text} * CAST({10**scale} AS DECIMAL({scale + 1},0)) AS {whole})"
    # DuckDB multiplies 18 digits at most unless a side is wider already.
    wide = max(19, type_.precision)
    if wide + scale + 1 <= MAX_PRECISION:
        return f"CAST(CAST({text} AS DECIMAL({wide},{scale})) * CAST({10**scale} AS DECIMAL({scale + 1},0)) AS {whole})"
    return f"CAST(replace(CAST({text} AS VARCHAR), '.', '') AS {whole})"


def rescaled(digits: str, type_: Type, *, whole: bool = True) -> str:
    """DuckDB text of whole-number digits as a decimal type; `whole`: they are known to have no more digits than the type."""
    if type_.scale == 0:
        return f"CAST({digits} AS {_written(type_)})"
    width = type_.precision if whole and type_.precision + type_.scale + 1 <= 18 else MAX_PRECISION
    unit = Decimal(1).scaleb(-type_.scale)
    return (
        f"CAST(CAST({digits} AS DECIMAL({width},0)) * CAST({unit:f} AS DECIMAL({type_.scale + 1},{type_.scale}))"
        f" AS {_written(type_)})"
    )


# --- quotients -----------------------------------------------------------------------------------


def _power(use: Use) -> int:
    left, right = use.arguments
    return use.returns.scale - left.scale + right.scale


def _digits(use: Use) -> int:
    """Digits of the longest number that a quotient is computed with, factors of two left out."""
    left, right = use.arguments
    return max(left.precision + _power(use), right.precision)


def quotient_is_total(use: Use) -> bool:
    """A known divisor other than 0, and a result type that was not cut at 38 digits: it holds every quotient."""
    natural = use.arguments[0].precision + _power(use)
    return (
        is_divisor(use)
        and natural <= MAX_PRECISION
        and _digits(use) < MAX_PRECISION
        and use.returns.scale < MAX_PRECISION
    )


def quotient(use: Use) -> str | None:
    """Division by a known number is plain; by another one it says what division by zero is."""
    if use.returns.scale >= MAX_PRECISION or _power(use) > MAX_PRECISION:
        return None  # the engine has no numbers of so many digits
    if is_divisor(use):
        return _direct(use) if _digits(use) < MAX_PRECISION else _stepwise(use)
    form = _direct(use) if _digits(use) < MAX_PRECISION else _stepwise(use)
    return f"CASE WHEN {_left_known(use)}$2 = 0 THEN $fail{{division by zero}} ELSE {form} END"


def _left_known(use: Use) -> str:
    """NULL / 0 is NULL."""
    return "" if 1 in use.known else "$1 IS NOT NULL AND "


def _direct(use: Use) -> str:
    left, right = use.arguments
    whole = "BIGINT" if _digits(use) <= 18 else "HUGEINT"
    numerator, twice = unscaled("$1", left, whole=whole), 2 * 10 ** _power(use)
    known = use.constant(1)
    if is_divisor(use) and isinstance(known, int | Decimal):
        divisor = int(Decimal(known).scaleb(right.scale))
        # The sign is the factor's, so that the divisor is positive.
        sign = -1 if divisor < 0 else 1
        digits = f"({numerator} * {sign * twice} + sign($1) * {divisor}) // {2 * abs(divisor)}"
    else:
        denominator = unscaled("$2", right, whole=whole)
        digits = f"({numerator} * {twice} + sign($1) * abs({denominator})) // (2 * {denominator})"
    fits = left.precision + _power(use) <= MAX_PRECISION
    return rescaled(f"({digits})", use.returns, whole=fits)


def _stepwise(use: Use) -> str:
    """The whole part first: exact, or an overflow error for remainders of more than 37 digits."""
    left, right = use.arguments
    numerator, denominator = unscaled("$1", left), unscaled("$2", right)
    ten = f"CAST({10 ** _power(use)} AS HUGEINT)"
    rest = f"(abs({numerator} % {denominator}) * {ten})"
    half_up = f"((2 * {rest} + abs({denominator})) // (2 * abs({denominator})))"
    sign = f"(sign({numerator}) * sign({denominator}))"
    whole = f"(({numerator} // {denominator}) * {ten})"
    return rescaled(f"({whole} + {sign} * {half_up})", use.returns, whole=False)


# --- remainders ----------------------------------------------------------------------------------


def remainder_is_total(use: Use) -> bool:
    """A known divisor other than 0, and a type that holds both sides."""
    return is_divisor(use) and _meeting_precision(use) <= MAX_PRECISION


def remainder(use: Use) -> str:
    """Both sides are brought to one type first."""
    wide = _written(meeting(use))
    form = f"CAST((CAST($1 AS {wide}) % CAST($2 AS {wide})) AS $return)"
    if is_divisor(use):
        return form
    return f"CASE WHEN {_left_known(use)}$2 = 0 THEN $fail{{division by zero}} ELSE {form} END"
