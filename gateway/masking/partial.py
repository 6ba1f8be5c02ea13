"""`partial:HEAD:TAIL`: the first and last characters stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from gateway.catalog.types import Type
from gateway.masking.mask import Mask
from gateway.masking.text import TEXT, is_text, masked, number, quoted, room, value

STARS: Final = 4
"""Stars between head and tail: a fixed number, so that the length is not shown."""


@dataclass(frozen=True, slots=True)
class PartialMask(Mask):
    """Keeps `head` and `tail` characters; what is hidden must be at least half as long as what is kept.

    >>> PartialMask(3, 4).least
    11
    """

    head: int
    tail: int

    kind: ClassVar = "partial"
    forms: ClassVar = ("partial:HEAD:TAIL",)
    takes: ClassVar = TEXT
    reveals: ClassVar = (
        "The first HEAD and last TAIL characters of values that hide at least half as many as they show; "
        "not the length. Shorter values are masked in full."
    )

    @classmethod
    def read(cls, arguments: Sequence[str]) -> PartialMask:
        if len(arguments) != 2:
            raise ValueError("`partial` takes two numbers: `partial:3:4` keeps the first 3 and the last 4 characters")
        head, tail = (number(a, 0, 50, "what `partial` keeps") for a in arguments)
        if head + tail == 0:
            raise ValueError("`partial:0:0` keeps nothing; use `const:***`")
        return cls(head, tail)

    @property
    def text(self) -> str:
        return f"partial:{self.head}:{self.tail}"

    @property
    def least(self) -> int:
        """Length of the shortest value that is shown in part."""
        kept = self.head + self.tail
        return kept + (kept + 1) // 2

    def accepts(self, type_: Type) -> bool:
        return is_text(type_)

    def expression(self, type_: Type) -> str:
        text = value(type_)
        kept = self.head + self.tail
        if room(type_, self.least) < self.least:
            return masked(type_)  # the column has no room for a value that may be shown
        parts = [quoted("*" * (room(type_, kept + STARS) - kept))]
        if self.head:
            parts.insert(0, f"substr({text}, 1, {self.head})")
        if self.tail:
            parts.append(f"substr({text}, -{self.tail})")
        return masked(type_, (f"length({text}) >= {self.least}", " || ".join(parts)))

    def covers(self, other: Mask) -> bool:
        return isinstance(other, PartialMask) and self.head <= other.head and self.tail <= other.tail
