"""Values of Trino's protocol as JSON text, written as DuckDB writes it: numbers the ECMAScript way, escapes in upper case."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import orjson

from gateway.catalog.types import Type

Value = Any
FLOATS: Final = ("real", "double")
_ESCAPES: Final = re.compile(rb"\\(?:u[0-9a-f]{4}|.)")


def json_text(value: Value) -> bytes:
    """Compact JSON; `plainer` was applied already."""
    return upper_escapes(orjson.dumps(value))


def upper_escapes(text: bytes) -> bytes:
    r"""Control characters as Trino and DuckDB write them.

    >>> upper_escapes(rb'["\u001f", "\\u001f"]')
    b'["\\u001F", "\\\\u001f"]'
    """
    if b"\\u00" not in text:
        return text
    return _ESCAPES.sub(lambda found: b"\\u" + found[0][2:].upper() if found[0][1:2] == b"u" else found[0], text)


def holds(type_: Type, *bases: str) -> bool:
    """Whether a value of it can hold one of these."""
    return type_.base in bases or any(holds(part, *bases) for part in type_.parameters if isinstance(part, Type))


def plainer(type_: Type) -> Callable[[Value], Value]:
    """What turns the floats in a value (that is not NULL) into the form in which they are written."""
    match type_.base:
        case "real" | "double":
            return plain_float
        case "array":
            element = nullable(type_.element)
            return lambda value: [element(one) for one in value]
        case "map":
            inner = nullable(type_.value)
            return lambda value: {key: inner(one) for key, one in value.items()}
        case "row":
            fields = [nullable(part) for part in type_.parameters if isinstance(part, Type)]
            return lambda value: [change(one) for change, one in zip(fields, value, strict=True)]
        case _:
            return lambda value: value


def nullable(type_: Type) -> Callable[[Value], Value]:
    """The same for a value that may be NULL."""
    if not holds(type_, *FLOATS):
        return lambda value: value
    change = plainer(type_)
    return lambda value: None if value is None else change(value)


def plain_float(value: float | int | str) -> float | str | orjson.Fragment:
    """A number that orjson writes as ECMAScript does, or its text; what is not finite is a text already."""
    if isinstance(value, str):
        return value
    number = float(value)
    if 1e-5 <= number < 1e16 or -1e16 < number <= -1e-5 or number == 0:
        return number
    return orjson.Fragment(ecma_text(number).encode())


def ecma_text(number: float) -> str:
    """
    >>> [ecma_text(x) for x in (1e20, -1.5e21, 1.2e-6, 1e-7)]
    ['100000000000000000000.0', '-1.5e21', '0.0000012', '1e-7']
    """
    mantissa, _, power = repr(number).partition("e")
    if not power:
        return mantissa
    exponent = int(power)
    sign = "-" if mantissa.startswith("-") else ""
    whole, _, fraction = mantissa.lstrip("-").partition(".")
    digits = whole + fraction
    if 16 <= exponent < 21:
        return f"{sign}{digits.ljust(exponent + 1, '0')}.0"
    if -7 < exponent < 0:
        return f"{sign}0.{'0' * (-exponent - 1)}{digits}"
    return f"{mantissa}e{exponent}"
