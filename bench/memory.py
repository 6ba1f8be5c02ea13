"""Real memory of the gateway and its engine while ten million rows pass."""

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


def measure(quick: bool) -> Iterator[Figure]:
    """Megabytes at the peak, and how much higher that is than at a tenth of the rows."""
    rows = 1_000_000 if quick else 10_000_000
    with tempfile.TemporaryDirectory() as name:
        site = make(Path(name), rows)
        for form in ("json", "arrow"):
            with site.serving() as process:
                small, large = uvloop.run(_peaks(site, process.pid, rows, FORMS[form]))
            for who, before, after in zip(("gateway", "engine"), small, large, strict=True):
                title = f"{form}: peak of the {who} at {rows / 1e6:g}M rows"
                yield Figure(name=title, value=after, unit="MB", ratio=after / before, of=f"{rows / 1e7:g}M rows")
                yield Figure(name=f"{form}: growth of the {who}", value=after / before, unit="times", aim=GROWTH)


async def _peaks(site: Site, pid: int, rows: int, accept: str) -> tuple[list[float], list[float]]:
    client = Client(site)
    await client.open()
    found = []
    for asked in (rows // 10, rows):
        peaks = [0.0, 0.0]
        asking = asyncio.ensure_future(client.ask(wide.query(asked), accept))
        while not asking.done():
            engines = [resident(one) for one in children(pid) if is_engine(one)]
            peaks = [max(peaks[0], resident(pid)), max(peaks[1], *engines, 0.0)]
            await asyncio.wait((asking,), timeout=0.02)
        await asking
        found.append(peaks)
    client.close()
    return found[0], found[1]
