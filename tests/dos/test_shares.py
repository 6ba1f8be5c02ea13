"""What some principals do to a source or to the engine's process, and what others get meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from gateway.engines.duckdb import DuckDBEngine
from gateway.engines.engine import PageFormat
from gateway.errors import EngineError, ErrorCode
from tests.engines.world import engine, file_sources, plan

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


def _with(running: DuckDBEngine, work: Callable[[DuckDBEngine], Awaitable[None]]) -> None:
    async def session() -> None:
        await running.start()
        try:
            await work(running)
        finally:
            await running.stop()

    asyncio.run(session())


async def _answer(running: DuckDBEngine, principal: str, what: object = SMALL, seconds: float = 20) -> bytes:
    assert what is not None
    run = await running.run(what, PageFormat.JSON, seconds=seconds, principal=principal)  # type: ignore[arg-type]
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
            asyncio.ensure_future(running.run(ENDLESS, PageFormat.JSON, seconds=60, principal=who))
            for who in ("ana", "bo") * 4
        ]
        await asyncio.sleep(1)  # answers that nobody takes hold their places
        assert await _answer(running, "cy") == b"[3]"
        for one in greedy:
            one.cancel()
        for found in await asyncio.gather(*greedy, return_exceptions=True):
            if not isinstance(found, BaseException):
                await found.close()

    _with(engine(tmp_path, file_sources(tmp_path), workers=8), work)


def test_what_would_not_stop_is_not_run_again_at_once(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        assert await _code(running, "ana", STUCK) is ErrorCode.EXCEEDED_TIME_LIMIT
        assert await _answer(running, "ana") == b"[3]"
        second = running._current
        assert await _code(running, "ana", STUCK) is ErrorCode.TOO_MANY_STATEMENTS
        assert await _answer(running, "bob") == b"[3]"
        assert running._current is second

    _with(engine(tmp_path, file_sources(tmp_path), grace=1.0, drain=0.5, resident_limit=4 * 10**9), work)


def test_who_alone_took_all_memory_does_not_do_so_again_at_once(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        assert await _code(running, "ana", GREEDY, 30) is ErrorCode.EXCEEDED_MEMORY_LIMIT
        assert await _code(running, "ana", GREEDY, 30) is ErrorCode.TOO_MANY_STATEMENTS
        assert await _answer(running, "ana") == b"[3]"

    _with(
        engine(tmp_path, file_sources(tmp_path), memory_limit="200MB", resident_limit=700_000_000),
        work,
    )


def test_a_statement_beside_one_that_would_not_stop_is_started_again(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        first = running._current
        beside = asyncio.ensure_future(_answer(running, "bob", LONG, 100))
        await asyncio.sleep(1.5)  # longer than what is taken for somebody else's memory
        assert await _code(running, "ana", STUCK) is ErrorCode.EXCEEDED_TIME_LIMIT
        assert await beside == b"[17630204]"
        assert first is not None
        assert first.dead is not None

    _with(engine(tmp_path, grace=1.0, drain=0.3, resident_limit=4 * 10**9), work)
