"""What a department of the demo city declares: its database, its relations, and which dirt its rows carry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

import pyarrow as pa

from gateway.demo.columns import Random
from gateway.demo.people import People


class Store(Enum):
    """How the department keeps its data; the values are the kinds of sources in gateway.toml."""

    SQLITE = "sqlite"
    DUCKDB = "duckdb"
    PARQUET = "parquet"
    CSV = "csv"

    @property
    def is_loose(self) -> bool:
        """Types are only hints there, so text can stand in number columns."""
        return self in (Store.SQLITE, Store.CSV)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: declared type in standard SQL, Chinese title and comment."""

    name: str
    type: str
    title: str
    comment: str = ""
    indexed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One table. `dirt` lists what can be wrong with a row, as functions of `gateway.demo.dirt`."""

    name: str
    title: str
    comment: str
    columns: tuple[Column, ...]
    dirt: tuple[Dirt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """One department. `tables` makes its rows from a block of people: relation name -> clean table.

    `fixed` are tables that do not grow with the city, made once.
    """

    code: str
    title: str
    source_title: str
    store: Store
    relations: tuple[Relation, ...]
    tables: Callable[[People, Random], Mapping[str, pa.Table]]
    fixed: Callable[[], Mapping[str, pa.Table]] | None = None

    def relation(self, name: str) -> Relation:
        return next(relation for relation in self.relations if relation.name == name)


Dirt = Callable[[Random, pa.Table, bool], pa.Table]
"""(random, rows that get dirty, whether the store is loose) -> the same rows, dirty. All columns are text then, when loose."""
