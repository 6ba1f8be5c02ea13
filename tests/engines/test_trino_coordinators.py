"""Several coordinators: the first that is well gets new statements, and what runs stays where it began. Who comes is known, and who is asked is certain."""

from __future__ import annotations

import asyncio
import base64
import json
import ssl
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from gateway.engines.engine import Origin, PageFormat
from gateway.engines.trino import ServiceAccount, TrinoEngine
from gateway.errors import EngineError, ErrorCode, OwnError
from gateway.events import Event
from tests.engines.authority import Authority
from tests.engines.rogue import QUICK, Asked, Rogue, engine, plan, read

pytestmark = pytest.mark.slow
Work = Callable[[list[Rogue], TrinoEngine, list[Event]], Awaitable[None]]


def with_two(work: Work, prepare: Callable[[Rogue], None] = lambda first: None) -> None:
    """Blue and green; `prepare` changes blue before the engine sees it."""

    async def session() -> None:
        async with AsyncExitStack() as stack:
            rogues = [await stack.enter_async_context(Rogue()) for _ in range(2)]
            for number, rogue in enumerate(rogues):
                rogue.answer([[number]], [[number]])
            prepare(rogues[0])
            heard: list[Event] = []
            bounds = replace(QUICK, recheck=0.1)
            urls = [rogue.url for rogue in rogues]
            running = await stack.enter_async_context(engine(*urls, bounds=bounds, heard=heard.append))
            async with asyncio.timeout(30):
                await work(rogues, running, heard)

    asyncio.run(session())


async def until(holds: Callable[[], bool]) -> None:
    while not holds():
        await asyncio.sleep(0.01)


def test_the_first_one_gets_all_statements_while_it_is_well() -> None:
    async def work(rogues: list[Rogue], running: TrinoEngine, heard: list[Event]) -> None:
        for _ in range(3):
            assert (await read(running, plan()))[1] == b"[0],[0]"
        assert not rogues[1].sent

    with_two(work)


@pytest.mark.parametrize(
    "prepare",
    [
        pytest.param(lambda first: first.info.update(starting=True), id="starting"),
        pytest.param(lambda first: first.info.update(coordinator=False), id="a worker"),
        pytest.param(lambda first: setattr(first, "state", "SHUTTING_DOWN"), id="shutting down"),
        pytest.param(lambda first: first.info.pop("starting"), id="says nothing"),
    ],
)
def test_one_that_is_not_well_gets_none_until_it_is(prepare: Callable[[Rogue], None]) -> None:
    async def work(rogues: list[Rogue], running: TrinoEngine, heard: list[Event]) -> None:
        assert (await read(running, plan()))[1] == b"[1],[1]"
        assert not rogues[0].sent
        told = [event.facts for event in heard if event.name == "coordinator.unavailable"]
        assert [facts["coordinator"] for facts in told] == [rogues[0].url]
        rogues[0].info = {"coordinator": True, "starting": False}
        rogues[0].state = "ACTIVE"
        await until(lambda: running.coordinators.shown()[rogues[0].url] == "active")
        assert (await read(running, plan()))[1] == b"[0],[0]"

    with_two(work, prepare)


def test_one_that_takes_no_connection_costs_no_statement() -> None:
    async def work(rogues: list[Rogue], running: TrinoEngine, heard: list[Event]) -> None:
        await rogues[0].down()
        assert (await read(running, plan()))[1] == b"[1],[1]"
        assert running.coordinators.shown()[rogues[0].url] == "does not answer"

    with_two(work)


def test_draining_leaves_what_runs_where_it_is() -> None:
    async def work(rogues: list[Rogue], running: TrinoEngine, heard: list[Event]) -> None:
        run = await running.run(plan(), PageFormat.JSON, seconds=20)
        pages = run.pages()
        await anext(pages)
        running.coordinators.drain(rogues[0].url)
        assert (await read(running, plan()))[1] == b"[1],[1]"
        assert [page.body async for page in pages] == [b"[0]"]
        assert not rogues[0].requests("DELETE")
        running.coordinators.resume(rogues[0].url)
        assert (await read(running, plan()))[1] == b"[0],[0]"
        with pytest.raises(OwnError):
            running.coordinators.drain("https://elsewhere")

    with_two(work)


