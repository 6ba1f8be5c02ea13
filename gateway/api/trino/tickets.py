"""Addresses of pages: whoever holds one may read the page, because some clients send no credentials on GET; so nobody can make one or guess one.

    ticket = tickets.issue(Ticket(statement="2026…", principal="user:li", expires=…))
    tickets.read(ticket, now)

A ticket is its fields, sealed: it names the statement, whose it is, which replica has it and, where another
one can go on with it, from which place: that is an address of the engine's own, which no client may know.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import orjson

from gateway.api.sealing import Sealer
from gateway.engines.engine import Place
from gateway.errors import AccessError, ErrorCode

ABOUT: Final = b"page"


@dataclass(frozen=True, slots=True)
class Ticket:
    """`expires` is in seconds since 1970. The page `token` begins at `place` (None: only the gateway that began can give it), behind so many rows and bytes."""

    statement: str
    principal: str
    expires: int
    token: int = 0
    place: Place | None = None
    rows: int = 0
    bytes: int = 0
    replica: str = ""


class Tickets:
    """Of one key file."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def issue(self, ticket: Ticket) -> str:
        """The ticket as a part of an address."""
        place = [ticket.place.number, ticket.place.address] if ticket.place else None
        who = [ticket.statement, ticket.principal, ticket.expires, ticket.replica]
        fields = [*who, ticket.token, place, ticket.rows, ticket.bytes]
        return self._sealer.seal(orjson.dumps(fields), about=ABOUT)

    def read(self, text: str, now: float) -> Ticket:
        """The ticket, if it is one of ours and still holds. Raises AccessError, the same for whatever is wrong with it."""
        opened = self._sealer.open(text, about=ABOUT)
        if opened is None:
            raise no_page()
        statement, principal, expires, replica, token, place, rows, size = orjson.loads(opened)
        if expires < now:
            raise no_page()
        return Ticket(statement, principal, expires, token, Place(*place) if place else None, rows, size, replica)


def no_page() -> AccessError:
    """The one answer to every address that is none."""
    return AccessError("this page does not exist, or exists no more", code=ErrorCode.STATEMENT_NOT_FOUND)
