"""How a statement on Trino ends before its answer does: cancelled, late, cut, withdrawn while it waited; and what the coordinator hears of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from gateway.engines.engine import PageFormat
from gateway.engines.trino import TrinoBounds, TrinoEngine
from gateway.errors import EngineError, ErrorCode, OwnError, PlanError
from gateway.pipeline.bound import Key
from tests.engines.rogue import ID, QUICK, Reply, Rogue, engine, plan, read

pytestmark = pytest.mark.slow
Work = Callable[[Rogue, TrinoEngine], Awaitable[None]]


def with_rogue(work: Work, bounds: TrinoBounds = QUICK) -> None:
    async def session() -> None:
        async with Rogue() as rogue, engine(rogue.url, bounds=bounds) as running:
            async with asyncio.timeout(30):
                await work(rogue, running)

    asyncio.run(session())


def path(token: int) -> str:
    return f"/v1/statement/executing/{ID}/slug/{token}"


@pytest.mark.parametrize("page_format", PageFormat)
@pytest.mark.parametrize(
    ("limit", "rows", "cut", "asked"),
    [(0, 0, True, 2), (1, 1, True, 2), (2, 2, True, 4), (3, 3, True, 4), (5, 5, False, 5), (9, 5, False, 5)],
)
def test_the_limit_is_kept_to_the_row_and_nothing_is_read_behind_it(
    page_format: PageFormat, limit: int, rows: int, cut: bool, asked: int
) -> None:
    async def work(rogue: Rogue, running: TrinoEngine) -> None:
        rogue.answer([], [[1], [2]], [], [[3], [4]], [[5]])
        _, body, given, was_cut = await read(running, plan(limit=limit), page_format)
        assert (given, was_cut) == (rows, cut)
        assert len(rogue.requests("GET")) == asked
        await asyncio.sleep(0.05)
        assert len(rogue.requests("DELETE")) == (1 if cut else 0)
        if page_format is PageFormat.JSON:
            assert json.loads(b"[" + body + b"]") == [[n + 1] for n in range(rows)]

    with_rogue(work)


def test_an_empty_answer_has_no_pages() -> None:
    async def work(rogue: Rogue, running: TrinoEngine) -> None:
        rogue.answer([], [])
        head, body, rows, cut = await read(running, plan(), PageFormat.CSV)
        assert (head, body, rows, cut) == (b"a\r\n", b"", 0, False)

    with_rogue(work)


def test_the_deadline_ends_it_here_and_there() -> None:
    async def work(rogue: Rogue, running: TrinoEngine) -> None:
        rogue.pages[0] = [rogue.page(0, [1])]
        rogue.pages[1] = [replace(rogue.page(1, [2]), after=30)]
        run = await running.run(plan(), PageFormat.JSON, seconds=0.5)
        with pytest.raises(EngineError) as error:
            [page async for page in run.pages()]
        assert error.value.code is ErrorCode.EXCEEDED_TIME_LIMIT
        assert rogue.requests("DELETE") == [path(1)]

    with_rogue(work)


@pytest.mark.parametrize("where", ["start", "pages"])
def test_a_deadline_before_the_first_row_ends_it_too(where: str) -> None:
    async def work(rogue: Rogue, running: TrinoEngine) -> None:
        if where == "start":
            rogue.start = [replace(rogue.queued, after=30)]
        else:
            rogue.pages[0] = [replace(rogue.page(0), after=30)]
        with pytest.raises(EngineError) as error:
            await running.run(plan(), PageFormat.JSON, seconds=0.5)
        assert error.value.code is ErrorCode.EXCEEDED_TIME_LIMIT
        assert len(rogue.sent) == 1

    with_rogue(work)


def test_closing_ends_it_once_and_whoever_reads_hears_of_it() -> None:
    async def work(rogue: Rogue, running: TrinoEngine) -> None:
        rogue.answer([[1]], [[2]], [[3]])
        run = await running.run(plan(), PageFormat.JSON, seconds=20)
        pages = run.pages()
        assert (await anext(pages)).body == b"[1]"
        await run.close()
        await run.close()
        assert rogue.requests("DELETE") == [path(1)]
        with pytest.raises(EngineError) as error:
            await anext(pages)
        assert error.value.code is ErrorCode.CANCELED
        assert rogue.requests("GET") == [path(0)]

    with_rogue(work)


def test_whoever_is_cancelled_while_he_waits_for_a_page_ends_it() -> None:
    async def work(rogue: Rogue, running: TrinoEngine) -> None:
        rogue.pages[0] = [rogue.page(0, [1])]
        rogue.pages[1] = [replace(rogue.page(1, [2]), after=30)]
        run = await running.run(plan(), PageFormat.JSON, seconds=20)
        pages = run.pages()
        await anext(pages)
        reading = asyncio.ensure_future(anext(pages))
        while rogue.requests("GET")[-1] != path(1):
            await asyncio.sleep(0.01)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        assert rogue.requests("DELETE") == [path(1)]

    with_rogue(work)


def test_a_statement_that_is_read_to_its_end_is_not_ended_again() -> None:
    async def work(rogue: Rogue, running: TrinoEngine) -> None:
        rogue.answer([[1]], [[2]])
        run = await running.run(plan(), PageFormat.JSON, seconds=20)
        assert len([page async for page in run.pages()]) == 2
        await run.close()
        assert not rogue.requests("DELETE")
        assert not running._runs

    with_rogue(work)


def test_a_coordinator_that_does_not_answer_holds_no_close_up() -> None:
    async def work(rogue: Rogue, running: TrinoEngine) -> None:
        rogue.answer([[1]], [[2]])
        run = await running.run(plan(), PageFormat.JSON, seconds=20)
        rogue.slow_delete = 30
        begun = asyncio.get_running_loop().time()
        await run.close()
        assert asyncio.get_running_loop().time() - begun < 1

    with_rogue(work, replace(QUICK, grace=0.2))


def test_stopping_the_engine_ends_what_runs() -> None:
    async def work(rogue: Rogue, running: TrinoEngine) -> None:
        rogue.answer([[1]], [[2]])
        await running.run(plan(), PageFormat.JSON, seconds=20)
        await running.stop()
        assert rogue.requests("DELETE") == [path(1)]
        with pytest.raises(EngineError) as error:
            await running.run(plan(), PageFormat.JSON, seconds=20)
        assert error.value.code is ErrorCode.CANCELED

    with_rogue(work)


def test_a_statement_that_nobody_reads_is_kept_alive() -> None:
    async def work(rogue: Rogue, running: TrinoEngine) -> None:
        rogue.answer([[1]], [[2]])
        run = await running.run(plan(), PageFormat.JSON, seconds=20)
        pages = run.pages()
        await anext(pages)
        while len(rogue.requests("HEAD")) < 3:
            await asyncio.sleep(0.01)
        assert set(rogue.requests("HEAD")) == {path(1)}
        rogue.heartbeat = 405
        beats = len(rogue.requests("HEAD"))
        await asyncio.sleep(0.3)
        assert len(rogue.requests("HEAD")) <= beats + 1, "a coordinator that has no heartbeats is asked no more"
        assert (await anext(pages)).body == b"[2]"

    with_rogue(work, replace(QUICK, heartbeat=0.05))


def test_one_page_is_asked_for_ahead_and_no_more() -> None:
    async def session() -> tuple[list[str], list[bytes]]:
        async with Rogue() as rogue:
            rogue.answer([[1]], [[2]], [[3]], [[4]])
            async with engine(rogue.url) as running:
                run = await running.run(plan(), PageFormat.JSON, seconds=20)
                pages = run.pages()
                first = await anext(pages)
                await asyncio.sleep(0.3)
                asked = rogue.requests("GET")
                return asked, [first.body] + [page.body async for page in pages]

    asked, bodies = asyncio.run(session())
    assert [path.rpartition("/")[2] for path in asked] == ["0", "1"]
    assert bodies == [b"[1]", b"[2]", b"[3]", b"[4]"]


def test_nothing_beats_behind_a_cut() -> None:
    async def work(rogue: Rogue, running: TrinoEngine) -> None:
        rogue.answer([[1], [2]], [[3]])
        run = await running.run(plan(limit=1), PageFormat.JSON, seconds=20)
        pages = run.pages()
        assert (await anext(pages)).body == b"[1]"
        await asyncio.sleep(0.3)  # nobody reads on, and nobody closes it
        assert not rogue.requests("HEAD")
        assert run._beating is not None
        assert run._beating.done()
        assert run._beating.exception() is None

    with_rogue(work, replace(QUICK, heartbeat=0.05))


def test_nothing_of_a_page_is_given_that_arrives_when_it_was_closed() -> None:
    async def work(rogue: Rogue, running: TrinoEngine) -> None:
        rogue.answer([[1]], [[2]], [[3]])
        rogue.pages[1][0] = replace(rogue.pages[1][0], after=0.2)
        run = await running.run(plan(), PageFormat.JSON, seconds=20)
        pages = run.pages()
        await anext(pages)
        reading = asyncio.ensure_future(anext(pages))
        await asyncio.sleep(0.05)
        await run.close()
        with pytest.raises(EngineError) as error:
            await reading
        assert error.value.code is ErrorCode.CANCELED
        assert path(2) not in rogue.requests("GET")

    with_rogue(work)


def test_nothing_beats_once_it_has_ended() -> None:
    async def work(rogue: Rogue, running: TrinoEngine) -> None:
        rogue.answer([[1]], [[2]])
        run = await running.run(plan(), PageFormat.JSON, seconds=20)
        await run.close()
        await asyncio.sleep(0.2)
        assert not rogue.requests("HEAD")

    with_rogue(work, replace(QUICK, heartbeat=0.05))


def test_who_waited_for_his_turn_is_admitted_again() -> None:
    async def work(rogue: Rogue, running: TrinoEngine) -> None:
        asked = []

        async def admit() -> None:
            asked.append(rogue.requests("GET")[-1])

        queued = {"stats": {"state": "QUEUED"}, "columns": ...}
        rogue.answer([], [], [[1]], [[2]])
        rogue.pages[0] = [replace(rogue.page(0, **queued), after=0.2)]
        await read(running, plan(), admit=admit)
        assert asked == [path(1)]

    with_rogue(work)


def test_who_is_not_admitted_any_more_gets_no_row() -> None:
    async def work(rogue: Rogue, running: TrinoEngine) -> None:
        async def admit() -> None:
            raise EngineError("the columns changed", code=ErrorCode.SOURCE_UNAVAILABLE)

        rogue.answer([[1]], [[2]])
        rogue.pages[0][0] = replace(rogue.pages[0][0], after=0.2)
        with pytest.raises(EngineError) as error:
            await running.run(plan(), PageFormat.JSON, seconds=20, admit=admit)
        assert error.value.message == "the columns changed"
        assert rogue.requests("DELETE") == [path(1)]

    with_rogue(work)


def test_what_this_engine_cannot_run_is_not_sent() -> None:
    async def work(rogue: Rogue, running: TrinoEngine) -> None:
        asked = plan()
        key = Key("k1", "p", "d", asked.columns[0].type)
        for wrong, code in (
            (replace(asked, engine="duckdb"), ErrorCode.INTERNAL_ERROR),
            (replace(asked, keys={"key1": key}), ErrorCode.INTERNAL_ERROR),
            (replace(asked, keys={"1": key}), ErrorCode.KEY_UNAVAILABLE),
            (replace(asked, passes=frozenset({("lake", "SELECT 1")})), ErrorCode.INTERNAL_ERROR),
            (plan("SELECT " + "1" * QUICK.text_length), ErrorCode.PLAN_TOO_LARGE),
        ):
            with pytest.raises((PlanError, EngineError, OwnError)) as error:
                await running.run(wrong, PageFormat.JSON, seconds=20)
            assert error.value.code is code
        assert not rogue.sent

    with_rogue(work)


def test_rows_in_the_first_answer_are_rows() -> None:
    async def work(rogue: Rogue, running: TrinoEngine) -> None:
        rogue.start = [rogue.page(0, [7], last=True)]
        assert (await read(running, plan()))[1] == b"[7]"
        rogue.start = [Reply(b"{}")]
        with pytest.raises(EngineError):
            await read(running, plan())

    with_rogue(work)
