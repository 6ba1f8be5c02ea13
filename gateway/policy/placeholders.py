"""The `:attributes` that a row predicate needs, read from its SQL's tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from gateway.policy.principal import Attribute

_TOKENS: Final = re.compile(
    r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|(?P<comment>--|/\*)|::|:(?P<name>[A-Za-z_][A-Za-z0-9_]*)"""
)
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")


def placeholders(sql: str) -> frozenset[str]:
    """Names of the attributes, without colon; texts and quoted names are passed over.

    >>> sorted(placeholders("starts_with(region, :prefix) AND note <> ':x'"))
    ['prefix']
    """
    return frozenset(found["name"] for found in _TOKENS.finditer(sql) if found["name"])


def placeholder_problems(name: str, sql: str) -> Iterator[str]:
    """What can be seen to be wrong without the relation: its columns are checked against the catalogue."""
    if any(found["comment"] for found in _TOKENS.finditer(sql)):
        yield f"predicate `{name}` must hold no SQL comment"
    for wrong in sorted(p for p in placeholders(sql) if not _NAME.fullmatch(p)):
        yield f"predicate `{name}`: attribute `:{wrong}` must be lower case"


def is_bound(sql: str, attributes: Mapping[str, Attribute]) -> bool:
    """Whether the principal has every attribute; an empty one counts as missing (a prefix test with '' is true for every row)."""
    return all(is_present(attributes.get(name)) for name in placeholders(sql))


def is_present(value: Attribute | None) -> bool:
    """A text that is not empty, or a list with something in it and no empty text among it."""
    return bool(value) and (isinstance(value, str) or all(value or ()))
