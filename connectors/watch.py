"""Whether relations of a running server are still laid out as they were when they were looked at: asked before each statement that reads them (rule 14).

The embedded engine keeps the columns of a table once it has seen them, and reads binary values by them: those of another type would come out as wrong
values. A connection is held for it, so that the answer costs one exchange.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from typing import Final, Protocol

SECONDS: Final = 5
"""A server that is silent for longer cannot be read."""

Place = tuple[str, str]
"""Schema and relation, as the source spells them."""

Layouts = Mapping[Place, str]
"""What each relation's columns are: another text once anything about them was changed, also back and forth. Relations that are not there are left out."""


class Watch(Protocol):
    """A held connection. Belongs to one event loop."""

    async def layouts(self, relations: Collection[Place] | None = None) -> Layouts:
        """Of these relations, or of all that the source offers. Raises EngineError SOURCE_UNAVAILABLE."""

    def close(self) -> None:
        """Wait for nothing."""


class SharedWatch:
    """Fulfils `Watch` through another. Whoever asks while a question is under way shares the next one with all who do: a crowd costs two questions, not one each.

    INVARIANT: an answer is never older than the asking.
    """

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._turn = asyncio.Lock()
        self._places: set[Place] = set()
        self._next: asyncio.Task[Layouts] | None = None

    async def layouts(self, relations: Collection[Place] | None = None) -> Layouts:
        """As the other says."""
        if relations is None:
            return await self._watch.layouts()
        if self._next is None:
            self._places = set()
            self._next = asyncio.create_task(self._question())
            self._next.add_done_callback(_heard)
        self._places.update(relations)
        found = await asyncio.shield(self._next)
        return {place: found[place] for place in relations if place in found}

    async def _question(self) -> Layouts:
        async with self._turn:
            self._next = None
            return await self._watch.layouts(self._places)

    def close(self) -> None:
        """Wait for nothing."""
        self._watch.close()


def _heard(task: asyncio.Task[Layouts]) -> None:
    if not task.cancelled():
        task.exception()  # those who asked may have gone
