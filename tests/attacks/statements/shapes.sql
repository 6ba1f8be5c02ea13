-- G01 a CTE of the protected name over the protected relation => TABLE_NOT_FOUND
WITH vault AS (SELECT * FROM vault) SELECT * FROM vault;

-- G02 a forward reference => TABLE_NOT_FOUND
WITH a AS (SELECT * FROM vault), vault AS (SELECT 1 AS x) SELECT * FROM a;

-- G03 an inner CTE does not leak out => TABLE_NOT_FOUND
SELECT * FROM (WITH vault AS (SELECT 1 AS x) SELECT * FROM vault) q, vault;

-- G04 an inner CTE in a scalar subquery => TABLE_NOT_FOUND
SELECT (WITH vault AS (SELECT 1 AS x) SELECT x FROM vault), s.pin FROM vault s;

-- G05 RECURSIVE makes no later sibling visible => TABLE_NOT_FOUND
WITH RECURSIVE a(n) AS (SELECT pin FROM vault), vault(pin) AS (SELECT 1) SELECT * FROM a;

-- G06 a CTE in another case captures the name => rows
WITH "VAULT" AS (SELECT 1 AS x) SELECT * FROM vault;

-- G07 a relation in brackets => TABLE_NOT_FOUND
SELECT * FROM (vault) s;

-- G07 a relation in two brackets => TABLE_NOT_FOUND
SELECT * FROM ((vault)) s;

-- G07 a join in brackets => TABLE_NOT_FOUND
SELECT * FROM (vault JOIN place ON true) j;

-- G07 a governed relation in brackets => rows
SELECT s.id FROM ((person)) s ORDER BY 1;

-- G07 a governed join in brackets => rows
SELECT person.id, place.code FROM (person JOIN place ON person.region = place.code) ORDER BY 1, 2;

-- G08 VALUES at the root => TABLE_NOT_FOUND
VALUES ((SELECT max(pin) FROM vault));

-- G09 a subquery in the ORDER BY of a union => TABLE_NOT_FOUND
SELECT 1 AS x UNION SELECT 2 ORDER BY (SELECT max(pin) FROM vault);

-- G10 INSERT of VALUES with a subquery => NOT_SUPPORTED
INSERT INTO place VALUES ((SELECT max(pin) FROM vault));

-- G10 MERGE using it => NOT_SUPPORTED
MERGE INTO place USING vault ON true WHEN MATCHED THEN DELETE;

-- G10 SET SESSION of a subquery => NOT_SUPPORTED
SET SESSION a = (SELECT max(pin) FROM vault);

-- G11 a table argument of a table function => NOT_SUPPORTED
SELECT * FROM TABLE(f(TABLE(vault)));

-- G12 four parts => NOT_SUPPORTED
SELECT * FROM a.data.main.vault;

-- G13 an inline function that reads it => NOT_SUPPORTED
WITH FUNCTION f() RETURNS int RETURN (SELECT max(pin) FROM vault) SELECT f();

-- G14 a relation called lateral => TABLE_NOT_FOUND
SELECT * FROM lateral x;

-- G15 EXPLAIN ANALYZE => NOT_SUPPORTED
EXPLAIN ANALYZE SELECT * FROM vault;

-- G15 SHOW STATS of a query => NOT_SUPPORTED
SHOW STATS FOR (SELECT * FROM vault);

-- G15 EXECUTE IMMEDIATE => NOT_SUPPORTED
EXECUTE IMMEDIATE 'SELECT * FROM vault';

-- G15 PREPARE => NOT_SUPPORTED
PREPARE p FROM SELECT * FROM vault;

-- G16 SQL in a string => NOT_SUPPORTED
SELECT * FROM TABLE(data.system.query(query => 'SELECT * FROM vault'));

-- G17 hidden metadata relations => NOT_SUPPORTED
SELECT * FROM "vault$partitions";

-- G17 a hidden metadata column => COLUMN_NOT_FOUND
SELECT "$path" FROM place;

-- G17 the information schema => TABLE_NOT_FOUND
SELECT * FROM vault.information_schema.tables;

-- G17 running queries => TABLE_NOT_FOUND
SELECT * FROM system.runtime.queries;

-- G18 a CTE that a policy could mean => rows
WITH person AS (SELECT 'A1' AS region) SELECT count(*) FROM data.main.person;

-- G19 an outer column that a policy could mean => rows
SELECT (SELECT max(cost) FROM visit v) FROM (SELECT 1 AS cost, 'A1' AS region, 'x' AS prefix) o;

-- G20 an inline function that masks would call => SYNTAX_ERROR
WITH FUNCTION substr(x varchar, y bigint, z bigint) RETURNS varchar RETURN x SELECT phone FROM person;

-- G21 the full qualifier after the relation was wrapped => rows
SELECT data.main.person.id, person.region FROM data.main.person ORDER BY 1;

-- G21 a full qualified star => rows
SELECT data.main.person.* FROM data.main.person ORDER BY 1;

-- G22 sample outside, alias list => rows
SELECT a FROM person AS t(a, b, c, d, e, f, g, h) TABLESAMPLE BERNOULLI (100) ORDER BY a;

-- G22 FOR VERSION => NOT_SUPPORTED
SELECT * FROM person FOR VERSION AS OF 1;

-- G23 a Kelvin sign in a quoted name => TABLE_NOT_FOUND
SELECT * FROM "vaKult";

