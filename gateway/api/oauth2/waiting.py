"""Clients that wait for their person: all of them together cost one look into storage every half second."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

from gateway.errors import OwnError
from gateway.execution.threads import Threads
from gateway.storage.web_logins import WebLogins

EVERY: Final = 0.5
MOST: Final = 500
"""Requests that wait at once; a further one is told to ask again."""


class Waiting:
    """Belongs to one event loop. Whoever waits is answered at once when the gateway is `ending`."""

    def __init__(
        self,
        logins: WebLogins,
        threads: Threads,
        clock: Callable[[], datetime.datetime],
        ending: Callable[[], bool],
    ) -> None:
        self._logins = logins
        self._threads = threads
        self._clock = clock
        self._ending = ending
        self._waiting: dict[asyncio.Future[str | None], str] = {}
        self._looking: asyncio.Task[None] | None = None

    async def wait(self, handle: str, seconds: float) -> str | None:
        """What came of a login; None when nothing did so far. Raises OwnError when storage does not answer."""
        found = await self._threads.store(self._logins.find, [handle], self._clock())
        if found:
            return found[handle]
        if len(self._waiting) >= MOST:
            await asyncio.sleep(EVERY)
            return None
        future: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._waiting[future] = handle
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            async with asyncio.timeout(seconds):
                return await future
        except TimeoutError:
            return None
        finally:
            self._waiting.pop(future, None)

    async def _look(self) -> None:
        """While anybody waits."""
        while self._waiting:
            await asyncio.sleep(EVERY)
            found: Mapping[str, str] = {}
            with suppress(OwnError):  # who waits is told to ask again, and then hears of it
                found = await self._threads.store(self._logins.find, set(self._waiting.values()), self._clock())
            for future, handle in tuple(self._waiting.items()):
                if not future.done() and (handle in found or self._ending()):
                    future.set_result(found.get(handle))
