"""The city in a PostgreSQL and in a MariaDB, as the gateway's own connectors find it there, under the names that it has on Trino."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from gateway.catalog.accepted import AcceptedSource
from gateway.catalog.drift import accept
from gateway.catalog.names import RelationName
from gateway.catalog.relations import Catalog, Source
from gateway.catalog.snapshot import SourceEntry, SourceState, build
from gateway.engines.duckdb import EngineSource
from tests.contracts.world import server_source
from tests.corpus.city import TABLES, Table
from tests.judges.answers import literals
from tests.judges.answers.trino import CATALOG, SCHEMA
from tests.servers import Server

NAMES: Final[dict[str, Callable[[str], str]]] = {
    "postgresql": lambda type_: {"tinyint": "smallint", "double": "double precision"}.get(type_, type_),
    "mysql": lambda type_: {"boolean": "bit(1)", "real": "float"}.get(type_, type_.replace("timestamp", "datetime")),
}
FLAT: Final = tuple(table for table in TABLES if not table.nested)
LEFT_OUT: Final = ("readings", "profiles", "floors", r"\* FROM [a-z.]*properties", r"\bp\.\*", "TABLE properties")
"""What these servers hold otherwise: nested values and numbers that are none, and PostgreSQL has no tinyint."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the city is, and what the gateway knows of it."""

    source: EngineSource
    catalog: Catalog


def placed(kind: str, server: Server) -> Placed:
    """The city in a database of its own on the server."""
    fresh = server.fresh_database()
    fresh.execute("".join(_create(kind, table) for table in FLAT))
    where = server_source(CATALOG, kind, fresh)
    connector = where.connector
    found = connector.inspect(CATALOG, where.options, where.credentials)
    entry = SourceEntry(
        source=Source(name=CATALOG, kind=kind, owner="city"),
        loose=connector.loose,
        compares_otherwise=connector.compares_otherwise,
        folder=connector.folder,
    )
    accepted = accept(found, AcceptedSource(source=CATALOG))
    known = build([entry], {CATALOG: accepted}, {CATALOG: SourceState(found=found)})
    renamed = [replace(r, name=RelationName(CATALOG, SCHEMA, r.name.relation)) for r in known.relations.values()]
    return Placed(where, replace(known, relations={r.name: r for r in renamed}))


def _create(kind: str, table: Table) -> str:
    columns = ", ".join(f"{name} {NAMES[kind](type_)}" for name, type_ in table.types.items())
    options = " CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci" if kind == "mysql" else ""
    rows = literals.values(table, literals.server)
    if kind == "mysql":
        rows = rows.replace("\\", "\\\\")
    return f"CREATE TABLE {table.name} ({columns}){options};\nINSERT INTO {table.name} {rows};\n"
