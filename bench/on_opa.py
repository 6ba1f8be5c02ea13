"""Two ways to hold Trino to a policy, on the same statements: its own OPA access control asking the gateway's door, and the gateway rewriting. Each against the same Trino without any.

Servers run one after another, never two at once, each kind twice; what is added is the difference of medians over both. The door is on the same machine, and then 1 and 5 ms away.
"""

from __future__ import annotations

import asyncio
import datetime
import os
import re
import socket
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

import uvloop

from bench.figures import Figure, Timed
from bench.site import Client, Site, cpu
from bench.trino_site import SETTINGS, SMALL, TABLE, Direct, in_turn, takes_statements
from gateway.app import Application
from gateway.catalog import accepted
from gateway.catalog.drift import accept
from gateway.execution.judge import judge
from gateway.execution.request import Request
from gateway.pipeline.stages import Plan, Session, Statement
from gateway.policy.principal import Asking
from gateway.settings import read
from gateway.sources import configured_sources
from gateway.storage import KeyFile, Storage, master_key
from tests.judges.opa.door import KEY, QUESTIONS
from tests.servers import Server, running_postgresql
from tests.trino.city import rendered_catalogs
from tests.trino.server import running

OPA: Final = """
[opa]
key = "env:BENCH_OPA"
services = ["huiliu"]
[http]
metrics_principals = ["user:ana"]
"""
POLICY: Final = """\
g, user:ana, dept:police
p2, @half, "part < 50000"
p, user:ana, w, select, -, *, -, -, -, allow, may-read
p, user:ana, w, row_any, @half, *, -, -, -, allow, half-of-the-rows
p, *, w.public.wide.name, mask, partial:1:1, *, -, -, -, allow, half-of-the-name
"""
WARM: Final = 150
"""Statements until Trino has compiled most of what they need."""
AWAY: Final = (1, 5)
"""Milliseconds."""
TIMES: Final = 5.0
"""As much should Trino's own access control add, in multiples of what rewriting does."""


def measure(quick: bool) -> Iterator[Figure]:
    """Milliseconds per statement, one client; `ana` reads half of the rows and a masked name."""
    rows, rounds, turns = (200_000, 20, 1) if quick else (1_000_000, 150, 2)
    with tempfile.TemporaryDirectory() as name, running_postgresql() as server:
        server.execute(TABLE.format(rows=rows))
        bench = _Bench(Path(name), server, rounds, 0 if quick else WARM)
        for _ in range(turns):
            bench.without_access_control()
            bench.with_the_door_here()
        bench.with_the_door_away()
        bench.rewriting_alone()
        yield from bench.figures()


