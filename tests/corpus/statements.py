"""The corpus: statements in files by topic, separated by blank lines, each under a `--` line that is its title.

A title that ends in `(varies)` marks a statement whose values SQL leaves open (now, random, a LIMIT without order): columns and the number of rows are
compared, not values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Entry:
    """One statement of the corpus."""

    topic: str
    title: str
    sql: str

    @property
    def varies(self) -> bool:
        return self.title.endswith("(varies)")

    @property
    def is_query(self) -> bool:
        return is_query(self.sql)

    def __str__(self) -> str:
        return f"{self.topic}: {self.title}"


def is_query(sql: str) -> bool:
    """Whether a text can be nothing but a query: what else the corpus holds (writes, session settings) must never reach a server."""
    bare = re.sub(r"\A(?:\s|--[^\n]*(?:\n|\Z)|/\*.*?\*/)+", "", sql, flags=re.DOTALL)
    return re.match(r"(?:SELECT|WITH|VALUES|TABLE)\b|\(", bare, re.IGNORECASE) is not None


def corpus() -> list[Entry]:
    """Every statement, by file and place."""
    return [
        entry for file in sorted(FOLDER.glob("*.sql")) for entry in read(file.stem, file.read_text(encoding="utf-8"))
    ]


def read(topic: str, text: str) -> Iterator[Entry]:
    """The statements of one file."""
    for block in re.split(r"\n[ \t]*\n", text.strip("\n")):
        lines = block.splitlines()
        if all(line.startswith("--") for line in lines):
            continue  # a remark about the file
        assert lines[0].startswith("-- "), f"{topic}: a statement without a title: {lines[0]}"
        yield Entry(topic, lines[0][3:].strip(), "\n".join(lines[1:]))
