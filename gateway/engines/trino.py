"""Trino as the engine: a cluster that reads the same sources as catalogs, asked over its REST protocol as a service user.

    engine = TrinoEngine({"police": "police@example", "health": ""}, ["https://trino:8443"], ServiceAccount(user="huiliu", password="…"))
    await engine.start()
    run = await engine.run(plan, PageFormat.JSON, seconds=30)

Trino decides nothing about who may see what: the text that it gets holds the permitted views already.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from math import inf
from typing import Final

import orjson
from aiohttp import ClientSession

from gateway.catalog.types import VARCHAR
from gateway.engines.engine import OURS, Origin, PageFormat, Place, check_engine
from gateway.engines.places import Admit
from gateway.engines.trino_client import Coordinator, NotSentError, TrinoBounds, session
from gateway.engines.trino_coordinators import Coordinators
from gateway.engines.trino_encode import Encoder
from gateway.engines.trino_errors import canceled, failure, too_late, unreachable
from gateway.engines.trino_lost import end_lost
from gateway.engines.trino_run import TrinoRun
from gateway.engines.trino_session import ServiceAccount, session_headers
from gateway.engines.trino_text import text_of
from gateway.errors import EngineError, ErrorCode, OwnError, PlanError
from gateway.events import Event, Observer, ignore
from gateway.pipeline.bound import Key
from gateway.pipeline.stages import Plan, ResultColumn

__all__ = ["ServiceAccount", "TrinoBounds", "TrinoEngine"]

THREADS: Final = 2
CATALOGS: Final = Plan(engine="trino", sql="SHOW CATALOGS", columns=(ResultColumn(name="Catalog", type=VARCHAR),))
CATALOG_SECONDS: Final = 30.0
SELDOM: Final = 12
"""Looks at the coordinators between two at the catalogs, as long as one is missing."""


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def _no_keys(key: Key) -> bytes:
    raise OwnError("this engine holds no keys", code=ErrorCode.KEY_UNAVAILABLE)


class TrinoEngine:
    """Fulfils `engine.Engine`."""

    name = "trino"

    def __init__(
        self,
        sources: Mapping[str, str],
        coordinators: Sequence[str],
        account: ServiceAccount,
        bounds: TrinoBounds | None = None,
        *,
        verify: bool = False,
        key_material: Callable[[Key], bytes] = _no_keys,
        timezone: str = "UTC",
        observe: Observer = ignore,
        now: Callable[[], datetime.datetime] = _now,
    ) -> None:
        """`sources` are catalogs, each with whom to ask; `coordinators` addresses, best first; with `verify` Trino's own analysis must agree with each plan; `key_material` gives the 128 bytes (ipad block || opad block) of a token key;
        `timezone` is that of statements whose origin names none.
        """
        self._sources = dict(sources)
        self._addresses = tuple(coordinators)
        self._account = account
        self._bounds = bounds or TrinoBounds()
        self._verify = verify
        self._key_material = key_material
        self._timezone = timezone
        self._observe = observe
        self._now = now
        self._http: ClientSession | None = None
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="trino-page")
        self._catalogs: frozenset[str] | None = None
        self._catalogs_read = -inf
        self._down_since: datetime.datetime | None = None
        self._told: dict[str, str] = {}
        self._runs: set[TrinoRun] = set()
        self._rechecking: asyncio.Task[None] | None = None
        self._looking: asyncio.Task[None] | None = None
        self._stopping = False
        self._named = asyncio.Event()
        self.coordinators = Coordinators((), observe)

    async def start(self) -> None:
        """Look at the coordinators. A cluster that is down does not keep the gateway from starting: it is looked at again."""
        self._http = http = session(self._account, self._bounds)
        named = [Coordinator(address, http, self._bounds) for address in self._addresses]
        self.coordinators = Coordinators(named, self._observe)
        self._named.set()
        await self._look()
        self._rechecking = asyncio.create_task(self._recheck())

    async def rebuild(self) -> None:
        """Look at the coordinators and the cluster's catalogs now. Raises EngineError when nobody answers."""
        await self.coordinators.look()
        self._catalogs = await self._read_catalogs()
        self._note()

    async def _recheck(self) -> None:
        while True:
            await asyncio.sleep(self._bounds.recheck)
            await self._look()

    async def _look(self) -> None:
        """Once for all who wait for it."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look_now())
        await asyncio.shield(self._looking)

    async def _look_now(self) -> None:
        """At the coordinators; at the catalogs now and then, where one of ours is not known to be there: it may never be."""
        await self.coordinators.look()
        missing = not (self._catalogs or frozenset()).issuperset(self._sources)
        if missing and self.coordinators.well and self._catalogs_older_than(SELDOM * self._bounds.recheck):
            with contextlib.suppress(EngineError):
                self._catalogs = await self._read_catalogs()
        self._note()

    def _catalogs_older_than(self, seconds: float) -> bool:
        return asyncio.get_running_loop().time() - self._catalogs_read > seconds

    async def _read_catalogs(self) -> frozenset[str]:
        self._catalogs_read = asyncio.get_running_loop().time()
        run = await self.run(CATALOGS, PageFormat.JSON, seconds=CATALOG_SECONDS)
        rows: list[list[str]] = []
        try:
            async for page in run.pages():
                rows += orjson.loads(b"[" + page.body + b"]")
        finally:
            await run.close()
        return frozenset(row[0] for row in rows)

    def _note(self) -> None:
        """Tell of sources that came or went."""
        well = self.coordinators.well
        self._down_since = None if well else self._down_since or self._now()
        for name, state in self.health().items():
            before, self._told[name] = self._told.get(name), state
            if state == "ok" != before:
                self._observe(Event("source.available", {"source": name}))
            elif state != "ok" and before in (None, "ok"):
                self._observe(Event("source.unavailable", {"source": name, "reason": state}))

    async def run(
        self, plan: Plan, page_format: PageFormat, *, seconds: float, origin: Origin = OURS, admit: Admit | None = None
    ) -> TrinoRun:
        """Start `plan`; Trino's own log is told of its `origin`. Raises EngineError (scrubbed)."""
        self._check(plan)
        text = text_of(plan, self._key_material, self._bounds.text_length)
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        in_ms = page_format is PageFormat.TRINO_MILLISECONDS
        headers = session_headers(origin, seconds, self._timezone, milliseconds=in_ms)
        try:
            async with asyncio.timeout_at(deadline):
                await self._check_sources(plan.sources, admit)
                coordinator, first = await self._send(text, headers)
        except TimeoutError:
            raise too_late() from None
        run = self._run(coordinator, plan, page_format, deadline, origin)
        try:
            await run.begin(first, admit)
        except EngineError:  # a failure tells something, too
            await self._agreed(run, plan, failed=True)
            raise
        await self._agreed(run, plan)
        return run

    async def follow(
        self, plan: Plan, page_format: PageFormat, place: Place, *, seconds: float, origin: Origin = OURS
    ) -> TrinoRun:
        """Go on with what another gateway sent, at the coordinator that it sent it to. Raises EngineError (scrubbed)."""
        self._check(plan)
        coordinator = self._of(place)
        deadline = asyncio.get_running_loop().time() + seconds
        run = self._run(coordinator, plan, page_format, deadline, origin)
        await run.take_up(place)
        await self._agreed(run, plan)
        return run

    async def end(self, place: Place) -> None:
        """At its coordinator; Trino's own timeout ends it where that does not answer."""
        with contextlib.suppress(EngineError, TimeoutError):
            coordinator = self._of(place)
            async with asyncio.timeout(self._bounds.grace):
                await coordinator.cancel(coordinator.own_path(place.address))

    def _of(self, place: Place) -> Coordinator:
        for coordinator in self.coordinators.everyone:
            if place.address.startswith(coordinator.address + "/"):
                return coordinator
        raise unreachable("the statement runs at a coordinator that is not configured here")

    def _run(
        self, coordinator: Coordinator, plan: Plan, page_format: PageFormat, deadline: float, origin: Origin
    ) -> TrinoRun:
        encoder = Encoder([(column.name, column.type) for column in plan.columns], page_format)
        failed = partial(failure, sources={name: self._sources.get(name, "") for name in sorted(plan.sources)})
        forget, bounds = self._runs.discard, self._bounds
        run = TrinoRun(coordinator, plan, encoder, deadline, bounds, self._threads, failed, forget, origin.trail)
        self._runs.add(run)
        return run

    async def _agreed(self, run: TrinoRun, plan: Plan, *, failed: bool = False) -> None:
        """Raise, and end the run, unless Trino reads what the plan says; the catalogs' own list is not a plan of anybody."""
        if not self._verify or not run.id or plan is CATALOGS:
            return
        try:
            await run.verified(plan, failed=failed)
        except EngineError as error:
            await run.close()
            if error.code is ErrorCode.READ_BACK_FAILED:
                self._observe(Event("engine.disagreed", {"query": run.id, "detail": error.detail}))
            raise

    def _check(self, plan: Plan) -> None:
        if self._stopping or self._http is None:
            raise canceled("the engine is not running")
        check_engine(plan, self.name)
        if plan.passes:
            raise PlanError("this engine hands no text to a source", code=ErrorCode.INTERNAL_ERROR)

    async def _check_sources(self, names: Iterable[str], admit: Admit | None) -> None:
        """Whoever asks has not looked at sources of which we said that they are down: where one is back, he looks before anything is sent."""
        absent = {name for name in names if self._state(name) != "ok"}
        if not absent:
            return
        if self._catalogs_older_than(self._bounds.recheck):
            self._catalogs_read = -inf
        await self._look()
        for name in sorted(absent):
            if (state := self._state(name)) != "ok":
                raise EngineError(
                    f"source `{name}` is {state}",
                    code=ErrorCode.SOURCE_UNAVAILABLE,
                    hint="run it again later, or tell the operator",
                    contact=self._sources.get(name) or None,
                    detail=f"{self.coordinators.shown()}",
                )
        if admit is not None:
            await admit()

    async def _send(self, sql: str, headers: dict[str, str]) -> tuple[Coordinator, bytes]:
        """To the best coordinator that takes a connection."""
        tried = []
        for coordinator in await self.coordinators.ready():
            try:
                return coordinator, await coordinator.send(sql, headers)
            except NotSentError as error:
                tried.append(str(error))
                self.coordinators.down(coordinator)
        raise unreachable("; ".join(tried))

    async def end_lost(self, statements: Mapping[str, str]) -> None:
        """At every coordinator that is named, also one that takes nothing new."""
        await self._named.wait()
        await end_lost(self.coordinators.everyone, statements, self._bounds.grace, self._observe)

    async def stop(self) -> None:
        """End everything that runs, release everything."""
        self._stopping = True
        for task in (self._rechecking, self._looking):
            if task is not None:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
        await asyncio.gather(*(run.close() for run in tuple(self._runs)))
        if self._http is not None:
            await self._http.close()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def health(self) -> dict[str, str]:
        """State of every source by name: `ok`, or why and since when not."""
        return {name: self._state(name) for name in self._sources}

    def _state(self, name: str) -> str:
        if not self.coordinators.well:
            since = self._down_since or self._now()
            return f"unavailable since {since:%Y-%m-%d %H:%M:%SZ}: no coordinator of the engine takes statements"
        if self._catalogs is not None and name not in self._catalogs:
            return "unavailable: the engine has no catalog of this name"
        return "ok"
