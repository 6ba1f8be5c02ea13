"""Requests of a client and what comes back, raw: for a genuine Trino and for a gateway alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final

import httpx

STATEMENTS: Final = Path(__file__).with_suffix(".sql")
SESSION: Final = {
    "user": "ana",
    "client-capabilities": "PATH,PARAMETRIC_DATETIME,SESSION_AUTHORIZATION",
    "time-zone": "Asia/Shanghai",
}
KEPT: Final = (
    "set-catalog", "set-schema", "set-session", "clear-session", "added-prepare", "deallocated-prepare", "clear-transaction-id",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """A statement followed to its end: of all its documents, what clients decide by. The words of an error are nobody's to compare."""

    status: int
    columns: Any = None
    rows: list[Any] = field(default_factory=list)
    update_type: str | None = None
    error: tuple[Any, ...] = ()
    place: Any = None
    headers: dict[str, str] = field(default_factory=dict)

    def differs(self, other: Exchange) -> str:
        """The names of what is not the same."""
        return " ".join(one.name for one in fields(self) if getattr(self, one.name) != getattr(other, one.name))


@dataclass(frozen=True)
class Listed:
    """A statement, why it is answered in another way than by Trino (nothing: it is not), and in what; on the engine Trino perhaps in less."""

    sql: str
    reason: str
    differs: str
    on_trino: str


def listed() -> Iterator[Listed]:
    """`-- reason: what differs`, with `; on Trino: …` where the engine makes a difference, or `-- same`, above each statement; `;;` between two."""
    for block in STATEMENTS.read_text(encoding="utf-8").split("\n;;\n"):
        head, _, sql = block.strip("\n").partition("\n")
        reason, _, told = head.removeprefix("-- ").partition(": ")
        differs, other, on_trino = told.partition("; on Trino:")
        yield Listed(sql, "" if reason == "same" else reason, differs, on_trino.strip() if other else differs)


def exchange(http: httpx.Client, sql: str, family: str = "x-trino-") -> Exchange:
    """Send a statement and follow it to its end."""
    head = {family + name: value for name, value in SESSION.items()}
    answer = http.post("/v1/statement", content=sql.encode(), headers=head)
    columns, rows, kept = None, [], {}
    while answer.status_code == 200:
        document = answer.json()
        kept |= {name: answer.headers[family + name] for name in KEPT if family + name in answer.headers}
        columns = document.get("columns", columns)
        rows += document.get("data", [])
        if "nextUri" not in document:
            error = document.get("error", {})
            if error:  # whether Trino still tells the columns is a matter of chance
                columns, document["updateType"] = None, None
            return Exchange(
                status=200,
                columns=columns,
                rows=rows,
                update_type=document.get("updateType"),
                error=tuple(error[name] for name in ("errorCode", "errorName", "errorType")) if error else (),
                place=error.get("errorLocation"),
                headers=kept,
            )
        answer = http.get(document["nextUri"])
    return Exchange(status=answer.status_code)
