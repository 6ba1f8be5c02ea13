"""The audit log: append-only, hash-chained, signed at checkpoints. A record that cannot be written raises AUDIT_UNAVAILABLE.

Every record is one committed transaction. A writer holds the lock on `audit_head` (PostgreSQL: the row, SQLite: the database), so
several threads, processes and replicas make one chain.
"""

from __future__ import annotations

import datetime
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, bindparam, insert, literal_column, select, update
from sqlalchemy.exc import SQLAlchemyError

from gateway.errors import ErrorCode, OwnError
from gateway.storage.chain import Algorithm, Checkpoint, link, sign
from gateway.storage.database import Database
from gateway.storage.instants import to_text
from gateway.storage.prepared import Prepared
from gateway.storage.record import AuditRecord, Outcome, canonical, from_canonical
from gateway.storage.schema import AUDIT_CHECKPOINTS, AUDIT_HEAD, AUDIT_RECORDS, AUDIT_RELATIONS
from gateway.storage.verification import Verification, verify

READ_HEAD: Final = Prepared(select(AUDIT_HEAD).where(AUDIT_HEAD.c.id == literal_column("1")).with_for_update())
LAST_SIGNER: Final = select(AUDIT_CHECKPOINTS.c.signer).order_by(AUDIT_CHECKPOINTS.c.sequence.desc()).limit(1)
ADD_RECORD: Final = Prepared(insert(AUDIT_RECORDS))
ADD_RELATIONS: Final = Prepared(insert(AUDIT_RELATIONS))
MOVE_HEAD: Final = Prepared(
    update(AUDIT_HEAD).values(
        sequence=bindparam("to_sequence"), hash=bindparam("to_hash"), signed=bindparam("to_signed")
    )
)

LONGEST: Final = 4096
"""Bytes of a line of the witness file, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A record with its place in the chain."""

    sequence: int
    hash: str
    record: AuditRecord


class OtherSignerError(OwnError):
    """The chain was signed with another key last. Nothing was written: with two signers it could not be verified any more."""

    default_code = ErrorCode.AUDIT_UNAVAILABLE


