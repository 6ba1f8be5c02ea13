"""The catalogue as one principal may see it (rule 9): what any purpose open to it makes visible, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from gateway.catalog.names import RelationName
from gateway.catalog.relations import Column, Relation
from gateway.catalog.types import Type
from gateway.execution.world import World
from gateway.masking import parse
from gateway.policy.decision import ColumnPermit, Deny, Permit
from gateway.policy.principal import Asking

Level = Callable[[Iterable[str]], str]
"""The highest classification of some objects."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenColumn:
    """A column with the type that the principal gets. `readable` False: it may be known of, not read."""

    name: str
    type: Type
    title: str
    comment: str
    mask: str | None
    purposes: tuple[str, ...]
    readable: bool = True
    level: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRelation:
    """A relation that may be read, or only known of (then it has no columns). `purposes` open it; `*` is none at all."""

    name: RelationName
    title: str
    comment: str
    columns: tuple[SeenColumn, ...]
    filtered: bool
    purposes: tuple[str, ...]
    readable: bool
    contact: str = ""
    level: str = ""


def seen_relations(world: World, asking: Asking, purposes: frozenset[str]) -> Iterator[SeenRelation]:
    """Everything in the catalogue that this principal may read or know of, in order of names."""
    for name in sorted(world.catalog.relations):
        found = seen(world, name, asking, purposes)
        if found is not None:
            yield found


def seen(world: World, name: RelationName, asking: Asking, purposes: frozenset[str]) -> SeenRelation | None:
    """One relation as this principal sees it; None alike for what does not exist and what is not visible."""
    relation = world.catalog.relations.get(name)
    if relation is None:
        return None
    permits: dict[str, Permit] = {}
    known: Deny | None = None
    for purpose in _ordered(asking, purposes):
        match world.policy.decide(replace(asking, purpose=purpose), relation):
            case Permit() as permit:
                permits[purpose or "*"] = permit
            case Deny(visible=True) as deny:
                known = known or deny
            case Deny():
                pass
    if permits:
        return _readable(relation, permits, _contact(world, name), world.policy.level)
    return _discoverable(relation, known.contact or _contact(world, name)) if known is not None else None


def _ordered(asking: Asking, purposes: frozenset[str]) -> list[str | None]:
    """The declared purpose first: its masks are those shown."""
    others: set[str | None] = {None, *purposes} - {asking.purpose}
    return [asking.purpose, *sorted(others, key=lambda purpose: purpose or "")]


def _readable(relation: Relation, permits: dict[str, Permit], contact: str, level: Level) -> SeenRelation:
    columns = [shown for column in relation.columns if (shown := _column(relation, column, permits, level)) is not None]
    return SeenRelation(
        name=relation.name,
        title=relation.title,
        comment=relation.comment,
        columns=tuple(columns),
        filtered=not next(iter(permits.values())).rows.is_open,
        purposes=tuple(permits),
        readable=True,
        contact=contact,
        level=level(f"{relation.name}.{column.name}" for column in columns),
    )


def _column(relation: Relation, column: Column, permits: dict[str, Permit], level: Level) -> SeenColumn | None:
    opening = {
        purpose: permit.columns[column.name] for purpose, permit in permits.items() if column.name in permit.columns
    }
    if not opening and not any(column.name in permit.discoverable for permit in permits.values()):
        return None
    shown = next(iter(opening.values()), None)
    return SeenColumn(
        name=column.name,
        type=_type(column, shown),
        title=column.title,
        comment=column.comment,
        mask=shown.mask if shown else None,
        purposes=tuple(opening),
        readable=shown is not None,
        level=level((f"{relation.name}.{column.name}",)),
    )


def _type(column: Column, permit: ColumnPermit | None) -> Type:
    return parse(permit.mask).gives(column.type) if permit is not None and permit.mask is not None else column.type


def _discoverable(relation: Relation, contact: str) -> SeenRelation:
    return SeenRelation(
        name=relation.name,
        title=relation.title,
        comment=relation.comment,
        columns=(),
        filtered=False,
        purposes=(),
        readable=False,
        contact=contact,
    )


def _contact(world: World, name: RelationName) -> str:
    source = world.catalog.sources.get(name.catalog)
    return source.contact if source is not None else ""
