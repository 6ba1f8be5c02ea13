"""What the HTTP edge is given by the app: the one door and its few companions, and its own bounds."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from fastapi import Request

from gateway.api.authenticate import Authenticator
from gateway.execution.cancel import Known
from gateway.execution.gateway import Gateway
from gateway.execution.threads import Threads
from gateway.storage import StatementRow


class Past(Known, Protocol):
    """The history of statements; blocking."""

    def list(
        self,
        principal: str | None = None,
        *,
        running: bool = False,
        before: datetime.datetime | None = None,
        limit: int = 100,
    ) -> Sequence[StatementRow]:
        """Statements, newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpBounds:
    """Bounds of the edge itself; the app takes them from the settings."""

    body_bytes: int = 1_048_576
    body_seconds: float = 15
    write_seconds: float = 30
    metrics_principals: frozenset[str] = frozenset()
    status_principals: frozenset[str] = frozenset()
    timezone: str = "Asia/Shanghai"
    page_credentials: bool = False
    """Whether pages of Trino's protocol want the login again: not all of its clients send it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """Everything that a route may use. `ready` says whether statements can run now; `metrics` is Prometheus text."""

    gateway: Gateway
    authenticator: Authenticator
    history: Past
    threads: Threads
    ready: Callable[[], bool]
    metrics: Callable[[], bytes]
    bounds: HttpBounds
    status: Callable[[], Mapping[str, Any]] = dict
    """What operators see: the fields of `models.Status`."""


def doors_of(request: Request) -> Doors:
    """The doors that the app was created with."""
    doors = request.app.state.doors
    assert isinstance(doors, Doors)
    return doors
