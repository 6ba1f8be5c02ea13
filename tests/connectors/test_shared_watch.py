"""A crowd that asks whether relations are laid out as they were shares its questions, and nobody gets an answer that is older than his asking."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field

import pytest

from connectors.watch import Layouts, Place, SharedWatch
from gateway.errors import EngineError, ErrorCode


@dataclass
class Slow:
    """A source whose layout is a number that changes; it reads it when the question comes, and answers later."""

    version: int = 0
    questions: list[frozenset[Place]] = field(default_factory=list)
    down: bool = False
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def layouts(self, relations: Collection[Place] | None = None) -> Layouts:
        assert relations is not None
        self.questions.append(frozenset(relations))
        read = self.version
        await self.gate.wait()
        if self.down:
            raise EngineError("the source cannot be inspected", code=ErrorCode.SOURCE_UNAVAILABLE)
        return {place: f"{read}" for place in relations if place[1] != "gone"}

    def close(self) -> None:
        self.gate.set()


PLACES = [("main", "a"), ("main", "b"), ("main", "gone")]


def test_a_crowd_costs_two_questions() -> None:
    async def crowd() -> tuple[list[Layouts], list[frozenset[Place]]]:
        slow = Slow()
        watch = SharedWatch(slow)
        first = asyncio.create_task(watch.layouts(PLACES[:1]))
        await asyncio.sleep(0.01)
        slow.version = 1
        rest = [asyncio.create_task(watch.layouts([PLACES[number % 3]])) for number in range(100)]
        await asyncio.sleep(0.01)
        slow.gate.set()
        return await asyncio.gather(first, *rest), slow.questions

    answers, questions = asyncio.run(crowd())
    assert questions == [{PLACES[0]}, frozenset(PLACES)]
    assert answers[0] == {PLACES[0]: "0"}
    assert answers[1:4] == [{PLACES[0]: "1"}, {PLACES[1]: "1"}, {}]


def test_whoever_gives_up_takes_the_answer_from_nobody() -> None:
    async def crowd() -> Layouts:
        slow = Slow()
        watch = SharedWatch(slow)
        one, other = (asyncio.create_task(watch.layouts(PLACES[:2])) for _ in range(2))
        await asyncio.sleep(0.01)
        one.cancel()
        slow.gate.set()
        return await other

    assert len(asyncio.run(crowd())) == 2


def test_a_source_that_is_down_is_told_to_all_and_asked_again() -> None:
    async def crowd() -> int:
        slow = Slow(down=True)
        slow.gate.set()
        watch = SharedWatch(slow)
        told = await asyncio.gather(*(watch.layouts(PLACES) for _ in range(5)), return_exceptions=True)
        assert all(isinstance(one, EngineError) for one in told)
        with pytest.raises(EngineError):
            await watch.layouts(PLACES)
        return len(slow.questions)

    assert asyncio.run(crowd()) == 2
