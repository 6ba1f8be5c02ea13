"""The other replicas, asked for pages that they hold: a balancer sends a client anywhere, and only Trino's own statements can be taken up by whoever is asked.

    answer = await peers.ask(replica, "GET", "/v1/statement/executing/…", headers)

Nothing is decided here: the other replica checks the address and the login that the client sent, as if he had come there.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from typing import Final

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from yarl import URL

from gateway.api.trino.elsewhere import Answer

CONNECT_SECONDS: Final = 2.0
READ_SECONDS: Final = 30.0
"""A page comes within about a second, with rows or without."""


class Peers:
    """Belongs to one event loop. `addresses` are those of the replicas that live."""

    def __init__(self, addresses: Callable[[], Mapping[str, str]]) -> None:
        self._addresses = addresses
        self._http: ClientSession | None = None

    async def ask(self, replica: str, method: str, path: str, headers: Mapping[str, str]) -> Answer | None:
        """What that replica answers; None when it cannot be reached."""
        address = self._addresses().get(replica)
        if address is None:
            return None
        try:
            url = URL(address + path, encoded=True)  # it is the client's own text, and a ticket of ours is in it
            async with self._session().request(method, url, headers=headers, allow_redirects=False) as found:
                return Answer(found.status, await found.read(), found.headers.get("content-type", "text/plain"))
        except (ClientError, TimeoutError):
            return None

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
