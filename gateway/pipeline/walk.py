"""Walking a bound query: the children of every kind of node, written out once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import assert_never

from gateway.pipeline import bound
from gateway.pipeline.bound import Expr, FromItem, Query


def children(expression: Expr) -> tuple[Expr, ...]:
    """Direct child expressions in the same scope; subqueries are not entered."""
    match expression:
        case (
            bound.Constant() | bound.Column() | bound.RawColumn() | bound.Key() | bound.LambdaParameter()
            | bound.ScalarSubquery() | bound.Exists()
        ):  # fmt: skip
            return ()
        case bound.Call():
            return expression.arguments
        case bound.Cast() | bound.Field() | bound.InSubquery() | bound.Quantified():
            return (expression.operand,)
        case bound.Case():
            pairs = tuple(part for when in expression.whens for part in when)
            return pairs if expression.otherwise is None else (*pairs, expression.otherwise)
        case bound.Lambda():
            return (expression.body,)
        case bound.Aggregate():
            kept = () if expression.filter is None else (expression.filter,)
            return (*expression.arguments, *kept, *(item.expression for item in expression.order_by))
        case bound.Window():
            kept = () if expression.filter is None else (expression.filter,)
            sorts = tuple(item.expression for item in expression.order_by)
            return (*expression.arguments, *kept, *expression.partition_by, *sorts, *_offsets(expression.frame))
        case bound.Grouping():
            return expression.arguments
        case _:
            assert_never(expression)


def _offsets(frame: bound.Frame | None) -> tuple[Expr, ...]:
    if frame is None:
        return ()
    return tuple(end.offset for end in (frame.start, frame.end) if end.offset is not None)


def subquery(expression: Expr) -> Query | None:
    """The query that this node itself holds, if it is a subquery expression."""
    match expression:
        case bound.ScalarSubquery() | bound.Exists() | bound.InSubquery() | bound.Quantified():
            return expression.query
        case _:
            return None


def descend(expression: Expr) -> Iterator[Expr]:
    """The expression and everything below it in the same scope, parents first."""
    stack = [expression]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(children(node))


def from_items(item: FromItem | None) -> Iterator[FromItem]:
    """The relations of a FROM, left to right, joins themselves left out."""
    match item:
        case None:
            return
        case bound.Join():
            yield from from_items(item.left)
            yield from from_items(item.right)
        case _:
            yield item


def from_expressions(item: FromItem | None) -> Iterator[Expr]:
    """Expressions that stand in a FROM itself: join conditions, UNNEST operands, VALUES rows."""
    match item:
        case bound.Join():
            yield from from_expressions(item.left)
            yield from from_expressions(item.right)
            if item.on is not None:
                yield item.on
        case bound.Unnest():
            yield from item.operands
        case bound.ValuesRelation():
            for row in item.rows:
                yield from row
        case _:
            return


def join_conditions(item: FromItem | None) -> Iterator[Expr]:
    """The ON conditions of a FROM."""
    if isinstance(item, bound.Join):
        yield from join_conditions(item.left)
        yield from join_conditions(item.right)
        if item.on is not None:
            yield item.on


def scope_expressions(query: Query) -> Iterator[Expr]:
    """Every expression that is evaluated in the query's own scope (set operations and nested queries have none of their own)."""
    body = query.body
    if isinstance(body, bound.Select):
        yield from select_expressions(body)
    elif isinstance(body, bound.ValuesRelation):
        yield from from_expressions(body)
    for key in query.order_by:
        if not isinstance(key.key, bound.Output):
            yield key.key


def select_expressions(select: bound.Select) -> Iterator[Expr]:
    """The expressions of one select block, FROM included."""
    yield from from_expressions(select.from_)
    if select.where is not None:
        yield select.where
    for keys in select.grouping_sets or ():
        yield from keys
    if select.having is not None:
        yield select.having
    yield from select.items


def inner_queries(query: Query) -> Iterator[Query]:
    """Queries one level below: CTEs, operands, derived tables, subqueries in expressions."""
    yield from (cte.query for cte in query.ctes)
    match query.body:
        case bound.Query():
            yield query.body
        case bound.SetOperation():
            yield query.body.left
            yield query.body.right
        case bound.Select():
            for item in from_items(query.body.from_):
                if isinstance(item, bound.Derived):
                    yield item.query
        case bound.ValuesRelation():
            pass
        case _:
            assert_never(query.body)
    for root in scope_expressions(query):
        for node in descend(root):
            nested = subquery(node)
            if nested is not None:
                yield nested


def queries(query: Query) -> Iterator[Query]:
    """The query and every query in it."""
    stack = [query]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(inner_queries(node))


def expressions(query: Query) -> Iterator[Expr]:
    """Every expression node of the whole statement."""
    for node in queries(query):
        for root in scope_expressions(node):
            yield from descend(root)


def scans(query: Query) -> Iterator[bound.Scan]:
    """Every base relation instance of the whole statement."""
    for node in queries(query):
        if isinstance(node.body, bound.Select):
            for item in from_items(node.body.from_):
                if isinstance(item, bound.Scan):
                    yield item


def cte_references(query: Query) -> Iterator[int]:
    """The numbers of the WITH queries that the whole query reads."""
    for node in queries(query):
        if isinstance(node.body, bound.Select):
            for item in from_items(node.body.from_):
                if isinstance(item, bound.CteScan):
                    yield item.cte


def rebuild(expression: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """A copy of a policy or mask expression with `change` applied to every node, children first.

    Only what closed policy SQL can hold is rebuilt; a subquery, aggregate or window is returned as it is.
    """
    match expression:
        case bound.Call():
            arguments = tuple(rebuild(a, change) for a in expression.arguments)
            return change(replace(expression, arguments=arguments))
        case bound.Cast() | bound.Field():
            return change(replace(expression, operand=rebuild(expression.operand, change)))
        case bound.Case():
            whens = tuple((rebuild(c, change), rebuild(v, change)) for c, v in expression.whens)
            otherwise = None if expression.otherwise is None else rebuild(expression.otherwise, change)
            return change(replace(expression, whens=whens, otherwise=otherwise))
        case _:
            return change(expression)
