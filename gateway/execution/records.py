"""The two records of one statement, written in threads and in order whatever happens meanwhile."""

from __future__ import annotations

import asyncio
import datetime
import time
from contextlib import suppress
from typing import Final

from gateway.errors import ErrorCode, GatewayError
from gateway.execution.journal import Closed, Opened
from gateway.execution.lifecycle import State
from gateway.execution.request import Request
from gateway.execution.surroundings import Surroundings
from gateway.execution.world import World
from gateway.pipeline.stages import Plan
from gateway.storage import Crowd, CrowdedError

NEVER_RAN = frozenset({ErrorCode.TOO_MANY_STATEMENTS, ErrorCode.SHUTTING_DOWN, ErrorCode.AUDIT_UNAVAILABLE})
"""Ends of statements that never began, most of them not even judged: a crowd must not fill the audit, and an audit that is down takes nothing."""
AGAIN: Final = 0.02
SLOWLY: Final = 0.25
"""Seconds between two questions whether a place became free over all replicas: at first, and in the end."""


class Records:
    """Opening is done once; closing waits for an opening that is still being written."""

    def __init__(self, identifier: str, request: Request, received: datetime.datetime, around: Surroundings) -> None:
        self._id = identifier
        self._request = request
        self._received = received
        self._around = around
        self._opening: asyncio.Future[Opened] | None = None

    async def open(
        self, plan: Plan | None, world: World | None, instant: datetime.datetime, crowd: Crowd | None = None
    ) -> None:
        """Write the first record, as soon as `crowd` has a place. A caller that gives up does not undo it. Raises CrowdedError."""
        until, pause = time.monotonic() + self._around.limits.queue_seconds, AGAIN
        while True:
            self._begin(plan, world, instant, crowd)
            try:
                await self._opened()
                return
            except CrowdedError:
                if time.monotonic() + pause > until:
                    raise
            await asyncio.sleep(pause)
            pause = min(2 * pause, SLOWLY)

    def go_on(self, request: Request, plan: Plan | None, world: World, instant: datetime.datetime) -> None:
        """Another gateway wrote the first record; the second one is written here."""
        self._request = request
        self._opening = asyncio.get_running_loop().create_future()
        self._opening.set_result(self._first(plan, world, instant, None))

    def _begin(
        self, plan: Plan | None, world: World | None, instant: datetime.datetime, crowd: Crowd | None
    ) -> asyncio.Future[Opened]:
        """Once, unless there was no place."""
        if self._opening is None:
            self._opening = asyncio.ensure_future(self._write(self._first(plan, world, instant, crowd)))
        return self._opening

    def _first(self, plan: Plan | None, world: World | None, instant: datetime.datetime, crowd: Crowd | None) -> Opened:
        return Opened(
            id=self._id,
            request=self._request,
            received=self._received,
            instant=instant,
            policy_version=world.policy.version if world else "",
            catalog_version=world.catalog.version if world else "",
            plan=plan,
            crowd=crowd,
        )

    async def _opened(self) -> Opened | None:
        """The first record, or None when nobody wrote one. Raises CrowdedError when it found no place: then it may be tried again."""
        opening = self._opening
        if opening is None:
            return None
        try:
            return await asyncio.shield(opening)
        except CrowdedError:
            if self._opening is opening:
                self._opening = None
            raise

    async def _write(self, opened: Opened) -> Opened:
        await self._around.threads.store(self._around.journal.opened, opened)
        return opened

    async def close(
        self,
        *,
        state: State,
        ended: datetime.datetime,
        seconds: float,
        rows: int,
        bytes: int,
        cut: bool,
        error: GatewayError | None,
        engine_query: str,
    ) -> None:
        """Write the second record; a statement that was refused gets its first one here."""
        opened = None
        with suppress(CrowdedError):
            opened = await self._opened()
        if opened is None:
            if error is not None and error.code in NEVER_RAN:
                return
            opened = await asyncio.shield(self._begin(None, self._world(), ended, None))
        closed = Closed(
            opened=opened,
            state=state,
            ended=ended,
            seconds=seconds,
            rows=rows,
            bytes=bytes,
            cut=cut,
            error=error,
            engine_query=engine_query,
        )
        await self._around.threads.store(self._around.journal.closed, closed)

    def _world(self) -> World | None:
        """What a refused statement was judged by; None when no policy set was in force (then that is why it was refused)."""
        try:
            return self._around.worlds()
        except GatewayError:
            return None
