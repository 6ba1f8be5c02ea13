"""The columns of a base relation that the principal gets, with the types that masks give them."""

from __future__ import annotations

from functools import lru_cache

from gateway import masking
from gateway.catalog.relations import Relation
from gateway.catalog.types import Type
from gateway.pipeline.bound import OutputColumn
from gateway.policy.decision import Permit


def permitted_columns(relation: Relation, permit: Permit) -> tuple[OutputColumn, ...]:
    """Permitted columns in the source's order; what is not among them does not exist."""
    columns = []
    for column in relation.columns:
        allowed = permit.columns.get(column.name)
        if allowed is not None:
            columns.append(OutputColumn(column.name, received(column.type, allowed.mask), column.name, column.hidden))
    return tuple(columns)


def received(type_: Type, mask: str | None) -> Type:
    """The type of a column as the principal gets it."""
    return type_ if mask is None else _masked(type_, mask)


@lru_cache(maxsize=4096)
def _masked(type_: Type, mask: str) -> Type:
    return masking.parse(mask).gives(type_)
