"""Sources that are not there, die while they are read, fall silent, or come back with other columns. One story, in the order of a bad day."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from typing import Final

import httpx
import pytest

from tests.faults.answers import ARROW, CSV, FORMS, Answer, ask
from tests.faults.cluster import Cluster, cluster
from tests.faults.site import EXPECTED, GRANTS, PEOPLE, Site, make, served, until

pytestmark = pytest.mark.slow
LONG: Final = 200_000
"""Rows of 256 bytes: far more than sockets and buffers hold, so whoever stops reading stops the source."""
SOURCE: Final = """
[sources.pg]
kind = "postgresql"
owner = "police"
options = {{ host = "127.0.0.1", port = {port}, database = "postgres", statement_seconds = 30, connect_seconds = 2 }}
credentials = "env:PG"
"""
MORE: Final = """\
p, user:ana, pg, select, -, *, -, -, -, allow, may-read-pg
p, user:ana, pg, row_any, TRUE, *, -, -, -, allow, all-rows-pg
p, *, pg.public.cars.plate, mask, partial:1:1, *, -, -, -, allow, mask-plate
"""
NOTES: Final = "SELECT id, note FROM pg.public.notes"
CARS: Final = "SELECT id, plate FROM pg.public.cars"
PEOPLE_SQL: Final = f"SELECT id, name, phone FROM {PEOPLE}"


def note(number: int) -> str:
    return hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest() * 8


@pytest.fixture(scope="module")
def source() -> Iterator[Cluster]:
    with cluster() as made:
        made.start()
        made.server.execute(
            "CREATE TABLE cars (id int, plate text); INSERT INTO cars VALUES (1, 'ABC'), (2, 'DEF');"
            f"CREATE TABLE notes AS SELECT i AS id, repeat(md5(i::text), 8) AS note FROM generate_series(0, {LONG - 1}) i;"
            "CREATE ROLE reader LOGIN PASSWORD 'reader-1'; GRANT SELECT ON cars, notes TO reader; CHECKPOINT"
        )
        yield made


@pytest.fixture(scope="module")
def site(source: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Accepted while the source is up; the gateway then starts while it is down."""
    made = make(
        tmp_path_factory.mktemp("site"),
        sources={"pg": SOURCE.format(port=source.server.port)},
        environment={"PG_USER": "reader", "PG_PASSWORD": "reader-1"},
        rules=GRANTS + MORE,
    )
    source.kill()
    with served(made) as running:
        yield running


@pytest.fixture
def client(site: Site) -> Iterator[httpx.Client]:
    with site.client() as opened:
        yield opened


def others_are_served(client: httpx.Client) -> None:
    answer = ask(client, PEOPLE_SQL)
    assert sorted(answer.rows) == EXPECTED


def test_1_a_source_that_is_down_at_the_start_keeps_nobody_else_waiting(site: Site, client: httpx.Client) -> None:
    others_are_served(client)
    until(lambda: site.source_state("pg") != "ok", 10)
    assert "since" in site.source_state("pg")
    problem = client.post("/v1/query", json={"sql": CARS}).json()
    assert (problem["name"], problem["contact"]) == ("SOURCE_UNAVAILABLE", "Data office 0571-0000")


def test_2_it_comes_back_without_a_restart(site: Site, source: Cluster, client: httpx.Client) -> None:
    source.start()
    until(lambda: ask(client, CARS).whole, 40)
    assert sorted(ask(client, CARS).rows) == [[1, "A****C"], [2, "D****F"]]
    until(lambda: site.source_state("pg") == "ok", 20)


def killed(source: Cluster) -> None:
    source.kill()


def backend_killed(source: Cluster) -> None:
    """As by the system when memory runs out: the server then throws out everybody."""
    pids = source.server.execute("SELECT pid FROM pg_stat_activity WHERE usename = 'reader' AND state = 'active'")
    for pid in pids.split():
        with contextlib.suppress(ProcessLookupError):  # the server has thrown it out already
            os.kill(int(pid), signal.SIGKILL)


def thrown_out(source: Cluster) -> None:
    source.server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'reader'")


