Joins: each side is its own view; an outer join pads with NULL what the view leaves out.

-- case: inner
-- as: ana
SELECT p.id, h.size FROM person AS p JOIN household AS h ON h.head_id = p.id
-- becomes
SELECT
  "p"."id" AS "id",
  "h"."size" AS "size"
FROM (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "p"
INNER JOIN (
  SELECT
    "_"."head_id" AS "head_id",
    "_"."size" AS "size"
  FROM "civil"."main"."household" AS "_"
) AS "h"
  ON "h"."head_id" = "p"."id"

-- case: left, the ruled side on the left
-- as: ana
SELECT p.id, h.size FROM person AS p LEFT JOIN household AS h ON h.head_id = p.id
-- becomes
SELECT
  "p"."id" AS "id",
  "h"."size" AS "size"
FROM (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "p"
LEFT JOIN (
  SELECT
    "_"."head_id" AS "head_id",
    "_"."size" AS "size"
  FROM "civil"."main"."household" AS "_"
) AS "h"
  ON "h"."head_id" = "p"."id"

-- case: left, the ruled side on the right
-- as: ana
SELECT h.id, p.id FROM household AS h LEFT JOIN person AS p ON h.head_id = p.id
-- becomes
SELECT
  "h"."id" AS "id",
  "p"."id" AS "c2"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."head_id" AS "head_id"
  FROM "civil"."main"."household" AS "_"
) AS "h"
LEFT JOIN (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "p"
  ON "h"."head_id" = "p"."id"

-- case: full
-- as: ana
SELECT h.id, p.id FROM household AS h FULL JOIN person AS p ON h.head_id = p.id
-- becomes
SELECT
  "h"."id" AS "id",
  "p"."id" AS "c2"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."head_id" AS "head_id"
  FROM "civil"."main"."household" AS "_"
) AS "h"
FULL JOIN (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "p"
  ON "h"."head_id" = "p"."id"

-- case: a condition in ON stays in ON
-- as: ana
SELECT h.id FROM household AS h LEFT JOIN person AS p ON h.head_id = p.id AND p.age > 60
-- becomes
SELECT
  "h"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."head_id" AS "head_id"
  FROM "civil"."main"."household" AS "_"
) AS "h"
LEFT JOIN (
  SELECT
    "_"."id" AS "id",
    "_"."age" AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "p"
  ON ("h"."head_id" = "p"."id") AND ("p"."age" > 60)

-- case: using
-- as: ana
SELECT region, p.id FROM person AS p JOIN household AS h USING (region)
-- becomes
SELECT
  "p"."region" AS "region",
  "p"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."region" AS "region"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "p"
INNER JOIN (
  SELECT
    "_"."region" AS "region"
  FROM "civil"."main"."household" AS "_"
) AS "h"
  ON "p"."region" = "h"."region"

-- case: using with an outer join gives whichever side has a value
-- as: ana
SELECT region FROM person AS p FULL JOIN household AS h USING (region)
-- becomes
SELECT
  COALESCE("p"."region", "h"."region") AS "region"
FROM (
  SELECT
    "_"."region" AS "region"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "p"
FULL JOIN (
  SELECT
    "_"."region" AS "region"
  FROM "civil"."main"."household" AS "_"
) AS "h"
  ON "p"."region" = "h"."region"

-- case: natural
-- as: ana
SELECT * FROM household NATURAL JOIN (SELECT region, 1 AS one FROM person) AS p
-- becomes
SELECT
  "household"."region" AS "region",
  "household"."id" AS "id",
  "household"."head_id" AS "head_id",
  "household"."size" AS "size",
  "p"."one" AS "one"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."head_id" AS "head_id",
    "_"."region" AS "region",
    "_"."size" AS "size"
  FROM "civil"."main"."household" AS "_"
) AS "household"
INNER JOIN (
  SELECT
    "person"."region" AS "region",
    1 AS "one"
  FROM (
    SELECT
      "_"."region" AS "region"
    FROM "civil"."main"."person" AS "_"
    WHERE "_"."region" LIKE '3301%'
  ) AS "person"
) AS "p"
  ON "household"."region" = "p"."region"

-- case: two departments
-- as: ana
SELECT p.id, v.cost FROM person AS p JOIN health.main.visit AS v ON v.person_id = p.id
-- becomes
SELECT
  "p"."id" AS "id",
  "v"."cost" AS "cost"
FROM (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "p"
INNER JOIN (
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
) AS "v"
  ON "v"."person_id" = "p"."id"

-- case: three relations
-- as: lee
SELECT p.id FROM person AS p JOIN household AS h ON h.head_id = p.id LEFT JOIN health.main.clinic AS c ON c.code = p.region
-- becomes
SELECT
  "p"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."region" AS "region"
  FROM "civil"."main"."person" AS "_"
  WHERE (("_"."age" > 60) OR ("_"."region" IN ('330106', '330108'))) AND "_"."active"
) AS "p"
INNER JOIN (
  SELECT
    "_"."head_id" AS "head_id"
  FROM "civil"."main"."household" AS "_"
  WHERE "_"."size" < 9
) AS "h"
  ON "h"."head_id" = "p"."id"
LEFT JOIN (
  SELECT
    "_"."code" AS "code"
  FROM (
    SELECT
      "code" || '' AS "code"
    FROM "health"."main"."clinic"
  ) AS "_"
) AS "c"
  ON "c"."code" = "p"."region"

-- case: brackets around a join
-- as: ana
SELECT h.id FROM household AS h LEFT JOIN (person AS p JOIN health.main.clinic AS c ON c.code = p.region) ON p.id = h.head_id
-- becomes
SELECT
  "h"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."head_id" AS "head_id"
  FROM "civil"."main"."household" AS "_"
) AS "h"
LEFT JOIN (
  (
    SELECT
      "_"."id" AS "id",
      "_"."region" AS "region"
    FROM "civil"."main"."person" AS "_"
    WHERE "_"."region" LIKE '3301%'
  ) AS "p"
  INNER JOIN (
    SELECT
      "_"."code" AS "code"
    FROM (
      SELECT
        "code" || '' AS "code"
      FROM "health"."main"."clinic"
    ) AS "_"
  ) AS "c"
    ON "c"."code" = "p"."region"
)
  ON "p"."id" = "h"."head_id"

-- case: comma and where
-- as: ana
SELECT p.id FROM person AS p, household AS h WHERE p.id = h.head_id
-- becomes
SELECT
  "p"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "p"
CROSS JOIN (
  SELECT
    "_"."head_id" AS "head_id"
  FROM "civil"."main"."household" AS "_"
) AS "h"
WHERE "p"."id" = "h"."head_id"

-- case: a comparison of unlike types is converted on one side
-- as: open
SELECT p.id FROM person AS p JOIN household AS h ON p.age = h.id
-- becomes
SELECT
  "p"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."age" AS "age"
  FROM "civil"."main"."person" AS "_"
) AS "p"
INNER JOIN (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."household" AS "_"
) AS "h"
  ON CAST("p"."age" AS BIGINT) = "h"."id"

