"""Rule 13, scans are total: a dirty value fails nobody, whatever the statement does with its column; what does not convert is NULL.

Removed to see it fail: `convert_expression` in catalog/convert.py wrote CAST for TRY_CAST.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from gateway.engines.duckdb import EngineSource
from gateway.pipeline.prepare import prepare
from tests.attacks.sources import csv_source, sqlite_source
from tests.attacks.test_sources import Running, catalog
from tests.attacks.world import name_of, statement
from tests.engines.world import engine, read
from tests.world import Given, permit

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("make", [sqlite_source, csv_source])
def test_dirt_fails_nobody(make: Callable[[Path, str], EngineSource], tmp_path: Path) -> None:
    source = make(tmp_path, "loud")
    known = catalog(source)
    running = engine(tmp_path, [source])
    everything = Given({name_of("person"): permit("person")})
    plan = prepare(
        statement("SELECT age, born, balance, active FROM person WHERE phone = '138' AND name = 'dirt'"),
        known,
        everything,
    )
    with asyncio.Runner() as runner:
        runner.run(running.start())
        asked = Running(known, running, runner.get_loop())
        try:
            _, body, _, _ = runner.run(read(running, plan))
            assert json.loads(body) == [None, None, None, None]
            assert asked.ask("SELECT count(*), sum(age), max(born), count(active) FROM person")[0] == "rows"
            assert asked.ask("SELECT sum(cost), max(day), max(weight) FROM visit") == (
                "rows",
                ['[1111, "2026-02-01", 2.5]'],
            )
            assert asked.ask("SELECT id FROM person WHERE age > 5 ORDER BY age, id") == ("rows", ["[3]", "[1]", "[4]"])
        finally:
            runner.run(running.stop())
