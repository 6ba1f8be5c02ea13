"""Real memory of the gateway and its engine while ten million rows pass, and of what DuckDB keeps of a source that it has read.

DuckDB keeps blocks of a file that it has read, up to `engine.memory_limit`: the first reading of a larger table shows as growth, whatever becomes of
its rows. So every block is read once before rows are measured, by a statement that gives one row and buffers none, and the blocks are a figure of their own.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import uvloop

from bench import wide
from bench.clients import FORMS
from bench.figures import Figure
from bench.site import Client, Site, children, is_engine, make, resident

GROWTH: Final = 1.25
"""Peak at ten times the rows against the peak before: flat is 1."""
NARROW_MB: Final = 64
"""An `engine.memory_limit` below the size of the source."""
FIRST: Final = "SELECT id, name FROM w.main.wide WHERE id < 10"
"""What any first statement costs: the engine's own late parts."""
EVERY_BLOCK: Final = (
    "SELECT sum(id), sum(part), max(length(name)), sum(amount), sum(ratio), max(born), max(seen), bool_or(active) "
    "FROM w.main.wide"
)
"""Needs each value of each column (a lone `max` or `count` would come from the statistics)."""


def measure(quick: bool) -> Iterator[Figure]:
    """Megabytes at the peak, how much higher that is than at a tenth of the rows, and what of it are blocks of the source."""
    rows = 1_000_000 if quick else 10_000_000
    with tempfile.TemporaryDirectory() as name:
        site = make(Path(name), rows)
        size = (site.folder / "wide.duckdb").stat().st_size / 1e6
        for form in ("json", "arrow"):
            kept, small, large = _asked(site, rows, FORMS[form])
            yield Figure(name=f"{form}: kept of a source of {size:.0f} MB", value=kept, unit="MB", aim=size * GROWTH)
            for who, blocks, before, after in zip(("gateway", "engine"), (0, kept), small, large, strict=True):
                title = f"{form}: peak of the {who} at {rows / 1e6:g}M rows"
                yield Figure(name=title, value=after, unit="MB", ratio=after / before, of=f"{rows / 1e7:g}M rows")
                growth = (after - blocks) / (before - blocks)
                title = f"{form}: growth of the {who}" + (", its blocks left out" if blocks else "")
                yield Figure(name=title, value=growth, unit="times", aim=GROWTH)
        with (site.folder / "gateway.toml").open("a") as settings:
            settings.write(f'[engine]\nmemory_limit = "{NARROW_MB}MB"\n')
        kept, _, (_, peak) = _asked(site, rows, FORMS["json"])
        title = f"kept with a memory_limit of {NARROW_MB} MB"
        yield Figure(name=title, value=kept, unit="MB", aim=NARROW_MB * GROWTH, note=f"then {peak:.0f} MB at the peak")


def _asked(site: Site, rows: int, accept: str) -> tuple[float, list[float], list[float]]:
    with site.serving() as process:
        return uvloop.run(_peaks(site, process.pid, rows, accept))


async def _peaks(site: Site, pid: int, rows: int, accept: str) -> tuple[float, list[float], list[float]]:
    """What the engine keeps of the source once it has read all of it; the peaks of both processes at a tenth of the rows, and at all of them."""
    client = Client(site)
    await client.open()
    await client.ask(FIRST)
    before = _engine(pid)
    await client.ask(EVERY_BLOCK)
    kept = _engine(pid) - before
    found = []
    for asked in (rows // 10, rows):
        peaks = [0.0, 0.0]
        asking = asyncio.ensure_future(client.ask(wide.query(asked), accept))
        while not asking.done():
            peaks = [max(peaks[0], resident(pid)), max(peaks[1], _engine(pid))]
            await asyncio.wait((asking,), timeout=0.02)
        await asking
        found.append(peaks)
    client.close()
    return kept, found[0], found[1]


def _engine(pid: int) -> float:
    return max((resident(one) for one in children(pid) if is_engine(one)), default=0.0)
