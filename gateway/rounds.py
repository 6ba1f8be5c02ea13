"""Background work on one event loop: rounds that come again, and single tasks, one of a name at a time. What fails is reported and ends nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from gateway.events import Event, Observer


class Rounds:
    """Holds the tasks until `stop`."""

    def __init__(self, observe: Observer) -> None:
        self._observe = observe
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._stopped = False

    def every(self, seconds: float, work: Callable[[], Awaitable[None]]) -> None:
        """Again and again, for the first time after so many seconds."""

        async def forever() -> None:
            while True:
                await asyncio.sleep(seconds)
                await self._safely(work.__name__, work)

        self._begin(work.__name__, forever())

    def beside(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Once, soon; nothing when work of that name is under way."""
        if not self._stopped and name not in self._tasks:
            self._begin(name, self._safely(name, work))

    async def done(self, name: str, seconds: float) -> None:
        """Wait for work of that name, no longer than so many seconds."""
        if (task := self._tasks.get(name)) is not None:
            await asyncio.wait((task,), timeout=seconds)

    def _begin(self, name: str, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks[name] = task
        task.add_done_callback(lambda _: self._tasks.pop(name, None))

    async def _safely(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except Exception as error:  # one failed round must not end the rounds; the next one may do better
            self._observe(Event("background.failed", {"work": name, "kind": type(error).__name__}))

    async def stop(self) -> None:
        """End everything."""
        self._stopped = True
        tasks = tuple(self._tasks.values())
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task
