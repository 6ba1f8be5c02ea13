"""Where the columns of an answer come from, as Trino tells in DESCRIBE OUTPUT: a column that is passed on as it is has its base relation's name, everything else has none.

A column that USING merges is the left one here; Trino tells no origin of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gateway.catalog.names import RelationName
from gateway.pipeline.bound import (
    Column,
    Cte,
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


def origins(query: Query, ctes: Mapping[int, Query] | None = None) -> tuple[Origin, ...]:
    """One for each column of a query."""
    known = {**(ctes or {}), **_ctes(query.ctes)}
    match query.body:
        case Select(items=items, from_=from_):
            instances = _instances(from_)
            found = tuple(_origin(item, instances, known) for item in items)
        case SetOperation(left=left):  # Trino takes those of the first side
            found = origins(left, known)
        case Query() as inner:
            found = origins(inner, known)
        case _:
            found = (NONE,) * len(query.columns)
    return tuple(Origin(one.relation, column.aliased) for one, column in zip(found, query.columns, strict=True))


def _ctes(ctes: Sequence[Cte]) -> Mapping[int, Query]:
    return {cte.number: cte.query for cte in ctes if not cte.recursive}


def _instances(item: FromItem | None) -> Mapping[InstanceId, FromItem]:
    match item:
        case None:
            return {}
        case Join(left=left, right=right):
            return {**_instances(left), **_instances(right)}
        case _:
            return {item.id: item}


def _origin(item: Expr, instances: Mapping[InstanceId, FromItem], ctes: Mapping[int, Query]) -> Origin:
    if not isinstance(item, Column):
        return NONE
    match instances.get(item.source):
        case Scan(relation=relation):
            return Origin(relation.name)
        case Derived(query=query):
            return origins(query, ctes)[item.index]
        case CteScan(cte=number) if number in ctes:
            return origins(ctes[number], ctes)[item.index]
        case _:
            return NONE
