"""`region:LEVEL`: a region code becomes the code of its province, city, county or town."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from gateway.catalog.types import Type
from gateway.masking.mask import Mask
from gateway.masking.text import is_text, masked, quoted, room, value

LEVELS: Final = {"province": 2, "city": 4, "county": 6, "town": 9}
LENGTHS: Final = (6, 9, 12)


@dataclass(frozen=True, slots=True)
class RegionMask(Mask):
    """330106001002 becomes 330106000000 at county level: the parent's code, padded with zeros to the same length.

    >>> RegionMask.read(["county"]).text
    'region:6'
    """

    digits: int

    kind: ClassVar = "region"
    forms: ClassVar = (
        "region:2",
        "region:4",
        "region:6",
        "region:9",
        "region:province",
        "region:city",
        "region:county",
        "region:town",
    )
    takes: ClassVar = "varchar, char, integer and bigint"
    reveals: ClassVar = "The region's first 2, 4, 6 or 9 digits, and whether the code has 6, 9 or 12."

    @classmethod
    def read(cls, arguments: Sequence[str]) -> RegionMask:
        names = {**LEVELS, **{str(digits): digits for digits in LEVELS.values()}}
        if len(arguments) != 1 or arguments[0] not in names:
            raise ValueError("`region` takes a level: 2, 4, 6 or 9 digits, or province, city, county, town")
        return cls(names[arguments[0]])

    @property
    def text(self) -> str:
        return f"region:{self.digits}"

    def accepts(self, type_: Type) -> bool:
        return is_text(type_) or type_.base in ("integer", "bigint")

    def expression(self, type_: Type) -> str:
        if is_text(type_):
            return masked(type_, *((c, s) for n, c, s in self._shown(value(type_)) if room(type_, n) == n))
        whens = " ".join(
            f"WHEN {c} THEN TRY_CAST({s} AS {type_})" for _, c, s in self._shown("CAST(:value AS varchar)")
        )
        return f"CASE {whens} END"

    def covers(self, other: Mask) -> bool:
        return isinstance(other, RegionMask) and self.digits <= other.digits

    def _shown(self, text: str) -> list[tuple[int, str, str]]:
        """(length, condition, result) for codes of each length; a code shorter than the level stays: it is coarser already."""
        cases = []
        for length in LENGTHS:
            condition = f"regexp_like({text}, {quoted(f'^[1-9][0-9]{{{length - 1}}}$')})"
            hidden = length - self.digits
            cases.append(
                (
                    length,
                    condition,
                    f"substr({text}, 1, {self.digits}) || {quoted('0' * hidden)}" if hidden > 0 else text,
                )
            )
        return cases
