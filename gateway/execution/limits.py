"""Bounds on one statement and on how many run at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from gateway.pipeline.stages import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The gateway's own bounds; the smallest of client, policy and these wins."""

    rows: int = 1_000_000
    bytes: int = 1_000_000_000
    seconds: float = 300
    concurrent_per_principal: int = 4
    concurrent: int = 32
    queue: int = 200
    queue_seconds: float = 30

    @property
    def queue_per_principal(self) -> int:
        """Nobody alone may fill the queue."""
        return min(self.queue, max(1, self.queue // 4))


class Cap(Enum):
    """Who set the row limit that is in force."""

    CLIENT = "client"
    POLICY = "policy"
    SOURCE = "source"
    GATEWAY = "gateway"


@dataclass(frozen=True, slots=True)
class RowCap:
    """The most rows that are delivered, and whose limit that is."""

    rows: int
    set_by: Cap


def row_cap(plan: Plan, asked: int | None, limits: Limits, of_sources: int | None = None) -> RowCap:
    """The smallest of policy's limit, the client's, that of the sources and the gateway's; of equals, the first in that order."""
    only_echoed = plan.row_limit == asked and not plan.row_limit_rules
    policy = None if only_echoed else plan.row_limit
    caps: Iterable[tuple[int | None, Cap]] = (
        (policy, Cap.POLICY),
        (asked, Cap.CLIENT),
        (of_sources, Cap.SOURCE),
        (limits.rows, Cap.GATEWAY),
    )
    return min((RowCap(rows, who) for rows, who in caps if rows is not None), key=lambda cap: cap.rows)
