"""Pages of one statement, sent as its reader asks for them; what he does not ask for is put aside when its places are wanted."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Final

from gateway.engines.duckdb_aside import Aside, Pieces

AHEAD: Final = 2
"""Pages that may be under way before the reader asks for more."""

SendPage = Callable[[int, Pieces], None]


class StoppedError(Exception):
    """Ends the delivery: the statement was cancelled."""


class Delivery:
    """`more`, `rest` and `stop` are called by another thread than the one that delivers."""

    def __init__(self, send: SendPage, aside: Aside) -> None:
        self._send = send
        self._aside = aside
        self._changed = threading.Condition()
        self._credit = AHEAD
        self._resting = False
        self._stopped = False

    def more(self) -> None:
        """The reader took a page."""
        with self._changed:
            self._credit += 1
            self._changed.notify()

    def rest(self) -> None:
        """Do not wait for the reader any more, as long as there is room for pages aside."""
        with self._changed:
            self._resting = True
            self._changed.notify()

    def stop(self) -> None:
        """Send nothing more."""
        with self._changed:
            self._stopped = True
            self._changed.notify()

    def produce(self, pages: Iterable[tuple[int, Pieces]]) -> bool:
        """Take every page, and send or put it aside; whether some lie aside in the end. Raises StoppedError."""
        for rows, pieces in pages:
            self._one(rows, pieces)
        return len(self._aside) > 0

    def finish(self) -> None:
        """Send what lies aside. Raises StoppedError."""
        while self._aside:
            self._wait(unless_resting=False)
            self._send(*self._aside.take())

    def _one(self, rows: int, pieces: Pieces) -> None:
        room = True
        while True:
            credit = self._wait(unless_resting=room)
            if credit and not self._aside:
                self._send(rows, pieces)
                return
            if credit:
                self._send(*self._aside.take())
                room = True
            elif self._aside.put(rows, pieces):
                return
            else:
                room = False

    def _wait(self, *, unless_resting: bool) -> bool:
        """Until a page may be sent, which is then used up; False when it may not, but need not wait either."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or self._credit or (unless_resting and self._resting))
            if self._stopped:
                raise StoppedError
            if self._credit:
                self._credit -= 1
                return True
            return False
