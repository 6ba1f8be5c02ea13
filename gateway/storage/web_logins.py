"""Logins that came to an end in a browser, until the program that asked for them fetches them: at any replica, within minutes."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Final

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from gateway.storage.database import Database, failed
from gateway.storage.instants import to_text
from gateway.storage.schema import WEB_LOGINS

MOST: Final = 10_000


class WebLogins:
    """Blocking; safe to use from several threads. `handle` is a hash of what only that program knows, `body` is sealed. Raises OwnError when storage does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, handle: str, body: str, now: datetime.datetime, expires: datetime.datetime) -> bool:
        """Once for each. False when it is there already, or when too many wait."""
        with self._using(self._database.writing) as connection:
            connection.execute(delete(WEB_LOGINS).where(WEB_LOGINS.c.expires <= to_text(now)))
            if connection.execute(select(func.count()).select_from(WEB_LOGINS)).scalar_one() >= MOST:
                return False
            try:
                connection.execute(insert(WEB_LOGINS).values(handle=handle, body=body, expires=to_text(expires)))
            except IntegrityError:
                connection.rollback()
                return False
            return True

    def find(self, handles: Collection[str], now: datetime.datetime) -> Mapping[str, str]:
        """Those of these that are there, with their bodies."""
        query = select(WEB_LOGINS.c.handle, WEB_LOGINS.c.body)
        wanted = (WEB_LOGINS.c.handle.in_(list(handles)), WEB_LOGINS.c.expires > to_text(now))
        with self._using(self._database.reading) as connection:
            return {row.handle: row.body for row in connection.execute(query.where(*wanted))}

    def drop(self, handle: str) -> None:
        """It was fetched."""
        with self._using(self._database.writing) as connection:
            connection.execute(delete(WEB_LOGINS).where(WEB_LOGINS.c.handle == handle))

    @contextmanager
    def _using(self, transaction: Callable[[], AbstractContextManager[Connection]]) -> Iterator[Connection]:
        try:
            with transaction() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise failed("logins through a browser cannot be kept in storage", error) from error
