"""Constants as DuckDB text: typed, so that the engine never guesses."""

from __future__ import annotations

import datetime
import math
import re
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gateway.errors import ErrorCode, PlanError
from gateway.pipeline import bound
from gateway.pipeline.functions.duckdb_types import duckdb_type

_FRACTION: Final = re.compile(r":[0-9]{2}\.([0-9]+)")
_OFFSET: Final = re.compile(r" ([+-][0-9]{2}:[0-9]{2})$")


def constant(node: bound.Constant) -> str:
    """The constant with its type.

    >>> from gateway.catalog.types import BIGINT, varchar
    >>> constant(bound.Constant("it's", varchar(4))), constant(bound.Constant(7, BIGINT))
    ("'it''s'", 'CAST(7 AS BIGINT)')
    """
    value, type_ = node.value, node.type
    if type_.base == "time with time zone":
        raise PlanError(
            f"a constant of type `{type_}` can not be sent to the embedded engine",
            code=ErrorCode.NOT_SUPPORTED_BY_ENGINE,
        )
    if value is None:
        return "NULL" if type_.base == "unknown" else f"CAST(NULL AS {duckdb_type(type_)})"
    match type_.base:
        case "boolean":
            return "TRUE" if value else "FALSE"
        case "integer" if isinstance(value, int) and 0 <= value < 2**31:
            return str(value)
        case "varchar" | "char" if isinstance(value, str):
            return text(value)
        case "varbinary" if isinstance(value, bytes):
            return f"unhex('{value.hex()}')"
        case "real" | "double" if isinstance(value, int | float):
            return f"CAST('{_float(float(value))}' AS {duckdb_type(type_)})"
        case "decimal" if isinstance(value, Decimal | int):
            return f"CAST('{Decimal(value):f}' AS {duckdb_type(type_)})"
        case "interval day to second" if isinstance(value, int):
            return f"CAST('{value} milliseconds' AS INTERVAL)"
        case "interval year to month" if isinstance(value, int):
            return f"CAST('{value} months' AS INTERVAL)"
        case "timestamp" | "timestamp with time zone" | "time" if isinstance(value, str) and _too_fine(
            value, type_.base
        ):
            raise PlanError(
                f"a constant of type `{type_}` has more digits than the embedded engine keeps",
                code=ErrorCode.NOT_SUPPORTED_BY_ENGINE,
            )
        case "timestamp with time zone" if isinstance(value, str):
            return f"CAST({text(_zoned(value))} AS {duckdb_type(type_)})"
        case _ if isinstance(value, int):
            return f"CAST({value} AS {duckdb_type(type_)})"
        case _ if isinstance(value, str):
            return f"CAST({text(value)} AS {duckdb_type(type_)})"
        case _:
            raise PlanError(
                f"a constant of type `{type_}` can not be sent to the embedded engine",
                code=ErrorCode.NOT_SUPPORTED_BY_ENGINE,
            )


def _too_fine(value: str, base: str) -> bool:
    """Whether digits of a fraction would be lost.

    >>> _too_fine("2026-01-01 00:00:00.123456789", "timestamp"), _too_fine("2026-01-01 00:00:00.1234567", "time")
    (False, True)
    """
    found = _FRACTION.search(value)
    return found is not None and len(found[1].rstrip("0")) > (9 if base == "timestamp" else 6)


def text(value: str) -> str:
    """A string literal. NUL ends a string for some readers, so it is refused."""
    if "\0" in value:
        raise PlanError("a text holds a NUL character", code=ErrorCode.NOT_SUPPORTED_BY_ENGINE)
    return "'" + value.replace("'", "''") + "'"


def _zoned(value: str) -> str:
    """The engine takes no blank before an offset, and calls Z by another name.

    >>> _zoned("2020-01-01 10:00:00 +08:00"), _zoned("2020-01-01 10:00:00 Z")
    ('2020-01-01 10:00:00+08:00', '2020-01-01 10:00:00 UTC')
    """
    return _OFFSET.sub(r"\1", value.removesuffix("Z") + "UTC" if value.endswith(" Z") else _settled(value))


def _settled(value: str) -> str:
    """With its offset for its zone: of an hour that comes twice Trino takes the first, the engine the second.

    >>> _settled("2020-11-01 01:30:00.5 America/New_York")
    '2020-11-01 01:30:00.5-04:00'
    """
    moment, _, zone = value.rpartition(" ")
    if "/" not in zone:
        return value
    try:
        offset = datetime.datetime.fromisoformat(moment[:19]).replace(tzinfo=ZoneInfo(zone)).utcoffset()
    except (ValueError, ZoneInfoNotFoundError):
        return value
    minutes, seconds = divmod(int(offset.total_seconds()) if offset is not None else 1, 60)
    if seconds:
        return value  # local time before there were zones
    return f"{moment}{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _float(value: float) -> str:
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return repr(value)
