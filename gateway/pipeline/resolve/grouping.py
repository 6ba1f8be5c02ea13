"""GROUP BY multiplied out, and the check that what is selected is grouped, aggregated or constant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, product
from typing import Final

from sqlglot import exp

from gateway.errors import ErrorCode, StatementError
from gateway.pipeline.bound import Aggregate, Column, Expr, Grouping, InstanceId, Query
from gateway.pipeline.limits import MAX_KEYS
from gateway.pipeline.resolve.aggregation import has_aggregate, weight
from gateway.pipeline.resolve.columns import parts_of
from gateway.pipeline.resolve.comparable import comparable
from gateway.pipeline.resolve.errors import fail
from gateway.pipeline.resolve.nodes import only, unwrap
from gateway.pipeline.resolve.site import Clause, Site
from gateway.pipeline.walk import children, inner_queries, scope_expressions, subquery

Set = tuple[Expr, ...]
MOST_SETS: Final = 2048
_GROUP: Final = frozenset({"expressions", "rollup", "cube", "grouping_sets", "all"})
_EXPRESSIONS: Final = frozenset({"expressions"})


def grouping_sets(node: exp.Expr, items: Sequence[Expr], site: Site) -> tuple[Set, ...]:
    """All grouping sets of a GROUP BY. `items` are the select's, for ordinals."""
    only(node, _GROUP)
    inside = site.at(Clause.GROUP_BY)
    elements = [*node.expressions]
    for name in ("rollup", "cube", "grouping_sets"):
        elements.extend(node.args.get(name) or ())
    parts = [_element(element, items, inside) for element in elements]
    count = 1
    for part in parts:
        count *= len(part)
    if count > MOST_SETS:
        raise fail(
            node, ErrorCode.INVALID_ARGUMENTS, f"GROUP BY has {count} grouping sets, at most {MOST_SETS} are possible"
        )
    sets = tuple(_joined(chosen) for chosen in product(*parts))
    return _distinct(sets) if node.args.get("all") is False else sets


def _distinct(sets: Iterable[Set]) -> tuple[Set, ...]:
    """GROUP BY DISTINCT: each set once, in whatever order it names its expressions. (ALL is the default.)"""
    kept: dict[frozenset[Expr], Set] = {}
    for one in sets:
        kept.setdefault(frozenset(one), one)
    return tuple(kept.values())


def _joined(sets: Iterable[Set]) -> Set:
    """One set of all their expressions, each once."""
    result: list[Expr] = []
    for expressions in sets:
        result.extend(e for e in expressions if e not in result)
        if len(result) > MAX_KEYS:
            raise StatementError(
                f"GROUP BY has more than {MAX_KEYS} different expressions",
                code=ErrorCode.STATEMENT_TOO_LARGE,
                hint="group by fewer, or use SELECT DISTINCT",
            )
    return tuple(result)


def _element(node: exp.Expr, items: Sequence[Expr], site: Site) -> list[Set]:
    match node:
        case exp.Rollup():
            only(node, _EXPRESSIONS)
            groups = [_columns(part, site) for part in node.expressions]
            return [_joined(groups[:length]) for length in range(len(groups), -1, -1)]
        case exp.Cube():
            only(node, _EXPRESSIONS)
            groups = [_columns(part, site) for part in node.expressions]
            if len(groups) > 11:
                raise fail(node, ErrorCode.INVALID_ARGUMENTS, "CUBE takes at most 11 columns")
            return [_joined(kept) for size in range(len(groups), -1, -1) for kept in combinations(groups, size)]
        case exp.GroupingSets():
            only(node, _EXPRESSIONS)
            return [one for part in node.expressions for one in _grouping_set(part, items, site)]
        case exp.Tuple():
            only(node, _EXPRESSIONS)
            return [_joined([(_simple(part, site),) for part in node.expressions])]
        case _:
            return [(_ordinal_or_simple(node, items, site),)]


