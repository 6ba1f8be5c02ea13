"""What some principals do to a source or to the engine's process, and what others get meanwhile."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from gateway.engines.duckdb import DuckDBEngine
from gateway.engines.engine import Origin, PageFormat
from gateway.errors import EngineError, ErrorCode
from tests.engines.world import engine, file_sources, plan, with_engine

pytestmark = pytest.mark.slow
NUMBERS = [("a", "bigint")]
PEOPLE = [("duck", "main", "people")]
ENDLESS = plan("SELECT range AS a FROM range(100000000)", NUMBERS, locations=PEOPLE)
SMALL = plan('SELECT count(*) AS a FROM "duck"."main"."people"', NUMBERS, locations=PEOPLE)
STUCK = plan("SELECT length(lpad('', 500000000 + CAST(range AS INTEGER), 'ab')) AS a FROM range(1)", NUMBERS)
GREEDY = plan("SELECT length(lpad('', 1900000000 + CAST(range AS INTEGER), 'ab')) AS a FROM range(2)", NUMBERS)
LONG = plan(
    "SELECT count(*) AS a FROM range(12000) x(i), range(12000) y(j) WHERE (i * j) % 7 = 3", NUMBERS
)  # some seconds


async def _answer(running: DuckDBEngine, principal: str, what: object = SMALL, seconds: float = 20) -> bytes:
    assert what is not None
    run = await running.run(what, PageFormat.JSON, seconds=seconds, origin=Origin(principal=principal))  # type: ignore[arg-type]
    return b"".join([bytes(page.body) async for page in run.pages()])


async def _code(running: DuckDBEngine, principal: str, what: object, seconds: float = 0.5) -> ErrorCode | None:
    try:
        await _answer(running, principal, what, seconds)
    except EngineError as error:
        return error.code
    return None


def test_two_principals_do_not_fill_a_source(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        greedy = [
            asyncio.ensure_future(running.run(ENDLESS, PageFormat.JSON, seconds=60, origin=Origin(principal=who)))
            for who in ("ana", "bo") * 4
        ]
        await asyncio.sleep(1)  # answers that nobody takes hold their places
        assert await _answer(running, "cy") == b"[3]"
        for one in greedy:
            one.cancel()
        for found in await asyncio.gather(*greedy, return_exceptions=True):
            if not isinstance(found, BaseException):
                await found.close()

    with_engine(engine(tmp_path, file_sources(tmp_path), workers=8), work)


def test_whoever_starts_what_would_not_stop_again_waits(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        for _ in range(2):
            assert await _code(running, "ana", STUCK) is ErrorCode.EXCEEDED_TIME_LIMIT
            assert await _answer(running, "bob") == b"[3]"
        second = running._current
        assert await _code(running, "ana", STUCK) is ErrorCode.TOO_MANY_STATEMENTS
        assert await _answer(running, "bob") == b"[3]"
        assert running._current is second

    with_engine(engine(tmp_path, file_sources(tmp_path), grace=1.0, drain=0.5, resident_limit=4 * 10**9), work)


def test_who_alone_took_all_memory_again_waits(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        for _ in range(2):
            assert await _code(running, "ana", GREEDY, 30) is ErrorCode.EXCEEDED_MEMORY_LIMIT
        assert await _code(running, "ana", SMALL, 30) is ErrorCode.TOO_MANY_STATEMENTS
        assert await _answer(running, "bob") == b"[3]"

    with_engine(
        engine(tmp_path, file_sources(tmp_path), memory_limit="200MB", resident_limit=700_000_000),
        work,
    )


def test_who_takes_all_memory_behind_his_first_rows_waits_like_others(tmp_path: Path) -> None:
    text = "CASE WHEN range < 300000 THEN 1 ELSE length(lpad('', 1900000000 + CAST(range AS INTEGER), 'ab')) END"
    later = [plan(f"SELECT {text} AS a FROM range({rows})", NUMBERS) for rows in (300100, 300200, 300300)]

    async def work(running: DuckDBEngine) -> None:
        for one in later[:2]:
            pages = (await running.run(one, PageFormat.JSON, seconds=30, origin=Origin(principal="ana"))).pages()
            assert (await anext(pages)).rows
            with pytest.raises(EngineError) as caught:
                _ = [page async for page in pages]
            assert caught.value.code is ErrorCode.EXCEEDED_MEMORY_LIMIT
        assert await _code(running, "ana", later[2], 30) is ErrorCode.TOO_MANY_STATEMENTS

    with_engine(engine(tmp_path, memory_limit="200MB", resident_limit=700_000_000), work)


def test_nobody_is_blamed_for_what_one_that_would_not_stop_takes_afterwards(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        process = running._current
        assert process is not None
        await running.run(ENDLESS, PageFormat.JSON, seconds=30, origin=Origin(principal="bob"))
        process.given_up = True  # somebody else's statement goes on, uncounted
        process.bounds = replace(process.bounds, resident_limit=1)
        while process.dead is None:
            await asyncio.sleep(0.05)
        assert process.dead.code == ErrorCode.EXCEEDED_MEMORY_LIMIT.name
        blamed: list[str] = []
        assert not process.convict("bob", lambda: blamed.append("bob"))
        assert not blamed

    with_engine(engine(tmp_path, file_sources(tmp_path)), work)


def test_who_waited_for_a_place_is_admitted_again(tmp_path: Path) -> None:
    asked: list[str] = []

    async def admit() -> None:
        asked.append("again")
        raise EngineError("it has changed", code=ErrorCode.SOURCE_UNAVAILABLE)

    async def work(running: DuckDBEngine) -> None:
        words = {"page_format": PageFormat.JSON, "seconds": 30, "admit": admit}
        holding = [await running.run(ENDLESS, origin=Origin(principal=who), **words) for who in ("ana", "bo")]  # type: ignore[arg-type]
        assert not asked
        waiting = asyncio.ensure_future(running.run(SMALL, origin=Origin(principal="cy"), **words))  # type: ignore[arg-type]
        await asyncio.sleep(0.3)
        await holding[0].close()
        with pytest.raises(EngineError, match="it has changed"):
            await waiting
        assert await _answer(running, "di") == b"[3]"
        await holding[1].close()

    with_engine(engine(tmp_path, file_sources(tmp_path), workers=4), work)


def test_who_waited_for_a_place_in_a_process_that_ended_gets_one_in_the_next(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        first = running._current
        assert first is not None
        holding = [
            await running.run(ENDLESS, PageFormat.JSON, seconds=30, origin=Origin(principal=who))
            for who in ("ana", "bo")
        ]
        waiting = [asyncio.ensure_future(_answer(running, who)) for who in ("cy", "di")]
        await asyncio.sleep(0.3)
        assert not any(one.done() for one in waiting)
        first.kill()
        for one in holding:
            await one.close()
        assert await asyncio.gather(*waiting) == [b"[3]", b"[3]"]

    with_engine(engine(tmp_path, file_sources(tmp_path), workers=4), work)


def test_a_statement_beside_one_that_would_not_stop_is_started_again(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        first = running._current
        beside = asyncio.ensure_future(_answer(running, "bob", LONG, 100))
        await asyncio.sleep(1.5)  # longer than what is taken for somebody else's memory
        assert await _code(running, "ana", STUCK) is ErrorCode.EXCEEDED_TIME_LIMIT
        assert await beside == b"[17630204]"
        assert first is not None
        assert first.dead is not None

    with_engine(engine(tmp_path, grace=1.0, drain=0.3, resident_limit=4 * 10**9), work)
