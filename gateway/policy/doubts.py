"""What is not wrong in a bundle, but hardly meant, or slow: whoever edits policies is told of it, and it keeps nothing from being in force."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from gateway.policy.bundle import Bundle
from gateway.policy.grammar import PEOPLE, kind_of
from gateway.policy.problems import Problem, grouped
from gateway.policy.roles import ClosureRoleManager
from gateway.policy.rules import Membership

MOST_RULES: Final = 200
"""Rules on one object. Casbin is asked about each of them that may be for whoever reads it, for every column."""


def doubts(bundle: Bundle, on: datetime.date) -> tuple[Problem, ...]:
    """In order of file and line. Memberships that have ended count as none; those that have yet to begin count."""
    day = on.isoformat()
    lasting = [line for line in bundle.memberships if line.until == "-" or line.until >= day]
    graph = ClosureRoleManager()
    for line in lasting:
        graph.add_link(line.member, line.group)
    return grouped((*_held_by_nobody(bundle, graph), *_named_by_no_rule(bundle, lasting, graph), *_crowded(bundle)))


def _held_by_nobody(bundle: Bundle, graph: ClosureRoleManager) -> Iterator[Problem]:
    held = {group for member in graph.members if kind_of(member) in PEOPLE for group in graph.closure(member)}
    for rule in bundle.grants:
        for role in dict.fromkeys((rule.sub, rule.exempt)):
            if kind_of(role) == "role" and role not in held:
                yield rule.place.problem(f"nobody has `{role}`, which this rule names")


def _named_by_no_rule(bundle: Bundle, lasting: Iterable[Membership], graph: ClosureRoleManager) -> Iterator[Problem]:
    """Roles that give nothing, neither by themselves nor by what they are in."""
    named = {who for rule in bundle.grants for who in (rule.sub, rule.exempt)}
    for line in lasting:
        if kind_of(line.group) == "role" and named.isdisjoint(graph.closure(line.group)):
            yield line.place.problem(f"no rule names `{line.group}`, nor a group that it is in: it gives nothing")
    known = named | {code for line in lasting for code in (line.member, line.group)}
    for code in bundle.titles:
        if kind_of(code) == "role" and code not in known:
            yield Problem("titles.csv", 0, f"no rule names `{code}`, and nobody has it")


def _crowded(bundle: Bundle) -> Iterator[Problem]:
    """Told where there is one too many. Rules out of their days count: they are looked at, too."""
    rules = [rule for rule in bundle.grants if rule.act != "impersonate"]
    counts = Counter(rule.obj for rule in rules)
    seen: Counter[str] = Counter()
    for rule in rules:
        seen[rule.obj] += 1
        if seen[rule.obj] == MOST_RULES + 1:
            yield rule.place.problem(
                f"{counts[rule.obj]} rules are on `{rule.obj}`: more than {MOST_RULES} slow down whoever reads it; "
                "write them for roles, not for people"
            )
