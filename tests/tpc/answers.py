"""Answers as they are kept and compared: rows in their order; approximate are floating numbers only."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final, Self

from gateway.catalog.types import parse_type

FOLDER: Final = Path(__file__).parent / "answers"
KEPT: Final = 400
"""Rows of an answer that are kept; of a longer one, the hash of its rows in a sorted order is."""

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The columns and rows of an answer, or the error's name."""

    columns: tuple[tuple[str, str], ...] = ()
    count: int = 0
    rows: tuple[Row, ...] | None = None
    digest: str = ""
    error: str = ""

    @classmethod
    def of(cls, columns: Iterable[Sequence[str]], rows: Iterable[Sequence[Any]]) -> Self:
        found = tuple(tuple(row) for row in rows)
        named = tuple((name, str(parse_type(type_))) for name, type_ in columns)
        return cls(columns=named, count=len(found), rows=found, digest=digest(found))

    @classmethod
    def failed(cls, error: str) -> Self:
        return cls(error=error)

    def written(self) -> Mapping[str, Any]:
        """As a line of a file says it."""
        if self.error:
            return {"error": self.error}
        head: dict[str, Any] = {"columns": self.columns, "count": self.count}
        return head | ({"rows": self.rows} if self.count <= KEPT else {"sha256": self.digest})

    @classmethod
    def read(cls, line: Mapping[str, Any]) -> Self:
        if "error" in line:
            return cls.failed(line["error"])
        found = cls.of(line["columns"], line.get("rows", ()))
        return found if "rows" in line else replace(found, count=line["count"], rows=None, digest=line["sha256"])


@cache
def captured(world: str) -> Mapping[str, Answer]:
    """What Trino answered in a world, by text."""
    lines = (FOLDER / f"{world}.jsonl").read_text("utf-8").splitlines()
    return {line["text"]: Answer.read(line) for line in map(json.loads, lines)}


def digest(rows: Iterable[Row]) -> str:
    """A hash that does not see the rows' order, nor digits that floating sums may differ in."""
    lines = sorted(json.dumps([_rounded(value) for value in row], ensure_ascii=False) for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _rounded(value: Any) -> Any:
    return float(f"{value:.7g}") if isinstance(value, float) else value


def same_rows(ours: Sequence[Row], theirs: Sequence[Row]) -> bool:
    """Whether the same rows are there, in any order."""
    return len(ours) == len(theirs) and same_order(sorted(ours, key=_key), sorted(theirs, key=_key))


def same_order(ours: Sequence[Row], theirs: Sequence[Row]) -> bool:
    return len(ours) == len(theirs) and all(map(_same_row, ours, theirs))


def _key(row: Row) -> str:
    return json.dumps([_rounded(value) for value in row], ensure_ascii=False)


def _same_row(ours: Row, theirs: Row) -> bool:
    return len(ours) == len(theirs) and all(map(same, ours, theirs))


def same(ours: Any, theirs: Any) -> bool:
    """Floating numbers are the same when they agree in nine digits: sums depend on their order."""
    if isinstance(ours, float) and isinstance(theirs, float | int):
        return math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)
    return type(ours) is type(theirs) and ours == theirs
