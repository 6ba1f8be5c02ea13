"""`generalize:…`: dates become years, months or age bands; numbers become the start of their band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from gateway.catalog.types import Type, varchar
from gateway.masking.mask import Mask
from gateway.masking.text import number

OLDEST: Final = 90
"""From here on one band: few people are older."""
LONGEST_LIFE: Final = 130
NUMBERS: Final = ("tinyint", "smallint", "integer", "bigint", "decimal", "double")


@dataclass(frozen=True, slots=True)
class DateMask(Mask):
    """1987-05-23 becomes 1987-01-01 (year) or 1987-05-01 (month)."""

    unit: Literal["year", "month"]

    kind: ClassVar = "generalize"
    forms: ClassVar = ("generalize:year", "generalize:month")
    takes: ClassVar = "date and timestamp"
    reveals: ClassVar = "The year, or year and month."

    @property
    def text(self) -> str:
        return f"generalize:{self.unit}"

    def accepts(self, type_: Type) -> bool:
        return type_.base in ("date", "timestamp")

    def expression(self, type_: Type) -> str:
        return f"date_trunc('{self.unit}', :value)"

    def covers(self, other: Mask) -> bool:
        return isinstance(other, DateMask) and (self.unit == "year" or other.unit == "month")


@dataclass(frozen=True, slots=True)
class AgeMask(Mask):
    """A birth date becomes an age band on the statement's day: 30-39; from 90 on 90+."""

    years: int

    kind: ClassVar = "generalize"
    forms: ClassVar = ("generalize:age:YEARS",)
    takes: ClassVar = "date and timestamp"
    reveals: ClassVar = (
        "The age in bands of YEARS, one band from 90 on, so a band's change shows a birthday; a future or "
        "impossible birth date is masked in full."
    )

    @property
    def text(self) -> str:
        return f"generalize:age:{self.years}"

    @property
    def placeholders(self) -> frozenset[str]:
        return frozenset({"today"})

    def accepts(self, type_: Type) -> bool:
        return type_.base in ("date", "timestamp")

    def gives(self, type_: Type) -> Type:
        return varchar(5)

    def expression(self, type_: Type) -> str:
        born = ":value" if type_.base == "date" else "CAST(:value AS date)"
        # 20261122 - 19870523 = 390599: full years before the last four digits, reckoned in double, which cannot fail.
        age = f"floor(({_digits(':today')} - {_digits(born)}) / 1E4)"
        bands = " ".join(
            f"WHEN {age} < {start + self.years}E0 THEN '{start}-{start + self.years - 1}'"
            for start in range(0, OLDEST, self.years)
        )
        return (
            f"CAST(CASE WHEN :value IS NULL THEN NULL WHEN {born} > :today THEN '***' {bands} "
            f"WHEN {age} < {LONGEST_LIFE}E0 THEN '{OLDEST}+' ELSE '***' END AS varchar(5))"
        )

    def covers(self, other: Mask) -> bool:
        return isinstance(other, AgeMask) and self.years % other.years == 0


def _digits(date: str) -> str:
    """A date as the number yyyymmdd."""
    year, month, day = (f"CAST({part}({date}) AS double)" for part in ("year", "month", "day"))
    return f"({year} * 1E4 + {month} * 1E2 + {day})"


@dataclass(frozen=True, slots=True)
class BandMask(Mask):
    """123456 becomes 123000 with bands of 1000: the greatest multiple of the width that is not above it.

    Computed in double, whose arithmetic can not fail; a band that the column's type can not hold becomes NULL.
    """

    width: int

    kind: ClassVar = "generalize"
    forms: ClassVar = ("generalize:number:WIDTH",)
    takes: ClassVar = "tinyint, smallint, integer, bigint, decimal and double"
    reveals: ClassVar = "The band of WIDTH that the number lies in; bands beyond 9,007,199,254,740,992 are inexact."

    @property
    def text(self) -> str:
        return f"generalize:number:{self.width}"

    def accepts(self, type_: Type) -> bool:
        return type_.base in NUMBERS

    def expression(self, type_: Type) -> str:
        plain = ":value" if type_.base == "double" else "CAST(:value AS double)"
        band = f"floor({plain} / {self.width}E0) * {self.width}E0"
        finite = f"{plain} BETWEEN -1E300 AND 1E300"
        return f"CASE WHEN {finite} THEN {band if type_.base == 'double' else f'TRY_CAST({band} AS {type_})'} END"

    def covers(self, other: Mask) -> bool:
        return isinstance(other, BandMask) and self.width % other.width == 0


def read(arguments: Sequence[str]) -> Mask:
    """The mask that `generalize:` and its arguments name."""
    match list(arguments):
        case ["year" | "month" as unit]:
            return DateMask("year" if unit == "year" else "month")
        case ["age", years]:
            width = number(years, 5, 45, "the years of an age band")
            if OLDEST % width:
                raise ValueError(
                    f"the years of an age band must divide {OLDEST} (5, 6, 9, 10, 15, 18, 30, 45), not `{years}`"
                )
            return AgeMask(width)
        case ["number", width]:
            return BandMask(number(width, 2, 100_000_000, "the width of a band"))
        case _:
            raise ValueError("`generalize` takes year, month, age:YEARS or number:WIDTH")
