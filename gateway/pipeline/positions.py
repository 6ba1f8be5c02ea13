"""Where a node or a token starts in the client's text."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp
from sqlglot.tokenizer_core import Token

from gateway.errors import Position


def position_of(node: exp.Expr) -> Position | None:
    """The place of `node`, or of the first of its descendants that knows its place."""
    first: tuple[int, Position] | None = None
    for found in _placed(node):
        meta = found.meta
        # sqlglot counts the column at a token's last character.
        length = meta["end"] - meta["start"]
        place = Position(meta["line"], max(1, meta["col"] - length))
        if found is node:
            return place
        if first is None or meta["start"] < first[0]:
            first = (meta["start"], place)
    return first[1] if first else None


def _placed(node: exp.Expr) -> Iterator[exp.Expr]:
    for found in node.walk():
        if found._meta and found._meta.get("start") is not None:
            yield found


def token_position(token: Token) -> Position:
    """The place of a token's first character."""
    return Position(token.line, max(1, token.col - (token.end - token.start)))


def offset_position(sql: str, offset: int) -> Position:
    """The place of the character at `offset`.

    >>> offset_position("SELECT\\n  1", 9)
    Position(line=2, column=3)
    """
    before = sql[:offset]
    return Position(before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)
