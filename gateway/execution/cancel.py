"""Finds and ends a principal's own statement, at whichever replica it runs: the same for every door."""

from __future__ import annotations

import asyncio
import datetime
import re
import time
from typing import Final, Protocol

from gateway.execution.gateway import Gateway
from gateway.execution.running import Running
from gateway.storage import Outcome, StatementRow

CANCEL_SECONDS: Final = 4.0
"""So long it is waited for a statement to end that runs at another replica: that looks once a second."""
_ID: Final = re.compile(r"[a-z0-9_]{1,64}")


class Known(Protocol):
    """What storage knows of statements; blocking."""

    def find(self, identifier: str, principal: str | None = None) -> StatementRow | None:
        """One statement, if it is theirs."""

    def ask_cancel(self, identifier: str, principal: str, now: datetime.datetime) -> bool:
        """Want a statement of theirs ended, wherever it runs; False when it does not run."""


async def find(gateway: Gateway, known: Known, identifier: str, principal: str) -> Running | StatementRow | None:
    """A statement of this principal: as it runs here, else as storage has it. Somebody else's is not there."""
    running = gateway.find(identifier, principal)
    if running is not None or _ID.fullmatch(identifier) is None:
        return running
    return await gateway.around.threads.store(known.find, identifier, principal)


async def cancel(gateway: Gateway, known: Known, identifier: str, principal: str) -> Running | StatementRow | None:
    """End a statement of this principal and wait until it has ended; one that has ended stays as it is, somebody else's is not there.

    A row that still says STARTED: nobody heard of it in time, it has been asked to end. Raises OwnError when storage does not answer.
    """
    running = gateway.find(identifier, principal)
    if running is not None and gateway.cancel(identifier, principal):
        await running.close()
        return running
    found = await find(gateway, known, identifier, principal)
    if _runs_elsewhere(found):
        await gateway.around.threads.store(known.ask_cancel, identifier, principal, gateway.around.clock())
    until = time.monotonic() + CANCEL_SECONDS
    while _runs_elsewhere(found) and time.monotonic() < until:
        await asyncio.sleep(CANCEL_SECONDS / 20)
        found = await find(gateway, known, identifier, principal)
    return found


def _runs_elsewhere(found: Running | StatementRow | None) -> bool:
    return isinstance(found, StatementRow) and found.state is Outcome.STARTED
