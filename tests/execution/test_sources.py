"""Sources that are suspended, closed at this hour, or read by as many as they allow: for what runs and what is new."""

from __future__ import annotations

import asyncio
import datetime
from dataclasses import replace

import pytest

from gateway.errors import ErrorCode
from gateway.execution.gateway import Gateway
from gateway.execution.lifecycle import State
from gateway.execution.limits import Cap, Limits
from gateway.execution.request import Request
from gateway.execution.sources import SourceBounds, Sources
from gateway.execution.windows import parse
from gateway.execution.world import Judged, Told, World
from gateway.pipeline.stages import Plan, Statement
from gateway.storage import Suspension
from tests.execution.small_world import SmallWorld, asks, failing, judge
from tests.execution.test_running import read

MORNING = datetime.datetime(2026, 11, 23, 9, tzinfo=datetime.UTC)
SUSPENDED = {"police": Suspension(source="police", since=MORNING, reason="核查")}
OFFICE = {"police": SourceBounds(windows=(parse("08:00-18:00"),), contact="科技科 0571-1")}


def reading(statement: Statement, request: Request, world: World) -> Judged:
    """Reads `police`; with `tell` the gateway answers by itself."""
    plan = judge(statement, request, world)
    assert isinstance(plan, Plan)
    if statement.sql == "tell":
        return Told(plan=replace(plan, accesses=()), rows=(("a", "b"),))
    return replace(plan, sources=frozenset({"police"}))


def small(**changes: object) -> tuple[SmallWorld, Gateway]:
    world = SmallWorld(judge=reading, **changes)  # type: ignore[arg-type]  # fields by name
    return world, world.gateway()


def test_a_suspended_source_is_read_by_nobody_and_the_reason_is_told() -> None:
    async def story() -> None:
        world, gateway = small()
        gateway.around.sources.suspended = SUSPENDED
        error = await failing(gateway.query(asks("1")))
        assert error.code is ErrorCode.SOURCE_SUSPENDED
        assert error.message == "the source `police` is suspended since 2026-11-23 09:00: 核查"
        assert world.engine.runs == []
        assert [closed.error for closed in world.closed] == [error]
        gateway.around.sources.suspended = {}
        running, _ = await read(gateway, asks("1"))
        assert running.state is State.FINISHED

    asyncio.run(story())


def test_what_the_gateway_tells_by_itself_reads_no_source() -> None:
    async def story() -> None:
        _, gateway = small()
        gateway.around.sources.suspended = SUSPENDED
        running, _ = await read(gateway, asks("tell"))
        assert running.state is State.FINISHED

    asyncio.run(story())


def test_whoever_may_not_read_a_source_does_not_hear_that_it_is_suspended() -> None:
    async def story() -> None:
        _, gateway = small()
        gateway.around.sources.suspended = SUSPENDED
        assert (await failing(gateway.query(asks("1", "user:cy")))).code is ErrorCode.TABLE_NOT_FOUND

    asyncio.run(story())


def test_a_running_statement_ends_when_its_source_is_suspended() -> None:
    async def story() -> None:
        world, gateway = small()
        running = await gateway.query(asks("2 hang"))
        gateway.end_refused()
        assert running.state is State.RUNNING
        gateway.around.sources.suspended = {"civil": SUSPENDED["police"]}
        gateway.end_refused()
        assert running.error is None
        gateway.around.sources.suspended = SUSPENDED
        gateway.end_refused()
        assert (await failing(anext(running))).code is ErrorCode.SOURCE_SUSPENDED
        await running.close()
        assert world.engine.runs[0].closed
        [closed] = world.closed
        assert (closed.state, closed.error) == (State.FAILED, running.error)

    asyncio.run(story())


def test_outside_its_hours_a_source_is_closed_and_says_when_it_opens() -> None:
    sources = Sources(bounds=OFFICE)
    assert sources.refusal({"police", "civil"}, MORNING) is None
    assert sources.refusal({"police"}, MORNING.replace(hour=17, minute=59)) is None
    assert sources.refusal({"civil"}, MORNING.replace(hour=20)) is None
    assert sources.refusal({"police"}, MORNING.replace(hour=7)) is not None, "the clock went back"
    assert sources.refusal({"police"}, MORNING) is None
    error = sources.refusal({"police"}, MORNING.replace(hour=18))
    assert error is not None
    assert error.code is ErrorCode.SOURCE_CLOSED
    assert error.message == "the source `police` is closed at this hour; it opens again at 2026-11-24 08:00"
    assert (error.hint, error.contact) == ("it may be read 08:00-18:00 (UTC)", "科技科 0571-1")


