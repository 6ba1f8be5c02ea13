"""Where values come from: the facts that the security barrier needs about each expression and each derived column.

For one expression and one base relation instance the barrier asks: is the expression NULL whenever a certain column of
the instance is NULL (*strict*)? does it read the instance at all (*touches*)? can it be evaluated only after an aggregation
or a window over the instance, so that row rules below have certainly run (*late*)?
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from typing import assert_never

from gateway.pipeline import bound
from gateway.pipeline.bound import InstanceId
from gateway.pipeline.walk import children

BaseColumn = tuple[InstanceId, int]


@dataclass(frozen=True, slots=True)
class Lineage:
    """Facts about one value, by base relation instance."""

    strict: frozenset[BaseColumn] = frozenset()
    touches: frozenset[InstanceId] = frozenset()
    late: frozenset[InstanceId] = frozenset()

    def __or__(self, other: Lineage) -> Lineage:
        return Lineage(self.strict | other.strict, self.touches | other.touches, self.late | other.late)

    def loose(self) -> Lineage:
        """The same value behind something that is not strict (CASE, coalesce, a subquery)."""
        return Lineage(frozenset(), self.touches, self.late)

    def after(self, below: frozenset[InstanceId]) -> Lineage:
        """The same value once it went through an aggregate or window over `below`; instances of an enclosing query are not under it."""
        return Lineage(frozenset(), self.touches - below, self.late | below)

    def only(self, instances: frozenset[InstanceId]) -> Lineage:
        """What it promises of `instances` alone; what it reads stays."""
        strict = frozenset(column for column in self.strict if column[0] in instances)
        return Lineage(strict, self.touches, self.late & instances)

    def either(self, other: Lineage) -> Lineage:
        """A value that is this one or the other: it promises only what both do."""
        return Lineage(self.strict & other.strict, self.touches | other.touches, self.late & other.late)


NOTHING = Lineage()


@dataclass(slots=True)
class Origins:
    """What every column in the statement stands for, by (instance, ordinal); instances are unique, so one table serves all scopes."""

    columns: dict[tuple[InstanceId, int], Lineage] = field(default_factory=dict)
    parameters: dict[int, Lineage] = field(default_factory=dict)
    known: dict[int, Lineage] = field(default_factory=dict)
    subqueries: dict[int, Lineage] = field(default_factory=dict)
    """What a subquery used as a value gives, by the identity of its query."""

    def of(self, expression: bound.Expr, below: frozenset[InstanceId]) -> Lineage:
        """The lineage of an expression; `below` are the instances under an aggregate or window of this scope.

        Remembered by identity: a node stands in one place of the statement, and long chains would be quadratic otherwise.
        """
        found = self.known.get(id(expression))
        if found is None:
            found = self.known[id(expression)] = self._trace(expression, below)
        return found

    def _trace(self, expression: bound.Expr, below: frozenset[InstanceId]) -> Lineage:
        match expression:
            case bound.Column():
                return self.columns.get((expression.source, expression.index), NOTHING)
            case bound.LambdaParameter():
                return self.parameters.get(expression.id, NOTHING)
            case bound.Constant() | bound.Key() | bound.RawColumn():
                return NOTHING
            case bound.Call():
                return self._call(expression, below)
            case bound.Cast() | bound.Field():
                return self.of(expression.operand, below)
            case bound.Lambda():
                return self.of(expression.body, below).loose()
            case bound.Case():
                return self.union(children(expression), below).loose()
            case bound.Aggregate() | bound.Window() | bound.Grouping():
                return self.union(children(expression), below).after(below)
            case bound.ScalarSubquery() | bound.Exists() | bound.InSubquery() | bound.Quantified():
                inner = self.subqueries.get(id(expression.query), NOTHING)
                read = Lineage(touches=inner.touches)
                return self.union(children(expression), below).loose() | read
            case _:
                assert_never(expression)

    def _call(self, call: bound.Call, below: frozenset[InstanceId]) -> Lineage:
        plain = self.union([a for a in call.arguments if not isinstance(a, bound.Lambda)], below)
        self.bind_lambdas(call, plain)
        bodies = self.union([a for a in call.arguments if isinstance(a, bound.Lambda)], below)
        return (plain if call.function.strict else plain.loose()) | bodies.loose()

    def bind_lambdas(self, call: bound.Call, plain: Lineage) -> None:
        """A lambda's parameter is NULL-safe exactly as far as the call is strict in its other arguments."""
        for argument in call.arguments:
            if isinstance(argument, bound.Lambda):
                for parameter in argument.parameters:
                    self.parameters[parameter.id] = plain if call.function.strict else plain.loose()

    def union(self, expressions: Iterable[bound.Expr], below: frozenset[InstanceId]) -> Lineage:
        return reduce(Lineage.__or__, (self.of(e, below) for e in expressions), NOTHING)


@dataclass(frozen=True, slots=True)
class Reach:
    """Row-ruled instances that stand behind a relation.

    `open`: nothing but joins, filters, projections, DISTINCT and set operations in between. `grouped`: only through a GROUP BY,
    so that only expressions over the grouping keys can be moved to them. `many`: reached on more than one path (a CTE used twice).
    """

    open: frozenset[InstanceId] = frozenset()
    grouped: frozenset[InstanceId] = frozenset()
    many: frozenset[InstanceId] = frozenset()

    def __or__(self, other: Reach) -> Reach:
        twice = (self.open | self.grouped) & (other.open | other.grouped)
        opened = self.open | other.open
        return Reach(opened, (self.grouped | other.grouped) - opened, self.many | other.many | twice)

    @property
    def all(self) -> frozenset[InstanceId]:
        return self.open | self.grouped

    def through_grouping(self) -> Reach:
        return Reach(frozenset(), self.all, self.many)


@dataclass(frozen=True, slots=True)
class Outputs:
    """What a query gives: lineage of each output column, what stands behind its rows, and whether anything in it can fail."""

    columns: tuple[Lineage, ...]
    reach: Reach
    fails: bool = False


def merge(left: Outputs, right: Outputs) -> Outputs:
    """Outputs of a set operation: each row comes from one side.

    An instance that stands on one side only is promised by that side: no row of the other comes from it. Of an instance of an enclosing query
    (a lateral or correlated set operation), rows of both sides depend on it, so both must promise. Sides that share an instance (`many`) are fenced.
    """
    columns = tuple(
        a.either(b) | a.only(left.reach.all - right.reach.all) | b.only(right.reach.all - left.reach.all)
        for a, b in zip(left.columns, right.columns, strict=True)
    )
    return Outputs(columns, left.reach | right.reach, left.fails or right.fails)
