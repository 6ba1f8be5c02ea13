"""What Trino's parser refuses is refused here, too, with a place: parts left out, said twice, or said where Trino has none."""

from __future__ import annotations

import pytest

from gateway.errors import ErrorCode, GatewayError, Position
from gateway.pipeline.parse import parse
from tests.pipeline.parse.statements import statement

MISSING = {
    "SELECT substring(FROM 2 FOR 3)": 18,
    "SELECT substring(a FROM) FROM t": 24,
    "SELECT substring(a FROM 1 FOR) FROM t": 30,
    "SELECT position(IN a) FROM t": 20,
    "SELECT position(a IN) FROM t": 21,
    "SELECT trim(LEADING FROM) FROM t": 25,
    "SELECT trim('x' FROM) FROM t": 21,
    "SELECT a IN () FROM t": 8,
    "SELECT a NOT IN () FROM t": 8,
    "SELECT * FROM UNNEST(a) AS (x)": 29,
    "SELECT * FROM UNNEST(a) (x)": 26,
    "SELECT * FROM t CROSS JOIN UNNEST(a) WITH ORDINALITY AS (x, n)": 58,
    "SELECT * FROM (UNNEST(a) AS (x))": 30,
    "SELECT * FROM t JOIN u USING a": 30,
    "SELECT * FROM t TABLESAMPLE BERNOULLI 5": 17,
    "SELECT * FROM t TABLESAMPLE BERNOULLI ()": 17,
    "SELECT a FROM t WINDOW w (ORDER BY a)": 26,
    "SELECT a FROM t WINDOW w AS v": 26,
    "SELECT a FROM t WINDOW w AS (ORDER BY a), v (ORDER BY a)": 45,
    "SELECT count(ALL *) FROM t": 18,
    "SELECT grouping() FROM t GROUP BY a": 8,
    "SELECT format('x')": 8,
    "SELECT format(('%.2f', 3.14))": 8,
    "SELECT current_time()": 8,
}
"""Statements that lack a part, and the column of the refusal."""

DOUBLED = {
    "SELECT a FROM t ORDER BY a ASC DESC": 32,
    "SELECT a FROM t ORDER BY f(a) ASC DESC, b": 35,
    "SELECT array_agg(a ORDER BY a ASC DESC) FROM t": 35,
    "SELECT sum(a) OVER (ORDER BY a ASC DESC) FROM t": 36,
    "SELECT a FROM t ORDER BY a NULLS FIRST NULLS LAST": 40,
    "SELECT a FROM t ORDER BY a DESC NULLS FIRST NULLS LAST": 45,
    "SELECT * FROM t LEFT INNER JOIN u ON a": 33,
    "SELECT * FROM t NATURAL CROSS JOIN u": 36,
}
"""Statements that say a part twice."""

ELSEWHERE = {
    "TABLE t WHERE a": 9,
    "TABLE c.s.t GROUP BY a": 13,
    "TABLE t HAVING a": 9,
    "TABLE t, u": 8,
    "TABLE t JOIN u ON a": 9,
    "SELECT a FROM (TABLE t WHERE a) u": 24,
    "SELECT a FROM t LIMIT 1 UNION SELECT 1": 23,
    "SELECT a FROM t ORDER BY b UNION SELECT 1": 26,
    "SELECT a FROM t OFFSET 7 EXCEPT SELECT 1": 24,
    "SELECT a FROM t FETCH FIRST 1 ROW ONLY INTERSECT SELECT 1": 29,
    "SELECT 1 UNION SELECT 2 ORDER BY b UNION SELECT 3": 34,
    "SELECT 1 UNION WITH x AS (SELECT 1) TABLE x": 21,
    "SELECT a FROM t GROUP BY GROUPING SETS (ROLLUP (a))": 49,
    "SELECT a FROM t GROUP BY GROUPING SETS (b, CUBE (a), ())": 50,
    "SELECT a FROM t GROUP BY GROUPING SETS (GROUPING SETS (a))": 56,
    "SELECT * FROM LATERAL ((WITH q AS (SELECT 1) TABLE q))": 30,
    "SELECT a NOT IS NULL FROM t": 14,
    "(ALL 1)": 6,
    "SELECT a FROM ((x) FETCH FIRST ROW ONLY)": 17,
    "SELECT a FROM ((x) LIMIT 1) v": 17,
    "SELECT a FROM (((x)) ORDER BY a)": 18,
    "SELECT grouping(a * b) FROM t GROUP BY a": 8,
    "SELECT grouping(a, 2) FROM t GROUP BY a": 8,
    "SELECT grouping((a).b) FROM t GROUP BY a": 8,
    "SELECT grouping(a) OVER () FROM t GROUP BY a": 8,
    "SELECT format('%s', a) OVER () FROM t": 8,
    "SELECT format(DISTINCT a, b) FROM t": 8,
    "SELECT try(DISTINCT a) FROM t": 8,
    "SELECT coalesce(a, b) IGNORE NULLS OVER () FROM t": 8,
    'SELECT "if"(a) FROM t': 8,
    "SELECT trim(NOT a) FROM t": 17,
    "SELECT trim(a, b = c) FROM t": 13,
    "SELECT current_time(-0)": 8,
    "SELECT current_timestamp('1')": 8,
    "SELECT localtime((0), now())": 8,
    "SELECT localtimestamp((1))": 8,
    "SELECT localtimestamp(1.0)": 8,
    "SELECT current_timestamp(x) FROM t": 8,
    "SELECT current_timestamp(3) OVER ()": 8,
    "SELECT normalize(a, foo) FROM t": 18,
    "SELECT ROW(ALL 1)": 12,
    "SELECT grouping(ALL a) FROM t GROUP BY a": 17,
    "SELECT current_time(ALL 1)": 21,
    "SELECT auto FROM t": 8,
    "SELECT a FROM t GROUP BY a, auto": 29,
    "SELECT\u00a01": 7,
    "SELECT '\u3000',\u3000a FROM t": 12,
    "SELECT a FROM t GROUP\u3000BY a": 22,
    "SELECT 1 /* \u3000 */\u3000": 17,
    "SELECT CAST(a AS double precision(3)) FROM t": 34,
    'SELECT CAST(a AS "timestamp" with time zone) FROM t': 18,
    'SELECT CAST(a AS "time"(3) with time zone) FROM t': 18,
    'SELECT CAST(a AS "interval" day to second) FROM t': 18,
}
"""Statements that say something where Trino has no place for it."""


