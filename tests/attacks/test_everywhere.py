"""Planted values in a whole running gateway: they are in no answer, header, metric, log line, catalogue or history of anybody who may not see them."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.api.site import GRANTS, Site, site

pytestmark = pytest.mark.slow

CANARY = "CANARY"
CANARY_ID = "424242424242"  # no fraction of a second has so many digits
POLICY = (
    GRANTS.replace("row_any, TRUE,", "row_any, @young,")
    + """\
g, user:bo, dept:police
p, user:bo, police.main.people.id, select, -, *, -, -, -, allow, bo-reads-id
p, user:bo, police, row_any, TRUE, *, -, -, -, allow, bo-rows
p2, @young, "id < 100"
p, *, police.main.people.name, mask, null, *, -, -, -, allow, mask-name
"""
)
HOSTILE = [
    "SELECT * FROM police.main.people",
    "SELECT id FROM police.main.people WHERE phone LIKE '138CANA%'",
    "SELECT CAST(phone AS integer) FROM police.main.people",
    "SELECT max(phone), max(name), max(id) FROM police.main.people",
    f"SELECT 1 / (id - {CANARY_ID}) FROM police.main.people",
    "SELECT CAST(concat(phone, 'x') AS date) FROM police.main.people WHERE id = 1",
    "SELECT json_parse(phone) FROM police.main.people",
    "SELECT no_such FROM police.main.people",
    "SELECT * FROM police.main.vault",
    "SELECT 1 +",
    "EXPLAIN SELECT phone FROM police.main.people WHERE id = 1",
    "DESCRIBE police.main.people",
    "SHOW COLUMNS FROM police.main.people",
    "SELECT table_name, column_name FROM police.information_schema.columns",
    "SHOW STATS FOR police.main.people",
    "SELECT count(*) FROM police.main.people WHERE id > 99",
]
FORMS = ("application/json", "application/x-ndjson", "text/csv")


def plant(folder: Path) -> None:
    """Hidden rows, of the wrong kind of value too, and a relation that nobody accepted."""
    with contextlib.closing(sqlite3.connect(folder / "people.sqlite")) as database, database:
        database.executemany(
            "INSERT INTO people VALUES (?, ?, ?)",
            [
                (int(CANARY_ID), "CANARY-NAME", "CANARY-PHONE"),
                ("CANARY-ID", b"CANARY", "138CANARY0001"),
                (None, "CANARY", "CANARY"),
            ],
        )
        database.execute("UPDATE people SET name = 'CANARY' || id WHERE id < 100")
        database.execute("CREATE TABLE vault (pin TEXT)")
        database.execute("INSERT INTO vault VALUES ('CANARY-PIN')")


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, list[httpx.Response]]]:
    folder = tmp_path_factory.mktemp("everywhere")
    with site(folder, 50) as running:
        plant(folder)
        running.grant(POLICY)
        answers = []
        with running.client() as client:
            wait_for_the_policy(client)
            for sql in HOSTILE:
                answers += [client.post("/v1/query", json={"sql": sql}, headers={"accept": form}) for form in FORMS]
                answers.append(client.post("/v1/explain", json={"sql": sql}))
        yield running, answers


def wait_for_the_policy(client: httpx.Client) -> None:
    for _ in range(300):
        answer = client.post("/v1/query", json={"sql": "SELECT max(name) FROM police.main.people"}).json()
        if answer.get("data") == [[None]]:
            return
    raise AssertionError(answer)


def told(answer: httpx.Response) -> str:
    return answer.text + json.dumps(dict(answer.headers))


def without(text: str, *own: str) -> str:
    """What the client wrote itself may come back to it."""
    for sql in (*own, *HOSTILE):
        text = text.replace(sql, "").replace(json.dumps(sql)[1:-1], "")
    return text


def test_no_answer_holds_a_planted_value(attacked: tuple[Site, list[httpx.Response]]) -> None:
    _, answers = attacked
    assert {answer.status_code for answer in answers} >= {200, 400, 404}
    assert [without(told(answer))[:300] for answer in answers if CANARY in without(told(answer))] == []
    assert sum(answer.status_code == 200 for answer in answers) > 20


def test_hidden_rows_are_in_no_count(attacked: tuple[Site, list[httpx.Response]]) -> None:
    running, _ = attacked
    with running.client() as client:
        document = client.post("/v1/query", json={"sql": "SELECT count(*), max(id) FROM police.main.people"}).json()
        assert document["data"] == [[50, 49]]
        failed = client.post("/v1/query", json={"sql": f"SELECT 1 / (id - {CANARY_ID}) FROM police.main.people"})
        assert failed.json()["rows"] == 50


def test_metrics_and_status_hold_no_value_no_statement_and_no_name(
    attacked: tuple[Site, list[httpx.Response]],
) -> None:
    running, _ = attacked
    with running.client("service:metrics") as operator:
        metrics, status = operator.get("/metrics").text, operator.get("/v1/status").text
    for text in (metrics, status):
        assert CANARY not in text
        assert "SELECT" not in text
        assert "user:ana" not in text
    assert "people" not in metrics


def test_the_log_holds_no_value_and_no_statement(attacked: tuple[Site, list[httpx.Response]]) -> None:
    running, _ = attacked
    log = (running.folder / "log").read_text()
    assert "statement.ended" in log
    assert [line for line in log.splitlines() if CANARY in line or "SELECT" in line or CANARY_ID in line] == []


def test_nobody_sees_the_history_of_another_principal(attacked: tuple[Site, list[httpx.Response]]) -> None:
    """Own statements are listed with their text; another principal's are not there, to look at or to cancel, though their ids are known."""
    running, answers = attacked
    known = {answer.headers["x-huiliu-statement"] for answer in answers if "x-huiliu-statement" in answer.headers}
    assert len(known) > 20
    with running.client() as mine, running.client("user:bo") as other:
        assert without(mine.get("/v1/queries").text).count(CANARY) == 0
        assert other.get("/v1/queries").json()["statements"] == []
        absent = other.get("/v1/query/20261122-none")
        for identifier in sorted(known)[:5]:
            assert mine.get(f"/v1/query/{identifier}").status_code == 200
            for found in (other.get(f"/v1/query/{identifier}"), other.delete(f"/v1/query/{identifier}")):
                assert found.status_code == absent.status_code == 404
                assert found.json()["message"].replace(identifier, "X") == absent.json()["message"].replace(
                    "20261122-none", "X"
                )


