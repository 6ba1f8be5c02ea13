"""Places that principals share: nobody alone, and no two together, leave nothing to others."""

from __future__ import annotations

import asyncio

import pytest

from gateway.engines.places import Places, take_all


async def _settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def _want(places: Places, *names: str) -> list[asyncio.Task[None]]:
    return [asyncio.ensure_future(places.take(name)) for name in names]


def test_two_who_take_all_they_can_leave_places_to_others() -> None:
    async def story() -> None:
        places = Places(8)
        _greedy = _want(places, *["ana", "bo"] * 8)
        await _settle()
        assert (places.held_by("ana"), places.held_by("bo")) == (2, 2)
        others = _want(places, "cy", "di", "ed", "flo")
        await _settle()
        assert all(one.done() for one in others)
        assert (places.taken, places.waiting) == (8, 12)

    asyncio.run(story())


def test_one_alone_takes_one_half_or_what_he_may_hold() -> None:
    async def story() -> None:
        for places, most, taken in ((8, None, 4), (3, None, 2), (1, None, 1), (8, 3, 3), (8, 6, 6), (8, 20, 8)):
            shared = Places(places, most)
            _greedy = _want(shared, *["ana"] * 8)
            await _settle()
            assert shared.held_by("ana") == taken

    asyncio.run(story())


def test_a_free_place_goes_to_whoever_holds_least_and_then_to_whoever_waits_longest() -> None:
    async def story() -> None:
        places = Places(4)
        _greedy = _want(places, "ana", "bo", "cy", "di", "ana", "bo")
        await _settle()
        late = _want(places, "ed", "flo")
        await _settle()
        places.leave("cy")
        await _settle()
        assert [one.done() for one in late] == [True, False]
        places.leave("ana")
        await _settle()
        assert [one.done() for one in late] == [True, False]  # she waited longer, and holds none any more
        places.leave("di")
        await _settle()
        assert [places.held_by(name) for name in ("ana", "bo", "ed", "flo")] == [1, 1, 1, 1]

    asyncio.run(story())


def test_who_gives_up_waiting_leaves_nothing_behind() -> None:
    async def story() -> None:
        places = Places(1)
        await places.take("ana")
        [bo, cy] = _want(places, "bo", "cy")
        await _settle()
        bo.cancel()
        await _settle()
        places.leave("ana")  # to cy, who is given up at the same moment
        cy.cancel()
        await _settle()
        assert bo.cancelled()
        assert cy.cancelled()
        assert (places.taken, places.waiting) == (0, 0)

    asyncio.run(story())


def test_who_gives_up_just_before_a_place_becomes_free_does_not_get_it() -> None:
    async def story() -> None:
        source, workers = Places(4), Places(1)
        leave = await take_all((workers, source), "ana")
        [bo, cy] = _want(workers, "bo", "cy")
        await _settle()
        bo.cancel()  # heard in the next turn of the loop
        leave()
        await _settle()
        assert (bo.cancelled(), cy.done()) == (True, True)
        assert (source.taken, workers.held_by("cy"), workers.taken, workers.waiting) == (0, 1, 1, 0)

    asyncio.run(story())


def test_who_waits_for_a_worker_and_gives_up_leaves_the_source_too() -> None:
    async def story() -> None:
        source, workers = Places(2), Places(1)
        await workers.take("ana")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await take_all((source, workers), "bo")
        assert source.taken == 0
        workers.leave("ana")
        leave = await take_all((source, workers), "bo")
        assert (source.taken, workers.taken) == (1, 1)
        leave()
        assert (source.taken, workers.taken) == (0, 0)

    asyncio.run(story())
