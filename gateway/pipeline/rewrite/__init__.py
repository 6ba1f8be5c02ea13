"""Rewrite: every base relation becomes its permitted view; the security barrier is part of the view."""

from __future__ import annotations

import datetime
from dataclasses import replace
from zoneinfo import ZoneInfo

from gateway.pipeline import bound
from gateway.pipeline.rewrite.barrier import Barrier, barrier
from gateway.pipeline.rewrite.uses import used_columns
from gateway.pipeline.rewrite.view import projection, row_rule
from gateway.pipeline.stages import Resolved, Rewritten
from gateway.pipeline.walk import scans
from gateway.policy.principal import Asking


def rewrite(resolved: Resolved) -> Rewritten:
    """Build the permitted view of every scan. The query itself is not touched: its WHERE stays the client's own (rule 1)."""
    statement = resolved.authorized.located.statement
    today = statement.instant.astimezone(ZoneInfo(statement.session.timezone)).date()
    found = list(scans(resolved.query))
    rules = {scan.id: row_rule(scan, statement.asking) for scan in found}
    ruled = [instance for instance, rule in rules.items() if rule is not None]
    walls = barrier(resolved.query, ruled)
    used = used_columns(resolved.query)
    views = {
        scan.id: _view(scan, used.get(scan.id, frozenset()), rules[scan.id], walls, statement.asking, today)
        for scan in found
    }
    return Rewritten(authorized=resolved.authorized, query=resolved.query, views=views, momentary=resolved.momentary)


def _view(
    scan: bound.Scan,
    used: frozenset[int],
    rows: bound.Expr | None,
    walls: Barrier,
    asking: Asking,
    today: datetime.date,
) -> bound.View:
    # INVARIANT: a listed view of the source may compute anything, so it is always fenced (rule 14).
    fenced = scan.id in walls.fences or scan.relation.opaque
    guarded = frozenset(c for c in used if (scan.id, c) in walls.guards) if not fenced else frozenset()
    plain = bound.View(scan=scan, projections=(), rows=rows, fenced=fenced, guarded=guarded)
    projections = tuple((i, _guard(projection(scan, i, asking, today), i, plain)) for i in sorted(used))
    return replace(plain, projections=projections)


def _guard(expression: bound.Expr, index: int, view: bound.View) -> bound.Expr:
    if index not in view.guarded or view.rows is None:
        return expression
    return bound.Case(((view.rows, expression),), None, expression.type)
