"""Parquet folders: each file is a relation, read through a view in the engine's base file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel

from connectors.connector import Attachment, Connector, FoundColumn, FoundRelation
from connectors.folder import create_view, distinct_names, files
from connectors.options import FilePath, Options
from connectors.sql import literal
from connectors.trino_catalog import NoCatalog
from gateway.catalog.types import (
    BIGINT,
    BOOLEAN,
    DATE,
    DOUBLE,
    INTEGER,
    REAL,
    SMALLINT,
    TINYINT,
    VARBINARY,
    VARCHAR,
    Type,
    array,
    decimal,
    time,
    timestamp,
)  # fmt: skip


class ParquetOptions(Options):
    """`path`: the folder."""

    path: FilePath


NATIVE: Final[dict[str, Type]] = {
    "bool": BOOLEAN, "int8": TINYINT, "int16": SMALLINT, "int32": INTEGER, "int64": BIGINT,
    "uint8": SMALLINT, "uint16": INTEGER, "uint32": BIGINT, "uint64": decimal(20, 0),
    "float": REAL, "double": DOUBLE, "string": VARCHAR, "large_string": VARCHAR,
    "binary": VARBINARY, "large_binary": VARBINARY, "date32[day]": DATE, "time32[ms]": time(6), "time64[us]": time(6),
}  # fmt: skip


def trino_type(native: Any) -> Type | None:
    """The Trino type of an Arrow type; None when it cannot be read totally or is not offered yet."""
    import pyarrow as pa  # here: importing costs half a second, and only these sources need it

    if pa.types.is_timestamp(native):
        precision = {"s": 3, "ms": 3, "us": 6, "ns": 9}[native.unit]
        return timestamp(6, zone=True) if native.tz else timestamp(precision)
    if pa.types.is_decimal(native):
        return decimal(native.precision, native.scale) if native.precision <= 38 and native.scale >= 0 else None
    if pa.types.is_dictionary(native):
        return trino_type(native.value_type)
    if pa.types.is_list(native) or pa.types.is_large_list(native):
        element = trino_type(native.value_type)
        return array(element) if element is not None else None
    return NATIVE.get(str(native))


def attach(name: str, options: BaseModel, credentials: Mapping[str, str]) -> Attachment:
    """One view a file."""
    assert isinstance(options, ParquetOptions)
    import pyarrow.parquet as pq

    views: list[str] = []
    for schema, relation, file in files(options.path, ".parquet"):
        columns = list(pq.read_schema(file).names)
        if distinct_names(columns):
            views += create_view(name, schema, relation, columns, f"read_parquet({literal(str(file))})")
    return Attachment(views=tuple(views), directories=(str(options.path.resolve()),))


def inspect(name: str, options: BaseModel, credentials: Mapping[str, str]) -> tuple[FoundRelation, ...]:
    """Schemas as the files' own metadata state them; comments from field metadata `comment`."""
    assert isinstance(options, ParquetOptions)
    import pyarrow.parquet as pq

    found = []
    for schema, relation, file in files(options.path, ".parquet"):
        arrow = pq.read_schema(file)
        columns = tuple(_column(field) for field in arrow) if distinct_names(list(arrow.names)) else ()
        comment = (arrow.metadata or {}).get(b"comment", b"").decode("utf-8", "replace")
        found.append(FoundRelation(schema=schema, name=relation, kind="table", columns=columns, comment=comment))
    return tuple(found)


def _column(field: Any) -> FoundColumn:
    type_ = trino_type(field.type)
    comment = (field.metadata or {}).get(b"comment", b"").decode("utf-8", "replace")
    reason = "" if type_ is not None else f"{field.type} has no Trino type that holds every value"
    return FoundColumn(name=field.name, type=type_, native=str(field.type), comment=comment, reason=reason)


def identity(options: BaseModel, base: Path) -> str:
    """The folder, links resolved."""
    assert isinstance(options, ParquetOptions)
    return f"file:{(base / options.path).resolve()}"


CONNECTOR: Final = Connector(
    kind="parquet",
    options=ParquetOptions,
    attach=attach,
    inspect=inspect,
    # Measured on 476: a table is a directory there, never a file, and all files of a directory are one table.
    trino=NoCatalog(
        reason="Trino reads Parquet only as tables that a metastore describes, a directory each",
        instead="load the files into a PostgreSQL or MariaDB database and name that as the source",
    ),
    identity=identity,
    folder=True,
)
