"""Sources that are down at start, die, come back, come back with other columns: through the running application."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from gateway.errors import ErrorCode
from tests import servers
from tests.servers import Server
from tests.sources.place import Place, error, rows, sqlite, until

pytestmark = pytest.mark.slow

# SQLite's declared types are hints, so a type that counts is changed in a DuckDB file.
PEOPLE = ("CREATE TABLE people (id INTEGER, name TEXT)", "INSERT INTO people VALUES (1, 'a'), (2, 'b')")
TYPED = "CREATE TABLE people (id BIGINT, name VARCHAR); INSERT INTO people VALUES (1, 'a'), (2, 'b')"
OTHER = "CREATE TABLE people (id BIGINT, name DATE, more VARCHAR); INSERT INTO people VALUES (1, '2024-01-05', 'new')"
LEFT = "SELECT id, name FROM left_one.main.people ORDER BY id"
CHANGED = "SELECT id, name FROM typed.main.people ORDER BY id"
RIGHT = "SELECT id FROM right_one.main.people ORDER BY id"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(
        tmp_path,
        {name: ("sqlite", f'options = {{ path = "{name}.sqlite" }}') for name in ("left_one", "right_one")},
    )
    for name in made.sources:
        sqlite(tmp_path / f"{name}.sqlite", *PEOPLE)
    with duckdb.connect(str(tmp_path / "typed.duckdb")) as database:
        database.execute(TYPED)
    made.sources["typed"] = ("duckdb", 'options = { path = "typed.duckdb" }')
    made.write()
    made.accept()
    return made


def replace_typed(place: Place) -> None:
    """Another file under the same name, with another type and one column more."""
    with duckdb.connect(str(place.folder / "draft.duckdb")) as database:
        database.execute(OTHER)
    (place.folder / "draft.duckdb").rename(place.folder / "typed.duckdb")


def test_a_file_that_is_missing_at_start_is_named_and_the_others_are_served(place: Place) -> None:
    file = place.folder / "left_one.sqlite"
    away = file.rename(place.folder / "away")

    async def story() -> None:
        async with place.running() as app:
            assert await rows(app, RIGHT) == [[1], [2]]
            failed = await error(app, LEFT)
            assert (failed.code, failed.contact) == (ErrorCode.SOURCE_UNAVAILABLE, "数据科 0579")
            assert failed.message.startswith("source `left_one` is unavailable since ")
            assert failed.message.endswith(": its file is missing")
            assert app.is_ready()
            await until(lambda: place.witness.named("source.inspection_failed"))
            assert await rows(app, "SHOW TABLES FROM left_one.main") == [["people"]]  # what was accepted stands
            away.rename(file)
            assert await app.engine.recheck()
            assert await rows(app, LEFT) == [[1, "a"], [2, "b"]]

    asyncio.run(story())


def test_a_file_that_is_moved_away_fails_alone_and_is_read_again_when_it_is_back(place: Place) -> None:
    file = place.folder / "left_one.sqlite"

    async def story() -> None:
        async with place.running() as app:
            assert await rows(app, LEFT) == [[1, "a"], [2, "b"]]
            away = file.rename(place.folder / "away")
            failed = await error(app, LEFT)
            assert (failed.code, failed.contact) == (ErrorCode.SOURCE_UNAVAILABLE, "数据科 0579")
            assert await rows(app, RIGHT) == [[1], [2]]
            await until(lambda: app.upkeep.states()["left_one"] != "ok")
            away.rename(file)
            assert await rows(app, LEFT) == [[1, "a"], [2, "b"]]
            assert app.upkeep.states() == dict.fromkeys(place.sources, "ok")

    asyncio.run(story())


def test_a_file_that_comes_back_with_other_columns_shows_the_unchanged_ones_only(place: Place) -> None:
    async def story() -> None:
        (place.folder / "typed.duckdb").unlink()
        async with place.running() as app:
            assert (await error(app, CHANGED)).code is ErrorCode.SOURCE_UNAVAILABLE
            await until(lambda: "typed" in app.inventory.looks.states)
            replace_typed(place)
            assert await app.engine.recheck()
            # Not one statement sees the new type, not even the first one after the file is back.
            assert (await error(app, CHANGED)).code in (ErrorCode.SOURCE_UNAVAILABLE, ErrorCode.COLUMN_NOT_FOUND)
            assert (await error(app, CHANGED)).code is ErrorCode.COLUMN_NOT_FOUND
            assert await rows(app, "SELECT * FROM typed.main.people") == [[1]]
            assert (await error(app, "SELECT more FROM typed.main.people")).code is ErrorCode.COLUMN_NOT_FOUND
            assert any("name is gone, changed" in warning for warning in app.status()["catalog_warnings"])
            place.accept("typed")
            app.inventory.reread()
            assert await rows(app, "SELECT * FROM typed.main.people") == [[1, "2024-01-05", "new"]]

    asyncio.run(story())


def test_a_column_that_changed_while_the_gateway_was_away_is_seen_by_nobody(place: Place) -> None:
    """The gateway is ready before it has looked at its sources; a statement is not."""
    replace_typed(place)

    async def story() -> None:
        async with place.running() as app:
            failed = await error(app, CHANGED)
            assert failed.code in (ErrorCode.SOURCE_UNAVAILABLE, ErrorCode.COLUMN_NOT_FOUND)
            assert await rows(app, "SELECT * FROM typed.main.people") == [[1]]

    asyncio.run(story())


SERVE = """
import asyncio, os, sys
from pathlib import Path
from gateway.app import Application
from gateway.settings import read
async def story():
    app = Application(read(Path(sys.argv[1]), os.environ))
    await app.start()
    print(app.is_ready(), app.engine.health()["silent"].partition(": ")[2], flush=True)
    await asyncio.sleep(1)
    await app.stop()
