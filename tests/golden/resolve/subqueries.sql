-- case: correlated EXISTS
SELECT id FROM person p WHERE EXISTS (SELECT 1 FROM health.visit v WHERE v.person_id = p.id)
-- expect:

-- case: own scope first
SELECT id FROM person WHERE EXISTS (SELECT 1 FROM health.visit WHERE person_id = id)
-- expect:

-- case: two levels of correlation
SELECT (SELECT (SELECT p.name || v.region) FROM health.visit v WHERE v.person_id = p.id) FROM person p
-- expect:

-- case: correlation does not reach hidden columns
SELECT 1 FROM health.place WHERE EXISTS (SELECT 1 FROM person WHERE person_id = 1)
-- expect:

-- case: scalar subquery with two columns
SELECT (SELECT id, name FROM person)
-- expect:

-- case: IN a query
SELECT id FROM person WHERE region IN (SELECT code FROM health.place)
-- expect:

-- case: NOT IN a query
SELECT id FROM person WHERE region NOT IN (SELECT code FROM health.place)
-- expect:

-- case: IN brings types together
SELECT id FROM person WHERE id IN (SELECT n FROM health.place) AND age IN (SELECT person_id FROM health.visit)
-- expect:

-- case: IN with types that do not meet
SELECT id FROM person WHERE id IN (SELECT code FROM health.place)
-- expect:

-- case: IN of rows
SELECT 1 FROM person WHERE (id, age) IN (SELECT person_id, cost FROM health.visit)
-- expect:

-- case: IN of rows of another width
SELECT 1 FROM person WHERE (id, age) IN (SELECT person_id FROM health.visit)
-- expect:

-- case: IN of VALUES
SELECT 1 FROM person WHERE id IN (VALUES 1, 2)
-- expect:

-- case: quantified comparisons
SELECT age > ALL (SELECT cost FROM health.visit), id = ANY (SELECT person_id FROM health.visit), id <> SOME (VALUES 1, 2) FROM person
-- expect:

-- case: quantified with types that do not meet
SELECT age > ALL (SELECT region FROM health.visit) FROM person
-- expect:

-- case: subqueries in ORDER BY
SELECT id FROM person p ORDER BY (SELECT max(cost) FROM health.visit v WHERE v.person_id = p.id) DESC
-- expect:

-- case: subquery in GROUP BY and CASE
SELECT CASE WHEN EXISTS (SELECT 1 FROM health.place) THEN region ELSE name END, count(*) FROM person GROUP BY 1
-- expect:

-- case: subquery in HAVING uses a grouping column
SELECT region FROM person p GROUP BY region HAVING count(*) > (SELECT max(n) FROM health.place q WHERE q.code = p.region)
-- expect:

-- case: subquery in HAVING uses another column
SELECT region FROM person p GROUP BY region HAVING count(*) > (SELECT max(n) FROM health.place q WHERE q.code = p.name)
-- expect:

-- case: subquery in a lambda
SELECT transform(tags, t -> (SELECT max(code) FROM health.place)) FROM person
-- expect:

-- case: aggregates in a subquery are its own
SELECT (SELECT max(cost) FROM health.visit), id FROM person
-- expect:

-- case: discoverable column of the query around
SELECT (SELECT max(n) FROM health.place WHERE n > salary) FROM person
-- expect:
