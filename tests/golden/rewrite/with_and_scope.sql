WITH and scopes: a name is a base relation only if no WITH query in scope captures it; names of the client's can not reach into a view.

-- case: a WITH query over a ruled relation
-- as: ana
WITH mine AS (SELECT id, age FROM person) SELECT id FROM mine WHERE age > 3
-- becomes
WITH "mine"("id", "age") AS (
  SELECT
    "person"."id" AS "id",
    "person"."age" AS "age"
  FROM (
    SELECT
      "_"."id" AS "id",
      "_"."age" AS "age"
    FROM "civil"."main"."person" AS "_"
    WHERE "_"."region" LIKE '3301%'
  ) AS "person"
)
SELECT
  "mine_2"."id" AS "id"
FROM "mine" AS "mine_2"
WHERE "mine_2"."age" > 3

-- case: a WITH query called like a relation captures it
-- as: ana
WITH person AS (SELECT 1 AS id) SELECT id FROM person
-- becomes
WITH "person"("id") AS (
  SELECT
    1 AS "id"
)
SELECT
  "person_2"."id" AS "id"
FROM "person" AS "person_2"

-- case: the full name is not captured
-- as: ana
WITH person AS (SELECT 1 AS id) SELECT a.id FROM person AS a, civil.main.person AS b
-- becomes
WITH "person"("id") AS (
  SELECT
    1 AS "id"
)
SELECT
  "a"."id" AS "id"
