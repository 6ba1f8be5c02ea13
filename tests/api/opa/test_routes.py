"""The door itself: who is answered, and that whoever is not learns nothing of it."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx
import pytest
from fastapi import FastAPI

from gateway.api.opa import routes
from gateway.api.opa.decisions import LEAST, Question
from gateway.api.opa.routes import OpaDoor, opa_route
from gateway.execution.threads import Threads
from tests.api.opa.questions import catalog, door, question, table
from tests.policy.city import city

KEY = "a" * 32
GRANTS = (
    "p, user:lisi, police, select, -, *, -, -, -, allow, READ\np, *, police, row_any, TRUE, *, -, -, -, allow, ROWS\n"
)


@dataclass
class Served:
    app: FastAPI
    counted: Counter[tuple[str, str]] = field(default_factory=Counter)

    def post(self, path: str, body: bytes, address: str = "10.1.2.3") -> httpx.Response:
        async def sent() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, client=(address, 50000))
            async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
                return await client.post(path, content=body)

        return asyncio.run(sent())


@pytest.fixture
def served() -> Iterator[Served]:
    app, threads = FastAPI(), Threads()
    found = Served(app)

    def count(kind: str, outcome: str) -> None:
        found.counted[kind, outcome] += 1

    opened = OpaDoor(key=KEY, peers=("10.1.0.0/16", "::1"))
    app.router.routes.insert(0, opa_route(door(city(police=GRANTS)).decisions, opened, threads, count))
    yield found
    threads.close()


ASKED = question("lisi", "AccessCatalog", catalog("police"))


def test_the_right_key_from_a_peer_is_answered(served: Served) -> None:
    for address in ("10.1.2.3", "::1", "::ffff:10.1.9.9"):
        answer = served.post(f"/opa/{KEY}/allow", ASKED, address)
        assert (answer.status_code, answer.json()) == (200, {"result": True})
    assert served.counted == {("allow", "answered"): 3}


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("10.1.2.3", f"/opa/{'b' * 32}/allow"),
        ("10.1.2.3", f"/opa/{KEY}x/allow"),
        ("10.1.2.3", "/opa/é/allow"),
        ("10.1.2.3", f"/opa/{KEY}/other"),
        ("10.2.2.3", f"/opa/{KEY}/allow"),
        ("testclient", f"/opa/{KEY}/allow"),
        ("::2", f"/opa/{KEY}/allow"),
    ],
)
def test_whoever_else_is_told_that_there_is_nothing(served: Served, address: str, path: str) -> None:
    answer = served.post(path, ASKED, address)
    nowhere = served.post("/nowhere", ASKED, address)
    assert (answer.status_code, answer.content, answer.headers) == (404, nowhere.content, nowhere.headers)
    assert served.counted == {("none", "unknown"): 1}


def test_whoever_does_not_post_is_told_the_same(served: Served) -> None:
    async def sent(method: str, path: str) -> httpx.Response:
        transport = httpx.ASGITransport(served.app, client=("10.1.2.3", 50000))
        async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
            return await client.request(method, path)

    for method in ("GET", "PUT", "OPTIONS"):
        answer, nowhere = (asyncio.run(sent(method, path)) for path in (f"/opa/{KEY}/allow", "/nowhere"))
        assert (answer.status_code, answer.content, answer.headers) == (404, nowhere.content, nowhere.headers)


def test_the_interface_does_not_describe_the_door(served: Served) -> None:
    assert served.app.openapi()["paths"] == {}


@pytest.mark.parametrize("kind", Question)
def test_an_error_would_hold_the_key_so_what_is_too_long_gets_the_least(served: Served, kind: Question) -> None:
    body = b" " * (routes.MOST_BYTES + 1)
    answer = served.post(f"/opa/{KEY}/{kind.value}", body)
    assert (answer.status_code, answer.json()["result"]) == (200, list(LEAST[kind]) if isinstance(LEAST[kind], tuple) else LEAST[kind])  # fmt: skip
    answer = served.post(f"/opa/{KEY}/{kind.value}", b"not json")
    assert answer.status_code == 200
    assert served.counted == {(kind.value, "malformed"): 2}


def test_a_question_about_two_thousand_tables_is_answered_in_one(served: Served) -> None:
    many = [table(f"police.hukou.t{n}") for n in range(2000)] + [table("police.hukou.person")]
    body = question("lisi", "FilterTables", many=many)
    served.post(f"/opa/{KEY}/batch", body)
    begin = time.perf_counter()
    answer = served.post(f"/opa/{KEY}/batch", body)
    assert answer.json() == {"result": [2000]}
    assert time.perf_counter() - begin < 1
