"""A client of Trino's protocol as the genuine ones behave: one connection that it keeps, and a page that is asked for again when an answer is lost."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp
import orjson

LOST: Final = frozenset({502, 503, 504})
"""What a balancer says of a server that is not there; genuine clients ask again."""
PATIENCE: Final = 60
PAUSE: Final = 0.3


class Lost(Exception):  # noqa: N818
    """The statement's first request had no answer, or one that is none: nothing began for this client."""


@dataclass
class Answer:
    """A statement read to its end, or as far as it was read."""

    rows: list[list[Any]] = field(default_factory=list)
    error: str = ""
    requests: int = 0
    document: Mapping[str, Any] = field(default_factory=dict)

    @property
    def following(self) -> str | None:
        return self.document.get("nextUri")


class Client:
    """`base` is where it sends its statements."""

    def __init__(self, session: aiohttp.ClientSession, base: str, token: str) -> None:
        self._session = session
        self._base = base
        self._head = {"Authorization": f"Bearer {token}", "X-Trino-User": "ana"}

    async def begin(self, sql: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Send it. Raises Lost."""
        try:
            async with self._session.post(
                f"{self._base}/v1/statement", data=sql.encode(), headers={**self._head, **(headers or {})}
            ) as answer:
                if answer.status != 200:
                    raise Lost(str(answer.status))
                found = Answer()
                self._take(found, orjson.loads(await answer.read()))
                return found
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Lost(type(error).__name__) from error

    async def go_on(self, answer: Answer) -> None:
        """The next page; asked for again until somebody gives it."""
        assert answer.following is not None
        until = asyncio.get_running_loop().time() + PATIENCE
        while True:
            try:
                async with self._session.get(answer.following, headers=self._head) as page:
                    if page.status == 200:
                        self._take(answer, orjson.loads(await page.read()))
                        return
                    said = f"status {page.status}"
                    if page.status not in LOST:
                        answer.error, answer.document = said, {}
                        return
            except (aiohttp.ClientError, TimeoutError) as error:
                said = type(error).__name__
            if asyncio.get_running_loop().time() > until:
                answer.error, answer.document = said, {}
                return
            await asyncio.sleep(PAUSE)

    async def run(self, sql: str, headers: Mapping[str, str] | None = None) -> Answer:
        """To its end. Raises Lost."""
        answer = await self.begin(sql, headers)
        while answer.following is not None:
            await self.go_on(answer)
        return answer

    async def beat(self, answer: Answer) -> int:
        assert answer.following is not None
        async with self._session.head(answer.following, headers=self._head) as said:
            return said.status

    async def cancel(self, answer: Answer) -> int:
        assert answer.following is not None
        async with self._session.delete(answer.following, headers=self._head) as said:
            return said.status

    def _take(self, answer: Answer, document: Mapping[str, Any]) -> None:
        answer.document = document
        answer.requests += 1
        answer.rows += document.get("data", [])
        answer.error = str(document.get("error", {}).get("errorName", ""))


@asynccontextmanager
async def connected(base: str, token: str, trusts: ssl.SSLContext | None) -> AsyncIterator[Client]:
    """A client of its own, with its one connection."""
    connector = aiohttp.TCPConnector(limit=1, ssl=trusts if trusts is not None else True)
    bound = aiohttp.ClientTimeout(total=120)
    async with aiohttp.ClientSession(connector=connector, timeout=bound) as session:
        yield Client(session, base, token)
