"""What runs in one engine process: each statement's mailbox, whose it is, and since when nobody reads it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf
from typing import Final

from gateway.engines.duckdb_frames import Frame, Message

PATIENCE: Final = 1.0
"""Seconds that a page waits for its reader before his statement may be asked to give its places to those who wait for one."""


@dataclass(slots=True)
class Entry:
    """One statement."""

    principal: str
    leave: Callable[[], None]
    mail: asyncio.Queue[Message] = field(default_factory=asyncio.Queue)
    unread_since: float = inf
    """When its reader was given a page, after which he has not come back."""
    asked: bool = False
    """It was asked to put its answer aside."""
    aside: bool = False
    """It has, and holds no place."""


class Statements:
    """By number. Belongs to one event loop."""

    def __init__(self) -> None:
        self._entries: dict[int, Entry] = {}
        self._last = 0

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, principal: str, leave: Callable[[], None]) -> int:
        """Another one's number. `leave` gives its places back; it may be called more than once."""
        self._last += 1
        self._entries[self._last] = Entry(principal, leave)
        return self._last

    def remove(self, number: int) -> None:
        """It has ended; what still comes for it is dropped."""
        self._entries.pop(number, None)

    def take(self, number: int, message: Message) -> None:
        """What the process says of it."""
        entry = self._entries.get(number)
        if entry is not None and message.kind is Frame.ASIDE:
            entry.aside = True
            entry.leave()
        elif entry is not None:
            entry.mail.put_nowait(message)

    def take_all(self, message: Message) -> None:
        """What is true of each."""
        for entry in self._entries.values():
            entry.mail.put_nowait(message)

    async def message(self, number: int) -> Message:
        """Its next one."""
        return await self._entries[number].mail.get()

    def waiting(self, number: int) -> int:
        """How many messages wait to be read."""
        return self._entries[number].mail.qsize()

    def gave(self, number: int) -> None:
        """Its reader has a page, and is expected again."""
        if (entry := self._entries.get(number)) is not None:
            entry.unread_since = asyncio.get_running_loop().time()

    def came_back(self, number: int) -> None:
        """He did."""
        if (entry := self._entries.get(number)) is not None:
            entry.unread_since = inf

    def unread(self) -> int | None:
        """The one whose reader has been away for longest, and longer than `PATIENCE`; each is named once."""
        latest = asyncio.get_running_loop().time() - PATIENCE
        found = [(e.unread_since, number) for number, e in self._entries.items() if not e.asked]
        since, number = min(found, default=(inf, 0))
        if since > latest:
            return None
        self._entries[number].asked = True
        return number

    def principals(self) -> set[str]:
        """Whose statements the engine works for."""
        return {entry.principal for entry in self._entries.values() if not entry.aside}
