-- case: comma joins
SELECT p.id, v.id FROM person p, health.visit v
-- expect:

-- case: inner join with condition
SELECT p.id FROM person p JOIN health.visit v ON p.id = v.person_id AND v.cost > 5
-- expect:

-- case: all kinds of outer joins
SELECT 1 FROM person p LEFT JOIN health.visit v ON p.id = v.person_id RIGHT JOIN health.place q ON q.code = v.region FULL JOIN tpch.tiny.nation ON true
-- expect:

-- case: cross join
SELECT code FROM person CROSS JOIN health.place
-- expect:

-- case: a comma binds weaker than a join
SELECT 1 FROM person p, health.visit v RIGHT JOIN health.place q ON v.region = q.code
-- expect:

-- case: ON after a comma does not see what is before the comma
SELECT 1 FROM person p, health.visit v JOIN health.place q ON p.region = q.code
-- expect:

-- case: parenthesised join
SELECT p.id FROM person p LEFT JOIN (health.visit v JOIN health.place q ON v.region = q.code) ON p.id = v.person_id
-- expect:

-- case: parenthesised join under an alias
SELECT j.code, j.cost FROM (health.visit v JOIN health.place q ON v.region = q.code) AS j
-- expect:

-- case: names under an aliased join are gone
SELECT v.cost FROM (health.visit v JOIN health.place q ON v.region = q.code) AS j
-- expect:

-- case: aliased join repeats a name
SELECT j.id FROM (person p JOIN health.visit v ON p.id = v.person_id) AS j
-- expect:

-- case: nested joins without brackets
SELECT 1 FROM person p JOIN health.visit v JOIN health.place q ON v.region = q.code ON p.id = v.person_id
-- expect:

-- case: USING gives the column once, first
SELECT * FROM health.visit v JOIN health.place q USING (region)
-- expect:

-- case: USING over two relations
SELECT * FROM (SELECT id, name FROM person) a JOIN (SELECT id, cost FROM health.visit) b USING (id)
-- expect:

-- case: USING column has no qualifier
SELECT a.id FROM (SELECT id, name FROM person) a JOIN (SELECT id, cost FROM health.visit) b USING (id)
-- expect:

-- case: qualified star leaves the USING column out
SELECT a.*, b.* FROM (SELECT id, name FROM person) a JOIN (SELECT id, cost FROM health.visit) b USING (id)
-- expect:

-- case: USING of a full join takes either side
SELECT id FROM (SELECT id, name FROM person) a FULL JOIN (SELECT id, cost FROM health.visit) b USING (id)
-- expect:

-- case: USING of a right join
SELECT id FROM (SELECT id FROM person) a RIGHT JOIN (SELECT id FROM health.visit) b USING (id)
-- expect:

-- case: USING brings types together
SELECT n FROM (SELECT age AS n FROM person) a LEFT JOIN (SELECT id AS n FROM health.visit) b USING (n)
-- expect:

-- case: USING types that do not meet
SELECT n FROM (SELECT age AS n FROM person) a JOIN (SELECT region AS n FROM health.visit) b USING (n)
-- expect:

-- case: USING three times
SELECT id, a.x, b.y, c.z FROM (VALUES (1, 2)) a (id, x) JOIN (VALUES (1, 2)) b (id, y) USING (id) JOIN (VALUES (1, 2)) c (id, z) USING (id)
-- expect:

-- case: USING a hidden column
SELECT 1 FROM person JOIN health.visit USING (secret)
-- expect:

-- case: USING an unknown column
SELECT 1 FROM person JOIN health.visit USING (zzz)
-- expect:

-- case: USING a discoverable column
SELECT 1 FROM person JOIN health.visit USING (salary)
-- expect:

-- case: USING an ambiguous column
SELECT 1 FROM (person p JOIN health.visit v ON p.id = v.person_id) JOIN (VALUES 1) t (id) USING (id)
-- expect:

