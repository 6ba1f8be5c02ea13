"""The run function: order, records, limits, ends and withdrawn grants."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from gateway.errors import ErrorCode, GatewayError
from gateway.execution.endings import canceled
from gateway.execution.gateway import Gateway
from gateway.execution.journal import Closed, Opened
from gateway.execution.lifecycle import State
from gateway.execution.limits import Cap, Limits
from gateway.execution.notes import MaskedColumn
from gateway.execution.request import Request
from gateway.execution.running import Running
from tests.execution.small_world import SmallWorld, asks, failing


async def read(gateway: Gateway, request: Request) -> tuple[Running, bytes]:
    running = await gateway.query(request)
    try:
        return running, b"".join([page.body async for page in running])
    finally:
        await running.close()


def test_a_statement_is_recorded_before_and_after_it_runs() -> None:
    async def story() -> None:
        world = SmallWorld()
        running, body = await read(world.gateway(), asks("2 1"))
        assert body == b'[0,"p0"],[1,"p1"][2,"p2"]'
        opened, closed = world.journal.records
        assert isinstance(opened, Opened)
        assert isinstance(closed, Closed)
        assert (opened.policy_version, opened.catalog_version) == ("policy-1", "catalog-1")
        assert closed.opened is opened
        assert (closed.state, closed.rows, closed.cut, closed.error) == (State.FINISHED, 3, False, None)
        assert running.state is State.FINISHED
        assert world.engine.runs[0].closed

    asyncio.run(story())


def test_without_a_record_nothing_runs() -> None:
    async def story() -> None:
        world = SmallWorld()
        world.journal.broken_for_opening = True
        error = await failing(world.gateway().query(asks("1")))
        assert error.code is ErrorCode.AUDIT_UNAVAILABLE
        assert world.engine.runs == []

    asyncio.run(story())


def test_an_end_that_cannot_be_recorded_is_an_error_to_the_reader() -> None:
    async def story() -> None:
        world = SmallWorld()
        world.journal.broken_for_closing = True
        error = await failing(read(world.gateway(), asks("1")))
        assert error.code is ErrorCode.AUDIT_UNAVAILABLE
        assert "audit.failed" in [event.name for event in world.events]

    asyncio.run(story())


def test_a_refused_statement_is_recorded_without_a_plan() -> None:
    async def story() -> None:
        world = SmallWorld()
        error = await failing(world.gateway().query(asks("deny")))
        assert error.code is ErrorCode.TABLE_NOT_FOUND
        [closed] = world.closed
        assert closed.opened.plan is None
        assert (closed.state, closed.error) == (State.FAILED, error)

    asyncio.run(story())


@pytest.mark.parametrize(("word", "code"), [("fail", ErrorCode.COMPUTATION_FAILED), ("bug", ErrorCode.INTERNAL_ERROR)])
def test_a_failure_mid_way_is_recorded_and_its_words_are_kept_from_the_client(word: str, code: ErrorCode) -> None:
    async def story() -> None:
        world = SmallWorld()
        error = await failing(read(world.gateway(), asks(f"2 {word}")))
        assert error.code is code
        assert "secret" not in str(error.public())
        [closed] = world.closed
        assert (closed.state, closed.rows) == (State.FAILED, 2)
        assert closed.error is not None
        assert "secret 42" in (closed.error.detail or "")

    asyncio.run(story())


def test_notes_come_from_the_plan() -> None:
    async def story() -> None:
        running, _ = await read(SmallWorld().gateway(), asks("0"))
        assert running.notes.masked == (MaskedColumn("police.main.people", "phone", "partial:3:4"),)
        assert running.notes.filtered == ("police.main.people",)

    asyncio.run(story())


@pytest.mark.parametrize(
    ("asked", "own", "rows", "who"), [(2, 9, 2, Cap.CLIENT), (None, 3, 3, Cap.GATEWAY), (8, 3, 3, Cap.GATEWAY)]
)
def test_an_answer_cut_by_a_limit_says_so_and_by_whose(asked: int | None, own: int, rows: int, who: Cap) -> None:
    async def story() -> None:
        running, _ = await read(SmallWorld(limits=Limits(rows=own)).gateway(), asks("5 5", limit=asked))
        assert (running.rows, running.cut) == (rows, True)
        assert running.cap is not None
        assert running.cap.set_by is who

    asyncio.run(story())


def test_an_answer_that_just_fits_is_not_called_cut() -> None:
    async def story() -> None:
        running, _ = await read(SmallWorld(limits=Limits(rows=5)).gateway(), asks("2 3"))
        assert (running.rows, running.cut) == (5, False)

    asyncio.run(story())


def test_too_many_bytes_end_the_statement_before_the_page_leaves() -> None:
    async def story() -> None:
        world = SmallWorld(limits=Limits(bytes=30))
        error = await failing(read(world.gateway(), asks("2 2 2")))
        assert error.code is ErrorCode.EXCEEDED_SIZE_LIMIT
        assert world.closed[0].bytes <= 30

    asyncio.run(story())


def test_a_statement_that_takes_too_long_is_ended_even_if_nobody_reads_it() -> None:
    async def story() -> None:
        world = SmallWorld(limits=Limits(seconds=-0.9))
        running = await world.gateway().query(asks("hang"))
        await asyncio.sleep(0.3)
        assert running.state is State.FAILED
        assert world.engine.runs[0].closed
        assert (await failing(anext(running))).code is ErrorCode.EXCEEDED_TIME_LIMIT

    asyncio.run(story())


def test_closing_early_is_recorded_as_canceled_and_stops_the_engine() -> None:
    async def story() -> None:
        world = SmallWorld()
        running = await world.gateway().query(asks("1 hang"))
        await anext(running)
        await running.close()
        assert world.engine.runs[0].closed
        assert [(c.state, c.rows) for c in world.closed] == [(State.CANCELED, 1)]

    asyncio.run(story())


def test_a_reader_that_is_cancelled_leaves_a_record() -> None:
    async def story() -> None:
        world = SmallWorld()
        task = asyncio.ensure_future(read(world.gateway(), asks("1 hang")))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert [c.state for c in world.closed] == [State.CANCELED]

    asyncio.run(story())


def test_a_cancel_while_the_first_record_is_being_written_leaves_both_records_in_order() -> None:
    async def story() -> None:
        world = SmallWorld()
        world.journal.seconds = 0.2
        gateway = world.gateway()
        task = asyncio.ensure_future(gateway.query(asks("1")))
        await asyncio.sleep(0.1)
        [running] = gateway.running("user:ana")
        running.stop(canceled())
        assert (await failing(task)).code is ErrorCode.CANCELED
        await running.close()
        assert [type(record) for record in world.journal.records] == [Opened, Closed]
        assert world.engine.runs == []

    asyncio.run(story())


def test_one_cancels_ones_own_statement_and_nobody_elses() -> None:
    async def story() -> None:
        world = SmallWorld()
        gateway = world.gateway()
        running = await gateway.query(asks("hang"))
        reader = asyncio.ensure_future(anext(running))
        assert not gateway.cancel(running.id, "user:bo")
        assert gateway.cancel(running.id, "user:ana")
        assert (await failing(reader)).code is ErrorCode.CANCELED
        await running.close()
        assert gateway.running("user:ana") == ()

    asyncio.run(story())


def test_places_are_given_back_however_a_statement_ends() -> None:
    async def story() -> None:
        world = SmallWorld(limits=Limits(concurrent_per_principal=1, concurrent=1, queue=0))
        gateway = world.gateway()
        for sql in ("1", "deny", "fail", "bug", "1") * 3:
            [outcome] = await asyncio.gather(read(gateway, asks(sql)), return_exceptions=True)
            assert not isinstance(outcome, GatewayError) or outcome.code is not ErrorCode.TOO_MANY_STATEMENTS
        running = await gateway.query(asks("hang"))
        assert (await failing(gateway.query(asks("1")))).code is ErrorCode.TOO_MANY_STATEMENTS
        await running.close()
        await read(gateway, asks("1"))
        assert gateway.around.admission.running == 0

    asyncio.run(story())


def test_draining_refuses_the_new_waits_for_the_old_and_then_ends_it() -> None:
    async def story() -> None:
        world = SmallWorld()
        gateway = world.gateway()
        short, endless = await gateway.query(asks("nap 1")), await gateway.query(asks("hang"))
        reader = asyncio.ensure_future(_drained(short))
        await gateway.drain(0.2)
        assert await reader == 1
        assert endless.error is not None
        assert endless.error.code is ErrorCode.SHUTTING_DOWN
        assert (await failing(gateway.query(asks("1")))).code is ErrorCode.SHUTTING_DOWN

    asyncio.run(story())


async def _drained(running: Running) -> int:
    return sum([page.rows async for page in running])


def test_many_statements_canceled_at_any_moment_leave_no_place_taken_and_one_end_each() -> None:
    async def story() -> None:
        world = SmallWorld(limits=Limits(concurrent=3, concurrent_per_principal=3, queue=400, queue_seconds=5))
        gateway = world.gateway()

        async def one(number: int) -> None:
            task = asyncio.ensure_future(read(gateway, asks("1 nap 1", code=f"user:p{number % 50}")))
            await asyncio.sleep(number % 17 * 0.004)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

        world.policy = replace(world.policy, readers=frozenset(f"user:p{n}" for n in range(50)))
        await asyncio.gather(*(one(number) for number in range(200)))
        assert gateway.around.admission.running == 0
        assert gateway.around.admission.waiting == 0
        ids = [closed.opened.id for closed in world.closed]
        assert len(ids) == len(set(ids))
        assert all(run.closed for run in world.engine.runs)

    asyncio.run(story())
