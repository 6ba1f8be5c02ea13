"""The data in the embedded engine, one process for all texts of a worker."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from gateway.engines.duckdb import DuckDBEngine
from gateway.pipeline.stages import Plan
from tests.engines.world import engine, read, source
from tests.tpc import data
from tests.tpc.answers import Answer
from tests.trino.artifacts import PartMissingError
from tests.trino.fixture import absent


@dataclass(frozen=True, slots=True)
class Running:
    """The engine that has both suites."""

    engine: DuckDBEngine
    loop: asyncio.AbstractEventLoop

    def run(self, plan: Plan) -> Answer:
        _, body, count, _ = self.loop.run_until_complete(read(self.engine, plan, seconds=300))
        rows = json.loads(b"[" + body + b"]")
        assert len(rows) == count
        return Answer.of([(column.name, str(column.type)) for column in plan.columns], rows)


@pytest.fixture(scope="session")
def files() -> Mapping[str, Path]:
    """The suites' data."""
    try:
        return data.files()
    except PartMissingError as reason:
        absent(reason)
        raise


@pytest.fixture(scope="session")
def running(files: Mapping[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    loop = asyncio.new_event_loop()
    sources = [source(suite, "duckdb", path=file) for suite, file in files.items()]
    started = engine(tmp_path_factory.mktemp("tpc"), sources, memory_limit="1500MB")
    loop.run_until_complete(started.start())
    try:
        yield Running(started, loop)
    finally:
        loop.run_until_complete(_stopped(started))
        loop.close()


async def _stopped(started: DuckDBEngine) -> None:
    """Stop, and let what watches the engine's process see its end."""
    await started.stop()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    await asyncio.wait_for(asyncio.gather(*others, return_exceptions=True), timeout=30)
