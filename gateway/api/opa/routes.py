"""The five addresses for Trino. Its plugin can send no credentials, so the address holds a key, and only the peers that are set are answered.

Whoever has not the key, or is no such peer, is told that there is nothing here.
"""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import orjson
from starlette.exceptions import HTTPException
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from gateway.api.opa.decisions import LEAST, Decisions, Outcome, Question
from gateway.execution.threads import Threads

MOST_BYTES: Final = 32 * 1024 * 1024
"""Of one question: some 200,000 tables at once."""
SMALL: Final = 16 * 1024
"""Of a question whose answer, if it is remembered, is said without a thread: that of one relation's columns takes a tenth of a millisecond."""
SECONDS: Final = 15.0
QUESTIONS: Final = {question.value: question for question in Question}
JSON: Final = (b"content-type", b"application/json")
CLOSING: Final = (b"connection", b"close")

Count = Callable[[str, str], None]
"""(kind of question, what came of it)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpaDoor:
    """Who is answered. `peers` are addresses or networks."""

    key: str
    peers: Sequence[str]

    def opens(self, key: str, address: str) -> bool:
        """Whether this key from this address is answered."""
        same = hmac.compare_digest(key.encode(), self.key.encode())
        return same and _is_peer(address, tuple(self.peers))


@lru_cache(maxsize=1024)
def _is_peer(address: str, peers: tuple[str, ...]) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return any(found in ipaddress.ip_network(peer) for peer in peers)


def opa_route(decisions: Decisions, door: OpaDoor, threads: Threads, count: Count) -> Route:
    """The route for all five, for the front of the list: a statement waits for a dozen answers, one after the other. It stands in no description of the interface, which is Trino's; the address is a secret."""
    return Route("/opa/{key}/{question}", _Asked(decisions, door, threads, count), include_in_schema=False)


class _Asked:
    """One question, at the bare protocol of the server: a framework's reading of requests takes longer than the answer."""

    def __init__(self, decisions: Decisions, door: OpaDoor, threads: Threads, count: Count) -> None:
        self._decisions = decisions
        self._door = door
        self._threads = threads
        self._count = count

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        words, client = scope["path_params"], scope.get("client")
        question = QUESTIONS.get(words["question"])
        opens = self._door.opens(words["key"], client[0] if client else "")
        if question is None or not opens or scope["method"] != "POST":
            self._count("none", "unknown")
            raise HTTPException(404)
        body = await _body(receive)
        if body is None:
            self._count(question.value, Outcome.MALFORMED.value)
            await _say(send, LEAST[question], CLOSING)
            return
        found = self._decisions.remembered(question, body) if len(body) <= SMALL else None
        if found is None:
            found = await self._threads.think(self._decisions.answer, question, body)
        result, outcome = found
        self._count(question.value, outcome.value)
        await _say(send, result)


async def _say(send: Send, result: object, *headers: tuple[bytes, bytes]) -> None:
    body = orjson.dumps({"result": result})
    length = (b"content-length", b"%d" % len(body))
    await send({"type": "http.response.start", "status": 200, "headers": [JSON, length, *headers]})
    await send({"type": "http.response.body", "body": body})


async def _body(receive: Receive) -> bytes | None:
    """None: too long, too slow, or not all of it."""
    received = bytearray()
    try:
        async with asyncio.timeout(SECONDS):
            while True:
                message: Message = await receive()
                received += message.get("body", b"")
                if message["type"] != "http.request" or len(received) > MOST_BYTES:
                    return None
                if not message.get("more_body", False):
                    return bytes(received)
    except TimeoutError:
        return None
