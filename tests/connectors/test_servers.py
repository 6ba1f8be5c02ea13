"""PostgreSQL and MariaDB themselves: kinds of relations, types, privileges, drift, and what happens when they go away."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from gateway.catalog.accepted import AcceptedSource
from gateway.catalog.drift import accept, compare
from gateway.engines.duckdb import DuckDBEngine, EngineSource
from gateway.errors import EngineError, ErrorCode
from gateway.events import Event
from tests.contracts.world import server_source
from tests.engines.world import engine, plan, read, with_engine
from tests.servers import Server

pytestmark = pytest.mark.slow

POSTGRESQL = """
CREATE TABLE t (c char(5), n numeric, nn numeric(40,2), a int[], e bytea, j jsonb, u uuid, ts timestamptz(3), tm time, i interval, big varchar(7), dt date);
INSERT INTO t VALUES ('ab', 1.5, 2, '{1,2}', '\\x00ff', '{"a": 1}', '00000000-0000-0000-0000-000000000001', '2024-01-01 00:00:00.123+08', '10:11:12', '1 day', 'abc', 'infinity');
CREATE VIEW v AS SELECT c FROM t; CREATE MATERIALIZED VIEW mv AS SELECT c FROM t;
CREATE TABLE part (id int, k int) PARTITION BY range (k); CREATE TABLE part1 PARTITION OF part FOR VALUES FROM (0) TO (10);
CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE en (m mood); CREATE SCHEMA other; CREATE TABLE other.hidden (a int);
CREATE VIEW slow AS SELECT 1 AS a FROM pg_sleep(20);
"""

MARIADB = """
CREATE TABLE t (c char(5), ti tinyint, b boolean, ui int unsigned, bu bigint unsigned, d decimal(40,2), y year, tm time, e enum('x','y'), bl blob, bi bit(1), dt datetime(3), ci varchar(5));
INSERT INTO t VALUES ('ab', 2, 2, 4000000000, 18446744073709551615, 1, 2024, '10:11:12', 'x', 'x', 1, '2024-01-01 00:00:00.123', 'q');
CREATE VIEW v AS SELECT c FROM t;
"""


def _types(source: EngineSource, relation: str) -> dict[str, str]:
    found = source.connector.inspect(source.name, source.options, source.credentials)
    return {c.name: str(c.type) for r in found if r.name == relation for c in r.columns}


async def _rows(
    running: DuckDBEngine, sql: str, columns: list[tuple[str, str]], place: tuple[str, str, str], **more: Any
) -> Any:
    _, body, _, _ = await read(running, plan(sql, columns, locations=[place]), **more)
    return json.loads(b"[" + body + b"]")


def test_postgresql_relations_have_kinds_and_types(postgresql: Server) -> None:
    fresh = postgresql.fresh_database()
    fresh.execute(POSTGRESQL)
    source = server_source("pg", "postgresql", fresh)
    found = source.connector.inspect("pg", source.options, source.credentials)
    assert {(r.name, r.kind) for r in found} == {
        ("t", "table"), ("v", "view"), ("mv", "materialized view"), ("part", "table"), ("part1", "partition"), ("en", "table"), ("slow", "view"),
    }  # fmt: skip
    assert _types(source, "t") == {
        "c": "char(5)", "n": "None", "nn": "None", "a": "None", "e": "varbinary", "j": "json", "u": "uuid", "ts": "timestamp(3) with time zone",
        "tm": "time(6)", "i": "None", "big": "varchar(7)", "dt": "date",
    }  # fmt: skip
    assert _types(source, "en") == {"m": "varchar"}
    reasons = {c.name: c.reason for r in found if r.name == "t" for c in r.columns if c.type is None}
    assert set(reasons) == {"n", "nn", "a", "i"}
    assert all(reasons.values())


def test_what_compares_texts_without_case_at_postgresql_is_left_out(postgresql: Server) -> None:
    fresh = postgresql.fresh_database()
    fresh.execute(
        "CREATE EXTENSION citext; CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false);"
        "CREATE COLLATION zh (provider = icu, locale = 'zh');"
        'CREATE TABLE w (a citext, b text COLLATE ci, c varchar(5) COLLATE ci, d text, e text COLLATE zh, f text COLLATE "C");'
        'CREATE VIEW v AS SELECT a::text AS a, b COLLATE "C" AS b FROM w'
    )
    source = server_source("pg", "postgresql", fresh)
    left_out = {"a": "None", "b": "None", "c": "None"}
    assert _types(source, "w") == left_out | {"d": "varchar", "e": "varchar", "f": "varchar"}
    assert _types(source, "v") == {"a": "varchar", "b": "varchar"}
    found = source.connector.inspect("pg", source.options, source.credentials)
    reasons = [c.reason for r in found if r.name == "w" for c in r.columns if c.type is None]
    assert ["without case" in reasons[0], "collation" in reasons[1], "collation" in reasons[2]] == [True, True, True]


def test_postgresql_values_arrive_as_their_types(postgresql: Server, tmp_path: Path) -> None:
    fresh = postgresql.fresh_database()
    fresh.execute(POSTGRESQL)
    columns = [
        ("c", "char(5)"), ("e", "varbinary"), ("j", "json"), ("u", "uuid"), ("ts", "timestamp(3) with time zone"), ("tm", "time(6)"), ("dt", "date"),
    ]  # fmt: skip

    async def work(running: DuckDBEngine) -> None:
        sql = 'SELECT c, e, j, u, ts, tm, dt FROM "pg"."public"."t"'
        [row] = await _rows(running, sql, columns, ("pg", "public", "t"))
        assert row == [
            "ab   ", "AP8=", '{"a": 1}', "00000000-0000-0000-0000-000000000001", "2023-12-31 16:00:00.123 UTC", "10:11:12.000000", None,
        ]  # fmt: skip
        # char(n) is held without its padding.
        assert await _rows(
            running, 'SELECT length(c) FROM "pg"."public"."t"', [("n", "bigint")], ("pg", "public", "t")
        ) == [[2]]

    with_engine(engine(tmp_path, [server_source("pg", "postgresql", fresh)]), work)


def test_mariadb_relations_have_kinds_types_and_values(mariadb: Server, tmp_path: Path) -> None:
    fresh = mariadb.fresh_database()
    fresh.execute(MARIADB)
    source = server_source("my", "mysql", fresh)
    found = source.connector.inspect("my", source.options, source.credentials)
    assert {(r.schema, r.name, r.kind) for r in found} == {
        (fresh.database, "t", "table"),
        (fresh.database, "v", "view"),
    }
    types = _types(source, "t")
    assert types == {
        "c": "char(5)", "ti": "tinyint", "b": "tinyint", "ui": "bigint", "bu": "decimal(20,0)", "d": "None", "y": "integer", "tm": "varchar",
        "e": "varchar", "bl": "varbinary", "bi": "boolean", "dt": "timestamp(3)", "ci": "varchar(5)",
    }  # fmt: skip
    columns = [(name, text) for name, text in types.items() if text != "None"]

    async def work(running: DuckDBEngine) -> None:
        listed = ", ".join(f'"{name}"' for name, _ in columns)
        [row] = await _rows(
            running, f'SELECT {listed} FROM "my"."{fresh.database}"."t"', columns, ("my", fresh.database, "t")
        )
        assert row == [
            "ab   ",
            2,
            2,
            4000000000,
            "18446744073709551615",
            2024,
            "10:11:12",
            "x",
            "eA==",
            True,
            "2024-01-01 00:00:00.123",
            "q",
        ]

    with_engine(engine(tmp_path, [source]), work)


def test_users_that_may_more_than_read_are_reported(postgresql: Server, mariadb: Server) -> None:
    pg = postgresql.fresh_database()
    pg.execute("CREATE TABLE t (a int)")
    pg.execute("DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN PASSWORD 'reader'; GRANT SELECT ON t TO reader")
    powerful = server_source("pg", "postgresql", pg)
    assert powerful.connector.warnings is not None
    told = powerful.connector.warnings("pg", powerful.options, powerful.credentials)
    assert "source `pg`: its user is a superuser" in told
    assert any("may write, for example to public.t" in one for one in told)
    assert powerful.connector.warnings("pg", powerful.options, {"user": "reader", "password": "reader"}) == ()

    my = mariadb.fresh_database()
    my.execute(
        f"CREATE OR REPLACE USER 'reader'@'127.0.0.1' IDENTIFIED BY 'reader'; GRANT SELECT ON {my.database}.* TO 'reader'@'127.0.0.1'"
    )
    powerful = server_source("my", "mysql", my)
    assert powerful.connector.warnings is not None
    assert powerful.connector.warnings("my", powerful.options, powerful.credentials)
    assert powerful.connector.warnings("my", powerful.options, {"user": "reader", "password": "reader"}) == ()


def test_a_wrong_password_is_not_shown_and_fails_the_inspection(postgresql: Server, mariadb: Server) -> None:
    for server in (postgresql, mariadb):
        source = server_source("src", "postgresql" if server is postgresql else "mysql", server)
        with pytest.raises(EngineError) as error:
            source.connector.inspect("src", source.options, {"user": "tester", "password": "hunter2"})
        assert error.value.code is ErrorCode.SOURCE_UNAVAILABLE
        assert "hunter2" not in f"{error.value} {error.value.detail} {error.value.public()}"


def test_what_changes_at_postgresql_drifts(postgresql: Server) -> None:
    fresh = postgresql.fresh_database()
    fresh.execute("CREATE TABLE t (id bigint, name varchar(10)); CREATE TABLE u (a int)")
    source = server_source("pg", "postgresql", fresh)
    found = source.connector.inspect("pg", source.options, source.credentials)
    accepted = accept(found, AcceptedSource(source="pg"))
    fresh.execute(
        "ALTER TABLE t ADD COLUMN secret text; ALTER TABLE t ALTER COLUMN name TYPE varchar(20); DROP TABLE u; CREATE TABLE w (a int)"
    )
    drift = compare(source.connector.inspect("pg", source.options, source.credentials), accepted)
    assert [str(d) for d in drift.new] == ["public.t.secret: varchar", "public.w: table, 1 columns"]
    assert [str(d) for d in drift.changed] == ["public.t.name: was varchar(10), is varchar(20)"]
    assert [str(d) for d in drift.gone] == ["public.u"]


@pytest.mark.parametrize("kind", ["postgresql", "mysql"])
def test_a_filter_that_a_source_cannot_take_is_run_again_without_pushing(
    kind: str, postgresql: Server, mariadb: Server, tmp_path: Path
) -> None:
    fresh = (postgresql if kind == "postgresql" else mariadb).fresh_database()
    fresh.execute("CREATE TABLE t (k int); INSERT INTO t VALUES (1), (2), (9), (NULL)")
    seen: list[Event] = []
    running = engine(tmp_path, [server_source("src", kind, fresh)])
    running._observe = seen.append
    schema = "public" if kind == "postgresql" else fresh.database

    async def work(running: DuckDBEngine) -> None:
        sql = f'SELECT count(*) AS n FROM "src"."{schema}"."t" WHERE k = 1 OR k IS DISTINCT FROM 9'
        assert await _rows(running, sql, [("n", "bigint")], ("src", schema, "t")) == [[3]]
        assert "engine.pushdown_failed" in [event.name for event in seen]

    with_engine(running, work)


def test_a_silent_source_does_not_block_the_others(postgresql: Server, tmp_path: Path) -> None:
    fresh = postgresql.fresh_database()
    fresh.execute(POSTGRESQL)

    async def work(running: DuckDBEngine) -> None:
        slow = [
            asyncio.create_task(
                _rows(
                    running,
                    'SELECT a FROM "pg"."public"."slow"',
                    [("a", "integer")],
                    ("pg", "public", "slow"),
                    seconds=4,
                )
            )
            for _ in range(6)
        ]
        await asyncio.sleep(0.5)
        _, body, _, _ = await read(running, plan("SELECT 1 AS a", [("a", "integer")]), seconds=2)
        assert body == b"[1]"
        for task in slow:
            with pytest.raises(EngineError) as error:
                await task
            assert error.value.code is ErrorCode.EXCEEDED_TIME_LIMIT
        assert await _rows(running, 'SELECT c FROM "pg"."public"."t"', [("c", "varchar")], ("pg", "public", "t")) == [
            ["ab"]
        ]

    with_engine(engine(tmp_path, [server_source("pg", "postgresql", fresh)], workers=4, grace=0.5, drain=1.0), work)


def test_a_statement_limit_at_postgresql_is_told_as_the_sources_failure(postgresql: Server, tmp_path: Path) -> None:
    fresh = postgresql.fresh_database()
    fresh.execute(POSTGRESQL)

    async def work(running: DuckDBEngine) -> None:
        with pytest.raises(EngineError) as error:
            await _rows(running, 'SELECT a FROM "pg"."public"."slow"', [("a", "integer")], ("pg", "public", "slow"))
        assert error.value.code is ErrorCode.SOURCE_UNAVAILABLE
        assert error.value.contact == "ask pg"

    with_engine(engine(tmp_path, [server_source("pg", "postgresql", fresh, statement_seconds=1)]), work)


def test_a_table_dropped_at_the_source_fails_its_statements_only(postgresql: Server, tmp_path: Path) -> None:
    fresh = postgresql.fresh_database()
    fresh.execute("CREATE TABLE t (a int); INSERT INTO t VALUES (1); CREATE TABLE u (a int); INSERT INTO u VALUES (2)")

    async def work(running: DuckDBEngine) -> None:
        columns = [("a", "integer")]
        assert await _rows(running, 'SELECT a FROM "pg"."public"."t"', columns, ("pg", "public", "t")) == [[1]]
        fresh.execute("DROP TABLE t")
        with pytest.raises(EngineError) as error:
            await _rows(running, 'SELECT a FROM "pg"."public"."t"', columns, ("pg", "public", "t"))
        assert error.value.code is ErrorCode.SOURCE_UNAVAILABLE
        assert await _rows(running, 'SELECT a FROM "pg"."public"."u"', columns, ("pg", "public", "u")) == [[2]]

    with_engine(engine(tmp_path, [server_source("pg", "postgresql", fresh)]), work)


def test_no_credential_can_be_read_back_from_the_engine(postgresql: Server, tmp_path: Path) -> None:
    fresh = postgresql.fresh_database()

    async def work(running: DuckDBEngine) -> None:
        assert running._current is not None
        process = running._current._process
        assert process is not None
        for place in ("cmdline", "environ"):
            assert fresh.password not in Path(f"/proc/{process.pid}/{place}").read_text("utf-8", "replace")
        assert not any(
            fresh.password in file.read_text("utf-8", "replace") for file in (tmp_path / "engine").rglob("log")
        )

    with_engine(engine(tmp_path, [server_source("pg", "postgresql", fresh)]), work)
