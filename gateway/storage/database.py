"""One database behind storage: SQLite in the data folder, or PostgreSQL for several replicas. Opens, migrates, gives transactions."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from gateway.errors import ErrorCode, OwnError

NEWEST: Final = "0004"
"""The last revision in `migrations/`."""
WAIT: Final = 10
"""Seconds that a transaction waits for a lock or a connection before storage counts as failed."""
MIGRATING: Final = 0x48754C69
"""Number of the PostgreSQL advisory lock that keeps two replicas from migrating at once."""


class Database:
    """Transactions on the storage database. Safe to use from several threads."""

    def __init__(self, url: str) -> None:
        """`url` is SQLAlchemy's: `sqlite:////path/storage.db`, `postgresql://user:password@host/database`."""
        self._engine = _connect(url)
        self.is_sqlite = self._engine.dialect.name == "sqlite"
        # SQLite has one writer at a time and waits for it by polling; threads of one process queue here instead.
        self._writer = threading.Lock()
        try:
            self._migrate()
        except BaseException as error:
            self._engine.dispose()
            if isinstance(error, SQLAlchemyError):
                raise failed("storage cannot be opened", error) from error
            raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database and writes nothing."""
        with self._engine.connect() as connection:
            if not self.is_sqlite:
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is on disk when the block ends, or left no trace."""
        if not self.is_sqlite:
            with self._engine.begin() as connection:
                yield connection
            return
        if not self._writer.acquire(timeout=WAIT):
            raise OwnError("storage is busy", code=ErrorCode.STORAGE_FAILED, hint="try again")
        try:
            with self._engine.connect().execution_options(huiliu_writes=True) as connection, connection.begin():
                yield connection
        finally:
            self._writer.release()

    def close(self) -> None:
        """Release every connection."""
        self._engine.dispose()

    def _is_current(self) -> bool:
        """Whether nothing is to be migrated: loading what migrates takes half a second."""
        with self.reading() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return False
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == [NEWEST]

    def _migrate(self) -> None:
        if self._is_current():
            return
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        with self.writing() as connection:
            if not self.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": MIGRATING})
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def failed(message: str, error: Exception) -> OwnError:
    """Storage's own error; what the database said is for the operator only."""
    return OwnError(message, code=ErrorCode.STORAGE_FAILED, hint="ask the operator", detail=str(error))


def _connect(url: str) -> Engine:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise OwnError("the storage address is not a database URL", code=ErrorCode.CONFIG_INVALID) from error
    match parsed.get_backend_name():
        case "sqlite" if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            engine = create_engine(
                parsed, pool_size=8, max_overflow=8, pool_timeout=WAIT, connect_args={"timeout": WAIT}
            )
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
            return engine
        case "postgresql":
            options = f"-c lock_timeout={WAIT}s -c statement_timeout={6 * WAIT}s"
            return create_engine(
                parsed.set(drivername="postgresql+psycopg"),
                pool_size=8,
                max_overflow=8,
                pool_timeout=WAIT,
                pool_pre_ping=True,
                connect_args={"options": options, "connect_timeout": WAIT, "application_name": "huiliu"},
            )
        case _:
            raise OwnError(
                "storage must be a SQLite file or a PostgreSQL database",
                code=ErrorCode.CONFIG_INVALID,
                hint="leave `storage` out for SQLite in data_dir",
            )


def _prepare_sqlite(connection: Any, record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions on its own: _begin_sqlite does
    cursor = connection.cursor()
    _use_write_ahead_log(cursor)
    cursor.execute("PRAGMA synchronous = FULL")  # a committed audit record survives a power cut, not only kill -9
    cursor.close()


def _use_write_ahead_log(cursor: Any) -> None:
    """So that readers do not wait for the writer. On a new file two processes may try at once, and SQLite does not let the second wait."""
    deadline = time.monotonic() + WAIT
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the write lock at once: a read that turns into a write could fail half-way."""
    writes = connection.get_execution_options().get("huiliu_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