FROM "person" AS "a"
CROSS JOIN (
  SELECT
    1 AS "c0"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "b"

-- case: inside of its own body the name is still the relation
-- as: ana
WITH person AS (SELECT id FROM person) SELECT id FROM person
-- becomes
WITH "person"("id") AS (
  SELECT
    "person_3"."id" AS "id"
  FROM (
    SELECT
      "_"."id" AS "id"
    FROM "civil"."main"."person" AS "_"
    WHERE "_"."region" LIKE '3301%'
  ) AS "person_3"
)
SELECT
  "person_2"."id" AS "id"
FROM "person" AS "person_2"

-- case: an inner WITH is not seen outside
-- as: ana
SELECT id FROM (WITH household AS (SELECT 1 AS id) SELECT id FROM household) AS x UNION ALL SELECT id FROM household
-- becomes
(
  SELECT
    CAST("x"."id" AS BIGINT) AS "id"
  FROM (
    WITH "household_2"("id") AS (
      SELECT
        1 AS "id"
    )
    SELECT
      "household_3"."id" AS "id"
    FROM "household_2" AS "household_3"
  ) AS "x"
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

-- case: a WITH query used twice
-- as: ana
WITH mine AS (SELECT id, region FROM person) SELECT a.id FROM mine AS a JOIN mine AS b ON a.region = b.region
-- becomes
WITH "mine"("id", "region") AS (
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
SELECT
  "a"."id" AS "id"
FROM "mine" AS "a"
INNER JOIN "mine" AS "b"
  ON "a"."region" = "b"."region"

-- case: a later WITH query sees the earlier ones
-- as: ana
WITH a AS (SELECT id FROM person), b AS (SELECT id FROM a) SELECT id FROM b
-- becomes
WITH "a"("id") AS (
  SELECT
    "person"."id" AS "id"
  FROM (
    SELECT
      "_"."id" AS "id"
    FROM "civil"."main"."person" AS "_"
    WHERE "_"."region" LIKE '3301%'
  ) AS "person"
), "b"("id") AS (
  SELECT
    "a_2"."id" AS "id"
  FROM "a" AS "a_2"
)
SELECT
  "b_2"."id" AS "id"
FROM "b" AS "b_2"

-- case: column aliases of a WITH query
-- as: ana
WITH mine (x, y) AS (SELECT id, region FROM person) SELECT y FROM mine
-- becomes
WITH "mine"("id", "region") AS (
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
SELECT
  "mine_2"."y" AS "y"
FROM (
  SELECT
    "id" AS "x",
    "region" AS "y"
  FROM "mine"
) AS "mine_2"

-- case: a WITH query called like our own names
-- as: ana
WITH fence AS (SELECT id FROM person), _ AS (SELECT id FROM fence) SELECT id FROM _
-- becomes
WITH "fence"("id") AS (
  SELECT
    "person"."id" AS "id"
  FROM (
    SELECT
      "_"."id" AS "id"
    FROM "civil"."main"."person" AS "_"
    WHERE "_"."region" LIKE '3301%'
  ) AS "person"
), "r"("id") AS (
  SELECT
    "fence_2"."id" AS "id"
  FROM "fence" AS "fence_2"
)
SELECT
  "r_2"."id" AS "id"
FROM "r" AS "r_2"

-- case: recursion
-- as: ana
WITH RECURSIVE up (id, depth) AS (SELECT id, 0 FROM person UNION ALL SELECT u.id, u.depth + 1 FROM up AS u WHERE u.depth < 3) SELECT id, depth FROM up
-- becomes
WITH RECURSIVE "fence" AS MATERIALIZED (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
), "up"("id", "c2") AS (
  (
    SELECT
      "person"."id" AS "id",
      0 AS "c2"
    FROM (
      SELECT
        *
      FROM "fence"
    ) AS "person"
  )
  UNION ALL
  (
    SELECT
      "u"."id" AS "id",
      "u"."depth" + 1 AS "c2"
    FROM (
      SELECT
        "id" AS "id",
        "c2" AS "depth"
      FROM "up"
    ) AS "u"
    WHERE "u"."depth" < 3
  )
)
SELECT
  "up_2"."id" AS "id",
  "up_2"."depth" AS "depth"
FROM (
  SELECT
    "id" AS "id",
    "c2" AS "depth"
  FROM "up"
) AS "up_2"

-- case: recursion over a relation without a rule
-- as: open
WITH RECURSIVE up (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < 3) SELECT n FROM up
-- becomes
WITH RECURSIVE "up"("c1") AS (
  (
    SELECT
      1 AS "c1"
  )
  UNION ALL
  (
    SELECT
      "up_3"."n" + 1 AS "c1"
    FROM (
      SELECT
        "c1" AS "n"
      FROM "up"
    ) AS "up_3"
    WHERE "up_3"."n" < 3
  )
)
SELECT
  "up_2"."n" AS "n"
FROM (
  SELECT
    "c1" AS "n"
  FROM "up"
) AS "up_2"

-- case: a derived table
-- as: ana
SELECT d.n FROM (SELECT count(*) AS n FROM person) AS d
-- becomes
SELECT
  "d"."n" AS "n"
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

-- case: strange names become plain ones, the answer keeps them
-- as: ana
SELECT "Weird Name"."id" AS "it's; --" FROM person AS "Weird Name"
-- becomes
SELECT
  "r"."id" AS "c1"
FROM (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "r"

-- case: names that are words of SQL
-- as: ana
SELECT "select"."id" AS "from" FROM person AS "select"
-- becomes
SELECT
  "select"."id" AS "from"
FROM (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "select"

-- case: two outputs of one name
-- as: ana
SELECT id, id FROM person
-- becomes
SELECT
  "person"."id" AS "id",
  "person"."id" AS "c2"
FROM (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"

-- case: an alias that repeats a relation's name
-- as: ana
SELECT household.id FROM person AS household
-- becomes
SELECT
  "household"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "household"

-- case: a derived table inside of a derived table, one name
-- as: ana
SELECT t.id FROM (SELECT t.id FROM (SELECT t.id FROM person AS t) AS t) AS t
-- becomes
SELECT
  "t"."id" AS "id"
FROM (
  SELECT
    "t_2"."id" AS "id"
  FROM (
    SELECT
      "t_3"."id" AS "id"
    FROM (
      SELECT
        "_"."id" AS "id"
      FROM "civil"."main"."person" AS "_"
      WHERE "_"."region" LIKE '3301%'
    ) AS "t_3"
  ) AS "t_2"
) AS "t"

-- case: lateral
-- as: ana
SELECT h.id, l.n FROM household AS h CROSS JOIN LATERAL (SELECT count(*) AS n FROM person AS p WHERE p.region = h.region) AS l
-- becomes
SELECT
  "h"."id" AS "id",
  "l"."n" AS "n"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."region" AS "region"
  FROM "civil"."main"."household" AS "_"
) AS "h"
CROSS JOIN LATERAL (
  SELECT
    COUNT(*) AS "n"
  FROM (
    SELECT
      "_"."region" AS "region"
    FROM "civil"."main"."person" AS "_"
    WHERE "_"."region" LIKE '3301%'
  ) AS "p"
  WHERE "p"."region" = "h"."region"
) AS "l"

-- case: values
-- as: ana
SELECT v.a FROM (VALUES (1, 'x'), (2, NULL)) AS v (a, b) JOIN person AS p ON p.id = v.a
-- becomes
SELECT
  "v"."a" AS "a"
FROM (VALUES
  (1, 'x'),
  (2, CAST(NULL AS TEXT))) AS "v"("a", "b")
INNER JOIN (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "p"
  ON "p"."id" = CAST("v"."a" AS BIGINT)

-- case: no relation at all
-- as: ana
SELECT 1 + 1 AS two
-- becomes
SELECT
  2 AS "two"
