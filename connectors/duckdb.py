"""DuckDB database files, attached read-only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from pydantic import BaseModel

from connectors.connector import Attachment, Connector, FoundColumn, FoundRelation
from connectors.duckdb_types import trino_type
from connectors.isolated import inspect_isolated
from connectors.options import FilePath, Options
from connectors.sql import identifier, literal
from connectors.trino_catalog import NoCatalog


class DuckDBOptions(Options):
    """`path`: the file. A process that writes to it locks it, so its owner should replace it, not update it."""

    path: FilePath


OPTIONS: Final = DuckDBOptions


def attach(name: str, options: BaseModel, credentials: Mapping[str, str]) -> Attachment:
    """Opened when attached, so it stays readable after files are locked away."""
    assert isinstance(options, DuckDBOptions)
    path = str(options.path)
    return Attachment(statements=(f"ATTACH {literal(path)} AS {identifier(name)} (READ_ONLY)",), files=(path,))


def inspect(name: str, options: BaseModel, credentials: Mapping[str, str]) -> tuple[FoundRelation, ...]:
    """In a process of its own: one process opens a DuckDB file once."""
    return inspect_isolated("duckdb", options, credentials)


def read_here(options: DuckDBOptions, credentials: Mapping[str, str]) -> Iterator[FoundRelation]:
    """Tables and views of the file."""
    import duckdb  # here: importing costs 0.1 s, and only the process of its own needs it

    connection = duckdb.connect(
        str(options.path),
        read_only=True,
        config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"},
    )
    tables = connection.execute(
        """SELECT schema_name, table_name, 'table', comment FROM duckdb_tables() WHERE NOT internal AND NOT temporary
           UNION ALL SELECT schema_name, view_name, 'view', comment FROM duckdb_views() WHERE NOT internal ORDER BY 1, 2"""
    ).fetchall()
    for schema, relation, kind, comment in tables:
        rows = connection.execute(
            "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE schema_name = ? AND table_name = ? ORDER BY column_index",
            [schema, relation],
        ).fetchall()
        columns = tuple(_column(*row) for row in rows)
        yield FoundRelation(schema=schema, name=relation, kind=kind, columns=columns, comment=comment or "")


def _column(name: str, native: str, comment: str | None) -> FoundColumn:
    type_ = trino_type(native)
    reason = "" if type_ is not None else f"{native} has no Trino type that holds every value"
    return FoundColumn(name=name, type=type_, native=native, comment=comment or "", reason=reason)


def identity(options: BaseModel, base: Path) -> str:
    """The file, links resolved."""
    assert isinstance(options, DuckDBOptions)
    return f"file:{(base / options.path).resolve()}"


CONNECTOR: Final = Connector(
    kind="duckdb",
    options=DuckDBOptions,
    attach=attach,
    inspect=inspect,
    # Measured on 476: it can be written through, no address makes it read-only, and times with zone are left out.
    trino=NoCatalog(
        reason="Trino's DuckDB connector opens the file for writing",
        instead="load it into a PostgreSQL or MariaDB database and name that as the source",
    ),
    identity=identity,
)
