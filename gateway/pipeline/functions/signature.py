"""Signatures of the function table: written as text, matched against argument types.

varchar(x), bigint -> varchar(x)        x, y, p, s, q, r: any length, precision or scale
array(T), function(T, boolean) -> …     capital letters are types: E, K comparable, O orderable, others anything
T, T... -> T                            the last argument may be repeated, or left out; `any` binds nothing
timestamptz(p)                          timestamp(p) with time zone
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from gateway.catalog.types import UNKNOWN, Type, char, decimal, varchar
from gateway.pipeline.functions.coercion import (
    can_coerce,
    common_type,
    has_token,
    is_comparable,
    is_orderable,
    untoken,
)

_WORDS: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|\d+|[(),]|\.\.\.|->")
_NAMES: Final = {
    "timestamptz": "timestamp with time zone",
    "timetz": "time with time zone",
    "interval_day": "interval day to second",
    "interval_year": "interval year to month",
}
_AS_DECIMAL: Final = {"tinyint": 3, "smallint": 5, "integer": 10, "bigint": 19, "unknown": 1}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A type with variables in it."""

    base: str
    parameters: tuple[Pattern | int | str, ...] = ()

    @property
    def variable(self) -> bool:
        """Does it stand for a whole type?"""
        return len(self.base) == 1 and self.base.isupper()

    def __str__(self) -> str:
        short = {long: name for name, long in _NAMES.items()}.get(self.base)
        inner = f"({', '.join(map(str, self.parameters))})" if self.parameters else ""
        if short and short.endswith("tz"):
            return f"{self.base.split()[0]}{inner} with time zone"
        return f"{self.base}{inner}"


@dataclass(frozen=True, slots=True)
class Signature:
    """Argument patterns and the pattern of what is returned."""

    arguments: tuple[Pattern, ...]
    returns: Pattern
    variadic: bool = False

    def patterns(self, count: int) -> tuple[Pattern, ...] | None:
        """The pattern of each of `count` arguments, or None when there can not be so many."""
        if not self.variadic:
            return self.arguments if count == len(self.arguments) else None
        if count < len(self.arguments) - 1:
            return None
        fixed = self.arguments[:-1]
        return fixed + self.arguments[-1:] * (count - len(fixed))

    @property
    def generic(self) -> bool:
        """Does it hold a type variable?"""
        return any(_generic(pattern) for pattern in self.arguments)

    def __str__(self) -> str:
        shown = ", ".join(map(str, self.arguments))
        return f"{shown}..." if self.variadic else shown


def _generic(pattern: Pattern) -> bool:
    return pattern.variable or any(_generic(p) for p in pattern.parameters if isinstance(p, Pattern))


@cache
def parse_signature(text: str) -> Signature:
    """Read a signature.

    >>> str(parse_signature("array(T), function(T, boolean) -> array(T)"))
    'array(T), function(T, boolean)'
    """
    words = _WORDS.findall(text)
    at = 0

    def pattern() -> Pattern:
        nonlocal at
        base = _NAMES.get(words[at], words[at])
        at += 1
        parameters: list[Pattern | int | str] = []
        if at < len(words) and words[at] == "(":
            while words[at] != ")":
                at += 1
                word = words[at]
                if word.isdigit() or (len(word) == 1 and word.islower()):
                    parameters.append(int(word) if word.isdigit() else word)
                    at += 1
                else:
                    parameters.append(pattern())
            at += 1
        return Pattern(base, tuple(parameters))

    arguments: list[Pattern] = []
    variadic = False
    while words[at] != "->":
        if words[at] == ",":
            at += 1
        arguments.append(pattern())
        if words[at] == "...":
            variadic = True
            at += 1
    at += 1
    return Signature(tuple(arguments), pattern(), variadic)


