"""The judge's side: a query plain on the real Trino, its answer as Trino's protocol writes it."""

from __future__ import annotations

import time

from tests.corpus.city import TABLES, Table
from tests.corpus.statements import is_query
from tests.judges.answers import literals
from tests.judges.answers.answer import Answer
from tests.trino.client import Client, TrinoError

CATALOG = "memory"
SCHEMA = "city"
ZONE = "Asia/Shanghai"


class Trino:
    """A session on a running server."""

    def __init__(self, url: str, catalog: str = CATALOG, schema: str = SCHEMA) -> None:
        self._client = Client(url, catalog=catalog, schema=schema, timezone=ZONE, user="judge")

    def ask(self, sql: str) -> Answer:
        """What a query gives. Anything but a query is not sent: the server may be somebody's, and the corpus holds DROP TABLE, too."""
        if not is_query(sql):
            raise ValueError(f"not a query: {sql[:60]}")
        return self._send(sql)

    def _send(self, sql: str) -> Answer:
        try:
            found = self._client.run(sql)
        except TrinoError as error:
            return Answer(error=error.name, message=error.message)
        return Answer(columns=tuple((c.name, c.type) for c in found.columns), rows=found.rows)

    def load(self) -> None:
        """The city in the memory catalog, once a server: whoever comes second finds it there, whole."""
        self._made(f"CREATE SCHEMA IF NOT EXISTS {CATALOG}.{SCHEMA}")
        for table in TABLES:
            name = f"{CATALOG}.{SCHEMA}.{table.name}"
            rows = literals.values(table, literals.trino)
            self._made(f"CREATE TABLE IF NOT EXISTS {name} AS SELECT * FROM ({rows}) AS made({', '.join(table.types)})")
            self._whole(table)

    def _made(self, sql: str) -> None:
        answer = self._send(sql)
        assert answer.error in (None, "TABLE_ALREADY_EXISTS", "SCHEMA_ALREADY_EXISTS", "ALREADY_EXISTS"), answer

    def _whole(self, table: Table) -> None:
        counted = self.ask(f"SELECT count(*) FROM {CATALOG}.{SCHEMA}.{table.name}")
        until = time.monotonic() + 30
        while list(counted.rows[0]) != [len(table.rows)] and time.monotonic() < until:
            time.sleep(0.2)  # another worker of this run is filling it
            counted = self.ask(f"SELECT count(*) FROM {CATALOG}.{SCHEMA}.{table.name}")
        assert list(counted.rows[0]) == [len(table.rows)], f"{table.name} is not as it should be on this server"
