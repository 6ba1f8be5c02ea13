"""A statement that fails has ended: nobody waits for it, and it costs others nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from gateway.errors import EngineError, ErrorCode
from tests.engines.world import engine, plan, read

pytestmark = pytest.mark.slow


def test_a_failed_statement_is_told_at_once_and_the_process_stays(tmp_path: Path) -> None:
    """With a grace of a minute: whoever asks an ended statement to stop would wait that long, then give the process up."""

    async def session() -> None:
        running = engine(tmp_path, grace=60)
        await running.start()
        processes = set(running._processes)
        try:
            for _ in range(20):
                async with asyncio.timeout(30):
                    with pytest.raises(EngineError) as error:
                        await read(running, plan("SELECT CAST('x' AS BIGINT) AS a FROM range(1)", [("a", "bigint")]))
                assert error.value.code is ErrorCode.COMPUTATION_FAILED
            _, body, rows, _ = await read(running, plan("SELECT 1 AS a", [("a", "bigint")]))
            assert (body, rows) == (b"[1]", 1)
            assert set(running._processes) == processes
            assert all(process.alive for process in processes)
        finally:
            await running.stop()

    asyncio.run(session())
