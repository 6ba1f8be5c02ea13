"""MariaDB keeps dates that do not exist (0000-00-00, a month 00): they are NULL here, fail nobody, and are not compared by their digits."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from gateway.catalog.accepted import AcceptedSource
from gateway.catalog.drift import accept
from gateway.catalog.relations import Catalog, Read, Source
from gateway.catalog.snapshot import SourceEntry, SourceState, build
from gateway.engines.duckdb import DuckDBEngine, EngineSource
from gateway.pipeline.prepare import prepare
from gateway.pipeline.stages import Session, Statement
from gateway.policy.decision import Decision, Permit, RowPredicate, RowRule, Rule
from tests.contracts.world import server_source
from tests.engines.world import engine, read, with_engine
from tests.judges.answers.gateway import ANYBODY, Open
from tests.servers import Server
from tests.world import INSTANT

pytestmark = pytest.mark.slow

ROWS = """
SET sql_mode = '';
CREATE TABLE t (id int, d date, s datetime(3), u timestamp(3) NULL);
INSERT INTO t VALUES (1, '2024-02-29', '2024-02-29 01:02:03', '2024-02-29 01:02:03'), (2, '0000-00-00', '0000-00-00', '0000-00-00'),
  (3, '2024-00-10', '2024-00-10 00:00', NULL), (4, NULL, NULL, NULL), (5, '2024-01-31', '2024-01-31 00:00', '2024-01-31 00:00');
"""


class Early(Open):
    """Whoever asks gets the rows of January and before."""

    def decide(self, asking: object, relation: object) -> Decision:
        permit = super().decide(asking, relation)  # type: ignore[arg-type]
        assert isinstance(permit, Permit)
        rule = RowPredicate(name="@early", sql="d < DATE '2024-02-01'", rule=Rule("R1", "test.csv", 1))
        return replace(permit, rows=RowRule(any_of=(rule,)))


def catalog_of(source: EngineSource, *, clean: bool) -> Catalog:
    connector = source.connector
    found = connector.inspect("my", source.options, source.credentials)
    entry = SourceEntry(
        source=Source(name="my", kind="mysql", owner="o"),
        compares_otherwise=connector.compares_otherwise,
        clean=clean,
    )
    return build([entry], {"my": accept(found, AcceptedSource(source="my"))}, {"my": SourceState(found=found)})


def test_a_date_that_does_not_exist_is_null_and_meets_no_condition(mariadb: Server, tmp_path: Path) -> None:
    fresh = mariadb.fresh_database()
    fresh.execute(ROWS)
    source = server_source("my", "mysql", fresh)
    catalog = catalog_of(source, clean=False)
    [relation] = catalog.relations.values()
    assert {c.read for c in relation.columns if c.name != "id"} == {Read.PRESENT}

    async def asked(running: DuckDBEngine, sql: str, policy: Open) -> list[list[object]]:
        session = Session(catalog="my", schema=relation.name.schema)
        plan = prepare(Statement(sql=sql, asking=ANYBODY, session=session, instant=INSTANT), catalog, policy)
        _, body, _, _ = await read(running, plan)
        found: list[list[object]] = json.loads(b"[" + body + b"]")
        return found

    async def work(running: DuckDBEngine) -> None:
        everything = await asked(running, "SELECT id, d, s, u FROM t ORDER BY id", Open())
        assert [row[1] for row in everything] == ["2024-02-29", None, None, None, "2024-01-31"]
        assert [row[2] is None for row in everything] == [False, True, True, True, False]
        assert [row[3] is None for row in everything] == [False, True, True, True, False]
        for condition, met in (
            ("d < DATE '2024-02-01'", [[5]]),
            ("d IS NULL", [[2], [3], [4]]),
            ("d IS NOT NULL", [[1], [5]]),
            ("s < TIMESTAMP '2024-02-01 00:00:00'", [[5]]),
            ("d <> DATE '2024-02-29'", [[5]]),
            ("d IN (DATE '2024-02-29', DATE '2024-01-31')", [[1], [5]]),
        ):
            assert await asked(running, f"SELECT id FROM t WHERE {condition} ORDER BY id", Open()) == met, condition
        # A row rule by such a column: what can not be read meets no rule (rules 2 and 13).
        assert await asked(running, "SELECT id FROM t ORDER BY id", Early()) == [[5]]
        assert await asked(running, "SELECT count(*) FROM t WHERE day(d) > 0", Early()) == [[1]]

    with_engine(engine(tmp_path, [source]), work)


def test_where_the_owner_keeps_dates_clean_the_server_filters_by_them(mariadb: Server) -> None:
    fresh = mariadb.fresh_database()
    fresh.execute(ROWS)
    [relation] = catalog_of(server_source("my", "mysql", fresh), clean=True).relations.values()
    assert {c.read for c in relation.columns} == {Read.PLAIN}
