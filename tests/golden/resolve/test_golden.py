"""Every case of the .sql files beside this one: a statement, and what it means or how it is refused.

`GOLDEN=update` writes what the code says now; review it as a diff.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from gateway.catalog.relations import Catalog
from gateway.errors import GatewayError
from tests.golden.dump import dump
from tests.golden.resolve.city import CATALOG, resolved, without_hidden

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("*.sql"))
CASE, EXPECTED = "-- case: ", "-- expect:\n"


@dataclass(frozen=True)
class Case:
    title: str
    sql: str
    expected: str


def read(file: Path) -> list[Case]:
    cases = []
    for part in file.read_text(encoding="utf-8").split(CASE)[1:]:
        title, _, rest = part.partition("\n")
        sql, _, expected = rest.partition(EXPECTED)
        cases.append(Case(title, sql.strip(), expected.strip("\n")))
    return cases


def answer(case: Case, file: Path, known: Catalog = CATALOG) -> str:
    place = {"catalog": "tpch", "schema": "tiny"} if file.stem == "tpch" else {}
    try:
        return dump(resolved(case.sql, **place, known=known).query)
    except GatewayError as error:
        at = f" at {error.position.line}:{error.position.column}" if error.position else ""
        lines = [f"{error.code.name}{at}: {error.message}"]
        lines += [f"hint: {error.hint}"] if error.hint else []
        lines += [f"contact: {error.contact}"] if error.contact else []
        return "\n".join(lines)


def update() -> None:
    for file in FILES:
        parts = [f"{CASE}{case.title}\n{case.sql}\n{EXPECTED}{answer(case, file)}\n" for case in read(file)]
        file.write_text("\n".join(parts), encoding="utf-8")


if os.environ.get("GOLDEN") == "update":
    update()


@pytest.mark.parametrize(
    ("file", "case"),
    [pytest.param(file, case, id=f"{file.stem}: {case.title}") for file in FILES for case in read(file)],
)
def test_a_statement_means_what_its_golden_case_says(file: Path, case: Case) -> None:
    assert case.expected, "no expectation: run with GOLDEN=update"
    assert answer(case, file) == case.expected


def test_no_statement_tells_whether_a_hidden_column_exists() -> None:
    bare = without_hidden(CATALOG)
    assert bare.relations != CATALOG.relations
    for file in FILES:
        for case in read(file):
            assert answer(case, file, bare) == answer(case, file), case.title


def test_there_are_enough_cases_and_no_title_twice() -> None:
    titles = [(file.stem, case.title) for file in FILES for case in read(file)]
    assert len(titles) >= 150
    assert len(set(titles)) == len(titles)


def test_no_case_shows_a_hidden_name() -> None:
    for file in FILES:
        for case in read(file):
            asked = "secret" in case.sql or "salary" in case.sql
            assert asked or not re.search(r"\b(secret|salary)\b", case.expected), case.title
