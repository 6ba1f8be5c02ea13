"""A gateway that falls silent while Trino works for it: another one closes the statement and ends Trino's query, and the silent one, when it comes back, adds nothing."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from gateway.execution.storage_journal import LEASE
from gateway.storage import Outcome
from tests.faults.on_trino import at_trino, two_on_trino
from tests.faults.site import Site, until
from tests.servers import Server
from tests.trino.server import Trino

pytestmark = pytest.mark.slow


@pytest.fixture
def pair(postgresql: Server, trino: Trino, tmp_path: Path) -> Iterator[tuple[Site, Site, str]]:
    with two_on_trino(postgresql, trino, tmp_path) as found:
        yield found


def test_who_falls_silent_leaves_nothing_at_trino_and_ends_nothing_twice(
    pair: tuple[Site, Site, str], trino: Trino
) -> None:
    a, b, people = pair
    heard: list[httpx.Response] = []
    sql = f"SELECT count(*) FROM {people} AS x, {people} AS y, {people} AS z WHERE x.id + y.id > z.id"

    def ask() -> None:
        with a.client(300) as client:
            heard.append(client.post("/v1/query", json={"sql": sql}))

    with b.client() as other:
        asking = threading.Thread(target=ask)
        asking.start()
        until(lambda: bool(other.get("/v1/queries").json()["statements"]), 30)
        [shown] = other.get("/v1/queries").json()["statements"]
        statement = shown["id"]
        until(lambda: [one["state"] for one in at_trino(trino, statement)] == ["RUNNING"], 30)
        assert a.process is not None
        a.process.send_signal(signal.SIGSTOP)
        try:
            round_ = LEASE.total_seconds() * 4 / 3 + 10
            until(lambda: other.get(f"/v1/query/{statement}").json()["state"] == "LOST", round_)
            until(lambda: at_trino(trino, statement)[0]["state"] == "FAILED", 10)
            assert at_trino(trino, statement)[0]["errorCode"]["name"] == "USER_CANCELED"
            [ended] = b.events("engine.query_ended")
            assert (ended["id"], ended["query"]) == (statement, at_trino(trino, statement)[0]["queryId"])
        finally:
            a.process.send_signal(signal.SIGCONT)
        asking.join(60)
        [answer] = heard
        assert (answer.status_code >= 500, json.loads(answer.text)["name"]) == (True, "STORAGE_FAILED"), answer.text
        with a.client() as back:
            done = back.post("/v1/query", json={"sql": f"SELECT count(*) AS n FROM {people}"})
            assert done.status_code == 200, done.text
        with b.storage() as storage:
            outcomes = [one.record.outcome for one in storage.audit.search(statement=statement)]
            assert outcomes == [Outcome.LOST, Outcome.STARTED]
            assert storage.audit.verify().ok
        assert a.events("audit.failed") == []
