"""Every DuckDB form of the function table passes the guard, and the guard's list holds nothing that no form needs."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from gateway.engines.duckdb_functions import AGGREGATES, ALLOWED, SCALARS
from gateway.engines.duckdb_guard import Guard, parser
from tests.pipeline.functions.evaluator import evaluate
from tests.pipeline.functions.test_values import cases

pytestmark = pytest.mark.slow

# Written by printers and readings rather than by forms of the table.
PRINTED = {"coalesce", "greatest", "struct_extract", "regexp_full_match"}


class Listening:
    """A connection that notes every text that it is given."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self.texts: list[str] = []

    def execute(self, text: str, *arguments: Any) -> duckdb.DuckDBPyConnection:
        if not text.startswith("DESCRIBE"):
            self.texts.append(text)
        return self.connection.execute(text, *arguments)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    connection = Listening(duckdb.connect())
    connection.connection.execute("SET TimeZone = 'UTC'")
    for case in cases():
        for hide in (False, True):
            with contextlib.suppress(Exception):  # some cases are about failing; their texts count all the same
                evaluate(connection, case.expression, case.rows, hide=hide)  # type: ignore[arg-type]  # only execute is used
    return connection.texts


def test_every_form_passes_the_guard(texts: list[str]) -> None:
    assert len(texts) > 1000
    guard = Guard(parser())
    for text in texts:
        guard.check(text, ())


def test_nothing_is_allowed_that_no_form_calls(texts: list[str]) -> None:
    connection = parser()
    called = set(PRINTED)
    for text in texts:
        row = connection.execute("SELECT json_serialize_sql(?)", [text]).fetchone()
        assert row is not None
        called.update(_functions(json.loads(row[0])))
    assert called <= ALLOWED
    idle = set(f"{SCALARS} {AGGREGATES}".split()) - called
    assert not idle


def _functions(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if node.get("class") in ("FUNCTION", "WINDOW") and node.get("function_name"):
            yield node["function_name"]
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            yield from _functions(item)
