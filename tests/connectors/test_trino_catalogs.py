"""A genuine Trino over the suite's PostgreSQL and MariaDB, through the catalogs that are rendered for it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from connectors.trino_catalog import NoCatalog, catalog_properties, catalog_text
from gateway.catalog.accepted import AcceptedSource
from gateway.catalog.drift import accept
from gateway.catalog.found import FoundColumn
from gateway.catalog.relations import Read, Relation, Source
from gateway.catalog.snapshot import SourceEntry, SourceState, build
from gateway.catalog.trino import trino_location, trino_read
from gateway.catalog.types import parse_type
from gateway.engines.duckdb import DuckDBEngine, EngineSource
from tests.architecture.test_documents import names, rows
from tests.connectors.dirty import FIFTH, PREPARED, VALUES
from tests.contracts.test_connectors import view
from tests.contracts.world import server_source
from tests.engines.world import engine, plan, read, with_engine
from tests.servers import Server
from tests.trino.client import TrinoError
from tests.trino.server import Trino, running, settled

pytestmark = pytest.mark.slow

PAGE = Path(__file__).parents[2] / "docs" / "trino.md"
KINDS = [pytest.param("postgresql", id="postgresql"), pytest.param("mysql", id="mariadb")]
HEADINGS = {"postgresql": "## Types of PostgreSQL", "mysql": "## Types of MariaDB"}


@dataclass(frozen=True)
class There:
    """A source, and the catalog `name` over it on the server."""

    trino: Trino
    name: str
    source: EngineSource
    server: Server

    @property
    def schema(self) -> str:
        return "public" if self.server.kind == "postgresql" else self.server.database

    def ask(self, sql: str) -> list[list[Any]]:
        return [list(row) for row in self.trino.client(self.name, self.schema).run(sql).rows]

    def described(self, table: str) -> dict[str, str]:
        return {row[0]: row[1] for row in self.ask(f"DESCRIBE {table}")}

    def found(self, table: str) -> list[FoundColumn]:
        connector = self.source.connector
        relations = connector.inspect("src", self.source.options, self.source.credentials)
        return [column for one in relations if one.name == table for column in one.columns]


def rendered(source: EngineSource, credentials: str = "env:DB") -> Mapping[str, str]:
    assert not isinstance(source.connector.trino, NoCatalog)
    return catalog_properties(source.name, source.connector.trino(source.options), credentials)


@contextmanager
def attached(trino: Trino, source: EngineSource, server: Server) -> Iterator[There]:
    """The catalog made on the running server, of the same properties; what it would read from its environment is put in here."""
    values = {"${ENV:DB_USER}": server.user, "${ENV:DB_PASSWORD}": server.password}
    words = {key: values.get(value, value) for key, value in rendered(source).items()}
    kind, name = words.pop("connector.name"), f"src_{server.database}"
    listed = ", ".join(f"\"{key}\" = '{value}'" for key, value in words.items())
    trino.run(f"CREATE CATALOG {name} USING {kind} WITH ({listed})")
    try:
        yield There(trino, name, source, server)
    finally:
        trino.run(f"DROP CATALOG {name}")


@pytest.fixture(params=KINDS)
def fresh(request: pytest.FixtureRequest) -> tuple[str, Server]:
    server: Server = request.getfixturevalue("postgresql" if request.param == "postgresql" else "mariadb")
    return request.param, server.fresh_database()


def documented(kind: str) -> list[list[str]]:
    return rows("trino.md", HEADINGS[kind])[1:]


def test_types_are_in_trino_what_the_page_says(fresh: tuple[str, Server], trino: Trino) -> None:
    kind, server = fresh
    types = [type_ for row in documented(kind) for type_ in names(row[0])]
    assert len(types) > 40
    columns = ", ".join(f"c{at} {type_} NULL" for at, type_ in enumerate(types))
    server.execute(f"{PREPARED[kind]} CREATE TABLE t ({columns})")
    told: dict[str, list[str]] = {}
    for clean in (False, True):
        source = server_source("src", kind, server, clean=clean)
        with attached(trino, source, server) as there:
            described, found = there.described("t"), there.found("t")
        for type_, column in zip(types, found, strict=True):
            accepted = told.setdefault(type_, ["left out" if column.type is None else f"`{column.type}`"])
            accepted.append(cell(column, described.get(column.name)))
    assert told == {type_: row[1:] for row in documented(kind) for type_ in names(row[0])}


def cell(column: FoundColumn, there: str | None) -> str:
    """How the page says what Trino has for a column, and how it is read."""
    if column.type is None:
        return "-"
    how = trino_read(column.type, parse_type(there)) if there else None
    return f"`{there}`, {how.value if how else 'not read'}"


def test_dirty_values_fail_nothing_and_are_what_the_embedded_engine_gives(
    fresh: tuple[str, Server], trino: Trino, tmp_path: Path
) -> None:
    kind, server = fresh
    server.execute(PREPARED[kind] + VALUES[kind])
    source = server_source("src", kind, server)
    relation = accepted(source, "t")
    with attached(trino, source, server) as there:
        described = there.described("t")
        shown = ", ".join(reading(column.name, str(column.type), described[column.name]) for column in relation.columns)
        in_trino = there.ask(f"SELECT {shown} FROM t ORDER BY id")
    embedded = in_embedded(source, relation, tmp_path)
    *others, fifth = (dict(zip(described, row, strict=True)) for row in in_trino)
    assert others == [dict(zip(described, row, strict=True)) for row in embedded]
    assert len(others) == 4 - (kind == "mysql")
    assert fifth.items() >= FIFTH[kind].items()


def reading(name: str, accepted: str, there: str) -> str:
    how = trino_read(parse_type(accepted), parse_type(there))
    assert how is not None, name
    match how:
        case Read.PLAIN:
            text = name
        case Read.CAST:
            text = f"CAST({name} AS {accepted})"
        case _:
            text = f"TRY_CAST({name} AS {accepted})"
    return f"{text} AT TIME ZONE 'UTC'" if accepted.endswith("zone") else text


def accepted(source: EngineSource, table: str) -> Relation:
    """The relation as the catalogue has it once its owner accepted it."""
    connector = source.connector
    found = connector.inspect("src", source.options, source.credentials)
    entry = SourceEntry(
        source=Source(name="src", kind=connector.kind, owner="o"),
        loose=connector.loose,
        compares_otherwise=connector.compares_otherwise,
        folder=connector.folder,
    )
    catalog = build([entry], {"src": accept(found, AcceptedSource(source="src"))}, {"src": SourceState(found=found)})
    [relation] = [one for one in catalog.relations.values() if one.location[2] == table]
    return relation


def in_embedded(source: EngineSource, relation: Relation, folder: Path) -> list[list[Any]]:
    columns = [(column.name, str(column.type)) for column in relation.columns]
    answer: list[list[Any]] = []

    async def work(running: DuckDBEngine) -> None:
        sql = f"SELECT * FROM (SELECT {view(relation)}) AS v WHERE id < 5 ORDER BY id"
        _, body, _, _ = await read(running, plan(sql, columns, locations=[relation.location]))
        answer.extend(json.loads(b"[" + body + b"]"))

    with_engine(engine(folder, [source]), work)
    return answer


def test_every_accepted_relation_is_found_by_its_folded_name(fresh: tuple[str, Server], trino: Trino) -> None:
    kind, server = fresh
    quote = '"' if kind == "postgresql" else "`"
    tables = ["plain", "Mixed", "人口", "we.ird name", "a_b", "axb", "ПРИВЕТ"]
    for at, table in enumerate(tables):
        name = f"{quote}{table}{quote}"
        server.execute(f"CREATE TABLE {name} ({quote}Id{quote} int); INSERT INTO {name} VALUES ({at})")
    source = server_source("src", kind, server)
    with attached(trino, source, server) as there:
        for at, table in enumerate(tables):
            _, *place = trino_location(accepted(source, table))
            name = ".".join(f'"{part}"' for part in place)
            assert there.ask(f"SELECT id FROM {name}") == [[at]], table


def test_names_that_differ_only_in_case_are_refused_by_both(postgresql: Server, trino: Trino) -> None:
    server = postgresql.fresh_database()
    server.execute('CREATE TABLE twin (a int); CREATE TABLE "Twin" (a int); CREATE TABLE other (a int)')
    source = server_source("src", "postgresql", server)
    with attached(trino, source, server) as there:
        with pytest.raises(TrinoError, match="Ambiguous name"):
            there.ask("SELECT a FROM twin")
        assert there.ask("SELECT a FROM other") == []
    assert accepted(source, "other").location == ("src", "public", "other")
    with pytest.raises(ValueError, match="not enough values"):
        accepted(source, "twin")


def test_nothing_can_be_written_through_the_catalog(fresh: tuple[str, Server], trino: Trino) -> None:
    kind, server = fresh
    server.execute("CREATE TABLE t (a int); INSERT INTO t VALUES (1)")
    with attached(trino, server_source("src", kind, server), server) as there:
        for sql in (
            "INSERT INTO t VALUES (2)",
            "DELETE FROM t",
            "CREATE TABLE u (a int)",
            "DROP TABLE t",
            f"CALL {there.name}.system.execute('delete from {there.schema}.t')",
        ):
            with pytest.raises(TrinoError, match=r"(?i)read[- ]only"):
                there.ask(sql)
        assert there.ask("SELECT a FROM t") == [[1]]


def test_no_key_of_a_join_travels(fresh: tuple[str, Server], trino: Trino) -> None:
    kind, server = fresh
    with attached(trino, server_source("src", kind, server), server) as there:
        [row] = there.ask(f"SHOW SESSION LIKE '{there.name}.dynamic\\_filtering\\_enabled' ESCAPE '\\'")
        assert row[1] == "false"


def test_postgresql_ends_what_takes_too_long_and_its_owner_sees_whose_it_is(postgresql: Server, trino: Trino) -> None:
    server = postgresql.fresh_database()
    server.execute(
        "CREATE VIEW me AS SELECT current_query()::text AS asked, current_setting('application_name') AS who;"
        "CREATE VIEW slow AS SELECT 1 AS a FROM pg_sleep(20)"
    )
    source = server_source("src", "postgresql", server, statement_seconds=1)
    with attached(trino, source, server) as there:
        [[asked, who]] = there.ask("SELECT asked, who FROM me")
        assert re.search(r"/\*huiliu \d{8}_\d{6}_\d{5}_\w{5}\*/", asked), asked
        assert who == "huiliu"
        with pytest.raises(TrinoError, match="statement timeout"):
            there.ask("SELECT a FROM slow")


def test_a_server_starts_with_the_files_and_takes_secrets_from_its_environment(
    postgresql: Server, mariadb: Server, trino: Trino
) -> None:
    files: dict[str, str] = {}
    environment: dict[str, str] = {}
    for name, kind, server in (("civil", "postgresql", postgresql), ("health", "mysql", mariadb)):
        database = server.fresh_database()
        database.execute(f"CREATE TABLE {name} (a int); INSERT INTO {name} VALUES (1)")
        source = server_source(name, kind, database)
        files[f"catalog/{name}.properties"] = catalog_text(rendered(source, f"env:{name.upper()}"))
        environment |= {f"{name.upper()}_USER": database.user, f"{name.upper()}_PASSWORD": database.password}
        environment[f"{name}_schema"] = "public" if kind == "postgresql" else database.database
    assert not any(server.password in text for server in (postgresql, mariadb) for text in files.values())
    files["access-control.properties"] = "access-control.name=file\nsecurity.config-file=etc/rules.json\n"
    files["rules.json"] = PAGE.read_text("utf-8").partition("```json\n")[2].partition("```")[0]
    with running(files=files, environment=environment) as started:
        gateway, somebody = replace(started.client(), user="huiliu"), started.client()
        assert {row[0] for row in gateway.run("SHOW CATALOGS").rows} == {"civil", "health", "system"}
        for name in ("civil", "health"):
            place = f"{name}.{environment[f'{name}_schema']}.{name}"
            settled(gateway, f"SELECT a FROM {place}")
            assert gateway.run(f"SELECT a FROM {place}").rows == ((1,),)
            for sql in (
                f"INSERT INTO {place} VALUES (2)",
                f"SELECT * FROM TABLE({name}.system.query(query => 'SELECT 1 AS a'))",
                f"CALL {name}.system.execute('SELECT 1')",
            ):
                with pytest.raises(TrinoError, match="PERMISSION_DENIED"):
                    gateway.run(sql)
            with pytest.raises(TrinoError, match="PERMISSION_DENIED"):
                somebody.run(f"SELECT a FROM {place}")
        with pytest.raises(TrinoError, match="PERMISSION_DENIED"):
            somebody.run("SELECT 1")
