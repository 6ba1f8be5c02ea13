"""Statements for tests: a principal that does not matter, and the files of this folder."""

from __future__ import annotations

import datetime
from pathlib import Path

from gateway.pipeline.stages import Session, Statement
from gateway.policy.principal import Asking, Principal

HERE = Path(__file__).parent
NOBODY = Asking(principal=Principal(code="user:nobody", department="none"))


def statement(sql: str, *, catalog: str | None = "c", schema: str | None = "s") -> Statement:
    return Statement(
        sql=sql,
        asking=NOBODY,
        session=Session(catalog=catalog, schema=schema),
        instant=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
    )


def lines(name: str) -> list[str]:
    """The statements of a file: one a line, comments left out."""
    text = (HERE / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("--")]