@pytest.mark.parametrize("die", [thrown_out, backend_killed, killed])
def test_3_dying_while_it_is_read_never_makes_a_short_answer_look_whole(
    site: Site, source: Cluster, client: httpx.Client, die: Callable[[Cluster], None]
) -> None:
    answers: list[Answer] = []
    streaming = threading.Barrier(len(FORMS) + 1)
    dead = threading.Event()

    def read(form: str) -> None:
        def midway() -> None:
            streaming.wait(30)
            dead.wait(30)

        with site.client() as own:
            answers.append(ask(own, NOTES, form, midway))

    threads = [threading.Thread(target=read, args=(form,)) for form in FORMS]
    for thread in threads:
        thread.start()
    streaming.wait(30)
    die(source)
    dead.set()
    for thread in threads:
        thread.join(60)
    assert [answer.form for answer in answers if answer.whole] == []
    for answer in answers:
        assert answer.status == 200, answer
        if answer.form in (CSV, ARROW):
            assert answer.code == "", "their form has no place for an error: the connection is broken off"
        else:
            assert answer.code == "SOURCE_UNAVAILABLE", answer
    others_are_served(client)
    if source.process is not None and source.process.poll() is not None:
        source.start()
    until(lambda: ask(client, CARS).whole, 40)
    whole = ask(client, f"{NOTES} WHERE id < 1000", ARROW)
    assert sorted(whole.rows) == [[number, note(number)] for number in range(1000)]


def test_4_one_that_falls_silent_ends_its_statement_in_time_and_keeps_nobody_else_waiting(
    site: Site, source: Cluster, client: httpx.Client
) -> None:
    answers: list[tuple[float, Answer]] = []

    def read() -> None:
        began = time.monotonic()
        with site.client() as own:
            answer = ask(own, "SELECT count(*) AS n FROM pg.public.notes AS a JOIN pg.public.notes AS b ON a.id = b.id")
            answers.append((time.monotonic() - began, answer))

    source.signal(signal.SIGSTOP)
    try:
        threads = [threading.Thread(target=read) for _ in range(6)]
        for thread in threads:
            thread.start()
        slowest = 0.0
        for _ in range(10):
            began = time.monotonic()
            others_are_served(client)
            slowest = max(slowest, time.monotonic() - began)
        for thread in threads:
            thread.join(60)
    finally:
        source.signal(signal.SIGCONT)
    assert slowest < 6, "others had to wait for a source that they do not read"
    for seconds, answer in answers:
        assert answer.code in ("EXCEEDED_TIME_LIMIT", "SOURCE_UNAVAILABLE", "ENGINE_FAILED"), answer
        assert seconds < 6 + 12, "limits.seconds and the time to give a process up"
    until(lambda: ask(client, CARS).whole, 60)


def test_5_what_changed_while_it_was_away_is_seen_by_nobody(site: Site, source: Cluster, client: httpx.Client) -> None:
    source.kill()
    assert not ask(client, CARS).whole
    source.change(
        "ALTER TABLE cars DROP COLUMN plate; ALTER TABLE cars ADD COLUMN plate int; UPDATE cars SET plate = 4711;"
        "ALTER TABLE notes DROP COLUMN note; GRANT SELECT ON cars TO reader"
    )
    source.start()
    codes = set()

    def settled() -> bool:
        answer = ask(client, CARS)
        assert not answer.whole, "a column of another type was shown before its owner accepted it"
        codes.add(answer.code)
        return answer.code == "COLUMN_NOT_FOUND"

    until(settled, 60)
    assert codes <= {"SOURCE_UNAVAILABLE", "COLUMN_NOT_FOUND"}
    assert ask(client, "SELECT id FROM pg.public.cars").rows == [[1], [2]]
    assert ask(client, "SELECT * FROM pg.public.cars").rows == [[1], [2]]
    assert ask(client, NOTES).code == "COLUMN_NOT_FOUND"
    shown = client.get("/v1/catalog/pg/public/cars").json()
    assert "plate" not in json.dumps(shown)
    assert any("plate" in warning for warning in site.status()["catalog_warnings"])
    assert site.verified().ok
