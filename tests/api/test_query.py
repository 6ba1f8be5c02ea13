"""POST /v1/query against a running server: every form, every end."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from gateway.api.http.answer import header_of
from gateway.api.http.doors import HttpBounds
from gateway.api.http.errors import HTTP_STATUS
from gateway.errors import ErrorCode
from gateway.execution.limits import Limits
from gateway.storage import Outcome
from tests.api.served import Served, now, served
from tests.execution.small_world import Policy, SmallWorld

NOTES = {
    "masked": [{"relation": "police.main.people", "column": "phone", "mask": "partial:3:4"}],
    "filtered": ["police.main.people"],
}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path) as running:
        yield running


def ended(server: Served, state: Outcome, within: float = 5) -> None:
    """Wait until the newest audit record says so."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        newest = server.storage.audit.search(limit=1)
        if newest and newest[0].record.outcome is state:
            return
        time.sleep(0.02)
    raise AssertionError(f"the newest record never became {state}")


def test_an_answer_is_one_json_document_with_its_notes(server: Served) -> None:
    answer = server.query("2 1")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    document = answer.json()
    assert document["columns"] == [{"name": "id", "type": "bigint"}, {"name": "phone", "type": "varchar"}]
    assert document["data"] == [[0, "p0"], [1, "p1"], [2, "p2"]]
    assert (document["rows"], document["cut"]) == (3, False)
    assert document["notes"] == {**NOTES, "limit": {"rows": 1_000_000, "set_by": "gateway"}}
    assert document["id"] == answer.headers["x-huiliu-statement"]


def test_an_empty_answer_is_a_valid_document(server: Served) -> None:
    assert server.query("0").json()["data"] == []


def test_many_pages_make_one_valid_document(server: Served) -> None:
    document = server.query("7 " * 30).json()
    assert [row[0] for row in document["data"]] == list(range(7 * 30))


def test_plain_text_with_the_purpose_in_a_header(server: Served) -> None:
    with server.client(**{"content-type": "text/plain", "x-huiliu-purpose": "statistics"}) as client:
        assert client.post("/v1/query", content="1").json()["rows"] == 1
    [finished, *_] = server.storage.audit.search(limit=1)
    assert finished.record.purpose == "statistics"


def test_ndjson_ends_with_the_gateways_own_line(server: Served) -> None:
    with server.client(accept="application/x-ndjson") as client:
        lines = [json.loads(line) for line in client.post("/v1/query", json={"sql": "1 1"}).text.splitlines()]
    assert lines[:2] == [{"id": 0, "phone": "p0"}, {"id": 1, "phone": "p1"}]
    assert lines[2]["@huiliu"]["rows"] == 2
    assert lines[2]["@huiliu"]["notes"]["masked"] == NOTES["masked"]


def test_csv_carries_its_notes_in_a_header(server: Served) -> None:
    with server.client(accept="text/csv") as client:
        answer = client.post("/v1/query", json={"sql": "1 1", "limit": 1})
    assert list(csv.reader(io.StringIO(answer.text))) == [["id", "phone"], ["0", "p0"]]
    notes = json.loads(answer.headers["x-huiliu-notes"])
    assert notes == {**NOTES, "limit": {"rows": 1, "set_by": "client"}, "rows": 1, "cut": True}


def test_an_error_before_the_first_page_has_its_own_status(server: Served) -> None:
    answer = server.query("fail")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["code"], problem["name"], problem["status"]) == ("GW508", "COMPUTATION_FAILED", 400)
    assert problem["statement"] == answer.headers["x-huiliu-statement"]
    assert "secret" not in answer.text


def test_an_error_after_the_first_pages_leaves_a_valid_document_with_an_error(server: Served) -> None:
    answer = server.query("1 1 1 fail")
    assert answer.status_code == 200
    document = answer.json()
    assert document["error"]["name"] == "COMPUTATION_FAILED"
    assert document["rows"] == len(document["data"]) == 3


def test_an_error_after_the_first_pages_is_the_last_line_of_ndjson(server: Served) -> None:
    with server.client(accept="application/x-ndjson") as client:
        lines = client.post("/v1/query", json={"sql": "1 1 1 fail"}).text.splitlines()
    assert json.loads(lines[-1])["@huiliu"]["error"]["name"] == "COMPUTATION_FAILED"


