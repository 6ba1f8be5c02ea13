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
    """Whether the principal has a value for every attribute; an empty one is none (a prefix test with '' is true for every row)."""
    return all(present(attributes.get(name)) is not None for name in placeholders(sql))


def present(value: object) -> Attribute | None:
    """What counts of an attribute: a text that is not empty, or the texts of a list that are not empty, one at least. Else it is missing.

    >>> present(("330106", "")), present(("", "")), present(""), present(("330106", 5))
    (('330106',), None, None, None)
    """
    if isinstance(value, tuple):
        texts = tuple(text for text in value if text != "")
        return texts if texts and all(isinstance(text, str) for text in texts) else None
    return value if isinstance(value, str) and value else None
