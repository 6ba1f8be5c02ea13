"""Which types Trino converts without being asked, and to which common type two types meet.

Integers widen to decimal, real, double; varchar(n) to varchar(m); date to timestamp to timestamp with time zone; NULL's type to anything;
arrays, maps and rows element by element. Never between text and numbers or dates.
A token never meets anything but a token of the same key (rule `TOKEN_MISMATCH`); it may be handed to a function as plain text.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from gateway.catalog.types import (
    BIGINT,
    DOUBLE,
    INTEGER,
    REAL,
    SMALLINT,
    Type,
    char,
    decimal,
    time,
    timestamp,
    varchar,
)

MAX_CHAR: Final = 65536
MAX_PRECISION: Final = 38

_INTEGERS: Final = ("tinyint", "smallint", "integer", "bigint")
_AS_DECIMAL: Final = {"tinyint": 3, "smallint": 5, "integer": 10, "bigint": 19}
_WIDER: Final = {"smallint": SMALLINT, "integer": INTEGER, "bigint": BIGINT, "real": REAL, "double": DOUBLE}
_ORDER: Final = (*_INTEGERS, "decimal", "real", "double")
_PRECISE: Final = ("timestamp", "timestamp with time zone", "time", "time with time zone")


def can_coerce(source: Type, target: Type) -> bool:
    """Is a value of `source` used as `target` without a written CAST?

    >>> from gateway.catalog.types import DATE, VARCHAR
    >>> can_coerce(INTEGER, BIGINT), can_coerce(DATE, timestamp(3)), can_coerce(VARCHAR, BIGINT)
    (True, True, False)
    """
    source = untoken(source) if not has_token(target) else source
    if source == target or source.base == "unknown":
        return True
    if source.base == "char" and target.base == "varchar":
        # Functions over text take CHAR columns too, blanks included.
        return target.length is None or target.length >= (source.length or 0)
    if source.base == "varchar" and target.base == "char":
        return False
    common = common_type(source, target)
    return common is not None and unnamed(common) == unnamed(target)


def common_type(left: Type, right: Type) -> Type | None:
    """The type that values of both meet in, or None.

    >>> from gateway.catalog.types import BIGINT, VARCHAR
    >>> str(common_type(decimal(5, 2), BIGINT)), common_type(VARCHAR, BIGINT)
    ('decimal(21,2)', None)
    """
    if left == right or right.base == "unknown":
        return left
    if left.base == "unknown":
        return right
    if left.token != right.token:
        return None
    if left.base != right.base:
        return _across(left, right) or _across(right, left)
    match left.base:
        case "decimal":
            scale = max(left.scale, right.scale)
            whole = max(left.precision - left.scale, right.precision - right.scale)
            return decimal(min(MAX_PRECISION, whole + scale), scale)
        case "varchar":
            lengths = (left.length, right.length)
            longest = None if None in lengths else max(length or 0 for length in lengths)
            return varchar(longest).with_token(left.token)
        case "char":
            return char(max(left.length or 0, right.length or 0))
        case base if base in _PRECISE:
            return Type(base, (max(left.precision, right.precision),))
        case "array" | "map" | "row":
            return _elementwise(left, right)
        case _:
            return None


def _across(left: Type, right: Type) -> Type | None:
    """The common type when `left` converts to the kind of `right`."""
    match left.base, right.base:
        case source, "decimal" if source in _AS_DECIMAL:
            return common_type(decimal(_AS_DECIMAL[source], 0), right)
        case source, target if source in _ORDER and target in _ORDER:
            return _WIDER[target] if target in _WIDER and _ORDER.index(source) < _ORDER.index(target) else None
        case "date", "timestamp" | "timestamp with time zone":
            return right
        case "timestamp", "timestamp with time zone":
            return timestamp(max(left.precision, right.precision), zone=True)
        case "time", "time with time zone":
            return time(max(left.precision, right.precision), zone=True)
        case "varchar", "char":
            # CHAR compares with text as CHAR: trailing blanks do not count.
            length = MAX_CHAR if left.length is None else min(MAX_CHAR, left.length)
            return char(max(length, right.length or 0))
        case _:
            return None


def _elementwise(left: Type, right: Type) -> Type | None:
    if len(left.parameters) != len(right.parameters):
        return None
    common: list[Type] = []
    for one, other in zip(left.parameters, right.parameters, strict=True):
        assert isinstance(one, Type)
        assert isinstance(other, Type)
        met = common_type(one, other)
        if met is None:
            return None
        common.append(met)
    fields = tuple(a if a == b else None for a, b in zip(left.fields, right.fields, strict=True))
    return Type(left.base, tuple(common), fields)


def unnamed(type_: Type) -> Type:
    """The type without names of row fields, which coercion does not look at."""
    if not type_.parameters or not any(isinstance(part, Type) for part in type_.parameters):
        return type_
    parts = tuple(unnamed(part) if isinstance(part, Type) else part for part in type_.parameters)
    return replace(type_, parameters=parts, fields=(None,) * len(type_.fields))


def has_token(type_: Type) -> bool:
    """Does the type, or an element of it, carry a token mark?"""
    return type_.token is not None or any(has_token(part) for part in type_.parameters if isinstance(part, Type))


def untoken(type_: Type) -> Type:
    """The type without token marks, inside too."""
    if not has_token(type_):
        return type_
    parts = tuple(untoken(part) if isinstance(part, Type) else part for part in type_.parameters)
    return replace(type_, parameters=parts, token=None)


def is_comparable(type_: Type) -> bool:
    """May values be compared for equality?"""
    return type_.base != "function" and all(is_comparable(part) for part in type_.parameters if isinstance(part, Type))


def is_orderable(type_: Type) -> bool:
    """May values be compared for order?"""
    if type_.base in ("map", "json", "function"):
        return False
    return all(is_orderable(part) for part in type_.parameters if isinstance(part, Type))
