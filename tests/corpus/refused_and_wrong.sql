-- insert
INSERT INTO residents VALUES (1)

-- update
UPDATE residents SET name = 'x'

-- delete
DELETE FROM residents WHERE id = 1

-- merge
MERGE INTO residents r USING visits v ON r.id = v.resident_id WHEN MATCHED THEN DELETE

-- truncate
TRUNCATE TABLE residents

-- create table
CREATE TABLE t (a integer)

-- create table as
CREATE TABLE t AS SELECT * FROM residents

-- create view
CREATE VIEW v AS SELECT * FROM residents

-- drop
DROP TABLE residents

-- alter
ALTER TABLE residents ADD COLUMN x integer

-- comment
COMMENT ON TABLE residents IS 'x'

-- grant
GRANT SELECT ON residents TO alice

-- revoke
REVOKE SELECT ON residents FROM alice

-- call
CALL system.runtime.kill_query('x')

-- set session
SET SESSION query_max_run_time = '1h'

-- set role
SET ROLE admin

-- set session authorization
SET SESSION AUTHORIZATION 'admin'

-- analyze
ANALYZE residents

-- explain analyze
EXPLAIN ANALYZE SELECT 1

-- show stats
SHOW STATS FOR residents

-- show create view
SHOW CREATE VIEW v

-- show session
SHOW SESSION

-- show grants
SHOW GRANTS

-- two statements
SELECT 1; SELECT 2

-- commit
COMMIT

-- rollback
ROLLBACK

-- a table function
SELECT * FROM TABLE(memory.system.query(query => 'SELECT 1'))

-- sequence as a table function
SELECT * FROM TABLE(sequence(start => 1, stop => 3))

-- exclude_columns
SELECT * FROM TABLE(exclude_columns(input => TABLE(residents), columns => DESCRIPTOR(name)))

-- time travel
SELECT * FROM residents FOR VERSION AS OF 1

-- time travel by moment
SELECT * FROM residents FOR TIMESTAMP AS OF TIMESTAMP '2026-01-01 00:00:00 UTC'

-- match_recognize
SELECT * FROM visits MATCH_RECOGNIZE (PARTITION BY resident_id ORDER BY day MEASURES A.day AS d PATTERN (A) DEFINE A AS cost > 0)

-- json_table
SELECT * FROM JSON_TABLE('[1]', 'lax $[*]' COLUMNS(a integer PATH 'lax $'))

-- json_exists
SELECT json_exists(raw, 'lax $.a') FROM profiles

-- json_query
SELECT json_query(raw, 'lax $.b') FROM profiles

-- json_object
SELECT json_object('a': 1) AS x

-- json_array
SELECT json_array(1, 2) AS x

-- an inline function
WITH FUNCTION f(x integer) RETURNS integer RETURN x + 1 SELECT f(1)

-- with session
WITH SESSION query_max_run_time = '1h' SELECT 1

-- within group of percentile
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY id) FROM residents

-- qualify
SELECT id FROM residents QUALIFY row_number() OVER (ORDER BY id) = 1

-- ilike
SELECT id FROM residents WHERE name ILIKE 'ANNA%'

-- distinct on
SELECT DISTINCT ON (district) id FROM residents

-- top
SELECT TOP 3 id FROM residents

-- limit with comma
SELECT id FROM residents LIMIT 1, 2

-- select into
SELECT * INTO t FROM residents

-- for update
SELECT * FROM residents FOR UPDATE

-- lateral view
SELECT * FROM profiles LATERAL VIEW explode(tags) t AS x

-- pivot
SELECT * FROM visits PIVOT (sum(cost) FOR dept IN ('内科'))

-- star except
SELECT * EXCEPT (name) FROM residents

-- star exclude
SELECT * EXCLUDE (name) FROM residents

-- semi join
SELECT * FROM residents LEFT SEMI JOIN visits ON residents.id = visits.resident_id

-- asof join
SELECT * FROM readings a ASOF JOIN readings b ON a.taken >= b.taken

-- a named argument
SELECT date_trunc(unit => 'day', x => day) FROM visits

-- regular expression operator
SELECT id FROM residents WHERE name ~ '^A'

-- double equals
SELECT id FROM residents WHERE id == 1

