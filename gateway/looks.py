"""Looks at sources: what each holds, and whether its account may do more than read. Threads of its own, one look at a source at a time.

A source that does not answer keeps what was found before, and says since when (rule 14).
"""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from connectors.daemon import in_daemon_thread
from connectors.trino_catalog import NoCatalog
from connectors.watch import Layouts, Place, SharedWatch, Watch
from gateway.catalog.found import FoundRelation
from gateway.catalog.names import fold
from gateway.catalog.snapshot import SourceState
from gateway.catalog.trino import TrinoTypes
from gateway.engines.duckdb_setup import EngineSource
from gateway.errors import EngineError, GatewayError
from gateway.events import Event, Observer
from gateway.sources import ConfiguredSource

INSPECTION_SECONDS: Final = 90.0

InTrino = Callable[[str, Collection[str]], TrinoTypes]
"""(source, folded schemas) -> what Trino's catalog of that name has there. Blocking; raises EngineError."""

Stamp = tuple[tuple[str, int], ...]
"""Files and their inodes: another one when a file is replaced by renaming a finished one over it, or comes, or goes."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look brought: relations, and what the account may do beyond reading (None: not asked this time)."""

    relations: tuple[FoundRelation, ...]
    privileges: tuple[str, ...] | None = None
    stamp: Stamp = ()
    in_trino: TrinoTypes | None = None


@dataclass(slots=True)
class _Look:
    """Where the looks at one source stand. `under_way` is shared by all who wait for it."""

    engine: EngineSource
    watch: Watch | None
    state: SourceState = field(default_factory=SourceState)
    good: bool = False
    """The last look was answered."""
    privileges: tuple[str, ...] | None = None
    under_way: asyncio.Task[None] | None = None
    thread: asyncio.Future[Seen] | None = None
    stamp: Stamp = ()
    layouts: Layouts = field(default_factory=dict)
    changes: int = 0


