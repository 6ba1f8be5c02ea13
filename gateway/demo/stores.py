"""Write a department's tables as the kind of database it keeps: one writer a kind, fed block by block."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, assert_never

import duckdb
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from gateway.demo.columns import text
from gateway.demo.department import Department, Relation, Store


class Writer(Protocol):
    """Takes tables of one department; nothing is complete before `close`."""

    def append(self, relation: Relation, table: pa.Table) -> None: ...

    def close(self) -> None: ...


def place(department: Department, folder: Path) -> Path:
    """The file or folder that holds the department's data."""
    match department.store:
        case Store.SQLITE | Store.DUCKDB:
            return folder / f"{department.code}.{department.store.value}"
        case Store.PARQUET | Store.CSV:
            return folder / department.code
        case _ as never:
            assert_never(never)


def writer(department: Department, folder: Path) -> Writer:
    """The writer for a department, its empty tables made."""
    path = place(department, folder)
    match department.store:
        case Store.SQLITE:
            return SqliteWriter(path, department)
        case Store.DUCKDB:
            return DuckDBWriter(path, department)
        case Store.PARQUET | Store.CSV:
            return FolderWriter(path, department.store)
        case _ as never:
            assert_never(never)


def all_text(table: pa.Table) -> pa.Table:
    """Every column as text, which is how loose stores are fed. Booleans become 0 and 1."""
    return pa.table({name: text(table[name].combine_chunks()) for name in table.column_names})


def typed(relation: Relation, table: pa.Table) -> pa.Table:
    """The table with the Arrow types that its declared types ask for."""
    fields = [pa.field(column.name, _arrow(column.type)) for column in relation.columns]
    return table.select([column.name for column in relation.columns]).cast(pa.schema(fields))


def load_extension(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Load a packaged scanner by path: no download, no home folder."""
    module = find_spec(f"duckdb_extension_{name}")
    assert module is not None
    assert module.submodule_search_locations
    file = next(Path(module.submodule_search_locations[0]).rglob(f"{name}.duckdb_extension"))
    connection.execute(f"LOAD '{file}'")


def _arrow(declared: str) -> pa.DataType:
    base, _, arguments = declared.rstrip(")").partition("(")
    match base:
        case "VARCHAR":
            return pa.string()
        case "DECIMAL":
            return pa.decimal128(*(int(argument) for argument in arguments.split(",")))
        case "TIMESTAMP":
            return pa.timestamp("ms")
        case _:
            return {"BIGINT": pa.int64(), "INTEGER": pa.int32(), "DATE": pa.date32(), "BOOLEAN": pa.bool_()}[base]


def declaration(relation: Relation) -> str:
    """CREATE TABLE with the declared types."""
    columns = ", ".join(
        f'"{column.name}" {column.type.replace("TIMESTAMP(3)", "TIMESTAMP")}' for column in relation.columns
    )
    return f'CREATE TABLE "{relation.name}" ({columns})'


def indexes(relation: Relation) -> tuple[str, ...]:
    """CREATE INDEX for what departments look people up by."""
    return tuple(
        f'CREATE INDEX "{relation.name}_{column.name}" ON "{relation.name}" ("{column.name}")'
        for column in relation.columns
        if column.indexed
    )


class SqliteWriter:
    """Rows go in through DuckDB as text; SQLite's column affinity makes numbers of what looks like numbers."""

    def __init__(self, path: Path, department: Department) -> None:
        self._path = path
        self._department = department
        with sqlite3.connect(path) as made:
            for relation in department.relations:
                made.execute(declaration(relation))
        made.close()
        self._duckdb = duckdb.connect()
        load_extension(self._duckdb, "sqlite_scanner")
        self._duckdb.execute("SET sqlite_all_varchar = true")
        self._duckdb.execute(f"ATTACH '{path}' AS store (TYPE sqlite)")

    def append(self, relation: Relation, table: pa.Table) -> None:
        self._duckdb.register("rows", table)
        self._duckdb.execute(f'INSERT INTO store."{relation.name}" BY NAME SELECT * FROM rows')
        self._duckdb.unregister("rows")

    def close(self) -> None:
        self._duckdb.close()
        with sqlite3.connect(self._path) as made:
            for relation in self._department.relations:
                for statement in indexes(relation):
                    made.execute(statement)
        made.close()


class DuckDBWriter:
    """One file with declared types, titles as comments."""

    def __init__(self, path: Path, department: Department) -> None:
        self._duckdb = duckdb.connect(str(path))
        self._department = department
        for relation in department.relations:
            self._duckdb.execute(declaration(relation))
            self._duckdb.execute(f"COMMENT ON TABLE \"{relation.name}\" IS '{relation.title}'")
            for column in relation.columns:
                self._duckdb.execute(f'COMMENT ON COLUMN "{relation.name}"."{column.name}" IS \'{column.title}\'')

    def append(self, relation: Relation, table: pa.Table) -> None:
        self._duckdb.register("rows", typed(relation, table))
        self._duckdb.execute(f'INSERT INTO "{relation.name}" BY NAME SELECT * FROM rows')
        self._duckdb.unregister("rows")

    def close(self) -> None:
        # No ART indexes: they would double the file, and scans of it take milliseconds.
        self._duckdb.execute("CHECKPOINT")
        self._duckdb.close()


class FolderWriter:
    """One file a relation: `visits.parquet`, or `entities.csv` with empty fields for NULL."""

    def __init__(self, path: Path, store: Store) -> None:
        path.mkdir(parents=True)
        self._path = path
        self._store = store
        self._open: dict[str, pa.parquet.ParquetWriter | pa.csv.CSVWriter] = {}

    def append(self, relation: Relation, table: pa.Table) -> None:
        rows = table if self._store is Store.CSV else typed(relation, table)
        if relation.name not in self._open:
            self._open[relation.name] = self._create(relation.name, rows.schema)
        self._open[relation.name].write_table(rows)

    def close(self) -> None:
        for opened in self._open.values():
            opened.close()

    def _create(self, name: str, schema: pa.Schema) -> pa.parquet.ParquetWriter | pa.csv.CSVWriter:
        file = self._path / f"{name}.{self._store.value}"
        if self._store is Store.CSV:
            options = pa.csv.WriteOptions(quoting_style="needed")
            return pa.csv.CSVWriter(file, schema, write_options=options)
        return pa.parquet.ParquetWriter(file, schema, compression="zstd")


def describe(departments: tuple[Department, ...], folder: Path) -> Mapping[str, Path]:
    """Where each department's data lies."""
    return {department.code: place(department, folder) for department in departments}
