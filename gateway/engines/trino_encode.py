"""Rows of Trino's pages as JSON, NDJSON and CSV, byte for byte as the embedded engine writes equal values.

Trino's JSON values are those of its protocol already: where nothing is left to do, its bytes pass on undecoded. What may be left: doubles are written the
ECMAScript way (`1.0E20` is `100000000000000000000.0`), NDJSON has names, CSV is quoted and defused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from gateway.catalog.types import Type, with_precision
from gateway.engines.duckdb_encode import FORMULA, HARMLESS, NUMBERS, PLAIN_NUMBER, csv_head, unique_names
from gateway.engines.engine import Body, PageFormat
from gateway.engines.trino_arrow import ArrowEncoder
from gateway.engines.trino_json import FLOATS, holds, json_text, nullable, plainer, upper_escapes
from gateway.engines.trino_pages import Row, Rows

Value = Any
_SPECIAL: Final = r"""[",\r\n]"""
_FORMULA: Final = f"^[{re.escape(FORMULA)}]"
_NUMBER: Final = rf"\A(?:{PLAIN_NUMBER})\z"


class Encoder:
    """Writes the pages of one answer; may be used by one thread at a time."""

    def __init__(self, columns: Sequence[tuple[str, Type]], page_format: PageFormat) -> None:
        self._names = [name for name, _ in columns]
        self._types = [type_ for _, type_ in columns]
        self._format = page_format
        self._labels = unique_names(self._names)
        self._floats = [(at, plainer(type_)) for at, type_ in enumerate(self._types) if holds(type_, *FLOATS)]
        self._nested = any(self._types[at].base not in FLOATS for at, _ in self._floats)
        self._maps = any(holds(type_, "map") for type_ in self._types)
        self._arrow = ArrowEncoder(columns) if page_format is PageFormat.ARROW else None

    @property
    def given(self) -> list[Type]:
        """The types that Trino gives."""
        return (
            [with_precision(type_, 3) for type_ in self._types]
            if self._format is PageFormat.TRINO_MILLISECONDS
            else self._types
        )

    @property
    def head(self) -> bytes:
        """What precedes the first page."""
        match self._format:
            case PageFormat.CSV:
                return csv_head(self._names)
            case PageFormat.ARROW:
                assert self._arrow is not None
                return self._arrow.head
            case _:
                return b""

    def page(self, rows: Rows) -> Body:
        """The bytes of these rows. Raises ValueError and the like for a value that is none of its type."""
        if self._format in (PageFormat.TRINO, PageFormat.TRINO_MILLISECONDS) or (
            self._format is PageFormat.JSON and not self._floats
        ):
            return rows.raw
        values = rows.decoded(len(self._types))
        match self._format:
            case PageFormat.JSON:
                return rows.raw if self._as_written(values) else json_text(self._plain(values))[1:-1]
            case PageFormat.NDJSON:
                return self._lines(self._plain(values))
            case PageFormat.CSV:
                return csv_rows(values, self._types)
            case PageFormat.ARROW:
                assert self._arrow is not None
                return self._arrow.page(values)

    def _lines(self, rows: Sequence[Row]) -> Body:
        labels = self._labels
        objects = [dict(zip(labels, row, strict=True)) for row in rows]
        if self._maps:
            return upper_escapes(b"".join(orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE) for one in objects))
        # Where no value is an object, this stands between two rows only: inside of a text the quote is escaped.
        first = json_text(labels[0])
        return json_text(objects)[1:-1].replace(b"},{" + first + b":", b"}\n{" + first + b":") + b"\n"

    def _as_written(self, rows: Sequence[Row]) -> bool:
        """Whether all floats are written alike by Java and ECMAScript: those without an exponent."""
        if self._nested:
            return False
        for at, _ in self._floats:
            for row in rows:
                value = row[at]
                if value and type(value) is not str and not 1e-3 <= abs(value) < 1e7:
                    return False
        return True

    def _plain(self, rows: Sequence[Row]) -> Sequence[Row]:
        for at, change in self._floats:
            for row in rows:
                value = row[at]
                if value is not None:
                    row[at] = change(value)
        return rows


# --- CSV -----------------------------------------------------------------------------------------


def csv_rows(rows: Sequence[Row], types: Sequence[Type]) -> Body:
    """RFC 4180 lines, column by column: NULL is empty, an empty text is `""`, what a spreadsheet would run is defused."""
    fields = [csv_column(values, type_) for values, type_ in zip(zip(*rows, strict=True), types, strict=True)]
    lines = pc.binary_join_element_wise(*fields, ",") if len(fields) > 1 else fields[0]
    return texts(pc.binary_join_element_wise(lines, "", "\r\n"))


def csv_column(values: Sequence[Value], type_: Type) -> pa.Array:
    """One field a value, none of them NULL."""
    match type_.base:
        case "unknown":
            return pa.array([""] * len(values), pa.string())
        case "boolean":
            return pa.array(["" if v is None else "true" if v else "false" for v in values], pa.string())
        case "tinyint" | "smallint" | "integer" | "bigint":
            return pc.fill_null(pc.cast(pa.array(values, pa.int64()), pa.string()), "")
        case "real" | "double":
            return pa.array(["" if v is None else v if isinstance(v, str) else repr(float(v)) for v in values])
        case "array" | "map" | "row":
            change = nullable(type_)
            found = [None if v is None else json_text(change(v)).decode() for v in values]
            return _guarded(pa.array(found, pa.string()))
        case base if base in NUMBERS or base in HARMLESS:
            return pc.fill_null(pa.array(values, pa.string()), "")
        case _:
            return _guarded(pa.array(values, pa.string()))


def _guarded(column: pa.Array) -> pa.Array:
    formula = pc.match_substring_regex(column, _FORMULA)
    if pc.any(formula).as_py():
        formula = pc.and_(formula, pc.invert(pc.match_substring_regex(column, _NUMBER)))
        column = pc.if_else(formula, pc.binary_join_element_wise("'", column, ""), column)
    special = pc.or_(pc.match_substring_regex(column, _SPECIAL), pc.equal(column, ""))
    if pc.any(special).as_py():
        doubled = pc.replace_substring(column, '"', '""')
        column = pc.if_else(special, pc.binary_join_element_wise('"', doubled, '"', ""), column)
    return pc.fill_null(column, "")


def texts(column: pa.Array) -> Body:
    """The texts of a column one after the other."""
    _, offsets, data = column.buffers()
    if data is None:
        return b""
    width = 8 if pa.types.is_large_string(column.type) else 4
    view = memoryview(offsets)

    def at(index: int) -> int:
        return int.from_bytes(view[index * width : (index + 1) * width], "little")

    return bytes(memoryview(data)[at(column.offset) : at(column.offset + len(column))])
