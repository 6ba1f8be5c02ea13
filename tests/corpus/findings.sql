-- VALUES ROW is a row of columns
VALUES ROW(1, 'a'), ROW(2, 'b')

-- VALUES of rows in two brackets
VALUES ((1, 2)), (ROW(3, 4))

-- VALUES of one column by ROW
VALUES ROW(1), 2

-- VALUES of a nested row
VALUES ROW(ROW(1, 2))

-- VALUES of a cast row
VALUES CAST(ROW(1, 2) AS row(a integer, b integer))

-- VALUES ROW in FROM
SELECT b FROM (VALUES ROW(1, 'x'), (2, 'y')) AS t(a, b)

-- IN VALUES ROW
SELECT id FROM residents WHERE (id, household) IN (VALUES ROW(1, 10), ROW(2, 99))

-- a subquery of two columns as a value
SELECT (SELECT 1, 'a') AS x

-- a subquery of two columns in a comparison
SELECT id FROM residents WHERE (id, household) = (SELECT 1, 10)

-- differs from any, with a NULL on the left
SELECT id, score <> ANY (SELECT score FROM visits) AS x FROM visits

-- equals all, with a NULL on the left
SELECT id, score = ALL (SELECT score FROM visits) AS x FROM visits

-- equals all of one, with a NULL on the left
SELECT id, score = ALL (SELECT score FROM visits WHERE id = 101) AS x FROM visits

-- less than all, with NULLs
SELECT id, score < ALL (SELECT score FROM visits WHERE score > 0) AS x FROM visits

-- greater than any, with NULLs
SELECT id, score > ANY (SELECT score FROM visits) AS x FROM visits

-- a frame below zero by arithmetic
SELECT id, sum(id) OVER (ORDER BY id ROWS BETWEEN 1 - 2 PRECEDING AND CURRENT ROW) AS x FROM residents

-- a frame of NULL
SELECT id, sum(id) OVER (ORDER BY id ROWS BETWEEN CAST(NULL AS bigint) PRECEDING AND CURRENT ROW) AS x FROM residents

-- a frame by a column
SELECT id, sum(id) OVER (ORDER BY id ROWS BETWEEN id PRECEDING AND CURRENT ROW) AS x FROM residents

-- a frame by a column that is below zero
SELECT id, sum(id) OVER (ORDER BY id ROWS BETWEEN id - 3 PRECEDING AND CURRENT ROW) AS x FROM residents

-- a range below zero
SELECT id, sum(id) OVER (ORDER BY income RANGE BETWEEN -1.5 PRECEDING AND CURRENT ROW) AS x FROM residents

-- a range of an interval below zero
SELECT id, count(*) OVER (ORDER BY day RANGE BETWEEN INTERVAL '-1' DAY PRECEDING AND CURRENT ROW) AS x FROM visits

-- unnest a map column with ordinality
SELECT p.resident_id, t.k, t.v, t.n FROM profiles p CROSS JOIN UNNEST(p.scores) WITH ORDINALITY AS t(k, v, n) ORDER BY p.resident_id, t.n

-- unnest a map and an array with ordinality
SELECT k, v, x, n FROM UNNEST(MAP(ARRAY['a'], ARRAY[1]), ARRAY[7, 8]) WITH ORDINALITY AS t(k, v, x, n)

-- fields by place
SELECT resident_id, address[1] AS street, address[2] AS number FROM profiles

-- a field by a place that is not there
SELECT ROW(1, 2)[3] AS x

-- a field by a place that is no constant
SELECT ROW(1, 2)[id] AS x FROM residents

-- WITH over VALUES without names
WITH a AS (VALUES (1, 'x')) SELECT * FROM a

-- VALUES after EXCEPT
SELECT code FROM districts EXCEPT VALUES '320000', '320500'

-- VALUES before INTERSECT
VALUES 1, 2, 3 INTERSECT VALUES 2, 3, 4 ORDER BY 1

-- VALUES in brackets in a set operation
(VALUES 1) UNION ALL (VALUES 2)

-- a relation that is called _values
SELECT * FROM (VALUES 1, 2) AS _values

-- decimals below one
SELECT 0.5 AS a, -0.05 AS b, ARRAY[0.5] AS c, ROW(-0.5) AS d, MAP(ARRAY[0.5], ARRAY[0.25]) AS e

-- decimals below one as text
SELECT CAST(0.5 AS varchar) AS a, CAST(-0.05 AS varchar) AS b

-- a timestamp of ten digits
SELECT TIMESTAMP '2026-01-01 12:34:56.1234567891' AS a

-- a timestamp with zone of seven digits
SELECT TIMESTAMP '2026-01-01 12:34:56.1234567 UTC' AS a

-- a time of nine digits
SELECT TIME '12:34:56.123456789' AS a

-- the type of the session's names
SELECT current_catalog || '/' || current_schema AS a
