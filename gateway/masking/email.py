"""`email`: first character and domain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from gateway.catalog.types import Type
from gateway.masking.mask import Mask
from gateway.masking.text import TEXT, is_text, masked, quoted, value

SHAPE: Final = r"^[A-Za-z0-9._%+-]{2,64}@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)+$"


@dataclass(frozen=True, slots=True)
class EmailMask(Mask):
    """zhangsan@example.cn becomes z***@example.cn."""

    kind: ClassVar = "email"
    forms: ClassVar = ("email",)
    takes: ClassVar = TEXT
    reveals: ClassVar = "The first character and the domain; a domain of one's own names its owner."

    @classmethod
    def read(cls, arguments: Sequence[str]) -> EmailMask:
        if arguments:
            raise ValueError("`email` takes no arguments")
        return cls()

    @property
    def text(self) -> str:
        return "email"

    def accepts(self, type_: Type) -> bool:
        return is_text(type_)

    def expression(self, type_: Type) -> str:
        text = value(type_)
        shown = f"substr({text}, 1, 1) || '***' || substr({text}, strpos({text}, '@'))"
        fits = "" if type_.length is None else f" AND length({shown}) <= {type_.length}"
        return masked(type_, (f"regexp_like({text}, {quoted(SHAPE)}){fits}", shown))
