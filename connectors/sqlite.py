"""SQLite files: loosely typed, so every column is read as text and converted (rule 13).

A declared type is a hint that SQLite does not enforce. Reals come through SQLite's own text form, 15 significant digits.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from pydantic import BaseModel

from connectors.connector import Attachment, Connector, FoundColumn, FoundRelation
from connectors.isolated import inspect_isolated
from connectors.options import FilePath, Options
from connectors.sql import identifier, literal
from connectors.trino_catalog import NoCatalog
from gateway.catalog.relations import Search
from gateway.catalog.types import BIGINT, BOOLEAN, DATE, DOUBLE, VARBINARY, VARCHAR, Type, decimal, time, timestamp


class SqliteOptions(Options):
    """`path`: the file."""

    path: FilePath


OPTIONS: Final = SqliteOptions

# The first pattern that is found in the declared type says what the column most probably holds.
NATIVE: Final[tuple[tuple[str, Type], ...]] = (
    (r"bool", BOOLEAN),
    (r"int", BIGINT),
    (r"datetime|timestamp", timestamp(6)),
    (r"date", DATE),
    (r"time", time(6)),
    (r"char|clob|text|json|uuid", VARCHAR),
    (r"blob|binary", VARBINARY),
    (r"real|floa|doub|numeric|decimal|number", DOUBLE),
)


def trino_type(declared: str) -> Type:
    """The Trino type that a declared type suggests.

    >>> str(trino_type("DECIMAL(10,2)")), str(trino_type("INTEGER")), str(trino_type(""))
    ('decimal(10,2)', 'bigint', 'varchar')
    """
    exact = re.fullmatch(
        r"\s*(?:decimal|numeric|number)\s*\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)\s*", declared, re.IGNORECASE
    )
    if exact:
        precision, scale = int(exact[1]), int(exact[2] or 0)
        return decimal(precision, scale) if 0 < precision <= 38 and scale <= precision else DOUBLE
    return next((type_ for pattern, type_ in NATIVE if re.search(pattern, declared, re.IGNORECASE)), VARCHAR)


def affinity(declared: str) -> Search:
    """What SQLite turns the values of a column with this declared type into (its documentation, 3.1 of "Datatypes").

    >>> affinity("VARCHAR(18)"), affinity("BIGINT"), affinity("DATE")
    (<Search.TEXT: 'text'>, <Search.INTEGER: 'integer'>, <Search.NONE: ''>)
    """
    upper = declared.upper()
    if "INT" in upper:
        return Search.INTEGER
    return Search.TEXT if any(word in upper for word in ("CHAR", "CLOB", "TEXT")) else Search.NONE


def attach(name: str, options: BaseModel, credentials: Mapping[str, str]) -> Attachment:
    """Everything as text: the setting must stand before ATTACH."""
    assert isinstance(options, SqliteOptions)
    path = str(options.path)
    return Attachment(
        extension="sqlite_scanner",
        statements=(
            "SET GLOBAL sqlite_all_varchar = true",
            f"ATTACH {literal(path)} AS {identifier(name)} (TYPE sqlite, READ_ONLY, BUSY_TIMEOUT 5000)",
        ),
        files=(path,),
    )


def inspect(name: str, options: BaseModel, credentials: Mapping[str, str]) -> tuple[FoundRelation, ...]:
    """In a process of its own: SQLite's locks are per process."""
    return inspect_isolated("sqlite", options, credentials)


def read_here(options: SqliteOptions, credentials: Mapping[str, str]) -> Iterator[FoundRelation]:
    """Tables and views of the file."""
    uri = f"file:{Path(options.path).absolute().as_posix().replace('?', '%3f').replace('#', '%23')}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, timeout=5)
    try:
        rows = connection.execute(
            "SELECT name, type, rootpage FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
        ).fetchall()
        utf8 = connection.execute("PRAGMA encoding").fetchone() == ("UTF-8",)
        for relation, kind, root in rows:
            described = connection.execute(f"PRAGMA table_info({identifier(relation)})").fetchall()
            # A view's columns and those of a virtual table (it has no pages of its own) hold whatever they hold.
            sure = utf8 and kind == "table" and root
            columns = tuple(
                FoundColumn(
                    name=column,
                    type=trino_type(declared or ""),
                    native=declared or "",
                    search=affinity(declared or "") if sure else Search.NONE,
                )
                for _, column, declared, *_ in described
            )
            yield FoundRelation(schema="main", name=relation, kind=kind, columns=columns)
    finally:
        connection.close()


def identity(options: BaseModel, base: Path) -> str:
    """The file, links resolved."""
    assert isinstance(options, SqliteOptions)
    return f"file:{(base / options.path).resolve()}"


CONNECTOR: Final = Connector(
    kind="sqlite",
    options=SqliteOptions,
    attach=attach,
    inspect=inspect,
    trino=NoCatalog(
        reason="Trino has no connector for SQLite",
        instead="load it into a PostgreSQL or MariaDB database and name that as the source",
    ),
    identity=identity,
    loose=True,
)
