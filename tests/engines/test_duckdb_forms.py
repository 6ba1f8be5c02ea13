"""Every DuckDB form of the function table passes the guard, and the guard's list holds nothing that no form needs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from gateway.engines.duckdb_functions import AGGREGATES, ALLOWED, SCALARS
from gateway.engines.duckdb_guard import Guard, parser
from tests.pipeline.functions.cases import texts

pytestmark = pytest.mark.slow

# Written by printers and readings rather than by forms of the table.
PRINTED = {"coalesce", "greatest", "struct_extract", "regexp_full_match"}


@pytest.fixture(scope="module")
def sent() -> list[str]:
    return list(texts())


def test_every_form_passes_the_guard(sent: list[str]) -> None:
    assert len(sent) > 1000
    guard = Guard(parser())
    for text in sent:
        guard.check(text, ())


def test_nothing_is_allowed_that_no_form_calls(sent: list[str]) -> None:
    connection = parser()
    called = set(PRINTED)
    for text in sent:
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
