"""Statement ids: readable, sortable by time, with a part that cannot be guessed."""

from __future__ import annotations

import base64
import datetime
import itertools
import secrets
from collections.abc import Callable

Identify = Callable[[datetime.datetime], str]


def identifiers() -> Identify:
    """A source of ids of the form `20260101_120000_00001_xxxxxxxxxxxxxxxx`: 80 random bits at the end."""
    numbers = itertools.count()

    def identify(instant: datetime.datetime) -> str:
        moment = instant.astimezone(datetime.UTC).strftime("%Y%m%d_%H%M%S")
        random = base64.b32encode(secrets.token_bytes(10)).decode().lower()
        return f"{moment}_{next(numbers) % 100_000:05d}_{random}"

    return identify
