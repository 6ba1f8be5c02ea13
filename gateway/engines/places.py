"""Places that principals share, so that some who take all they can get leave room for everybody else.

One half of the places is for whoever holds none yet: a single principal gets the other half at most, and to fill all of them takes as many principals as
that half has places. Whoever waits is served by how little he holds, then first come first served.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from typing import Final

Admit = Callable[[], Awaitable[None]]
"""Raises EngineError where a statement must not start any more."""

AT_ONCE: Final = 0.05
"""Seconds that pass between asking and starting in any case."""


class Places:
    """Counts who holds how many of so many places, and who waits. Belongs to one event loop."""

    def __init__(self, places: int, most: int | None = None) -> None:
        """`most` is what one principal may hold at all; if that is more than one half, no more than the rest is kept for others."""
        half = places - places // 2
        self._places = places
        self._most = places if most is None else most
        self._common = half if most is None else max(half, most)
        self._held: Counter[str] = Counter()
        self._waiting: list[tuple[str, asyncio.Future[None]]] = []

    @property
    def taken(self) -> int:
        return self._held.total()

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def held_by(self, principal: str) -> int:
        """How many places are his."""
        return self._held[principal]

    def waiting_of(self, principal: str) -> int:
        """For how many he waits."""
        return sum(name == principal for name, _ in self._waiting)

    def fits(self, principal: str) -> bool:
        """Whether he may take another one now."""
        held = self._held[principal]
        return self.taken < min(self._places, self._common if held else self._places) and held < self._most

    async def take(self, principal: str) -> None:
        """Wait for a place. Whoever got it must `leave` it."""
        if self.fits(principal):
            self._held[principal] += 1
            return
        entry = principal, asyncio.get_running_loop().create_future()
        self._waiting.append(entry)
        try:
            await entry[1]
        except asyncio.CancelledError:
            if entry in self._waiting:
                self._waiting.remove(entry)
            else:  # it was given at the same moment
                self.leave(principal)
            raise

    def leave(self, principal: str) -> None:
        """Give a place back, and to those who wait."""
        self._held[principal] -= 1
        if self._held[principal] <= 0:
            del self._held[principal]
        # Who has been cancelled waits in the list until his task hears it.
        while fitting := [entry for entry in self._waiting if not entry[1].done() and self.fits(entry[0])]:
            entry = min(fitting, key=lambda entry: self._held[entry[0]])
            self._waiting.remove(entry)
            self._held[entry[0]] += 1
            entry[1].set_result(None)


async def take_all(wanted: Iterable[Places], principal: str, admit: Admit | None = None) -> Callable[[], None]:
    """A place of each, in this order, which must be the same for everybody; gives what leaves them all, once however often it is called.

    Who waited longer than `AT_ONCE` is admitted again. His places are his meanwhile, or he might wait and be asked for ever.
    """
    held: list[Places] = []
    loop = asyncio.get_running_loop()
    began = loop.time()

    def leave() -> None:
        while held:
            held.pop().leave(principal)

    try:
        for places in wanted:
            await places.take(principal)
            held.append(places)
        if admit is not None and loop.time() - began > AT_ONCE:
            await admit()
    except BaseException:
        leave()
        raise
    return leave
