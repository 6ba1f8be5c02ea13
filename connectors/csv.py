"""CSV folders: each file is a relation; loosely typed, so every column is read as text and converted (rule 13).

DuckDB's dialect sniffer fails on dirty files, so the dialect is an option and columns are read by position. The header line is therefore remembered,
and the engine refuses to read a file whose header has changed: a column moved at the source must not appear under another one's name.
A line with too few fields is filled with NULL; one with too many loses the rest; a line that is not in the file's encoding is left out.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, Field

from connectors.connector import Attachment, Connector, FoundColumn, FoundRelation
from connectors.folder import create_view, distinct_names, files
from connectors.options import FilePath, Options
from connectors.sql import literal
from connectors.trino_catalog import NoCatalog
from gateway.catalog.convert import PATTERNS
from gateway.catalog.types import BIGINT, BOOLEAN, DATE, DOUBLE, VARCHAR, Type, timestamp

SAMPLE: Final = 5000
SHARE: Final = 0.9
"""So many of a sample's values must look like a type; the others are dirt, read as NULL."""


class CsvOptions(Options):
    """`path`: the folder. The first line of every file names its columns."""

    path: FilePath
    delimiter: str = Field(default=",", min_length=1, max_length=1)
    quote: str = Field(default='"', min_length=1, max_length=1)
    encoding: Literal["utf-8", "utf-16", "latin-1"] = "utf-8"


# Numbers with leading zeros and long runs of digits are codes, not quantities.
SHAPES: Final[tuple[tuple[str, Type], ...]] = (
    (r"(?i)true|false", BOOLEAN),
    (r"-?(0|[1-9][0-9]{0,9})", BIGINT),
    (r"-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?([eE][+-]?[0-9]+)?", DOUBLE),
    (PATTERNS["date"], DATE),
    (PATTERNS["timestamp"], timestamp(6)),
)


def guess(values: list[str]) -> Type:
    """What most of the values look like; varchar when nothing fits. The owner may say otherwise in the accepted catalogue.

    >>> str(guess(["1", "2", ""])), str(guess(["0571", "0572"])), str(guess(["2024-01-05"]))
    ('bigint', 'varchar', 'date')
    """
    present = [value for value in values if value]
    for pattern, type_ in SHAPES:
        if present and sum(re.fullmatch(pattern, value) is not None for value in present) >= SHARE * len(present):
            return type_
    return VARCHAR


def header_line(file: Path) -> bytes:
    """The first line, as bytes: what must not change under a view that reads by position."""
    with file.open("rb") as stream:
        return stream.readline(1_000_000)


def attach(name: str, options: BaseModel, credentials: Mapping[str, str]) -> Attachment:
    """One view a file, all columns varchar."""
    assert isinstance(options, CsvOptions)
    views: list[str] = []
    headers: list[tuple[str, str]] = []
    for schema, relation, file in files(options.path, ".csv"):
        columns = _rows(file, options, 0)[0]
        if distinct_names(columns):
            views += create_view(name, schema, relation, columns, _reader(file, columns, options))
            headers.append((str(file), header_line(file).hex()))
    return Attachment(views=tuple(views), directories=(str(options.path.resolve()),), headers=tuple(headers))


def _reader(file: Path, columns: list[str], options: CsvOptions) -> str:
    shape = ", ".join(f"{literal(column)}: 'VARCHAR'" for column in columns)
    return (
        f"read_csv({literal(str(file))}, auto_detect = false, header = true, columns = {{{shape}}}, "
        f"delim = {literal(options.delimiter)}, quote = {literal(options.quote)}, escape = {literal(options.quote)}, "
        f"encoding = {literal(options.encoding)}, new_line = {literal(_line_end(file))}, comment = '', skip = 0, max_line_size = 16000000, "
        "null_padding = true, ignore_errors = true, strict_mode = false, allow_quoted_nulls = false, parallel = false)"
    )


def _line_end(file: Path) -> str:
    return "\\r\\n" if header_line(file).endswith(b"\r\n") else "\\n"


def inspect(name: str, options: BaseModel, credentials: Mapping[str, str]) -> tuple[FoundRelation, ...]:
    """Columns by the header, types by the look of a sample."""
    assert isinstance(options, CsvOptions)
    found = []
    for schema, relation, file in files(options.path, ".csv"):
        header, *rows = _rows(file, options, SAMPLE)
        columns = tuple(
            FoundColumn(name=column, type=guess([row[at] for row in rows if at < len(row)]), native="text")
            for at, column in enumerate(header if distinct_names(header) else [])
        )
        found.append(FoundRelation(schema=schema, name=relation, kind="table", columns=columns))
    return tuple(found)


def _rows(file: Path, options: CsvOptions, sample: int) -> list[list[str]]:
    encoding = "utf-8-sig" if options.encoding == "utf-8" else options.encoding
    with file.open(encoding=encoding, errors="replace", newline="") as stream:
        lines = csv.reader(stream, delimiter=options.delimiter, quotechar=options.quote)
        return list(islice(lines, sample + 1)) or [[]]


def unread_lines(options: BaseModel, schema: str, relation: str) -> int:
    """Lines that are not in the file's encoding. Every byte is a latin-1 character, and utf-16 has no lines of bytes: nothing is counted there."""
    assert isinstance(options, CsvOptions)
    if options.encoding != "utf-8":
        return 0
    [file] = [file for at, name, file in files(options.path, ".csv") if (at, name) == (schema, relation)]
    with file.open("rb") as stream:
        return sum(not _is_utf8(line) for line in stream)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def identity(options: BaseModel, base: Path) -> str:
    """The folder, links resolved."""
    assert isinstance(options, CsvOptions)
    return f"file:{(base / options.path).resolve()}"


CONNECTOR: Final = Connector(
    kind="csv",
    options=CsvOptions,
    attach=attach,
    inspect=inspect,
    trino=NoCatalog(
        reason="Trino has no connector for CSV files",
        instead="load them into a PostgreSQL or MariaDB database and name that as the source",
    ),
    identity=identity,
    loose=True,
    folder=True,
    unread_lines=unread_lines,
)
