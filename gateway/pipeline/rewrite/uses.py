"""Which columns of each relation instance a statement uses: a permitted view projects these and no more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from gateway.pipeline import bound
from gateway.pipeline.walk import expressions


def used_columns(query: bound.Query) -> Mapping[bound.InstanceId, frozenset[int]]:
    """Ordinals used, by instance; an instance of which nothing is used (`count(*)`) is absent."""
    used: dict[bound.InstanceId, set[int]] = defaultdict(set)
    for node in expressions(query):
        if isinstance(node, bound.Column):
            used[node.source].add(node.index)
    return {instance: frozenset(ordinals) for instance, ordinals in used.items()}
