"""Closed world over sqlglot's nodes: an argument that is set but not expected is refused."""

from __future__ import annotations

from sqlglot import exp

from gateway.errors import ErrorCode, StatementError
from gateway.pipeline.resolve.place import position_of


def refuse(node: exp.Expr, what: str, *, hint: str | None = None) -> StatementError:
    """NOT_SUPPORTED for a construct that the gateway does not bind."""
    return StatementError(
        f"{what} is not supported", code=ErrorCode.NOT_SUPPORTED, hint=hint, position=position_of(node)
    )


def only(node: exp.Expr, allowed: frozenset[str]) -> None:
    """Refuse the node when it carries an argument outside `allowed`: what is not read must not be dropped."""
    for name, value in node.args.items():
        if name not in allowed and value is not None and value is not False and value != []:
            raise refuse(node, f"`{name}` of {node.key.upper()}")


def unwrap(node: exp.Expr) -> exp.Expr:
    """The node inside any parentheses."""
    while isinstance(node, exp.Paren):
        only(node, frozenset({"this"}))
        node = node.this
    return node
