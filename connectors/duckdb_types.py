"""DuckDB's type names as Trino types: for DuckDB files and Parquet as DuckDB would read it."""

from __future__ import annotations

import re
from typing import Final

from gateway.catalog.types import (
    BIGINT,
    BOOLEAN,
    DATE,
    DOUBLE,
    INTEGER,
    REAL,
    SMALLINT,
    TINYINT,
    UUID,
    VARBINARY,
    VARCHAR,
    Type,
    array,
    decimal,
    time,
    timestamp,
)  # fmt: skip

NATIVE: Final[dict[str, Type]] = {
    "BOOLEAN": BOOLEAN, "TINYINT": TINYINT, "SMALLINT": SMALLINT, "INTEGER": INTEGER, "BIGINT": BIGINT,
    "UTINYINT": SMALLINT, "USMALLINT": INTEGER, "UINTEGER": BIGINT, "UBIGINT": decimal(20, 0),
    "FLOAT": REAL, "DOUBLE": DOUBLE, "VARCHAR": VARCHAR, "BLOB": VARBINARY, "UUID": UUID, "DATE": DATE, "TIME": time(6),
    "TIMESTAMP_S": timestamp(0), "TIMESTAMP_MS": timestamp(3), "TIMESTAMP": timestamp(6), "TIMESTAMP_NS": timestamp(9),
    "TIMESTAMP WITH TIME ZONE": timestamp(6, zone=True),
}  # fmt: skip


def trino_type(name: str) -> Type | None:
    """None: not readable totally, or not offered yet (HUGEINT exceeds decimal(38,0); structs, maps, unions, intervals).

    >>> str(trino_type("DECIMAL(15,2)")), str(trino_type("VARCHAR[]")), trino_type("HUGEINT")
    ('decimal(15,2)', 'array(varchar)', None)
    """
    if name.endswith("[]"):
        element = trino_type(name[:-2])
        return array(element) if element is not None else None
    exact = re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", name)
    if exact:
        return decimal(int(exact[1]), int(exact[2]))
    if name.startswith("ENUM("):
        return VARCHAR
    return NATIVE.get(name)
