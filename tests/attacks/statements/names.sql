-- B05 the star leaves hidden columns out => rows
SELECT * FROM person ORDER BY id;

-- B05 a qualified star leaves hidden columns out => rows
SELECT p.* FROM person p ORDER BY id;

-- B05 a star through a WITH query => rows
WITH t AS (SELECT * FROM person) SELECT * FROM t ORDER BY id;

-- B05 count of everything => rows
SELECT count(*) FROM (SELECT * FROM person) t;

-- B05 TABLE is a star => rows
TABLE person;

-- B06 a star in another aggregate => NOT_SUPPORTED
SELECT max(*) FROM person;

-- B06 a row of the whole relation => COLUMN_NOT_FOUND
SELECT count(person) FROM person;

-- B09 whole-row reference by alias => COLUMN_NOT_FOUND
SELECT p FROM person p;

-- B09 whole-row reference by the relation's name => COLUMN_NOT_FOUND
SELECT person FROM person;

-- B09 whole row as JSON => COLUMN_NOT_FOUND
SELECT CAST(p AS json) FROM person p;

-- B09 whole row in a subquery => COLUMN_NOT_FOUND
SELECT (SELECT p) FROM person p;

-- B11 an unknown relation in a subquery => TABLE_NOT_FOUND
SELECT id FROM person WHERE id IN (SELECT id FROM nowhere);

-- B11 an invisible relation in a subquery => TABLE_NOT_FOUND
SELECT id FROM person WHERE id IN (SELECT pin FROM vault);

-- B11 an invisible relation in a WITH query that nobody reads => TABLE_NOT_FOUND
WITH t AS (SELECT * FROM vault) SELECT 1;

-- B11 an invisible relation behind LIMIT 0 => TABLE_NOT_FOUND
SELECT * FROM (SELECT * FROM vault LIMIT 0) t;

-- B11 an invisible relation in a false branch => TABLE_NOT_FOUND
SELECT CASE WHEN false THEN (SELECT max(pin) FROM vault) ELSE 1 END;

-- B12 a WITH query of a protected name reading itself by its full name => rows
WITH person AS (SELECT * FROM data.main.person) SELECT * FROM person ORDER BY id;

-- B12 a WITH query of an invisible name that reads the invisible one => TABLE_NOT_FOUND
WITH vault AS (SELECT * FROM data.main.vault) SELECT * FROM vault;

-- B12 a WITH query that names itself in its body => TABLE_NOT_FOUND
WITH vault AS (SELECT * FROM vault) SELECT * FROM vault;

-- B12 a forward reference to a later WITH query => TABLE_NOT_FOUND
WITH a AS (SELECT * FROM vault), vault AS (SELECT 1 AS x) SELECT * FROM a;

-- B12 an inner WITH query captures, outside of it the real one is meant => TABLE_NOT_FOUND
SELECT (WITH vault AS (SELECT 1 AS pin) SELECT max(pin) FROM vault), (SELECT max(pin) FROM vault);

-- B12 a WITH query with a schema in front is not captured => TABLE_NOT_FOUND
WITH vault AS (SELECT 1 AS pin) SELECT * FROM main.vault;

-- B12 a WITH query that takes the place of the policy's relation => rows
WITH visit AS (SELECT 5000 AS cost) SELECT * FROM visit;

-- B12 a recursive WITH query of a protected name => rows
WITH RECURSIVE person(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM person WHERE n < 3) SELECT * FROM person;

-- B13 quoted names => rows
SELECT "id", "region" FROM "data"."main"."person" ORDER BY "id";

-- B13 a quoted name of an invisible relation => TABLE_NOT_FOUND
SELECT * FROM "data"."main"."vault";

-- B13 quoted upper case => rows
SELECT "ID" FROM "DATA"."Main"."PERSON" ORDER BY 1;

-- B14 mixed case => rows
SELECT Id FROM PeRsOn ORDER BY iD;

-- B14 a dot inside a quoted name => TABLE_NOT_FOUND
SELECT * FROM "main.vault";

-- B14 everything in one quoted name => TABLE_NOT_FOUND
SELECT * FROM "data.main.vault";

-- B14 Unicode quoting of a hidden column => NOT_SUPPORTED
SELECT U&"sec\0072et" FROM person;

-- B14 a full-width name => SYNTAX_ERROR
SELECT * FROM ｐｅｒｓｏｎ;

-- B14 a dotless i that folds to i in some languages => SYNTAX_ERROR
SELECT ıd FROM person;

-- B14 a Kelvin sign that folds to k => TABLE_NOT_FOUND
SELECT * FROM plaKe;

-- B14 a trailing blank in a quoted name => TABLE_NOT_FOUND
SELECT * FROM "vault ";

-- B14 a NUL in a quoted name => rows
SELECT 1 AS "a b";

-- B15 an alias that holds the words of a clause => rows
SELECT id AS "x WHERE 1=1 OR" FROM person AS "p WHERE true --" ORDER BY 1;

-- B15 an alias that closes the view => rows
SELECT id FROM person AS "p) OR (1=1" ORDER BY 1;

-- B15 an alias with quotes => rows
SELECT id AS "a""b'c" FROM person "x""y" ORDER BY 1;

-- B15 an alias that is the view's own => rows
SELECT "_".id FROM person AS "_" ORDER BY 1;

-- B15 an alias that is the fence's name => rows
SELECT fence.id, coalesce(100 / fence.age, 0) FROM person fence ORDER BY 1;

