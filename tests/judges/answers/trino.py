"""The judge's side: a statement plain on the real Trino, its answer as Trino's protocol writes it."""

from __future__ import annotations

from typing import Any

import httpx

from tests.corpus.city import TABLES
from tests.judges.answers import literals
from tests.judges.answers.answer import Answer

CATALOG = "memory"
SCHEMA = "city"
ZONE = "Asia/Shanghai"


class Trino:
    """A session on a running server."""

    def __init__(self, url: str, catalog: str = CATALOG, schema: str = SCHEMA) -> None:
        self._client = httpx.Client(base_url=url, timeout=120, trust_env=False)
        self._headers = {
            "X-Trino-User": "judge", "X-Trino-Catalog": catalog, "X-Trino-Schema": schema, "X-Trino-Time-Zone": ZONE,
            "X-Trino-Client-Capabilities": "PARAMETRIC_DATETIME", "Content-Type": "text/plain; charset=utf-8",
        }  # fmt: skip

    def ask(self, sql: str) -> Answer:
        """What the statement gives."""
        page = self._client.post("/v1/statement", content=sql.encode(), headers=self._headers).raise_for_status().json()
        columns: list[tuple[str, str]] = []
        rows: list[list[Any]] = []
        while True:
            if "error" in page:
                return Answer(error=page["error"]["errorName"], message=page["error"].get("message", ""))
            columns = columns or [(column["name"], column["type"]) for column in page.get("columns") or ()]
            rows += page.get("data") or ()
            if "nextUri" not in page:
                return Answer(columns=tuple(columns), rows=rows)
            page = self._client.get(page["nextUri"], headers=self._headers).raise_for_status().json()

    def load(self) -> None:
        """The city in the memory catalog, once a server: whoever comes second finds it there."""
        self._done(f"CREATE SCHEMA IF NOT EXISTS {CATALOG}.{SCHEMA}")
        for table in TABLES:
            name = f"{CATALOG}.{SCHEMA}.{table.name}"
            names = ", ".join(table.types)
            rows = literals.values(table, literals.trino)
            self._done(f"CREATE TABLE IF NOT EXISTS {name} AS SELECT * FROM ({rows}) AS made({names})")

    def _done(self, sql: str) -> None:
        answer = self.ask(sql)
        assert answer.error in (None, "TABLE_ALREADY_EXISTS", "SCHEMA_ALREADY_EXISTS", "ALREADY_EXISTS"), answer
