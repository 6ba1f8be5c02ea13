"""Constants as Trino text: of exactly the type that the statement gives them."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import Final

from gateway.catalog.types import Type
from gateway.errors import ErrorCode, PlanError
from gateway.pipeline import bound
from gateway.pipeline.printing.constants import text
from gateway.pipeline.printing.names import quoted

_FRACTION: Final = re.compile(r":[0-9]{2}\.([0-9]+)")
_WORDS: Final = {
    "date": "DATE",
    "time": "TIME",
    "time with time zone": "TIME",
    "timestamp": "TIMESTAMP",
    "timestamp with time zone": "TIMESTAMP",
}


def trino_type(type_: Type) -> str:
    """A type as it stands in CAST; names of fields in quotes, since some are words of the grammar.

    >>> from gateway.catalog.types import parse_type
    >>> trino_type(parse_type("array(row(a bigint, b decimal(5,2)))"))
    'array(row("a" bigint, "b" decimal(5,2)))'
    """
    match type_.base:
        case "row":
            fields = zip(type_.fields, _parts(type_), strict=True)
            return f"row({', '.join(f'{quoted(name)} {part}' if name else part for name, part in fields)})"
        case "array" | "map":
            return f"{type_.base}({', '.join(_parts(type_))})"
        case _:
            return str(type_)


def _parts(type_: Type) -> list[str]:
    return [trino_type(part) for part in type_.parameters if isinstance(part, Type)]


def constant(node: bound.Constant) -> str:
    """The constant with its type.

    >>> from gateway.catalog.types import BIGINT, varchar
    >>> constant(bound.Constant("it's", varchar(4))), constant(bound.Constant(-7, BIGINT))
    ("'it''s'", "BIGINT '-7'")
    """
    value, type_ = node.value, node.type
    if value is None:
        return "NULL" if type_.base == "unknown" else f"CAST(NULL AS {trino_type(type_)})"
    match type_.base:
        case "boolean":
            return "TRUE" if value else "FALSE"
        case "integer" if isinstance(value, int) and 0 <= value < 2**31:
            return str(value)
        case "tinyint" | "smallint" | "integer" | "bigint" if isinstance(value, int):
            return f"{type_.base.upper()} '{value}'"
        case "varchar" if isinstance(value, str) and type_.length == len(value):
            return text(value)
        case "varchar" | "char" if isinstance(value, str):
            return f"CAST({text(value)} AS {trino_type(type_)})"
        case "varbinary" if isinstance(value, bytes):
            return f"X'{value.hex()}'"
        case "real" | "double" if isinstance(value, int | float):
            return _floating(float(value), type_)
        case "decimal" if isinstance(value, Decimal | int):
            return f"CAST(DECIMAL '{Decimal(value):f}' AS {trino_type(type_)})"
        case "interval day to second" if isinstance(value, int):
            return _days(value)
        case "interval year to month" if isinstance(value, int):
            return f"INTERVAL {_sign(value)}'{abs(value)}' MONTH"
        case "uuid" | "json" if isinstance(value, str):
            return f"{type_.base.upper()} {text(value)}"
        case base if base in _WORDS and isinstance(value, str):
            return _moment(value, type_)
        case _:
            raise PlanError(f"a constant of type `{type_}` can not be sent", code=ErrorCode.NOT_SUPPORTED_BY_ENGINE)


def _floating(value: float, type_: Type) -> str:
    if math.isfinite(value):
        return f"{type_.base.upper()} '{value!r}'"
    said = "nan()" if math.isnan(value) else f"{'-' if value < 0 else ''}infinity()"
    return f"({said})" if type_.base == "double" else f"CAST({said} AS {type_.base})"


def _sign(value: int) -> str:
    return "-" if value < 0 else ""


def _days(milliseconds: int) -> str:
    """
    >>> _days(-90061005)
    "INTERVAL -'1 01:01:01.005' DAY TO SECOND"
    """
    seconds, thousandths = divmod(abs(milliseconds), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    shown = f"{days} {hours:02d}:{minutes:02d}:{seconds:02d}.{thousandths:03d}"
    return f"INTERVAL {_sign(milliseconds)}'{shown}' DAY TO SECOND"


def _moment(value: str, type_: Type) -> str:
    """A literal has as many digits as are written."""
    literal = f"{_WORDS[type_.base]} {text(value)}"
    found = _FRACTION.search(value)
    written = len(found[1]) if found else 0
    return literal if type_.base == "date" or written == type_.precision else f"CAST({literal} AS {trino_type(type_)})"
