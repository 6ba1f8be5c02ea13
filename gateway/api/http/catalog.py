"""Routes over the catalogue, as the caller may see it."""

from __future__ import annotations

from fastapi import APIRouter, Request

from gateway.api.http.callers import AnyCaller
from gateway.api.http.doors import doors_of
from gateway.api.http.models import CatalogShown, ColumnShown, RelationDetail, RelationShown, SourceShown
from gateway.api.http.openapi import problems
from gateway.catalog.names import RelationName, fold
from gateway.execution.browse import SeenRelation, seen, seen_relations
from gateway.pipeline.authorize import not_found

router = APIRouter(prefix="/v1/catalog", tags=["catalogue"])


@router.get("", responses=problems(401, 403, 429, 503))
async def catalog(request: Request, caller: AnyCaller) -> CatalogShown:
    """Everything that the caller may read, or may know of."""
    doors = doors_of(request)
    world = doors.gateway.world
    found = await doors.threads.think(lambda: tuple(seen_relations(world, caller.asking, caller.open_purposes)))
    visible = sorted({relation.name.catalog for relation in found})
    return CatalogShown(
        version=world.catalog.version,
        sources=[
            SourceShown(name=name, title=source.title, contact=source.contact, available=not source.unavailable)
            for name in visible
            if (source := world.catalog.sources.get(name)) is not None
        ],
        relations=[RelationShown(**_shown(relation)) for relation in found],
    )


@router.get("/{catalog}/{schema}/{relation}", responses=problems(401, 403, 404, 429, 503))
async def relation(request: Request, catalog: str, schema: str, relation: str, caller: AnyCaller) -> RelationDetail:
    """One relation with its columns; what is not visible is answered as what does not exist."""
    doors = doors_of(request)
    name = RelationName(fold(catalog), fold(schema), fold(relation))
    found = await doors.threads.think(seen, doors.gateway.world, name, caller.asking, caller.open_purposes)
    if found is None:
        raise not_found(name, None)
    columns = [
        ColumnShown(
            name=column.name,
            type=str(column.type),
            title=column.title,
            comment=column.comment,
            readable=column.readable,
            mask=column.mask,
            purposes=list(column.purposes),
            level=column.level,
        )
        for column in found.columns
    ]
    return RelationDetail(**_shown(found), comment=found.comment, contact=found.contact, columns=columns)


def _shown(relation: SeenRelation) -> dict[str, object]:
    return {
        "catalog": relation.name.catalog,
        "schema": relation.name.schema,
        "relation": relation.name.relation,
        "title": relation.title,
        "readable": relation.readable,
        "filtered": relation.filtered,
        "purposes": list(relation.purposes),
        "level": relation.level,
    }
