"""While one principal does what it can to a running gateway, another one's small questions are answered. `make soak` is the long form."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator

import httpx
import pytest

from gateway.execution.threads import Threads
from tests.api.site import Site, site
from tests.dos.load import GRANTS, LIMITS, Bystander, attacks, under

LONGEST = 10.0
SECONDS = 3.0
ATTACKS = attacks()


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(tmp_path_factory.mktemp("site"), 20_000, LIMITS, GRANTS) as running:
        yield running


@pytest.fixture(scope="module")
def bob(city: Site) -> Iterator[httpx.Client]:
    with city.client("user:bob") as client:
        Bystander().asking(client, 0.5)
        yield client


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["heavy texts", "cross joins", "memory", "silent connections", "slow readers", "strangers"]
)
def test_another_principal_is_served(city: Site, bob: httpx.Client, name: str) -> None:
    bystander = Bystander()
    with under(ATTACKS[name], city):
        bystander.asking(bob, SECONDS)
    assert not bystander.failed
    assert bystander.at(1) < LONGEST
    assert city.process.poll() is None


@pytest.mark.slow
def test_the_audit_is_whole_after_all_this(city: Site) -> None:
    assert city.storage.audit.verify().ok


def test_nobody_takes_every_thread_of_preparing() -> None:
    async def crowded() -> float:
        threads, stop = Threads(), threading.Event()
        many = [asyncio.ensure_future(threads.think_for("ana", stop.wait, 20)) for _ in range(10)]
        await asyncio.sleep(0)
        began = time.monotonic()
        assert await threads.think_for("bob", lambda: "mine") == "mine"
        took = time.monotonic() - began
        stop.set()
        assert await asyncio.gather(*many) == [True] * 10
        threads.close()
        return took

    assert asyncio.run(crowded()) < 5


def test_nobody_takes_every_thread_of_preparing_by_giving_up() -> None:
    async def crowded() -> float:
        threads, stop = Threads(), threading.Event()
        for _ in range(8):
            given_up = asyncio.ensure_future(threads.think_for("ana", stop.wait, 8))
            await asyncio.sleep(0.01)
            given_up.cancel()
        began = time.monotonic()
        assert await threads.think_for("bob", lambda: "mine") == "mine"
        took = time.monotonic() - began
        stop.set()
        assert await threads.think_for("ana", lambda: "mine again") == "mine again"
        threads.close()
        return took

    assert asyncio.run(crowded()) < 5
