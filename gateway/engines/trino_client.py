"""Requests to one coordinator: a statement is sent once, its pages may be asked for again, and no address is followed but the coordinator's own."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import httpx

from gateway.engines.trino_errors import broken, garbled, lost, page_too_large, refused

AGAIN: Final = frozenset({429, 502, 503, 504})
PAUSES: Final = (0.05, 0.1, 0.2, 0.5, 1.0)
_PATH: Final = re.compile(
    r"/v1/statement/(?:queued|executing)/(?P<id>[A-Za-z0-9_]{1,100})/[A-Za-z0-9_\-]{1,200}/\d{1,18}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrinoBounds:
    """Times in seconds."""

    connect: float = 5.0
    read: float = 30.0
    """Trino answers within about a second, with data or without."""
    patience: float = 15.0
    """How long a page is asked for again while the coordinator does not answer."""
    heartbeat: float = 60.0
    """Trino gives a statement up that nobody asks about for `query.client.timeout`, five minutes by default."""
    grace: float = 5.0
    """How long a cancellation may take."""
    recheck: float = 5.0
    page_bytes: int = 64 * 2**20
    text_length: int = 1_000_000
    """Trino's `query.max-length`."""
    connections: int = 100


class NotSentError(Exception):
    """Nothing of the statement left the gateway: another coordinator may be asked."""


class Coordinator:
    """One coordinator, by its address (`https://host:port`)."""

    def __init__(self, address: str, http: httpx.AsyncClient, bounds: TrinoBounds) -> None:
        self.address = address
        self._http = http
        self._bounds = bounds
        self._origin = _origin(address)

    def path_of(self, uri: str, statement: str) -> str:
        """The path of an address that an answer names. Any but the coordinator's own, for this statement, is refused: it could be anywhere."""
        try:
            parts = urlsplit(uri)
            found = _PATH.fullmatch(parts.path)
            own = _origin(uri) == self._origin and not (parts.query or parts.fragment or parts.username)
        except ValueError:
            found, own = None, False
        if found is None or not own or found["id"] != statement:
            raise garbled(f"nextUri is not an address of {self.address}: {uri[:200]}")
        return parts.path

    async def send(self, sql: str, headers: Mapping[str, str]) -> bytes:
        """Start a statement. Never repeated: raises NotSentError when nothing was sent, else EngineError."""
        try:
            return await self._ask("POST", "/v1/statement", sql.encode(), headers)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise NotSentError(f"{self.address}: {_words(error)}") from error
        except (httpx.TransportError, _BusyError) as error:
            raise broken(f"POST to {self.address}: {_words(error)}") from error

    async def page(self, path: str) -> bytes:
        """A page. Trino gives the same one again, so what broke on the way is asked for again."""
        begun = None
        attempt = 0
        while True:
            try:
                return await self._ask("GET", path)
            except (httpx.TransportError, _BusyError) as error:
                now = time.monotonic()
                begun = now if begun is None else begun
                if now - begun > self._bounds.patience:
                    raise broken(f"GET from {self.address}: {_words(error)}") from error
                await asyncio.sleep(PAUSES[min(attempt, len(PAUSES) - 1)])
                attempt += 1

    async def query(self, identifier: str) -> bytes:
        """What the coordinator knows of a statement that it was sent, its plan left out. Raises EngineError."""
        return await self.page(f"/v1/query/{identifier}?pruned=true")

    async def beat(self, path: str) -> bool:
        """Say that the statement is still wanted; whether that makes sense any more."""
        try:
            answer = await self._http.head(self.address + path)
        except httpx.TransportError:
            return True
        return answer.status_code not in (404, 405, 410)

    async def cancel(self, path: str) -> None:
        """End the statement; a lost answer is asked for once more, and then Trino's own timeout ends it."""
        for _ in range(2):
            try:
                await self._http.delete(self.address + path)
            except httpx.TransportError:
                continue
            return

    async def told(self, path: str) -> tuple[int, bytes]:
        """Status and body of a short answer: of /v1/info and the like. Raises httpx.TransportError."""
        async with self._http.stream("GET", self.address + path) as answer:
            return answer.status_code, await self._body(answer)

    async def _ask(
        self, method: str, path: str, content: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> bytes:
        async with self._http.stream(method, self.address + path, content=content, headers=headers) as answer:
            status = answer.status_code
            if status == 200:
                return await self._body(answer)
        if status in AGAIN:
            raise _BusyError(f"status {status}")
        told = f"{method} to {self.address}: status {status}"
        if status in (401, 403):
            raise refused(told)
        raise lost(told) if status in (404, 410) else garbled(told)

    async def _body(self, answer: httpx.Response) -> bytes:
        """As it was sent: asked for without compression, so that no few bytes become very many."""
        if answer.headers.get("content-encoding", "identity") != "identity":
            raise garbled("an answer is compressed, which was not asked for")
        taken = bytearray()
        async for piece in answer.aiter_raw():
            taken += piece
            if len(taken) > self._bounds.page_bytes:
                raise page_too_large(self._bounds.page_bytes)
        return bytes(taken)


class _BusyError(Exception):
    """The coordinator, or what stands in front of it, cannot answer now."""


def _origin(address: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(address)
    return parts.scheme, parts.hostname, parts.port or {"https": 443, "http": 80}.get(parts.scheme)


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]
