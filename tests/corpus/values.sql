-- values alone
VALUES 1, 2, 3

-- values of rows
VALUES (1, 'a'), (2, 'b')

-- values with order
VALUES 3, 1, 2 ORDER BY 1

-- values with limit
VALUES 3, 1, 2 ORDER BY 1 DESC LIMIT 2

-- values in brackets
(VALUES (1, 'a'))

-- values in FROM
SELECT a, b FROM (VALUES (1, 'a'), (2, NULL)) AS t(a, b)

-- values in FROM without names
SELECT * FROM (VALUES (1, 'a'))

-- values of expressions
SELECT * FROM (VALUES (1 + 1, upper('a'), DATE '2026-01-01' + INTERVAL '1' DAY)) AS t(a, b, c)

-- values widen numbers
SELECT x FROM (VALUES 1, 2.50, 3e0) AS t(x)

-- values widen decimals
SELECT x FROM (VALUES 1.5, 100, 2.25) AS t(x)

-- values widen texts
SELECT x FROM (VALUES 'a', 'abc', '') AS t(x)

-- values with NULL first
SELECT x FROM (VALUES NULL, 1) AS t(x)

-- values of NULL only
SELECT x FROM (VALUES NULL) AS t(x)

-- values widen dates
SELECT x FROM (VALUES DATE '2026-01-01', TIMESTAMP '2026-01-01 12:00:00.5') AS t(x)

-- values of arrays
SELECT x FROM (VALUES ARRAY[1, 2], ARRAY[], NULL) AS t(x)

-- values of nested rows
SELECT x FROM (VALUES ROW(ROW(1, 'a')), ROW(ROW(2, 'b'))) AS t(x)

-- values of unlike types are wrong
VALUES 1, 'a'

-- values of unlike widths are wrong
VALUES (1, 2), (3)

-- values with a subquery
SELECT x FROM (VALUES (SELECT count(*) FROM residents), 2) AS t(x)

-- a row
SELECT ROW(1, 'a', NULL) AS r

-- a row in brackets
SELECT (1, 'a') AS r

-- a row cast to names
SELECT CAST(ROW(1, 'a') AS row(n integer, s varchar)) AS r

-- a field of a row
SELECT CAST(ROW(1, 'a') AS row(n integer, s varchar(5))).s AS s

-- a field of a row column
SELECT resident_id, address.street, address.number FROM profiles

-- a field with the alias
SELECT p.address.street FROM profiles p

-- a field in WHERE
SELECT resident_id FROM profiles WHERE address.number > 0

-- a field in ORDER BY
SELECT resident_id FROM profiles ORDER BY address.street NULLS FIRST, resident_id

-- a field of an element
SELECT resident_id, stays[1].cost AS cost FROM profiles WHERE cardinality(stays) > 0

-- a field of a row by its place
SELECT ROW(10, 'x')[1] AS a, ROW(10, 'x')[2] AS b

-- star of a row
SELECT p.address.* FROM profiles p

-- row in GROUP BY
SELECT (district, gender) AS k, count(*) FROM residents GROUP BY (district, gender)

-- row compared
SELECT ROW(1, 2) = ROW(1, 2) AS a, ROW(1, 'a') = ROW(1, 'b') AS b

-- row compared with NULL inside
SELECT ROW(1, NULL) = ROW(1, 2) AS a, ROW(1, NULL) = ROW(2, 2) AS b

-- row is NULL
SELECT ROW(NULL, NULL) IS NULL AS a, CAST(NULL AS row(x integer)) IS NULL AS b

-- row in rows
SELECT ROW(1, ROW(2, ROW('x'))) AS r

-- an array
SELECT ARRAY[1, 2, 3] AS a

-- an empty array
SELECT ARRAY[] AS a

-- an array with NULL
SELECT ARRAY[1, NULL] AS a

-- an array of decimals
SELECT ARRAY[1.5, 2] AS a

-- an array of arrays
SELECT ARRAY[ARRAY[1], ARRAY[2, 3]] AS a

-- an array of unlike types is wrong
SELECT ARRAY[1, 'a']

-- an element
SELECT ARRAY['a', 'b'][2] AS e

-- an element of a column
SELECT resident_id, tags[1] AS first FROM profiles WHERE cardinality(tags) >= 1

-- an element out of bounds fails
SELECT ARRAY[1, 2][3] AS e

-- an element at zero fails
SELECT ARRAY[1, 2][0] AS e

-- a map
SELECT MAP(ARRAY['a', 'b'], ARRAY[1, 2]) AS m

-- an empty map
SELECT MAP() AS m

-- a map's value
SELECT MAP(ARRAY['a', 'b'], ARRAY[1, 2])['b'] AS v

-- a map's missing value fails
SELECT MAP(ARRAY['a'], ARRAY[1])['z'] AS v

-- a map with a key twice fails
SELECT MAP(ARRAY['a', 'a'], ARRAY[1, 2]) AS m

-- a map with a NULL key fails
SELECT MAP(ARRAY[NULL, 'a'], ARRAY[1, 2]) AS m

-- a map of maps
SELECT MAP(ARRAY[1], ARRAY[MAP(ARRAY['x'], ARRAY[TRUE])]) AS m

-- arrays joined
SELECT ARRAY[1, 2] || ARRAY[3] AS a, ARRAY[1] || 2 AS b, 0 || ARRAY[1] AS c

-- nested columns whole
SELECT * FROM profiles

-- json column
SELECT resident_id, data FROM profiles

-- json in WHERE
SELECT resident_id FROM profiles WHERE json_extract_scalar(data, '$.a') = '1'

-- json by path
SELECT resident_id, json_extract_scalar(data, '$.b.c') AS c, json_extract(data, '$.list') AS l, json_size(data, '$.list') AS n FROM profiles

-- json text by path
SELECT resident_id, json_extract_scalar(raw, '$.list[1]') AS second FROM profiles

-- json array length
SELECT resident_id, json_array_length(json_extract(data, '$.list')) AS n FROM profiles

-- VALUES in FROM with an order
SELECT * FROM (VALUES (1), (2) ORDER BY 1)

-- VALUES in FROM with an order and a limit, named
SELECT a FROM (VALUES (1, 2), (0, 3) ORDER BY 2 DESC LIMIT 1) t(a, b)

-- VALUES in FROM with an offset
SELECT * FROM (VALUES 1, 2 ORDER BY 1 OFFSET 1) t(a), (VALUES (3, ARRAY[4]) LIMIT 1) u(b, c)

-- a union of VALUES in FROM
SELECT * FROM (VALUES NULL UNION ALL VALUES 1 ORDER BY 1 LIMIT 1) t(x) JOIN (VALUES 1, 2 EXCEPT VALUES 2) u(y) ON x = y

-- VALUES in WITH with an order
WITH a AS (VALUES NULL), b(y) AS (VALUES 2, 1 ORDER BY 1 LIMIT 1) SELECT * FROM a, b

-- VALUES in FROM ordered by its new name is wrong
SELECT * FROM (VALUES 1, 2 ORDER BY a) t(a)

-- EXISTS in VALUES breaks Trino's planner
VALUES EXISTS (SELECT 1)

-- a subquery inside a row of VALUES breaks Trino's planner
SELECT * FROM (VALUES (1, 1 + (SELECT 1))) AS t(a, b)

-- IN a query in VALUES breaks Trino's planner
WITH a AS (VALUES 1 IN (VALUES 1)) SELECT * FROM a
