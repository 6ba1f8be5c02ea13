"""What a predicate implies of single columns, in the few forms that a source can look for.

`implied` gives a condition that holds of every row of which the predicate is true; None when nothing useful is known. Conditions are total and
never true of NULL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from gateway.catalog.relations import Column, Search
from gateway.catalog.types import Type
from gateway.pipeline import bound
from gateway.pipeline.pushdown.prefixes import after, like_prefix

Value = int | str


@dataclass(frozen=True, slots=True)
class Among:
    """The column is one of these values."""

    column: Column
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """The column lies between two values; None is no bound. `low` itself belongs to it, `high` when `closed`."""

    column: Column
    low: Value | None = None
    high: Value | None = None
    closed: bool = True


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """A part holds."""

    parts: tuple[Condition, ...]


Condition = Among | Span | AllOf | AnyOf
Locate = Callable[[bound.Expr], Column | None]
"""The source's column that an expression stands for, when it is one and its values are the source's own."""

MOST_VALUES: Final = 2000
_INTEGERS: Final = ("tinyint", "smallint", "integer", "bigint")
_MIRRORED: Final = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def implied(predicate: bound.Expr, locate: Locate) -> Condition | None:
    """A condition that holds wherever `predicate` is true."""
    match predicate:
        case bound.Call(function=function, arguments=arguments):
            match function.name:
                case "and":
                    return all_of([implied(part, locate) for part in arguments])
                case "or":
                    return any_of([implied(part, locate) for part in arguments])
                case _:
                    return _comparison(function.name, arguments, locate)
        case _:
            return None


def all_of(parts: Sequence[Condition | None]) -> Condition | None:
    """Those of the parts that say something."""
    known = tuple(part for part in parts if part is not None)
    match known:
        case ():
            return None
        case (only,):
            return only
        case _:
            return AllOf(known)


def any_of(parts: Sequence[Condition | None]) -> Condition | None:
    """Something is known only when every part says something."""
    known = tuple(part for part in parts if part is not None)
    if len(known) < len(parts) or not known:
        return None
    return known[0] if len(known) == 1 else AnyOf(known)


def _comparison(name: str, arguments: tuple[bound.Expr, ...], locate: Locate) -> Condition | None:
    operands = tuple(map(unwidened, arguments))
    if name in _MIRRORED and isinstance(operands[0], bound.Constant):
        name, operands = _MIRRORED[name], (operands[1], operands[0])
    column = locate(operands[0])
    constants = [operand for operand in operands[1:] if isinstance(operand, bound.Constant)]
    if column is None or len(constants) < len(operands) - 1:
        return None
    match name, [_value(constant, column) for constant in constants]:
        case ("=", values) | ("<in>", values):
            return _among(column, [value for value in values if value is not None], constants)
        case ("<between>", [low, high]) if low is not None and high is not None:
            return all_of([_least(column, low), _most(column, high, closed=True)])
        case ((">" | ">="), [low]) if low is not None:
            return _least(column, low)
        case (("<" | "<=") as operator, [high]) if high is not None:
            return _most(column, high, closed=operator == "<=")
        case "<like>", [str() as pattern, *escape]:
            prefix, whole = like_prefix(pattern, escape[0] if escape and isinstance(escape[0], str) else None)
            return _among(column, [prefix], constants[:1]) if whole else _starting(column, prefix)
        case "starts_with", [str() as prefix]:
            return _starting(column, prefix)
        case _:
            return None


def unwidened(node: bound.Expr) -> bound.Expr:
    """The operand of casts that change no value."""
    while isinstance(node, bound.Cast) and _widens(node.operand.type, node.type):
        node = node.operand
    return node


def _widens(source: Type, target: Type) -> bool:
    if source.token or target.token:
        return False
    if source.base == target.base == "varchar":
        return target.length is None or (source.length is not None and source.length <= target.length)
    both = source.base in _INTEGERS and target.base in _INTEGERS
    return both and _INTEGERS.index(source.base) <= _INTEGERS.index(target.base)


def _value(constant: bound.Constant, column: Column) -> Value | None:
    """The constant as the column's source holds it; None when it can not be said there."""
    match column.search, constant.value:
        case Search.TEXT, str() as text if constant.type.base == "varchar" and "\0" not in text:
            return text if text.isascii() or _encodable(text) else None
        case Search.INTEGER, int() as number if constant.type.base in _INTEGERS:
            return number
        case _:
            return None


def _encodable(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _among(column: Column, values: Sequence[Value], constants: Sequence[bound.Constant]) -> Condition | None:
    """Equal to one of the values. NULL among the constants equals nothing; any other that is not a value spoils it."""
    if len(values) < sum(constant.value is not None for constant in constants) or not 0 < len(values) <= MOST_VALUES:
        return None
    length = column.type.length if column.search is Search.TEXT else None
    if length is None:
        return Among(column, tuple(dict.fromkeys(values)))
    return any_of([part for value in dict.fromkeys(values) for part in _cut(column, str(value), length)])


def _cut(column: Column, value: str, length: int) -> Iterator[Condition]:
    """A column that is cut to its length when it is read: what fills it may go on at the source."""
    if len(value) < length:
        yield Among(column, (value,))
    elif len(value) == length:
        yield Span(column, value, after(value), closed=False)


def _least(column: Column, low: Value) -> Condition | None:
    """A text that is cut on reading is no greater than the whole one."""
    return Span(column, low=low)


def _most(column: Column, high: Value, *, closed: bool) -> Condition | None:
    """The whole text may be greater than what is read of it, once it fills the column."""
    length = column.type.length if column.search is Search.TEXT else None
    if length is not None and len(str(high)) >= length:
        return None
    return Span(column, high=high, closed=closed)


def _starting(column: Column, prefix: str) -> Condition | None:
    return Span(column, prefix, after(prefix), closed=False) if prefix else None
