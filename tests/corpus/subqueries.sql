-- IN a query
SELECT id FROM residents WHERE id IN (SELECT resident_id FROM visits)

-- NOT IN a query without NULL
SELECT id FROM residents WHERE id NOT IN (SELECT resident_id FROM visits WHERE resident_id IS NOT NULL)

-- NOT IN a query with NULL
SELECT id FROM residents WHERE id NOT IN (SELECT resident_id FROM visits)

-- NOT IN an empty query
SELECT id FROM residents WHERE phone NOT IN (SELECT note FROM visits WHERE FALSE)

-- IN a query in the select list
SELECT id, id IN (SELECT resident_id FROM visits) AS visited FROM residents

-- NOT IN in the select list
SELECT id, phone NOT IN (SELECT note FROM visits) AS x FROM residents

-- IN a query with GROUP BY
SELECT id FROM residents WHERE id IN (SELECT resident_id FROM visits GROUP BY resident_id HAVING count(*) > 1)

-- IN a query with LIMIT
SELECT id FROM residents WHERE id IN (SELECT resident_id FROM visits ORDER BY id LIMIT 2)

-- IN a table
SELECT 1 AS x WHERE 2 IN (TABLE (SELECT 1))

-- IN values
SELECT id FROM residents WHERE id IN (VALUES 1, 2, 99)

-- IN with unlike types
SELECT id FROM properties WHERE id IN (SELECT resident_id FROM visits)

-- IN with two columns
SELECT id FROM residents WHERE (id, household) IN (SELECT resident_id, 10 FROM visits)

-- IN with a char
SELECT id FROM properties WHERE kind IN (SELECT kind FROM companies)

-- IN correlated
SELECT r.id FROM residents r WHERE '内科' IN (SELECT v.dept FROM visits v WHERE v.resident_id = r.id)

-- EXISTS
SELECT id FROM residents r WHERE EXISTS (SELECT 1 FROM visits v WHERE v.resident_id = r.id)

-- EXISTS with star
SELECT id FROM residents r WHERE EXISTS (SELECT * FROM visits v WHERE v.resident_id = r.id)

-- NOT EXISTS
SELECT id FROM residents r WHERE NOT EXISTS (SELECT 1 FROM visits v WHERE v.resident_id = r.id)

-- EXISTS uncorrelated
SELECT id FROM residents WHERE EXISTS (SELECT 1 FROM visits WHERE cost < 0)

-- EXISTS over nothing
SELECT id FROM residents WHERE EXISTS (SELECT 1 FROM visits WHERE FALSE)

-- EXISTS in the select list
SELECT id, EXISTS (SELECT 1 FROM visits v WHERE v.resident_id = r.id) AS visited FROM residents r

-- EXISTS in CASE
SELECT id, CASE WHEN EXISTS (SELECT 1 FROM companies c WHERE c.legal_id = r.id) THEN '法人' ELSE '居民' END AS kind FROM residents r

-- EXISTS with two conditions
SELECT id FROM residents r WHERE EXISTS (SELECT 1 FROM visits v WHERE v.resident_id = r.id AND v.cost > r.income / 100)

-- EXISTS with an inequality
SELECT id FROM residents r WHERE EXISTS (SELECT 1 FROM residents s WHERE s.household = r.household AND s.id <> r.id)

-- EXISTS of an aggregate
SELECT id FROM residents r WHERE EXISTS (SELECT count(*) FROM visits v WHERE v.resident_id = r.id)

-- EXISTS inside EXISTS
SELECT id FROM residents r WHERE EXISTS (SELECT 1 FROM visits v WHERE v.resident_id = r.id AND EXISTS (SELECT 1 FROM companies c WHERE c.legal_id = v.resident_id))

-- a scalar in the select list
SELECT id, (SELECT max(cost) FROM visits) AS dearest FROM residents

-- a scalar without rows
SELECT id, (SELECT cost FROM visits WHERE FALSE) AS nothing FROM residents

-- a scalar with two rows fails
SELECT id, (SELECT cost FROM visits) AS x FROM residents

-- a scalar with two columns is wrong
SELECT (SELECT 1, 2) AS x

-- a scalar without FROM
SELECT (SELECT 1) AS x, (SELECT 'a' || 'b') AS y

-- a scalar in an expression
SELECT id, income - (SELECT avg(income) FROM residents) AS difference FROM residents

-- a scalar in WHERE
SELECT id FROM residents WHERE income > (SELECT avg(income) FROM residents)

-- a scalar in HAVING
SELECT hospital, sum(cost) FROM visits GROUP BY hospital HAVING sum(cost) > (SELECT avg(cost) FROM visits)

-- a scalar in ORDER BY
SELECT id FROM residents ORDER BY (SELECT count(*) FROM visits) + id

-- a scalar in GROUP BY
SELECT count(*) FROM residents GROUP BY id > (SELECT 3)

-- a scalar in ON
SELECT r.id, v.id FROM residents r JOIN visits v ON v.resident_id = r.id AND v.cost >= (SELECT min(cost) FROM visits)

-- a scalar in CASE
SELECT id, CASE WHEN income > (SELECT avg(income) FROM residents) THEN 'above' ELSE 'below' END AS x FROM residents

-- a scalar in IN
SELECT id FROM residents WHERE id IN ((SELECT min(id) FROM residents), (SELECT max(id) FROM residents))

-- a scalar in BETWEEN
SELECT id FROM residents WHERE id BETWEEN (SELECT 2) AND (SELECT 4)

-- a scalar as an argument
SELECT coalesce((SELECT note FROM visits WHERE id = 105), 'none') AS x

-- a scalar in an aggregate's argument
SELECT sum(id * (SELECT 2)) FROM residents

