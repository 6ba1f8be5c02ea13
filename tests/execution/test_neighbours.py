"""Two gateways over one storage, in one process: what they tell each other, and what they do upon it."""

from __future__ import annotations

import asyncio
import datetime
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from gateway.errors import ErrorCode
from gateway.execution.cancel import CANCEL_SECONDS, cancel
from gateway.execution.endings import canceled
from gateway.execution.gateway import Gateway
from gateway.execution.journal import Closed, Opened
from gateway.execution.lifecycle import State
from gateway.execution.limits import Limits
from gateway.execution.neighbours import Neighbours
from gateway.execution.storage_journal import LEASE, StorageJournal
from gateway.storage import (
    AuditRecord,
    CrowdedError,
    KeyFile,
    Outcome,
    Progress,
    StatementRow,
    Storage,
    Suspension,
    master_key,
)
from tests.execution.small_world import MemoryJournal, SmallWorld, asks, failing
from tests.execution.test_sources import reading


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


@dataclass
class Replica:
    name: str
    world: SmallWorld
    storage: Storage
    gateway: Gateway
    neighbours: Neighbours
    ended: list[Mapping[str, str]]
    """What its engine was to end for replicas that died."""

    def events(self) -> list[str]:
        return [event.name for event in self.world.events]


Make = Callable[..., Awaitable[Replica]]


@pytest.fixture
def replica(tmp_path: Path) -> Iterator[Make]:
    """Makes one that has its lease, as the app does."""
    opened: list[Storage] = []

    async def make(name: str, clock: Callable[[], datetime.datetime] = now, **limits: float) -> Replica:
        storage = Storage.open(tmp_path, KeyFile(tmp_path / "keys", master_key(tmp_path)))
        opened.append(storage)
        world = SmallWorld(judge=reading, limits=Limits(**limits))  # type: ignore[arg-type]  # fields by name
        gateway = world.gateway(StorageJournal(storage, name))
        ended: list[Mapping[str, str]] = []

        async def end_lost(statements: Mapping[str, str]) -> None:
            ended.append(statements)

        neighbours = Neighbours(storage, name, gateway, world.events.append, clock, end_lost)
        await neighbours.renew()
        return Replica(name, world, storage, gateway, neighbours, ended)

    yield make
    for storage in opened:
        storage.close(now())


def ends(replica: Replica, statement: str) -> list[Outcome]:
    return [one.record.outcome for one in replica.storage.audit.search(statement=statement)]


def event(name: str) -> AuditRecord:
    return AuditRecord(instant=now(), outcome=Outcome.EVENT, event=name)


def test_a_cancel_that_was_asked_elsewhere_ends_the_statement_here(replica: Make) -> None:
    async def story() -> None:
        a, b = await replica("a"), await replica("b")
        running = await a.gateway.query(asks("2 hang"))
        [row] = b.storage.history.list("user:ana", running=True)
        assert row.id == running.id
        assert b.storage.history.ask_cancel(row.id, "user:ana", now())
        await b.neighbours.look()
        assert running.state is State.RUNNING
        await a.neighbours.look()
        assert (await failing(anext(running))).code is ErrorCode.CANCELED
        await running.close()
        ended = b.storage.history.find(running.id)
        assert ended is not None
        assert (ended.state, ended.error) == (Outcome.CANCELED, ErrorCode.CANCELED)

    asyncio.run(story())


def test_a_cancel_waits_for_the_replica_that_runs_the_statement(replica: Make) -> None:
    async def story() -> None:
        a, b = await replica("a"), await replica("b")
        running = await a.gateway.query(asks("2 hang"))

        async def hears() -> None:
            await asyncio.sleep(0.4)
            await a.neighbours.look()

        hearing = asyncio.create_task(hears())
        assert await cancel(b.gateway, b.storage.history, running.id, "user:bo") is None
        begun = time.monotonic()
        found = await cancel(b.gateway, b.storage.history, running.id, "user:ana")
        assert time.monotonic() - begun < CANCEL_SECONDS / 2
        assert isinstance(found, StatementRow)
        assert (found.state, found.error) == (Outcome.CANCELED, ErrorCode.CANCELED)
        await hearing
        assert await cancel(a.gateway, a.storage.history, running.id, "user:ana") == found, "it has ended"

    asyncio.run(story())


def test_a_cancel_that_nobody_hears_is_asked_for_and_not_waited_for_any_longer(replica: Make) -> None:
    async def story() -> None:
        a, b = await replica("a"), await replica("b")
        running = await a.gateway.query(asks("2 hang"))
        begun = time.monotonic()
        found = await cancel(b.gateway, b.storage.history, running.id, "user:ana")
        assert CANCEL_SECONDS < time.monotonic() - begun < CANCEL_SECONDS + 2
        assert isinstance(found, StatementRow)
        assert found.state is Outcome.STARTED
        assert found.cancel_asked is not None
        await running.close()

    asyncio.run(story())


