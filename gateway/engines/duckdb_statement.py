"""One statement in the engine process: guard, execute, encode, send pages as the gateway asks for them."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Iterator
from typing import Any, Final

import duckdb
import pyarrow as pa

from gateway.catalog.types import Type, parse_type
from gateway.engines.duckdb_aside import Aside, Pieces, Room
from gateway.engines.duckdb_delivery import Delivery
from gateway.engines.duckdb_encode import csv_head, wrapped
from gateway.engines.duckdb_errors import Failure, failure
from gateway.engines.duckdb_frames import Frame
from gateway.engines.duckdb_generation import Generation
from gateway.engines.duckdb_guard import Guard, RefusedTextError
from gateway.engines.engine import JSON_ROWS, PageFormat

PAGE: Final = 1_000_000
"""Bytes: a page is sent once it holds so many."""
BATCH: Final = 8_192
"""Rows; small enough that a page of wide rows stays near its size."""

Send = Callable[..., None]


class Statement:
    """Runs in its own thread; `cancel` may be called from another, and so may those of `delivery`."""

    def __init__(
        self, number: int, order: dict[str, Any], generation: Generation, guard: Guard, room: Room, send: Send
    ) -> None:
        self.number = number
        self.order = order
        self.generation = generation
        self.guard = guard
        self.send = send
        self._aside = Aside(room, order["owner"])
        self.delivery = Delivery(self._send_page, self._aside)
        self.cursor = generation.connection.cursor()
        self.cancelled = False
        self.cut = False
        self.shaken = False
        """It met an error of the engine's own, which can leave the whole instance unusable."""
        self.worked = threading.Event()
        """The engine does nothing for it any more."""
        self.columns: list[tuple[str, Type]] = [(name, parse_type(text)) for name, text in order["columns"]]
        self.format = PageFormat(order["format"])
        self.limit: int | None = order["row_limit"]

    def run(self) -> None:
        """Send HEAD, pages and END, or FAIL."""
        try:
            self._check()
            self._deliver()
        except RefusedTextError as refused:
            self._fail(
                Failure(
                    code="READ_BACK_FAILED",
                    message="the engine's guard refused the generated text",
                    detail=str(refused),
                )
            )
        except _LayoutChangedError as changed:
            self._fail(
                Failure(
                    code="SOURCE_UNAVAILABLE",
                    message="a file of the source has other columns than when it was last looked at",
                    hint="ask the owner of the source; it is read again once its columns are looked at and accepted",
                    detail=str(changed),
                    source=self.order["sources"][0] if len(self.order["sources"]) == 1 else "",
                )
            )
        except Exception as error:  # every failure of the engine becomes a scrubbed answer
            self.shaken = isinstance(error, duckdb.InternalException | duckdb.FatalException)
            self._fail(failure(error, self.order["sources"]))
        finally:
            self._leave_engine()
            self._aside.close()

    def cancel(self) -> None:
        """Until it ends: an interrupt that comes before DuckDB starts to execute is lost."""
        self.cancelled = True
        self.delivery.stop()
        while not self.worked.wait(0.05):
            self.cursor.interrupt()

    def _leave_engine(self) -> None:
        """Its sources' connections are free again."""
        self.worked.set()
        self.cursor.close()

    def _send_page(self, rows: int, pieces: Pieces) -> None:
        self.send(Frame.PAGE, self.number, *pieces, rows=rows)

    def _fail(self, found: Failure) -> None:
        if self.cancelled:
            found = Failure(code="CANCELED", message="the statement was cancelled", detail=found.detail)
        self.send(Frame.FAIL, self.number, json.dumps(found.shown()).encode())

    def _check(self) -> None:
        locations = {(a, b, c) for a, b, c in self.order["locations"]}
        passes = {(source, text) for source, text in self.order["passes"]}
        self.guard.check(self.order["sql"], locations, self.order["keys"], passes)
        changed = self.generation.changed_file(
            frozenset(schema for catalog, schema, _ in locations if catalog == "huiliu")
        )
        if changed is not None:
            raise _LayoutChangedError(changed)
        self.generation.attach(self.order["files"])

    def _deliver(self) -> None:
        text = wrapped(self.order["sql"], self.columns, self.format, self.limit)
        keys = {name: base64.b64decode(value) for name, value in self.order["keys"].items()}
        reader = self.cursor.execute(text, keys or None).to_arrow_reader(BATCH)
        schema = self._schema(reader.schema)
        self.send(Frame.HEAD, self.number, self._head(schema))
        if self.delivery.produce(self._pages(reader, schema, self.limit)):
            reader.close()
            self._leave_engine()
            self.send(Frame.ASIDE, self.number)
            self.delivery.finish()
        self.send(Frame.END, self.number, json.dumps({"cut": self.cut}).encode())

    def _schema(self, given: Any) -> Any:
        """Arrow's columns under the answer's names, which may repeat."""
        if self.format is not PageFormat.ARROW:
            return given
        names = [name for name, _ in self.columns]
        return pa.schema([field.with_name(name) for field, name in zip(given, names, strict=True)])

    def _head(self, schema: Any) -> bytes:
        match self.format:
            case PageFormat.ARROW:
                return bytes(schema.serialize())
            case PageFormat.CSV:
                return csv_head([name for name, _ in self.columns])
            case _:
                return b""

    def _pages(self, reader: Any, schema: Any, left: int | None) -> Iterator[tuple[int, Pieces]]:
        """Number of rows, and the bytes where they lie. Rows beyond the limit are not delivered, but noted in `cut`."""
        pieces: Pieces = []
        rows = size = 0
        first = True
        for batch in reader:
            if left is not None and batch.num_rows > left:
                batch, self.cut = batch.slice(0, left), True
            if left is not None:
                left -= batch.num_rows
            if batch.num_rows:
                pieces.append(self._encoded(batch, schema))
                rows += batch.num_rows
                size += len(pieces[-1])
            # The first rows go out at once: a reader's first byte matters more than the size of its first page.
            if pieces and (size >= PAGE or first or self.cut):
                yield rows, self._page(pieces)
                pieces, rows, size, first = [], 0, 0, False
            if self.cut:
                break
        if pieces:
            yield rows, self._page(pieces)

    def _encoded(self, batch: Any, schema: Any) -> memoryview:
        if self.format is PageFormat.ARROW:
            return memoryview(pa.RecordBatch.from_arrays(batch.columns, schema=schema).serialize())
        return _text(batch.column(0))

    def _page(self, pieces: Pieces) -> Pieces:
        if self.format in JSON_ROWS:
            pieces[-1] = pieces[-1][:-1]  # the comma after the last row
        return pieces


def _text(column: Any) -> memoryview:
    """The bytes of a string column one after the other: a slice of Arrow's own buffer."""
    _, offsets, data = column.buffers()
    width = 8 if pa.types.is_large_string(column.type) else 4
    if data is None:
        return memoryview(b"")
    view = memoryview(offsets)

    def at(index: int) -> int:
        return int.from_bytes(view[index * width : (index + 1) * width], "little")

    return memoryview(data)[at(column.offset) : at(column.offset + len(column))]


class _LayoutChangedError(Exception):
    """A file read by position has another header now."""
