"""Load a policy set: parse, check, compile for one day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from gateway.catalog.relations import Catalog
from gateway.policy.owners import Owner
from gateway.policy.policy_set import PolicySet
from gateway.policy.reading import CheckPredicate, parse_bundle


def load(
    files: Mapping[str, bytes],
    owners: Iterable[Owner],
    *,
    on: datetime.date,
    catalog: Catalog | None = None,
    check_predicate: CheckPredicate | None = None,
) -> PolicySet:
    """The policy set of a bundle on a day. Raises PolicyProblems with every problem of every file."""
    return PolicySet(parse_bundle(files, owners, catalog=catalog, check_predicate=check_predicate), on)
