-- order by a column
SELECT id, name FROM residents ORDER BY id

-- order by descending
SELECT id FROM residents ORDER BY id DESC

-- order by ascending, said
SELECT id FROM residents ORDER BY id ASC

-- nulls come last
SELECT id, phone FROM residents ORDER BY phone, id

-- nulls come last when descending, too
SELECT id, phone FROM residents ORDER BY phone DESC, id

-- nulls first
SELECT id, phone FROM residents ORDER BY phone NULLS FIRST, id

-- nulls first when descending
SELECT id, phone FROM residents ORDER BY phone DESC NULLS FIRST, id

-- nulls last said
SELECT id, phone FROM residents ORDER BY phone NULLS LAST, id

-- nulls last when descending
SELECT id, phone FROM residents ORDER BY phone DESC NULLS LAST, id

-- order by two
SELECT id, gender FROM residents ORDER BY gender DESC, id ASC

-- order by an ordinal
SELECT name, id FROM residents ORDER BY 2

-- order by two ordinals
SELECT gender, id FROM residents ORDER BY 1, 2 DESC

-- order by an alias
SELECT id AS n FROM residents ORDER BY n DESC

-- order by an alias in an expression
SELECT id AS n FROM residents ORDER BY n % 3, n

-- an alias hides a column
SELECT id, -id AS household FROM residents ORDER BY household

-- order by a column that is not selected
SELECT name FROM residents ORDER BY id

-- order by a qualified column
SELECT r.name FROM residents r ORDER BY r.id

-- order by an expression
SELECT id FROM residents ORDER BY id % 4, id

-- order by CASE
SELECT id, gender FROM residents ORDER BY CASE gender WHEN 'F' THEN 1 WHEN 'M' THEN 2 ELSE 3 END, id

-- order by text
SELECT id, name FROM residents ORDER BY name

-- order by text is by code point
SELECT x FROM (VALUES 'b', 'B', 'a', 'é', '中', '𠀀', '', '～') AS t(x) ORDER BY x

-- order by char
SELECT id, kind FROM properties ORDER BY kind, id

-- order by decimal
SELECT id, income FROM residents ORDER BY income DESC, id

-- order by double with NaN
SELECT taken, pm25 FROM readings ORDER BY pm25, taken

-- order by double with NaN down
SELECT taken, pm25 FROM readings ORDER BY pm25 DESC, taken

-- order by boolean
SELECT id, married FROM residents ORDER BY married, id

-- order by date
SELECT id, born FROM residents ORDER BY born, id

-- order by timestamp
SELECT id, registered FROM residents ORDER BY registered DESC, id

-- order by varbinary
SELECT resident_id FROM profiles ORDER BY photo, resident_id

-- order by uuid
SELECT resident_id FROM profiles ORDER BY ref, resident_id

-- order by time
SELECT resident_id FROM profiles ORDER BY wake, resident_id

-- order by a long decimal
SELECT resident_id, total FROM profiles ORDER BY total, resident_id

-- order by an array
SELECT resident_id FROM profiles WHERE resident_id IN (1, 8) ORDER BY numbers

-- order by a row
SELECT id FROM residents WHERE id < 4 ORDER BY (household, id) DESC

-- order by a map is wrong
SELECT resident_id FROM profiles ORDER BY scores

-- order by json is wrong
SELECT resident_id FROM profiles ORDER BY data

-- order by a constant
SELECT id FROM residents WHERE id = 1 ORDER BY 'x'

-- order by an ordinal out of range is wrong
SELECT id FROM residents ORDER BY 2

-- order by zero is wrong
SELECT id FROM residents ORDER BY 0

-- order by an unknown name is wrong
SELECT id FROM residents ORDER BY nowhere

-- distinct ordered by what is not selected is wrong
SELECT DISTINCT gender FROM residents ORDER BY id

-- distinct ordered by its expression
SELECT DISTINCT upper(gender) AS g FROM residents ORDER BY upper(gender)

-- limit
SELECT id FROM residents ORDER BY id LIMIT 3

-- limit zero
SELECT id FROM residents ORDER BY id LIMIT 0

-- limit all
SELECT id FROM residents ORDER BY id LIMIT ALL

-- limit more than there is
SELECT id FROM residents ORDER BY id LIMIT 1000

