"""Which token keys a policy names, so that a key that is not there is known before a statement needs it."""

from __future__ import annotations

from gateway import masking
from gateway.policy.bundle import Bundle


def token_keys(bundle: Bundle) -> frozenset[str]:
    """Names of the keys of all masks and unmask forms, whatever the day."""
    named = (masking.parse(grant.arg).key for grant in bundle.grants if _is_mask(grant.act, grant.arg))
    return frozenset(key for key in named if key is not None)


def _is_mask(act: str, arg: str) -> bool:
    return act == "mask" or (act == "unmask" and arg != "-")
