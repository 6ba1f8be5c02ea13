"""Conditions as the text of a SQLite query: the prefilter of a scan that SQLite itself would otherwise hand over whole.

SQLite keeps any kind of value in any column. So every condition also lets through what is not of the column's own kind: blobs in a column of texts, texts and
blobs in a column of integers. They sort behind everything else, an index finds (that there are) none of them at once, and the view decides about them.
Texts are compared byte by byte, whatever collation the column has.

A range can hold most of a table, and looking most of it up through an index costs ten times a scan. So a condition of ranges alone is counted first,
up to a bound, and beyond it the table is read in its own order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, assert_never

from gateway.catalog.relations import Column, Relation, Search
from gateway.pipeline.pushdown.conditions import AllOf, Among, AnyOf, Condition, Span, Value

SCHEMA: Final = "main"
FEW: Final = 5000
MOST_TEXT: Final = 100_000
"""Characters; SQLite takes a million bytes."""
MOST_PARTS: Final = 200
"""SQLite nests a chain of ANDs or ORs as deep as it is long, to a thousand at most."""
_ROW: Final = '"_"'


def query(relation: Relation, columns: Sequence[Column], condition: Condition) -> str | None:
    """SELECT the columns, under the source's own names, of the rows that may be wanted; None when it would be more than SQLite takes.

    INVARIANT: only names of the accepted catalogue and constants stand in it, each quoted here.
    """
    if _parts(condition) > MOST_PARTS:
        return None
    written = _query(relation, columns, condition)
    return written if len(written) <= MOST_TEXT else None


def _parts(condition: Condition) -> int:
    match condition:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            return sum(map(_parts, parts))
        case _:
            return 1


def _query(relation: Relation, columns: Sequence[Column], condition: Condition) -> str:
    listed = ", ".join(f"{_column(column)} AS {_quoted(column.source_name)}" for column in columns) or "1 AS c0"
    table = f"{_quoted(SCHEMA)}.{_quoted(relation.location[2])} AS {_ROW}"
    where = text(condition)
    if _exact(condition):
        return f"SELECT {listed} FROM {table} WHERE {where}"
    counted = f"(SELECT count(*) AS n FROM (SELECT 1 FROM {table} WHERE {where} LIMIT {FEW + 1})) AS few"
    return (
        f"SELECT {listed} FROM {counted} CROSS JOIN {table} WHERE few.n <= {FEW} AND {where} "
        f"UNION ALL SELECT {listed} FROM {counted} CROSS JOIN {table} NOT INDEXED WHERE few.n > {FEW} AND {where}"
    )


def _exact(condition: Condition) -> bool:
    """Whether equality narrows it: an index then gives the rows in the order of the table."""
    match condition:
        case Among():
            return True
        case Span():
            return False
        case AllOf(parts=parts):
            return any(map(_exact, parts))
        case AnyOf(parts=parts):
            return all(map(_exact, parts))
        case _:
            assert_never(condition)


def text(condition: Condition) -> str:
    """The condition, widened by what is not of its column's kind; in parentheses."""
    match condition:
        case Among(column=column, values=(only,)):
            return f"({_compared(column)} = {_literal(only)} OR {_other(column)})"
        case Among(column=column, values=values):
            return f"({_compared(column)} IN ({', '.join(map(_literal, values))}) OR {_other(column)})"
        case Span(column=column, low=low, high=high, closed=closed):
            name = _compared(column)
            ends = [] if low is None else [f"{name} >= {_literal(low)}"]
            ends += [] if high is None else [f"{name} {'<=' if closed else '<'} {_literal(high)}"]
            return f"({' AND '.join(ends)} OR {_other(column)})"
        case AllOf(parts=parts):
            return f"({' AND '.join(map(text, parts))})"
        case AnyOf(parts=parts):
            return f"({' OR '.join(map(text, parts))})"
        case _:
            assert_never(condition)


def _other(column: Column) -> str:
    beyond = "x''" if column.search is Search.TEXT else "''"
    return f"{_compared(column)} >= {beyond}"


def _compared(column: Column) -> str:
    return f"{_column(column)} COLLATE BINARY" if column.search is Search.TEXT else _column(column)


def _column(column: Column) -> str:
    """Always with its table: a lone quoted name that is no column would be read as a string."""
    return f"{_ROW}.{_quoted(column.source_name)}"


def _quoted(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _literal(value: Value) -> str:
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"