def test_what_runs_here_is_canceled_here_and_what_is_no_id_is_nobodys(replica: Make) -> None:
    async def story() -> None:
        a = await replica("a")
        running = await a.gateway.query(asks("2 hang"))
        for wrong in ("", "nothing", "x" * 65, "a;b", "\0"):
            assert await cancel(a.gateway, a.storage.history, wrong, "user:ana") is None
        assert await cancel(a.gateway, a.storage.history, running.id, "user:bo") is None
        assert running.state is State.RUNNING
        assert await cancel(a.gateway, a.storage.history, running.id, "user:ana") is running
        assert running.state is State.CANCELED

    asyncio.run(story())


def test_what_runs_longer_than_a_look_says_how_far_it_is_and_only_when_that_changed(replica: Make) -> None:
    async def story() -> None:
        a, b = await replica("a"), await replica("b")
        running = await a.gateway.query(asks("2 3 hang"))
        await anext(running)
        await a.neighbours.look()
        row = b.storage.history.find(running.id)
        assert row is not None
        assert (row.rows, row.engine_query) == (0, None), "it was not here for a second yet"
        await a.neighbours.look()
        row = b.storage.history.find(running.id)
        assert row is not None
        assert (row.rows, row.bytes, row.engine_query) == (2, running.bytes, "scripted")
        await anext(running)
        await a.neighbours.look()
        row = b.storage.history.find(running.id)
        assert row is not None
        assert row.rows == 5
        await running.close()

    asyncio.run(story())


def test_a_suspended_source_ends_readers_at_every_replica_and_is_so_at_the_next_start(replica: Make) -> None:
    async def story() -> None:
        a, b = await replica("a"), await replica("b")
        running = await a.gateway.query(asks("2 hang"))
        told = Suspension(source="police", since=now(), asked_by="local:ops")
        b.storage.suspend(told, event("source.suspended"))
        for one in (a, b):
            await one.neighbours.look()
        assert (await failing(anext(running))).code is ErrorCode.SOURCE_SUSPENDED
        await running.close()
        c = await replica("c")
        for one in (a, b, c):
            assert (await failing(one.gateway.query(asks("1")))).code is ErrorCode.SOURCE_SUSPENDED
            assert "source.suspended" in one.events()
        assert a.storage.resume("police", event("source.resumed"))
        for one in (a, b, c):
            await one.neighbours.look()
            await (await one.gateway.query(asks("1"))).close()
            assert one.events().count("source.resumed") == 1

    asyncio.run(story())


def test_a_principals_places_are_those_of_all_replicas(replica: Make) -> None:
    async def story() -> None:
        bounds = {"concurrent_per_principal": 2, "queue_seconds": 0.3}
        a, b = await replica("a", **bounds), await replica("b", **bounds)
        await a.neighbours.look()
        first = [await a.gateway.query(asks("1 hang")), await b.gateway.query(asks("1 hang"))]
        error = await failing(b.gateway.query(asks("1")))
        assert (error.code, len(b.world.engine.runs)) == (ErrorCode.TOO_MANY_STATEMENTS, 1)
        await (await b.gateway.query(asks("1", "user:bo"))).close()
        waiting = asyncio.create_task(b.gateway.query(asks("1")))
        await asyncio.sleep(0.1)
        assert not waiting.done()
        await first[0].close()
        await (await asyncio.wait_for(waiting, 5)).close()
        await first[1].close()
        assert a.storage.history.list(running=True) == ()
        assert a.storage.audit.verify().ok

    asyncio.run(story())


def test_whoever_gives_up_while_others_hold_his_places_is_recorded_once_and_holds_none(replica: Make) -> None:
    async def story() -> None:
        bounds = {"concurrent_per_principal": 1, "queue_seconds": 20}
        a, b = await replica("a", **bounds), await replica("b", **bounds)
        first = await b.gateway.query(asks("1 hang"))
        await a.neighbours.look()
        for pause in (0.0, 0.01, 0.05, 0.13):
            waiting = a.gateway.accept(asks("1"))
            opening = asyncio.create_task(waiting.open())
            await asyncio.sleep(pause)
            assert a.gateway.cancel(waiting.id, "user:ana")
            assert (await failing(opening)).code is ErrorCode.CANCELED
            await waiting.close()
            records = a.storage.audit.search(statement=waiting.id)
            assert [one.record.outcome for one in records] == [Outcome.CANCELED]
        await first.close()
        await (await a.gateway.query(asks("1"))).close()
        assert a.world.engine.runs[:-1] == []
        assert a.storage.audit.verify().ok

    asyncio.run(story())