@pytest.mark.parametrize("form", ["text/csv", "application/vnd.apache.arrow.stream"])
def test_a_failed_csv_or_arrow_answer_does_not_look_complete(server: Served, form: str) -> None:
    with server.client(accept=form) as client, pytest.raises(httpx.RemoteProtocolError):
        client.post("/v1/query", json={"sql": "1 1 1 fail"})
    ended(server, Outcome.FAILED)


def test_http_1_0_gets_no_form_whose_end_it_cannot_tell(server: Served) -> None:
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as raw:
        raw.sendall(
            b"POST /v1/query HTTP/1.0\r\nauthorization: Bearer %b\r\naccept: text/csv\r\n"
            b"content-type: text/plain\r\ncontent-length: 1\r\n\r\n1" % server.token().encode()
        )
        assert b" 400 " in raw.recv(4096)


def test_a_refused_statement_is_a_problem_and_recorded(server: Served) -> None:
    answer = server.query("deny")
    assert (answer.status_code, answer.json()["name"]) == (404, "TABLE_NOT_FOUND")
    [record] = [r.record for r in server.storage.audit.search()]
    assert (record.outcome, record.error, record.sql) == (Outcome.FAILED, "TABLE_NOT_FOUND", "deny")


def test_a_client_that_leaves_ends_its_statement(server: Served) -> None:
    with server.client() as client, client.stream("POST", "/v1/query", json={"sql": "1 1 1 hang"}) as answer:
        next(answer.iter_bytes())
    ended(server, Outcome.CANCELED)
    assert server.world.engine.runs[0].closed


def test_a_client_that_leaves_before_the_first_page_ends_its_statement(server: Served) -> None:
    with server.client() as client, pytest.raises(httpx.ReadTimeout):
        client.post("/v1/query", json={"sql": "hang"}, timeout=0.3)
    ended(server, Outcome.CANCELED)


def test_a_statement_is_followed_and_canceled_by_its_owner_only(server: Served) -> None:
    answers: list[httpx.Response] = []
    thread = threading.Thread(target=lambda: answers.append(server.query("hang")))
    thread.start()
    with server.client() as own, server.client(server.token("user:bo")) as other:
        shown = []
        while not shown:
            shown = own.get("/v1/queries").json()["statements"]
        identifier = shown[0]["id"]
        assert own.get(f"/v1/query/{identifier}").json()["state"] == "RUNNING"
        for response in (other.get(f"/v1/query/{identifier}"), other.delete(f"/v1/query/{identifier}")):
            assert (response.status_code, response.json()["name"]) == (404, "STATEMENT_NOT_FOUND")
        assert other.get("/v1/queries").json() == {"statements": []}
        assert own.delete(f"/v1/query/{identifier}").json()["state"] == "CANCELED"
        thread.join(5)
        assert answers[0].json()["name"] == "CANCELED"
        assert own.get(f"/v1/query/{identifier}").json()["error"] == "CANCELED"


def test_ones_own_history_is_listed_newest_first(server: Served) -> None:
    for sql in ("1", "2", "deny"):
        server.query(sql)
    with server.client() as client:
        shown = client.get("/v1/queries?limit=2").json()["statements"]
        assert [(s["sql"], s["state"]) for s in shown] == [("deny", "FAILED"), ("2", "FINISHED")]
        assert client.get("/v1/queries?limit=0").json()["name"] == "INVALID_REQUEST"


def test_a_grant_that_is_withdrawn_mid_way_ends_the_answer(server: Served) -> None:
    with (
        server.client() as client,
        client.stream("POST", "/v1/query", json={"sql": "1 1 nap 1 " + "nap 1 " * 40}) as answer,
    ):
        pieces = answer.iter_bytes()
        first = next(pieces)
        server.world.policy = Policy(version="policy-2", readers=frozenset())
        document = json.loads(first + b"".join(pieces))
    assert document["error"]["name"] == "GRANT_WITHDRAWN"
    assert document["rows"] < 40


