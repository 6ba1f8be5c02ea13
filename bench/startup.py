"""From `huiliu serve` to the first answer that it is ready."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure, Timed
from bench.site import children, cpu, is_engine, make

SECONDS = 2.0


def measure(quick: bool) -> Iterator[Figure]:
    """Wall seconds, and the processor seconds of both processes."""
    with tempfile.TemporaryDirectory() as name:
        site = make(Path(name), 1000)
        walls, used = [], []
        for _ in range(2 if quick else 8):
            started = time.perf_counter()
            with site.serving() as process:
                walls.append(time.perf_counter() - started)
                used.append([cpu(process.pid), *(cpu(child) for child in children(process.pid) if is_engine(child))])
        taken = Timed(walls)
        yield Figure(
            name="huiliu serve until ready", value=taken.best, unit="s", aim=SECONDS, note=f"p50 {taken.p50:.2f}"
        )
        yield Figure(name="processor time of the gateway until ready", value=min(one[0] for one in used), unit="s")
        yield Figure(name="processor time of its engine until ready", value=min(sum(one[1:]) for one in used), unit="s")
