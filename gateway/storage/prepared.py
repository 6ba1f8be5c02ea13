"""Statements that are compiled once: SQLAlchemy builds and looks up a statement anew for every execution, which costs more than SQLite takes to run it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, CursorResult
from sqlalchemy.sql.expression import Executable


class Prepared:
    """One statement whose values are all bind parameters; safe to use from several threads.

    Values go to the driver as they are, so every column's must be text, a number, a boolean or None.
    """

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._texts: dict[str, tuple[str, tuple[str, ...] | None]] = {}

    def run(self, connection: Connection, values: Mapping[str, Any] | None = None) -> CursorResult[Any]:
        """Execute it with these values."""
        text, order = self._text(connection)
        return connection.exec_driver_sql(text, _given(order, values or {}))

    def run_each(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Execute it once for each row."""
        text, order = self._text(connection)
        connection.exec_driver_sql(text, [_given(order, row) for row in rows])

    def _text(self, connection: Connection) -> tuple[str, tuple[str, ...] | None]:
        """The dialect's text, and the order of its parameters when they have no names there."""
        dialect = connection.dialect
        found = self._texts.get(dialect.name)
        if found is None:
            compiled: Any = self._statement.compile(dialect=dialect)  # type: ignore[attr-defined]
            order = tuple(compiled.positiontup) if compiled.positional else None
            found = self._texts[dialect.name] = (str(compiled), order)
        return found


def _given(order: tuple[str, ...] | None, values: Mapping[str, Any]) -> Any:
    return dict(values) if order is None else tuple(values[name] for name in order)
