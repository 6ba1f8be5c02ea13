"""What all statements share: the parts that the app puts together once."""

from __future__ import annotations

import datetime
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from gateway.engines.engine import Follows, Origin, PageFormat, Run
from gateway.errors import EngineError, ErrorCode
from gateway.events import Observer
from gateway.execution.admission import Admission
from gateway.execution.journal import Journal
from gateway.execution.limits import Limits
from gateway.execution.listing import Look, look
from gateway.execution.request import Request
from gateway.execution.sources import Sources
from gateway.execution.threads import Threads
from gateway.execution.world import Judge, Judged, Listed, World, Worlds
from gateway.pipeline.stages import Plan, Statement

Starter = Callable[[Plan, PageFormat, float, Origin], Awaitable[Run]]
"""Starts a plan at its engine, with so many seconds to run."""

Lister = Callable[[Listed, PageFormat, float, Origin], Awaitable[Run]]
"""Starts a query over what describes the catalogue, with so many seconds to run."""


async def no_listing(listed: Listed, page_format: PageFormat, seconds: float, origin: Origin) -> Run:
    """Where nobody answers such queries."""
    raise EngineError("queries over the catalogue are not answered here", code=ErrorCode.NOT_SUPPORTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Built by the app; `clock` gives moments with a zone."""

    worlds: Worlds
    judge: Judge
    start: Starter
    journal: Journal
    admission: Admission
    limits: Limits
    threads: Threads
    observe: Observer
    clock: Callable[[], datetime.datetime]
    remembered: Callable[[Statement, Request, World], Judged | None] = lambda statement, request, world: None
    """What the judge would say, if that is known already; quick."""
    listing: Lister = no_listing
    look: Look = look
    """What a principal may see of the catalogue."""
    follows: Follows | None = None
    """The engine, where its runs can be taken up."""
    engine: str = "duckdb"
    """For which engine statements are prepared."""
    sources: Sources = field(default_factory=Sources)
    """Which of them may be read now, and by how many."""
    semijoin: bool = True
    """Whether joins are narrowed by keys that are read first."""
