"""Attack statements as files: one theme a file, each case with an id and what must come of it.

    -- B23 an error as a bit, behind CASE => rows
    SELECT 1 / (CASE WHEN secret LIKE '9%' THEN 0 ELSE 1 END) FROM person;

What must come of it is `rows` or the name of an error code.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).with_name("statements")
HEAD = re.compile(r"-- (?P<id>\S+) (?P<title>.+) => (?P<outcome>\w+)")


@dataclass(frozen=True)
class Case:
    """One attack."""

    theme: str
    id: str
    title: str
    outcome: str
    sql: str

    @property
    def name(self) -> str:
        return f"{self.theme}-{self.id}: {self.title}"


@lru_cache
def cases() -> Sequence[Case]:
    return [case for path in sorted(FOLDER.glob("*.sql")) for case in _read(path)]


def _read(path: Path) -> list[Case]:
    found = []
    for block in path.read_text("utf-8").split("\n\n"):
        head, _, sql = block.strip().partition("\n")
        match = HEAD.fullmatch(head)
        if match is None:
            assert not sql, f"{path.name}: `{head}` is not a case"  # a comment on its own
            continue
        assert sql.endswith(";"), f"{path.name}: {head}"
        found.append(Case(path.stem, match["id"], match["title"], match["outcome"], sql.removesuffix(";")))
    return found
