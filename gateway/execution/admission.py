"""Lets so many statements run at once, in all and per principal; the rest wait in a bounded queue, first come first served."""

from __future__ import annotations

import asyncio
from collections import Counter

from gateway.errors import EngineError, ErrorCode
from gateway.execution.limits import Limits


class Admission:
    """Counts what runs and what waits. Belongs to one event loop."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._running: Counter[str] = Counter()
        self._waiting: list[tuple[str, asyncio.Future[None]]] = []

    @property
    def running(self) -> int:
        return self._running.total()

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    async def enter(self, principal: str) -> None:
        """Wait for a place. Whoever entered must `leave`. Raises TOO_MANY_STATEMENTS."""
        if self._fits(principal):
            self._running[principal] += 1
            return
        self._refuse_if_full(principal)
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((principal, place))
        try:
            await asyncio.wait_for(asyncio.shield(place), self._limits.queue_seconds)
        except TimeoutError:
            if not self._withdraw(principal, place):
                return
            raise self._too_many("no place became free in time", principal) from None
        except asyncio.CancelledError:
            if not self._withdraw(principal, place):
                self.leave(principal)
            raise

    def leave(self, principal: str) -> None:
        """Give the place back, and to whoever waits longest and may have it."""
        self._running[principal] -= 1
        if self._running[principal] <= 0:
            del self._running[principal]
        self._admit()

    def _admit(self) -> None:
        for entry in list(self._waiting):
            name, place = entry
            if self._fits(name):
                self._waiting.remove(entry)
                self._running[name] += 1
                place.set_result(None)

    def _withdraw(self, principal: str, place: asyncio.Future[None]) -> bool:
        """Leave the queue; False when the place was given at the same moment."""
        if place.done():
            return False
        self._waiting.remove((principal, place))
        place.cancel()
        return True

    def _fits(self, principal: str) -> bool:
        limits = self._limits
        return self.running < limits.concurrent and self._running[principal] < limits.concurrent_per_principal

    def _refuse_if_full(self, principal: str) -> None:
        own = sum(name == principal for name, _ in self._waiting)
        if own >= self._limits.queue_per_principal or len(self._waiting) >= self._limits.queue:
            raise self._too_many("too many statements wait already", principal)

    def _too_many(self, reason: str, principal: str) -> EngineError:
        return EngineError(
            f"{reason}; {self._running[principal]} of yours are running",
            code=ErrorCode.TOO_MANY_STATEMENTS,
            hint=f"at most {self._limits.concurrent_per_principal} run at once for one principal: end one, or try again later",
        )
