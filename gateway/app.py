"""Builds the program: the only place where its objects are made and put together.

app = Application(settings)      # opens storage, keys, catalogue and policies; raises GatewayError with what is wrong
await app.start()                # engine, first look at the sources, background work
await app.gateway.query(...)     # the one door; `app.http` is the same door for HTTP
await app.stop()                 # ends or drains what runs, signs the audit, closes
"""

from __future__ import annotations

import datetime
import secrets
import time
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from typing import Any, Final
from zoneinfo import ZoneInfo

from fastapi import FastAPI
from starlette.routing import Route

from gateway.api.authenticate import Authenticator, Failures
from gateway.api.http.doors import Doors, HttpBounds
from gateway.api.http.server import create_app
from gateway.api.logins import Logins, issuers_of
from gateway.api.oauth2.issuer import Issuer
from gateway.api.oauth2.routes import OAuth2Door
from gateway.api.opa.decisions import Decisions
from gateway.api.opa.routes import OpaDoor, opa_route
from gateway.api.opa.shown import OpaWorld
from gateway.api.sealing import Sealer
from gateway.api.trino.holding import Holding
from gateway.api.trino.pages import Pages
from gateway.api.trino.routes import TrinoDoor
from gateway.api.trino.taking import Taking
from gateway.api.trino.tickets import Tickets
from gateway.choose import choose
from gateway.claim import claim
from gateway.conversions import FILE as CONVERSIONS
from gateway.conversions import Conversions
from gateway.engines.duckdb_listing import ListingEngine
from gateway.engines.engine import Follows, Origin, PageFormat, Run
from gateway.errors import ErrorCode, GatewayError, OwnError
from gateway.events import Event
from gateway.execution.admission import Admission
from gateway.execution.gateway import Gateway
from gateway.execution.judge import judge
from gateway.execution.limits import Limits
from gateway.execution.listing import Looks
from gateway.execution.neighbours import Neighbours
from gateway.execution.plans import Plans
from gateway.execution.sources import Sources
from gateway.execution.storage_journal import LEASE, StorageJournal
from gateway.execution.surroundings import Surroundings
from gateway.execution.threads import Threads
from gateway.execution.world import Listed, World
from gateway.inventory import Inventory
from gateway.peers import Peers
from gateway.pipeline import dialect
from gateway.pipeline.bound import Key
from gateway.policy.library import check_library
from gateway.policy.owners import Owner
from gateway.policy.policy_set import PolicySet
from gateway.policy.release import Files, Release, release
from gateway.policy.token_keys import token_keys
from gateway.policy.watch import Watch
from gateway.predicates import check_predicate
from gateway.rounds import Rounds
from gateway.settings import Settings
from gateway.settings_tree import OpaSettings
from gateway.sources import configured_sources, source_bounds
from gateway.storage import KeyFile, Storage, master_key
from gateway.telemetry import Telemetry
from gateway.upkeep import Upkeep

