"""Whether relations of a running server are still laid out as they were when they were looked at: asked before each statement that reads them (rule 14).

The embedded engine keeps the columns of a table once it has seen them, and reads binary values by them: those of another type would come out as wrong
values. A connection is held for it, so that the answer costs one exchange.
"""

from __future__ import annotations

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
