"""Policy predicates in the form that sources can push down.

Authors write what they mean (`starts_with(region_code, :region_prefix)`). The value is known once it is bound, so the
compiler emits the form that scanners turn into a range at the source: a LIKE with an escaped constant pattern.
"""

from __future__ import annotations

from gateway.catalog.types import varchar
from gateway.pipeline import bound
from gateway.pipeline.rewrite.build import call
from gateway.pipeline.walk import rebuild

ESCAPE = "\\"


def sargable(expression: bound.Expr) -> bound.Expr:
    """The same predicate, its prefix tests spelled as LIKE."""
    return rebuild(expression, _prefix)


def _prefix(node: bound.Expr) -> bound.Expr:
    match node:
        case bound.Call(function=function, arguments=(value, bound.Constant(value=str() as prefix))) if (
            function.name == "starts_with" and prefix
        ):
            pattern = escape_like(prefix) + "%"
            if pattern == prefix + "%":
                return call("<like>", value, bound.Constant(pattern, varchar(len(pattern))))
            return call(
                "<like>",
                value,
                bound.Constant(pattern, varchar(len(pattern))),
                bound.Constant(ESCAPE, varchar(1)),
            )
        case _:
            return node


def escape_like(text: str) -> str:
    r"""Text as a LIKE pattern that matches only itself.

    >>> escape_like("50%_a")
    '50\\%\\_a'
    """
    return "".join(ESCAPE + c if c in ("%", "_", ESCAPE) else c for c in text)
