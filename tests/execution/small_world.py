"""A small real world for the run function: an engine of scripted pages, a policy set by hand, a journal in memory."""

from __future__ import annotations

import asyncio
import datetime
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace

import pytest

from gateway.catalog.names import RelationName
from gateway.catalog.relations import Catalog, Column, Relation, Source
from gateway.catalog.types import BIGINT, VARCHAR
from gateway.engines.engine import Origin, Page, PageFormat
from gateway.errors import AccessError, EngineError, ErrorCode, GatewayError, OwnError
from gateway.events import Event
from gateway.execution.admission import Admission
from gateway.execution.gateway import Gateway
from gateway.execution.journal import Closed, Journal, Opened
from gateway.execution.limits import Limits
from gateway.execution.request import Request
from gateway.execution.surroundings import Surroundings
from gateway.execution.threads import Threads
from gateway.execution.world import Judged, World
from gateway.pipeline.stages import Access, ColumnAccess, Plan, ResultColumn, Statement
from gateway.policy.decision import ColumnPermit, Decision, Deny, Permit, RowRule
from gateway.policy.principal import Asking, Principal

PEOPLE = RelationName("police", "main", "people")
SECRETS = RelationName("police", "main", "secrets")
KNOWN = RelationName("police", "main", "known")


def relation(name: RelationName) -> Relation:
    columns = (Column(name="id", type=BIGINT), Column(name="phone", type=VARCHAR, title="电话"))
    return Relation(name=name, columns=columns, location=(name.catalog, name.schema, name.relation), title="人口")


CATALOG = Catalog(
    version="catalog-1",
    sources={"police": Source(name="police", kind="sqlite", owner="police", contact="科技科 0571-1")},
    relations={name: relation(name) for name in (PEOPLE, SECRETS, KNOWN)},
)


@dataclass
class Policy:
    """A policy set by hand: who may read `people`, and through which mask."""

    version: str = "policy-1"
    readers: frozenset[str] = frozenset({"user:ana", "user:bo"})
    mask: str | None = "partial:3:4"

    def decide(self, asking: Asking, relation: Relation) -> Decision:
        if relation.name == KNOWN:
            return Deny(relation=KNOWN, code=ErrorCode.ACCESS_DENIED, reason="", visible=True, contact="科技科")
        if relation.name != PEOPLE or asking.principal.code not in self.readers:
            return Deny(relation=relation.name, code=ErrorCode.ACCESS_DENIED, reason="")
        columns = {
            "id": ColumnPermit(name="id"),
            "phone": ColumnPermit(name="phone", mask=self.mask),
        }
        return Permit(relation=PEOPLE, columns=columns, rows=RowRule(everything=True))

    def discoverable(self, asking: Asking, name: RelationName) -> bool:
        return name == KNOWN

    def level(self, paths: Iterable[str]) -> str:
        return "L3" if any(path.endswith(".phone") for path in paths) else ""

    purposes: frozenset[str] = frozenset({"dibao-check", "statistics"})

    def purpose_named(self, text: str) -> str:
        return {"统计": "statistics"}.get(text, text)

    def may_impersonate(self, service: str, principal: str, purpose: str | None = None) -> bool:
        return service == "service:bi" and principal == "user:ana"

    def principal(self, code: str, claims: object = None, on_behalf_of: str | None = None) -> Principal:
        if code not in ("user:ana", "user:bo", "user:cy", "service:metrics", "service:bi"):
            raise AccessError(f"`{code}` is not known", code=ErrorCode.UNAUTHENTICATED)
        return Principal(code=code, department="minzheng", on_behalf_of=on_behalf_of)


@dataclass
class ScriptedRun:
    """Pages as scripted: an int is a page of so many rows, an exception is raised, a float is slept, None waits for ever."""

    script: list[object]
    page_format: PageFormat
    limit: int
    head: bytes = b""
    cut: bool = False
    closed: bool = False
    id: str = "scripted"

    async def pages(self) -> AsyncIterator[Page]:
        at = 0
        for step in self.script:
            match step:
                case int(rows):
                    allowed = min(rows, self.limit - at)
                    self.cut = allowed < rows
                    if allowed:
                        yield Page(allowed, self._body(at, allowed))
                    at += allowed
                case float(seconds):
                    await asyncio.sleep(seconds)
                case None:
                    await asyncio.Event().wait()
                case BaseException() as error:
                    raise error
            if self.cut:
                return

    def _body(self, start: int, rows: int) -> bytes:
        match self.page_format:
            case PageFormat.JSON | PageFormat.TRINO | PageFormat.TRINO_MILLISECONDS:
                return b",".join(b'[%d,"p%d"]' % (n, n) for n in range(start, start + rows))
            case PageFormat.NDJSON:
                return b"".join(b'{"id":%d,"phone":"p%d"}\n' % (n, n) for n in range(start, start + rows))
            case _:
                return b"".join(b"%d,p%d\r\n" % (n, n) for n in range(start, start + rows))

    async def close(self) -> None:
        self.closed = True


