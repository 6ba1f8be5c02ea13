"""What a running statement was allowed is taken back: by the policy, or because its token ended."""

from __future__ import annotations

import asyncio

import pytest

from gateway.errors import ErrorCode
from tests.execution.small_world import Policy, SmallWorld, asks, failing


def test_a_withdrawn_grant_stops_the_next_page() -> None:
    async def story() -> None:
        world = SmallWorld()
        running = await world.gateway().query(asks("1 1 1"))
        await anext(running)
        world.policy = Policy(version="policy-2", readers=frozenset())
        assert (await failing(anext(running))).code is ErrorCode.GRANT_WITHDRAWN
        assert [c.rows for c in world.closed] == [1]

    asyncio.run(story())


def test_another_mask_stops_the_next_page_and_an_equal_policy_does_not() -> None:
    async def story() -> None:
        world = SmallWorld()
        running = await world.gateway().query(asks("1 1 1"))
        world.policy = Policy(version="policy-2")
        await anext(running)
        world.policy = Policy(version="policy-3", mask="null")
        assert (await failing(anext(running))).code is ErrorCode.GRANT_WITHDRAWN

    asyncio.run(story())


def test_a_withdrawn_grant_ends_a_statement_that_nobody_reads() -> None:
    async def story() -> None:
        world = SmallWorld()
        gateway = world.gateway()
        running = await gateway.query(asks("hang"))
        world.policy = Policy(version="policy-2", readers=frozenset())
        await gateway.policy_changed()
        await asyncio.sleep(0.05)
        assert world.engine.runs[0].closed
        assert running.error is not None
        assert running.error.code is ErrorCode.GRANT_WITHDRAWN

    asyncio.run(story())


def test_a_page_read_under_the_old_policy_does_not_leave_under_the_new() -> None:
    async def story() -> None:
        world = SmallWorld()
        running = await world.gateway().query(asks("nap 1"))
        reader = asyncio.ensure_future(anext(running))
        await asyncio.sleep(0.01)
        world.policy = Policy(version="policy-2", readers=frozenset())
        assert (await failing(reader)).code is ErrorCode.GRANT_WITHDRAWN

    asyncio.run(story())


def test_a_token_that_ends_mid_way_ends_the_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.execution.running.TOKEN_CHECK_SECONDS", 0.0)

    async def story() -> None:
        valid = [True]
        running = await SmallWorld().gateway().query(asks("1 nap 1", still_valid=lambda: valid[0]))
        await anext(running)
        valid[0] = False
        assert (await failing(anext(running))).code is ErrorCode.GRANT_WITHDRAWN

    asyncio.run(story())
