"""Pages that another replica holds, for a client that was sent here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from starlette.requests import Request
from starlette.responses import Response

from gateway.api.http.callers import address_of

FORWARDED: Final = "x-huiliu-forwarded"
"""Says that a replica asks for a client: who gets it asks nobody else."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other replica said."""

    status: int
    body: bytes
    kind: str


class Peers(Protocol):
    """The way to the other replicas."""

    async def ask(self, replica: str, method: str, path: str, headers: Mapping[str, str]) -> Answer | None:
        """What that replica answers; None when it cannot be reached."""


async def asked_elsewhere(request: Request, path: str, replica: str, peers: Peers) -> Response | None:
    """The answer of the replica that has the page. None when it is not there, or was asked already."""
    if FORWARDED in request.headers:
        return None
    headers = {FORWARDED: "1", "X-Forwarded-For": address_of(request)}
    headers |= {name: request.headers[name] for name in ("authorization", "host") if name in request.headers}
    found = await peers.ask(replica, request.method, path, headers)
    return None if found is None else Response(found.body, found.status, media_type=found.kind)
