"""Blocking work in a thread that nobody waits for at the end of the process: a driver may hang in it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


def in_daemon_thread(work: Callable[[], T], name: str) -> asyncio.Future[T]:
    """What `work` returns or raises. A thread of a pool would be joined when the process ends."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def tell(act: Callable[[], None]) -> None:
        if not future.done():
            act()

    def run() -> None:
        try:
            result = work()
        except Exception as error:  # told to whoever waits
            failed = error
            act = lambda: future.set_exception(failed)  # noqa: E731  # two acts, one of which is told
        else:
            act = lambda: future.set_result(result)  # noqa: E731
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(tell, act)

    threading.Thread(target=run, name=name, daemon=True).start()
    return future
