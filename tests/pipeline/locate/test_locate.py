"""Base relations are found by Trino's scoping of WITH names, wherever they hide."""

from __future__ import annotations

import pytest
from sqlglot import exp

from gateway.catalog.names import RelationName
from gateway.catalog.relations import Catalog
from gateway.errors import ErrorCode, GatewayError, Position
from gateway.pipeline.locate import locate
from gateway.pipeline.parse import parse
from gateway.pipeline.stages import Located
from tests.pipeline.parse.statements import lines, statement

CATALOG = Catalog(version="1")


def located(sql: str, catalog: str | None = "c", schema: str | None = "s") -> Located:
    return locate(parse(statement(sql, catalog=catalog, schema=schema)), CATALOG)


def relations(sql: str) -> list[str]:
    return [str(name).removeprefix("c.s.") for name in located(sql).names]


HIDDEN = {
    "WITH secret AS (SELECT * FROM secret) SELECT * FROM secret": ["secret"],
    "WITH a AS (SELECT * FROM secret), secret AS (SELECT 1 x) SELECT * FROM a": ["secret"],
    "SELECT * FROM (WITH secret AS (SELECT 1 x) SELECT * FROM secret) q, secret": ["secret"],
    "SELECT (WITH secret AS (SELECT 1 x) SELECT x FROM secret), s.x FROM secret s": ["secret"],
    "WITH RECURSIVE a(n) AS (SELECT x FROM secret), secret(x) AS (SELECT 1) SELECT * FROM a": ["secret"],
    'WITH "SECRET" AS (SELECT 1 x) SELECT * FROM secret': [],
    'WITH secret AS (SELECT 1 x) SELECT * FROM "Secret"': [],
    "WITH secret AS (SELECT 1 x) SELECT * FROM s.secret": ["secret"],
    "WITH secret AS (SELECT 1 x) SELECT * FROM c.s.secret": ["secret"],
    "WITH RECURSIVE secret AS (SELECT * FROM secret) SELECT * FROM secret": [],
    "WITH RECURSIVE a AS (SELECT 1 x), b AS (SELECT * FROM a, b, d) SELECT * FROM b": ["d"],
    "SELECT * FROM (secret) s": ["secret"],
    "SELECT * FROM ((secret)) s": ["secret"],
    "SELECT * FROM (secret JOIN pub ON secret.x = pub.x) j": ["secret", "pub"],
    "SELECT * FROM a JOIN (b JOIN (c CROSS JOIN d) ON 1 = 1) ON 2 = 2": ["a", "b", "c", "d"],
    "SELECT * FROM a JOIN b JOIN secret ON b.x = secret.x ON a.x = b.x": ["a", "b", "secret"],
    "VALUES ((SELECT max(x) FROM secret))": ["secret"],
    "SELECT a FROM t UNION SELECT b FROM u ORDER BY (SELECT max(x) FROM secret)": ["t", "u", "secret"],
    "SELECT * FROM t WHERE x IN (TABLE secret)": ["t", "secret"],
    "SELECT * FROM t WHERE x IN (SELECT 1 FROM secret)": ["t", "secret"],
    "SELECT * FROM t WHERE EXISTS (SELECT 1 FROM secret)": ["t", "secret"],
    "SELECT * FROM t WHERE x > ALL (SELECT y FROM secret)": ["t", "secret"],
    "SELECT * FROM t ORDER BY (SELECT max(x) FROM secret)": ["t", "secret"],
    "SELECT a FROM t GROUP BY a HAVING max(b) > (SELECT max(x) FROM secret)": ["t", "secret"],
    "SELECT a FROM t GROUP BY GROUPING SETS ((a), ((SELECT max(x) FROM secret)))": ["t", "secret"],
    "SELECT * FROM t JOIN u ON t.x = (SELECT max(x) FROM secret)": ["t", "u", "secret"],
    "SELECT sum(a) OVER (PARTITION BY (SELECT max(x) FROM secret) ORDER BY b) FROM t": ["secret", "t"],
    "SELECT sum(a) OVER w FROM t WINDOW w AS (ORDER BY (SELECT max(x) FROM secret))": ["t", "secret"],
    "SELECT sum(a) FILTER (WHERE a IN (TABLE secret)) FROM t": ["secret", "t"],
    "SELECT array_agg(a ORDER BY (SELECT max(x) FROM secret)) FROM t": ["secret", "t"],
    "SELECT LISTAGG(a, ',') WITHIN GROUP (ORDER BY (SELECT max(x) FROM secret)) FROM t": ["secret", "t"],
    "SELECT uuid((SELECT max(x) FROM secret))": ["secret"],
    "SELECT transform(a, x -> x + (SELECT max(x) FROM secret)) FROM t": ["secret", "t"],
    "SELECT CASE WHEN a THEN (SELECT max(x) FROM secret) END FROM t": ["secret", "t"],
    "SELECT CAST((SELECT max(x) FROM secret) AS varchar)": ["secret"],
    "SELECT ARRAY[(SELECT max(x) FROM secret)][(SELECT 1 FROM other)]": ["secret", "other"],
    "SELECT * FROM UNNEST((SELECT a FROM secret)) WITH ORDINALITY": ["secret"],
    "SELECT * FROM t, LATERAL (SELECT * FROM secret) l": ["t", "secret"],
    "SELECT EXTRACT(YEAR FROM (SELECT d FROM secret))": ["secret"],
    "SELECT TRIM((SELECT d FROM a) FROM (SELECT d FROM secret))": ["a", "secret"],
    "SELECT * FROM t WHERE x BETWEEN (SELECT 1 FROM a) AND (SELECT 2 FROM secret)": ["t", "a", "secret"],
    "TABLE secret": ["secret"],
    "(TABLE secret)": ["secret"],
    "SELECT 1 EXCEPT (TABLE secret)": ["secret"],
    "SELECT limit FROM limit": ["limit"],
    "WITH a AS (WITH b AS (SELECT 1 x) SELECT * FROM b) SELECT * FROM a, b": ["b"],
    "WITH a AS (SELECT 1 x), b AS (SELECT * FROM a), a2 AS (SELECT * FROM b) SELECT * FROM a2, a": [],
    "WITH a AS (SELECT 1 x) (SELECT * FROM a LIMIT 5) LIMIT 3": [],
    "WITH a AS (SELECT 1 x) (SELECT * FROM a) UNION (SELECT * FROM secret)": ["secret"],
    "VALUES ((SELECT x FROM a)), ((SELECT x FROM secret))": ["a", "secret"],
    "SELECT * FROM a, a AS b, s.a, c.s.a, C.S.A, \"A\"": ["a"],
}  # fmt: skip


