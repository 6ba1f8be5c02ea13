"""Addresses of pages: whoever holds one may read the page, so nobody may come to hold another's, nor make one."""

from __future__ import annotations

import time
from typing import Any

import pytest

from gateway.api.sealing import Sealer
from gateway.api.trino.tickets import Ticket, Tickets
from gateway.storage import KeyFile, master_key
from tests.attacks.endpoint.hostile import Hostile

pytestmark = pytest.mark.slow
GONE = (404, 410)


def parts(document: dict[str, Any]) -> tuple[str, str, str, int]:
    """What is before the statement, the statement, its ticket, and the page's number."""
    head, statement, ticket, token = document["nextUri"].rsplit("/", 3)
    return head, statement, ticket, int(token)


def ended(hostile: Hostile, document: dict[str, Any]) -> None:
    assert hostile.send("DELETE", document["nextUri"]).status_code == 204


def test_altered_tickets_are_none(hostile: Hostile) -> None:
    document = hostile.first_page()
    head, statement, ticket, token = parts(document)
    other = str.maketrans("ABCDEFGHIJabcdefghij", "BCDEFGHIJAbcdefghija")
    altered = [ticket[:at] + (ticket[at].translate(other) or "_") + ticket[at + 1 :] for at in range(0, len(ticket), 5)]
    tried = [one for one in altered if one != ticket]
    tried += [ticket[:-1], ticket + "A", ticket + "==", ticket.swapcase(), "", "A", "%00", "x" * 4000, ticket[::-1]]
    for one in tried:
        answer = hostile.send("GET", f"{head}/{statement}/{one}/{token}")
        assert answer.status_code in (*GONE, 307, 405), one
        assert not answer.json().get("data") if answer.headers.get("content-type") == "application/json" else True
    ended(hostile, document)


def test_a_ticket_opens_its_own_statement_alone(hostile: Hostile) -> None:
    one, two = hostile.first_page(), hostile.first_page()
    head, statement, _, token = parts(one)
    _, _, ticket, _ = parts(two)
    assert hostile.send("GET", f"{head}/{statement}/{ticket}/{token}").status_code in GONE
    for document in (one, two):
        ended(hostile, document)


@pytest.mark.parametrize(
    "token", ["0", "-1", "99", "9223372036854775808", "1" * 400, "1.5", "1e1", "0x1", "٣", "+1", " 1"]
)
def test_numbers_of_pages_that_are_not_next(hostile: Hostile, token: str) -> None:
    document = hostile.first_page()
    head, statement, ticket, _ = parts(document)
    answer = hostile.send("GET", f"{head}/{statement}/{ticket}/{token}")
    assert answer.status_code in (400, *GONE)
    ended(hostile, document)


@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE"])
def test_another_login_has_no_use_of_an_address(hostile: Hostile, method: str) -> None:
    document = hostile.first_page()
    for auth in (("li", hostile.place.tokens["li"]), ("ana", "hl_wrong"), ("ana", hostile.place.tokens["li"])):
        answer = hostile.send(method, document["nextUri"], auth=auth)
        assert (answer.status_code in (204, 401, 404), "data" in answer.text) == (True, False)
    assert hostile.send("GET", document["nextUri"]).status_code == 200, "it runs on"
    ended(hostile, document)


def test_tickets_of_another_key_and_of_another_time(hostile: Hostile) -> None:
    document = hostile.first_page()
    head, statement, _, token = parts(document)
    folder = hostile.place.site.folder / "var"
    own = KeyFile(folder / "keys", master_key(folder))
    until = int(time.time()) + 600
    forged = {
        "another key": Tickets(Sealer(lambda: [b"k" * 32])).issue(Ticket(statement, "user:ana", until, token)),
        "over": Tickets(Sealer(own.ticket_keys)).issue(Ticket(statement, "user:ana", until - 1200, token)),
        "sealed for something else": Sealer(own.ticket_keys).seal(b'["x"]', about=b"login begun"),
        "no statement": Tickets(Sealer(own.ticket_keys)).issue(Ticket("x" * 20, "user:ana", until, token)),
    }
    for ticket in forged.values():
        assert hostile.send("GET", f"{head}/{statement}/{ticket}/{token}").status_code in GONE
    ended(hostile, document)


def test_after_its_end_a_page_is_given_again_and_no_other(hostile: Hostile) -> None:
    document = hostile.begin("SELECT 1").json()
    last = document["nextUri"]
    assert hostile.follow(hostile.send("GET", last))[1] == ""
    head, statement, ticket, token = parts({"nextUri": last})
    assert hostile.send("GET", f"{head}/{statement}/{ticket}/{token + 1}").status_code in GONE
    assert hostile.send("DELETE", last).status_code == 204


def test_statements_of_others_are_none(hostile: Hostile) -> None:
    document = hostile.first_page()
    statement = document["id"]
    li = {"auth": ("li", hostile.place.tokens["li"]), "headers": {"x-trino-user": "li"}}
    unknown = "20200101_000000_00000_aaaaaaaaaaaaaaaa"
    for method in ("GET", "DELETE"):
        theirs, nobodys = (hostile.send(method, f"/v1/query/{one}", **li) for one in (statement, unknown))
        assert (theirs.status_code, theirs.text) == (nobodys.status_code, nobodys.text)
    assert hostile.send("GET", f"/v1/query/{statement}", auth=None, headers={"x-trino-user": "ana"}).status_code == 401
    rows, error = hostile.ask(
        f"CALL system.runtime.kill_query('{statement}', 'x')", {"x-trino-user": "li"}, auth=li["auth"]
    )
    assert (rows, error) == ([], "NOT_FOUND")
    unknown = hostile.ask(
        "CALL system.runtime.kill_query('20200101_000000_00000_aaaaa', 'x')", {"x-trino-user": "li"}, auth=li["auth"]
    )
    assert unknown == ([], "NOT_FOUND")
    assert hostile.send("GET", document["nextUri"]).status_code == 200, "it runs on"
    ended(hostile, document)
