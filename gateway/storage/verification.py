"""Reads the whole audit chain and says whether anything in it was changed.

Found: any record that was altered, inserted, deleted or moved; a search column or relation entry that does not say what its record says; a
cut tail, as far as the chain's head, a checkpoint or the witness file reaches beyond it; a checkpoint that is forged, missing or does not fit.
Not found: what somebody with write access to the database does to records after the last checkpoint, if he computes the rest of
the chain and its head anew; and the loss of the tail together with its checkpoints, if the witness file was cut too. So keep a copy of the witness
file where the database's administrator cannot write, and sign often.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, Row, func, select

from gateway.storage.chain import START, Algorithm, Checkpoint, is_signed, link
from gateway.storage.schema import AUDIT_CHECKPOINTS, AUDIT_HEAD, AUDIT_RECORDS, AUDIT_RELATIONS

STREAM: Final = {"yield_per": 1000}
"""Rows at a time, so that a long chain does not have to fit in memory."""
MISLISTED: Final = "the relations that a record is searched by are not those that it names"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What verifying found. `signed` is the last record that a checkpoint covers; `first_bad` is where the chain is first seen broken."""

    ok: bool
    records: int
    checkpoints: int
    signed: int
    first_bad: int | None = None
    problem: str = ""


class _BrokenError(Exception):
    def __init__(self, sequence: int, problem: str) -> None:
        super().__init__(problem)
        self.sequence = sequence
        self.problem = problem


def verify(connection: Connection, signer: str, witnessed: Iterable[Checkpoint | None]) -> Verification:
    """Walk the chain once. `connection` must see one state; `signer` is the public key that checkpoints must bear."""
    checkpoints = [Checkpoint(**row._mapping) for row in connection.execute(select(AUDIT_CHECKPOINTS))]
    expected = {checkpoint.sequence: checkpoint.hash for checkpoint in checkpoints}
    records = connection.execute(select(func.count()).select_from(AUDIT_RECORDS)).scalar_one()
    broken = None
    signed = max(expected, default=0)
    try:
        for checkpoint in checkpoints:
            if not is_signed(checkpoint, signer):
                raise _BrokenError(checkpoint.sequence, "a checkpoint is not signed by this gateway's key")
        _check_witness(witnessed, signer, expected)
        _check_chain(connection, expected)
        _check_end(connection, records, signed)
        _check_relations(connection)
    except _BrokenError as error:
        broken = error
    return Verification(
        ok=broken is None,
        records=records,
        checkpoints=len(checkpoints),
        signed=signed,
        first_bad=broken.sequence if broken else None,
        problem=broken.problem if broken else "",
    )


def _check_witness(witnessed: Iterable[Checkpoint | None], signer: str, expected: dict[int, str]) -> None:
    for checkpoint in witnessed:
        if checkpoint is None or not is_signed(checkpoint, signer):
            raise _BrokenError(checkpoint.sequence if checkpoint else 0, "a line of the witness file is not true")
        if expected.get(checkpoint.sequence) != checkpoint.hash:
            raise _BrokenError(checkpoint.sequence, "a checkpoint that the witness file knows is gone or another")


def _check_chain(connection: Connection, expected: dict[int, str]) -> None:
    """Each record in order, against the one before it, its own body and the checkpoints."""
    previous = START
    query = select(AUDIT_RECORDS).order_by(AUDIT_RECORDS.c.sequence)
    with connection.execute(query, execution_options=STREAM) as rows:
        for sequence, row in enumerate(rows, start=1):
            if row.sequence != sequence:
                raise _BrokenError(sequence, "a record is missing")
            _check_record(row, previous)
            if expected.get(sequence, row.hash) != row.hash:
                raise _BrokenError(sequence, "the chain is not the one that was signed")
            previous = row.hash


def _check_record(row: Row[Any], previous: str) -> None:
    try:
        hash_ = link(Algorithm(row.algorithm), row.sequence, previous, row.body)
        body = json.loads(row.body)
        repeated = {name: body[name] for name in ("statement", "instant", "principal", "outcome")}
    except (ValueError, KeyError, TypeError):
        raise _BrokenError(row.sequence, "a record cannot be read") from None
    if row.previous != previous or row.hash != hash_:
        raise _BrokenError(row.sequence, "a record was changed, or one before it was taken out or put in")
    if any(getattr(row, name) != value for name, value in repeated.items()):
        raise _BrokenError(row.sequence, "what a record is searched by is not what it says")


def _check_end(connection: Connection, records: int, signed: int) -> None:
    head = connection.execute(select(AUDIT_HEAD)).all()
    last = connection.execute(
        select(AUDIT_RECORDS.c.hash).where(AUDIT_RECORDS.c.sequence == records)
    ).scalar_one_or_none()
    if len(head) != 1 or head[0].sequence != records or head[0].hash != (last or START) or signed > records:
        raise _BrokenError(records + 1, "the end of the chain is missing")


def _check_relations(connection: Connection) -> None:
    """The index that `search(relation=…)` uses lists exactly the relations that the records name."""
    table, entries = AUDIT_RECORDS, AUDIT_RELATIONS
    records = select(table.c.sequence, table.c.body).order_by(table.c.sequence)
    index = select(entries.c.sequence, entries.c.relation).order_by(entries.c.sequence)
    with (
        connection.execute(records, execution_options=STREAM) as rows,
        connection.execute(index, execution_options=STREAM) as listed,
    ):
        groups = (
            (sequence, {row.relation for row in group})
            for sequence, group in groupby(listed, lambda row: int(row.sequence))
        )
        group = next(groups, None)
        for sequence, body in rows:
            named = {use["relation"] for use in json.loads(body)["relations"]}
            found: set[str] = set()
            if group is not None and group[0] == sequence:
                found, group = group[1], next(groups, None)
            if named != found:
                raise _BrokenError(sequence, MISLISTED)
        if group is not None:
            raise _BrokenError(group[0], MISLISTED)
