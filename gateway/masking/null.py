"""`null`: the value is gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from gateway.catalog.types import Type
from gateway.masking.mask import Mask


@dataclass(frozen=True, slots=True)
class NullMask(Mask):
    """NULL of the column's own type.

    >>> NullMask().sql(Type("date"))
    'CAST(NULL AS date)'
    """

    kind: ClassVar = "null"
    forms: ClassVar = ("null",)
    takes: ClassVar = "every type"
    reveals: ClassVar = "Nothing, not even whether there is a value."

    @classmethod
    def read(cls, arguments: Sequence[str]) -> NullMask:
        if arguments:
            raise ValueError("`null` takes no arguments")
        return cls()

    @property
    def text(self) -> str:
        return "null"

    def accepts(self, type_: Type) -> bool:
        return type_.base not in ("unknown", "function")

    def expression(self, type_: Type) -> str:
        return f"CAST(NULL AS {type_})"

    def covers(self, other: Mask) -> bool:
        return True
