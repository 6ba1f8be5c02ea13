"""A bundle: every line of every policy file as values. It knows no date yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gateway.policy.owners import Owner
from gateway.policy.rules import Grant, Membership, Predicate, Tagging, Widening
from gateway.policy.subjects import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """The parsed and checked content of a policies folder."""

    version: str
    owners: tuple[Owner, ...]
    grants: tuple[Grant, ...]
    predicates: Mapping[str, Predicate]
    memberships: tuple[Membership, ...]
    taggings: tuple[Tagging, ...]
    widenings: tuple[Widening, ...]
    subjects: tuple[Subject, ...]
    titles: Mapping[str, str]
    owners_by_file: Mapping[str, Owner] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "owners_by_file", {owner.policy_file: owner for owner in self.owners})

    def owner_of(self, file: str) -> Owner | None:
        """The owner whose rules stand in `file`."""
        return self.owners_by_file.get(file.rpartition("/")[2])
