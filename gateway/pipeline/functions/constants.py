"""Constants: calls and casts over constants computed once, at prepare.

`fold` answers None where it has no evaluator. What it computes it computes as Trino would, errors included, so that a constant
that can fail fails before anything runs.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from gateway.catalog.types import Type
from gateway.errors import ErrorCode, ResolutionError
from gateway.pipeline.bound import Cast, Constant, ConstantValue
from gateway.pipeline.functions.evaluators import EVALUATORS
from gateway.pipeline.functions.fitting import BOUNDS, fitted, shown
from gateway.pipeline.functions.function import Function
from gateway.pipeline.functions.literals import read_date, read_timestamp
from gateway.pipeline.functions.textcasts import is_odd
from gateway.pipeline.limits import MAX_DIGITS

_CONTROLS: Final = "".join(map(chr, range(33)))


def fold(operation: Function | Cast, constants: Sequence[Constant]) -> Constant | None:
    """The value of a call or cast over constants, or None when only an engine can tell.

    Raises DIVISION_BY_ZERO, NUMERIC_VALUE_OUT_OF_RANGE, INVALID_CAST_ARGUMENT. For a cast, `constants` is its operand.
    """
    if isinstance(operation, Cast):
        return fold_cast(constants[0], operation.type, safe=operation.safe)
    if operation.strict and any(c.value is None for c in constants):
        return Constant(None, operation.return_type)
    evaluator = EVALUATORS.get(operation.name)
    if evaluator is None or any(c.value is None for c in constants):
        return None
    types = operation.argument_types
    if not all(t.base in (*BOUNDS, "decimal", "double", "varchar", "boolean") for t in types):
        return None
    return evaluator([c.value for c in constants], operation.return_type)


def fold_cast(constant: Constant, target: Type, *, safe: bool = False) -> Constant | None:
    """The constant as another type; NULL instead of an error when `safe`."""
    if constant.value is None or constant.type == target:
        return Constant(constant.value, target)
    try:
        value = _converted(constant.value, constant.type, target)
    except ResolutionError:
        if isinstance(constant.value, str) and is_odd(constant.value, target):
            if safe:
                message = f"a text of this form is not read as {target} on the embedded engine"
                raise ResolutionError(message, code=ErrorCode.NOT_SUPPORTED_BY_ENGINE) from None
            return None
        if safe:
            return Constant(None, target)
        raise
    return None if value is None else Constant(value, target)


def _no_cast(value: ConstantValue, type_: Type) -> ResolutionError:
    return ResolutionError(f"cannot cast `{shown(value)}` to {type_}", code=ErrorCode.INVALID_CAST_ARGUMENT)


def _converted(value: ConstantValue, source: Type, target: Type) -> ConstantValue:
    """None: no evaluator."""
    match source.base, target.base:
        case ("tinyint" | "smallint" | "integer" | "bigint" | "decimal", other) if isinstance(value, int | Decimal):
            return _from_number(value, source, target) if other in _NUMERIC_TARGETS else None
        case ("double" | "real", other) if isinstance(value, float):
            return _from_float(value, target, source) if other in (*BOUNDS, "decimal", "double") else None
        case ("varchar", other) if isinstance(value, str):
            return _from_text(value, target)
        case ("date", "varchar") if target.length is None or target.length >= 10:
            return value
        case ("timestamp", "varchar") if target.length is None or target.length >= 30:
            return value
        case "date", "timestamp":
            return f"{shown(value)} 00:00:00" + ("." + "0" * target.precision if target.precision else "")
        case "timestamp", "date":
            return str(value)[:10]
        case "timestamp", "timestamp" if source.precision < target.precision:
            return str(value) + ("" if source.precision else ".") + "0" * (target.precision - source.precision)
        case "boolean", "varchar" if target.length is None or target.length >= 5:
            return "true" if value else "false"
        case "boolean", _ if target.base in BOUNDS:
            return int(bool(value))
        case _:
            return None


_NUMERIC_TARGETS: Final = (*BOUNDS, "decimal", "double", "real", "varchar", "boolean")


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
            return fitted(value, target)


def _from_float(value: float, target: Type, source: Type) -> ConstantValue:
    if target.base == "double":
        return value if source.base == "double" else None
    if not math.isfinite(value):
        raise _no_cast(value, target)
    return fitted(Decimal(repr(value)), target)


def _from_text(value: str, target: Type) -> ConstantValue:
    match target.base:
        case "varchar":
            return value if target.length is None else value[: target.length]
        case "char":
            return value[: target.length].rstrip(" ")
        case base if base in BOUNDS:
            # Python reads no more than 4,300 digits; so many are out of every range.
            if len(value) > MAX_DIGITS or not re.fullmatch(r"[\x00-\x20]*[+-]?\d+[\x00-\x20]*", value):
                raise _no_cast(value, target)
            return fitted(int(value.strip(_CONTROLS)), target)
        case "decimal":
            if not re.fullmatch(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?[0-9]{1,4})?", value):
                raise _no_cast(value, target)
            return fitted(Decimal(value), target)
        case "double":
            if not re.fullmatch(
                r"[\x00-\x20]*(?:[+-]?(?:Infinity|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)[dDfF]?|[+-]?NaN)[\x00-\x20]*",
                value,
            ):
                raise _no_cast(value, target)
            word = value.strip(_CONTROLS)
            return float(word if word[-1] in "yN" else word.rstrip("dDfF"))
        case "boolean":
            if value.lower() not in ("t", "true", "1", "f", "false", "0"):
                raise _no_cast(value, target)
            return value.lower() in ("t", "true", "1")
        case "date":
            return _moment(value, target, lambda: read_date(value))
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
    found = read_timestamp(value)
    if found.type.base != "timestamp":
        raise _no_cast(value, target)
    if found.type.precision > target.precision:
        return None
    return str(_converted(found.value, found.type, target)) if found.type != target else str(found.value)
