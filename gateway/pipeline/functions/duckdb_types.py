"""How Trino's types are held in DuckDB.

CHAR(n) is a VARCHAR without trailing blanks (padded again where it shows); timestamps up to 6 digits are TIMESTAMP;
timestamps with time zone are instants and print in UTC; intervals are INTERVAL of one kind, months or microseconds.
"""

from __future__ import annotations

from typing import Final

from gateway.catalog.types import Type

_PLAIN: Final = {
    "unknown": "INTEGER",
    "boolean": "BOOLEAN",
    "tinyint": "TINYINT",
    "smallint": "SMALLINT",
    "integer": "INTEGER",
    "bigint": "BIGINT",
    "real": "FLOAT",
    "double": "DOUBLE",
    "varchar": "VARCHAR",
    "char": "VARCHAR",
    "varbinary": "BLOB",
    "date": "DATE",
    "time": "TIME",
    "time with time zone": "TIMETZ",
    "timestamp with time zone": "TIMESTAMPTZ",
    "interval day to second": "INTERVAL",
    "interval year to month": "INTERVAL",
    "uuid": "UUID",
    "json": "JSON",
}


def duckdb_type(type_: Type) -> str:
    """The DuckDB type that holds values of `type_`.

    >>> from gateway.catalog.types import parse_type
    >>> duckdb_type(parse_type("array(row(a bigint, b decimal(5,2)))"))
    'STRUCT("a" BIGINT, "b" DECIMAL(5,2))[]'
    """
    match type_.base:
        case "decimal":
            return f"DECIMAL({type_.precision},{type_.scale})"
        case "timestamp":
            return "TIMESTAMP_NS" if type_.precision > 6 else "TIMESTAMP"
        case "array":
            return f"{duckdb_type(type_.element)}[]"
        case "map":
            return f"MAP({duckdb_type(type_.element)}, {duckdb_type(type_.value)})"
        case "row":
            return f"STRUCT({', '.join(_field(type_, index) for index in range(len(type_.parameters)))})"
        case "function":
            return "LAMBDA"
        case base:
            return _PLAIN[base]


def _field(type_: Type, index: int) -> str:
    """Fields without a name are called by their number: DuckDB's own unnamed structs can not be cast to."""
    inner = type_.parameters[index]
    assert isinstance(inner, Type)
    name = (type_.fields[index] or f"field{index}").replace('"', '""')
    return f'"{name}" {duckdb_type(inner)}'
