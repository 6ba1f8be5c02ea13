"""The program itself opens the door when its settings say so, over the policies and the catalogue in force."""

from __future__ import annotations

import asyncio
import datetime
import socket
from pathlib import Path

import httpx
import pytest

from gateway.app import Application
from gateway.catalog.accepted import AcceptedColumn, AcceptedRelation, AcceptedSource, write
from gateway.catalog.types import BIGINT
from gateway.settings import read
from gateway.storage import Suspension
from tests.api.opa.questions import question, table
from tests.engines.rogue import Asked, Reply, Rogue

SITE = """
[gateway]
data_dir = "var"
[engine]
name = "trino"
[trino]
coordinators = ["http://127.0.0.1:1"]
[owners.a]
policy = "a.csv"
catalogs = ["civil"]
departments = ["a"]
[sources.civil]
kind = "postgresql"
owner = "a"
credentials = "env:DB"
options = { host = "db", database = "civil" }
"""
OPA = '[opa]\nkey = "env:OPA_KEY"\nservices = ["huiliu"]\n'
KEY = "k" * 40
ENVIRON = {"DB_USER": "u", "DB_PASSWORD": "p", "OPA_KEY": KEY}
POLICY = """\
g, user:ana, dept:a
p, *, civil, select, -, *, -, -, -, allow, READ
p, *, civil, row_any, TRUE, *, -, -, -, allow, ALL
"""
MAY = question("ana", "SelectFromColumns", table("civil.public.people", "id"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "policies" / "policy.d").mkdir(parents=True)
    (tmp_path / "policies" / "policy.d" / "a.csv").write_text(POLICY)
    people = AcceptedRelation(schema="public", name="people", columns=(AcceptedColumn(name="id", type=BIGINT),))
    write(tmp_path / "catalog" / "civil.toml", AcceptedSource(source="civil", relations=(people,)))
    return tmp_path


def opened(folder: Path, text: str) -> Application:
    (folder / "gateway.toml").write_text(text)
    return Application(read(folder / "gateway.toml", ENVIRON))


async def asked(app: Application, body: bytes) -> httpx.Response:
    transport = httpx.ASGITransport(app.http, client=("127.0.0.1", 50000))
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
        return await client.post(f"/opa/{KEY}/allow", content=body)


def test_the_door_follows_the_policies_in_force_and_the_sources_that_may_be_read(folder: Path) -> None:
    async def story() -> None:
        app = opened(folder, SITE + OPA)
        try:
            assert (await asked(app, MAY)).json() == {"result": True}
            stranger = question("bo", "ExecuteQuery")
            assert (await asked(app, stranger)).json() == {"result": False}
            now = datetime.datetime.now(datetime.UTC)
            app.gateway.around.sources.suspended = {"civil": Suspension(source="civil", since=now, asked_by="a")}
            assert (await asked(app, MAY)).json() == {"result": False}
            app.gateway.around.sources.suspended = {}
            files = {"policy.d/a.csv": POLICY.replace("user:ana", "user:bo").encode()}
            app.release.reload(files, app.today())
            assert (await asked(app, MAY)).json() == {"result": False}
            assert b'huiliu_opa_questions_total{outcome="answered",question="allow"} 4.0' in app.telemetry.exposition()
        finally:
            await app.stop()

    asyncio.run(story())


@pytest.mark.slow
def test_the_door_is_open_while_trino_which_may_wait_for_it_is_looked_at(folder: Path) -> None:
    async def story() -> None:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            there = f"http://127.0.0.1:{silent.getsockname()[1]}"
            app = opened(folder, SITE.replace("http://127.0.0.1:1", there) + OPA)
            try:
                async with asyncio.timeout(10):
                    await app.start()
                assert not app.is_ready()
                assert (await asked(app, MAY)).json() == {"result": True}
            finally:
                await app.stop()

    asyncio.run(story())


class Asking(Rogue):
    """A coordinator that lists its catalogs once somebody answered its question at the door, as a real one does."""

    answered: asyncio.Event

    async def reply(self, asked: Asked) -> Reply:
        if asked.body == b"SHOW CATALOGS":
            await self.answered.wait()
        return await super().reply(asked)


def test_a_trino_that_asks_this_gateway_before_it_answers_does_not_keep_it_from_starting(folder: Path) -> None:
    async def story() -> None:
        async with Asking(catalogs=("civil",)) as trino:
            trino.answered = asyncio.Event()
            app = opened(folder, SITE.replace("http://127.0.0.1:1", trino.url) + OPA)
            try:
                async with asyncio.timeout(10):
                    await app.start()
                assert (await asked(app, MAY)).json() == {"result": True}
                assert not app.is_ready()
                trino.answered.set()
            finally:
                await app.stop()

    asyncio.run(story())


def test_there_is_no_door_without_the_setting(folder: Path) -> None:
    async def story() -> None:
        app = opened(folder, SITE)
        try:
            assert (await asked(app, MAY)).status_code == 404
        finally:
            await app.stop()

    asyncio.run(story())
