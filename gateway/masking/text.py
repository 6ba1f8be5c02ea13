"""Shared SQL pieces of the masks on text: reading the value, stars that fit, and the exact result type."""

from __future__ import annotations

from typing import Final

from gateway.catalog.types import Type

STARS: Final = 3
"""Stars of a full mask. A fixed number, so that the length of the value is not shown."""

TEXT: Final = "varchar and char"


def is_text(type_: Type) -> bool:
    """Whether a text mask can take it: varchar and char that can hold at least one star, and that are not tokens already."""
    return type_.base in ("varchar", "char") and type_.length != 0 and type_.token is None


def quoted(text: str) -> str:
    """`text` as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def value(type_: Type) -> str:
    """The raw text without blanks around it; a char's padding is not part of the value."""
    return f"trim(CAST(:value AS varchar({type_.length})))" if type_.base == "char" else "trim(:value)"


def room(type_: Type, wanted: int) -> int:
    """`wanted` characters, or as many as the column has room for."""
    return wanted if type_.length is None else min(wanted, type_.length)


def full(type_: Type) -> str:
    """The full mask as a literal that fits the column."""
    return quoted("*" * room(type_, STARS))


def masked(type_: Type, *shown: tuple[str, str]) -> str:
    """CASE over the shapes that `shown` knows (condition, what is shown); any other value is masked in full.

    Each `shown` must fit the column by construction: the cast only states the type, it never cuts.
    """
    whens = " ".join(f"WHEN {condition} THEN {result}" for condition, result in shown)
    return f"CAST(CASE WHEN :value IS NULL THEN NULL {whens} ELSE {full(type_)} END AS {type_})"


def number(text: str, least: int, most: int, what: str) -> int:
    """A small whole number in a mask's arguments."""
    if not (text.isascii() and text.isdigit() and least <= int(text[:9]) <= most and len(text) < 10):
        raise ValueError(f"{what} must be a whole number from {least} to {most}, not `{text}`")
    return int(text)
