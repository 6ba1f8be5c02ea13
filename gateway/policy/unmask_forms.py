"""Two unmask forms that one person could hold at once on one object: then neither is what the owner meant, so it is a load error.

Days of memberships are not looked at and exceptions only where they name somebody in both: rather one refusal too many than a
bundle that becomes wrong on a later day.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import combinations
from typing import Final

from gateway.policy.bundle import Bundle
from gateway.policy.grammar import PEOPLE, kind_of
from gateway.policy.matching import segment_matches
from gateway.policy.problems import Problem
from gateway.policy.roles import ClosureRoleManager
from gateway.policy.rules import Grant, overlap_in_time

ANY: Final = "*"


def unmask_problems(bundle: Bundle) -> Iterator[Problem]:
    """One problem for each pair of rules, at the later one."""
    forms = [rule for rule in bundle.grants if rule.act == "unmask" and rule.arg != "-" and rule.effect == "allow"]
    world = _World(bundle)
    for one, other in combinations(forms, 2):
        if one.arg != other.arg and world.can_meet(one, other):
            later, first = (other, one) if one.place < other.place else (one, other)
            yield later.place.problem(
                f"unmask form `{later.arg}` can hold together with `{first.arg}` of rule {first.id} ({first.place.file}:{first.place.line})"
            )


class _World:
    """Who belongs where and what carries which tag, on any day."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._g, self._g2, self._g3 = ClosureRoleManager(), ClosureRoleManager(), ClosureRoleManager()
        for membership in bundle.memberships:
            self._g.add_link(membership.member, membership.group)
        for tagging in bundle.taggings:
            self._g2.add_link(tagging.obj, tagging.tag)
        for widening in bundle.widenings:
            self._g3.add_link(widening.purpose, widening.wider)

    def can_meet(self, one: Grant, other: Grant) -> bool:
        return (
            overlap_in_time(one, other)
            and self._purposes_meet(one.purpose, other.purpose)
            and self._objects_meet(one, other)
            and self._somebody_is_both(one, other)
        )

    def _purposes_meet(self, one: str, other: str) -> bool:
        if ANY in (one, other) or one == other:
            return True
        return any({one, other} <= self._g3.closure(purpose) for purpose in self._g3.members)

    @cached_property
    def _people(self) -> list[str]:
        return [name for name in self._g.members if kind_of(name) in PEOPLE]

    def _somebody_is_both(self, one: Grant, other: Grant) -> bool:
        if one.sub == other.sub and {one.exempt, other.exempt} == {"-"}:
            return True
        return any(_reaches(one, self._g.closure(p)) and _reaches(other, self._g.closure(p)) for p in self._people)

    def _objects_meet(self, one: Grant, other: Grant) -> bool:
        return any(_paths_meet(a, b) for a in self._paths(one) for b in self._paths(other))

    def _paths(self, rule: Grant) -> Iterator[str]:
        if not rule.obj.startswith("tag:"):
            yield rule.obj
            return
        owner = self._bundle.owner_of(rule.place.file)
        for line in self._bundle.taggings:
            if (
                not line.obj.startswith("tag:")
                and rule.obj in self._g2.closure(line.obj)
                and (owner is None or owner.has_path(line.obj))
            ):
                yield line.obj


def _reaches(rule: Grant, closure: frozenset[str]) -> bool:
    return (rule.sub == ANY or rule.sub in closure) and rule.exempt not in closure


def _paths_meet(one: str, other: str) -> bool:
    """Whether some object can be below both patterns: the shorter one covers what is below it."""
    return all(map(_segments_meet, one.split("."), other.split(".")))


def _segments_meet(one: str, other: str) -> bool:
    return segment_matches(one.removesuffix("*"), other) or segment_matches(other.removesuffix("*"), one)
