"""What one user of Trino may see, remembered as long as policy set, catalogue and day stay: metadata asks for thousands of relations at once."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import Final

from gateway.api.opa.expressed import Expressed, Refused, expressed
from gateway.api.opa.people import Policy, asking_of
from gateway.catalog.names import RelationName
from gateway.catalog.relations import Catalog, Relation
from gateway.policy.decision import Permit
from gateway.policy.memo import Memo
from gateway.policy.principal import Asking

REMEMBERED: Final = 400_000
"""Columns, for all users together: some 50 MB at the most."""
PEOPLE: Final = 10_000


@dataclass(frozen=True, slots=True)
class OpaWorld:
    """What is true now. `today` is the day of masks that know one."""

    catalog: Catalog
    policy: Policy
    today: datetime.date


Worlds = Callable[[], OpaWorld]


class NotRemembered(Exception):  # noqa: N818  # it is no error: whoever hears it thinks
    """The answer would have to be worked out."""


class Shown:
    """One world's answers. Threads may share it: what two compute at once is equal."""

    def __init__(self, world: OpaWorld) -> None:
        self.world = world
        self._thinks = True
        self._askings = Memo[str, tuple[Asking | None]](most=PEOPLE)
        self._relations = Memo[tuple[Asking, RelationName], tuple[Expressed | None]](most=REMEMBERED)
        self._reached = Memo[tuple[Asking, str, str | None], tuple[bool]](most=REMEMBERED)
        self._within: dict[tuple[str, str | None], list[RelationName]] = {}
        for name in world.catalog.relations:
            if name.catalog in world.catalog.sources:
                self._within.setdefault((name.catalog, None), []).append(name)
                self._within.setdefault((name.catalog, name.schema), []).append(name)

    def remembered(self) -> Shown:
        """The same answers as far as they are known already: anything else raises NotRemembered. Takes microseconds."""
        twin = copy(self)
        twin._thinks = False
        return twin

    def holds(self, world: OpaWorld) -> bool:
        """Whether its answers are still those of this world."""
        own = self.world
        return own.policy is world.policy and own.catalog.version == world.catalog.version and own.today == world.today

    def asking(self, user: str) -> Asking | None:
        known = self._askings.get(user)
        if known is None:
            self._think()
            known = (asking_of(user, self.world.policy),)
            self._askings.put(user, known, weight=1)
        return known[0]

    def relation(self, asking: Asking, name: RelationName) -> Expressed | None:
        """The relation as Trino may show it; None alike for what does not exist, is not permitted, or cannot be expressed."""
        known = self._relations.get((asking, name))
        if known is None:
            relation = self.world.catalog.relations.get(name)
            if relation is None:  # not remembered: what does not exist can be asked for without end
                return None
            self._think()
            known = (self._relation(asking, relation),)
            weight = 1 + len(known[0].columns) if known[0] is not None else 1
            self._relations.put((asking, name), known, weight=weight)
        return known[0]

    def _relation(self, asking: Asking, relation: Relation) -> Expressed | None:
        decision = self.world.policy.decide(asking, relation)
        if not isinstance(decision, Permit):
            return None
        found = expressed(relation, decision, asking, self.world.today)
        return None if isinstance(found, Refused) or not found.columns else found

    def reaches(self, asking: Asking, catalog: str, schema: str | None = None) -> bool:
        """Whether Trino may show some relation of a catalog, or of one of its schemas."""
        within = self._within.get((catalog, schema))
        if within is None:
            return False
        known = self._reached.get((asking, catalog, schema))
        if known is None:
            self._think()
            known = (any(self.relation(asking, name) is not None for name in within),)
            self._reached.put((asking, catalog, schema), known, weight=1)
        return known[0]

    def _think(self) -> None:
        if not self._thinks:
            raise NotRemembered
