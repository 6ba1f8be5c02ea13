"""What pushdown saves on SQLite, and on PostgreSQL when `BENCH_POSTGRESQL` gives the address of an empty database.

Each statement runs on a real engine with and without what sources can look for themselves, or with and without keys sent; best of five.
"""

from __future__ import annotations

import asyncio
import datetime
import json
import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from bench.figures import Figure
from connectors import ALL
from gateway.catalog.accepted import AcceptedSource
from gateway.catalog.drift import accept
from gateway.catalog.relations import Catalog, Search, Source
from gateway.catalog.snapshot import SourceEntry, SourceState, build
from gateway.engines.duckdb import DuckDBEngine, EngineBounds, EngineSource
from gateway.engines.engine import PageFormat
from gateway.pipeline.prepare import prepare
from gateway.pipeline.pushdown.probes import keys_of
from gateway.pipeline.stages import Keys, Plan, Session, Statement
from gateway.policy.decision import ColumnPermit, Decision, Permit, RowRule
from gateway.policy.principal import Asking, Principal

FIFTY = ", ".join(repr(f"C{n:07d}") for n in range(0, 5000, 100))
POINTS = {
    "one of a unique key": "SELECT id, note FROM lite.main.lines WHERE id = 77777",
    "seven of an indexed integer": "SELECT id, note FROM lite.main.lines WHERE part = 4711",
    "one of an indexed text": "SELECT id, note FROM lite.main.lines WHERE code = 'C0004711'",
    "fifty texts in a list": f"SELECT id FROM lite.main.lines WHERE code IN ({FIFTY})",
    "a prefix, 1 in 1000": "SELECT count(*), max(note) FROM lite.main.lines WHERE code LIKE 'C0004%'",
    "a prefix, 1 in 10": "SELECT count(*), max(note) FROM lite.main.lines WHERE region LIKE '33%'",
    "a prefix, nearly all": "SELECT count(*), max(note) FROM lite.main.lines WHERE code LIKE 'C%'",
    "a third, indexed": "SELECT count(*), max(note) FROM lite.main.lines WHERE third = 'a'",
}
JOIN = "SELECT count(*), max(l.note) FROM small.main.people p JOIN {} l ON p.id = l.part WHERE p.name = 'n7'"


class Everything:
    """All of every relation."""

    version = "everything"

    def decide(self, asking: Asking, relation: object) -> Decision:
        columns = {c.name: ColumnPermit(name=c.name) for c in relation.columns}  # type: ignore[attr-defined]
        return Permit(relation=relation.name, columns=columns, rows=RowRule(everything=True))  # type: ignore[attr-defined]

    def discoverable(self, asking: Asking, name: object) -> bool:
        return True


