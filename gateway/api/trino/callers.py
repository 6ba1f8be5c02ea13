"""Who a Trino client is: a token as the password of Basic, or as the bearer; another user than the login is impersonation."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Final

from gateway.api.authenticate import Authenticator, Caller, Credentials, unauthenticated
from gateway.api.trino.session import ClientSession

DOOR: Final = "trino"
PURPOSE: Final = "huiliu.purpose"
"""The session property that declares a purpose: drivers can carry nothing else."""


@dataclass(frozen=True, slots=True)
class Login:
    """What `Authorization` says. `user` is empty for a bearer."""

    user: str
    secret: str


def login(authorization: str | None) -> Login | None:
    """None: there is none that could be read.

    >>> login("Basic bGk6cy1l")
    Login(user='li', secret='s-e')
    """
    scheme, _, value = (authorization or "").partition(" ")
    match scheme.lower():
        case "bearer" if value.strip():
            return Login("", value.strip())
        case "basic":
            try:
                user, colon, secret = base64.b64decode(value.strip(), validate=True).decode().partition(":")
            except (binascii.Error, ValueError):
                return None
            return Login(user, secret) if user and colon and secret else None
        case _:
            return None


def _is(name: str, code: str) -> bool:
    """Whether a login's name means this principal: `bi` is `service:bi` to its own token, since no name of Basic has a colon."""
    return name in (code, code.partition(":")[2])


def _code(user: str) -> str:
    """The principal that another's name means: `li` is `user:li`."""
    return user if ":" in user else f"user:{user}"


def owner_of(authorization: str | None) -> bytes:
    """By what the login of a later request is known to be the same."""
    return hashlib.sha256((authorization or "").encode()).digest()


def caller(authenticator: Authenticator, found: Login | None, session: ClientSession, address: str) -> Caller:
    """The caller of a statement. Blocking. Raises GatewayError.

    A name that does not belong to the token is no login: whoever holds a token knows whose it is.
    """
    credentials = Credentials(secret=found.secret if found else None, address=address, door=DOOR)
    grant = authenticator.grant(credentials)
    assert found is not None
    if found.user and not _is(found.user, grant.principal):
        raise authenticator.refuse(credentials, "the token is another's", grant.principal, unauthenticated())
    acting_for = None if not session.user or _is(session.user, grant.principal) else _code(session.user)
    declared = Credentials(
        secret=found.secret,
        purpose=session.properties.get(PURPOSE) or None,
        acting_for=acting_for,
        address=address,
        door=DOOR,
    )
    return authenticator.caller(grant, declared)