def _grouping_set(node: exp.Expr, items: Sequence[Expr], site: Site) -> list[Set]:
    if isinstance(node, (exp.Rollup, exp.Cube, exp.GroupingSets)):
        return _element(node, items, site)
    return [_columns(node, site)]


def _columns(node: exp.Expr, site: Site) -> Set:
    """`a` or `(a, b)` inside ROLLUP, CUBE and GROUPING SETS: columns only, as in Trino."""
    parts = node.expressions if isinstance(node, exp.Tuple) else [unwrap(node)]
    for part in parts:
        if parts_of(part) is None:
            raise fail(
                part, ErrorCode.INVALID_COLUMN_REFERENCE, "ROLLUP, CUBE and GROUPING SETS take columns, not expressions"
            )
    return _joined([(_simple(part, site),) for part in parts])


def _ordinal_or_simple(node: exp.Expr, items: Sequence[Expr], site: Site) -> Expr:
    place = ordinal(node, len(items), "GROUP BY")
    if place is None:
        return _simple(node, site)
    site.world.repeats.add(weight(items[place]))
    return _groupable(node, items[place])


def ordinal(node: exp.Expr, width: int, clause: str) -> int | None:
    """The select item that an integer stands for, from 0."""
    if not isinstance(node, exp.Literal) or node.is_string or not (node.name.isascii() and node.name.isdigit()):
        return None
    place = int(node.name)
    if not 1 <= place <= width:
        raise fail(node, ErrorCode.INVALID_COLUMN_REFERENCE, f"{clause} position {place} is not in the select list")
    return place - 1


def _simple(node: exp.Expr, site: Site) -> Expr:
    return _groupable(node, site.bind(node))


def _groupable(node: exp.Expr, operand: Expr) -> Expr:
    if has_aggregate(operand):
        raise fail(node, ErrorCode.EXPRESSION_NOT_SCALAR, "GROUP BY cannot contain aggregations or window functions")
    if not comparable(operand.type):
        raise fail(
            node, ErrorCode.TYPE_MISMATCH, f"{operand.type} is not comparable, and therefore cannot be used in GROUP BY"
        )
    return operand


class Grouped:
    """What a grouped select may show: its grouping expressions, aggregates, constants, and columns from around it."""

    def __init__(self, sets: tuple[Set, ...], instances: frozenset[InstanceId]) -> None:
        self.expressions = _joined(sets)
        self.instances = instances

    def check(self, node: exp.Expr, operand: Expr) -> None:
        """Raise EXPRESSION_NOT_AGGREGATE for what is neither."""
        if operand in self.expressions:
            return
        match operand:
            case Column() if operand.source in self.instances:
                message = f"`{operand.name or node.sql('trino')}` must be an aggregate expression or appear in GROUP BY clause"
                raise fail(node, ErrorCode.EXPRESSION_NOT_AGGREGATE, message)
            case Aggregate():
                return
            case Grouping():
                self._grouping(node, operand)
            case _:
                for part in children(operand):
                    self.check(node, part)
                nested = subquery(operand)
                if nested is not None:
                    self._query(node, nested)

    def _grouping(self, node: exp.Expr, operand: Grouping) -> None:
        if any(part not in self.expressions for part in operand.arguments):
            raise fail(
                node, ErrorCode.INVALID_ARGUMENTS, "the arguments of GROUPING must be expressions of the GROUP BY"
            )

    def _query(self, node: exp.Expr, query: Query) -> None:
        """A subquery may use grouping expressions of the select around it."""
        for operand in scope_expressions(query):
            self.check_inner(node, operand)
        for inner in inner_queries(query):
            self._query(node, inner)

    def check_inner(self, node: exp.Expr, operand: Expr) -> None:
        """As `check`, inside a subquery: its own aggregates are no aggregates of ours."""
        if operand in self.expressions:
            return
        if isinstance(operand, Column) and operand.source in self.instances:
            self.check(node, operand)
        for part in children(operand):
            self.check_inner(node, part)
