"""Two gateways over one PostgreSQL storage are one to their clients; killed, one leaves nothing that the other does not clear up."""

from __future__ import annotations

import contextlib
import datetime
import itertools
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from gateway.execution.storage_journal import LEASE
from gateway.storage import Outcome
from tests.faults.answers import CSV, FORMS, NDJSON, Answer, ask
from tests.faults.site import EXPECTED, GRANTS, PEOPLE, Site, make, now, served, until
from tests.servers import Server

pytestmark = pytest.mark.slow
ALL: Final = f"SELECT id, name, phone FROM {PEOPLE}"
LONG: Final = f"SELECT a.id, a.name, b.phone FROM {PEOPLE} AS a CROSS JOIN {PEOPLE} AS b"
FEW: Final = f"SELECT id FROM {PEOPLE} WHERE id < 3"
AT_ONCE: Final = 2.5
"""Two seconds are promised; the machine that tests may be busy."""
MOST: Final = 4
BO: Final = """\
g, user:bo, dept:police
p, user:bo, city, select, -, *, -, -, -, allow, bo-may-read
p, user:bo, city, row_any, TRUE, *, -, -, -, allow, bo-all-rows
"""


@dataclass
class Pair:
    """Two gateways in folders of their own, as on two machines: the keys were copied once, the policies are the same files."""

    a: Site
    b: Site
    bo: str

    def each(self) -> tuple[Site, Site]:
        return self.a, self.b


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def two(folder: Path, storage: str) -> Pair:
    """The sites of both, and tokens that are in the common storage."""
    (folder / "a").mkdir()
    a = make(folder / "a", rules=GRANTS + BO, environment={"HUILIU_STORAGE": storage})
    file = a.folder / "gateway.toml"
    text = file.read_text("utf-8")
    reached = f'data_dir = "var"\nstorage = "env:HUILIU_STORAGE"\naddress = "{a.url}"'
    text = text.replace('data_dir = "var"', reached)
    text = text.replace(
        "seconds = 6\nconcurrent_per_principal = 50",
        f"seconds = 60\nqueue_seconds = 1\nconcurrent_per_principal = {MOST}",
    )
    file.write_text(text, "utf-8")
    (a.folder / "var" / "storage.db").unlink()
    later = now() + datetime.timedelta(days=1)
    with a.storage() as opened:
        a.token = opened.tokens.create("user:ana", [], None, later, now=now())[1]
        a.operator = opened.tokens.create("user:ops", [], None, later, now=now())[1]
        bo = opened.tokens.create("user:bo", [], None, later, now=now())[1]
    shutil.copytree(a.folder, folder / "b")
    b = Site(folder / "b", free_port(), a.environment, token=a.token, operator=a.operator)
    (b.folder / "gateway.toml").write_text(text.replace(str(a.port), str(b.port)), "utf-8")
    shutil.rmtree(b.folder / "policies")
    (b.folder / "policies").symlink_to(a.folder / "policies")
    return Pair(a, b, bo)


@pytest.fixture(scope="module")
def pair(postgresql: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    found = two(tmp_path_factory.mktemp("replicas"), postgresql.fresh_database().dsn)
    with served(found.a), served(found.b):
        yield found


@contextlib.contextmanager
def streaming(client: httpx.Client, sql: str = LONG) -> Iterator[tuple[str, Iterator[bytes]]]:
    """A statement under way that nobody reads faster than he must: its id, and the rest of its answer."""
    with client.stream("POST", "/v1/query", json={"sql": sql}, headers={"accept": NDJSON}) as response:
        rest = response.iter_raw(65_536)
        next(rest)
        yield response.headers["x-huiliu-statement"], rest


def end_of(rest: Iterator[bytes]) -> str:
    """What its client hears in the end."""
    last = b""
    try:
        for piece in rest:
            last = (last + piece)[-2000:]
    except httpx.TransportError:
        return "broken"
    return last.decode("utf-8", "replace").splitlines()[-1]


def listed(client: httpx.Client) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in client.get("/v1/queries").json()["statements"]}


