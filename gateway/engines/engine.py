"""The contract that every engine fulfils."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from gateway.errors import ErrorCode, PlanError

if TYPE_CHECKING:  # the engine process imports this module, and need not load the parser for it
    from gateway.engines.places import Admit
    from gateway.pipeline.stages import Plan


Body = bytes | bytearray
"""Encoded rows; never changed by whoever reads them."""


class PageFormat(Enum):
    """How rows travel from engine to client; encoding is done by the engine, off the event loop.

    JSON: rows as JSON arrays, comma separated, without the enclosing brackets (`[1,"a"],[2,"b"]`); Trino's JSON encodings, numbers written alike by every engine.
    TRINO: the same for Trino's own clients, which read numbers however they are written: an engine that speaks Trino's protocol passes its bytes on.
    TRINO_MILLISECONDS: the same for clients that know no precision of times (no PARAMETRIC_DATETIME): every time has three digits, rounded half up.
    NDJSON: one JSON object a line, keys are column names. CSV: RFC 4180 lines without the header, formula injection defused.
    ARROW: encapsulated IPC record-batch messages; `Run.schema` is the schema message.
    """

    JSON = "json"
    TRINO = "trino"
    TRINO_MILLISECONDS = "trino-milliseconds"
    NDJSON = "ndjson"
    CSV = "csv"
    ARROW = "arrow"


JSON_ROWS: Final = (PageFormat.JSON, PageFormat.TRINO, PageFormat.TRINO_MILLISECONDS)
"""Those that are rows as JSON arrays."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where the answer of a run goes on: an address of the engine's own, secret. `number` grows from place to place."""

    number: int
    address: str


@dataclass(slots=True)
class Trail:
    """How far a run is: whoever knows `place` can take it up where nothing is given out yet (`Follows`). None: not yet, or nobody can.

    An engine keeps the last page that it gave, and no other: so what has no rows is passed only when `keep` has written that down, which gives False when
    another gateway has the run. Once it is `left` to another one, the engine's work goes on when the run is closed here. What is given out for good lets
    the engine look `ahead` for the page at `place`, which is then still to be read: the end, too.
    """

    place: Place | None = None
    left: bool = False
    keep: Callable[[Place], Awaitable[bool]] | None = None
    ahead: Callable[[], None] = lambda: None

    def reached(self, place: Place | None) -> None:
        """What is before this place was given out, or was nothing."""
        if place is not None and (self.place is None or place > self.place):
            self.place = place

    async def passed(self, place: Place | None) -> bool:
        """Before the page at `place` is asked for, which makes the engine drop the one before it. False: it is another gateway's."""
        if place is None or self.keep is None:
            return True
        if not await self.keep(place):
            self.left = True
        return not self.left


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Whose statement a plan belongs to. `timezone` is that of the client's session; on `trail` the engine notes what it passed that has no rows."""

    statement: str = ""
    principal: str = ""
    purpose: str = ""
    timezone: str = ""
    trail: Trail | None = None


OURS: Final = Origin()
"""Work of the gateway's own."""


@dataclass(frozen=True, slots=True)
class Page:
    """A batch of encoded rows, and the place behind it."""

    rows: int
    body: Body
    following: Place | None = None


class Run(Protocol):
    """One running plan. Closing it (also mid-way) stops the work at the engine."""

    @property
    def id(self) -> str:
        """The engine's own name of the work, by which its log can be joined with the audit; empty when it has none."""

    @property
    def head(self) -> bytes:
        """What precedes the first page: Arrow's schema message, CSV's header line; empty for JSON and NDJSON."""

    @property
    def cut(self) -> bool:
        """True once `pages` has ended because the plan's row limit was reached and more rows were there."""

    def pages(self) -> AsyncIterator[Page]:
        """The pages in order. Raises EngineError (scrubbed; the engine's own words only in `detail`)."""

    async def close(self) -> None:
        """Stop and release; safe to call twice."""


class Engine(Protocol):
    """Executes plans."""

    name: str

    async def start(self) -> None:
        """Connect, check, get ready. Raises EngineError."""

    async def run(
        self, plan: Plan, page_format: PageFormat, *, seconds: float, origin: Origin = OURS, admit: Admit | None = None
    ) -> Run:
        """Start `plan`; returns when the first page can be read or the plan failed. `seconds` is the deadline from now. Places are shared among principals.

        `admit` is asked again where the plan had to wait for its place: what was true before may be so no more.
        """

    async def rebuild(self) -> None:
        """Read the sources as they are now; statements under way go on. Raises EngineError, and keeps what is."""

    async def end_lost(self, statements: Mapping[str, str]) -> None:
        """End what a gateway that died left running for these statements, each with `Run.id` or nothing. Takes a few seconds at most and raises nothing."""

    async def stop(self) -> None:
        """End everything that runs, release everything."""

    def health(self) -> dict[str, str]:
        """State of every source by name: `ok`, or why and since when not."""


@runtime_checkable
class Follows(Protocol):
    """An engine whose runs another gateway can take up."""

    async def follow(
        self, plan: Plan, page_format: PageFormat, place: Place, *, seconds: float, origin: Origin = OURS
    ) -> Run:
        """Go on at `place` with a run of `plan` that another gateway began. Raises EngineError."""

    async def end(self, place: Place) -> None:
        """End such a run, which may not go on. Raises nothing."""


def check_engine(plan: Plan, name: str) -> None:
    """Raise PlanError unless the plan was made for the engine of that name: another's text could mean something else."""
    if plan.engine != name:
        raise PlanError(f"a plan for engine `{plan.engine}` cannot run on `{name}`", code=ErrorCode.INTERNAL_ERROR)
