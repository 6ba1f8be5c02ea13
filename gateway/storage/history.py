"""The table of statements: one row for each that runs, kept as its principal's history when it ended.

With several replicas on one database it also says who runs what: a replica renews the lease of its rows; what a dead replica
left is closed as LOST by any other.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, String, bindparam, delete, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from gateway.errors import ErrorCode
from gateway.storage.database import Database, failed
from gateway.storage.instants import from_text, to_text
from gateway.storage.prepared import Prepared
from gateway.storage.record import Outcome, RelationUse, relations_from, relations_plain
from gateway.storage.schema import STATEMENTS

INSTANTS: Final = ("started", "ended", "lease", "cancel_asked")
BEGIN: Final = Prepared(insert(STATEMENTS))
FINISH: Final = Prepared(
    update(STATEMENTS)
    .where(STATEMENTS.c.id == bindparam("running"), STATEMENTS.c.state == bindparam("was"))
    .values({name: bindparam(f"to_{name}") for name in ("state", "ended", "rows", "bytes", "cut", "error", "lease")})
    .values(engine_query=func.coalesce(bindparam("to_engine_query", type_=String), STATEMENTS.c.engine_query))
)
PROGRESS: Final = Prepared(
    update(STATEMENTS)
    .where(STATEMENTS.c.id == bindparam("running"), STATEMENTS.c.state == bindparam("was"))
    .values({name: bindparam(f"to_{name}") for name in ("rows", "bytes", "engine_query")})
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """One statement, running (`state` STARTED) or ended. `lease` is until when its replica answers for it."""

    id: str
    principal: str
    department: str = ""
    purpose: str | None = None
    sql: str
    started: datetime.datetime
    policy_version: str = ""
    catalog_version: str = ""
    accesses: tuple[RelationUse, ...] = ()
    engine: str = ""
    engine_query: str | None = None
    replica: str = ""
    lease: datetime.datetime | None = None
    state: Outcome = Outcome.STARTED
    ended: datetime.datetime | None = None
    rows: int = 0
    bytes: int = 0
    cut: bool = False
    error: ErrorCode | None = None
    cancel_asked: datetime.datetime | None = None
    """When its principal wanted it ended, at whichever replica."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a running statement is. `engine_query` is the engine's own name of the work."""

    id: str
    rows: int
    bytes: int
    engine_query: str | None = None


class EndedError(Exception):
    """A statement's end was to be recorded, but it has one: another replica closed it as LOST. Nothing was written."""


