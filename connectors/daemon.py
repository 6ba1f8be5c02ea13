"""Blocking work in a thread that nobody waits for at the end of the process: a driver may hang in it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")
X = TypeVar("X")


def in_daemon_thread(work: Callable[[], T], name: str) -> asyncio.Future[T]:
    """What `work` returns or raises. A thread of a pool would be joined when the process ends."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(tell: Callable[[X], None], what: X) -> None:
        if not future.done():  # whoever waited may have gone
            tell(what)

    def run() -> None:
        with suppress(RuntimeError):  # the loop has ended meanwhile
            try:
                result = work()
            except Exception as error:  # told to whoever waits
                loop.call_soon_threadsafe(settle, future.set_exception, error)
            else:
                loop.call_soon_threadsafe(settle, future.set_result, result)

    threading.Thread(target=run, name=name, daemon=True).start()
    return future
