"""Statements that people wrote, and what becomes of them when words are dropped, swapped, doubled, spliced, and bytes flip."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from tests.attacks.cases import cases
from tests.fuzz import names
from tests.pipeline.parse.statements import lines

TESTS: Final = Path(__file__).parents[1]
WORD: Final = re.compile(
    r"\s+|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\w+|<>|<=|>=|!=|\|\||->|--[^\n]*|/\*.*?\*/|.", re.DOTALL
)
NAME: Final = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
OUR_RELATIONS: Final = ("person", "visit", "place", "data.main.person", "vault", "main.visit")
OUR_COLUMNS: Final = (
    "id", "name", "region", "age", "phone", "balance", "born", "active", "secret", "person_id", "day", "cost", "note", "weight", "code", "title", "n", "pin",
)  # fmt: skip
SCRAPS: Final = (
    "'", '"', "`", "/*", "*/", "--", "\r", "\n", "\u2028", "\u3000", "{{", "{%", ";", "@", "$$", "::", "->", "=>", ",", "(", ")", "[", "]", ".", "..", "?", "0x1", "1e", "N'",
    "U&'", "UESCAPE '!'", "X'0", "(SELECT 1)", "(TABLE vault)", ", vault", "PIVOT", "QUALIFY", "FOR UPDATE", "WITH a AS (SELECT 1)", "WITHIN GROUP", "AT TIME ZONE", "姓名", "\\", "|",
    "#", "%", "NULL", "secret", "vault", "data.main.vault", "DISTINCT", "LATERAL", "UNNEST", "TABLESAMPLE BERNOULLI (1)", "OVER ()", "FILTER (WHERE TRUE)", "NOT", "EXISTS", "UNION ALL",
    "SELECT * FROM vault", "*", "ORDER BY 1", "LIMIT 1", "GROUP BY ()", "HAVING TRUE", "AS", "ON", "USING (id)", "NATURAL JOIN person", "RECURSIVE", "TRY(", "CAST(", "'A1'", "1/0", "\x00", "\ufeff", "\u200b",
)  # fmt: skip


@cache
def written() -> Sequence[str]:
    """Every text at hand: attacks, what the parser's tests read, golden cases, and the corpus of the repository where there is one."""
    found = [case.sql for case in cases()]
    found += lines("accepted.sql")
    for path in sorted((TESTS / "golden").rglob("*.sql")):
        found += re.findall(r"^-- as: .*\n((?:(?!-- ).*\n)+)", path.read_text("utf-8"), re.MULTILINE)
    for path in sorted((TESTS / "corpus").rglob("*.sql")):
        found += [part for part in re.split(r";\s*\n", path.read_text("utf-8")) if part.strip()]
    return sorted({text.strip().removesuffix(";") for text in found if text.strip()})


@cache
def words(text: str) -> Sequence[str]:
    return WORD.findall(text)


def transposed(chance: random.Random, text: str) -> str:
    """The text over our relations: what follows FROM or JOIN is one of them, and two thirds of the other names that are not called are columns."""
    before = ""
    made = []
    found = words(text)
    for at, word in enumerate(found):
        if NAME.fullmatch(word) and word.upper() not in KEPT:
            called = "".join(found[at + 1 : at + 3]).lstrip().startswith("(")
            if before in ("FROM", "JOIN"):
                made.append(chance.choice(OUR_RELATIONS[:3]))
            elif not called and before not in ("AS", "."):
                made.append(chance.choice(OUR_COLUMNS) if chance.random() < 0.66 else word)
            else:
                made.append(word)
        else:
            made.append(word)
        if not word.isspace():
            before = word.upper()
    return "".join(made)


