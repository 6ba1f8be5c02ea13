"""The journal in storage: the audit chain and the history of statements, written in one transaction each."""

from __future__ import annotations

import datetime
from typing import Final

from gateway.execution.endings import closed_elsewhere
from gateway.execution.journal import Closed, Opened
from gateway.execution.lifecycle import State
from gateway.pipeline.stages import Access
from gateway.storage import AuditRecord, ColumnUse, EndedError, Outcome, RelationUse, StatementRow, Storage

LEASE: Final = datetime.timedelta(seconds=60)
"""How long a replica answers for what it runs without renewing."""

OUTCOMES: Final = {
    State.FINISHED: Outcome.FINISHED,
    State.FAILED: Outcome.FAILED,
    State.CANCELED: Outcome.CANCELED,
}


class StorageJournal:
    """Blocking; safe to use from several threads."""

    def __init__(self, storage: Storage, replica: str) -> None:
        self._storage = storage
        self._replica = replica

    def opened(self, record: Opened) -> None:
        """Before it runs: history and audit together. A refused statement gets its one audit record when it is closed."""
        row = self._row(record)
        if record.plan is None:
            self._storage.history.begin(row)
        else:
            self._storage.begin(row, _audit(record, record.received, Outcome.STARTED), record.crowd)

    def closed(self, record: Closed) -> None:
        """After it ended. Raises ClosedElsewhereError when another replica has closed it as lost."""
        error = record.error
        audit = _audit(record.opened, record.ended, OUTCOMES[record.state], record)
        try:
            self._storage.finish(audit, error.code if error else None)
        except EndedError as ended:
            raise closed_elsewhere() from ended

    def is_taken(self, statement: str) -> bool:
        """As storage has it."""
        return bool(self._storage.handovers.taken(self._replica, [statement]))

    def _row(self, record: Opened) -> StatementRow:
        principal = record.request.asking.principal
        return StatementRow(
            id=record.id,
            principal=principal.code,
            department=principal.department,
            purpose=record.request.asking.purpose,
            sql=record.request.sql,
            started=record.received,
            policy_version=record.policy_version,
            catalog_version=record.catalog_version,
            accesses=_uses(record),
            engine=record.plan.engine if record.plan else "",
            replica=self._replica,
            lease=record.received + LEASE,
        )


def _audit(opened: Opened, instant: datetime.datetime, outcome: Outcome, closed: Closed | None = None) -> AuditRecord:
    request, plan = opened.request, opened.plan
    error = closed.error if closed else None
    return AuditRecord(
        instant=instant,
        outcome=outcome,
        statement=opened.id,
        principal=request.asking.principal.code,
        department=request.asking.principal.department,
        on_behalf_of=request.asking.principal.on_behalf_of,
        purpose=request.asking.purpose,
        address=request.address,
        door=request.door,
        token=request.token,
        sql=request.sql,
        rewritten=plan.logged_sql if plan else "",
        relations=_uses(opened),
        policy_version=opened.policy_version,
        catalog_version=opened.catalog_version,
        judged=opened.instant,
        engine=plan.engine if plan else "",
        engine_query=closed.engine_query if closed else "",
        rows=closed.rows if closed else None,
        bytes=closed.bytes if closed else None,
        milliseconds=round(closed.seconds * 1000) if closed else None,
        cut=closed.cut if closed else False,
        error=error.code.name if error else "",
        detail=f"{error.message}; {error.detail}" if error and error.detail else (error.message if error else ""),
    )


def _uses(opened: Opened) -> tuple[RelationUse, ...]:
    return tuple(map(_use, opened.plan.accesses)) if opened.plan else ()


def _use(access: Access) -> RelationUse:
    rules = {rule.id for rule in access.rules} | {rule.id for column in access.columns for rule in column.rules}
    return RelationUse(
        relation=str(access.relation),
        columns=tuple(ColumnUse(name=column.name, mask=column.mask) for column in access.columns),
        filters=access.filters,
        rules=tuple(sorted(rules)),
    )
