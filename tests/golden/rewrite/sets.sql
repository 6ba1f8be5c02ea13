Set operations: each side has its own views.

-- case: union all of a ruled and an open relation
-- as: ana
SELECT id FROM person UNION ALL SELECT id FROM household
-- becomes
(
  SELECT
    "person"."id" AS "id"
  FROM (
    SELECT
      "_"."id" AS "id"
    FROM "civil"."main"."person" AS "_"
    WHERE "_"."region" LIKE '3301%'
  ) AS "person"
)
UNION ALL
(
  SELECT
    "household"."id" AS "id"
  FROM (
    SELECT
      "_"."id" AS "id"
    FROM "civil"."main"."household" AS "_"
  ) AS "household"
)

-- case: union removes duplicates of masked values
-- as: ana
SELECT name FROM person UNION SELECT 'x'
-- becomes
(
  SELECT
    "person"."name" AS "name"
  FROM (
    SELECT
      CASE WHEN NOT ("_"."name" IS NULL) THEN '***' END AS "name"
    FROM "civil"."main"."person" AS "_"
    WHERE "_"."region" LIKE '3301%'
  ) AS "person"
)
UNION
(
  SELECT
    'x' AS "name"
)

-- case: except
-- as: ana
SELECT id FROM household EXCEPT SELECT id FROM person
-- becomes
(
  SELECT
    "household"."id" AS "id"
  FROM (
    SELECT
      "_"."id" AS "id"
    FROM "civil"."main"."household" AS "_"
  ) AS "household"
)
EXCEPT
(
  SELECT
    "person"."id" AS "id"
  FROM (
    SELECT
      "_"."id" AS "id"
    FROM "civil"."main"."person" AS "_"
    WHERE "_"."region" LIKE '3301%'
  ) AS "person"
)

-- case: intersect binds tighter
-- as: ana
SELECT id FROM household UNION SELECT id FROM person INTERSECT SELECT head_id FROM household
-- becomes
(
  SELECT
    "household_2"."id" AS "id"
  FROM (
    SELECT
      "_"."id" AS "id"
    FROM "civil"."main"."household" AS "_"
  ) AS "household_2"
)
UNION
(
  (
    SELECT
      "person"."id" AS "id"
    FROM (
      SELECT
        "_"."id" AS "id"
      FROM "civil"."main"."person" AS "_"
      WHERE "_"."region" LIKE '3301%'
    ) AS "person"
  )
  INTERSECT
  (
    SELECT
      "household"."head_id" AS "id"
    FROM (
      SELECT
        "_"."head_id" AS "head_id"
      FROM "civil"."main"."household" AS "_"
    ) AS "household"
  )
)

-- case: brackets
-- as: ana
(SELECT id FROM household UNION SELECT id FROM person) INTERSECT SELECT head_id FROM household
-- becomes
(
  (
    SELECT
      "household_2"."id" AS "id"
    FROM (
      SELECT
        "_"."id" AS "id"
      FROM "civil"."main"."household" AS "_"
    ) AS "household_2"
  )
  UNION
  (
    SELECT
      "person"."id" AS "id"
    FROM (
      SELECT
        "_"."id" AS "id"
      FROM "civil"."main"."person" AS "_"
      WHERE "_"."region" LIKE '3301%'
    ) AS "person"
  )
)
INTERSECT
(
  SELECT
    "household"."head_id" AS "id"
  FROM (
    SELECT
      "_"."head_id" AS "head_id"
    FROM "civil"."main"."household" AS "_"
  ) AS "household"
)

-- case: unlike types meet in the wider one
-- as: open
SELECT age FROM person UNION ALL SELECT id FROM household
-- becomes
(
  SELECT
    CAST("person"."age" AS BIGINT) AS "age"
  FROM (
    SELECT
      "_"."age" AS "age"
    FROM "civil"."main"."person" AS "_"
  ) AS "person"
)
UNION ALL
(
  SELECT
    "household"."id" AS "age"
  FROM (
    SELECT
      "_"."id" AS "id"
    FROM "civil"."main"."household" AS "_"
  ) AS "household"
)

-- case: order and limit of the whole
-- as: ana
SELECT id FROM person UNION ALL SELECT id FROM household ORDER BY id DESC NULLS FIRST LIMIT 3 
-- becomes
(
  SELECT
    "person"."id" AS "id"
  FROM (
    SELECT
      "_"."id" AS "id"
    FROM "civil"."main"."person" AS "_"
    WHERE "_"."region" LIKE '3301%'
  ) AS "person"
)
UNION ALL
(
  SELECT
    "household"."id" AS "id"
  FROM (
    SELECT
      "_"."id" AS "id"
    FROM "civil"."main"."household" AS "_"
  ) AS "household"
)
ORDER BY
  1 DESC NULLS FIRST
LIMIT 3

-- case: order and limit of one side
-- as: ana
(SELECT id FROM person ORDER BY id LIMIT 1) UNION ALL SELECT id FROM household
-- becomes
(
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
  LIMIT 1
)
UNION ALL
(
  SELECT
    "household"."id" AS "id"
  FROM (
    SELECT
      "_"."id" AS "id"
    FROM "civil"."main"."household" AS "_"
  ) AS "household"
)

