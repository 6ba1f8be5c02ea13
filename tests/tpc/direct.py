"""The second judge, part of `make tpc` only: the same texts as they stand, on DuckDB itself, over permitted copies made there.

DuckDB reads Trino's texts in its own way: it divides decimals into floating numbers, so numbers are compared at the scale of the answer's column.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from gateway.catalog.types import Type, parse_type
from tests.tpc.answers import captured
from tests.tpc.conftest import Running
from tests.tpc.governed import plan
from tests.tpc.relations import SCHEMA, SUITES, types
from tests.tpc.test_answers import CASES as ANSWERS
from tests.tpc.texts import Text, all_texts
from tests.tpc.worlds import WORLDS, World

pytestmark = pytest.mark.slow


class Copies:
    """The permitted copies of a world: tables where it changes anything, views of the whole elsewhere."""

    def __init__(self, world: World, files: Mapping[str, Path]) -> None:
        self.connection = duckdb.connect(":memory:", config={"threads": "2", "memory_limit": "1500MB"})
        self.connection.execute("SET enable_progress_bar = false")
        for suite in SUITES:
            self.connection.execute(f"ATTACH '{files[suite]}' AS {suite}_whole (READ_ONLY); CREATE SCHEMA {suite}")
            for relation in types(suite):
                kind = "TABLE" if world.changes(suite, relation) else "VIEW"
                permitted = world.permitted_on_duckdb(suite, relation, f"{suite}_whole.{SCHEMA}.{relation}")
                self.connection.execute(f"CREATE {kind} {suite}.{relation} AS {permitted}")

    def run(self, text: Text) -> list[tuple[Any, ...]]:
        self.connection.execute(f"USE memory.{text.suite}")
        return self.connection.execute(text.named("memory", text.suite)).fetchall()


DIVIDES = {"tpcds-q36", "tpcds-q59", "tpcds-q61", "tpcds-q75", "tpcds-q89"}
"""Rank, filter, order or divide again by a quotient of decimals, which DuckDB does not round as Trino does. Trino answers them as the gateway does (test_answers.py)."""
CASES = [(world, name) for world, name in ANSWERS if name not in DIVIDES and not captured(world)[name].error]
"""Nor those that fail: DuckDB divides by zero without an error."""


@pytest.fixture(scope="module")
def copies(files: Mapping[str, Path]) -> Iterator[Callable[[str], Copies]]:
    """The copies of a world; those of the world before go when another is asked for."""
    kept: dict[str, Copies] = {}

    def of(world: str) -> Copies:
        if world not in kept:
            for old in kept.values():
                old.connection.close()
            kept.clear()
            kept[world] = Copies(WORLDS[world], files)
        return kept[world]

    yield of
    for last in kept.values():
        last.connection.close()


@pytest.fixture(scope="module")
def texts(files: Mapping[str, Path]) -> Mapping[str, Text]:
    return {text.id: text for text in all_texts()}


@pytest.mark.parametrize(("world", "name"), CASES)
def test_a_text_answers_as_duckdb_does_over_the_permitted_copies(
    running: Running, copies: Callable[[str], Copies], texts: Mapping[str, Text], world: str, name: str
) -> None:
    expected = copies(world).run(texts[name])
    found = running.run(plan(texts[name], WORLDS[world]))
    assert found.rows is not None
    shown = [parse_type(type_) for _, type_ in found.columns]
    ours = sorted((_read(row, shown) for row in found.rows), key=_key)
    theirs = sorted((_read(row, shown) for row in expected), key=_key)
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        assert all(map(_same, one, other, shown)), (one, other)


def _read(row: Sequence[Any], shown: Sequence[Type]) -> list[Any]:
    return [_value(value, type_) for value, type_ in zip(row, shown, strict=True)]


def _value(value: Any, type_: Type) -> Any:
    """Numbers as floating ones, days as texts, texts without their padding."""
    match value:
        case None:
            return None
        case Decimal():
            return float(value)
        case str() if type_.base == "decimal":
            return float(value)
        case str():
            return value.rstrip(" ")
        case datetime.date():
            return value.isoformat()
        case _:
            return float(value)


def _same(ours: Any, theirs: Any, type_: Type) -> bool:
    if not isinstance(ours, float) or not isinstance(theirs, float):
        return bool(ours == theirs)
    ulp = 10.0**-type_.scale if type_.base == "decimal" else 0.0
    return math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=max(1e-9, 1.01 * ulp))


def _key(row: Sequence[Any]) -> str:
    """Texts first, so that small differences of numbers do not change the order."""
    texts = [value for value in row if not isinstance(value, float)]
    numbers = [f"{value:.3g}" for value in row if isinstance(value, float)]
    return repr((texts, numbers))
