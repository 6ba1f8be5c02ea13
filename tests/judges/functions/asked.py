"""Expressions put to a running Trino: many in one statement as long as none fails, the failing ones alone."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import httpx

from tests.judges.functions.captured import ERROR, Captured, text_of
from tests.judges.functions.statements import batches, over_window, statement

TOGETHER: Final = 40
_POSITION: Final = re.compile(r"^line (\d+):\d+: ")
_TRIED: Final = frozenset(
    {"DIVISION_BY_ZERO", "INVALID_CAST_ARGUMENT", "INVALID_FUNCTION_ARGUMENT", "NUMERIC_VALUE_OUT_OF_RANGE"}
)


@dataclass(frozen=True)
class Answer:
    """Columns' types and rows as Trino's JSON has them, or an error's name and message."""

    types: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    error: str = ""
    message: str = ""


class Trino:
    """A running server."""

    def __init__(self, url: str) -> None:
        headers = {
            "X-Trino-User": "functions",
            "X-Trino-Time-Zone": "Asia/Shanghai",
            "X-Trino-Client-Capabilities": "PARAMETRIC_DATETIME",
        }
        self.client = httpx.Client(base_url=url, headers=headers, timeout=300, trust_env=False)
        self.statements = 0

    @property
    def version(self) -> str:
        return str(self.run("SELECT version()").rows[0][0])

    def run(self, sql: str) -> Answer:
        """One statement to its end."""
        self.statements += 1
        page = self._page(self.client.post("/v1/statement", content=sql.encode()))
        types: tuple[str, ...] = ()
        rows: list[tuple[Any, ...]] = []
        while True:
            if error := page.get("error"):
                return Answer(error=str(error["errorName"]), message=str(error["message"]))
            if page.get("columns"):
                types = tuple(column["type"] for column in page["columns"])
            rows += [tuple(row) for row in page.get("data") or ()]
            if "nextUri" not in page:
                return Answer(types, tuple(rows))
            page = self._page(self.client.get(page["nextUri"]))

    def _page(self, response: httpx.Response) -> dict[str, Any]:
        while response.status_code in (502, 503, 504):
            time.sleep(0.1)
            response = self.client.send(response.request)
        response.raise_for_status()
        found: dict[str, Any] = response.json()
        return found

    def ask(self, texts: Iterable[str]) -> Iterator[Captured]:
        """What Trino says of each, in another order."""
        for batch in batches(texts, TOGETHER):
            yield from self._together(batch)

    def _together(self, batch: Sequence[str]) -> Iterator[Captured]:
        """Take out what the error's position points at and ask again; an error of computing has none, so halve."""
        left = list(batch)
        while left:
            answer = self.run(statement(left))
            if not answer.error:
                for at, text in enumerate(left):
                    values = [row[at] for row in answer.rows]
                    assert over_window(text) or len(values) == 1, text
                    yield Captured(text, answer.types[at], text_of(values if over_window(text) else values[0]))
                return
            position = _POSITION.match(answer.message)
            line = int(position[1]) - 2 if position else -1
            if len(left) == 1:
                yield Captured(left[0], ERROR, answer.error)
                return
            if 0 <= line < len(left) and answer.error not in _TRIED:
                yield Captured(left.pop(line), ERROR, answer.error)
                continue
            yield from self._together(left[: len(left) // 2])
            left = left[len(left) // 2 :]
