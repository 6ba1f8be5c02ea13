"""The five addresses for Trino. Its plugin can send no credentials, so the address holds a key, and only the peers that are set are answered.

Whoever has not the key, or is no such peer, is told that there is nothing here.
"""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import orjson
from fastapi import APIRouter, HTTPException, Request, Response

from gateway.api.opa.decisions import LEAST, Decisions, Outcome, Question
from gateway.execution.threads import Threads

MOST_BYTES: Final = 32 * 1024 * 1024
"""Of one question: some 200,000 tables at once."""
SECONDS: Final = 15.0

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
        return same and self._is_peer(address)

    def _is_peer(self, address: str) -> bool:
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return False
        if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
            found = found.ipv4_mapped
        return any(found in ipaddress.ip_network(peer) for peer in self.peers)


def opa_routes(decisions: Decisions, door: OpaDoor, threads: Threads, count: Count) -> APIRouter:
    """The routes. They stand in no description of the interface: it is Trino's, and the address is a secret."""
    router = APIRouter(include_in_schema=False)

    @router.post("/opa/{key}/{question}")
    async def answer(key: str, question: str, request: Request) -> Response:
        known = next((each for each in Question if each.value == question), None)
        if known is None or not door.opens(key, request.client.host if request.client else ""):
            count("none", "unknown")
            raise HTTPException(404)
        body = await _body(request)
        if body is None:
            count(known.value, Outcome.MALFORMED.value)
            return _said(LEAST[known], close=True)
        result, outcome = await threads.think(decisions.answer, known, body)
        count(known.value, outcome.value)
        return _said(result)

    return router


def _said(result: object, *, close: bool = False) -> Response:
    headers = {"Connection": "close"} if close else None
    return Response(orjson.dumps({"result": result}), 200, headers, "application/json")


async def _body(request: Request) -> bytes | None:
    """None: too long, or too slow."""
    received = bytearray()
    try:
        async with asyncio.timeout(SECONDS):
            async for piece in request.stream():
                received += piece
                if len(received) > MOST_BYTES:
                    return None
    except TimeoutError:
        return None
    return bytes(received)
