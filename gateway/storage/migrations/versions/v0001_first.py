"""Tokens, the audit chain, the history of statements."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0001"
down_revision: Final = None

NUMBER: Final = sa.BigInteger().with_variant(sa.Integer, "sqlite")
APPEND_ONLY: Final = ("audit_records", "audit_relations", "audit_checkpoints")


def upgrade() -> None:
    """Create everything."""
    _tokens()
    _audit()
    _statements()
    for table in APPEND_ONLY:
        _refuse_changes(table)


def _tokens() -> None:
    op.create_table(
        "tokens",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("principal", sa.String(200), nullable=False),
        sa.Column("purposes", sa.Text, nullable=False),
        sa.Column("default_purpose", sa.String(200)),
        sa.Column("claims", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("created", sa.String(27), nullable=False),
        sa.Column("expires", sa.String(27), nullable=False),
        sa.Column("revoked", sa.String(27)),
    )
    op.create_index("tokens_by_principal", "tokens", ["principal"])


def _audit() -> None:
    op.create_table(
        "audit_records",
        sa.Column("sequence", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("algorithm", sa.String(16), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("statement", sa.String(64), nullable=False),
        sa.Column("instant", sa.String(27), nullable=False),
        sa.Column("principal", sa.String(200), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
    )
    op.create_index("audit_by_statement", "audit_records", ["statement"])
    op.create_index("audit_by_instant", "audit_records", ["instant"])
    op.create_index("audit_by_principal", "audit_records", ["principal", "instant"])
    op.create_table(
        "audit_relations",
        sa.Column("relation", sa.String(400), primary_key=True),
        sa.Column("sequence", NUMBER, primary_key=True, autoincrement=False),
    )
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("signed", sa.BigInteger, nullable=False),
    )
    op.bulk_insert(head, [{"id": 1, "sequence": 0, "hash": "0" * 64, "signed": 0}])
    op.create_table(
        "audit_checkpoints",
        sa.Column("sequence", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("instant", sa.String(27), nullable=False),
        sa.Column("signer", sa.String(64), nullable=False),
        sa.Column("signature", sa.String(128), nullable=False),
    )


def _statements() -> None:
    op.create_table(
        "statements",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("principal", sa.String(200), nullable=False),
        sa.Column("department", sa.String(200), nullable=False),
        sa.Column("purpose", sa.String(200)),
        sa.Column("sql", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("started", sa.String(27), nullable=False),
        sa.Column("ended", sa.String(27)),
        sa.Column("policy_version", sa.String(200), nullable=False),
        sa.Column("catalog_version", sa.String(200), nullable=False),
        sa.Column("accesses", sa.Text, nullable=False),
        sa.Column("engine", sa.String(32), nullable=False),
        sa.Column("engine_query", sa.String(200)),
        sa.Column("replica", sa.String(100), nullable=False),
        sa.Column("lease", sa.String(27)),
        sa.Column("rows", sa.BigInteger, nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("cut", sa.Boolean, nullable=False),
        sa.Column("error", sa.String(64)),
    )
    op.create_index("statements_by_principal", "statements", ["principal", "started"])
    op.create_index("statements_by_state", "statements", ["state"])


def _refuse_changes(table: str) -> None:
    """Against mistakes, not against an owner of the database, who can drop the trigger: the chain finds that."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()"
    )
