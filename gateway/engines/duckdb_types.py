"""Trino's types as DuckDB writes them."""

from __future__ import annotations

from typing import Final

from connectors.sql import identifier
from gateway.catalog.types import Type

NAMES: Final = {
    "unknown": "VARCHAR", "boolean": "BOOLEAN", "tinyint": "TINYINT", "smallint": "SMALLINT", "integer": "INTEGER", "bigint": "BIGINT",
    "real": "FLOAT", "double": "DOUBLE", "varchar": "VARCHAR", "char": "VARCHAR", "varbinary": "BLOB", "date": "DATE", "time": "TIME",
    "timestamp with time zone": "TIMESTAMP WITH TIME ZONE", "interval day to second": "INTERVAL", "interval year to month": "INTERVAL",
    "uuid": "UUID", "json": "VARCHAR",
}  # fmt: skip


def duckdb_type(type_: Type) -> str:
    """The DuckDB type in which values of a Trino type leave the engine.

    >>> from gateway.catalog.types import parse_type
    >>> duckdb_type(parse_type("map(varchar, array(decimal(5,2)))"))
    'MAP(VARCHAR, DECIMAL(5, 2)[])'
    """
    match type_.base:
        case "decimal":
            return f"DECIMAL({type_.precision}, {type_.scale})"
        case "timestamp":
            precision = type_.precision
            return "TIMESTAMP_MS" if precision <= 3 else "TIMESTAMP" if precision <= 6 else "TIMESTAMP_NS"
        case "array":
            return f"{duckdb_type(type_.element)}[]"
        case "map":
            return f"MAP({duckdb_type(type_.element)}, {duckdb_type(type_.value)})"
        case "row":
            fields = ", ".join(f"{identifier(name)} {duckdb_type(t)}" for name, t in named_fields(type_))
            return f"STRUCT({fields})"
        case base:
            return NAMES[base]


def named_fields(type_: Type) -> list[tuple[str, Type]]:
    """A row's fields; DuckDB wants a name for each."""
    return [
        (name or f"field{at}", parameter)
        for at, (name, parameter) in enumerate(zip(type_.fields, type_.parameters, strict=True))
        if isinstance(parameter, Type)
    ]
