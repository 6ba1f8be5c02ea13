"""Mutated statements are read or refused; nothing else ever comes out."""

from __future__ import annotations

import random

import pytest

from gateway.catalog.relations import Catalog
from gateway.errors import GatewayError
from gateway.pipeline.dialect import KEYWORDS, regenerate
from gateway.pipeline.front import read
from gateway.pipeline.locate import base_tables, locate
from gateway.pipeline.parse import parse
from tests.pipeline.parse.statements import lines, statement

ACCEPTED = lines("accepted.sql")
SCRAPS = [
    *sorted(KEYWORDS), "'", '"', "`", "/*", "*/", "--", "\r", "\n", "\u2028", "\u3000", "{{", "{%", "{#", ";", "@", "$$", "::", "->",
    "=>", ",", "(", ")", "[", "]", ".", "..", "?", "0x1", "1e", "N'", "U&'", "UESCAPE ')'", "X'0", "(SELECT 1)", "(TABLE secret)",
    ", secret", "PIVOT", "QUALIFY", "INTO x", "FOR UPDATE", "WITH a AS (SELECT 1)", "WITHIN GROUP", "ON OVERFLOW", "AT TIME ZONE",
    "姓名", "\\", "|", "&", "~", "#", "!", "%", "INSERT", "EXPLAIN", "SHOW TABLES",
]  # fmt: skip


def _mutant(chance: random.Random) -> str:
    sql = chance.choice(ACCEPTED)
    for _ in range(chance.choice((1, 1, 2, 3))):
        words = sql.split(" ")
        at = chance.randrange(len(words))
        match chance.randrange(6):
            case 0:
                words.insert(at, chance.choice(SCRAPS))
            case 1:
                words[at] = chance.choice(SCRAPS)
            case 2:
                del words[at]
            case 3:
                words[at] += chance.choice(SCRAPS)
            case 4:
                other = chance.choice(ACCEPTED).split(" ")
                words[at:at] = other[chance.randrange(len(other)) :][:4]
            case _:
                there = chance.randrange(len(words))
                words[at], words[there] = words[there], words[at]
        sql = " ".join(words)
    return sql


def _check(sql: str) -> bool:
    """Whether it was accepted; then what is written again names the same relations."""
    try:
        read(sql)
        parsed = parse(statement(sql))
        located = locate(parsed, Catalog(version="1"))
    except GatewayError as error:
        refused = error.code.value
    else:
        refused = ""
    if refused:
        assert refused[:3] in ("GW1", "GW2"), sql
        return False
    again = locate(parse(statement(regenerate(parsed.tree))), Catalog(version="1"))
    assert list(again.names) == list(located.names), sql
    assert {t.meta["relation"] for t in base_tables(located.tree)} == set(located.names)
    return True


def test_two_seconds_of_mutations_raise_nothing_but_gateway_errors() -> None:
    chance = random.Random(20261122)
    accepted = sum(_check(_mutant(chance)) for _ in range(1500))
    assert accepted > 60


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_many_mutations_raise_nothing_but_gateway_errors(seed: int) -> None:
    chance = random.Random(seed)
    assert sum(_check(_mutant(chance)) for _ in range(10_000)) > 500
