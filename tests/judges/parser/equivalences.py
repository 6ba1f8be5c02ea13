"""The reviewed list of ways to say the same: the only differences of trees that the judge lets pass.

Each works on the tokens of Trino's own printed form, which is fully bracketed, and brings both sides to one form. Each is proven by
running its examples on a real Trino (`test_equivalences.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations
from typing import Final

TOKEN: Final = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|\w+|<>|<=|>=|\|\||->|[^\s\w]""")
SET_OPERATIONS: Final = frozenset({"UNION", "EXCEPT", "INTERSECT"})
TAILS: Final = frozenset({"ORDER", "LIMIT", "OFFSET", "FETCH", "WITH"})
TYPE_ALIASES: Final = {"int": "integer"}
_TYPES: Final = (
    "array bigint boolean char date day decimal double integer interval json map month precision real row second smallint"
    " time timestamp tinyint to uuid varbinary varchar with year zone"
)
TYPES: Final = frozenset(_TYPES.split())


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign; `tight` when nothing stands before it."""

    text: str
    tight: bool = False


Tokens = list[Token]


@dataclass(frozen=True, slots=True)
class Equivalence:
    """Two ways to say the same: a name, the reason, statements in both forms, and the change to one of them."""

    name: str
    why: str
    examples: Sequence[tuple[str, str]]
    change: Callable[[Tokens], Tokens]


def tokens(text: str) -> Tokens:
    """The words and signs of a text."""
    found = []
    end = -1
    for match in TOKEN.finditer(text):
        found.append(Token(match[0], match.start() == end))
        end = match.end()
    return found


def needed(first: str, second: str) -> list[str] | None:
    """The names of the equivalences by which two printed trees are the same; None when they are not.

    >>> needed("SELECT a FROM t ORDER BY a ASC NULLS LAST", "SELECT a FROM t ORDER BY a ASC")
    ['nulls last']
    >>> needed("SELECT (a IS NOT NULL)", "SELECT (a IS NULL)")
    """
    one, other = tokens(first), tokens(second)
    used = []
    for equivalence in EQUIVALENCES:
        changed = equivalence.change(one), equivalence.change(other)
        if _texts(changed[0]) != _texts(one) or _texts(changed[1]) != _texts(other):
            used.append(equivalence.name)
        one, other = changed
    return used if _texts(one) == _texts(other) else None


def _texts(found: Tokens) -> list[str]:
    return [token.text for token in found]


def _closing(found: Tokens, at: int) -> int:
    """Where the bracket that opens at `at` closes."""
    depth = 0
    for index in range(at, len(found)):
        depth += {"(": 1, ")": -1}.get(found[index].text, 0)
        if depth == 0:
            return index
    raise ValueError("a bracket is not closed")


def _opening(found: Tokens, at: int) -> int:
    """Where the bracket opened that stands open before `at`."""
    depth = 1
    for index in range(at - 1, -1, -1):
        depth += {"(": -1, ")": 1}.get(found[index].text, 0)
        if depth == 0:
            return index
    raise ValueError("no bracket is open")


def _is_not_null(found: Tokens) -> Tokens:
    found = list(found)
    at = 0
    while at < len(found) - 3:
        if _texts(found[at : at + 4]) == ["IS", "NOT", "NULL", ")"]:
            start = _opening(found, at)
            inner = [Token("NOT"), Token("("), *found[start + 1 : at], Token("IS"), Token("NULL"), Token(")")]
            found[start + 1 : at + 3] = inner
        at += 1
    return found


def _type_names(found: Tokens) -> Tokens:
    found = list(found)
    for start, token in enumerate(found[:-1]):
        if found[start + 1].text.startswith("'") and token.text.lower() in TYPES:  # a literal: DATE '…'
            found[start] = Token(token.text.upper(), token.tight)
        if token.text not in ("CAST", "TRY_CAST") or found[start + 1].text != "(":
            continue
        end = _closing(found, start + 1)
        depth = 0
        for at in range(end - 1, start, -1):  # the last AS of this bracket stands before the type
            depth += {")": 1, "(": -1}.get(found[at].text, 0)
            if depth == 0 and found[at].text == "AS":
                for index in range(at + 1, end):
                    word = TYPE_ALIASES.get(found[index].text.lower(), found[index].text.lower())
                    if word in TYPES:
                        found[index] = Token(word, found[index].tight)
                break
    return found


def _function_names(found: Tokens) -> Tokens:
    """A call's bracket follows its name directly; after an alias stands a blank."""
    made = list(found)
    for index, (name, after) in enumerate(pairwise(found)):
        if after.text == "(" and after.tight and re.fullmatch(r'"[A-Za-z_]\w*"', name.text):
            made[index] = Token(name.text[1:-1], name.tight)
    return made


