"""Pages of Trino's protocol from any gateway: killed, stopped or passed over by a balancer, the one that began a statement is not needed to end it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
import pytest

from gateway.execution.storage_journal import LEASE
from gateway.storage import Outcome
from tests.faults.on_trino import RULES, at_trino, two_on_trino
from tests.faults.site import Site, now, until
from tests.servers import Server
from tests.trino.server import Trino

pytestmark = pytest.mark.slow
ROWS: Final = 2_000
POLICIES: Final = 3
"""Seconds in which a gateway has read a policy file that changed."""


@dataclass
class Reading:
    """A statement on its way to its client, who asks whichever gateway he is sent to."""

    sites: tuple[Site, Site]
    document: dict[str, Any]
    rows: list[list[Any]] = field(default_factory=list)

    @property
    def id(self) -> str:
        return str(self.document["id"])

    @property
    def following(self) -> str | None:
        return self.document.get("nextUri")

    @property
    def error(self) -> str:
        return str(self.document.get("error", {}).get("errorName", ""))

    def ask(self, at: Site) -> None:
        """The next page, from this gateway."""
        assert self.following is not None
        answer = httpx.get(self.at(at), timeout=60)
        assert answer.status_code == 200, (answer.status_code, answer.text)
        self.document = answer.json()
        self.rows += self.document.get("data", [])

    def at(self, site: Site) -> str:
        """The next page's address there."""
        assert self.following is not None
        for one in self.sites:
            self.document["nextUri"] = self.document["nextUri"].replace(one.url, site.url)
        return str(self.document["nextUri"])

    def until_rows(self, at: Site) -> None:
        while not self.rows:
            self.ask(at)

    def to_the_end(self, *at: Site) -> None:
        turn = 0
        while self.following is not None:
            self.ask(at[turn % len(at)])
            turn += 1


@dataclass
class Two:
    a: Site
    b: Site
    people: str
    trino: Trino

    def start(self, sql: str, at: Site | None = None, **headers: str) -> Reading:
        site = at or self.a
        head = {"authorization": f"Bearer {site.token}", "x-trino-user": "ana", **headers}
        answer = httpx.post(
            f"{site.url}/v1/statement", content=sql.format(people=self.people), headers=head, timeout=60
        )
        assert answer.status_code == 200, answer.text
        return Reading((self.a, self.b), answer.json())

    def outcomes(self, statement: str) -> list[Outcome]:
        with self.b.storage() as storage:
            assert storage.audit.verify().ok
            return [one.record.outcome for one in storage.audit.search(statement=statement)]

    def counted(self, statement: str) -> int | None:
        with self.b.storage() as storage:
            row = storage.history.find(statement)
        assert row is not None
        return row.rows


MANY: Final = "SELECT x.id AS a, y.id AS b, 'so that pages are more than one' AS why FROM {people} AS x, {people} AS y WHERE y.id <= 100"
"""200,000 rows, some 10 MB."""
SLOW: Final = "SELECT count(*) FROM {people} AS x, {people} AS y, {people} AS z WHERE z.id <= 8 AND x.id + y.id > z.id"
"""Nothing for some seconds, then one row."""


