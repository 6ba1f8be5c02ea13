"""Answers SHOW and DESCRIBE from the gateway's own catalogue, as the principal may see it (rule 9)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import assert_never

from gateway.catalog.names import RelationName
from gateway.errors import ErrorCode, ResolutionError, StatementError
from gateway.execution.browse import SeenColumn, SeenRelation, seen, seen_relations
from gateway.execution.world import World
from gateway.pipeline import front
from gateway.pipeline.authorize import not_found
from gateway.pipeline.functions import table
from gateway.pipeline.stages import Session, Statement

Rows = tuple[tuple[str | None, ...], ...]
Answer = tuple[tuple[str, ...], Rows]
COLUMNS = ("Column", "Type", "Extra", "Comment")


def metadata(
    asked: front.Show | front.Describe, statement: Statement, purposes: frozenset[str], world: World
) -> Answer:
    """Column names and rows, as Trino names them. What is not visible is answered as what does not exist."""
    session = statement.session
    match asked:
        case front.ShowFunctions(like=like):
            return ("Function",), _listed(table.names(), like)
        case front.Describe(parts=parts):
            return COLUMNS, tuple(_row(c) for c in _relation(parts, statement, purposes, world).columns if c.readable)
        case front.ShowColumns(parts=parts, like=like):
            columns = (c for c in _relation(parts, statement, purposes, world).columns if c.readable)
            return COLUMNS, tuple(_row(column) for column in columns if _matches(column.name, like))
        case front.ShowCatalogs() | front.ShowSchemas() | front.ShowTables():
            names = [r.name for r in seen_relations(world, statement.asking, purposes) if r.readable]
            return _names(asked, names, session)
        case _:
            assert_never(asked)


def _names(
    asked: front.ShowCatalogs | front.ShowSchemas | front.ShowTables, names: list[RelationName], session: Session
) -> Answer:
    match asked:
        case front.ShowCatalogs(like=like):
            return ("Catalog",), _listed({name.catalog for name in names}, like)
        case front.ShowSchemas(catalog=catalog, like=like):
            chosen = _catalog(catalog or session.catalog, names)
            return ("Schema",), _listed({name.schema for name in names if name.catalog == chosen}, like)
        case front.ShowTables(parts=parts, like=like):
            catalog = _catalog(parts[0] if len(parts) == 2 else session.catalog, names)
            schema = parts[-1] if parts else session.schema
            inside = {name.relation for name in names if (name.catalog, name.schema) == (catalog, schema)}
            if not inside:
                raise ResolutionError(
                    f"schema `{schema}` does not exist" if schema else "no schema is given",
                    code=ErrorCode.SCHEMA_NOT_FOUND,
                    hint=f"`SHOW SCHEMAS FROM {catalog}` lists what you may see",
                )
            return ("Table",), _listed(inside, like)
        case _:
            assert_never(asked)


def _catalog(name: str | None, names: list[RelationName]) -> str:
    if name is None:
        hint = "write catalog.schema, or send `catalog` with the statement"
        raise ResolutionError("no catalog is given", code=ErrorCode.MISSING_CATALOG_NAME, hint=hint)
    if not any(known.catalog == name for known in names):
        hint = "`SHOW CATALOGS` lists what you may see"
        raise ResolutionError(f"catalog `{name}` does not exist", code=ErrorCode.CATALOG_NOT_FOUND, hint=hint)
    return name


def _relation(parts: tuple[str, ...], statement: Statement, purposes: frozenset[str], world: World) -> SeenRelation:
    session = statement.session
    defaults = (session.catalog, session.schema)[: 3 - len(parts)]
    full = (*defaults, *parts)
    if None in full:
        hint = "write catalog.schema.relation, or send `catalog` and `schema` with the statement"
        raise ResolutionError("no catalog is given", code=ErrorCode.MISSING_CATALOG_NAME, hint=hint)
    name = RelationName(*(part or "" for part in full))
    found = seen(world, name, statement.asking, purposes)
    if found is None or not found.readable:
        raise not_found(name, None)
    return found


def _row(column: SeenColumn) -> tuple[str | None, ...]:
    notes = [text for text in (column.title, column.comment) if text]
    if column.mask:
        notes.append(f"mask {column.mask}")
    if "*" not in column.purposes:
        notes.append(f"only for {', '.join(column.purposes)}")
    return column.name, str(column.type), "", "; ".join(notes)


def _listed(names: Iterable[str], like: front.Like | None) -> Rows:
    return tuple((name,) for name in sorted(names) if _matches(name, like))


def _matches(name: str, like: front.Like | None) -> bool:
    return like is None or re.fullmatch(_pattern(like), name, re.DOTALL) is not None


def _pattern(like: front.Like) -> str:
    """A LIKE pattern as a regular expression; atomic groups keep a hostile one from backtracking for ever.

    >>> _pattern(front.Like("a_b%c%"))
    'a.b(?>.*?c).*'
    """
    first, *others = _segments(like)
    if not others:
        return first
    *middle, last = others
    return first + "".join(f"(?>.*?{segment})" for segment in middle if segment) + f".*{last}"


def _segments(like: front.Like) -> list[str]:
    """The parts between the `%` of a pattern, each as a regular expression of fixed length."""
    segments = [""]
    characters = iter(like.pattern)
    for character in characters:
        if like.escape and character == like.escape:
            following = next(characters, None)
            if following not in ("%", "_", like.escape):
                hint = "after the escape character stands %, _ or itself"
                raise StatementError("the LIKE pattern is not valid", code=ErrorCode.INVALID_ARGUMENTS, hint=hint)
            segments[-1] += re.escape(following)
        elif character == "%":
            segments.append("")
        else:
            segments[-1] += "." if character == "_" else re.escape(character)
    return segments
