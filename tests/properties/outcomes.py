"""What a statement came to: rows (in order where ordered), or the class of its error. Two outcomes are compared as values."""

from __future__ import annotations

from collections.abc import Callable, Sequence

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


def plain(value: object) -> object:
    """Values as they compare: -0.0 is 0.0, integral numbers are int."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
