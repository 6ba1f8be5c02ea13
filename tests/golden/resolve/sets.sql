-- case: union takes the names of the left
SELECT id AS a FROM person UNION SELECT person_id FROM health.visit
-- expect:

-- case: union all with casts
SELECT age, name FROM person UNION ALL SELECT person_id, region FROM health.visit
-- expect:

-- case: literals become the common type
SELECT 1 UNION ALL SELECT id FROM person
-- expect:

-- case: distinct union of a distinct select is cast outside
SELECT DISTINCT age FROM person UNION SELECT weight FROM health.visit
-- expect:

-- case: chain of unions
SELECT 1 AS x UNION ALL SELECT 2 UNION ALL SELECT 2.5
-- expect:

-- case: intersect binds stronger
SELECT 1 UNION SELECT 2 INTERSECT SELECT 3
-- expect:

-- case: except all
SELECT region FROM person EXCEPT ALL SELECT code FROM health.place
-- expect:

-- case: different widths
SELECT 1, 2 UNION SELECT 1
-- expect:

-- case: types that do not meet
SELECT id FROM person UNION SELECT code FROM health.place
-- expect:

-- case: order by a name and a place
SELECT id AS a, name FROM person UNION SELECT person_id, name FROM health.visit ORDER BY a DESC, 2
-- expect:

-- case: order by an expression of outputs
SELECT id AS a FROM person UNION SELECT person_id FROM health.visit ORDER BY a % 7
-- expect:

-- case: order by a name of the right side
SELECT id AS a FROM person UNION SELECT person_id AS b FROM health.visit ORDER BY b
-- expect:

-- case: order by a place out of range
SELECT id FROM person UNION SELECT id FROM health.visit ORDER BY 2
-- expect:

-- case: aggregation in the order of a union
SELECT id FROM person UNION SELECT id FROM health.visit ORDER BY count(*)
-- expect:

-- case: limits on both levels
(SELECT id FROM person ORDER BY id LIMIT 3) UNION ALL (SELECT id FROM health.visit LIMIT 2) LIMIT 4
-- expect:

-- case: values as a query
VALUES (1, 'a'), (2, NULL) ORDER BY 2 NULLS FIRST, 1 DESC LIMIT 1
-- expect:

-- case: values ordered by an expression
VALUES 1, 2 ORDER BY 1 LIMIT 1
-- expect:

-- case: parenthesised query with order and limit around
(SELECT id, name FROM person ORDER BY id LIMIT 10) ORDER BY name LIMIT 3
-- expect:

-- case: table statement
TABLE health.place
-- expect:

-- case: tokens of one key meet
SELECT id_card FROM person UNION SELECT id_card FROM health.visit
-- expect:

-- case: tokens of two keys do not
SELECT id_card FROM person UNION SELECT card_no FROM health.visit
-- expect:
