"""Lets so many statements run at once, in all and per principal; the rest wait in a bounded queue, those of whoever runs least first."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from gateway.engines.places import Places
from gateway.errors import EngineError, ErrorCode
from gateway.execution.limits import Limits
from gateway.storage import Crowd


class Admission:
    """Counts what runs and what waits. Belongs to one event loop."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._places = Places(limits.concurrent, limits.concurrent_per_principal)
        self.others = 0
        """How many other replicas live: their statements count, too."""

    @property
    def running(self) -> int:
        return self._places.taken

    @property
    def waiting(self) -> int:
        return self._places.waiting

    async def enter(self, principal: str) -> None:
        """Wait for a place. Whoever entered must `leave`. Raises TOO_MANY_STATEMENTS."""
        if not self._places.fits(principal):
            self._refuse_if_full(principal)
        try:
            async with asyncio.timeout(self._limits.queue_seconds):
                await self._places.take(principal)
        except TimeoutError:
            raise self._too_many("no place became free in time", principal) from None

    def crowd(self, sources: Mapping[str, int]) -> Crowd | None:
        """The bounds that hold over all replicas; None while there is but this one, which has kept them by letting a statement enter."""
        return Crowd(of_principal=self._limits.concurrent_per_principal, of_sources=sources) if self.others else None

    def leave(self, principal: str) -> None:
        """Give the place back, and to those who wait."""
        self._places.leave(principal)

    def _refuse_if_full(self, principal: str) -> None:
        full = self._places.waiting >= self._limits.queue
        if full or self._places.waiting_of(principal) >= self._limits.queue_per_principal:
            raise self._too_many("too many statements wait already", principal)

    def _too_many(self, reason: str, principal: str) -> EngineError:
        return EngineError(
            f"{reason}; {self._places.held_by(principal)} of yours are running",
            code=ErrorCode.TOO_MANY_STATEMENTS,
            hint=f"at most {self._limits.concurrent_per_principal} run at once for one principal: end one, or try again later",
        )