-- B15 a WITH query that is called as the fence => rows
WITH fence AS (SELECT 1 AS id, 9 AS age) SELECT coalesce(100 / p.age, 0), fence.id FROM person p CROSS JOIN fence ORDER BY 1;

-- B15 a parameter's name as alias => rows
SELECT id AS "$key1" FROM person ORDER BY 1;

-- B15 a very long alias => rows
SELECT id AS aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa FROM person ORDER BY 1;

-- B15 keywords as aliases => rows
SELECT "select"."id" AS "from" FROM person AS "select" ORDER BY 1;

-- B15 Chinese aliases => SYNTAX_ERROR
SELECT 人.id AS 编号 FROM person 人 ORDER BY 1;

-- B16 protected rows in a comma join => rows
SELECT p.id, q.code FROM person p, place q WHERE p.region = q.code;

-- B16 protected rows on the outer side => rows
SELECT p.id FROM place q LEFT JOIN person p ON true ORDER BY 1;

-- B16 protected rows in a lateral query => rows
SELECT q.code, t.id FROM place q CROSS JOIN LATERAL (SELECT p.id FROM person p WHERE p.region = q.code) t;

-- B16 protected rows in VALUES => rows
VALUES ((SELECT count(*) FROM person));

-- B16 protected rows in a lateral query inside EXISTS => rows
SELECT q.code FROM place q WHERE EXISTS (SELECT 1 FROM (SELECT region FROM person) t WHERE t.region = q.code AND q.n IN (SELECT cost FROM visit));

-- N01 NATURAL JOIN does not see the hidden column => rows
SELECT count(*) FROM person NATURAL JOIN (SELECT 'CANARY-S1' AS secret) probe;

-- N02 USING a hidden column => COLUMN_NOT_FOUND
SELECT count(*) FROM person JOIN (SELECT 'CANARY-S1' AS secret) probe USING (secret);

-- N03 a hidden column takes no part in ambiguity => rows
SELECT secret FROM person JOIN (SELECT 'mine' AS secret) probe ON true ORDER BY id;

-- N04 a hidden column does not capture correlation => NOT_SUPPORTED_BY_ENGINE
SELECT (SELECT max(secret) FROM person) FROM (SELECT 'mine' AS secret) outer_one;

-- N05 an alias may have a hidden column's name => rows
SELECT id AS secret FROM person ORDER BY secret;

-- N06 ORDER BY a hidden column => COLUMN_NOT_FOUND
SELECT id FROM person ORDER BY secret;

-- N07 GROUP BY a hidden column => COLUMN_NOT_FOUND
SELECT count(*) FROM person GROUP BY secret;

-- N08 a hidden column in a window => COLUMN_NOT_FOUND
SELECT rank() OVER (ORDER BY secret) FROM person;

-- N09 a hidden column in HAVING => COLUMN_NOT_FOUND
SELECT count(*) FROM person HAVING max(secret) > 'a';

-- N10 a hidden column in USING of both sides => COLUMN_NOT_FOUND
SELECT count(*) FROM person a JOIN person b USING (secret);

-- N11 NATURAL JOIN of a relation with itself compares permitted values only => rows
SELECT count(*) FROM person a NATURAL JOIN person b;

-- N12 column aliases count permitted columns only => rows
SELECT * FROM person AS t(a, b, c, d, e, f, g, h) ORDER BY a;

-- N13 one column alias more than is permitted => MISMATCHED_COLUMN_ALIASES
SELECT * FROM person AS t(a, b, c, d, e, f, g, h, i);

-- N14 an ordinal beyond the permitted columns => INVALID_COLUMN_REFERENCE
SELECT * FROM person ORDER BY 9;

-- N15 a hidden column through the relation's full name => COLUMN_NOT_FOUND
SELECT data.main.person.secret FROM data.main.person;

-- N16 a hidden column by star of a renamed WITH query => MISMATCHED_COLUMN_ALIASES
WITH t(a, b, c, d, e, f, g, h, i) AS (SELECT * FROM person) SELECT i FROM t;

-- N17 DuckDB's rowid => COLUMN_NOT_FOUND
SELECT rowid FROM person;

-- N18 DuckDB's COLUMNS => FUNCTION_NOT_FOUND
SELECT COLUMNS('sec.*') FROM person;

-- N19 a struct field that looks like a column => COLUMN_NOT_FOUND
SELECT person.secret FROM person;

-- N20 a hidden column of the view's inside by its alias => COLUMN_NOT_FOUND
SELECT "_".secret FROM person;

-- N21 set operations count permitted columns => TYPE_MISMATCH
SELECT * FROM person UNION ALL SELECT 1, '', '', 1, '', NULL, NULL, true, 's';

-- N22 an invisible schema and an unknown one fail alike => TABLE_NOT_FOUND
SELECT * FROM data.hidden.t;

-- N23 DuckDB's catalog => TABLE_NOT_FOUND
SELECT * FROM duckdb_tables;

-- N24 SQLite's catalog => TABLE_NOT_FOUND
SELECT * FROM sqlite_master;

-- N25 PostgreSQL's catalog => TABLE_NOT_FOUND
SELECT * FROM pg_catalog.pg_class;

-- N26 the engine's own schema => TABLE_NOT_FOUND
SELECT * FROM huiliu.main.person;

-- N27 Trino's runtime tables => TABLE_NOT_FOUND
SELECT * FROM system.runtime.queries;

-- N28 a metadata relation of a table => NOT_SUPPORTED
SELECT * FROM "person$partitions";
