-- case: named queries see earlier ones
WITH a AS (SELECT id, name FROM person), b (x) AS (SELECT id FROM a) SELECT a.name, b.x FROM a JOIN b ON a.id = b.x
-- expect:

-- case: a named query captures a relation
WITH person AS (SELECT id FROM person) SELECT * FROM person
-- expect:

-- case: a named query under an alias with names
WITH a AS (SELECT id, name FROM person) SELECT n FROM a AS c (i, n)
-- expect:

-- case: named query read twice
WITH a AS (SELECT region, count(*) AS n FROM person GROUP BY region) SELECT x.n, y.n FROM a x JOIN a y ON x.region = y.region
-- expect:

-- case: inner WITH hides the outer one
WITH a AS (SELECT 1 AS x) SELECT * FROM (WITH a AS (SELECT 'y' AS z) SELECT * FROM a) t, a
-- expect:

-- case: WITH in a subquery is not correlated
SELECT (WITH a AS (SELECT max(cost) AS m FROM health.visit WHERE person_id = p.id) SELECT m FROM a) FROM person p
-- expect:

-- case: column list of wrong length
WITH a (x, y) AS (SELECT 1) SELECT * FROM a
-- expect:

-- case: name twice
WITH a AS (SELECT 1), A AS (SELECT 2) SELECT * FROM a
-- expect:

-- case: recursive
WITH RECURSIVE t (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 5) SELECT n FROM t
-- expect:

-- case: recursive with a distinct union
WITH RECURSIVE t (n) AS (VALUES 1 UNION SELECT n % 3 FROM t) SELECT n FROM t
-- expect:

-- case: RECURSIVE over a plain query
WITH RECURSIVE a AS (SELECT id FROM person) SELECT * FROM a
-- expect:

-- case: recursive without names
WITH RECURSIVE t AS (SELECT 1 UNION ALL SELECT 2 FROM t) SELECT * FROM t
-- expect:

-- case: recursive twice
WITH RECURSIVE t (n) AS (SELECT 1 UNION ALL SELECT a.n FROM t a, t b) SELECT * FROM t
-- expect:

-- case: recursive step of another type
WITH RECURSIVE t (n) AS (SELECT 1 UNION ALL SELECT 'x' FROM t) SELECT * FROM t
-- expect:

-- case: recursive step of a narrower type
WITH RECURSIVE t (n) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT 2 FROM t) SELECT * FROM t
-- expect:

-- case: WITH over a set operation
WITH a AS (SELECT 1 AS x) SELECT x FROM a UNION ALL SELECT x FROM a ORDER BY x
-- expect:
