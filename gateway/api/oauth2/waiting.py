"""Clients that wait for their person: all of them together cost one look into storage every half second."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Callable
from typing import Final

from gateway.errors import OwnError
from gateway.execution.threads import Threads
from gateway.storage.web_logins import WebLogins

EVERY: Final = 0.5
MOST: Final = 500
"""Clients that wait at once; further ones are told to ask again."""


class Waiting:
    """Belongs to one event loop."""

    def __init__(self, logins: WebLogins, threads: Threads, clock: Callable[[], datetime.datetime]) -> None:
        self._logins = logins
        self._threads = threads
        self._clock = clock
        self._waiting: dict[str, asyncio.Future[str]] = {}
        self._looking: asyncio.Task[None] | None = None

    async def wait(self, handle: str, seconds: float) -> str | None:
        """What came of a login; None when nothing did so far. Raises OwnError when storage does not answer."""
        found = await self._threads.store(self._logins.find, [handle], self._clock())
        if found:
            return found[handle]
        if len(self._waiting) >= MOST and handle not in self._waiting:
            await asyncio.sleep(EVERY)
            return None
        future = self._waiting.setdefault(handle, asyncio.get_running_loop().create_future())
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            return await asyncio.wait_for(asyncio.shield(future), seconds)
        except TimeoutError:
            return None
        finally:
            if not future.done():
                self._waiting.pop(handle, None)

    async def _look(self) -> None:
        """While anybody waits."""
        while self._waiting:
            await asyncio.sleep(EVERY)
            try:
                found = await self._threads.store(self._logins.find, list(self._waiting), self._clock())
            except OwnError:
                continue  # who waits is told to ask again, and then hears of it
            for handle, body in found.items():
                future = self._waiting.pop(handle, None)
                if future is not None and not future.done():
                    future.set_result(body)

    def close(self) -> None:
        """Nobody waits any more."""
        if self._looking is not None:
            self._looking.cancel()