-- case: a fallible expression over a union guards the ruled side
-- as: ana
SELECT 1 / n FROM (SELECT age AS n FROM person UNION ALL SELECT size FROM household) AS u
-- becomes
SELECT
  CASE WHEN NOT 1 IS NULL AND "u"."n" = 0 THEN CAST('division by zero' AS INT) ELSE 1 // "u"."n" END AS "c1"
FROM (
  (
    SELECT
      "person"."age" AS "n"
    FROM (
      SELECT
        CASE WHEN "_"."region" LIKE '3301%' THEN "_"."age" END AS "age"
      FROM "civil"."main"."person" AS "_"
      WHERE "_"."region" LIKE '3301%'
    ) AS "person"
  )
  UNION ALL
  (
    SELECT
      "household"."size" AS "n"
    FROM (
      SELECT
        "_"."size" AS "size"
      FROM "civil"."main"."household" AS "_"
    ) AS "household"
  )
) AS "u"

-- case: a fallible expression over a union whose ruled side is loose fences it
-- as: ana
SELECT 1 / n FROM (SELECT coalesce(age, 0) AS n FROM person UNION ALL SELECT size FROM household) AS u
-- becomes
WITH "fence" AS MATERIALIZED (
  SELECT
    "_"."age" AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
)
SELECT
  CASE WHEN NOT 1 IS NULL AND "u"."n" = 0 THEN CAST('division by zero' AS INT) ELSE 1 // "u"."n" END AS "c1"
FROM (
  (
    SELECT
      COALESCE("person"."age", 0) AS "n"
    FROM (
      SELECT
        *
      FROM "fence"
    ) AS "person"
  )
  UNION ALL
  (
    SELECT
      "household"."size" AS "n"
    FROM (
      SELECT
        "_"."size" AS "size"
      FROM "civil"."main"."household" AS "_"
    ) AS "household"
  )
) AS "u"

-- case: a fallible expression in one side leaves the other alone
-- as: ana
SELECT 1 / age FROM person UNION ALL SELECT id FROM person
-- becomes
(
  SELECT
    CAST(CASE
      WHEN NOT 1 IS NULL AND "person_2"."age" = 0
      THEN CAST('division by zero' AS INT)
      ELSE 1 // "person_2"."age"
    END AS BIGINT) AS "c1"
  FROM (
    SELECT
      CASE WHEN "_"."region" LIKE '3301%' THEN "_"."age" END AS "age"
    FROM "civil"."main"."person" AS "_"
    WHERE "_"."region" LIKE '3301%'
  ) AS "person_2"
)
UNION ALL
(
  SELECT
    "person"."id" AS "c1"
  FROM (
    SELECT
      "_"."id" AS "id"
    FROM "civil"."main"."person" AS "_"
    WHERE "_"."region" LIKE '3301%'
  ) AS "person"
)

-- case: a table statement
-- as: ana
TABLE household
-- becomes
SELECT
  "household"."id" AS "id",
  "household"."head_id" AS "head_id",
  "household"."region" AS "region",
  "household"."size" AS "size"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."head_id" AS "head_id",
    "_"."region" AS "region",
    "_"."size" AS "size"
  FROM "civil"."main"."household" AS "_"
) AS "household"

-- case: values alone
-- as: ana
VALUES (1, 'a'), (2, 'b')
-- becomes
SELECT
  *
FROM (VALUES
  (1, 'a'),
  (2, 'b')) AS "v"("c1", "c2")

-- case: a union under a fallible expression of both sides
-- as: ana
SELECT CAST(x AS bigint) AS n FROM (SELECT region AS x FROM person UNION ALL SELECT note FROM health.main.visit) AS u
-- becomes
SELECT
  CAST(REGEXP_EXTRACT("u"."x", '^[\x00-\x20]*([+-]?[0-9]+)[\x00-\x20]*$', 1) AS BIGINT) AS "n"
FROM (
  (
    SELECT
      "person"."region" AS "x"
    FROM (
      SELECT
        CASE WHEN "_"."region" LIKE '3301%' THEN "_"."region" END AS "region"
      FROM "civil"."main"."person" AS "_"
      WHERE "_"."region" LIKE '3301%'
    ) AS "person"
  )
  UNION ALL
  (
    SELECT
      "visit"."note" AS "x"
    FROM (
      SELECT
        CASE WHEN "_"."region" LIKE '3301%' THEN "_"."note" END AS "note"
      FROM (
        SELECT
          "note" || '' AS "note",
          "region" || '' AS "region"
        FROM "health"."main"."visit"
      ) AS "_"
      WHERE "_"."region" LIKE '3301%'
    ) AS "visit"
  )
) AS "u"

-- case: the number of columns must be the same
-- as: ana
SELECT id FROM person UNION SELECT id, size FROM household
-- becomes
error GW206 TYPE_MISMATCH at 1:36: UNION query has different number of fields: 1, 2
