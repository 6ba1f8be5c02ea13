"""`system.jdbc.columns` over 10,000 relations of 30 columns: the first page for a person who was not seen before, and for everybody after that.

One principal's view is made, written and read by the engine that answers such queries, without a client in between.
"""

from __future__ import annotations

import asyncio
import datetime
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from bench.figures import Figure, Timed
from gateway.catalog.names import RelationName
from gateway.catalog.relations import Catalog, Column, Relation, Source
from gateway.catalog.types import BIGINT, decimal, varchar
from gateway.collector import settle
from gateway.engines.duckdb_listing import ListingEngine
from gateway.engines.engine import OURS, PageFormat
from gateway.execution.judge import judge
from gateway.execution.listing import Looks
from gateway.execution.request import Request
from gateway.execution.world import Listed, World
from gateway.pipeline.stages import Session, Statement
from gateway.policy.load import load
from gateway.policy.owners import Owner
from gateway.policy.principal import Asking

COLUMNS: Final = 30
POLICY: Final = """\
g, user:ana, dept:police
g, user:bo, dept:police
p, *, police, select, -, *, -, -, -, allow, READ
p, *, police, row_any, TRUE, *, -, -, -, allow, ROWS
p, *, police.storm.t7, select, -, *, -, -, -, deny, NOT-SEVEN
p, *, police.storm.t8.c3, mask, partial:3:4, *, -, -, -, allow, MASK
"""
ALL: Final = "SELECT * FROM system.jdbc.columns WHERE table_cat = 'police'"
ONE: Final = (
    "SELECT * FROM system.jdbc.columns WHERE table_cat = 'police' AND table_schem LIKE 'storm' ESCAPE '\\' "
    "AND table_name LIKE 't77' ESCAPE '\\' ORDER BY table_cat, table_schem, table_name, ordinal_position"
)
ROUNDS: Final = 10


def measure(quick: bool) -> Iterator[Figure]:
    """Seconds to the first page."""
    relations = 1000 if quick else 10_000
    settle()
    yield from asyncio.run(_measured(_world(relations), relations))


def _world(relations: int) -> World:
    types = (varchar(20), BIGINT, decimal(10, 2))
    columns = tuple(Column(name=f"c{n}", type=types[n % 3], title="标题") for n in range(COLUMNS))
    names = [RelationName("police", "storm", f"t{n}") for n in range(relations)]
    catalog = Catalog(
        version="1",
        sources={"police": Source(name="police", kind="postgresql", owner="police")},
        relations={n: Relation(name=n, columns=columns, location=("police", "storm", n.relation)) for n in names},
    )
    owner = Owner(name="police", policy_file="police.csv", catalogs=("police",), departments=("police",))
    today = datetime.datetime.now(datetime.UTC).date()
    files = {"policy.d/police.csv": POLICY.encode()}
    return World(catalog, load(files, [owner], on=today, catalog=catalog))


async def _measured(world: World, relations: int) -> list[Figure]:
    judging = partial(judge, look=Looks(lambda: world))

    def listed(sql: str, who: str) -> Listed:
        asking = Asking(principal=world.policy.principal(who))
        statement = Statement(sql=sql, asking=asking, session=Session(), instant=datetime.datetime.now(datetime.UTC))
        found = judging(statement, Request(sql=sql, asking=asking), world)
        assert isinstance(found, Listed)
        return found

    async def first_page(sql: str, who: str) -> float:
        begun = time.perf_counter()
        found = listed(sql, who)
        run = await engine.run(found.plan, found.visible, PageFormat.JSON, seconds=120, origin=OURS)
        taken = 0.0
        async for _ in run.pages():
            taken = taken or time.perf_counter() - begun
        return taken

    with tempfile.TemporaryDirectory() as folder:
        engine = ListingEngine(Path(folder) / "listing")
        try:
            await first_page("SELECT 1 FROM system.jdbc.catalogs", "user:bo")  # the process starts
            cold = await first_page(ALL, "user:ana")
            warm = Timed([await first_page(ALL, "user:ana") for _ in range(ROUNDS)])
            one = Timed([await first_page(ONE, "user:ana") for _ in range(ROUNDS)])
        finally:
            await engine.stop()
    size = f"{relations:,} relations x {COLUMNS} columns"
    return [
        Figure(name=f"{size}: a person's first listing, first page", value=cold, unit="s"),
        Figure(name=f"{size}: every further one, first page", value=warm.p50, unit="s", aim=0.2),
        Figure(name=f"{size}: the columns of one relation", value=one.p50, unit="s"),
    ]