-- case: a fallible condition guards the ruled column
-- as: ana
SELECT h.id FROM household AS h JOIN person AS p ON h.size / p.age > 1
-- becomes
SELECT
  "h"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."size" AS "size"
  FROM "civil"."main"."household" AS "_"
) AS "h"
INNER JOIN (
  SELECT
    CASE WHEN "_"."region" LIKE '3301%' THEN "_"."age" END AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "p"
  ON (
    CASE
      WHEN NOT "h"."size" IS NULL AND "p"."age" = 0
      THEN CAST('division by zero' AS INT)
      ELSE "h"."size" // "p"."age"
    END
  ) > 1

-- case: a fallible condition over the open side only fences the ruled side
-- as: ana
SELECT h.id FROM household AS h JOIN person AS p ON 10 / h.size > 1
-- becomes
WITH "fence" AS MATERIALIZED (
  SELECT
    1 AS "c0"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
)
SELECT
  "h"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."size" AS "size"
  FROM "civil"."main"."household" AS "_"
) AS "h"
INNER JOIN (
  SELECT
    *
  FROM "fence"
) AS "p"
  ON (CASE WHEN NOT 10 IS NULL AND "h"."size" = 0 THEN CAST('division by zero' AS INT) ELSE 10 // "h"."size" END) > 1

-- case: a constant of the wrong type is refused
-- as: ana
SELECT p.id FROM person AS p JOIN household AS h ON p.phone = 5
-- becomes
error GW206 TYPE_MISMATCH at 1:53: cannot apply operator: varchar(20) = integer
hint: write a CAST to the type that you mean
