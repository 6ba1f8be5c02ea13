"""The texts of TPC-H (22) and TPC-DS (99, four of them in two parts) as Trino's developers run them, read from their published archives."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from typing import Final

from tests.trino.artifacts import BENCHMARKS, Artifact, fetch

TPCH: Final = BENCHMARKS
TPCDS: Final = Artifact(
    "io.prestosql:presto-product-tests:350", "eed9ae3ed00f39dc0e86e2efa7eddcee63dcfdbdf9a6952bcdbc0fc3a53c13ec"
)
"""Has both parts of the four texts that have two; the other archive does not."""
COUNTS: Final = {"tpch": 22, "tpcds": 103}


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """One statement: `tpcds`, `q14_2`, its SQL. Names without catalog and schema are of the suite's schema `tiny`."""

    suite: str
    name: str
    sql: str

    @property
    def id(self) -> str:
        return f"{self.suite}-{self.name}"

    def named(self, catalog: str, schema: str) -> str:
        """With its relations in that catalog and schema."""
        sql = self.sql.replace("${database}", catalog).replace("${schema}", schema)
        return sql.replace("${prefix}", "")

    @property
    def cut(self) -> bool:
        """Whether it ends in LIMIT, so that rows equal in its order may come or not."""
        return re.search(r"\bLIMIT\s+\d+\s*\Z", self.sql, re.IGNORECASE) is not None


@cache
def all_texts() -> Sequence[Text]:
    """All of them, in order."""
    archives = dict(zip(COUNTS, fetch(TPCH, TPCDS), strict=True))
    found: list[Text] = []
    for suite, archive in archives.items():
        with zipfile.ZipFile(archive) as opened:
            for entry in opened.namelist():
                path = PurePosixPath(entry)
                if path.parent.name == suite and path.suffix == ".sql" and re.match(r"q\d\d", path.stem):
                    found.append(Text(suite, path.stem, _statement(opened.read(entry).decode())))
    assert Counter(text.suite for text in found) == COUNTS
    return sorted(found)


def _statement(raw: str) -> str:
    """Without the first line's directions and the semicolon."""
    lines = [line for line in raw.splitlines() if not line.startswith("--")]
    return "\n".join(lines).strip().removesuffix(";").strip()
