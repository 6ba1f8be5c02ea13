"""Names and texts as DuckDB reads them."""

from __future__ import annotations


def identifier(name: str) -> str:
    """A quoted name.

    >>> print(identifier('a"b'))
    "a""b"
    """
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A string literal.

    >>> print(literal("it's"))
    'it''s'
    """
    if "\0" in text:
        raise ValueError("a text with a NUL character cannot be written as a literal")
    return "'" + text.replace("'", "''") + "'"
