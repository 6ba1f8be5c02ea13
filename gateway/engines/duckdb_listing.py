"""Queries over what describes the catalogue: DuckDB in a process of its own, over a small read-only database for each view of it.

The tables hold nothing but what the principal may see, so a query can be anything; the process is apart from the one that reads data, so a costly query costs
no other statement its place. It is started at the first such query.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections import OrderedDict
from pathlib import Path
from typing import Any, Final

import duckdb

from connectors.sql import identifier, literal
from gateway.catalog.metadata import INFORMATION_SCHEMA, SCHEMAS, TABLES, MetadataRelation, schemas_of
from gateway.catalog.visible import Visible
from gateway.engines.duckdb import DuckDBEngine
from gateway.engines.duckdb_setup import EngineBounds
from gateway.engines.duckdb_types import duckdb_type
from gateway.engines.engine import Origin, PageFormat, Run
from gateway.errors import EngineError, OwnError
from gateway.events import Observer, ignore
from gateway.pipeline.bound import Key
from gateway.pipeline.stages import Plan

FILES: Final = 32
"""Views that are kept; the one that was asked for longest ago goes first."""


class ListingEngine:
    """Belongs to one event loop. `directory` is its own and may be emptied at any time."""

    def __init__(self, directory: Path, observe: Observer = ignore) -> None:
        self._files = directory / "files"
        bounds = EngineBounds(
            directory=directory / "engine",
            memory_limit="512MB",
            spill_limit="1GB",
            workers=8,
            files=self._files,
        )
        self._engine = DuckDBEngine((), bounds, _no_key, observe=observe)
        self._starting: asyncio.Task[None] | None = None
        self._writing: OrderedDict[str, asyncio.Task[Path]] = OrderedDict()
        self._written = 0

    async def run(
        self, plan: Plan, visible: Visible, page_format: PageFormat, *, seconds: float, origin: Origin
    ) -> Run:
        """Start a plan that was made for this view. Raises EngineError."""
        if any(database != visible.database for database, _, _ in plan.locations):
            raise OwnError("a plan for one view of the catalogue cannot run over another")
        await self._start()
        files = {visible.database: await self._file(visible)}
        return await self._engine.run(plan, page_format, seconds=seconds, origin=origin, files=files)

    async def _start(self) -> None:
        """Once, for all who wait; what failed is tried again."""
        if self._starting is None or (self._starting.done() and self._starting.exception() is not None):
            self._starting = asyncio.ensure_future(self._started())
        await asyncio.shield(self._starting)

    async def _started(self) -> None:
        self._files.mkdir(parents=True, exist_ok=True, mode=0o700)
        for left in self._files.iterdir():
            left.unlink()
        await self._engine.start()

    async def _file(self, visible: Visible) -> Path:
        """The view's database, written once for all who wait."""
        writing = self._writing.get(visible.key)
        if writing is None or (writing.done() and (writing.cancelled() or writing.exception() is not None)):
            path = self._files / f"{visible.key}.duckdb"
            writing = self._writing[visible.key] = asyncio.ensure_future(asyncio.to_thread(write, visible, path))
            self._written += 1
            await self._forget()
        self._writing.move_to_end(visible.key)
        try:
            return await asyncio.shield(writing)
        except (OSError, ValueError, duckdb.Error) as error:
            raise EngineError("the catalogue could not be written down", detail=str(error)) from error

    async def _forget(self) -> None:
        """Old ones; the process, which keeps what it has attached, is exchanged from time to time."""
        while len(self._writing) > FILES:
            _, task = self._writing.popitem(last=False)
            with contextlib.suppress(Exception):
                (await task).unlink(missing_ok=True)
        if self._written > 2 * FILES:
            self._written = 0
            await self._engine.rebuild()

    async def stop(self) -> None:
        """End everything that runs, release everything."""
        if self._starting is not None:
            with contextlib.suppress(Exception):
                await self._starting
            await self._engine.stop()


def _no_key(key: Key) -> bytes:
    raise OwnError("what describes the catalogue holds no tokens")


def write(visible: Visible, path: Path) -> Path:
    """The database of a view: its tables, and over them the relations under their names, a schema each."""
    path.unlink(missing_ok=True)
    with contextlib.closing(duckdb.connect(str(path), config={"threads": "1", "memory_limit": "512MB"})) as writer:
        for name, columns in TABLES.items():
            _fill(writer, name, columns, visible)
        for catalog in sorted(visible.catalogs):
            for schema in schemas_of(catalog):
                place = identifier(f"{catalog}.{schema}")
                writer.execute(f"CREATE SCHEMA {place}")
                for relation in SCHEMAS[schema].values():
                    writer.execute(
                        f"CREATE VIEW {place}.{identifier(relation.name)} AS {_view(relation, catalog, schema)}"
                    )
    os.chmod(path, 0o400)
    return path


def _fill(writer: Any, name: str, columns: tuple[tuple[str, str], ...], visible: Visible) -> None:
    import pyarrow as pa

    types = {"varchar": pa.string(), "bigint": pa.int64()}
    arrays = [pa.array(values, types[type_]) for values, (_, type_) in zip(visible.tables[name], columns, strict=True)]
    given = pa.table(arrays, names=[column for column, _ in columns])
    writer.register("given", given)
    writer.execute(f"CREATE TABLE main.{identifier(name)} AS SELECT * FROM given")
    writer.unregister("given")


def _view(relation: MetadataRelation, catalog: str, schema: str) -> str:
    """INVARIANT: expressions are those of `catalog.metadata`, written by us; a catalog's name is a literal."""
    shown = ", ".join(
        f"CAST({column.sql} AS {duckdb_type(column.type)}) AS {identifier(column.name)}" for column in relation.columns
    )
    if relation.table is None:
        return f"SELECT {shown} WHERE false"
    own = f" WHERE catalog = {literal(catalog)}" if schema == INFORMATION_SCHEMA else ""
    return f"SELECT {shown} FROM main.{identifier(relation.table)}{own}"
