"""Explain: the same six stages, shown instead of run. Never policy text, a policy's constants, or the engine's estimates (rule 11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.catalog.names import RelationName
from gateway.catalog.relations import Catalog
from gateway.pipeline.stages import Plan, Statement
from gateway.policy.decision import DecisionPoint, Permit


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What would run and why: `plan.logged_sql` is the text to show, `plan.accesses` the rules.

    `hidden` names, by relation, the columns that are not granted but may be known (act `discover`).
    """

    plan: Plan
    hidden: Mapping[RelationName, tuple[str, ...]]

    @property
    def text(self) -> str:
        """The explanation as lines for people."""
        lines = [f"engine: {self.plan.engine}", f"policy: {self.plan.policy_version}", f"sql: {self.plan.logged_sql}"]
        for access in self.plan.accesses:
            lines.append(f"reads {access.relation}")
            filters = ", ".join(access.filters) or "all rows"
            rules = ", ".join(map(str, access.rules))
            lines.append(f"  rows: {filters}{f' by {rules}' if rules else ''}{' (fenced)' if access.fenced else ''}")
            for column in access.columns:
                shown = "clear" if column.mask is None else f"mask {column.mask}"
                lines.append(f"  column {column.name}: {shown} by {', '.join(map(str, column.rules))}")
            for name in self.hidden.get(access.relation, ()):
                lines.append(f"  column {name}: not granted")
        if self.plan.row_limit is not None:
            lines.append(f"at most {self.plan.row_limit} rows by {', '.join(map(str, self.plan.row_limit_rules))}")
        return "\n".join(lines)


def explanation(statement: Statement, plan: Plan, catalog: Catalog, policy: DecisionPoint) -> Explanation:
    """Add to a plan what the principal may know of hidden columns."""
    hidden: dict[RelationName, tuple[str, ...]] = {}
    for access in plan.accesses:
        decision = policy.decide(statement.asking, catalog.relations[access.relation])
        if isinstance(decision, Permit) and decision.discoverable:
            hidden[access.relation] = tuple(sorted(decision.discoverable))
    return Explanation(plan=plan, hidden=hidden)