-- G23 a dotted capital I => COLUMN_NOT_FOUND
SELECT "İd" FROM person;

-- G24 LIMIT as an alias => NOT_SUPPORTED
SELECT * FROM place limit, vault;

-- G24 FETCH as a relation => TABLE_NOT_FOUND
SELECT * FROM place, fetch;

-- G24 TABLESAMPLE as a relation => TABLE_NOT_FOUND
SELECT * FROM place, tablesample;

-- G24 PIVOT as a relation => TABLE_NOT_FOUND
SELECT * FROM (pivot x);

-- G24 TABLE in brackets => TABLE_NOT_FOUND
SELECT * FROM (TABLE notnull);

-- G24 an argument too many => TABLE_NOT_FOUND
SELECT uuid((SELECT max(pin) FROM vault));

-- G25 WHERE, IN => TABLE_NOT_FOUND
SELECT 1 FROM place WHERE n IN (SELECT pin FROM vault);

-- G25 EXISTS => TABLE_NOT_FOUND
SELECT 1 FROM place WHERE EXISTS (SELECT 1 FROM vault);

-- G25 ANY and ALL => TABLE_NOT_FOUND
SELECT 1 FROM place WHERE n > ALL (SELECT pin FROM vault);

-- G25 a scalar subquery => TABLE_NOT_FOUND
SELECT (SELECT max(pin) FROM vault);

-- G25 ORDER BY => TABLE_NOT_FOUND
SELECT n FROM place ORDER BY (SELECT max(pin) FROM vault);

-- G25 GROUP BY => TABLE_NOT_FOUND
SELECT count(*) FROM place GROUP BY (SELECT max(pin) FROM vault);

-- G25 HAVING => TABLE_NOT_FOUND
SELECT count(*) FROM place HAVING count(*) > (SELECT max(pin) FROM vault);

-- G25 ON => TABLE_NOT_FOUND
SELECT 1 FROM place a JOIN place b ON a.n = (SELECT max(pin) FROM vault);

-- G25 a window's PARTITION BY => TABLE_NOT_FOUND
SELECT rank() OVER (PARTITION BY (SELECT max(pin) FROM vault) ORDER BY n) FROM place;

-- G25 a window's ORDER BY => TABLE_NOT_FOUND
SELECT rank() OVER (ORDER BY (SELECT max(pin) FROM vault)) FROM place;

-- G25 a window's frame => TABLE_NOT_FOUND
SELECT sum(n) OVER (ORDER BY n ROWS (SELECT max(pin) FROM vault) PRECEDING) FROM place;

-- G25 a named window => TABLE_NOT_FOUND
SELECT sum(n) OVER w FROM place WINDOW w AS (ORDER BY (SELECT max(pin) FROM vault));

-- G25 FILTER => TABLE_NOT_FOUND
SELECT count(*) FILTER (WHERE n > (SELECT max(pin) FROM vault)) FROM place;

-- G25 the order of an aggregate => TABLE_NOT_FOUND
SELECT array_agg(n ORDER BY (SELECT max(pin) FROM vault)) FROM place;

-- G25 LISTAGG => TABLE_NOT_FOUND
SELECT listagg(title, ',') WITHIN GROUP (ORDER BY (SELECT max(pin) FROM vault)) FROM place;

-- G25 an argument of a known function => TABLE_NOT_FOUND
SELECT abs((SELECT max(pin) FROM vault));

-- G25 an argument of an unknown function => TABLE_NOT_FOUND
SELECT nofunction((SELECT max(pin) FROM vault));

-- G25 the body of a lambda => TABLE_NOT_FOUND
SELECT transform(ARRAY[1], x -> x + (SELECT max(pin) FROM vault));

-- G25 CASE => TABLE_NOT_FOUND
SELECT CASE WHEN true THEN 1 ELSE (SELECT max(pin) FROM vault) END;

-- G25 CAST => TABLE_NOT_FOUND
SELECT CAST((SELECT max(pin) FROM vault) AS varchar);

-- G25 ARRAY and ROW => TABLE_NOT_FOUND
SELECT ARRAY[(SELECT max(pin) FROM vault)], ROW((SELECT max(pin) FROM vault));

-- G25 a subscript => TABLE_NOT_FOUND
SELECT ARRAY[1, 2][(SELECT max(pin) FROM vault)];

-- G25 BETWEEN => TABLE_NOT_FOUND
SELECT 1 BETWEEN 0 AND (SELECT max(pin) FROM vault);

-- G25 UNNEST => TABLE_NOT_FOUND
SELECT * FROM UNNEST(ARRAY[(SELECT max(pin) FROM vault)]) t(x);

-- G25 LATERAL => TABLE_NOT_FOUND
SELECT * FROM place CROSS JOIN LATERAL (SELECT pin FROM vault) t;

-- G25 JSON functions => TABLE_NOT_FOUND
SELECT json_extract((SELECT max(code) FROM vault), '$.a');

-- G25 GROUPING SETS => TABLE_NOT_FOUND
SELECT count(*) FROM place GROUP BY GROUPING SETS (((SELECT max(pin) FROM vault)));

-- G25 EXTRACT, TRIM, SUBSTRING, POSITION => TABLE_NOT_FOUND
SELECT EXTRACT(YEAR FROM (SELECT max(day) FROM vault)), TRIM((SELECT max(code) FROM vault)), POSITION('a' IN (SELECT max(code) FROM vault));
