"""The closed world of expressions: one row a node class; what is not in the table is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sqlglot import exp

from gateway.pipeline.bound import Expr
from gateway.pipeline.resolve import (
    aggregates,
    arguments,
    calls,
    columns,
    conditionals,
    intervals,
    literals,
    operators,
    session,
    subqueries,
    windows,
)
from gateway.pipeline.resolve.nodes import refuse
from gateway.pipeline.resolve.site import Site
from gateway.pipeline.special_forms import UnaryPlus

Binder = Callable[[exp.Expr, Site], Expr]

BINDERS: Final[dict[type[exp.Expr], Binder]] = {
    exp.Column: columns.column,
    exp.Identifier: columns.column_name,
    exp.Dot: columns.dot,
    exp.Literal: literals.literal,
    exp.UnicodeString: literals.unicode_string,
    exp.HexString: literals.hex_string,
    exp.Boolean: literals.boolean,
    exp.Null: literals.null,
    exp.Placeholder: literals.placeholder,
    exp.Interval: intervals.interval,
    exp.Paren: operators.parenthesis,
    exp.And: operators.logical,
    exp.Or: operators.logical,
    exp.Not: operators.negation,
    exp.Neg: operators.minus,
    UnaryPlus: operators.plus,
    **dict.fromkeys(operators.BINARY, operators.binary),
    exp.Is: operators.is_,
    exp.NullSafeEQ: operators.distinct_from,
    exp.NullSafeNEQ: operators.distinct_from,
    exp.Between: operators.between,
    exp.Like: operators.like,
    exp.Escape: operators.escaped,
    exp.In: operators.in_,
    exp.AtTimeZone: operators.at_time_zone,
    exp.Case: conditionals.case,
    exp.If: conditionals.if_,
    exp.Cast: conditionals.cast_,
    exp.TryCast: conditionals.cast_,
    exp.ParseJSON: conditionals.json_literal,
    exp.Anonymous: calls.function_call,
    exp.Extract: calls.extract,
    exp.Trim: calls.trim,
    exp.Substring: calls.substring,
    exp.StrPosition: calls.position,
    exp.Normalize: calls.normalize,
    exp.Array: calls.array,
    exp.Tuple: calls.row,
    exp.Bracket: calls.subscript,
    exp.Lambda: arguments.lambda_elsewhere,
    exp.GroupConcat: aggregates.aggregate,
    exp.Filter: aggregates.aggregate,
    exp.IgnoreNulls: aggregates.aggregate,
    exp.RespectNulls: aggregates.aggregate,
    exp.Window: windows.window,
    exp.Subquery: subqueries.scalar,
    exp.Select: subqueries.scalar,
    exp.Values: subqueries.scalar,
    exp.Exists: subqueries.exists,
    **dict.fromkeys(session.NODES, session.session_value),
}


def bind_expression(node: exp.Expr, site: Site) -> Expr:
    """The bound form of an expression, every name and type settled."""
    binder = BINDERS.get(type(node))
    if binder is None:
        raise refuse(node, f"`{node.key.upper()}`")
    return binder(node, site)
