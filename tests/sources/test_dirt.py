"""What does not convert is counted in the background, for operators only (rule 13)."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from gateway.app import Application
from tests.sources.place import Place, error, rows, sqlite

pytestmark = pytest.mark.slow
DIRTY = (
    "CREATE TABLE people (id INTEGER, born DATE, income DECIMAL(10,2), name TEXT)",
    "INSERT INTO people VALUES (1, '1980-01-02', '10.5', 'a'), (2, '不详', '约3000', 'b'), (3, '2001-13-40', NULL, CAST(x'FF' AS TEXT))",
    "CREATE TABLE clean (id INTEGER)",
    "INSERT INTO clean VALUES (1)",
)
CSV = b"id,amount\n1,\xff\xfe\n2,many\n" + b"3,7\n" * 28
RULES = "p, user:ana, lite.main.people, row_all, @mine, *, -, -, -, allow, mine\np2, @mine, id = 1\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    sqlite(tmp_path / "lite.sqlite", *DIRTY)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "payments.csv").write_bytes(CSV)
    made = Place(
        tmp_path,
        {
            "lite": ("sqlite", 'options = { path = "lite.sqlite" }'),
            "texts": ("csv", 'options = { path = "texts" }'),
        },
    )
    made.write(RULES)
    made.accept()
    return made


async def counted(app: Application, relations: int = 3) -> None:
    """As the background work does, without its pauses."""
    await app.upkeep.first_look()
    for _ in range(relations):
        await app.upkeep.count_dirt(lambda: True)


def test_values_that_do_not_convert_are_counted_by_column(place: Place) -> None:
    async def story() -> None:
        async with place.running() as app:
            await counted(app)
            counts = app.upkeep.conversions.counts
            people, clean, payments = (
                counts[n] for n in ("lite.main.people", "lite.main.clean", "texts.main.payments")
            )
            assert (people.rows, dict(people.lost)) == (3, {"born": 2, "income": 1, "name": 1})
            assert (clean.rows, dict(clean.lost)) == (1, {})
            assert payments.unread_lines == 1
            assert (payments.rows, dict(payments.lost)) == (29, {"amount": 1})
            assert app.upkeep.conversions.totals() == {"lite": 4, "texts": 2}
            assert len(await rows(app, "SELECT id, amount FROM texts.main.payments")) == 29

    asyncio.run(story())


def test_counts_are_shown_to_operators_and_kept_over_a_restart(place: Place) -> None:
    async def story() -> None:
        async with place.running() as app:
            await counted(app)
            [lite, texts] = app.status()["sources"]
            assert lite["unread"][1]["lost"] == {"born": 2, "income": 1, "name": 1}
            assert texts["unread"][0]["unread_lines"] == 1
            facts = place.witness.named("source.counted")
            assert {"source": "lite", "relation": "main.people"}.items() <= facts[1].items()
        kept = place.folder / "var" / "conversions.json"
        assert kept.stat().st_mode & 0o077 == 0
        assert len(json.loads(kept.read_text())["relations"]) == 3
        async with place.running() as app:
            await app.upkeep.first_look()
            assert app.upkeep.conversions.totals() == {"lite": 4, "texts": 2}
            assert app.upkeep.conversions.due(app.inventory.catalog, idle=True) is None

    asyncio.run(story())


def test_a_relation_is_counted_when_nothing_else_runs_and_again_when_its_columns_change(place: Place) -> None:
    async def story() -> None:
        async with place.running() as app:
            await app.upkeep.first_look()
            conversions = app.upkeep.conversions
            assert conversions.due(app.inventory.catalog, idle=False) is None
            await counted(app)
            assert conversions.due(app.inventory.catalog, idle=True) is None
            sqlite(place.folder / "lite.sqlite", "ALTER TABLE clean ADD COLUMN more TEXT")
            place.accept("lite")
            app.inventory.reread()
            await app.inventory.inspect()
            assert conversions.due(app.inventory.catalog, idle=True, closed={"lite"}) is None
            due = conversions.due(app.inventory.catalog, idle=True, closed={"texts"})
            assert due is not None
            assert str(due.name) == "lite.main.clean"

    asyncio.run(story())


def test_no_answer_to_an_analyst_tells_a_count(place: Place) -> None:
    """Row 2 and 3 are hidden from her: whether their values convert is none of her business."""

    async def story() -> tuple[str, str]:
        seen = []
        for dirty in (True, False):
            if not dirty:
                sqlite(
                    place.folder / "lite.sqlite",
                    "UPDATE people SET born = NULL, income = NULL, name = NULL WHERE id > 1",
                )
                (place.folder / "var" / "conversions.json").unlink()
            async with place.running() as app:
                await counted(app)
                assert ("lite" in app.upkeep.conversions.totals()) is True
                assert bool(app.upkeep.conversions.totals()["lite"]) is dirty
                told = [
                    await rows(app, "SELECT * FROM lite.main.people"),
                    await rows(app, "DESCRIBE lite.main.people"),
                    await rows(app, "EXPLAIN SELECT * FROM lite.main.people"),
                    await rows(app, "SHOW TABLES FROM lite.main"),
                    str(await error(app, "SELECT nothing FROM lite.main.people")),
                ]
                seen.append(json.dumps(told))
        return seen[0], seen[1]

    before, after = asyncio.run(story())
    assert before == after


def test_a_source_that_fails_is_not_counted_and_says_so(place: Place) -> None:
    async def story() -> None:
        async with place.running() as app:
            await app.upkeep.first_look()
            (place.folder / "texts" / "payments.csv").unlink()
            for _ in range(3):
                await app.upkeep.count_dirt(lambda: True)
            payments = app.upkeep.conversions.counts["texts.main.payments"]
            assert payments.failed
            assert dict(payments.lost) == {}

    asyncio.run(story())
