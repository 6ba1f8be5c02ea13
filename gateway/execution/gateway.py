"""The one door: HTTP, Trino protocol, command line and console all hand their statements to this (rule 8)."""

from __future__ import annotations

import asyncio

from gateway.errors import GatewayError
from gateway.execution.endings import canceled, shutting_down
from gateway.execution.handover import TakenUp
from gateway.execution.identifiers import identifiers
from gateway.execution.request import Request
from gateway.execution.running import Running
from gateway.execution.surroundings import Surroundings
from gateway.execution.world import World
from gateway.storage import Progress


class Gateway:
    """Runs statements and knows those that run. Belongs to one event loop."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._identify = identifiers()
        self._running: dict[str, Running] = {}
        self._draining = False
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def world(self) -> World:
        """The catalogue and the policy set of this moment."""
        return self._around.worlds()

    @property
    def around(self) -> Surroundings:
        return self._around

    @property
    def draining(self) -> bool:
        return self._draining

    async def query(self, request: Request) -> Running:
        """Judge, record and start a statement. Iterate over what comes back, then `close` it. Raises GatewayError."""
        running = self.accept(request)
        await running.open()
        return running

    def accept(self, request: Request) -> Running:
        """Give a statement its id; the caller then opens it, reads it and, whatever happens, closes it."""
        if self._draining:
            raise shutting_down()
        identifier = self._identify(self._around.clock())
        running = Running(identifier, request, self._around, self._forget)
        self._running[identifier] = running
        self._idle.clear()
        return running

    def take_up(self, identifier: str, request: Request, taken: TakenUp) -> Running:
        """Go on with a statement that another gateway began; as `accept`."""
        if self._draining:
            raise shutting_down()
        running = Running(identifier, request, self._around, self._forget, taken)
        running.offered = True
        self._running[identifier] = running
        self._idle.clear()
        return running

    def let_go(self, identifier: str) -> None:
        """Leave a statement to the gateway that has taken it up."""
        running = self._running.get(identifier)
        if running is not None:
            running.let_go()

    @property
    def offered(self) -> tuple[str, ...]:
        """What runs here and another gateway may take up."""
        return tuple(running.id for running in self._running.values() if running.offered)

    def _forget(self, running: Running) -> None:
        if self._running.get(running.id) is running:  # it may have come back meanwhile
            del self._running[running.id]
        if not self._running:
            self._idle.set()

    @property
    def identifiers(self) -> tuple[str, ...]:
        """Everything that runs here now."""
        return tuple(self._running)

    def running(self, principal: str) -> tuple[Running, ...]:
        """What this principal runs now."""
        return tuple(r for r in self._running.values() if r.request.asking.principal.code == principal)

    def find(self, identifier: str, principal: str) -> Running | None:
        """A running statement of this principal; somebody else's is not there."""
        return next((running for running in self.running(principal) if running.id == identifier), None)

    def cancel(self, identifier: str, principal: str) -> bool:
        """Cancel one's own statement; False when it does not run (any more)."""
        running = self.find(identifier, principal)
        if running is not None:
            running.stop(canceled())
        return running is not None

    def stop(self, identifier: str, error: GatewayError) -> None:
        """End a statement that another replica was asked to end, or has closed already."""
        running = self._running.get(identifier)
        if running is not None:
            running.stop(error)

    def progress(self) -> tuple[Progress, ...]:
        """How far everything is that the engine works on."""
        return tuple(one for running in self._running.values() if (one := running.progress) is not None)

    def end_refused(self) -> None:
        """End what reads a source that may not be read any more: it was suspended, or its hours are over."""
        for running in tuple(self._running.values()):
            error = self._around.sources.refusal(running.sources, self._around.clock()) if running.sources else None
            if error is not None:
                running.stop(error)

    async def policy_changed(self) -> None:
        """Look again at every running statement (rule 16)."""
        for running in tuple(self._running.values()):
            await running.check()

    async def drain(self, seconds: float) -> None:
        """Take nothing new, let what runs end for so long, then end it, or leave it to another replica that can go on with it."""
        self._draining = True
        await self._wait_idle(seconds)
        for identifier in self.offered if self._around.admission.others else ():
            self.let_go(identifier)
        self.stop_all(shutting_down())
        await self._wait_idle(10)

    def stop_all(self, error: GatewayError) -> None:
        """End everything that runs."""
        for running in tuple(self._running.values()):
            running.stop(error)

    async def _wait_idle(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._idle.wait(), seconds)
        except TimeoutError:
            return
