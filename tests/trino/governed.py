"""Statements prepared for Trino and run by the gateway's own engine on a genuine one: rows, or every word of the error that a client reads.

with attached(trino, source), Gateway(trino, catalog(trino, source)) as gateway:
    gateway.ask(statement, policy)
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, Self

from connectors.trino_catalog import NoCatalog, catalog_properties
from gateway.catalog.accepted import AcceptedSource
from gateway.catalog.drift import accept
from gateway.catalog.relations import Catalog, Source
from gateway.catalog.snapshot import SourceEntry, SourceState, build
from gateway.engines.duckdb import EngineSource
from gateway.engines.engine import PageFormat
from gateway.engines.trino import ServiceAccount, TrinoBounds, TrinoEngine
from gateway.engines.trino_columns import TrinoColumns
from gateway.errors import GatewayError
from gateway.pipeline.prepare import prepare
from gateway.pipeline.stages import Plan, Statement
from gateway.policy.decision import DecisionPoint
from tests.engines.world import key_material
from tests.trino.server import Trino

Told = tuple[str, object]
ACCOUNT: Final = ServiceAccount(user="huiliu")
SECONDS: Final = 120
AT_ONCE: Final = 4


@contextmanager
def attached(trino: Trino, source: EngineSource) -> Iterator[None]:
    """A catalog named as the source, of the properties that are rendered for it."""
    assert not isinstance(source.connector.trino, NoCatalog)
    words = dict(catalog_properties(source.name, source.connector.trino(source.options), "env:DB"))
    for part in ("user", "password"):
        words[f"connection-{part}"] = source.credentials[part]
    kind = words.pop("connector.name")
    listed = ", ".join(f"\"{key}\" = '{value}'" for key, value in words.items())
    trino.run(f"CREATE CATALOG {source.name} USING {kind} WITH ({listed})")
    try:
        yield
    finally:
        trino.run(f"DROP CATALOG {source.name}")


def catalog(trino: Trino, source: EngineSource) -> Catalog:
    """The catalogue once the owner accepted everything, as far as Trino has it in a way that can be read."""
    connector = source.connector
    found = connector.inspect(source.name, source.options, source.credentials)
    entry = SourceEntry(
        source=Source(name=source.name, kind=connector.kind, owner="office"),
        compares_otherwise=connector.compares_otherwise,
        engine="trino",
    )
    schemas = {relation.schema for relation in found}
    there = TrinoColumns([trino.url], ACCOUNT).of(source.name, schemas)
    accepted = accept(found, AcceptedSource(source=source.name))
    return build([entry], {source.name: accepted}, {source.name: SourceState(found=found, in_trino=there)})


def renamed(told: Told, names: Mapping[str, str]) -> Told:
    """The same with other names of catalog and schema, so that two databases can be compared."""
    code, words = told
    text = json.dumps(words, ensure_ascii=False)
    for name, shown in names.items():
        text = text.replace(name, shown)
    return code, json.loads(text)


class Gateway:
    """The core and the engine of a gateway in front of a Trino, whose catalogs are there already."""

    def __init__(self, trino: Trino, catalog: Catalog) -> None:
        self.catalog = catalog
        self._runner = asyncio.Runner()
        self._engine = TrinoEngine(
            dict.fromkeys(catalog.sources, "ask the office"),
            [trino.url],
            ACCOUNT,
            TrinoBounds(),
            key_material=key_material,
        )

    def __enter__(self) -> Self:
        self._runner.__enter__()
        self._runner.run(self._engine.start())
        return self

    def __exit__(self, *error: object) -> None:
        self._runner.run(self._engine.stop())
        self._runner.__exit__(*error)

    def prepared(self, statement: Statement, policy: DecisionPoint) -> Plan | Told:
        """The plan, or the refusal."""
        try:
            return prepare(statement, self.catalog, policy)
        except GatewayError as error:
            return error.code.name, error.public()

    def rows(self, plan: Plan) -> list[list[Any]]:
        """The rows as JSON values, in Trino's order. Raises EngineError."""
        return self._runner.run(self._rows(plan))

    def ran(self, plans: Iterable[Plan]) -> list[Told]:
        """What each plan comes to, some of them at once."""
        return self._runner.run(self._ran(list(plans)))

    async def _ran(self, plans: Sequence[Plan]) -> list[Told]:
        places = asyncio.Semaphore(AT_ONCE)

        async def one(plan: Plan) -> Told:
            async with places:
                try:
                    rows = [json.dumps(row, ensure_ascii=False) for row in await self._rows(plan)]
                except GatewayError as error:
                    return error.code.name, error.public()
            return "rows", rows if plan.ordered else sorted(rows)

        return await asyncio.gather(*map(one, plans))

    async def _rows(self, plan: Plan) -> list[list[Any]]:
        run = await self._engine.run(plan, PageFormat.JSON, seconds=SECONDS)
        bodies = [page.body async for page in run.pages()]
        found: list[list[Any]] = json.loads(b"[" + b",".join(bodies) + b"]")
        return found