-- a shift operator
SELECT 1 << 2

-- a bit operator
SELECT 1 & 3

-- a power operator
SELECT 2 ^ 3

-- an array slice
SELECT ARRAY[1, 2, 3][1:2]

-- a struct in braces
SELECT {'a': 1}

-- a list in brackets
SELECT [1, 2]

-- read a file
SELECT * FROM read_csv('/etc/passwd')

-- a file as a table
SELECT * FROM '/etc/passwd'

-- an internal function
SELECT duckdb_version()

-- settings of the engine
SELECT current_setting('threads')

-- sleep of a source
SELECT pg_sleep(1)

-- an unknown function
SELECT no_such_function(1)

-- a function with too few arguments
SELECT substr(name) FROM residents

-- a function with too many arguments
SELECT lower(name, 1) FROM residents

-- a function with the wrong types
SELECT upper(1)

-- an unknown column
SELECT nowhere FROM residents

-- an unknown column of an alias
SELECT r.nowhere FROM residents r

-- an unknown alias
SELECT x.id FROM residents r

-- an aliased relation by its name
SELECT residents.id FROM residents r

-- an ambiguous column
SELECT id FROM residents, visits

-- an unknown relation
SELECT * FROM nowhere

-- an unknown schema
SELECT * FROM memory.nowhere.residents

-- an unknown catalog
SELECT * FROM nowhere.city.residents

-- a relation of four parts
SELECT * FROM a.b.c.d

-- text against a number
SELECT id FROM residents WHERE id = '1'

-- number against a text
SELECT id FROM residents WHERE phone = 138

-- text plus number
SELECT name + 1 FROM residents

-- date against a text
SELECT id FROM residents WHERE born = '1990-02-28'

-- number as a condition
SELECT id FROM residents WHERE 1

-- text as a condition
SELECT id FROM residents WHERE 'true'

-- NOT of a number
SELECT NOT 1

-- AND of texts
SELECT 'a' AND TRUE

-- minus of a text
SELECT -'a'

-- CASE of unlike types
SELECT CASE WHEN TRUE THEN 1 ELSE 'a' END

-- coalesce of unlike types
SELECT coalesce(1, 'a')

-- IN of unlike types
SELECT 1 IN ('a')

-- BETWEEN of unlike types
SELECT 1 BETWEEN 'a' AND 'b'

-- LIKE of a number
SELECT id FROM residents WHERE id LIKE '1%'

-- concat of a number
SELECT name || id FROM residents

-- if of a number
SELECT if(1, 2, 3)

-- division by zero
SELECT 1 / 0

-- modulus by zero
SELECT 1 % 0

-- a cast that fails
SELECT CAST('abc' AS integer)

-- an overflow
SELECT 2147483647 + 1

-- a bigint overflow
SELECT 9223372036854775807 + 1

-- an element that is not there
SELECT ARRAY[1][5]

-- a date that is not
SELECT CAST('2026-02-30' AS date)

-- a missing FROM
SELECT id

-- a missing bracket
SELECT (1 + 2

-- a bracket too many
SELECT 1 + 2)

-- a missing expression
SELECT FROM residents

-- a comma too many
SELECT id, FROM residents

-- a missing ON
SELECT * FROM residents r JOIN visits v

-- an open text
SELECT 'abc

-- an open comment
SELECT 1 /* abc

-- words in the wrong order
FROM residents SELECT id

-- where before from
SELECT id WHERE id = 1 FROM residents

-- group before where
SELECT count(*) FROM residents GROUP BY district WHERE id = 1

-- a quoted cast is no cast
SELECT "cast"(1 AS integer)

-- a quoted field of extract is none
SELECT extract("year" FROM born) FROM residents

-- a quoted side of trim is a column
SELECT trim("leading" FROM 'a')

-- a quoted unit is none
SELECT INTERVAL '1' "day"

-- a quoted array is a column
SELECT "array"[1]

-- a quoted trim with a side is wrong
SELECT "trim"(LEADING FROM ' a ')

-- a quoted listagg is no aggregation of its own syntax
SELECT "listagg"(name, ',') WITHIN GROUP (ORDER BY id) FROM residents

-- quoted names of functions
SELECT "substring"('abc', 2) AS a, "lower"('A') AS b
