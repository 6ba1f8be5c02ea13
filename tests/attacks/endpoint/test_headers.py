"""SQL, bombs, duplicates and broken bytes in every header that the protocol knows."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from bench.site import resident
from gateway.api.trino.session import packed
from tests.attacks.endpoint.hostile import ALLOWED, SHOWN, Hostile, exchanged

pytestmark = pytest.mark.slow
HEADERS = (
    "catalog", "schema", "path", "source", "user", "original-user", "time-zone", "language", "trace-token", "session", "role", "prepared-statement",
    "transaction-id", "client-info", "client-tags", "client-capabilities", "resource-estimate", "extra-credential", "query-data-encoding",
)  # fmt: skip
VALUES = (
    b"' OR 1=1 --", b'"; DROP TABLE people; --', b"1) UNION SELECT code, pin FROM vault --", b"public\" UNION SELECT * FROM vault --", b"vault", b"../..",
    b"${jndi:ldap://x}", b"%27%20OR%201%3D1", b"a=b=c,,=,=", b"a=%zz", b"huiliu.purpose=audit,huiliu.purpose=x", b"x=SELECT+*+FROM+vault", b"\xff\xfe",
    "中文".encode(), b"a\tb", b"A" * 20_000, b",", b"=", b"\"", b"\\", b"{}", b"0", b"-1", b"NULL", b"Asia/Shanghai' --", b"+99:99",
)  # fmt: skip


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_opens_nothing(hostile: Hostile, name: str) -> None:
    few = hostile.place.engine == "trino"  # headers are read before any engine is asked
    for value in VALUES[::5] if few else VALUES:
        rows, error = hostile.ask(ALLOWED, {**hostile.head(), f"x-trino-{name}": value})
        assert (rows == SHOWN) != bool(error), (name, value)


def test_two_of_a_header_are_not_two_readings(hostile: Hostile) -> None:
    raw = [("x-trino-catalog", hostile.place.catalog), ("x-trino-schema", "public")]
    for twice in (
        [("x-trino-user", "ana"), ("x-trino-user", "li")],
        [("x-trino-user", "li"), ("x-trino-user", "ana")],
        [("x-trino-user", "ana"), ("x-presto-user", "li")],
        [("x-trino-user", "ana"), ("x-trino-schema", "information_schema")],
        [("x-trino-user", "ana"), ("x-trino-session", "huiliu.purpose=audit"), ("x-trino-session", "huiliu.purpose=x")],
    ):
        rows, error = hostile.ask("SELECT current_user", [*raw, *twice])  # type: ignore[arg-type]  # pairs, as httpx takes them
        assert error or rows == [["user:ana"]], twice


def test_two_logins_are_one_or_none(hostile: Hostile) -> None:
    ana, li = (hostile.place.tokens[name] for name in ("ana", "li"))
    for pair in ((ana, li), (li, ana)):
        body = b"SELECT current_user"
        logins = "".join(f"Authorization: Bearer {token}\r\n" for token in pair)
        head = f"POST /v1/statement HTTP/1.1\r\nHost: x\r\n{logins}X-Trino-User: ana\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        answer = exchanged(hostile.place, head.encode() + body)
        assert b" 401 " in answer.partition(b"\r\n")[0] or b"user:li" not in answer


def test_bombs(hostile: Hostile) -> None:
    many = {f"x-trino-junk-{number}": "x" for number in range(4000)}
    assert hostile.send(
        "POST", "/v1/statement", content="SELECT 1", headers={**hostile.head(), **many}
    ).status_code in (200, 400, 431)
    statements = ",".join(f"s{number}={quote('SELECT 1')}" for number in range(5000))
    assert hostile.ask(ALLOWED, hostile.head(**{"x-trino-prepared-statement": statements}))[0] in (SHOWN, [])
    hostile.nothing_is_left()
    for size in (1_000_000, 4_000_000):
        head = b"POST /v1/statement HTTP/1.1\r\nHost: x\r\nX-Trino-User: " + b"a" * size + b"\r\n\r\n"
        answer = exchanged(hostile.place, head)
        assert answer == b"" or b" 431 " in answer.partition(b"\r\n")[0]


def test_what_unpacks_to_gigabytes_is_not_unpacked(hostile: Hostile) -> None:
    bomb = packed("SELECT '" + "a" * 200_000_000 + "'")
    assert len(bomb) < 100_000
    head = hostile.head(**{"x-trino-prepared-statement": f"s={quote(bomb)}"})
    rows, error = hostile.ask("EXECUTE s", head)
    assert (rows, bool(error)) == ([], True)


@pytest.mark.parametrize(
    "name",
    [
        "x-forwarded-host",
        "x-forwarded-proto",
        "x-forwarded-for",
        "forwarded",
        "x-original-url",
        "x-rewrite-url",
        "x-http-method-override",
    ],
)
def test_a_client_is_no_proxy(hostile: Hostile, name: str) -> None:
    for value in ("evil.example", "https", "http", "10.0.0.1", "host=evil.example;proto=http", "/v1/status", "DELETE"):
        answer = hostile.begin("SELECT 1", hostile.head(**{name: value}))
        assert answer.json()["nextUri"].startswith(hostile.place.url), (name, value)
        hostile.follow(answer)


@pytest.mark.parametrize(
    "host", ["", "a b", "evil.example/x", "evil@example", "[::1", "a" * 300, "x:99999999", "<script>", 'x"y']
)
def test_hosts_that_are_none(hostile: Hostile, host: str) -> None:
    body = b"SELECT 1"
    head = (
        f"POST /v1/statement HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {hostile.place.tokens['ana']}\r\nX-Trino-User: ana\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    answer = exchanged(hostile.place, head.encode() + body)
    assert b" 400 " in answer.partition(b"\r\n")[0], answer[:200]


def test_hundreds_that_unpack_to_much_are_not_unpacked_for_strangers(hostile: Hostile) -> None:
    """Nor for who is known and names none of them: a head of 300 KB holds a gigabyte."""
    bomb = quote(packed("x" * 3_900_000))
    carried = ",".join(f"s{number}={bomb}" for number in range(280_000 // len(bomb)))
    before = resident(hostile.place.site.pid)
    for auth in (("ana", "hl_wrong"), ("ana", hostile.place.tokens["ana"])):
        hostile.follow(hostile.begin(ALLOWED, hostile.head(**{"x-trino-prepared-statement": carried}), auth=auth))
    assert resident(hostile.place.site.pid) - before < 100
