"""Where something is computed: the embedded engine must compute it where Trino does, or not at all.

*Aggregates.* Trino computes an aggregate in the select that it stands in. DuckDB computes one whose columns are all of enclosing queries *there* (as PostgreSQL
does): the enclosing query would be aggregated, its rows be counted, its errors be others.

*TRY.* Above a grouping, DuckDB 1.5.5 binds the columns inside TRY to whatever stands at their old place below it: other values, or none.

*Lambdas.* DuckDB's do not see columns of enclosing queries.
"""

from __future__ import annotations

from typing import TypeGuard

from gateway.errors import ErrorCode, PlanError
from gateway.pipeline import bound
from gateway.pipeline.functions.casts import cast_rule
from gateway.pipeline.walk import children, descend, from_items, scope_expressions


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


def keep_try_below_grouping(query: bound.Query) -> None:
    """Raise NOT_SUPPORTED_BY_ENGINE when TRY is used on the keys of a grouping; a TRY that is itself a key is computed before."""
    select = query.body
    if not isinstance(select, bound.Select) or select.grouping_sets is None:
        return
    keys = [key for one in select.grouping_sets for key in one]
    having = [] if select.having is None else [select.having]
    waiting = [*select.items, *having, *(k.key for k in query.order_by if not isinstance(k.key, bound.Output))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, bound.Aggregate) or node in keys:
            continue
        if _tries(node) and not _of_constants(node):
            raise PlanError(
                "TRY of grouping columns is not available on the embedded engine",
                code=ErrorCode.NOT_SUPPORTED_BY_ENGINE,
                position=node.position,
                hint="group by the TRY itself, or use it around a derived table that groups",
            )
        waiting.extend(children(node))


def _tries(node: bound.Expr) -> TypeGuard[bound.Call | bound.Cast]:
    """TRY, and those TRY_CASTs that are sent as one."""
    if isinstance(node, bound.Cast):
        rule = cast_rule(node.operand.type, node.type) if node.safe else None
        return rule is not None and "TRY(" in (rule.duckdb_safe or "")
    return isinstance(node, bound.Call) and node.function.name == "try"


def _of_constants(node: bound.Expr) -> bool:
    return all(isinstance(inner, bound.Constant | bound.Call | bound.Cast | bound.Case) for inner in descend(node))


def keep_lambdas_local(query: bound.Query) -> None:
    """Raise NOT_SUPPORTED_BY_ENGINE when a lambda reads a column of an enclosing query."""
    if not isinstance(query.body, bound.Select | bound.ValuesRelation):
        return
    items = list(from_items(query.body.from_)) if isinstance(query.body, bound.Select) else []
    own = {item.id for item in items if not isinstance(item, bound.Join)}
    unnested = [operand for item in items if isinstance(item, bound.Unnest) for operand in item.operands]
    inside = [(root, own) for root in scope_expressions(query)]
    # UNNEST is printed as a query of its own, beside the relations on its left.
    for root, seen in [*inside, *((operand, set[int]()) for operand in unnested)]:
        for node in (n for n in descend(root) if isinstance(n, bound.Lambda)):
            if any(isinstance(inner, bound.Column) and inner.source not in seen for inner in descend(node)):
                raise PlanError(
                    "a lambda that reads a column of an enclosing query is not available on the embedded engine",
                    code=ErrorCode.NOT_SUPPORTED_BY_ENGINE,
                    hint="join instead, or compute the array before",
                )


def _is_foreign(node: bound.Aggregate | bound.Window, own: set[bound.InstanceId]) -> bool:
    sources = {inner.source for inner in descend(node) if isinstance(inner, bound.Column)}
    return bool(sources) and not sources & own
