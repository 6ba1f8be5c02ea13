"""What another gateway needs to go on with a statement, kept while it runs: written once, by the one that began it."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, delete, exists, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from gateway.storage.database import Database, failed
from gateway.storage.instants import to_text
from gateway.storage.prepared import Prepared
from gateway.storage.record import Outcome
from gateway.storage.schema import HANDOVERS, STATEMENTS

OFFER: Final = Prepared(
    insert(HANDOVERS).values({name: bindparam(name) for name in ("statement", "body", "number", "place")})
)
KEEP: Final = Prepared(
    update(HANDOVERS)
    .where(
        HANDOVERS.c.statement == bindparam("of"),
        exists().where(STATEMENTS.c.id == bindparam("of_"), STATEMENTS.c.replica == bindparam("me")),
    )
    .values(number=bindparam("to_number"), place=bindparam("to_place"))
)


@dataclass(frozen=True, slots=True)
class Left:
    """What was offered, and how far the engine was when it was last written down."""

    body: str
    number: int
    place: str


class Handovers:
    """Blocking; safe to use from several threads. Raises OwnError when storage does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def offer(self, statement: str, left: Left) -> None:
        """Another gateway may go on with a running statement. Once for each."""
        values = {"statement": statement, "body": left.body, "number": left.number, "place": left.place}
        with self._using() as connection:
            OFFER.run(connection, values)

    def keep(self, statement: str, replica: str, number: int, place: str) -> bool:
        """The engine is so far. False, and nothing is written, when another replica has the statement."""
        values = {"of": statement, "of_": statement, "me": replica, "to_number": number, "to_place": place}
        with self._using() as connection:
            return KEEP.run(connection, values).rowcount == 1

    def take(self, statement: str, replica: str, lease: datetime.datetime) -> Left | None:
        """The statement is this replica's from now on, and this is what was offered. None when it has ended, or was not offered."""
        running = (STATEMENTS.c.id == statement, STATEMENTS.c.state == Outcome.STARTED.value)
        with self._using() as connection:
            mine = update(STATEMENTS).where(*running).values(replica=replica, lease=to_text(lease))
            if connection.execute(mine).rowcount == 0:
                return None
            offered = select(HANDOVERS.c.body, HANDOVERS.c.number, HANDOVERS.c.place)
            row = connection.execute(offered.where(HANDOVERS.c.statement == statement)).one_or_none()
            if row is None:
                connection.rollback()
                return None
            return Left(row.body, row.number, row.place)

    def taken(self, replica: str, statements: Collection[str]) -> tuple[str, ...]:
        """Those of these that another replica has taken."""
        query = select(STATEMENTS.c.id).where(STATEMENTS.c.id.in_(list(statements)), STATEMENTS.c.replica != replica)
        with self._using() as connection:
            return tuple(connection.execute(query).scalars())

    def forget(self) -> int:
        """Remove what was offered of statements that have ended. Gives their number."""
        running = select(STATEMENTS.c.id).where(STATEMENTS.c.state == Outcome.STARTED.value)
        with self._using() as connection:
            return connection.execute(delete(HANDOVERS).where(HANDOVERS.c.statement.not_in(running))).rowcount

    @contextmanager
    def _using(self) -> Iterator[Connection]:
        try:
            with self._database.writing() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise failed("what other gateways need of a statement cannot be written to storage", error) from error
