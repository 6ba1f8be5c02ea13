"""Runs blocking work beside the event loop: storage on one small pool, preparing on another."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Threads:
    """Two pools, so that a slow disk does not hold up preparing, nor the other way round."""

    def __init__(self, storage: int = 4, prepare: int = 4) -> None:
        self._turns: dict[str, asyncio.Lock] = {}
        self._turning: Counter[str] = Counter()
        self._storage = ThreadPoolExecutor(storage, thread_name_prefix="storage")
        self._prepare = ThreadPoolExecutor(prepare, thread_name_prefix="prepare")

    async def store(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a blocking storage call."""
        return await asyncio.get_running_loop().run_in_executor(self._storage, lambda: work(*args, **kwargs))

    async def think_for(self, who: str, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same for one principal at a time: nobody's long texts take every thread.

        Whoever gives up does not end his thread: the next turn of his comes when it has ended.
        """
        lock = self._turns.setdefault(who, asyncio.Lock())
        self._turning[who] += 1
        try:
            await lock.acquire()
        except BaseException:
            self._leave(who)
            raise
        loop = asyncio.get_running_loop()
        running = self._prepare.submit(lambda: work(*args, **kwargs))

        def ended(_: object) -> None:
            with suppress(RuntimeError):  # the loop is closed: nobody waits for a turn
                loop.call_soon_threadsafe(self._end_turn, who, lock)

        running.add_done_callback(ended)
        return await asyncio.wrap_future(running)

    def _end_turn(self, who: str, lock: asyncio.Lock) -> None:
        lock.release()
        self._leave(who)

    def _leave(self, who: str) -> None:
        self._turning[who] -= 1
        if not self._turning[who]:
            del self._turning[who], self._turns[who]

    async def think(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a pure but long computation."""
        return await asyncio.get_running_loop().run_in_executor(self._prepare, lambda: work(*args, **kwargs))

    def close(self) -> None:
        """Wait for what runs, take nothing more."""
        self._prepare.shutdown(wait=True)
        self._storage.shutdown(wait=True)
