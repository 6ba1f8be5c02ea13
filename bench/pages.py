"""Rows a second of one million rows of eight columns, in each form: DuckDB alone, with our encoder in the same process, and through the engine process."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import duckdb
import uvloop

from bench import wide
from bench.figures import Figure, Timed, interleaved
from gateway.engines.duckdb import DuckDBEngine
from gateway.engines.duckdb_frames import Frame
from gateway.engines.duckdb_generation import GLOBAL, Generation
from gateway.engines.duckdb_guard import Guard, parser
from gateway.engines.duckdb_statement import Statement
from gateway.engines.engine import PageFormat

AIMS: Final = {PageFormat.JSON: 1.0, PageFormat.ARROW: 3.5}
LEAST_RATIO: Final = 0.8
LIMIT: Final = 1_000_000


def measure(quick: bool) -> Iterator[Figure]:
    """Million rows a second, best of the rounds; the ratio is of the same encoder in this process."""
    rows, rounds = (100_000, 2) if quick else (1_000_000, 7)
    with tempfile.TemporaryDirectory() as name, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        folder = Path(name)
        file = wide.write(folder, rows)
        holder = wide.running(folder, file)
        engine = runner.run(holder.__aenter__())
        try:
            yield from _figures(runner, engine, Direct(file), rows, rounds)
        finally:
            runner.run(holder.__aexit__(None, None, None))


def _figures(runner: asyncio.Runner, engine: DuckDBEngine, direct: Direct, rows: int, rounds: int) -> Iterator[Figure]:
    for form in PageFormat:
        taken = interleaved(
            {
                "plain": lambda: direct.plain(rows),
                "here": lambda form=form: direct.encoded(rows, form),  # type: ignore[misc]
                "process": lambda form=form: runner.run(_through(engine, rows, form)),  # type: ignore[misc]
            },
            rounds,
        )
        yield _figure(f"{form.value}: encoded in this process", rows, taken["here"], taken["plain"], "DuckDB alone")
        through = _figure(
            f"{form.value}: through the engine process", rows, taken["process"], taken["here"], "this process",
            aim=AIMS.get(form),
        )  # fmt: skip
        yield through
        yield Figure(
            name=f"{form.value}: engine process against this process",
            value=through.ratio or 0,
            unit="x",
            aim=LEAST_RATIO,
        )


def _figure(name: str, rows: int, taken: Timed, against: Timed, of: str, aim: float | None = None) -> Figure:
    return Figure(
        name=name,
        value=rows / taken.best / 1e6,
        unit="Mrow/s",
        aim=aim,
        ratio=against.best / taken.best,
        of=of,
        note=f"p50 {rows / taken.p50 / 1e6:.2f}",
    )


async def _through(engine: DuckDBEngine, rows: int, form: PageFormat) -> None:
    run = await engine.run(wide.plan(rows, LIMIT), form, seconds=120)
    got = 0
    async for page in run.pages():
        got += page.rows
    assert got == rows


class Direct:
    """The same file in this process, with the settings of the engine that matter for speed."""

    def __init__(self, file: Path) -> None:
        connection = duckdb.connect(config={"threads": "2", "memory_limit": "2GB"})
        connection.execute(f"ATTACH '{file}' AS w (READ_ONLY)")
        for setting in GLOBAL:
            connection.execute(f"SET GLOBAL {setting}")
        self._generation = Generation(connection, {})
        self._guard = Guard(parser())

    def plain(self, rows: int) -> None:
        """Arrow batches as DuckDB gives them."""
        reader = self._generation.connection.cursor().execute(wide.query(rows)).to_arrow_reader(100_000)
        assert sum(batch.num_rows for batch in reader) == rows

    def encoded(self, rows: int, form: PageFormat) -> None:
        """A statement as the engine process runs it; whoever gets a page asks for the next."""
        order = {
            "sql": wide.query(rows),
            "columns": list(wide.COLUMNS.items()),
            "keys": {},
            "locations": [["w", "main", "wide"]],
            "passes": [],
            "sources": ["w"],
            "format": form.value,
            "row_limit": LIMIT,
        }
        got: list[int] = []

        def take(kind: Frame, number: int, *payload: Any, rows: int = 0) -> None:
            if kind is Frame.PAGE:
                got.append(rows)
                statement.credit.release()
            assert kind is not Frame.FAIL, json.loads(payload[0])

        statement = Statement(1, order, self._generation, self._guard, take)
        statement.run()
        assert sum(got) == rows
