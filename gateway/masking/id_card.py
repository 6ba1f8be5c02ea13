"""`id_card`: citizen identity numbers of 18 and 15 characters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from gateway.catalog.types import Type
from gateway.masking.mask import Mask
from gateway.masking.text import TEXT, is_text, masked, number, quoted, room, value

SHAPES: Final = ((18, r"^[1-9][0-9]{16}[0-9Xx]$"), (15, r"^[1-9][0-9]{14}$"))


@dataclass(frozen=True, slots=True)
class IdCardMask(Mask):
    """Keeps the ends of an identity number; the default is one character each, since 6 + 4 with a name finds the person."""

    head: int = 1
    tail: int = 1

    kind: ClassVar = "id_card"
    forms: ClassVar = ("id_card", "id_card:HEAD:TAIL")
    takes: ClassVar = TEXT
    reveals: ClassVar = (
        "The first and the last character and whether the number has 15 or 18; with arguments, that many "
        "(at most 6 and 4: region, and order number with check digit)."
    )

    @classmethod
    def read(cls, arguments: Sequence[str]) -> IdCardMask:
        if not arguments:
            return cls()
        if len(arguments) != 2:
            raise ValueError("`id_card` takes nothing or two numbers: `id_card:3:2`")
        return cls(
            number(arguments[0], 0, 6, "the head of `id_card`"), number(arguments[1], 0, 4, "the tail of `id_card`")
        )

    @property
    def text(self) -> str:
        return "id_card" if (self.head, self.tail) == (1, 1) else f"id_card:{self.head}:{self.tail}"

    def accepts(self, type_: Type) -> bool:
        return is_text(type_)

    def expression(self, type_: Type) -> str:
        text = value(type_)
        shown = [
            (f"regexp_like({text}, {quoted(shape)})", self._shown(text, length))
            for length, shape in SHAPES
            if room(type_, length) == length  # else no such number fits the column
        ]
        return masked(type_, *shown)

    def covers(self, other: Mask) -> bool:
        return isinstance(other, IdCardMask) and self.head <= other.head and self.tail <= other.tail

    def _shown(self, text: str, length: int) -> str:
        parts = [quoted("*" * (length - self.head - self.tail))]
        if self.head:
            parts.insert(0, f"substr({text}, 1, {self.head})")
        if self.tail:
            parts.append(f"upper(substr({text}, -{self.tail}))")
        return " || ".join(parts)
