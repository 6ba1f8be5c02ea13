"""A statement in rounds, on real sources: what PostgreSQL is asked, and by whose leave."""

from __future__ import annotations

import asyncio
import datetime
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import psycopg
import pytest

from gateway.catalog.accepted import AcceptedSource
from gateway.catalog.drift import accept
from gateway.catalog.relations import Catalog, Source
from gateway.catalog.snapshot import SourceEntry, SourceState, build
from gateway.engines.duckdb import DuckDBEngine, EngineSource
from gateway.engines.engine import Origin, PageFormat, Run
from gateway.errors import EngineError, ErrorCode
from gateway.execution.admission import Admission
from gateway.execution.gateway import Gateway
from gateway.execution.journal import Opened
from gateway.execution.judge import judge
from gateway.execution.limits import Limits
from gateway.execution.surroundings import Surroundings
from gateway.execution.threads import Threads
from gateway.execution.world import World
from gateway.pipeline.stages import Plan, Session
from gateway.policy.decision import ColumnPermit, Decision, Permit, RowRule
from tests.contracts.world import server_source
from tests.engines.world import engine, source
from tests.execution.small_world import MemoryJournal, Policy, asks
from tests.servers import Server

pytestmark = pytest.mark.slow

JOIN = "SELECT a.name, t.amount FROM lite.main.applicants a JOIN tax.public.incomes t ON a.id = t.person WHERE a.name = '张三' ORDER BY 2"


class Everything(Policy):
    """Every column of every relation, clear."""

    def decide(self, asking: object, relation: object) -> Decision:
        columns = {column.name: ColumnPermit(name=column.name) for column in relation.columns}  # type: ignore[attr-defined]
        return Permit(relation=relation.name, columns=columns, rows=RowRule(everything=True))  # type: ignore[attr-defined]


@dataclass
class Site:
    """A real engine over SQLite and PostgreSQL, and the server's own log of what it was asked."""

    sources: list[EngineSource]
    engine: DuckDBEngine
    log: Path
    log_start: int
    journal: MemoryJournal = field(default_factory=MemoryJournal)
    started: list[Plan] = field(default_factory=list)
    probes_fail: bool = False

    def catalog(self, shares: frozenset[str]) -> Catalog:
        entries, accepted, states = [], {}, {}
        for one in self.sources:
            found = one.connector.inspect(one.name, one.options, one.credentials)
            known = Source(name=one.name, kind=one.connector.kind, owner=one.name, share_keys_with=shares)
            entries.append(SourceEntry(source=known, loose=one.connector.loose))
            accepted[one.name] = accept(found, AcceptedSource(source=one.name))
            states[one.name] = SourceState(found=found)
        return build(entries, accepted, states)

    async def ask(self, sql: str, shares: frozenset[str], *, semijoin: bool = True) -> list[list[object]]:
        found = self.catalog(shares)
        limits = Limits()
        gateway = Gateway(
            Surroundings(
                worlds=lambda: World(found, Everything()),  # a new policy set whenever somebody looks
                judge=judge,
                start=self.start,
                journal=self.journal,
                admission=Admission(limits),
                limits=limits,
                threads=Threads(),
                observe=lambda event: None,
                clock=lambda: datetime.datetime.now(datetime.UTC),
                semijoin=semijoin,
            )
        )
        running = await gateway.query(replace(asks(sql), session=Session()))
        body = b",".join([page.body async for page in running])
        await running.close()
        return list(json.loads(b"[" + body + b"]"))

    async def start(self, plan: Plan, page_format: PageFormat, seconds: float, origin: Origin) -> Run:
        self.started.append(plan)
        if self.probes_fail and plan.sql.endswith("LIMIT 5001"):
            raise EngineError("the source did not answer", code=ErrorCode.SOURCE_UNAVAILABLE)
        return await self.engine.run(plan, page_format, seconds=seconds, origin=origin)

    def asked(self) -> str:
        """What PostgreSQL was sent for the table."""
        text = self.log.read_bytes()[self.log_start :].decode("utf-8", "replace")
        return "\n".join(line for line in text.splitlines() if "COPY" in line and "incomes" in line)


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    made = asyncio.new_event_loop()
    yield made
    made.close()


@pytest.fixture
def site(postgresql: Server, tmp_path: Path, loop: asyncio.AbstractEventLoop) -> Iterator[Site]:
    fresh = postgresql.fresh_database()
    with psycopg.connect(fresh.dsn, autocommit=True) as connection:
        connection.execute("CREATE TABLE incomes (person BIGINT PRIMARY KEY, amount BIGINT)")
        connection.execute("INSERT INTO incomes SELECT n, n * 10 FROM generate_series(1, 20000) AS g(n)")
        connection.execute(f"ALTER DATABASE {fresh.database} SET log_statement = 'all'")
        folder = str(connection.execute("SHOW data_directory").fetchone()[0])  # type: ignore[index]
    log = Path(folder).parent / "server.log"
    with sqlite3.connect(tmp_path / "lite.sqlite") as lite:
        lite.execute("CREATE TABLE applicants (id INTEGER PRIMARY KEY, name TEXT)")
        lite.executemany("INSERT INTO applicants VALUES (?, ?)", [(7, "张三"), (9, "李四"), (4711, "张三")])
    lite.close()
    sources = [source("lite", "sqlite", path=tmp_path / "lite.sqlite"), server_source("tax", "postgresql", fresh)]
    running = engine(tmp_path, sources)
    loop.run_until_complete(running.start())
    yield Site(sources, running, log, log.stat().st_size)
    loop.run_until_complete(running.stop())


def test_shared_keys_reach_the_other_source(site: Site, loop: asyncio.AbstractEventLoop) -> None:
    """And every page is judged again, with the same keys."""
    rows = loop.run_until_complete(site.ask(JOIN, frozenset({"tax"})))
    assert rows == [["张三", 70], ["张三", 47110]]
    assert "4711" in site.asked()
    assert len(site.started) == 2


def test_keys_that_are_not_shared_do_not(site: Site, loop: asyncio.AbstractEventLoop) -> None:
    rows = loop.run_until_complete(site.ask(JOIN, frozenset()))
    assert rows == [["张三", 70], ["张三", 47110]]
    assert site.asked()
    assert "4711" not in site.asked()
    assert len(site.started) == 1


def test_the_operator_may_switch_it_off(site: Site, loop: asyncio.AbstractEventLoop) -> None:
    loop.run_until_complete(site.ask(JOIN, frozenset({"tax"}), semijoin=False))
    assert "4711" not in site.asked()


def test_the_record_stands_before_the_probe_runs_and_holds_no_key(site: Site, loop: asyncio.AbstractEventLoop) -> None:
    site.journal.broken_for_opening = True
    with pytest.raises(Exception, match="audit"):
        loop.run_until_complete(site.ask(JOIN, frozenset({"tax"})))
    assert site.started == []
    site.journal.broken_for_opening = False
    loop.run_until_complete(site.ask(JOIN, frozenset({"tax"})))
    [opened] = [record for record in site.journal.records if isinstance(record, Opened)]
    assert opened.plan is not None
    assert "4711" not in opened.plan.logged_sql


def test_a_probe_that_fails_is_done_without(site: Site, loop: asyncio.AbstractEventLoop) -> None:
    site.probes_fail = True
    rows = loop.run_until_complete(site.ask(JOIN, frozenset({"tax"})))
    assert rows == [["张三", 70], ["张三", 47110]]
    assert "4711" not in site.asked()
