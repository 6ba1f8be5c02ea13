"""Which types can be grouped, made distinct, sorted."""

from __future__ import annotations

from typing import Final

from gateway.catalog.types import Type

_UNORDERED: Final = frozenset({"map", "json"})


def comparable(type_: Type) -> bool:
    """Whether `=` means something for values of the type."""
    return type_.base != "function" and all(comparable(part) for part in type_.parameters if isinstance(part, Type))


def orderable(type_: Type) -> bool:
    """Whether `<` means something for values of the type."""
    parts = [part for part in type_.parameters if isinstance(part, Type)]
    return comparable(type_) and type_.base not in _UNORDERED and all(orderable(part) for part in parts)
