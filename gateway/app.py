"""Builds the program: the only place where its objects are made and put together.

app = Application(settings)      # opens storage, keys, catalogue and policies; raises GatewayError with what is wrong
await app.start()                # engine, first look at the sources, background work
await app.gateway.query(...)     # the one door; `app.http` is the same door for HTTP
await app.stop()                 # ends or drains what runs, signs the audit, closes
"""

from __future__ import annotations

import asyncio
import datetime
import secrets
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from importlib.metadata import version
from typing import Final
from zoneinfo import ZoneInfo

from fastapi import FastAPI

from gateway.api.authenticate import Authenticator, Failures
from gateway.api.http.doors import Doors, HttpBounds
from gateway.api.http.server import create_app
from gateway.catalog.relations import Relation
from gateway.claim import claim
from gateway.conversions import FILE as CONVERSIONS
from gateway.conversions import Conversions
from gateway.engines.duckdb import DuckDBEngine, EngineBounds
from gateway.engines.engine import PageFormat, Run
from gateway.errors import EngineError, ErrorCode, GatewayError, OwnError
from gateway.events import Event
from gateway.execution.admission import Admission
from gateway.execution.gateway import Gateway
from gateway.execution.judge import judge
from gateway.execution.limits import Limits
from gateway.execution.storage_journal import LEASE, StorageJournal
from gateway.execution.surroundings import Surroundings
from gateway.execution.threads import Threads
from gateway.execution.world import World
from gateway.inventory import Inventory
from gateway.pipeline import dialect
from gateway.pipeline.bound import Key
from gateway.pipeline.stages import Plan
from gateway.policy.library import check_library
from gateway.policy.owners import Owner
from gateway.policy.policy_set import PolicySet
from gateway.policy.release import Files, Release, release
from gateway.policy.token_keys import token_keys
from gateway.policy.watch import Watch
from gateway.predicates import check_predicate
from gateway.settings import Settings
from gateway.sources import configured_sources
from gateway.storage import KeyFile, Storage, master_key
from gateway.telemetry import Telemetry

POLICY_SECONDS: Final = 1.0
LOAD_SECONDS: Final = 5.0
CATALOG_SECONDS: Final = 60.0
CHECKPOINT_SECONDS: Final = 300.0
COUNT_SECONDS: Final = 5.0
"""Between two looks whether a relation's dirt is to be counted; one is counted at a time."""
LOOK_SECONDS: Final = 15.0
"""A statement waits no longer than this for the first look at its sources."""


def utc_now() -> datetime.datetime:
    """This moment."""
    return datetime.datetime.now(datetime.UTC)


def owners_of(settings: Settings) -> tuple[Owner, ...]:
    """The owners as policy knows them."""
    return tuple(
        Owner(
            name=name,
            policy_file=owner.policy,
            catalogs=owner.catalogs,
            roles=owner.roles,
            tags=owner.tags,
            departments=owner.departments,
            title=owner.title,
            contact=owner.contact,
        )
        for name, owner in settings.owners.items()
    )


