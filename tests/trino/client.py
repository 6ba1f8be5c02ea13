"""Runs one statement on a Trino server and gives what it answered, as its protocol writes it.

>>> Answer(columns=(Column("a", "integer"),), rows=((1,),)).types
('integer',)
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

import httpx

PATIENCE: Final = 300
CAPABILITIES: Final = "PATH,PARAMETRIC_DATETIME"
"""Without it the server gives every time and timestamp in milliseconds."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer: its name, and its type as Trino writes it."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a statement gave: rows are JSON values (decimals, dates and what is not finite are texts)."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    warnings: tuple[str, ...] = ()

    @property
    def types(self) -> tuple[str, ...]:
        """The columns' types."""
        return tuple(column.type for column in self.columns)


class TrinoError(Exception):
    """The server refused or failed a statement."""

    def __init__(self, name: str, message: str, kind: str = "", line: int = 0, column: int = 0) -> None:
        super().__init__(f"{name}: {message}")
        self.name, self.message, self.kind, self.line, self.column = name, message, kind, line, column


@dataclass(frozen=True, slots=True)
class Client:
    """A way to a server, with the session that its statements run in."""

    url: str
    catalog: str | None = None
    schema: str | None = None
    timezone: str = "Asia/Shanghai"
    user: str = "tester"
    properties: Mapping[str, str] = field(default_factory=dict)

    def run(self, sql: str) -> Answer:
        """Run one statement to its end; `TrinoError` when it fails."""
        with httpx.Client(timeout=PATIENCE, trust_env=False, verify=False) as http:  # no certificates are read
            return self._follow(http, self._send(http, "POST", f"{self.url}/v1/statement", sql))

    def _follow(self, http: httpx.Client, page: dict[str, Any]) -> Answer:
        columns: tuple[Column, ...] = ()
        rows: list[tuple[Any, ...]] = []
        while True:
            if "columns" in page:
                columns = tuple(Column(c["name"], c["type"]) for c in page["columns"])
            rows.extend(map(tuple, page.get("data") or ()))
            if error := page.get("error"):
                place = error.get("errorLocation") or {}
                raise TrinoError(
                    error["errorName"],
                    error["message"],
                    error["errorType"],
                    place.get("lineNumber", 0),
                    place.get("columnNumber", 0),
                )
            if "nextUri" not in page:
                return Answer(columns, tuple(rows), tuple(w["message"] for w in page.get("warnings", ())))
            page = self._send(http, "GET", page["nextUri"])

    def _send(self, http: httpx.Client, method: str, url: str, sql: str | None = None) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE
        while True:
            content = None if sql is None else sql.encode()
            response = http.request(method, url, content=content, headers=self._headers())
            if response.status_code in (429, 502, 503, 504) and time.monotonic() < deadline:
                time.sleep(0.05)
                continue
            if response.status_code != 200:
                raise TrinoError("HTTP", f"{response.status_code}: {response.text[:500]}")
            page: dict[str, Any] = response.json()
            return page

    def _headers(self) -> dict[str, str]:
        session = {"User": self.user, "Source": "tests", "Time-Zone": self.timezone}
        session |= {"Client-Capabilities": CAPABILITIES}
        session |= {name: value for name, value in (("Catalog", self.catalog), ("Schema", self.schema)) if value}
        if self.properties:
            session["Session"] = ",".join(f"{name}={quote(value)}" for name, value in self.properties.items())
        return {f"X-Trino-{name}": value for name, value in session.items()}
