"""`token:KEY`: a keyed pseudonym that joins and can not be read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from gateway.catalog.types import Type, varchar
from gateway.masking.mask import ENGINES, Mask
from gateway.masking.text import is_text

LENGTH: Final = 43
"""Characters of 256 bits in base64url without padding."""


@dataclass(frozen=True, slots=True)
class TokenMask(Mask):
    """HMAC-SHA256 of the trimmed, lower-case value; the key is derived from KEY, purpose and receiving department.

    >>> TokenMask("k1").sql(Type("varchar", (18,)))
    'huiliu_token(:key, lower(trim(:value)))'
    """

    name: str

    kind: ClassVar = "token"
    forms: ClassVar = ("token:KEY",)
    takes: ClassVar = "varchar, char, tinyint, smallint, integer and bigint"
    reveals: ClassVar = (
        "Which values are equal, apart from case and blanks around them, within one receiving department and purpose: "
        "so also how often each occurs. Without the key neither the value nor another department's token can be computed."
    )
    function: ClassVar = "huiliu_token"

    @classmethod
    def read(cls, arguments: Sequence[str]) -> TokenMask:
        if len(arguments) != 1 or not re.fullmatch(r"[a-z][a-z0-9_-]{0,31}", arguments[0]):
            raise ValueError(
                f"`{cls.kind}` takes the name of a key (lower-case letters, digits, - and _): `{cls.kind}:k1`"
            )
        return cls(arguments[0])

    @property
    def text(self) -> str:
        return f"{self.kind}:{self.name}"

    @property
    def key(self) -> str:
        return self.name

    @property
    def placeholders(self) -> frozenset[str]:
        return frozenset({"key"})

    def accepts(self, type_: Type) -> bool:
        return is_text(type_) or type_.base in ("tinyint", "smallint", "integer", "bigint")

    def gives(self, type_: Type) -> Type:
        return varchar(LENGTH).with_token(self._mark())

    def expression(self, type_: Type) -> str:
        match type_.base:
            case "varchar":
                text = ":value"
            case "char":
                text = f"CAST(:value AS varchar({type_.length}))"
            case _:
                text = "CAST(:value AS varchar)"
        return f"{self.function}(:key, lower(trim({text})))"

    def _mark(self) -> str:
        """What `Type.token` says: only values with the same mark may be compared."""
        return self.name


@dataclass(frozen=True, slots=True)
class TokenSm3Mask(TokenMask):
    """The same with HMAC-SM3, where the national algorithm is asked for; the embedded engine alone can compute it."""

    kind: ClassVar = "token-sm3"
    forms: ClassVar = ("token-sm3:KEY",)
    reveals: ClassVar = "The same as `token`; its values never equal those of `token` with the same key."
    function: ClassVar = "huiliu_token_sm3"

    @property
    def engines(self) -> frozenset[str]:
        return ENGINES - {"trino"}

    def _mark(self) -> str:
        return f"{self.name}/sm3"
