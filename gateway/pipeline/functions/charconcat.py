"""`||` and `concat` where one side is CHAR: Trino makes the other one CHAR too, pads the left one, and adds their lengths."""

from __future__ import annotations

from gateway.catalog.types import Type, char
from gateway.pipeline.functions.entry import TOTAL, F, Row, Use

_LONGEST = 65536


def char_concat(name: str) -> tuple[Row, ...]:
    """The rows of one of the two; a varchar without a length has no CHAR to become, so it does not fit."""
    sides = ("char(x), char(y)", "char(x), varchar(y)", "varchar(x), char(y)")
    return tuple(F(name, f"{side} -> unknown", TOTAL, _form, returns=_returns) for side in sides)


def not_of_char(use: Use) -> str | None:
    """CHAR is joined with one other text, not with several."""
    chars = any(type_.base == "char" for type_ in use.given)
    return "`concat` takes two arguments when one is of type char; cast it to varchar" if chars else None


def _returns(types: tuple[Type, ...]) -> Type | None:
    lengths = [type_.length for type_ in types]
    if None in lengths:
        return None
    return char(min(_LONGEST, sum(length or 0 for length in lengths)))


def _form(use: Use) -> str:
    return f"rtrim(rpad($1, {use.arguments[0].length}, ' ') || $2, ' ')"
