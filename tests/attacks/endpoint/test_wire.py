"""Requests that two servers read in two ways, paths, floods and slow clients, over TLS."""

from __future__ import annotations

import socket
import time

import pytest

from tests.attacks.endpoint.hostile import Hostile, connection, exchanged, trusts

pytestmark = pytest.mark.slow
INNER = b"GET /v1/status HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        b"Content-Length: 5\r\nContent-Length: 6\r\n",
        b"Content-Length: 5, 6\r\n",
        b"Content-Length: +5\r\n",
        b"Content-Length: -1\r\n",
        b"Content-Length : 5\r\n",
        b"Transfer-Encoding : chunked\r\n",
        b"Transfer-Encoding: xchunked\r\n",
        b"Transfer-Encoding: chunked, identity\r\n",
        b"Transfer-Encoding:\x0bchunked\r\n",
        b"X-A: b\r\n Content-Length: 5\r\n",
        b"\x00: x\r\n",
        b"X-Trino-User: a\x00b\r\n",
    ],
)
def test_a_request_is_read_in_one_way_or_not_at_all(hostile: Hostile, head: bytes) -> None:
    sent = b"POST /v1/statement HTTP/1.1\r\nHost: x\r\nX-Trino-User: ana\r\n" + head + b"\r\n0\r\n\r\n" + INNER
    answers = exchanged(hostile.place, sent).count(b"HTTP/1.1 ")
    first = exchanged(hostile.place, sent).partition(b"\r\n")[0]
    assert answers <= 1 or b" 400 " in first or b" 401 " in first, first
    assert b" 200 " not in first


@pytest.mark.parametrize(
    "path",
    [
        "/v1/statement/../status", "//v1/statement", "/v1//statement", "/v1/statement/", "/v1/statement%2f..%2fstatus", "/v1/statement;x=1", "/v1/statement%00",
        "/V1/STATEMENT", "/v1/statement/executing", "/v1/statement/executing/a/b/c/d", "/v1/statement/executing/%2e%2e/%2e%2e/1", "/v1/statement/queued/a/b/1",
        "/v1/query", "/v1/query/", "/v1/query/%2e%2e", "/v1/node", "/v1/cluster", "/v1/thread", "/v1/jmx", "/v1/task", "/v1/service", "/v1/memory", "/v1/resourceGroupState",
        "/ui/", "/ui/api/query", "/v1/status", "/metrics", "/v1/spooled/download/x", "/v1/proxy",
    ],
)  # fmt: skip
def test_paths_give_nothing_away(hostile: Hostile, path: str) -> None:
    for method in ("GET", "POST", "DELETE", "PUT", "HEAD", "OPTIONS", "TRACE", "PATCH"):
        answer = hostile.send(
            method, hostile.place.url + path, auth=None, headers={"x-trino-user": "ana"}, content=b"SELECT 1"
        )
        assert answer.status_code in (307, 400, 401, 403, 404, 405), (method, answer.status_code)


def test_a_body_of_no_end_and_one_that_is_packed(hostile: Hostile) -> None:
    head = (
        f"POST /v1/statement HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {hostile.place.tokens['ana']}\r\nX-Trino-User: ana\r\n"
        "Transfer-Encoding: chunked\r\n\r\n"
    )
    with connection(hostile.place) as one:
        one.settimeout(10)
        one.sendall(head.encode())
        sent = 0
        try:
            while sent < 64_000_000:
                one.sendall(b"10000\r\n" + b"a" * 65536 + b"\r\n")
                sent += 65536
        except OSError:
            pass
        assert sent < 64_000_000
    assert hostile.begin("x" * 3_000_000).json()["error"]["errorName"]
    packed = hostile.begin("SELECT 1", {**hostile.head(), "content-encoding": "gzip"})
    assert packed.status_code in (200, 400)
    hostile.follow(packed)


def test_who_says_nothing_or_half_holds_up_nobody(hostile: Hostile) -> None:
    """A hundred that never shake hands, a hundred that send half a head, and some that take nothing of what they asked for."""
    place = hostile.place
    opened: list[socket.socket] = []
    head = f"POST /v1/statement HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {place.tokens['ana']}\r\nX-Trino-User: ana\r\n"
    try:
        for number in range(200):
            plain = socket.create_connection(("127.0.0.1", place.port), timeout=15)
            if number % 2:
                plain = trusts(place).wrap_socket(plain, server_hostname="127.0.0.1")
                plain.sendall(head.encode()[: 20 + number])
            opened.append(plain)
        began = time.monotonic()
        hostile.others_are_served()
        assert time.monotonic() - began < 10
    finally:
        for one in opened:
            one.close()


def test_without_tls_nothing_is_said(hostile: Hostile) -> None:
    with connection(hostile.place, tls=False) as one:
        one.sendall(b"GET /v1/info HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"200" not in one.recv(1000)
