"""A connection costs little and does not last, whatever is sent over it or not; and those who behave are served meanwhile."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.api.site import SETTINGS, Site, site
from tests.dos.wire import HEAD, crowd, opened, request, seconds_until_closed, sent_until_refused

pytestmark = pytest.mark.slow
BOUNDS = "[http]\nconnections = 100\nheader_seconds = 2\nbody_seconds = 2\nwrite_seconds = 2\n"
WIDE = "SELECT a.id, a.name, a.phone FROM police.main.people a, police.main.people b"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(tmp_path_factory.mktemp("site"), 3000, SETTINGS.replace("[http]\n", BOUNDS)) as running:
        yield running


def ready(city: Site) -> bool:
    return httpx.get(f"{city.url}/v1/ready", timeout=10).status_code == 200


def megabytes(city: Site) -> float:
    pages = Path(f"/proc/{city.process.pid}/statm").read_text().split()[1]
    return int(pages) * 4096 / 1e6


def files(city: Site) -> int:
    return len(list(Path(f"/proc/{city.process.pid}/fd").iterdir()))


def test_silent_connections_displace_one_another_and_end(city: Site) -> None:
    with city.client() as client, crowd(city.url, 500) as silent:
        assert len(silent) == 500
        assert files(city) < 200
        assert client.post("/v1/query", json={"sql": "SELECT 1"}).status_code == 200
        assert ready(city)
        assert seconds_until_closed(silent[0]) < 1
        assert seconds_until_closed(silent[-1]) < 10
        assert client.post("/v1/query", json={"sql": "SELECT 1"}).status_code == 200


@pytest.mark.parametrize(
    "first", [b"", b"GET /v1/ready HTTP/1.1\r\n", b"\r\n"], ids=["nothing", "a part", "an empty line"]
)
def test_a_head_that_arrives_slowly_is_not_waited_for(city: Site, first: bytes) -> None:
    with opened(city.url) as one:
        one.sendall(first)
        assert 1 < seconds_until_closed(one, b"X" if first.strip() else b"\r\n" if first else b"") < 10


@pytest.mark.parametrize(
    ("first", "piece"),
    [
        (HEAD, b"X-A: " + b"a" * 8000 + b"\r\n"),
        (HEAD + b"X-A: ", b"a" * 8000),
        (b"GET /", b"a" * 8000),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n", b"X-A: " + b"a" * 8000 + b"\r\n"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;", b"a" * 8000),
    ],
    ids=["headers", "a header", "an address", "trailers", "a chunk's extension"],
)  # fmt: skip
def test_a_head_without_end_is_refused(city: Site, first: bytes, piece: bytes) -> None:
    before = megabytes(city)
    with opened(city.url) as one:
        assert sent_until_refused(one, first, piece) < 16_000_000
    assert megabytes(city) - before < 50
    assert ready(city)


@pytest.mark.parametrize("known", [True, False], ids=["a known sender", "nobody known"])
@pytest.mark.parametrize(
    "length", [b"Content-Length: 1000000000", b"Transfer-Encoding: chunked"], ids=["announced", "in pieces"]
)
def test_a_huge_body_is_not_kept(city: Site, length: bytes, known: bool) -> None:
    before = megabytes(city)
    token = f"Authorization: Bearer {city.token()}\r\n".encode() if known else b""
    with opened(city.url) as one:
        one.settimeout(3)
        sent_until_refused(one, HEAD + token + length + b"\r\n\r\n", b"1000\r\n" + b"a" * 4096 + b"\r\n", 100_000_000)
    assert megabytes(city) - before < 50
    assert ready(city)


def test_a_body_without_end_is_not_waited_for(city: Site) -> None:
    with opened(city.url) as one:
        token = f"Authorization: Bearer {city.token()}\r\n".encode()
        one.sendall(HEAD + token + b"Content-Type: text/plain\r\nContent-Length: 1000\r\n\r\n")
        began = time.monotonic()
        one.settimeout(10)
        answer = b""
        while b"took too long" not in answer:
            piece = one.recv(4096)
            assert piece, answer
            answer += piece
        assert time.monotonic() - began < 8


def test_a_client_that_takes_nothing_is_given_up(city: Site) -> None:
    with opened(city.url, receive=4096) as one, city.client() as client:
        one.sendall(request(city.token(), WIDE))
        until = time.monotonic() + 20
        newest: list[tuple[str, str]] = []
        while time.monotonic() < until and newest != [(WIDE, "CANCELED")]:
            time.sleep(0.3)
            found = client.get("/v1/queries", params={"limit": 1}).json()["statements"]
            newest = [(one["sql"], one["state"]) for one in found]
        assert newest == [(WIDE, "CANCELED")]
        assert megabytes(city) < 600


def test_many_requests_sent_ahead_are_answered_one_by_one(city: Site) -> None:
    with opened(city.url) as one:
        one.sendall(request(city.token(), "SELECT 1") * 200)
        answered = b""
        while answered.count(b"HTTP/1.1 200") < 200:
            piece = one.recv(1 << 16)
            assert piece, answered[-300:]
            answered += piece
    assert ready(city)
