"""Queries around queries: outputs cast to wanted types, and a select over a query's own columns."""

from __future__ import annotations

from dataclasses import replace

from gateway.catalog.types import Type
from gateway.errors import Position
from gateway.pipeline.bound import Cast, Column, Constant, Derived, Expr, OutputColumn, Query, Select, SetOperation
from gateway.pipeline.resolve.coerce import exactly
from gateway.pipeline.resolve.site import Site


def converted(query: Query, types: tuple[Type, ...], site: Site, position: Position | None) -> Query:
    """The query with its columns as `types`, to which they coerce."""
    if all(column.type == type_ for column, type_ in zip(query.columns, types, strict=True)):
        return query
    columns = tuple(replace(column, type=type_) for column, type_ in zip(query.columns, types, strict=True))
    body = query.body
    if isinstance(body, Select) and not body.distinct and not query.order_by:
        items = _cast(body.items, types, position)
        return replace(query, body=replace(body, items=items), columns=columns)
    if isinstance(body, SetOperation) and body.kind == "UNION" and body.all and _bare(query):
        left, right = (converted(side, types, site, position) for side in (body.left, body.right))
        return replace(query, body=replace(body, left=left, right=right), columns=columns)
    inner, source = wrapped(query, site)
    return Query(body=Select(items=_cast(inner, types, position), from_=source), columns=columns)


def _bare(query: Query) -> bool:
    return not query.order_by and query.limit is None and query.offset is None


def wrapped(query: Query, site: Site) -> tuple[tuple[Column, ...], Derived]:
    """The query as a relation of its own, and uses of its columns."""
    source = Derived(site.take_instance(), query, query.columns, "")
    return uses(source.id, query.columns), source


def uses(instance: int, columns: tuple[OutputColumn, ...]) -> tuple[Column, ...]:
    """A use of each column of a relation instance."""
    return tuple(Column(instance, index, column.name, column.type) for index, column in enumerate(columns))


def _cast(items: tuple[Expr, ...], types: tuple[Type, ...], position: Position | None) -> tuple[Expr, ...]:
    return tuple(_as(item, type_, position) for item, type_ in zip(items, types, strict=True))


def _as(item: Expr, type_: Type, position: Position | None) -> Expr:
    if item.type == type_:
        return item
    constant = exactly(item, type_) if isinstance(item, Constant) else None
    return constant or Cast(item, type_, implicit=True, position=position)
