"""Prepare: what a client sent becomes the only thing an engine may run, or an error."""

from __future__ import annotations

from gateway.catalog.relations import Catalog
from gateway.pipeline.authorize import authorize
from gateway.pipeline.explain import Explanation, explanation
from gateway.pipeline.limits import refusing_depth
from gateway.pipeline.locate import locate
from gateway.pipeline.parse import parse
from gateway.pipeline.plan import plan
from gateway.pipeline.resolve import resolve
from gateway.pipeline.rewrite import rewrite
from gateway.pipeline.stages import Located, Plan, Statement
from gateway.policy.decision import DecisionPoint


def prepare(statement: Statement, catalog: Catalog, policy: DecisionPoint) -> Plan:
    """Turn what a client sent into the only thing an engine may run."""
    return finish(find(statement, catalog), policy)


def find(statement: Statement, catalog: Catalog) -> Located:
    """The first half: a query, and the relations that it names."""
    with refusing_depth():
        parsed = parse(statement)
        return locate(parsed, catalog)  # base relations, by CTE scope


def finish(located: Located, policy: DecisionPoint) -> Plan:
    """The second half: from whether they may be read to the engine's text."""
    with refusing_depth():
        authorized = authorize(located, policy)
        resolved = resolve(authorized)  # names and types, over permitted columns only
        rewritten = rewrite(resolved)
        return plan(rewritten)


def explain(statement: Statement, catalog: Catalog, policy: DecisionPoint) -> Explanation:
    """The same way, shown instead of run."""
    return explanation(statement, prepare(statement, catalog, policy), catalog, policy)
