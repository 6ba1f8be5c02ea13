"""What is written down of every statement: one record before it runs, one after. No record, no run."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Protocol

from gateway.errors import GatewayError
from gateway.execution.lifecycle import State
from gateway.execution.request import Request
from gateway.pipeline.stages import Plan
from gateway.storage import Crowd


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A statement that is about to run, or that was refused (then `plan` is None and a `Closed` follows). `instant` is when it was judged."""

    id: str
    request: Request
    received: datetime.datetime
    instant: datetime.datetime
    policy_version: str
    catalog_version: str
    plan: Plan | None
    crowd: Crowd | None = None
    """Bounds that hold over all replicas, when there are others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """How it ended. `error.detail` goes here and nowhere else."""

    opened: Opened
    state: State
    ended: datetime.datetime
    seconds: float
    rows: int
    bytes: int
    cut: bool
    error: GatewayError | None
    engine_query: str = ""
    """The engine's own name of the work."""


class Journal(Protocol):
    """Blocking; called in threads. All raise OwnError when storage does not answer."""

    def opened(self, record: Opened) -> None:
        """Write what is about to happen. Raises CrowdedError, and writes nothing, when `crowd` has no place."""

    def closed(self, record: Closed) -> None:
        """Write what happened."""

    def is_taken(self, statement: str) -> bool:
        """Whether another gateway goes on with a statement that runs here."""
