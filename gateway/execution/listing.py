"""What one principal may see of the whole catalogue, as tables: every listing is read from them, and nothing else is in them (rule 9).

A view is made once for a principal and his purposes and remembered as long as neither catalogue nor policies change; principals who see the same share one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

import orjson

from gateway.catalog.jdbc import jdbc_type, types
from gateway.catalog.metadata import SCHEMAS as METADATA_SCHEMAS
from gateway.catalog.metadata import SYSTEM, TABLES, metadata_relation, schemas_of
from gateway.catalog.names import RelationName
from gateway.catalog.types import Type
from gateway.catalog.visible import Cell, Table, Visible
from gateway.execution.browse import SeenColumn, SeenRelation, seen_relations
from gateway.execution.world import World, Worlds
from gateway.policy.memo import Memo
from gateway.policy.principal import Asking

REMEMBERED: Final = 20_000_000
"""Values in remembered tables, all together: some 8 bytes each, for most of them are shared."""
TABLE_TYPES: Final = ("TABLE", "VIEW")

Look = Callable[[World, Asking, frozenset[str]], Visible]
"""(world, who asks, the purposes he could declare) -> what he may see."""


def look(world: World, asking: Asking, purposes: frozenset[str]) -> Visible:
    """What a principal may read under any purpose open to him, and the relations that describe it."""
    readable = [relation for relation in seen_relations(world, asking, purposes) if relation.readable]
    catalogs = sorted({SYSTEM, *(relation.name.catalog for relation in readable)})
    described = [relation for catalog in catalogs for relation in describing(catalog)]
    listed = sorted((*readable, *described), key=lambda relation: relation.name)
    tables = _tables(catalogs, listed)
    key = hashlib.sha256(orjson.dumps([tables[name] for name in TABLES])).hexdigest()
    return Visible(key, tables)


def describing(catalog: str) -> Iterator[SeenRelation]:
    """The relations that describe a catalog, in it."""
    for schema in schemas_of(catalog):
        for name in METADATA_SCHEMAS[schema]:
            found = described(RelationName(catalog, schema, name))
            assert found is not None
            yield found


def described(name: RelationName) -> SeenRelation | None:
    """One of them by its name; None when the catalog has none such."""
    relation = metadata_relation(name)
    if relation is None:
        return None
    columns = (
        SeenColumn(name=c.name, type=c.type, title="", comment="", mask=None, purposes=("*",))
        for c in relation.columns
        if not c.hidden
    )
    return SeenRelation(
        name=name, title="", comment="", columns=tuple(columns), filtered=False, purposes=("*",), readable=True
    )


def comment_of(column: SeenColumn) -> str:
    """What people are told of a column: what it is, its level, and what policy does to it."""
    notes = [text for text in (column.title, column.comment, column.level) if text]
    if column.mask:
        notes.append(f"mask {column.mask}")
    return "; ".join((*notes, *_purposes(column.purposes)))


def _relation_comment(relation: SeenRelation) -> str:
    notes = [text for text in (relation.title, relation.comment, relation.level) if text]
    if relation.filtered:
        notes.append("only permitted rows")
    return "; ".join((*notes, *_purposes(relation.purposes)))


def _purposes(purposes: tuple[str, ...]) -> tuple[str, ...]:
    return () if "*" in purposes else (f"only for {', '.join(purposes)}",)


def _tables(catalogs: Sequence[str], relations: Sequence[SeenRelation]) -> Mapping[str, Table]:
    schemas = sorted({(r.name.catalog, r.name.schema) for r in relations})
    return {
        "catalogs": (catalogs,),
        "schemas": _columns(schemas, 2),
        "relations": _columns(
            ((r.name.catalog, r.name.schema, r.name.relation, _relation_comment(r) or None) for r in relations), 4
        ),
        "columns": _columns(_column_rows(relations), len(TABLES["columns"])),
        "table_types": (TABLE_TYPES,),
        "types": _columns(((name, t.number, t.size, t.radix, searchable) for name, t, searchable in types()), 5),
    }


def _column_rows(relations: Iterable[SeenRelation]) -> Iterator[tuple[Cell, ...]]:
    texts: dict[Type, str] = {}
    for relation in relations:
        name = relation.name
        ordinal = 0
        for column in relation.columns:
            if not column.readable:
                continue
            ordinal += 1
            jdbc = jdbc_type(column.type)
            text = texts.setdefault(column.type, str(column.type))
            yield (
                name.catalog, name.schema, name.relation, column.name, text, comment_of(column) or None,
                ordinal, jdbc.number, jdbc.size, jdbc.digits, jdbc.radix, jdbc.octets,
            )  # fmt: skip


def _columns(rows: Iterable[tuple[Cell, ...]], width: int) -> Table:
    turned = tuple(zip(*rows, strict=True))
    return turned or ((),) * width


class Looks:
    """A `look` that remembers."""

    def __init__(self, worlds: Worlds, most: int = REMEMBERED) -> None:
        self._worlds = worlds
        self._most = most
        # One value, swapped at once: no reader can pair the views of one world with another.
        self._current: tuple[World, Memo[tuple[Asking, frozenset[str]], Visible], Memo[str, Visible]] | None = None

    def __call__(self, world: World, asking: Asking, purposes: frozenset[str]) -> Visible:
        """As `look`."""
        known = self._known(world)
        if known is None:
            return look(world, asking, purposes)
        by_person, by_key = known
        found = by_person.get((asking, purposes))
        if found is None:
            made = look(world, asking, purposes)
            weight = 1 + sum(len(table) * len(table[0]) for table in made.tables.values())
            found = by_key.get(made.key) or made
            by_key.put(made.key, found, weight=weight)
            by_person.put((asking, purposes), found, weight=weight)
        return found

    def _known(self, world: World) -> tuple[Memo[tuple[Asking, frozenset[str]], Visible], Memo[str, Visible]] | None:
        """What was seen in `world`; None when it is not the world of now."""
        now = self._worlds()
        if world.catalog is not now.catalog or world.policy is not now.policy:
            return None
        current = self._current
        if current is None or current[0].catalog is not now.catalog or current[0].policy is not now.policy:
            self._current = current = (world, Memo(most=self._most), Memo(most=self._most))
        return current[1:]
