"""The same attacks through the real engine process over real sources of every kind: what comes out does not depend on what is hidden."""

from __future__ import annotations

import asyncio
import faulthandler
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pytest

from gateway.catalog.accepted import AcceptedSource
from gateway.catalog.drift import accept
from gateway.catalog.relations import Catalog, Source
from gateway.catalog.snapshot import SourceEntry, SourceState, build
from gateway.engines.duckdb import DuckDBEngine, EngineSource
from gateway.errors import GatewayError
from gateway.pipeline.prepare import prepare
from tests.attacks.cases import Case, cases
from tests.attacks.faults import sample
from tests.attacks.sources import FILES, SERVERS
from tests.attacks.world import CANARIES, TYPES, permits, statement
from tests.engines.world import engine, read

pytestmark = pytest.mark.slow

Told = tuple[str, object]
PATIENCE: Final = 60


@pytest.fixture(autouse=True)
def stacks_of_what_is_stuck() -> Iterator[None]:
    """Should anything hang where no timeout reaches: where every thread stands, and the end of the run."""
    faulthandler.dump_traceback_later(4 * PATIENCE, exit=True, file=sys.__stderr__)
    yield
    faulthandler.cancel_dump_traceback_later()


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
        compares_otherwise=connector.compares_otherwise,
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
        """Rows as JSON text, or every word of the error that a client reads. What takes a minute is stuck: every stack is shown, and the test fails."""
        [schema] = {name.schema for name in self.catalog.relations}
        try:
            plan = prepare(statement(sql, schema), self.catalog, permits(schema))
            _, body, _, _ = self.loop.run_until_complete(asyncio.wait_for(read(self.engine, plan), PATIENCE))
        except GatewayError as error:
            return error.code.name, error.public()
        rows = [json.dumps(row, ensure_ascii=False) for row in json.loads(b"[" + body + b"]")]
        return "rows", rows if plan.ordered else sorted(rows)


PARTS: Final = 503
"""One in so many oracles is asked of each kind; a prime, so that the parts meet all places, ways and faults."""


@pytest.fixture(scope="module", params=[*FILES, *SERVERS])
def kind(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture(scope="module")
def databases(
    kind: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Running]]:
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
    for task in asyncio.all_tasks(loop):
        task.cancel()
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()


@pytest.mark.parametrize(
    "case", [c for c in cases() if c.outcome in ("rows", "COMPUTATION_FAILED")], ids=lambda case: case.name
)
def test_an_attack_learns_nothing_of_a_real_source(case: Case, databases: dict[str, Running]) -> None:
    found = databases["loud"].ask(case.sql)
    assert found == databases["quiet"].ask(case.sql)
    assert [word for word in CANARIES if word in repr(found) and word not in case.sql] == []
    assert found[0] in (case.outcome, "NOT_SUPPORTED_BY_ENGINE", "TYPE_MISMATCH"), found


def test_no_fault_tells_of_a_hidden_row_of_a_real_source(databases: dict[str, Running], kind: str) -> None:
    """B47 over the real thing: another part of the cross product for each kind of source."""
    asked = sample([*FILES, *SERVERS].index(kind), PARTS)
    assert len(asked) >= 30
    for oracle in asked:
        found = databases["loud"].ask(oracle.sql)
        assert found == databases["quiet"].ask(oracle.sql), oracle
        assert [word for word in CANARIES if word in repr(found) and word not in oracle.sql] == []


def test_the_two_databases_are_what_they_seem(databases: dict[str, Running]) -> None:
    """The judge itself: both are read at all, and the analyst's own rows are there."""
    for running in databases.values():
        found = running.ask("SELECT id, region FROM person ORDER BY id")
        assert found == ("rows", ['[1, "A1"]', '[2, "A2"]', '[3, "A1"]', '[4, "A9"]'])
