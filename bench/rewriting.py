"""How long a statement takes to become a plan: TPC-H and TPC-DS, cold and remembered, in worlds from open to everything fenced.

Time is the process's own CPU time, so that a busy machine does not count twice; the best of several rounds a statement, then the median over statements.
It is compared with parsing the same text, which is what a gateway without any policy would still do.
"""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

import sqlglot

from bench.figures import Figure
from gateway.collector import settle
from gateway.execution.judge import judge
from gateway.execution.plans import Plans
from gateway.execution.request import Request
from gateway.execution.world import World
from gateway.pipeline import prepare as pipeline
from gateway.pipeline.prepare import prepare
from gateway.pipeline.stages import Statement
from tests.tpc.governed import Policy, catalog_of, statement
from tests.tpc.texts import Text, all_texts
from tests.tpc.worlds import WORLDS

AIMS: Final = {"tpch": 7.0, "tpcds": 15.0}
"""Milliseconds, median, the whole of `prepare`."""
STAGES: Final = ("parse", "locate", "authorize", "resolve", "rewrite", "plan")


def measure(quick: bool) -> Iterator[Figure]:
    rounds = 2 if quick else 7
    settle()  # as `huiliu serve` does
    texts = all_texts()
    for suite, aim in AIMS.items():
        own = [text for text in texts if text.suite == suite]
        bare = [_best(_reading(text), rounds) for text in own]
        for name in ("open", "filters", "masks", "fenced"):
            yield from _cold(suite, name, own, bare, aim, rounds)
        yield from _stages(suite, own, rounds)
    yield from _remembered([text for text in texts if text.suite == "tpch"], 20 if quick else 200)


def _cold(
    suite: str, world: str, texts: Sequence[Text], bare: Sequence[float], aim: float, rounds: int
) -> Iterator[Figure]:
    taken = []
    against = []
    for text, parsing in zip(texts, bare, strict=True):
        once = _preparing(text, world)
        if once is None:  # it names a column that this world hides
            continue
        taken.append(_best(once, rounds) * 1000)
        against.append(taken[-1] / 1000 / parsing)
    note = f"p95 {statistics.quantiles(taken, n=20)[-1]:.1f}, longest {max(taken):.1f}, {len(taken)} statements"
    yield Figure(
        name=f"{suite}, {world}: prepare p50",
        value=statistics.median(taken),
        unit="ms",
        aim=aim,
        ratio=statistics.median(against),
        of="sqlglot's parse",
        note=note,
    )


def _stages(suite: str, texts: Sequence[Text], rounds: int) -> Iterator[Figure]:
    """Where the time goes, in the world with filters and masks."""
    best: dict[str, list[float]] = {stage: [] for stage in STAGES}
    for text in texts:
        found = min((_staged(text) for _ in range(rounds)), key=sum)
        for stage, seconds in zip(STAGES, found, strict=True):
            best[stage].append(seconds * 1000)
    whole = sum(map(statistics.median, best.values()))
    for stage, taken in best.items():
        value = statistics.median(taken)
        yield Figure(name=f"{suite}, masks: {stage} p50", value=value, unit="ms", ratio=value / whole, of="the whole")


def _staged(text: Text) -> list[float]:
    world = WORLDS["masks"]
    catalog = catalog_of(world.name, opaque=world.opaque)
    moments = [time.process_time()]
    parsed = pipeline.parse(statement(text))
    moments.append(time.process_time())
    located = pipeline.locate(parsed, catalog)
    moments.append(time.process_time())
    authorized = pipeline.authorize(located, Policy(world))
    moments.append(time.process_time())
    resolved = pipeline.resolve(authorized)
    moments.append(time.process_time())
    rewritten = pipeline.rewrite(resolved)
    moments.append(time.process_time())
    pipeline.plan(rewritten)
    moments.append(time.process_time())
    return [after - before for before, after in itertools.pairwise(moments)]


def _remembered(texts: Sequence[Text], rounds: int) -> Iterator[Figure]:
    """The same statements again, from the memory of plans."""
    shown = WORLDS["masks"]
    world = World(catalog_of(shown.name, opaque=shown.opaque), Policy(shown))  # type: ignore[arg-type]
    plans = Plans(judge, lambda: world)
    taken = []
    for text in texts:
        # As the run function sends it: a statement of its own each time.
        once = _asking(plans, replace(statement(text), keys={}), world)
        once()
        taken.append(_best(once, rounds) * 1000)
    yield Figure(name="tpch, masks: from the memory of plans p50", value=statistics.median(taken), unit="ms", aim=0.1)


def _asking(plans: Plans, asked: Statement, world: World) -> Callable[[], object]:
    request = Request(sql=asked.sql, asking=asked.asking, session=asked.session)
    return lambda: plans(replace(asked), request, world)


def _preparing(text: Text, name: str) -> Callable[[], object] | None:
    world = WORLDS[name]
    catalog, policy, asked = catalog_of(name, opaque=world.opaque), Policy(world), statement(text)
    try:
        prepare(asked, catalog, policy)
    except Exception as error:
        if "COLUMN_NOT_ALLOWED" in str(error):
            return None
        raise
    return lambda: prepare(asked, catalog, policy)


def _reading(text: Text) -> Callable[[], object]:
    sql = statement(text).sql
    return lambda: sqlglot.parse(sql, read="trino")


def _best(once: Callable[[], object], rounds: int) -> float:
    """Seconds of CPU of the best round."""
    taken = []
    for _ in range(rounds):
        started = time.process_time()
        once()
        taken.append(time.process_time() - started)
    return min(taken)
