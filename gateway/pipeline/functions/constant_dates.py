"""Constant dates: `current_date - INTERVAL '90' DAY` is a day once the statement's instant is known.

Without this such an expression counts as fallible, and a row-ruled relation in its scope would be fenced (rule 12).
Only the calendar that Python shares with Trino (years 1 to 9999, no zones); anything else is left to the engine.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Sequence
from typing import Final

from gateway.catalog.types import Type
from gateway.pipeline.bound import Constant, ConstantValue
from gateway.pipeline.functions.function import Function

Moment = datetime.date | datetime.datetime

_MILLISECONDS: Final = {
    "millisecond": 1, "second": 1000, "minute": 60_000, "hour": 3_600_000, "day": 86_400_000, "week": 604_800_000,
}  # fmt: skip
_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}


def fold_dates(function: Function, constants: Sequence[Constant]) -> Constant | None:
    """The value of a call over constant dates, or None where only the engine can tell."""
    try:
        value = _value(function, constants)
        return None if value is None else _constant(value, function.return_type)
    except (OverflowError, ValueError):
        return None


def _value(function: Function, constants: Sequence[Constant]) -> Moment | int | None:
    match function.name, tuple(constants):
        case "+" | "-", (left, Constant(value=int() as amount, type=Type(base=unit))) if "interval" in unit:
            return _moved(_moment(left), amount if function.name == "+" else -amount, unit)
        case "+", (Constant(value=int() as amount, type=Type(base=unit)), right) if "interval" in unit:
            return _moved(_moment(right), amount, unit)
        case "date_add", (Constant(value=str() as unit), Constant(value=int() as count), moment):
            return _added(_moment(moment), count, unit.lower())
        case "date_trunc", (Constant(value=str() as unit), moment):
            return _cut(_moment(moment), unit.lower())
        case "year" | "month" | "day", (moment,):
            found = _moment(moment)
            return None if found is None else int(getattr(found, function.name))
        case "last_day_of_month", (moment,):
            return _last_day(_moment(moment))
        case _:
            return None


def _last_day(moment: Moment | None) -> datetime.date | None:
    if moment is None:
        return None
    return datetime.date(moment.year, moment.month, calendar.monthrange(moment.year, moment.month)[1])


def _moment(constant: Constant) -> Moment | None:
    value = constant.value
    if not isinstance(value, str):
        return None
    if constant.type.base == "date":
        return datetime.date.fromisoformat(value)
    if constant.type.base == "timestamp" and constant.type.precision <= 6:
        return datetime.datetime.fromisoformat(value)
    return None


def _moved(moment: Moment | None, amount: int, unit: str) -> Moment | None:
    if moment is None:
        return None
    if unit == "interval year to month":
        return _months(moment, amount)
    if not isinstance(moment, datetime.datetime) and amount % _MILLISECONDS["day"]:
        return None
    return moment + datetime.timedelta(milliseconds=amount)


def _added(moment: Moment | None, count: int, unit: str) -> Moment | None:
    if moment is None:
        return None
    if unit in _MONTHS:
        return _months(moment, count * _MONTHS[unit])
    if unit not in _MILLISECONDS:
        return None
    return _moved(moment, count * _MILLISECONDS[unit], "interval day to second")


def _months(moment: Moment, count: int) -> Moment:
    """The same day `count` months on, or that month's last day."""
    index = moment.year * 12 + moment.month - 1 + count
    year, month = divmod(index, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, calendar.monthrange(year, month + 1)[1]))


def _cut(moment: Moment | None, unit: str) -> Moment | None:
    if moment is None:
        return None
    if unit == "week":
        moment = moment - datetime.timedelta(days=moment.weekday())
    first_month = {"year": 1, "quarter": (moment.month - 1) // 3 * 3 + 1}.get(unit, moment.month)
    first_day = moment.day if unit in ("day", "week") else 1
    if unit in ("day", "week", "month", "quarter", "year"):
        day = moment.replace(month=first_month, day=first_day)
        clock = datetime.time()
        return datetime.datetime.combine(day, clock) if isinstance(day, datetime.datetime) else day
    return None


def _constant(value: Moment | int, type_: Type) -> Constant | None:
    shown: ConstantValue
    match value:
        case int():
            shown = value
        case datetime.datetime() if type_.base == "timestamp" and type_.precision <= 6:
            digits = f".{value.microsecond:06d}"[: type_.precision + 1] if type_.precision else ""
            shown = f"{value:%H:%M:%S}{digits}"
            shown = f"{value.date().isoformat()} {shown}"
        case datetime.date() if type_.base == "date" and not isinstance(value, datetime.datetime):
            shown = value.isoformat()
        case _:
            return None
    return Constant(shown, type_)
