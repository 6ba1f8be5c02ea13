"""The security barrier (rule 12): which columns leave their view guarded, and which views are fenced.

An engine or a source may evaluate a client's expression before a row rule. If the expression can fail, the failure tells what a hidden row
holds. So for each fallible expression and each row-ruled instance that stands behind its scope or an enclosing one:

- the expression runs only after an aggregation or window over the instance: nothing to do, the row rule has run;
- it is strict in a column of the instance: that column leaves the view as CASE WHEN <row rule> THEN … END, a hidden row carries NULL;
- otherwise (behind coalesce or CASE, element by element of an array, or no column at all): the view is fenced.

Stricter than the rule where that costs little: an aggregation does not hide its grouping keys (predicates over them can be moved below it), an instance
reached twice is never trusted to a guard, and what stands in a subquery of the same scope counts as behind the scope.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import assert_never

from gateway.pipeline import bound
from gateway.pipeline.bound import InstanceId
from gateway.pipeline.rewrite.fallibility import element_wise, exposed, fallible, single_row, unnest_width
from gateway.pipeline.rewrite.lineage import BaseColumn, Lineage, Origins, Outputs, Reach, merge
from gateway.pipeline.walk import (
    cte_references,
    descend,
    from_expressions,
    from_items,
    join_conditions,
    scans,
    subquery,
)


@dataclass(frozen=True, slots=True)
class Barrier:
    """The result: guarded columns and fenced instances."""

    guards: frozenset[BaseColumn]
    fences: frozenset[InstanceId]


def barrier(query: bound.Query, ruled: Collection[InstanceId]) -> Barrier:
    """Guards and fences for a statement whose row-ruled instances are `ruled`."""
    if not ruled:
        return Barrier(frozenset(), frozenset())
    analysis = _Analysis(frozenset(ruled))
    analysis.query(query, Reach())
    return Barrier(
        frozenset((s, c) for s, c in analysis.guards if s not in analysis.fences), frozenset(analysis.fences)
    )


@dataclass(slots=True)
class _Analysis:
    ruled: frozenset[InstanceId]
    origins: Origins = field(default_factory=Origins)
    ctes: dict[int, Outputs] = field(default_factory=dict)
    guards: set[BaseColumn] = field(default_factory=set)
    fences: set[InstanceId] = field(default_factory=set)

    def query(self, query: bound.Query, enclosing: Reach) -> Outputs:
        for cte in query.ctes:
            self._cte(cte, enclosing)
        match query.body:
            case bound.Select():
                keys = [k.key for k in query.order_by if not isinstance(k.key, bound.Output)]
                return self._select(query.body, keys, enclosing)
            case bound.SetOperation():
                sides = [self.query(side, enclosing) for side in (query.body.left, query.body.right)]
                if query.body.kind != "UNION":
                    self._keep_apart(sides)  # an empty side may spare the engine the other one
                return merge(*sides)
            case bound.Query():
                return self.query(query.body, enclosing)
            case bound.ValuesRelation():
                return self._values(query.body, enclosing)
            case _:
                assert_never(query.body)

    def _cte(self, cte: bound.Cte, enclosing: Reach) -> None:
        if cte.recursive:
            # A recursive query feeds itself, so lineage has no end: everything below it is fenced.
            self.fences |= {scan.id for scan in scans(cte.query)} & self.ruled
            for number in cte_references(cte.query):
                if number in self.ctes:
                    self.fences |= self.ctes[number].reach.all
            self.ctes[cte.number] = Outputs(tuple(Lineage() for _ in cte.query.columns), Reach())
        self.ctes[cte.number] = self.query(cte.query, enclosing)

    def _values(self, values: bound.ValuesRelation, enclosing: Reach) -> Outputs:
        """Rows of expressions: a column promises what every row of it does."""
        roots = list(from_expressions(values))
        parts = self._inner(roots, enclosing)
        inner = behind_all(parts)
        self._keep_apart(parts)
        fails = self._check(roots, enclosing | inner, frozenset(), parts, enclosing | inner)
        columns = tuple(
            reduce(Lineage.either, (self.origins.of(e, frozenset()) for e in column))
            for column in zip(*values.rows, strict=True)
        )
        return Outputs(columns, inner, fails)

    def _select(self, select: bound.Select, keys: list[bound.Expr], enclosing: Reach) -> Outputs:
        behind = Reach()
        parts: list[Outputs] = []
        for item in from_items(select.from_):
            parts.append(self._from_item(item, enclosing, behind))
            behind |= parts[-1].reach
        above = [
            *([] if select.where is None else [select.where]),
            *(key for grouping in select.grouping_sets or () for key in grouping),
            *([] if select.having is None else [select.having]),
            *select.items,
            *keys,
        ]
        nested = self._inner([*join_conditions(select.from_), *above], enclosing | behind)
        inner = behind_all(nested)
        roots = [*from_expressions(select.from_), *above]
        self._keep_apart([*parts, *nested], _around(select.from_, len(parts), len(nested)))
        outside = enclosing | inner
        fails = self._check(roots, outside | behind, behind.all, [*parts, *nested], outside)
        columns = tuple(self.origins.of(item, behind.all) for item in select.items)
        # A row of this select can depend on what its subqueries read, on either side of a grouping.
        reach = behind.through_grouping() if select.grouping_sets is not None else behind
        return Outputs(columns, reach | inner, fails)

    def _from_item(self, item: bound.FromItem, enclosing: Reach, left: Reach) -> Outputs:
        match item:
            case bound.Scan():
                if item.id not in self.ruled:
                    return Outputs((), Reach())
                for index in range(len(item.columns)):
                    self.origins.columns[item.id, index] = Lineage(frozenset({(item.id, index)}), frozenset({item.id}))
                return Outputs((), Reach(open=frozenset({item.id})))
            case bound.Derived():
                around = enclosing | left if item.lateral else enclosing
                return self._place(item.id, self.query(item.query, around))
            case bound.CteScan():
                return self._place(item.id, self.ctes[item.cte])
            case bound.ValuesRelation():
                return self._place(item.id, self._values(item, enclosing | left))
            case bound.Unnest():
                parts = self._inner(item.operands, enclosing | left)
                fails = any(part.fails for part in parts)
                return self._place(item.id, Outputs(self._unnested(item), behind_all(parts), fails))
            case bound.Join():
                raise AssertionError("joins are flattened before")
            case _:
                assert_never(item)

    def _unnested(self, item: bound.Unnest) -> tuple[Lineage, ...]:
        """One operand is NULL: no rows. With several, a row may come from any of them, padded: a column promises only what its own operand does."""
        everything = self.origins.union(item.operands, frozenset())
        read = Lineage(touches=everything.touches)
        columns = [self.origins.of(o, frozenset()) | read for o in item.operands for _ in range(unnest_width(o.type))]
        # INVARIANT: the ordinality column is last, and comes from whichever operand is longest.
        return tuple(columns) + ((reduce(Lineage.either, columns),) if item.ordinality else ())

    def _place(self, instance: InstanceId, outputs: Outputs) -> Outputs:
        for index, lineage in enumerate(outputs.columns):
            self.origins.columns[instance, index] = lineage
        return outputs

    def _inner(self, roots: Sequence[bound.Expr], around: Reach) -> list[Outputs]:
        """Analyse the subqueries of expressions; what stands behind them, stands behind this scope."""
        inner: list[Outputs] = []
        for node in (node for root in roots for node in descend(root)):
            nested = subquery(node)
            if nested is None:
                continue
            outputs = self.query(nested, around)
            self.origins.subqueries[id(nested)] = reduce(Lineage.__or__, outputs.columns)
            if isinstance(node, bound.ScalarSubquery) and not single_row(nested):
                # "More than one row" is an error that depends on rows inside, and outside when correlated.
                self.fences |= outputs.reach.all
                self.fences |= around.all
                outputs = replace(outputs, fails=True)
            inner.append(outputs)
        return inner

    def _keep_apart(self, parts: Sequence[Outputs], seen: Collection[tuple[int, int]] = ()) -> None:
        """Whether a part of a scope is evaluated at all can depend on whether another one has rows.

        So when something in one part can fail, the views behind the others must have their row rules run before, or the failure would tell
        of their hidden rows. What stands under an aggregation has had its row rule run. `seen` pairs (part, other) need nothing: the part was
        analysed with the other one around it.
        """
        for number, part in enumerate(parts):
            for index, other in enumerate(parts):
                if part.fails and index != number and (number, index) not in seen:
                    self.fences |= other.reach.open

    def _check(
        self,
        roots: Sequence[bound.Expr],
        concerned: Reach,
        below: frozenset[InstanceId],
        parts: Sequence[Outputs],
        outside: Reach,
    ) -> bool:
        """Protect what the expressions of one scope, over `parts`, concern; whether anything in the scope can fail.

        An aggregation or window of the scope can fail, too (a sum that overflows). By then the row rules below it have run, so
        it concerns only what is `outside` of it: what encloses the scope, and subqueries.
        """
        failing = [self._check_one(root, concerned, below, outside) for root in roots]
        return any(failing) or any(part.fails for part in parts)

    def _check_one(self, root: bound.Expr, concerned: Reach, below: frozenset[InstanceId], outside: Reach) -> bool:
        fails = False
        for node in exposed(root):
            if isinstance(node, bound.Aggregate | bound.Window) and fallible(node):
                fails = True
                self._protect(self.origins.of(node, below), outside)
                continue
            if isinstance(node, bound.Call) and any(isinstance(a, bound.Lambda) for a in node.arguments):
                self.origins.of(node, below)  # binds the lambda's parameters before its body is looked at
            if fallible(node):
                fails = True
                self._protect(self.origins.of(node, below), concerned)
        for node in element_wise(root):
            if fallible(node):
                fails = True
                self._protect(self.origins.of(node, below).loose(), concerned)
        return fails

    def _protect(self, lineage: Lineage, concerned: Reach) -> None:
        for instance in concerned.all - self.fences:
            once = instance not in concerned.many
            if once and instance in lineage.late:
                continue
            if instance in concerned.grouped and instance not in lineage.touches:
                continue
            strict = {column for column in lineage.strict if column[0] == instance}
            if strict and once:
                self.guards |= strict
            else:
                self.fences.add(instance)


def _around(from_: bound.FromItem | None, width: int, nested: int) -> set[tuple[int, int]]:
    """Pairs of parts of a select of which the first was analysed with the second around it: lateral items and subqueries."""
    lateral = {
        number
        for number, item in enumerate(from_items(from_))
        if isinstance(item, bound.Unnest) or (isinstance(item, bound.Derived) and item.lateral)
    }
    left = {(number, index) for number in lateral for index in range(number)}
    return left | {(width + number, index) for number in range(nested) for index in range(width)}


def behind_all(parts: Sequence[Outputs]) -> Reach:
    """What stands behind any of the parts."""
    return reduce(Reach.__or__, (part.reach for part in parts), Reach())
