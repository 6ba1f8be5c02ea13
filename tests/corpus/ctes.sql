-- one WITH query
WITH a AS (SELECT id, name FROM residents) SELECT * FROM a

-- two WITH queries
WITH a AS (SELECT id FROM residents), b AS (SELECT resident_id FROM visits) SELECT a.id FROM a JOIN b ON a.id = b.resident_id

-- a WITH query that uses another
WITH a AS (SELECT id, income FROM residents), b AS (SELECT id FROM a WHERE income > 0) SELECT * FROM b

-- with column names
WITH a(x, y) AS (SELECT id, name FROM residents) SELECT x, y FROM a

-- used twice
WITH a AS (SELECT district, count(*) AS n FROM residents GROUP BY district) SELECT x.district, y.n FROM a x JOIN a y ON x.district = y.district

-- not used at all
WITH a AS (SELECT id FROM residents) SELECT 1 AS one

-- named as a relation
WITH residents AS (SELECT id FROM city.residents WHERE id < 3) SELECT * FROM residents

-- named as a relation that it reads
WITH visits AS (SELECT * FROM visits WHERE insured) SELECT count(*) FROM visits

-- hidden by a qualified name
WITH residents AS (SELECT 1 AS one) SELECT count(*) FROM city.residents

-- shadowed in a derived table
WITH a AS (SELECT 1 AS x) SELECT * FROM (WITH a AS (SELECT 2 AS x) SELECT x FROM a) t

-- shadowed in a subquery
WITH a AS (SELECT 1 AS x) SELECT (WITH a AS (SELECT 2 AS x) SELECT x FROM a) AS y, x FROM a

-- seen in a subquery
WITH a AS (SELECT resident_id FROM visits) SELECT id FROM residents WHERE id IN (SELECT resident_id FROM a)

-- seen in EXISTS
WITH a AS (SELECT resident_id FROM visits) SELECT id FROM residents r WHERE EXISTS (SELECT 1 FROM a WHERE a.resident_id = r.id)

-- seen in a set operation
WITH a AS (SELECT 1 AS x) SELECT x FROM a UNION ALL SELECT x + 1 FROM a

-- a later one is not seen before
WITH a AS (SELECT x FROM b), b AS (SELECT 1 AS x) SELECT x FROM a

-- an inner one is not seen outside
SELECT * FROM (WITH a AS (SELECT 1 AS x) SELECT x FROM a) t, a

-- two of one name are wrong
WITH a AS (SELECT 1 AS x), a AS (SELECT 2 AS x) SELECT * FROM a

-- column names that do not fit
WITH a(x) AS (SELECT 1, 2) SELECT * FROM a

-- quoted name
WITH "A b" AS (SELECT 1 AS x) SELECT x FROM "A b"

-- CJK name
WITH "居民" AS (SELECT id, name FROM residents) SELECT name FROM "居民" WHERE id = 1

-- names without case
WITH Abc AS (SELECT 1 AS x) SELECT X FROM aBC

-- over values
WITH a(code, title) AS (VALUES ('M', '男'), ('F', '女')) SELECT r.id, a.title FROM residents r JOIN a ON a.code = r.gender

-- over a set operation
WITH a AS (SELECT 1 AS x UNION ALL SELECT 2) SELECT sum(x) AS s FROM a

-- over order and limit
WITH a AS (SELECT id FROM residents ORDER BY id DESC LIMIT 3) SELECT id FROM a ORDER BY id

-- with an alias
WITH a AS (SELECT 1 AS x) SELECT b.x FROM a AS b

-- with an alias and columns
WITH a AS (SELECT 1 AS x, 2 AS y) SELECT b.q FROM a AS b(p, q)

-- star of an alias
WITH a AS (SELECT 1 AS x, 2 AS y) SELECT b.*, a.x FROM a AS b CROSS JOIN a

-- aggregated twice
WITH a AS (SELECT hospital, count(*) AS n FROM visits GROUP BY hospital), b AS (SELECT max(n) AS m FROM a) SELECT a.hospital FROM a JOIN b ON a.n = b.m

-- in a chain of five
WITH a AS (SELECT id FROM residents), b AS (SELECT id FROM a WHERE id > 1), c AS (SELECT id FROM b WHERE id > 2), d AS (SELECT id * 2 AS id FROM c), e AS (SELECT id FROM d WHERE id % 3 = 0) SELECT id FROM e

-- recursive numbers
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT i FROM n

-- recursive tree
WITH RECURSIVE tree(code, path, depth) AS (SELECT code, CAST(name AS varchar), 1 FROM districts WHERE parent IS NULL UNION ALL SELECT d.code, t.path || '/' || d.name, t.depth + 1 FROM districts d JOIN tree t ON d.parent = t.code) SELECT code, path, depth FROM tree

-- RECURSIVE without recursion
WITH RECURSIVE a(x) AS (SELECT 1) SELECT x FROM a

-- a relation of that name is wrong
WITH a AS (SELECT * FROM nowhere) SELECT * FROM a

-- in brackets in FROM
SELECT x FROM (WITH a AS (SELECT 5 AS x) SELECT x FROM a)

-- order by over WITH
WITH a AS (SELECT id, income FROM residents) SELECT id FROM a ORDER BY income DESC NULLS LAST, id

-- a column without a name
WITH a AS (SELECT id + 1 FROM residents) SELECT * FROM a
