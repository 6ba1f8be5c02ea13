"""One small table, the same rows in every kind of source, with the traps that sources differ in."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import duckdb
import psycopg
import pyarrow as pa
import pyarrow.parquet as pq

from gateway.engines.duckdb import EngineSource
from tests.engines.world import source
from tests.servers import Server

COLUMNS: Final = ("id", "name", "Code", "amount", "rate", "born", "seen", "active")
DAY = datetime.date
MOMENT = datetime.datetime

# Case, trailing blanks, accents, CJK and characters beyond the first plane, quotes, NULL everywhere.
ROWS: Final[tuple[tuple[Any, ...], ...]] = (
    (1, "air", "A1", Decimal("10.50"), 0.5, DAY(1990, 1, 2), MOMENT(2024, 1, 2, 3, 4, 5), True),
    (2, "AIR", "a1", Decimal("-3.25"), -1.25, DAY(2000, 2, 29), MOMENT(2024, 1, 2, 3, 4, 5, 600000), False),
    (3, "air ", "A2", Decimal("0.00"), 1e10, DAY(1949, 10, 1), MOMENT(1960, 12, 31, 23, 59, 59), True),
    (4, "é", "e", Decimal("99999999.99"), 0.1, None, None, None),
    (5, "e", "é", None, None, DAY(2024, 12, 31), MOMENT(2024, 12, 31), False),
    (6, "张三", "张", Decimal("1.00"), 2.0, DAY(1985, 5, 5), MOMENT(2020, 5, 5, 5, 5, 5), True),
    (7, "𠀀", "x'\"y", Decimal("1.10"), 3.0, DAY(1985, 5, 6), MOMENT(2020, 5, 5, 5, 5, 6), True),
    (8, None, None, None, None, None, None, None),
    (9, "", "-", Decimal("2.00"), 0.0, DAY(2001, 1, 1), MOMENT(2001, 1, 1), False),
)

# Only loosely typed sources can hold these: each value that does not convert is NULL, the others of its row stand.
DIRTY: Final = (
    ("10", "dirty", "D1", "n/a", "1.5.2", "1950-13-45", "yesterday", "yes"),
    ("eleven", "dirty", "D2", "12.345", "1e3", "2024/01/05", "2024-01-05T10:00:00", "1"),
)
DIRTY_READ: Final = (
    (10, "dirty", "D1", None, None, None, None, None),
    (None, "dirty", "D2", Decimal("12.35"), 1000.0, None, None, True),
)

CREATE: Final = """CREATE TABLE people (id {integer}, name {text}, "Code" {text}, amount DECIMAL(10,2), rate {double}, born DATE, seen {timestamp}, active BOOLEAN)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A source that holds the table, and where."""

    source: EngineSource
    schema: str
    loose: bool = False

    @property
    def rows(self) -> tuple[tuple[Any, ...], ...]:
        return (*ROWS, *DIRTY_READ) if self.loose else ROWS


def sqlite_world(folder: Path) -> World:
    connection = sqlite3.connect(folder / "people.sqlite")
    connection.execute(CREATE.format(integer="INTEGER", text="TEXT", double="REAL", timestamp="TIMESTAMP"))
    marks = ", ".join("?" * len(COLUMNS))
    for row in ROWS:
        connection.execute(f"INSERT INTO people VALUES ({marks})", [_plain(value) for value in row])
    connection.executemany(f"INSERT INTO people VALUES ({marks})", DIRTY)
    connection.commit()
    connection.close()
    return World(source=source("src", "sqlite", path=folder / "people.sqlite"), schema="main", loose=True)


def _plain(value: Any) -> Any:
    match value:
        case Decimal():
            return float(value)
        case datetime.datetime():
            return value.isoformat(" ")
        case datetime.date():
            return value.isoformat()
        case _:
            return value


def csv_world(folder: Path) -> World:
    (folder / "texts").mkdir()
    lines = [",".join(COLUMNS)]
    lines += [",".join("" if value is None else _csv(value) for value in row) for row in (*ROWS, *DIRTY)]
    (folder / "texts" / "people.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return World(source=source("src", "csv", path=folder / "texts"), schema="main", loose=True)


def _csv(value: Any) -> str:
    text = str(_plain(value)).lower() if isinstance(value, bool) else str(value)
    special = text == "" or any(c in text for c in '",\n')
    return '"' + text.replace('"', '""') + '"' if special else text


def parquet_world(folder: Path) -> World:
    (folder / "pq").mkdir()
    types = (
        pa.int64(), pa.string(), pa.string(), pa.decimal128(10, 2), pa.float64(), pa.date32(), pa.timestamp("us"), pa.bool_(),
    )  # fmt: skip
    arrays = [pa.array([row[at] for row in ROWS], type_) for at, type_ in enumerate(types)]
    pq.write_table(pa.table(arrays, names=list(COLUMNS)), folder / "pq" / "people.parquet")
    return World(source=source("src", "parquet", path=folder / "pq"), schema="main")


def duckdb_world(folder: Path) -> World:
    with duckdb.connect(str(folder / "people.duckdb")) as connection:
        connection.execute(CREATE.format(integer="BIGINT", text="VARCHAR", double="DOUBLE", timestamp="TIMESTAMP"))
        connection.executemany(
            f"INSERT INTO people VALUES ({', '.join('?' * len(COLUMNS))})", [list(row) for row in ROWS]
        )
    return World(source=source("src", "duckdb", path=folder / "people.duckdb"), schema="main")


def postgresql_world(server: Server) -> World:
    fresh = server.fresh_database()
    with psycopg.connect(fresh.dsn) as connection:
        connection.execute(
            CREATE.format(integer="BIGINT", text="TEXT", double="DOUBLE PRECISION", timestamp="TIMESTAMP")
        )
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO people VALUES ({', '.join(['%s'] * len(COLUMNS))})", list(ROWS))
        connection.execute("COMMENT ON TABLE people IS '人口'")
        connection.execute("COMMENT ON COLUMN people.name IS '姓名'")
    return World(source=server_source("src", "postgresql", fresh), schema="public")


def mariadb_world(server: Server) -> World:
    fresh = server.fresh_database()
    create = CREATE.format(integer="BIGINT", text="VARCHAR(50)", double="DOUBLE", timestamp="DATETIME(6)").replace(
        '"', "`"
    )
    values = ", ".join(f"({', '.join(_literal(value) for value in row)})" for row in ROWS)
    fresh.execute(f"{create} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci; INSERT INTO people VALUES {values};")
    fresh.execute("ALTER TABLE people COMMENT '人口'; ALTER TABLE people MODIFY name VARCHAR(50) COMMENT '姓名';")
    return World(source=server_source("src", "mysql", fresh), schema=fresh.database)


def _literal(value: Any) -> str:
    match value:
        case None:
            return "NULL"
        case bool():
            return str(int(value))
        case int() | float() | Decimal():
            return str(value)
        case _:
            return "'" + str(value).replace("\\", "\\\\").replace("'", "''") + "'"


def server_source(name: str, kind: str, server: Server, **options: Any) -> EngineSource:
    credentials = {"user": server.user, "password": server.password}
    return source(name, kind, credentials, host=server.host, port=server.port, database=server.database, **options)


FILE_WORLDS: Final[Mapping[str, Callable[[Path], World]]] = {
    "sqlite": sqlite_world, "csv": csv_world, "parquet": parquet_world, "duckdb": duckdb_world,
}  # fmt: skip
SERVER_WORLDS: Final[Mapping[str, Callable[[Server], World]]] = {"postgresql": postgresql_world, "mysql": mariadb_world}
