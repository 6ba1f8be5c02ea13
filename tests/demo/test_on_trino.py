"""The demo city on a real Trino answers as the demo does on the embedded engine: the same people, policies, keys and statements, in every format."""

from __future__ import annotations

import asyncio
import datetime
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
import pyarrow as pa
import pytest

from gateway.app import Application
from gateway.demo import story
from gateway.settings import Settings, read
from gateway.storage import KeyFile, Storage, master_key
from gateway.telemetry import Telemetry
from tests.demo.conftest import ROOT
from tests.servers import require_mariadb, require_postgresql
from tests.trino.artifacts import PartMissingError
from tests.trino.city import city
from tests.trino.fixture import absent

pytestmark = pytest.mark.slow
SCALE: Final = 20_000
FORMATS: Final = ("application/json", "application/x-ndjson", "text/csv", "application/vnd.apache.arrow.stream")
MORE: Final = {
    "types": "SELECT r.birth_date, count(*) AS n, max(r.name) AS longest FROM police.main.residents r GROUP BY 1 ORDER BY 1 LIMIT 50",
    "dates": "SELECT plate_no, registered_on, date_diff('day', registered_on, DATE '2026-11-22') AS days FROM traffic.main.vehicles ORDER BY plate_no LIMIT 20",
    "empty": "SELECT name FROM civil.main.applicants WHERE application_no = ''",
    "error": "SELECT 1 / (length(name) - length(name)) FROM civil.main.applicants",
    "tables": "SHOW TABLES FROM police.main",
}
"""Beside the story, asked by the one who sees most."""


@dataclass(frozen=True)
class Answer:
    """What came over HTTP: the status, and the body as values."""

    status: int
    told: Any


@dataclass(frozen=True)
class Site:
    """A gateway in this process, asked through its HTTP door."""

    settings: Settings
    tokens: Mapping[str, str]

    def ask(self, asked: Mapping[tuple[str, str], tuple[str, str | None, str]]) -> dict[tuple[str, str], Answer]:
        """Each by its name and format: principal, purpose, SQL."""
        return asyncio.run(self._ask(asked))

    async def _ask(self, asked: Mapping[tuple[str, str], tuple[str, str | None, str]]) -> dict[tuple[str, str], Answer]:
        app = Application(self.settings, telemetry=Telemetry())
        await app.start()
        try:
            transport = httpx.ASGITransport(app=app.http)
            async with httpx.AsyncClient(transport=transport, base_url="http://gateway", timeout=120) as client:
                return {place: await self._one(client, place[1], *what) for place, what in asked.items()}
        finally:
            await app.stop()

    async def _one(
        self, client: httpx.AsyncClient, accept: str, principal: str, purpose: str | None, sql: str
    ) -> Answer:
        headers = {"authorization": f"Bearer {self.tokens[principal]}", "accept": accept}
        body = {"sql": sql} | ({"purpose": purpose} if purpose else {})
        response = await client.post("/v1/query", json=body, headers=headers)
        return Answer(response.status_code, told(accept, response))


def told(accept: str, response: httpx.Response) -> Any:
    """The body without what differs from run to run."""
    if response.status_code != 200:
        return {name: response.json().get(name) for name in ("code", "name", "message")}
    match accept:
        case "application/json":
            body = response.json()
            for column in body["columns"]:  # MariaDB has lengths where the demo's files have none
                column["type"] = re.sub(r"varchar\(\d+\)", "varchar", column["type"])
            return {name: body.get(name) for name in ("columns", "data", "rows", "cut", "notes")}
        case "application/x-ndjson":
            *rows, last = response.text.splitlines()
            return rows, json.loads(last)["@huiliu"]["rows"]
        case "text/csv":
            return response.text
        case _:
            return pa.ipc.open_stream(response.content).read_all().to_pylist()


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Site]]:
    """The demo on the embedded engine, and on Trino."""
    require_postgresql()
    require_mariadb()
    folder = tmp_path_factory.mktemp("city")
    try:
        with city(folder, SCALE) as on_trino:
            yield embedded(folder), with_tokens(on_trino, keys_of=folder / "embedded" / "var")
    except PartMissingError as missing:
        absent(missing)


def embedded(city: Path) -> Site:
    folder = city / "embedded"
    folder.mkdir()
    for name in ("policies", "catalog"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "var").mkdir()
    (folder / "var" / "demo").symlink_to(city / "city")
    shutil.copy(ROOT / "gateway.toml", folder)
    return with_tokens(read(folder / "gateway.toml", {}))


def with_tokens(settings: Settings, keys_of: Path | None = None) -> Site:
    data_dir = settings.gateway.data_dir
    data_dir.mkdir(exist_ok=True)
    for file in keys_of.glob("*key*") if keys_of is not None else ():
        shutil.copy(file, data_dir / file.name)
    keys = KeyFile(data_dir / "keys", master_key(data_dir, None))
    for key in story.KEYS if keys_of is None else ():
        keys.create_key(key)
    now = datetime.datetime.now(datetime.UTC)
    storage = Storage.open(data_dir, keys)
    until = now + datetime.timedelta(hours=1)
    tokens = {p: storage.tokens.create(p, purposes, None, until, now=now)[1] for p, purposes in story.tokens().items()}
    storage.close(now)
    return Site(settings, tokens)


def test_the_city_on_trino_answers_as_the_embedded_one(sites: tuple[Site, Site]) -> None:
    asked: dict[tuple[str, str], tuple[str, str | None, str]] = {}
    for statement in story.ALL:
        for asker in statement.askers:
            for accept in FORMATS:
                asked[f"{statement.title} {asker.principal}", accept] = (asker.principal, asker.purpose, statement.sql)
    for name, sql in MORE.items():
        for accept in FORMATS[:2]:
            asked[name, accept] = ("user:zhangwei", "case-investigation", sql)
    one, other = (site.ask(asked) for site in sites)
    assert {place: found for place, found in other.items() if found != one[place]} == {}
    assert sum(answer.status == 200 and bool(answer.told) for answer in one.values()) > len(one) / 2
    assert one["error", FORMATS[0]].status != 200


def test_the_audit_names_the_query_that_trino_ran(sites: tuple[Site, Site]) -> None:
    site = sites[1]
    site.ask(
        {("one", FORMATS[0]): ("user:zhangwei", "case-investigation", "SELECT count(*) FROM police.main.residents")}
    )
    data_dir = site.settings.gateway.data_dir
    storage = Storage.open(data_dir, KeyFile(data_dir / "keys", master_key(data_dir, None)))
    try:
        record = storage.audit.search(limit=1)[0].record
    finally:
        storage.close(datetime.datetime.now(datetime.UTC))
    query = httpx.get(
        f"{site.settings.trino.coordinators[0]}/v1/query/{record.engine_query}", headers={"X-Trino-User": "t"}
    ).json()
    session = query["session"]
    assert query["state"] == "FINISHED"
    assert (session["user"], session["source"]) == ("huiliu", "huiliu")
    assert json.loads(session["clientInfo"]) == {
        "statement": record.statement,
        "principal": "user:zhangwei",
        "purpose": "case-investigation",
    }
