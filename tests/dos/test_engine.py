"""Statements that would run for ever or fill memory and disk: each ends with its code, and the next one is answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from gateway.engines.duckdb import DuckDBEngine
from gateway.engines.engine import Origin, PageFormat
from gateway.errors import EngineError, ErrorCode
from tests.dos.shapes import laughing, listed
from tests.engines.world import engine, read, source
from tests.engines.world import plan as written
from tests.world import TYPES, plan

pytestmark = pytest.mark.slow
SECONDS = 1.5
MEGABYTES = 128
TIME = ErrorCode.EXCEEDED_TIME_LIMIT
MEMORY = ErrorCode.EXCEEDED_MEMORY_LIMIT
SIZE = ErrorCode.PLAN_TOO_LARGE
CASES: dict[str, tuple[str, set[ErrorCode]]] = {
    "cross joins": ("SELECT count(*) FROM person a, person b, person c WHERE a.id + b.id + c.id = 7", {TIME}),
    "rows of cross joins": ("SELECT a.* FROM person a, person b", {TIME}),
    "190 relations": (f"SELECT count(*) FROM {listed('person p{}', 190)}", {TIME, MEMORY}),
    "150 joins": (f"SELECT count(*) FROM person p {listed('JOIN person p{0} ON p.id = p{0}.id', 150, ' ')}", {TIME, MEMORY}),
    "laughs": (laughing("SELECT id FROM person", "SELECT a.id FROM {} a, {} b", 30), {TIME, MEMORY}),
    "laughs in unions": (laughing("SELECT id FROM person", "SELECT id FROM {} UNION ALL SELECT id FROM {}", 100), {TIME, MEMORY}),
    "a thousand named queries": (laughing("SELECT id FROM person", "SELECT id FROM {}", 999), {SIZE}),
    "endless recursion": ("WITH RECURSIVE t (n) AS (SELECT 1 UNION ALL SELECT n FROM t) SELECT count(*) FROM t", {TIME, MEMORY}),
    "growing recursion": ("WITH RECURSIVE t (n) AS (SELECT id FROM person UNION ALL SELECT a.n FROM t a) SELECT count(*) FROM t", {TIME, MEMORY}),
    "a regular expression": (
        "SELECT count(*) FROM person WHERE regexp_like(array_join(transform(sequence(1, 10000), x -> name), ''), '(a|aa)+$')", {TIME, MEMORY},
    ),
    "repeat of repeat": ("SELECT array_join(repeat(array_join(repeat(name, 10000), 'x'), 10000), 'y') FROM person", {TIME, MEMORY}),
    "texts that grow": (
        "SELECT replace(replace(lpad(name, 100000, 'a'), 'a', lpad('x', 1000, 'a')), 'a', lpad('x', 1000, 'b')) FROM person", {TIME, MEMORY},
    ),
    "a doubling array": ("SELECT cardinality(reduce(sequence(1, 60), ARRAY[id], (s, x) -> s || s, s -> s)) FROM person LIMIT 1", {TIME, MEMORY}),
    "lambdas in lambdas": (
        "SELECT transform(sequence(1, 10000), x -> transform(sequence(1, 10000), y -> transform(sequence(1, 10000), z -> x * y * z))) FROM person",
        {TIME, MEMORY},
    ),
    "sorting": ("SELECT a.name, b.name FROM person a, person b ORDER BY 1, 2", {TIME, MEMORY}),
    "one large array": ("SELECT array_agg(a.name) FROM person a, (SELECT name FROM person LIMIT 1000) b", {TIME, MEMORY}),
    "CUBE": (
        "SELECT count(*) FROM (SELECT count(DISTINCT id) FROM person GROUP BY CUBE (id, name, region, age, phone, balance, born, active, secret))",
        {TIME, MEMORY},
    ),
    "LIKE on long texts": (f"SELECT count(*) FROM person WHERE lpad(name, 50000, 'a') LIKE '{'%a' * 200}b'", {TIME, MEMORY}),
}  # fmt: skip


def write(path: Path, rows: int) -> None:
    with duckdb.connect(str(path)) as writer:
        columns = ", ".join(f"{name} {type_}" for name, type_ in TYPES["person"].items())
        writer.execute(f"CREATE TABLE person ({columns})")
        writer.execute(
            f"INSERT INTO person SELECT i, 'n' || i, 'A1', 30, '138' || i, 1.5, DATE '2000-01-01', true, 's' FROM range({rows}) t(i)"
        )


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, loop: asyncio.Runner) -> Iterator[DuckDBEngine]:
    folder = tmp_path_factory.mktemp("engine")
    write(folder / "data.duckdb", 100_000)
    sources = [source("data", "duckdb", path=folder / "data.duckdb")]
    found = engine(folder, sources, memory_limit=f"{MEGABYTES}MB", spill_limit="100MB", grace=1.0)
    loop.run(found.start())
    yield found
    loop.run(found.stop())


async def ended(running: DuckDBEngine, sql: str, principal: str) -> ErrorCode | None:
    """Each case has a principal of its own: one who sent them all would soon have to wait."""
    try:
        run = await running.run(plan(sql), PageFormat.JSON, seconds=SECONDS, origin=Origin(principal=principal))
        async for _ in run.pages():
            pass
    except EngineError as error:
        return error.code
    return None


async def answered(running: DuckDBEngine) -> bytes:
    return (await read(running, written("SELECT 1 AS a", [("a", "bigint")]), seconds=20))[1]


@pytest.mark.parametrize("name", CASES)
def test_it_ends_with_its_code_and_the_next_is_answered(running: DuckDBEngine, loop: asyncio.Runner, name: str) -> None:
    sql, codes = CASES[name]
    began = time.monotonic()
    code = loop.run(ended(running, sql, name))
    took = time.monotonic() - began
    assert code in codes
    assert took < SECONDS + 15
    assert loop.run(answered(running)) == b"[1]"


def test_small_questions_beside_one_that_takes_all_memory_are_answered(
    running: DuckDBEngine, loop: asyncio.Runner
) -> None:
    async def beside() -> list[bytes]:
        greedy = [asyncio.ensure_future(ended(running, CASES["repeat of repeat"][0], "ana")) for _ in range(3)]
        small: list[bytes] = []
        while not all(one.done() for one in greedy):
            small.append(await answered(running))
        await asyncio.gather(*greedy)
        return small

    found = loop.run(beside())
    assert found
    assert set(found) == {b"[1]"}
