"""What goes through the browser, sealed: from the client's first request to the page, and from the page to the issuer and back. Nothing is kept meanwhile, so a flood of logins costs nothing, and any replica goes on.

`handle` is the hash of what only the client knows. So who sees the address of the page cannot fetch the token.
"""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass
from typing import Final

import orjson

from gateway.api.oauth2.issuer import random_text
from gateway.api.sealing import Sealer

SECONDS: Final = 600
"""So long a person may take."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A client was told to send its person to a page. `address` is the client's."""

    handle: str
    address: str
    base: str
    expires: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A person was sent to the issuer; `browser` is the hash of the cookie of whoever saw the page."""

    handle: str
    address: str
    base: str
    expires: int
    browser: str
    nonce: str
    verifier: str


class States:
    """Of one key file."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def begin(self, address: str, base: str, now: float) -> tuple[str, str]:
        """What the client keeps for itself, and what it shows to its person."""
        own = random_text()
        begun = Begun(digest(own), address, base, int(now) + SECONDS)
        return own, self._sealer.seal(orjson.dumps(astuple(begun)), about=b"login begun")

    def begun(self, text: str, now: float) -> Begun | None:
        """None for what is none, or is no more."""
        raw = self._sealer.open(text, about=b"login begun")
        found = Begun(*orjson.loads(raw)) if raw is not None else None
        return found if found is not None and found.expires > now else None

    def ask(self, begun: Begun, cookie: str) -> tuple[str, Asked]:
        """The state as the issuer carries it, and what it says."""
        asked = Asked(
            begun.handle, begun.address, begun.base, begun.expires, digest(cookie), random_text(), random_text()
        )
        return self._sealer.seal(orjson.dumps(astuple(asked)), about=b"login asked"), asked

    def asked(self, text: str, cookie: str, now: float) -> Asked | None:
        """None for another browser's, too."""
        raw = self._sealer.open(text, about=b"login asked")
        found = Asked(*orjson.loads(raw)) if raw is not None else None
        return found if found is not None and found.expires > now and found.browser == digest(cookie) else None


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