class Audit:
    """Appends, searches and verifies. Blocking; safe to use from several threads."""

    def __init__(
        self,
        database: Database,
        signing_key: Callable[[], Ed25519PrivateKey],
        *,
        witness: Path | None = None,
        every: int = 100,
        algorithm: Algorithm = Algorithm.SHA256,
    ) -> None:
        """A checkpoint is signed every `every` records and written to the file `witness` too, a second place to compare with."""
        self._database = database
        self._signing_key = signing_key
        self._witness = witness
        self._every = every
        self._algorithm = algorithm
        self._may_sign = False

    def append(self, record: AuditRecord) -> int:
        """Write one record; when this returns it is on disk. Gives its sequence number."""
        with unavailable_if_failing(), self._database.writing() as connection:
            sequence, checkpoint = self.append_in(connection, record)
        self.publish(checkpoint)
        return sequence

    def append_in(self, connection: Connection, record: AuditRecord) -> tuple[int, Checkpoint | None]:
        """Write one record in a transaction of the caller's, who then calls `publish` with the checkpoint it gives."""
        head = READ_HEAD.run(connection).one()
        if not self._may_sign:
            self._check_signer_in(connection)
        sequence, body, instant = head.sequence + 1, canonical(record), to_text(record.instant)
        hash_ = link(self._algorithm, sequence, head.hash, body)
        ADD_RECORD.run(
            connection,
            {
                "sequence": sequence,
                "algorithm": self._algorithm.value,
                "previous": head.hash,
                "hash": hash_,
                "body": body,
                "statement": record.statement,
                "instant": instant,
                "principal": record.principal,
                "outcome": record.outcome.value,
            },
        )
        names = {use.relation for use in record.relations}
        if names:
            ADD_RELATIONS.run_each(connection, [{"relation": name, "sequence": sequence} for name in sorted(names)])
        checkpoint = None
        if sequence - head.signed >= self._every:
            checkpoint = self._sign_in(connection, sequence, hash_, instant)
        signed = sequence if checkpoint else head.signed
        MOVE_HEAD.run(connection, {"to_sequence": sequence, "to_hash": hash_, "to_signed": signed})
        return sequence, checkpoint

    def check_signer(self) -> None:
        """Raise OtherSignerError when another key has signed the chain last: this gateway's key file is not that of the others."""
        with unavailable_if_failing("the audit cannot be read"), self._database.reading() as connection:
            self._check_signer_in(connection)

    def hold(self, connection: Connection) -> None:
        """Take the writer's lock in a transaction of the caller's, before it takes others."""
        READ_HEAD.run(connection).one()

    def checkpoint(self, now: datetime.datetime) -> Checkpoint | None:
        """Sign the chain's present end; None when it is signed already."""
        with unavailable_if_failing(), self._database.writing() as connection:
            head = READ_HEAD.run(connection).one()
            if head.signed == head.sequence:
                return None
            checkpoint = self._sign_in(connection, head.sequence, head.hash, to_text(now))
            connection.execute(update(AUDIT_HEAD).values(signed=head.sequence))
        self.publish(checkpoint)
        return checkpoint

    def publish(self, checkpoint: Checkpoint | None) -> None:
        """Append a committed checkpoint to the witness file."""
        if checkpoint is None or self._witness is None:
            return
        try:
            descriptor = os.open(self._witness, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                append_line(descriptor, checkpoint.line())
            finally:
                os.close(descriptor)
        except OSError as error:
            raise _unavailable(error) from error

    def search(
        self,
        *,
        principal: str | None = None,
        relation: str | None = None,
        statement: str | None = None,
        since: datetime.datetime | None = None,
        until: datetime.datetime | None = None,
        outcome: Outcome | None = None,
        limit: int = 100,
    ) -> tuple[Recorded, ...]:
        """Records that fit, newest first; `until` is exclusive."""
        table = AUDIT_RECORDS
        query = select(table.c.sequence, table.c.hash, table.c.body).order_by(table.c.sequence.desc()).limit(limit)
        if principal is not None:
            query = query.where(table.c.principal == principal)
        if statement is not None:
            query = query.where(table.c.statement == statement)
        if since is not None:
            query = query.where(table.c.instant >= to_text(since))
        if until is not None:
            query = query.where(table.c.instant < to_text(until))
        if outcome is not None:
            query = query.where(table.c.outcome == outcome.value)
        if relation is not None:
            read = select(AUDIT_RELATIONS.c.sequence).where(AUDIT_RELATIONS.c.relation == relation)
            query = query.where(table.c.sequence.in_(read))
        with unavailable_if_failing("the audit cannot be read"), self._database.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(Recorded(sequence=s, hash=h, record=from_canonical(body)) for s, h, body in rows)

    def verify(self) -> Verification:
        """Check every record, checkpoint and witness line; docs of `verification.py` say what is found and what is not."""
        signer = self._signing_key().public_key().public_bytes_raw().hex()
        with unavailable_if_failing("the audit cannot be read"), self._database.reading() as connection:
            return verify(connection, signer, self._witnessed())

    def _witnessed(self) -> Iterator[Checkpoint | None]:
        """The witness file's checkpoints; None for a line that cannot be read."""
        if self._witness is None or not self._witness.exists():
            return
        with self._witness.open() as file:
            for line in file:
                if not line.endswith("\n"):
                    return  # its writer died or the disk was full: the next writer takes it away. Nothing is hidden by it that could not be cut off whole
                try:
                    yield Checkpoint.from_line(line)
                except (ValueError, TypeError):
                    yield None

    def _check_signer_in(self, connection: Connection) -> None:
        last = connection.execute(LAST_SIGNER).scalar_one_or_none()
        if last is not None and last != self._signing_key().public_key().public_bytes_raw().hex():
            raise OtherSignerError(
                "the audit was signed with another key than that of this gateway's key file",
                hint="nothing runs without a record; the operator copies the key file (`keys` in `gateway.data_dir`) of the gateway that signed it",
            )
        self._may_sign = True

    def _sign_in(self, connection: Connection, sequence: int, hash_: str, instant: str) -> Checkpoint:
        self._check_signer_in(connection)
        checkpoint = sign(sequence, hash_, instant, self._signing_key())
        connection.execute(insert(AUDIT_CHECKPOINTS).values(**asdict(checkpoint)))
        return checkpoint


def append_line(descriptor: int, line: str) -> None:
    """Add a line to a file that this process alone writes now, or nothing: half of it would stay there and spoil the next one."""
    size = os.fstat(descriptor).st_size
    torn = len(os.pread(descriptor, LONGEST, max(0, size - LONGEST)).rpartition(b"\n")[2])
    if torn:
        os.ftruncate(descriptor, size := size - torn)
    try:
        written = 0
        text = f"{line}\n".encode()
        while written < len(text):
            written += os.write(descriptor, text[written:])
        os.fsync(descriptor)
    except OSError:
        os.ftruncate(descriptor, size)
        raise


@contextmanager
def unavailable_if_failing(message: str = "the audit record cannot be written") -> Iterator[None]:
    """Whatever the database does wrong inside becomes AUDIT_UNAVAILABLE: no record, no run."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise _unavailable(error, message) from error
    except OwnError as error:
        if error.code is not ErrorCode.STORAGE_FAILED:
            raise
        raise _unavailable(error, message) from error


def _unavailable(error: Exception, message: str = "the audit record cannot be written") -> OwnError:
    return OwnError(
        message,
        code=ErrorCode.AUDIT_UNAVAILABLE,
        hint="nothing runs without a record; ask the operator",
        detail=str(error),
    )