def test_without_any_the_sources_are_down_and_come_back() -> None:
    async def work(rogues: list[Rogue], running: TrinoEngine, heard: list[Event]) -> None:
        for rogue in rogues:
            rogue.state = "SHUTTING_DOWN"
        await until(lambda: running.health()["lake"] != "ok")
        admitted = []

        async def admit() -> None:
            admitted.append(len(rogues[0].sent))

        with pytest.raises(EngineError) as error:
            await running.run(plan(), PageFormat.JSON, seconds=20, admit=admit)
        assert error.value.code is ErrorCode.SOURCE_UNAVAILABLE
        assert error.value.contact == "ask lake"
        assert rogues[0].url not in json.dumps(error.value.public())
        assert not admitted
        with pytest.raises(EngineError):
            await running.rebuild()
        rogues[0].state = "ACTIVE"
        # Whoever asks while we call a source down did not look at it himself: he does before anything is sent.
        assert (await read(running, plan(), admit=admit))[1] == b"[0],[0]"
        assert admitted[0] == 0
        names = [event.name for event in heard if event.name.startswith("source.")]
        assert names == ["source.available", "source.unavailable", "source.available"]

    with_two(work)


def test_a_source_without_a_catalog_is_named_and_nothing_is_sent() -> None:
    async def work(rogues: list[Rogue], running: TrinoEngine, heard: list[Event]) -> None:
        assert running.health() == {"lake": "unavailable: the engine has no catalog of this name"}
        with pytest.raises(EngineError) as error:
            await running.run(plan(), PageFormat.JSON, seconds=20)
        assert error.value.message == "source `lake` is unavailable: the engine has no catalog of this name"
        assert not rogues[0].sent
        rogues[0].catalogs = ("lake",)
        await asyncio.sleep(0.15)  # it is asked again, but not by each statement
        assert (await read(running, plan()))[1] == b"[0],[0]"

    with_two(work, lambda first: setattr(first, "catalogs", ("system", "tpch")))


def test_a_catalog_that_is_never_there_is_asked_for_seldom() -> None:
    async def work(rogues: list[Rogue], running: TrinoEngine, heard: list[Event]) -> None:
        await asyncio.sleep(0.5)
        looks = [one for one in rogues[0].asked if one.path == "/v1/info"]
        asked = [one for one in rogues[0].asked if one.body == b"SHOW CATALOGS"]
        assert len(looks) >= 3
        assert len(asked) == 1

    with_two(work, lambda first: setattr(first, "catalogs", ("system",)))


def test_the_clusters_own_log_is_told_whose_statement_it_is() -> None:
    async def work(rogues: list[Rogue], running: TrinoEngine, heard: list[Event]) -> None:
        origin = Origin(
            statement="s-1", principal="user:li", purpose="fraud,\r\nX-Trino-Role: x", timezone="Europe/Berlin"
        )
        await read(running, plan("SELECT '李'"), seconds=9.5, origin=origin)
        [sent] = rogues[0].sent
        assert sent.body == "SELECT '李'".encode()
        told = {name: value for name, value in sent.headers.items() if name.startswith("x-trino-")}
        info = {"statement": "s-1", "principal": "user:li", "purpose": "fraud,\r\nX-Trino-Role: x"}
        assert json.loads(told.pop("x-trino-client-info")) == info
        assert told == {
            "x-trino-user": "huiliu",
            "x-trino-source": "huiliu",
            "x-trino-time-zone": "Europe/Berlin",
            "x-trino-language": "en-US",
            "x-trino-client-capabilities": "PATH,PARAMETRIC_DATETIME",
            "x-trino-client-tags": "statement:s-1,principal:user:li,purpose:fraud%2C%0D%0AX-Trino-Role:%20x",
            "x-trino-session": "query_max_run_time=15s,enable_dynamic_filtering=false",
            "x-trino-trace-token": "s-1",
        }
        assert sent.headers["accept-encoding"] == "identity"
        await read(running, plan())
        assert rogues[0].sent[1].headers["x-trino-time-zone"] == "Asia/Shanghai"
        with pytest.raises(OwnError):
            await read(running, plan(), origin=replace(origin, timezone="UTC\r\nX: y"))

    with_two(work)