@dataclass(slots=True)
class Match:
    """Variables found while arguments are matched; `coerce` allows implicit conversions."""

    coerce: bool
    types: dict[str, Type] = field(default_factory=dict)
    numbers: dict[str, int | None] = field(default_factory=dict)

    def argument(self, pattern: Pattern, type_: Type) -> bool:
        """Match one argument, binding variables."""
        if pattern.base == "any":
            return True
        if pattern.variable:
            return self._variable(pattern.base, type_)
        plain = untoken(type_) if type_.token else type_
        if type_.token and not self.coerce:
            return False
        if any(isinstance(p, str) for p in pattern.parameters):
            return self._sized(pattern, plain)
        if pattern.base in ("array", "map", "row"):
            return self._nested(pattern, plain)
        target = self.fill(pattern)
        return plain == target or (self.coerce and can_coerce(plain, target))

    def _variable(self, name: str, type_: Type) -> bool:
        known = self.types.get(name)
        if known is None:
            self.types[name] = type_
            return True
        if known == type_:
            return True
        met = common_type(known, type_) if self.coerce else None
        if met is not None:
            self.types[name] = met
        return met is not None

    def _nested(self, pattern: Pattern, type_: Type) -> bool:
        inner = [p for p in pattern.parameters if isinstance(p, Pattern)]
        if type_.base == "unknown":
            return self.coerce and all(self.argument(p, UNKNOWN) for p in inner)
        if type_.base != pattern.base or len(type_.parameters) != len(inner):
            return False
        return all(self.argument(p, t) for p, t in zip(inner, type_.parameters, strict=True) if isinstance(t, Type))

    def _sized(self, pattern: Pattern, type_: Type) -> bool:
        """Match `varchar(x)`, `decimal(p, s)`, `timestamp(p)` …"""
        source = type_
        if type_.base != pattern.base:
            if not self.coerce:
                return False
            converted = _sized_coercion(type_, pattern.base)
            if converted is None:
                return False
            source = converted
        names = pattern.parameters
        if source.base in ("varchar", "char"):
            return self._number(names[0], source.length)
        return all(self._number(n, int(v)) for n, v in zip(names, source.parameters, strict=True) if isinstance(v, int))

    def _number(self, name: Pattern | int | str, value: int | None) -> bool:
        if not isinstance(name, str):
            return name == value
        if name not in self.numbers:
            self.numbers[name] = value
            return True
        known = self.numbers[name]
        if known == value:
            return True
        if not self.coerce:
            return False
        self.numbers[name] = None if known is None or value is None else max(known, value)
        return True

    def allowed(self) -> bool:
        """Are the types bound to variables comparable and orderable where the signature says so?"""
        return all(
            is_orderable(t) if name == "O" else is_comparable(t) if name in "EK" else True
            for name, t in self.types.items()
        )

    def fill(self, pattern: Pattern) -> Type:
        """The type that the pattern stands for, with the variables bound so far."""
        if pattern.variable:
            return self.types.get(pattern.base, UNKNOWN)
        if not pattern.parameters:
            return Type(pattern.base)
        values: list[int | Type] = []
        for parameter in pattern.parameters:
            if isinstance(parameter, Pattern):
                values.append(self.fill(parameter))
                continue
            number = self.numbers.get(parameter) if isinstance(parameter, str) else parameter
            if number is None:
                return Type(pattern.base)
            values.append(number)
        if pattern.base == "varchar":
            return varchar(int(values[0]))  # type: ignore[arg-type]
        fields = (None,) * len(values) if pattern.base == "row" else ()
        return Type(pattern.base, tuple(values), fields)


def _sized_coercion(type_: Type, base: str) -> Type | None:
    """What `type_` becomes as a sized type of `base` without loss."""
    match type_.base, base:
        case "unknown", "varchar":
            return varchar(0)
        case "unknown", "char":
            return char(0)
        case ("unknown" | "tinyint" | "smallint" | "integer" | "bigint") as source, "decimal":
            return decimal(_AS_DECIMAL[source], 0)
        case "char", "varchar":
            return varchar(type_.length)
        case "unknown", "timestamp" | "timestamp with time zone" | "time" | "time with time zone":
            return Type(base, (0,))
        case "date", "timestamp" | "timestamp with time zone":
            return Type(base, (0,))
        case ("timestamp", "timestamp with time zone") | ("time", "time with time zone"):
            return Type(base, (type_.precision,))
        case _:
            return None


def _fits(type_: Type, target: Type) -> bool:
    """Text meets CHAR as CHAR in comparisons, though it is not converted for a function that wants CHAR."""
    return can_coerce(type_, target) or (target.base == "char" and common_type(type_, target) == target)


def fits(types: Sequence[Type], targets: Sequence[Type]) -> bool:
    """Can every argument be converted to its target? Nested token marks may be dropped."""
    return all(
        t.base == "function" or _fits(t if has_token(target) else untoken(t), target)
        for t, target in zip(types, targets, strict=True)
    )
