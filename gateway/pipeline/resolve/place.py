"""Where a node stands in the client's text."""

from __future__ import annotations

from sqlglot import exp

from gateway.errors import Position


def position_of(node: exp.Expr) -> Position | None:
    """Start of the first token below `node` that the parser has kept a place of."""
    stack = [node]
    while stack:
        current = stack.pop()
        meta = current.meta
        if "line" in meta:
            return Position(meta["line"], meta["col"] - (meta["end"] - meta["start"]))
        if isinstance(current, exp.Column):
            # A column keeps its own name before the qualifier that is written first.
            parts = [current.args.get(part) for part in ("this", "table", "db", "catalog")]
            stack.extend(part for part in parts if isinstance(part, exp.Expr))
        else:
            stack.extend(reversed(list(current.iter_expressions())))
    return None
