"""Selects that only join inwardly: every condition of theirs holds of every row they give, wherever it was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gateway.catalog.relations import Column
from gateway.pipeline import bound
from gateway.pipeline.pushdown.conditions import unwidened
from gateway.pipeline.walk import from_items


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an equality: a column of a base relation."""

    scan: bound.Scan
    index: int

    def column(self, view: bound.View) -> Column | None:
        """The source's column, if the principal gets its very values."""
        return clear_column(view, self.index)


@dataclass(frozen=True, slots=True)
class Joined:
    """One select: what must hold of its rows, and the equalities between columns of its base relations."""

    conjuncts: tuple[bound.Expr, ...]
    equalities: tuple[tuple[Side, Side], ...]


def clear_column(view: bound.View, index: int) -> Column | None:
    """The source's column behind a clear column of the view, guarded or not; a masked one has none."""
    shown = dict(view.projections).get(index)
    match shown:
        case bound.Case(whens=((_, bound.RawColumn() as raw),), otherwise=None) if index in view.guarded:
            return view.scan.relation.column(raw.name)
        case bound.RawColumn():
            return view.scan.relation.column(shown.name)
        case _:
            return None


def joined(body: object) -> Joined | None:
    """None for anything but a select of inner joins with equalities between its base relations."""
    if not isinstance(body, bound.Select) or not _inner(body.from_):
        return None
    scans = {item.id: item for item in from_items(body.from_) if isinstance(item, bound.Scan)}
    roots = [*_conditions(body.from_), *([] if body.where is None else [body.where])]
    conjuncts = tuple(part for root in roots for part in _parts(root))
    equalities = tuple(pair for part in conjuncts if (pair := _equality(part, scans)) is not None)
    return Joined(conjuncts, equalities) if equalities else None


def _inner(item: bound.FromItem | None) -> bool:
    if not isinstance(item, bound.Join):
        return True
    return item.kind in (bound.JoinKind.INNER, bound.JoinKind.CROSS) and _inner(item.left) and _inner(item.right)


def _conditions(item: bound.FromItem | None) -> Iterator[bound.Expr]:
    if isinstance(item, bound.Join):
        yield from _conditions(item.left)
        yield from _conditions(item.right)
        if item.on is not None:
            yield item.on


def _parts(root: bound.Expr) -> Iterator[bound.Expr]:
    if isinstance(root, bound.Call) and root.function.name == "and":
        for argument in root.arguments:
            yield from _parts(argument)
    else:
        yield root


def _equality(node: bound.Expr, scans: dict[bound.InstanceId, bound.Scan]) -> tuple[Side, Side] | None:
    if not isinstance(node, bound.Call) or node.function.name != "=":
        return None
    left, right = map(unwidened, node.arguments)
    if not isinstance(left, bound.Column) or not isinstance(right, bound.Column) or left.source == right.source:
        return None
    if left.source not in scans or right.source not in scans:
        return None
    return Side(scans[left.source], left.index), Side(scans[right.source], right.index)
