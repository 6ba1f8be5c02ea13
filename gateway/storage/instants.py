"""Moments as text that sorts: UTC, microseconds, fixed width."""

from __future__ import annotations

import datetime


def to_text(instant: datetime.datetime) -> str:
    """Raises ValueError for a moment without a zone: it would be another moment on another machine.

    >>> to_text(datetime.datetime(2026, 1, 2, 11, tzinfo=datetime.timezone(datetime.timedelta(hours=8))))
    '2026-01-02T03:00:00.000000Z'
    """
    if instant.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return instant.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").zfill(27)


def from_text(text: str) -> datetime.datetime:
    """The moment, in UTC."""
    return datetime.datetime.fromisoformat(text)
