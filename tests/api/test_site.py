"""The whole gateway over HTTP: real policies, real engine, real storage, in a process of its own."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyarrow as arrow
import pytest

from gateway.storage import Outcome
from tests.api.site import GRANTS, NO_GRANTS, Site, site

pytestmark = pytest.mark.slow
ROWS = 200_000
EVERYTHING = "SELECT id, name, phone FROM police.main.people"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(tmp_path_factory.mktemp("site"), ROWS) as running:
        yield running


def children(pid: int) -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout
    return [int(line) for line in found.split()]


def test_every_form_gives_the_same_governed_rows(city: Site) -> None:
    sql = EVERYTHING + " ORDER BY id LIMIT 3"
    expected = [[n, f"名{n}", f"138****{n:04d}"] for n in range(3)]
    with city.client() as client:
        document = client.post("/v1/query", json={"sql": sql}).json()
        assert document["data"] == expected
        assert document["notes"]["masked"] == [
            {"relation": "police.main.people", "column": "phone", "mask": "partial:3:4"}
        ]
        lines = client.post(
            "/v1/query", json={"sql": sql}, headers={"accept": "application/x-ndjson"}
        ).text.splitlines()
        assert [list(json.loads(line).values()) for line in lines[:-1]] == expected
        text = client.post("/v1/query", json={"sql": sql}, headers={"accept": "text/csv"}).text
        assert list(csv.reader(io.StringIO(text)))[1:] == [[str(cell) for cell in row] for row in expected]
        stream = client.post("/v1/query", json={"sql": sql}, headers={"accept": "application/vnd.apache.arrow.stream"})
        table = arrow.ipc.open_stream(io.BytesIO(stream.content)).read_all()
        assert [list(row.values()) for row in table.to_pylist()] == expected


def test_a_large_answer_is_whole_in_every_form(city: Site) -> None:
    with city.client() as client:
        document = client.post("/v1/query", json={"sql": EVERYTHING}).json()
        assert (len(document["data"]), document["rows"], document["cut"]) == (ROWS, ROWS, False)
        stream = client.post(
            "/v1/query", json={"sql": EVERYTHING}, headers={"accept": "application/vnd.apache.arrow.stream"}
        )
        assert arrow.ipc.open_stream(io.BytesIO(stream.content)).read_all().num_rows == ROWS


def test_a_limit_cuts_and_says_so(city: Site) -> None:
    with city.client() as client:
        document = client.post("/v1/query", json={"sql": EVERYTHING, "limit": 7}).json()
    assert (len(document["data"]), document["cut"]) == (7, True)
    assert document["notes"]["limit"] == {"rows": 7, "set_by": "client"}


def test_explain_names_rules_with_file_and_line_and_runs_nothing(city: Site) -> None:
    with city.client() as client:
        explained = client.post("/v1/explain", json={"sql": EVERYTHING}).json()
        text = client.post("/v1/query", json={"sql": f"EXPLAIN {EVERYTHING}"}).json()["data"][0][0]
    [access] = explained["accesses"]
    [phone] = [column for column in access["columns"] if column["name"] == "phone"]
    assert phone["mask"] == "partial:3:4"
    assert {"id": "mask-phone", "file": "policy.d/police.csv", "line": 5} in phone["rules"]
    assert text == explained["text"]


def test_metadata_statements_are_answered_by_the_gateway(city: Site) -> None:
    with city.client() as client:

        def rows(sql: str, **more: str) -> list[list[str]]:
            found: list[list[str]] = client.post("/v1/query", json={"sql": sql, **more}).json()["data"]
            return found

        assert rows("SHOW CATALOGS") == [["police"], ["system"]]
        assert rows("SELECT table_name FROM police.information_schema.tables WHERE table_schema = 'main'") == [
            ["people"]
        ]
        assert rows("SHOW SCHEMAS FROM police LIKE 'm%n'") == [["main"]]
        assert rows("SHOW TABLES", catalog="police", schema="main") == [["people"]]
        assert [row[:2] for row in rows("DESCRIBE police.main.people")] == [
            ["id", "bigint"],
            ["name", "varchar"],
            ["phone", "varchar"],
        ]
        assert (
            client.post("/v1/query", json={"sql": "SHOW TABLES FROM police.other"}).json()["name"] == "SCHEMA_NOT_FOUND"
        )
        assert client.post("/v1/query", json={"sql": "USE police.main"}).json()["name"] == "NOT_SUPPORTED"
        assert ["lower", "varchar(x)", "varchar(x)", "scalar", True, ""] in rows("SHOW FUNCTIONS")


def test_what_is_not_visible_fails_as_what_does_not_exist(city: Site) -> None:
    with city.client("service:metrics") as client:
        hidden = client.post("/v1/query", json={"sql": "SELECT * FROM police.main.people"}).json()
        absent = client.post("/v1/query", json={"sql": "SELECT * FROM police.main.peoples"}).json()
        assert client.get("/v1/catalog").json()["relations"] == []
    for problem in (hidden, absent):
        problem.pop("statement")
    assert hidden == json.loads(json.dumps(absent).replace("peoples", "people"))


def test_a_grant_withdrawn_in_the_policy_file_ends_a_running_answer(city: Site) -> None:
    try:
        with city.client() as client, client.stream("POST", "/v1/query", json={"sql": EVERYTHING}) as answer:
            pieces = answer.iter_raw(1024)
            first = next(pieces)
            city.grant(NO_GRANTS)
            time.sleep(4)  # the folder is looked at each second, and must lie still for one
            document = json.loads(first + b"".join(pieces))
        assert document["error"]["name"] == "GRANT_WITHDRAWN"
        assert document["rows"] == len(document["data"]) < ROWS
        with city.client() as client:
            assert client.post("/v1/query", json={"sql": EVERYTHING}).json()["name"] == "TABLE_NOT_FOUND"
    finally:
        city.grant(GRANTS)
        time.sleep(4)


def test_a_policy_file_with_a_mistake_changes_nothing(city: Site) -> None:
    try:
        city.grant(GRANTS + "p, user:ana, police, selekt, -, *, -, -, -, allow, wrong\n")
        time.sleep(4)
        with city.client() as client:
            assert client.post("/v1/query", json={"sql": EVERYTHING, "limit": 1}).status_code == 200
        assert "policy.rejected" in (city.folder / "log").read_text()
    finally:
        city.grant(GRANTS)
        time.sleep(4)


def test_an_engine_that_dies_ends_its_statements_and_the_next_one_runs(city: Site) -> None:
    with city.client() as client:
        with client.stream("POST", "/v1/query", json={"sql": EVERYTHING}) as answer:
            pieces = answer.iter_raw(1024)
            first = next(pieces)
            for pid in children(city.process.pid):
                os.kill(pid, signal.SIGKILL)
            document = json.loads(first + b"".join(pieces))
        assert document["error"]["name"] in ("ENGINE_FAILED", "CANCELED")
        assert client.post("/v1/query", json={"sql": EVERYTHING, "limit": 1}).json()["rows"] == 1
    failed = city.storage.audit.search(principal="user:ana", outcome=Outcome.FAILED, limit=1)
    assert failed[0].record.sql == EVERYTHING


def test_a_hundred_clients_at_once(city: Site) -> None:
    answers: list[int] = []
    clients = [city.client() for _ in range(100)]

    def one(number: int) -> None:
        with clients[number] as client:
            sql = f"SELECT count(*) FROM police.main.people WHERE id < {number}"
            answers.append(client.post("/v1/query", json={"sql": sql}).json()["data"][0][0])

    threads = [threading.Thread(target=one, args=(number,)) for number in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert sorted(answers) == list(range(100))


def test_the_loop_goes_on_while_a_statement_is_prepared_and_run(city: Site) -> None:
    slow = "SELECT count(*) FROM police.main.people a CROSS JOIN police.main.people b WHERE a.id * b.id % 7 = 3"

    def run() -> None:
        with city.client() as client, contextlib.suppress(httpx.TimeoutException):
            client.post("/v1/query", json={"sql": slow}, timeout=4)

    thread = threading.Thread(target=run)
    thread.start()
    time.sleep(0.5)
    with city.client() as client:
        for _ in range(5):
            assert client.get("/v1/health").status_code == 200
        assert thread.is_alive(), "all others waited for the slow one"
    thread.join(20)


def test_no_sql_and_no_row_is_logged(city: Site) -> None:
    with city.client() as client:
        assert client.post("/v1/query", json={"sql": EVERYTHING, "limit": 3}).json()["rows"] == 3
    log = (city.folder / "log").read_text()
    assert "statement.ended" in log
    assert "police.main.people" not in log
    assert "138" not in [word[:3] for word in log.split('"')]


def test_metrics_count_what_happened(city: Site) -> None:
    with city.client() as client:
        assert client.post("/v1/query", json={"sql": EVERYTHING, "limit": 1}).json()["rows"] == 1
    with city.client("service:metrics") as client:
        text = client.get("/metrics").text
    assert 'huiliu_statements_total{code="",door="http",state="FINISHED"}' in text
    assert "ana" not in text


def test_the_status_is_for_operators_and_analysts_see_nothing_of_it(city: Site) -> None:
    until = time.monotonic() + 60
    with city.client("service:metrics") as operator, city.client() as analyst:
        while True:
            status = operator.get("/v1/status").json()
            [source] = status["sources"]
            if source["unread"] or time.monotonic() > until:
                break
            time.sleep(0.5)
        assert (status["ready"], status["missing_keys"], source["state"]) == (True, [], "ok")
        assert source["unread"][0]["relation"] == "police.main.people"
        assert (source["unread"][0]["rows"], source["unread"][0]["lost"]) == (ROWS, {})
        refused = analyst.get("/v1/status")
        assert (refused.status_code, refused.json()["name"]) == (403, "ACCESS_DENIED")
        for path in ("/v1/ready", "/v1/catalog", "/v1/catalog/police/main/people"):
            assert not {"unread", "lost", "rows"} & set(analyst.get(path).json()), path
        assert analyst.get("/metrics").status_code == 403


def test_the_audit_is_whole_after_all_this(city: Site) -> None:
    assert city.storage.audit.verify().ok


def test_sigterm_lets_a_running_answer_end(tmp_path: Path) -> None:
    with site(tmp_path, ROWS) as running:
        with running.client() as client, client.stream("POST", "/v1/query", json={"sql": EVERYTHING}) as answer:
            pieces = answer.iter_raw(1024)
            first = next(pieces)
            running.process.send_signal(signal.SIGTERM)
            document = json.loads(first + b"".join(pieces))
        assert running.process.wait(20) == 0
        assert document["rows"] == ROWS
        assert running.storage.audit.verify().ok
        [newest] = running.storage.audit.search(limit=1)
        assert newest.record.outcome is Outcome.FINISHED


@pytest.mark.parametrize("head_first", [False, True])
def test_sigterm_lets_a_request_come_whose_connection_was_opened_just_before(tmp_path: Path, head_first: bool) -> None:
    """As a balancer does that keeps none open: it sends a statement once, and never again where the connection breaks."""
    body = json.dumps({"sql": "SELECT count(*) AS n FROM police.main.people"}).encode()
    with site(tmp_path, ROWS) as running:
        port = int(running.url.rpartition(":")[2])
        head = f"POST /v1/query HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {running.token()}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        with socket.create_connection(("127.0.0.1", port), 20) as link:
            if head_first:
                link.sendall(head[:20].encode())
            running.process.send_signal(signal.SIGTERM)
            time.sleep(0.3)
            link.sendall((head[20:] if head_first else head).encode() + body)
            answer = b"".join(iter(lambda: link.recv(65_536), b""))
        assert answer.startswith(b"HTTP/1.1 200")
        assert str(ROWS).encode() in answer.partition(b"\r\n\r\n")[2]
        assert running.process.wait(20) == 0
