Subqueries: rules hold wherever a relation stands; correlation is kept.

-- case: in
-- as: ana
SELECT id FROM household WHERE head_id IN (SELECT id FROM person)
-- becomes
SELECT
  "household"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."head_id" AS "head_id"
  FROM "civil"."main"."household" AS "_"
) AS "household"
WHERE "household"."head_id" IN (
    SELECT
      "person"."id" AS "id"
    FROM (
      SELECT
        "_"."id" AS "id"
      FROM "civil"."main"."person" AS "_"
      WHERE "_"."region" LIKE '3301%'
    ) AS "person"
  )

-- case: not in keeps its NULL
-- as: ana
SELECT id FROM household WHERE head_id NOT IN (SELECT id FROM person)
-- becomes
SELECT
  "household"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."head_id" AS "head_id"
  FROM "civil"."main"."household" AS "_"
) AS "household"
WHERE NOT (
    "household"."head_id" IN (
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

-- case: exists, correlated
-- as: ana
SELECT h.id FROM household AS h WHERE EXISTS (SELECT 1 FROM person AS p WHERE p.id = h.head_id)
-- becomes
SELECT
  "h"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."head_id" AS "head_id"
  FROM "civil"."main"."household" AS "_"
) AS "h"
WHERE EXISTS(
    SELECT
      1 AS "c1"
    FROM (
      SELECT
        "_"."id" AS "id"
      FROM "civil"."main"."person" AS "_"
      WHERE "_"."region" LIKE '3301%'
    ) AS "p"
    WHERE "p"."id" = "h"."head_id"
  )

-- case: not exists, the outer relation ruled
-- as: ana
SELECT p.id FROM person AS p WHERE NOT EXISTS (SELECT 1 FROM household AS h WHERE h.head_id = p.id)
-- becomes
SELECT
  "p"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "p"
WHERE NOT (
    EXISTS(
      SELECT
        1 AS "c1"
      FROM (
        SELECT
          "_"."head_id" AS "head_id"
        FROM "civil"."main"."household" AS "_"
      ) AS "h"
      WHERE "h"."head_id" = "p"."id"
    )
  )

-- case: a scalar aggregate
-- as: ana
SELECT h.id, (SELECT count(*) FROM person AS p WHERE p.region = h.region) AS n FROM household AS h
-- becomes
SELECT
  "h"."id" AS "id",
  (
    SELECT
      COUNT(*) AS "c1"
    FROM (
      SELECT
        "_"."region" AS "region"
      FROM "civil"."main"."person" AS "_"
      WHERE "_"."region" LIKE '3301%'
    ) AS "p"
    WHERE "p"."region" = "h"."region"
  ) AS "n"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."region" AS "region"
  FROM "civil"."main"."household" AS "_"
) AS "h"

-- case: a scalar subquery that may give two rows fences all it depends on
-- as: ana
SELECT h.id, (SELECT p.id FROM person AS p WHERE p.region = h.region) AS n FROM household AS h
-- becomes
WITH "fence" AS MATERIALIZED (
  SELECT
    "_"."id" AS "id",
    "_"."region" AS "region"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
)
SELECT
  "h"."id" AS "id",
  (
    SELECT
      "p"."id" AS "id"
    FROM (
      SELECT
        *
      FROM "fence"
    ) AS "p"
    WHERE "p"."region" = "h"."region"
  ) AS "n"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."region" AS "region"
  FROM "civil"."main"."household" AS "_"
) AS "h"

-- case: with LIMIT 1 it can not
-- as: ana
SELECT h.id, (SELECT p.id FROM person AS p WHERE p.region = h.region ORDER BY p.id LIMIT 1) AS n FROM household AS h
-- becomes
SELECT
  "h"."id" AS "id",
  (
    SELECT
      "p"."id" AS "id"
    FROM (
      SELECT
        "_"."id" AS "id",
        "_"."region" AS "region"
      FROM "civil"."main"."person" AS "_"
      WHERE "_"."region" LIKE '3301%'
    ) AS "p"
    WHERE "p"."region" = "h"."region"
    ORDER BY
      1 ASC
    LIMIT 1
  ) AS "n"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."region" AS "region"
  FROM "civil"."main"."household" AS "_"
) AS "h"