def test_the_catalogue_of_one_who_may_less_shows_less(attacked: tuple[Site, list[httpx.Response]]) -> None:
    running, _ = attacked
    with running.client("user:bo") as other:
        shown = other.get("/v1/catalog/police/main/people").json()
        assert [column["name"] for column in shown["columns"]] == ["id"]
        everything = other.get("/v1/catalog").text + json.dumps(shown)
    assert not any(word in everything for word in (CANARY, "vault", "phone", "@young", "< 100"))


@pytest.mark.parametrize("path", ["/metrics", "/v1/status"])
def test_an_operators_page_is_no_analysts_by_its_address(
    path: str, attacked: tuple[Site, list[httpx.Response]]
) -> None:
    running, _ = attacked
    with running.client() as client:
        for address in (path, path + "/", path + "?x=1", "/v1/.." + path, path.upper(), "/" + path):
            answer = client.get(address)
            assert answer.status_code in (307, 400, 403, 404, 405), address
            assert "huiliu_" not in answer.text


@pytest.mark.parametrize(
    "extra",
    [
        {"principal": "user:bo"},
        {"attributes": {"prefix": ""}},
        {"department": "police"},
        {"policy": "allow"},
        {"keys": {"1": [4242]}},
        {"engine": "duckdb"},
    ],
)
def test_a_request_says_nothing_of_who_asks_or_how(
    extra: dict[str, object], attacked: tuple[Site, list[httpx.Response]]
) -> None:
    running, _ = attacked
    with running.client() as client:
        answer = client.post("/v1/query", json={"sql": "SELECT 1", **extra})
    assert answer.status_code == 400


def test_every_operation_is_one_that_was_thought_of(attacked: tuple[Site, list[httpx.Response]]) -> None:
    """A door that is added is attacked here first: nothing edits policy, nothing tests a connection, nothing hands out stored rows."""
    running, _ = attacked
    with running.client() as client:
        paths = client.get("/v1/openapi.json").json()["paths"]
    assert {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods} == {
        "POST /v1/query", "POST /v1/explain", "GET /v1/queries", "GET /v1/query/{identifier}", "DELETE /v1/query/{identifier}",
        "GET /v1/catalog", "GET /v1/catalog/{catalog}/{schema}/{relation}", "GET /v1/health", "GET /v1/ready", "GET /metrics",
        "GET /v1/status", "GET /v1/openapi.json",
    }  # fmt: skip


def test_the_operators_record_is_whole_and_holds_no_row(attacked: tuple[Site, list[httpx.Response]]) -> None:
    """The engine's own words are for the operator, and stand in `detail` alone: the rest of a record has no value of a source."""
    running, _ = attacked
    assert running.storage.audit.verify().ok
    records = running.storage.audit.search(limit=200)
    assert len(records) > 50
    for entry in records:
        told_of = {name: getattr(entry.record, name) for name in entry.record.__dataclass_fields__ if name != "detail"}
        assert CANARY not in without(repr(told_of)), told_of
