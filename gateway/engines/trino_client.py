"""Requests to one coordinator: a statement is sent once, its pages may be asked for again, and no address is followed but the coordinator's own."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from aiohttp import (
    ClientConnectionResetError,
    ClientConnectorError,
    ClientError,
    ClientOSError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    TCPConnector,
)
from yarl import URL

from gateway.engines.trino_errors import broken, garbled, lost, page_too_large, refused
from gateway.engines.trino_session import ServiceAccount

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


class NotSentError(Exception):
    """Nothing of the statement left the gateway: another coordinator may be asked."""


def session(account: ServiceAccount, bounds: TrinoBounds) -> ClientSession:
    """As many connections as statements run, and then some: behind a crowd that waits, a coordinator would seem to be down. No redirects, no cookies, nothing unpacked; and no proxy of the environment: it would see the service's password and every row."""
    return ClientSession(
        headers={**account.headers(), "Accept-Encoding": "identity", "User-Agent": "huiliu"},
        connector=TCPConnector(limit=0, ssl=account.tls()),
        timeout=ClientTimeout(total=None, sock_connect=bounds.connect, sock_read=bounds.read),
        cookie_jar=DummyCookieJar(),
        auto_decompress=False,
        trust_env=False,
    )


class Coordinator:
    """One coordinator, by its address (`https://host:port`)."""

    def __init__(self, address: str, http: ClientSession, bounds: TrinoBounds) -> None:
        self.address = address
        self._http = http
        self._bounds = bounds
        self._origin = _origin(address)

    def path_of(self, uri: str, statement: str) -> str:
        """The path of an address that an answer names. Any but the coordinator's own, for this statement, is refused: it could be anywhere."""
        if uri.startswith(self.address):  # nearly always: written as the operator writes it
            path = uri[len(self.address) :]
            if (plain := _PATH.fullmatch(path)) is not None and plain["id"] == statement:
                return path
        try:
            parts = urlsplit(uri)
            found = _PATH.fullmatch(parts.path)
            own = _origin(uri) == self._origin and not (parts.query or parts.fragment or parts.username)
        except ValueError:
            found, own = None, False
        if found is None or not own or found["id"] != statement:
            raise garbled(f"nextUri is not an address of {self.address}: {uri[:200]}")
        return parts.path

    def own_path(self, address: str) -> str:
        """The path of an address of a page here. Raises EngineError for any other."""
        path = address.removeprefix(self.address)
        if path == address or _PATH.fullmatch(path) is None:
            raise garbled(f"it is not an address of {self.address}: {address[:200]}")
        return path

    async def send(self, sql: str, headers: Mapping[str, str]) -> bytes:
        """Start a statement. Never repeated once it was sent: raises NotSentError when it was not, else EngineError."""
        text = sql.encode()
        try:
            try:
                return await self._ask("POST", "/v1/statement", text, headers)
            except ClientOSError as error:
                if not isinstance(error.__cause__, ClientConnectionResetError):
                    raise
                # A kept connection was closed before the text was written.
                return await self._ask("POST", "/v1/statement", text, headers)
        except (ClientConnectorError, ConnectionTimeoutError) as error:
            raise NotSentError(f"{self.address}: {_words(error)}") from error
        except (ClientError, _BusyError) as error:
            raise broken(f"POST to {self.address}: {_words(error)}") from error

    async def page(self, path: str) -> bytes:
        """A page. Trino gives the same one again, so what broke on the way is asked for again."""
        begun = None
        attempt = 0
        while True:
            try:
                return await self._ask("GET", path)
            except (ClientError, _BusyError) as error:
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
            async with self._http.head(self._url(path), allow_redirects=False) as answer:
                return answer.status not in (404, 405, 410)
        except ClientError:
            return True

    async def cancel(self, path: str) -> None:
        """End the statement; a lost answer is asked for once more, and then Trino's own timeout ends it."""
        for _ in range(2):
            try:
                async with self._http.delete(self._url(path), allow_redirects=False):
                    return
            except ClientError:
                continue

    async def told(self, path: str) -> tuple[int, bytes]:
        """Status and body of a short answer: of /v1/info and the like. Raises ClientError."""
        async with self._http.get(self._url(path), allow_redirects=False) as answer:
            return answer.status, await self._body(answer)

    async def _ask(
        self, method: str, path: str, content: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> bytes:
        async with self._http.request(
            method, self._url(path), data=content, headers=headers, allow_redirects=False
        ) as answer:
            status = answer.status
            if status == 200:
                return await self._body(answer)
        if status in AGAIN:
            raise _BusyError(f"status {status}")
        told = f"{method} to {self.address}: status {status}"
        if status in (401, 403):
            raise refused(told)
        raise lost(told) if status in (404, 410) else garbled(told)

    def _url(self, path: str) -> URL:
        return URL(self.address + path, encoded=True)  # it is the coordinator's own text

    async def _body(self, answer: ClientResponse) -> bytes:
        """As it was sent: asked for without compression, so that no few bytes become very many."""
        if answer.headers.get("content-encoding", "identity") != "identity":
            raise garbled("an answer is compressed, which was not asked for")
        taken = bytearray()
        async for piece in answer.content.iter_any():
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
