"""Constants: literals read as Trino reads them, and calls and casts over constants computed once, at prepare.

`fold` answers None where it has no evaluator. What it computes it computes as Trino would, errors included, so that a constant
that can fail fails before anything runs.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import Final

from gateway.catalog.types import (
    DATE,
    INTERVAL_DAY,
    INTERVAL_YEAR,
    Type,
    decimal,
    time,
    timestamp,
)
from gateway.errors import ErrorCode, ResolutionError
from gateway.pipeline.bound import Cast, Constant, ConstantValue
from gateway.pipeline.functions.function import Function

_BOUNDS: Final = {"tinyint": 7, "smallint": 15, "integer": 31, "bigint": 63}
_EXACT: Final = Context(prec=200)

_STAMP: Final = re.compile(
    r"\s*(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"
    r"(?: (?:(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{1,2})(?::(?P<second>[0-9]{1,2})(?:\.(?P<fraction>[0-9]{1,12}))?)?)?\s*(?P<zone>\S.*?)?)?\s*"
)
_TIME: Final = re.compile(
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{1,2})(?::(?P<second>[0-9]{1,2})(?:\.(?P<fraction>[0-9]{1,12}))?)?\s*(?P<zone>[+-][0-9]{1,2}:[0-9]{2})?"
)
_ZONE: Final = re.compile(r"[+-][0-9]{2}:[0-9]{2}|UTC|Z|[A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+|GMT")


# --- literals ------------------------------------------------------------------------------------


def literal(type_name: str, text: str) -> Constant:
    """The constant of `TYPE 'text'`. Raises INVALID_LITERAL.

    >>> str(literal("timestamp", "2020-01-01 00:00:00.123").type), str(literal("decimal", "1.20").type)
    ('timestamp(3)', 'decimal(3,2)')
    >>> literal("interval day", "3").value
    259200000
    """
    match type_name.lower().split():
        case ["date"]:
            return Constant(_date(text), DATE)
        case ["timestamp"]:
            return _timestamp(text)
        case ["time"]:
            return _time(text)
        case ["decimal"]:
            return _decimal(text)
        case ["interval", *unit]:
            return interval(text, " ".join(unit))
        case _:
            raise _invalid(type_name, text)


def interval(text: str, unit: str, sign: int = 1) -> Constant:
    """The constant of INTERVAL 'text' unit: milliseconds, or months.

    >>> interval("1-6", "year to month").value, interval("2", "hour", -1).value
    (18, -7200000)
    """
    unit = unit.lower()
    parts = _INTERVALS.get(unit)
    found = re.fullmatch(parts[0], text.strip()) if parts else None
    if parts is None or found is None:
        raise _invalid(f"interval {unit}", text)
    total = sum(Decimal(value) * scale for value, scale in zip(found.groups()[1:], parts[1], strict=True) if value)
    value = int(total) * sign * (-1 if found[1] == "-" else 1)
    if abs(value) >= 2 ** (31 if "year" in unit or "month" in unit else 63):
        raise _invalid(f"interval {unit}", text)
    return Constant(value, INTERVAL_YEAR if unit in _MONTHS else INTERVAL_DAY)


_DAY, _HOUR, _MINUTE, _SECOND = 86_400_000, 3_600_000, 60_000, 1000
_N: Final = r"([0-9]+)"
_S: Final = r"([0-9]+(?:\.[0-9]{1,3})?)"
_MONTHS: Final = frozenset({"year", "month", "year to month"})
_INTERVALS: Final[dict[str, tuple[str, tuple[int, ...]]]] = {
    "year": (rf"([+-]?){_N}", (12,)),
    "month": (rf"([+-]?){_N}", (1,)),
    "year to month": (rf"([+-]?){_N}-{_N}", (12, 1)),
    "week": (rf"([+-]?){_N}", (7 * _DAY,)),
    "day": (rf"([+-]?){_N}", (_DAY,)),
    "hour": (rf"([+-]?){_N}", (_HOUR,)),
    "minute": (rf"([+-]?){_N}", (_MINUTE,)),
    "second": (rf"([+-]?){_S}", (_SECOND,)),
    "day to hour": (rf"([+-]?){_N} {_N}", (_DAY, _HOUR)),
    "day to minute": (rf"([+-]?){_N} {_N}:{_N}", (_DAY, _HOUR, _MINUTE)),
    "day to second": (rf"([+-]?){_N} {_N}:{_N}:{_S}", (_DAY, _HOUR, _MINUTE, _SECOND)),
    "hour to minute": (rf"([+-]?){_N}:{_N}", (_HOUR, _MINUTE)),
    "hour to second": (rf"([+-]?){_N}:{_N}:{_S}", (_HOUR, _MINUTE, _SECOND)),
    "minute to second": (rf"([+-]?){_N}:{_S}", (_MINUTE, _SECOND)),
}


def _date(text: str) -> str:
    found = re.fullmatch(r"\s*([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\s*", text)
    try:
        return datetime.date(*map(int, found.groups())).isoformat() if found else _raise("date", text)
    except ValueError:
        raise _invalid("date", text) from None


def _timestamp(text: str) -> Constant:
    found = _STAMP.fullmatch(text)
    if found is None or (found["zone"] and not _ZONE.fullmatch(found["zone"])):
        raise _invalid("timestamp", text)
    fraction = found["fraction"] or ""
    try:
        day = datetime.date(int(found["year"]), int(found["month"]), int(found["day"]))
        clock = datetime.time(int(found["hour"] or 0), int(found["minute"] or 0), int(found["second"] or 0))
    except ValueError:
        raise _invalid("timestamp", text) from None
    shown = f"{day.isoformat()} {clock.isoformat()}" + (f".{fraction}" if fraction else "")
    if found["zone"]:
        return Constant(f"{shown} {found['zone']}", timestamp(len(fraction), zone=True))
    return Constant(shown, timestamp(len(fraction)))


def _time(text: str) -> Constant:
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise _invalid("time", text)
    fraction = found["fraction"] or ""
    try:
        clock = datetime.time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
    except ValueError:
        raise _invalid("time", text) from None
    shown = clock.isoformat() + (f".{fraction}" if fraction else "")
    zone = found["zone"]
    return Constant(shown + (zone or ""), time(len(fraction), zone=zone is not None))


def _decimal(text: str) -> Constant:
    """Digits as written, leading zeros apart: DECIMAL '1.20' is decimal(3,2).

    >>> str(_decimal("-0.05").type), str(_decimal("007").type)
    ('decimal(2,2)', 'decimal(1,0)')
    """
    found = re.fullmatch(r"\s*([+-]?)([0-9]*)(?:\.([0-9]*))?\s*", text)
    if found is None or not (found[2] or found[3]):
        raise _invalid("decimal", text)
    whole, fraction = found[2].lstrip("0"), found[3] or ""
    precision = max(1, len(whole) + len(fraction))
    if precision > 38:
        raise _invalid("decimal", text)
    return Constant(
        Decimal(f"{found[1]}{whole or '0'}.{fraction}" if fraction else f"{found[1]}{whole or '0'}"),
        decimal(precision, len(fraction)),
    )


def _invalid(type_name: str, text: str) -> ResolutionError:
    return ResolutionError(f"`{text}` is not a valid {type_name} literal", code=ErrorCode.INVALID_LITERAL)


def _raise(type_name: str, text: str) -> str:
    raise _invalid(type_name, text)


# --- folding -------------------------------------------------------------------------------------


def fold(operation: Function | Cast, constants: Sequence[Constant]) -> Constant | None:
    """The value of a call or cast over constants, or None when only an engine can tell.

    Raises DIVISION_BY_ZERO, NUMERIC_VALUE_OUT_OF_RANGE, INVALID_CAST_ARGUMENT. For a cast, `constants` is its operand.
    """
    if isinstance(operation, Cast):
        return fold_cast(constants[0], operation.type, safe=operation.safe)
    if operation.strict and any(c.value is None for c in constants):
        return Constant(None, operation.return_type)
    evaluator = _EVALUATORS.get(operation.name)
    if evaluator is None or any(c.value is None for c in constants):
        return None
    types = operation.argument_types
    if not all(t.base in (*_BOUNDS, "decimal", "double", "varchar", "boolean") for t in types):
        return None
    return evaluator([c.value for c in constants], operation.return_type)


def fold_cast(constant: Constant, target: Type, *, safe: bool = False) -> Constant | None:
    """The constant as another type; NULL instead of an error when `safe`."""
    if constant.value is None or constant.type == target:
        return Constant(constant.value, target)
    try:
        value = _converted(constant.value, constant.type, target)
    except ResolutionError:
        if safe:
            return Constant(None, target)
        raise
    return None if value is None else Constant(value, target)


def _out_of_range(value: ConstantValue, type_: Type) -> ResolutionError:
    return ResolutionError(
        f"value is out of range for {type_}: `{_text(value)}`", code=ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE
    )


def _no_cast(value: ConstantValue, type_: Type) -> ResolutionError:
    return ResolutionError(f"cannot cast `{_text(value)}` to {type_}", code=ErrorCode.INVALID_CAST_ARGUMENT)


def _fitted(value: Decimal | int, type_: Type) -> int | Decimal:
    """A number as an integer or decimal of `type_`, rounded half up, checked against its range."""
    if type_.base == "decimal":
        rounded = Decimal(value).quantize(Decimal(1).scaleb(-type_.scale), rounding=ROUND_HALF_UP, context=_EXACT)
        if abs(rounded) >= Decimal(10) ** (type_.precision - type_.scale):
            raise _out_of_range(value, type_)
        return rounded
    whole = int(Decimal(value).quantize(Decimal(1), rounding=ROUND_HALF_UP, context=_EXACT))
    if not -(2 ** _BOUNDS[type_.base]) <= whole < 2 ** _BOUNDS[type_.base]:
        raise _out_of_range(value, type_)
    return whole


def _converted(value: ConstantValue, source: Type, target: Type) -> ConstantValue:
    """None: no evaluator."""
    match source.base, target.base:
        case ("tinyint" | "smallint" | "integer" | "bigint" | "decimal", other) if isinstance(value, int | Decimal):
            return _from_number(value, source, target) if other in _NUMERIC_TARGETS else None
        case ("double" | "real", other) if isinstance(value, float):
            return _from_float(value, target, source) if other in (*_BOUNDS, "decimal", "double") else None
        case ("varchar", other) if isinstance(value, str):
            return _from_text(value, target)
        case ("date", "varchar") if target.length is None or target.length >= 10:
            return value
        case ("timestamp", "varchar") if target.length is None or target.length >= 30:
            return value
        case "date", "timestamp":
            return f"{_text(value)} 00:00:00" + ("." + "0" * target.precision if target.precision else "")
        case "timestamp", "date":
            return str(value)[:10]
        case "timestamp", "timestamp" if source.precision < target.precision:
            return str(value) + ("" if source.precision else ".") + "0" * (target.precision - source.precision)
        case "boolean", "varchar" if target.length is None or target.length >= 5:
            return "true" if value else "false"
        case "boolean", _ if target.base in _BOUNDS:
            return int(bool(value))
        case _:
            return None


_NUMERIC_TARGETS: Final = (*_BOUNDS, "decimal", "double", "real", "varchar", "boolean")


def _from_number(value: int | Decimal, source: Type, target: Type) -> ConstantValue:
    match target.base:
        case "double":
            return float(value)
        case "real":
            return None
        case "boolean":
            return value != 0
        case "varchar":
            text = str(value) if isinstance(value, int) else f"{value:f}"
            if target.length is not None and len(text) > target.length:
                raise _no_cast(value, target)
            return text
        case _:
            return _fitted(value, target)


def _from_float(value: float, target: Type, source: Type) -> ConstantValue:
    if target.base == "double":
        return value if source.base == "double" else None
    if not math.isfinite(value):
        raise _no_cast(value, target)
    return _fitted(Decimal(repr(value)), target)


def _text(value: ConstantValue) -> str:
    """As an error message shows it."""
    return value.hex() if isinstance(value, bytes) else str(value)


def _from_text(value: str, target: Type) -> ConstantValue:
    match target.base:
        case "varchar":
            return value if target.length is None else value[: target.length]
        case "char":
            return value[: target.length].rstrip(" ")
        case base if base in _BOUNDS:
            if not re.fullmatch(r"[+-]?[0-9]+", value):
                raise _no_cast(value, target)
            return _fitted(int(value), target)
        case "decimal":
            if not re.fullmatch(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)", value):
                raise _no_cast(value, target)
            return _fitted(Decimal(value), target)
        case "double":
            if not re.fullmatch(
                r"[\x00-\x20]*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[\x00-\x20]*", value
            ):
                raise _no_cast(value, target)
            return float(value.strip())
        case "boolean":
            if value.lower() not in ("t", "true", "1", "f", "false", "0"):
                raise _no_cast(value, target)
            return value.lower() in ("t", "true", "1")
        case "date":
            return _moment(value, target, lambda: _date(value))
        case "timestamp":
            return _moment(value, target, lambda: _text_timestamp(value, target))
        case _:
            return None


def _moment(value: str, target: Type, read: Callable[[], str | None]) -> str | None:
    try:
        return read()
    except ResolutionError:
        raise _no_cast(value, target) from None


def _text_timestamp(value: str, target: Type) -> str | None:
    found = _timestamp(value)
    if found.type.base != "timestamp":
        raise _no_cast(value, target)
    if found.type.precision > target.precision:
        return None
    return str(_converted(found.value, found.type, target)) if found.type != target else str(found.value)


# --- evaluators ----------------------------------------------------------------------------------

_Evaluator = Callable[[list[ConstantValue], Type], Constant | None]


def _arithmetic(exact: Callable[[Decimal, Decimal], Decimal], floating: Callable[[float, float], float]) -> _Evaluator:
    def evaluate(values: list[ConstantValue], returns: Type) -> Constant | None:
        left, right = values
        if returns.base == "double" and isinstance(left, float) and isinstance(right, float):
            return Constant(_float(floating, left, right), returns)
        if returns.base not in (*_BOUNDS, "decimal") or not _exact_pair(left, right):
            return None
        try:
            result = exact(Decimal(left), Decimal(right))  # type: ignore[arg-type]
        except (InvalidOperation, ZeroDivisionError):
            raise ResolutionError("division by zero", code=ErrorCode.DIVISION_BY_ZERO) from None
        if returns.base in _BOUNDS:
            result = Decimal(int(result))
        return Constant(_fitted(result, returns), returns)

    return evaluate


def _exact_pair(left: ConstantValue, right: ConstantValue) -> bool:
    return all(isinstance(v, int | Decimal) and not isinstance(v, bool) for v in (left, right))


def _float(operation: Callable[[float, float], float], left: float, right: float) -> float:
    """IEEE arithmetic: no exception, infinities and NaN instead."""
    try:
        return operation(left, right)
    except ZeroDivisionError:
        if left == 0 or math.isnan(left):
            return math.nan
        return math.copysign(math.inf, left) * math.copysign(1.0, right)
    except (OverflowError, ValueError):
        return math.nan


def _remainder(left: Decimal, right: Decimal) -> Decimal:
    return _EXACT.remainder(left, right)


def _negated(values: list[ConstantValue], returns: Type) -> Constant | None:
    value = values[0]
    if isinstance(value, float):
        return Constant(-value, returns)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Constant(_fitted(-value, returns), returns)
    return None


def _concatenated(values: list[ConstantValue], returns: Type) -> Constant | None:
    if returns.base != "varchar" or not all(isinstance(v, str) for v in values):
        return None
    return Constant("".join(str(v) for v in values), returns)


_EVALUATORS: Final[dict[str, _Evaluator]] = {
    "+": _arithmetic(_EXACT.add, lambda a, b: a + b),
    "-": _arithmetic(_EXACT.subtract, lambda a, b: a - b),
    "*": _arithmetic(_EXACT.multiply, lambda a, b: a * b),
    "/": _arithmetic(_EXACT.divide, lambda a, b: a / b),
    "%": _arithmetic(_remainder, math.fmod),
    "<negate>": _negated,
    "||": _concatenated,
    "concat": _concatenated,
}
