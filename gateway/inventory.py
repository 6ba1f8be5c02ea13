"""Keeps the catalogue snapshot current: what owners accepted, compared with what the sources hold now.

Statements may be judged before a source was looked at; none reads it before that, and none reads what has changed since it was judged.
"""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Final

from connectors.watch import Place
from gateway.catalog import accepted, snapshot
from gateway.catalog.accepted import AcceptedSource
from gateway.catalog.names import RelationName
from gateway.catalog.relations import Catalog, Relation, Search
from gateway.errors import EngineError, ErrorCode
from gateway.events import Event, Observer
from gateway.looks import InTrino, Looks
from gateway.sources import ConfiguredSource

LOOKS: Final = 3
"""A look that was under way when a file was replaced saw the old one: then another is needed."""
REMEMBERED: Final = 8
"""Snapshots that are kept for statements that were judged by them."""


class Inventory:
    """Holds the snapshot; `catalog` is replaced as a whole."""

    def __init__(
        self,
        sources: Sequence[ConfiguredSource],
        folder: Path,
        observe: Observer,
        clock: Callable[[], datetime.datetime],
        in_trino: InTrino | None = None,
    ) -> None:
        """`in_trino` asks Trino, when that is the engine, what its catalogs have."""
        self._sources = {source.engine.name: source for source in sources}
        self._folder = folder
        self._observe = observe
        self.looks = Looks(sources, observe, clock, in_trino)
        self._accepted: dict[str, AcceptedSource] = {}
        self._stamps: tuple[tuple[str, int, int], ...] | None = None
        self._before: dict[str, Catalog] = {}
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

    async def inspect(self) -> None:
        """Look at every source."""
        await self._look(self._sources)

    async def inspect_one(self, name: str) -> None:
        """Look at one source."""
        await self._look((name,))

    async def _look(self, names: Iterable[str]) -> None:
        await asyncio.gather(*(self._look_and_rebuild(name) for name in names))

    async def _look_and_rebuild(self, name: str) -> None:
        """Each source's news count at once, whatever the others take."""
        await self.looks.at(name)
        self._rebuild()

    async def admit(
        self, names: Iterable[str], relations: Iterable[RelationName], version: str, seconds: float
    ) -> None:
        """Before a statement reads: every source was looked at as it is, and what the statement reads is still as it was judged. Raises EngineError."""
        judged = self._before.get(version) if version != self.catalog.version else self.catalog
        read = {relation: judged.relations.get(relation) if judged is not None else None for relation in relations}
        places = [was.location for was in read.values() if was is not None]
        await asyncio.gather(
            *(
                self._admit(name, {p[1:] for p in places if p[0] == name}, seconds)
                for name in names
                if name in self._sources
            )
        )
        for relation, was in read.items():
            if was is None or not _stands(was, self.catalog.relations.get(relation)):
                raise EngineError(
                    f"source `{relation.catalog}` has changed since the statement was judged",
                    code=ErrorCode.SOURCE_UNAVAILABLE,
                    hint="run the statement again",
                )

    async def _admit(self, name: str, relations: Collection[Place], seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                for _ in range(LOOKS):
                    if await self.looks.stands(name, relations):
                        return
                    await self._look((name,))
                    if not self.looks.good(name):
                        break
        except TimeoutError:
            pass  # said below
        raise self._unreadable(name)

    def _unreadable(self, name: str) -> EngineError:
        return EngineError(
            f"source `{name}` cannot be read: it could not be looked at",
            code=ErrorCode.SOURCE_UNAVAILABLE,
            hint="run it again later, or ask the owner of the source",
            contact=self._sources[name].engine.contact or None,
        )

    def _rebuild(self) -> bool:
        entries = [source.entry for source in self._sources.values()]
        states = self.looks.states
        fresh = snapshot.build(entries, self._accepted, states)
        self.warnings = snapshot.warnings(entries, self._accepted, states)
        if fresh == self.catalog:
            return False
        changed = fresh.version != self.catalog.version
        if changed:
            kept = list(self._before.items())[1 - REMEMBERED :]
            self._before = dict(kept) | {self.catalog.version: self.catalog}
        self.catalog = fresh
        if changed:
            facts = {"version": fresh.version, "relations": len(fresh.relations), "warnings": len(self.warnings)}
            self._observe(Event("catalog.changed", facts))
        return True

    def _file_stamps(self) -> tuple[tuple[str, int, int], ...]:
        files = (self._folder / f"{name}.toml" for name in sorted(self._sources))
        return tuple((file.name, (stat := file.stat()).st_mtime_ns, stat.st_size) for file in files if file.is_file())

    def close(self) -> None:
        """Wait for nothing."""
        self.looks.close()


def _stands(was: Relation, now: Relation | None) -> bool:
    """Whether a plan over the one is right over the other. What the source is relied on to look for may become more, not less."""
    if now is None or (was.location, was.opaque, len(was.columns)) != (now.location, now.opaque, len(now.columns)):
        return False
    return all(
        (a.name, a.source_name, a.type, a.read) == (b.name, b.source_name, b.type, b.read)
        and a.search in (Search.NONE, b.search)
        for a, b in zip(was.columns, now.columns, strict=True)
    )
