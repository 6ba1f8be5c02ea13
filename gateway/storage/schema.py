"""The tables of the gateway's own storage. `migrations/` creates them; a test asserts that the two agree.

Instants are UTC text of fixed width (`instants.py`), so that they sort and compare alike in SQLite and PostgreSQL.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, MetaData, String, Table, Text

METADATA: Final = MetaData()

TOKENS: Final = Table(
    "tokens",
    METADATA,
    Column("id", String(16), primary_key=True),
    Column("hash", String(64), nullable=False),
    Column("principal", String(200), nullable=False),
    Column("purposes", Text, nullable=False),
    Column("default_purpose", String(200)),
    Column("claims", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("created", String(27), nullable=False),
    Column("expires", String(27), nullable=False),
    Column("revoked", String(27)),
    Index("tokens_by_principal", "principal"),
)

AUDIT_RECORDS: Final = Table(
    "audit_records",
    METADATA,
    Column("sequence", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("algorithm", String(16), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("body", Text, nullable=False),
    # What follows repeats the body for searching; `verify` compares it.
    Column("statement", String(64), nullable=False),
    Column("instant", String(27), nullable=False),
    Column("principal", String(200), nullable=False),
    Column("outcome", String(16), nullable=False),
    Index("audit_by_statement", "statement"),
    Index("audit_by_instant", "instant"),
    Index("audit_by_principal", "principal", "instant"),
)

AUDIT_RELATIONS: Final = Table(
    "audit_relations",
    METADATA,
    Column("relation", String(400), primary_key=True),
    Column("sequence", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
)

AUDIT_HEAD: Final = Table(
    "audit_head",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("sequence", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("signed", BigInteger, nullable=False),
)
"""One row: the end of the chain, and the lock that every writer takes."""

AUDIT_CHECKPOINTS: Final = Table(
    "audit_checkpoints",
    METADATA,
    Column("sequence", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("hash", String(64), nullable=False),
    Column("instant", String(27), nullable=False),
    Column("signer", String(64), nullable=False),
    Column("signature", String(128), nullable=False),
)

STATEMENTS: Final = Table(
    "statements",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("principal", String(200), nullable=False),
    Column("department", String(200), nullable=False),
    Column("purpose", String(200)),
    Column("sql", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("started", String(27), nullable=False),
    Column("ended", String(27)),
    Column("policy_version", String(200), nullable=False),
    Column("catalog_version", String(200), nullable=False),
    Column("accesses", Text, nullable=False),
    Column("engine", String(32), nullable=False),
    Column("engine_query", String(200)),
    Column("replica", String(100), nullable=False),
    Column("lease", String(27)),
    Column("rows", BigInteger, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("cut", Boolean, nullable=False),
    Column("error", String(64)),
    Column("cancel_asked", String(27)),
    Index("statements_by_principal", "principal", "started"),
    Index("statements_by_state", "state"),
)

REPLICAS: Final = Table(
    "replicas",
    METADATA,
    Column("id", String(100), primary_key=True),
    Column("lease", String(27), nullable=False),
    Column("address", String(300)),
)

SUSPENSIONS: Final = Table(
    "suspensions",
    METADATA,
    Column("source", String(63), primary_key=True),
    Column("since", String(27), nullable=False),
    Column("asked_by", String(200), nullable=False),
    Column("reason", Text, nullable=False),
)

HANDOVERS: Final = Table(
    "handovers",
    METADATA,
    Column("statement", String(64), primary_key=True),
    Column("body", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("place", Text, nullable=False),
)

WEB_LOGINS: Final = Table(
    "web_logins",
    METADATA,
    Column("handle", String(64), primary_key=True),
    Column("body", Text, nullable=False),
    Column("expires", String(27), nullable=False),
)
