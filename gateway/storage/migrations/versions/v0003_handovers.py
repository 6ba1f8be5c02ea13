"""What another gateway needs to go on with a running statement, and where it is reached."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0003"
down_revision: Final = "0002"


def upgrade() -> None:
    """Add what replicas leave to each other."""
    op.add_column("replicas", sa.Column("address", sa.String(300)))
    op.create_table(
        "handovers",
        sa.Column("statement", sa.String(64), primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
    )
