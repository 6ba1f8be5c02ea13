"""Rows of Trino's pages as Arrow record batches, with the schema that the embedded engine gives, column by column.

Arrow's types hold less than Trino's: a time of day has six digits, a timestamp nine and a year between 1678 and 2261 with so many, a moment no zone.
What does not fit exactly is refused; nothing is rounded.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import re
from collections.abc import Sequence
from itertools import accumulate, chain
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pyarrow as pa
import pyarrow.compute as pc

from gateway.catalog.types import Type
from gateway.engines.duckdb_types import named_fields
from gateway.engines.engine import Body
from gateway.engines.trino_errors import not_in_arrow
from gateway.engines.trino_json import json_text, plainer

Value = Any
_PLAIN: Final = {
    "boolean": pa.bool_(), "tinyint": pa.int8(), "smallint": pa.int16(), "integer": pa.int32(), "bigint": pa.int64(),
    "real": pa.float32(), "double": pa.float64(), "varbinary": pa.binary(), "date": pa.date32(), "time": pa.time64("us"),
    "timestamp with time zone": pa.timestamp("us", tz="UTC"),
}  # fmt: skip
_MOMENT: Final = re.compile(r"([+-]?\d{4,})-(\d\d)-(\d\d)(?: (\d\d):(\d\d):(\d\d)(?:\.(\d+))?)?")
_OFFSET: Final = re.compile(r"([+-])(\d\d):(\d\d)")
_DIGITS: Final = {"ms": 3, "us": 6, "ns": 9}
_EPOCH: Final = datetime.date(1970, 1, 1).toordinal()


class InexactError(Exception):
    """A value that Arrow cannot hold: what it is, and what to do."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.reason, self.hint = reason, hint


FAR: Final = ("a moment outside of its range", "cast it to timestamp(6) or to varchar, or ask for JSON, NDJSON or CSV")
FINE: Final = ("a time with more digits", "cast it to fewer digits or to varchar, or ask for JSON, NDJSON or CSV")
ZONED: Final = ("a moment whose zone leaves it open", "write it AT TIME ZONE 'UTC', or ask for JSON, NDJSON or CSV")


class ArrowEncoder:
    """Writes the pages of one answer."""

    def __init__(self, columns: Sequence[tuple[str, Type]]) -> None:
        self._columns = columns
        self._schema = pa.schema([(name, arrow_type(type_, top=True)) for name, type_ in columns])

    @property
    def head(self) -> bytes:
        """The schema message."""
        return bytes(self._schema.serialize())

    def page(self, rows: Sequence[Sequence[Value]]) -> Body:
        """One record batch. Raises EngineError where a value does not fit."""
        arrays = []
        for (name, type_), values in zip(self._columns, zip(*rows, strict=True), strict=True):
            try:
                arrays.append(column(values, type_, top=True))
            except InexactError as found:
                raise not_in_arrow(name, found.reason, found.hint) from None
        return bytes(pa.RecordBatch.from_arrays(arrays, schema=self._schema).serialize())


def arrow_type(type_: Type, *, top: bool = False) -> pa.DataType:
    """The type in which the embedded engine gives it; some are texts only as columns of their own.

    >>> from gateway.catalog.types import parse_type
    >>> str(arrow_type(parse_type("array(timestamp(3))")))
    'list<l: timestamp[ms]>'
    """
    match type_.base:
        case "decimal":
            return pa.decimal128(type_.precision, type_.scale)
        case "timestamp":
            return pa.timestamp(_unit(type_))
        case "array":
            return pa.list_(pa.field("l", arrow_type(type_.element)))
        case "map":
            return pa.map_(arrow_type(type_.element), arrow_type(type_.value))
        case "row" if not (top and _unnamed(type_)):
            return pa.struct([(name, arrow_type(part)) for name, part in named_fields(type_)])
        case "interval day to second" | "interval year to month" if not top:
            return pa.month_day_nano_interval()
        case base:
            return _PLAIN.get(base, pa.string())


