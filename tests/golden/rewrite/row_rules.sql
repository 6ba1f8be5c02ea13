Row rules: a base relation is replaced by the rows that pass, where it stands; the statement's own WHERE stays as it is.

-- case: without a rule every row passes
-- as: open
SELECT id, region FROM person
-- becomes
SELECT
  "person"."id" AS "id",
  "person"."region" AS "region"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."region" AS "region"
  FROM "civil"."main"."person" AS "_"
) AS "person"

-- case: a rule narrows the relation, not the query
-- as: ana
SELECT id, region FROM person
-- becomes
SELECT
  "person"."id" AS "id",
  "person"."region" AS "region"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."region" AS "region"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"

-- case: the client's OR can not widen a rule
-- as: ana
SELECT id FROM person WHERE id = 7 OR TRUE
-- becomes
SELECT
  "person"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"
WHERE ("person"."id" = CAST(7 AS BIGINT)) OR TRUE

-- case: a rule holds inside an aggregate
-- as: ana
SELECT count(*) AS n FROM person
-- becomes
SELECT
  COUNT(*) AS "n"
FROM (
  SELECT
    1 AS "c0"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"

-- case: two ways to a row are OR-ed, restrictions are AND-ed
-- as: lee
SELECT id FROM person
-- becomes
SELECT
  "person"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE (("_"."age" > 60) OR ("_"."region" IN ('330106', '330108'))) AND "_"."active"
) AS "person"

-- case: a restriction alone
-- as: lee
SELECT id, size FROM household
-- becomes
SELECT
  "household"."id" AS "id",
  "household"."size" AS "size"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."size" AS "size"
  FROM "civil"."main"."household" AS "_"
  WHERE "_"."size" < 9
) AS "household"

-- case: a restriction may use a column that the principal can not see
-- as: ray
SELECT id FROM person
-- becomes
SELECT
  "person"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE ("_"."secret" <> 'x') OR ("_"."secret" IS NULL)
) AS "person"

-- case: a restriction whose attribute is missing refuses the statement
-- as: ray
SELECT id FROM household
-- becomes
error GW304 ATTRIBUTE_MISSING: `civil.main.household`: a row rule needs your attribute `prefix`, which is not set
hint: ask your administrator to complete your entry

-- case: a grant of rows whose attribute is missing does not hold
-- as: bare
SELECT id FROM person
-- becomes
error GW302 ROWS_NOT_GRANTED at 1:16: `civil.main.person`: no rows are granted
hint: you asked without a declared purpose; ask the owner for a grant

-- case: a prefix that holds what LIKE takes for wildcards is escaped
-- as: tom
SELECT id FROM person
-- becomes
SELECT
  "person"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '50\%\_\\%' ESCAPE '\'
) AS "person"

-- case: a quote in an attribute stays inside its literal
-- as: amy
SELECT id FROM person
-- becomes
SELECT
  "person"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE 'it''s%'
) AS "person"

-- case: an alias and column aliases rename what comes out, not what the rule reads
-- as: ana
SELECT p.a, p.region FROM person AS p (a, b, c, d, region, f, g, h, i, j, k)
-- becomes
SELECT
  "p"."id" AS "a",
  "p"."region" AS "region"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."region" AS "region"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "p"

-- case: an alias that is called like a column of the rule captures nothing
-- as: ana
SELECT region.id FROM person AS region
-- becomes
SELECT
  "region_2"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "region_2"

-- case: the same relation twice is two views
-- as: ana
SELECT a.id, b.id FROM person AS a, person AS b WHERE a.id < b.id
-- becomes
SELECT
  "a"."id" AS "id",
  "b"."id" AS "c2"
FROM (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "a"
CROSS JOIN (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "b"
WHERE "a"."id" < "b"."id"

-- case: a sample is taken of the rows that pass
-- as: ana
SELECT id FROM person TABLESAMPLE BERNOULLI (10)
-- becomes
SELECT
  "person"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person" TABLESAMPLE BERNOULLI (10 PERCENT)

-- case: a limit of the policy does not change the text
-- as: lee
SELECT id FROM person LIMIT 3
-- becomes
SELECT
  "person"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE (("_"."age" > 60) OR ("_"."region" IN ('330106', '330108'))) AND "_"."active"
) AS "person"
LIMIT 3
-- explains
engine: duckdb
policy: VERSION
sql: SELECT "person"."id" AS "id" FROM (SELECT "_"."id" AS "id" FROM "civil"."main"."person" AS "_" WHERE (@elderly OR @in_list) AND @alive) AS "person" LIMIT 3
reads civil.main.person
  rows: @elderly, @in_list, @alive by C-LIST-OLD (policy.d/civil.csv:40), C-LIST-ROWS (policy.d/civil.csv:39), C-LIST-ALIVE (policy.d/civil.csv:41)
  column id: clear by C-LIST (policy.d/civil.csv:37)
at most 500 rows by C-LIST-CUT (policy.d/civil.csv:44)

-- case: names are found whatever their case
-- as: ana
SELECT ID FROM Civil.MAIN."Person"
-- becomes
SELECT
  "person"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"

-- case: what nobody granted does not exist
-- as: tom
SELECT id FROM health.main.visit
-- becomes
error GW203 TABLE_NOT_FOUND at 1:16: table `health.main.visit` does not exist
hint: `SHOW TABLES FROM <catalog>.<schema>` lists what you may see

-- case: what does not exist fails alike
-- as: tom
SELECT id FROM health.main.nothing
-- becomes
error GW203 TABLE_NOT_FOUND at 1:16: table `health.main.nothing` does not exist
hint: `SHOW TABLES FROM <catalog>.<schema>` lists what you may see

-- case: FETCH FIRST and OFFSET
-- as: ana
SELECT id FROM person ORDER BY id OFFSET 2 ROWS FETCH FIRST 5 ROWS ONLY
-- becomes
SELECT
  "person"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"
ORDER BY
  1 ASC
LIMIT 5
OFFSET 2
