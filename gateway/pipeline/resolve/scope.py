"""What names mean at one place of a statement: visible columns, innermost scope first, as Trino resolves them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from gateway.catalog.types import Type
from gateway.pipeline.bound import Expr

Qualifier = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Visible:
    """One column that can be named: `qualifier` is its relation's alias, or its full name, or empty (USING columns, select aliases)."""

    name: str | None
    qualifier: Qualifier
    expression: Expr
    label: str | None = None
    hidden: bool = False
    """It is found by its name, and not in `*`."""

    @property
    def type(self) -> Type:
        return self.expression.type

    def answers(self, prefix: Qualifier) -> bool:
        """Whether `prefix.name` can mean this column: the prefix is a suffix of the qualifier."""
        return suffix(self.qualifier, prefix)


def suffix(qualifier: Qualifier, prefix: Qualifier) -> bool:
    """Whether a written prefix names the relation known by `qualifier`."""
    return not prefix or qualifier[len(qualifier) - len(prefix) :] == prefix


@dataclass(frozen=True, slots=True)
class Undisclosed:
    """Columns of a base relation in scope that the principal may know of but not read, and whom to ask."""

    qualifier: Qualifier
    names: frozenset[str]
    contact: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Columns visible at one level, and the level around it (correlation)."""

    columns: tuple[Visible, ...] = ()
    parent: Scope | None = None
    relations: tuple[Qualifier, ...] = ()
    undisclosed: tuple[Undisclosed, ...] = ()
    outputs: bool = False
    """Columns are a select's own outputs (ORDER BY sees them before the select's relations)."""
    parameters: bool = False
    """Columns are a lambda's parameters."""
    _index: Mapping[str, tuple[Visible, ...]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        index: dict[str, tuple[Visible, ...]] = {}
        for column in self.columns:
            if column.name is not None:
                index[column.name] = (*index.get(column.name, ()), column)
        object.__setattr__(self, "_index", index)

    def named(self, parts: Qualifier) -> tuple[Visible, ...]:
        """Columns of this level that `parts` can mean, ambiguous ones all."""
        found = self._index.get(parts[-1], ())
        prefix = parts[:-1]
        return tuple(column for column in found if column.answers(prefix)) if prefix else found

    def levels(self) -> Iterator[Scope]:
        """This scope, then those around it."""
        level: Scope | None = self
        while level is not None:
            yield level
            level = level.parent


EMPTY = Scope()

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Found:
    """A resolved name: the column, and the parts that remain as row fields."""

    column: Visible
    level: Scope
    fields: Qualifier


class Ambiguous(Exception):  # noqa: N818 - a signal inside this package, turned into an error with its position
    """More than one column of one level answers."""


def find(scope: Scope, parts: Sequence[str]) -> Found | None:
    """Resolve `a.b.c` as Trino does: at each level first the whole name as a column, then its prefixes as a row column; then the level around it.

    Raises Ambiguous when a level has several. A level that knows a prefix hides the levels around it.
    """
    name = tuple(parts)
    for level in scope.levels():
        for length in range(len(name), 0, -1):
            matches = level.named(name[:length])
            if len(matches) > 1:
                raise Ambiguous
            if matches:
                return Found(matches[0], level, name[length:])
    return None
