"""Which views are guarded and which are fenced, shape by shape (rule 12)."""

from __future__ import annotations

import pytest

from tests.pipeline.rewrite.stages import walls
from tests.world import Given, name_of, permit

SHAPES = {
    # --- nothing that can fail
    "SELECT id FROM person p WHERE age > 3 AND phone LIKE 'x%' OR name IS NULL": "",
    "SELECT lower(name), substr(phone, 1, 3), coalesce(age, 0), age IN (1, 2) FROM person p": "",
    "SELECT id FROM person p WHERE TRY_CAST(phone AS bigint) = 1": "",
    "SELECT TRY(1 / age) FROM person p": "",
    "SELECT TRY(1 / coalesce(age, 0)) FROM person p": "",
    "SELECT 1 / n FROM place l": "",
    "SELECT CAST(age AS bigint), CAST(age AS varchar) FROM person p": "",
    "SELECT age / 7, age % 7 FROM person p": "",
    "SELECT weight / 0e0, weight * 1e300 FROM visit v": "",
    # --- strict in a column: that column is guarded
    "SELECT 1 / age FROM person p": "p: age",
    "SELECT 1 % age FROM person p": "p: age",
    "SELECT age * 2 FROM person p": "p: age",
    "SELECT -age FROM person p": "p: age",
    "SELECT abs(age) FROM person p": "p: age",
    "SELECT CAST(phone AS bigint) FROM person p": "p: phone",
    "SELECT CAST(balance AS decimal(3,0)) FROM person p": "p: balance",
    "SELECT CAST(substr(phone, 2) AS bigint) FROM person p": "p: phone",
    "SELECT id FROM person p WHERE 10 / age > 1": "p: age",
    "SELECT id FROM person p ORDER BY 10 / age": "p: age",
    "SELECT count(*) FROM person p GROUP BY 10 / age": "p: age",
    "SELECT sum(10 / age) FROM person p": "p: age",
    "SELECT count(*) FILTER (WHERE 10 / age > 1) FROM person p": "p: age",
    "SELECT rank() OVER (ORDER BY 10 / age) FROM person p": "p: age",
    "SELECT CASE WHEN age > 0 THEN 10 / age END FROM person p": "p: age",
    "SELECT coalesce(10 / age, 0) FROM person p": "p: age",
    "SELECT (10 / age) IS NULL FROM person p": "p: age",
    "SELECT name FROM person p WHERE CAST(name AS bigint) = 1": "p: name",
    # --- not strict: fenced
    "SELECT 1 / coalesce(age, 0) FROM person p": "p: fence",
    "SELECT 1 / (CASE WHEN age IS NULL THEN 0 ELSE 1 END) FROM person p": "p: fence",
    "SELECT 1 / (CASE WHEN age > 0 THEN 1 ELSE 0 END) FROM person p": "p: fence",
    "SELECT 1 / nullif(age, 1) FROM person p": "p: fence",
    "SELECT CAST(concat_ws('', phone, name) AS bigint) FROM person p": "p: fence",
    "SELECT 1 / (SELECT max(n) FROM place WHERE n = p.age) FROM person p": "p: fence",
    "SELECT 1 / (SELECT max(l.n - g.age) FROM place l) FROM (SELECT age FROM person p GROUP BY age) g": "p: fence",
    # --- another relation's columns, or none: everything that stands there is fenced
    "SELECT 1 / l.n FROM place l, person p": "p: fence",
    "SELECT 1 / l.n FROM place l JOIN person p ON l.code = p.region": "p: fence",
    "SELECT CAST(random() * 2 AS integer) FROM person p": "p: fence",
    # --- joins
    "SELECT 1 / p.age FROM person p JOIN visit v ON v.person_id = p.id": "p: age, v: fence",
    "SELECT p.age / v.cost FROM person p JOIN visit v ON v.person_id = p.id": "p: age, v: cost",
    "SELECT 1 FROM place l LEFT JOIN person p ON 1 / p.age = l.n": "p: age",
    "SELECT 1 FROM place l LEFT JOIN person p ON 1 / l.n = 1": "p: fence",
    "SELECT 1 / x.a FROM (SELECT p.age AS a FROM place l LEFT JOIN person p ON l.n = p.age) x": "p: age",
    # --- derived tables and WITH
    "SELECT 1 / a FROM (SELECT age AS a FROM person p) d": "p: age",
    "SELECT 1 / a FROM (SELECT age + id AS a FROM person p) d": "p: id age",
    "SELECT 1 / a FROM (SELECT coalesce(age, 0) AS a FROM person p) d": "p: fence",
    "SELECT 1 / a FROM (SELECT DISTINCT age AS a FROM person p) d": "p: age",
    "SELECT 1 / a FROM (SELECT age AS a FROM person p ORDER BY id LIMIT 3) d": "p: age",
    "WITH d AS (SELECT age AS a FROM person p) SELECT 1 / a FROM d": "p: age",
    "WITH d AS (SELECT age AS a FROM person p) SELECT 1 / x.a FROM d x, d y": "p: fence",
    "WITH d AS (SELECT age AS a FROM person p), e AS (SELECT a FROM d) SELECT 1 / a FROM e": "p: age",
    "WITH d AS (SELECT age AS a FROM person p) SELECT a FROM d": "",
    "WITH RECURSIVE r (n) AS (SELECT age FROM person p UNION ALL SELECT n FROM r WHERE n < 0) SELECT n FROM r": "p: fence",
    "SELECT x.a FROM person p, LATERAL (SELECT 1 / p.age AS a) x": "p: age or p: fence",
    "SELECT x.a FROM person p, LATERAL (SELECT 1 / coalesce(p.age, 0) AS a) x": "p: fence",
    # --- set operations
    "SELECT 1 / a FROM (SELECT age AS a FROM person p UNION ALL SELECT n FROM place) d": "p: age",
    "SELECT 1 / a FROM (SELECT age AS a FROM person p UNION SELECT cost FROM visit v) d": "p: age, v: cost",
    "SELECT 1 / a FROM (SELECT n AS a FROM place EXCEPT SELECT age FROM person p) d": "p: age",
    "SELECT 1 / age FROM person p UNION ALL SELECT cost FROM visit v": "p: age",
    "SELECT age FROM person p UNION ALL SELECT cost FROM visit v ORDER BY 1": "",
    "SELECT 1 / n FROM place l UNION ALL SELECT age FROM person p": "",
    "SELECT 1 / n FROM place l EXCEPT SELECT age FROM person p": "p: fence",
    "SELECT age FROM person p INTERSECT SELECT 1 / n FROM place l": "p: fence",
    # --- subqueries
    "SELECT id FROM person p WHERE EXISTS (SELECT 1 FROM place l WHERE l.n / p.age = 1)": "p: age or p: fence",
    "SELECT n FROM place l WHERE EXISTS (SELECT 1 FROM person p WHERE 1 / p.age = 1)": "p: age",
    "SELECT id FROM person p WHERE EXISTS (SELECT 1 FROM place l WHERE 1 / l.n = 1)": "p: fence",
    "SELECT 1 / n FROM place l WHERE EXISTS (SELECT 1 FROM person p WHERE p.region = l.code)": "p: fence",
    "SELECT id FROM person p WHERE id IN (SELECT person_id FROM visit v)": "",
    "SELECT (SELECT max(age) FROM person p) FROM place l": "",
    "SELECT (SELECT age FROM person p) FROM place l": "p: fence",
    "SELECT (SELECT age FROM person p LIMIT 1) FROM place l": "",
    "SELECT (SELECT l.n FROM place l) FROM person p": "p: fence",
    # --- after an aggregation or a window the rule has run
    "SELECT sum(age) / count(*) FROM person p": "",
    "SELECT 1 / count(*) FROM person p": "",
    "SELECT 1 / max(age) FROM person p": "",
    "SELECT 1 / a FROM (SELECT max(age) AS a FROM person p) d": "",
    "SELECT region, 1 / max(age) FROM person p GROUP BY region": "",
    "SELECT 1 / age FROM person p GROUP BY age": "p: age",
    "SELECT 1 / a FROM (SELECT age AS a FROM person p GROUP BY age) d": "p: age",
    "SELECT 1 / a FROM (SELECT max(age) OVER () AS a FROM person p) d": "",
    # --- only what is concerned
    "SELECT 1 / age FROM person p UNION ALL SELECT age FROM person q": "p: age",
    "SELECT 1 / a.age FROM person a, person b": "a: age, b: fence",
}  # fmt: skip


@pytest.mark.parametrize("sql", SHAPES)
def test_a_shape_gets_its_walls(sql: str) -> None:
    assert walls(sql) in SHAPES[sql].split(" or ")


def test_a_rule_that_shows_no_row_is_a_rule_too() -> None:
    policy = Given({name_of("person"): permit("person", rows=[]), name_of("place"): permit("place")})
    assert walls("SELECT 1 / age FROM person p", policy) == "p: age"


def test_a_restriction_alone_is_a_rule_too() -> None:
    policy = Given({name_of("person"): permit("person", restrictions=["active"])})
    assert walls("SELECT 1 / age FROM person p", policy) == "p: age"


def test_an_open_relation_has_no_walls() -> None:
    policy = Given({name_of("person"): permit("person", masks={"phone": "null"})})
    assert walls("SELECT 1 / coalesce(age, 0), CAST(phone AS bigint) FROM person p", policy) == ""
