"""What JDBC's metadata calls say of a type: its number in `java.sql.Types`, sizes and digits, as Trino 476 counts them (`ColumnJdbcTable`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from gateway.catalog.types import MAX_VARCHAR, Type

OBJECT: Final = 2000
"""`Types.JAVA_OBJECT`: all that JDBC has no number for."""
NUMBERS: Final = {
    "boolean": 16, "tinyint": -6, "smallint": 5, "integer": 4, "bigint": -5, "real": 7, "double": 8, "decimal": 3,
    "varchar": 12, "char": 1, "varbinary": -3, "date": 91, "time": 92, "time with time zone": 2013,
    "timestamp": 93, "timestamp with time zone": 2014, "array": 2003,
}  # fmt: skip
DIGITS: Final = {"tinyint": 3, "smallint": 5, "integer": 10, "bigint": 19, "real": 24, "double": 53}
BINARY: Final = frozenset({"real", "double"})
ZONE: Final = len("+hh:mm")
LONG_ZONE: Final = 34
"""A blank and the longest name of a zone, as Trino reckons it."""
PLAIN: Final = (
    "unknown", "boolean", "tinyint", "smallint", "integer", "bigint", "real", "double", "varbinary", "date", "uuid", "json",
    "interval day to second", "interval year to month",
)  # fmt: skip
FAMILIES: Final = (
    "varchar", "char", "decimal", "time", "time with time zone", "timestamp", "timestamp with time zone", "array", "map", "row",
)  # fmt: skip
"""Types with parameters; of the family alone JDBC is told nothing but its name."""


@dataclass(frozen=True, slots=True)
class JdbcType:
    """The columns of `getColumns` that follow from the type. None: it has none."""

    number: int
    size: int | None = None
    digits: int | None = None
    radix: int | None = None
    octets: int | None = None


@lru_cache(maxsize=10_000)
def jdbc_type(type_: Type) -> JdbcType:
    """
    >>> from gateway.catalog.types import parse_type
    >>> jdbc_type(parse_type("decimal(10,2)"))
    JdbcType(number=3, size=10, digits=2, radix=10, octets=None)
    """
    number = NUMBERS.get(type_.base, OBJECT)
    match type_.base:
        case "decimal":
            return JdbcType(number, type_.precision, type_.scale, 10)
        case base if base in BINARY:
            return JdbcType(number, DIGITS[base], None, 2)
        case base if base in DIGITS:
            return JdbcType(number, DIGITS[base], None, 10)
        case "varchar" | "char":
            length = MAX_VARCHAR if type_.length is None else type_.length
            return JdbcType(number, length, octets=length)
        case "varbinary":
            return JdbcType(number, MAX_VARCHAR, octets=MAX_VARCHAR)
        case "date":
            return JdbcType(number, len("+5881580-07-11"))
        case "time":
            return JdbcType(number, len("hh:mm:ss") + _fraction(type_), type_.precision)
        case "time with time zone":
            return JdbcType(number, len("hh:mm:ss") + _fraction(type_) + ZONE, type_.precision)
        case "timestamp":
            return JdbcType(number, len("yyyyyy-MM-dd HH:mm:ss") + _fraction(type_), type_.precision)
        case "timestamp with time zone":
            return JdbcType(number, len("yyyyyy-MM-dd HH:mm:ss") + _fraction(type_) + LONG_ZONE, type_.precision)
        case _:
            return JdbcType(number)


def _fraction(type_: Type) -> int:
    return type_.precision + 1 if type_.precision else 0


def types() -> list[tuple[str, JdbcType, int]]:
    """Every type, with what `getTypeInfo` says of it; the last is `SEARCHABLE`."""
    plain = [(name, jdbc_type(Type(name)), 3) for name in PLAIN]
    return plain + [(name, JdbcType(NUMBERS["array"] if name == "array" else OBJECT), 0) for name in FAMILIES]
