"""The two records of one statement, written in threads and in order whatever happens meanwhile."""

from __future__ import annotations

import asyncio
import datetime

from gateway.errors import ErrorCode, GatewayError
from gateway.execution.journal import Closed, Opened
from gateway.execution.lifecycle import State
from gateway.execution.request import Request
from gateway.execution.surroundings import Surroundings
from gateway.execution.world import World
from gateway.pipeline.stages import Plan

NEVER_RAN = frozenset({ErrorCode.TOO_MANY_STATEMENTS, ErrorCode.SHUTTING_DOWN, ErrorCode.AUDIT_UNAVAILABLE})
"""Ends of statements that were not even judged: a crowd must not fill the audit, and an audit that is down takes nothing."""


class Records:
    """Opening is done once; closing waits for an opening that is still being written."""

    def __init__(self, identifier: str, request: Request, received: datetime.datetime, around: Surroundings) -> None:
        self._id = identifier
        self._request = request
        self._received = received
        self._around = around
        self._opening: asyncio.Task[Opened] | None = None

    async def open(self, plan: Plan | None, world: World | None, instant: datetime.datetime) -> None:
        """Write the first record. A caller that gives up does not undo it."""
        if self._opening is None:
            opened = Opened(
                id=self._id,
                request=self._request,
                received=self._received,
                instant=instant,
                policy_version=world.policy.version if world else "",
                catalog_version=world.catalog.version if world else "",
                plan=plan,
            )
            self._opening = asyncio.ensure_future(self._write(opened))
        await asyncio.shield(self._opening)

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
        if self._opening is None:
            if error is not None and error.code in NEVER_RAN:
                return
            await self.open(None, self._world(), ended)
        assert self._opening is not None
        opened = await asyncio.shield(self._opening)
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
