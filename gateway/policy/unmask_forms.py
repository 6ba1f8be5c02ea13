"""Two unmask forms that one person could hold at once on one object: then neither is what the owner meant, so it is a load error.

Days of memberships are not looked at and exceptions only where they name somebody in both: rather one refusal too many than a
bundle that becomes wrong on a later day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import combinations, product
from typing import Final

from gateway.policy.bundle import Bundle
from gateway.policy.carriers import carriers
from gateway.policy.grammar import PEOPLE, kind_of
from gateway.policy.meeting import meeting_places
from gateway.policy.problems import Problem
from gateway.policy.roles import ClosureRoleManager
from gateway.policy.rules import Grant, overlap_in_time

ANY: Final = "*"
_Place = tuple[str, str]
"""The object of a rule and, for a tag, the file whose owner's objects it reaches."""


def unmask_problems(bundle: Bundle) -> Iterator[Problem]:
    """One problem for each pair of rules, at the later one."""
    forms: dict[_Place, list[Grant]] = {}
    for rule in bundle.grants:
        if rule.act == "unmask" and rule.arg != "-" and rule.effect == "allow":
            forms.setdefault(_place(rule), []).append(rule)
    if not forms:
        return
    world = _World(bundle)
    for here, there in meeting_places({place: world.paths(place) for place in forms}):
        pairs = combinations(forms[here], 2) if here == there else product(forms[here], forms[there])
        for one, other in pairs:
            if one.arg != other.arg and world.can_meet(one, other):
                later, first = (other, one) if one.place < other.place else (one, other)
                yield later.place.problem(
                    f"unmask form `{later.arg}` can hold together with `{first.arg}` of rule {first.id} ({first.file}:{first.line})"
                )


def _place(rule: Grant) -> _Place:
    return rule.obj, rule.file if rule.obj.startswith("tag:") else ""


class _World:
    """Who belongs where and what carries which tag, on any day."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._g, self._g3 = ClosureRoleManager(), ClosureRoleManager()
        for membership in bundle.memberships:
            self._g.add_link(membership.member, membership.group)
        for widening in bundle.widenings:
            self._g3.add_link(widening.purpose, widening.wider)
        self._reached: dict[tuple[str, str], int] = {}

    def can_meet(self, one: Grant, other: Grant) -> bool:
        return (
            overlap_in_time(one, other)
            and self._purposes_meet(one.purpose, other.purpose)
            and self._somebody_is_both(one, other)
        )

    def paths(self, place: _Place) -> tuple[str, ...]:
        """The paths that a rule's object stands for."""
        obj, file = place
        if not obj.startswith("tag:"):
            return (obj,)
        owner = self._bundle.owner_of(file)
        return tuple(path for path in self._carriers.get(obj, ()) if owner is None or owner.has_path(path))

    def _purposes_meet(self, one: str, other: str) -> bool:
        if ANY in (one, other) or one == other:
            return True
        return any({one, other} <= self._g3.closure(purpose) for purpose in self._g3.members)

    @cached_property
    def _carriers(self) -> Mapping[str, tuple[str, ...]]:
        return carriers(self._bundle.taggings)

    @cached_property
    def _people(self) -> list[frozenset[str]]:
        return [self._g.closure(name) for name in self._g.members if kind_of(name) in PEOPLE]

    def _somebody_is_both(self, one: Grant, other: Grant) -> bool:
        if one.sub == other.sub and {one.exempt, other.exempt} == {"-"}:
            return True
        return bool(self._reach(one) & self._reach(other))

    def _reach(self, rule: Grant) -> int:
        """Whom a rule is for, one bit a person: many rules are compared with many."""
        key = rule.sub, rule.exempt
        known = self._reached.get(key)
        if known is None:
            known = self._reached[key] = _bits(_reaches(rule, closure) for closure in self._people)
        return known


def _bits(flags: Iterable[bool]) -> int:
    return int("".join("1" if flag else "0" for flag in flags) or "0", 2)


def _reaches(rule: Grant, closure: frozenset[str]) -> bool:
    return (rule.sub == ANY or rule.sub in closure) and rule.exempt not in closure
