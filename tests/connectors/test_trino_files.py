"""What a catalog file for Trino says, and what it never says."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from connectors import ALL
from connectors.mysql_trino import flavor_of
from connectors.server import ServerOptions
from connectors.trino_catalog import MARK, NoCatalog, address, catalog_properties, catalog_text, credential_variables
from gateway.errors import EngineError, ErrorCode, OwnError
from tests.engines.world import source


def properties(kind: str, credentials: str | None = "env:DB", **options: Any) -> dict[str, str]:
    made = source("src", kind, {"user": "u", "password": "hunter2"}, **{"host": "h", "database": "d"} | options)
    assert not isinstance(made.connector.trino, NoCatalog)
    return dict(catalog_properties("src", made.connector.trino(made.options), credentials))


def test_postgresql_is_bounded_and_only_read() -> None:
    found = properties("postgresql", statement_seconds=7, connect_seconds=3, sslmode="verify-full", port=5433)
    assert found["connector.name"] == "postgresql"
    assert found["connection-url"] == (
        "jdbc:postgresql://h:5433/d?ApplicationName=huiliu&connectTimeout=3&sslmode=verify-full"
        "&options=-c%20statement_timeout%3D7000%20-c%20client_connection_check_interval%3D1000%20-c%20default_transaction_read_only%3Don"
    )


@pytest.mark.parametrize("flavor", ["mysql", "mariadb"])
def test_mysql_and_mariadb_have_connectors_of_their_own_and_are_only_read(flavor: str) -> None:
    found = properties("mysql", flavor=flavor)
    assert found["connector.name"] == flavor
    assert found["connection-url"].startswith(f"jdbc:{flavor}://h:3306/?")
    assert "read_only=1" in found["connection-url"]


@pytest.mark.parametrize("kind", ["postgresql", "mysql"])
def test_no_key_travels_and_no_name_is_lost(kind: str) -> None:
    found = properties(kind, **({"flavor": "mariadb"} if kind == "mysql" else {}))
    assert found["dynamic-filtering.enabled"] == "false"
    assert found["case-insensitive-name-matching"] == "true"
    assert found["unsupported-type-handling"] == "CONVERT_TO_VARCHAR"


def test_what_could_fail_a_scan_is_read_as_text_unless_its_owner_sees_to_it() -> None:
    key = "jdbc-types-mapped-to-varchar"
    assert properties("postgresql")[key] == "char,date,timestamp,timestamptz,time,numeric"
    assert properties("postgresql", clean=True)[key] == "char"
    assert properties("mysql", flavor="mariadb")[key].endswith("INT UNSIGNED ZEROFILL,DATE,DATETIME,TIMESTAMP")
    assert properties("mysql", flavor="mariadb", clean=True)[key].startswith("TIME,TINYINT UNSIGNED ZEROFILL,")
    assert "DATE" not in properties("mysql", flavor="mariadb", clean=True)[key]
    assert key not in properties("mysql", flavor="mysql", clean=True)


def test_a_secret_is_named_and_never_written() -> None:
    text = catalog_text(properties("postgresql"))
    assert text.splitlines()[0] == MARK
    assert "connection-user=${ENV:DB_USER}\nconnection-password=${ENV:DB_PASSWORD}\n" in text
    assert "hunter2" not in text
    sealed = properties("postgresql", "keyfile:pg")
    assert sealed["connection-password"] == "${ENV:HUILIU_SOURCE_SRC_PASSWORD}"
    assert not any(key.startswith("connection-") for key in set(properties("postgresql", None)) - {"connection-url"})
    assert credential_variables("src", None) == {}


def test_an_option_cannot_become_another_property_or_a_secret_of_trinos() -> None:
    found = properties("postgresql", database="d?user=root&x=${ENV:HOME}\nconnection-user=root 库")
    url = found["connection-url"]
    assert url.startswith(
        "jdbc:postgresql://h:5432/d%3Fuser%3Droot%26x%3D%24%7BENV%3AHOME%7D%0Aconnection-user%3Droot%20"
    )
    assert re.fullmatch(r"[!-~]+", url)
    for value in ("${ENV:HOME}", "a\nb", "a\\b", "库", ""):
        with pytest.raises(ValueError, match="cannot be written"):
            catalog_properties("src", {"x": value}, None)


@pytest.mark.parametrize("host", ["h/x", "h?a=b", "u@h", "a,b", "/var/run/postgresql", "h:1", "${ENV:X}", "h ", "-h"])
def test_a_host_that_could_mean_something_else_is_refused(host: str) -> None:
    with pytest.raises(OwnError) as error:
        address(ServerOptions(host=host, port=1, database="d"))
    assert error.value.code is ErrorCode.CONFIG_INVALID


@pytest.mark.parametrize(
    ("host", "shown"),
    [("db-1.example.cn", "db-1.example.cn:1"), ("10.0.0.1", "10.0.0.1:1"), ("fe80::1", "[fe80::1]:1")],
)
def test_a_host_is_a_name_or_an_address(host: str, shown: str) -> None:
    assert address(ServerOptions(host=host, port=1, database="d")) == shown


def test_what_trino_cannot_read_says_why_and_what_to_do() -> None:
    lost = {kind: connector.trino for kind, connector in ALL.items() if isinstance(connector.trino, NoCatalog)}
    assert set(lost) == {"sqlite", "duckdb", "parquet", "csv"}
    for one in lost.values():
        assert "Trino" in one.reason
        assert "PostgreSQL or MariaDB" in one.instead


def greeting(version: bytes) -> bytes:
    body = b"\x0a" + version + b"\0" + bytes(40)
    return len(body).to_bytes(3, "little") + b"\0" + body


@contextmanager
def saying(words: bytes) -> Iterator[ServerOptions]:
    """A server that says this to whoever comes, and closes."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(words)

        thread = threading.Thread(target=serve)
        thread.start()
        yield ServerOptions(host="127.0.0.1", port=server.getsockname()[1], database="d")
        thread.join()


@pytest.mark.parametrize(
    ("version", "flavor"),
    [
        (b"5.5.5-10.11.6-MariaDB-1", "mariadb"),
        (b"11.4.2-MariaDB", "mariadb"),
        (b"8.0.36", "mysql"),
        (b"9.1.0", "mysql"),
    ],
)
def test_the_server_tells_which_of_the_two_it_is(version: bytes, flavor: str) -> None:
    with saying(greeting(version)) as options:
        assert flavor_of(options) == flavor


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\x10\0\0", id="half a head"),
        pytest.param(b"\x05\0\0\0\xff\x10\x04no", id="an error"),
        pytest.param(b"HTTP/1.1 400 Bad Request\r\n\r\n", id="another protocol"),
        pytest.param(greeting(b"8.0.36")[:9], id="cut"),
    ],
)
def test_what_is_no_greeting_decides_nothing(words: bytes) -> None:
    with saying(words) as options, pytest.raises(EngineError) as error:
        flavor_of(options)
    assert error.value.code is ErrorCode.SOURCE_UNAVAILABLE
    assert "flavor" in (error.value.hint or "")


def test_a_server_that_is_not_there_decides_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(EngineError, match="does not tell"):
        flavor_of(ServerOptions(host="127.0.0.1", port=port, database="d"))