@pytest.mark.slow
def test_a_token_that_is_revoked_mid_way_ends_the_answer(server: Served) -> None:
    identifier, secret = server.named_token()
    with server.client(secret) as client:
        with client.stream("POST", "/v1/query", json={"sql": "1 1 " + "nap 1 " * 100}) as answer:
            pieces = answer.iter_bytes()
            first = next(pieces)
            server.storage.tokens.revoke(identifier, now())
            document = json.loads(first + b"".join(pieces))
        assert document["error"]["name"] == "GRANT_WITHDRAWN"
        assert client.post("/v1/query", json={"sql": "1"}).status_code == 401


def test_without_an_audit_nothing_runs(server: Served) -> None:
    token = server.token()
    with contextlib.closing(sqlite3.connect(server.folder / "storage.db")) as database:
        database.execute("DROP TABLE audit_records")
    with server.client(token) as client:
        answer = client.post("/v1/query", json={"sql": "1"})
    assert (answer.status_code, answer.json()["name"]) == (503, "AUDIT_UNAVAILABLE")
    assert server.world.engine.runs == []


def test_more_statements_than_a_principal_may_run_wait_or_are_refused(tmp_path: Path) -> None:
    world = SmallWorld(limits=Limits(concurrent_per_principal=1, queue=0))
    with served(tmp_path, world) as server:
        with server.client() as client, client.stream("POST", "/v1/query", json={"sql": "1 1 1 hang"}) as answer:
            pieces = answer.iter_bytes()
            next(pieces)
            refused = server.query("1")
            pieces.close()
        assert (refused.status_code, refused.json()["name"]) == (429, "TOO_MANY_STATEMENTS")
        assert refused.headers["retry-after"] == "5"
        ended(server, Outcome.CANCELED)
        assert server.query("1").status_code == 200


def test_an_answer_that_is_too_large_ends_with_an_error(tmp_path: Path) -> None:
    with served(tmp_path, SmallWorld(limits=Limits(bytes=60))) as server:
        assert server.query("3 3 3 3 3").json()["error"]["name"] == "EXCEEDED_SIZE_LIMIT"


@pytest.mark.slow
def test_a_hundred_clients_at_once_get_their_own_answers(tmp_path: Path) -> None:
    with served(tmp_path, SmallWorld(limits=Limits(concurrent_per_principal=100, concurrent=50))) as server:
        token, answers = server.token(), []

        def one(number: int) -> None:
            with server.client(token) as client:
                answers.append((number, client.post("/v1/query", json={"sql": f"{number} nap 1"}).json()["rows"]))

        threads = [threading.Thread(target=one, args=(number,)) for number in range(100)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert sorted(answers) == [(number, number + 1) for number in range(100)]
        assert server.storage.audit.verify().ok


def test_every_error_code_has_a_status() -> None:
    assert set(HTTP_STATUS) == set(ErrorCode)


@pytest.mark.slow
def test_a_client_that_reads_nothing_is_given_up(tmp_path: Path) -> None:
    with served(tmp_path, bounds=HttpBounds(write_seconds=0.3)) as server:
        host, port = server.url.removeprefix("http://").split(":")
        body = json.dumps({"sql": "200000 " * 5})
        head = f"POST /v1/query HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {server.token()}\r\ncontent-length: {len(body)}\r\n\r\n"
        with socket.create_connection((host, int(port)), timeout=5) as raw:
            raw.sendall((head + body).encode())
            ended(server, Outcome.CANCELED, within=15)
        assert server.world.engine.runs[0].closed


def test_words_for_the_operator_are_not_sent_mid_way(server: Served) -> None:
    answer = server.query("1 1 1 bug")
    assert answer.json()["error"] == {
        "code": "GW901",
        "name": "INTERNAL_ERROR",
        "message": "the gateway failed; the operator can see why",
    }


def test_notes_that_are_too_long_for_a_header_become_counts() -> None:
    masked = [{"relation": "a.b.c", "column": f"列{n}", "mask": "null"} for n in range(100)]
    short = header_of({"masked": masked[:1], "filtered": [], "cut": False})
    assert json.loads(short)["masked"] == masked[:1]
    long = header_of({"masked": masked, "filtered": [], "cut": True})
    assert json.loads(long) == {"masked": 100, "filtered": 0, "cut": True, "truncated": True}
