"""Bearer tokens: shown once, stored hashed, bound to a principal and the purposes it may declare."""

from __future__ import annotations

import base64
import datetime
import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from gateway.errors import ErrorCode, OwnError
from gateway.policy.principal import Attribute
from gateway.storage.database import Database, failed
from gateway.storage.instants import from_text, to_text
from gateway.storage.prepared import Prepared
from gateway.storage.schema import TOKENS

SHAPE: Final = re.compile(r"hl_([a-z2-7]{10})_[A-Za-z0-9_-]{43}")
"""`hl_`, the public id, 256 random bits in base64url. The prefix lets scanners find tokens that were committed by accident."""
NOBODY: Final = "0" * 64
READ: Final = Prepared(select(TOKENS).where(TOKENS.c.id == bindparam("token")))


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenGrant:
    """What a token carries. `claims` may supply the attributes that the policy marks `from_token`."""

    id: str
    principal: str
    purposes: tuple[str, ...]
    default_purpose: str | None
    created: datetime.datetime
    expires: datetime.datetime
    claims: Mapping[str, Attribute]
    note: str = ""
    revoked: datetime.datetime | None = None


class Tokens:
    """Creates, verifies, lists and revokes tokens. Blocking; safe to use from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(
        self,
        principal: str,
        purposes: Sequence[str],
        default_purpose: str | None,
        expires: datetime.datetime,
        *,
        now: datetime.datetime,
        claims: Mapping[str, Attribute] | None = None,
        note: str = "",
    ) -> tuple[str, str]:
        """Make a token; gives its public id and the secret, which nobody can read again."""
        if default_purpose is not None and default_purpose not in purposes:
            raise _wrong("the default purpose is not among the token's purposes", f"add `{default_purpose}` to them")
        if expires <= now:
            raise _wrong("the token would have expired already", "give a later time")
        identifier = base64.b32encode(secrets.token_bytes(10)).decode().lower()[:10]
        secret = f"hl_{identifier}_{secrets.token_urlsafe(32)}"
        row = {
            "id": identifier,
            "hash": _hash(secret),
            "principal": principal,
            "purposes": json.dumps(list(purposes)),
            "default_purpose": default_purpose,
            "claims": json.dumps(dict(claims or {})),
            "note": note,
            "created": to_text(now),
            "expires": to_text(expires),
        }
        try:
            with self._database.writing() as connection:
                connection.execute(insert(TOKENS).values(row))
        except SQLAlchemyError as error:
            raise failed("the token cannot be stored", error) from error
        return identifier, secret

    def verify(self, secret: str, now: datetime.datetime) -> TokenGrant | None:
        """What the secret grants now; None when it is unknown, expired or revoked, without saying which."""
        shape = SHAPE.fullmatch(secret)
        row = self._row(shape[1]) if shape else None
        # Unknown ids are hashed and compared too, so that time does not tell them from known ones.
        same = hmac.compare_digest(_hash(secret), row.hash if row else NOBODY)
        return _valid(row, now) if row is not None and same else None

    def is_valid(self, identifier: str, now: datetime.datetime) -> bool:
        """Whether the token, by public id, still stands: asked again while its statement runs."""
        row = self._row(identifier)
        return row is not None and _valid(row, now) is not None

    def list(self, principal: str | None = None) -> tuple[TokenGrant, ...]:
        """All tokens, or one principal's, newest first; expired and revoked ones too."""
        query = select(TOKENS).order_by(TOKENS.c.created.desc(), TOKENS.c.id)
        if principal is not None:
            query = query.where(TOKENS.c.principal == principal)
        try:
            with self._database.reading() as connection:
                return tuple(_grant(row) for row in connection.execute(query))
        except SQLAlchemyError as error:
            raise failed("tokens cannot be read", error) from error

    def revoke(self, identifier: str, now: datetime.datetime) -> bool:
        """Withdraw a token at once; False when there is none that stands."""
        query = update(TOKENS).where(TOKENS.c.id == identifier, TOKENS.c.revoked.is_(None))
        try:
            with self._database.writing() as connection:
                return connection.execute(query.values(revoked=to_text(now))).rowcount == 1
        except SQLAlchemyError as error:
            raise failed("the token cannot be revoked", error) from error

    def _row(self, identifier: str) -> Row[Any] | None:
        try:
            with self._database.reading() as connection:
                return READ.run(connection, {"token": identifier}).one_or_none()
        except SQLAlchemyError as error:
            raise failed("tokens cannot be read", error) from error


def _hash(secret: str) -> str:
    """Plain SHA-256 is enough: 256 random bits can not be guessed, so there is nothing to slow down."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _valid(row: Row[Any], now: datetime.datetime) -> TokenGrant | None:
    return _grant(row) if row.revoked is None and to_text(now) < row.expires else None


def _grant(row: Row[Any]) -> TokenGrant:
    claims = {
        name: tuple(value) if isinstance(value, list) else value for name, value in json.loads(row.claims).items()
    }
    return TokenGrant(
        id=row.id,
        principal=row.principal,
        purposes=tuple(json.loads(row.purposes)),
        default_purpose=row.default_purpose,
        created=from_text(row.created),
        expires=from_text(row.expires),
        claims=MappingProxyType(claims),
        note=row.note,
        revoked=from_text(row.revoked) if row.revoked else None,
    )


def _wrong(message: str, hint: str) -> OwnError:
    return OwnError(message, code=ErrorCode.CONFIG_INVALID, hint=hint)
