"""Queries over what describes the catalogue, run: any SQL, over the tables of one view and no other."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from gateway.catalog.visible import Visible
from gateway.engines import duckdb_listing
from gateway.engines.duckdb_listing import ListingEngine
from gateway.engines.engine import OURS, PageFormat
from gateway.errors import ErrorCode, GatewayError, OwnError
from gateway.execution.judge import judge
from gateway.execution.listing import look
from gateway.execution.request import Request
from gateway.execution.world import Listed, World
from gateway.pipeline.stages import Session, Statement
from gateway.policy.principal import Asking, Principal
from tests.execution.small_world import CATALOG, Policy
from tests.world import INSTANT

T = TypeVar("T")
ANA = Asking(principal=Principal(code="user:ana", department="minzheng"))
CY = Asking(principal=Principal(code="user:cy", department="minzheng"))


def listed(sql: str, who: Asking = ANA, policy: Policy | None = None) -> Listed:
    session = Session(catalog="police", schema="main")
    statement = Statement(sql=sql, asking=who, session=session, instant=INSTANT, engine="trino")
    found = judge(statement, Request(sql=sql, asking=who), World(CATALOG, policy or Policy()))
    assert isinstance(found, Listed)
    return found


async def rows(engine: ListingEngine, found: Listed, seconds: float = 20) -> list[list[Any]]:
    run = await engine.run(found.plan, found.visible, PageFormat.JSON, seconds=seconds, origin=OURS)
    pages = [page.body async for page in run.pages()]
    read: list[list[Any]] = json.loads(b"[" + b",".join(pages) + b"]")
    return read


def on_engine(folder: Path, work: Callable[[ListingEngine], Awaitable[T]]) -> T:
    async def main() -> T:
        engine = ListingEngine(folder / "listing")
        try:
            return await work(engine)
        finally:
            await engine.stop()

    return asyncio.run(main())


def answers(folder: Path, *statements: str) -> list[list[list[Any]]]:
    async def work(engine: ListingEngine) -> list[list[list[Any]]]:
        return [await rows(engine, listed(sql)) for sql in statements]

    return on_engine(folder, work)


def test_what_drivers_ask(tmp_path: Path) -> None:
    """The JDBC driver's statements, dbt's join and Superset's lists, over one table of two columns."""
    found = answers(
        tmp_path,
        "SELECT TABLE_CAT, TABLE_SCHEM, TABLE_NAME, TABLE_TYPE, REMARKS FROM system.jdbc.tables "
        "WHERE TABLE_CAT = 'police' AND TABLE_SCHEM LIKE 'mai_' ESCAPE '\\' AND TABLE_TYPE IN ('TABLE', 'VIEW') "
        "ORDER BY TABLE_TYPE, TABLE_CAT, TABLE_SCHEM, TABLE_NAME",
        "SELECT COLUMN_NAME, DATA_TYPE, TYPE_NAME, COLUMN_SIZE, DECIMAL_DIGITS, NUM_PREC_RADIX, NULLABLE, REMARKS, ORDINAL_POSITION, IS_NULLABLE "
        "FROM system.jdbc.columns WHERE TABLE_NAME LIKE 'people' ESCAPE '\\' ORDER BY ORDINAL_POSITION",
        "SELECT t.table_name, c.column_name, m.comment, v.name FROM information_schema.tables AS t "
        "JOIN information_schema.columns AS c ON t.table_name = c.table_name AND t.table_schema = c.table_schema "
        "LEFT JOIN system.metadata.table_comments AS m ON m.table_name = t.table_name AND m.schema_name = t.table_schema AND m.catalog_name = t.table_catalog "
        "LEFT JOIN system.metadata.materialized_views AS v ON v.name = t.table_name "
        "WHERE t.table_schema = 'main' ORDER BY c.ordinal_position DESC",
        'SELECT schema_name FROM "police".INFORMATION_SCHEMA.schemata ORDER BY 1',
        "SELECT * FROM police.information_schema.views",
        "SELECT count(*) FROM system.jdbc.types WHERE case_sensitive",
    )
    assert found[0] == [["police", "main", "people", "TABLE", "人口; L3"]]
    assert found[1] == [
        ["id", -5, "bigint", 19, None, 10, 1, None, 1, "YES"],
        ["phone", 12, "varchar", 2147483647, None, None, 1, "电话; L3; mask partial:3:4", 2, "YES"],
    ]
    assert found[2] == [["people", "phone", "人口; L3", None], ["people", "id", "人口; L3", None]]
    assert found[3] == [["information_schema"], ["main"]]
    assert found[4] == []
    assert found[5] == [[0]]