def command(site: Site, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **site.environment}
    return subprocess.run(
        site.command(*words), env=environment, capture_output=True, text=True, check=False, timeout=120
    )


def pages_in_turn(pair: Pair, sql: str) -> list[list[Any]]:
    """The rows of a statement that was begun at one and whose every page is asked for at the next, as a balancer does it."""
    turns, rows = itertools.cycle((pair.b, pair.a)), []
    head = {"authorization": f"Bearer {pair.a.token}", "x-trino-user": "ana"}
    document = httpx.post(f"{pair.a.url}/v1/statement", content=sql, headers=head, timeout=60).json()
    while "nextUri" in document:
        address = document["nextUri"].replace(pair.a.url, next(turns).url)
        answer = httpx.get(address, timeout=60, headers={"host": pair.a.url.removeprefix("http://")})
        assert answer.status_code == 200, answer.text
        document = answer.json()
        rows += document.get("data", [])
    assert "error" not in document, document["error"]
    return rows


def test_pages_of_trinos_protocol_are_found_at_either(pair: Pair) -> None:
    until(lambda: [site.status()["replicas"] for site in pair.each()] == [2, 2], 5)
    time.sleep(1.5)  # each has looked where the other is
    assert sorted(pages_in_turn(pair, ALL)) == EXPECTED
    assert pages_in_turn(pair, "SHOW CATALOGS") == [["city"], ["system"]]
    assert pages_in_turn(pair, "SELECT count(*) FROM system.jdbc.columns WHERE table_cat = 'city'")[0][0] > 0
    begun = httpx.post(
        f"{pair.a.url}/v1/statement", content=LONG, headers={"authorization": f"Bearer {pair.a.token}"}, timeout=60
    )
    there = begun.json()["nextUri"].replace(pair.a.url, pair.b.url)
    assert httpx.head(there, timeout=60).status_code == 200
    assert httpx.get(there, headers={"authorization": f"Bearer {pair.bo}"}, timeout=60).status_code == 404
    assert httpx.get(there, headers={"authorization": "Bearer none"}, timeout=60).status_code == 401
    assert httpx.get(there, headers={"x-huiliu-forwarded": "1"}, timeout=60).status_code == 404
    other = there.replace(begun.json()["id"], "20260101_000000_00000_aaaaaaaaaaaaaaaa")
    assert httpx.get(other, timeout=60).status_code == 404
    assert httpx.delete(there, timeout=60).status_code == 204
    ended = httpx.get(there, timeout=60).json()
    assert ended["error"]["errorName"] == "USER_CANCELED"


def test_a_token_and_a_history_are_good_at_both(pair: Pair) -> None:
    with pair.a.client() as a, pair.b.client() as b:
        first, second = ask(a, FEW), ask(b, FEW)
        assert first.whole
        assert second.whole
        until(lambda: [site.status()["replicas"] for site in pair.each()] == [2, 2], 5)
        for client in (a, b):
            assert {first.statement, second.statement} <= set(listed(client))
            assert client.get(f"/v1/query/{first.statement}").json()["rows"] == 3
    made = command(pair.a, "token", "create", "user:ana", "--json")
    assert made.returncode == 0, made.stderr
    token = httpx.Response(200, text=made.stdout).json()
    bearer = {"authorization": f"Bearer {token['token']}"}
    assert httpx.post(f"{pair.b.url}/v1/query", json={"sql": FEW}, headers=bearer, timeout=20).status_code == 200
    assert command(pair.a, "token", "revoke", token["id"]).returncode == 0
    assert httpx.post(f"{pair.b.url}/v1/query", json={"sql": FEW}, headers=bearer, timeout=20).status_code == 401