def _nulls_last(found: Tokens) -> Tokens:
    made: Tokens = []
    for index, token in enumerate(found):
        before = _texts(found[max(0, index - 2) : index])
        around = _texts(found[index : index + 2])
        dropped = around == ["NULLS", "LAST"] and before[-1:] and before[-1] in ("ASC", "DESC")
        if not (dropped or (token.text == "LAST" and before[-1:] == ["NULLS"] and before[0] in ("ASC", "DESC"))):
            made.append(token)
    return made


def _table(found: Tokens) -> Tokens:
    made: Tokens = []
    for token, after in zip(found, [*found[1:], Token("")], strict=True):
        named = re.fullmatch(r'\w+|".*"', after.text, re.DOTALL)
        made += [Token("SELECT"), Token("*"), Token("FROM")] if token.text == "TABLE" and named else [token]
    return made


def _decimals(found: Tokens) -> Tokens:
    made = list(found)
    for index, (before, token) in enumerate(pairwise(found), 1):
        if before.text == "DECIMAL" and re.fullmatch(r"'-?\.\d+'", token.text):
            made[index] = Token(token.text.replace(".", "0.", 1), token.tight)
    return made


def _whole(found: Tokens) -> Tokens:
    found = list(found)
    for start in range(len(found) - 3, -1, -1):
        if _texts(found[start : start + 3]) == ["(", "(", "VALUES"]:
            inner, outer = _closing(found, start + 1), _closing(found, start)
            if outer == inner + 1:
                del found[outer], found[start]
        elif _texts(found[start : start + 2]) == [")", "("] and found[start + 2].text in ("SELECT", "VALUES"):
            end = _closing(found, start + 1)
            if end + 1 == len(found) or found[end + 1].text == ")":  # all that WITH stands before
                del found[end], found[start + 1]
    return found


def _intersect(found: Tokens) -> Tokens:
    found = list(found)
    for start in range(len(found) - 1, 1, -1):
        joined = found[start - 1].text in ("UNION", "EXCEPT") or (
            found[start - 1].text in ("ALL", "DISTINCT") and found[start - 2].text in ("UNION", "EXCEPT")
        )
        if found[start].text != "(" or not joined:
            continue
        end = _closing(found, start)
        depth, top = 0, set()
        for token in found[start + 1 : end]:
            depth += {"(": 1, ")": -1}.get(token.text, 0)
            top |= {token.text} if depth == 0 else set()
        if "INTERSECT" in top and not top & (TAILS | SET_OPERATIONS - {"INTERSECT"}):
            del found[end], found[start]
    return found


ROWS: Final = "(VALUES (1, 'a', 1.5), (2, NULL, -0.5), (NULL, 'b', NULL), (3, 'a', 0.0)) t(i, s, d)"
SETS: Final = "VALUES 1, 1, 2, NULL", "VALUES 2, 3, NULL", "VALUES 1, 2, 2, NULL"

