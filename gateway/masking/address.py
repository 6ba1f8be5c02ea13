"""`address`: an address is cut after its county, district or county-level city."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from gateway.catalog.types import Type
from gateway.masking.mask import Mask
from gateway.masking.text import TEXT, is_text, masked, quoted, value

HAN: Final = "一-鿿"
STREET: Final = "厂号园小巷弄景村校社街路道镇院"
"""Characters that, after its first, no county's name has, but streets, compounds and villages do: 阳光小区 is not a county."""


def _han_without(excluded: str) -> str:
    """The Han range as a character class body with holes; RE2 knows no class subtraction."""
    ranges, start = [], 0x4E00
    for point in sorted(map(ord, excluded)):
        if point > start:
            ranges.append(f"{chr(start)}-{chr(point - 1)}")
        start = point + 1
    return "".join([*ranges, f"{chr(start)}-鿿"])


REGION: Final = (
    f"^([{HAN}]{{2,7}}?(省|自治区|特别行政区))?"
    f"([{HAN}]{{2,10}}?(市|自治州|地区|盟))?"
    f"[{HAN}]([{_han_without(STREET)}]{{0,6}}?(区|县|旗|市)|[{_han_without(STREET)}]{{0,12}}?自治县)"
)


@dataclass(frozen=True, slots=True)
class AddressMask(Mask):
    """浙江省杭州市西湖区文三路1号 becomes 浙江省杭州市西湖区***."""

    kind: ClassVar = "address"
    forms: ClassVar = ("address",)
    takes: ClassVar = TEXT
    reveals: ClassVar = (
        "Province, city and county as written, up to the county's 区, 县, 旗 or 市. An address in which they can not be "
        "told from streets and compounds is cut earlier or masked in full."
    )

    @classmethod
    def read(cls, arguments: Sequence[str]) -> AddressMask:
        if arguments:
            raise ValueError("`address` takes no arguments")
        return cls()

    @property
    def text(self) -> str:
        return "address"

    def accepts(self, type_: Type) -> bool:
        return is_text(type_)

    def expression(self, type_: Type) -> str:
        text = value(type_)
        shown = f"regexp_extract({text}, {quoted(REGION)}) || '***'"
        if type_.length is not None:
            shown = f"substr({shown}, 1, {type_.length})"  # the region always fits, stars where there is room
        return masked(type_, (f"regexp_like({text}, {quoted(REGION)})", shown))
