"""The contract of every kind of source: what is found there, and that the same plan gives the same answer everywhere."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import pytest

from gateway.catalog.accepted import AcceptedSource
from gateway.catalog.drift import accept, compare
from gateway.catalog.names import RelationName
from gateway.catalog.relations import Read, Relation, Source
from gateway.catalog.snapshot import SourceEntry, SourceState, build
from gateway.catalog.types import Type, parse_type
from gateway.engines.duckdb import DuckDBEngine
from tests.contracts.world import COLUMNS, FILE_WORLDS, SERVER_WORLDS, World
from tests.engines.world import engine, plan, read

pytestmark = pytest.mark.slow

# What the owner accepts: for loose sources the types are the owner's to say.
ACCEPTED = {
    "id": "bigint", "name": "varchar", "Code": "varchar", "amount": "decimal(10,2)", "rate": "double", "born": "date",
    "seen": "timestamp(6)", "active": "boolean",
}  # fmt: skip
FOUND = {
    "sqlite": {},
    # A sample with so much dirt says nothing for certain: the owner does.
    "csv": dict.fromkeys(("amount", "rate", "born", "seen", "active"), "varchar"),
    "parquet": {},
    "duckdb": {},
    "postgresql": {},
    "mysql": {"name": "varchar(50)", "Code": "varchar(50)", "active": "tinyint"},
}


@pytest.fixture(scope="module", params=[*FILE_WORLDS, *SERVER_WORLDS])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> World:
    kind = request.param
    if kind in FILE_WORLDS:
        return FILE_WORLDS[kind](tmp_path_factory.mktemp(kind))
    return SERVER_WORLDS[kind](request.getfixturevalue("mariadb" if kind == "mysql" else "postgresql"))


@pytest.fixture(scope="module")
def relation(world: World) -> Relation:
    """The table as the catalogue has it once its owner accepted it."""
    connector = world.source.connector
    found = connector.inspect("src", world.source.options, world.source.credentials)
    accepted = accept(found, AcceptedSource(source="src"))
    if world.loose:
        accepted = _with_types(accepted)
    entry = SourceEntry(
        source=Source(name="src", kind=connector.kind, owner="o"),
        loose=connector.loose,
        compares_otherwise=connector.compares_otherwise,
        folder=connector.folder,
    )
    catalog = build([entry], {"src": accepted}, {"src": SourceState(found=found)})
    return catalog.relations[RelationName("src", world.schema, "people")]


def _with_types(accepted: AcceptedSource) -> AcceptedSource:
    from dataclasses import replace

    relations = tuple(
        replace(r, columns=tuple(replace(c, type=parse_type(ACCEPTED[c.name])) for c in r.columns))
        for r in accepted.relations
    )
    return replace(accepted, relations=relations)


@pytest.fixture(scope="module")
def ask(world: World, relation: Relation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Run a query over the permitted view `v` and get its rows as JSON values."""
    loop = asyncio.new_event_loop()
    running: DuckDBEngine = engine(tmp_path_factory.mktemp("engine"), [world.source])
    loop.run_until_complete(running.start())

    def run(sql: str, columns: Iterable[tuple[str, str]]) -> list[list[Any]]:
        text = sql.replace("$v", f"(SELECT {view(relation)})")
        asked = plan(text, list(columns), locations=[relation.location])
        _, body, _, _ = loop.run_until_complete(read(running, asked))
        rows: list[list[Any]] = json.loads(b"[" + body + b"]")
        return rows

    yield run
    loop.run_until_complete(running.stop())
    loop.close()


def view(relation: Relation) -> str:
    """What the printer reads a base relation as."""
    from gateway.catalog.convert import convert_expression

    shown = []
    for column in relation.columns:
        name = '"' + column.source_name + '"'
        match column.read:
            case Read.CONVERT:
                text = convert_expression(name, column.type)
            case Read.TEXT:
                text = f"({name} || '')"
            case _:
                text = name
        if column.name == "active" and column.type.base == "tinyint":
            text = f"({text} <> 0)"
        shown.append(f'{text} AS "{column.name}"')
    place = ".".join(f'"{part}"' for part in relation.location)
    return f"{', '.join(shown)} FROM {place}"


ALL_COLUMNS = [(name.lower(), text) for name, text in ACCEPTED.items()]


def _expected(row: tuple[Any, ...]) -> list[Any]:
    values = []
    for value, (_, text) in zip(row, ALL_COLUMNS, strict=True):
        if value is None or isinstance(value, bool | int | float):
            values.append(value)
        elif isinstance(value, Decimal):
            values.append(str(value))
        else:
            values.append(value.strftime("%Y-%m-%d %H:%M:%S.%f") if text.startswith("timestamp") else str(value))
    return values


def test_inspection_finds_the_table_with_trino_types(world: World) -> None:
    found = world.source.connector.inspect("src", world.source.options, world.source.credentials)
    people = next(r for r in found if r.name == "people")
    assert (people.schema, people.kind) == (world.schema, "table")
    expected = {**ACCEPTED, **FOUND[world.source.connector.kind]}
    assert {c.name: str(c.type) for c in people.columns} == expected
    assert tuple(c.name for c in people.columns) == COLUMNS
    if world.source.connector.kind in ("postgresql", "mysql"):
        assert people.comment == "人口"
        assert people.columns[1].comment == "姓名"


