"""The layouts of a PostgreSQL source's relations, from `pg_attribute`."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import Callable, Collection, Coroutine, Sequence
from typing import TYPE_CHECKING, Any, Final

from connectors.watch import SECONDS, Layouts, Place
from gateway.errors import EngineError, ErrorCode

if TYPE_CHECKING:
    import psycopg

# `xmin` is the transaction that wrote the row: a type that was changed and changed back leaves another. A new label of an enumeration changes no column.
# What one transaction made differs by its `oid` and kind alone: a view may have been renamed to stand where a table stood.
_LAYOUTS: Final = """
SELECT n.nspname, c.relname, concat_ws(' ', c.oid, c.relkind, c.relispartition) || chr(10) || string_agg(concat_ws(' ', a.attnum, a.xmin, a.attname, format_type(a.atttypid, a.atttypmod),
    CASE t.typtype WHEN 'e' THEN (SELECT string_agg(e.xmin::text, ' ' ORDER BY e.oid) FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid) END),
  chr(10) ORDER BY a.attnum)
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
WHERE n.nspname = ANY(%s) AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0 AND NOT a.attisdropped {some}
GROUP BY n.nspname, c.relname, c.oid, c.relkind, c.relispartition"""
_ALL: Final = _LAYOUTS.format(some="")
_SOME: Final = _LAYOUTS.format(some="AND c.relname = ANY(%s)")

Connect = Callable[[], Coroutine[Any, Any, "psycopg.AsyncConnection[tuple[Any, ...]]"]]


class PostgresqlWatch:
    """Fulfils `watch.Watch`. `connect` opens a connection that commits by itself."""

    def __init__(self, schemas: Sequence[str], connect: Connect) -> None:
        self._schemas = list(schemas)
        self._connect = connect
        self._connection: psycopg.AsyncConnection[tuple[Any, ...]] | None = None
        self._one = asyncio.Lock()
        self._given_up: set[asyncio.Task[list[tuple[Any, ...]]]] = set()

    async def layouts(self, relations: Collection[Place] | None = None) -> Layouts:
        """In one question; on a connection that the server has closed meanwhile, once more on a new one."""
        import psycopg

        try:
            async with self._one:
                held = self._connection is not None
                try:
                    rows = await self._asked(relations)
                except psycopg.OperationalError:
                    if not held:
                        raise
                    rows = await self._asked(relations)
        except (psycopg.Error, OSError, TimeoutError) as error:
            raise EngineError(
                "the source cannot be inspected", code=ErrorCode.SOURCE_UNAVAILABLE, detail=repr(error)
            ) from error
        found = {(schema, relation): layout for schema, relation, layout in rows}
        return found if relations is None else {place: found[place] for place in relations if place in found}

    async def _asked(self, relations: Collection[Place] | None) -> list[tuple[Any, ...]]:
        """A driver that waits for a silent server does not let itself be cancelled, so it is waited for from outside."""
        task = asyncio.create_task(self._ask(relations))
        try:
            done, _ = await asyncio.wait((task,), timeout=SECONDS)
        except asyncio.CancelledError:
            self._give_up(task)
            raise
        if not done:
            self._give_up(task)
            raise TimeoutError(f"no answer within {SECONDS} s")
        if task.exception() is not None:
            self.close()
        return task.result()

    async def _ask(self, relations: Collection[Place] | None) -> list[tuple[Any, ...]]:
        if self._connection is None:
            self._connection = await self._connect()
        if relations is None:
            cursor = await self._connection.execute(_ALL, [self._schemas])
        else:
            schemas = sorted({schema for schema, _ in relations} & set(self._schemas))
            names = sorted({name for _, name in relations})
            cursor = await self._connection.execute(_SOME, [schemas, names])
        return await cursor.fetchall()

    def _give_up(self, task: asyncio.Task[list[tuple[Any, ...]]]) -> None:
        """It ends when its connection does; until then somebody must hold it.

        The socket is shut, and closed once nobody listens to it: its number would be another socket's at once, which the driver would then make deaf.
        """
        connection, self._connection = self._connection, None
        self._given_up.add(task)
        task.add_done_callback(lambda _: self._ended(task, connection))
        if connection is None:
            task.cancel()
        else:
            _shut(connection)

    def _ended(
        self, task: asyncio.Task[list[tuple[Any, ...]]], connection: psycopg.AsyncConnection[tuple[Any, ...]] | None
    ) -> None:
        self._given_up.discard(task)
        if not task.cancelled():
            task.exception()  # heard
        if connection is not None:
            connection.pgconn.finish()

    def close(self) -> None:
        """Without a word to the server."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.pgconn.finish()


def _shut(connection: psycopg.AsyncConnection[tuple[Any, ...]]) -> None:
    """Whoever reads it hears that the other side is gone."""
    import psycopg

    with contextlib.suppress(psycopg.Error, OSError), socket.socket(fileno=os.dup(connection.fileno())) as same:
        same.shutdown(socket.SHUT_RDWR)
