"""Put a department of a generated city into a real PostgreSQL or MariaDB, for tests and trials.

These stores are typed: what does not fit its column there becomes NULL, as it would when a department moves house.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import assert_never
from urllib.parse import unquote, urlsplit

import duckdb

from gateway.demo.department import Column, Department, Relation, Store
from gateway.demo.stores import load_extension, place


def load_postgresql(dsn: str, folder: Path, department: Department, schema: str = "public") -> dict[str, int]:
    """Create and fill the department's tables in a PostgreSQL schema; gives the rows of each. `dsn` is `postgresql://user:password@host:port/database`."""
    connection = _attached(dsn, "postgres")

    def execute(sql: str) -> None:
        connection.execute("CALL postgres_execute('target', ?)", [sql])

    if schema != "public":
        execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
    for relation in department.relations:
        table = f'"{schema}"."{relation.name}"'
        columns = ", ".join(f'"{column.name}" {column.type}' for column in relation.columns)
        execute(f"CREATE TABLE {table} ({columns})")
        execute(f"COMMENT ON TABLE {table} IS '{relation.title}'")
        for column in relation.columns:
            execute(f"COMMENT ON COLUMN {table}.\"{column.name}\" IS '{column.title}'")
            if column.indexed:
                execute(f'CREATE INDEX ON {table} ("{column.name}")')
    return _filled(connection, folder, department, lambda relation: f'target."{schema}"."{relation.name}"')


def load_mysql(dsn: str, folder: Path, department: Department) -> dict[str, int]:
    """The same for MySQL and MariaDB; `dsn` is `mysql://user:password@host:port/database`."""
    connection = _attached(dsn, "mysql")
    database = urlsplit(dsn).path.lstrip("/")
    for relation in department.relations:
        parts = [f"`{column.name}` {_mysql_type(column)} COMMENT '{column.title}'" for column in relation.columns]
        parts += [f"INDEX (`{column.name}`)" for column in relation.columns if column.indexed]
        sql = f"CREATE TABLE `{database}`.`{relation.name}` ({', '.join(parts)}) DEFAULT CHARSET utf8mb4 COMMENT '{relation.title}'"
        connection.execute("CALL mysql_execute('target', ?)", [sql])
    connection.execute("CALL mysql_clear_cache()")
    return _filled(connection, folder, department, lambda relation: f'target."{database}"."{relation.name}"')


def _mysql_type(column: Column) -> str:
    return column.type.replace("TIMESTAMP", "DATETIME")


def _attached(dsn: str, kind: str) -> duckdb.DuckDBPyConnection:
    """A DuckDB with the server attached as `target`, its password in a secret of this connection alone."""
    parts = urlsplit(dsn)
    connection = duckdb.connect()
    load_extension(connection, f"{kind}_scanner")
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(
        f"CREATE SECRET target_secret (TYPE {kind}, HOST {_text(parts.hostname)}, PORT {parts.port}, DATABASE {_text(parts.path.lstrip('/'))}, "
        f"USER {_text(unquote(parts.username or ''))}, PASSWORD {_text(unquote(parts.password or ''))})"
    )
    connection.execute(f"ATTACH '' AS target (TYPE {kind}, SECRET target_secret)")
    return connection


def _filled(
    connection: duckdb.DuckDBPyConnection, folder: Path, department: Department, target: Callable[[Relation], str]
) -> dict[str, int]:
    path = place(department, folder)
    if department.store is Store.SQLITE:
        load_extension(connection, "sqlite_scanner")
        connection.execute("SET sqlite_all_varchar = true")
        connection.execute(f"ATTACH {_text(str(path))} AS origin (TYPE sqlite, READ_ONLY)")
    elif department.store is Store.DUCKDB:
        connection.execute(f"ATTACH {_text(str(path))} AS origin (READ_ONLY)")
    rows: dict[str, int] = {}
    for relation in department.relations:
        read = ", ".join(_converted(column) for column in relation.columns)
        done = connection.execute(
            f"INSERT INTO {target(relation)} SELECT {read} FROM {_origin(department.store, path, relation)}"
        ).fetchone()
        rows[relation.name] = int(done[0]) if done else 0
    connection.close()
    return rows


def _origin(store: Store, path: Path, relation: Relation) -> str:
    match store:
        case Store.SQLITE | Store.DUCKDB:
            return f'origin.main."{relation.name}"'
        case Store.PARQUET:
            return f"read_parquet({_text(str(path / relation.name) + '.parquet')})"
        case Store.CSV:
            return f"read_csv({_text(str(path / relation.name) + '.csv')}, all_varchar = true)"
        case _ as never:
            assert_never(never)


def _converted(column: Column) -> str:
    """The value if it fits the declared type, else NULL; strings are cut to their length."""
    name = f'"{column.name}"'
    if column.type.startswith("VARCHAR"):
        return f"left({name}, {column.type[8:-1]})"
    return f"TRY_CAST({name} AS {column.type.replace('TIMESTAMP(3)', 'TIMESTAMP')})"


def _text(value: str | None) -> str:
    return "'" + (value or "").replace("'", "''") + "'"
