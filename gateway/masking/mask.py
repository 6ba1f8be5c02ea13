"""What every mask kind declares: the types it takes and gives, its closed SQL, and what it still reveals.

The SQL is Trino's, over the placeholder `:value` (and `:key`, `:today` where `placeholders` says so). It uses total
functions only, so that no row can make it fail; NULL stays NULL; a value that does not have the expected shape is
masked in full, never passed through; and its type is exactly `gives(type)`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar, Final

from gateway.catalog.types import Type

ENGINES: Final = frozenset({"duckdb", "trino"})


class Mask(ABC):
    """One mask as policy writes it. Values: immutable, equal when they do the same."""

    __slots__ = ()

    kind: ClassVar[str]
    """The word before the first colon."""
    forms: ClassVar[tuple[str, ...]]
    """How it is written, for the reference page."""
    takes: ClassVar[str]
    """The types it takes, in words."""
    reveals: ClassVar[str]
    """What a reader of masked values still learns, in one sentence."""

    @property
    @abstractmethod
    def text(self) -> str:
        """The canonical spelling: `parse(mask.text) == mask`."""

    @property
    def key(self) -> str | None:
        """Name of the token key, where the kind needs one."""
        return None

    @property
    def placeholders(self) -> frozenset[str]:
        """Placeholders of `sql` other than `:value`: `key` (the token key), `today` (the statement's day, a date)."""
        return frozenset()

    @property
    def engines(self) -> frozenset[str]:
        """The engines that can compute it."""
        return ENGINES

    @abstractmethod
    def accepts(self, type_: Type) -> bool:
        """Whether a column of this type can carry the mask; any other pairing is a load error."""

    def gives(self, type_: Type) -> Type:
        """The type that the principal gets for a column of `type_`."""
        return type_

    def sql(self, type_: Type) -> str:
        """The mask of `:value`, a raw value of `type_`, as closed Trino SQL of type `gives(type_)`."""
        if not self.accepts(type_):
            raise ValueError(f"mask `{self.text}` does not take a column of type {type_}; it takes {self.takes}")
        return self.expression(type_)

    @abstractmethod
    def expression(self, type_: Type) -> str:
        """`sql` for an accepted type."""

    def covers(self, other: Mask) -> bool:
        """Whether this mask is declared at least as coarse as `other`, of the same kind."""
        return self == other