-- limit without order (varies)
SELECT id FROM residents LIMIT 3

-- offset
SELECT id FROM residents ORDER BY id OFFSET 5

-- offset rows
SELECT id FROM residents ORDER BY id OFFSET 5 ROWS

-- offset one row
SELECT id FROM residents ORDER BY id OFFSET 1 ROW

-- offset and limit
SELECT id FROM residents ORDER BY id OFFSET 2 LIMIT 3

-- offset past the end
SELECT id FROM residents ORDER BY id OFFSET 100

-- fetch first
SELECT id FROM residents ORDER BY id FETCH FIRST 3 ROWS ONLY

-- fetch next row
SELECT id FROM residents ORDER BY id FETCH NEXT ROW ONLY

-- fetch first one
SELECT id FROM residents ORDER BY id FETCH FIRST 1 ROW ONLY

-- fetch with ties
SELECT household, id FROM residents ORDER BY household FETCH FIRST 3 ROWS WITH TIES

-- fetch with ties of one
SELECT household FROM residents ORDER BY household DESC NULLS LAST FETCH FIRST 1 ROW WITH TIES

-- fetch with offset
SELECT id FROM residents ORDER BY id OFFSET 2 ROWS FETCH NEXT 2 ROWS ONLY

-- fetch with ties without order is wrong
SELECT id FROM residents FETCH FIRST 2 ROWS WITH TIES

-- a limit below zero is wrong
SELECT id FROM residents LIMIT -1

-- a limit of text is wrong
SELECT id FROM residents LIMIT 'a'

-- limit before offset is wrong
SELECT id FROM residents LIMIT 3 OFFSET 2

-- limit in a subquery
SELECT count(*) FROM (SELECT id FROM residents LIMIT 4) t

-- order in a subquery is free
SELECT count(*) FROM (SELECT id FROM residents ORDER BY name) t

-- order in a set operation's branch
(SELECT id FROM residents ORDER BY id LIMIT 1) UNION ALL (SELECT id FROM residents ORDER BY id DESC LIMIT 1)

-- tablesample of everything
SELECT count(*) AS n FROM residents TABLESAMPLE BERNOULLI (100)

-- tablesample of nothing
SELECT count(*) AS n FROM residents TABLESAMPLE BERNOULLI (0)

-- tablesample system of everything
SELECT count(*) AS n FROM residents TABLESAMPLE SYSTEM (100)

-- tablesample with alias
SELECT count(r.id) AS n FROM residents AS r TABLESAMPLE BERNOULLI (100)

-- tablesample of a derived table
SELECT count(*) AS n FROM (SELECT id FROM residents) TABLESAMPLE BERNOULLI (100)

-- tablesample over a hundred is wrong
SELECT count(*) AS n FROM residents TABLESAMPLE BERNOULLI (101)

-- NaN goes with the NULLs that come first
SELECT x FROM (VALUES 1e0, nan(), NULL, -1e0, infinity()) AS t(x) ORDER BY x NULLS FIRST

-- NaN goes with the NULLs that come first, down
SELECT x AS y FROM (VALUES 1e0, nan(), NULL, -1e0, infinity()) AS t(x) ORDER BY 1 DESC NULLS FIRST LIMIT 4

-- NaN goes with the NULLs that come first, in a set operation
SELECT DISTINCT CAST(x AS real) AS x FROM (VALUES 1e0, nan(), NULL) AS t(x) UNION SELECT CAST(2 AS real) ORDER BY x NULLS FIRST OFFSET 1

-- NaN goes with the NULLs that come first, in aggregates and windows
SELECT array_agg(x ORDER BY x NULLS FIRST) AS a, array_agg(x ORDER BY x DESC NULLS FIRST) AS b FROM (VALUES 1e0, nan(), NULL, -1e0) AS t(x)

-- NaN is ranked with the NULLs that come first
SELECT i, rank() OVER (ORDER BY x NULLS FIRST) AS a, sum(i) OVER (ORDER BY x DESC NULLS FIRST) AS b FROM (VALUES (1, 1e0), (2, nan()), (3, NULL), (4, -1e0)) AS t(i, x) ORDER BY i

-- arrays of numbers that may be NaN
SELECT x FROM (VALUES ARRAY[1e0], ARRAY[nan()], NULL) AS t(x) ORDER BY x NULLS FIRST
