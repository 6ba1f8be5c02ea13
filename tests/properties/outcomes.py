"""What a statement came to: rows (in order where ordered), or the class of its error. Two outcomes are compared as values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import duckdb

from gateway.errors import GatewayError
from gateway.pipeline.stages import Plan
from tests.world import Database

Outcome = tuple[str, object]


def of_plan(database: Database, make: Callable[[], Plan]) -> Outcome:
    """Prepare and run; a refusal counts by its code."""
    try:
        made = make()
    except GatewayError as error:
        return "refused", error.code.name
    return of_rows(lambda: database.run(made), ordered=made.ordered)


def of_rows(run: Callable[[], Sequence[tuple[object, ...]]], *, ordered: bool) -> Outcome:
    try:
        rows = [tuple(map(plain, row)) for row in run()]
    except (duckdb.ConversionException, duckdb.OutOfRangeException, duckdb.InvalidInputException) as error:
        return "failed", type(error).__name__
    return "rows", rows if ordered else sorted(rows, key=repr)


def assert_equal(one: tuple[Database, Callable[[], Outcome]], other: tuple[Database, Callable[[], Outcome]]) -> None:
    """Two statements come to the same.

    Whether an expression that can fail is evaluated at all is left open by SQL, and an engine decides it by what it knows, of rows that are hidden or long
    gone, too: statistics. So where only one of the two fails, both are run once more as they are written.
    """
    first, second = one[1](), other[1]()
    if {first[0], second[0]} == {"rows", "failed"}:
        with as_written(one[0]):
            first = one[1]()
        with as_written(other[0]):
            second = other[1]()
    assert first == second


@contextmanager
def as_written(database: Database) -> Iterator[None]:
    """Without DuckDB's optimizer, which moves, merges and drops expressions."""
    database.plain("PRAGMA disable_optimizer")
    try:
        yield
    finally:
        database.plain("PRAGMA enable_optimizer")


def plain(value: object) -> object:
    """Values as they compare: -0.0 is 0.0, integral numbers are int."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
