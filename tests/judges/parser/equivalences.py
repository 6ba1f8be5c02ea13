"""The reviewed list of ways to say the same: the only differences of trees that the judge lets pass.

Each brings the tokens of both sides to one form (`changes.py`), and is proven by running its examples on a real Trino (`test_equivalences.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Final

from tests.judges.parser import changes
from tests.judges.parser.changes import Tokens, texts, tokens


@dataclass(frozen=True, slots=True)
class Equivalence:
    """Two ways to say the same: a name, the reason, statements in both forms, and the change to one of them."""

    name: str
    why: str
    examples: Sequence[tuple[str, str]]
    change: Callable[[Tokens], Tokens]


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
        if texts(changed[0]) != texts(one) or texts(changed[1]) != texts(other):
            used.append(equivalence.name)
        one, other = changed
    return used if texts(one) == texts(other) else None


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
        changes.is_not_null,
    ),
    Equivalence(
        "some is any",
        "SQL has two words for one quantifier",
        [
            (
                f"SELECT x, x {sign} SOME ({query}) FROM (VALUES 1, 2, NULL) t(x)",
                f"SELECT x, x {sign} ANY ({query}) FROM (VALUES 1, 2, NULL) t(x)",
            )
            for sign in ("=", "<>", "<", ">=")
            for query in ("VALUES 1, 2", "SELECT 2", "VALUES 1, NULL", "SELECT 1 WHERE false")
        ],
        changes.any_for_some,
    ),
    Equivalence(
        "a window's name in brackets",
        "a window that adds nothing to another one is that one; a frame, which it would not take over, stands nowhere",
        [
            (
                f"SELECT i, sum(i) OVER (w) FROM {ROWS} WINDOW w AS ({what})",
                f"SELECT i, sum(i) OVER w FROM {ROWS} WINDOW w AS ({what})",
            )
            for what in ("", "ORDER BY i", "PARTITION BY s", "PARTITION BY d ORDER BY i DESC")
        ],
        changes.plain_window,
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
        changes.type_names,
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
        changes.function_names,
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
        changes.nulls_last,
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
        changes.table_as_query,
    ),
    Equivalence(
        "decimals without a digit before the point",
        "a leading zero counts neither for the value nor for the precision of a decimal literal",
        [(f"SELECT {one}", f"SELECT {other}") for one, other in [(".5", "0.5"), (".06", "0.06"), ("-.50", "-0.50")]],
        changes.leading_zeros,
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
        changes.without_outer_brackets,
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
        changes.intersect_first,
    ),
)
