"""Probes: the statement that reads the keys of a join's narrow side, and what its rows come to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from gateway.pipeline import bound
from gateway.pipeline.pushdown.semijoins import Edge
from gateway.pipeline.rewrite.build import conjunction
from gateway.pipeline.rewrite.fallibility import fallible
from gateway.pipeline.rewrite.uses import used_columns
from gateway.pipeline.stages import Rewritten
from gateway.pipeline.walk import descend, subquery

MOST_ROWS: Final = 5000
MOST_KEYS: Final = 1000
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def probe(rewritten: Rewritten, edge: Edge) -> Rewritten:
    """The keys of the edge's source, over its permitted view, where everything holds that the select asks of it alone.

    Not DISTINCT: an aggregation would read the source to its end before the limit could stop it.
    """
    scan = edge.source.scan
    asked = [part for part in edge.select.conjuncts if _alone(part, scan.id)]
    column = scan.columns[edge.source.index]
    key = bound.Column(scan.id, edge.source.index, column.name, column.type)
    select = bound.Select(items=(key,), from_=scan, where=conjunction(asked) if asked else None)
    query = bound.Query(body=select, columns=(bound.OutputColumn("k", column.type),), limit=bound.Limit(MOST_ROWS + 1))
    view = rewritten.views[scan.id]
    used = used_columns(query)[scan.id]
    read = tuple(projection for projection in view.projections if projection[0] in used)
    return replace(rewritten, query=query, views={scan.id: replace(view, projections=read)})


def _alone(part: bound.Expr, instance: bound.InstanceId) -> bool:
    """Total, always the same, and about this relation only."""
    nodes = list(descend(part))
    return all(_simple(node, instance) for node in nodes) and not any(map(fallible, nodes))


def _simple(node: bound.Expr, instance: bound.InstanceId) -> bool:
    match node:
        case bound.Column(source=source):
            return source == instance
        case bound.Call(function=function):
            return function.deterministic
        case bound.Aggregate() | bound.Window() | bound.Grouping():
            return False
        case _:
            return subquery(node) is None


def keys_of(values: Sequence[object], base: str) -> tuple[int | str, ...] | None:
    """The distinct keys that a probe read, NULL left out (it equals nothing); None when they are too many to send.

    >>> keys_of([3, None, 3, 1], "bigint"), keys_of(range(2000), "bigint"), keys_of(["12024-01-01"], "date")
    ((1, 3), None, None)
    """
    if len(values) > MOST_ROWS:
        return None
    numbers = {value for value in values if isinstance(value, int) and not isinstance(value, bool)}
    texts = {value for value in values if isinstance(value, str)}
    if any("\0" in text or (base == "date" and not _DAY.fullmatch(text)) for text in texts):
        return None
    keys: tuple[int | str, ...] = (*sorted(numbers), *sorted(texts))
    understood = all(value is None or value in numbers or value in texts for value in values)
    return keys if understood and len(keys) <= MOST_KEYS else None