-- a scalar in LIMIT is wrong
SELECT id FROM residents LIMIT (SELECT 1)

-- a correlated scalar
SELECT r.id, (SELECT count(*) FROM visits v WHERE v.resident_id = r.id) AS n FROM residents r

-- a correlated sum
SELECT r.id, (SELECT sum(v.cost) FROM visits v WHERE v.resident_id = r.id) AS s FROM residents r

-- a correlated max in WHERE
SELECT v.id FROM visits v WHERE v.cost = (SELECT max(w.cost) FROM visits w WHERE w.hospital = v.hospital)

-- a correlated average in WHERE
SELECT r.id FROM residents r WHERE r.income >= (SELECT avg(s.income) FROM residents s WHERE s.household = r.household)

-- a correlated lookup
SELECT r.id, (SELECT d.name FROM districts d WHERE d.code = r.district) AS district FROM residents r

-- a correlated lookup that finds two
SELECT r.id, (SELECT v.hospital FROM visits v WHERE v.resident_id = r.id) AS hospital FROM residents r

-- a correlated limit one
SELECT r.id, (SELECT v.hospital FROM visits v WHERE v.resident_id = r.id ORDER BY v.day DESC LIMIT 1) AS latest FROM residents r

-- a correlated query two levels up
SELECT r.id FROM residents r WHERE EXISTS (SELECT 1 FROM visits v WHERE EXISTS (SELECT 1 FROM companies c WHERE c.legal_id = r.id AND v.resident_id = r.id))

-- a correlated expression
SELECT r.id, (SELECT count(*) FROM properties p WHERE p.owner_id = r.id AND p.price > r.income * 100) AS n FROM residents r

-- a correlated query in HAVING
SELECT r.district, count(*) FROM residents r GROUP BY r.district HAVING count(*) >= (SELECT count(*) FROM companies c WHERE c.district = r.district)

-- a correlated query in ORDER BY
SELECT r.id FROM residents r ORDER BY (SELECT count(*) FROM visits v WHERE v.resident_id = r.id) DESC, r.id

-- a correlated query in CASE
SELECT r.id, CASE WHEN (SELECT count(*) FROM visits v WHERE v.resident_id = r.id) > 1 THEN 'often' END AS x FROM residents r

-- equals any
SELECT id FROM residents WHERE id = ANY (SELECT resident_id FROM visits)

-- equals some
SELECT id FROM residents WHERE id = SOME (SELECT resident_id FROM visits)

-- differs from all
SELECT id FROM residents WHERE id <> ALL (SELECT resident_id FROM visits WHERE resident_id IS NOT NULL)

-- differs from all with NULL
SELECT id FROM residents WHERE id <> ALL (SELECT resident_id FROM visits)

-- greater than all
SELECT id FROM visits WHERE cost >= ALL (SELECT cost FROM visits WHERE cost IS NOT NULL)

-- less than any
SELECT id FROM visits WHERE cost < ANY (SELECT cost FROM visits)

-- greater than all of nothing
SELECT id FROM visits WHERE cost > ALL (SELECT cost FROM visits WHERE FALSE)

-- less than any of nothing
SELECT id FROM visits WHERE cost < ANY (SELECT cost FROM visits WHERE FALSE)

-- equals all
SELECT id FROM visits WHERE hospital = ALL (SELECT hospital FROM visits WHERE id = 101)

-- differs from any
SELECT id FROM visits WHERE score <> ANY (SELECT score FROM visits WHERE score IS NOT NULL)

-- any of values
SELECT id FROM residents WHERE id > ANY (VALUES 3, 5)

-- any in the select list
SELECT id, cost > ANY (SELECT cost FROM visits WHERE id < 103) AS a FROM visits

-- a derived table
SELECT t.a FROM (SELECT id AS a FROM residents) AS t WHERE t.a > 3

-- a derived table with columns named
SELECT x, y FROM (SELECT id, name FROM residents) AS t(x, y)

-- a derived table without alias
SELECT id FROM (SELECT id FROM residents)

-- a derived table in a derived table
SELECT a FROM (SELECT a FROM (SELECT id AS a FROM residents WHERE id < 5) x WHERE a > 1) y

-- a derived table with order and limit
SELECT name FROM (SELECT id, name FROM residents ORDER BY id DESC LIMIT 3) t ORDER BY id

-- a derived table with the same names
SELECT residents.id FROM (SELECT id + 1 AS id FROM residents) residents

-- a derived table with duplicate columns
SELECT count(*) FROM (SELECT id, id FROM residents) t

-- a duplicate column used is ambiguous
SELECT id FROM (SELECT id, id FROM residents) t

-- a derived table may not see its neighbour
SELECT * FROM residents r, (SELECT * FROM visits v WHERE v.resident_id = r.id) t

-- names are looked up inside first
SELECT id FROM residents WHERE id IN (SELECT id FROM properties)

-- a name only outside is correlated
SELECT id FROM residents WHERE name IN (SELECT name FROM visits)

-- a star in IN is wrong
SELECT id FROM residents WHERE id IN (SELECT * FROM visits)

-- unlike types in IN are wrong
SELECT id FROM residents WHERE id IN (SELECT note FROM visits)

-- row of subqueries
SELECT ROW((SELECT 1), (SELECT 'a')) AS r

-- array of subqueries
SELECT ARRAY[(SELECT 1), (SELECT 2)] AS a

-- a subquery over values
SELECT (SELECT max(x) FROM (VALUES 1, 5, 3) AS t(x)) AS m

-- a subquery in a lambda is wrong
SELECT transform(ARRAY[1], x -> (SELECT x)) AS a