EQUIVALENCES: Final = (
    Equivalence(
        "is not null",
        "SQL defines x IS NOT NULL as NOT (x IS NULL); both are true or false, never NULL, also for rows of NULLs",
        [
            (f"SELECT i, s, d FROM {ROWS} WHERE s IS NOT NULL", f"SELECT i, s, d FROM {ROWS} WHERE NOT s IS NULL"),
            ("SELECT x IS NOT NULL FROM (VALUES 1, NULL) t(x)", "SELECT NOT x IS NULL FROM (VALUES 1, NULL) t(x)"),
            (
                "SELECT r IS NOT NULL FROM (VALUES ROW(ROW(NULL, 1)), ROW(ROW(NULL, NULL)), ROW(NULL)) t(r)",
                "SELECT NOT r IS NULL FROM (VALUES ROW(ROW(NULL, 1)), ROW(ROW(NULL, NULL)), ROW(NULL)) t(r)",
            ),
        ],
        _is_not_null,
    ),
    Equivalence(
        "names of types",
        "type names have no case; int is a name of integer",
        [
            (f"SELECT CAST({value} AS {one})", f"SELECT CAST({value} AS {other})")
            for value, one, other in [
                ("2147483647", "int", "INTEGER"),
                ("1.25", "decimal(3, 1)", "DECIMAL(3, 1)"),
                ("NULL", "decimal", "DECIMAL"),
                ("NULL", "decimal(38, 37)", "DECIMAL(38, 37)"),
                ("'ab'", "varchar(1)", "VARCHAR(1)"),
                ("ROW(1, 'x')", "row(a int, b Varchar)", "ROW(a INTEGER, b VARCHAR)"),
                ("ARRAY[1]", "array(bigint)", "ARRAY(BIGINT)"),
                ("MAP(ARRAY['k'], ARRAY[1])", "map(char(2), double precision)", "MAP(CHAR(2), DOUBLE PRECISION)"),
                ("'2024-02-29 23:59:59.9999'", "timestamp(3)", "TIMESTAMP(3)"),
                ("'2024-02-29 23:59:59 UTC'", "timestamp with time zone", "TIMESTAMP WITH TIME ZONE"),
                ("'1'", "json", "JSON"),
            ]
        ]
        + [
            (
                "SELECT date '2024-02-29', timestamp '2024-02-29 10:00', double '1'",
                "SELECT DATE '2024-02-29', TIMESTAMP '2024-02-29 10:00', DOUBLE '1'",
            )
        ],
        _type_names,
    ),
    Equivalence(
        "names of functions in quotes",
        "Trino finds functions whatever the case of their name, in quotes or not",
        [
            (f'SELECT "{name}"({arguments}) FROM {ROWS}', f"SELECT {name}({arguments}) FROM {ROWS}")
            for name, arguments in [
                ("sum", "i"),
                ("SUM", "DISTINCT d"),
                ("Count", "*"),
                ("CONCAT", "s, s"),
                ("array_agg", "s ORDER BY i"),
                ("Coalesce", "s, 'none'"),
            ]
        ],
        _function_names,
    ),
    Equivalence(
        "nulls last",
        "Trino's default is NULLS LAST, ascending and descending, in queries, windows and aggregates",
        [
            (f"SELECT i FROM {ROWS} ORDER BY i {way} NULLS LAST", f"SELECT i FROM {ROWS} ORDER BY i {way}")
            for way in ("", "ASC", "DESC")
        ]
        + [
            (
                f"SELECT i, rank() OVER (ORDER BY s {way} NULLS LAST), last_value(i) OVER (ORDER BY i {way} NULLS LAST) FROM {ROWS}",
                f"SELECT i, rank() OVER (ORDER BY s {way}), last_value(i) OVER (ORDER BY i {way}) FROM {ROWS}",
            )
            for way in ("ASC", "DESC")
        ]
        + [
            (
                f"SELECT array_agg(i ORDER BY i DESC NULLS LAST) FROM {ROWS}",
                f"SELECT array_agg(i ORDER BY i DESC) FROM {ROWS}",
            ),
            (
                f"SELECT listagg(s, ',') WITHIN GROUP (ORDER BY i NULLS LAST) FROM {ROWS}",
                f"SELECT listagg(s, ',') WITHIN GROUP (ORDER BY i) FROM {ROWS}",
            ),
        ],
        _nulls_last,
    ),
    Equivalence(
        "table as a query",
        "SQL defines TABLE t as SELECT * FROM t",
        [
            ("TABLE tpch.tiny.region", "SELECT * FROM tpch.tiny.region"),
            (
                "TABLE tpch.tiny.region ORDER BY 1 DESC LIMIT 2",
                "SELECT * FROM tpch.tiny.region ORDER BY 1 DESC LIMIT 2",
            ),
            (
                "WITH t AS (SELECT 1 a, 2 b) TABLE t UNION ALL TABLE t",
                "WITH t AS (SELECT 1 a, 2 b) SELECT * FROM t UNION ALL SELECT * FROM t",
            ),
            (
                "WITH t AS (SELECT 1 a) SELECT EXISTS (TABLE t)",
                "WITH t AS (SELECT 1 a) SELECT EXISTS (SELECT * FROM t)",
            ),
            (
                "WITH t AS (SELECT 1 a) SELECT 1 IN (TABLE t), NULL IN (TABLE t)",
                "WITH t AS (SELECT 1 a) SELECT 1 IN (SELECT * FROM t), NULL IN (SELECT * FROM t)",
            ),
        ],
        _table,
    ),
    Equivalence(
        "decimals without a digit before the point",
        "a leading zero counts neither for the value nor for the precision of a decimal literal",
        [(f"SELECT {one}", f"SELECT {other}") for one, other in [(".5", "0.5"), (".06", "0.06"), ("-.50", "-0.50")]],
        _decimals,
    ),
    Equivalence(
        "brackets around a whole query",
        "a query in brackets is that query",
        [
            (f"SELECT x FROM ((VALUES 1, NULL)) {name}", f"SELECT x FROM (VALUES 1, NULL) {name}")
            for name in ("t(x)", "AS t(x) WHERE x > 0")
        ]
        + [
            (f"WITH a AS (VALUES 3, 1) ({query})", f"WITH a AS (VALUES 3, 1) {query}")
            for query in (
                "SELECT * FROM a",
                "SELECT DISTINCT 1 FROM a",
                "VALUES 1",
                "SELECT * FROM a ORDER BY 1 DESC LIMIT 1",
            )
        ],
        _whole,
    ),
    Equivalence(
        "intersect first",
        "INTERSECT binds stronger than UNION and EXCEPT, so brackets around it say nothing new",
        [
            (f"{a} {outer} {b} {inner} {c}", f"{a} {outer} ({b} {inner} {c})")
            for a, b, c in permutations(SETS)
            for outer in ("UNION", "UNION ALL", "EXCEPT", "EXCEPT ALL")
            for inner in ("INTERSECT", "INTERSECT ALL")
        ],
        _intersect,
    ),
)
