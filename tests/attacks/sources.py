"""The quiet and the loud database as sources of every kind, with dirt in the hidden rows where a source can hold it."""

from __future__ import annotations

import csv
import datetime
import sqlite3
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import duckdb
import psycopg
import pyarrow as pa
import pyarrow.parquet as pq

from gateway.engines.duckdb import EngineSource
from tests.attacks.world import TYPES, WORLDS, Rows
from tests.contracts.world import server_source
from tests.engines.world import source
from tests.servers import Server

# What only SQLite and CSV can hold: every value of these hidden rows is of the wrong kind.
DIRT: Final[Mapping[str, Rows]] = {
    "person": [
        ("CANARY", "dirt", "B1", "old", "138", "1.2.3", "9999-99-99", "maybe", "CANARY"),
        ("0x10", 4242, 4242, "4242.5", 4242, "4242,00", "CANARY", "2", 4242),
        ("", "", "", "", "", "", "", "", ""),
    ],
    "visit": [("CANARY", "CANARY", "4242x", 4242, "B1", "heavy"), (1, "2026-13-01", "-1e3", "x", "A1", "1,5")],
    "place": [],
    "vault": [("CANARY", "CANARY")],
}


def rows(world: str, relation: str, *, loose: bool = False) -> list[tuple[Any, ...]]:
    found = list(WORLDS[world][relation])
    return [*found, *DIRT[relation]] if loose and world == "loud" else found


def _create(relation: str, words: Mapping[str, str]) -> str:
    columns = ", ".join(f"{column} {_native(str(type_), words)}" for column, type_ in TYPES[relation].items())
    return f"CREATE TABLE {relation} ({columns})"


def _native(type_: str, words: Mapping[str, str]) -> str:
    return words.get(type_, type_)


def _marks(relation: str, mark: str = "?") -> str:
    return f"INSERT INTO {relation} VALUES ({', '.join(mark for _ in TYPES[relation])})"


def _text(value: Any) -> Any:
    match value:
        case Decimal():
            return str(value)
        case datetime.date():
            return value.isoformat()
        case _:
            return value


def duckdb_source(folder: Path, world: str) -> EngineSource:
    with duckdb.connect(str(folder / "data.duckdb")) as connection:
        for relation in TYPES:
            connection.execute(_create(relation, {}))
            for row in rows(world, relation):
                connection.execute(_marks(relation), list(row))
    return source("data", "duckdb", path=folder / "data.duckdb")


def sqlite_source(folder: Path, world: str) -> EngineSource:
    connection = sqlite3.connect(folder / "data.sqlite")
    for relation in TYPES:
        connection.execute(_create(relation, {}))
        found = rows(world, relation, loose=True)
        connection.executemany(_marks(relation), [tuple(map(_text, row)) for row in found])
    connection.execute("CREATE INDEX by_region ON person (region)")
    connection.execute("CREATE INDEX by_phone ON person (phone)")
    if world == "loud":
        connection.execute("INSERT INTO person (id, region, phone) VALUES (x'00ff', x'42', x'ff')")
    connection.commit()
    connection.close()
    return source("data", "sqlite", path=folder / "data.sqlite")


def csv_source(folder: Path, world: str) -> EngineSource:
    (folder / "texts").mkdir()
    for relation, types in TYPES.items():
        with (folder / "texts" / f"{relation}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(types)
            writer.writerows(["" if v is None else str(v).lower() if isinstance(v, bool) else _text(v) for v in row]
                             for row in rows(world, relation, loose=True))  # fmt: skip
    return source("data", "csv", path=folder / "texts")


ARROW: Final = {
    "bigint": pa.int64(), "integer": pa.int32(), "date": pa.date32(), "boolean": pa.bool_(), "double": pa.float64(),
    "decimal(10,2)": pa.decimal128(10, 2),
}  # fmt: skip


def parquet_source(folder: Path, world: str) -> EngineSource:
    (folder / "pq").mkdir()
    for relation, types in TYPES.items():
        found = rows(world, relation)
        arrays = [
            pa.array([row[at] for row in found], ARROW.get(str(type_), pa.string()))
            for at, type_ in enumerate(types.values())
        ]
        pq.write_table(pa.table(arrays, names=list(types)), folder / "pq" / f"{relation}.parquet")
    return source("data", "parquet", path=folder / "pq")


def postgresql_source(server: Server, world: str, **options: Any) -> EngineSource:
    fresh = server.fresh_database()
    with psycopg.connect(fresh.dsn) as connection, connection.cursor() as cursor:
        for relation in TYPES:
            cursor.execute(_create(relation, {"double": "double precision"}))
            cursor.executemany(_marks(relation, "%s"), rows(world, relation))
    return server_source("data", "postgresql", fresh, **options)


def mariadb_source(server: Server, world: str, **options: Any) -> EngineSource:
    fresh = server.fresh_database()
    for relation in TYPES:
        create = _create(relation, {})
        fresh.execute(f"{create} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;")
        values = [f"({', '.join(map(_literal, row))})" for row in rows(world, relation)]
        if values:
            fresh.execute(f"INSERT INTO {relation} VALUES {', '.join(values)};")
    return server_source("data", "mysql", fresh, **options)


def _literal(value: Any) -> str:
    match _text(value):
        case None:
            return "NULL"
        case bool() as flag:
            return str(int(flag))
        case str() as text if not isinstance(value, Decimal):
            return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
        case other:
            return str(other)


FILES: Final[Mapping[str, Callable[[Path, str], EngineSource]]] = {
    "duckdb": duckdb_source, "sqlite": sqlite_source, "parquet": parquet_source, "csv": csv_source,
}  # fmt: skip
SERVERS: Final[Mapping[str, Callable[..., EngineSource]]] = {
    "postgresql": postgresql_source, "mysql": mariadb_source,
}  # fmt: skip