@dataclass
class _Bench:
    """What was measured so far, by statement and way."""

    folder: Path
    server: Server
    rounds: int
    warm: int
    taken: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    questions: dict[str, float] = field(default_factory=dict)
    spent: list[float] = field(default_factory=list)
    rewriting: dict[str, float] = field(default_factory=dict)
    """Seconds: deciding, rewriting and proving a statement that is new, and what Trino needs more for the text that comes of it."""

    def __post_init__(self) -> None:
        self.variables = {"BENCH_W_USER": self.server.user, "BENCH_W_PASSWORD": self.server.password, "BENCH_OPA": KEY}
        os.environ.update(self.variables)  # for the gateway's process
        with socket.create_server(("127.0.0.1", 0)) as probe, socket.create_server(("127.0.0.1", 0)) as other:
            self.port, self.away = probe.getsockname()[1], other.getsockname()[1]
        self.token = self._make()

    def _settings(self, trino: str) -> Path:
        there = {"host": self.server.host, "port_there": self.server.port, "database": self.server.database}
        file = self.folder / "gateway.toml"
        file.write_text(SETTINGS.format(trino=trino, verify="off", port=self.port, **there) + OPA)
        return file

    def _make(self) -> str:
        settings = read(self._settings("http://127.0.0.1:1"), self.variables)
        (self.folder / "policies" / "policy.d").mkdir(parents=True)
        (self.folder / "policies" / "policy.d" / "police.csv").write_text(POLICY)
        [source] = configured_sources(settings, str)
        found = source.engine.connector.inspect("w", source.engine.options, source.engine.credentials)
        accepted.write(self.folder / "catalog" / "w.toml", accept(found, accepted.AcceptedSource(source="w")))
        data_dir = settings.gateway.data_dir
        storage = Storage.open(data_dir, KeyFile(data_dir / "keys", master_key(data_dir)))
        now = datetime.datetime.now(datetime.UTC)
        _, token = storage.tokens.create("user:ana", [], None, now + datetime.timedelta(days=1), now=now)
        storage.close(now)
        return token

    @contextmanager
    def _running(self, door: int | None) -> Iterator[tuple[str, Site, int]]:
        """Trino, which asks at a port or nobody; the gateway before it, with its process."""
        files = dict(rendered_catalogs(self.folder / "gateway.toml", self.variables))
        if door is not None:
            address = f"http://127.0.0.1:{door}/opa/${{ENV:BENCH_OPA}}"
            lines = ["access-control.name=opa", *(f"{name}={address}/{last}" for name, last in QUESTIONS.items())]
            files["access-control.properties"] = "\n".join(lines) + "\n"
        with running("2G", files, self.variables, quick=False) as trino:
            self._settings(trino.url)
            site = Site(self.folder, self.port, self.token)
            with site.serving() as process:
                if door != self.away:  # there the relay is not up yet
                    _loop(takes_statements(Direct(trino.url, "ana")))
                yield trino.url, site, process.pid

    def without_access_control(self) -> None:
        """Trino by itself, and the gateway's rewriting."""
        with self._running(None) as (url, site, _):
            _loop(self._turns({"trino": Direct(url), "gateway": Client(site)}))

    def with_the_door_here(self) -> None:
        """Trino that asks the gateway: a person's own text, and, for both locks at once, what the gateway sends."""
        with self._running(self.port) as (url, site, pid):
            _loop(self._turns({"opa": Direct(url, "ana"), "both": Client(site)}))
            for name, sql in SMALL.items():
                before, used = self._asked(), cpu(pid)
                _loop(_repeat(Direct(url, "ana"), sql, 100))
                asked = self._asked() - before
                self.questions[name] = asked / 100
                self.spent.append((cpu(pid) - used) / asked)

    def with_the_door_away(self) -> None:
        """The same through a relay that lets each question wait, in turn not at all, 1 ms and 5 ms."""

        async def story(url: str) -> None:
            async with _away(self.away, self.port) as delay:

                async def asked(milliseconds: int, sql: str) -> None:
                    delay[0] = milliseconds / 1000
                    await client.ask(sql)

                await takes_statements(Direct(url, "ana"))
                client = Direct(url, "ana")
                await client.open()
                for number in range(self.warm):
                    await client.ask(list(SMALL.values())[number % len(SMALL)])
                for name, sql in SMALL.items():
                    ways = {str(milliseconds): partial(asked, milliseconds, sql) for milliseconds in (0, *AWAY)}
                    for way, timed in (await in_turn(ways, self.rounds)).items():
                        self.taken[name, way] = list(timed.rounds)
                client.close()

        with self._running(self.away) as (url, _, _pid):
            _loop(story(url))

    def rewriting_alone(self) -> None:
        """Without doors, logins, records and pages: what the enforcement itself costs."""

        async def story(file: Path, url: str) -> None:
            app = Application(read(file, self.variables))
            await app.start()
            world, direct = app.world(), Direct(url)
            await takes_statements(direct)
            await direct.open()
            asking = Asking(principal=world.policy.principal("user:ana"))
            for name, sql in SMALL.items():
                statement = Statement(sql=sql, asking=asking, session=Session(), instant=app.clock(), engine="trino")
                made: list[float] = []
                for _ in range(self.rounds + self.warm):
                    begun = time.perf_counter()
                    plan = judge(statement, Request(sql=sql, asking=asking), world)
                    made.append(time.perf_counter() - begun)
                assert isinstance(plan, Plan)
                ways = {"own": partial(direct.ask, sql), "sent": partial(direct.ask, plan.sql)}
                taken = await in_turn(ways, self.rounds)
                self.rewriting[name] = Timed(made).p50 + taken["sent"].p50 - taken["own"].p50
            direct.close()
            await app.stop()

        with running(
            "2G", dict(rendered_catalogs(self.folder / "gateway.toml", self.variables)), self.variables, quick=False
        ) as trino:
            _loop(story(self._settings(trino.url), trino.url))

    async def _turns(self, clients: dict[str, Direct | Client]) -> None:
        for client in clients.values():
            await client.open()
        for number in range(self.warm):
            for client in clients.values():
                await client.ask(list(SMALL.values())[number % len(SMALL)])
        for name, sql in SMALL.items():
            taken = await in_turn({way: partial(client.ask, sql) for way, client in clients.items()}, self.rounds)
            for way, timed in taken.items():
                self.taken.setdefault((name, way), []).extend(timed.rounds)
        for client in clients.values():
            client.close()

    def _asked(self) -> int:
        """Questions that the door has answered."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/metrics", headers={"Authorization": f"Bearer {self.token}"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            found = re.findall(r"^huiliu_opa_questions_total\{.*answered.*\} (\S+)$", answer.read().decode(), re.M)
        return int(sum(map(float, found)))

    def figures(self) -> Iterator[Figure]:
        for name in SMALL:
            timed = {way: Timed(times) for (what, way), times in self.taken.items() if what == name}
            plain, gateway = timed["trino"], timed["gateway"]
            yield Figure(name=f"{name}: Trino by itself", value=plain.p50 * 1000, unit="ms", note=_p95(plain))
            ours = gateway.p50 - plain.p50
            yield Figure(name=f"{name}: the gateway adds", value=ours * 1000, unit="ms", note=_p95(gateway))
            here = timed["opa"].p50 - plain.p50
            told = f"{self.questions[name]:.0f} questions a statement; {_p95(timed['opa'])}"
            yield Figure(name=f"{name}: Trino's own adds", value=here * 1000, unit="ms", note=told)
            yield Figure(name=f"{name}: the same, in multiples of the gateway", value=here / ours, unit="x")
            alone = self.rewriting[name]
            told = "decided, rewritten and proved anew, and Trino's time for the text that comes of it"
            yield Figure(name=f"{name}: rewriting alone adds", value=alone * 1000, unit="ms", note=told)
            yield Figure(name=f"{name}: Trino's own, in multiples of that", value=here / alone, unit="x", aim=TIMES)
            for away in AWAY:
                added = here + timed[str(away)].p50 - timed["0"].p50
                told = _p95(timed[str(away)])
                yield Figure(name=f"{name}: the door {away} ms away", value=added * 1000, unit="ms", note=told)
                yield Figure(name=f"{name}: the same, in multiples of the gateway", value=added / ours, unit="x")
            both = timed["both"]
            told = _p95(both)
            yield Figure(name=f"{name}: both locks add", value=(both.p50 - plain.p50) * 1000, unit="ms", note=told)
        yield Figure(name="the gateway's processor, a question", value=min(self.spent) * 1e6, unit="us")


def _p95(timed: Timed) -> str:
    return f"p95 of the whole {timed.p95 * 1000:.1f} ms"


def _loop(work: Coroutine[None, None, None]) -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(work)


async def _repeat(client: Direct, sql: str, times: int) -> None:
    await client.open()
    for _ in range(times):
        await client.ask(sql)
    client.close()


@asynccontextmanager
async def _away(port: int, to: int) -> AsyncIterator[list[float]]:
    """A relay on loopback; what it yields holds the seconds that each piece of a question waits."""
    delay = [0.0]

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, waits: bool) -> None:
        while piece := await reader.read(1 << 16):
            if waits:
                until = time.perf_counter() + delay[0]
                await asyncio.sleep(max(0.0, delay[0] - 0.001))  # the loop's clock ticks in milliseconds
                while time.perf_counter() < until:
                    await asyncio.sleep(0)
            writer.write(piece)
        writer.close()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", to)
        with suppress(ConnectionError, asyncio.CancelledError):  # Trino has ended, or the measurement
            await asyncio.gather(relay(reader, back, waits=True), relay(there, writer, waits=False))

    server = await asyncio.start_server(connected, "127.0.0.1", port)
    try:
        yield delay
    finally:
        server.close()