def _unit(type_: Type) -> str:
    return "ms" if type_.precision <= 3 else "us" if type_.precision <= 6 else "ns"


def _unnamed(type_: Type) -> bool:
    return all(name is None for name in type_.fields)


def column(values: Sequence[Value], type_: Type, *, top: bool = False) -> pa.Array:
    """Values of Trino's protocol as one array. Raises InexactError, or what Arrow raises for values of another kind."""
    target = arrow_type(type_, top=top)
    match type_.base:
        case "real" | "double":
            return pa.array([float(v) if isinstance(v, str) else v for v in values], target)
        case "decimal":
            return pc.cast(pa.array(values, pa.string()), target)
        case "varbinary":
            return pa.array([None if v is None else _bytes(v) for v in values], target)
        case "date":
            return _moments(values, "day")
        case "time":
            return _times(values, type_.precision)
        case "timestamp":
            return _moments(values, _unit(type_))
        case "timestamp with time zone":
            return pc.cast(_moments([None if v is None else _utc(v) for v in values], "us"), target)
        case "array":
            inner = column(list(chain.from_iterable(v for v in values if v)), type_.element)
            return pa.ListArray.from_arrays(_offsets(values), inner, type=target)
        case "map":
            keys = column(_keys([k for v in values if v for k in v], type_.element), type_.element)
            items = column([i for v in values if v for i in v.values()], type_.value)
            return pa.MapArray.from_arrays(_offsets(values), keys, items, type=target)
        case "row" if pa.types.is_struct(target):
            return _structs(values, type_, target)
        case "row":
            return pa.array([None if v is None else _compact(v, type_) for v in values], target)
        case "interval day to second" | "interval year to month" if not top:
            change = _day_interval if type_.base == "interval day to second" else _year_interval
            return pa.array([None if v is None else change(v) for v in values], target)
        case _:
            return pa.array(values, target)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error


def _compact(value: Value, type_: Type) -> str:
    return json_text(plainer(type_)(value)).decode()


def _offsets(values: Sequence[Value]) -> pa.Array:
    """Where each list begins; NULL for one that is NULL."""
    ends = list(accumulate((len(v) if v else 0 for v in values), initial=0))
    starts = [None if v is None else at for v, at in zip(values, ends, strict=False)]
    return pa.array([*starts, ends[-1]], pa.int32())


def _structs(values: Sequence[Value], type_: Type, target: pa.DataType) -> pa.Array:
    parts = [part for part in type_.parameters if isinstance(part, Type)]
    empty = [None] * len(parts)
    across = zip(*(empty if v is None else v for v in values), strict=True) if values else [()] * len(parts)
    children = [column(found, part) for found, part in zip(across, parts, strict=True)]
    missing = pa.array([v is None for v in values], pa.bool_())
    return pa.StructArray.from_arrays(children, fields=list(target), mask=missing)


def _keys(texts: list[str], type_: Type) -> list[Value]:
    """Keys of a JSON object are texts, whatever they were."""
    match type_.base:
        case "boolean":
            return [text == "true" for text in texts]
        case "tinyint" | "smallint" | "integer" | "bigint":
            return [int(text) for text in texts]
        case "array" | "map" | "row":
            raise InexactError("a map with composite keys", "ask for JSON, NDJSON or CSV")
        case _:
            return list(texts)


# --- times ---------------------------------------------------------------------------------------


def _times(values: Sequence[Value], precision: int) -> pa.Array:
    if precision > 6:
        if any(v is not None and v[15:].strip("0") for v in values):
            raise InexactError(*FINE)
        values = [None if v is None else v[:15] for v in values]
    # Arrow reads no time of day, but moments of a day.
    moments = pa.array([None if v is None else f"1970-01-01 {v}" for v in values], pa.string())
    return moments.cast(pa.timestamp("us")).cast(pa.time64("us"))


