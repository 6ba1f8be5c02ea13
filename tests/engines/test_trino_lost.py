"""What a gateway that died left running at Trino is ended there, by an account that may run statements and nothing else."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from gateway.engines.engine import Origin, PageFormat
from gateway.engines.trino import ServiceAccount, TrinoBounds, TrinoEngine
from gateway.errors import EngineError
from gateway.events import Event
from gateway.pipeline.stages import Plan
from tests.engines.rogue import ID, QUICK, Asked, Reply, Rogue, engine, plan
from tests.engines.test_trino_live import ENDLESS
from tests.trino.artifacts import PartMissingError
from tests.trino.client import Client
from tests.trino.fixture import absent
from tests.trino.server import Trino, running, settled

pytestmark = pytest.mark.slow
ENDLESS_PLAN: Plan = plan(ENDLESS, sources=(), n="bigint")
RULES = {
    "catalogs": [{"user": "huiliu", "catalog": "tpch", "allow": "read-only"}],
    "queries": [{"user": "huiliu", "allow": ["execute"]}],
    "procedures": [],
    "system_session_properties": [{"allow": True}],
}


@pytest.fixture(scope="module")
def locked() -> Iterator[Trino]:
    """A Trino where the gateway's account may neither kill nor call anything."""
    files = {
        "catalog/tpch.properties": "connector.name=tpch\n",
        "access-control.properties": "access-control.name=file\nsecurity.config-file=etc/rules.json\n",
        "rules.json": json.dumps(RULES),
    }
    try:
        with running(files=files) as found:
            settled(Client(found.url, user="huiliu"), "SELECT count(*) FROM tpch.tiny.nation")
            yield found
    except PartMissingError as reason:
        absent(reason)


@asynccontextmanager
async def started(trino: Trino, statement: str) -> AsyncIterator[str]:
    """A statement that a gateway has begun, and Trino's id of it; that gateway does no more for it."""
    bounds = TrinoBounds()
    gateway = TrinoEngine({}, [trino.url], ServiceAccount(user="huiliu"), bounds)
    await gateway.start()
    origin = Origin(statement=statement, principal="user:ana")
    task = asyncio.create_task(gateway.run(ENDLESS_PLAN, PageFormat.JSON, seconds=300, origin=origin))
    try:
        yield await until_runs(trino, statement, task)
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, EngineError):
            await task
        await gateway.stop()


def queries(trino: Trino) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = httpx.get(f"{trino.url}/v1/query", headers={"x-trino-user": "huiliu"}).json()
    return found


async def until_runs(trino: Trino, statement: str, task: asyncio.Task[Any]) -> str:
    end = time.monotonic() + 120
    while time.monotonic() < end and not task.done():
        for query in queries(trino):
            if query["session"].get("traceToken") == statement and query["state"] == "RUNNING":
                return str(query["queryId"])
        await asyncio.sleep(0.1)
    if task.done():
        await task
    raise AssertionError(f"{statement} does not run: {[(one['queryId'], one['state']) for one in queries(trino)]}")


def state(trino: Trino, query: str) -> str:
    return next(str(one["state"]) for one in queries(trino) if one["queryId"] == query)


@pytest.mark.parametrize("known", [False, True])
def test_a_lost_statement_is_ended_and_no_other(locked: Trino, known: bool) -> None:
    async def story() -> None:
        events: list[Event] = []
        survivor = TrinoEngine({}, [locked.url], ServiceAccount(user="huiliu"), observe=events.append)
        await survivor.start()
        async with started(locked, f"lost_{known}") as query, started(locked, f"other_{known}") as other:
            await survivor.end_lost({f"lost_{known}": query if known else "", "over": "20260101_000000_00000_zzzzz"})
            assert state(locked, query) == "FAILED"
            assert state(locked, other) == "RUNNING"
            told = [event.facts for event in events if event.name == "engine.query_ended"]
            assert known or told == [{"id": "lost_False", "query": query, "coordinator": locked.url}]
            assert "engine.query_left" not in [event.name for event in events]
        await survivor.stop()

    asyncio.run(story())


