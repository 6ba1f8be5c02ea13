"""The contract that every engine fulfils."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final, Protocol

from gateway.errors import ErrorCode, PlanError

if TYPE_CHECKING:  # the engine process imports this module, and need not load the parser for it
    from gateway.engines.places import Admit
    from gateway.pipeline.stages import Plan


Body = bytes | bytearray
"""Encoded rows; never changed by whoever reads them."""


class PageFormat(Enum):
    """How rows travel from engine to client; encoding is done by the engine, off the event loop.

    JSON: rows as JSON arrays, comma separated, without the enclosing brackets (`[1,"a"],[2,"b"]`); Trino's JSON encodings.
    NDJSON: one JSON object a line, keys are column names. CSV: RFC 4180 lines without the header, formula injection defused.
    ARROW: encapsulated IPC record-batch messages; `Run.schema` is the schema message.
    """

    JSON = "json"
    NDJSON = "ndjson"
    CSV = "csv"
    ARROW = "arrow"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Whose statement a plan belongs to. `timezone` is that of the client's session."""

    statement: str = ""
    principal: str = ""
    purpose: str = ""
    timezone: str = ""


OURS: Final = Origin()
"""Work of the gateway's own."""


@dataclass(frozen=True, slots=True)
class Page:
    """A batch of encoded rows."""

    rows: int
    body: Body


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

    async def stop(self) -> None:
        """End everything that runs, release everything."""

    def health(self) -> dict[str, str]:
        """State of every source by name: `ok`, or why and since when not."""


def check_engine(plan: Plan, name: str) -> None:
    """Raise PlanError unless the plan was made for the engine of that name: another's text could mean something else."""
    if plan.engine != name:
        raise PlanError(f"a plan for engine `{plan.engine}` cannot run on `{name}`", code=ErrorCode.INTERNAL_ERROR)
