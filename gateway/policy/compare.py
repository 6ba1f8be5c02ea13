"""Listings: what somebody has, who has something, and what changes between two policy sets. Attributes of people play no part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gateway.catalog.relations import Relation
from gateway.policy.checks import rows_text
from gateway.policy.deciding import View
from gateway.policy.decision import Rule
from gateway.policy.matching import path_of
from gateway.policy.policy_set import PolicySet

Purposes = Sequence[str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What principals who are alike here have of a relation for a purpose: each column `clear`, its mask, or `hidden`."""

    principals: tuple[str, ...]
    purpose: str | None
    relation: Relation
    columns: tuple[tuple[str, str], ...]
    rows: str
    rules: tuple[Rule, ...]

    @property
    def readable(self) -> bool:
        return self.rows != "none" and any(form != "hidden" for _, form in self.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference: `what` is a column, `rows` or `limit`. Who does not exist has nothing."""

    principals: tuple[str, ...]
    purpose: str | None
    relation: str
    what: str
    before: str
    after: str

    def __str__(self) -> str:
        purpose = f" for {self.purpose}" if self.purpose else ""
        return f"{', '.join(self.principals)}: {self.relation} {self.what}{purpose}: {self.before} -> {self.after}"


def who(
    policy: PolicySet, relation: Relation, column: str | None = None, purposes: Purposes | None = None
) -> tuple[Holding, ...]:
    """Who may read a relation (or see one column of it), and as what."""
    found: list[Holding] = []
    for purpose in _purposes(policy, purposes):
        for people in _alike((policy,), policy.principals, relation):
            holding = _holding(policy, people, purpose, relation)
            if holding.readable and (column is None or dict(holding.columns).get(column, "hidden") != "hidden"):
                found.append(holding)
    return tuple(found)


def what(
    policy: PolicySet, principal: str, relations: Iterable[Relation], purposes: Purposes | None = None
) -> tuple[Holding, ...]:
    """What one principal may read."""
    if principal not in policy.people:
        return ()
    everything = [(relation, purpose) for relation in relations for purpose in _purposes(policy, purposes)]
    holdings = (_holding(policy, (principal,), purpose, relation) for relation, purpose in everything)
    return tuple(holding for holding in holdings if holding.readable)


def diff(
    old: PolicySet, new: PolicySet, relations: Iterable[Relation], purposes: Purposes | None = None
) -> tuple[Change, ...]:
    """Who gains or loses what. For each purpose of either set, and for none."""
    everybody = sorted({*old.principals, *new.principals})
    asked = purposes if purposes is not None else (None, *sorted(old.purposes | new.purposes))
    changes: list[Change] = []
    for relation in relations:
        for people in _alike((old, new), everybody, relation):
            for purpose in asked:
                before = _texts(old, people[0], purpose, relation)
                after = _texts(new, people[0], purpose, relation)
                changes += [
                    Change(
                        principals=people,
                        purpose=purpose,
                        relation=str(relation.name),
                        what=name,
                        before=before[name],
                        after=after[name],
                    )
                    for name in before
                    if before[name] != after[name]
                ]
    return tuple(changes)


def _purposes(policy: PolicySet, purposes: Purposes | None) -> Purposes:
    return purposes if purposes is not None else (None, *sorted(policy.purposes))


def _alike(policies: Sequence[PolicySet], people: Iterable[str], relation: Relation) -> Iterator[tuple[str, ...]]:
    """People in groups: who holds the same of the names that the rules on a relation speak of, gets the same answers."""
    objects = [path_of(relation.name), *(path_of(relation.name, column.name) for column in relation.columns)]
    named = [frozenset[str]().union(*map(policy.acts_on, objects)) for policy in policies]
    groups: dict[tuple[object, ...], list[str]] = {}
    for person in people:
        key = tuple(
            (person in policy.people, policy.groups(person) & names)
            for policy, names in zip(policies, named, strict=True)
        )
        groups.setdefault(key, []).append(person)
    return map(tuple, groups.values())


def _holding(policy: PolicySet, people: tuple[str, ...], purpose: str | None, relation: Relation) -> Holding:
    view = policy.view(people[0], purpose, relation)
    rules = dict.fromkeys(rule for column in view.columns.values() for rule in (*column.grants, *column.masks))
    return Holding(
        principals=people,
        purpose=purpose,
        relation=relation,
        columns=tuple((column.name, _form(view, column.name)) for column in relation.columns),
        rows=rows_text(view.rows),
        rules=(*rules, *view.rows.rules),
    )


def _texts(policy: PolicySet, person: str, purpose: str | None, relation: Relation) -> dict[str, str]:
    """Every column and the rows in words; all hidden for who does not exist or gets no row."""
    names = [column.name for column in relation.columns]
    nothing = {**dict.fromkeys(names, "hidden"), "rows": "none", "limit": "none"}
    if person not in policy.people or (purpose is not None and purpose not in policy.purposes):
        return nothing
    view = policy.view(person, purpose, relation)
    rows = rows_text(view.rows)
    if rows == "none" or not view.columns:
        return nothing
    limit = "none" if view.row_limit is None else str(view.row_limit)
    return {**{name: _form(view, name) for name in names}, "rows": rows, "limit": limit}


def _form(view: View, name: str) -> str:
    column = view.columns.get(name)
    return "hidden" if column is None else column.mask or "clear"
