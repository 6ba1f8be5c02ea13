"""`bank_card`: the last four digits of a card number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from gateway.catalog.types import Type
from gateway.masking.mask import Mask
from gateway.masking.text import TEXT, is_text, masked, quoted, room, value

SHAPE: Final = r"^([0-9]{12,19}|[0-9]{4}( [0-9]{4}){2,3}( [0-9]{1,4})?)$"


@dataclass(frozen=True, slots=True)
class BankCardMask(Mask):
    """6222 0212 3456 7890 becomes ****7890."""

    kind: ClassVar = "bank_card"
    forms: ClassVar = ("bank_card",)
    takes: ClassVar = TEXT
    reveals: ClassVar = "The last 4 digits of numbers of 12 to 19 digits, not the bank."

    @classmethod
    def read(cls, arguments: Sequence[str]) -> BankCardMask:
        if arguments:
            raise ValueError("`bank_card` takes no arguments; other cuts are written `partial:HEAD:TAIL`")
        return cls()

    @property
    def text(self) -> str:
        return "bank_card"

    def accepts(self, type_: Type) -> bool:
        return is_text(type_)

    def expression(self, type_: Type) -> str:
        text = value(type_)
        if room(type_, 12) < 12:
            return masked(type_)  # no card number fits the column
        digits = f"replace({text}, ' ', '')"
        return masked(type_, (f"regexp_like({text}, {quoted(SHAPE)})", f"'****' || substr({digits}, -4)"))
