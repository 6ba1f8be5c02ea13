"""Who cost the engine its process: a statement that would not stop, or took all memory when nobody else was there.

A new process is up at once, but others' statements are disturbed each time, so whoever causes it again waits, each time twice as long. The first time is free: the
engine may have hung by itself. A statement that cannot be told from the others that ran is not blamed, nor one that did not stop while it read a server.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from gateway.errors import EngineError, ErrorCode

SECOND: Final = 15.0
"""Seconds that all statements of its principal wait after the second time."""
LONGEST: Final = 3600.0
FORGOTTEN: Final = 2 * LONGEST
PRINCIPALS: Final = 1000


@dataclass(slots=True)
class _Record:
    times: int = 0
    last: float = 0.0
    until: float = 0.0


class Blame:
    """By principal: how often, and how lately. `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._records: OrderedDict[str, _Record] = OrderedDict()

    def check(self, principal: str) -> None:
        """Raise TOO_MANY_STATEMENTS where this principal must still wait."""
        record = self._records.get(principal)
        left = record.until - self._clock() if record is not None else 0.0
        if left > 0:
            raise EngineError(
                "statements of yours made the engine be restarted",
                code=ErrorCode.TOO_MANY_STATEMENTS,
                hint=f"wait {left + 1:.0f} seconds, and read fewer rows or build smaller texts and arrays",
            )

    def add(self, principal: str) -> None:
        """It happened (again). The gateway's own statements, which have no principal, are not anybody's to stop."""
        if not principal:
            return
        now = self._clock()
        record = self._records.setdefault(principal, _Record())
        self._records.move_to_end(principal)
        if now - record.last > FORGOTTEN:
            record.times = 0
        record.times, record.last = record.times + 1, now
        if record.times > 1:
            record.until = now + min(LONGEST, SECOND * 2 ** min(record.times - 2, 20))
        while len(self._records) > PRINCIPALS:
            self._records.popitem(last=False)
