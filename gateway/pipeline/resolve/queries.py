"""Queries: WITH, set operations, VALUES, parentheses, and what is sorted or cut around them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal

from sqlglot import exp

from gateway.catalog.types import Type
from gateway.errors import ErrorCode
from gateway.pipeline.bound import Cte, Derived, Limit, OrderKey, Output, Query, Select, SetOperation
from gateway.pipeline.functions.coercion import common_type
from gateway.pipeline.resolve.coerce import no_common
from gateway.pipeline.resolve.comparable import comparable
from gateway.pipeline.resolve.errors import fail
from gateway.pipeline.resolve.nodes import only, refuse
from gateway.pipeline.resolve.ordering import limit_of, offset_of, order_keys
from gateway.pipeline.resolve.outputs import converted, uses
from gateway.pipeline.resolve.place import position_of
from gateway.pipeline.resolve.scope import Scope, Visible
from gateway.pipeline.resolve.selects import select_query
from gateway.pipeline.resolve.site import Clause, Inside, Site
from gateway.pipeline.resolve.values import values_relation
from gateway.pipeline.resolve.with_queries import with_queries

Operator = Literal["UNION", "INTERSECT", "EXCEPT"]

_AROUND: Final = frozenset({"order", "limit", "offset", "with_"})
_OPERATORS: Final[dict[type[exp.Expr], Operator]] = {
    exp.Union: "UNION",
    exp.Intersect: "INTERSECT",
    exp.Except: "EXCEPT",
}


def bind_query(node: exp.Expr, site: Site) -> Query:
    """The bound form of a query. `site.scope` is what it may refer to around it."""
    site = replace(site, inside=Inside.NOTHING, windows={}, clause=Clause.SELECT)
    ctes, site = with_queries(node.args.get("with_"), site)
    match node:
        case exp.Select():
            return select_query(node, site, ctes)
        case exp.Union() | exp.Intersect() | exp.Except():
            return _around(node, _set_operation(node, site), site, ctes)
        case exp.Values():
            only(node, _AROUND | {"expressions"})
            body = values_relation(node, site)
            return _around(node, Query(body=body, columns=body.columns), site, ctes)
        case exp.Subquery():
            only(node, _AROUND | {"this"})
            return _around(node, bind_query(node.this, site), site, ctes)
        case _:
            raise refuse(node, f"`{node.key.upper()}` as a query")


def _around(node: exp.Expr, query: Query, site: Site, ctes: tuple[Cte, ...]) -> Query:
    """ORDER BY, OFFSET and LIMIT around a query that is no select; its keys see its outputs only."""
    if not ctes and not any(node.args.get(name) for name in ("order", "limit", "offset")):
        return query
    instance = site.take_instance()
    own = uses(instance, query.columns)
    outputs = tuple(Visible(column.name, (), use, column.label) for column, use in zip(query.columns, own, strict=True))
    inside = site.at(Clause.OUTPUT_ORDER).seeing(Scope(outputs, parent=site.scope))
    keys = tuple(key.order for key in order_keys(node.args.get("order"), own, inside))
    offset, limit = offset_of(node, site), limit_of(node, site, ordered=bool(keys))
    if all(isinstance(key.key, Output) for key in keys):
        return _cut(query, ctes, keys, offset, limit)
    item = Derived(instance, query, query.columns, "")
    return Query(Select(own, item), query.columns, ctes, keys, offset, limit)


def _cut(
    query: Query, ctes: tuple[Cte, ...], keys: tuple[OrderKey, ...], offset: int | None, limit: Limit | None
) -> Query:
    """The modifiers on the query itself where it has none yet, else on a query around it."""
    bare = not (query.ctes or query.order_by or query.offset is not None or query.limit is not None)
    inner = query.body if bare and not isinstance(query.body, Select) else query
    return Query(inner, query.columns, ctes, keys, offset, limit)


def _set_operation(node: exp.Expr, site: Site) -> Query:
    only(node, _AROUND | {"this", "expression", "distinct"})
    kind, every = _OPERATORS[type(node)], not node.args.get("distinct")
    left, right = bind_query(node.this, site), bind_query(node.expression, site)
    if len(left.columns) != len(right.columns):
        message = f"{kind} query has different number of fields: {len(left.columns)}, {len(right.columns)}"
        raise fail(node.expression, ErrorCode.TYPE_MISMATCH, message)
    types = tuple(
        _common(node, kind, index, one.type, other.type, every=every)
        for index, (one, other) in enumerate(zip(left.columns, right.columns, strict=True), start=1)
    )
    position = position_of(node.expression)
    columns = tuple(replace(column, type=type_) for column, type_ in zip(left.columns, types, strict=True))
    left, right = converted(left, types, site, position), converted(right, types, site, position)
    return Query(body=SetOperation(kind, every, left, right), columns=columns)


def _common(node: exp.Expr, kind: str, index: int, left: Type, right: Type, *, every: bool) -> Type:
    found = common_type(left, right)
    if found is None:
        raise no_common(node.expression, f"column {index} of both sides of {kind}", left, right)
    if not comparable(found) and not (kind == "UNION" and every):
        raise fail(node.expression, ErrorCode.TYPE_MISMATCH, f"{found} is not comparable, and cannot be used in {kind}")
    return found
