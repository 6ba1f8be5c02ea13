"""What happens, as values. The code emits events; telemetry and audit decide what becomes of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: a dotted name (`statement.finished`) and its facts, never row values."""

    name: str
    facts: dict[str, Any] = field(default_factory=dict)


Observer = Callable[[Event], None]


def ignore(event: Event) -> None:
    """The observer of tests and tools that do not look."""