@pytest.fixture(scope="module")
def two(postgresql: Server, trino: Trino, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    with two_on_trino(postgresql, trino, tmp_path_factory.mktemp("two"), ROWS) as (a, b, people):
        yield Two(a, b, people, trino)


@pytest.fixture(autouse=True)
def both_serve(two: Two) -> Iterator[None]:
    yield
    for site in (two.a, two.b):
        if site.process is None or site.process.poll() is not None:
            site.spawn()
            site.ready()


def whole(reading: Reading) -> None:
    assert reading.error == "", json.dumps(reading.document["error"])
    assert len(reading.rows) == ROWS * 100
    assert sorted((a, b) for a, b, _ in reading.rows) == [(a, b) for a in range(1, ROWS + 1) for b in range(1, 101)]


def test_who_dies_between_two_pages_is_not_missed(two: Two) -> None:
    reading = two.start(MANY)
    reading.until_rows(two.a)
    two.a.kill()
    reading.to_the_end(two.b)
    whole(reading)
    assert two.outcomes(reading.id) == [Outcome.FINISHED, Outcome.STARTED]
    assert two.counted(reading.id) == ROWS * 100


def test_who_dies_before_there_are_rows_is_not_missed(two: Two) -> None:
    reading = two.start(SLOW)
    until(lambda: bool(at_trino(two.trino, reading.id)), 20)
    for _ in range(3):
        reading.ask(two.a)
    assert (reading.rows, reading.following is None) == ([], False)
    two.a.kill()
    reading.to_the_end(two.b)
    assert (reading.error, len(reading.rows)) == ("", 1)
    direct = two.trino.run(SLOW.format(people=two.people))
    assert reading.rows == [list(direct.rows[0])]
    assert two.outcomes(reading.id) == [Outcome.FINISHED, Outcome.STARTED]


def test_who_is_stopped_leaves_its_statements_to_the_other(two: Two) -> None:
    reading = two.start(MANY)
    reading.until_rows(two.a)
    time.sleep(1.5)  # each knows that the other is there
    two.a.stop()
    reading.to_the_end(two.b)
    whole(reading)
    assert two.outcomes(reading.id) == [Outcome.FINISHED, Outcome.STARTED]


def test_a_balancer_may_send_each_page_elsewhere(two: Two) -> None:
    for sql in (MANY, SLOW):
        reading = two.start(sql)
        reading.ask(two.a)
        reading.to_the_end(two.b, two.a)
        assert reading.error == "", reading.document
        if sql is MANY:
            whole(reading)
        assert two.outcomes(reading.id) == [Outcome.FINISHED, Outcome.STARTED]


def test_its_client_keeps_one_connection(two: Two) -> None:
    reading, ends = two.start(MANY), set()
    with httpx.Client(timeout=60) as client:
        while reading.following is not None:
            with client.stream("GET", reading.following) as answer:
                ends.add(answer.extensions["network_stream"].get_extra_info("client_addr"))
                answer.read()
            time.sleep(0.05)  # a connection that is closed behind an answer would be noticed
            reading.document = answer.json()
            reading.rows += reading.document.get("data", [])
    whole(reading)
    assert len(ends) == 1


def test_a_page_is_given_again_where_it_was_given(two: Two) -> None:
    reading = two.start(MANY)
    reading.until_rows(two.a)
    address = reading.at(two.b)
    first, again = (httpx.get(address, timeout=60).json() for _ in range(2))
    assert first["data"] == again["data"]
    reading.to_the_end(two.b)
    whole(reading)


def test_the_other_judges_again_and_ends_what_is_permitted_no_more(two: Two) -> None:
    reading = two.start(MANY)
    reading.until_rows(two.a)
    two.a.kill()
    catalog = two.people.partition(".")[0]
    two.b.rules(RULES.format(catalog=catalog).replace("TRUE", "@some") + 'p2, @some, "id > 5"\n')
    try:
        time.sleep(POLICIES)
        given = len(reading.rows)
        reading.to_the_end(two.b)
        assert (reading.error, len(reading.rows)) == ("PERMISSION_DENIED", given)
        until(lambda: at_trino(two.trino, reading.id)[0]["state"] == "FAILED", 10)
        assert two.outcomes(reading.id) == [Outcome.FAILED, Outcome.STARTED]
    finally:
        two.b.rules(RULES.format(catalog=catalog))
        time.sleep(POLICIES)


def test_a_login_that_ended_ends_it_there_too(two: Two) -> None:
    with two.b.storage() as storage:
        token, secret = storage.tokens.create("user:ana", [], None, now() + LEASE, now=now())
    reading = two.start(MANY, authorization=f"Bearer {secret}")
    reading.until_rows(two.a)
    two.a.kill()
    with two.b.storage() as storage:
        assert storage.tokens.revoke(token, now())
    given = len(reading.rows)
    reading.to_the_end(two.b)
    assert (reading.error, len(reading.rows)) == ("PERMISSION_DENIED", given)


def test_one_that_was_ended_is_not_begun_again(two: Two) -> None:
    reading = two.start(MANY)
    reading.until_rows(two.a)
    first = reading.at(two.b)
    assert httpx.delete(first, timeout=60).status_code == 204
    until(lambda: at_trino(two.trino, reading.id)[0]["state"] == "FAILED", 10)
    until(lambda: two.outcomes(reading.id) == [Outcome.CANCELED, Outcome.STARTED], 10)
    until(lambda: httpx.get(reading.at(two.a), timeout=60).status_code in (404, 410), 10)
