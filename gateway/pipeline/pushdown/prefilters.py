"""Which scans a source may narrow by itself: from the row rules, and from what the statement says of clear columns.

A prefilter of a relation is implied by every row that can matter: by its row rule, by the WHERE of the select that it stands in (a row that an outer join fills
with NULL passes none of the conditions either), and by the ON of joins that drop what does not match.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gateway.catalog.relations import Column, Search
from gateway.pipeline import bound
from gateway.pipeline.pushdown import sqlite
from gateway.pipeline.pushdown.conditions import Condition, all_of, implied
from gateway.pipeline.pushdown.joins import clear_column
from gateway.pipeline.stages import Rewritten
from gateway.pipeline.walk import from_items, queries


def prefilters(rewritten: Rewritten) -> Mapping[bound.InstanceId, Condition]:
    """A condition for each scan of a source that can look for it."""
    sources = rewritten.authorized.located.catalog.sources
    found: dict[bound.InstanceId, Condition] = {}
    for query in queries(rewritten.query):
        if not isinstance(query.body, bound.Select):
            continue
        for item in from_items(query.body.from_):
            if not isinstance(item, bound.Scan) or not _can_look(item, sources[item.relation.name.catalog].kind):
                continue
            condition = _condition(rewritten.views[item.id], query.body)
            if condition is not None:
                found[item.id] = condition
    return found


def _can_look(scan: bound.Scan, kind: str) -> bool:
    return kind == "sqlite" and not scan.relation.opaque and scan.relation.location[1] == sqlite.SCHEMA


def _condition(view: bound.View, select: bound.Select) -> Condition | None:
    own = [predicate for predicate in (view.rows, view.keys) if predicate is not None]
    parts = [implied(predicate, Raw(view)) for predicate in own]
    # What is sampled is sampled from all permitted rows.
    if view.scan.sample is None:
        asked = [] if select.where is None else [select.where]
        parts += [implied(predicate, Shown(view)) for predicate in [*asked, *_demands(select.from_, view.id)]]
    return all_of(parts)


def _demands(item: bound.FromItem | None, instance: bound.InstanceId) -> Iterator[bound.Expr]:
    """ON conditions without which a row of `instance` comes to nothing."""
    if not isinstance(item, bound.Join):
        return
    left, right = (any(i.id == instance for i in _leaves(side)) for side in (item.left, item.right))
    dropped = {
        bound.JoinKind.INNER: left or right,
        bound.JoinKind.LEFT: right,
        bound.JoinKind.RIGHT: left,
    }.get(item.kind, False)
    if item.on is not None and dropped:
        yield item.on
    yield from _demands(item.left if left else item.right, instance)


def _leaves(item: bound.FromItem) -> Iterator[bound.Scan]:
    return (leaf for leaf in from_items(item) if isinstance(leaf, bound.Scan))


@dataclass(frozen=True, slots=True)
class Raw:
    """Finds the source's column in a row rule."""

    view: bound.View

    def __call__(self, node: bound.Expr) -> Column | None:
        if not isinstance(node, bound.RawColumn):
            return None
        return _searched(self.view.scan.relation.column(node.name))


@dataclass(frozen=True, slots=True)
class Shown:
    """Finds the source's column behind a clear column of the view, guarded or not; a masked one has none."""

    view: bound.View

    def __call__(self, node: bound.Expr) -> Column | None:
        if not isinstance(node, bound.Column) or node.source != self.view.id:
            return None
        return _searched(clear_column(self.view, node.index))


def _searched(column: Column | None) -> Column | None:
    return column if column is not None and column.search is not Search.NONE else None
