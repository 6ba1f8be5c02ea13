"""One moment of everything that decides: the catalogue snapshot and the policy set that a statement sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from gateway.catalog.names import RelationName
from gateway.catalog.relations import Catalog, Relation
from gateway.catalog.visible import Visible
from gateway.execution.request import Request
from gateway.pipeline.explain import Explanation
from gateway.pipeline.stages import Plan, Statement
from gateway.policy.decision import Decision
from gateway.policy.principal import Asking, Attribute, Principal


class PolicySnapshot(Protocol):
    """What the run function and the metadata answers need of a policy set; it is a DecisionPoint."""

    @property
    def version(self) -> str:
        """Version and content hash of the bundle."""

    def decide(self, asking: Asking, relation: Relation) -> Decision:
        """The decision on one relation."""

    def discoverable(self, asking: Asking, name: RelationName) -> bool:
        """Whether the principal may know that the relation exists."""

    def principal(
        self, code: str, claims: Mapping[str, Attribute] | None = None, on_behalf_of: str | None = None
    ) -> Principal:
        """The principal as this policy set describes it. Raises AccessError UNAUTHENTICATED when it does not know it."""

    def may_impersonate(self, service: str, principal: str, purpose: str | None = None) -> bool:
        """Whether a service account may act for a person."""

    @property
    def purposes(self) -> frozenset[str]:
        """The purposes that are declared."""

    def level(self, paths: Iterable[str]) -> str:
        """The highest classification of some objects, for people; empty when none has one."""

    def purpose_named(self, text: str) -> str:
        """A purpose by its code or title; what names none is given back."""


@dataclass(frozen=True, slots=True)
class World:
    """What is true now. A statement keeps the one that it was judged by."""

    catalog: Catalog
    policy: PolicySnapshot


Worlds = Callable[[], World]
"""The world of this moment; a new policy set is a new object."""


Row = tuple[str | bool | None, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An answer that the gateway gives by itself: SHOW, DESCRIBE and EXPLAIN. `plan` names its columns (varchar and boolean)."""

    plan: Plan
    rows: tuple[Row, ...]
    explanation: Explanation | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A query over what describes the catalogue: `plan` reads the tables of `visible` and nothing else."""

    plan: Plan
    visible: Visible


Judged = Plan | Told | Listed
Judge = Callable[[Statement, Request, World], Judged]
"""(statement, the request that it came in, world) -> what to run or to say. Pure; raises GatewayError."""
