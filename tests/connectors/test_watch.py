"""A watch tells of every change to columns, survives a lost connection, and does not wait for a silent server."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import time
from collections.abc import Awaitable, Callable, Iterator

import pytest

from connectors import mysql, postgresql
from connectors.mysql import MysqlOptions
from connectors.postgresql import PostgresqlOptions
from connectors.watch import SECONDS, Watch
from gateway.errors import EngineError, ErrorCode
from tests.faults.cluster import cluster
from tests.servers import Server

pytestmark = pytest.mark.slow

COMMON = {
    "another type": "ALTER TABLE cars {change} colour {type} varchar(9)",
    "another length": "ALTER TABLE cars {change} plate {type} varchar(30)",
    "a column more": "ALTER TABLE cars ADD extra int",
    "a column less": "ALTER TABLE cars DROP COLUMN colour",
    "a column of the same name": "ALTER TABLE cars DROP COLUMN colour; ALTER TABLE cars ADD colour text",
    "another table of the name": "CREATE TABLE n (id int); DROP TABLE cars; ALTER TABLE n RENAME TO cars",
}
POSTGRESQL = {
    **{name: sql.format(change="ALTER", type="TYPE") for name, sql in COMMON.items()},
    "there and back": "ALTER TABLE cars ALTER id TYPE bigint; ALTER TABLE cars ALTER id TYPE int",
    "a label more": "ALTER TYPE mood ADD VALUE 'glad'",
}
MYSQL = {name: sql.format(change="MODIFY", type="") for name, sql in COMMON.items()}


def watched(server: Server, story: Callable[[Watch, tuple[str, str]], Awaitable[None]]) -> None:
    options = {"host": server.host, "port": server.port, "database": server.database}
    credentials = {"user": server.user, "password": server.password}

    async def whole() -> None:
        if server.kind == "postgresql":
            watch: Watch = postgresql.watch(PostgresqlOptions.model_validate(options), credentials)
        else:
            watch = mysql.watch(MysqlOptions.model_validate(options), credentials)
        try:
            await story(watch, ("public" if server.kind == "postgresql" else server.database, "cars"))
        finally:
            watch.close()

    asyncio.run(whole())


def changed(server: Server, change: str) -> None:
    async def story(watch: Watch, cars: tuple[str, str]) -> None:
        other = (cars[0], "other")
        before = await watch.layouts()
        assert set(before) == {cars, other}
        assert await watch.layouts({cars}) == {cars: before[cars]}
        server.execute("INSERT INTO other VALUES (1)")
        assert await watch.layouts() == before
        server.execute(change)
        after = await watch.layouts({cars, other, (cars[0], "absent")})
        assert after[cars] != before[cars]
        assert after[other] == before[other]
        assert len(after) == 2

    watched(server, story)


@pytest.mark.parametrize("change", POSTGRESQL.values(), ids=POSTGRESQL)
def test_postgresql_tells_of(change: str, postgresql: Server) -> None:
    server = postgresql.fresh_database()
    server.execute(
        "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE cars (id int, plate varchar(10), colour text, mood mood);"
        "CREATE TABLE other (id int)"
    )
    changed(server, change)


def test_postgresql_tells_of_a_view_that_was_made_together_with_the_table_whose_place_it_takes(
    postgresql: Server,
) -> None:
    server = postgresql.fresh_database()
    server.execute(
        "BEGIN; CREATE TABLE cars (id int); CREATE TABLE other (id int); CREATE VIEW spare AS SELECT id FROM other; COMMIT"
    )

    async def story(watch: Watch, cars: tuple[str, str]) -> None:
        before = await watch.layouts()
        server.execute("ALTER TABLE cars RENAME TO gone; ALTER VIEW spare RENAME TO cars")
        after = await watch.layouts()
        assert after[cars] != before[cars]
        assert after[(cars[0], "gone")] == before[cars]

    watched(server, story)


@pytest.mark.parametrize("change", MYSQL.values(), ids=MYSQL)
def test_mysql_tells_of(change: str, mariadb: Server) -> None:
    server = mariadb.fresh_database()
    server.execute(
        "CREATE TABLE cars (id int, plate varchar(10), colour text, mood enum('sad')); CREATE TABLE other (id int)"
    )
    changed(server, change)


@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_a_connection_that_the_server_closed_is_opened_again(kind: str, request: pytest.FixtureRequest) -> None:
    server: Server = request.getfixturevalue(kind).fresh_database()
    server.execute("CREATE TABLE cars (id int)")
    throw_out = {
        "postgresql": "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'huiliu catalogue'",
        "mariadb": "KILL USER tester",
    }

    async def story(watch: Watch, cars: tuple[str, str]) -> None:
        before = await watch.layouts({cars})
        with contextlib.suppress(RuntimeError):  # MariaDB throws out whoever says so, too
            server.execute(throw_out[kind])
        assert await watch.layouts({cars}) == before != {}

    watched(server, story)


async def refused_in_time(watch: Watch, cars: tuple[str, str]) -> None:
    for _ in range(2):
        began = time.monotonic()
        with pytest.raises(EngineError) as caught:
            await watch.layouts({cars})
        assert caught.value.code is ErrorCode.SOURCE_UNAVAILABLE
        assert time.monotonic() - began < 2 * SECONDS + 2


@pytest.fixture
def black_hole() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(8)
        yield listening.getsockname()[1]


@pytest.mark.parametrize("kind", ["postgresql", "mysql"])
def test_a_server_that_says_nothing_is_not_waited_for(kind: str, black_hole: int) -> None:
    watched(Server(kind=kind, host="127.0.0.1", port=black_hole, user="u", password="p", database="d"), refused_in_time)


def test_one_that_falls_silent_under_a_question_is_not_waited_for() -> None:
    with cluster() as made:
        made.start()
        made.server.execute("CREATE TABLE cars (id int)")

        async def story(watch: Watch, cars: tuple[str, str]) -> None:
            before = await watch.layouts({cars})
            made.signal(signal.SIGSTOP)
            try:
                await refused_in_time(watch, cars)
            finally:
                made.signal(signal.SIGCONT)
            assert await watch.layouts({cars}) == before != {}

        watched(made.server, story)


def test_who_goes_while_asking_makes_no_other_socket_deaf() -> None:
    """The descriptor of a socket that is closed is the next one's; until then the driver must have ceased to listen to it."""
    heard: list[bytes] = []

    async def story(watch: Watch, cars: tuple[str, str]) -> None:
        loop = asyncio.get_running_loop()
        await watch.layouts({cars})
        made.signal(signal.SIGSTOP)
        asking = asyncio.ensure_future(watch.layouts({cars}))
        await asyncio.sleep(0.1)
        pairs: list[socket.socket] = []

        def open_another() -> None:
            pairs.extend(socket.socketpair())
            for one in pairs:
                loop.add_reader(one.fileno(), lambda one=one: heard.append(one.recv(1)))

        asking.cancel()
        loop.call_soon(open_another)  # between giving up the question and the driver's hearing of that
        await asyncio.sleep(0.1)
        for one in pairs:
            one.send(b"x")
        await asyncio.sleep(0.1)
        for one in pairs:
            loop.remove_reader(one.fileno())
            one.close()
        made.signal(signal.SIGCONT)
        assert await watch.layouts({cars}) != {}

    with cluster() as made:
        made.start()
        made.server.execute("CREATE TABLE cars (id int)")
        watched(made.server, story)
    assert heard == [b"x", b"x"]
