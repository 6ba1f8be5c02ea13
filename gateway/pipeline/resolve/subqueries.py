"""Subqueries in expressions: scalar, EXISTS, IN, ANY and ALL."""

from __future__ import annotations

from typing import Final, Literal, cast

from sqlglot import exp

from gateway.catalog.types import Type
from gateway.errors import ErrorCode
from gateway.pipeline.bound import Call, Column, Exists, Expr, InSubquery, Quantified, Query, ScalarSubquery
from gateway.pipeline.resolve.apply import apply, choose
from gateway.pipeline.resolve.coerce import coerce
from gateway.pipeline.resolve.errors import fail
from gateway.pipeline.resolve.nodes import only, refuse, unwrap
from gateway.pipeline.resolve.outputs import converted
from gateway.pipeline.resolve.place import position_of
from gateway.pipeline.resolve.site import Inside, Site

Comparison = Literal["=", "<>", "<", "<=", ">", ">="]
_QUANTIFIERS: Final[dict[str, Literal["ANY", "ALL"]]] = {"any": "ANY", "some": "ANY", "all": "ALL"}


def is_query(node: exp.Expr) -> bool:
    """Whether a node is a query, in whatever parentheses."""
    inner = unwrap(node)
    return isinstance(inner, (exp.Query, exp.Values))


def scalar(node: exp.Expr, site: Site) -> Expr:
    """A query used as a value: one column, or several as a row, which is refused."""
    query = _query(node, site)
    if len(query.columns) != 1:
        raise refuse(node, f"a subquery of {len(query.columns)} columns as a value")
    return ScalarSubquery(query, query.columns[0].type)


def exists(node: exp.Expr, site: Site) -> Expr:
    """EXISTS (query)."""
    only(node, frozenset({"this"}))
    return Exists(_query(node.this, site))


def in_subquery(node: exp.Expr, inner: exp.Expr, site: Site) -> Expr:
    """`x IN (query)`, both sides brought to one type."""
    operand = site.bind(node.this)
    query = _query(inner, site)
    operand, query = _matched(node, "=", operand, query, site)
    return InSubquery(operand, query)


def quantified(node: exp.Expr, operator: str, site: Site) -> Expr | None:
    """`x > ALL (query)`; None when the right side is an ordinary value."""
    right = node.expression
    quantifier, inner = _quantifier(right)
    if quantifier is None or inner is None:
        return None
    operand = site.bind(node.this)
    operand, query = _matched(node, operator, operand, _query(inner, site), site)
    return Quantified(operand, cast(Comparison, operator), quantifier, query)


def _quantifier(node: exp.Expr) -> tuple[Literal["ANY", "ALL"] | None, exp.Expr | None]:
    match node:
        case exp.Any() | exp.All():
            only(node, frozenset({"this"}))
            if not is_query(node.this):
                raise refuse(node, "ANY or ALL over anything but a query")
            return ("ANY" if isinstance(node, exp.Any) else "ALL"), node.this
        case exp.Anonymous() if str(node.this).lower() in _QUANTIFIERS and len(node.expressions) == 1:
            if is_query(node.expressions[0]):
                return _QUANTIFIERS[str(node.this).lower()], node.expressions[0]
    return None, None


def _matched(node: exp.Expr, operator: str, operand: Expr, query: Query, site: Site) -> tuple[Expr, Query]:
    """The operand and the query's columns as the types that the comparison takes."""
    if len(query.columns) != 1:
        return _matched_row(node, operand, query, site)
    output = query.columns[0].type
    left, right = _comparable(node, operator, operand.type, output, site)
    return coerce(node, operand, left), converted(query, (right,), site, position_of(node))


def _matched_row(node: exp.Expr, operand: Expr, query: Query, site: Site) -> tuple[Expr, Query]:
    """`(a, b) IN (query)`: each field against its column."""
    if not (isinstance(operand, Call) and operand.function.name == "<row>"):
        raise fail(
            node,
            ErrorCode.TYPE_MISMATCH,
            f"the query has {len(query.columns)} columns, the left side is {operand.type}",
        )
    if len(operand.arguments) != len(query.columns):
        message = f"the query has {len(query.columns)} columns, the left side has {len(operand.arguments)}"
        raise fail(node, ErrorCode.TYPE_MISMATCH, message)
    pairs = [
        _comparable(node, "=", field.type, column.type, site)
        for field, column in zip(operand.arguments, query.columns, strict=True)
    ]
    fields = [coerce(node, field, left) for field, (left, _) in zip(operand.arguments, pairs, strict=True)]
    wanted = tuple(right for _, right in pairs)
    return apply(site, node, "<row>", fields), converted(query, wanted, site, position_of(node))


def _comparable(node: exp.Expr, operator: str, left: Type, right: Type, site: Site) -> tuple[Type, Type]:
    """The types that `left operator right` compares, or the table's own refusal."""
    stand_ins = (Column(0, 0, None, left), Column(0, 0, None, right))
    types = choose(site, operator, stand_ins, position_of(node)).argument_types
    return types[0], types[1]


def _query(node: exp.Expr, site: Site) -> Query:
    if site.world.is_policy or site.inside is Inside.LAMBDA:
        raise refuse(node, "a subquery in a policy" if site.world.is_policy else "a subquery in a lambda")
    return site.world.query(unwrap(node), site)
