"""What this replica hears of the others through storage, and tells them: once a second, in one short look.

With one replica alone that is one reading transaction; a second one only when something has run for longer than a second.
"""

from __future__ import annotations

import datetime
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

from gateway.errors import GatewayError
from gateway.events import Event, Observer
from gateway.execution.endings import canceled, closed_elsewhere
from gateway.execution.gateway import Gateway
from gateway.execution.storage_journal import LEASE
from gateway.storage import Look, Progress, Storage, Suspension


class Neighbours:
    """Belongs to one event loop."""

    def __init__(
        self,
        storage: Storage,
        replica: str,
        gateway: Gateway,
        observe: Observer,
        clock: Callable[[], datetime.datetime],
        end_lost: Callable[[Mapping[str, str]], Awaitable[None]],
        address: str | None = None,
    ) -> None:
        """`end_lost` ends at the engine what a dead replica left there, by the statement's id and the engine's name of it, if that is known; `address` is where others reach this one. Looks once, so that nothing runs on a source that was suspended before. Blocking; raises OwnError."""
        self._storage = storage
        self._replica = replica
        self._gateway = gateway
        self._observe = observe
        self._clock = clock
        self._end_lost = end_lost
        self._address = address
        self.addresses: Mapping[str, str] = {}
        """Of the others that live."""
        self._told: dict[str, Progress | None] = {}
        """What storage knows of each statement; None of one that was seen once."""
        self._unheard = False
        self._hear(storage.replicas.look(replica, clock()))

    async def renew(self) -> None:
        """Answer for what this replica runs; close what a dead one left."""
        store, now = self._gateway.around.threads.store, self._clock()
        await store(self._storage.replicas.renew, self._replica, now, now + LEASE, self._address)
        await store(self._storage.history.renew, self._replica, now + LEASE, self._gateway.identifiers)
        await store(self._storage.handovers.forget)
        # Asked again: what began meanwhile, before a jump of the clock, has a lease that is over.
        lost = await store(self._storage.close_lost, now, self._gateway.identifiers)
        if lost:
            await self._end_lost({statement.id: statement.engine_query or "" for statement in lost})

    async def look(self) -> None:
        """Hear what is wanted of this replica, and say how far its statements are."""
        store = self._gateway.around.threads.store
        try:
            self._hear(await store(self._storage.replicas.look, self._replica, self._clock()))
            if offered := self._gateway.offered:
                for identifier in await store(self._storage.handovers.taken, self._replica, offered):
                    self._gateway.let_go(identifier)
            news = self._news()
            gone = await store(self._storage.history.progress, news) if news else ()
        except GatewayError as error:
            self._say_unheard(error)
            return
        finally:
            self._gateway.end_refused()  # hours end whether storage answers or not
        self._told |= {one.id: one for one in news}
        for identifier in gone:
            self._gateway.stop(identifier, closed_elsewhere())
        if self._unheard:
            self._unheard = False
            self._observe(Event("storage.available"))

    async def learn(self) -> None:
        """Who lives at this moment. Raises OwnError."""
        self._hear(await self._gateway.around.threads.store(self._storage.replicas.look, self._replica, self._clock()))

    async def leave(self) -> None:
        """Others need not count on this replica any more. One that cannot say so is forgotten when its lease is over."""
        with suppress(GatewayError):
            await self._gateway.around.threads.store(self._storage.replicas.leave, self._replica)

    def _hear(self, look: Look) -> None:
        around = self._gateway.around
        self._tell_operator(around.sources.suspended, look.suspended)
        around.sources.suspended = look.suspended
        around.admission.others = look.others
        self.addresses = look.addresses
        for identifier in look.canceled:
            self._gateway.stop(identifier, canceled())

    def _news(self) -> list[Progress]:
        """Of statements that were here a second ago already: short ones cost nothing."""
        now = {one.id: one for one in self._gateway.progress()}
        news = [one for name, one in now.items() if name in self._told and self._told[name] != one]
        self._told = {name: self._told.get(name) for name in now}
        return news

    def _tell_operator(self, before: Mapping[str, Suspension], now: Mapping[str, Suspension]) -> None:
        for name in sorted(now.keys() - before.keys()):
            self._observe(Event("source.suspended", {"source": name, "by": now[name].asked_by}))
        for name in sorted(before.keys() - now.keys()):
            self._observe(Event("source.resumed", {"source": name}))

    def _say_unheard(self, error: GatewayError) -> None:
        if not self._unheard:
            self._unheard = True
            self._observe(Event("storage.unavailable", {"reason": error.message}))
