"""What replicas over one database tell each other: that they live, which statements are wanted ended, which sources are suspended."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from gateway.storage.database import Database, failed
from gateway.storage.instants import from_text, to_text
from gateway.storage.prepared import Prepared
from gateway.storage.record import Outcome
from gateway.storage.schema import REPLICAS, STATEMENTS, SUSPENSIONS

SUSPENDED: Final = Prepared(select(SUSPENSIONS))
WANTED: Final = Prepared(
    select(STATEMENTS.c.id).where(
        STATEMENTS.c.state == bindparam("running"),
        STATEMENTS.c.replica == bindparam("me"),
        STATEMENTS.c.cancel_asked.is_not(None),
    )
)
OTHERS: Final = Prepared(
    select(REPLICAS.c.id, REPLICAS.c.address).where(
        REPLICAS.c.id != bindparam("me"), REPLICAS.c.lease >= bindparam("now")
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """A source that nobody may read at present: since when, by whose hand, and what those who ask are told."""

    source: str
    since: datetime.datetime
    asked_by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one replica finds when it looks: sources that are suspended, statements of its own that are wanted ended, how many others live and where they are reached."""

    suspended: Mapping[str, Suspension] = field(default_factory=dict)
    canceled: tuple[str, ...] = ()
    others: int = 0
    addresses: Mapping[str, str] = field(default_factory=dict)


class Replicas:
    """Blocking; safe to use from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def renew(self, replica: str, now: datetime.datetime, lease: datetime.datetime, address: str | None = None) -> None:
        """This replica lives until `lease`, and others reach it at `address`; those whose lease is over are forgotten, and are there again when they renew theirs."""
        with self._writing() as connection:
            connection.execute(delete(REPLICAS).where(REPLICAS.c.lease < to_text(now), REPLICAS.c.id != replica))
            mine = update(REPLICAS).where(REPLICAS.c.id == replica).values(lease=to_text(lease))
            if connection.execute(mine).rowcount == 0:
                connection.execute(insert(REPLICAS).values(id=replica, lease=to_text(lease), address=address))

    def leave(self, replica: str) -> None:
        """This replica ends in order."""
        with self._writing() as connection:
            connection.execute(delete(REPLICAS).where(REPLICAS.c.id == replica))

    def look(self, replica: str, now: datetime.datetime) -> Look:
        """Everything that a replica asks once a second, in one reading transaction."""
        with self._reading() as connection:
            wanted = WANTED.run(connection, {"running": Outcome.STARTED.value, "me": replica})
            canceled = tuple(row.id for row in wanted)
            others = {row.id: row.address for row in OTHERS.run(connection, {"me": replica, "now": to_text(now)})}
            addresses = {name: address for name, address in others.items() if address}
            suspended = _suspended(connection)
            return Look(suspended=suspended, canceled=canceled, others=len(others), addresses=addresses)

    def suspended(self) -> Mapping[str, Suspension]:
        """The sources that are suspended."""
        with self._reading() as connection:
            return _suspended(connection)

    def suspend_in(self, connection: Connection, suspension: Suspension) -> None:
        """Nobody may read the source from now on, in a transaction of the caller's. One that is suspended keeps since when it is."""
        known = select(SUSPENSIONS.c.since).where(SUSPENSIONS.c.source == suspension.source)
        since = connection.execute(known.with_for_update()).scalar_one_or_none()
        connection.execute(delete(SUSPENSIONS).where(SUSPENSIONS.c.source == suspension.source))
        values = {
            "source": suspension.source,
            "since": since or to_text(suspension.since),
            "asked_by": suspension.asked_by,
            "reason": suspension.reason,
        }
        connection.execute(insert(SUSPENSIONS).values(**values))

    def resume_in(self, connection: Connection, source: str) -> bool:
        """It may be read again, in a transaction of the caller's; False when it was not suspended."""
        return connection.execute(delete(SUSPENSIONS).where(SUSPENSIONS.c.source == source)).rowcount == 1

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with self._database.writing() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise failed("the replica's lease cannot be written to storage", error) from error

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._database.reading() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise failed("storage cannot be read", error) from error


def _suspended(connection: Connection) -> Mapping[str, Suspension]:
    return {
        row.source: Suspension(source=row.source, since=from_text(row.since), asked_by=row.asked_by, reason=row.reason)
        for row in SUSPENDED.run(connection)
    }
