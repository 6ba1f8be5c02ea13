Fences: where no guard can help the view is computed whole before anything outside of it, as a materialized WITH query.

-- case: behind coalesce
-- as: ana
SELECT 1 / coalesce(age, 0) AS x FROM person
-- becomes
WITH "fence" AS MATERIALIZED (
  SELECT
    "_"."age" AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
)
SELECT
  CASE
    WHEN NOT 1 IS NULL AND COALESCE("person"."age", 0) = 0
    THEN CAST('division by zero' AS INT)
    ELSE 1 // COALESCE("person"."age", 0)
  END AS "x"
FROM (
  SELECT
    *
  FROM "fence"
) AS "person"

-- case: behind CASE
-- as: ana
SELECT 1 / (CASE WHEN age IS NULL THEN 0 ELSE 1 END) AS x FROM person
-- becomes
WITH "fence" AS MATERIALIZED (
  SELECT
    "_"."age" AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
)
SELECT
  CASE
    WHEN NOT 1 IS NULL AND (CASE WHEN "person"."age" IS NULL THEN 0 ELSE 1 END) = 0
    THEN CAST('division by zero' AS INT)
    ELSE 1 // (CASE WHEN "person"."age" IS NULL THEN 0 ELSE 1 END)
  END AS "x"
FROM (
  SELECT
    *
  FROM "fence"
) AS "person"

-- case: behind IS NULL
-- as: ana
SELECT 1 / length(CAST(age IS NULL AS varchar)) AS x FROM person
-- becomes
WITH "fence" AS MATERIALIZED (
  SELECT
    "_"."age" AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
)
SELECT
  CASE
    WHEN NOT CAST(1 AS BIGINT) IS NULL AND LENGTH(CAST("person"."age" IS NULL AS TEXT)) = 0
    THEN CAST('division by zero' AS BIGINT)
    ELSE CAST(1 AS BIGINT) // LENGTH(CAST("person"."age" IS NULL AS TEXT))
  END AS "x"
FROM (
  SELECT
    *
  FROM "fence"
) AS "person"

-- case: over another relation's column only
-- as: ana
SELECT 10 / h.size AS x FROM household AS h CROSS JOIN person AS p
-- becomes
WITH "fence" AS MATERIALIZED (
  SELECT
    1 AS "c0"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
)
SELECT
  CASE WHEN NOT 10 IS NULL AND "h"."size" = 0 THEN CAST('division by zero' AS INT) ELSE 10 // "h"."size" END AS "x"
FROM (
  SELECT
    "_"."size" AS "size"
  FROM "civil"."main"."household" AS "_"
) AS "h"
CROSS JOIN (
  SELECT
    *
  FROM "fence"
) AS "p"

-- case: a view without a row rule needs none
-- as: ana
SELECT 10 / coalesce(size, 0) AS x FROM household
-- becomes
SELECT
  CASE
    WHEN NOT 10 IS NULL AND COALESCE("household"."size", 0) = 0
    THEN CAST('division by zero' AS INT)
    ELSE 10 // COALESCE("household"."size", 0)
  END AS "x"
FROM (
  SELECT
    "_"."size" AS "size"
  FROM "civil"."main"."household" AS "_"
) AS "household"

-- case: a WITH query used twice
-- as: ana
WITH d AS (SELECT age AS n FROM person) SELECT 1 / a.n AS x FROM d AS a JOIN d AS b ON a.n = b.n
-- becomes
WITH "fence" AS MATERIALIZED (
  SELECT
    "_"."age" AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
), "d"("n") AS (
  SELECT
    "person"."age" AS "n"
  FROM (
    SELECT
      *
    FROM "fence"
  ) AS "person"
)
SELECT
  CASE WHEN NOT 1 IS NULL AND "a"."n" = 0 THEN CAST('division by zero' AS INT) ELSE 1 // "a"."n" END AS "x"
FROM "d" AS "a"
INNER JOIN "d" AS "b"
  ON "a"."n" = "b"."n"

