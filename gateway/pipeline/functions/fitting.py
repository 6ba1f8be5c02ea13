"""Numbers fitted into integer and decimal types as Trino fits them: rounded half up, refused when out of range."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from gateway.catalog.types import Type
from gateway.errors import ErrorCode, ResolutionError
from gateway.pipeline.bound import ConstantValue

BOUNDS: Final = {"tinyint": 7, "smallint": 15, "integer": 31, "bigint": 63}
EXACT: Final = Context(prec=1000)


def fitted(value: Decimal | int, type_: Type) -> int | Decimal:
    """A number as an integer or decimal of `type_`, rounded half up, checked against its range."""
    if Decimal(value).adjusted() > 500:
        raise out_of_range(value, type_)
    if type_.base == "decimal":
        rounded = Decimal(value).quantize(Decimal(1).scaleb(-type_.scale), rounding=ROUND_HALF_UP, context=EXACT)
        if rounded.copy_abs() >= Decimal(10) ** (type_.precision - type_.scale):
            raise out_of_range(value, type_)
        return rounded
    whole = int(Decimal(value).quantize(Decimal(1), rounding=ROUND_HALF_UP, context=EXACT))
    if not -(2 ** BOUNDS[type_.base]) <= whole < 2 ** BOUNDS[type_.base]:
        raise out_of_range(value, type_)
    return whole


def out_of_range(value: ConstantValue, type_: Type) -> ResolutionError:
    """The refusal of a value that a type can not hold."""
    return ResolutionError(
        f"value is out of range for {type_}: `{shown(value)}`", code=ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE
    )


def shown(value: ConstantValue) -> str:
    """As an error message shows it."""
    return value.hex() if isinstance(value, bytes) else str(value)
