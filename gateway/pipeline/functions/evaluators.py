"""Calls over constants computed as Trino would compute them, errors included; what has no evaluator is left to the engine."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Final

from gateway.catalog.types import Type, decimal
from gateway.errors import ErrorCode, ResolutionError
from gateway.pipeline.bound import Constant, ConstantValue
from gateway.pipeline.functions.fitting import BOUNDS, EXACT, fitted
from gateway.pipeline.functions.jsontext import canonical

_Evaluator = Callable[[list[ConstantValue], Type], Constant | None]


def _arithmetic(exact: Callable[[Decimal, Decimal], Decimal], floating: Callable[[float, float], float]) -> _Evaluator:
    def evaluate(values: list[ConstantValue], returns: Type) -> Constant | None:
        left, right = values
        if returns.base == "double" and isinstance(left, float) and isinstance(right, float):
            return Constant(_float(floating, left, right), returns)
        if returns.base not in (*BOUNDS, "decimal") or not _exact_pair(left, right):
            return None
        try:
            result = exact(Decimal(left), Decimal(right))  # type: ignore[arg-type]
            if exact == EXACT.remainder and returns.base == "decimal":
                # Both are brought to one scale first, as they are in Trino.
                fitted(Decimal(left), decimal(38, returns.scale))  # type: ignore[arg-type]
        except (InvalidOperation, ZeroDivisionError):
            raise ResolutionError("division by zero", code=ErrorCode.DIVISION_BY_ZERO) from None
        if returns.base in BOUNDS:
            result = Decimal(int(result))
        return Constant(fitted(result, returns), returns)

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


def _negated(values: list[ConstantValue], returns: Type) -> Constant | None:
    value = values[0]
    if isinstance(value, float):
        return Constant(-value, returns)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        # Python's own minus rounds to 28 digits.
        return Constant(fitted(EXACT.subtract(Decimal(0), Decimal(value)), returns), returns)
    return None


def _concatenated(values: list[ConstantValue], returns: Type) -> Constant | None:
    if returns.base != "varchar" or not all(isinstance(v, str) for v in values):
        return None
    return Constant("".join(str(v) for v in values), returns)


def _parsed(values: list[ConstantValue], returns: Type) -> Constant | None:
    text = str(values[0])
    try:
        written = canonical(text)
    except ValueError:
        raise ResolutionError(f"`{text}` is not JSON", code=ErrorCode.INVALID_ARGUMENTS) from None
    return Constant(written, returns) if written is not None else None


EVALUATORS: Final[dict[str, _Evaluator]] = {
    "+": _arithmetic(EXACT.add, lambda a, b: a + b),
    "-": _arithmetic(EXACT.subtract, lambda a, b: a - b),
    "*": _arithmetic(EXACT.multiply, lambda a, b: a * b),
    "/": _arithmetic(EXACT.divide, lambda a, b: a / b),
    "%": _arithmetic(EXACT.remainder, math.fmod),
    "<negate>": _negated,
    "<plus>": lambda values, returns: Constant(values[0], returns),
    "||": _concatenated,
    "concat": _concatenated,
    "json_parse": _parsed,
}
