"""The clock jumps by hours, forwards and backwards: tokens, policy days, leases, the audit's chain and the time that statements took."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
import pytest

from gateway.app import Application
from gateway.events import Event
from gateway.storage import Outcome
from gateway.telemetry import Telemetry
from tests.faults.site import PEOPLE, ROWS, SUBJECTS, Site, make, now

pytestmark = pytest.mark.slow
HOUR: Final = datetime.timedelta(hours=1)
NOON: Final = datetime.datetime(2027, 3, 9, 4, tzinfo=datetime.UTC)
"""In Shanghai, where the day of policies is, it is twelve."""
RULES: Final = SUBJECTS + (
    "p, user:ana, city, select, -, *, -, -, -, allow, may-read\n"
    "p2, @few, id < 10\n"
    "p, user:ana, city, row_any, @few, *, -, 2027-03-09, -, allow, until-the-ninth\n"
    "p, user:ana, city, row_any, TRUE, *, 2027-03-10, -, -, allow, from-the-tenth\n"
)
COUNT: Final = f"SELECT count(*) AS n FROM {PEOPLE}"


@dataclass
class Clock:
    """Goes on by itself, and can be set."""

    offset: datetime.timedelta = datetime.timedelta()

    def __call__(self) -> datetime.datetime:
        return now() + self.offset

    def set(self, moment: datetime.datetime) -> None:
        self.offset = moment - now()


@dataclass
class Running:
    app: Application
    clock: Clock
    client: httpx.AsyncClient

    async def ask(self, sql: str = COUNT) -> object:
        """The one value of the answer, or the name of the error."""
        document = (await self.client.post("/v1/query", json={"sql": sql})).json()
        return document["data"][0][0] if "data" in document else document["name"]


def run(folder: Path, story: Callable[[Running], Awaitable[None]], token_hours: float = 100) -> Site:
    site = make(folder, rules=RULES)

    async def session() -> None:
        clock = Clock()
        clock.set(NOON)
        app = Application(site.settings, telemetry=Telemetry(), clock=clock)
        token = app.storage.tokens.create("user:ana", [], None, clock() + token_hours * HOUR, now=clock())[1]
        await app.start()
        bearer = {"authorization": f"Bearer {token}"}
        transport = httpx.ASGITransport(app=app.http)
        async with httpx.AsyncClient(transport=transport, base_url="http://gateway", headers=bearer) as client:
            await story(Running(app, clock, client))
        await app.stop()

    asyncio.run(session())
    assert site.verified().ok
    return site


def test_a_day_that_begins_and_one_that_comes_again_have_their_own_policy(tmp_path: Path) -> None:
    async def story(running: Running) -> None:
        for _ in range(3):
            running.clock.set(NOON)
            assert await running.ask() == 10
            running.clock.set(NOON + 11 * HOUR + datetime.timedelta(minutes=59))
            assert await running.ask() == 10
            running.clock.set(NOON + 12 * HOUR)
            assert await running.ask() == ROWS
            running.clock.set(NOON + 50 * HOUR)
            assert await running.ask() == ROWS

    site = run(tmp_path, story)
    with site.storage() as storage:
        instants = [found.record.instant for found in storage.audit.search(principal="user:ana", limit=1000)]
    assert instants != sorted(instants, reverse=True), (
        "the chain says what the clock said, in the order of what happened"
    )


def test_a_token_is_judged_by_the_hour_that_it_is(tmp_path: Path) -> None:
    async def story(running: Running) -> None:
        assert await running.ask() == 10
        running.clock.set(NOON + 3 * HOUR)
        assert await running.ask() == "UNAUTHENTICATED"
        running.clock.set(NOON - 3 * HOUR)
        assert await running.ask() == 10

    run(tmp_path, story, token_hours=2)


@pytest.mark.parametrize("jump", [-5 * HOUR, 5 * HOUR])
def test_a_jump_while_a_statement_runs_neither_loses_it_nor_gives_it_a_time_it_did_not_take(
    tmp_path: Path, jump: datetime.timedelta
) -> None:
    events: list[Event] = []

    async def story(running: Running) -> None:
        gateway = running.app.gateway
        observed = running.app.telemetry
        observed(Event("test.begins"))
        body = {"sql": f"SELECT id, name, phone FROM {PEOPLE}"}
        assert await running.ask() == 10

        async def jumping() -> None:
            while not gateway.running("user:ana"):
                await asyncio.sleep(0)
            running.clock.set(NOON + jump)
            await running.app.neighbours.renew()

        jumped = asyncio.ensure_future(jumping())
        answer = await running.client.post("/v1/query", json=body)
        await jumped
        assert answer.status_code == 200
        assert "error" not in answer.json()

    site = run(tmp_path, story)
    with site.storage() as storage:
        records = [found.record for found in storage.audit.search(principal="user:ana", limit=1000)]
        assert storage.history.list(running=True) == ()
    ended = [record for record in records if record.milliseconds is not None]
    assert len(ended) == 2
    assert all(record.milliseconds is not None and 0 <= record.milliseconds < 60_000 for record in ended)
    assert {record.outcome for record in records} <= {Outcome.STARTED, Outcome.FINISHED}
    assert events == []
