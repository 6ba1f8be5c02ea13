"""The five kinds of line of a policy file, as values.

A bundle has very many, so they are named tuples, which are made three times as fast as data classes, and none keeps a second object for where it stands.
"""

from __future__ import annotations

from typing import NamedTuple

from gateway.policy.decision import Rule
from gateway.policy.problems import Problem


class Place(NamedTuple):
    """Where a line stands."""

    file: str
    line: int

    def problem(self, message: str) -> Problem:
        return Problem(self.file, self.line, message)


class Grant(NamedTuple):
    """A `p` line: a grant, a denial or a restriction. From `sub` on, its fields are in the order in which Casbin gets them."""

    file: str
    line: int
    sub: str
    obj: str
    act: str
    arg: str
    purpose: str
    start: str
    until: str
    exempt: str
    effect: str
    id: str

    @property
    def place(self) -> Place:
        return Place(self.file, self.line)

    @property
    def rule(self) -> Rule:
        return Rule(self.id, self.file, self.line)


class Predicate(NamedTuple):
    """A `p2` line: a named row predicate."""

    file: str
    line: int
    name: str
    sql: str

    @property
    def place(self) -> Place:
        return Place(self.file, self.line)


class Membership(NamedTuple):
    """A `g` line: who belongs where, and when."""

    file: str
    line: int
    member: str
    group: str
    start: str = "-"
    until: str = "-"

    @property
    def place(self) -> Place:
        return Place(self.file, self.line)


class Tagging(NamedTuple):
    """A `g2` line: an object or a tag under a tag."""

    file: str
    line: int
    obj: str
    tag: str

    @property
    def place(self) -> Place:
        return Place(self.file, self.line)


class Widening(NamedTuple):
    """A `g3` line: grants for the wider purpose serve the narrower one."""

    file: str
    line: int
    purpose: str
    wider: str

    @property
    def place(self) -> Place:
        return Place(self.file, self.line)


PolicyLine = Grant | Predicate | Membership | Tagging | Widening


def overlap_in_time(one: Grant | Membership, other: Grant | Membership) -> bool:
    """Whether two periods share a day."""
    return not _before(one.until, other.start) and not _before(other.until, one.start)


def _before(until: str, start: str) -> bool:
    return until != "-" and start != "-" and until < start
