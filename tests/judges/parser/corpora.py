"""The texts that are put before the judge: benchmarks, the project's own statements, and generated ones."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.attacks.cases import cases as attacks
from tests.corpus.statements import corpus
from tests.properties.statements import statements
from tests.trino.artifacts import BENCHMARKS, fetch

TESTS: Final = Path(__file__).parents[2]
PLACES: Final = {"database": "c", "schema": "s", "prefix": ""}


@dataclass(frozen=True, slots=True)
class Text:
    """One statement and where it is from."""

    origin: str
    sql: str


def benchmarks() -> Iterator[Text]:
    """TPC-H and TPC-DS, template variables filled in."""
    [jar] = fetch(BENCHMARKS)
    with zipfile.ZipFile(jar) as content:
        for name in sorted(content.namelist()):
            if found := re.fullmatch(r"sql/presto/(tpch|tpcds)/(\w+)\.sql", name):
                text = content.read(name).decode()
                for variable, value in PLACES.items():
                    text = text.replace(f'"${{{variable}}}"', f'"{value}"').replace(f"${{{variable}}}", value)
                yield Text(f"{found[1]} {found[2]}", text.strip().removesuffix(";"))


def files() -> Iterator[Text]:
    """Every statement that the project's tests hold in files."""
    for entry in corpus():
        yield Text(str(entry), entry.sql.strip().removesuffix(";"))
    for case in attacks():
        yield Text(case.name, case.sql)
    for line in _lines(TESTS / "pipeline" / "parse" / "accepted.sql"):
        yield Text("accepted.sql", line.removesuffix(";"))
    for file in sorted((TESTS / "golden").rglob("*.sql")):
        for block in re.split(r"^-- case: ", file.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            said = re.split(r"^-- (?:expect|becomes|error)", block, maxsplit=1, flags=re.MULTILINE)[0]
            lines = [line for line in said.splitlines()[1:] if not line.startswith("--")]
            yield Text(f"golden {file.stem}: {block.splitlines()[0]}", "\n".join(lines).strip().removesuffix(";"))


def captured() -> Iterator[Text]:
    """Expressions over the whole function table."""
    for file in sorted((TESTS / "judges" / "functions" / "captured").glob("*.txt")):
        for line in _lines(file):
            expression, _, rows = line.split(" | ")[0].partition(" <- ")
            yield Text(file.name, f"SELECT {expression}" + (f" FROM (VALUES {rows}) t(i, x, y, z)" if rows else ""))


def generated(number: int, start: int) -> list[Text]:
    """`number` statements of the property tests' generator, drawn anew for each seed."""
    found: list[Text] = []

    @seed(start)
    @settings(
        max_examples=number,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(statements(fallible=True))
    def draw(sql: str) -> None:
        found.append(Text(f"generated {start}", sql))

    draw()
    return found


def _lines(file: Path) -> Iterator[str]:
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("--", "#")):
            yield line
