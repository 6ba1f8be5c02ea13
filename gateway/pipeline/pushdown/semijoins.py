"""Keys of a small side of a join, sent to the source of the other side, so that it need not send all its rows.

A statement that may gain from it is run in rounds: a probe reads the keys of the narrow side, as the principal may see it; the next round prepares the statement
again with these keys, and they become one more condition in the other side's permitted view. It is a condition that the join itself implies.

Rule 15: keys of one owner reach another owner's source only if the first one shares keys with the other, and only clear ones. Which keys are sent
may itself come from keys of an earlier round; then their owners must share, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from gateway.catalog.relations import Catalog, Column, Read, Search
from gateway.catalog.types import BOOLEAN
from gateway.pipeline import bound
from gateway.pipeline.bound import InstanceId
from gateway.pipeline.pushdown.joins import Joined, Side, joined
from gateway.pipeline.pushdown.narrow import narrow
from gateway.pipeline.rewrite.build import call
from gateway.pipeline.stages import ProbeId, Rewritten
from gateway.pipeline.walk import queries

ROUNDS: Final = 3
_TARGETS: Final = frozenset({"postgresql", "mysql", "sqlite"})
_INTEGERS: Final = {"tinyint": 8, "smallint": 16, "integer": 32, "bigint": 64}


@dataclass(frozen=True, slots=True)
class Edge:
    """An equality by which keys of `source` may narrow `target`."""

    source: Side
    target: Side
    select: Joined

    @property
    def id(self) -> ProbeId:
        return (self.source.scan.id, self.source.index, self.target.scan.id, self.target.index)


def semijoin(rewritten: Rewritten) -> tuple[Rewritten, Edge | None]:
    """The statement with the keys that are known, and the edge whose keys are to be read next."""
    keys = rewritten.authorized.located.statement.keys
    if keys is None:
        return rewritten, None
    selects = [found for query in queries(rewritten.query) if (found := joined(query.body)) is not None]
    tried: set[ProbeId] = set()
    origins: dict[InstanceId, frozenset[str]] = {}
    while len(tried) < ROUNDS:
        edge = next((e for s in selects for e in _edges(s, rewritten, origins) if e.id not in tried), None)
        if edge is None or edge.id not in keys:
            return rewritten, edge
        tried.add(edge.id)
        values = keys[edge.id]
        if values is not None:
            rewritten = _with_keys(rewritten, edge, values)
            origins[edge.target.scan.id] = _origins(edge.source, origins)
    return rewritten, None


def _edges(select: Joined, rewritten: Rewritten, origins: Mapping[InstanceId, frozenset[str]]) -> Iterator[Edge]:
    catalog = rewritten.authorized.located.catalog
    views = rewritten.views
    for one, other in select.equalities:
        for source, target in ((one, other), (other, one)):
            if (
                narrow(views[source.scan.id], select.conjuncts)
                and not narrow(views[target.scan.id], select.conjuncts)
                and _sendable(source, views)
                and _findable(target, views, catalog)
                and _shared(source, target, catalog, origins)
            ):
                yield Edge(source, target, select)


def _sendable(side: Side, views: Mapping[InstanceId, bound.View]) -> bool:
    """Clear to the principal, and the same rows every time."""
    column = side.column(views[side.scan.id])
    return column is not None and side.scan.sample is None and column.type.base in (*_INTEGERS, "varchar", "date")


def _findable(side: Side, views: Mapping[InstanceId, bound.View], catalog: Catalog) -> bool:
    """The source looks for it itself, comparing as the engine does."""
    column = side.column(views[side.scan.id])
    kind = catalog.sources[side.scan.relation.name.catalog].kind
    if column is None or kind not in _TARGETS or side.scan.sample is not None or side.scan.relation.opaque:
        return False
    if kind == "sqlite":
        return column.search is not Search.NONE
    return column.read is Read.PLAIN and column.type.base in (*_INTEGERS, "varchar", "date")


def _shared(source: Side, target: Side, catalog: Catalog, origins: Mapping[InstanceId, frozenset[str]]) -> bool:
    """Rule 15: every source that has a part in the keys belongs to the receiver, or shares keys with it."""
    receiver = catalog.sources[target.scan.relation.name.catalog].owner
    givers = [catalog.sources[name] for name in _origins(source, origins)]
    return bool(receiver) and all(g.owner == receiver or receiver in g.share_keys_with for g in givers)


def _origins(side: Side, origins: Mapping[InstanceId, frozenset[str]]) -> frozenset[str]:
    """The sources whose data says which keys there are."""
    return origins.get(side.scan.id, frozenset()) | {side.scan.relation.name.catalog}


def _with_keys(rewritten: Rewritten, edge: Edge, values: tuple[int | str, ...]) -> Rewritten:
    view = rewritten.views[edge.target.scan.id]
    column = edge.target.column(view)
    assert column is not None
    raw = bound.RawColumn(column.name, column.type)
    known = [bound.Constant(value, column.type) for value in values if _fits(value, column)]
    keys: bound.Expr
    match known:
        case []:
            keys = bound.Constant(False, BOOLEAN)
        case [only]:
            keys = call("=", raw, only)
        case _:
            keys = call("<in>", raw, *known)
    return replace(rewritten, views={**rewritten.views, view.id: replace(view, keys=keys)})


def _fits(value: int | str, column: Column) -> bool:
    """A key that the column can not hold matches none of its rows."""
    match value:
        case int():
            half = 1 << (_INTEGERS.get(column.type.base, 1) - 1)
            return -half <= value < half
        case str() if column.type.base == "varchar":
            return column.type.length is None or len(value) <= column.type.length
        case _:
            return column.type.base == "date"
