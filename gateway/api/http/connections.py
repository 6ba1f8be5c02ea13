"""Bounds what a connection costs before, between and after its requests: uvicorn itself waits for ever for a head, and takes one of any length.

A connection waits for a request, or has one. One that waits too long is closed. When there are too many, the oldest that never sent a request makes room
for the newest, then the oldest that sends no more: somebody who opens thousands and says nothing only ever displaces his own.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LOOK_SECONDS: Final = 1.0
SMALL: Final = 16_384
"""A head of so many bytes is let in whatever others send."""
HEADS: Final = 64_000_000
"""Bytes of all unfinished heads together, beyond which no long one goes on: clients carry whole statements in them, and so can a flood."""
BEYOND: Final = 4_000_000
"""Bytes of a body that are still taken when it has its answer, so that whoever sent it reads that; then the connection is closed."""
FRESH: Final = 1.0
"""Seconds after it was opened in which the first request of a connection may well be under way."""
TOO_LONG: Final = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionBounds:
    """Seconds are those that a connection may wait: for its first head, for another request, for a client that still takes an answer that has ended."""

    connections: int = 2000
    header_bytes: int = 327_680
    header_seconds: float = 10
    idle_seconds: float = 40
    linger_seconds: float = 300


class Connections:
    """All connections of one listener, by what they wait for; of each kind the longest waiting first. Belongs to one event loop."""

    def __init__(self, bounds: ConnectionBounds) -> None:
        self.bounds = bounds
        self._busy: dict[Guarded, float] = {}
        self._new: dict[Guarded, float] = {}
        self._idle: dict[Guarded, float] = {}
        self._closing: dict[Guarded, float] = {}
        self._looking: asyncio.TimerHandle | None = None
        self.unheard = 0
        """Bytes that nothing came of yet, of all connections."""

    def __len__(self) -> int:
        return len(self._busy) + len(self._new) + len(self._idle) + len(self._closing)

    def opened(self, one: Guarded) -> None:
        """Another connection; if there are too many, one that only waits is given up for it, or else this one."""
        if len(self) >= self.bounds.connections:
            next(iter(self._closing or self._new or self._idle or {one: 0.0})).abort()
        self._put(one, self._new)
        if self._looking is None:
            self._looking = one.loop.call_later(LOOK_SECONDS, self._look, one.loop)

    def asked(self, one: Guarded) -> None:
        """It has sent the head of a request."""
        self._put(one, self._busy)

    def answered(self, one: Guarded) -> None:
        """Its request has its answer."""
        self._put(one, self._idle)

    def _put(self, one: Guarded, where: dict[Guarded, float]) -> None:
        self.forget(one)
        where[one] = one.loop.time()

    def is_fresh(self, one: Guarded) -> bool:
        """Whether it was opened just now and has sent nothing yet."""
        return one.loop.time() - self._new.get(one, -FRESH) < FRESH

    def forget(self, one: Guarded) -> None:
        """It is closed."""
        for kind in (self._busy, self._new, self._idle, self._closing):
            kind.pop(one, None)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        """Every second, while there is any."""
        now, bounds = loop.time(), self.bounds
        for kind in (self._busy, self._new, self._idle):
            for one in [one for one in kind if one.transport.is_closing()]:
                self._put(one, self._closing)
        for kind, seconds in (
            (self._new, bounds.header_seconds),
            (self._idle, bounds.idle_seconds),
            (self._closing, bounds.linger_seconds),
        ):
            for one in [one for one, since in kind.items() if since + one.patience(seconds) < now]:
                one.abort()
        self._looking = loop.call_later(LOOK_SECONDS, self._look, loop) if len(self) else None


class Guarded(HttpToolsProtocol):
    """uvicorn's protocol, watched."""

    guard: ClassVar[Connections]
    _unheard = 0
    """Bytes since anything came of them: a part of a head, trailers, or what is no HTTP."""
    _beyond = 0
    """Bytes of a body that came after its answer."""
    _last = False
    """Whether its next request is its last: the server ends."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)  # type: ignore[arg-type]  # a stream's transport
        self.guard.opened(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._heard()
        self.guard.forget(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        crowded = self.guard.unheard > HEADS and self._unheard > SMALL
        if crowded or self._unheard > self.guard.bounds.header_bytes:
            if self.cycle is None or self.cycle.response_complete:
                self.transport.write(TOO_LONG)
            self.transport.close()
            return
        self._unheard += len(data)
        self.guard.unheard += len(data)
        super().data_received(data)

    def _heard(self) -> None:
        self.guard.unheard -= self._unheard
        self._unheard = 0

    def on_headers_complete(self) -> None:
        self._heard()
        self._beyond = 0
        self.guard.asked(self)
        super().on_headers_complete()
        if self._last and self.cycle is not None:
            self.cycle.keep_alive = False

    def on_body(self, body: bytes) -> None:
        self._heard()
        if self.cycle is not None and self.cycle.response_complete:
            self._beyond += len(body)
            if self._beyond > BEYOND:
                self.abort()  # over TLS a mere close would go on taking what comes
                return
        super().on_body(body)

    def on_response_complete(self) -> None:
        if not self.pipeline:
            self.guard.answered(self)
        super().on_response_complete()

    def shutdown(self) -> None:
        """The server ends. What was opened just now is heard first: a balancer does not send a statement again that went out on a connection which then breaks."""
        if self.guard.is_fresh(self):
            self._last = True
            self.loop.call_later(FRESH, self._end)
        else:
            self._end()

    def _end(self) -> None:
        """One that only waits is closed; over TLS that takes until the client says goodbye, which an idle pool never does."""
        super().shutdown()
        if self.transport.is_closing():
            self.loop.call_later(LOOK_SECONDS, self._part)

    def _part(self) -> None:
        if self.transport.get_write_buffer_size() == 0:
            self.abort()

    def patience(self, seconds: float) -> float:
        """Somebody who still takes an answer may take longer."""
        unsent = self.transport.get_write_buffer_size() > 0
        return max(seconds, self.guard.bounds.linger_seconds) if unsent else seconds

    def abort(self) -> None:
        """At once, whatever is still to be sent."""
        self.transport.abort()


def guarded(bounds: ConnectionBounds) -> type[Guarded]:
    """The protocol of one listener."""
    members: dict[str, Any] = {"guard": Connections(bounds)}
    return type("GuardedHere", (Guarded,), members)