asyncio.run(story())
"""


def test_a_server_that_is_silent_delays_neither_start_nor_end(place: Place) -> None:
    """It takes connections and says nothing; looking at it takes a minute, and nobody waits for that."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        options = f'credentials = "env:READER"\noptions = {{ host = "127.0.0.1", port = {silent.getsockname()[1]}, database = "d" }}'
        place.sources["silent"] = ("mysql", options)
        place.write()
        begun = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-c", SERVE, str(place.folder / "gateway.toml")],
            capture_output=True,
            text=True,
            env={**os.environ, "READER_USER": "r", "READER_PASSWORD": "r"},
            timeout=100,
            check=True,
        )
        assert done.stdout.split() == ["True", *["no", "answer", "within", "3", "s"]]
        assert time.monotonic() - begun < 30


@dataclass
class Stoppable:
    """A PostgreSQL of its own on a port that stays the same."""

    folder: Path
    port: int
    password: str = "secret"
    process: subprocess.Popen[bytes] | None = None

    @property
    def server(self) -> Server:
        return Server(
            kind="postgresql",
            host="127.0.0.1",
            port=self.port,
            user="tester",
            password=self.password,
            database="postgres",
        )

    def start(self) -> None:
        settings = {"listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": "", "fsync": "off"}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command = [servers._binary("postgres"), "-D", str(self.folder / "data"), *options]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                servers._unprivileged(command, signal.SIGINT), cwd=self.folder, stdout=log, stderr=log
            )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(RuntimeError):
                self.server.execute("SELECT 1")
                return
            time.sleep(0.1)
        raise AssertionError((self.folder / "log").read_text())

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)
            self.process = None


@pytest.fixture
def stoppable() -> Iterator[Stoppable]:
    servers._require("initdb", "postgres", "psql", package="postgresql")
    with servers._folder("stoppable") as folder:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            made = Stoppable(folder, probe.getsockname()[1])
        (folder / "password").write_text(made.password)
        servers._give_away(folder)
        initdb = [servers._binary("initdb"), "-D", str(folder / "data"), "-U", "tester", "-A", "scram-sha-256"]
        servers._run_once([*initdb, "--pwfile", str(folder / "password"), "-E", "UTF8", "--no-sync"], folder)
        try:
            made.start()
            yield made
        finally:
            made.stop()
            shutil.rmtree(folder, ignore_errors=True)


