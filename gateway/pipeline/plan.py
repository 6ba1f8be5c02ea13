"""Plan: the text for the engine, read back and proved, with everything that audit, explain and the answer's notes need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from gateway.catalog.names import RelationName
from gateway.catalog.trino import trino_location
from gateway.errors import ErrorCode, PlanError
from gateway.pipeline import bound
from gateway.pipeline.inputs import inputs
from gateway.pipeline.origins import origins
from gateway.pipeline.printing.duckdb import DUCKDB
from gateway.pipeline.printing.engine_text import EngineText
from gateway.pipeline.printing.printer import Printer
from gateway.pipeline.printing.trino import TRINO
from gateway.pipeline.pushdown.prefilters import prefilters
from gateway.pipeline.pushdown.probes import probe
from gateway.pipeline.pushdown.semijoins import semijoin
from gateway.pipeline.readback import read_back
from gateway.pipeline.rewrite.raw import raw_columns
from gateway.pipeline.stages import Access, ColumnAccess, Place, Plan, Probe, ResultColumn, Rewritten
from gateway.policy.decision import Rule

ENGINES: Final[Mapping[str, EngineText]] = MappingProxyType({engine.name: engine for engine in (DUCKDB, TRINO)})


def plan(rewritten: Rewritten) -> Plan:
    """Print, read back, and say what is read, and what may be worth running first. Raises NOT_SUPPORTED_BY_ENGINE, PLAN_TOO_LARGE, READ_BACK_FAILED."""
    if _engine(rewritten).name != "duckdb":
        return _plan(rewritten)
    narrowed, edge = semijoin(rewritten)
    made = _plan(narrowed)
    if edge is None:
        return made
    # Limits are for what leaves; keys that were cut would be wrong ones.
    first = replace(_plan(probe(narrowed, edge)), row_limit=None, row_limit_rules=())
    return replace(made, probe=Probe(id=edge.id, plan=first))


def _plan(rewritten: Rewritten) -> Plan:
    engine = _engine(rewritten)
    narrowing = prefilters(rewritten) if engine is DUCKDB else {}
    printer = Printer.of(rewritten.query, rewritten.views, narrowing, engine)
    marked = printer.query(rewritten.query)
    if printer.element_wise and any(view.rows is not None and not view.fenced for view in rewritten.views.values()):
        return _plan(_all_fenced(rewritten))
    text = printer.sent(marked)
    read_back(text, printer.sealed, printer.with_names(), rewritten.query, printer.passes, engine)
    views = rewritten.views.values()
    limit, rules = _row_limit(rewritten)
    return Plan(
        engine=engine.name,
        sql=text,
        columns=result_columns(rewritten.query),
        inputs=inputs(rewritten.query, rewritten.authorized.located.statement.parameters),
        keys=printer.bound_keys(marked),
        sources=frozenset(view.scan.relation.name.catalog for view in views),
        locations=frozenset(view.scan.relation.location for view in views),
        passes=frozenset(printer.passes),
        reads=_reads(rewritten) if engine is TRINO else {},
        accesses=accesses(rewritten),
        row_limit=limit,
        row_limit_rules=rules,
        logged_sql=printer.logged(marked),
        ordered=bool(rewritten.query.order_by),
        momentary=rewritten.momentary,
        catalog_version=rewritten.authorized.located.catalog.version,
        policy_version=rewritten.authorized.policy.version,
    )


def _engine(rewritten: Rewritten) -> EngineText:
    name = rewritten.authorized.located.statement.engine
    found = ENGINES.get(name)
    if found is None:
        raise PlanError(f"engine `{name}` is not available", code=ErrorCode.NOT_SUPPORTED_BY_ENGINE)
    return found


def _all_fenced(rewritten: Rewritten) -> Rewritten:
    """The same with every row-ruled view behind a fence."""
    views = {
        number: replace(view, fenced=True) if view.rows is not None else view
        for number, view in rewritten.views.items()
    }
    return replace(rewritten, views=views)


def _reads(rewritten: Rewritten) -> Mapping[Place, frozenset[str]]:
    """Out of the views, not out of the text: what an engine reads is compared with it."""
    found: dict[Place, frozenset[str]] = {}
    for view in rewritten.views.values():
        place = trino_location(view.scan.relation)
        found[place] = found.get(place, frozenset()) | raw_columns(view)
    return found


def result_columns(query: bound.Query) -> tuple[ResultColumn, ...]:
    """The answer's columns under the names that Trino gives them: `_colN` where there is none."""
    return tuple(
        ResultColumn(name=column.label or column.name or f"_col{ordinal}", type=column.type, origin=origin)
        for ordinal, (column, origin) in enumerate(zip(query.columns, origins(query), strict=True))
    )


def _row_limit(rewritten: Rewritten) -> tuple[int | None, tuple[Rule, ...]]:
    """The smallest cap that policy puts on any relation read, with its rules."""
    limited = [p for p in rewritten.authorized.permits.values() if p.row_limit is not None]
    if not limited:
        return None, ()
    smallest = min(p.row_limit for p in limited if p.row_limit is not None)
    rules = {p.row_limit_rule for p in limited if p.row_limit == smallest and p.row_limit_rule is not None}
    return smallest, tuple(sorted(rules))


def accesses(rewritten: Rewritten) -> tuple[Access, ...]:
    """What is read, one entry a relation, in the order of the text."""
    views: dict[RelationName, list[bound.View]] = {name: [] for name in rewritten.authorized.permits}
    for view in rewritten.views.values():
        views[view.scan.relation.name].append(view)
    return tuple(_access(name, found) for name, found in views.items() if found)


def _access(name: RelationName, views: list[bound.View]) -> Access:
    permit = views[0].scan.permit
    used = sorted({(index, view.scan.columns[index].name or "") for view in views for index, _ in view.projections})
    columns = tuple(
        ColumnAccess(
            name=column,
            mask=permit.columns[column].mask,
            rules=(*permit.columns[column].grants, *permit.columns[column].masks),
        )
        for _, column in used
    )
    predicates = (*(() if permit.rows.everything else permit.rows.any_of), *permit.rows.all_of)
    return Access(
        relation=name,
        columns=columns,
        filters=tuple(predicate.name for predicate in predicates),
        rules=permit.rows.rules,
        fenced=any(view.fenced for view in views),
    )
