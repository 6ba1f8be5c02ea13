"""Logins that others vouch for: a JWT of a configured issuer stands where an own token would, and grants what the settings say.

An own token is looked for first. A JWT grants nothing by itself: the policy set must know its principal, and takes of its claims what subjects.csv
marks `@from_token`.
"""

from __future__ import annotations

import datetime
import hashlib
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import jwt

from gateway.api.authenticate import TokenStore
from gateway.api.key_sets import KeySet, file_reader, keys_of, url_reader
from gateway.errors import ErrorCode, OwnError
from gateway.policy.principal import Attribute
from gateway.settings_logins import LoginSettings
from gateway.storage import TokenGrant

LONGEST: Final = 16_384
"""Characters of a token; longer ones are not looked into."""
_JWT: Final = re.compile(r"[A-Za-z0-9_\-]+\.[A-Za-z0-9_\-]+\.[A-Za-z0-9_\-]+")
_NAME: Final = re.compile(r"[A-Za-z0-9_.@\-]{1,128}")
_IDENTIFIER: Final = re.compile(r"jwt\.([a-z][a-z0-9_\-]*)\.(\d+)\.([0-9a-f]{16})\.[0-9a-f]{16}")


@dataclass(frozen=True, slots=True, kw_only=True)
class JwtLogin:
    """One issuer. `skew_seconds` is by how much its clock may differ from ours; `attributes` are the claims handed to the policy."""

    name: str
    issuer: str
    audience: str
    algorithms: tuple[str, ...]
    keys: KeySet
    skew_seconds: float
    principal_claim: str
    attributes: tuple[str, ...]
    purposes: tuple[str, ...]
    purposes_claim: str | None
    default_purpose: str | None

    def grant(self, token: str, now: datetime.datetime) -> TokenGrant | None:
        """What the token grants now. Blocking: a key may have to be read."""
        found = self._verified(token, self.audience, now)
        try:
            return self._granted(token, *found, now) if found is not None else None
        except (ValueError, ArithmeticError, OSError):  # an instant that no calendar has
            return None

    def claims(self, token: str, audience: str, now: datetime.datetime) -> Mapping[str, Any] | None:
        """What a token of this issuer for somebody else says, such as an ID token for a client; None for one that is not good now. Blocking."""
        found = self._verified(token, audience, now)
        return found[0] if found is not None else None

    def _verified(self, token: str, audience: str, now: datetime.datetime) -> tuple[Mapping[str, Any], str] | None:
        """Its claims, and which key signed them."""
        if len(token) > LONGEST or _JWT.fullmatch(token) is None:
            return None
        try:
            header = jwt.get_unverified_header(token)
            algorithm, identifier = header.get("alg"), header.get("kid")
            if algorithm not in self.algorithms or not isinstance(identifier, str) or "crit" in header:
                return None
            key = self.keys.find(identifier)
            bound = key.bound_to(algorithm) if key is not None else None
            if key is None or bound is None:
                return None
            # Time is judged below, by the gateway's own clock.
            claims = jwt.decode(
                token,
                bound,
                algorithms=[algorithm],
                issuer=self.issuer,
                audience=audience,
                options={
                    "require": ["exp", "iss", "aud"],
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                },
            )
            expires, begins = _seconds(claims["exp"]), _seconds(claims.get("nbf", 0))
            if expires + self.skew_seconds <= now.timestamp() or begins - self.skew_seconds > now.timestamp():
                return None
            return claims, key.thumb
        except (jwt.PyJWTError, ValueError, TypeError, ArithmeticError, RecursionError):
            return None

    def _granted(self, token: str, claims: Mapping[str, Any], thumb: str, now: datetime.datetime) -> TokenGrant | None:
        expires = _seconds(claims["exp"])
        name = claims.get(self.principal_claim)
        if not isinstance(name, str) or _NAME.fullmatch(name) is None:
            return None
        purposes = self._purposes(claims)
        digest = hashlib.sha256(token.encode()).hexdigest()[:16]
        return TokenGrant(
            id=f"jwt.{self.name}.{math.floor(expires)}.{thumb}.{digest}",
            principal=f"user:{name}",
            purposes=purposes,
            default_purpose=self.default_purpose if self.default_purpose in purposes else None,
            created=now,
            expires=datetime.datetime.fromtimestamp(expires, datetime.UTC),
            claims={claim: value for claim in self.attributes if (value := _attribute(claims.get(claim))) is not None},
        )

    def _purposes(self, claims: Mapping[str, Any]) -> tuple[str, ...]:
        """The settings' list; with a claim, those of the list that it names."""
        if self.purposes_claim is None:
            return self.purposes
        said = claims.get(self.purposes_claim)
        named = said.split() if isinstance(said, str) else said if isinstance(said, list) else []
        return tuple(purpose for purpose in self.purposes if purpose in named)

    def stands(self, expires: int, thumb: str, now: datetime.datetime) -> bool:
        """Whether a token that was good still is: its time, and the key it was signed with."""
        return expires + self.skew_seconds > now.timestamp() and self.keys.accepts(thumb)


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("not an instant")
    return value


