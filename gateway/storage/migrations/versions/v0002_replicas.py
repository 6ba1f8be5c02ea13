"""Several replicas: who lives, which statements are wanted ended, which sources are suspended."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0002"
down_revision: Final = "0001"


def upgrade() -> None:
    """Add what replicas tell each other."""
    op.add_column("statements", sa.Column("cancel_asked", sa.String(27)))
    op.create_table(
        "replicas",
        sa.Column("id", sa.String(100), primary_key=True),
        sa.Column("lease", sa.String(27), nullable=False),
    )
    op.create_table(
        "suspensions",
        sa.Column("source", sa.String(63), primary_key=True),
        sa.Column("since", sa.String(27), nullable=False),
        sa.Column("asked_by", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )
