"""Who a user of Trino is: `principal@purpose`, since what Trino asks has no place for a purpose."""

from __future__ import annotations

from typing import Final, Protocol

from gateway.catalog.relations import Relation
from gateway.errors import AccessError
from gateway.policy.decision import Decision
from gateway.policy.principal import Asking, Principal

RULES: Final = "huiliu:rules"
"""As whom Trino evaluates row filters: they may read what the person who asks may not. Nobody can run a statement under this name, and no code of a principal has this form."""


class Policy(Protocol):
    """What is needed of a policy set."""

    def decide(self, asking: Asking, relation: Relation) -> Decision:
        """The decision on one relation."""

    def principal(self, code: str) -> Principal:
        """The principal of a code. Raises AccessError when there is none."""

    def purposes_of(self, code: str) -> frozenset[str]:
        """Declared purposes for which some grant could reach the principal."""


def asking_of(user: str, policy: Policy) -> Asking | None:
    """The principal and its purpose, or None for whoever is to see nothing.

    `zhang@audit` is `user:zhang` for purpose `audit`; `zhang` and `zhang@` declare none; `service:bi@audit` is written out. A name that could be
    read as somebody's whole code, too, is nobody's: with an empty purpose behind it, it is clear.
    """
    name, separator, purpose = user.rpartition("@")
    if not separator:
        name, purpose = user, ""
    elif purpose and _principal(user, policy) is not None:
        return None
    found = _principal(name, policy)
    if found is None or (purpose and purpose not in policy.purposes_of(found.code)):
        return None
    return Asking(principal=found, purpose=purpose or None)


def _principal(name: str, policy: Policy) -> Principal | None:
    code = name if ":" in name else f"user:{name}"
    try:
        return policy.principal(code)
    except AccessError:
        return None


def declares(user: str, other: str, policy: Policy) -> bool:
    """Whether `other` is `user` for a purpose: the same person, and no more."""
    own, declared = asking_of(user, policy), asking_of(other, policy)
    return own is not None and declared is not None and own.purpose is None and own.principal == declared.principal
