"""The embedded engine: DuckDB in a process of its own that can be ended at any time.

    engine = DuckDBEngine(sources, bounds, key_material)
    await engine.start()
    run = await engine.run(plan, PageFormat.JSON, seconds=30)

A process is one generation: an instance with the sources that answered when it was built. A source that is down is absent, with the reason; when it answers
again, another process is built beside the running one and takes its place. Two sources' troubles stay their own: half of the workers at most wait for one.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import shutil
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from gateway.engines.duckdb_blame import Blame
from gateway.engines.duckdb_errors import Failure
from gateway.engines.duckdb_health import SourceHealth
from gateway.engines.duckdb_order import NO_FILES, Files, Order, order_of
from gateway.engines.duckdb_process import EngineProcess
from gateway.engines.duckdb_run import TOO_LATE, DuckDBRun, PushdownError
from gateway.engines.duckdb_setup import EngineBounds, EngineSource, Prepared, prepare, worth
from gateway.engines.engine import OURS, Origin, PageFormat, check_engine
from gateway.engines.places import Admit, take_all
from gateway.errors import EngineError, ErrorCode
from gateway.events import Event, Observer, ignore
from gateway.pipeline.bound import Key
from gateway.pipeline.stages import Plan

__all__ = ["DuckDBEngine", "EngineBounds", "EngineSource"]

ATTEMPTS: Final = 3
BRIEF: Final = 2.0
Pauses = Sequence[float]
PAUSES: Final[Pauses] = (0.2, 0.5, 1.0, 2.0)
THEIRS: Final = frozenset({ErrorCode.EXCEEDED_MEMORY_LIMIT, ErrorCode.ENGINE_FAILED})
"""What fails so within `BRIEF` seconds beside other statements, or when another one would not stop, before its first row, is started again after a pause."""


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


class DuckDBEngine:
    """Fulfils `engine.Engine`."""

    name = "duckdb"

    def __init__(
        self,
        sources: Sequence[EngineSource],
        bounds: EngineBounds,
        key_material: Callable[[Key], bytes],
        *,
        observe: Observer = ignore,
        now: Callable[[], datetime.datetime] = _now,
    ) -> None:
        """`key_material` gives the 128 bytes (ipad block || opad block) of a token key."""
        self._sources = {source.name: source for source in sources}
        self._bounds = bounds
        self._key_material = key_material
        self._observe = observe
        self._current: EngineProcess | None = None
        self._plain: EngineProcess | None = None
        self._building = asyncio.Lock()
        self._processes: set[EngineProcess] = set()
        self._health = SourceHealth(observe, now)
        self._blame = Blame(time.monotonic)
        self._rechecking: asyncio.Task[None] | None = None
        self._stopping = False

    async def start(self) -> None:
        """Build the first generation; sources that are down do not keep it from starting."""
        shutil.rmtree(self._bounds.directory, ignore_errors=True)
        self._bounds.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        await self.rebuild()
        self._rechecking = asyncio.create_task(self._recheck())

    async def rebuild(self) -> None:
        """Another generation from the sources as they are now (new files, new tables, a source that came back); statements under way go on."""
        async with self._building:
            fresh = await self._build(plain=False)
            old, self._current = self._current, fresh
            self._health.worn.clear()
            plain, self._plain = self._plain, None
        for process in (old, plain):
            if process is not None:
                process.retire(None)

    async def end_lost(self, statements: Mapping[str, str]) -> None:
        """Nothing is left: an engine process ends with its gateway."""

    async def _build(self, *, plain: bool) -> EngineProcess:
        """A process that stands. A source that keeps it from being built is left out."""
        left_out: dict[str, str] = {}
        for _ in range(ATTEMPTS):
            wanted = [source for source in self._sources.values() if source.name not in left_out]
            prepared = await asyncio.gather(*(prepare(source, self._bounds.preflight) for source in wanted))
            process = EngineProcess(self._bounds, self._bounds.directory / uuid.uuid4().hex[:12], plain=plain)
            try:
                await process.start(prepared)
            except EngineError:
                if not process.attaching:
                    raise
                left_out[process.attaching] = "it did not answer while it was attached"
                continue
            self._note(process, prepared, left_out)
            self._processes = {p for p in self._processes if p.dead is None} | {process}
            return process
        raise EngineError("the engine could not be started", detail=f"{left_out}")

    def _note(self, process: EngineProcess, prepared: Sequence[Prepared], left_out: dict[str, str]) -> None:
        """Why each source is absent, and since when."""
        for one in prepared:
            if one.attachment is None:
                process.sources[one.source.name] = (one.reason, one.detail)
        for name, reason in left_out.items():
            process.sources[name] = (reason, "")
        for name in self._sources:
            self._health.say(name, process.unavailable(name), process.sources.get(name, ("", ""))[1])

    async def _recheck(self) -> None:
        """Look at the sources from time to time; rebuild when an absent one answers, or one that lost connections."""
        while not self._stopping:
            await self._health.pause(self._bounds.recheck)
            with contextlib.suppress(EngineError):
                await self.recheck(forced=False)

    async def recheck(self, *, forced: bool = True) -> bool:
        """Whether a source came back, so that a new generation was built. Called on its own every `bounds.recheck` seconds.

        A source that answers but still cannot be attached (a wrong password) is tried less and less often, unless `forced`.
        """
        process = self._current
        if process is None or not process.alive:
            return False
        await self._listen(process)
        now = asyncio.get_running_loop().time()
        absent = [
            source
            for name, source in self._sources.items()
            if name in self._health.worn or (process.unavailable(name) and (forced or self._health.due(name, now)))
        ]
        prepared = await asyncio.gather(*(prepare(source, self._bounds.preflight) for source in absent))
        answering = [one.source.name for one in prepared if one.attachment is not None and worth(one.attachment)]
        if not answering:
            return False
        await self.rebuild()
        back = [name for name in answering if self._current is not None and not self._current.unavailable(name)]
        for name in answering:
            if name in back:
                self._health.attached(name)
            else:
                self._health.failed(name, self._bounds.recheck, asyncio.get_running_loop().time())
        return bool(back)

    async def _listen(self, process: EngineProcess) -> None:
        """Health of attached PostgreSQL sources. (MySQL counts a connection that ends before it logs in as an attack.) They stay attached: they reconnect by themselves."""
        attached = [
            s for s in self._sources.values() if s.connector.kind == "postgresql" and not process.unavailable(s.name)
        ]
        for one in await asyncio.gather(*(prepare(source, self._bounds.preflight) for source in attached)):
            self._health.say(one.source.name, one.reason, one.detail)

    async def _ready(self, *, plain: bool) -> EngineProcess:
        """The process for new statements; another one when it has died or was given up."""
        process = self._plain if plain else self._current
        if process is not None and process.alive:
            return process
        async with self._building:
            process = self._plain if plain else self._current
            if process is not None and process.alive:
                return process
            if self._stopping:
                raise EngineError("the engine is being shut down", code=ErrorCode.CANCELED)
            fresh = await self._build(plain=plain)
            if process is not None:
                self._observe(Event("engine.restarted", {"plain": plain}))
            if plain:
                self._plain = fresh
            else:
                self._current = fresh
            return fresh

    async def run(
        self,
        plan: Plan,
        page_format: PageFormat,
        *,
        seconds: float,
        origin: Origin = OURS,
        admit: Admit | None = None,
        files: Files = NO_FILES,
    ) -> DuckDBRun:
        """Start `plan` for its principal. `files` are databases that it brings along, by name. Raises EngineError (scrubbed), or PlanError when the guard refuses the text."""
        check_engine(plan, self.name)
        deadline = asyncio.get_running_loop().time() + seconds
        self._blame.check(who := origin.principal)
        order = order_of(plan, page_format, files, self._key_material, who)
        try:
            return await self._on(order, deadline, who, admit, plain=False)
        except PushdownError as error:
            if not self._reads_server(order["sources"]):  # to others nothing is pushed
                raise self._error(error.failure) from error
            # A source could not take a filter: the same text once more where no filters are pushed.
            self._observe(Event("engine.pushdown_failed", {"detail": error.failure.detail}))
            try:
                return await self._on(order, deadline, who, admit, plain=True)
            except PushdownError as again:
                raise self._error(again.failure) from again

    async def _on(
        self, order: Order, until: float, who: str, admit: Admit | None, *, plain: bool, pauses: Pauses = PAUSES
    ) -> DuckDBRun:
        try:
            async with asyncio.timeout_at(until):
                process = await self._ready(plain=plain)
                names = order["sources"]
                self._check_sources(process, names)
                # Sources first, in one order for all, so that nobody holds a worker while waiting for a silent source.
                release = await take_all((*map(process.source_slot, names), process.slots), who, admit)
        except TimeoutError:
            raise self._error(TOO_LATE) from None
        if not process.alive and pauses:  # any more: it was, before this statement waited for a place in it
            release()
            return await self._on(order, until, who, admit, plain=plain, pauses=pauses[1:])
        began, others = asyncio.get_running_loop().time(), process.running
        try:
            number = process.begin(order, who, release)
        except EngineError:
            release()
            raise
        blame = partial(self._blame.add, who)
        convict = partial(process.convict, who, blame)
        # What does not stop while it reads a server mostly waits for it: that is the source's doing.
        stuck = (lambda: None) if self._reads_server(names) else blame
        run = DuckDBRun(process, number, until, release, self._error, stuck, convict)
        try:
            await run.begin()
        except EngineError as error:
            brief = asyncio.get_running_loop().time() - began < BRIEF
            beside = process.given_up or (others and brief)
            if not convict() and pauses and beside and error.code in THEIRS:
                await asyncio.sleep(pauses[0])
                return await self._on(order, until, who, admit, plain=plain, pauses=pauses[1:])
            raise
        return run

    def _reads_server(self, names: Sequence[str]) -> bool:
        return any(self._sources[name].connector.watch is not None for name in names if name in self._sources)

    def _check_sources(self, process: EngineProcess, names: Sequence[str]) -> None:
        for name in names:
            reason = process.unavailable(name)
            if reason:
                source = self._sources.get(name)
                raise EngineError(
                    f"source `{name}` is {self._health.sentence(name, reason)}",
                    code=ErrorCode.SOURCE_UNAVAILABLE,
                    hint="run it again later, or ask the owner of the source",
                    contact=source.contact or None if source else None,
                    detail=process.sources.get(name, ("", ""))[1],
                )

    def _error(self, failure: Failure) -> EngineError:
        if failure.code == ErrorCode.READ_BACK_FAILED.name:
            self._observe(Event("engine.guard_refused", {"detail": failure.detail}))
        if failure.lost_connection:
            self._health.wear([failure.source] if failure.source else self._sources)
        source = self._sources.get(failure.source)
        return failure.error(contact=source.contact or None if source else None)

    async def stop(self) -> None:
        """End everything that runs, release everything."""
        self._stopping = True
        if self._rechecking is not None:
            self._rechecking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._rechecking
        for process in self._processes:
            process.kill()
        self._current = self._plain = None

    def health(self) -> dict[str, str]:
        """State of every source by name: `ok`, or why and since when not."""
        return self._health.shown(self._sources)
