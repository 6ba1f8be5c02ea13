"""Trino's types as values: read from and shown as Trino writes them.

`Type.base` is one of the names in `BASES`; `parameters` are lengths, precisions, scales or
element types; rows also carry field names. `token` names the key of a tokenized value: it is
part of the type because only values of one key may be compared (design rule `TOKEN_MISMATCH`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

BASES: Final = frozenset(
    {
        "unknown", "boolean", "tinyint", "smallint", "integer", "bigint", "real", "double",
        "decimal", "varchar", "char", "varbinary", "date", "time", "time with time zone",
        "timestamp", "timestamp with time zone", "interval day to second",
        "interval year to month", "uuid", "json", "array", "map", "row", "function",
    }
)  # fmt: skip

MAX_VARCHAR: Final = 2147483647


@dataclass(frozen=True, slots=True)
class Type:
    """One Trino type. Immutable and hashable; equal types are equal values."""

    base: str
    parameters: tuple[int | Type, ...] = ()
    fields: tuple[str | None, ...] = ()
    token: str | None = None

    def __str__(self) -> str:
        match self.base:
            case "row":
                inner = ", ".join(
                    f"{_field(name)} {type_}" if name else str(type_)
                    for name, type_ in zip(self.fields, self.parameters, strict=True)
                )
                return f"row({inner})"
            case "time with time zone" | "timestamp with time zone" if self.parameters:
                return f"{self.base.split()[0]}({self.parameters[0]}) with time zone"
            case "decimal":
                return f"decimal({self.precision},{self.scale})"
            case _ if self.parameters:
                return f"{self.base}({', '.join(map(str, self.parameters))})"
            case _:
                return self.base

    def __deepcopy__(self, memo: object) -> Type:
        return self

    @property
    def element(self) -> Type:
        """Element type of an array, key type of a map."""
        first = self.parameters[0]
        assert isinstance(first, Type)
        return first

    @property
    def value(self) -> Type:
        """Value type of a map."""
        second = self.parameters[1]
        assert isinstance(second, Type)
        return second

    @property
    def length(self) -> int | None:
        """Length of a varchar or char; None is unbounded."""
        return int(self.parameters[0]) if self.parameters else None  # type: ignore[arg-type]

    @property
    def precision(self) -> int:
        """Precision of a decimal, time or timestamp."""
        return int(self.parameters[0])  # type: ignore[arg-type]

    @property
    def scale(self) -> int:
        """Scale of a decimal."""
        return int(self.parameters[1])  # type: ignore[arg-type]

    def with_token(self, token: str | None) -> Type:
        """The same type, marked as tokens of one key (or unmarked)."""
        return replace(self, token=token)


def size(type_: Type) -> int:
    """How many types it is made of, itself included. Equal parts may be one value, so a small value can be a huge type.

    >>> size(parse_type("row(a bigint, b array(bigint))"))
    4
    """
    return 1 if not type_.parameters else _size(type_, {})


def _size(type_: Type, known: dict[int, int]) -> int:
    found = known.get(id(type_))
    if found is None:
        found = known[id(type_)] = 1 + sum(_size(part, known) for part in type_.parameters if isinstance(part, Type))
    return found


def _field(name: str) -> str:
    return name if re.fullmatch(r"[a-z_][a-z0-9_]*", name) else '"' + name.replace('"', '""') + '"'


UNKNOWN: Final = Type("unknown")
BOOLEAN: Final = Type("boolean")
TINYINT: Final = Type("tinyint")
SMALLINT: Final = Type("smallint")
INTEGER: Final = Type("integer")
BIGINT: Final = Type("bigint")
REAL: Final = Type("real")
DOUBLE: Final = Type("double")
VARCHAR: Final = Type("varchar")
VARBINARY: Final = Type("varbinary")
DATE: Final = Type("date")
UUID: Final = Type("uuid")
JSON: Final = Type("json")
INTERVAL_DAY: Final = Type("interval day to second")
INTERVAL_YEAR: Final = Type("interval year to month")


def varchar(length: int | None = None) -> Type:
    """`varchar(length)`, or unbounded."""
    return Type("varchar", (length,)) if length is not None and length < MAX_VARCHAR else VARCHAR


def char(length: int = 1) -> Type:
    """`char(length)`: padded with blanks to its length."""
    return Type("char", (length,))


def decimal(precision: int = 38, scale: int = 0) -> Type:
    """`decimal(precision, scale)`; Trino's default is decimal(38, 0)."""
    return Type("decimal", (precision, scale))


def timestamp(precision: int = 3, *, zone: bool = False) -> Type:
    """`timestamp(precision)`, with time zone when asked; Trino's default precision is 3."""
    return Type("timestamp with time zone" if zone else "timestamp", (precision,))


def time(precision: int = 3, *, zone: bool = False) -> Type:
    """`time(precision)`, with time zone when asked."""
    return Type("time with time zone" if zone else "time", (precision,))