def _attribute(value: object) -> Attribute | None:
    match value:
        case str():
            return value
        case list() if all(isinstance(part, str) for part in value):
            return tuple(value)
        case _:
            return None


class Logins:
    """Own tokens, then each issuer in the order of the settings. Blocking."""

    def __init__(self, tokens: TokenStore, issuers: Sequence[JwtLogin]) -> None:
        self._tokens = tokens
        self._issuers = {issuer.name: issuer for issuer in issuers}

    def verify(self, secret: str, now: datetime.datetime) -> TokenGrant | None:
        """What the secret grants now."""
        if len(secret) > LONGEST or _JWT.fullmatch(secret) is None:
            return self._tokens.verify(secret, now)
        own = self._tokens.verify(secret, now)
        if own is not None:
            return own
        granted = (issuer.grant(secret, now) for issuer in self._issuers.values())
        return next((grant for grant in granted if grant is not None), None)

    def is_valid(self, identifier: str, now: datetime.datetime) -> bool:
        """Whether the login still stands."""
        found = _IDENTIFIER.fullmatch(identifier)
        if found is None:
            return self._tokens.is_valid(identifier, now)
        issuer = self._issuers.get(found[1])
        return issuer is not None and issuer.stands(int(found[2]), found[3], now)


def issuers_of(settings: Mapping[str, LoginSettings], monotonic: Callable[[], float]) -> tuple[JwtLogin, ...]:
    """The issuers of the settings, in their order. Raises OwnError for a file that cannot be read."""
    return tuple(_issuer(name, one, monotonic) for name, one in settings.items())


def _issuer(name: str, one: LoginSettings, monotonic: Callable[[], float]) -> JwtLogin:
    try:
        read = _reader(one)
    except (OSError, ValueError) as error:
        raise OwnError(
            f"the keys of the login `{name}` cannot be read",
            code=ErrorCode.CONFIG_INVALID,
            hint="look at `keys_file` or `authority` of its section",
            detail=repr(error),
        ) from error
    return JwtLogin(
        name=name,
        issuer=one.issuer,
        audience=one.audience,
        algorithms=one.algorithms,
        keys=KeySet(read, monotonic),
        skew_seconds=one.skew_seconds,
        principal_claim=one.principal_claim,
        attributes=one.attributes,
        purposes=one.purposes,
        purposes_claim=one.purposes_claim,
        default_purpose=one.default_purpose,
    )


def _reader(one: LoginSettings) -> Callable[[], bytes]:
    """A file must be a key set from the start; an issuer may be down when the gateway starts."""
    if one.keys_url is not None:
        return url_reader(one.keys_url, one.authority)
    assert one.keys_file is not None
    read = file_reader(one.keys_file)
    keys_of(read())
    return read
