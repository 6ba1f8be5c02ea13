"""Literals read as Trino reads them: `DATE '2020-01-31'`, `DECIMAL '1.20'`, `INTERVAL '2' DAY` as constants of exact types."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gateway.catalog.types import DATE, INTERVAL_DAY, INTERVAL_YEAR, decimal, time, timestamp
from gateway.errors import ErrorCode, ResolutionError
from gateway.pipeline.bound import Constant

_STAMP: Final = re.compile(
    r"\s*(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"
    r"(?: (?:(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{1,2})(?::(?P<second>[0-9]{1,2})(?:\.(?P<fraction>[0-9]{1,12}))?)?)?\s*(?P<zone>\S.*?)?)?\s*"
)
_TIME: Final = re.compile(
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{1,2})(?::(?P<second>[0-9]{1,2})(?:\.(?P<fraction>[0-9]{1,12}))?)?\s*(?P<zone>[+-][0-9]{1,2}:[0-9]{2})?"
)
_ZONE: Final = re.compile(r"[+-][0-9]{2}:[0-9]{2}|UTC|Z|[A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+|GMT")


def literal(type_name: str, text: str) -> Constant:
    """The constant of `TYPE 'text'`. Raises INVALID_LITERAL.

    >>> str(literal("timestamp", "2020-01-01 00:00:00.123").type), str(literal("decimal", "1.20").type)
    ('timestamp(3)', 'decimal(3,2)')
    >>> literal("interval day", "3").value
    259200000
    """
    match type_name.lower().split():
        case ["date"]:
            return Constant(read_date(text), DATE)
        case ["timestamp"]:
            return read_timestamp(text)
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


def read_date(text: str) -> str:
    """A date as ISO text."""
    found = re.fullmatch(r"\s*([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\s*", text)
    try:
        return datetime.date(*map(int, found.groups())).isoformat() if found else _raise("date", text)
    except ValueError:
        raise _invalid("date", text) from None


def read_timestamp(text: str) -> Constant:
    """A timestamp, with time zone where one is written, as precise as its digits."""
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
        _check_zone(found["zone"], datetime.datetime.combine(day, clock), text)
        return Constant(f"{shown} {found['zone']}", timestamp(len(fraction), zone=True))
    return Constant(shown, timestamp(len(fraction)))


def _check_zone(name: str, moment: datetime.datetime, text: str) -> None:
    """A zone that nobody knows, or an hour that its clocks left out."""
    if "/" not in name:
        return
    try:
        there = moment.replace(tzinfo=ZoneInfo(name))
        back = there.astimezone(datetime.UTC).astimezone(there.tzinfo)
    except (ZoneInfoNotFoundError, ValueError):
        raise _invalid("timestamp", text) from None
    except OverflowError:
        return
    if back.replace(tzinfo=None) != moment:
        raise _invalid("timestamp", text)


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


_FAR: Final = re.compile(r"\s*(?:[+-][0-9]{4,}|0000|[0-9]{5,})-[0-9]{1,2}-[0-9]{1,2}(?![0-9]).*", re.DOTALL)


def _invalid(type_name: str, text: str) -> ResolutionError:
    if type_name in ("date", "timestamp") and _FAR.fullmatch(text):
        return ResolutionError("dates are those of the years 1 to 9999", code=ErrorCode.NOT_SUPPORTED)
    return ResolutionError(f"`{text}` is not a valid {type_name} literal", code=ErrorCode.INVALID_LITERAL)


def _raise(type_name: str, text: str) -> str:
    raise _invalid(type_name, text)
