"""What each mask shows, in plain Python; and another raw value that it shows alike."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

TOKEN: Final = "a token"
"""Stands for any token: the judge asks only that it is one."""


@dataclass(frozen=True)
class Shown:
    """One mask: its image of a value, and a raw value of the same image."""

    shows: Callable[[Any], Any]
    muffles: Callable[[Any], Any]


def _partial(value: str | None) -> str | None:
    if value is None:
        return None
    text = value.strip()
    return f"{text[:3]}****{text[-4:]}" if len(text) >= 11 else "***"


def _muffled(value: str | None) -> str | None:
    if value is None:
        return None
    text = value.strip()
    return f"{text[:3]}{'0' * (len(text) - 7)}{text[-4:]}" if len(text) >= 11 else "x"


def _first_day(value: datetime.date | None) -> datetime.date | None:
    return None if value is None else value.replace(month=1, day=1)


MASKS: Final[Mapping[str, Shown]] = {
    "null": Shown(lambda v: None, lambda v: None),
    "const:***": Shown(lambda v: None if v is None else "***", lambda v: None if v is None else "x"),
    "partial:3:4": Shown(_partial, _muffled),
    "generalize:year": Shown(_first_day, _first_day),
    "token:k1": Shown(lambda v: None if v is None else TOKEN, lambda v: v),
    "token:k2": Shown(lambda v: None if v is None else TOKEN, lambda v: v),
}
