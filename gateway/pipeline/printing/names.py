"""Names in printed text: every relation instance, WITH query and output column gets one that nothing else in the statement has.

A client's own name is kept where it is plain and free, so that plans stay readable; anything else gets a name of ours. The engine's rules of
scoping, shadowing and case can then never matter, and no name of the client's can capture one of a policy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gateway.pipeline import bound
from gateway.pipeline.bound import FromItem, InstanceId
from gateway.pipeline.walk import from_items, queries

_PLAIN = re.compile(r"[a-z][a-z0-9_]{0,40}")


def quoted(identifier: str) -> str:
    """An identifier as SQL text.

    >>> quoted('a"b')
    '"a""b"'
    """
    return '"' + identifier.replace('"', '""') + '"'


def distinct_names(wanted: Sequence[str | None]) -> tuple[str, ...]:
    """One name a column: the wanted one where it is plain and not yet taken, else `cN`.

    >>> distinct_names(["id", "id", None, "Weird name"])
    ('id', 'c2', 'c3', 'c4')
    """
    taken = {name for name in wanted if name and _PLAIN.fullmatch(name)}
    given: set[str] = set()
    result = []
    for ordinal, name in enumerate(wanted, start=1):
        if not name or name not in taken or name in given:
            name = _free(f"c{ordinal}", taken | given)
        given.add(name)
        result.append(name)
    return tuple(result)


def _free(wanted: str, taken: Iterable[str]) -> str:
    occupied = set(taken)
    name, number = wanted, 2
    while name in occupied:
        name, number = f"{wanted}_{number}", number + 1
    return name


@dataclass(slots=True)
class Names:
    """All names of one statement's text."""

    instances: dict[InstanceId, str] = field(default_factory=dict)
    columns: dict[InstanceId, tuple[str, ...]] = field(default_factory=dict)
    ctes: dict[int, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    counter: int = 0

    @classmethod
    def of(cls, query: bound.Query) -> Names:
        names = cls()
        everything = list(queries(query))
        for node in everything:
            names.taken.update(distinct_names([c.name for c in node.columns]))
            for item in _items(node):
                if not isinstance(item, bound.Join):
                    names.columns[item.id] = distinct_names([c.name for c in item.columns])
                    names.taken.update(names.columns[item.id])
        for node in everything:
            for cte in node.ctes:
                names.ctes[cte.number] = names.claim(cte.name)
            for item in _items(node):
                if not isinstance(item, bound.Join):
                    names.instances[item.id] = names.claim(item.alias)
        return names

    def claim(self, wanted: str) -> str:
        """A name that neither a relation nor a column of the statement has."""
        base = wanted if _PLAIN.fullmatch(wanted) else "r"
        name = _free(base, self.taken)
        self.taken.add(name)
        return name

    def fresh(self) -> str:
        """A name for a lambda's parameter or a local of a template."""
        self.counter += 1
        return self.claim(f"v{self.counter}")


def _items(node: bound.Query) -> Iterable[FromItem]:
    if isinstance(node.body, bound.Select):
        return from_items(node.body.from_)
    return ()
