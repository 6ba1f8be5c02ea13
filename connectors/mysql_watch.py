"""The layouts of a MySQL or MariaDB source's relations, from `information_schema`."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Final

from connectors.daemon import in_daemon_thread
from connectors.server import ServerOptions
from connectors.watch import SECONDS, Layouts, Place
from gateway.errors import EngineError, ErrorCode

if TYPE_CHECKING:
    import pymysql

# The time of creation is that of the last change that rewrote the table.
_LAYOUTS: Final = """
SELECT c.table_name, c.ordinal_position, c.column_name, c.column_type, c.collation_name, t.table_type, t.create_time
FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = database() {some} ORDER BY c.table_name, c.ordinal_position"""
_ALL: Final = _LAYOUTS.format(some="")
_SOME: Final = _LAYOUTS.format(some="AND c.table_name IN %s")


class MysqlWatch:
    """Fulfils `watch.Watch`, one thread at a time: the driver blocks, though never for longer than `SECONDS`."""

    def __init__(self, options: ServerOptions, credentials: Mapping[str, str]) -> None:
        self._options = options
        self._credentials = credentials
        self._connection: pymysql.Connection[Any] | None = None
        self._one = asyncio.Lock()

    async def layouts(self, relations: Collection[Place] | None = None) -> Layouts:
        """In one question; on a connection that the server has closed meanwhile, once more on a new one."""
        names = None if relations is None else sorted({name for _, name in relations})
        if names == []:
            return {}
        # Shielded: whoever asks may go, but the connection is the thread's until it has its answer.
        rows = await asyncio.shield(self._exchange(names))
        found: dict[Place, str] = {}
        for name, *column in rows:
            place = (self._options.database, name)
            found[place] = f"{found.get(place, '')}{column}\n"
        return found if relations is None else {place: found[place] for place in relations if place in found}

    async def _exchange(self, names: list[str] | None) -> list[tuple[Any, ...]]:
        async with self._one:
            return await in_daemon_thread(lambda: self._ask(names), "watch")

    def _ask(self, names: list[str] | None) -> list[tuple[Any, ...]]:
        import pymysql

        while True:  # twice at most: behind a failure no connection is held
            held = self._connection is not None
            try:
                return self._asked(names)
            except Exception as error:  # the driver's own, and what it meets when its connection is closed under it
                self._drop()
                if not (held and isinstance(error, pymysql.OperationalError | pymysql.InterfaceError)):
                    raise _unavailable(error) from error

    def _asked(self, names: list[str] | None) -> list[tuple[Any, ...]]:
        import pymysql

        if self._connection is None:
            self._connection = pymysql.connect(
                host=self._options.host,
                port=self._options.port,
                user=self._credentials.get("user"),
                password=self._credentials.get("password") or "",
                database=self._options.database,
                charset="utf8mb4",
                autocommit=True,
                connect_timeout=SECONDS,
                read_timeout=SECONDS,
                write_timeout=SECONDS,
            )
        with self._connection.cursor() as cursor:
            cursor.execute(_ALL) if names is None else cursor.execute(_SOME, (names,))
            return list(cursor.fetchall())

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection._force_close()

    def close(self) -> None:
        """Without a word to the server; a thread that still waits for it hears that at once."""
        self._drop()


def _unavailable(error: Exception) -> EngineError:
    return EngineError("the source cannot be inspected", code=ErrorCode.SOURCE_UNAVAILABLE, detail=repr(error))
