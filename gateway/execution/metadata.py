"""Answers SHOW and DESCRIBE from the gateway's own catalogue, as the principal may see it (rule 9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from gateway.catalog.metadata import describes
from gateway.catalog.names import RelationName
from gateway.catalog.types import BOOLEAN, VARCHAR
from gateway.catalog.visible import Visible
from gateway.errors import ErrorCode, ResolutionError
from gateway.execution.browse import SeenColumn, SeenRelation, seen
from gateway.execution.listing import Look, comment_of, described
from gateway.execution.world import Row, World
from gateway.pipeline import front
from gateway.pipeline.authorize import not_found
from gateway.pipeline.cursor import Like
from gateway.pipeline.functions import table
from gateway.pipeline.patterns import matches
from gateway.pipeline.stages import ResultColumn, Session, Statement

Answer = tuple[tuple[ResultColumn, ...], tuple[Row, ...]]


def _texts(*names: str) -> tuple[ResultColumn, ...]:
    return tuple(ResultColumn(name=name, type=VARCHAR) for name in names)


COLUMNS = _texts("Column", "Type", "Extra", "Comment")
FUNCTIONS = (
    *_texts("Function", "Return Type", "Argument Types", "Function Type"),
    ResultColumn(name="Deterministic", type=BOOLEAN),
    *_texts("Description"),
)


def metadata(
    asked: front.Show | front.Describe, statement: Statement, purposes: frozenset[str], world: World, look: Look
) -> Answer:
    """Column names and rows, as Trino names them. What is not visible is answered as what does not exist."""
    session = statement.session
    match asked:
        case front.ShowFunctions(like=like):
            return FUNCTIONS, tuple(_functions(like))
        case front.Describe(parts=parts):
            relation = _relation(parts, statement, purposes, world, look)
            return COLUMNS, tuple(_row(column) for column in relation.columns if column.readable)
        case front.ShowColumns(parts=parts, like=like):
            columns = (c for c in _relation(parts, statement, purposes, world, look).columns if c.readable)
            return COLUMNS, tuple(_row(column) for column in columns if matches(column.name, like))
        case front.ShowCatalogs() | front.ShowSchemas() | front.ShowTables():
            return _names(asked, look(world, statement.asking, purposes), session)
        case _:
            assert_never(asked)


def _names(
    asked: front.ShowCatalogs | front.ShowSchemas | front.ShowTables, visible: Visible, session: Session
) -> Answer:
    match asked:
        case front.ShowCatalogs(like=like):
            return _texts("Catalog"), _listed(visible.catalogs, like)
        case front.ShowSchemas(catalog=catalog, like=like):
            chosen = _catalog(catalog or session.catalog, visible)
            return _texts("Schema"), _listed((name for within, name in visible.schemas if within == chosen), like)
        case front.ShowTables(parts=parts, like=like):
            catalog = _catalog(parts[0] if len(parts) == 2 else session.catalog, visible)
            schema = parts[-1] if parts else session.schema
            inside = {name.relation for name in visible.relations if (name.catalog, name.schema) == (catalog, schema)}
            if not inside:
                raise ResolutionError(
                    f"schema `{schema}` does not exist" if schema else "no schema is given",
                    code=ErrorCode.SCHEMA_NOT_FOUND,
                    hint=f"`SHOW SCHEMAS FROM {catalog}` lists what you may see",
                )
            return _texts("Table"), _listed(inside, like)
        case _:
            assert_never(asked)


def _catalog(name: str | None, visible: Visible) -> str:
    if name is None:
        hint = "write catalog.schema, or send `catalog` with the statement"
        raise ResolutionError("no catalog is given", code=ErrorCode.MISSING_CATALOG_NAME, hint=hint)
    if name not in visible.catalogs:
        hint = "`SHOW CATALOGS` lists what you may see"
        raise ResolutionError(f"catalog `{name}` does not exist", code=ErrorCode.CATALOG_NOT_FOUND, hint=hint)
    return name


def _relation(
    parts: tuple[str, ...], statement: Statement, purposes: frozenset[str], world: World, look: Look
) -> SeenRelation:
    session = statement.session
    defaults = (session.catalog, session.schema)[: 3 - len(parts)]
    full = (*defaults, *parts)
    if None in full:
        hint = "write catalog.schema.relation, or send `catalog` and `schema` with the statement"
        raise ResolutionError("no catalog is given", code=ErrorCode.MISSING_CATALOG_NAME, hint=hint)
    name = RelationName(*(part or "" for part in full))
    if describes(name):
        there = name.catalog in look(world, statement.asking, purposes).catalogs
        found = described(name) if there else None
    else:
        found = seen(world, name, statement.asking, purposes)
    if found is None or not found.readable:
        raise not_found(name, None)
    return found


def _functions(like: Like | None) -> Iterator[Row]:
    """A row for each overload, as Trino lists them; descriptions are its own."""
    for name in table.names():
        if matches(name, like):
            for row in table.rows_of(name):
                types, kind = str(row.signature), row.kind.value
                yield name, str(row.signature.returns), types, kind, row.deterministic, ""


def _row(column: SeenColumn) -> Row:
    return column.name, str(column.type), "", comment_of(column)


def _listed(names: Iterable[str], like: Like | None) -> tuple[Row, ...]:
    return tuple((name,) for name in sorted(names) if matches(name, like))
