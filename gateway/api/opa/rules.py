"""Rules for Trino's file-based access control, rendered from the policy set for given users: a second lock that needs no gateway to ask.

They are true for the moment they are rendered, and they say less than the policy: a column that is new at a source is not hidden by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gateway.api.opa.expressed import Expressed, Refused, expressed
from gateway.api.opa.people import RULES, asking_of
from gateway.api.opa.shown import OpaWorld
from gateway.catalog.relations import Relation
from gateway.policy.decision import Permit

READ: Final = ["SELECT"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsaid:
    """What a user may see through the gateway, and not under these rules. Without a column: the whole relation."""

    user: str
    relation: str
    column: str = ""
    reason: str


@dataclass(frozen=True, slots=True)
class Rules:
    """The file, and what it cannot say."""

    document: dict[str, Any]
    unsaid: tuple[Unsaid, ...]
    unknown: tuple[str, ...]
    """Users who are no principal with an open purpose: they get nothing."""


def rules(world: OpaWorld, users: Sequence[str], services: Sequence[str] = ()) -> Rules:
    """Everything that the users may read; nobody else may anything, and nobody may write. `services` read everything."""
    known = [user for user in users if asking_of(user, world.policy) is not None and user not in services]
    tables: list[dict[str, Any]] = [{"user": _exactly(*services, RULES), "privileges": READ}]
    unsaid: list[Unsaid] = []
    reached: dict[str, list[str]] = {}
    for user in known:
        for relation, said in _of(world, user):
            match said:
                case Refused(reason=reason):
                    unsaid.append(Unsaid(user=user, relation=str(relation.name), reason=reason))
                case Expressed():
                    unsaid += [
                        Unsaid(user=user, relation=str(relation.name), column=column, reason=reason)
                        for column, reason in said.refused.items()
                    ]
                    if said.columns:
                        tables.append(_table(user, relation, said))
                        reached.setdefault(relation.name.catalog, []).append(user)
    people = _exactly(*known, *services)
    if known:
        tables.append({"user": people, "catalog": "system", "schema": "jdbc", "privileges": READ})
    document = {
        "catalogs": [
            {
                "user": _exactly(*dict.fromkeys(reading), *services, RULES),
                "catalog": re.escape(catalog),
                "allow": "read-only",
            }
            for catalog, reading in sorted(reached.items())
        ]
        + [{"user": _exactly(*services), "allow": "read-only"} for _ in services[:1]]
        + [{"user": people, "catalog": "system", "allow": "read-only"} for _ in known[:1]],
        "schemas": [],
        "tables": tables,
        "queries": [{"user": people, "allow": ["execute"]}] if known or services else [],
        "functions": [
            {"user": people, "catalog": "system", "schema": "builtin", "function": ".*", "privileges": ["EXECUTE"]}
        ]
        if known or services
        else [],
        "procedures": [],
        "impersonation": [],
        "system_session_properties": [{"user": _exactly(*services), "allow": True} for _ in services[:1]],
        "catalog_session_properties": [],
    }
    unknown = tuple(user for user in users if user not in known and user not in services)
    return Rules(document, tuple(unsaid), unknown)


def _of(world: OpaWorld, user: str) -> Iterator[tuple[Relation, Expressed | Refused]]:
    asking = asking_of(user, world.policy)
    assert asking is not None
    for name in sorted(world.catalog.relations):
        relation = world.catalog.relations[name]
        decision = world.policy.decide(asking, relation)
        if isinstance(decision, Permit):
            yield relation, expressed(relation, decision, asking, world.today)


def _table(user: str, relation: Relation, said: Expressed) -> dict[str, Any]:
    """The columns that are not named are open, so each accepted one is."""
    name = relation.name
    made: dict[str, Any] = {
        "user": _exactly(user),
        "catalog": re.escape(name.catalog),
        "schema": re.escape(name.schema),
        "table": re.escape(name.relation),
        "privileges": READ,
    }
    columns: list[dict[str, Any]] = []
    for column in relation.columns:
        if column.name not in said.columns:
            columns.append({"name": column.name, "allow": False})
        elif (mask := said.mask(column.name)) is not None:
            columns.append({"name": column.name, "mask": mask})
    if columns:
        made["columns"] = columns
    if said.rows is not None:
        made |= {"filter": said.rows, "filter_environment": {"user": RULES}}
    return made


def _exactly(*users: str) -> str:
    """A pattern that is these names and no others."""
    return "|".join(map(re.escape, users))
