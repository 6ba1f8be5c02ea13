"""Which coordinator takes new statements: the first in the operator's order that is well. A statement that runs stays where it is.

So blue and green are switched by naming both: drain one, and the next statement goes to the other, while what runs on the first ends there.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Any, Final

import orjson
from aiohttp import ClientError

from gateway.engines.trino_client import Coordinator
from gateway.engines.trino_errors import unreachable
from gateway.errors import EngineError, ErrorCode, OwnError
from gateway.events import Event, Observer

CHECK_SECONDS: Final = 5.0


class Health(Enum):
    """Only an active one gets new statements."""

    UNKNOWN = "was not asked yet"
    ACTIVE = "active"
    STARTING = "is starting"
    LEAVING = "is shutting down"
    DOWN = "does not answer"
    DRAINED = "was taken out by the operator"


class Coordinators:
    """Belongs to one event loop."""

    def __init__(self, coordinators: Sequence[Coordinator], observe: Observer) -> None:
        self._all = tuple(coordinators)
        self._observe = observe
        self._health = {one.address: Health.UNKNOWN for one in coordinators}
        self._drained: set[str] = set()

    def candidates(self) -> Iterator[Coordinator]:
        """Those that may take a statement, best first."""
        yield from (one for one in self._all if self._state(one) is Health.ACTIVE)

    @property
    def everyone(self) -> tuple[Coordinator, ...]:
        """All that are named, in whatever state."""
        return self._all

    @property
    def well(self) -> bool:
        """Whether any takes statements."""
        return any(True for _ in self.candidates())

    def shown(self) -> dict[str, str]:
        """State by address, for operators."""
        return {one.address: self._state(one).value for one in self._all}

    def drain(self, address: str) -> None:
        """Give it no new statements. Raises OwnError for an address that is not named."""
        self._check_named(address)
        self._drained.add(address)

    def resume(self, address: str) -> None:
        """Give it statements again."""
        self._check_named(address)
        self._drained.discard(address)

    def _check_named(self, address: str) -> None:
        if address not in self._health:
            raise OwnError(
                f"`{address}` is not one of the coordinators",
                code=ErrorCode.INVALID_REQUEST,
                hint="they are named in `trino.coordinators`",
            )

    def _state(self, one: Coordinator) -> Health:
        return Health.DRAINED if one.address in self._drained else self._health[one.address]

    def down(self, one: Coordinator) -> None:
        """It did not take a connection."""
        self._note(one, Health.DOWN)

    async def look(self) -> None:
        """At all of them."""
        found = await asyncio.gather(*(_health(one) for one in self._all))
        for one, health in zip(self._all, found, strict=True):
            self._note(one, health)

    async def ready(self) -> list[Coordinator]:
        """Those that may take a statement; looked at again when there are none. Raises EngineError."""
        if not self.well:
            await self.look()
        found = list(self.candidates())
        if not found:
            raise unreachable("; ".join(f"{address} {state}" for address, state in self.shown().items()))
        return found

    def _note(self, one: Coordinator, health: Health) -> None:
        before, self._health[one.address] = self._health[one.address], health
        if health is before:
            return
        name = "coordinator.available" if health is Health.ACTIVE else "coordinator.unavailable"
        self._observe(Event(name, {"coordinator": one.address, "state": health.value}))


async def _health(one: Coordinator) -> Health:
    """Up, not starting, a coordinator, and not on its way out."""
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            info = await _told(one, "/v1/info")
            if not isinstance(info, dict) or info.get("coordinator") is not True:
                return Health.DOWN
            if info.get("starting") is not False:
                return Health.STARTING
            return Health.ACTIVE if await _told(one, "/v1/info/state") == "ACTIVE" else Health.LEAVING
    except (ClientError, TimeoutError, EngineError):
        return Health.DOWN


async def _told(one: Coordinator, path: str) -> Any:
    status, body = await one.told(path)
    if status == 200:
        with contextlib.suppress(orjson.JSONDecodeError):
            return orjson.loads(body)
    return None
