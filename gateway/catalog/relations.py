"""Relations, sources and the immutable snapshot that a statement sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

from gateway.catalog.names import RelationName
from gateway.catalog.types import Type


class Read(Enum):
    """How the engine must read a column so that scanning it can not fail or change meaning (rule 13)."""

    PLAIN = "plain"
    TEXT = "text"
    """A string that must not be compared under the source's collation: read as `(column || '')`."""
    PRESENT = "present"
    """A date that may be one that does not exist: NULL here, though the source compares it by its digits, so it must not filter by it."""
    CONVERT = "convert"
    """Text at the source whatever its declared type (for Trino: text in its catalog): read through TRY_CAST; what does not convert is NULL."""
    CAST = "cast"
    """Another type in Trino's catalog, of which each value is one of the accepted type, too: a cast cannot fail."""


class Search(Enum):
    """What a loosely typed source can itself look for in a column, so that it need not send all of it."""

    NONE = ""
    TEXT = "text"
    """Everything in it that is not a blob or NULL is text (SQLite's TEXT affinity), in UTF-8."""
    INTEGER = "integer"
    """Everything in it that looks like an integer is one (SQLite's INTEGER affinity)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column as accepted by its owner. `name` is folded; `spelling` is the source's own."""

    name: str
    type: Type
    spelling: str = ""
    title: str = ""
    comment: str = ""
    read: Read = Read.PLAIN
    search: Search = Search.NONE
    hidden: bool = False
    """It can be named, but is not in `*`, as Trino's hidden columns."""

    @property
    def source_name(self) -> str:
        return self.spelling or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One accepted table or listed view. `location` is where the embedded engine finds it: catalog, schema, table, as spelled there.

    `opaque` is a listed view of the source: it has its own rules and is always fenced (rule 14).
    """

    name: RelationName
    columns: tuple[Column, ...]
    location: tuple[str, str, str]
    opaque: bool = False
    title: str = ""
    comment: str = ""

    def column(self, name: str) -> Column | None:
        return next((c for c in self.columns if c.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One department's database as the catalogue knows it."""

    name: str
    kind: str
    owner: str
    title: str = ""
    contact: str = ""
    share_keys_with: frozenset[str] = frozenset()
    unavailable: str = ""
    """Why and since when it cannot be read; empty when it can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """What exists, at one moment. Catalog names are source names."""

    version: str
    sources: Mapping[str, Source] = field(default_factory=dict)
    relations: Mapping[RelationName, Relation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sources", MappingProxyType(dict(self.sources)))
        object.__setattr__(self, "relations", MappingProxyType(dict(self.relations)))

    def schemas(self, catalog: str) -> frozenset[str]:
        return frozenset(n.schema for n in self.relations if n.catalog == catalog)
