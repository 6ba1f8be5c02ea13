"""The five kinds of line of a policy file, as values."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.policy.decision import Rule
from gateway.policy.problems import Problem


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a line stands."""

    file: str
    line: int

    def problem(self, message: str) -> Problem:
        return Problem(self.file, self.line, message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A `p` line: a grant, a denial or a restriction."""

    place: Place
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
    def rule(self) -> Rule:
        return Rule(self.id, self.place.file, self.place.line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """A `p2` line: a named row predicate."""

    place: Place
    name: str
    sql: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A `g` line: who belongs where, and when."""

    place: Place
    member: str
    group: str
    start: str = "-"
    until: str = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagging:
    """A `g2` line: an object or a tag under a tag."""

    place: Place
    obj: str
    tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Widening:
    """A `g3` line: grants for the wider purpose serve the narrower one."""

    place: Place
    purpose: str
    wider: str


PolicyLine = Grant | Predicate | Membership | Tagging | Widening


def overlap_in_time(one: Grant | Membership, other: Grant | Membership) -> bool:
    """Whether two periods share a day."""
    return not _before(one.until, other.start) and not _before(other.until, one.start)


def _before(until: str, start: str) -> bool:
    return until != "-" and start != "-" and until < start
