Windows: over the rows of the view.

-- case: a rank
-- as: ana
SELECT id, rank() OVER (PARTITION BY region ORDER BY age DESC) AS place FROM person
-- becomes
SELECT
  "person"."id" AS "id",
  RANK() OVER (PARTITION BY "person"."region" ORDER BY "person"."age" DESC) AS "place"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."region" AS "region",
    "_"."age" AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"

-- case: NULLs come last unless the client says otherwise
-- as: ana
SELECT id, row_number() OVER (ORDER BY age NULLS FIRST) AS n FROM person ORDER BY id
-- becomes
SELECT
  "person"."id" AS "id",
  ROW_NUMBER() OVER (ORDER BY "person"."age" ASC NULLS FIRST) AS "n"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."age" AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"
ORDER BY
  1 ASC

-- case: a frame
-- as: ana
SELECT id, sum(age) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS s FROM person
-- becomes
SELECT
  "person"."id" AS "id",
  CAST(SUM("person"."age") OVER (ORDER BY "person"."id" ASC ROWS BETWEEN CAST(2 AS BIGINT) PRECEDING AND CURRENT ROW) AS BIGINT) AS "s"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."age" AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"

-- case: a named window
-- as: ana
SELECT id, lag(age) OVER w AS before FROM person WINDOW w AS (PARTITION BY region ORDER BY born)
-- becomes
SELECT
  "person"."id" AS "id",
  LAG("person"."age") OVER (PARTITION BY "person"."region" ORDER BY "person"."born" ASC) AS "before"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."region" AS "region",
    "_"."age" AS "age",
    "_"."born" AS "born"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"

-- case: a window over groups
-- as: ana
SELECT region, sum(count(*)) OVER (ORDER BY region) AS running FROM person GROUP BY region
-- becomes
SELECT
  "person"."region" AS "region",
  CAST(SUM(COUNT(*)) OVER (ORDER BY "person"."region" ASC) AS BIGINT) AS "running"
FROM (
  SELECT
    "_"."region" AS "region"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"
GROUP BY
  "person"."region"

-- case: an aggregate with a filter over a window
-- as: ana
SELECT id, count(*) FILTER (WHERE active) OVER (PARTITION BY region) AS n FROM person
-- becomes
SELECT
  "person"."id" AS "id",
  COUNT(*) FILTER(WHERE "person"."active") OVER (PARTITION BY "person"."region") AS "n"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."region" AS "region",
    "_"."active" AS "active"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"

-- case: partition by a masked column
-- as: ana
SELECT id, count(*) OVER (PARTITION BY name) AS n FROM person
-- becomes
SELECT
  "person"."id" AS "id",
  COUNT(*) OVER (PARTITION BY "person"."name") AS "n"
FROM (
  SELECT
    "_"."id" AS "id",
    CASE WHEN NOT ("_"."name" IS NULL) THEN '***' END AS "name"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"

-- case: first value, ignoring NULLs
-- as: ana
SELECT id, first_value(born) IGNORE NULLS OVER (ORDER BY id) AS first FROM person
-- becomes
SELECT
  "person"."id" AS "id",
  FIRST_VALUE("person"."born") OVER (ORDER BY "person"."id" ASC) AS "first"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."born" AS "born"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"

-- case: the result of a window has passed the rule
-- as: ana
SELECT 10 / d.n AS x FROM (SELECT id, count(*) OVER () AS n FROM person) AS d
-- becomes
SELECT
  CASE
    WHEN NOT CAST(10 AS BIGINT) IS NULL AND "d"."n" = 0
    THEN CAST('division by zero' AS BIGINT)
    ELSE CAST(10 AS BIGINT) // "d"."n"
  END AS "x"
FROM (
  SELECT
    "person"."id" AS "id",
    COUNT(*) OVER () AS "n"
  FROM (
    SELECT
      "_"."id" AS "id"
    FROM "civil"."main"."person" AS "_"
    WHERE "_"."region" LIKE '3301%'
  ) AS "person"
) AS "d"

-- case: a fallible argument is guarded
-- as: ana
SELECT sum(10 / age) OVER () AS s FROM person
-- becomes
SELECT
  CAST(SUM(CASE WHEN NOT 10 IS NULL AND "person"."age" = 0 THEN CAST('division by zero' AS INT) ELSE 10 // "person"."age" END) OVER () AS BIGINT) AS "s"
FROM (
  SELECT
    CASE WHEN "_"."region" LIKE '3301%' THEN "_"."age" END AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"

-- case: a window in WHERE is refused
-- as: ana
SELECT id FROM person WHERE row_number() OVER () = 1
-- becomes
error GW210 EXPRESSION_NOT_SCALAR at 1:29: WHERE clause cannot contain window function `row_number`

-- case: a constant in the order of a window and of an aggregate
-- as: ana
SELECT rank() OVER (ORDER BY 'x', 1), array_agg(id) OVER (PARTITION BY 'y') FROM person
-- becomes
SELECT
  RANK() OVER (ORDER BY CAST('x' AS TEXT) ASC, CAST(1 AS INT) ASC) AS "c1",
  LIST("person"."id") OVER (PARTITION BY CAST('y' AS TEXT)) AS "c2"
FROM (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"

-- case: NaN goes with the NULLs that come first
-- as: ana
SELECT id, CAST(age AS double) AS a, rank() OVER (ORDER BY CAST(age AS double) DESC NULLS FIRST) AS r FROM person ORDER BY 2 NULLS FIRST
-- becomes
SELECT
  *
FROM (
  SELECT
    "person"."id" AS "id",
    CAST("person"."age" AS DOUBLE) AS "a",
    RANK() OVER (ORDER BY ISNAN(CAST("person"."age" AS DOUBLE)) ASC NULLS FIRST, CAST("person"."age" AS DOUBLE) DESC NULLS FIRST) AS "r"
  FROM (
    SELECT
      "_"."id" AS "id",
      "_"."age" AS "age"
    FROM "civil"."main"."person" AS "_"
    WHERE "_"."region" LIKE '3301%'
  ) AS "person"
) AS "q"
ORDER BY
  NOT ISNAN("q"."a") ASC NULLS FIRST,
  "q"."a" ASC NULLS FIRST
