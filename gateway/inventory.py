"""Keeps the catalogue snapshot current: what owners accepted, compared with what the sources hold now.

A source is inspected in a thread of its own; one that does not answer keeps its last snapshot and says so (rule 14).
"""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from gateway.catalog import accepted, snapshot
from gateway.catalog.accepted import AcceptedSource
from gateway.catalog.relations import Catalog
from gateway.catalog.snapshot import SourceState
from gateway.errors import GatewayError
from gateway.events import Event, Observer
from gateway.sources import ConfiguredSource

T = TypeVar("T")
INSPECTION_SECONDS = 90.0


class Inventory:
    """Holds the snapshot; `catalog` is replaced as a whole."""

    def __init__(
        self,
        sources: Sequence[ConfiguredSource],
        folder: Path,
        observe: Observer,
        clock: Callable[[], datetime.datetime],
    ) -> None:
        self._sources = {source.engine.name: source for source in sources}
        self._folder = folder
        self._observe = observe
        self._clock = clock
        self._states: dict[str, SourceState] = {}
        self._accepted: dict[str, AcceptedSource] = {}
        self._stamps: tuple[tuple[str, int, int], ...] | None = None
        self._pool = ThreadPoolExecutor(max(1, len(self._sources)), thread_name_prefix="inspect")
        self._inspecting: set[str] = set()
        self.catalog = Catalog(version="empty")
        self.warnings: tuple[str, ...] = ()

    def reread(self) -> bool:
        """Read the accepted catalogue if its files changed; True when the snapshot is another. Raises OwnError and keeps the old one."""
        stamps = self._file_stamps()
        if stamps == self._stamps:
            return False
        read = {name: accepted.read(self._folder / f"{name}.toml") for name in self._sources}
        self._stamps, self._accepted = stamps, read
        return self._rebuild()

    def accepted_catalog(self) -> Catalog:
        """Everything that owners accepted, whether it can be found now or not."""
        return snapshot.build([source.entry for source in self._sources.values()], self._accepted, {})

    async def inspect(self) -> bool:
        """Look at every source; True when the snapshot is another."""
        await asyncio.gather(*(self._inspect(source) for source in self._sources.values()))
        return self._rebuild()

    async def _inspect(self, source: ConfiguredSource) -> None:
        name, engine = source.engine.name, source.engine
        if name in self._inspecting:  # the last look still hangs: another would only hang beside it
            return
        self._inspecting.add(name)
        work = asyncio.get_running_loop().run_in_executor(
            self._pool, engine.connector.inspect, name, engine.options, engine.credentials
        )
        work.add_done_callback(lambda _: self._inspecting.discard(name))
        try:
            found = await asyncio.wait_for(asyncio.shield(work), INSPECTION_SECONDS)
            self._states[name] = SourceState(found=found)
        except TimeoutError:
            work.add_done_callback(_heard)
            self._unavailable(name, "it did not answer in time", "")
        except GatewayError as error:
            self._unavailable(name, error.message, error.detail or "")
        except Exception as error:  # drivers raise what they like; whatever it is, this source cannot be read now
            self._unavailable(name, "it could not be inspected", repr(error))

    def _unavailable(self, name: str, reason: str, detail: str) -> None:
        """Keep what was found before; say since when it is down."""
        before = self._states.get(name, SourceState())
        since = before.unavailable or f"since {self._clock():%Y-%m-%d %H:%M %Z}: {reason}"
        self._states[name] = SourceState(found=before.found, unavailable=since)
        self._observe(Event("source.inspection_failed", {"source": name, "reason": reason, "detail": detail}))

    def _rebuild(self) -> bool:
        entries = [source.entry for source in self._sources.values()]
        fresh = snapshot.build(entries, self._accepted, self._states)
        self.warnings = snapshot.warnings(entries, self._accepted, self._states)
        if fresh == self.catalog:
            return False
        self.catalog = fresh
        facts = {"version": fresh.version, "relations": len(fresh.relations), "warnings": len(self.warnings)}
        self._observe(Event("catalog.changed", facts))
        return True

    def _file_stamps(self) -> tuple[tuple[str, int, int], ...]:
        files = (self._folder / f"{name}.toml" for name in sorted(self._sources))
        return tuple((file.name, (stat := file.stat()).st_mtime_ns, stat.st_size) for file in files if file.is_file())

    def close(self) -> None:
        """Wait for nothing: an inspection that hangs ends with the process."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _heard(work: asyncio.Future[T]) -> None:
    if not work.cancelled():
        work.exception()
