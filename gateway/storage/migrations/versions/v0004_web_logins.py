"""Logins through a browser, until the program that asked for them fetches them."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0004"
down_revision: Final = "0003"


def upgrade() -> None:
    """Add them."""
    op.create_table(
        "web_logins",
        sa.Column("handle", sa.String(64), primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("expires", sa.String(27), nullable=False),
    )
