"""Who asks: a bearer token becomes a principal with a declared purpose, as the policy set of this moment knows them.

Every failure says the same to the caller, is recorded, and is counted per address; the failures of an address that fails too often are not recorded any
more and say so. A good token is good all the same: 256 random bits are not guessed, so looking costs one read and tells nothing, and nobody is locked out by
a neighbour behind the same proxy.
"""

from __future__ import annotations

import datetime
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from gateway.errors import AccessError, ErrorCode, GatewayError, OwnError
from gateway.events import Event, Observer
from gateway.execution.world import PolicySnapshot
from gateway.policy.principal import Asking, Attribute
from gateway.storage import AuditRecord, Outcome, TokenGrant

REMEMBERED: Final = 10_000
WINDOW: Final = 60.0


class TokenStore(Protocol):
    """What is needed of storage; blocking."""

    def verify(self, secret: str, now: datetime.datetime) -> TokenGrant | None:
        """What the secret grants now."""

    def is_valid(self, identifier: str, now: datetime.datetime) -> bool:
        """Whether the token still stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """An authenticated caller. `open_purposes` are all those that it could declare."""

    asking: Asking
    token: str
    claims: Mapping[str, Attribute]
    open_purposes: frozenset[str]
    still_valid: Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What a request brought: the token's secret, the purpose it declares, the person it acts for, its address."""

    secret: str | None
    purpose: str | None = None
    acting_for: str | None = None
    address: str = ""
    door: str = "http"


@dataclass(slots=True)
class Failures:
    """Failed logins per address in the last minute."""

    per_minute: int
    clock: Callable[[], float]
    _times: OrderedDict[str, deque[float]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, address: str) -> bool:
        """Count one; False when there were too many already, and this one is not to be recorded."""
        with self._lock:
            times = self._times.setdefault(address, deque())
            while times and times[0] <= self.clock() - WINDOW:
                times.popleft()
            if len(times) >= self.per_minute:
                return False
            times.append(self.clock())
            self._times.move_to_end(address)
            if len(self._times) > REMEMBERED:
                self._times.popitem(last=False)
            return True

    def are_many(self, address: str) -> bool:
        """Whether another one would be too many."""
        with self._lock:
            times = self._times.get(address, ())
            return sum(at > self.clock() - WINDOW for at in times) >= self.per_minute


class Authenticator:
    """Blocking: called in a thread."""

    def __init__(
        self,
        *,
        tokens: TokenStore,
        policy: Callable[[], PolicySnapshot],
        append: Callable[[AuditRecord], int],
        failures: Failures,
        observe: Observer,
        clock: Callable[[], datetime.datetime],
    ) -> None:
        self._tokens = tokens
        self._policy = policy
        self._append = append
        self._failures = failures
        self._observe = observe
        self._clock = clock

    def grant(self, credentials: Credentials) -> TokenGrant:
        """What the token grants, whatever the purpose. Raises UNAUTHENTICATED, TOO_MANY_FAILED_LOGINS."""
        secret = credentials.secret or ""
        grant = self._tokens.verify(secret, self._clock()) if secret else None
        if grant is None:
            raise self.refuse(credentials, "no valid token", "", unauthenticated())
        return grant

    def caller(self, grant: TokenGrant, credentials: Credentials) -> Caller:
        """The caller with its declared purpose. Raises UNAUTHENTICATED, PURPOSE_NOT_ALLOWED, ACCESS_DENIED."""
        try:
            return self.known(grant, credentials)
        except GatewayError as error:
            raise self.refuse(credentials, error.message, grant.principal, error) from error

    def known(self, grant: TokenGrant, credentials: Credentials) -> Caller:
        """The same without blocking. A refusal is not written down here: whoever gets one asks `caller`, for that is the one to be told."""
        policy = self._policy()
        allowed = frozenset(grant.purposes)
        declared = credentials.purpose
        purpose = policy.purpose_named(declared) if declared is not None else grant.default_purpose
        if purpose is not None and (purpose not in allowed or purpose not in policy.purposes):
            raise AccessError(
                f"the purpose `{purpose[:64]}` is not one that you may declare",
                code=ErrorCode.PURPOSE_NOT_ALLOWED,
                hint="declare a purpose of your token, or none",
            )
        own = policy.principal(grant.principal, grant.claims)
        if credentials.acting_for is not None:
            # An unknown person and one it may not act for are refused alike.
            if not policy.may_impersonate(grant.principal, credentials.acting_for, purpose):
                hint = "a service account needs a grant `impersonate`"
                raise AccessError("you may not act for that principal", code=ErrorCode.ACCESS_DENIED, hint=hint)
            own = policy.principal(credentials.acting_for, grant.claims, grant.principal)
        identifier = grant.id
        return Caller(
            asking=Asking(principal=own, purpose=purpose),
            token=identifier,
            claims=grant.claims,
            open_purposes=allowed & policy.purposes,
            still_valid=self.standing(identifier),
        )

    def is_tired_of(self, address: str) -> bool:
        """Whether so many logins from there failed in the last minute that none is tried that costs more than a look."""
        return self._failures.are_many(address)

    def standing(self, identifier: str) -> Callable[[], bool]:
        """What tells, blocking, whether a token still stands."""
        return lambda: self._tokens.is_valid(identifier, self._clock())

    def refuse(self, credentials: Credentials, reason: str, principal: str, error: GatewayError) -> GatewayError:
        """Write the failure down; what cannot be written down is refused with that."""
        if error.code is ErrorCode.UNAUTHENTICATED:
            if not self._failures.count(credentials.address):
                return AccessError(
                    "too many failed logins from this address",
                    code=ErrorCode.TOO_MANY_FAILED_LOGINS,
                    hint="wait a minute, or send a valid token",
                )
            error = unauthenticated()  # a good token of a principal that is gone looks like a bad token
        record = AuditRecord(
            instant=self._clock(),
            outcome=Outcome.EVENT,
            event="login.failed",
            principal=principal,
            purpose=credentials.purpose[:64] if credentials.purpose else None,
            address=credentials.address,
            door=credentials.door,
            error=error.code.name,
            detail=reason,
        )
        self._observe(Event("login.failed", {"address": credentials.address, "code": error.code.name}))
        try:
            self._append(record)
        except OwnError as unwritten:
            return unwritten
        return error


def unauthenticated() -> AccessError:
    """The one answer to every token that is not good."""
    return AccessError(
        "a valid token is needed",
        code=ErrorCode.UNAUTHENTICATED,
        hint="send `Authorization: Bearer <token>`; ask the operator for a token",
    )
