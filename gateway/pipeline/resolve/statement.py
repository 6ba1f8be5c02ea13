"""`resolve`: a statement's tree becomes the bound query over what the principal may read."""

from __future__ import annotations

from gateway.pipeline.resolve.expressions import bind_expression
from gateway.pipeline.resolve.parameters import parameters
from gateway.pipeline.resolve.queries import bind_query
from gateway.pipeline.resolve.site import Site, World
from gateway.pipeline.stages import Authorized, Resolved


def resolve(authorized: Authorized) -> Resolved:
    """Settle every name and type, with Trino's rules, over permitted columns only."""
    located = authorized.located
    statement = located.statement
    world = World(
        bind_expression,
        bind_query,
        authorized,
        parameters(located.tree, statement.parameters),
        zone=statement.session.timezone,
        instant=statement.instant,
    )
    query = bind_query(located.tree, Site(world))
    return Resolved(authorized=authorized, query=query, momentary=bool(world.moments - {"current_date"}))
