"""Which sets of path patterns have an object in common, without comparing each with each: what names one relation is compared there only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations
from typing import TypeVar

from gateway.policy.matching import segment_matches

_P = TypeVar("_P")
_Entry = tuple[str, _P]


def meeting_places(places: Mapping[_P, Sequence[str]]) -> Iterator[tuple[_P, _P]]:
    """Pairs of places, each with itself too, that some object is in both of. A place is its patterns; without any it meets nothing.

    >>> sorted(meeting_places({1: ["a.s.t"], 2: ["a.s.t.c"], 3: ["a.*.u"], 4: []}))
    [(1, 1), (1, 2), (2, 2), (3, 3)]
    """
    yield from ((place, place) for place, patterns in places.items() if patterns)
    seen: set[frozenset[_P]] = set()
    for (one, here), (other, there) in _near(places):
        both = frozenset((here, there))
        if here != there and both not in seen and patterns_meet(one, other):
            seen.add(both)
            yield here, there


def patterns_meet(one: str, other: str) -> bool:
    """Whether some object can be below both patterns: the shorter one covers what is below it."""
    return all(map(_segments_meet, one.split("."), other.split(".")))


def _segments_meet(one: str, other: str) -> bool:
    return segment_matches(one.removesuffix("*"), other) or segment_matches(other.removesuffix("*"), one)


def _near(places: Mapping[_P, Sequence[str]]) -> Iterator[tuple[_Entry[_P], _Entry[_P]]]:
    """Pairs of patterns that may meet: those of one relation, and those wider than a relation with all of them."""
    by_relation: dict[str, list[_Entry[_P]]] = {}
    wide: list[_Entry[_P]] = []
    for place, patterns in places.items():
        for pattern in patterns:
            relation = ".".join(pattern.split(".")[:3])
            narrow = relation.count(".") == 2 and "*" not in relation
            (by_relation.setdefault(relation, []) if narrow else wide).append((pattern, place))
    yield from chain.from_iterable(combinations(entries, 2) for entries in by_relation.values())
    yield from combinations(wide, 2)
    for entry in wide:
        for relation, entries in by_relation.items():
            if patterns_meet(entry[0], relation):
                yield from ((entry, other) for other in entries)
