"""One deliberate break: a piece of text of one file, and what stands there instead."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Mutant:
    """`old` stands exactly once in `file`. `tests` are those that are likely to notice, tried first."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def applied(self, root: Path) -> str:
        """The broken file's text. Raises ValueError when `old` is not there exactly once."""
        text = (root / self.file).read_text("utf-8")
        if text.count(self.old) != 1:
            raise ValueError(f"{self.name}: the text to break stands {text.count(self.old)} times in {self.file}")
        return text.replace(self.old, self.new)
