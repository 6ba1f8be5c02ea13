"""A table of eight columns of the usual types, and a real engine over it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import duckdb

from connectors import ALL
from gateway.catalog.types import parse_type
from gateway.engines.duckdb import DuckDBEngine, EngineBounds, EngineSource
from gateway.pipeline.stages import Plan, ResultColumn

COLUMNS: Final = {
    "id": "bigint", "part": "integer", "name": "varchar", "amount": "decimal(15,2)",
    "ratio": "double", "born": "date", "seen": "timestamp(3)", "active": "boolean",
}  # fmt: skip
TABLE: Final = """
CREATE TABLE wide AS SELECT
  i AS id,
  (i * 7919 % 100000)::INTEGER AS part,
  CASE i % 11 WHEN 0 THEN 'say "' || i || '"' WHEN 1 THEN '张三' || i WHEN 2 THEN NULL ELSE 'name of person ' || i END AS name,
  ((i * 31 % 1000000) / 100)::DECIMAL(15, 2) AS amount,
  CASE WHEN i % 1001 = 0 THEN 'nan'::DOUBLE ELSE i * 1.37 END AS ratio,
  DATE '1990-01-01' + (i % 12000)::INTEGER AS born,
  TIMESTAMP '2020-01-01' + to_milliseconds((i * 86413)::BIGINT) AS seen,
  CASE i % 3 WHEN 0 THEN NULL ELSE i % 3 = 1 END AS active
FROM range({rows}) AS numbers(i)
"""


def write(folder: Path, rows: int) -> Path:
    """The DuckDB file that holds it."""
    file = folder / "wide.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(TABLE.format(rows=rows))
    return file


def query(rows: int) -> str:
    """All columns of so many rows."""
    return f'SELECT {", ".join(COLUMNS)} FROM "w"."main"."wide" AS wide WHERE id < {rows}'


def plan(rows: int, limit: int | None = None) -> Plan:
    """The same as the pipeline would hand it to the engine."""
    return Plan(
        engine="duckdb",
        sql=query(rows),
        columns=tuple(ResultColumn(name=name, type=parse_type(text)) for name, text in COLUMNS.items()),
        locations=frozenset({("w", "main", "wide")}),
        row_limit=limit,
    )


@asynccontextmanager
async def running(folder: Path, file: Path) -> AsyncIterator[DuckDBEngine]:
    """The engine with its process."""
    connector = ALL["duckdb"]
    options = connector.options.model_validate({"path": file})
    source = EngineSource(name="w", connector=connector, options=options, credentials={})
    engine = DuckDBEngine([source], EngineBounds(directory=folder / "engine"), lambda key: b"")
    await engine.start()
    try:
        yield engine
    finally:
        await engine.stop()
