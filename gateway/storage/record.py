"""One audit record as a value, and its canonical text: the bytes that the chain hashes."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from enum import Enum
from typing import Any

from gateway.storage.instants import from_text, to_text


class Outcome(Enum):
    """What a record says of its statement; EVENT records (logins, policy releases, reads of the audit) have none."""

    STARTED = "STARTED"
    FINISHED = "FINISHED"
    FAILED = "FAILED"
    CANCELED = "CANCELED"
    LOST = "LOST"
    EVENT = "EVENT"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnUse:
    """One column that was read: its mask as policy writes it, its grade as the owner set it."""

    name: str
    mask: str | None = None
    grade: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationUse:
    """One relation that was read: columns, names of row predicates, ids of the rules."""

    relation: str
    columns: tuple[ColumnUse, ...] = ()
    filters: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRecord:
    """Who did what, when, why, under which policy. Never a result, never a key; `sql` and `rewritten` show masks by name.

    A statement has one STARTED record before it runs and one after it ended, with the same `statement`. `instant` is when
    this record's fact happened; `judged` is the instant that policy was compiled for. `detail` is the operator's text of an error.
    """

    instant: datetime.datetime
    outcome: Outcome
    statement: str = ""
    event: str = ""
    principal: str = ""
    department: str = ""
    on_behalf_of: str | None = None
    purpose: str | None = None
    address: str = ""
    door: str = ""
    token: str = ""
    sql: str = ""
    rewritten: str = ""
    relations: tuple[RelationUse, ...] = ()
    policy_version: str = ""
    catalog_version: str = ""
    judged: datetime.datetime | None = None
    engine: str = ""
    engine_query: str = ""
    rows: int | None = None
    bytes: int | None = None
    milliseconds: int | None = None
    cut: bool = False
    error: str = ""
    detail: str = ""


def canonical(record: AuditRecord) -> str:
    """The record as JSON of sorted keys in ASCII, so that equal records are equal bytes in every database."""
    return json.dumps(_plain(record), sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def from_canonical(text: str) -> AuditRecord:
    """The record that `canonical` wrote; fields that this version does not know are an error."""
    found: dict[str, Any] = json.loads(text)
    found["instant"] = from_text(found["instant"])
    found["judged"] = from_text(found["judged"]) if found["judged"] else None
    found["outcome"] = Outcome(found["outcome"])
    found["relations"] = relations_from(found["relations"])
    return AuditRecord(**found)


def relations_from(found: list[dict[str, Any]]) -> tuple[RelationUse, ...]:
    """Uses of relations from their JSON form."""
    return tuple(
        RelationUse(
            relation=use["relation"],
            columns=tuple(ColumnUse(**column) for column in use["columns"]),
            filters=tuple(use["filters"]),
            rules=tuple(use["rules"]),
        )
        for use in found
    )


def relations_plain(uses: tuple[RelationUse, ...]) -> list[dict[str, Any]]:
    """Uses of relations as JSON values."""
    return [
        {
            "relation": use.relation,
            "columns": [{"name": c.name, "mask": c.mask, "grade": c.grade} for c in use.columns],
            "filters": list(use.filters),
            "rules": list(use.rules),
        }
        for use in uses
    ]


def _plain(record: AuditRecord) -> dict[str, Any]:
    plain = {name: getattr(record, name) for name in AuditRecord.__slots__}
    plain["instant"] = to_text(record.instant)
    plain["judged"] = to_text(record.judged) if record.judged else None
    plain["outcome"] = record.outcome.value
    plain["relations"] = relations_plain(record.relations)
    return plain