def test_the_procedure_would_need_a_right_that_the_account_lacks(locked: Trino) -> None:
    async def story() -> None:
        async with started(locked, "killed") as query:
            own = httpx.get(f"{locked.url}/v1/query/{query}?pruned=true", headers={"x-trino-user": "huiliu"})
            assert own.json()["queryId"] == query
            stranger = httpx.get(f"{locked.url}/v1/query/{query}?pruned=true", headers={"x-trino-user": "eve"})
            assert stranger.status_code == 403
            sql = f"CALL system.runtime.kill_query(query_id => '{query}', message => '')"
            answer = httpx.post(f"{locked.url}/v1/statement", content=sql, headers={"x-trino-user": "huiliu"}).json()
            while "nextUri" in answer:
                answer = httpx.get(answer["nextUri"], headers={"x-trino-user": "huiliu"}).json()
            assert answer["error"]["errorName"] == "PERMISSION_DENIED"
            assert state(locked, query) == "RUNNING"

    asyncio.run(story())


@dataclass(slots=True)
class Listing(Rogue):
    """Says of its queries what a test wants."""

    listed: list[Reply] = field(default_factory=list)

    async def reply(self, asked: Asked) -> Reply:
        if (asked.method, asked.path) == ("GET", "/v1/query"):
            return self.listed[0]
        return await Rogue.reply(self, asked)

    @property
    def deleted(self) -> list[str]:
        return [one.path for one in self.asked if one.method == "DELETE"]


def query_of(statement: object, identifier: object = ID, state: object = "RUNNING") -> dict[str, object]:
    return {"queryId": identifier, "state": state, "session": {"traceToken": statement}}


WRONG = [
    Reply(b"no JSON"),
    Reply(b"{}"),
    Reply(b"[]", status=403),
    Reply(b"[]", status=500),
    Reply(b"[" + b" " * 200_000 + b"]"),
    Reply(b"[]", cut=1),
    Reply(reset=True),
    Reply(b"[]", after=30),
]


@pytest.mark.parametrize("reply", WRONG)
def test_a_coordinator_that_answers_nothing_of_use_costs_a_few_seconds_and_what_is_known_is_ended(reply: Reply) -> None:
    async def story() -> None:
        events: list[Event] = []
        async with Listing(listed=[reply]) as rogue, engine(rogue.url, bounds=QUICK, heard=events.append) as running:
            begun = time.monotonic()
            await running.end_lost({"s1": ID, "s2": "", "s3": "../../v1/statement"})
            assert time.monotonic() - begun < QUICK.grace + 1
            assert rogue.deleted == [f"/v1/query/{ID}"]
            [left] = [event.facts for event in events if event.name == "engine.query_left"]
            assert left["statements"] == ["s1", "s2", "s3"]

    asyncio.run(story())


def test_only_what_bears_the_statements_id_and_still_runs_is_ended() -> None:
    listed = [
        query_of("s1", "q1"), query_of("s1", "q2", "FINISHED"), query_of("s1", "q3", "QUEUED"), query_of("s9", "q4"), query_of(None, "q5"),
        query_of("s1", "../q6"), query_of("s1", 7), {"queryId": "q8"}, "q9", query_of(["s1"], "q10"),
    ]  # fmt: skip

    async def story() -> None:
        reply = Reply(json.dumps(listed).encode())
        async with Listing(listed=[reply]) as rogue, engine(rogue.url, bounds=QUICK) as running:
            await running.end_lost({"s1": ""})
            assert rogue.deleted == ["/v1/query/q1", "/v1/query/q3"]

    asyncio.run(story())


def test_a_coordinator_that_takes_nothing_new_is_asked_too() -> None:
    async def story() -> None:
        reply = Reply(json.dumps([query_of("s1")]).encode())
        async with Listing(listed=[reply], state="SHUTTING_DOWN") as rogue, engine(rogue.url, bounds=QUICK) as running:
            await running.end_lost({"s1": ""})
            assert rogue.deleted == [f"/v1/query/{ID}"]

    asyncio.run(story())
