"""Rule 13, scans are total: a dirty value in a hidden row fails nobody, whatever the statement does with its column.

Removed to see it fail: `convert_expression` in catalog/convert.py wrote CAST for TRY_CAST.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.attacks.sources import csv_source, sqlite_source
from tests.attacks.test_sources import Running, catalog
from tests.engines.world import engine

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("make", [sqlite_source, csv_source])
def test_dirt_in_hidden_rows_fails_nobody(make: object, tmp_path: Path) -> None:
    source = make(tmp_path, "loud")  # type: ignore[operator]
    running = engine(tmp_path, [source])
    with asyncio.Runner() as runner:
        runner.run(running.start())
        asked = Running(catalog(source), running, runner.get_loop())
        try:
            assert asked.ask("SELECT count(*), sum(age), max(born), count(active) FROM person")[0] == "rows"
            assert asked.ask("SELECT sum(cost), max(day), max(weight) FROM visit") == (
                "rows",
                ['[1111, "2026-02-01", 2.5]'],
            )
            assert asked.ask("SELECT id FROM person WHERE age > 5 ORDER BY age, id") == ("rows", ["[3]", "[1]", "[4]"])
        finally:
            runner.run(running.stop())
