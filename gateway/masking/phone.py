"""`phone`: 3 + 4 digits of a mobile number, area code and 2 digits of a fixed line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from gateway.catalog.types import Type
from gateway.masking.mask import Mask
from gateway.masking.text import TEXT, is_text, masked, quoted, room, value

MOBILE: Final = r"^([+]?86[- ]?)?1[3-9][0-9]{9}$"
SHORT_AREA: Final = r"^0[12][0-9]-?[0-9]{7,8}$"
LONG_AREA: Final = r"^0[3-9][0-9]{2}-?[0-9]{7,8}$"


@dataclass(frozen=True, slots=True)
class PhoneMask(Mask):
    """13812341999 becomes 138****1999, 0571-87654321 becomes 0571****21."""

    kind: ClassVar = "phone"
    forms: ClassVar = ("phone",)
    takes: ClassVar = TEXT
    reveals: ClassVar = (
        "Of a mobile number the first 3 and last 4 digits (one of 10,000 numbers), without the country code; of a fixed "
        "line the area code and the last 2 digits."
    )

    @classmethod
    def read(cls, arguments: Sequence[str]) -> PhoneMask:
        if arguments:
            raise ValueError("`phone` takes no arguments; other cuts are written `partial:HEAD:TAIL`")
        return cls()

    @property
    def text(self) -> str:
        return "phone"

    def accepts(self, type_: Type) -> bool:
        return is_text(type_)

    def expression(self, type_: Type) -> str:
        text = value(type_)
        lines = [
            (11, MOBILE, f"substr(substr({text}, -11), 1, 3) || '****' || substr({text}, -4)"),
            (10, SHORT_AREA, f"substr({text}, 1, 3) || '****' || substr({text}, -2)"),
            (11, LONG_AREA, f"substr({text}, 1, 4) || '****' || substr({text}, -2)"),
        ]
        shown = [
            (f"regexp_like({text}, {quoted(shape)})", result)
            for least, shape, result in lines
            if room(type_, least) == least  # else no such number fits the column
        ]
        return masked(type_, *shown)
