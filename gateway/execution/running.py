"""One statement from arrival to its last record. Every door uses this and nothing else (rules 4, 8, 16).

The order is fixed: place, snapshot, judge, record, run, pages, record. Nothing here decides.
"""

from __future__ import annotations

import asyncio
import datetime
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from math import inf
from typing import TypeVar

from gateway.engines.engine import Page, Run
from gateway.errors import GatewayError, OwnError
from gateway.events import Event
from gateway.execution.endings import (
    ClosedElsewhereError,
    canceled,
    step_of,
    taken_up,
    token_gone,
    too_large,
    too_slow,
    unexpected,
    withdrawn,
)
from gateway.execution.handover import TakenUp, text_hash
from gateway.execution.lifecycle import State, Step, advance
from gateway.execution.limits import RowCap, row_cap
from gateway.execution.notes import Notes, notes_of
from gateway.execution.probing import with_keys
from gateway.execution.records import Records
from gateway.execution.regrant import check_again, renewed
from gateway.execution.request import Request
from gateway.execution.surroundings import Surroundings
from gateway.execution.told import ToldRun
from gateway.execution.world import Judged, Listed, Told, World
from gateway.pipeline.explain import Explanation
from gateway.pipeline.stages import Plan, Statement
from gateway.storage import Progress

T = TypeVar("T")
TOKEN_CHECK_SECONDS = 1.0