@pytest.mark.parametrize("sql", HIDDEN)
def test_exactly_the_base_relations_are_found(sql: str) -> None:
    assert relations(sql) == HIDDEN[sql]


@pytest.mark.parametrize("sql", HIDDEN)
def test_each_base_relation_is_marked_and_nothing_else(sql: str) -> None:
    found = located(sql)
    marked = {t.meta["relation"] for t in found.tree.find_all(exp.Table) if "relation" in t.meta}
    assert marked == set(found.names)


def test_names_are_completed_from_the_session_and_folded() -> None:
    found = located('SELECT * FROM A, S2.B, C2.s3."D"', catalog="Cat", schema="Sch")
    assert list(found.names) == [
        RelationName("cat", "sch", "a"),
        RelationName("cat", "s2", "b"),
        RelationName("c2", "s3", "d"),
    ]


def test_the_first_use_of_each_relation_has_its_place() -> None:
    found = located("SELECT *\n  FROM a\n  JOIN x.b ON a.i = b.i\n  JOIN a a2 ON TRUE")
    assert list(found.names.values()) == [Position(2, 8), Position(3, 8)]


@pytest.mark.parametrize(
    ("catalog", "schema", "sql"),
    [
        (None, None, "SELECT * FROM a"),
        (None, "s", "SELECT * FROM a"),
        ("c", None, "SELECT * FROM a"),
        (None, "s", "SELECT * FROM s.a"),
    ],
)
def test_a_name_that_can_not_be_completed_is_refused_with_its_place(
    catalog: str | None, schema: str | None, sql: str
) -> None:
    with pytest.raises(GatewayError) as caught:
        located(sql, catalog, schema)
    missing = ErrorCode.MISSING_CATALOG_NAME if schema else ErrorCode.MISSING_SCHEMA_NAME
    assert caught.value.code is missing
    assert caught.value.position == Position(1, 15)
    assert (
        "with"
        in str(
            locate(parse(statement("WITH a AS (SELECT 1) SELECT * FROM a", catalog=None)), CATALOG).tree.sql()
        ).lower()
    )


def test_a_with_query_defined_twice_is_refused() -> None:
    with pytest.raises(GatewayError) as caught:
        located('WITH a AS (SELECT 1), "A" AS (SELECT 2) SELECT * FROM a')
    assert caught.value.code is ErrorCode.DUPLICATE_NAME


@pytest.mark.parametrize("sql", lines("../parse/accepted.sql"))
def test_every_accepted_query_can_be_located(sql: str) -> None:
    assert isinstance(located(sql), Located)
