"""A column that changes its type at a running server is seen by nobody from that moment on, not from the next look (rule 14)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from gateway.errors import ErrorCode
from tests.servers import Server
from tests.sources.place import Place, error, rows

pytestmark = pytest.mark.slow

MASK = "p, *, remote.{schema}.cars.plate, mask, partial:1:1, *, -, -, -, allow, mask-plate\n"
RETYPED = {
    "postgresql": "ALTER TABLE cars ALTER id TYPE bigint; ALTER TABLE cars DROP plate; ALTER TABLE cars ADD plate int DEFAULT 4711",
    "mysql": "ALTER TABLE cars MODIFY id bigint; ALTER TABLE cars DROP plate; ALTER TABLE cars ADD plate int DEFAULT 4711",
}
KINDS = pytest.mark.parametrize("kind", RETYPED)


@pytest.fixture
def server(kind: str, request: pytest.FixtureRequest) -> Server:
    running: Server = request.getfixturevalue("postgresql" if kind == "postgresql" else "mariadb")
    fresh = running.fresh_database()
    fresh.execute(
        "CREATE TABLE cars (id int, plate text, colour text); INSERT INTO cars VALUES (1, 'ABCD', 'red');"
        "CREATE TABLE keys_ (id int, name text); INSERT INTO keys_ VALUES (1, 'k')"
    )
    return fresh


def place(folder: Path, kind: str, server: Server) -> tuple[Place, Callable[[str], str]]:
    """A site with that one source, and how to write a statement about its `cars`."""
    schema = "public" if kind == "postgresql" else server.database
    options = f'{{ host = "127.0.0.1", port = {server.port}, database = "{server.database}" }}'
    made = Place(
        folder,
        {"remote": (kind, f'credentials = "env:IT"\noptions = {options}')},
        {"IT_USER": server.user, "IT_PASSWORD": server.password},
    )
    made.write(MASK.format(schema=schema))
    made.accept()
    return made, lambda columns: f"SELECT {columns} FROM remote.{schema}.cars"


@KINDS
def test_a_type_that_changed_is_not_read_as_the_old_one(tmp_path: Path, kind: str, server: Server) -> None:
    made, cars = place(tmp_path, kind, server)

    async def story() -> None:
        async with made.running() as app:
            assert await rows(app, cars("id, plate, colour")) == [[1, "A****D", "red"]]
            server.execute(RETYPED[kind])
            asked = [await error(app, cars("id, plate")), await error(app, cars("id")), await error(app, cars("plate"))]
            codes = [found.code for found in asked]
            assert set(codes) <= {ErrorCode.SOURCE_UNAVAILABLE, ErrorCode.COLUMN_NOT_FOUND}, codes
            assert await rows(app, cars("colour")) == [["red"]]
            made.accept()
            app.inventory.reread()
            assert await rows(app, cars("id")) == [[1]]

    asyncio.run(story())


@KINDS
def test_what_is_added_beside_does_not_disturb(tmp_path: Path, kind: str, server: Server) -> None:
    made, cars = place(tmp_path, kind, server)

    async def story() -> None:
        async with made.running() as app:
            assert await rows(app, cars("*")) == [[1, "A****D", "red"]]
            server.execute("ALTER TABLE cars ADD wheels int DEFAULT 4; ALTER TABLE keys_ ADD extra int")
            assert await rows(app, cars("*")) == [[1, "A****D", "red"]]
            assert await rows(app, cars("id")) == [[1]]

    asyncio.run(story())


@KINDS
def test_a_table_that_was_swapped_is_read_as_it_is_now(tmp_path: Path, kind: str, server: Server) -> None:
    """The engine keeps the columns of a table by its name: the new one has the same, elsewhere and with another type between them."""
    made, cars = place(tmp_path, kind, server)

    async def story() -> None:
        async with made.running() as app:
            assert await rows(app, cars("id, colour")) == [[1, "red"]]
            server.execute(
                "CREATE TABLE fresh (colour text, born date, id int, plate text);"
                "INSERT INTO fresh VALUES ('blue', '2026-01-02', 2, 'EFGH'); DROP TABLE cars; ALTER TABLE fresh RENAME TO cars"
            )
            assert await rows(app, cars("id, colour, plate")) == [[2, "blue", "E****H"]]

    asyncio.run(story())
