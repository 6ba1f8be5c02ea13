"""Which rules can concern an object and a subject: an index that may find too many rules, never too few. It decides nothing.

Soundness: the matcher is a conjunction with "the object matches" and "the subject matches" in it. A rule that is left out here fails
one of the two, so Casbin would have found it to have no effect. This holds for the shipped matcher only (see model.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gateway.policy.matching import lineage

CompiledRule = tuple[str, ...]
SUB, OBJ, ACT, ARG, PURPOSE, START, UNTIL, EXEMPT, EFFECT, ID = range(10)
BySubject = dict[str, tuple[int] | list[int]]
"""A list only where there are several: nearly every rule is alone here, and the collector does not look after tuples of numbers."""


class _Node:
    """One segment of the trie: rules that end here, by subject, and the ways on. There are very many: what is not needed is not made."""

    __slots__ = ("literals", "prefixes", "rules")

    def __init__(self) -> None:
        self.literals: dict[str, _Node] | None = None
        self.prefixes: dict[str, _Node] | None = None
        self.rules: BySubject | None = None

    def child(self, pattern: str) -> _Node:
        if pattern.endswith("*"):
            key = pattern[:-1]
            ways = self.prefixes = {} if self.prefixes is None else self.prefixes
        else:
            key = pattern
            ways = self.literals = {} if self.literals is None else self.literals
        node = ways.get(key)
        if node is None:
            node = ways[key] = _Node()
        return node

    def step(self, segment: str, into: list[_Node]) -> None:
        """Add the nodes to which a segment leads."""
        literal = self.literals.get(segment) if self.literals else None
        if literal is not None:
            into.append(literal)
        if self.prefixes:
            into.extend(node for prefix, node in self.prefixes.items() if segment.startswith(prefix))  # `*` is ''


def _onward(level: list[_Node], segment: str) -> list[_Node]:
    nodes: list[_Node] = []
    for node in level:
        node.step(segment, nodes)
    return nodes


@dataclass(frozen=True, slots=True)
class Reach:
    """What reaches one path, and the nodes of the trie at its end."""

    obj: str
    found: list[BySubject]
    level: list[_Node]
    tags: frozenset[str]


class RuleIndex:
    """Rules by the object they speak of: a trie over path segments, tags, and people (for `impersonate`)."""

    def __init__(self, rules: Iterable[CompiledRule], tags_of: Callable[[str], frozenset[str]]) -> None:
        self._root = _Node()
        self._tags: dict[str, BySubject] = {}
        self._people: dict[str, BySubject] = {}
        self._tags_of = tags_of
        places: dict[str, BySubject] = {}
        for number, rule in enumerate(rules):
            obj = rule[OBJ]
            place = places.get(obj)
            if place is None:
                place = places[obj] = self._place(obj)
            known = place.get(rule[SUB])
            if known is None:
                place[rule[SUB]] = (number,)
            elif isinstance(known, list):
                known.append(number)
            else:
                place[rule[SUB]] = [*known, number]

    def _place(self, obj: str) -> BySubject:
        if obj.startswith("tag:"):
            return self._tags.setdefault(obj.partition("@")[0], {})
        if ":" in obj:
            return self._people.setdefault(obj, {})
        node = self._root
        for segment in obj.split("."):
            node = node.child(segment)
        if node.rules is None:
            node.rules = {}
        return node.rules

    def reach(self, obj: str) -> Reach:
        """All rules that cover a path or reach it by a tag, whoever they are for, and where the columns below it go on."""
        found: list[BySubject] = []
        level = [self._root]
        for segment in obj.split("."):
            level = _onward(level, segment)
            found += [node.rules for node in level if node.rules]
        tags = frozenset[str]()
        if self._tags:
            tags = tags.union(*map(self._tags_of, lineage(obj)))
            found += [self._tags[tag] for tag in tags if tag in self._tags]
        return Reach(obj, found, level, tags)

    def below(self, reach: Reach, segment: str) -> list[BySubject]:
        """What one segment more adds to what reaches the path above it."""
        found = [node.rules for node in _onward(reach.level, segment) if node.rules]
        if self._tags:
            tags = self._tags_of(f"{reach.obj}.{segment}")
            found += [self._tags[tag] for tag in tags if tag in self._tags and tag not in reach.tags]
        return found

    def on_person(self, groups: Iterable[str]) -> list[BySubject]:
        """All rules about a person, named directly or by a group."""
        return [self._people[group] for group in groups if group in self._people]


def for_subject(found: Iterable[BySubject], groups: frozenset[str]) -> list[int]:
    """The rules among `found` whose subject is `*` or one of the groups, in the order of the rules."""
    numbers: list[int] = []
    for by_subject in found:
        numbers += by_subject.get("*", ())
        if len(by_subject) < len(groups):
            for subject, rules in by_subject.items():
                if subject in groups:
                    numbers += rules
        else:
            for group in groups:
                numbers += by_subject.get(group, ())
    return sorted(numbers)
