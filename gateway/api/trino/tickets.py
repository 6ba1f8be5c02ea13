"""Addresses of pages: whoever holds one may read the page, because some clients send no credentials on GET; so nobody can make one or guess one.

    ticket = tickets.issue(Ticket(statement="2026…", principal="user:li", expires=…))
    tickets.read(ticket, now)

A ticket is the base64url of its fields, sealed with AES-256-GCM: it names the statement, whose it is, which replica has it and, where another
one can go on with it, from which place: that is an address of the engine's own, which no client may know.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gateway.engines.engine import Place
from gateway.errors import AccessError, ErrorCode

NONCE_BYTES: Final = 12


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
    """Seals with the first of the keys of this moment, accepts all: so they can be changed while statements run. A key has 32 bytes."""

    def __init__(self, keys: Callable[[], Sequence[bytes]]) -> None:
        self._keys = keys

    def issue(self, ticket: Ticket) -> str:
        """The ticket as a part of an address."""
        place = [ticket.place.number, ticket.place.address] if ticket.place else None
        who = [ticket.statement, ticket.principal, ticket.expires, ticket.replica]
        fields = [*who, ticket.token, place, ticket.rows, ticket.bytes]
        nonce = secrets.token_bytes(NONCE_BYTES)
        return _text(nonce + AESGCM(self._keys()[0]).encrypt(nonce, orjson.dumps(fields), None))

    def read(self, text: str, now: float) -> Ticket:
        """The ticket, if it is one of ours and still holds. Raises AccessError, the same for whatever is wrong with it."""
        try:
            raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except (binascii.Error, ValueError):
            raise no_page() from None
        # Another spelling of the same bytes is no ticket either.
        opened = self._opened(raw) if _text(raw) == text else None
        if opened is None:
            raise no_page()
        statement, principal, expires, replica, token, place, rows, size = orjson.loads(opened)
        if expires < now:
            raise no_page()
        return Ticket(statement, principal, expires, token, Place(*place) if place else None, rows, size, replica)

    def _opened(self, raw: bytes) -> bytes | None:
        for key in self._keys():
            try:
                return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None)
            except (InvalidTag, ValueError):  # too short, too
                continue
        return None


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def no_page() -> AccessError:
    """The one answer to every address that is none."""
    return AccessError("this page does not exist, or exists no more", code=ErrorCode.STATEMENT_NOT_FOUND)
