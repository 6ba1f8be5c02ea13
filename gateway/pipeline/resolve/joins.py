"""Joins: FROM lists, ON, USING, NATURAL; the columns of a join as Trino orders them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlglot import exp

from gateway.catalog import types
from gateway.catalog.names import fold
from gateway.errors import ErrorCode
from gateway.pipeline.bound import Constant, Expr, Join, JoinKind
from gateway.pipeline.resolve.aggregation import weight
from gateway.pipeline.resolve.apply import apply, choose
from gateway.pipeline.resolve.coerce import coerce, to_boolean
from gateway.pipeline.resolve.columns import unresolved
from gateway.pipeline.resolve.errors import fail
from gateway.pipeline.resolve.nodes import only, refuse, unwrap
from gateway.pipeline.resolve.place import position_of
from gateway.pipeline.resolve.relations import (
    Source,
    alias_of,
    is_parenthesis,
    lateral,
    relation,
    requalified,
    sample_of,
)
from gateway.pipeline.resolve.scope import Visible
from gateway.pipeline.resolve.site import Clause, Inside, Site

_JOIN: Final = frozenset({"this", "side", "kind", "method", "on", "using"})
_PARENTHESIS: Final = frozenset({"this", "alias", "joins"})
_SIDES: Final = {"LEFT": JoinKind.LEFT, "RIGHT": JoinKind.RIGHT, "FULL": JoinKind.FULL}


def from_clause(first: exp.Expr, joins: Sequence[exp.Expr], site: Site) -> Source:
    """`a JOIN b …, c JOIN d …`: a comma binds weaker than JOIN, the parser does not keep that."""
    groups: list[tuple[exp.Expr, list[exp.Expr]]] = [(first, [])]
    for join in joins:
        if _is_comma(join):
            groups.append((join.this, []))
        else:
            groups[-1][1].append(join)
    result: Source | None = None
    for head, rest in groups:
        alone = not rest and not head.args.get("joins")
        outer = site.seeing(result.scope(site.scope)) if result and alone and lateral(head) else site
        side = _chain(head, rest, site, outer)
        result = side if result is None else _crossed(result, side)
    assert result is not None
    return result


def _is_comma(join: exp.Expr) -> bool:
    return not any(join.args.get(name) for name in ("side", "kind", "method", "on", "using"))


def _chain(head: exp.Expr, joins: Sequence[exp.Expr], site: Site, outer: Site) -> Source:
    result = _operand(head, outer)
    for join in joins:
        result = _joined(result, join, site)
    return result


def _operand(node: exp.Expr, site: Site) -> Source:
    """A relation with the joins that hang on it (`(a JOIN b …)`, `a JOIN (b JOIN c …)` without brackets)."""
    if isinstance(node, exp.Subquery) and is_parenthesis(node):
        if sample_of(node) is not None:
            raise refuse(node, "TABLESAMPLE of a join")
        only(node, _PARENTHESIS)
        base = requalified(_operand(node.this, site), alias_of(node), node)
    else:
        base = relation(node, site)
    joins = node.args.get("joins") or ()
    if any(_is_comma(join) for join in joins):
        raise refuse(node, "a comma inside brackets in FROM")
    for join in joins:
        base = _joined(base, join, site)
    return base


def _crossed(left: Source, right: Source) -> Source:
    return _both(left, right, Join(JoinKind.CROSS, left.item, right.item))


def _both(left: Source, right: Source, item: Join, columns: tuple[Visible, ...] | None = None) -> Source:
    return Source(
        item,
        (*left.columns, *right.columns) if columns is None else columns,
        (*left.relations, *right.relations),
        (*left.undisclosed, *right.undisclosed),
    )


def _joined(left: Source, node: exp.Expr, site: Site) -> Source:
    only(node, _JOIN)
    kind = _kind(node)
    sees_left = lateral(node.this) and not node.this.args.get("joins")
    right = _operand(node.this, site.seeing(left.scope(site.scope)) if sees_left else site)
    if sees_left:
        _check_lateral(node, kind)
    using = node.args.get("using")
    if str(node.args.get("method") or "").upper() == "NATURAL":
        return _merged(left, right, node, kind, _shared(left, right), site)
    if using:
        return _merged(left, right, node, kind, [(name, name.name) for name in using], site)
    on = node.args.get("on")
    if (on is None) != (kind is JoinKind.CROSS):
        raise refuse(node, "a join without a condition" if on is None else "ON after CROSS JOIN")
    both = _both(left, right, Join(kind, left.item, right.item))
    if on is None:
        return both
    inside = replace(site, clause=Clause.ON, inside=Inside.NOTHING, scope=both.scope(site.scope))
    condition = to_boolean(on, inside.bind(on), "JOIN ON clause")
    return replace(both, item=Join(kind, left.item, right.item, condition))


def _kind(node: exp.Expr) -> JoinKind:
    side, kind = str(node.args.get("side") or "").upper(), str(node.args.get("kind") or "").upper()
    if side in _SIDES and kind in ("", "OUTER"):
        return _SIDES[side]
    if not side and kind in ("", "INNER"):
        return JoinKind.INNER
    if not side and kind == "CROSS":
        return JoinKind.CROSS
    raise refuse(node, f"{side} {kind} JOIN".strip())


def _check_lateral(node: exp.Expr, kind: JoinKind) -> None:
    on = node.args.get("on")
    always = on is not None and isinstance(truth := unwrap(on), exp.Boolean) and bool(truth.this)
    if kind is JoinKind.CROSS and on is None:
        return
    if kind not in (JoinKind.INNER, JoinKind.LEFT) or not always:
        raise refuse(node, "a join with UNNEST or LATERAL other than CROSS JOIN, or LEFT or INNER JOIN … ON TRUE")


def _shared(left: Source, right: Source) -> list[tuple[exp.Expr | None, str]]:
    """NATURAL: the names that both sides have, in the left side's order."""
    known = {column.name for column in right.columns if column.name}
    names = dict.fromkeys(column.name for column in left.columns if column.name in known)
    return [(None, name) for name in names if name]


