"""Requests that are no statement read to its end, beside a genuine Trino: addresses that are wrong or passed, pages asked for twice, headers that cannot be read, ends."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from typing import Any, Final

import httpx
import pytest

from tests.clients.site import Place
from tests.trino.server import Trino

pytestmark = pytest.mark.slow
LONG: Final = (
    "SELECT count(*) FROM (VALUES {rows}) a (x), (VALUES {rows}) b (x), (VALUES {rows}) c (x), (VALUES {rows}) d (x), (VALUES {rows}) e (x), (VALUES {rows}) f (x), "
    "(VALUES {rows}) g (x), (VALUES {rows}) h (x) WHERE a.x + b.x + c.x + d.x + e.x + f.x + g.x + h.x < 0"
).format(rows=", ".join(map(str, range(40))))
Said = tuple[Any, ...]


class Client:
    """Statuses, and of documents what clients decide by."""

    def __init__(self, http: httpx.Client) -> None:
        self.http = http

    def begin(self, sql: str = "SELECT 1", **headers: str) -> httpx.Response:
        head = {
            "x-trino-user": "ana",
            **{f"x-trino-{name.replace('_', '-')}": value for name, value in headers.items()},
        }
        return self.http.post("/v1/statement", content=sql.encode(), headers=head)

    def until(self, wanted: Callable[[dict[str, Any]], bool], sql: str = "SELECT 1") -> dict[str, Any]:
        """The first document that is `wanted`."""
        document: dict[str, Any] = self.begin(sql).json()
        while not wanted(document):
            document = self.http.get(document["nextUri"]).json()
        return document

    def ended(self, document: dict[str, Any]) -> dict[str, Any]:
        while "nextUri" in document:
            document = self.http.get(document["nextUri"]).json()
        return document


def numbered(address: str, change: Callable[[int], object]) -> str:
    head, _, token = address.rpartition("/")
    return f"{head}/{change(int(token))}"


def the_same_page_again(client: Client) -> Said:
    address = client.begin().json()["nextUri"]
    first, again = (client.http.get(address) for _ in range(2))
    return first.status_code, again.status_code, first.json().get("data") == again.json().get("data")


def a_page_that_is_far_ahead(client: Client) -> Said:
    return (client.http.get(numbered(client.begin().json()["nextUri"], lambda token: token + 5)).status_code,)


def a_page_that_was_passed(client: Client) -> Said:
    document = client.begin(LONG).json()
    first = document["nextUri"]
    for _ in range(4):
        document = client.http.get(document["nextUri"]).json()
    status = client.http.get(first).status_code
    client.http.delete(document["nextUri"])
    return (status,)


def an_address_of_nothing(client: Client) -> Said:
    return tuple(
        client.http.request(method, "/v1/statement/executing/20200101_000000_00000_aaaaa/yabcdef/1").status_code
        for method in ("GET", "HEAD", "DELETE")
    )


def another_slug(client: Client) -> Said:
    address = client.begin().json()["nextUri"]
    parts = address.split("/")
    parts[-2] = "y" + "a" * (len(parts[-2]) - 1)
    return (client.http.get("/".join(parts)).status_code,)


def a_sign_of_life(client: Client) -> Said:
    document = client.until(lambda one: one["stats"]["state"] == "RUNNING", LONG)
    status = client.http.head(document["nextUri"]).status_code
    client.http.delete(document["nextUri"])
    return (status,)


def an_end_and_another(client: Client) -> Said:
    document = client.until(lambda one: one["stats"]["state"] == "RUNNING", LONG)
    return tuple(client.http.delete(document["nextUri"]).status_code for _ in range(2))


def what_follows_an_end(client: Client) -> Said:
    document = client.until(lambda one: one["stats"]["state"] == "RUNNING", LONG)
    client.http.delete(document["nextUri"])
    last = client.ended(client.http.get(document["nextUri"]).json())
    return last["stats"]["state"], last.get("error", {}).get("errorName")


def the_order_of_states(client: Client) -> Said:
    document, states = client.begin("SELECT 1").json(), []
    while True:
        states.append(document["stats"]["state"])
        if "nextUri" not in document:
            break
        document = client.http.get(document["nextUri"]).json()
    order = (
        "QUEUED",
        "WAITING_FOR_RESOURCES",
        "DISPATCHING",
        "PLANNING",
        "STARTING",
        "RUNNING",
        "FINISHING",
        "FINISHED",
    )
    return states[0], states[-1], [order.index(one) for one in states] == sorted(order.index(one) for one in states)


def headers_that_cannot_be_read(client: Client) -> Said:
    found = []
    for header, value in (
        ("session", "x"), ("session", "=x"), ("prepared_statement", "x"), ("schema", "nocatalog"), ("role", "x"), ("extra_credential", "x"),
        ("time_zone", "Mars/Olympus"), ("resource_estimate", "x"), ("client_capabilities", "NOTHING"), ("client_tags", "a,b"), ("language", "xx"),
        ("path", "a.b"), ("transaction_id", "none"),
    ):  # fmt: skip
        answer = client.begin(**{header: value})
        document = client.ended(answer.json()) if answer.status_code == 200 else {}
        found.append((header, value, answer.status_code, document.get("error", {}).get("errorName")))
    return tuple(found)


def methods_that_are_none(client: Client) -> Said:
    return tuple(
        client.http.request(method, "/v1/statement", headers={"x-trino-user": "ana"}).status_code
        for method in ("GET", "PUT", "DELETE")
    )


def texts_that_are_none(client: Client) -> Said:
    return tuple(client.begin(sql).status_code for sql in ("", " ", ";", "--", "/* */"))


REQUESTS: Final = (
    the_same_page_again, a_page_that_is_far_ahead, a_page_that_was_passed, an_address_of_nothing, another_slug, a_sign_of_life, an_end_and_another,
    what_follows_an_end, the_order_of_states, headers_that_cannot_be_read, methods_that_are_none, texts_that_are_none,
)  # fmt: skip


@pytest.mark.parametrize("asked", REQUESTS, ids=[one.__name__ for one in REQUESTS])
def test_a_request_is_answered_as_by_trino(gateway: Place, trino: Trino, asked: Callable[[Client], Said]) -> None:
    trusted = ssl.create_default_context(cafile=gateway.authority)
    with (
        httpx.Client(base_url=gateway.url, auth=("ana", gateway.tokens["ana"]), verify=trusted, timeout=60) as ours,
        httpx.Client(base_url=trino.url, timeout=60) as theirs,
    ):
        assert asked(Client(ours)) == asked(Client(theirs))
