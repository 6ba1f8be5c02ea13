"""Values of `?` as typed constants, in the order in which they are written."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from sqlglot import exp
from sqlglot.tokenizer_core import TokenType

from gateway.catalog import types
from gateway.errors import ErrorCode, StatementError
from gateway.pipeline.bound import Constant
from gateway.pipeline.dialect import regenerate, tokenize
from gateway.pipeline.inputs import Asked
from gateway.pipeline.resolve.literals import decimal_type

_MARK: Final = re.compile(r"huiliu parameter (\d+)")


def parameters(tree: exp.Expr, values: Sequence[object]) -> Mapping[int, Constant]:
    """Each `?` of the tree, by identity, with its value."""
    marks = list(tree.find_all(exp.Placeholder))
    if len(marks) != len(values):
        raise StatementError(
            f"the statement has {len(marks)} parameters, {len(values)} values were given",
            code=ErrorCode.INVALID_PARAMETER,
        )
    if not marks:
        return {}
    return {id(mark): constant(values[place], place + 1) for mark, place in zip(marks, places(tree), strict=True)}


def places(tree: exp.Expr) -> list[int]:
    """For each `?` in the order of the tree, its place in the text: the parser keeps neither place nor order."""
    copy = tree.copy()
    marks = list(copy.find_all(exp.Placeholder))
    for number, mark in enumerate(marks):
        mark.replace(exp.to_identifier(f"huiliu parameter {number}", quoted=True))
    # Tokens, not text: a string that looks like a mark is no identifier.
    found = [_MARK.fullmatch(t.text) for t in tokenize(regenerate(copy)) if t.token_type is TokenType.IDENTIFIER]
    written = [int(mark.group(1)) for mark in found if mark]
    if sorted(written) != list(range(len(marks))):
        raise StatementError("the parameters of the statement cannot be told apart", code=ErrorCode.INVALID_PARAMETER)
    places = [0] * len(marks)
    for place, number in enumerate(written):
        places[number] = place
    return places


def constant(value: object, number: int) -> Constant:
    """A client's value with the type that Trino would give a literal of it."""
    match value:
        case None:
            return Constant(None, types.UNKNOWN)
        case Asked():
            return Constant(None, types.UNKNOWN, number)
        case bool():
            return Constant(value, types.BOOLEAN)
        case int():
            return _integer(value, number)
        case float() if math.isfinite(value):
            return Constant(value, types.DOUBLE)
        case Decimal() if value.is_finite():
            return Constant(value, decimal_type(exp.Placeholder(), value))
        case str():
            return Constant(value, types.varchar(len(value)))
        case datetime.datetime():
            return _moment(value)
        case datetime.date():
            return Constant(value.isoformat(), types.DATE)
        case _:
            raise _invalid(number)


def _integer(value: int, number: int) -> Constant:
    if -(2**31) <= value < 2**31:
        return Constant(value, types.INTEGER)
    if -(2**63) <= value < 2**63:
        return Constant(value, types.BIGINT)
    raise _invalid(number)


def _moment(value: datetime.datetime) -> Constant:
    digits = 3 if value.microsecond % 1000 == 0 else 6
    fraction = f"{value.microsecond:06d}"[:digits]
    text = (
        f"{value:%Y-%m-%d %H:%M:%S}.{fraction}"
        if value.year >= 1000
        else f"{value.isoformat(' ', 'seconds')}.{fraction}"
    )
    offset = value.strftime("%z")
    if not offset:
        return Constant(text, types.timestamp(digits))
    return Constant(f"{text} {offset[:3]}:{offset[3:5]}", types.timestamp(digits, zone=True))


def _invalid(number: int) -> StatementError:
    return StatementError(f"parameter {number} is not a value that the gateway takes", code=ErrorCode.INVALID_PARAMETER)