def test_one_whose_key_file_was_not_copied_does_not_start(pair: Pair, tmp_path: Path) -> None:
    """Its signature would make the chain one of two signers, for ever."""
    shutil.copytree(pair.b.folder, tmp_path / "c", symlinks=True)
    stranger = Site(tmp_path / "c", free_port(), pair.b.environment)
    file = stranger.folder / "gateway.toml"
    file.write_text(file.read_text("utf-8").replace(str(pair.b.port), str(stranger.port)), "utf-8")
    (stranger.folder / "var" / "keys").unlink()
    done = command(stranger, "serve")
    assert done.returncode != 0
    assert "signed with another key" in done.stdout + done.stderr
    assert "copies the key file" in done.stdout + done.stderr
    made = command(stranger, "token", "create", "user:ana")
    assert made.returncode != 0
    assert "signed with another key" in made.stdout + made.stderr
    checked = command(pair.a, "audit", "verify")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_what_runs_at_one_is_seen_at_the_other_with_its_rows_and_canceled_there(pair: Pair) -> None:
    with pair.a.client() as a, pair.b.client() as b, streaming(a) as (statement, rest):
        until(lambda: b.get(f"/v1/query/{statement}").json()["rows"] > 0, 5)
        assert listed(b)[statement]["state"] == "RUNNING"
        bearer = {"authorization": f"Bearer {pair.bo}"}
        assert httpx.delete(f"{pair.b.url}/v1/query/{statement}", headers=bearer, timeout=20).status_code == 404
        assert b.get(f"/v1/query/{statement}").json()["state"] == "RUNNING"
        begun = time.monotonic()
        answer = b.delete(f"/v1/query/{statement}").json()
        took = time.monotonic() - begun
        assert (answer["state"], answer["error"]) == ("CANCELED", "CANCELED")
        assert took < AT_ONCE
        heard = end_of(rest)
        assert heard == "broken" or "CANCELED" in heard
    with pair.a.storage() as storage:
        outcomes = [one.record.outcome for one in storage.audit.search(statement=statement)]
        assert outcomes == [Outcome.CANCELED, Outcome.STARTED]


def test_a_suspended_source_is_so_at_both_at_once_and_what_reads_it_ends(pair: Pair) -> None:
    with pair.a.client() as a, pair.b.client() as b:
        try:
            with streaming(a) as (statement, rest):
                done = command(pair.b, "source", "suspend", "city", "--reason", "核查")
                begun = time.monotonic()
                assert done.returncode == 0, done.stderr
                until(lambda: a.get(f"/v1/query/{statement}").json()["state"] != "RUNNING", AT_ONCE)
                until(lambda: ask(b, FEW).code == "SOURCE_SUSPENDED", AT_ONCE)
                assert ask(a, FEW).code == "SOURCE_SUSPENDED"
                assert time.monotonic() - begun < AT_ONCE
                assert b.get(f"/v1/query/{statement}").json()["error"] == "SOURCE_SUSPENDED"
                heard = end_of(rest)
                assert heard == "broken" or "SOURCE_SUSPENDED" in heard
            for site, client in ((pair.a, a), (pair.b, b)):
                assert ask(client, "SHOW TABLES FROM city.main").rows == [["people"]]
                assert "suspended since" in site.source_state("city")
        finally:
            assert command(pair.a, "source", "resume", "city").returncode == 0
        for client in (a, b):
            until(lambda client=client: ask(client, FEW).whole, AT_ONCE)  # type: ignore[misc]  # bound now
    for site in pair.each():
        until(lambda site=site: len(site.events("source.suspended")) == 1, 5)  # type: ignore[misc]  # bound now


