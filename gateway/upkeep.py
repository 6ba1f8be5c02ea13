"""Keeps engine, catalogue and sources in step: looks when a source comes or goes, rebuilds when one changed, counts its dirt when there is time.

No plan runs before its sources were looked at: what changed at a source is seen by nobody until accepted (rule 14).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Any, Final

from gateway.catalog.relations import Relation
from gateway.conversions import Conversions
from gateway.engines.engine import Engine, Origin, PageFormat, Run
from gateway.errors import EngineError, ErrorCode
from gateway.events import Event
from gateway.inventory import Inventory
from gateway.pipeline.stages import Plan
from gateway.rounds import Rounds
from gateway.sources import ConfiguredSource

LOOK_SECONDS: Final = 15.0
"""A statement waits no longer than this for a look at its sources."""


class Upkeep:
    """Works between the engine and the inventory. Belongs to one event loop."""

    def __init__(
        self,
        sources: Sequence[ConfiguredSource],
        engine: Engine,
        inventory: Inventory,
        conversions: Conversions,
        rounds: Rounds,
    ) -> None:
        self._sources = {source.engine.name: source.engine for source in sources}
        self._engine = engine
        self._inventory = inventory
        self.conversions = conversions
        self._rounds = rounds
        self._built: dict[str, int] = {}
        """How often each source had changed when the engine was last built."""
        self._building = asyncio.Lock()

    async def run(self, plan: Plan, page_format: PageFormat, seconds: float, origin: Origin) -> Run:
        """Start a plan over sources that were looked at."""
        begun = time.monotonic()

        async def admit() -> None:
            health = self._engine.health()
            if all(health.get(name, "ok") == "ok" for name in plan.sources):  # else the engine says which one is down
                relations = [access.relation for access in plan.accesses]
                await self._inventory.admit(plan.sources, relations, plan.catalog_version, min(seconds, LOOK_SECONDS))
                await self.follow(plan.sources)

        await admit()
        left = seconds - (time.monotonic() - begun)
        try:
            return await self._engine.run(plan, page_format, seconds=left, origin=origin, admit=admit)
        except EngineError as error:
            if error.code is ErrorCode.SOURCE_UNAVAILABLE:
                for name in plan.sources:
                    self.look_soon(name)
            raise

    def heard(self, event: Event) -> None:
        """A source that went or came back may hold something else now."""
        if event.name in ("source.available", "source.unavailable"):
            self.look_soon(event.facts["source"])

    def look_soon(self, name: str) -> None:
        """At one source, beside what runs."""

        async def look() -> None:
            await self._inventory.inspect_one(name)
            await self.follow((name,))

        if name in self._sources:
            self._rounds.beside(f"look at {name}", look)

    async def first_look(self) -> None:
        """The engine is being built from what is there now, so it need not be built again."""
        await self._inventory.inspect()

    async def look_at_sources(self) -> None:
        """At all of them."""
        await self._inventory.inspect()
        await self.follow(self._sources)

    async def follow(self, names: Iterable[str]) -> None:
        """The engine reads the files and columns that were there when it was built: others need another one, once for all who wait."""
        async with self._building:
            now = self._inventory.looks.changes
            if any(now.get(name, 0) != self._built.get(name, 0) for name in names):
                await self._engine.rebuild()
                self._built = now

    def states(self) -> dict[str, str]:
        """By source: `ok`, or why it cannot be read: the engine's word, else that of the last look."""
        known = self._inventory.catalog.sources
        return {
            name: known[name].unavailable or state if state == "ok" and name in known else state
            for name, state in self._engine.health().items()
        }

    def shown(self, closed: Mapping[str, str]) -> list[dict[str, Any]]:
        """Every source, for operators; of those that are `closed`, why."""
        privileges = self._inventory.looks.privileges
        counts = self.conversions.counts.values()
        return [
            {
                "name": name,
                "state": closed.get(name, state),
                "privileges": list(privileges.get(name, ())),
                "unread": [count.shown() for count in counts if count.source == name],
            }
            for name, state in self.states().items()
        ]

    async def count_dirt(self, idle: Callable[[], bool], closed: Container[str] = ()) -> None:
        """Of one relation, when it is due; nothing is read of a source that is closed to everybody."""
        catalog = self._inventory.catalog
        self.conversions.forget(catalog.relations)
        relation = self.conversions.due(catalog, idle=idle(), closed=closed)
        if relation is not None:
            await self.conversions.count(relation, lambda: self._unread_lines(relation))

    async def _unread_lines(self, relation: Relation) -> int:
        source = self._sources[relation.name.catalog]
        count = source.connector.unread_lines
        if count is None:
            return 0
        _, place, name = relation.location
        return await asyncio.to_thread(count, source.options, place.partition(".")[2] or "main", name)
