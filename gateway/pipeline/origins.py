"""Where the columns of an answer come from, as Trino tells in DESCRIBE OUTPUT: a column that is passed on as it is has its base relation's name, everything else has none.

A column that USING merges is the left one here; Trino tells no origin of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.catalog.names import RelationName
from gateway.pipeline.bound import (
    Column,
    CteScan,
    Derived,
    Expr,
    FromItem,
    InstanceId,
    Join,
    Query,
    Scan,
    Select,
    SetOperation,
)


@dataclass(frozen=True, slots=True)
class Origin:
    """`relation` is None for what is worked out; `aliased`: the outermost select gives it a name of its own."""

    relation: RelationName | None = None
    aliased: bool = False


NONE = Origin()


def origins(query: Query) -> tuple[Origin, ...]:
    """One for each column of a query."""
    return _Tracing().query(query)


class _Tracing:
    """Looks at each query once: columns that double from one WITH query to the next would be followed to the first one by every path."""

    def __init__(self) -> None:
        self._ctes: dict[int, Query] = {}
        self._known: dict[int, tuple[Origin, ...]] = {}
        """By identity: a query's parts live as long as it does."""

    def query(self, query: Query) -> tuple[Origin, ...]:
        known = self._known.get(id(query))
        if known is None:
            known = self._known[id(query)] = self._traced(query)
        return known

    def _traced(self, query: Query) -> tuple[Origin, ...]:
        self._ctes |= {cte.number: cte.query for cte in query.ctes if not cte.recursive}
        match query.body:
            case Select(items=items, from_=from_):
                instances = _instances(from_)
                found = tuple(self._origin(item, instances) for item in items)
            case SetOperation(left=left):  # Trino takes those of the first side
                found = self.query(left)
            case Query() as inner:
                found = self.query(inner)
            case _:
                found = (NONE,) * len(query.columns)
        return tuple(Origin(one.relation, column.aliased) for one, column in zip(found, query.columns, strict=True))

    def _origin(self, item: Expr, instances: Mapping[InstanceId, FromItem]) -> Origin:
        if not isinstance(item, Column):
            return NONE
        match instances.get(item.source):
            case Scan(relation=relation):
                return Origin(relation.name)
            case Derived(query=query):
                return self.query(query)[item.index]
            case CteScan(cte=number) if number in self._ctes:
                return self.query(self._ctes[number])[item.index]
            case _:
                return NONE


def _instances(item: FromItem | None) -> dict[InstanceId, FromItem]:
    found: dict[InstanceId, FromItem] = {}
    waiting = [item]
    while waiting:
        match waiting.pop():
            case None:
                pass
            case Join(left=left, right=right):
                waiting += [left, right]
            case one:
                found[one.id] = one
    return found