def test_a_principals_places_are_counted_over_both(pair: Pair) -> None:
    """So many run, wherever: the next one is refused at either, and another principal is not."""
    with pair.a.client() as a, pair.b.client() as b, contextlib.ExitStack() as open_:
        for number in range(MOST):
            open_.enter_context(streaming((a, b)[number % 2]))
        for client in (a, b):
            assert ask(client, FEW).code == "TOO_MANY_STATEMENTS"
        bearer = {"authorization": f"Bearer {pair.bo}"}
        assert httpx.post(f"{pair.b.url}/v1/query", json={"sql": FEW}, headers=bearer, timeout=20).status_code == 200
    with pair.a.client() as a:
        until(lambda: ask(a, FEW).whole, 10)


def test_never_more_run_than_are_allowed_however_many_ask_both_at_once(pair: Pair) -> None:
    """Looked at in the common storage while eight clients ask as fast as they are answered."""
    over = threading.Event()
    answers: list[Answer] = []

    def work(site: Site) -> None:
        with site.client() as client:
            while not over.is_set():
                answers.append(ask(client, ALL, FORMS[len(answers) % len(FORMS)]))

    threads = [threading.Thread(target=work, args=(site,)) for site in pair.each() for _ in range(MOST)]
    for thread in threads:
        thread.start()
    most = 0
    with pair.a.storage() as storage:
        until_ = time.monotonic() + 6
        while time.monotonic() < until_:
            running = storage.history.list("user:ana", running=True)
            most = max(most, len(running))
    over.set()
    for thread in threads:
        thread.join(60)
    assert most == MOST
    assert {answer.code for answer in answers if not answer.whole} <= {"TOO_MANY_STATEMENTS"}
    assert sum(answer.whole for answer in answers) > MOST
    assert all(sorted(answer.rows) == EXPECTED for answer in answers if answer.whole)


def test_one_is_killed_and_the_other_goes_on_and_closes_what_it_left(postgresql: Server, tmp_path: Path) -> None:
    """Its clients see a broken connection, the chain is whole, and no statement is left open once the lease and a round are over."""
    pair = two(tmp_path, postgresql.fresh_database().dsn)
    answers: list[Answer] = []
    over = threading.Event()

    def work() -> None:
        with pair.b.client() as client:
            while not over.is_set():
                answers.append(ask(client, ALL, FORMS[len(answers) % len(FORMS)]))

    with served(pair.a), served(pair.b):
        worker = threading.Thread(target=work)
        worker.start()
        try:
            with pair.a.client() as a, pair.b.client() as b, streaming(a) as (statement, rest):
                until(lambda: b.get(f"/v1/query/{statement}").json()["rows"] > 0, 10)
                csv: list[Answer] = []
                begun = threading.Event()
                reader = threading.Thread(target=lambda: csv.append(ask(a, LONG, CSV, begun.set)))
                reader.start()
                assert begun.wait(20)
                killed = time.monotonic()
                pair.a.kill()
                assert end_of(rest) == "broken"
                reader.join(30)
                assert (csv[0].whole, csv[0].code) == (False, "")
                assert b.delete(f"/v1/query/{statement}").json()["state"] == "RUNNING", "nobody is there to end it"
                lease = LEASE.total_seconds()
                until(lambda: b.get(f"/v1/query/{statement}").json()["state"] == "LOST", lease * 4 / 3 + 10)
                print(f"closed as lost {time.monotonic() - killed:.0f} s after the kill")
        finally:
            over.set()
            worker.join(60)
        assert len(answers) > 10
        assert all(answer.whole and sorted(answer.rows) == EXPECTED for answer in answers)
        with pair.b.storage() as storage:
            left = [one for one in storage.history.list(running=True) if one.lease and one.lease < now()]
            assert left == []
            lost = storage.audit.search(outcome=Outcome.LOST)
            assert {statement, csv[0].statement} <= {one.record.statement for one in lost}
            assert storage.audit.verify().ok
        checked = command(pair.b, "audit", "verify")
        assert checked.returncode == 0, checked.stdout + checked.stderr
        pair.a.spawn()
        pair.a.ready()
        with pair.a.client() as again:
            assert ask(again, ALL).whole