def lines(rows: int) -> Sequence[tuple[object, ...]]:
    return [
        (n, n // 7, f"C{n * 7919 % rows:07d}", f"{n % 10}3{n % 9973:06d}"[-8:], "abc"[n % 3], f"note {n}") for n in range(rows)
    ]  # fmt: skip


def write(folder: Path, rows: int) -> None:
    with sqlite3.connect(folder / "lite.sqlite") as lite:
        lite.execute(
            "CREATE TABLE lines (id INTEGER PRIMARY KEY, part INTEGER, code TEXT, region TEXT, third TEXT, note TEXT)"
        )
        lite.executemany("INSERT INTO lines VALUES (?, ?, ?, ?, ?, ?)", lines(rows))
        for column in ("part", "code", "region", "third"):
            lite.execute(f"CREATE INDEX lines_{column} ON lines ({column})")
    lite.close()
    with sqlite3.connect(folder / "small.sqlite") as small:
        small.execute("CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT)")
        small.executemany("INSERT INTO people VALUES (?, ?)", [(n, f"n{n % 40}") for n in range(3000)])
    small.close()


def fill_postgresql(dsn: str, rows: int) -> None:
    import psycopg

    with psycopg.connect(dsn) as connection:
        connection.execute("DROP TABLE IF EXISTS lines")
        connection.execute(
            "CREATE TABLE lines (id BIGINT PRIMARY KEY, part BIGINT, code TEXT, region TEXT, third TEXT, note TEXT)"
        )
        with connection.cursor().copy("COPY lines FROM STDIN") as copy:
            for line in lines(rows):
                copy.write_row(line)
        connection.execute("CREATE INDEX ON lines (part)")


def sources(folder: Path, dsn: str | None) -> list[EngineSource]:
    found = [_source(name, "sqlite", {}, path=folder / f"{name}.sqlite") for name in ("lite", "small")]
    if dsn:
        at = urlsplit(dsn)
        place = {"host": at.hostname, "port": at.port, "database": at.path.lstrip("/")}
        found.append(_source("pg", "postgresql", {"user": at.username or "", "password": at.password or ""}, **place))
    return found


def _source(name: str, kind: str, credentials: dict[str, str], **options: object) -> EngineSource:
    connector = ALL[kind]
    return EngineSource(
        name=name, connector=connector, options=connector.options.model_validate(options), credentials=credentials
    )


def catalog(all_sources: Sequence[EngineSource]) -> Catalog:
    entries, accepted, states = [], {}, {}
    for one in all_sources:
        found = one.connector.inspect(one.name, one.options, one.credentials)
        entries.append(
            SourceEntry(source=Source(name=one.name, kind=one.connector.kind, owner="city"), loose=one.connector.loose)
        )
        accepted[one.name] = accept(found, AcceptedSource(source=one.name))
        states[one.name] = SourceState(found=found)
    return build(entries, accepted, states)


def blind(known: Catalog) -> Catalog:
    relations = {
        name: replace(r, columns=tuple(replace(c, search=Search.NONE) for c in r.columns))
        for name, r in known.relations.items()
    }
    return replace(known, relations=relations)


async def ask(engine: DuckDBEngine, sql: str, known: Catalog, keys: Keys | None) -> tuple[str, float]:
    """The answer, and milliseconds from text to last row, every round counted."""
    started = time.perf_counter()
    asked = Statement(
        sql=sql,
        asking=Asking(principal=Principal(code="user:bench", department="0101")),
        session=Session(),
        instant=datetime.datetime.now(datetime.UTC),
        keys=keys,
    )
    plan = prepare(asked, known, Everything())
    while plan.probe is not None:
        values = [row[0] for row in json.loads(f"[{await run(engine, plan.probe.plan)}]")]
        found = keys_of(values, plan.probe.plan.columns[0].type.base)
        asked = replace(asked, keys={**(asked.keys or {}), plan.probe.id: found})
        plan = prepare(asked, known, Everything())
    return await run(engine, plan), (time.perf_counter() - started) * 1000


async def run(engine: DuckDBEngine, plan: Plan) -> str:
    running = await engine.run(plan, PageFormat.JSON, seconds=60)
    return b",".join([page.body async for page in running.pages()]).decode()


async def best(engine: DuckDBEngine, sql: str, known: Catalog, keys: Keys | None) -> tuple[str, float]:
    tries = [await ask(engine, sql, known, keys) for _ in range(5)]
    return ",".join(sorted(tries[0][0].split(","))), min(milliseconds for _, milliseconds in tries)


def measure(quick: bool) -> Iterator[Figure]:
    """Milliseconds with pushdown or with keys sent; the ratio says how many times faster that is than without."""
    rows = 60_000 if quick else 1_200_000
    yield from asyncio.run(_all(rows, os.environ.get("BENCH_POSTGRESQL")))


async def _all(rows: int, dsn: str | None) -> list[Figure]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, rows)
        if dsn:
            fill_postgresql(dsn, rows)
        everything = sources(folder, dsn)
        engine = DuckDBEngine(everything, EngineBounds(directory=folder / "engine"), lambda key: b"")
        await engine.start()
        known = catalog(everything)
        found = [
            figure(title, await best(engine, sql, blind(known), None), await best(engine, sql, known, None))
            for title, sql in POINTS.items()
        ]
        for table in ["lite.main.lines", *(["pg.public.lines"] if dsn else [])]:
            sql, title = JOIN.format(table), f"join: 75 keys into {table.split('.')[0]}"
            found.append(figure(title, await best(engine, sql, known, None), await best(engine, sql, known, {})))
        await engine.stop()
        return found


def figure(title: str, without: tuple[str, float], with_: tuple[str, float]) -> Figure:
    assert without[0] == with_[0], title
    return Figure(name=title, value=with_[1], unit="ms", ratio=without[1] / with_[1], of="without")