def _moments(values: Sequence[Value], unit: str) -> pa.Array:
    """Dates and timestamps. Arrow reads the usual ones itself; those before year 1, beyond 9999 or with more digits are read here."""
    target = pa.date32() if unit == "day" else pa.timestamp(unit)
    usual = 10 if unit == "day" else 20 + _DIGITS[unit]
    if all(v is None or (v[0] not in "+-" and len(v) <= usual) for v in values):
        try:
            return pc.cast(pa.array(values, pa.string()), target)
        except pa.ArrowInvalid:
            pass  # out of range for nanoseconds: below it is told as what it is
    try:
        return pa.array([None if v is None else _moment(v, unit) for v in values], _whole(unit)).cast(target)
    except OverflowError:
        raise InexactError(*FAR) from None


def _whole(unit: str) -> pa.DataType:
    return pa.int32() if unit == "day" else pa.int64()


def _moment(text: str, unit: str) -> int:
    """Units since 1970; years may be far.

    >>> _moment("1970-01-02", "day"), _moment("1969-12-31 23:59:59.999", "ms"), _moment("+12024-01-01", "day")
    (1, -1, 3672148)
    """
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise ValueError("not a date or timestamp")
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    # The calendar repeats every 400 years of 146,097 days.
    cycles = (year - 1970) // 400
    days = datetime.date(year - cycles * 400, month, day).toordinal() - _EPOCH + cycles * 146_097
    if unit == "day":
        return days
    fraction, digits = found[7] or "", _DIGITS[unit]
    if fraction[digits:].strip("0"):
        raise InexactError(*FINE)
    seconds = days * 86_400 + int(found[4] or 0) * 3_600 + int(found[5] or 0) * 60 + int(found[6] or 0)
    units: int = seconds * 10**digits + int(fraction[:digits].ljust(digits, "0"))
    if not -(2**63) <= units < 2**63:
        raise InexactError(*FAR)
    return units


def _utc(text: str) -> str:
    """The moment in UTC, without its zone. A local time that its zone has twice does not say which one it is."""
    local, _, zone = text.rpartition(" ")
    if zone == "UTC":
        return local
    if offset := _OFFSET.fullmatch(zone):
        minutes = int(offset[2]) * 60 + int(offset[3])
        return _shifted(local, datetime.timedelta(minutes=minutes if offset[1] == "+" else -minutes))
    whole, point, fraction = local.partition(".")
    try:
        clock = datetime.datetime.fromisoformat(whole).replace(tzinfo=ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        raise InexactError(*ZONED) from None
    first, second = clock.utcoffset(), clock.replace(fold=1).utcoffset()
    if first is None or first != second:
        raise InexactError(*ZONED)
    return f"{clock.replace(tzinfo=None) - first}{point}{fraction}"


def _shifted(local: str, by: datetime.timedelta) -> str:
    whole, point, fraction = local.partition(".")
    try:
        return f"{datetime.datetime.fromisoformat(whole) - by}{point}{fraction}"
    except (ValueError, OverflowError):
        raise InexactError(*FAR) from None


def _day_interval(text: str) -> tuple[int, int, int]:
    """Months, days, nanoseconds of `-1 02:03:04.500`."""
    sign = -1 if text.startswith("-") else 1
    days, _, clock = text.lstrip("-").partition(" ")
    hours, minutes, seconds = clock.split(":")
    whole, _, thousandths = seconds.partition(".")
    nanoseconds = ((int(hours) * 60 + int(minutes)) * 60 + int(whole)) * 10**9 + int(thousandths.ljust(9, "0"))
    return 0, sign * int(days), sign * nanoseconds


def _year_interval(text: str) -> tuple[int, int, int]:
    sign = -1 if text.startswith("-") else 1
    years, _, months = text.lstrip("-").partition("-")
    return sign * (int(years) * 12 + int(months)), 0, 0
