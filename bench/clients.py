"""A point query over HTTP by 1, 10 and 100 clients, against the same query at the engine and on DuckDB alone; and a million rows to one client."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import duckdb
import uvloop

from bench import wide
from bench.figures import Figure, Timed
from bench.site import Client, Site, cpu, make
from gateway.engines.duckdb import DuckDBEngine
from gateway.engines.engine import PageFormat

ROWS: Final = 1_000_000
POINT: Final = "SELECT name FROM w.main.wide WHERE id = 4711"
ADDED_MS: Final = 3.0
FORMS: Final = {
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "csv": "text/csv",
    "arrow": "application/vnd.apache.arrow.stream",
}


def measure(quick: bool) -> Iterator[Figure]:
    """Milliseconds per statement, from the request's first byte to the answer's last."""
    rows, rounds = (100_000, 30) if quick else (ROWS, 300)
    with (
        tempfile.TemporaryDirectory() as name,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        site = make(Path(name), rows)
        with site.serving() as process:
            yield from runner.run(_all(site, process.pid, rows, rounds))


async def _all(site: Site, pid: int, rows: int, rounds: int) -> list[Figure]:
    return [figure async for figure in _figures(site, pid, rows, rounds)]


async def _figures(site: Site, pid: int, rows: int, rounds: int) -> AsyncIterator[Figure]:
    async with wide.running(site.folder, site.folder / "wide.duckdb") as engine:
        client = Client(site)
        await client.open()
        alone = duckdb.connect()
        alone.execute(f"ATTACH '{site.folder / 'wide.duckdb'}' AS w (READ_ONLY)")
        ways: dict[str, Callable[[], Awaitable[object]]] = {
            "duckdb": lambda: asyncio.sleep(0, alone.cursor().execute(POINT).fetchall()),
            "engine": lambda: _at_engine(engine),
            "http": lambda: client.ask(POINT),
        }
        before = 0.0
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for number in range(rounds + 20):
            if number == 20:
                before = cpu(pid)
            for name, once in ways.items():
                started = time.perf_counter()
                await once()
                if number >= 20:
                    taken[name].append(time.perf_counter() - started)
        used = (cpu(pid) - before) / rounds
        duck, direct, http = (Timed(taken[name]) for name in ways)
        yield _ms("point query, DuckDB in this process", duck)
        yield _ms("point query, at the engine process", direct)
        yield _ms("point query, HTTP, 1 client", http, note=f"{used * 1000:.1f} ms of the gateway's processor time")
        added = (http.p50 - direct.p50) * 1000
        yield Figure(name="added by the gateway, p50", value=added, unit="ms", aim=ADDED_MS)
        yield Figure(name="added by the gateway, best", value=(http.best - direct.best) * 1000, unit="ms")
        for number in (10, 100):
            yield await _crowd(site, number, max(2, rounds // number * 4))
        for form, accept in FORMS.items():
            best = min([await _seconds(client, wide.query(rows), accept) for _ in range(3)])
            yield Figure(name=f"{form}: {rows} rows over HTTP", value=rows / best / 1e6, unit="Mrow/s")
        client.close()


async def _seconds(client: Client, sql: str, accept: str) -> float:
    started = time.perf_counter()
    await client.ask(sql, accept)
    return time.perf_counter() - started


async def _at_engine(engine: DuckDBEngine) -> None:
    columns = tuple(column for column in wide.plan(1).columns if column.name == "name")
    run = await engine.run(replace(wide.plan(1), sql=POINT, columns=columns), PageFormat.JSON, seconds=10)
    async for _ in run.pages():
        pass


async def _crowd(site: Site, clients: int, each: int) -> Figure:
    taken: list[float] = []

    async def one() -> None:
        client = Client(site)
        await client.open()
        for _ in range(each):
            taken.append(await _seconds(client, POINT, "application/json"))
        client.close()

    started = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(clients)))
    rate = clients * each / (time.perf_counter() - started)
    return _ms(f"point query, HTTP, {clients} clients", Timed(taken), note=f"{rate:.0f} statements/s")


def _ms(name: str, taken: Timed, note: str = "") -> Figure:
    told = f"best {taken.best * 1000:.1f}, p95 {taken.p95 * 1000:.1f}"
    return Figure(name=name, value=taken.p50 * 1000, unit="ms", note=f"{told}; {note}" if note else told)
