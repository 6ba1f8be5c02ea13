"""`const:TEXT`: every value becomes the same one."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import ClassVar, Final

from gateway.catalog.types import Type
from gateway.masking.mask import Mask
from gateway.masking.null import NullMask
from gateway.masking.text import is_text, quoted

INTEGER_BITS: Final = {"tinyint": 8, "smallint": 16, "integer": 32, "bigint": 64}
LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class ConstMask(Mask):
    """A constant that the column's type can hold without change; NULL stays NULL.

    >>> ConstMask("-").sql(Type("varchar", (10,)))
    "CASE WHEN :value IS NOT NULL THEN CAST('-' AS varchar(10)) END"
    """

    constant: str

    kind: ClassVar = "const"
    forms: ClassVar = ("const:TEXT",)
    takes: ClassVar = (
        "text that has room for TEXT; numbers, booleans and dates when TEXT is one that the type holds exactly"
    )
    reveals: ClassVar = "Whether there is a value."

    @classmethod
    def read(cls, arguments: Sequence[str]) -> ConstMask:
        constant = ":".join(arguments)
        if not constant:
            raise ValueError("`const` needs its text: `const:***`")
        if len(constant) > LONGEST or not constant.isprintable():
            raise ValueError(f"the text of `const` must be printable and at most {LONGEST} characters long")
        return cls(constant)

    @property
    def text(self) -> str:
        return f"const:{self.constant}"

    def accepts(self, type_: Type) -> bool:
        return self._literal(type_) is not None

    def expression(self, type_: Type) -> str:
        return f"CASE WHEN :value IS NOT NULL THEN {self._literal(type_)} END"

    def covers(self, other: Mask) -> bool:
        return self == other or not isinstance(other, ConstMask | NullMask)

    def _literal(self, type_: Type) -> str | None:
        """The constant as an SQL expression of exactly `type_`; None when the type can not hold it."""
        match type_.base:
            case "varchar" | "char":
                fits = is_text(type_) and (type_.length is None or len(self.constant) <= type_.length)
                return f"CAST({quoted(self.constant)} AS {type_})" if fits else None
            case "boolean":
                return self.constant.upper() if self.constant.lower() in ("true", "false") else None
            case "date":
                return f"DATE '{self.constant}'" if _is_date(self.constant) else None
            case "tinyint" | "smallint" | "integer" | "bigint" | "decimal" | "double":
                number = _number(self.constant)
                return None if number is None else _number_literal(number, type_)
            case _:
                return None


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text) if re.fullmatch(r"-?\d{1,30}(\.\d{1,18})?", text, re.ASCII) else None
    except InvalidOperation:
        return None


def _number_literal(number: Decimal, type_: Type) -> str | None:
    """Only what the type holds exactly: a constant that is rounded or overflows is a mistake in the policy."""
    whole, _, fraction = f"{number:f}".partition(".")
    digits = whole.lstrip("-").lstrip("0")
    match type_.base:
        case "double":
            return f"CAST({number:f} AS double)"
        case "decimal":
            fits = len(fraction) <= type_.scale and len(digits) <= type_.precision - type_.scale
            return f"CAST({number:f} AS {type_})" if fits else None
        case base:
            half = 2 ** (INTEGER_BITS[base] - 1)
            return f"CAST({whole} AS {base})" if not fraction and -half <= int(whole) < half else None