def mutated(chance: random.Random, text: str) -> str:
    """Words swapped, dropped, doubled, replaced, or spliced from another text."""
    found = list(words(text))
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        if not found:
            return ""
        at = chance.randrange(len(found))
        match chance.randrange(9):
            case 0:
                found[at:at] = [" ", chance.choice(SCRAPS), " "]
            case 1:
                found[at] = chance.choice(SCRAPS)
            case 2:
                del found[at]
            case 3:
                found[at:at] = [found[at], " "]
            case 4:
                there = chance.randrange(len(found))
                found[at], found[there] = found[there], found[at]
            case 5:
                other = words(chance.choice(written()))
                start = chance.randrange(len(other))
                found[at:at] = [" ", *other[start : start + chance.choice((2, 6, 20))], " "]
            case 6:
                found[at] = chance.choice((*names.UNKNOWN_COLUMNS, *OUR_COLUMNS))
            case 7:
                found[at] = chance.choice((*names.UNKNOWN_RELATIONS, *OUR_RELATIONS))
            case _:
                del found[at : at + chance.choice((2, 4, 8))]
    return "".join(found)


def flipped(chance: random.Random, text: str) -> str:
    """Bytes changed, dropped, put in or repeated; what is no UTF-8 any more becomes what a JSON text can still carry."""
    raw = bytearray(text.encode("utf-8", "surrogatepass"))
    for _ in range(chance.choice((1, 1, 2, 4))):
        if not raw:
            break
        at = chance.randrange(len(raw))
        match chance.randrange(5):
            case 0:
                raw[at] = chance.randrange(256)
            case 1:
                raw[at] ^= 1 << chance.randrange(8)
            case 2:
                del raw[at]
            case 3:
                raw.insert(at, chance.choice(b"'\"()/*-;.,\\\x00\xff\xe4 \n$?[]%_"))
            case _:
                raw[at:at] = raw[at : at + chance.choice((1, 8, 64))]
    return raw.decode("utf-8", chance.choice(("replace", "surrogateescape")))


KEPT: Final = frozenset(
    [
        "SELECT",
        "FROM",
        "WHERE",
        "GROUP",
        "BY",
        "HAVING",
        "ORDER",
        "LIMIT",
        "OFFSET",
        "FETCH",
        "FIRST",
        "ROWS",
        "ROW",
        "ONLY",
        "AS",
        "ON",
        "USING",
        "JOIN",
        "LEFT",
        "RIGHT",
        "FULL",
        "OUTER",
        "INNER",
        "CROSS",
        "NATURAL",
        "UNION",
        "ALL",
        "INTERSECT",
        "EXCEPT",
        "DISTINCT",
        "WITH",
        "RECURSIVE",
        "VALUES",
        "TABLE",
        "CASE",
        "WHEN",
        "THEN",
        "ELSE",
        "END",
        "AND",
        "OR",
        "NOT",
        "IN",
        "IS",
        "NULL",
        "LIKE",
        "ESCAPE",
        "BETWEEN",
        "EXISTS",
        "ANY",
        "SOME",
        "TRUE",
        "FALSE",
        "CAST",
        "TRY_CAST",
        "DATE",
        "TIME",
        "TIMESTAMP",
        "INTERVAL",
        "DAY",
        "MONTH",
        "YEAR",
        "HOUR",
        "MINUTE",
        "SECOND",
        "TO",
        "ASC",
        "DESC",
        "NULLS",
        "LAST",
        "OVER",
        "PARTITION",
        "RANGE",
        "GROUPS",
        "PRECEDING",
        "FOLLOWING",
        "UNBOUNDED",
        "CURRENT",
        "FILTER",
        "ARRAY",
        "MAP",
        "UNNEST",
        "LATERAL",
        "ORDINALITY",
        "ROLLUP",
        "CUBE",
        "GROUPING",
        "SETS",
        "BIGINT",
        "INTEGER",
        "INT",
        "SMALLINT",
        "TINYINT",
        "DOUBLE",
        "PRECISION",
        "REAL",
        "DECIMAL",
        "VARCHAR",
        "CHAR",
        "BOOLEAN",
        "VARBINARY",
        "JSON",
        "UUID",
        "ZONE",
        "AT",
        "EXTRACT",
        "FOR",
        "POSITION",
        "TRIM",
        "BOTH",
        "LEADING",
        "TRAILING",
        "SUBSTRING",
        "WINDOW",
        "TABLESAMPLE",
        "BERNOULLI",
        "CURRENT_DATE",
        "CURRENT_TIMESTAMP",
        "LOCALTIMESTAMP",
        "WITHIN",
        "LISTAGG",
        "NORMALIZE",
        "X",
        "U",
    ]
)