def test_one_replica_alone_is_asked_nothing_by_its_own_statements(replica: Make) -> None:
    async def story() -> None:
        a = await replica("a")
        await a.neighbours.look()
        assert a.gateway.around.admission.crowd({"police": 1}) is None
        b = await replica("b")
        await a.neighbours.look()
        assert a.gateway.around.admission.crowd({"police": 1}) is not None
        await b.neighbours.leave()
        await a.neighbours.look()
        assert a.gateway.around.admission.crowd({"police": 1}) is None

    asyncio.run(story())


def test_a_statement_that_another_replica_closed_as_lost_ends_here(replica: Make) -> None:
    """This replica was silent for longer than its lease: what it goes on with is nobody's any more."""

    async def story() -> None:
        a, b = await replica("a"), await replica("b")
        running = await a.gateway.query(asks("2 3 hang"))
        await a.neighbours.look()
        await anext(running)
        assert [lost.id for lost in b.storage.close_lost(now() + 2 * LEASE)] == [running.id]
        await a.neighbours.look()
        assert (await failing(anext(running))).code is ErrorCode.STORAGE_FAILED
        await running.close()
        row = b.storage.history.find(running.id)
        assert row is not None
        assert row.state is Outcome.LOST
        assert ends(b, running.id) == [Outcome.LOST, Outcome.STARTED]
        assert "audit.failed" not in a.events()

    asyncio.run(story())


def test_what_a_dead_replica_left_is_ended_at_the_engine_by_whoever_closes_it(replica: Make) -> None:
    async def story() -> None:
        a = await replica("a")
        told, silent = await a.gateway.query(asks("2 hang")), await a.gateway.query(asks("3 hang"))
        a.storage.history.progress([Progress(id=told.id, rows=0, bytes=0, engine_query="20260101_x")])
        early = await replica("early")
        assert early.ended == []
        b = await replica("b", lambda: now() + 2 * LEASE)
        assert b.ended == [{told.id: "20260101_x", silent.id: ""}]
        await b.neighbours.renew()
        assert len(b.ended) == 1
        for running in (told, silent):
            await running.close()
            assert ends(b, running.id) == [Outcome.LOST, Outcome.STARTED]

    asyncio.run(story())


def test_whoever_goes_on_with_a_lost_statement_hears_that_and_it_has_one_end(replica: Make) -> None:
    """Its last page is read before this replica has heard that it was closed."""

    async def story() -> None:
        a, b = await replica("a"), await replica("b")
        running = await a.gateway.query(asks("2 3"))
        await anext(running)
        b.storage.close_lost(now() + 2 * LEASE)
        await anext(running)
        assert (await failing(anext(running))).code is ErrorCode.STORAGE_FAILED
        await running.close()
        assert (running.state, a.gateway.identifiers) == (State.FAILED, ())
        assert ends(b, running.id) == [Outcome.LOST, Outcome.STARTED]
        assert "audit.failed" not in a.events()
        assert a.storage.audit.verify().ok

    asyncio.run(story())


def test_storage_that_does_not_answer_is_told_once_and_hours_end_all_the_same(replica: Make) -> None:
    async def story() -> None:
        a = await replica("a")
        running = await a.gateway.query(asks("2 hang"))
        a.gateway.around.sources.suspended = {"police": Suspension(source="police", since=now())}
        a.storage._database.close()
        blocker = a.storage._database
        with blocker.writing() as connection:
            connection.exec_driver_sql("ALTER TABLE suspensions RENAME TO away")
        for _ in range(3):
            await a.neighbours.look()
        assert a.events().count("storage.unavailable") == 1
        assert (await failing(anext(running))).code is ErrorCode.SOURCE_SUSPENDED
        await running.close()
        with blocker.writing() as connection:
            connection.exec_driver_sql("ALTER TABLE away RENAME TO suspensions")
        await a.neighbours.look()
        assert a.events().count("storage.available") == 1

    asyncio.run(story())


class FullJournal(MemoryJournal):
    """All places are taken over all replicas, and it takes a while to say so."""

    def opened(self, record: Opened) -> None:
        if record.crowd is not None:
            time.sleep(0.2)
            raise CrowdedError("no place")
        super().opened(record)


def test_who_leaves_while_he_is_being_told_that_all_places_are_taken_is_recorded() -> None:
    async def story() -> None:
        world = SmallWorld()
        gateway = world.gateway(journal := FullJournal())
        gateway.around.admission.others = 1
        waiting = gateway.accept(asks("1"))
        opening = asyncio.create_task(waiting.open())
        await asyncio.sleep(0.1)
        waiting.stop(canceled())
        assert (await failing(opening)).code is ErrorCode.CANCELED
        await waiting.close()
        assert [type(one) for one in journal.records] == [Opened, Closed]
        assert "audit.failed" not in [event.name for event in world.events]
        assert world.engine.runs == []

    asyncio.run(story())
