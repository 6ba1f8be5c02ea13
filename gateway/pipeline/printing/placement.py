"""Where an aggregate is computed: the embedded engine must compute it where Trino does, or not at all.

Trino computes an aggregate in the select that it stands in. DuckDB computes one whose columns are all of enclosing queries *there* (as PostgreSQL
does): the enclosing query would be aggregated, its rows be counted, its errors be others.
"""

from __future__ import annotations

from gateway.errors import ErrorCode, PlanError
from gateway.pipeline import bound
from gateway.pipeline.walk import descend, from_items, scope_expressions


def keep_aggregates_here(query: bound.Query) -> None:
    """Raise NOT_SUPPORTED_BY_ENGINE when an aggregate of this query's own scope reads columns of enclosing queries only."""
    if not isinstance(query.body, bound.Select):
        return
    own = {item.id for item in from_items(query.body.from_) if not isinstance(item, bound.Join)}
    for root in scope_expressions(query):
        for node in descend(root):
            if isinstance(node, bound.Aggregate | bound.Window) and _is_foreign(node, own):
                raise PlanError(
                    f"`{node.function.name}` over columns of an enclosing query alone is not available on the embedded engine",
                    code=ErrorCode.NOT_SUPPORTED_BY_ENGINE,
                    position=node.position,
                    hint="compute it in the enclosing query, or over a column of this one",
                )


def _is_foreign(node: bound.Aggregate | bound.Window, own: set[bound.InstanceId]) -> bool:
    sources = {inner.source for inner in descend(node) if isinstance(inner, bound.Column)}
    return bool(sources) and not sources & own
