"""Texts near those of the corpora: words left out, doubled, swapped, moved in from elsewhere. Most are no SQL; what the gateway reads, Trino must."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from random import Random
from typing import Final

from tests.judges.parser.corpora import Text

WORD: Final = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|[\w.]+|<>|<=|>=|\|\||->|[^\s\w]""")
LENGTH: Final = 600
"""Longer texts are left alone: a change in a small one tells as much."""
_STRAY: Final = (
    "( ) , . * + - / % = <> < || -> [ ] ? ; : 1 0.5 1e3 'x' \"q\" x t.x NULL TRUE NOT AND OR IN LIKE BETWEEN IS EXISTS ANY ALL"
    " SOME SELECT DISTINCT FROM WHERE GROUP BY HAVING ORDER LIMIT OFFSET FETCH FIRST ROWS ONLY TIES WITH RECURSIVE AS UNION"
    " INTERSECT EXCEPT JOIN LEFT RIGHT FULL OUTER INNER CROSS NATURAL LATERAL ON USING UNNEST ORDINALITY VALUES TABLE"
    " TABLESAMPLE BERNOULLI CASE WHEN THEN ELSE END CAST TRY_CAST DATE TIMESTAMP INTERVAL DAY YEAR TO DECIMAL ARRAY MAP ROW"
    " OVER PARTITION RANGE GROUPS PRECEDING FOLLOWING UNBOUNDED CURRENT FILTER IGNORE RESPECT NULLS LAST ASC DESC WITHIN"
    " ESCAPE AT TIME ZONE EXTRACT TRIM LEADING BOTH SUBSTRING FOR POSITION WINDOW ROLLUP CUBE SETS GROUPING ALL current_date"
)
STRAY: Final = tuple(_STRAY.split())


def mutants(texts: Sequence[Text], number: int, start: int) -> Iterator[Text]:
    """`number` changed texts; the same ones for the same `start`."""
    random = Random(start)
    words = [WORD.findall(text.sql) for text in texts if len(text.sql) <= LENGTH]
    for index in range(number):
        found = list(random.choice(words))
        for _ in range(random.choice((1, 1, 1, 2, 3))):
            _change(found, random, words)
        yield Text(f"mutant {start}/{index}", " ".join(found).rstrip("; "))


def _change(found: list[str], random: Random, words: Sequence[Sequence[str]]) -> None:
    at = random.randrange(len(found) + 1)
    to = random.randrange(len(found) + 1)
    match random.randrange(7):
        case 0:
            del found[at : at + random.choice((1, 1, 2, 3))]
        case 1:
            found[at:at] = found[at : at + random.choice((1, 2, 3))]
        case 2:
            found[at : at + 1], found[to : to + 1] = found[to : to + 1], found[at : at + 1]
        case 3:
            found.insert(at, random.choice(STRAY))
        case 4:
            found[at : at + 1] = [random.choice(STRAY)]
        case 5:
            other = random.choice(words)
            start = random.randrange(len(other) + 1)
            found[at:at] = other[start : start + random.randrange(1, 8)]
        case _:
            found[min(at, to) : min(at, to)] = ["("]
            found[max(at, to) + 1 : max(at, to) + 1] = [")"]