-- case: quantified
-- as: ana
SELECT id FROM household WHERE size >= ALL (SELECT age FROM person)
-- becomes
SELECT
  "household"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."size" AS "size"
  FROM "civil"."main"."household" AS "_"
) AS "household"
WHERE "household"."size" >= ALL (
    SELECT
      "person"."age" AS "age"
    FROM (
      SELECT
        "_"."age" AS "age"
      FROM "civil"."main"."person" AS "_"
      WHERE "_"."region" LIKE '3301%'
    ) AS "person"
  )

-- case: in the select list
-- as: ana
SELECT id, id IN (SELECT head_id FROM household) AS heads FROM person
-- becomes
SELECT
  "person"."id" AS "id",
  "person"."id" IN (
    SELECT
      "household"."head_id" AS "head_id"
    FROM (
      SELECT
        "_"."head_id" AS "head_id"
      FROM "civil"."main"."household" AS "_"
    ) AS "household"
  ) AS "heads"
FROM (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"

-- case: in HAVING
-- as: ana
SELECT region FROM household GROUP BY region HAVING count(*) > (SELECT count(*) FROM person)
-- becomes
SELECT
  "household"."region" AS "region"
FROM (
  SELECT
    "_"."region" AS "region"
  FROM "civil"."main"."household" AS "_"
) AS "household"
GROUP BY
  "household"."region"
HAVING (COUNT(*)) > (
    SELECT
      COUNT(*) AS "c1"
    FROM (
      SELECT
        1 AS "c0"
      FROM "civil"."main"."person" AS "_"
      WHERE "_"."region" LIKE '3301%'
    ) AS "person"
  )

-- case: in a join condition
-- as: ana
SELECT h.id FROM household AS h JOIN person AS p ON p.id = (SELECT max(head_id) FROM household)
-- becomes
SELECT
  "h"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."household" AS "_"
) AS "h"
INNER JOIN (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "p"
  ON "p"."id" = (
    SELECT
      MAX("household"."head_id") AS "c1"
    FROM (
      SELECT
        "_"."head_id" AS "head_id"
      FROM "civil"."main"."household" AS "_"
    ) AS "household"
  )

-- case: two levels up
-- as: ana
SELECT p.id FROM person AS p WHERE EXISTS (SELECT 1 FROM household AS h WHERE EXISTS (SELECT 1 FROM person AS q WHERE q.id = p.id AND q.age = h.size))
-- becomes
SELECT
  "p"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "p"
WHERE EXISTS(
    SELECT
      1 AS "c1"
    FROM (
      SELECT
        "_"."size" AS "size"
      FROM "civil"."main"."household" AS "_"
    ) AS "h"
    WHERE EXISTS(
        SELECT
          1 AS "c1"
        FROM (
          SELECT
            "_"."id" AS "id",
            "_"."age" AS "age"
          FROM "civil"."main"."person" AS "_"
          WHERE "_"."region" LIKE '3301%'
        ) AS "q"
        WHERE ("q"."id" = "p"."id") AND ("q"."age" = "h"."size")
      )
  )

-- case: the same alias inside and outside
-- as: ana
SELECT p.id FROM person AS p WHERE p.age > (SELECT avg(p.size) FROM household AS p)
-- becomes
SELECT
  "p"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."age" AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "p"
WHERE CAST("p"."age" AS DOUBLE) > (
    SELECT
      AVG("p_2"."size") AS "c1"
    FROM (
      SELECT
        "_"."size" AS "size"
      FROM "civil"."main"."household" AS "_"
    ) AS "p_2"
  )

-- case: an unqualified name that only the outer relation has
-- as: ana
SELECT id FROM person WHERE EXISTS (SELECT 1 FROM household WHERE age = size)
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
WHERE EXISTS(
    SELECT
      1 AS "c1"
    FROM (
      SELECT
        "_"."size" AS "size"
      FROM "civil"."main"."household" AS "_"
    ) AS "household"
    WHERE "person"."age" = "household"."size"
  )

-- case: a row in a list
-- as: ana
SELECT id FROM household WHERE (id, region) IN (SELECT id, region FROM person)
-- becomes
SELECT
  "household"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."region" AS "region"
  FROM "civil"."main"."household" AS "_"
) AS "household"
WHERE ("household"."id", "household"."region") IN (
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
  )

-- case: NOT IN a list of constants
-- as: ana
SELECT id FROM person WHERE region NOT IN ('a', 'b', NULL)
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
WHERE NOT ("person"."region" IN ('a', 'b', CAST(NULL AS TEXT)))
