"""Rule 4, fail closed: a policy that can not be evaluated denies, what is unknown is refused, without a record nothing runs.

Removed to see it fail: `closed` in rewrite/view.py gave TRUE for what it could not bind; `_records.open` in execution/running.py ignored errors.
"""

from __future__ import annotations

import asyncio

import pytest

from gateway.errors import ErrorCode, GatewayError
from tests.execution.small_world import SmallWorld, asks
from tests.world import Given, name_of, permit, plan


@pytest.mark.parametrize(
    "rule", ["nosuch = 1", "1 / age > 0", "id IN (SELECT 1)", "age = 'x'", "f(id)", "", "true; true"]
)
def test_a_policy_that_can_not_be_evaluated_denies(rule: str) -> None:
    policy = Given({name_of("person"): permit("person", rows=["true", rule])})
    with pytest.raises(GatewayError) as caught:
        plan("SELECT id FROM person", policy)
    assert caught.value.code is ErrorCode.POLICY_INVALID
    assert rule == "" or rule not in str(caught.value.public())


@pytest.mark.parametrize(
    "sql", ["SELECT frobnicate(id) FROM person", "SELECT * FROM f(1)", "VACUUM person", "SELECT id ?? 1 FROM person"]
)
def test_what_is_unknown_is_refused(sql: str) -> None:
    with pytest.raises(GatewayError):
        plan(sql)


def test_without_a_record_nothing_runs() -> None:
    world = SmallWorld()
    world.journal.broken_for_opening = True

    async def ask() -> None:
        await world.gateway().query(asks("1"))

    with pytest.raises(GatewayError) as caught:
        asyncio.run(ask())
    assert caught.value.code is ErrorCode.AUDIT_UNAVAILABLE
    assert world.engine.runs == []
