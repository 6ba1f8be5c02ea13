EXPLAIN: what would run, which rules said so, file and line; hidden columns only where they may be known of.

-- case: an open relation
-- as: open
SELECT id FROM household
-- explains
engine: duckdb
policy: VERSION
sql: SELECT "household"."id" AS "id" FROM (SELECT "_"."id" AS "id" FROM "civil"."main"."household" AS "_") AS "household"
reads civil.main.household
  rows: all rows by C-OPEN-ROWS (policy.d/civil.csv:24)
  column id: clear by C-OPEN (policy.d/civil.csv:23)

-- case: a row rule, a mask, a column that may be known of
-- as: ana
SELECT id, name FROM person
-- explains
engine: duckdb
policy: VERSION
sql: SELECT "person"."id" AS "id", "person"."name" AS "name" FROM (SELECT "_"."id" AS "id", mask('const:***', "_"."name") AS "name" FROM "civil"."main"."person" AS "_" WHERE (@own_region)) AS "person"
reads civil.main.person
  rows: @own_region by C-DIST-ROWS (policy.d/civil.csv:31)
  column id: clear by C-DIST (policy.d/civil.csv:27)
  column name: mask const:*** by C-DIST (policy.d/civil.csv:27), C-DIST-NAME (policy.d/civil.csv:33)
  column salary: not granted

-- case: two relations
-- as: ana
SELECT p.id FROM person AS p JOIN health.main.visit AS v ON v.person_id = p.id
-- explains
engine: duckdb
policy: VERSION
sql: SELECT "p"."id" AS "id" FROM (SELECT "_"."id" AS "id" FROM "civil"."main"."person" AS "_" WHERE (@own_region)) AS "p" INNER JOIN (SELECT "_"."person_id" AS "person_id" FROM (SELECT CASE WHEN regexp_full_match(TRY(decode(encode("person_id"))), '[+-]?[0-9]+') THEN TRY_CAST(TRY(decode(encode("person_id"))) AS BIGINT) END AS "person_id", ("region" || '') AS "region" FROM "health"."main"."visit") AS "_" WHERE (@own_area)) AS "v" ON ("v"."person_id" = "p"."id")
reads civil.main.person
  rows: @own_region by C-DIST-ROWS (policy.d/civil.csv:31)
  column id: clear by C-DIST (policy.d/civil.csv:27)
  column salary: not granted
reads health.main.visit
  rows: @own_area by H-DIST-ROWS (policy.d/health.csv:19)
  column person_id: clear by H-DIST (policy.d/health.csv:18)

-- case: one relation twice is told once
-- as: ana
SELECT a.id, b.phone FROM person AS a JOIN person AS b ON a.id = b.id
-- explains
engine: duckdb
policy: VERSION
sql: SELECT "a"."id" AS "id", "b"."phone" AS "phone" FROM (SELECT "_"."id" AS "id" FROM "civil"."main"."person" AS "_" WHERE (@own_region)) AS "a" INNER JOIN (SELECT "_"."id" AS "id", mask('partial:3:4', "_"."phone") AS "phone" FROM "civil"."main"."person" AS "_" WHERE (@own_region)) AS "b" ON ("a"."id" = "b"."id")
reads civil.main.person
  rows: @own_region by C-DIST-ROWS (policy.d/civil.csv:31)
  column id: clear by C-DIST (policy.d/civil.csv:27)
  column phone: mask partial:3:4 by C-DIST (policy.d/civil.csv:27), C-DIST-PHONE (policy.d/civil.csv:34)
  column salary: not granted

-- case: a token
-- as: sam
SELECT id_card FROM person
-- explains
engine: duckdb
policy: VERSION
sql: SELECT "person"."id_card" AS "id_card" FROM (SELECT mask('token:k1', "_"."id_card") AS "id_card" FROM "civil"."main"."person" AS "_") AS "person"
reads civil.main.person
  rows: all rows by C-TOK-ROWS (policy.d/civil.csv:70)
  column id_card: mask token:k1 by C-TOK (policy.d/civil.csv:69), C-TOK-1 (policy.d/civil.csv:71)

-- case: for a purpose
-- as: sam for welfare
SELECT name FROM person
-- explains
engine: duckdb
policy: VERSION
sql: SELECT "person"."name" AS "name" FROM (SELECT "_"."name" AS "name" FROM "civil"."main"."person" AS "_") AS "person"
reads civil.main.person
  rows: all rows by C-TOK-ROWS (policy.d/civil.csv:70)
  column name: clear by C-TOK (policy.d/civil.csv:69), C-TOK-3 (policy.d/civil.csv:73)

-- case: fenced
-- as: ana
SELECT 1 / coalesce(age, 0) AS x FROM person
-- explains
engine: duckdb
policy: VERSION
sql: WITH "fence" AS MATERIALIZED (SELECT "_"."age" AS "age" FROM "civil"."main"."person" AS "_" WHERE (@own_region)) SELECT (CASE WHEN 1 IS NOT NULL AND coalesce("person"."age", 0) = 0 THEN CAST('division by zero' AS INTEGER) ELSE (1 // coalesce("person"."age", 0)) END) AS "x" FROM (SELECT * FROM "fence") AS "person"
reads civil.main.person
  rows: @own_region by C-DIST-ROWS (policy.d/civil.csv:31) (fenced)
  column age: clear by C-DIST (policy.d/civil.csv:27)
  column salary: not granted

-- case: no relation
-- as: ana
SELECT 1 AS one
-- explains
engine: duckdb
policy: VERSION
sql: SELECT 1 AS "one"

-- case: a purpose that nobody declared
-- as: sam for fraud
SELECT name FROM person
-- explains
error GW203 TABLE_NOT_FOUND at 1:18: table `civil.main.person` does not exist
hint: `SHOW TABLES FROM <catalog>.<schema>` lists what you may see

-- case: a cap on rows
-- as: lee
SELECT id FROM person
-- explains
engine: duckdb
policy: VERSION
sql: SELECT "person"."id" AS "id" FROM (SELECT "_"."id" AS "id" FROM "civil"."main"."person" AS "_" WHERE (@elderly OR @in_list) AND @alive) AS "person"
reads civil.main.person
  rows: @elderly, @in_list, @alive by C-LIST-OLD (policy.d/civil.csv:40), C-LIST-ROWS (policy.d/civil.csv:39), C-LIST-ALIVE (policy.d/civil.csv:41)
  column id: clear by C-LIST (policy.d/civil.csv:37)
at most 500 rows by C-LIST-CUT (policy.d/civil.csv:44)
