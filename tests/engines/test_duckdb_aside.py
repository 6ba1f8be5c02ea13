"""Readers who pause: when others want their places, the rest of their answers is put aside, and comes whole when they go on."""

from __future__ import annotations

import asyncio
import json
import random
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from gateway.engines.duckdb import DuckDBEngine
from gateway.engines.duckdb_aside import Aside, Pieces, Room
from gateway.engines.duckdb_delivery import AHEAD, Delivery, StoppedError
from gateway.engines.duckdb_run import DuckDBRun
from gateway.engines.engine import Origin, Page, PageFormat
from gateway.errors import EngineError, ErrorCode
from tests.engines.world import engine, plan, read, with_engine

NUMBERS = [("a", "bigint")]
MANY = 3_000_000
LONG = plan(f"SELECT range AS a FROM range({MANY})", NUMBERS)
SHORT = plan("SELECT 1 AS a", NUMBERS)


def pages_of(count: int) -> Iterator[tuple[int, Pieces]]:
    for number in range(count):
        yield number, [memoryview(f"page {number} ".encode()), memoryview(b"and its end")]


class Reader:
    """Takes what is sent."""

    def __init__(self) -> None:
        self.rows: list[int] = []
        self.bodies: list[bytes] = []

    def send(self, rows: int, pieces: Pieces) -> None:
        self.rows.append(rows)
        self.bodies.append(b"".join(pieces))


def test_pages_come_in_order_whatever_the_reader_does_and_however_little_room_there_is(tmp_path: Path) -> None:
    chance = random.Random(20261123)
    for limit in (0, 50, 100, 400, 100_000):
        room, reader = Room(tmp_path, limit), Reader()
        aside = Aside(room, "ana")
        delivery = Delivery(reader.send, aside)

        def produce(delivery: Delivery = delivery) -> None:
            delivery.produce(pages_of(60))
            delivery.finish()

        work = threading.Thread(target=produce)
        work.start()
        for _ in range(60 - AHEAD):
            if chance.random() < 0.1:
                delivery.rest()
            delivery.more()
        work.join(20)
        assert not work.is_alive()
        assert reader.rows == list(range(60))
        assert reader.bodies[17] == b"page 17 and its end"
        aside.close()
        assert room.take("bo", limit // 2)


def test_one_owner_gets_half_of_the_room_and_gives_it_back(tmp_path: Path) -> None:
    room = Room(tmp_path, 100)
    mine, his = Aside(room, "ana"), Aside(room, "bo")
    body: Pieces = [memoryview(bytes(30))]
    assert [mine.put(1, body), mine.put(1, body), his.put(1, body), his.put(1, body)] == [True, False, True, False]
    rows, pieces = mine.take()
    assert (rows, bytes(pieces[0]), len(mine)) == (1, bytes(30), 0)
    assert mine.put(2, body)
    mine.close()
    his.close()
    assert room.take("cy", 50)


def test_without_a_folder_to_write_to_nothing_is_put_aside(tmp_path: Path) -> None:
    room = Room(tmp_path / "gone", 100)
    assert not Aside(room, "ana").put(1, [memoryview(b"page")])
    assert room.take("ana", 50)


def test_what_is_stopped_while_it_waits_ends(tmp_path: Path) -> None:
    aside = Aside(Room(tmp_path, 100_000), "ana")
    delivery = Delivery(Reader().send, aside)
    delivery.rest()
    assert delivery.produce(pages_of(10))
    threading.Timer(0.1, delivery.stop).start()
    with pytest.raises(StoppedError):
        delivery.finish()
    aside.close()


async def _begun(running: DuckDBEngine, seconds: float = 60) -> tuple[DuckDBRun, AsyncIterator[Page], Page]:
    """A long answer of which the first page was read."""
    run = await running.run(LONG, PageFormat.JSON, seconds=seconds, origin=Origin(principal="ana"))
    pages = run.pages()
    return run, pages, await anext(pages)


async def _rest(pages: AsyncIterator[Page]) -> list[Page]:
    return [page async for page in pages]


@pytest.mark.slow
def test_who_pauses_keeps_nobody_waiting_and_reads_on_to_the_last_row(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        process = running._current
        assert process is not None
        _, pages, first = await _begun(running)
        for who in ("bo", "bo", "cy"):
            other = await running.run(SHORT, PageFormat.JSON, seconds=15, origin=Origin(principal=who))
            assert [page.rows async for page in other.pages()] == [1]
        assert (process.slots.taken, process.running) == (0, 1)
        found = [first, *await _rest(pages)]
        numbers = json.loads(b"[" + b",".join(page.body for page in found) + b"]")
        assert numbers == [[number] for number in range(MANY)]
        assert (process.slots.taken, process.running, process.alive) == (0, 0, True)

    with_engine(engine(tmp_path, workers=1), work)


@pytest.mark.slow
def test_his_statement_can_still_be_stopped_and_leaves_no_room_taken(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        process = running._current
        for _ in range(6):  # each takes more than a tenth of the room, and one owner has half of it
            run, _, _ = await _begun(running)
            await read(running, SHORT, seconds=15)
            await run.close()
            assert process is not None
            assert (process.slots.taken, process.running, process.alive) == (0, 0, True)

    with_engine(engine(tmp_path, workers=1, spill_limit="150MB"), work)


@pytest.mark.slow
def test_his_deadline_holds_while_his_answer_lies_aside(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        _, pages, _ = await _begun(running, seconds=3)
        await read(running, SHORT, seconds=15)
        await asyncio.sleep(3)
        with pytest.raises(EngineError) as error:
            await _rest(pages)
        assert error.value.code is ErrorCode.EXCEEDED_TIME_LIMIT

    with_engine(engine(tmp_path, workers=1), work)


@pytest.mark.slow
def test_without_room_he_keeps_his_place_and_loses_no_row(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        _, pages, first = await _begun(running)
        with pytest.raises(EngineError) as error:
            await read(running, SHORT, seconds=3)
        assert error.value.code is ErrorCode.EXCEEDED_TIME_LIMIT
        assert first.rows + sum(page.rows for page in await _rest(pages)) == MANY

    with_engine(engine(tmp_path, workers=1, spill_limit="8MB"), work)


@pytest.mark.slow
def test_nobody_is_asked_to_while_there_are_places(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        process = running._current
        assert process is not None
        run, _, _ = await _begun(running)
        await asyncio.sleep(1.5)
        await read(running, SHORT)
        assert process.slots.taken == 1
        await run.close()

    with_engine(engine(tmp_path, workers=2), work)
