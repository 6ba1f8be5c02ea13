"""Sends rows that the gateway made itself, in every page format: metadata and EXPLAIN. All columns are varchar."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from itertools import islice
from typing import Any

import orjson

from gateway.engines.engine import Page, PageFormat
from gateway.execution.world import Told

Row = tuple[str | None, ...]
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet would run a cell that starts so; a quote before it makes it text."""


class ToldRun:
    """A run of one page."""

    id = ""

    def __init__(self, told: Told, page_format: PageFormat, limit: int | None) -> None:
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
                columns = [arrow.array(values, arrow.string()) for values in zip(*self._rows, strict=True)]
                return bytes(arrow.record_batch(columns, schema=self._schema()).serialize())

    def _schema(self) -> Any:
        arrow = _arrow()
        return arrow.schema([(name, arrow.string()) for name in self._names])


def _arrow() -> Any:
    """Importing it costs 0.2 s, and few ask for metadata in this form."""
    import pyarrow

    return pyarrow


def _defused(text: str | None) -> str | None:
    return f"'{text}" if text and text.startswith(FORMULA) else text


def _csv(rows: list[Row]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()
