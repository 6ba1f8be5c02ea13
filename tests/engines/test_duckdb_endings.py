"""How a statement ends before its answer does, or its process before it: cancelled, late, too large, killed; and what others notice of that."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gateway.engines.duckdb import DuckDBEngine
from gateway.engines.engine import PageFormat
from gateway.errors import EngineError, ErrorCode
from tests.engines.world import engine, plan, read, with_engine

pytestmark = pytest.mark.slow
NUMBERS = [("a", "bigint")]


def test_a_cancelled_statement_stops_and_the_worker_is_free_again(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        asked = plan("SELECT range AS a FROM range(100000000)", NUMBERS)
        for _ in range(3):
            run = await running.run(asked, PageFormat.JSON, seconds=60)
            pages = run.pages()
            assert (await anext(pages)).rows
            started = time.monotonic()
            await run.close()
            await run.close()
            assert time.monotonic() - started < 15
            with pytest.raises(EngineError) as error:
                await anext(pages)
            assert error.value.code is ErrorCode.CANCELED
        assert (await read(running, plan("SELECT 1 AS a", NUMBERS)))[2] == 1

    with_engine(engine(tmp_path, workers=1), work)


def test_who_is_cancelled_while_he_closes_a_statement_leaves_its_place_all_the_same(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        process = running._current
        assert process is not None
        run = await running.run(plan("SELECT range AS a FROM range(100000000)", NUMBERS), PageFormat.JSON, seconds=60)
        closing = asyncio.ensure_future(run.close())
        await asyncio.sleep(0)
        closing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await closing
        assert (await read(running, plan("SELECT 1 AS a", NUMBERS), seconds=10))[2] == 1
        assert (process.running, process.slots.taken, process.alive) == (0, 0, True)

    with_engine(engine(tmp_path, workers=1), work)


def test_a_slow_reader_holds_the_engine_back(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        run = await running.run(plan("SELECT range AS a FROM range(20000000)", NUMBERS), PageFormat.JSON, seconds=60)
        pages = run.pages()
        await anext(pages)
        await asyncio.sleep(1)
        assert running._current is not None
        assert running._current.statements.waiting(run._number) <= 3
        await run.close()

    with_engine(engine(tmp_path), work)


def test_a_deadline_ends_what_can_be_interrupted_without_ending_the_process(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        process = running._current
        with pytest.raises(EngineError) as error:
            await read(
                running,
                plan("SELECT count(*) AS a FROM range(1000000) AS x(i), range(1000000) AS y(j)", NUMBERS),
                seconds=0.5,
            )
        assert error.value.code is ErrorCode.EXCEEDED_TIME_LIMIT
        assert (await read(running, plan("SELECT 1 AS a", NUMBERS)))[2] == 1
        assert running._current is process

    with_engine(engine(tmp_path), work)


def test_what_cannot_be_interrupted_is_ended_with_its_process_and_others_go_on(tmp_path: Path) -> None:
    stuck = "SELECT length(lpad('', 500000000 + CAST(range AS INTEGER), 'ab')) AS a FROM range(1)"

    async def work(running: DuckDBEngine) -> None:
        first = running._current
        other = await running.run(plan("SELECT range AS a FROM range(300000)", NUMBERS), PageFormat.JSON, seconds=60)
        started = time.monotonic()
        with pytest.raises(EngineError) as error:
            await read(running, plan(stuck, NUMBERS), seconds=0.5)
        assert error.value.code is ErrorCode.EXCEEDED_TIME_LIMIT
        assert time.monotonic() - started < 15
        assert sum([page.rows async for page in other.pages()]) == 300000
        assert (await read(running, plan("SELECT 1 AS a", NUMBERS)))[2] == 1
        assert running._current is not first
        await asyncio.sleep(0.2)
        assert first is not None
        assert first.dead is not None

    with_engine(engine(tmp_path, grace=1.0, resident_limit=4 * 10**9), work)


def test_a_killed_process_fails_its_statements_and_the_next_one_works(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        run = await running.run(plan("SELECT range AS a FROM range(100000000)", NUMBERS), PageFormat.JSON, seconds=60)
        assert running._current is not None
        assert running._current._process is not None
        os.kill(running._current._process.pid, signal.SIGKILL)
        with pytest.raises(EngineError) as error:
            _ = [page async for page in run.pages()]
        assert error.value.code is ErrorCode.ENGINE_FAILED
        assert error.value.hint == "run the statement again"
        assert (await read(running, plan("SELECT 1 AS a", NUMBERS)))[2] == 1

    with_engine(engine(tmp_path), work)


def test_memory_that_duckdb_counts_ends_the_statement_only(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        process = running._current
        with pytest.raises(EngineError) as error:
            await read(
                running, plan("SELECT len(list(md5(CAST(range AS VARCHAR)))) AS a FROM range(50000000)", NUMBERS)
            )
        assert error.value.code is ErrorCode.EXCEEDED_MEMORY_LIMIT
        assert running._current is process

    with_engine(engine(tmp_path, memory_limit="100MB", resident_limit=2 * 10**9), work)


def test_memory_that_duckdb_does_not_count_ends_the_process(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        with pytest.raises(EngineError) as error:
            await read(
                running,
                plan("SELECT length(lpad('', 1900000000 + CAST(range AS INTEGER), 'ab')) AS a FROM range(2)", NUMBERS),
            )
        assert error.value.code is ErrorCode.EXCEEDED_MEMORY_LIMIT
        assert (await read(running, plan("SELECT 1 AS a", NUMBERS)))[2] == 1

    with_engine(engine(tmp_path, memory_limit="200MB", resident_limit=700_000_000), work)


def test_the_engine_process_ends_with_the_gateway(tmp_path: Path) -> None:
    script = (
        "import asyncio, sys; from pathlib import Path; from tests.engines.world import engine\n"
        "async def main():\n"
        f"    running = engine(Path({str(tmp_path)!r})); await running.start()\n"
        "    print(running._current._process.pid, flush=True); await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}
    ) as gateway:
        assert gateway.stdout is not None
        child = int(gateway.stdout.readline())
        gateway.kill()
        gateway.wait()
    for _ in range(50):
        if not Path(f"/proc/{child}").exists() or "State:\tZ" in Path(f"/proc/{child}/status").read_text():
            return
        time.sleep(0.1)
    pytest.fail("the engine process outlived the gateway")


def test_a_stopped_engine_leaves_no_process_and_no_files(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> int:
        assert running._current is not None
        assert running._current._process is not None
        return running._current._process.pid

    process = with_engine(engine(tmp_path), work)
    for _ in range(50):
        if not Path(f"/proc/{process}").exists() and not list((tmp_path / "engine").iterdir()):
            return
        time.sleep(0.1)
    pytest.fail("something was left behind")
