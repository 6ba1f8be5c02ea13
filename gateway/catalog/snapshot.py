"""The catalogue snapshot: what is accepted and still there, as one immutable value (rule 14).

Seen are objects that their owner accepted and that the last inspection found unchanged. A source that is down keeps what was accepted, and
says why it cannot be read.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gateway.catalog.accepted import AcceptedColumn, AcceptedRelation, AcceptedSource
from gateway.catalog.drift import clashes, same_type
from gateway.catalog.found import FoundColumn, FoundRelation
from gateway.catalog.names import RelationName, fold
from gateway.catalog.relations import Catalog, Column, Read, Relation, Search, Source
from gateway.catalog.trino import TrinoTypes, trino_read
from gateway.catalog.types import Type, parse_type

BASE_CATALOG = "huiliu"
"""The embedded engine's own read-only file, which holds the views over folders (Parquet, CSV)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceEntry:
    """One configured source and how its kind is read."""

    source: Source
    loose: bool = False
    compares_otherwise: bool = False
    clean: bool = False
    """Its owner sees to it that every value is one that can be read."""
    folder: bool = False
    """Read through views in the engine's base file (Parquet, CSV)."""
    engine: str = "duckdb"
    not_in_trino: str = ""
    """Why a Trino server cannot read its kind; empty when it can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """The last inspection of a source. `found` None: not inspected (yet, or now); what was accepted stands."""

    found: tuple[FoundRelation, ...] | None = None
    unavailable: str = ""
    in_trino: TrinoTypes | None = None
    """What Trino has of it, when that is the engine. None: not asked (yet)."""


def location(entry: SourceEntry, schema: str, relation: str) -> tuple[str, str, str]:
    """Where the embedded engine finds a relation: catalog, schema, table."""
    if not entry.folder:
        return (entry.source.name, schema, relation)
    name = entry.source.name
    return (BASE_CATALOG, name if schema == "main" else f"{name}.{schema}", relation)


def build(
    entries: Sequence[SourceEntry],
    accepted: Mapping[str, AcceptedSource],
    states: Mapping[str, SourceState],
) -> Catalog:
    """The snapshot. Its version is a hash of its content (not of whether sources are up)."""
    return _build(entries, accepted, states)[0]


def warnings(
    entries: Sequence[SourceEntry],
    accepted: Mapping[str, AcceptedSource],
    states: Mapping[str, SourceState],
) -> tuple[str, ...]:
    """Accepted objects that are not in the snapshot, and why. For the operator and the owner, never for a client."""
    return tuple(_build(entries, accepted, states)[1])


def _build(
    entries: Sequence[SourceEntry],
    accepted: Mapping[str, AcceptedSource],
    states: Mapping[str, SourceState],
) -> tuple[Catalog, list[str]]:
    sources: dict[str, Source] = {}
    relations: dict[RelationName, Relation] = {}
    problems: list[str] = []
    for entry in entries:
        name = entry.source.name
        state = states.get(name, SourceState())
        sources[name] = replace(entry.source, unavailable=state.unavailable)
        known = accepted.get(name, AcceptedSource(source=name))
        folded = Counter(_name(name, relation) for relation in known.relations)
        for relation in known.relations:
            full = _name(name, relation)
            if folded[full] > 1:
                problems.append(f"{full} was accepted more than once, in different spellings; none is offered")
                continue
            built = _relation(entry, relation, state, problems)
            if built is not None:
                relations[full] = built
    return Catalog(version=_version(relations), sources=sources, relations=relations), problems


def _name(source: str, relation: AcceptedRelation) -> RelationName:
    return RelationName(fold(source), fold(relation.schema), fold(relation.name))


def _relation(
    entry: SourceEntry,
    accepted: AcceptedRelation,
    state: SourceState,
    problems: list[str],
) -> Relation | None:
    name = _name(entry.source.name, accepted)
    found, now = state.found, None
    clashing: set[str] = set()
    if found is not None:
        now = next((r for r in found if (r.schema, r.name) == (accepted.schema, accepted.name)), None)
        clashing = {d.object for d in clashes(found)}
        if now is None or f"{now.schema}.{now.name}" in clashing or now.kind != accepted.kind:
            problems.append(f"{name} is gone, clashes with another name or changed its kind at the source; not offered")
            return None
    types = None
    if entry.engine == "trino" and state.in_trino is not None:
        types = state.in_trino.get((name.schema, name.relation))
        if types is None:
            problems.append(
                f"{name} is not in Trino: {entry.not_in_trino or 'its catalog does not have it'}; not offered"
            )
            return None
    there = {c.name: c for c in now.columns} if now is not None else None
    folded = Counter(fold(c.name) for c in accepted.columns)
    columns = []
    for column in accepted.columns:
        current = there.get(column.name) if there is not None else None
        stands = there is None or (current is not None and same_type(current, column, entry.loose))
        clash = folded[fold(column.name)] > 1 or f"{accepted.schema}.{accepted.name}.{column.name}" in clashing
        if not stands or clash:
            problems.append(
                f"{name}.{column.name} is gone, changed or clashing at the source; not offered until accepted"
            )
            continue
        read = _read(entry, column.type) if types is None else _read_in_trino(column, types)
        if read is None:
            has = types.get(fold(column.name), "nothing") if types is not None else ""
            problems.append(f"{name}.{column.name} is accepted as {column.type}, Trino has {has}; not offered")
            continue
        columns.append(_column(column, read, _search(current, column.type)))
    if not columns:
        problems.append(f"{name} has no column left; not offered")
        return None
    return Relation(
        name=name,
        columns=tuple(columns),
        location=location(entry, accepted.schema, accepted.name),
        opaque=accepted.kind != "table",
        title=accepted.title,
        comment=accepted.comment,
    )


def _search(found: FoundColumn | None, type_: Type) -> Search:
    """Only what the last inspection saw is relied on; and only for a type that reads what the source can look for."""
    match found.search if found is not None else Search.NONE:
        case Search.TEXT if type_.base == "varchar":
            return Search.TEXT
        case Search.INTEGER if type_.base in ("tinyint", "smallint", "integer", "bigint"):
            return Search.INTEGER
        case _:
            return Search.NONE


def _column(accepted: AcceptedColumn, read: Read, search: Search) -> Column:
    return Column(
        name=fold(accepted.name),
        type=accepted.type,
        spelling=accepted.name,
        title=accepted.title,
        comment=accepted.comment,
        read=read,
        search=search,
    )


def _read_in_trino(accepted: AcceptedColumn, types: Mapping[str, str]) -> Read | None:
    try:
        return trino_read(accepted.type, parse_type(types[fold(accepted.name)]))
    except (KeyError, ValueError):  # a column that it has not, or a type that only it knows
        return None


def _read(entry: SourceEntry, type_: Type) -> Read:
    """By what the source is; for Trino until it was asked, and by then no statement has run."""
    if entry.engine == "trino":
        return Read.PLAIN
    if entry.loose:
        return Read.CONVERT
    if entry.compares_otherwise and type_.base in ("varchar", "char", "json"):
        return Read.TEXT
    if entry.compares_otherwise and not entry.clean and type_.base in ("date", "timestamp", "timestamp with time zone"):
        return Read.PRESENT
    return Read.PLAIN


def _version(relations: Mapping[RelationName, Relation]) -> str:
    content = [
        [str(name), list(r.location), r.opaque, r.title, r.comment]
        + [[c.name, str(c.type), c.spelling, c.title, c.comment, c.read.value] for c in r.columns]
        for name, r in sorted(relations.items())
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:16]