def test_every_row_is_read_as_it_is_and_dirt_is_null(world: World, ask: Any) -> None:
    rows = ask("SELECT * FROM $v AS v", ALL_COLUMNS)
    assert sorted(rows, key=str) == sorted((_expected(row) for row in world.rows), key=str)


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        ("name = 'air'", [1]),
        ("name = 'AIR'", [2]),
        ("name = 'air '", [3]),
        ("name <> 'air' AND id < 6", [2, 3, 4, 5]),
        ("name = 'e'", [5]),
        ("name IN ('é', '张三')", [4, 6]),
        ("name LIKE 'air%'", [1, 3]),
        ("name LIKE 'A%'", [2]),
        ("name > 'a' AND name < 'f' AND id < 10", [1, 3, 5]),
        ("name = ''", [9]),
        ("name IS NULL", [8]),
        ("name = '𠀀'", [7]),
        ("code = 'a1'", [2]),
        ("code = 'x''\"y'", [7]),
        ("code IS DISTINCT FROM 'A1' AND id <= 3", [2, 3]),
        ("code = 'A1' OR code IS DISTINCT FROM 'a1' AND id < 3", [1]),
        ("amount = 10.5", [1]),
        ("amount BETWEEN 1 AND 2 AND id < 10", [6, 7, 9]),
        ("amount = 99999999.99", [4]),
        ("rate = 0.1", [4]),
        ("rate < 0", [2]),
        ("born = DATE '2000-02-29'", [2]),
        ("born < DATE '1950-01-01'", [3]),
        ("seen = TIMESTAMP '2024-01-02 03:04:05.6'", [2]),
        ("seen >= TIMESTAMP '2024-12-31 00:00:00'", [5]),
        ("active", [1, 3, 6, 7]),
        ("NOT active", [2, 5, 9]),
        ("active IS NULL AND id < 10", [4, 8]),
        ("id = 1 OR id IS DISTINCT FROM 9 AND id > 7 AND id < 10", [1, 8]),
        ("id IN (3, 5, 77)", [3, 5]),
    ],
)
def test_a_condition_means_the_same_at_every_source(ask: Any, condition: str, ids: list[int]) -> None:
    rows = ask(f"SELECT id FROM $v AS v WHERE {condition}", [("id", "bigint")])
    assert sorted(row[0] for row in rows if row[0] is not None) == ids


@pytest.mark.parametrize(
    ("sql", "columns", "expected"),
    [
        ("SELECT count(*) AS n FROM $v AS v WHERE id < 10", ["bigint"], [[9]]),
        ("SELECT name, count(*) AS n FROM $v AS v WHERE id <= 3 GROUP BY name ORDER BY name", ["varchar", "bigint"], [["AIR", 1], ["air", 1], ["air ", 1]]),
        ("SELECT count(DISTINCT lower(rtrim(name))) AS n FROM $v AS v WHERE id <= 3", ["bigint"], [[1]]),
        ("SELECT sum(amount) AS s, max(born) AS b, min(seen) AS m FROM $v AS v WHERE id < 10", ["decimal(38,2)", "date", "timestamp(6)"],
         [["100000011.34", "2024-12-31", "1960-12-31 23:59:59.000000"]]),
        ("SELECT id FROM $v AS v WHERE id < 10 ORDER BY name NULLS FIRST, id LIMIT 3", ["bigint"], [[8], [9], [2]]),
        ("SELECT id FROM $v AS v WHERE id < 10 ORDER BY name DESC NULLS LAST, id LIMIT 2", ["bigint"], [[7], [6]]),
        ("SELECT max(x) AS m FROM (SELECT max(amount) AS x FROM $v AS v WHERE id < 10 GROUP BY active) AS q", ["decimal(10,2)"], [["99999999.99"]]),
        ("SELECT a.id, b.id AS other FROM $v AS a JOIN $v AS b ON a.name = b.code WHERE a.id < 10 AND b.id < 10 ORDER BY 1", ["bigint", "bigint"], [[4, 5], [5, 4]]),
        ("WITH fence AS MATERIALIZED (SELECT id, name FROM $v AS v) SELECT id FROM fence WHERE name = 'air'", ["bigint"], [[1]]),
    ],
)  # fmt: skip
def test_a_query_means_the_same_at_every_source(
    ask: Any, sql: str, columns: list[str], expected: list[list[Any]]
) -> None:
    assert ask(sql, [(f"c{at}", text) for at, text in enumerate(columns)]) == expected


def test_nothing_drifts_when_nothing_changes(world: World) -> None:
    connector = world.source.connector
    found = connector.inspect("src", world.source.options, world.source.credentials)
    accepted = accept(found, AcceptedSource(source="src"))
    again = connector.inspect("src", world.source.options, world.source.credentials)
    assert compare(again, accepted, loose=connector.loose).none
    assert {str(c.type) for r in accepted.relations for c in r.columns} <= {str(t) for t in _types(found)}


def _types(found: Any) -> Iterator[Type]:
    for relation in found:
        for column in relation.columns:
            if column.type is not None:
                yield column.type


def test_dirt_is_counted_for_the_owner(world: World, relation: Relation, ask: Any) -> None:
    from gateway.engines.dirt import dirt_plan

    asked = dirt_plan(relation)
    if not world.loose:
        assert asked is None
        return
    assert asked is not None
    place = ".".join(f'"{part}"' for part in relation.location)
    assert asked.sql.endswith(f"FROM {place}")
    [row] = ask(asked.sql, [(c.name, "bigint") for c in asked.columns])
    counted = dict(zip([c.name for c in asked.columns], row, strict=True))
    assert counted == {
        "rows": 11, "id": 1, "name": 0, "code": 0, "amount": 1, "rate": 1, "born": 2, "seen": 2, "active": 1,
    }  # fmt: skip
