"""Functions called by a quoted name, as Trino's own formatter writes every call: `"sum"("x")` is `sum("x")`."""

from __future__ import annotations

from typing import Final

from sqlglot import exp

from gateway.pipeline.grammar import PLAIN_NAME, RESERVED

_SYNTAX: Final = (RESERVED - {"trim"}) | {"row", "any", "all", "some"}
"""Words that call something by Trino's grammar alone: in quotes they are names of functions that do not exist."""


def unquote_calls(tree: exp.Expr) -> None:
    """Give calls by a quoted name the form of the others, in place. What is left quoted is refused by `admit`."""
    for call in tree.find_all(exp.Anonymous):
        name = call.this
        if isinstance(name, exp.Identifier) and _callable(name.name):
            call.set("this", name.name)


def _callable(name: str) -> bool:
    return PLAIN_NAME.fullmatch(name) is not None and name.lower() not in _SYNTAX