def test_a_running_statement_ends_when_the_hours_of_its_source_do() -> None:
    async def story() -> None:
        world, gateway = small()
        running = await gateway.query(asks("2 hang"))
        now = datetime.datetime.now(datetime.UTC)
        later = f"{(now.hour + 2) % 24:02}:00-{(now.hour + 3) % 24:02}:00"
        gateway.around.sources.bounds = {"police": SourceBounds(windows=(parse("00:00-24:00"), parse(later)))}
        gateway.end_refused()
        assert running.error is None
        gateway.around.sources.bounds = {"police": SourceBounds(windows=(parse(later),))}
        gateway.end_refused()
        assert (await failing(anext(running))).code is ErrorCode.SOURCE_CLOSED
        await running.close()
        assert world.engine.runs[0].closed
        assert (await failing(gateway.query(asks("1")))).code is ErrorCode.SOURCE_CLOSED

    asyncio.run(story())


def test_so_many_read_a_source_at_once_and_the_next_waits_its_turn() -> None:
    async def story() -> None:
        world, gateway = small()
        gateway.around.sources.bounds = {"police": SourceBounds(concurrent=1)}
        first = await gateway.query(asks("1 hang"))
        second = asyncio.create_task(gateway.query(asks("1", "user:bo")))
        await asyncio.sleep(0.1)
        assert (len(world.engine.runs), second.done()) == (1, False)
        await first.close()
        running = await asyncio.wait_for(second, 5)
        assert len(world.engine.runs) == 2
        await running.close()
        await (await gateway.query(asks("1"))).close()

    asyncio.run(story())


def test_whoever_waits_too_long_for_a_source_is_told_its_bound() -> None:
    async def story() -> None:
        _, gateway = small()
        sources = gateway.around.sources
        sources.bounds, sources.queue_seconds = {"police": SourceBounds(concurrent=1)}, 0.05
        first = await gateway.query(asks("1 hang"))
        error = await failing(gateway.query(asks("1", "user:bo")))
        assert (error.code, "1 at `police`" in (error.hint or "")) == (ErrorCode.TOO_MANY_STATEMENTS, True)
        sources.most_waiting = 0
        assert (await failing(gateway.query(asks("1", "user:bo")))).message.startswith("too many statements wait")
        await first.close()

    asyncio.run(story())


def test_a_source_that_is_suspended_meanwhile_ends_those_who_wait_for_it() -> None:
    async def story() -> None:
        world, gateway = small()
        gateway.around.sources.bounds = {"police": SourceBounds(concurrent=1)}
        first = await gateway.query(asks("1 hang"))
        waiting = asyncio.create_task(failing(gateway.query(asks("1", "user:bo"))))
        await asyncio.sleep(0.1)
        gateway.around.sources.suspended = SUSPENDED
        gateway.end_refused()
        assert (await asyncio.wait_for(waiting, 5)).code is ErrorCode.SOURCE_SUSPENDED
        await first.close()
        assert len(world.engine.runs) == 1

    asyncio.run(story())


def test_a_source_that_closed_while_somebody_waited_is_not_read_by_him() -> None:
    async def story() -> None:
        _, gateway = small()
        sources = gateway.around.sources
        sources.bounds = {"police": SourceBounds(concurrent=1)}
        first = await gateway.query(asks("1 hang"))
        waiting = asyncio.create_task(failing(gateway.query(asks("1", "user:bo"))))
        await asyncio.sleep(0.1)
        sources.suspended = SUSPENDED  # and nobody has looked yet
        await first.close()
        assert (await asyncio.wait_for(waiting, 5)).code is ErrorCode.SOURCE_SUSPENDED
        sources.suspended = {}
        await (await gateway.query(asks("1"))).close()

    asyncio.run(story())


def test_a_source_bounds_rows_and_seconds_of_what_reads_it() -> None:
    async def story() -> None:
        _, gateway = small()
        gateway.around.sources.bounds = {"police": SourceBounds(rows=3, seconds=0.05)}
        running, _ = await read(gateway, asks("5"))
        assert (running.rows, running.cut) == (3, True)
        assert running.cap is not None
        assert running.cap.set_by is Cap.SOURCE
        slow = await gateway.query(asks("1 hang"))
        await anext(slow)
        begun = asyncio.get_running_loop().time()
        error = await failing(anext(slow))
        assert error.code is ErrorCode.EXCEEDED_TIME_LIMIT
        assert asyncio.get_running_loop().time() - begun < 3
        await slow.close()

    asyncio.run(story())


@pytest.mark.parametrize(("bound", "expected"), [(None, 300), (10, 10), (900, 300)])
def test_a_source_gives_no_more_time_than_the_gateway(bound: float | None, expected: float) -> None:
    sources = Sources(bounds={"police": SourceBounds(seconds=bound)})
    assert sources.seconds({"police"}, Limits().seconds) == expected
