"""Authorize: every located relation as this principal sees it, or the reason why not."""

from __future__ import annotations

from typing import assert_never

from gateway.catalog.names import RelationName
from gateway.catalog.relations import Catalog
from gateway.errors import AccessError, Position, ResolutionError
from gateway.errors import ErrorCode as Code
from gateway.pipeline.stages import Authorized, Located
from gateway.policy.decision import DecisionPoint, Deny, Permit
from gateway.policy.principal import Asking


def authorize(located: Located, policy: DecisionPoint) -> Authorized:
    """Ask the decision point for each relation, in the order of the text.

    A relation that does not exist and one that the principal may not know of fail with the same error at the same point (rule 3).
    """
    asking = located.statement.asking
    permits = {name: permit(name, at, asking, located.catalog, policy) for name, at in located.names.items()}
    return Authorized(located=located, permits=permits, policy=policy)


def permit(
    name: RelationName, position: Position | None, asking: Asking, catalog: Catalog, policy: DecisionPoint
) -> Permit:
    """The permit for one relation. Raises TABLE_NOT_FOUND, or the decision's own code when its existence may be known."""
    relation = catalog.relations.get(name)
    if relation is None:
        raise not_found(name, position)
    decision = policy.decide(asking, relation)
    match decision:
        case Permit():
            return decision
        case Deny(visible=False):
            raise not_found(name, position)
        case Deny():
            raise denied(decision, position, asking)
        case _:
            assert_never(decision)


def not_found(name: RelationName, position: Position | None) -> ResolutionError:
    """The one error for what does not exist and for what is invisible."""
    return ResolutionError(
        f"table `{name}` does not exist",
        code=Code.TABLE_NOT_FOUND,
        position=position,
        hint="`SHOW TABLES FROM <catalog>.<schema>` lists what you may see",
    )


def denied(decision: Deny, position: Position | None, asking: Asking) -> AccessError:
    """A refusal that says what is missing and whom to ask."""
    purpose = f"for purpose `{asking.purpose}`" if asking.purpose else "without a declared purpose"
    return AccessError(
        f"`{decision.relation}`: {decision.reason}",
        code=decision.code,
        position=position,
        hint=f"you asked {purpose}; ask the owner for a grant",
        contact=decision.contact or None,
    )