-- case: USING a column twice
SELECT 1 FROM person JOIN health.visit USING (region, region)
-- expect:

-- case: NATURAL joins permitted columns only
SELECT count(*) FROM (SELECT id, region FROM person) a NATURAL JOIN health.visit
-- expect:

-- case: NATURAL over a hidden column is a cross join of conditions
SELECT n, cost FROM health.place NATURAL JOIN (SELECT person_id, cost FROM health.visit)
-- expect:

-- case: condition must be boolean
SELECT 1 FROM person p JOIN health.visit v ON p.id
-- expect:

-- case: aggregation in ON
SELECT 1 FROM person p JOIN health.visit v ON count(*) = 1
-- expect:

-- case: subquery in ON
SELECT 1 FROM person p JOIN health.visit v ON v.cost = (SELECT max(n) FROM health.place WHERE code = p.region)
-- expect:

-- case: UNNEST of an array column
SELECT p.id, t.tag FROM person p CROSS JOIN UNNEST(p.tags) AS t (tag)
-- expect:

-- case: UNNEST after a comma
SELECT id, tag FROM person p, UNNEST(p.tags) AS t (tag)
-- expect:

-- case: UNNEST of a map with ordinality
SELECT k, v, o FROM person CROSS JOIN UNNEST(scores) WITH ORDINALITY AS t (k, v, o)
-- expect:

-- case: UNNEST of rows gives their fields
SELECT * FROM (SELECT stays FROM person) CROSS JOIN UNNEST(stays) AS t (d, c)
-- expect:

-- case: UNNEST of several
SELECT * FROM UNNEST(ARRAY[1, 2], ARRAY['a']) AS t (n, s)
-- expect:

-- case: UNNEST left join
SELECT id, tag FROM person LEFT JOIN UNNEST(tags) AS t (tag) ON TRUE
-- expect:

-- case: UNNEST with a real condition
SELECT id, tag FROM person LEFT JOIN UNNEST(tags) AS t (tag) ON tag = name
-- expect:

-- case: UNNEST of a number
SELECT * FROM UNNEST(1)
-- expect:

-- case: UNNEST does not see what comes later
SELECT 1 FROM UNNEST(p.tags) AS t (x), person p
-- expect:

-- case: LATERAL sees the left
SELECT p.id, l.n FROM person p CROSS JOIN LATERAL (SELECT count(*) AS n FROM health.visit v WHERE v.person_id = p.id) AS l
-- expect:

-- case: derived table does not see the left
SELECT 1 FROM person p CROSS JOIN (SELECT count(*) AS n FROM health.visit v WHERE v.person_id = p.id) AS l
-- expect:

-- case: lateral right join
SELECT 1 FROM person p RIGHT JOIN LATERAL (SELECT p.id) AS l ON TRUE
-- expect:

-- case: sample
SELECT 1 FROM person TABLESAMPLE BERNOULLI (10), health.visit AS v TABLESAMPLE SYSTEM (2.5)
-- expect:

-- case: sample out of range
SELECT 1 FROM person TABLESAMPLE BERNOULLI (101)
-- expect:

-- case: VALUES in FROM
SELECT a, b + 1 FROM (VALUES (1, 'x'), (2.5, 'long')) AS t (a, b)
-- expect:

-- case: VALUES types meet
SELECT a FROM (VALUES 1, 2.5, NULL, 3e0) AS t (a)
-- expect:

-- case: VALUES types that do not meet
SELECT a FROM (VALUES 1, 'x') AS t (a)
-- expect:

-- case: VALUES rows of different width
SELECT 1 FROM (VALUES (1, 2), (1, 2, 3)) AS t
-- expect:

-- case: derived table under new names
SELECT t.b FROM (SELECT id, name FROM person) AS t (a, b)
-- expect:

-- case: derived table without alias
SELECT name FROM (SELECT id, name FROM person)
-- expect:
