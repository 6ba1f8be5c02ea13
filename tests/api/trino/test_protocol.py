"""Trino's client protocol against a running server: pages and their addresses, commands of a session, logins, ends."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from gateway.api.http.doors import HttpBounds
from gateway.execution.judge import judge as real_judge
from gateway.storage import Outcome
from tests.api.served import Served, served
from tests.api.test_query import ended
from tests.execution.small_world import SmallWorld

OPEN: Final[list[httpx.Client]] = []


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path, bounds=HttpBounds(body_bytes=100_000, body_seconds=1)) as running:
        yield running
    while OPEN:
        OPEN.pop().close()


class Client:
    """As little as a client can do."""

    def __init__(self, server: Served, user: str = "ana", token: str | None = None, **headers: str) -> None:
        pair = f"{user}:{token or server.token()}".encode()
        self.http = httpx.Client(
            base_url=server.url,
            headers={"Authorization": "Basic " + base64.b64encode(pair).decode(), "X-Trino-User": user, **headers},
            timeout=20,
        )
        OPEN.append(self.http)

    def start(self, sql: str, **headers: str) -> httpx.Response:
        return self.http.post("/v1/statement", content=sql.encode(), headers=headers)

    def documents(self, sql: str, **headers: str) -> list[dict[str, Any]]:
        answer = self.start(sql, **headers)
        assert answer.status_code == 200, answer.text
        found = [answer.json()]
        while "nextUri" in found[-1]:
            found.append(self.http.get(found[-1]["nextUri"]).json())
        return found

    def rows(self, sql: str, **headers: str) -> list[list[Any]]:
        documents = self.documents(sql, **headers)
        assert "error" not in documents[-1], documents[-1]["error"]
        return [row for document in documents for row in document.get("data", [])]

    def error(self, sql: str, **headers: str) -> dict[str, Any]:
        error: dict[str, Any] = self.documents(sql, **headers)[-1]["error"]
        return error


def test_a_short_answer_takes_two_requests(server: Served) -> None:
    first, last = Client(server).documents("2 1")
    assert (first["stats"]["state"], first["stats"]["queued"], "columns" in first) == ("QUEUED", True, False)
    assert [column["name"] for column in last["columns"]] == ["id", "phone"]
    assert last["columns"][1]["typeSignature"] == {
        "rawType": "varchar",
        "arguments": [{"kind": "LONG", "value": 2147483647}],
    }
    assert last["id"] == first["id"]


def test_pages_want_the_login_only_where_that_is_set(tmp_path: Path) -> None:
    for wanted, status in ((False, 200), (True, 401)):
        with served(tmp_path / str(wanted), bounds=HttpBounds(page_credentials=wanted)) as server:
            client = Client(server)
            address = client.start("2 nap 30 1").json()["nextUri"]
            for method in ("HEAD", "GET"):
                assert httpx.request(method, address).status_code == status
            assert client.http.get(address).status_code == 200
            assert httpx.delete(address).status_code == (401 if wanted else 204)
            client.http.close()


def test_rows_come_once_and_in_order(server: Served) -> None:
    assert Client(server).rows("2 nap 3 1") == [[n, f"p{n}"] for n in range(6)]


def test_warnings_say_what_policy_did(server: Served) -> None:
    told = [warning["message"] for warning in Client(server).documents("1")[-1]["warnings"]]
    assert told == [
        "column police.main.people.phone is masked: partial:3:4",
        "relation police.main.people shows only permitted rows",
    ]


def test_a_page_is_given_again_until_the_next_is_asked_for(server: Served) -> None:
    client = Client(server)
    begun = client.start("2" + " nap" * 10 + " 3").json()
    address = begun["nextUri"]
    page = client.http.get(address)
    assert client.http.get(address).content == page.content
    following = page.json()["nextUri"]
    second = client.http.get(following)
    assert client.http.get(following).content == second.content
    assert client.http.get(address).status_code == 410
    beyond = following.rpartition("/")[0] + "/99"
    assert client.http.get(beyond).status_code == 404


def test_the_last_page_is_given_again(server: Served) -> None:
    client = Client(server)
    address = [document["nextUri"] for document in client.documents("2") if "nextUri" in document][-1]
    assert client.http.get(address).content == client.http.get(address).content
    ticket, _, token = address.rpartition("/")
    assert client.http.get(f"{ticket}/{int(token) + 1}").status_code == 404


def test_addresses_work_without_a_login_and_not_with_anothers(server: Served) -> None:
    client = Client(server)
    begun = client.start("nap 1").json()
    other = Client(server, "bo", server.token("user:bo"))
    assert other.http.get(begun["nextUri"]).status_code == 404
    assert other.http.delete(begun["nextUri"]).status_code == 204
    wrong = {"Authorization": "Basic " + base64.b64encode(b"ana:wrong").decode()}
    assert httpx.get(begun["nextUri"], headers=wrong).status_code == 401
    assert httpx.get(begun["nextUri"]).json()["data"] == [[0, "p0"]]


def test_addresses_that_were_changed_are_none(server: Served) -> None:
    client = Client(server)
    mine, other = (client.start("nap 1").json()["nextUri"] for _ in range(2))
    parts, others = mine.split("/"), other.split("/")
    swapped = "/".join([*parts[:-2], others[-2], parts[-1]])
    assert client.http.get(swapped).status_code == 404
    for ticket in ("x", parts[-2][:-1], parts[-2] + "A", parts[-2].swapcase()):
        assert client.http.get("/".join([*parts[:-2], ticket, parts[-1]])).status_code == 404
    for token in ("-1", "x", "1/2", "9" * 30):
        assert client.http.get("/".join([*parts[:-1], token])).status_code in (404, 410)
    assert client.http.get(mine).json()["data"] == [[0, "p0"]]


def test_a_failure_is_an_answer_in_trinos_terms(server: Served) -> None:
    error = Client(server).error("1 fail")
    assert (error["errorName"], error["errorCode"], error["errorType"]) == (
        "INVALID_FUNCTION_ARGUMENT",
        7,
        "USER_ERROR",
    )
    assert "secret" not in str(error)
    assert error["failureInfo"]["stack"] == []


def test_a_fault_of_ours_tells_nothing(server: Served) -> None:
    error = Client(server).error("bug")
    assert (error["errorName"], error["errorType"]) == ("GENERIC_INTERNAL_ERROR", "INTERNAL_ERROR")
    assert "secret" not in str(error)


def test_cancel_ends_it_and_is_recorded(server: Served) -> None:
    client = Client(server)
    begun = client.start("1 hang").json()
    page = client.http.get(begun["nextUri"]).json()
    assert client.http.delete(page["nextUri"]).status_code == 204
    ended(server, Outcome.CANCELED)
    assert client.http.get(page["nextUri"]).json()["error"]["errorName"] == "USER_CANCELED"


def test_whoever_waits_hears_that_it_goes_on(server: Served) -> None:
    client = Client(server)
    begun = client.start("hang").json()
    document = client.http.get(begun["nextUri"]).json()
    assert document["stats"]["state"] == "RUNNING"
    assert document["nextUri"] != begun["nextUri"]
    assert client.http.head(document["nextUri"]).status_code == 200
    assert client.http.head(document["nextUri"]).content == b""
    client.http.delete(document["nextUri"])


def test_a_sign_of_life_takes_no_page(server: Served) -> None:
    client = Client(server)
    address = client.start("2 hang").json()["nextUri"]
    assert client.http.head(address).status_code == 200
    assert client.http.delete(address).status_code == 204
    assert "data" not in client.http.get(address).json()


def test_a_statement_that_nobody_asks_for_is_ended(tmp_path: Path) -> None:
    with served(tmp_path, abandoned=0.2) as server:
        client = Client(server)
        begun = client.start("1 hang").json()
        time.sleep(0.3)
        server.there(server.holding.sweep)
        ended(server, Outcome.CANCELED)
        assert client.http.get(begun["nextUri"]).status_code == 404


# --- commands of a session -----------------------------------------------------------------------


def test_prepared_statements_are_the_clients_own_text(server: Served) -> None:
    client = Client(server)
    answer = client.start("PREPARE s FROM SELECT 2 -- mine")
    assert (answer.json()["columns"], "data" in answer.json()) == ([], False)
    assert answer.json()["updateType"] == "PREPARE"
    assert answer.headers["x-trino-added-prepare"] == "s=SELECT+2"


def test_execute_runs_what_the_client_holds(server: Served) -> None:
    client = Client(server)
    held = {"X-Trino-Prepared-Statement": "s=2+1"}
    assert client.rows("EXECUTE s", **held) == [[0, "p0"], [1, "p1"], [2, "p2"]]
    assert client.rows("EXECUTE IMMEDIATE '1'") == [[0, "p0"]]
    assert client.error("EXECUTE t", **held)["errorName"] == "NOT_FOUND"
    assert client.start("DEALLOCATE PREPARE s", **held).headers["x-trino-deallocated-prepare"] == "s"


def test_policy_holds_when_it_is_executed(server: Served) -> None:
    client = Client(server, "cy", server.token("user:cy"))
    assert client.start("PREPARE s FROM SELECT 1").json()["updateType"] == "PREPARE"
    assert client.error("EXECUTE s", **{"X-Trino-Prepared-Statement": "s=1"})["errorName"] == "TABLE_NOT_FOUND"


def test_use_and_properties_change_the_clients_session(server: Served) -> None:
    client = Client(server)
    used = client.start("USE police.main").headers
    assert (used["x-trino-set-catalog"], used["x-trino-set-schema"]) == ("police", "main")
    assert client.error("USE police.nothing")["errorName"] == "SCHEMA_NOT_FOUND"
    assert client.error("USE hidden.main")["errorName"] == "CATALOG_NOT_FOUND"
    for name in ('"a\r\nx-evil: 1"', '"名"', "nowhere"):
        assert client.error(f"USE {name}.main")["errorName"] == "CATALOG_NOT_FOUND"
        assert client.error(f"USE police.{name}")["errorName"] == "SCHEMA_NOT_FOUND"
    assert (
        client.start("SET SESSION huiliu.purpose = 'statistics'").headers["x-trino-set-session"]
        == "huiliu.purpose=statistics"
    )
    assert client.start("RESET SESSION huiliu.purpose").headers["x-trino-clear-session"] == "huiliu.purpose"
    assert client.error("SET SESSION join_distribution_type = 'BROADCAST'")["errorName"] == "INVALID_SESSION_PROPERTY"
    assert client.documents("SHOW SESSION")[-1]["data"][0][0] == "huiliu.purpose"
    [[shown, *_]] = client.documents("SHOW SESSION LIKE '%run_time'")[-1]["data"]
    assert shown == "query_max_run_time"


def test_a_purpose_is_set_by_its_title_and_kept_by_its_code(server: Served) -> None:
    """A driver's headers carry ASCII alone."""
    set_to = Client(server).start("SET SESSION huiliu.purpose = '统计'").headers["x-trino-set-session"]
    assert set_to == "huiliu.purpose=statistics"
    assert Client(server).rows("1", **{"X-Trino-Session": "huiliu.purpose=%E7%BB%9F%E8%AE%A1"}) == [[0, "p0"]]
    assert server.storage.audit.search(limit=1)[0].record.purpose == "statistics"


def test_a_client_bounds_the_time_of_its_statements(server: Served) -> None:
    """What the JDBC driver makes of `setQueryTimeout`."""
    client = Client(server)
    assert client.start("SET SESSION query_max_run_time = '1.5m'").headers["x-trino-set-session"]
    assert client.error("SET SESSION query_max_run_time = 'soon'")["errorName"] == "INVALID_SESSION_PROPERTY"
    assert client.error("1", **{"X-Trino-Session": "query_max_run_time=-1s"})["errorName"] == "INVALID_SESSION_PROPERTY"
    for properties in ("query_max_run_time=0.2s", "query_max_execution_time=200ms,query_max_run_time=1d"):
        assert client.error("1 hang", **{"X-Trino-Session": properties})["errorName"] == "EXCEEDED_TIME_LIMIT"


def test_a_purpose_is_declared_by_a_property(server: Served) -> None:
    client = Client(server)
    assert client.rows("1", **{"X-Trino-Session": "huiliu.purpose=statistics"}) == [[0, "p0"]]
    assert server.storage.audit.search(limit=1)[0].record.purpose == "statistics"
    assert client.error("1", **{"X-Trino-Session": "huiliu.purpose=other"})["errorName"] == "PERMISSION_DENIED"


def test_transactions_are_the_gateways(server: Served) -> None:
    client = Client(server)
    started = client.start("START TRANSACTION READ ONLY").headers["x-trino-started-transaction-id"]
    inside = {"X-Trino-Transaction-Id": started}
    assert client.rows("1", **inside) == [[0, "p0"]]
    assert client.error("START TRANSACTION", **inside)["errorName"] == "NOT_SUPPORTED"
    assert client.start("COMMIT", **inside).headers["x-trino-clear-transaction-id"] == "true"
    assert client.error("ROLLBACK")["errorName"] == "NOT_IN_TRANSACTION"


def test_presto_is_answered_under_its_own_name(server: Served) -> None:
    client = Client(server)
    del client.http.headers["X-Trino-User"]
    answer = client.start("USE police.main", **{"X-Presto-User": "ana"})
    assert answer.headers["x-presto-set-schema"] == "main"


def test_kill_query_ends_ones_own_statement_only(server: Served) -> None:
    client = Client(server)
    begun = client.start("1 hang").json()
    kill = f"CALL system.runtime.kill_query(query_id => '{begun['id']}', message => 'enough')"
    assert Client(server, "bo", server.token("user:bo")).error(kill)["errorName"] == "NOT_FOUND"
    assert client.rows(kill) == []
    ended(server, Outcome.CANCELED)
    assert client.error("CALL system.runtime.kill_query('x')")["errorName"] == "NOT_FOUND"


def test_describe_tells_what_a_prepared_statement_takes_and_gives(tmp_path: Path) -> None:
    with served(tmp_path, SmallWorld(judge=real_judge)) as server:
        client = Client(server)
        held = {
            "X-Trino-Prepared-Statement": "s=SELECT+id%2C+phone+AS+p+FROM+police.main.people+WHERE+id+%3D+%3F+OR+phone+%3D+%3F"
        }
        assert client.rows("DESCRIBE INPUT s", **held) == [[0, "bigint"], [1, "varchar"]]
        found = client.rows("DESCRIBE OUTPUT s", **held)
        assert [(row[0], row[4], row[5]) for row in found] == [("id", "bigint", 8), ("p", "varchar", 0)]
        hidden = {"X-Trino-Prepared-Statement": "s=SELECT+id+FROM+police.main.secrets"}
        assert client.error("DESCRIBE OUTPUT s", **hidden)["errorName"] == "TABLE_NOT_FOUND"
        client.http.close()


# --- logins --------------------------------------------------------------------------------------


def test_without_a_good_login_there_is_nothing(server: Served) -> None:
    for headers in (
        {},
        {"Authorization": "Basic " + base64.b64encode(b"ana:x").decode()},
        {"Authorization": "Bearer x"},
    ):
        answer = httpx.post(f"{server.url}/v1/statement", content=b"1", headers={"X-Trino-User": "ana", **headers})
        assert answer.status_code == 401
        assert answer.headers.get_list("www-authenticate") == ['Basic realm="Trino"', 'Bearer realm="Trino"']


def test_a_token_is_good_for_its_own_name_only(server: Served) -> None:
    assert Client(server, "bo", server.token("user:ana")).start("1").status_code == 401
    assert Client(server, "bi", server.token("service:bi")).start("1").status_code == 200


def test_a_bearer_needs_no_name(server: Served) -> None:
    headers = {"Authorization": f"Bearer {server.token()}"}
    assert httpx.post(f"{server.url}/v1/statement", content=b"1", headers=headers).status_code == 200


def test_who_may_act_for_another_does_and_both_are_recorded(server: Served) -> None:
    service = Client(server, "bi", server.token("service:bi"))
    assert service.rows("1", **{"X-Trino-User": "ana"}) == [[0, "p0"]]
    record = server.storage.audit.search(limit=1)[0].record
    assert (record.principal, record.on_behalf_of, record.door) == ("user:ana", "service:bi", "trino")
    assert service.error("1", **{"X-Trino-User": "bo"})["errorName"] == "PERMISSION_DENIED"
    assert Client(server).error("1", **{"X-Trino-User": "bo"})["errorName"] == "PERMISSION_DENIED"


def test_too_many_failed_logins_are_told_so(server: Served) -> None:
    answers = [Client(server, token="x").start("1").status_code for _ in range(7)]
    assert answers == [401] * 5 + [429] * 2
    assert Client(server).start("1").status_code == 200


def test_a_login_can_be_checked(server: Served) -> None:
    assert Client(server).http.head("/v1/statement").status_code == 200
    assert Client(server, token="x").http.head("/v1/statement").status_code == 401


# --- requests that are none ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"", {}, 400), (b"  \n", {}, 200), (b"\xff\xfe", {}, 400), (b"1", {"X-Trino-Schema": "main"}, 400), (b"1", {"X-Presto-User": "ana"}, 400),
        (b"1", {"Host": "evil.example/x"}, 400), (b"1", {"X-Trino-Time-Zone": "x"}, 200), (b"1", {"X-Trino-Extra-Credential": "x"}, 400),
    ],
)  # fmt: skip
def test_what_is_no_request_is_refused(server: Served, content: bytes, headers: dict[str, str], status: int) -> None:
    answer = Client(server).http.post("/v1/statement", content=content, headers=headers)
    assert answer.status_code == status
    assert status == 400 or answer.json()["stats"]["state"] == "FAILED"


def test_a_text_that_is_too_long_is_told_so_in_trinos_terms(server: Served) -> None:
    assert Client(server).error("1 " * 100_000)["errorName"] == "QUERY_TEXT_TOO_LARGE"


def test_what_the_gateway_never_does_is_refused(server: Served) -> None:
    client = Client(server)
    for sql in ("CALL a.b.c()", "CALL system.runtime.kill_query(1)", "PREPARE s FROM DROP TABLE x"):
        assert client.error(sql)["errorName"] in ("NOT_SUPPORTED", "SYNTAX_ERROR")


def test_whoever_asks_what_this_is_hears_of_a_trino(server: Served) -> None:
    told = httpx.get(f"{server.url}/v1/info").json()
    assert (told["nodeVersion"]["version"], told["coordinator"], told["starting"]) == ("476", True, False)


def test_the_audit_has_every_statement_once(server: Served) -> None:
    Client(server).rows("2 1")
    found = [entry.record for entry in server.storage.audit.search(limit=10) if entry.record.statement]
    assert [(r.outcome, r.rows, r.door) for r in found] == [
        (Outcome.FINISHED, 3, "trino"),
        (Outcome.STARTED, None, "trino"),
    ]
