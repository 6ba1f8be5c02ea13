"""Every case of the .sql files beside this one: who sends what, and what the engine, the log or the reader gets of it.

    -- case: a title that says what is shown
    -- as: ana [for welfare]
    SELECT …
    -- becomes          the text for the engine        (-- trino: for that engine, -- logs: for the audit record, -- explains: for people)
    SELECT …            or: error GW203 TABLE_NOT_FOUND at 1:15: message

`GOLDEN=update` writes what the code says now; review it as a diff.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb
import pytest

from gateway.errors import GatewayError
from tests.golden.rewrite.city import POLICY, database, explained, planned
from tests.golden.rewrite.readable import readable

FOLDER: Final = Path(__file__).parent
FILES: Final = sorted(FOLDER.glob("*.sql"))
SECTIONS: Final = ("becomes", "logs", "explains", "trino")
_SECTION: Final = re.compile(rf"^-- ({'|'.join(SECTIONS)})\n", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    """One statement and what is expected of it, by section."""

    title: str
    who: str
    purpose: str | None
    sql: str
    expected: dict[str, str]

    @property
    def text(self) -> str:
        as_ = f"{self.who} for {self.purpose}" if self.purpose else self.who
        sections = "".join(f"-- {name}\n{text}\n" for name, text in self.expected.items())
        return f"-- case: {self.title}\n-- as: {as_}\n{self.sql}\n{sections}"


def read(file: Path) -> Iterator[Case]:
    """The cases of a file; one without an expectation gets that of the file's theme."""
    for part in file.read_text(encoding="utf-8").split("-- case: ")[1:]:
        title, _, rest = part.partition("\n-- as: ")
        principal, _, body = rest.partition("\n")
        who, _, purpose = principal.partition(" for ")
        sql, *sections = _SECTION.split(body)
        found = {name: text.strip("\n") for name, text in zip(sections[::2], sections[1::2], strict=True)}
        theme = {"explain": "explains", "logged": "logs", "trino": "trino"}.get(file.stem, "becomes")
        yield Case(title, who, purpose or None, sql.strip("\n"), found or {theme: ""})


def answer(case: Case, section: str) -> str:
    try:
        match section:
            case "becomes":
                return readable(planned(case.sql, case.who, case.purpose).sql)
            case "trino":
                return planned(case.sql, case.who, case.purpose, engine="trino").sql
            case "logs":
                return planned(case.sql, case.who, case.purpose).logged_sql
            case _:
                return explained(case.sql, case.who, case.purpose).text.replace(POLICY.version, "VERSION")
    except GatewayError as error:
        at = f" at {error.position.line}:{error.position.column}" if error.position else ""
        lines = [f"error {error.code.value} {error.code.name}{at}: {error.message}"]
        lines += [f"hint: {error.hint}"] if error.hint else []
        lines += [f"contact: {error.contact}"] if error.contact else []
        return "\n".join(lines)


def update() -> None:
    for file in FILES:
        head = file.read_text(encoding="utf-8").partition("-- case: ")[0]
        cases = list(read(file))
        for case in cases:
            case.expected.update({name: answer(case, name) for name in case.expected})
        file.write_text(head + "\n".join(case.text for case in cases), encoding="utf-8")


if os.environ.get("GOLDEN") == "update":
    update()

CASES: Final = [(file, case) for file in FILES for case in read(file)]
EACH: Final = pytest.mark.parametrize("case", [pytest.param(c, id=f"{file.stem}: {c.title}") for file, c in CASES])


@EACH
def test_a_statement_becomes_what_its_golden_case_says(case: Case) -> None:
    for section, expected in case.expected.items():
        assert expected, "no expectation: run with GOLDEN=update"
        assert answer(case, section) == expected


@pytest.fixture(scope="module")
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    with database() as connection:
        yield connection


@EACH
def test_what_is_sent_runs_and_gives_the_columns_that_were_promised(
    case: Case, engine: duckdb.DuckDBPyConnection
) -> None:
    try:
        plan = planned(case.sql, case.who, case.purpose)
    except GatewayError:
        return
    keys = {name: bytes(128) for name in plan.keys}
    engine.execute(plan.sql, keys) if keys else engine.execute(plan.sql)
    assert len(engine.description or ()) == len(plan.columns)


def test_there_are_enough_cases_and_no_title_twice() -> None:
    titles = [(file.stem, case.title) for file, case in CASES]
    assert len(titles) >= 120
    assert len(set(titles)) == len(titles)


def test_nothing_that_people_read_holds_a_constant_of_the_policy() -> None:
    for _, case in CASES:
        for section in ("logs", "explains"):
            assert not re.search(r"3301|50%|330106|it''s", case.expected.get(section, "")), case.title
