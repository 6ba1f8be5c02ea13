"""Every known bypass, and every shape in which a relation hides, is attacked by something that exists."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from tests.attacks.cases import cases

ROOT: Final = Path(__file__).parents[2]
TABLE: Final = Path(__file__).with_name("coverage.txt")


def rows() -> list[tuple[str, str, str]]:
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [(row[0], row[1], row[2]) for row in (line.split(" | ") for line in lines)]


def test_every_bypass_and_every_shape_has_a_row() -> None:
    found = [row[0] for row in rows()]
    assert found == [f"B{n:02d}" for n in range(1, 48)] + [f"S{n:02d}" for n in range(1, 23)]


@pytest.mark.parametrize(("known", "trick", "where"), rows(), ids=lambda part: str(part)[:20])
def test_a_bypass_is_attacked_where_it_is_said(known: str, trick: str, where: str) -> None:
    assert trick
    attacks, _, reason = where.partition("none: ")
    assert attacks or len(reason) > 40, known
    statements = {case.id for case in cases()}
    for one in attacks.split():
        path, _, name = one.partition("::")
        if path.endswith(".py"):
            assert (ROOT / path).is_file(), path
            assert not name or re.search(rf"^(async )?def {name}\(", (ROOT / path).read_text("utf-8"), re.M), one
        else:
            assert one in statements, one


def test_every_attack_has_its_own_statement() -> None:
    told = [case.sql for case in cases()]
    assert len({case.name for case in cases()}) == len(told)
    assert len(set(told)) > 600


@pytest.mark.parametrize(("heading", "least"), [("## What is guaranteed\n", 20), ("## What is bounded\n", 10)])
def test_what_the_security_model_promises_is_tested_where_it_says(heading: str, least: int) -> None:
    text = (ROOT / "docs" / "security-model.md").read_text("utf-8")
    table = text.partition(heading)[2].partition("\n## ")[0]
    promises = [
        [cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines() if line.startswith("| ")
    ]
    assert len(promises) > least
    for promise, mechanism, where, tested in promises[1:]:
        assert mechanism, promise
        paths = re.findall(r"`([^`]+)`", where), re.findall(r"`([^`]+)`", tested)
        assert all(paths), promise
        assert all(path.startswith("tests/") for path in paths[1]), promise
        assert [path for path in (*paths[0], *paths[1]) if not (ROOT / path).exists()] == [], promise
    assert "## What is not guaranteed" in text