class History:
    """Begins, follows, ends and lists statements. Blocking; safe to use from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, statement: StatementRow) -> None:
        """A statement starts."""
        with self._writing() as connection:
            self.begin_in(connection, statement)

    def begin_in(self, connection: Connection, statement: StatementRow) -> None:
        """The same, in a transaction of the caller's."""
        BEGIN.run(connection, _values(statement))

    def finish(
        self,
        identifier: str,
        state: Outcome,
        ended: datetime.datetime,
        *,
        rows: int = 0,
        bytes: int = 0,
        cut: bool = False,
        error: ErrorCode | None = None,
        engine_query: str | None = None,
    ) -> bool:
        """A statement ended; False when it had ended already."""
        with self._writing() as connection:
            return self.finish_in(
                connection,
                identifier,
                state,
                ended,
                rows=rows,
                bytes=bytes,
                cut=cut,
                error=error,
                engine_query=engine_query,
            )

    def finish_in(
        self,
        connection: Connection,
        identifier: str,
        state: Outcome,
        ended: datetime.datetime,
        *,
        rows: int = 0,
        bytes: int = 0,
        cut: bool = False,
        error: ErrorCode | None = None,
        engine_query: str | None = None,
    ) -> bool:
        """The same, in a transaction of the caller's."""
        values = {
            "running": identifier,
            "was": Outcome.STARTED.value,
            "to_state": state.value,
            "to_ended": to_text(ended),
            "to_rows": rows,
            "to_bytes": bytes,
            "to_cut": cut,
            "to_error": error.name if error else None,
            "to_lease": None,
            "to_engine_query": engine_query,
        }
        return FINISH.run(connection, values).rowcount == 1

    def known_in(self, connection: Connection, identifier: str) -> bool:
        """Whether there is a row of this statement, in a transaction of the caller's."""
        return (
            connection.execute(select(STATEMENTS.c.id).where(STATEMENTS.c.id == identifier)).one_or_none() is not None
        )

    def progress(self, running: Sequence[Progress]) -> tuple[str, ...]:
        """Running statements delivered so much. Gives the ids of those that have ended: another replica closed them."""
        with self._writing() as connection:
            return tuple(one.id for one in running if PROGRESS.run(connection, _counts(one)).rowcount == 0)

    def ask_cancel(self, identifier: str, principal: str, now: datetime.datetime) -> bool:
        """Its principal wants a running statement ended; the replica that runs it hears of it. False when there is none such."""
        mine = _running(identifier).where(STATEMENTS.c.principal == principal)
        with self._writing() as connection:
            return connection.execute(mine.values(cancel_asked=to_text(now))).rowcount == 1

    def renew(self, replica: str, lease: datetime.datetime, running: Sequence[str]) -> int:
        """This replica lives, and these of its statements are its own until `lease`. Gives their number.

        A row that it no longer works on (its end could not be written) is not renewed, and so closed as LOST when its lease is over.
        """
        query = update(STATEMENTS).where(
            STATEMENTS.c.replica == replica, STATEMENTS.c.state == Outcome.STARTED.value, STATEMENTS.c.id.in_(running)
        )
        with self._writing() as connection:
            return connection.execute(query.values(lease=to_text(lease))).rowcount

    def lose_in(
        self, connection: Connection, now: datetime.datetime, but: Collection[str] = ()
    ) -> tuple[StatementRow, ...]:
        """Close as LOST what dead replicas left, in a transaction of the caller's; gives those statements, so that the audit can say so."""
        table = STATEMENTS
        dead = (table.c.state == Outcome.STARTED.value, table.c.lease < to_text(now), table.c.id.not_in(list(but)))
        rows = connection.execute(select(table).where(*dead).with_for_update(skip_locked=True)).all()
        for row in rows:
            self.finish_in(connection, row.id, Outcome.LOST, now, rows=row.rows, bytes=row.bytes)
        return tuple(_statement(row) for row in rows)

    def find(self, identifier: str, principal: str | None = None) -> StatementRow | None:
        """One statement; with `principal`, only if it is theirs: another's is as if it did not exist."""
        query = select(STATEMENTS).where(STATEMENTS.c.id == identifier)
        if principal is not None:
            query = query.where(STATEMENTS.c.principal == principal)
        with self._reading() as connection:
            row = connection.execute(query).one_or_none()
        return _statement(row) if row is not None else None

    def list(
        self,
        principal: str | None = None,
        *,
        running: bool = False,
        before: datetime.datetime | None = None,
        limit: int = 100,
    ) -> Sequence[StatementRow]:
        """Statements, newest first: one principal's or all, running ones only or all, started before a moment."""
        query = select(STATEMENTS).order_by(STATEMENTS.c.started.desc(), STATEMENTS.c.id.desc()).limit(limit)
        if principal is not None:
            query = query.where(STATEMENTS.c.principal == principal)
        if running:
            query = query.where(STATEMENTS.c.state == Outcome.STARTED.value)
        if before is not None:
            query = query.where(STATEMENTS.c.started < to_text(before))
        with self._reading() as connection:
            return tuple(_statement(row) for row in connection.execute(query))

    def forget(self, before: datetime.datetime) -> int:
        """Remove statements that ended before a moment (the audit keeps its own records). Gives their number."""
        query = delete(STATEMENTS).where(STATEMENTS.c.ended < to_text(before))
        with self._writing() as connection:
            return connection.execute(query).rowcount

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with self._database.writing() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise failed("the statement cannot be written to storage", error) from error

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._database.reading() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise failed("the history of statements cannot be read", error) from error


def _running(identifier: str) -> Any:
    return update(STATEMENTS).where(STATEMENTS.c.id == identifier, STATEMENTS.c.state == Outcome.STARTED.value)


def _counts(one: Progress) -> dict[str, Any]:
    values = {"running": one.id, "was": Outcome.STARTED.value, "to_rows": one.rows, "to_bytes": one.bytes}
    return values | {"to_engine_query": one.engine_query}


def _values(statement: StatementRow) -> dict[str, Any]:
    values = {name: getattr(statement, name) for name in StatementRow.__slots__}
    values["accesses"] = json.dumps(relations_plain(statement.accesses))
    values["state"] = statement.state.value
    values["error"] = statement.error.name if statement.error else None
    for name in INSTANTS:
        moment = values[name]
        values[name] = to_text(moment) if moment else None
    # PostgreSQL's text can not hold NUL, which no statement that runs has, but a refused one may.
    values["sql"] = statement.sql.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    return values


def _statement(row: Row[Any]) -> StatementRow:
    values: dict[str, Any] = dict(row._mapping)
    values["accesses"] = relations_from(json.loads(values["accesses"]))
    values["state"] = Outcome(values["state"])
    values["error"] = ErrorCode[values["error"]] if values["error"] else None
    for name in INSTANTS:
        values[name] = from_text(values[name]) if values[name] else None
    return StatementRow(**values)