@pytest.mark.parametrize("page_format", PageFormat)
def test_who_comes_is_told_with_every_request(page_format: PageFormat) -> None:
    async def session(account: ServiceAccount) -> set[str | None]:
        async with Rogue() as rogue, engine(rogue.url, account=account) as running:
            rogue.answer([[1]], [[2]])
            await read(running, plan(), page_format)
            return {one.headers.get("authorization") for one in rogue.asked}

    assert asyncio.run(session(ServiceAccount(user="s"))) == {None}
    assert asyncio.run(session(ServiceAccount(user="s", token="a.b.c"))) == {"Bearer a.b.c"}
    password = ServiceAccount(user="s", password="it's")
    assert asyncio.run(session(password)) == {"Basic " + base64.b64encode(b"s:it's").decode()}
    assert "it's" not in repr(password)


def test_no_proxy_of_the_environment_sees_a_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    async def session() -> tuple[bytes, list[Asked]]:
        async with Rogue() as proxy, Rogue() as rogue:
            for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
                monkeypatch.setenv(name, proxy.url)
            for name in ("NO_PROXY", "no_proxy"):
                monkeypatch.delenv(name, raising=False)
            rogue.answer([[1]], [[2]])
            async with engine(rogue.url) as running:
                return (await read(running, plan()))[1], proxy.asked

    body, seen = asyncio.run(session())
    assert (body, seen) == (b"[1],[2]", [])


def test_a_crowd_of_statements_does_not_make_a_coordinator_seem_down() -> None:
    async def session() -> tuple[str, set[bytes]]:
        async with Rogue() as rogue:
            rogue.answer([[1]], [[2]])
            rogue.pages[0] = [replace(rogue.pages[0][0], after=3)]
            bounds = replace(QUICK, read=20)
            async with engine(rogue.url, bounds=bounds) as running:
                reading = [asyncio.create_task(read(running, plan())) for _ in range(300)]
                await asyncio.sleep(1)
                async with asyncio.timeout(1):
                    await running.coordinators.look()
                return running.health()["lake"], {(await one)[1] for one in reading}

    assert asyncio.run(session()) == ("ok", {b"[1],[2]"})


# --- TLS -----------------------------------------------------------------------------------------


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


def server(authority: Authority, address: str = "127.0.0.1", *, wants_certificate: bool = False) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*authority.issue("server", address))
    if wants_certificate:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(authority.file)
    return context


def asked_over_tls(context: ssl.SSLContext, account: ServiceAccount) -> bytes:
    async def session() -> bytes:
        async with Rogue(tls=context) as rogue, engine(rogue.url, account=account) as running:
            rogue.answer([[1]], [[2]])
            return (await read(running, plan()))[1]

    return asyncio.run(session())


def test_a_coordinator_is_believed_for_its_certificate_only(authority: Authority, tmp_path: Path) -> None:
    known = ServiceAccount(user="s", password="x", authority=authority.file)
    assert asked_over_tls(server(authority), known) == b"[1],[2]"
    for context, account in (
        (server(authority), ServiceAccount(user="s", password="x")),
        (server(authority, "127.0.0.2"), known),
    ):
        with pytest.raises(EngineError) as error:
            asked_over_tls(context, account)
        assert error.value.code is ErrorCode.SOURCE_UNAVAILABLE


def test_the_service_shows_its_own_certificate_where_it_is_asked_for(authority: Authority) -> None:
    certificate, key = authority.issue("huiliu")
    context = server(authority, wants_certificate=True)
    account = ServiceAccount(user="huiliu", authority=authority.file, certificate=certificate, key=key)
    assert asked_over_tls(context, account) == b"[1],[2]"
    with pytest.raises(EngineError):
        asked_over_tls(context, ServiceAccount(user="huiliu", authority=authority.file))


def test_a_certificate_that_cannot_be_read_is_told_at_the_start(tmp_path: Path) -> None:
    account = ServiceAccount(user="huiliu", authority=tmp_path / "nothing.pem")
    with pytest.raises(OwnError) as error:
        asked_over_tls(ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), account)
    assert error.value.code is ErrorCode.CONFIG_INVALID
