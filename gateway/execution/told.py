"""Sends rows that the gateway made itself, in every page format: metadata and EXPLAIN. Columns are varchar or boolean."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from itertools import islice
from typing import Any

import orjson

from gateway.catalog.types import BOOLEAN
from gateway.engines.engine import Page, PageFormat
from gateway.execution.world import Row, Told

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet would run a cell that starts so; a quote before it makes it text."""


class ToldRun:
    """A run of one page."""

    id = ""

    def __init__(self, told: Told, page_format: PageFormat, limit: int | None) -> None:
        self._columns = told.plan.columns
        self._names = tuple(column.name for column in told.plan.columns)
        self._rows = tuple(islice(told.rows, limit))
        self._format = page_format
        self.cut = len(self._rows) < len(told.rows)

    @property
    def head(self) -> bytes:
        match self._format:
            case PageFormat.CSV:
                return _csv([self._names])
            case PageFormat.ARROW:
                return bytes(self._schema().serialize())
            case _:
                return b""

    async def pages(self) -> AsyncIterator[Page]:
        """All rows at once; no page when there are none."""
        if self._rows:
            yield Page(len(self._rows), self._body())

    async def close(self) -> None:
        """Nothing runs."""

    def _body(self) -> bytes:
        match self._format:
            case PageFormat.JSON | PageFormat.TRINO | PageFormat.TRINO_MILLISECONDS:
                return b",".join(orjson.dumps(row) for row in self._rows)
            case PageFormat.NDJSON:
                lines = (dict(zip(self._names, row, strict=True)) for row in self._rows)
                return b"".join(orjson.dumps(line) + b"\n" for line in lines)
            case PageFormat.CSV:
                return _csv([tuple(map(_defused, row)) for row in self._rows])
            case PageFormat.ARROW:
                arrow = _arrow()
                schema = self._schema()
                columns = [
                    arrow.array(v, field.type) for v, field in zip(zip(*self._rows, strict=True), schema, strict=True)
                ]
                return bytes(arrow.record_batch(columns, schema=schema).serialize())

    def _schema(self) -> Any:
        arrow = _arrow()
        types = {BOOLEAN: arrow.bool_()}
        return arrow.schema([(column.name, types.get(column.type, arrow.string())) for column in self._columns])


def _arrow() -> Any:
    """Importing it costs 0.2 s, and few ask for metadata in this form."""
    import pyarrow

    return pyarrow


def _defused(value: str | bool | None) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    return f"'{value}" if value and value.startswith(FORMULA) else value


def _csv(rows: list[Row]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()
