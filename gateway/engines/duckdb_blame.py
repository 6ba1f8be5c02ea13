"""Who cost the engine its process: a statement that would not stop, or took all memory when nobody else was there.

A new process is up at once, but others' statements are disturbed each time, so whoever causes it waits: with the same statement after the first time, with
every statement after the second, each time twice as long. A statement that cannot be told from the others that ran is not blamed.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from gateway.errors import EngineError, ErrorCode

SAME: Final = 60.0
"""Seconds that a statement waits after the first time."""
ANY: Final = 15.0
"""Seconds that all statements of its principal wait after the second."""
LONGEST: Final = 3600.0
FORGOTTEN: Final = 2 * LONGEST
PRINCIPALS: Final = 1000
STATEMENTS: Final = 100


@dataclass(slots=True)
class _Record:
    times: int = 0
    last: float = 0.0
    until: float = 0.0
    statements: OrderedDict[str, float] = field(default_factory=OrderedDict)


class Blame:
    """By principal: how often, how lately, with what. `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._records: OrderedDict[str, _Record] = OrderedDict()

    def check(self, principal: str, sql: str) -> None:
        """Raise TOO_MANY_STATEMENTS where this principal must still wait with this statement."""
        record = self._records.get(principal)
        if record is None:
            return
        left = max(record.until, record.statements.get(_digest(sql), 0.0)) - self._clock()
        if left > 0:
            raise EngineError(
                "statements of yours made the engine be restarted",
                code=ErrorCode.TOO_MANY_STATEMENTS,
                hint=f"wait {left + 1:.0f} seconds, and read fewer rows or build smaller texts and arrays",
            )

    def add(self, principal: str, sql: str) -> None:
        """It happened (again). The gateway's own statements, which have no principal, are not anybody's to stop."""
        if not principal:
            return
        now = self._clock()
        record = self._records.setdefault(principal, _Record())
        self._records.move_to_end(principal)
        if now - record.last > FORGOTTEN:
            record.times = 0
        record.times, record.last = record.times + 1, now
        record.statements[_digest(sql)] = now + min(LONGEST, SAME * 2 ** (record.times - 1))
        if record.times > 1:
            record.until = now + min(LONGEST, ANY * 2 ** (record.times - 2))
        for known, most in ((record.statements, STATEMENTS), (self._records, PRINCIPALS)):
            while len(known) > most:
                known.popitem(last=False)


def _digest(sql: str) -> str:
    return hashlib.sha256(sql.encode()).hexdigest()
