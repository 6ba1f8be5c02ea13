"""Puts the values of EXECUTE … USING in the place of `?`: expressions of the client, each read and checked like any part of a statement.

A value may not name a column: it would take one of the statement that it is put into.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from sqlglot import exp

from gateway.errors import ErrorCode, StatementError
from gateway.pipeline.resolve.parameters import places

PREFIX: Final = "SELECT "
STRANGE: Final = (exp.Column, exp.Query, exp.Placeholder, exp.Star, exp.Window, exp.AggFunc, exp.Alias)
"""What makes an expression more than a value."""
COUNTS: Final = (exp.Limit, exp.Offset, exp.Fetch)
"""Clauses whose `?` is a number of rows."""
PLACE: Final = ("line", "col", "start", "end")


def put(tree: exp.Expr, arguments: Sequence[str], read: Callable[[str], exp.Expr]) -> exp.Expr:
    """The tree with its `?` replaced, in the order in which they are written. `read` gives the checked tree of a query. Raises StatementError."""
    marks = list(tree.find_all(exp.Placeholder))
    if len(marks) != len(arguments):
        raise StatementError(
            f"incorrect number of parameters: expected {len(marks)} but found {len(arguments)}",
            code=ErrorCode.INVALID_PARAMETER,
        )
    if marks:
        values = [_value(text, number, read) for number, text in enumerate(arguments, start=1)]
        for mark, place in zip(marks, places(tree), strict=True):
            counts = isinstance(mark.parent, COUNTS)
            mark.replace(_count(values[place], place + 1) if counts else values[place])
    return tree


def _count(value: exp.Expr, number: int) -> exp.Expr:
    """What stands bare after LIMIT: the digits of `5` or of `BIGINT '5'`."""
    inner = value.unnest()
    typed = isinstance(inner, exp.Cast) and inner.to.is_type(*exp.DataType.INTEGER_TYPES)
    digits = inner.this if typed else inner
    if not isinstance(digits, exp.Literal) or digits.is_string is not typed or not digits.name.isdecimal():
        raise StatementError(
            f"parameter {number} is not a number of rows", code=ErrorCode.INVALID_PARAMETER, hint="give a whole number"
        )
    return exp.Literal.number(digits.name)


def _value(text: str, number: int, read: Callable[[str], exp.Expr]) -> exp.Expr:
    try:
        query = read(PREFIX + text)
    except StatementError as error:
        # Its place would be one in a text that nobody wrote.
        raise StatementError(f"parameter {number}: {error.message}", code=error.code, hint=error.hint) from error
    clauses = {name for name, value in query.args.items() if value} if isinstance(query, exp.Select) else {""}
    if clauses != {"expressions"} or len(query.expressions) != 1:
        raise _no_value(number)
    value = query.expressions[0]
    if isinstance(value, STRANGE) or value.find(*STRANGE) is not None:
        raise _no_value(number)
    placed: exp.Expr = exp.Paren(this=value.copy())
    for node in placed.walk():
        for name in PLACE:  # one in a text that nobody wrote
            node.meta.pop(name, None)
    return placed


def _no_value(number: int) -> StatementError:
    return StatementError(
        f"parameter {number} is not a value",
        code=ErrorCode.INVALID_PARAMETER,
        hint="write a constant, or an expression of constants",
    )