@pytest.mark.parametrize(
    "operand",
    ["CASE WHEN b = c THEN d = e END", "current_date", "localtimestamp", "current_schema", "sum(b) OVER (ORDER BY c = d)",
     "count(*) FILTER (WHERE b = c)", "lag(b) IGNORE NULLS OVER ()", "EXISTS (SELECT 1 WHERE b = c)", "first", "offset", "asc",
     "row", "ROW(1 = 1)", "f(b)[1]", "DATE '2020-01-01'", "INTERVAL '1' DAY", "?", "x.row.desc"],
)  # fmt: skip
@pytest.mark.parametrize(
    "second", ["= f", "< f", "IS NULL", "IN (f)", "BETWEEN f AND g", "IS DISTINCT FROM f", "LIKE f"]
)
def test_no_comparison_follows_another_one_whatever_stands_between(operand: str, second: str) -> None:
    read = f"SELECT (a = {operand}) = f, a = {operand} AND {operand} = f OR {operand} IS NULL FROM t"
    assert parse(statement(read)).tree
    for first in ("=", ">", "IS NOT DISTINCT FROM"):
        with pytest.raises(GatewayError, match="can not follow another comparison"):
            parse(statement(f"SELECT a {first} {operand} {second} FROM t"))


@pytest.mark.parametrize(("sql", "column"), [*MISSING.items(), *DOUBLED.items(), *ELSEWHERE.items()])
def test_what_is_no_trino_sql_is_refused_with_a_place(sql: str, column: int) -> None:
    with pytest.raises(GatewayError) as caught:
        parse(statement(sql))
    assert caught.value.code is ErrorCode.SYNTAX_ERROR
    assert caught.value.position == Position(1, column)
    assert "\n" not in caught.value.message


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT a FROM t ORDER BY asc DESC, t.asc DESC, -asc DESC, asc",
        "SELECT CAST(a AS row(all bigint, b row(all bigint))), f(ALL a), count(ALL a) FROM t",
        "SELECT a FROM t ORDER BY nulls NULLS FIRST, a NULLS LAST",
        "SELECT ALL a, all, count(*) FROM t GROUP BY ALL a",
        "SELECT window FROM window AS w WINDOW window AS (), w AS (window ORDER BY window)",
        "SELECT * FROM t TABLESAMPLE BERNOULLI (5), tablesample",
        "TABLE c.s.t UNION TABLE \"select\" ORDER BY 1 LIMIT 1",
        "SELECT * FROM (TABLE t) WHERE a IN (TABLE t)",
        "(SELECT a FROM t ORDER BY b LIMIT 1) UNION (TABLE x OFFSET 1) ORDER BY 1",
        "WITH x AS (SELECT 1) SELECT 1 UNION SELECT 2 INTERSECT SELECT 3 LIMIT 1",
        "SELECT * FROM t JOIN u USING (a) NATURAL INNER JOIN v",
        "SELECT grouping(a, t.b, c.s.t.d) FROM t GROUP BY CUBE (a, b, d)",
        "SELECT format('%s', a), format(a, b, c), try(a), normalize(a, nfkc) FROM t",
        "SELECT current_time(0), current_timestamp(12), localtime(3), localtimestamp(6)",
        'SELECT "interval" day, CAST(a AS "timestamp"), CAST(a AS row("time" time(3) with time zone)) FROM t',
        "SELECT * FROM LATERAL (WITH q AS (SELECT 1) TABLE q), ((WITH q AS (SELECT 1) TABLE q))",
        'SELECT "auto" FROM t GROUP BY "auto"',
        "SELECT CAST(a AS double precision), double FROM t",
        "SELECT '\u3000', \"\u00a0\" , U&'a \u3000' -- \u3000\nFROM t GROUP /* \u3000 */ BY a /*\u3000*/",
    ],
)  # fmt: skip
def test_what_only_looks_like_it_is_read(sql: str) -> None:
    assert parse(statement(sql)).tree
