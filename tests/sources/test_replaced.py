"""A file that is replaced under its name, as operations.md says, is read as it is now by the next statement."""

from __future__ import annotations

import asyncio
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gateway.errors import ErrorCode
from tests.sources.place import Place, error, rows, sqlite, until

pytestmark = pytest.mark.slow


def fill(folder: Path, value: int) -> None:
    """Finished files, renamed over those that are there."""
    sqlite(folder / "draft.sqlite", "CREATE TABLE t (id INTEGER)", f"INSERT INTO t VALUES ({value})")
    (folder / "draft.sqlite").rename(folder / "lite.sqlite")
    with duckdb.connect(str(folder / "draft.duckdb")) as database:
        database.execute(f"CREATE TABLE t AS SELECT {value}::BIGINT AS id")
    (folder / "draft.duckdb").rename(folder / "duck.duckdb")
    for name in ("pq", "texts"):
        (folder / name).mkdir(exist_ok=True)
    pq.write_table(pa.table({"id": pa.array([value], pa.int64())}), folder / "draft")
    (folder / "draft").rename(folder / "pq" / "t.parquet")
    (folder / "draft").write_text(f"id\n{value}\n")
    (folder / "draft").rename(folder / "texts" / "t.csv")


KINDS = {
    "lite": ("sqlite", "lite.sqlite"),
    "duck": ("duckdb", "duck.duckdb"),
    "pq": ("parquet", "pq"),
    "texts": ("csv", "texts"),
}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    fill(tmp_path, 1)
    made = Place(tmp_path, {name: (kind, f'options = {{ path = "{path}" }}') for name, (kind, path) in KINDS.items()})
    made.write()
    made.accept()
    return made


def test_the_next_statement_reads_the_new_rows(place: Place) -> None:
    async def story() -> None:
        async with place.running() as app:
            for name in KINDS:
                assert await rows(app, f"SELECT id FROM {name}.main.t") == [[1]]
            fill(place.folder, 2)
            assert {name: await rows(app, f"SELECT id FROM {name}.main.t") for name in KINDS} == {
                name: [[2]] for name in KINDS
            }

    asyncio.run(story())


def test_other_types_are_not_seen_and_nothing_is_read_by_the_old_ones(place: Place) -> None:
    async def story() -> None:
        async with place.running() as app:
            await app.upkeep.first_look()
            pq.write_table(pa.table({"id": ["text"], "more": [1]}), place.folder / "draft")
            (place.folder / "draft").rename(place.folder / "pq" / "t.parquet")
            (place.folder / "draft").write_text("more,id\nx,2\n")
            (place.folder / "draft").rename(place.folder / "texts" / "t.csv")
            assert (await error(app, "SELECT id FROM pq.main.t")).code is ErrorCode.SOURCE_UNAVAILABLE  # "run it again"
            assert (await error(app, "SELECT id FROM pq.main.t")).code is ErrorCode.TABLE_NOT_FOUND
            assert await rows(app, "SELECT * FROM texts.main.t") == [[2]]  # its columns changed places

    asyncio.run(story())


def test_many_statements_at_once_build_one_engine(place: Place) -> None:
    async def story() -> None:
        async with place.running() as app:
            await app.upkeep.first_look()
            before = app.engine._current
            fill(place.folder, 3)
            answers = await asyncio.gather(*(rows(app, "SELECT id FROM duck.main.t") for _ in range(4)))
            assert answers == [[[3]]] * 4
            built = len(app.engine._processes)
            await until(lambda: before is None or before.retired)
            assert built <= 2

    asyncio.run(story())