def test_information_schema_is_that_of_its_catalog_and_jdbc_that_of_all(tmp_path: Path) -> None:
    own, systems, everywhere = answers(
        tmp_path,
        "SELECT DISTINCT table_catalog FROM information_schema.columns",
        "SELECT DISTINCT table_catalog FROM system.information_schema.columns",
        "SELECT DISTINCT table_cat FROM system.jdbc.columns ORDER BY 1",
    )
    assert (own, systems, everywhere) == ([["police"]], [["system"]], [["police"], ["system"]])


def test_hidden_columns_have_names_and_are_in_no_list(tmp_path: Path) -> None:
    """As in Trino: SQLAlchemy names `comment`, and `*` does not have it."""
    named, starred, renamed, joined, told = answers(
        tmp_path,
        "SELECT comment, column_comment, extra_info, c.comment FROM information_schema.columns AS c WHERE column_name = 'phone'",
        "SELECT c.*, * FROM information_schema.columns AS c WHERE column_name = 'phone'",
        "SELECT h FROM information_schema.columns AS c(a, b, c, d, e, f, g, h) WHERE d = 'phone'",
        "SELECT * FROM information_schema.schemata AS s JOIN information_schema.tables AS t ON table_schema = schema_name WHERE table_comment = '人口; L3'",
        "SELECT column_name FROM system.jdbc.columns WHERE table_schem = 'information_schema' AND table_name = 'tables' AND table_cat = 'police'",
    )
    assert named == [["电话; L3; mask partial:3:4", "电话; L3; mask partial:3:4", None, "电话; L3; mask partial:3:4"]]
    assert len(starred[0]) == 16
    assert renamed == [["varchar"]]
    assert joined == [["police", "main", "police", "main", "people", "BASE TABLE"]]
    assert [row[0] for row in told] == ["table_catalog", "table_schema", "table_name", "table_type"]


def test_every_relation_can_be_read_with_its_declared_types(tmp_path: Path) -> None:
    visible = look(World(CATALOG, Policy()), ANA, frozenset())
    names = [name for name in visible.relations if (name.catalog, name.schema) != ("police", "main")]
    found = answers(tmp_path, *(f"SELECT * FROM {name}" for name in names))
    assert len(found) == len(names) > 30


def test_views_stay_apart_whatever_is_asked_at_once(tmp_path: Path) -> None:
    sql = "SELECT table_name FROM system.jdbc.tables WHERE table_schem = 'main'"

    async def work(engine: ListingEngine) -> list[list[list[Any]]]:
        asked = [listed(sql, who) for who in (ANA, CY) * 10]
        return list(await asyncio.gather(*(rows(engine, one) for one in asked)))

    assert on_engine(tmp_path, work) == [[["people"]], []] * 10


def test_a_plan_may_read_the_database_of_its_own_view_only(tmp_path: Path) -> None:
    """The plan is for Ana's view; what it is given is Cy's."""

    async def work(engine: ListingEngine) -> None:
        hers, his = (
            listed("SELECT table_name FROM system.jdbc.tables"),
            listed("SELECT table_name FROM system.jdbc.tables", CY),
        )
        with pytest.raises(OwnError):
            await engine.run(hers.plan, his.visible, PageFormat.JSON, seconds=20, origin=OURS)

    on_engine(tmp_path, work)


def test_old_views_go_and_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duckdb_listing, "FILES", 2)
    sql = "SELECT remarks FROM system.jdbc.columns WHERE column_name = 'phone'"

    async def work(engine: ListingEngine) -> list[Any]:
        found = []
        for kept in (1, 2, 3, 4, 5, 6, 1):
            policy = Policy(mask=f"partial:{kept}:4")
            found += [row[0] for row in await rows(engine, listed(sql, ANA, policy))]
            assert len(list((tmp_path / "listing" / "files").iterdir())) <= 2
        return found

    assert on_engine(tmp_path, work) == [f"电话; L3; mask partial:{kept}:4" for kept in (1, 2, 3, 4, 5, 6, 1)]


def test_a_query_without_end_has_one(tmp_path: Path) -> None:
    columns = ", ".join(f"system.jdbc.columns AS c{n}" for n in range(9))

    async def work(engine: ListingEngine) -> list[list[Any]]:
        with pytest.raises(GatewayError) as caught:
            await rows(
                engine, listed(f"SELECT count(*) FROM {columns} WHERE c0.column_size + c8.column_size = 7"), seconds=2
            )
        assert caught.value.code is ErrorCode.EXCEEDED_TIME_LIMIT
        return await rows(engine, listed("SELECT count(*) FROM information_schema.schemata"))

    assert on_engine(tmp_path, work) == [[2]]


def test_a_view_that_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    found = listed("SELECT count(*) FROM information_schema.schemata")
    broken = Listed(found.plan, Visible(found.visible.key, {**found.visible.tables, "schemas": (("a",), ())}))

    async def work(engine: ListingEngine) -> list[list[Any]]:
        with pytest.raises(GatewayError):
            await rows(engine, broken)
        return await rows(engine, found)

    assert on_engine(tmp_path, work) == [[2]]
