Grouping: over permitted rows and masked values; a rule has certainly run before an aggregate is ready.

-- case: a plain key
-- as: ana
SELECT region, sum(balance) AS total FROM person GROUP BY region
-- becomes
SELECT
  "person"."region" AS "region",
  CAST(SUM("person"."balance") AS DECIMAL(38, 2)) AS "total"
FROM (
  SELECT
    "_"."region" AS "region",
    "_"."balance" AS "balance"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"
GROUP BY
  "person"."region"

-- case: a key by its place
-- as: ana
SELECT substr(region, 1, 4) AS city, count(*) AS n FROM person GROUP BY 1
-- becomes
SELECT
  SUBSTRING("person"."region", 1, 4) AS "city",
  COUNT(*) AS "n"
FROM (
  SELECT
    "_"."region" AS "region"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"
GROUP BY
  SUBSTRING("person"."region", 1, 4)

-- case: a key expression is written once
-- as: ana
SELECT age + 1 AS older, count(*) AS n FROM person GROUP BY age + 1
-- becomes
SELECT
  "person"."age" + 1 AS "older",
  COUNT(*) AS "n"
FROM (
  SELECT
    CASE WHEN "_"."region" LIKE '3301%' THEN "_"."age" END AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"
GROUP BY
  "person"."age" + 1

-- case: having
-- as: ana
SELECT region FROM person GROUP BY region HAVING count(*) > 5 AND max(age) > 60
-- becomes
SELECT
  "person"."region" AS "region"
FROM (
  SELECT
    "_"."region" AS "region",
    "_"."age" AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"
GROUP BY
  "person"."region"
HAVING ((COUNT(*)) > CAST(5 AS BIGINT)) AND ((MAX("person"."age")) > 60)

-- case: rollup
-- as: ana
SELECT region, active, count(*) AS n FROM person GROUP BY ROLLUP (region, active)
-- becomes
SELECT
  "person"."region" AS "region",
  "person"."active" AS "active",
  COUNT(*) AS "n"
FROM (
  SELECT
    "_"."region" AS "region",
    "_"."active" AS "active"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"
GROUP BY
  GROUPING SETS (
    ("person"."region", "person"."active"),
    "person"."region",
    ()
  )

-- case: cube and grouping
-- as: ana
SELECT region, grouping(region, active) AS g FROM person GROUP BY CUBE (region, active)
-- becomes
SELECT
  "person"."region" AS "region",
  GROUPING("person"."region", "person"."active") AS "g"
FROM (
  SELECT
    "_"."region" AS "region",
    "_"."active" AS "active"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"
GROUP BY
  GROUPING SETS (
    ("person"."region", "person"."active"),
    "person"."region",
    "person"."active",
    ()
  )

-- case: grouping sets
-- as: ana
SELECT region, active, count(*) AS n FROM person GROUP BY GROUPING SETS ((region), (active), ())
-- becomes
SELECT
  "person"."region" AS "region",
  "person"."active" AS "active",
  COUNT(*) AS "n"
FROM (
  SELECT
    "_"."region" AS "region",
    "_"."active" AS "active"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"
GROUP BY
  GROUPING SETS (
    "person"."region",
    "person"."active",
    ()
  )

-- case: the whole as one group
-- as: ana
SELECT max(age) AS oldest FROM person
-- becomes
SELECT
  MAX("person"."age") AS "oldest"
FROM (
  SELECT
    "_"."age" AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"

-- case: a group of everything without an aggregate
-- as: ana
SELECT 1 AS one FROM person HAVING count(*) > 0
-- becomes
SELECT
  1 AS "one"
FROM (
  SELECT
    1 AS "c0"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"
GROUP BY
  ()
HAVING (COUNT(*)) > CAST(0 AS BIGINT)

-- case: distinct, filter and order inside of aggregates
-- as: ana
SELECT count(DISTINCT region) AS r, sum(age) FILTER (WHERE active) AS s, array_agg(id ORDER BY id DESC) AS ids FROM person
-- becomes
SELECT
  COUNT(DISTINCT "person"."region") AS "r",
  CAST(SUM("person"."age") FILTER(WHERE "person"."active") AS BIGINT) AS "s",
  LIST("person"."id" ORDER BY "person"."id" DESC) AS "ids"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."region" AS "region",
    "_"."age" AS "age",
    "_"."active" AS "active"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"

-- case: division of aggregates needs no guard
-- as: ana
SELECT sum(age) / count(*) AS mean FROM person
-- becomes
SELECT
  CASE
    WHEN NOT (CAST(SUM("person"."age") AS BIGINT)) IS NULL AND (COUNT(*)) = 0
    THEN CAST('division by zero' AS BIGINT)
    ELSE (CAST(SUM("person"."age") AS BIGINT)) // (COUNT(*))
  END AS "mean"
FROM (
  SELECT
    "_"."age" AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"

-- case: division inside of an aggregate does
-- as: ana
SELECT sum(100 / age) AS s FROM person
-- becomes
SELECT
  CAST(SUM(
    CASE
      WHEN NOT 100 IS NULL AND "person"."age" = 0
      THEN CAST('division by zero' AS INT)
      ELSE 100 // "person"."age"
    END
  ) AS BIGINT) AS "s"
FROM (
  SELECT
    CASE WHEN "_"."region" LIKE '3301%' THEN "_"."age" END AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"

-- case: division of a key does
-- as: ana
SELECT 100 / age AS k, count(*) AS n FROM person GROUP BY age
-- becomes
SELECT
  CASE
    WHEN NOT 100 IS NULL AND "person"."age" = 0
    THEN CAST('division by zero' AS INT)
    ELSE 100 // "person"."age"
  END AS "k",
  COUNT(*) AS "n"
FROM (
  SELECT
    CASE WHEN "_"."region" LIKE '3301%' THEN "_"."age" END AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"
GROUP BY
  "person"."age"

-- case: division of an aggregate of a derived table
-- as: ana
SELECT 100 / (d.n + 1) AS x FROM (SELECT count(*) AS n FROM person) AS d
-- becomes
SELECT
  CASE
    WHEN NOT CAST(100 AS BIGINT) IS NULL AND ("d"."n" + CAST(1 AS BIGINT)) = 0
    THEN CAST('division by zero' AS BIGINT)
    ELSE CAST(100 AS BIGINT) // ("d"."n" + CAST(1 AS BIGINT))
  END AS "x"
FROM (
  SELECT
    COUNT(*) AS "n"
  FROM (
    SELECT
      1 AS "c0"
    FROM "civil"."main"."person" AS "_"
    WHERE "_"."region" LIKE '3301%'
  ) AS "person"
) AS "d"

-- case: distinct
-- as: ana
SELECT DISTINCT name FROM person
-- becomes
SELECT DISTINCT
  "person"."name" AS "name"
FROM (
  SELECT
    CASE WHEN NOT ("_"."name" IS NULL) THEN '***' END AS "name"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"

-- case: distinct rows in an order
-- as: ana
SELECT DISTINCT region, age FROM person ORDER BY age DESC, 1
-- becomes
SELECT DISTINCT
  "person"."region" AS "region",
  "person"."age" AS "age"
FROM (
  SELECT
    "_"."region" AS "region",
    "_"."age" AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"
ORDER BY
  2 DESC,
  1 ASC

-- case: a column outside of the groups is refused
-- as: ana
SELECT region, age FROM person GROUP BY region
-- becomes
error GW209 EXPRESSION_NOT_AGGREGATE at 1:16: `age` must be an aggregate expression or appear in GROUP BY clause

-- case: an aggregate in WHERE is refused
-- as: ana
SELECT id FROM person WHERE count(*) > 1
-- becomes
error GW210 EXPRESSION_NOT_SCALAR at 1:29: WHERE clause cannot contain aggregation `count`

-- case: order by an aggregate that is not shown
-- as: ana
SELECT region FROM person GROUP BY region ORDER BY count(*) DESC, region
-- becomes
SELECT
  "person"."region" AS "region"
FROM (
  SELECT
    "_"."region" AS "region"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"
GROUP BY
  "person"."region"
ORDER BY
  COUNT(*) DESC,
  1 ASC

-- case: listagg
-- as: open
SELECT listagg(name, ', ') WITHIN GROUP (ORDER BY name) AS names FROM person
-- becomes
SELECT
  STRING_AGG("person"."name", ', ' ORDER BY "person"."name" ASC) AS "names"
FROM (
  SELECT
    "_"."name" AS "name"
  FROM "civil"."main"."person" AS "_"
) AS "person"

-- case: approximate and statistical aggregates
-- as: open
SELECT min_by(name, age) AS youngest, bool_and(active) AS all_active, avg(balance) AS mean FROM person
-- becomes
SELECT
  ARG_MIN_NULL("person"."name", "person"."age") AS "youngest",
  BOOL_AND("person"."active") AS "all_active",
  LIST_TRANSFORM(
    [{'n': CAST(REPLACE(CAST(SUM("person"."balance") AS TEXT), '.', '') AS INT128), 'd': COUNT("person"."balance")}],
    LAMBDA v1 : CAST(CAST(v1['n'] // v1['d'] + SIGN(v1['n']) * ((2 * ABS(v1['n'] % v1['d']) + v1['d']) // (2 * v1['d'])) AS DECIMAL(38, 0)) * CAST(0.01 AS DECIMAL(3, 2)) AS DECIMAL(10, 2))
  )[1] AS "mean"
FROM (
  SELECT
    "_"."name" AS "name",
    "_"."age" AS "age",
    "_"."balance" AS "balance",
    "_"."active" AS "active"
  FROM "civil"."main"."person" AS "_"
) AS "person"

-- case: constants are no ordinals
-- as: ana
SELECT region, count(*) AS n FROM person GROUP BY region, 'x' ORDER BY 'x', NULL, region, 1 + 0
-- becomes
SELECT
  "person"."region" AS "region",
  COUNT(*) AS "n"
FROM (
  SELECT
    "_"."region" AS "region"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"
GROUP BY
  "person"."region",
  CAST('x' AS TEXT)
ORDER BY
  CAST('x' AS TEXT) ASC,
  CAST(NULL AS INT) ASC,
  1 ASC,
  CAST(1 AS INT) ASC

-- case: a column of the whole group in a subquery
-- as: ana
SELECT region, (SELECT max(h.size) FROM household AS h WHERE h.region = p.region) AS most FROM person AS p GROUP BY region
-- becomes
SELECT
  "p"."region" AS "region",
  (
    SELECT
      MAX("h"."size") AS "c1"
    FROM (
      SELECT
        "_"."region" AS "region",
        "_"."size" AS "size"
      FROM "civil"."main"."household" AS "_"
    ) AS "h"
    WHERE "h"."region" = "p"."region"
  ) AS "most"
FROM (
  SELECT
    "_"."region" AS "region"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "p"
GROUP BY
  "p"."region"
