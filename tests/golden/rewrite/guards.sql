Guards: a fallible expression that is strict in a ruled column reads it as CASE WHEN <row rule> THEN … END, so that a hidden row carries NULL wherever the engine evaluates it.

-- case: a comparison can not fail, the column stays plain
-- as: ana
SELECT id FROM person WHERE age > 60
-- becomes
SELECT
  "person"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."age" AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"
WHERE "person"."age" > 60

-- case: without a row rule nothing is guarded
-- as: open
SELECT 100 / age AS x FROM person
-- becomes
SELECT
  CASE
    WHEN NOT 100 IS NULL AND "person"."age" = 0
    THEN CAST('division by zero' AS INT)
    ELSE 100 // "person"."age"
  END AS "x"
FROM (
  SELECT
    "_"."age" AS "age"
  FROM "civil"."main"."person" AS "_"
) AS "person"

-- case: division
-- as: ana
SELECT 100 / age AS x FROM person
-- becomes
SELECT
  CASE
    WHEN NOT 100 IS NULL AND "person"."age" = 0
    THEN CAST('division by zero' AS INT)
    ELSE 100 // "person"."age"
  END AS "x"
FROM (
  SELECT
    CASE WHEN "_"."region" LIKE '3301%' THEN "_"."age" END AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"

-- case: division by a constant that is not zero can not fail
-- as: ana
SELECT age / 2 AS x FROM person
-- becomes
SELECT
  "person"."age" // 2 AS "x"
FROM (
  SELECT
    "_"."age" AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"

-- case: addition may overflow
-- as: ana
SELECT age + 1 AS x FROM person
-- becomes
SELECT
  "person"."age" + 1 AS "x"
FROM (
  SELECT
    CASE WHEN "_"."region" LIKE '3301%' THEN "_"."age" END AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"

-- case: double arithmetic can not fail
-- as: ana
SELECT CAST(age AS double) / 0e0 AS x FROM person
-- becomes
SELECT
  CAST("person"."age" AS DOUBLE) / CAST('0.0' AS DOUBLE) AS "x"
FROM (
  SELECT
    "_"."age" AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"

-- case: a cast from text
-- as: ana
SELECT id FROM person WHERE CAST(region AS bigint) > 3
-- becomes
SELECT
  "person"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id",
    CASE WHEN "_"."region" LIKE '3301%' THEN "_"."region" END AS "region"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"
WHERE CAST(REGEXP_EXTRACT("person"."region", '^[\x00-\x20]*([+-]?[0-9]+)[\x00-\x20]*$', 1) AS BIGINT) > CAST(3 AS BIGINT)

-- case: TRY_CAST can not fail
-- as: ana
SELECT id FROM person WHERE TRY_CAST(region AS bigint) > 3
-- becomes
SELECT
  "person"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."region" AS "region"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"
WHERE TRY_CAST(REGEXP_EXTRACT("person"."region", '^[\x00-\x20]*([+-]?[0-9]+)[\x00-\x20]*$', 1) AS BIGINT) > CAST(3 AS BIGINT)

-- case: TRY hides the failure of what stands in it
-- as: ana
SELECT TRY(100 / age) AS x FROM person
-- becomes
SELECT
  TRY(
    CASE
      WHEN NOT 100 IS NULL AND "person"."age" = 0
      THEN CAST('division by zero' AS INT)
      ELSE 100 // "person"."age"
    END
  ) AS "x"
FROM (
  SELECT
    "_"."age" AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"

-- case: one of two columns is enough
-- as: ana
SELECT age / id AS x FROM person
-- becomes
SELECT
  CASE
    WHEN NOT CAST("person"."age" AS BIGINT) IS NULL AND "person"."id" = 0
    THEN CAST('division by zero' AS BIGINT)
    ELSE CAST("person"."age" AS BIGINT) // "person"."id"
  END AS "x"
FROM (
  SELECT
    CASE WHEN "_"."region" LIKE '3301%' THEN "_"."id" END AS "id",
    CASE WHEN "_"."region" LIKE '3301%' THEN "_"."age" END AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"

-- case: of two relations each gets its own guard
-- as: ana
SELECT p.age / v.cost AS x FROM person AS p JOIN health.main.visit AS v ON v.person_id = p.id
-- becomes
SELECT
  CASE
    WHEN NOT "p"."age" IS NULL AND "v"."cost" = 0
    THEN CAST('division by zero' AS INT)
    ELSE "p"."age" // "v"."cost"
  END AS "x"
FROM (
  SELECT
    "_"."id" AS "id",
    CASE WHEN "_"."region" LIKE '3301%' THEN "_"."age" END AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "p"
INNER JOIN (
  SELECT
    "_"."person_id" AS "person_id",
    CASE WHEN "_"."region" LIKE '3301%' THEN "_"."cost" END AS "cost"
  FROM (
    SELECT
      CASE
        WHEN REGEXP_FULL_MATCH(TRY(DECODE(ENCODE("person_id"))), '[+-]?[0-9]+')
        THEN TRY_CAST(TRY(DECODE(ENCODE("person_id"))) AS BIGINT)
      END AS "person_id",
      CASE
        WHEN REGEXP_FULL_MATCH(TRY(DECODE(ENCODE("cost"))), '[+-]?[0-9]+')
        THEN TRY_CAST(TRY(DECODE(ENCODE("cost"))) AS INT)
      END AS "cost",
      "region" || '' AS "region"
    FROM "health"."main"."visit"
  ) AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "v"
  ON "v"."person_id" = "p"."id"

-- case: through a derived table
-- as: ana
SELECT 1 / d.n AS x FROM (SELECT age AS n FROM person) AS d
-- becomes
SELECT
  CASE WHEN NOT 1 IS NULL AND "d"."n" = 0 THEN CAST('division by zero' AS INT) ELSE 1 // "d"."n" END AS "x"
FROM (
  SELECT
    "person"."age" AS "n"
  FROM (
    SELECT
      CASE WHEN "_"."region" LIKE '3301%' THEN "_"."age" END AS "age"
    FROM "civil"."main"."person" AS "_"
    WHERE "_"."region" LIKE '3301%'
  ) AS "person"
) AS "d"

-- case: through a strict expression of a derived table
-- as: ana
SELECT 1 / d.n AS x FROM (SELECT abs(length(region)) AS n FROM person) AS d
-- becomes
SELECT
  CASE
    WHEN NOT CAST(1 AS BIGINT) IS NULL AND "d"."n" = 0
    THEN CAST('division by zero' AS BIGINT)
    ELSE CAST(1 AS BIGINT) // "d"."n"
  END AS "x"
FROM (
  SELECT
    ABS(LENGTH("person"."region")) AS "n"
  FROM (
    SELECT
      CASE WHEN "_"."region" LIKE '3301%' THEN "_"."region" END AS "region"
    FROM "civil"."main"."person" AS "_"
    WHERE "_"."region" LIKE '3301%'
  ) AS "person"
) AS "d"

-- case: through a WITH query used once
-- as: ana
WITH d AS (SELECT age AS n FROM person) SELECT 1 / n AS x FROM d
-- becomes
WITH "d"("n") AS (
  SELECT
    "person"."age" AS "n"
  FROM (
    SELECT
      CASE WHEN "_"."region" LIKE '3301%' THEN "_"."age" END AS "age"
    FROM "civil"."main"."person" AS "_"
    WHERE "_"."region" LIKE '3301%'
  ) AS "person"
)
SELECT
  CASE WHEN NOT 1 IS NULL AND "d_2"."n" = 0 THEN CAST('division by zero' AS INT) ELSE 1 // "d_2"."n" END AS "x"
FROM "d" AS "d_2"

-- case: in WHERE, the column shown elsewhere is the guarded one too
-- as: ana
SELECT age FROM person WHERE 1 / age = 1
-- becomes
SELECT
  "person"."age" AS "age"
FROM (
  SELECT
    CASE WHEN "_"."region" LIKE '3301%' THEN "_"."age" END AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"
WHERE (CASE WHEN NOT 1 IS NULL AND "person"."age" = 0 THEN CAST('division by zero' AS INT) ELSE 1 // "person"."age" END) = 1

-- case: in ORDER BY
-- as: ana
SELECT id FROM person ORDER BY 1 / age
-- becomes
SELECT
  "person"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id",
    CASE WHEN "_"."region" LIKE '3301%' THEN "_"."age" END AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"
ORDER BY
  CASE WHEN NOT 1 IS NULL AND "person"."age" = 0 THEN CAST('division by zero' AS INT) ELSE 1 // "person"."age" END ASC

-- case: in a CASE that depends on itself the whole column is guarded
-- as: ana
SELECT CASE WHEN age > 0 THEN 10 / age END AS x FROM person
-- becomes
SELECT
  CASE
    WHEN "person"."age" > 0
    THEN CASE WHEN NOT 10 IS NULL AND "person"."age" = 0 THEN CAST('division by zero' AS INT) ELSE 10 // "person"."age" END
  END AS "x"
FROM (
  SELECT
    CASE WHEN "_"."region" LIKE '3301%' THEN "_"."age" END AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"

-- case: a masked column that is guarded
-- as: ana
SELECT CAST(name AS bigint) AS x FROM person
-- becomes
SELECT
  CAST(REGEXP_EXTRACT("person"."name", '^[\x00-\x20]*([+-]?[0-9]+)[\x00-\x20]*$', 1) AS BIGINT) AS "x"
FROM (
  SELECT
    CASE WHEN "_"."region" LIKE '3301%' THEN CASE WHEN NOT ("_"."name" IS NULL) THEN '***' END END AS "name"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"

-- case: under a left join
-- as: ana
SELECT h.id, 1 / p.age AS x FROM household AS h LEFT JOIN person AS p ON p.id = h.head_id
-- becomes
SELECT
  "h"."id" AS "id",
  CASE WHEN NOT 1 IS NULL AND "p"."age" = 0 THEN CAST('division by zero' AS INT) ELSE 1 // "p"."age" END AS "x"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."head_id" AS "head_id"
  FROM "civil"."main"."household" AS "_"
) AS "h"
LEFT JOIN (
  SELECT
    "_"."id" AS "id",
    CASE WHEN "_"."region" LIKE '3301%' THEN "_"."age" END AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "p"
  ON "p"."id" = "h"."head_id"

-- case: element_at can not fail
-- as: ana
SELECT element_at(tags, 1) AS x FROM person
-- becomes
SELECT
  "person"."tags"[CAST(1 AS BIGINT)] AS "x"
FROM (
  SELECT
    "_"."tags" AS "tags"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"

-- case: a rule of two ways and a restriction is repeated whole
-- as: lee
SELECT 1 / age AS x FROM person
-- becomes
SELECT
  CASE WHEN NOT 1 IS NULL AND "person"."age" = 0 THEN CAST('division by zero' AS INT) ELSE 1 // "person"."age" END AS "x"
FROM (
  SELECT
    CASE
      WHEN (("_"."age" > 60) OR ("_"."region" IN ('330106', '330108'))) AND "_"."active"
      THEN "_"."age"
    END AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE (("_"."age" > 60) OR ("_"."region" IN ('330106', '330108'))) AND "_"."active"
) AS "person"
