"""The captured file: `expression | type | value`, or `expression | error | code`. A value is Trino's own JSON, a window's one value a row.

What stands there was said by a genuine Trino and by nobody else; `capture.py` writes it.
"""

from __future__ import annotations

import json
import pathlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

FOLDER: Final = pathlib.Path(__file__).with_name("captured")
ERROR: Final = "error"


@dataclass(frozen=True)
class Captured:
    """One expression and what Trino says of it."""

    expression: str
    type: str
    value: str

    @property
    def failed(self) -> bool:
        return self.type == ERROR

    def __str__(self) -> str:
        return f"{self.expression} | {self.type} | {self.value}"


def text_of(value: object) -> str:
    """A value as the file holds it.

    >>> text_of([1.5, "中", None])
    '[1.5,"中",null]'
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@cache
def topic(name: str) -> tuple[Captured, ...]:
    """The cases of one file."""
    return tuple(read((FOLDER / f"{name}.txt").read_text("utf-8")))


@cache
def topics() -> tuple[str, ...]:
    """Names of the files."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.txt")))


def read(text: str) -> Iterable[Captured]:
    """Cases of a file's text."""
    for line in text.split("\n"):
        if line and not line.startswith("#"):
            expression, type_, value = line.split(" | ", 2)
            yield Captured(expression, type_, value)


def written(version: str, day: str, command: str, cases: Iterable[Captured]) -> str:
    """The whole file."""
    head = f"# Captured from Trino {version}, session time zone Asia/Shanghai, on {day} by `{command}`. Not written by hand.\n"
    return head + "".join(f"{case}\n" for case in cases)