def array(element: Type) -> Type:
    """`array(element)`."""
    return Type("array", (element,))


def map_of(key: Type, value: Type) -> Type:
    """`map(key, value)`."""
    return Type("map", (key, value))


def row(*fields: tuple[str | None, Type]) -> Type:
    """`row(name type, …)`; a name may be None."""
    return Type("row", tuple(t for _, t in fields), tuple(n for n, _ in fields))


_SYNONYMS: Final = {"int": "integer", "dec": "decimal", "numeric": "decimal", "float": "real", "string": "varchar"}
_WORDS: Final = re.compile(r'"(?:[^"]|"")*"|[a-z_][a-z0-9_]*|\d+|[(),]', re.IGNORECASE)


def parse_type(text: str) -> Type:
    """Read a type as Trino displays it. Raises ValueError for anything else.

    >>> str(parse_type("ARRAY(ROW(a bigint, \\"b c\\" varchar(10)))"))
    'array(row(a bigint, "b c" varchar(10)))'
    >>> str(parse_type("timestamp(3) with time zone"))
    'timestamp(3) with time zone'
    """
    words = _WORDS.findall(text)
    if "".join(words) != re.sub(r"\s+", "", text) and '"' not in text:
        raise ValueError(f"`{text}` is not a type")
    reader = _Reader(words, text)
    result = reader.type()
    if reader.peek():
        raise ValueError(f"`{text}` is not a type")
    return result


class _Reader:
    """Recursive descent over the words of a type."""

    def __init__(self, words: list[str], text: str) -> None:
        self.words = words
        self.text = text
        self.at = 0

    def peek(self, ahead: int = 0) -> str:
        index = self.at + ahead
        return self.words[index].lower() if index < len(self.words) else ""

    def take(self, expected: str | None = None) -> str:
        word = self.words[self.at] if self.at < len(self.words) else ""
        if not word or (expected is not None and word.lower() != expected):
            raise ValueError(f"`{self.text}` is not a type")
        self.at += 1
        return word

    def numbers(self) -> list[int]:
        found: list[int] = []
        if self.peek() == "(":
            self.take("(")
            found.append(int(self.take()))
            while self.peek() == ",":
                self.take(",")
                found.append(int(self.take()))
            self.take(")")
        return found

    def type(self) -> Type:
        base = self.take().lower()
        base = _SYNONYMS.get(base, base)
        match base:
            case "interval":
                words = " ".join(self.take().lower() for _ in range(3))
                base = f"interval {words}"
                if base not in BASES:
                    raise ValueError(f"`{self.text}` is not a type")
                return Type(base)
            case "timestamp" | "time":
                numbers = self.numbers()
                zone = self.peek() == "with"
                if zone:
                    for word in ("with", "time", "zone"):
                        self.take(word)
                make = timestamp if base == "timestamp" else time
                return make(numbers[0] if numbers else 3, zone=zone)
            case "array":
                self.take("(")
                element = self.type()
                self.take(")")
                return array(element)
            case "map":
                self.take("(")
                key = self.type()
                self.take(",")
                value = self.type()
                self.take(")")
                return map_of(key, value)
            case "row":
                return self.row()
            case "varchar":
                numbers = self.numbers()
                return varchar(numbers[0] if numbers else None)
            case "char":
                numbers = self.numbers()
                return char(numbers[0] if numbers else 1)
            case "decimal":
                numbers = self.numbers()
                return decimal(*(numbers or (38, 0)))
            case "double":
                if self.peek() == "precision":
                    self.take()
                return DOUBLE
            case _ if base in BASES:
                return Type(base)
            case _:
                raise ValueError(f"`{self.text}` is not a type")

    def row(self) -> Type:
        fields: list[tuple[str | None, Type]] = []
        self.take("(")
        while True:
            following = self.peek(1)
            two_words = self.peek() in ("timestamp", "time", "interval", "double") and following in (
                "with", "day", "year", "precision",
            )  # fmt: skip
            named = self.peek().startswith('"') or (following not in ("(", ",", ")") and not two_words)
            name = None
            if named:
                word = self.take()
                name = word[1:-1].replace('""', '"') if word.startswith('"') else word.lower()
            fields.append((name, self.type()))
            if self.peek() != ",":
                break
            self.take(",")
        self.take(")")
        return row(*fields)


DATETIMES: Final = frozenset({"time", "time with time zone", "timestamp", "timestamp with time zone"})


def with_precision(type_: Type, *precision: int) -> Type:
    """The type with this precision of every time in it; with none it is written as Trino wrote it before times had one.

    >>> str(with_precision(parse_type("array(timestamp(6))"), 3)), str(with_precision(parse_type("time(0) with time zone")))
    ('array(timestamp(3))', 'time with time zone')
    """
    parts = (with_precision(one, *precision) if isinstance(one, Type) else one for one in type_.parameters)
    return replace(type_, parameters=precision if type_.base in DATETIMES else tuple(parts))
