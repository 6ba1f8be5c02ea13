"""Decisions as values: a permit with its obligations, or a deny with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from gateway.catalog.names import RelationName
from gateway.catalog.relations import Relation
from gateway.errors import ErrorCode
from gateway.policy.principal import Asking


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """Where a decision comes from: rule id, file and line."""

    id: str
    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        return f"{self.id} ({self.file}:{self.line})" if self.file else self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPredicate:
    """One named policy predicate: closed Trino SQL over its relation's columns, constants and `:attributes`."""

    name: str
    sql: str
    rule: Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class RowRule:
    """Rows that pass: (any of `any_of`, or all rows when `everything`) and each of `all_of`."""

    everything: bool = False
    any_of: tuple[RowPredicate, ...] = ()
    all_of: tuple[RowPredicate, ...] = ()
    rules: tuple[Rule, ...] = ()

    @property
    def is_open(self) -> bool:
        """True when no row is held back."""
        return self.everything and not self.all_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnPermit:
    """One readable column; `mask` is the mask expression as policy writes it (`partial:3:4`), None is clear."""

    name: str
    mask: str | None = None
    grants: tuple[Rule, ...] = ()
    masks: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """A relation as this principal sees it. `columns` are in the source's order; what is not in it does not exist.

    `discoverable` are hidden columns that the principal may know of (act `discover`).
    """

    relation: RelationName
    columns: Mapping[str, ColumnPermit]
    rows: RowRule
    row_limit: int | None = None
    row_limit_rule: Rule | None = None
    discoverable: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deny:
    """Not permitted. `visible` says whether the principal may know that the relation exists."""

    relation: RelationName
    code: ErrorCode
    reason: str
    visible: bool = False
    contact: str = ""
    rules: tuple[Rule, ...] = ()


Decision = Permit | Deny


class DecisionPoint(Protocol):
    """What the pipeline needs of a policy set. The policy set is immutable and compiled for one day."""

    @property
    def version(self) -> str:
        """Version and content hash of the bundle."""

    def decide(self, asking: Asking, relation: Relation) -> Decision:
        """The decision on one relation, all its accepted columns at once."""

    def discoverable(self, asking: Asking, name: RelationName) -> bool:
        """Whether the principal may know that the relation exists."""
