"""Column references and row fields, by Trino's rules over what is visible."""

from __future__ import annotations

from sqlglot import exp

from gateway.catalog.names import fold
from gateway.errors import AccessError, ErrorCode, GatewayError
from gateway.pipeline.bound import Expr, Field
from gateway.pipeline.resolve.aggregation import has_aggregate, weight
from gateway.pipeline.resolve.errors import fail, nearest
from gateway.pipeline.resolve.nodes import only, refuse
from gateway.pipeline.resolve.place import position_of
from gateway.pipeline.resolve.scope import Ambiguous, Found, Scope, Undisclosed, find, suffix
from gateway.pipeline.resolve.site import Inside, Site

_COLUMN = frozenset({"this", "table", "db", "catalog"})
_PARTS = ("catalog", "db", "table", "this")


def column(node: exp.Expr, site: Site) -> Expr:
    """A column, possibly qualified, possibly followed by row fields."""
    parts = parts_of(node)
    if parts is None:
        raise refuse(node, "`*` here")
    return reference(node, parts, site)


def column_name(node: exp.Expr, site: Site) -> Expr:
    """A bare name: the parser leaves uses of lambda parameters so."""
    return reference(node, (node.name,), site)


def parts_of(node: exp.Expr) -> tuple[str, ...] | None:
    """The names of a dotted reference as written, or None when it is not one."""
    match node:
        case exp.Identifier():
            return (node.name,)
        case exp.Column() if isinstance(node.this, exp.Identifier):
            only(node, _COLUMN)
            return tuple(node.args[part].name for part in _PARTS if node.args.get(part) is not None)
        case exp.Dot() if isinstance(node.expression, exp.Identifier):
            only(node, frozenset({"this", "expression"}))
            base = parts_of(node.this)
            return None if base is None else (*base, node.expression.name)
        case _:
            return None


def dot(node: exp.Expr, site: Site) -> Expr:
    """`a.b.c.d.e`, or a field of any row expression."""
    parts = parts_of(node)
    if parts is not None:
        return reference(node, parts, site)
    only(node, frozenset({"this", "expression"}))
    if not isinstance(node.expression, exp.Identifier) or isinstance(node.this, exp.Identifier):
        raise refuse(node, "a dotted name here")
    return row_field(node, site.bind(node.this), node.expression.name)


def reference(node: exp.Expr, written: tuple[str, ...], site: Site) -> Expr:
    """What a dotted name means."""
    found = lookup(node, written, site.scope)
    if found is None:
        raise unresolved(node, written, site.scope)
    if found.level.outputs and site.inside is Inside.AGGREGATE:
        message = f"`{'.'.join(written)}` is an output column, an aggregation in ORDER BY reads the relations only"
        raise fail(node, ErrorCode.INVALID_COLUMN_REFERENCE, message)
    expression = found.column.expression
    site.world.repeats.add(weight(expression) - 1)  # a name of an output, or of what a FULL JOIN merged, is written out
    if found.level.outputs and found.level is not _own(site.scope) and has_aggregate(expression):
        raise refuse(node, "an aggregation of the select list in a subquery of ORDER BY")
    for name in written[len(written) - len(found.fields) :] if found.fields else ():
        expression = row_field(node, expression, name)
    return expression


def _own(scope: Scope) -> Scope:
    """The level of the query itself: lambdas add levels of their own."""
    return next((level for level in scope.levels() if not level.parameters), scope)


def lookup(node: exp.Expr, written: tuple[str, ...], scope: Scope) -> Found | None:
    """Find a name, or raise AMBIGUOUS_NAME."""
    try:
        return find(scope, [fold(part) for part in written])
    except Ambiguous:
        raise fail(node, ErrorCode.AMBIGUOUS_NAME, f"column `{'.'.join(written)}` is ambiguous") from None


def row_field(node: exp.Expr, operand: Expr, name: str) -> Expr:
    """A named field of a row."""
    if operand.type.base != "row":
        raise fail(node, ErrorCode.TYPE_MISMATCH, f"`{name}` is asked of {operand.type}, which is not a row")
    places = [
        index for index, known in enumerate(operand.type.fields) if known is not None and fold(known) == fold(name)
    ]
    if len(places) > 1:
        raise fail(node, ErrorCode.AMBIGUOUS_NAME, f"field `{name}` is ambiguous")
    if not places:
        hint = nearest(fold(name), [known for known in operand.type.fields if known])
        raise fail(node, ErrorCode.COLUMN_NOT_FOUND, f"field `{name}` cannot be resolved", hint=hint)
    return field_at(operand, places[0])


def field_at(operand: Expr, index: int) -> Field:
    """A field of a row by its place."""
    type_ = operand.type.parameters[index]
    assert not isinstance(type_, int)
    return Field(operand, index, operand.type.fields[index], type_)


def unresolved(node: exp.Expr, written: tuple[str, ...], scope: Scope) -> GatewayError:
    """The one error for a name that means nothing visible; only what may be discovered is told apart."""
    parts = tuple(fold(part) for part in written)
    for length in range(len(parts), 0, -1):
        hidden = _undisclosed(parts[:length], scope)
        if hidden is not None:
            return AccessError(
                f"column `{'.'.join(written[:length])}` is not granted to you",
                code=ErrorCode.COLUMN_NOT_ALLOWED,
                hint="ask the owner for a select grant on it",
                contact=hidden.contact or None,
                position=position_of(node),
            )
    return fail(
        node,
        ErrorCode.COLUMN_NOT_FOUND,
        f"column `{'.'.join(written)}` cannot be resolved",
        hint=_hint(parts, scope),
    )


def _undisclosed(parts: tuple[str, ...], scope: Scope) -> Undisclosed | None:
    for level in scope.levels():
        for relation in level.undisclosed:
            if parts[-1] in relation.names and suffix(relation.qualifier, parts[:-1]):
                return relation
    return None


def _hint(parts: tuple[str, ...], scope: Scope) -> str | None:
    levels = list(scope.levels())
    prefix, name = parts[:-1], parts[-1]
    known = [c.name for level in levels for c in level.columns if c.name and c.answers(prefix)]
    if known or not prefix:
        return nearest(name, known)
    return nearest(prefix[-1], [relation[-1] for level in levels for relation in level.relations if relation])
