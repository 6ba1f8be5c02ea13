"""The other replicas, asked for pages that they hold: a balancer sends a client anywhere, and only Trino's own statements can be taken up by whoever is asked.

    answer = await peers.ask(replica, "GET", "/v1/statement/executing/…", headers)

Nothing is decided here: the other replica checks the address and the login that the client sent, as if he had come there.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from math import inf
from typing import Final

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from yarl import URL

from gateway.api.trino.elsewhere import Answer

CONNECT_SECONDS: Final = 2.0
BETWEEN_LOOKS: Final = 0.5
READ_SECONDS: Final = 30.0
"""A page comes within about a second, with rows or without."""


class Peers:
    """Belongs to one event loop. `addresses` are those of the replicas that live."""

    def __init__(self, addresses: Callable[[], Mapping[str, str]], look: Callable[[], Awaitable[None]]) -> None:
        """`look` learns anew who lives; what has just started is known by nobody yet, and a client is sent on at once."""
        self._addresses = addresses
        self._look = look
        self._looking: asyncio.Task[None] | None = None
        self._looked = -inf
        self._http: ClientSession | None = None

    async def ask(self, replica: str, method: str, path: str, headers: Mapping[str, str]) -> Answer | None:
        """What that replica answers; None when it cannot be reached."""
        address = self._addresses().get(replica)
        if address is None:
            await self._look_again()
            address = self._addresses().get(replica)
        if address is None:
            return None
        try:
            url = URL(address + path, encoded=True)  # it is the client's own text, and a ticket of ours is in it
            async with self._session().request(method, url, headers=headers, allow_redirects=False) as found:
                return Answer(found.status, await found.read(), found.headers.get("content-type", "text/plain"))
        except (ClientError, TimeoutError):
            return None

    async def _look_again(self) -> None:
        """Once for all who ask at the same time, and not twice in half a second: anybody may hold an address of a replica that is gone."""
        loop = asyncio.get_running_loop()
        if self._looking is None and loop.time() - self._looked >= BETWEEN_LOOKS:
            self._looked = loop.time()
            self._looking = asyncio.ensure_future(self._look())
            self._looking.add_done_callback(self._has_looked)
        if self._looking is not None:
            await asyncio.wait((self._looking,), timeout=CONNECT_SECONDS)

    def _has_looked(self, task: asyncio.Task[None]) -> None:
        self._looking = None
        if not task.cancelled():
            task.exception()  # who asks goes on without; the look of every second says what is wrong

    def _session(self) -> ClientSession:
        """No cookies, no redirects, nothing unpacked, and no proxy of the environment: it would see every row."""
        if self._http is None:
            self._http = ClientSession(
                connector=TCPConnector(limit=0, ssl=ssl.create_default_context()),
                timeout=ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=READ_SECONDS),
                cookie_jar=DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
            )
        return self._http

    async def close(self) -> None:
        """Release the connections."""
        if self._http is not None:
            await self._http.close()