class Application:
    """Everything that a running gateway consists of."""

    def __init__(
        self,
        settings: Settings,
        *,
        telemetry: Telemetry | None = None,
        clock: Callable[[], datetime.datetime] = utc_now,
    ) -> None:
        """Opens what is on disk and proves that the libraries are the right ones. Raises GatewayError."""
        dialect.self_test()
        check_library()
        self.settings = settings
        self.clock = clock
        self.telemetry = telemetry or Telemetry()
        data_dir = settings.gateway.data_dir
        self.keys = KeyFile(data_dir / "keys", master_key(data_dir, settings.master_key))
        self.sources = configured_sources(settings, self.keys.secret)
        self.inventory = Inventory(self.sources, settings.gateway.catalog, self.telemetry, clock)
        self.inventory.reread()
        self.watch = Watch(settings.gateway.policies)
        self.release = Release(self.watch.files, self._build_policy, on=self.today(), observer=self.telemetry)
        self.storage = Storage.open(data_dir, self.keys, url=settings.storage_url)
        self._place = claim(data_dir / "engine")
        self.engine = self._engine()
        self.conversions = Conversions(self._run_at_engine, data_dir / CONVERSIONS, self.telemetry, clock)
        self.missing_keys: frozenset[str] = frozenset()
        self._look_at_keys()
        self._replica = secrets.token_hex(8)
        self.gateway = Gateway(self._surroundings())
        self.http: FastAPI = create_app(self._doors(), version("huiliu"))
        self._tasks: list[asyncio.Task[None]] = []
        self._looking: set[asyncio.Task[None]] = set()
        self._started = False

    # --- building --------------------------------------------------------------------------------

    def today(self) -> datetime.date:
        """The day by which policies are judged."""
        return self.clock().astimezone(ZoneInfo(self.settings.gateway.timezone)).date()

    def world(self) -> World:
        """The catalogue and the policy set of this moment."""
        return World(self.inventory.catalog, self.release.at(self.today()))

    def _build_policy(self, files: Files, on: datetime.date) -> PolicySet:
        """Judged over what owners accepted, not over what is there now: a source that changes must not unload a policy."""
        accepted = self.inventory.accepted_catalog()
        return release(files, owners_of(self.settings), on=on, catalog=accepted, check_predicate=check_predicate)

    def _engine(self) -> DuckDBEngine:
        engine = self.settings.engine
        bounds = EngineBounds(
            directory=self._place.folder,
            memory_limit=engine.memory_limit,
            threads=engine.threads,
            spill_limit=engine.spill_limit,
        )
        sources = [source.engine for source in self.sources]
        return DuckDBEngine(sources, bounds, self._key_material, observe=self._heard, now=self.clock)

    def _heard(self, event: Event) -> None:
        """The engine's events. A source that went or came back may hold something else now: look at once."""
        self.telemetry(event)
        if event.name in ("source.available", "source.unavailable"):
            self._look_soon(event.facts["source"])

    def _key_material(self, key: Key) -> bytes:
        """Raises what a client may hear: neither the key's name nor why it is not there."""
        try:
            return self.keys.material(key.name, key.purpose or None, key.department)
        except GatewayError as error:
            raise OwnError(
                "a mask of this statement needs a key that the gateway does not hold",
                code=ErrorCode.KEY_UNAVAILABLE,
                hint="tell the operator: `huiliu policy check` names the missing key",
                detail=error.message,
            ) from error

    def _look_at_keys(self) -> None:
        """Say once which keys the policies name and the key file does not hold; and when that is mended."""
        missing = token_keys(self.release.current.bundle) - set(self.keys.key_names())
        if missing == self.missing_keys:
            return
        self.missing_keys = missing
        self.telemetry.missing_keys(missing)
        name = "policy.key_missing" if missing else "policy.keys_complete"
        self.telemetry(Event(name, {"keys": sorted(missing), "version": self.release.current.version}))

    def _surroundings(self) -> Surroundings:
        limits = Limits(**self.settings.limits.model_dump())
        return Surroundings(
            worlds=self.world,
            judge=judge,
            start=self._start_plan,
            journal=StorageJournal(self.storage, self._replica),
            admission=Admission(limits),
            limits=limits,
            threads=Threads(),
            observe=self.telemetry,
            clock=self.clock,
            semijoin=self.settings.engine.semijoin,
        )

    async def _start_plan(self, plan: Plan, page_format: PageFormat, seconds: float) -> Run:
        """Sources are read as the catalogue knows them, and no sooner (rule 14)."""
        health = self.engine.health()
        begun = time.monotonic()
        if all(health.get(name, "ok") == "ok" for name in plan.sources):  # else the engine says which one is down
            relations = [access.relation for access in plan.accesses]
            await self.inventory.admit(plan.sources, relations, plan.catalog_version, min(seconds, LOOK_SECONDS))
        try:
            return await self._run_at_engine(plan, page_format, seconds - (time.monotonic() - begun))
        except EngineError as error:
            if error.code is ErrorCode.SOURCE_UNAVAILABLE:
                for name in plan.sources:
                    self._look_soon(name)
            raise

    async def _run_at_engine(self, plan: Plan, page_format: PageFormat, seconds: float) -> Run:
        return await self.engine.run(plan, page_format, seconds=seconds)

    def _doors(self) -> Doors:
        http = self.settings.http
        authenticator = Authenticator(
            tokens=self.storage.tokens,
            policy=lambda: self.world().policy,
            append=self.storage.audit.append,
            failures=Failures(per_minute=http.failed_logins_per_minute, clock=time.monotonic),
            observe=self.telemetry,
            clock=self.clock,
        )
        bounds = HttpBounds(
            body_bytes=http.body_bytes,
            body_seconds=http.body_seconds,
            write_seconds=http.write_seconds,
            metrics_principals=frozenset(http.metrics_principals),
            timezone=self.settings.gateway.timezone,
        )
        return Doors(
            gateway=self.gateway,
            authenticator=authenticator,
            history=self.storage.history,
            threads=self.gateway.around.threads,
            ready=self.is_ready,
            metrics=self.telemetry.exposition,
            bounds=bounds,
        )

    # --- running ---------------------------------------------------------------------------------

    def is_ready(self) -> bool:
        """Whether statements can run now."""
        return self._started and not self.gateway.draining

    async def start(self) -> None:
        """Start the engine and the background work. Sources are looked at meanwhile: a statement waits for its own only."""
        self._tasks.append(asyncio.create_task(self._first_look()))
        await self.engine.start()
        self._repeat(POLICY_SECONDS, self._look_at_policies)
        self._repeat(LOAD_SECONDS, self._look_at_load)
        self._repeat(CATALOG_SECONDS, self._look_at_sources)
        self._repeat(CHECKPOINT_SECONDS, self._sign_audit)
        self._repeat(LEASE.total_seconds() / 3, self._renew_lease)
        self._repeat(COUNT_SECONDS, self._count_dirt)
        self._started = True
        self.telemetry(
            Event(
                "gateway.started", {"policy": self.release.current.version, "catalog": self.inventory.catalog.version}
            )
        )

    async def stop(self, drain_seconds: float = 0) -> None:
        """Refuse the new, let what runs end for so long, then close everything. Safe to call once, started or not."""
        await self.gateway.drain(drain_seconds)
        tasks = (*self._tasks, *self._looking)
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task
        await self.engine.stop()
        self._place.release()
        self.inventory.close()
        self.gateway.around.threads.close()
        self.storage.close(self.clock())
        self.telemetry(Event("gateway.stopped"))

    def _repeat(self, seconds: float, work: Callable[[], Awaitable[None]]) -> None:
        async def forever() -> None:
            while True:
                await asyncio.sleep(seconds)
                try:
                    await work()
                except Exception as error:  # one failed round must not end the rounds; the next one may do better
                    self.telemetry(Event("background.failed", {"work": work.__name__, "kind": type(error).__name__}))

        self._tasks.append(asyncio.create_task(forever()))

    async def _look_at_policies(self) -> None:
        """New files, a new day; and running statements hear of it (rule 16)."""
        before = self.release.current
        await self.gateway.around.threads.think(self._poll_policies)
        if self.release.current is not before:
            await self.gateway.policy_changed()

    def _poll_policies(self) -> None:
        files = self.watch.poll(time.monotonic())
        if files is not None:
            self.release.reload(files, self.today())
        self.release.at(self.today())
        self._look_at_keys()

    async def _look_at_load(self) -> None:
        admission = self.gateway.around.admission
        self.telemetry.load(admission.running, admission.waiting)
        self.telemetry.sources(self.source_states())
        self.telemetry.unread(self.conversions.totals())
        try:
            changed = await self.gateway.around.threads.think(self.inventory.reread)
        except GatewayError as error:
            self.telemetry(Event("catalog.rejected", {"reason": error.message}))
        else:
            if changed:
                await self.engine.rebuild()

    def source_states(self) -> dict[str, str]:
        """By source: `ok`, or why it cannot be read: the engine's word, else that of the last look."""
        known = self.inventory.catalog.sources
        return {
            name: known[name].unavailable or state if state == "ok" and name in known else state
            for name, state in self.engine.health().items()
        }

    async def _first_look(self) -> None:
        """The engine is being built from what is there now, so that it need not be built again."""
        try:
            await self.inventory.inspect()
        except Exception as error:  # the rounds below look again
            self.telemetry(Event("background.failed", {"work": "_first_look", "kind": type(error).__name__}))

    async def _look_at_sources(self) -> None:
        """The engine reads by the columns that were there when it was built: others need another one."""
        if await self.inventory.inspect():
            await self.engine.rebuild()

    def _look_soon(self, name: str) -> None:
        """At one source, beside what runs."""
        if self.gateway.draining or any(task.get_name() == name for task in self._looking):
            return

        async def look() -> None:
            if await self.inventory.inspect_one(name):
                await self.engine.rebuild()

        task = asyncio.create_task(look(), name=name)
        self._looking.add(task)
        task.add_done_callback(self._looked)

    def _looked(self, task: asyncio.Task[None]) -> None:
        self._looking.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.telemetry(Event("background.failed", {"work": "_look_soon", "kind": type(error).__name__}))

    async def _count_dirt(self) -> None:
        """One relation, when the gateway has nothing else to do."""
        catalog = self.inventory.catalog
        self.conversions.forget(catalog.relations)
        admission = self.gateway.around.admission
        relation = self.conversions.due(catalog, idle=not (admission.running or admission.waiting))
        if relation is not None:
            await self.conversions.count(relation, lambda: self._unread_lines(relation))

    async def _unread_lines(self, relation: Relation) -> int:
        [source] = [one.engine for one in self.sources if one.engine.name == relation.name.catalog]
        count = source.connector.unread_lines
        if count is None:
            return 0
        schema = relation.location[1].partition(".")[2] or "main"
        return await asyncio.to_thread(count, source.options, schema, relation.location[2])

    async def _sign_audit(self) -> None:
        await self.gateway.around.threads.store(self.storage.audit.checkpoint, self.clock())

    async def _renew_lease(self) -> None:
        """Answer for what this replica runs; close what a dead one left."""
        now = self.clock()
        await self.gateway.around.threads.store(self.storage.history.renew, self._replica, now + LEASE)
        await self.gateway.around.threads.store(self.storage.close_lost, now)
