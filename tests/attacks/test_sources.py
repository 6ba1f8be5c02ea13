"""The same attacks through the real engine process over real sources of every kind: what comes out does not depend on what is hidden."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from gateway.catalog.accepted import AcceptedSource
from gateway.catalog.drift import accept
from gateway.catalog.relations import Catalog, Source
from gateway.catalog.snapshot import SourceEntry, SourceState, build
from gateway.engines.duckdb import DuckDBEngine, EngineSource
from gateway.errors import GatewayError
from gateway.pipeline.prepare import prepare
from tests.attacks.cases import Case, cases
from tests.attacks.sources import FILES, SERVERS
from tests.attacks.world import CANARIES, TYPES, permits, statement
from tests.engines.world import engine, read

pytestmark = pytest.mark.slow

Told = tuple[str, object]


def catalog(source: EngineSource) -> Catalog:
    """What the owner accepted; for loose sources the types are the owner's to say."""
    connector = source.connector
    found = connector.inspect("data", source.options, source.credentials)
    accepted = accept(found, AcceptedSource(source="data"))
    if connector.loose:
        relations = tuple(
            replace(r, columns=tuple(replace(c, type=TYPES[r.name][c.name]) for c in r.columns))
            for r in accepted.relations
        )
        accepted = replace(accepted, relations=relations)
    entry = SourceEntry(
        source=Source(name="data", kind=connector.kind, owner="office"),
        loose=connector.loose,
        folds_strings=connector.folds_strings,
        folder=connector.folder,
    )
    return build([entry], {"data": accepted}, {"data": SourceState(found=found)})


@dataclass
class Running:
    """One of the two databases behind an engine process of its own."""

    catalog: Catalog
    engine: DuckDBEngine
    loop: asyncio.AbstractEventLoop

    def ask(self, sql: str) -> Told:
        """Rows as JSON text, or every word of the error that a client reads."""
        [schema] = {name.schema for name in self.catalog.relations}
        try:
            plan = prepare(statement(sql, schema), self.catalog, permits(schema))
            _, body, _, _ = self.loop.run_until_complete(read(self.engine, plan))
        except GatewayError as error:
            return error.code.name, error.public()
        rows = [json.dumps(row, ensure_ascii=False) for row in json.loads(b"[" + body + b"]")]
        return "rows", rows if plan.ordered else sorted(rows)


@pytest.fixture(scope="module", params=[*FILES, *SERVERS])
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Running]]:
    kind = request.param
    loop = asyncio.new_event_loop()
    found = {}
    for world in ("quiet", "loud"):
        folder: Path = tmp_path_factory.mktemp(f"{kind}-{world}")
        if kind in FILES:
            source = FILES[kind](folder, world)
        else:
            source = SERVERS[kind](request.getfixturevalue("mariadb" if kind == "mysql" else "postgresql"), world)
        running = engine(folder, [source], memory_limit="1GB")  # every CSV file that is read takes buffers of its own
        loop.run_until_complete(running.start())
        found[world] = Running(catalog(source), running, loop)
    yield found
    for one in found.values():
        loop.run_until_complete(one.engine.stop())
    loop.close()


@pytest.mark.parametrize(
    "case", [c for c in cases() if c.outcome in ("rows", "COMPUTATION_FAILED")], ids=lambda case: case.name
)
def test_an_attack_learns_nothing_of_a_real_source(case: Case, databases: dict[str, Running]) -> None:
    found = databases["loud"].ask(case.sql)
    assert found == databases["quiet"].ask(case.sql)
    assert [word for word in CANARIES if word in repr(found) and word not in case.sql] == []
    assert found[0] in (case.outcome, "NOT_SUPPORTED_BY_ENGINE", "TYPE_MISMATCH"), found


def test_the_two_databases_are_what_they_seem(databases: dict[str, Running]) -> None:
    """The judge itself: both are read at all, and the analyst's own rows are there."""
    for running in databases.values():
        found = running.ask("SELECT id, region FROM person ORDER BY id")
        assert found == ("rows", ['[1, "A1"]', '[2, "A2"]', '[3, "A1"]', '[4, "A9"]'])
