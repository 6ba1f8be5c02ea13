"""Which sources are down, why and since when; when one that could not be attached is worth another try; and which lost connections."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Callable, Iterable
from typing import Final

from gateway.events import Event, Observer

LONGEST: Final = 600.0
"""Seconds: the longest wait before a source that answers but cannot be attached is tried again."""
TOGETHER: Final = 1.0
"""Seconds: statements that lose their connections at once count once."""


class SourceHealth:
    """Told by the engine, asked by everybody."""

    def __init__(self, observe: Observer, now: Callable[[], datetime.datetime]) -> None:
        self._observe = observe
        self._now = now
        self._down: dict[str, tuple[str, datetime.datetime]] = {}
        self._retry: dict[str, tuple[float, float]] = {}
        self.worn: set[str] = set()
        """Sources that lost connections since the engine was built."""
        self._lost = asyncio.Event()

    def say(self, name: str, reason: str, detail: str) -> None:
        """An empty reason: it can be read. Tells the observer when that changes."""
        known = self._down.get(name)
        if not reason:
            if self._down.pop(name, None):
                self._observe(Event("source.available", {"source": name}))
        elif known is None or known[0] != reason:
            self._down[name] = (reason, known[1] if known else self._now())
            self._observe(Event("source.unavailable", {"source": name, "reason": reason, "detail": detail}))

    def sentence(self, name: str, reason: str) -> str:
        """`unavailable since …: reason`, as clients may see it."""
        since = self._down[name][1] if name in self._down else self._now()
        return f"unavailable since {since:%Y-%m-%d %H:%M:%SZ}: {reason}"

    def shown(self, names: Iterable[str]) -> dict[str, str]:
        """By source: `ok`, or why and since when not."""
        return {name: self.sentence(name, self._down[name][0]) if name in self._down else "ok" for name in names}

    def due(self, name: str, at: float) -> bool:
        """Whether its last failure to be attached lies back long enough."""
        return self._retry.get(name, (0.0, 0.0))[1] <= at

    def failed(self, name: str, first: float, at: float) -> None:
        """It answered and still could not be attached: wait twice as long as last time."""
        wait = min(self._retry.get(name, (first, 0.0))[0] * 2, LONGEST)
        self._retry[name] = (wait, at + wait)

    def attached(self, name: str) -> None:
        self._retry.pop(name, None)

    def wear(self, names: Iterable[str]) -> None:
        """Connections were lost that the engine does not get back: it wants to be built anew once the source answers."""
        self.worn.update(names)
        self._lost.set()

    async def pause(self, seconds: float) -> None:
        """Until it is time to look at the sources again: after so many seconds, or soon after a connection was lost."""
        try:
            async with asyncio.timeout(seconds):
                await self._lost.wait()
                await asyncio.sleep(TOGETHER)
        except TimeoutError:
            pass
        self._lost.clear()
