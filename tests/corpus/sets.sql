-- union all
SELECT id FROM residents UNION ALL SELECT id FROM visits

-- union
SELECT district FROM residents UNION SELECT district FROM companies

-- union distinct
SELECT district FROM residents UNION DISTINCT SELECT district FROM companies

-- intersect
SELECT district FROM residents INTERSECT SELECT district FROM companies

-- intersect all
SELECT district FROM residents INTERSECT ALL SELECT district FROM companies

-- except
SELECT district FROM residents EXCEPT SELECT district FROM companies

-- except all
SELECT district FROM residents EXCEPT ALL SELECT district FROM companies

-- intersect before union
SELECT 1 AS x UNION ALL SELECT 2 INTERSECT SELECT 3

-- except and union from left to right
SELECT 1 AS x EXCEPT SELECT 1 UNION ALL SELECT 1

-- brackets around the right
SELECT 1 AS x EXCEPT (SELECT 1 UNION ALL SELECT 1)

-- brackets around the left
(SELECT 1 AS x UNION ALL SELECT 2) INTERSECT SELECT 2

-- brackets around both
(SELECT id FROM residents) UNION ALL (SELECT id FROM visits)

-- three in a row
SELECT 1 AS a UNION SELECT 1 UNION ALL SELECT 1

-- many union all
SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5

-- names come from the first
SELECT id AS first_name FROM residents UNION ALL SELECT resident_id AS other FROM visits

-- types widen
SELECT 1 AS x UNION ALL SELECT 2.5 UNION ALL SELECT 3e0

-- integers widen
SELECT floors AS x FROM properties UNION ALL SELECT id FROM visits

-- texts widen
SELECT name AS x FROM residents UNION ALL SELECT hospital FROM visits

-- char and varchar
SELECT kind AS x FROM properties UNION ALL SELECT name FROM districts

-- NULL takes the other type
SELECT NULL AS x UNION ALL SELECT 1

-- date and timestamp widen
SELECT born AS x FROM residents UNION ALL SELECT admitted FROM visits

-- union of NULLs is one row
SELECT NULL AS x UNION SELECT NULL

-- union of NaN
SELECT nan() AS x UNION SELECT nan()

-- order by name
SELECT id AS x FROM residents UNION ALL SELECT id FROM visits ORDER BY x

-- order by ordinal
SELECT id, name FROM residents UNION ALL SELECT id, hospital FROM visits ORDER BY 1 DESC

-- order and limit
SELECT id FROM residents UNION ALL SELECT id FROM visits ORDER BY 1 LIMIT 4

-- limit inside brackets
(SELECT id FROM residents ORDER BY id LIMIT 2) UNION ALL (SELECT id FROM visits ORDER BY id DESC LIMIT 2)

-- union in a derived table
SELECT kind, count(*) AS n FROM (SELECT 'r' AS kind, district FROM residents UNION ALL SELECT 'c', district FROM companies) t GROUP BY kind

-- union in IN
SELECT code FROM districts WHERE code IN (SELECT district FROM residents UNION SELECT district FROM companies)

-- union in EXISTS
SELECT code FROM districts d WHERE EXISTS (SELECT 1 FROM residents r WHERE r.district = d.code UNION ALL SELECT 1 FROM companies c WHERE c.district = d.code)

-- union of values
VALUES 1, 2 UNION ALL VALUES 3

-- union of table and values
SELECT code FROM districts UNION ALL VALUES 'x'

-- except with NULLs
SELECT phone FROM residents EXCEPT SELECT NULL

-- intersect with NULLs
SELECT phone FROM residents INTERSECT SELECT NULL

-- multi column except
SELECT district, gender FROM residents EXCEPT SELECT '320508', 'M'

-- multi column intersect
SELECT district, household FROM residents INTERSECT VALUES ('320508', 10), ('320509', 99)

-- aggregates on both sides
SELECT 'people' AS what, count(*) AS n FROM residents UNION ALL SELECT 'visits', count(*) FROM visits UNION ALL SELECT 'companies', count(*) FROM companies

-- group by in both
SELECT district, count(*) FROM residents GROUP BY district UNION SELECT district, count(*) FROM companies GROUP BY district

-- distinct in a branch
SELECT DISTINCT gender FROM residents UNION ALL SELECT DISTINCT gender FROM residents

-- set operation with WITH inside
(WITH a AS (SELECT 1 AS x) SELECT x FROM a) UNION ALL SELECT 2

-- with over a set operation
WITH a AS (SELECT district FROM residents) SELECT district FROM a UNION SELECT district FROM companies

-- order by an expression over a set operation
SELECT id FROM residents UNION ALL SELECT id FROM visits ORDER BY id % 10, id

-- columns do not match in number
SELECT 1, 2 UNION ALL SELECT 1

-- columns do not match in type
SELECT 1 AS x UNION ALL SELECT 'a'

-- arrays widen
SELECT ARRAY[1] AS x UNION ALL SELECT ARRAY[2.5]

-- rows widen
SELECT ROW(1, 'a') AS x UNION ALL SELECT ROW(2.5, 'bcd')

-- maps in union all
SELECT scores FROM profiles UNION ALL SELECT MAP(ARRAY['x'], ARRAY[BIGINT '1'])

-- arrays in union
SELECT tags FROM profiles UNION SELECT tags FROM profiles

-- union corresponding is refused
SELECT 1 AS a, 2 AS b UNION CORRESPONDING SELECT 3 AS b, 4 AS a

-- except with order, offset and limit
SELECT id FROM residents EXCEPT SELECT 1 ORDER BY id OFFSET 1 LIMIT 3

-- intersect with order, offset and limit
SELECT id FROM residents INTERSECT SELECT id FROM properties ORDER BY 1 OFFSET 1 LIMIT 2

-- union with offset
SELECT id FROM residents UNION SELECT id FROM properties ORDER BY 1 OFFSET 3

-- with over except
WITH a AS (SELECT 3 AS x) SELECT id FROM residents EXCEPT SELECT x FROM a

-- with over intersect
WITH a AS (SELECT 3 AS x) SELECT id FROM residents INTERSECT SELECT x FROM a

-- with over values
WITH a AS (SELECT 3 AS x) VALUES 1, 2

-- values with order and offset
VALUES 3, 1, 2 ORDER BY 1 OFFSET 1

-- a query in brackets with order outside
(SELECT id FROM residents) ORDER BY id

-- a query in brackets with limit outside
(SELECT id FROM residents ORDER BY id DESC LIMIT 4) ORDER BY id OFFSET 1 LIMIT 2

-- with over a query in brackets
WITH a AS (SELECT 3 AS x) (SELECT x FROM a)

-- a derived table in brackets, joined
SELECT t.id, u.code FROM ((SELECT id, district FROM residents) t JOIN districts u ON t.district = u.code)

-- a query in brackets joined inside brackets
SELECT * FROM ((SELECT 1 AS x) CROSS JOIN (SELECT 2 AS y))
