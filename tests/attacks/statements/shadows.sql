-- S01 a CTE named as the relation, over the relation => rows
WITH person AS (SELECT id FROM person) SELECT * FROM person ORDER BY id;

-- S02 a CTE named as the fence => rows
WITH "fence_2" AS (SELECT 1 AS id) SELECT f.id, 100 / coalesce(p.age, 1) FROM person p, "fence_2" f ORDER BY 2;

-- S03 a CTE named as the view's alias => rows
WITH "_" AS (SELECT 'B1' AS region) SELECT p.id FROM person p CROSS JOIN "_" WHERE "_".region = 'B1' ORDER BY 1;

-- S04 a CTE whose column is the rule's => rows
WITH t(region) AS (SELECT 'A1') SELECT p.id FROM t, person p WHERE t.region = 'A1' ORDER BY 1;

-- S05 an outer column that the rule could mean => rows
SELECT (SELECT count(*) FROM place q) FROM (SELECT 'A1' AS region, 5 AS cost) o;

-- S06 a relation's alias that is another relation's name => rows
SELECT visit.id FROM person visit ORDER BY 1;

-- S07 an alias that is the catalog's name => rows
SELECT data.id, main.code FROM person data CROSS JOIN place main ORDER BY 1, 2;

-- S08 a column alias that is a hidden column, filtered outside => rows
SELECT secret FROM (SELECT phone AS secret FROM person) t WHERE secret LIKE '1384%';

-- S09 an output named as a hidden column in ORDER BY with an expression => rows
SELECT id AS secret FROM person ORDER BY secret + 1;

-- S10 a hidden column in an alias list's place => rows
SELECT h FROM person AS t(a, b, c, d, e, f, g, h) ORDER BY a;

-- S11 a CTE with the hidden column's name that shadows nothing => rows
WITH secret AS (SELECT 'x' AS secret) SELECT p.id FROM person p CROSS JOIN secret WHERE secret.secret = 'x' ORDER BY 1;

-- S12 an inner alias that hides the outer governed one => rows
SELECT p.id FROM person p WHERE EXISTS (SELECT 1 FROM place p WHERE p.code = 'A1') ORDER BY 1;

-- S13 the last part of a full name => rows
SELECT person.id FROM data.main.person ORDER BY 1;

-- S14 a name that only a hidden relation has => COLUMN_NOT_FOUND
SELECT pin FROM place;

-- S15 a qualified star of a relation that is not there => COLUMN_NOT_FOUND
SELECT vault.* FROM place;

-- S16 a schema named as a relation => TABLE_NOT_FOUND
SELECT * FROM main;

-- S17 two CTEs that take each other's names => rows
WITH a AS (SELECT id FROM person), person AS (SELECT id FROM a) SELECT * FROM person ORDER BY 1;

-- S18 a CTE in a subquery that hides the outer one => rows
WITH t AS (SELECT id FROM person) SELECT (WITH t AS (SELECT 7 AS id) SELECT max(id) FROM t), max(id) FROM t;

-- S19 a window named as a column => rows
SELECT id, count(*) OVER region FROM person WINDOW region AS (PARTITION BY active) ORDER BY id;

-- S20 a lambda's parameter named as a masked column => rows
SELECT id, transform(ARRAY['a'], phone -> phone) FROM person ORDER BY id;

-- S21 a lambda's parameter named as a hidden column => rows
SELECT id, transform(ARRAY['a'], secret -> secret) FROM person ORDER BY id;

-- S22 a row field named as a hidden column => rows
SELECT CAST(ROW(id) AS ROW(secret bigint)).secret FROM person ORDER BY 1;
