"""What is read of a client's headers, and what is refused."""

from __future__ import annotations

from urllib.parse import quote_plus

import pytest

from gateway.api.trino.callers import Login, login
from gateway.api.trino.session import ClientSession, packed, read, unpacked
from gateway.errors import ErrorCode, StatementError

BOMB = packed("x" * 5_000_000)


def session(*headers: tuple[str, str]) -> ClientSession:
    return read([(name.encode(), value.encode("latin-1")) for name, value in headers])


def test_a_session_is_read_from_its_headers() -> None:
    found = session(
        ("x-trino-user", "ana"),
        ("X-Trino-Catalog", "Police"),
        ("X-Trino-Schema", "MAIN"),
        ("X-Trino-Time-Zone", "Asia/Shanghai"),
        ("X-Trino-Session", "huiliu.purpose=%E6%A0%B8%E6%9F%A5, a=b%2Cc"),
        ("X-Trino-Session", "d=e"),
        ("X-Trino-Prepared-Statement", f"{quote_plus('s 1')}={quote_plus('SELECT ?, 1')},t=SELECT+2"),
        ("X-Trino-Transaction-Id", "NONE"),
        ("X-Trino-Client-Capabilities", "PATH,PARAMETRIC_DATETIME"),
        ("X-Trino-Extra-Credential", "internal$x=y"),
    )
    assert (found.user, found.catalog, found.schema, found.timezone) == ("ana", "police", "main", "Asia/Shanghai")
    assert found.properties == {"huiliu.purpose": "核查", "a": "b,c", "d": "e"}
    assert found.prepared == {"s 1": "SELECT ?, 1", "t": "SELECT 2"}
    assert found.transaction is None
    assert found.capabilities == {"PATH", "PARAMETRIC_DATETIME"}


def test_presto_is_read_and_answered_under_its_own_name() -> None:
    found = session(("X-Presto-User", "ana"), ("x-presto-catalog", "police"))
    assert (found.user, found.catalog, found.family) == ("ana", "police", "x-presto-")


def test_a_long_statement_comes_packed() -> None:
    text = "SELECT '" + "名字 " * 30_000 + "'"
    found = session(("X-Trino-Prepared-Statement", f"s={quote_plus(packed(text))}")).prepared
    assert unpacked(found["s"]) == text


def test_a_statement_that_nobody_names_stays_packed() -> None:
    carried = ",".join(f"s{n}={quote_plus(BOMB)}" for n in range(100))
    assert set(session(("X-Trino-Prepared-Statement", carried)).prepared.values()) == {BOMB}


@pytest.mark.parametrize("carried", ["$zstd:AAAA", "$zstd:é", BOMB, "x" * 1_000_001])
def test_what_is_no_statement_is_refused_when_it_is_named(carried: str) -> None:
    with pytest.raises(StatementError):
        unpacked(carried)


@pytest.mark.parametrize(("sent", "zone"), [("+08:00", "Etc/GMT-8"), ("-03:00", "Etc/GMT+3"), ("+00:00", "UTC"), ("UTC", "UTC")])  # fmt: skip
def test_offsets_are_zones(sent: str, zone: str) -> None:
    assert session(("X-Trino-Time-Zone", sent)).timezone == zone


@pytest.mark.parametrize("name", ["../../etc/passwd", "Mars/Phobos", "+05:30"])
def test_a_zone_that_is_none_fails_the_statement(name: str) -> None:
    with pytest.raises(StatementError) as caught:
        assert session(("X-Trino-Time-Zone", name)).timezone
    assert caught.value.code is ErrorCode.NOT_SUPPORTED


@pytest.mark.parametrize(
    "headers",
    [
        [("X-Trino-Schema", "main")],
        [("X-Trino-User", "a"), ("X-Presto-User", "a")],
        [("X-Trino-Session", "novalue")],
        [("X-Trino-Session", "=x")],
        [("X-Trino-Session", "a=%FF")],
        [("X-Trino-Session", ",".join(f"p{n}=1" for n in range(1001)))],
        [("X-Trino-Extra-Credential", "x")],
        [("X-Trino-Resource-Estimate", "x")],
    ],
)
def test_what_is_no_session_is_refused(headers: list[tuple[str, str]]) -> None:
    with pytest.raises(StatementError) as caught:
        session(*headers)
    assert caught.value.code in (ErrorCode.INVALID_REQUEST, ErrorCode.STATEMENT_TOO_LARGE)


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ("Basic YW5hOnRva2VuOng=", Login("ana", "token:x")), ("bearer  abc", Login("", "abc")), ("Basic YW5h", None), ("Basic !!!", None), ("Basic OnRva2Vu", None),
        ("Basic YW5hOg==", None), ("Basic /w==", None), ("Negotiate x", None), ("", None), (None, None), ("Bearer ", None),
    ],
)  # fmt: skip
def test_a_login_is_read(sent: str | None, found: Login | None) -> None:
    assert login(sent) == found