POLICY_SECONDS: Final = 1.0
NEIGHBOUR_SECONDS: Final = 1.0
LOAD_SECONDS: Final = 5.0
CATALOG_SECONDS: Final = 60.0
CHECKPOINT_SECONDS: Final = 300.0
FIRST_LOOK_SECONDS: Final = 20.0
"""So long the start waits for it on Trino: how columns are read there is known only then, and what was judged before would have to be judged again."""
FIRST_LEASE_SECONDS: Final = 5.0
"""So long the start waits until the other replicas can know of this one."""
ABANDONED_SECONDS: Final = 300.0
"""After so long a statement is ended whose pages no client of Trino asks for; Trino's own `query.client.timeout`."""
SWEEP_SECONDS: Final = 5.0
COUNT_SECONDS: Final = 5.0
"""Between two looks whether a relation's dirt is to be counted; one is counted at a time."""


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
        self._choice = choose(settings, self.sources)
        self.inventory = Inventory(self.sources, settings.gateway.catalog, self.telemetry, clock, self._choice.in_trino)
        self.inventory.reread()
        self.watch = Watch(settings.gateway.policies)
        self.release = Release(self.watch.files, self._build_policy, on=self.today(), observer=self.telemetry)
        self.storage = Storage.open(data_dir, self.keys, url=settings.storage_url)
        self.storage.audit.check_signer()
        self.engine = self._choice.make(self._key_material, self._heard, clock)
        self._listing_place = claim(data_dir / "listing")
        self._listing = ListingEngine(self._listing_place.folder, self.telemetry)
        self._rounds = Rounds(self.telemetry)
        conversions = Conversions(self.engine, data_dir / CONVERSIONS, self.telemetry, clock)
        self.upkeep = Upkeep(self.sources, self.engine, self.inventory, conversions, self._rounds)
        self.missing_keys: frozenset[str] = frozenset()
        self._keys_of: tuple[PolicySet | None, frozenset[str]] = (None, frozenset())
        self._look_at_keys()
        self._replica = secrets.token_hex(8)
        self.gateway = Gateway(self._surroundings())
        self.neighbours = Neighbours(
            self.storage,
            self._replica,
            self.gateway,
            self.telemetry,
            clock,
            self.engine.end_lost,
            settings.gateway.address,
        )
        self._peers = Peers(lambda: self.neighbours.addresses, self.neighbours.learn)
        doors = self._doors()
        self.http: FastAPI = create_app(doors, version("huiliu"))
        self._holding = Holding(ABANDONED_SECONDS)
        taking = Taking(
            gateway=self.gateway,
            holding=self._holding,
            authenticator=doors.authenticator,
            handovers=self.storage.handovers,
            replica=self._replica,
        )
        sealer = Sealer(self.keys.ticket_keys)
        tickets = Tickets(sealer)
        pages = Pages(doors=doors, tickets=tickets, holding=self._holding, taking=taking, peers=self._peers)
        browser = self._browser_door(doors, sealer)
        door = TrinoDoor(pages=pages, challenge=browser.challenge if browser is not None else None)
        self.http.router.routes[:0] = [*door.routes(), *(browser.routes() if browser is not None else ())]
        if settings.opa_key is not None:
            self.http.router.routes.insert(0, self._opa_route(settings.opa, settings.opa_key))
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

    def _heard(self, event: Event) -> None:
        """The engine's events."""
        self.telemetry(event)
        self.upkeep.heard(event)

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
        policy = self.release.current
        if policy is not self._keys_of[0]:
            self._keys_of = (policy, token_keys(policy.bundle))
        missing = self._keys_of[1] - set(self.keys.key_names())
        if missing == self.missing_keys:
            return
        self.missing_keys = missing
        self.telemetry.missing_keys(missing)
        name = "policy.key_missing" if missing else "policy.keys_complete"
        self.telemetry(Event(name, {"keys": sorted(missing), "version": policy.version}))

    def _surroundings(self) -> Surroundings:
        limits = Limits(**self.settings.limits.model_dump())
        look = Looks(self.world)
        plans = Plans(partial(judge, look=look), self.world)
        return Surroundings(
            worlds=self.world,
            judge=plans,
            remembered=plans.remembered,
            start=self.upkeep.run,
            listing=self._list,
            look=look,
            journal=StorageJournal(self.storage, self._replica),
            admission=Admission(limits),
            limits=limits,
            threads=Threads(),
            observe=self.telemetry,
            clock=self.clock,
            follows=self.engine if isinstance(self.engine, Follows) else None,
            engine=self.engine.name,
            sources=Sources(
                bounds=source_bounds(self.settings),
                zone=ZoneInfo(self.settings.gateway.timezone),
                queue_seconds=limits.queue_seconds,
                most_waiting=max(1, limits.concurrent // 2),
            ),
            semijoin=self.settings.engine.semijoin,
        )

    async def _list(self, listed: Listed, page_format: PageFormat, seconds: float, origin: Origin) -> Run:
        return await self._listing.run(listed.plan, listed.visible, page_format, seconds=seconds, origin=origin)

    def _doors(self) -> Doors:
        http = self.settings.http
        authenticator = Authenticator(
            tokens=Logins(self.storage.tokens, issuers_of(self.settings.logins, time.monotonic)),
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
            status_principals=frozenset(http.status_principals),
            timezone=self.settings.gateway.timezone,
            page_credentials=http.page_credentials,
        )
        return Doors(
            gateway=self.gateway,
            authenticator=authenticator,
            history=self.storage.history,
            threads=self.gateway.around.threads,
            ready=self.is_ready,
            metrics=self.telemetry.exposition,
            bounds=bounds,
            status=self.status,
        )

    def _browser_door(self, doors: Doors, sealer: Sealer) -> OAuth2Door | None:
        """Where people log in for their clients, if the settings name an issuer for that."""
        chosen = self.settings.web_login
        if chosen is None:
            return None
        name, settings, secret = chosen
        [login] = issuers_of({name: settings}, time.monotonic)
        return OAuth2Door(
            issuer=Issuer.of(settings, secret, login),
            sealer=sealer,
            logins=self.storage.web_logins,
            authenticator=doors.authenticator,
            threads=self.gateway.around.threads,
            clock=self.clock,
            ending=lambda: self.gateway.draining,
        )

    def _opa_route(self, opa: OpaSettings, key: str) -> Route:
        around = self.gateway.around
        decisions = Decisions(
            lambda: OpaWorld(self.inventory.catalog, self.release.at(self.today()), self.today()),
            opa.services,
            lambda source: around.sources.refusal((source,), self.clock()) is not None,
        )
        return opa_route(decisions, OpaDoor(key=key, peers=opa.peers), around.threads, self.telemetry.opa)

    # --- running ---------------------------------------------------------------------------------

    def is_ready(self) -> bool:
        """Whether statements can run now."""
        return self._started and not self.gateway.draining

    def status(self) -> dict[str, Any]:
        """What operators see."""
        return {
            "ready": self.is_ready(),
            "replicas": 1 + self.gateway.around.admission.others,
            "policy": self.release.current.version,
            "policy_problems": [str(problem) for problem in self.release.problems],
            "missing_keys": sorted(self.missing_keys),
            "catalog": self.inventory.catalog.version,
            "catalog_warnings": list(self.inventory.warnings),
            "sources": self.upkeep.shown(self.gateway.around.sources.states(self.clock())),
        }

    async def start(self) -> None:
        """Start the engine and the background work. Sources are looked at meanwhile: a statement waits for its own only."""
        self._rounds.beside("lost statements", self.neighbours.renew)
        self._rounds.beside("first look", self.upkeep.first_look)
        asks_here = self.settings.opa_key is not None  # Trino at this very gateway, which answers once this returns
        if not asks_here:
            await self.engine.start()
        await self._rounds.done("lost statements", FIRST_LEASE_SECONDS)
        self._rounds.every(POLICY_SECONDS, self._look_at_policies)
        self._rounds.every(LOAD_SECONDS, self._look_at_load)
        self._rounds.every(CATALOG_SECONDS, self.upkeep.look_at_sources)
        self._rounds.every(CHECKPOINT_SECONDS, self._sign_audit)
        self._rounds.every(LEASE.total_seconds() / 3, self.neighbours.renew)
        self._rounds.every(NEIGHBOUR_SECONDS, self.neighbours.look)
        self._rounds.every(COUNT_SECONDS, self._count_dirt)
        self._rounds.every(SWEEP_SECONDS, self._holding.sweep)
        if asks_here:
            self._rounds.beside("readiness", self._start_engine)
        else:
            await self._become_ready()
        self.telemetry(
            Event(
                "gateway.started", {"policy": self.release.current.version, "catalog": self.inventory.catalog.version}
            )
        )

    async def _start_engine(self) -> None:
        await self.engine.start()
        await self._become_ready()

    async def _become_ready(self) -> None:
        if self._choice.in_trino is not None:
            await self._rounds.done("first look", FIRST_LOOK_SECONDS)
        self._started = True

    async def stop(self, drain_seconds: float = 0) -> None:
        """Refuse the new, let what runs end for so long, then close everything. Safe to call once, started or not."""
        await self.gateway.drain(drain_seconds)
        await self._holding.close()
        await self._rounds.stop()
        await self._peers.close()
        await self.neighbours.leave()
        await self.engine.stop()
        await self._listing.stop()
        self._listing_place.release()
        self._choice.release()
        self.inventory.close()
        self.gateway.around.threads.close()
        self.storage.close(self.clock())
        self.telemetry(Event("gateway.stopped"))

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
        self.telemetry.sources(self.upkeep.states())
        self.telemetry.unread(self.upkeep.conversions.totals())
        try:
            changed = await self.gateway.around.threads.think(self.inventory.reread)
        except GatewayError as error:
            self.telemetry(Event("catalog.rejected", {"reason": error.message}))
        else:
            if changed:
                await self.engine.rebuild()

    async def _count_dirt(self) -> None:
        admission = self.gateway.around.admission
        closed = self.gateway.around.sources.states(self.clock())
        await self.upkeep.count_dirt(lambda: not (admission.running or admission.waiting), closed)

    async def _sign_audit(self) -> None:
        await self.gateway.around.threads.store(self.storage.audit.checkpoint, self.clock())
