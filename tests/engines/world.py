"""A small world for engine tests: one table in a source of each file kind, and plans built by hand."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from connectors import ALL
from gateway.catalog.types import parse_type
from gateway.engines.duckdb import DuckDBEngine, EngineBounds, EngineSource
from gateway.engines.engine import JSON_ROWS, PageFormat
from gateway.pipeline.bound import Key
from gateway.pipeline.stages import Plan, ResultColumn

T = TypeVar("T")

ROWS = [(1, "张三", 10.5), (2, "李四", None), (3, None, -1.0)]
IPAD = bytes(range(64))
OPAD = bytes(range(64, 128))


def key_material(key: Key) -> bytes:
    """Pads that tests can compute with, too."""
    return IPAD + OPAD


def plan(
    sql: str,
    columns: Sequence[tuple[str, str]],
    *,
    locations: Iterable[tuple[str, str, str]] = (),
    limit: int | None = None,
    keys: dict[str, Key] | None = None,
) -> Plan:
    """A plan as the pipeline would make it."""
    return Plan(
        engine="duckdb",
        sql=sql,
        columns=tuple(ResultColumn(name=name, type=parse_type(text)) for name, text in columns),
        locations=frozenset(locations),
        row_limit=limit,
        keys=keys or {},
    )


def file_sources(folder: Path) -> list[EngineSource]:
    """Sources `lite`, `duck`, `pq` and `texts`, each with a table `people`."""
    lite = sqlite3.connect(folder / "lite.sqlite")
    lite.execute("CREATE TABLE people (id INTEGER, name TEXT, amount REAL)")
    lite.executemany("INSERT INTO people VALUES (?, ?, ?)", ROWS)
    lite.commit()
    lite.close()
    with duckdb.connect(str(folder / "duck.duckdb")) as duck:
        duck.execute("CREATE TABLE people (id BIGINT, name VARCHAR, amount DOUBLE)")
        duck.executemany("INSERT INTO people VALUES (?, ?, ?)", [list(row) for row in ROWS])
    (folder / "pq").mkdir()
    names = ("id", "name", "amount")
    table = pa.table({name: [row[at] for row in ROWS] for at, name in enumerate(names)})
    pq.write_table(table, folder / "pq" / "people.parquet")
    (folder / "texts").mkdir()
    lines = "\n".join(",".join("" if value is None else str(value) for value in row) for row in [names, *ROWS])
    (folder / "texts" / "people.csv").write_text(lines + "\n", "utf-8")
    return [
        source("lite", "sqlite", path=folder / "lite.sqlite"),
        source("duck", "duckdb", path=folder / "duck.duckdb"),
        source("pq", "parquet", path=folder / "pq"),
        source("texts", "csv", path=folder / "texts"),
    ]


def source(name: str, kind: str, credentials: dict[str, str] | None = None, **options: Any) -> EngineSource:
    """A source with validated options."""
    connector = ALL[kind]
    return EngineSource(
        name=name,
        connector=connector,
        options=connector.options.model_validate(options),
        credentials=credentials or {},
        contact=f"ask {name}",
    )


def engine(folder: Path, sources: Sequence[EngineSource] = (), **bounds: Any) -> DuckDBEngine:
    """An engine that is not started yet."""
    settings = {"memory_limit": "400MB", "threads": 2, "spill_limit": "500MB", **bounds}
    return DuckDBEngine(sources, EngineBounds(directory=folder / "engine", **settings), key_material)


def with_engine(running: DuckDBEngine, work: Callable[[DuckDBEngine], Awaitable[T]]) -> T:
    """What `work` gives on an engine that is started for it and stopped afterwards."""

    async def session() -> T:
        await running.start()
        try:
            return await work(running)
        finally:
            await running.stop()

    return asyncio.run(session())


async def read(
    running: DuckDBEngine, asked: Plan, page_format: PageFormat = PageFormat.JSON, *, seconds: float = 30
) -> tuple[bytes, bytes, int, bool]:
    """Head, all pages joined (JSON ones as one array), rows, cut."""
    run = await running.run(asked, page_format, seconds=seconds)
    pages = [page async for page in run.pages()]
    glue = b"," if page_format in JSON_ROWS else b""
    return run.head, glue.join(page.body for page in pages), sum(page.rows for page in pages), run.cut
