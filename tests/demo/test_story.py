"""The story of `make demo`, told by the real parts: shipped policies, shipped catalogue, prepare, the embedded engine, a city."""

from __future__ import annotations

import asyncio
import datetime
import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import connectors
from gateway.catalog.relations import Catalog
from gateway.demo import story
from gateway.demo.departments import ALL
from gateway.demo.generate import generate
from gateway.demo.stores import place
from gateway.engines.duckdb import DuckDBEngine, EngineBounds, EngineSource
from gateway.engines.engine import PageFormat
from gateway.errors import ErrorCode, GatewayError
from gateway.pipeline.bound import Key
from gateway.pipeline.prepare import prepare
from gateway.pipeline.stages import Session, Statement
from gateway.policy.owners import Owner
from gateway.policy.policy_set import PolicySet
from gateway.policy.principal import Asking
from gateway.policy.reading import read_folder
from gateway.policy.release import release
from gateway.storage import pads
from tests.demo.conftest import ROOT

pytestmark = pytest.mark.slow
NOON = datetime.datetime(2026, 11, 22, 4, tzinfo=datetime.UTC)

Row = dict[str, Any]
Told = list[Row] | ErrorCode


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Big enough that every statement has an answer."""
    folder = tmp_path_factory.mktemp("story") / "city"
    generate(folder, 20_000, 7)
    return folder


@pytest.fixture(scope="module")
def policy(owners: tuple[Owner, ...], catalog: Catalog) -> PolicySet:
    return release(read_folder(ROOT / "policies"), owners, on=datetime.date(2026, 11, 22), catalog=catalog)


@pytest.fixture(scope="module")
def told(
    city: Path, catalog: Catalog, policy: PolicySet, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], Told]:
    """Every answer of the story, by statement title and principal."""
    return asyncio.run(_tell(city, catalog, policy, tmp_path_factory.mktemp("engine")))


async def _tell(city: Path, catalog: Catalog, policy: PolicySet, directory: Path) -> dict[tuple[str, str], Told]:
    engine = DuckDBEngine(list(_sources(city)), EngineBounds(directory=directory / "engine"), _key_material)
    await engine.start()
    try:
        return {
            (statement.title, asker.principal): await _answer(engine, statement.sql, asker, catalog, policy)
            for statement in story.ALL
            for asker in statement.askers
        }
    finally:
        await engine.stop()


async def _answer(engine: DuckDBEngine, sql: str, asker: story.Asker, catalog: Catalog, policy: PolicySet) -> Told:
    asking = Asking(principal=policy.principal(asker.principal), purpose=asker.purpose)
    try:
        plan = prepare(Statement(sql=sql, asking=asking, session=Session(), instant=NOON), catalog, policy)
    except GatewayError as error:
        return error.code
    run = await engine.run(plan, PageFormat.NDJSON, seconds=60)
    try:
        return [json.loads(line) for line in b"".join([page.body async for page in run.pages()]).splitlines()]
    finally:
        await run.close()


def _sources(city: Path) -> Iterator[EngineSource]:
    for department in ALL:
        connector = connectors.ALL[department.store.value]
        options = connector.options.model_validate({"path": str(place(department, city))})
        yield EngineSource(name=department.code, connector=connector, options=options)


def _key_material(key: Key) -> bytes:
    return pads(hashlib.sha256(repr(key).encode()).digest())


def rows(told: dict[tuple[str, str], Told], statement: story.Statement, principal: str) -> list[Row]:
    answer = told[statement.title, principal]
    assert isinstance(answer, list), answer
    assert answer
    return answer


def test_those_who_are_to_be_refused_are_and_nobody_else(told: dict[tuple[str, str], Told]) -> None:
    for statement in story.ALL:
        for asker in statement.askers:
            answer = told[statement.title, asker.principal]
            assert isinstance(answer, ErrorCode) == asker.refused, (statement.title, asker.principal, answer)


def test_the_officer_and_the_investigator_see_the_same_people_in_two_forms(told: dict[tuple[str, str], Told]) -> None:
    officer, investigator = (rows(told, story.CHECK, who) for who in ("user:lihua", "user:zhangwei"))
    assert [row["application_no"] for row in officer] == [row["application_no"] for row in investigator]
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", row["id_card"]) for row in officer)
    assert all(len(row["id_card"]) != 43 for row in investigator)
    assert [row["name"] for row in officer] == [row["name"] for row in investigator]
    assert all(str(row["birth_date"]).endswith("-01-01") for row in officer if row["birth_date"])


def test_the_officer_sees_applicants_of_the_own_district_only(told: dict[tuple[str, str], Told], city: Path) -> None:
    with sqlite3.connect(city / "civil.sqlite") as civil:
        places = dict(civil.execute("SELECT application_no, region_code FROM applicants"))
    civil.close()
    for row in rows(told, story.CHECK, "user:lihua"):
        assert places[row["application_no"]].startswith("331202")


def test_the_register_shows_each_reader_its_own_columns(told: dict[tuple[str, str], Told]) -> None:
    public, other, own = (rows(told, story.REGISTER, who) for who in ("user:public", "user:hejing", "user:xuming"))
    assert set(public[0]) == {
        "credit_code",
        "name",
        "kind",
        "legal_person",
        "registered_capital",
        "established_on",
        "status",
    }
    assert {row["status"] for row in public} <= {"存续", "经营异常"}
    assert set(other[0]) == set(own[0]) > set(public[0])
    assert all(len(row["legal_person_id_card"]) == 43 for row in other)
    assert all(row["phone"] is None or "*" in row["phone"] for row in other)
    assert any(len(row["legal_person_id_card"]) == 18 for row in own)


def test_the_analyst_counts_generalised_values(told: dict[tuple[str, str], Told]) -> None:
    analyst, clinic = (rows(told, story.STATISTICS, who) for who in ("user:wangfang", "user:liumei"))
    assert all(row["region_code"].endswith("000000") for row in analyst)
    assert all(re.fullmatch(r"\d+-\d+|90\+|\*\*\*", row["birth_date"]) for row in analyst)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", row["birth_date"]) for row in clinic)
    assert analyst[0]["visits"] > clinic[0]["visits"]
