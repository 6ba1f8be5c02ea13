"""Python values as literals of Trino, DuckDB, PostgreSQL and MariaDB."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from gateway.catalog.types import Type, parse_type
from gateway.engines.duckdb_types import duckdb_type
from tests.corpus.city import Table


def trino(value: Any, type_: Type) -> str:
    """An expression of exactly this type in Trino's SQL."""
    return f"CAST({_trino(value, type_)} AS {type_})"


def _trino(value: Any, type_: Type) -> str:
    match type_.base:
        case _ if value is None:
            return "NULL"
        case "array":
            return f"ARRAY[{', '.join(trino(item, type_.element) for item in value)}]"
        case "map" if not value:
            return "MAP()"
        case "map":
            keys = ", ".join(trino(key, type_.element) for key in value)
            return f"MAP(ARRAY[{keys}], ARRAY[{', '.join(trino(item, type_.value) for item in value.values())}])"
        case "row":
            return f"ROW({', '.join(trino(item, t) for item, t in zip(value, _fields(type_), strict=True))})"
        case "json":
            return f"JSON {text(value)}"
        case "varbinary":
            return f"X'{value.hex()}'"
        case "real" | "double":
            return _floating(value, "nan()", "infinity()")
        case "decimal":
            return f"DECIMAL '{value:f}'"
        case _:
            return plain(value)


def duckdb(value: Any, type_: Type) -> str:
    """The same for DuckDB."""
    return f"CAST({_duckdb(value, type_)} AS {duckdb_type(type_)})"


def _duckdb(value: Any, type_: Type) -> str:
    match type_.base:
        case _ if value is None:
            return "NULL"
        case "array":
            return f"[{', '.join(duckdb(item, type_.element) for item in value)}]"
        case "map":
            entries = (f"{duckdb(key, type_.element)}: {duckdb(item, type_.value)}" for key, item in value.items())
            return f"MAP {{{', '.join(entries)}}}"
        case "row":
            return f"row({', '.join(duckdb(item, t) for item, t in zip(value, _fields(type_), strict=True))})"
        case "varbinary":
            return f"from_hex('{value.hex()}')"
        case "real" | "double":
            return _floating(value, "'nan'", "'inf'")
        case _:
            return plain(value)


def server(value: Any, type_: Type) -> str:
    """The same for PostgreSQL and MariaDB, which get no nested values and nothing that is not a number."""
    return "NULL" if value is None else plain(value)


def plain(value: Any) -> str:
    """A value that every engine writes alike."""
    match value:
        case bool():
            return str(value).upper()
        case int():
            return str(value)
        case float():
            return f"{value!r}" if "e" in repr(value) else f"{value!r}e0"
        case Decimal():
            return f"{value:f}"
        case datetime.datetime():
            return f"TIMESTAMP '{value.isoformat(' ', 'microseconds')}'"
        case datetime.date():
            return f"DATE '{value.isoformat()}'"
        case datetime.time():
            return f"TIME '{value.isoformat('microseconds')}'"
        case _:
            return text(value)


def text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def values(table: Table, literal: Callable[[Any, Type], str]) -> str:
    """`VALUES (…), (…)` of a table."""
    types = [parse_type(name) for name in table.types.values()]
    rows = (", ".join(literal(value, t) for value, t in zip(row, types, strict=True)) for row in table.rows)
    return "VALUES " + ",\n".join(f"({row})" for row in rows)


def _fields(type_: Type) -> list[Type]:
    return [part for part in type_.parameters if isinstance(part, Type)]


def _floating(value: float, nan: str, infinity: str) -> str:
    if math.isnan(value):
        return nan
    if math.isinf(value):
        return infinity if value > 0 else f"-{infinity}"
    return plain(value)
