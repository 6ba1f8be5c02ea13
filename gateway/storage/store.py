"""Storage as one object: tokens, audit and history over one database."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from gateway.errors import ErrorCode
from gateway.storage.audit import Audit, OtherSignerError, unavailable_if_failing
from gateway.storage.chain import Algorithm
from gateway.storage.crowd import Crowd, check_crowd
from gateway.storage.database import Database
from gateway.storage.handovers import Handovers
from gateway.storage.history import EndedError, History, StatementRow
from gateway.storage.keys import KeyFile
from gateway.storage.record import AuditRecord, Outcome
from gateway.storage.replicas import Replicas, Suspension
from gateway.storage.tokens import Tokens
from gateway.storage.web_logins import WebLogins


class Storage:
    """Opened once by the app. Blocking; safe to use from several threads."""

    def __init__(self, database: Database, audit: Audit) -> None:
        self._database = database
        self.tokens = Tokens(database)
        self.history = History(database)
        self.replicas = Replicas(database)
        self.handovers = Handovers(database)
        self.web_logins = WebLogins(database)
        self.audit = audit

    @classmethod
    def open(
        cls,
        data_dir: Path,
        keys: KeyFile,
        *,
        url: str | None = None,
        checkpoint_every: int = 100,
        algorithm: Algorithm = Algorithm.SHA256,
    ) -> Storage:
        """Connect and migrate. Without `url`: SQLite in `data_dir`, where the witness file of the audit always lies.

        Makes the key that signs the audit, if there is none: from then on a copy of the key file is a whole one.
        """
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        keys.signing_key()
        database = Database(url or f"sqlite:///{(data_dir / 'storage.db').absolute()}")
        witness = data_dir / "audit.checkpoints"
        audit = Audit(database, keys.signing_key, witness=witness, every=checkpoint_every, algorithm=algorithm)
        return cls(database, audit)

    def begin(self, statement: StatementRow, record: AuditRecord, crowd: Crowd | None = None) -> int:
        """A statement starts: its row and its audit record are written together or not at all.

        With `crowd` only if a place is free over all replicas: raises CrowdedError.
        """
        with unavailable_if_failing(), self._database.writing() as connection:
            if crowd is not None:
                self.audit.hold(connection)
                check_crowd(connection, statement.principal, crowd, statement.started)
            self.history.begin_in(connection, statement)
            sequence, checkpoint = self.audit.append_in(connection, record)
        self.audit.publish(checkpoint)
        return sequence

    def finish(self, record: AuditRecord, error: ErrorCode | None = None) -> int:
        """A statement ended as `record` says: the audit record, and its row if `begin` wrote one, together.

        Raises EndedError, and writes nothing, when it has an end already: of two that close it the first one counts.
        """
        with unavailable_if_failing(), self._database.writing() as connection:
            sequence, checkpoint = self.audit.append_in(connection, record)
            ended = self.history.finish_in(
                connection,
                record.statement,
                record.outcome,
                record.instant,
                rows=record.rows or 0,
                bytes=record.bytes or 0,
                cut=record.cut,
                error=error,
                engine_query=record.engine_query or None,
            )
            if not ended and self.history.known_in(connection, record.statement):
                raise EndedError(record.statement)  # which takes the record back
        self.audit.publish(checkpoint)
        return sequence

    def close_lost(self, now: datetime.datetime, mine: Collection[str] = ()) -> tuple[StatementRow, ...]:
        """Close what dead replicas left, with an audit record each, together or not at all; not `mine`, which run here, whatever the clock has done."""
        checkpoints = []
        with unavailable_if_failing(), self._database.writing() as connection:
            self.audit.hold(
                connection
            )  # as whoever ends a statement does, and before its row: else two could wait for each other
            lost = self.history.lose_in(connection, now, mine)
            for statement in lost:
                checkpoints.append(self.audit.append_in(connection, _lost(statement, now))[1])
        for checkpoint in checkpoints:
            self.audit.publish(checkpoint)
        return lost

    def suspend(self, suspension: Suspension, record: AuditRecord) -> None:
        """Nobody may read a source from now on: that and its audit record are written together or not at all."""
        with unavailable_if_failing(), self._database.writing() as connection:
            _, checkpoint = self.audit.append_in(connection, record)
            self.replicas.suspend_in(connection, suspension)
        self.audit.publish(checkpoint)

    def resume(self, source: str, record: AuditRecord) -> bool:
        """The source may be read again; False, and no record, when it was not suspended."""
        with unavailable_if_failing(), self._database.writing() as connection:
            self.audit.hold(connection)
            if not self.replicas.resume_in(connection, source):
                return False
            _, checkpoint = self.audit.append_in(connection, record)
        self.audit.publish(checkpoint)
        return True

    def close(self, now: datetime.datetime) -> None:
        """Sign the audit's end and release everything."""
        try:
            with suppress(OtherSignerError):  # nothing was written here then, and so there is nothing to sign
                self.audit.checkpoint(now)
        finally:
            self._database.close()


def _lost(statement: StatementRow, now: datetime.datetime) -> AuditRecord:
    return AuditRecord(
        instant=now,
        outcome=Outcome.LOST,
        statement=statement.id,
        principal=statement.principal,
        department=statement.department,
        purpose=statement.purpose,
        relations=statement.accesses,
        policy_version=statement.policy_version,
        catalog_version=statement.catalog_version,
        rows=statement.rows,
        bytes=statement.bytes,
    )