@dataclass
class ScriptedEngine:
    """The statement's text is the script: `3 5 fail`."""

    runs: list[ScriptedRun] = field(default_factory=list)

    async def start(self, plan: Plan, page_format: PageFormat, seconds: float, origin: Origin) -> ScriptedRun:
        assert plan.row_limit is not None
        words: dict[str, object] = {
            "fail": EngineError(
                "the statement failed while computing a value", code=ErrorCode.COMPUTATION_FAILED, detail="secret 42"
            ),
            "bug": RuntimeError("secret 42"),
            "hang": None,
            "nap": 0.05,
        }
        script = [words[word] if word in words else int(word) for word in plan.sql.split()]
        head = b"id,phone\r\n" if page_format is PageFormat.CSV else b""
        run = ScriptedRun(script=script, page_format=page_format, limit=plan.row_limit, head=head)
        self.runs.append(run)
        return run


@dataclass
class MemoryJournal:
    """Records in a list; it can be made to fail."""

    records: list[Opened | Closed] = field(default_factory=list)
    broken_for_opening: bool = False
    broken_for_closing: bool = False
    seconds: float = 0.0

    def opened(self, record: Opened) -> None:
        if self.broken_for_opening:
            raise OwnError("the audit record cannot be written", code=ErrorCode.AUDIT_UNAVAILABLE)
        time.sleep(self.seconds)
        self.records.append(record)

    def closed(self, record: Closed) -> None:
        if self.broken_for_closing:
            raise OwnError("the audit record cannot be written", code=ErrorCode.AUDIT_UNAVAILABLE)
        self.records.append(record)


def judge(statement: Statement, request: Request, world: World) -> Judged:
    """What prepare does, for one relation: `deny` in the text is refused, else the text is the engine's script."""
    decision = world.policy.decide(statement.asking, world.catalog.relations[PEOPLE])
    if isinstance(decision, Deny) or "deny" in statement.sql:
        raise AccessError("table `people` does not exist", code=ErrorCode.TABLE_NOT_FOUND)
    columns = tuple(ColumnAccess(name=c.name, mask=c.mask, rules=()) for c in decision.columns.values())
    return Plan(
        engine="scripted",
        sql=statement.sql,
        columns=(ResultColumn(name="id", type=BIGINT), ResultColumn(name="phone", type=VARCHAR)),
        accesses=(Access(relation=PEOPLE, columns=columns, filters=("@own_region",), rules=()),),
        logged_sql="SELECT …",
    )


@dataclass
class SmallWorld:
    """Everything around a gateway, with handles to turn."""

    limits: Limits = field(default_factory=Limits)
    policy: Policy = field(default_factory=Policy)
    engine: ScriptedEngine = field(default_factory=ScriptedEngine)
    journal: MemoryJournal = field(default_factory=MemoryJournal)
    events: list[Event] = field(default_factory=list)
    seen: list[object] = field(default_factory=list)
    judge: Callable[[Statement, Request, World], Judged] = judge

    def gateway(self, journal: Journal | None = None) -> Gateway:
        around = Surroundings(
            worlds=lambda: World(CATALOG, self.policy),
            judge=self._judge,
            start=self.engine.start,
            journal=journal or self.journal,
            admission=Admission(self.limits),
            limits=self.limits,
            threads=Threads(),
            observe=self.events.append,
            clock=lambda: datetime.datetime.now(datetime.UTC),
        )
        return Gateway(around)

    def _judge(self, statement: Statement, request: Request, world: World) -> Judged:
        self.seen.extend(statement.parameters)
        return self.judge(statement, request, world)

    @property
    def closed(self) -> list[Closed]:
        return [record for record in self.journal.records if isinstance(record, Closed)]


def asks(sql: str, code: str = "user:ana", **changes: object) -> Request:
    request = Request(sql=sql, asking=Asking(principal=Principal(code=code, department="minzheng")))
    return replace(request, **changes)  # type: ignore[arg-type]  # tests name the fields


async def failing(work: Awaitable[object]) -> GatewayError:
    """What `work` is refused with."""
    with pytest.raises(GatewayError) as caught:
        await work
    return caught.value
