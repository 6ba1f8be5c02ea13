"""Statements that another gateway began: this one goes on with them where it can, when their clients ask here for the next page.

held = await taking.take_up(ticket, addresses)

That works for statements of an engine whose runs can be followed (Trino), once a client has been told to ask again, over one storage and one key file. What was
begun elsewhere and left there is the other gateway's no more: it lets go of it when it looks next.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from gateway.api.authenticate import Authenticator
from gateway.api.trino.holding import Addresses, Held, Holding
from gateway.api.trino.tickets import Ticket
from gateway.engines.engine import Place, Trail
from gateway.errors import OwnError
from gateway.execution.gateway import Gateway
from gateway.execution.handover import Handover, TakenUp
from gateway.execution.running import Running
from gateway.execution.storage_journal import LEASE
from gateway.pipeline.stages import Plan
from gateway.storage.handovers import Handovers, Left


@dataclass(slots=True, kw_only=True)
class Taking:
    """`replica` is this one's name. Belongs to one event loop."""

    gateway: Gateway
    holding: Holding
    authenticator: Authenticator
    handovers: Handovers
    replica: str
    _coming: dict[str, asyncio.Task[Held | None]] = field(default_factory=dict)

    async def offer(self, running: Running, owner: bytes) -> None:
        """Let others go on with it; if that cannot be written down, nobody but this gateway can."""
        statement, plan = running.judged or (None, None)
        if statement is None or not isinstance(plan, Plan) or statement.keys:  # keys were read, and would be others
            return
        trail, store = running.request.trail, self.gateway.around.threads.store
        if trail is None or trail.keep is not None:
            return
        left = Handover.of(running.request, plan, running.received, statement.instant, owner)
        one_after_the_other = asyncio.Lock()

        kept = self._keeper(running)

        async def keep(place: Place) -> bool:
            async with one_after_the_other:
                return await kept(place) if running.offered else True

        async with one_after_the_other:  # no page is passed between the place that is written and the next one
            trail.keep = keep
            place = trail.place
            if place is not None:
                with suppress(OwnError):
                    await store(self.handovers.offer, running.id, Left(left.text(), place.number, place.address))
                    running.offered = True

    async def take_up(self, ticket: Ticket, addresses: Addresses) -> Held | None:
        """Once for all who ask at the same time. None when nobody can go on with it. Raises GatewayError."""
        task = self._coming.get(ticket.statement)
        if task is None:
            task = self._coming[ticket.statement] = asyncio.ensure_future(self._take_up(ticket, addresses))
            task.add_done_callback(lambda _: self._coming.pop(ticket.statement, None))
        return await asyncio.shield(task)

    async def _take_up(self, ticket: Ticket, addresses: Addresses) -> Held | None:
        around = self.gateway.around
        if around.follows is None or ticket.place is None or self.gateway.draining:
            return None
        here = self.holding.find(ticket.statement)
        if here is not None:  # another gateway went on with it meanwhile, and has now gone or been passed over
            await self.holding.let_go(here)
        lease = around.clock() + LEASE
        found = await around.threads.store(self.handovers.take, ticket.statement, self.replica, lease)
        if found is None:
            return None
        place = max(ticket.place, Place(found.number, found.place))
        left, trail = Handover.read(found.body), Trail(place)
        request = left.request(self.authenticator.standing(left.token), trail)
        taken = TakenUp(left=left, place=place, rows=ticket.rows, bytes=ticket.bytes)
        running = self.gateway.take_up(ticket.statement, request, taken)
        trail.keep = self._keeper(running)
        return self.holding.hold(running, addresses, bytes.fromhex(left.owner), ticket.token - 1)

    def _keeper(self, running: Running) -> Callable[[Place], Awaitable[bool]]:
        store, keep = self.gateway.around.threads.store, self.handovers.keep
        return lambda place: store(keep, running.id, self.replica, place.number, place.address)
