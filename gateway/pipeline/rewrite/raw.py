"""The columns of a base relation that its permitted view reads."""

from __future__ import annotations

from gateway.pipeline import bound
from gateway.pipeline.walk import descend


def raw_columns(view: bound.View) -> frozenset[str]:
    """By name: those that are shown or masked, and those of the row rules, whatever is made of them."""
    roots = [node for _, node in view.projections] + [p for p in (view.rows, view.keys) if p is not None]
    return frozenset(node.name for root in roots for node in descend(root) if isinstance(node, bound.RawColumn))