-- case: a recursive query
-- as: ana
WITH RECURSIVE r (n) AS (SELECT age FROM person UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT n FROM r
-- becomes
WITH RECURSIVE "fence" AS MATERIALIZED (
  SELECT
    "_"."age" AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
), "r"("age") AS (
  (
    SELECT
      "person"."age" AS "age"
    FROM (
      SELECT
        *
      FROM "fence"
    ) AS "person"
  )
  UNION ALL
  (
    SELECT
      "r_3"."n" + 1 AS "age"
    FROM (
      SELECT
        "age" AS "n"
      FROM "r"
    ) AS "r_3"
    WHERE "r_3"."n" < 3
  )
)
SELECT
  "r_2"."n" AS "n"
FROM (
  SELECT
    "age" AS "n"
  FROM "r"
) AS "r_2"

-- case: a listed view of the source always
-- as: open
SELECT region FROM health.main.summary
-- becomes
WITH "fence" AS MATERIALIZED (
  SELECT
    "_"."region" AS "region"
  FROM (
    SELECT
      "region" || '' AS "region"
    FROM "health"."main"."summary"
  ) AS "_"
)
SELECT
  "summary"."region" AS "region"
FROM (
  SELECT
    *
  FROM "fence"
) AS "summary"

-- case: only the instance that needs it
-- as: ana
SELECT a.id, 1 / coalesce(b.age, 0) AS x FROM person AS a UNION ALL SELECT id, 1 FROM person AS a CROSS JOIN (SELECT 1 AS age) AS b
-- becomes
error GW204 COLUMN_NOT_FOUND at 1:27: column `b.age` cannot be resolved

-- case: a guard and a fence in one statement
-- as: ana
SELECT 1 / p.age AS x, 1 / coalesce(v.cost, 0) AS y FROM person AS p JOIN health.main.visit AS v ON v.person_id = p.id
-- becomes
WITH "fence" AS MATERIALIZED (
  SELECT
    "_"."id" AS "id",
    "_"."age" AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
), "fence_2" AS MATERIALIZED (
  SELECT
    "_"."person_id" AS "person_id",
    "_"."cost" AS "cost"
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
)
SELECT
  CASE WHEN NOT 1 IS NULL AND "p"."age" = 0 THEN CAST('division by zero' AS INT) ELSE 1 // "p"."age" END AS "x",
  CASE
    WHEN NOT 1 IS NULL AND COALESCE("v"."cost", 0) = 0
    THEN CAST('division by zero' AS INT)
    ELSE 1 // COALESCE("v"."cost", 0)
  END AS "y"
FROM (
  SELECT
    *
  FROM "fence"
) AS "p"
INNER JOIN (
  SELECT
    *
  FROM "fence_2"
) AS "v"
  ON "v"."person_id" = "p"."id"

-- case: a random number is no column of anybody's
-- as: ana
SELECT CAST(random() * 10 AS integer) AS x FROM person
-- becomes
WITH "fence" AS MATERIALIZED (
  SELECT
    1 AS "c0"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
)
SELECT
  CAST(ROUND(RANDOM() * CAST('10.0' AS DOUBLE)) AS INT) AS "x"
FROM (
  SELECT
    *
  FROM "fence"
) AS "person"

-- case: a fallible expression behind EXISTS of a ruled relation
-- as: ana
SELECT 10 / h.size AS x FROM household AS h WHERE EXISTS (SELECT 1 FROM person AS p WHERE p.region = h.region)
-- becomes
WITH "fence" AS MATERIALIZED (
  SELECT
    "_"."region" AS "region"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
)
SELECT
  CASE WHEN NOT 10 IS NULL AND "h"."size" = 0 THEN CAST('division by zero' AS INT) ELSE 10 // "h"."size" END AS "x"
FROM (
  SELECT
    "_"."region" AS "region",
    "_"."size" AS "size"
  FROM "civil"."main"."household" AS "_"
) AS "h"
WHERE EXISTS(
    SELECT
      1 AS "c1"
    FROM (
      SELECT
        *
      FROM "fence"
    ) AS "p"
    WHERE "p"."region" = "h"."region"
  )

-- case: a lateral query over a ruled relation
-- as: ana
SELECT l.x FROM person AS p CROSS JOIN LATERAL (SELECT 1 / coalesce(p.age, 0) AS x) AS l
-- becomes
WITH "fence" AS MATERIALIZED (
  SELECT
    "_"."age" AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
)
SELECT
  "l"."x" AS "x"
FROM (
  SELECT
    *
  FROM "fence"
) AS "p"
CROSS JOIN LATERAL (
  SELECT
    CASE
      WHEN NOT 1 IS NULL AND COALESCE("p"."age", 0) = 0
      THEN CAST('division by zero' AS INT)
      ELSE 1 // COALESCE("p"."age", 0)
    END AS "x"
) AS "l"

-- case: a lambda's body
-- as: ana
SELECT transform(tags, t -> CAST(t AS bigint)) AS x FROM person
-- becomes
WITH "fence" AS MATERIALIZED (
  SELECT
    "_"."tags" AS "tags"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
)
SELECT
  LIST_TRANSFORM("person"."tags", LAMBDA v1 : CAST(REGEXP_EXTRACT(v1, '^[\x00-\x20]*([+-]?[0-9]+)[\x00-\x20]*$', 1) AS BIGINT)) AS "x"
FROM (
  SELECT
    *
  FROM "fence"
) AS "person"

-- case: a subscript
-- as: ana
SELECT tags[1] AS x FROM person
-- becomes
WITH "fence" AS MATERIALIZED (
  SELECT
    "_"."tags" AS "tags"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
)
SELECT
  CASE
    WHEN "person"."tags" IS NULL
    THEN NULL
    WHEN CAST(1 AS BIGINT) < 1 OR CAST(1 AS BIGINT) > LEN("person"."tags")
    THEN CAST(CAST(CAST('array subscript out of bounds' AS TINYINT) AS TEXT) AS TEXT)
    ELSE "person"."tags"[CAST(1 AS BIGINT)]
  END AS "x"
FROM (
  SELECT
    *
  FROM "fence"
) AS "person"
