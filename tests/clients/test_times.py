"""Times for clients that know their precision, and for those that do not: raw answers beside those of a genuine Trino."""

from __future__ import annotations

import ssl
from typing import Any, Final

import httpx
import pytest

from tests.clients.site import Place
from tests.trino.server import Trino

pytestmark = pytest.mark.slow
VALUES: Final = """
TIMESTAMP '2020-01-01 00:00:00.9996'; TIMESTAMP '2020-01-01 00:00:00'; TIMESTAMP '1960-01-01 00:00:00.1235'; TIMESTAMP '9999-12-31 23:59:59.9999'
TIMESTAMP '2020-01-01 00:00:00.1234'; TIMESTAMP '2020-01-01 00:00:00.123'; TIME '23:59:59.9999'; TIME '01:02:03'; TIME '01:02:03.123456'
TIMESTAMP '2020-01-01 00:00:00.9996 UTC'; CAST(NULL AS timestamp(6)); DATE '2020-02-29'; ARRAY[TIMESTAMP '2020-01-01 00:00:00.9996', NULL]
CAST(ROW(TIME '01:02:03.12345', 1) AS row(a time(5), b integer)); MAP(ARRAY[TIMESTAMP '2020-01-01 00:00:00.9996'], ARRAY[TIMESTAMP '2020-01-01 00:00:00.9996'])
"""
KNOWN: Final = "PARAMETRIC_DATETIME,SESSION_AUTHORIZATION"


def raw(http: httpx.Client, sql: str, capabilities: str) -> tuple[list[dict[str, Any]], list[list[Any]]]:
    """The columns and rows of an answer, as they came."""
    headers = {"x-trino-user": "ana", "x-trino-client-capabilities": capabilities}
    document = http.post("/v1/statement", content=sql, headers=headers).json()
    columns, rows = None, []
    while True:
        columns = document.get("columns", columns)
        rows += document.get("data", [])
        if "nextUri" not in document:
            assert "error" not in document, document["error"]
            assert columns is not None
            return columns, rows
        document = http.get(document["nextUri"]).json()


@pytest.mark.parametrize("capabilities", ["", "PATH", KNOWN])
def test_times_are_as_from_trino(gateway: Place, trino: Trino, capabilities: str) -> None:
    listed = [text.strip() for text in VALUES.replace("\n", ";").split(";") if text.strip()]
    sql = "SELECT " + ", ".join(f"{value} AS c{at}" for at, value in enumerate(listed))
    login, trusted = ("ana", gateway.tokens["ana"]), ssl.create_default_context(cafile=gateway.authority)
    with httpx.Client(base_url=gateway.url, auth=login, verify=trusted, timeout=60) as ours:
        given = raw(ours, sql, capabilities)
    with httpx.Client(base_url=trino.url, timeout=60) as theirs:
        expected = raw(theirs, sql, capabilities)
    for at, value in enumerate(listed):
        assert (given[0][at], given[1][0][at]) == (expected[0][at], expected[1][0][at]), value
