"""SQLite files with whatever SQLite keeps, a catalogue of them with and without what SQLite can look for, and plans run in this process."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb

from connectors import ALL
from connectors.extensions import extension_path
from connectors.sqlite import SqliteOptions, read_here
from gateway.catalog.accepted import AcceptedSource
from gateway.catalog.drift import accept
from gateway.catalog.names import RelationName
from gateway.catalog.relations import Catalog, Search, Source
from gateway.catalog.snapshot import SourceEntry, SourceState, build
from gateway.catalog.types import parse_type
from gateway.pipeline.prepare import prepare
from gateway.pipeline.stages import Plan, Session, Statement
from gateway.policy.decision import ColumnPermit, Permit, RowRule
from gateway.policy.principal import Asking
from tests.world import ANA, INSTANT, Given, predicate

TABLES = {
    "a": "id INTEGER PRIMARY KEY, code TEXT, short VARCHAR(3), n INT, folded TEXT COLLATE NOCASE, loose, d DATE",
    "b": "id INTEGER, code TEXT, short VARCHAR(3), n INTEGER, folded TEXT COLLATE RTRIM, loose, d DATE",
}
INDEXES = ("a (code)", "a (n)", "a (folded)", "b (id)", "b (code, n)", "b (folded)", "b (short)")
COLUMNS = ("id", "code", "short", "n", "folded", "loose", "d")


def write(path: Path, rows: dict[str, Iterable[Sequence[object]]]) -> None:
    """A new file with both tables and their indexes."""
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as connection:
        for name, columns in TABLES.items():
            connection.execute(f"CREATE TABLE {name} ({columns})")
            connection.executemany(f"INSERT OR IGNORE INTO {name} VALUES (?, ?, ?, ?, ?, ?, ?)", rows.get(name, ()))
        for index in INDEXES:
            connection.execute(f'CREATE INDEX "{index}" ON {index}')
    connection.close()


def catalog(path: Path, *, kind: str = "sqlite", short: str = "varchar(2)") -> Catalog:
    """The file as its owner accepted it; `short` is cut when it is read."""
    found = tuple(read_here(SqliteOptions.model_validate({"path": path}), {}))
    accepted = accept(found, AcceptedSource(source="lite"))
    relations = tuple(
        replace(r, columns=tuple(replace(c, type=parse_type(short)) if c.name == "short" else c for c in r.columns))
        for r in accepted.relations
    )
    entry = SourceEntry(source=Source(name="lite", kind=kind, owner="office"), loose=ALL["sqlite"].loose)
    return build([entry], {"lite": replace(accepted, relations=relations)}, {"lite": SourceState(found=found)})


def blind(known: Catalog) -> Catalog:
    """The same catalogue, without what the source can look for."""
    relations = {
        name: replace(r, columns=tuple(replace(c, search=Search.NONE) for c in r.columns))
        for name, r in known.relations.items()
    }
    return replace(known, relations=relations)


def policy(rules: dict[str, str] | None = None, masks: dict[str, str] | None = None) -> Given:
    """Both tables; `rules` are their row rules, `masks` those of their columns."""
    permits = {}
    for table in TABLES:
        name = RelationName("lite", "main", table)
        rule = (rules or {}).get(table)
        permits[name] = Permit(
            relation=name,
            columns={c: ColumnPermit(name=c, mask=(masks or {}).get(c)) for c in COLUMNS},
            rows=RowRule(everything=rule is None, any_of=(predicate(rule),) if rule else ()),
        )
    return Given(permits)


def plan(sql: str, known: Catalog, given: Given | None = None) -> Plan:
    asked = Statement(
        sql=sql, asking=Asking(principal=ANA), session=Session(catalog="lite", schema="main"), instant=INSTANT
    )
    return prepare(asked, known, given or policy())


@contextmanager
def attached(connection: duckdb.DuckDBPyConnection, path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The file under its source's name, as the engine attaches it."""
    connection.execute(f"ATTACH '{path}' AS lite (TYPE sqlite, READ_ONLY)")
    try:
        yield connection
    finally:
        connection.execute("DETACH lite")


def instance() -> duckdb.DuckDBPyConnection:
    """A DuckDB in this process that reads SQLite files as the engine does."""
    connection = duckdb.connect(":memory:", config={"threads": "1"})
    connection.execute(f"LOAD '{extension_path('sqlite_scanner')}'")
    connection.execute("SET TimeZone = 'UTC'; SET GLOBAL sqlite_all_varchar = true")
    return connection


def answer(connection: duckdb.DuckDBPyConnection, made: Plan) -> Counter[tuple[object, ...]]:
    return Counter(connection.execute(made.sql).fetchall())
