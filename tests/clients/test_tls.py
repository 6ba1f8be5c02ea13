"""The two listeners: HTTP on this machine, and TLS for clients of Trino with a certificate that the gateway makes itself."""

from __future__ import annotations

import json
import socket
import ssl
import subprocess
from pathlib import Path
from urllib.parse import quote_plus

import httpx
import pytest
import sqlalchemy
import trino
import trino.auth

from tests.clients.site import PERSON, Place, place
from tests.servers import Server

pytestmark = pytest.mark.slow


def trusting(gateway: Place) -> httpx.Client:
    """As strict as a Python of today is by itself."""
    context = ssl.create_default_context(cafile=str(gateway.authority))
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    return httpx.Client(base_url=gateway.url, verify=context, timeout=30)


def test_both_listeners_serve_the_same(gateway: Place) -> None:
    bearer = {"authorization": f"Bearer {gateway.tokens['ana']}"}
    body = {"sql": f"SELECT * FROM {gateway.catalog}.public.people ORDER BY id LIMIT 1"}
    with trusting(gateway) as secure, httpx.Client(base_url=gateway.site.url, timeout=30) as plain:
        for client in (secure, plain):
            assert client.post("/v1/query", json=body, headers=bearer).json()["data"] == [PERSON]
    with pytest.raises(httpx.TransportError):
        httpx.get(f"http://127.0.0.1:{gateway.port}/v1/ready")
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx.get(f"{gateway.url}/v1/ready")


def test_pages_are_addressed_as_the_client_came(gateway: Place) -> None:
    basic = httpx.BasicAuth("ana", gateway.tokens["ana"])
    with trusting(gateway) as client:
        started = client.post("/v1/statement", content="SELECT 1", auth=basic).json()
    assert started["nextUri"].startswith(f"https://127.0.0.1:{gateway.port}/v1/statement/")


def test_a_long_prepared_statement_travels_in_a_header(gateway: Place) -> None:
    """Drivers keep them there: 200 KiB go, a megabyte is refused with a status that says why."""
    basic = httpx.BasicAuth("ana", gateway.tokens["ana"])
    with trusting(gateway) as client:

        def asked(size: int) -> httpx.Response:
            statement = f"SELECT 1 AS one /* {'x' * size} */"
            headers = {"x-trino-prepared-statement": f"long={quote_plus(statement)}"}
            return client.post("/v1/statement", content="EXECUTE long", headers=headers, auth=basic)

        page = asked(200 * 1024).json()
        page = client.get(page["nextUri"]).json()
        assert page["data"] == [[1]]
        assert asked(1024 * 1024).status_code == 431


def test_what_is_printed_works(gateway: Place) -> None:
    command = gateway.site.command("clients", "--user", "ana", "--json")
    environment = dict(gateway.site.environment)
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env=environment | {"PATH": "/usr/bin:/bin"}
    )
    told = json.loads(done.stdout)
    assert Path(told["authority"]) == gateway.authority.resolve()
    known = {"create_engine": sqlalchemy.create_engine, "trino": trino}
    recipes = {name: text.replace("<token>", gateway.tokens["ana"]) for name, text in told["clients"].items()}
    sql = f"SELECT * FROM {gateway.catalog}.public.people ORDER BY id LIMIT 1"
    engine = eval(recipes["SQLAlchemy"], known)  # it is Python to be pasted
    with engine.connect() as connection:
        assert [list(row) for row in connection.execute(sqlalchemy.text(sql))] == [PERSON]
    engine.dispose()
    cursor = eval(recipes["Python"], known).cursor()
    assert cursor.execute(sql).fetchall() == [PERSON]


def test_a_client_that_only_keeps_its_connection_does_not_hold_up_the_end(tmp_path: Path, postgresql: Server) -> None:
    """TLS waits until the other side says goodbye, too; a pool of connections that nobody reads never does."""
    with place(tmp_path, postgresql, None) as gateway:
        context = ssl.create_default_context(cafile=str(gateway.authority))
        with (
            socket.create_connection(("127.0.0.1", gateway.port)) as bare,
            context.wrap_socket(bare, server_hostname="127.0.0.1") as pooled,
        ):
            pooled.sendall(b"GET /v1/ready HTTP/1.1\r\nhost: here\r\n\r\n")
            assert pooled.recv(65536).startswith(b"HTTP/1.1 200")
            gateway.site.stop()
    assert "timeout graceful shutdown exceeded" not in (tmp_path / "log").read_text()