class Running:
    """A statement on its way. Iterate over it for pages; whoever opened it must `close` it."""

    def __init__(
        self,
        identifier: str,
        request: Request,
        around: Surroundings,
        ended: Callable[[Running], None],
        taken: TakenUp | None = None,
    ) -> None:
        """With `taken` it is one that another gateway began, and goes on from there."""
        self.id = identifier
        self.request = request
        limits = around.limits
        self._most = limits.seconds if request.seconds is None else min(limits.seconds, request.seconds)
        self.state = State.QUEUED
        self.rows = taken.rows if taken else 0
        self.bytes = taken.bytes if taken else 0
        self.cut = False
        self.error: GatewayError | None = None
        self.notes = Notes()
        self.offered = False
        """Whether another gateway may take it up."""
        self.left = False
        """Whether one has."""
        self.received = taken.received if taken else around.clock()
        self.ended: datetime.datetime | None = None
        self._around = around
        self._ended = ended
        self._loop = asyncio.get_running_loop()
        self._taken = taken
        self._begun = time.monotonic() - max(0.0, (around.clock() - self.received).total_seconds())
        self._token_checked = -inf if taken else self._loop.time()
        self._took: float | None = None
        self._stopping: asyncio.Future[GatewayError] = self._loop.create_future()
        self._ending: asyncio.Task[None] | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self._records = Records(identifier, request, self.received, around)
        self._admitted = False
        self._leave_sources: Callable[[], None] | None = None
        self._run: Run | None = None
        self._plan: Plan | None = None
        self._judged: tuple[Statement, World, Judged] | None = None

    # --- what the doors read ---------------------------------------------------------------------

    @property
    def plan(self) -> Plan:
        assert self._plan is not None, "open() first"
        return self._plan

    @property
    def explanation(self) -> Explanation | None:
        """What EXPLAIN says, as values."""
        judged = self._judged[2] if self._judged else None
        return judged.explanation if isinstance(judged, Told) else None

    @property
    def judged(self) -> tuple[Statement, Judged] | None:
        """What it was judged as, and what came of it."""
        return (self._judged[0], self._judged[2]) if self._judged else None

    @property
    def head(self) -> bytes:
        return self._run.head if self._run is not None else b""

    @property
    def cap(self) -> RowCap | None:
        return self.notes.cap

    @property
    def sources(self) -> frozenset[str]:
        """What it reads; nothing before it is judged, and nothing when the gateway itself answers."""
        return self._plan.sources if self._plan is not None else frozenset()

    @property
    def progress(self) -> Progress | None:
        """How far it is, once the engine has begun."""
        if self._run is None or self._ending is not None:
            return None
        return Progress(id=self.id, rows=self.rows, bytes=self.bytes, engine_query=self._run.id or None)

    @property
    def seconds(self) -> float:
        """By a clock that nobody sets."""
        return time.monotonic() - self._begun if self._took is None else self._took

    # --- the run ---------------------------------------------------------------------------------

    async def open(self) -> None:
        """Take a place, judge, record and start; afterwards `plan`, `notes` and `head` are there. Raises GatewayError."""
        await self._accounted(
            self._unless_stopped(self._open() if self._taken is None else self._go_on_with(self._taken))
        )

    async def _open(self) -> None:
        await self._enter()
        self.state = advance(self.state, Step.ADMITTED)
        self._end_after(self._most)
        statement, world, judged = await self._judge()
        plan = judged if isinstance(judged, Plan) else judged.plan
        cap = row_cap(plan, self.request.limit, self._around.limits, self._around.sources.rows(plan.sources))
        self._plan = plan
        self.notes = notes_of(plan, cap)
        self._go_on()
        await self._enter_sources(plan.sources)
        crowd = self._around.admission.crowd(self._around.sources.concurrent(plan.sources))
        await self._records.open(plan, world, statement.instant, crowd)
        self._go_on()
        self._judged = await with_keys((statement, world, judged), self.id, self.request, self._around)
        self._go_on()
        await self._start(self._judged[2], cap)
        self._around.observe(Event("statement.started", {"id": self.id, "seconds": self.seconds}))

    async def _go_on_with(self, taken: TakenUp) -> None:
        """The same for what another gateway began: under the policies of this moment, and only if they give the very same text (rule 16)."""
        around, engine = self._around, self._around.follows
        assert engine is not None
        try:
            world = around.worlds()
            self._records.go_on(self.request, None, world, taken.instant)
            self.request = replace(self.request, asking=renewed(self.request.asking, self.request, world))
            await self._enter()
            self.state = advance(self.state, Step.ADMITTED)
            self._end_after(max(0.0, self._most - self.seconds))
            _, world, plan = await self._judge()
            if not isinstance(plan, Plan) or text_hash(plan) != taken.left.text_hash:
                raise withdrawn()
            cap = row_cap(plan, self.request.limit, around.limits, around.sources.rows(plan.sources))
            self._plan, self.notes = plan, notes_of(plan, cap)
            self._records.go_on(self.request, plan, world, taken.instant)
            await self._still_granted()
            self._go_on()
            await self._enter_sources(plan.sources)
        except BaseException:
            if not self.left:
                await engine.end(taken.place)
            raise
        left = replace(plan, row_limit=cap.rows - taken.rows)
        seconds = max(0.1, self._most_seconds(plan.sources) - self.seconds)
        origin = self.request.origin(self.id)
        run = await engine.follow(left, self.request.page_format, taken.place, seconds=seconds, origin=origin)
        self._read_from(run)

    async def _enter(self) -> None:
        await self._around.admission.enter(principal := self.request.asking.principal.code)
        if self._ending is not None:  # stopped at the very moment that a place became free
            self._around.admission.leave(principal)
            self._go_on()
        self._admitted = True

    async def _enter_sources(self, names: frozenset[str]) -> None:
        """A place at each source that has so many, and no more time than they give."""
        sources = self._around.sources
        leave = await sources.enter(names, self.request.asking.principal.code, self._around.clock)
        if self._ending is not None:
            leave()
            self._go_on()
        self._leave_sources = leave
        if (seconds := self._most_seconds(names)) < self._most:
            self._end_after(seconds)

    def _most_seconds(self, names: frozenset[str]) -> float:
        return self._around.sources.seconds(names, self._most)

    def _end_after(self, seconds: float) -> None:
        """Whatever it does then; the engine has the same bound and is a second earlier."""
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = self._loop.call_later(seconds + 1, self.stop, too_slow(seconds))

    def _go_on(self) -> None:
        """A step that ends at the very moment that the statement does is not followed by another."""
        if self._ending is not None:
            raise self.error or canceled()

    async def _judge(self) -> tuple[Statement, World, Judged]:
        around, request = self._around, self.request
        world = around.worlds()
        statement = Statement(
            sql=request.sql,
            asking=request.asking,
            session=request.session,
            instant=self._taken.instant if self._taken else around.clock(),
            parameters=request.parameters,
            arguments=request.arguments,
            row_limit=request.limit,
            engine=around.engine,
            keys={} if around.semijoin else None,
        )
        judged = around.remembered(statement, request, world)
        if judged is None:
            who = request.asking.principal.code
            judged = await around.threads.think_for(who, around.judge, statement, request, world)
        self._judged = statement, world, judged
        return self._judged

    async def _start(self, judged: Judged, cap: RowCap) -> None:
        run: Run
        if isinstance(judged, Told):
            run = ToldRun(judged, self.request.page_format, cap.rows)
        elif isinstance(judged, Listed):
            self._plan = plan = replace(judged.plan, row_limit=cap.rows)
            listed, origin = replace(judged, plan=plan), self.request.origin(self.id)
            run = await self._around.listing(listed, self.request.page_format, self._most, origin)
        else:
            self._plan = plan = replace(judged, row_limit=cap.rows)
            seconds = self._most_seconds(plan.sources)
            run = await self._around.start(plan, self.request.page_format, seconds, self.request.origin(self.id))
        if self._ending is not None:
            await run.close()
            return
        self._read_from(run)

    def _read_from(self, run: Run) -> None:
        self._run, self._pages = run, run.pages()

    def __aiter__(self) -> Running:
        return self

    async def __anext__(self) -> Page:
        page = await self._accounted(self._next())
        if page is None:
            raise StopAsyncIteration
        return page

    async def _next(self) -> Page | None:
        if self._ending is not None or self._run is None:
            raise self.error or canceled()
        page = await self._unless_stopped(self._read())
        if page is None:
            self.cut = self._run.cut
            await self._end(Step.EXHAUSTED, None)
            return None
        self._count(page)
        return page

    async def _read(self) -> Page | None:
        page = await anext(self._pages, None)
        self._go_on()
        await self._still_granted()
        return page

    def _count(self, page: Page) -> None:
        limit = self._around.limits.bytes
        if self.bytes + len(page.body) > limit:
            raise too_large(limit)
        if self.cap is not None and self.rows + page.rows > self.cap.rows:
            raise OwnError("the engine gave more rows than it was allowed to")
        self.state = advance(self.state, Step.PAGE_READ)
        self.rows += page.rows
        self.bytes += len(page.body)

    async def _still_granted(self) -> None:
        """Rule 16: no page leaves under a policy set, or a token, that no longer gives it."""
        around = self._around
        assert self._judged is not None
        statement, world, judged = self._judged
        policy = around.worlds().policy
        if policy is not world.policy:
            now = World(world.catalog, policy)
            await around.threads.think(check_again, statement, self.request, judged, now, around.judge)
            self._judged = (statement, now, judged)
        if self._loop.time() - self._token_checked > TOKEN_CHECK_SECONDS:
            if not await around.threads.store(self.request.still_valid):
                raise token_gone()
            self._token_checked = self._loop.time()

    async def check(self) -> None:
        """Look again at the grants of a statement that nobody reads at the moment; one that lost them is stopped."""
        if self._run is None or self._ending is not None:
            return
        try:
            await self._still_granted()
        except GatewayError as error:
            self.stop(error)

    # --- ends ------------------------------------------------------------------------------------

    def stop(self, error: GatewayError) -> None:
        """End it for a reason that did not come from the engine. The reader gets `error`; the work stops at once."""
        if not self._stopping.done() and self._ending is None:
            self._stopping.set_result(error)
            self._begin_ending(step_of(error), error)

    def let_go(self) -> None:
        """Another gateway goes on with it and writes its end; the engine's work goes on."""
        if self.request.trail is not None and self.offered:
            self.left = self.request.trail.left = True
            self.stop(taken_up())

    async def close(self) -> None:
        """Release everything; a statement that was not read to its end is recorded as canceled."""
        try:
            await self._end(Step.CANCELED, canceled())
        except GatewayError:
            return  # its end could not be recorded: the reader was told, and an event says so to the operator

    async def _accounted(self, work: Awaitable[T]) -> T:
        """However `work` ends, the statement's end is recorded before anybody hears of it."""
        try:
            return await work
        except GatewayError as error:
            await self._end(step_of(error), error)
            raise
        except asyncio.CancelledError:
            await self._end(Step.CANCELED, canceled())
            raise
        except Exception as error:  # a fault of ours or of a library is recorded too, and its words are not shown
            own = unexpected(error)
            await self._end(Step.FAILED, own)
            raise own from error

    async def _unless_stopped(self, work: Awaitable[T]) -> T:
        """Await `work`, or raise what `stop` was given, whichever comes first."""
        task = asyncio.ensure_future(work)
        task.add_done_callback(_seen)
        try:
            await asyncio.wait((task, self._stopping), return_when=asyncio.FIRST_COMPLETED)
        finally:
            if not task.done():
                task.cancel()
                await asyncio.wait((task,), timeout=5)
        if self._stopping.done():
            raise self._stopping.result()
        return task.result()

    async def _end(self, step: Step, error: GatewayError | None) -> None:
        """End once; everybody who asks waits for the same end. Raises when it could not be recorded."""
        self._begin_ending(step, error)
        assert self._ending is not None
        await asyncio.shield(self._ending)

    def _begin_ending(self, step: Step, error: GatewayError | None) -> None:
        if self._ending is None:
            self.error = error
            self._ending = asyncio.ensure_future(self._finish(step, error))
            self._ending.add_done_callback(_seen)

    async def _finish(self, step: Step, error: GatewayError | None) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        try:
            await self._release()
            self.ended, self._took = self._around.clock(), self.seconds
            self.state = advance(self.state, step)
            if self.left or (error is not None and self.offered and await self._is_taken()):
                self.left = True
                return
            counts = {"rows": self.rows, "bytes": self.bytes}
            await self._records.close(
                state=self.state,
                ended=self.ended,
                seconds=self._took,
                cut=self.cut,
                error=error,
                engine_query=self._run.id if self._run is not None else "",
                **counts,
            )
        except GatewayError as unrecorded:
            self.state, self.error = State.FAILED, unrecorded
            if not isinstance(unrecorded, ClosedElsewhereError):
                self._around.observe(Event("audit.failed", {"id": self.id, "detail": unrecorded.detail}))
            raise
        finally:
            self._around.observe(Event("statement.ended", self._facts()))
            self._ended(self)

    async def _is_taken(self) -> bool:
        """Whether another gateway went on with it: what fails here then is that it is read there."""
        return await self._around.threads.store(self._around.journal.is_taken, self.id)

    async def _release(self) -> None:
        try:
            if self._run is not None:
                await self._run.close()
        except Exception as error:  # an engine that cannot even stop must not keep the end from being recorded
            self._around.observe(Event("engine.close_failed", {"id": self.id, "detail": repr(error)}))
        finally:
            if self._leave_sources is not None:
                self._leave_sources()
            if self._admitted:
                self._around.admission.leave(self.request.asking.principal.code)

    def _facts(self) -> dict[str, object]:
        return {
            "id": self.id,
            "state": self.state.value,
            "code": self.error.code.name if self.error else "",
            "detail": self.error.detail if self.error else None,
            "rows": self.rows,
            "bytes": self.bytes,
            "seconds": self.seconds,
            "door": self.request.door,
        }


def _seen(task: asyncio.Future[T]) -> None:
    """Whoever waits for it hears its exception; nobody needs a warning that it was not asked for."""
    if not task.cancelled():
        task.exception()
