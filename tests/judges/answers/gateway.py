"""Our side: the same statement through prepare() with an open policy and the DuckDB engine as it runs in the gateway."""

from __future__ import annotations

import asyncio
import datetime
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from gateway.catalog.names import RelationName
from gateway.catalog.relations import Catalog, Column, Relation, Source
from gateway.catalog.types import parse_type
from gateway.engines.duckdb import DuckDBEngine, EngineSource
from gateway.engines.duckdb_types import duckdb_type
from gateway.errors import GatewayError
from gateway.pipeline.prepare import prepare
from gateway.pipeline.stages import Plan, Session, Statement
from gateway.policy.decision import ColumnPermit, Decision, Permit, RowRule
from gateway.policy.principal import Asking, Principal
from tests.corpus.city import TABLES
from tests.engines.world import engine, read, source
from tests.judges.answers import literals
from tests.judges.answers.answer import Answer
from tests.judges.answers.trino import CATALOG, SCHEMA, ZONE

ANYBODY = Asking(principal=Principal(code="user:judge", department="01"))


class Open:
    """A policy that hides nothing."""

    version = "open"

    def decide(self, asking: Asking, relation: Relation) -> Decision:
        columns = {column.name: ColumnPermit(name=column.name) for column in relation.columns}
        return Permit(relation=relation.name, columns=columns, rows=RowRule(everything=True))

    def discoverable(self, asking: Asking, name: RelationName) -> bool:
        return True


def city_catalog() -> Catalog:
    """The city as the gateway knows it, under the names that it has on Trino."""
    relations = [
        Relation(
            name=RelationName(CATALOG, SCHEMA, table.name),
            columns=tuple(Column(name=name, type=parse_type(text)) for name, text in table.types.items()),
            location=(CATALOG, SCHEMA, table.name),
        )
        for table in TABLES
    ]
    made = Source(name=CATALOG, kind="duckdb", owner="city")
    return Catalog(version="1", sources={CATALOG: made}, relations={r.name: r for r in relations})


def city_file(folder: Path) -> EngineSource:
    """The city in a DuckDB file."""
    with duckdb.connect(str(folder / "judged.duckdb")) as connection:
        connection.execute(f"CREATE SCHEMA {SCHEMA}")
        for table in TABLES:
            columns = ", ".join(f'"{name}" {duckdb_type(parse_type(text))}' for name, text in table.types.items())
            connection.execute(f"CREATE TABLE {SCHEMA}.{table.name} ({columns})")
            connection.execute(f"INSERT INTO {SCHEMA}.{table.name} {literals.values(table, literals.duckdb)}")
    return source(CATALOG, "duckdb", path=folder / "judged.duckdb")


def city_statement(sql: str, schema: str = SCHEMA) -> Statement:
    """A statement as anybody sends it."""
    return Statement(
        sql=sql,
        asking=ANYBODY,
        session=Session(catalog=CATALOG, schema=schema, timezone=ZONE),
        instant=datetime.datetime.now(datetime.UTC),
    )


@dataclass
class Gateway:
    """The core and the engine over one city."""

    catalog: Catalog
    running: DuckDBEngine
    loop: asyncio.AbstractEventLoop
    schema: str = SCHEMA

    def plan(self, sql: str) -> Plan:
        return prepare(city_statement(sql, self.schema), self.catalog, Open())

    def ask(self, sql: str) -> tuple[Answer, bool]:
        """What the statement gives, and whether its order means something."""
        try:
            made = self.plan(sql)
            _, body, _, _ = self.loop.run_until_complete(read(self.running, made))
        except GatewayError as error:
            return Answer(error=error.code.name, message=f"{error.message} {error.detail or ''}".strip()), False
        columns = tuple((column.name, str(column.type)) for column in made.columns)
        return Answer(columns=columns, rows=json.loads(b"[" + body + b"]")), made.ordered


@contextmanager
def gateway(
    folder: Path, catalog: Catalog | None = None, where: EngineSource | None = None, schema: str = SCHEMA
) -> Iterator[Gateway]:
    """A gateway over the city, in a DuckDB file unless it is told where."""
    loop = asyncio.new_event_loop()
    running = engine(folder, [where or city_file(folder)])
    try:
        loop.run_until_complete(running.start())
        yield Gateway(catalog or city_catalog(), running, loop, schema)
    finally:
        loop.run_until_complete(running.stop())
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.close()