def _merged(
    left: Source,
    right: Source,
    node: exp.Expr,
    kind: JoinKind,
    names: Sequence[tuple[exp.Expr | None, str]],
    site: Site,
) -> Source:
    """USING and NATURAL: the shared columns once, without a qualifier, then the other columns of both sides."""
    if kind is JoinKind.CROSS:
        raise refuse(node, "USING after CROSS JOIN")
    if len({fold(name) for _, name in names}) < len(names):
        raise fail(node, ErrorCode.DUPLICATE_NAME, "USING names a column twice")
    merged, equal, gone = [], [], set()
    for place, name in names:
        one, other = _side(place or node, name, left, "left"), _side(place or node, name, right, "right")
        condition, value = _pair(place or node, one, other, kind, site)
        equal.append(condition)
        merged.append(Visible(fold(name), (), value, name if place is not None else one.label))
        gone |= {id(one), id(other)}
    on = _all(node, equal, site)
    rest = tuple(column for column in (*left.columns, *right.columns) if id(column) not in gone)
    return _both(left, right, Join(kind, left.item, right.item, on), (*merged, *rest))


def _side(node: exp.Expr, name: str, source: Source, side: str) -> Visible:
    matches = [column for column in source.columns if column.name == fold(name)]
    if len(matches) > 1:
        raise fail(node, ErrorCode.AMBIGUOUS_NAME, f"column `{name}` is ambiguous on the {side} side of the join")
    if not matches:
        raise unresolved(node, (name,), source.scope(None))
    return matches[0]


def _pair(node: exp.Expr, left: Visible, right: Visible, kind: JoinKind, site: Site) -> tuple[Expr, Expr]:
    """The condition for one shared column, and the column's value after the join."""
    operands = (left.expression, right.expression)
    condition = apply(site, node, "=", operands)
    if kind in (JoinKind.INNER, JoinKind.LEFT):
        # Where the left side has a row its value is the one; where it has none the right has none either.
        target = choose(site, "=", operands, position_of(node)).argument_types[0]
        return condition, coerce(node, left.expression, target)
    site.world.repeats.add(weight(left.expression) - 1)  # which is what the joins before it merged
    return condition, apply(site, node, "coalesce", operands)


def _all(node: exp.Expr, conditions: list[Expr], site: Site) -> Expr:
    if not conditions:
        return Constant(True, types.BOOLEAN)
    return conditions[0] if len(conditions) == 1 else apply(site, node, "and", conditions)
