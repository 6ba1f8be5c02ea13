"""Trino's bound on what a statement scans does not hold for databases: why `[sources.NAME]` has none (docs/operations.md)."""

from __future__ import annotations

import httpx
import pytest

from tests.servers import Server
from tests.trino.server import Trino

pytestmark = pytest.mark.slow
HEADERS = {"x-trino-user": "huiliu", "x-trino-session": "query_max_scan_physical_bytes=1B"}
ROWS = 200_000


@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_bytes_read_from_a_database_are_not_counted(trino: Trino, kind: str, request: pytest.FixtureRequest) -> None:
    """When this fails, Trino has begun to count them, and a bound for a source is of use."""
    server: Server = request.getfixturevalue(kind).fresh_database()
    numbers = (
        f"generate_series(1, {ROWS}) AS n(i)"
        if kind == "postgresql"
        else f"(SELECT seq AS i FROM seq_1_to_{ROWS}) AS n"
    )
    server.execute(f"CREATE TABLE p AS SELECT i AS id, repeat('x', 200) AS note FROM {numbers}")
    with trino.attach(server) as catalog:
        schema = "public" if kind == "postgresql" else server.database
        sql = f"SELECT count(*) FROM {catalog}.{schema}.p WHERE length(note) > 3"
        answer = httpx.post(f"{trino.url}/v1/statement", content=sql, headers=HEADERS, timeout=30).json()
        rows = []
        while "nextUri" in answer:
            answer = httpx.get(answer["nextUri"], headers=HEADERS, timeout=30).json()
            rows += answer.get("data", [])
        assert (rows, answer.get("error")) == ([[ROWS]], None)
        told = httpx.get(f"{trino.url}/v1/query/{answer['id']}?pruned=true", headers=HEADERS, timeout=30).json()
        counted = told["queryStats"]
        assert (counted["physicalInputPositions"], counted["physicalInputDataSize"]) == (ROWS, "0B")