class Looks:
    """Told nothing, asks the sources. Belongs to one event loop."""

    def __init__(
        self,
        sources: Sequence[ConfiguredSource],
        observe: Observer,
        clock: Callable[[], datetime.datetime],
        in_trino: InTrino | None = None,
    ) -> None:
        """`in_trino` is asked, too, when Trino is the engine."""
        self._in_trino = in_trino
        self._looks = {source.engine.name: _Look(source.engine, _watch(source.engine)) for source in sources}
        self._observe = observe
        self._clock = clock

    @property
    def states(self) -> dict[str, SourceState]:
        """By source, those that were looked at."""
        return {name: look.state for name, look in self._looks.items() if look.state != SourceState()}

    @property
    def privileges(self) -> dict[str, tuple[str, ...]]:
        """By source, sentences about what its account may do beyond reading."""
        return {name: look.privileges for name, look in self._looks.items() if look.privileges}

    @property
    def changes(self) -> dict[str, int]:
        """By source: how often it was found to hold other relations, columns or files than at the look before."""
        return {name: look.changes for name, look in self._looks.items()}

    def good(self, name: str) -> bool:
        """Whether the last look at the source was answered."""
        return name in self._looks and self._looks[name].good

    async def stands(self, name: str, relations: Collection[Place]) -> bool:
        """The same, and what was looked at is still there: its files, or the columns of these relations."""
        look = self._looks[name]
        if not look.good:
            return False
        if look.watch is None:
            return look.stamp == await asyncio.to_thread(stamp, look.engine)
        try:
            now = await look.watch.layouts(relations)
        except EngineError:
            return False  # the next look says why
        return all(now.get(place) == look.layouts.get(place) for place in relations)

    async def at(self, name: str) -> None:
        """Look at one source, or wait for the look that is under way. It never raises: what came of it is in `states`."""
        look = self._looks[name]
        if look.under_way is None:
            look.under_way = asyncio.create_task(self._one(name, look))
            look.under_way.add_done_callback(lambda _: setattr(look, "under_way", None))
        await asyncio.shield(look.under_way)

    async def at_all(self) -> None:
        """Look at every source."""
        await asyncio.gather(*(self.at(name) for name in self._looks))

    async def _one(self, name: str, look: _Look) -> None:
        if look.thread is not None:  # the last look still hangs: another would only hang beside it
            self._unavailable(name, look, "it did not answer in time", "")
            return
        ask = look.privileges is None or not look.good
        try:  # before the look, as with files: what changes meanwhile is looked at again
            layouts = await look.watch.layouts() if look.watch is not None else {}
        except EngineError as error:
            self._unavailable(name, look, error.message, error.detail or "")
            return
        work = in_daemon_thread(lambda: _ask(look.engine, ask, self._in_trino), f"look at {name}")
        look.thread = work
        work.add_done_callback(lambda done: _forget(look, done))
        try:
            seen = await asyncio.wait_for(asyncio.shield(work), INSPECTION_SECONDS)
        except TimeoutError:
            self._unavailable(name, look, "it did not answer in time", "")
        except GatewayError as error:
            self._unavailable(name, look, error.message, error.detail or "")
        except Exception as error:  # drivers raise what they like; whatever it is, this source cannot be read now
            self._unavailable(name, look, "it could not be inspected", repr(error))
        else:
            before = (look.state.found, look.state.in_trino, look.stamp, look.layouts)
            if before[0] is not None and before != (seen.relations, seen.in_trino, seen.stamp, layouts):
                look.changes += 1
            look.state, look.good = SourceState(found=seen.relations, in_trino=seen.in_trino), True
            look.stamp, look.layouts = seen.stamp, layouts
            self._privileged(name, look, seen.privileges)

    def _privileged(self, name: str, look: _Look, found: tuple[str, ...] | None) -> None:
        if found is None or found == look.privileges:
            return
        look.privileges = found
        if found:
            self._observe(Event("source.over_privileged", {"source": name, "privileges": list(found)}))

    def _unavailable(self, name: str, look: _Look, reason: str, detail: str) -> None:
        """Keep what was found before; say since when it is down."""
        since = look.state.unavailable or f"since {self._clock():%Y-%m-%d %H:%M %Z}: {reason}"
        look.state, look.good = replace(look.state, unavailable=since), False
        self._observe(Event("source.inspection_failed", {"source": name, "reason": reason, "detail": detail}))

    def close(self) -> None:
        """Wait for nothing: a look that hangs ends with the process."""
        for look in self._looks.values():
            if look.under_way is not None:
                look.under_way.cancel()
            if look.watch is not None:
                look.watch.close()


def _watch(engine: EngineSource) -> Watch | None:
    make = engine.connector.watch
    return SharedWatch(make(engine.options, engine.credentials)) if make is not None else None


def _ask(engine: EngineSource, privileges: bool, in_trino: InTrino | None) -> Seen:
    """Blocking."""
    connector = engine.connector
    files = stamp(engine)  # before the look: what is replaced meanwhile is looked at again
    found = connector.inspect(engine.name, engine.options, engine.credentials)
    types: TrinoTypes | None = None
    if in_trino is not None:
        readable = not isinstance(connector.trino, NoCatalog)
        types = in_trino(engine.name, {fold(relation.schema) for relation in found}) if readable else {}
    if not privileges or connector.warnings is None:
        return Seen(found, () if privileges else None, files, types)
    return Seen(found, connector.warnings(engine.name, engine.options, engine.credentials), files, types)


def stamp(engine: EngineSource) -> Stamp:
    """Of a source that is a file or a folder of files; empty for others, and for what cannot be read. Blocking."""
    path = getattr(engine.options, "path", None)
    if not isinstance(path, Path):
        return ()
    try:
        if path.is_dir():
            files = (*path.glob("*"), *path.glob("*/*"))
            return tuple(sorted((str(file), file.stat().st_ino) for file in files))
        return ((str(path), path.stat().st_ino),)
    except OSError:
        return ()


def _forget(look: _Look, done: asyncio.Future[Seen]) -> None:
    look.thread = None
    if not done.cancelled():
        done.exception()  # heard, even when nobody waits any more