REMOTE = "SELECT id, name FROM remote.public.people ORDER BY id"


def test_a_server_that_stops_and_starts_needs_no_restart_of_the_gateway(tmp_path: Path, stoppable: Stoppable) -> None:
    server = stoppable.server
    server.execute(
        "CREATE ROLE reader LOGIN PASSWORD 'r'; CREATE TABLE people (id bigint, name text);"
        "INSERT INTO people VALUES (1, 'a'); GRANT SELECT ON people TO reader"
    )
    options = (
        f'credentials = "env:READER"\noptions = {{ host = "127.0.0.1", port = {server.port}, database = "postgres" }}'
    )
    sqlite(tmp_path / "right_one.sqlite", *PEOPLE)
    place = Place(
        tmp_path,
        {"remote": ("postgresql", options), "right_one": ("sqlite", 'options = { path = "right_one.sqlite" }')},
        {"READER_USER": "reader", "READER_PASSWORD": "r"},
    )
    place.write()
    place.accept()

    async def story() -> None:
        async with place.running() as app:
            assert await rows(app, REMOTE) == [[1, "a"]]
            await asyncio.to_thread(stoppable.stop)
            failed = await error(app, REMOTE)
            assert (failed.code, failed.contact) == (ErrorCode.SOURCE_UNAVAILABLE, "数据科 0579")
            assert await rows(app, RIGHT) == [[1], [2]]
            await until(lambda: app.upkeep.states()["remote"] != "ok")
            await asyncio.to_thread(stoppable.start)
            server.execute("ALTER TABLE people ALTER id TYPE numeric(10,2), ADD COLUMN more text DEFAULT 'new'")
            for _ in range(3):  # the first ones may meet connections that are dead
                with contextlib.suppress(AssertionError):
                    failed = await error(app, REMOTE)
                    if failed.code is ErrorCode.COLUMN_NOT_FOUND:
                        break
            assert failed.code is ErrorCode.COLUMN_NOT_FOUND  # `id` has another type
            assert await rows(app, "SELECT * FROM remote.public.people") == [["a"]]
            place.accept("remote")
            app.inventory.reread()
            await app.engine.rebuild()
            assert await rows(app, "SELECT * FROM remote.public.people") == [["1.00", "a", "new"]]

    asyncio.run(story())


def test_a_server_that_is_down_at_start_is_read_once_it_is_up(tmp_path: Path, stoppable: Stoppable) -> None:
    server = stoppable.server
    server.execute("CREATE TABLE people (id bigint, name text); INSERT INTO people VALUES (1, 'a')")
    options = (
        f'credentials = "env:READER"\noptions = {{ host = "127.0.0.1", port = {server.port}, database = "postgres" }}'
    )
    place = Place(
        tmp_path, {"remote": ("postgresql", options)}, {"READER_USER": "tester", "READER_PASSWORD": stoppable.password}
    )
    place.write()
    place.accept()
    stoppable.stop()

    async def story() -> None:
        async with place.running() as app:
            assert app.is_ready()
            failed = await error(app, REMOTE)
            assert failed.message.endswith(": the connection was refused")
            assert failed.contact == "数据科 0579"
            await asyncio.to_thread(stoppable.start)
            assert await app.engine.recheck()
            assert await rows(app, REMOTE) == [[1, "a"]]
            assert app.upkeep.states() == {"remote": "ok"}
            # The account of this site is the server's superuser: said in the log and to operators, once it could be asked.
            [told] = place.witness.named("source.over_privileged")
            assert told["source"] == "remote"
            assert "source `remote`: its user is a superuser" in told["privileges"]
            assert app.status()["sources"][0]["privileges"] == told["privileges"]

    asyncio.run(story())
