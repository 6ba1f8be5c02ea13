"""The edge itself: tokens, purposes, bodies, headers, what unknown callers can reach."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from gateway.api.http.doors import HttpBounds
from gateway.storage import Outcome
from tests.api.served import Served, served


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path) as running:
        yield running


def name_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["name"]


PATHS = [
    ("POST", "/v1/query"),
    ("POST", "/v1/explain"),
    ("GET", "/v1/queries"),
    ("GET", "/v1/query/x"),
    ("DELETE", "/v1/query/x"),
    ("GET", "/v1/catalog"),
    ("GET", "/v1/catalog/police/main/people"),
    ("GET", "/metrics"),
    ("GET", "/v1/status"),
    ("GET", "/v1/openapi.json"),
]


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_nothing_but_health_answers_without_a_token(server: Served, method: str, path: str) -> None:
    with server.client("") as client:
        answer = client.request(method, path, json={"sql": "1"} if method == "POST" else None)
    assert name_of(answer) == (401, "UNAUTHENTICATED")
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_health_and_readiness_answer_anybody_with_a_yes_or_no(server: Served) -> None:
    with server.client("") as client:
        assert client.get("/v1/health").json() == {"status": "ok"}
        assert client.get("/v1/ready").json() == {"ready": True}
        server.ready[0] = False
        answer = client.get("/v1/ready")
        assert (answer.status_code, answer.json()) == (503, {"ready": False})


def test_bad_expired_revoked_and_orphaned_tokens_look_alike(server: Served) -> None:
    identifier, revoked = server.named_token()
    server.storage.tokens.revoke(identifier, server.now())
    orphan, expiring = server.token("user:gone"), server.token(hours=0.5)
    server.seconds[0] = 3000.0
    answers = []
    for secret in ("nonsense", revoked, orphan, expiring):
        with server.client(secret) as client:
            answers.append(client.post("/v1/query", json={"sql": "1"}).json())
    assert {json.dumps(answer, sort_keys=True) for answer in answers} == {json.dumps(answers[0], sort_keys=True)}
    assert answers[0]["name"] == "UNAUTHENTICATED"


def test_failed_logins_are_recorded_and_limited_but_good_tokens_go_on(server: Served) -> None:
    good, orphan = server.token(), server.token("user:gone")  # neither was ever used
    with server.client("nonsense") as client:
        codes = [client.get("/v1/queries").status_code for _ in range(7)]
    assert codes == [401] * 5 + [429] * 2
    failures = [r.record for r in server.storage.audit.search(outcome=Outcome.EVENT)]
    assert [(f.event, f.address) for f in failures] == [("login.failed", "127.0.0.1")] * 5
    with server.client(good) as client:
        assert client.get("/v1/queries").status_code == 200
    with server.client(orphan) as client:
        assert client.get("/v1/queries").status_code == 429
    assert len(server.storage.audit.search(outcome=Outcome.EVENT)) == 5
    server.seconds[0] += 61
    with server.client("nonsense") as client:
        assert client.get("/v1/queries").status_code == 401


def test_a_purpose_is_one_of_the_token_and_of_the_policy(server: Served) -> None:
    token = server.token(purposes=("statistics", "undeclared"))
    with server.client(token) as client:
        for purpose in ("dibao-check", "undeclared", "", "x" * 65):
            answer = client.post("/v1/query", json={"sql": "1", "purpose": purpose})
            assert answer.status_code in (400, 403), purpose
        client.post("/v1/query", json={"sql": "1"})
    [newest, *_] = server.storage.audit.search(outcome=Outcome.FINISHED)
    assert newest.record.purpose == "statistics"


def test_a_service_acts_for_those_whom_policy_names_and_the_record_says_so(server: Served) -> None:
    with server.client(server.token("service:bi"), **{"x-huiliu-acting-for": "user:ana"}) as client:
        assert client.post("/v1/query", json={"sql": "1"}).status_code == 200
    [newest, *_] = server.storage.audit.search(limit=1)
    assert (newest.record.principal, newest.record.on_behalf_of) == ("user:ana", "service:bi")
    answers = []
    for code in ("user:bo", "user:nobody"):
        with server.client(server.token("service:bi"), **{"x-huiliu-acting-for": code}) as client:
            answers.append(client.post("/v1/query", json={"sql": "1"}).json())
    assert answers[0] == answers[1]
    assert answers[0]["name"] == "ACCESS_DENIED"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"sql": 1}',
        b'{"sql": "1", "sqll": 2}',
        b'{"sql": "1", "limit": 0}',
        b'{"sql": "1", "limit": "5"}',
        b'{"sql": "1", "parameters": [{"type": "date", "value": "x"}]}',
        b'{"sql": "1", "parameters": [[1]]}',
        b'{"sql": "1", "timezone": "Mars/Base"}',
        b'{"sql": "\xff"}',
        b"[" * 5000,
    ],
)
def test_a_malformed_body_is_refused(server: Served, body: bytes) -> None:
    with server.client(**{"content-type": "application/json"}) as client:
        answer = client.post("/v1/query", content=body)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert server.world.engine.runs == []


def test_unknown_forms_and_kinds_of_body_are_refused(server: Served) -> None:
    with server.client() as client:
        assert client.post("/v1/query", json={"sql": "1"}, headers={"accept": "image/png"}).status_code == 406
        assert client.post("/v1/query", content=b"1", headers={"content-type": "text/html"}).status_code == 400


def test_a_body_that_is_too_large_is_refused_however_it_is_sent(tmp_path: Path) -> None:
    with served(tmp_path, bounds=HttpBounds(body_bytes=2000)) as server, server.client() as client:
        headers = {"content-type": "text/plain"}
        assert client.post("/v1/query", content=b"1 " * 2000, headers=headers).status_code == 413
        pieces = (b"1 " * 100 for _ in range(20))
        assert client.post("/v1/query", content=pieces, headers=headers).status_code == 413


def test_a_body_that_never_comes_is_not_waited_for(tmp_path: Path) -> None:
    with served(tmp_path, bounds=HttpBounds(body_seconds=0.2)) as server:
        host, port = server.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=5) as raw:
            head = f"POST /v1/query HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {server.token()}\r\ncontent-length: 9\r\n\r\n"
            raw.sendall(head.encode())
            assert b" 400 " in raw.recv(4096)


def test_parameters_arrive_with_their_types(server: Served) -> None:
    seen: list[object] = []
    with server.client() as client:
        server.world.seen = seen
        typed = [{"type": "date", "value": "2026-01-31"}, {"type": "decimal", "value": "1.10"}]
        answer = client.post("/v1/query", json={"sql": "1", "parameters": [None, True, 1, 1.5, "x", *typed]})
    assert answer.status_code == 200
    assert [repr(value) for value in seen] == [
        "None",
        "True",
        "1",
        "1.5",
        "'x'",
        "datetime.date(2026, 1, 31)",
        "Decimal('1.10')",
    ]


def test_every_answer_has_the_security_headers_and_no_cors(server: Served) -> None:
    with server.client(origin="https://elsewhere.example") as client:
        answers = [client.get("/v1/health"), client.get("/nowhere"), client.post("/v1/query", json={"sql": "1"})]
    for answer in answers:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert not any(name.startswith("access-control") for name in answer.headers)


def test_unknown_paths_and_methods_are_problems(server: Served) -> None:
    with server.client() as client:
        for answer, status in (
            (client.get("/nowhere"), 404),
            (client.put("/v1/query"), 405),
            (client.get("/docs"), 404),
        ):
            assert name_of(answer) == (status, "INVALID_REQUEST")
            assert answer.headers["content-type"] == "application/problem+json"


def test_metrics_are_for_those_whom_the_settings_name(server: Served) -> None:
    with server.client() as client:
        assert name_of(client.get("/metrics")) == (403, "ACCESS_DENIED")
    with server.client(server.token("service:metrics", ())) as client:
        assert client.get("/metrics").text == "huiliu_up 1\n"


def test_the_catalogue_shows_what_is_visible_and_nothing_else(server: Served) -> None:
    with server.client() as client:
        shown = client.get("/v1/catalog").json()
        assert [(r["relation"], r["readable"]) for r in shown["relations"]] == [("known", False), ("people", True)]
        assert "secrets" not in json.dumps(shown)
        people = client.get("/v1/catalog/police/main/People").json()
        assert [(c["name"], c["type"], c["mask"]) for c in people["columns"]] == [
            ("id", "bigint", None),
            ("phone", "varchar", "partial:3:4"),
        ]
        known = client.get("/v1/catalog/police/main/known").json()
        assert (known["readable"], known["columns"], known["contact"]) == (False, [], "科技科")
        hidden, absent = (client.get(f"/v1/catalog/police/main/{name}").json() for name in ("secrets", "absents"))
        assert hidden == json.loads(json.dumps(absent).replace("absents", "secrets"))


def test_a_fault_of_ours_is_told_without_its_words(server: Served) -> None:
    with server.client() as client:
        answer = client.post("/v1/query", json={"sql": "bug"})
    assert name_of(answer) == (500, "INTERNAL_ERROR")
    assert "secret" not in answer.text
