Sources: a loosely typed source is read as text and converted totally; strings are compared as the gateway compares them, not as the source does.

-- case: columns that are converted on reading
-- as: open
SELECT cost FROM health.main.visit
-- becomes
SELECT
  "visit"."cost" AS "cost"
FROM (
  SELECT
    "_"."cost" AS "cost"
  FROM (
    SELECT
      CASE
        WHEN REGEXP_FULL_MATCH(TRY(DECODE(ENCODE("cost"))), '[+-]?[0-9]+')
        THEN TRY_CAST(TRY(DECODE(ENCODE("cost"))) AS INT)
      END AS "cost"
    FROM "health"."main"."visit"
  ) AS "_"
) AS "visit"

-- case: text is compared outside of the source's collation
-- as: open
SELECT code FROM health.main.clinic WHERE title = 'x'
-- becomes
SELECT
  "clinic"."code" AS "code"
FROM (
  SELECT
    "_"."code" AS "code",
    "_"."title" AS "title"
  FROM (
    SELECT
      "code" || '' AS "code",
      "title" || '' AS "title"
    FROM "health"."main"."clinic"
  ) AS "_"
) AS "clinic"
WHERE "clinic"."title" = 'x'

-- case: char is held without its padding
-- as: open
SELECT flag FROM health.main.clinic WHERE flag = 'a'
-- becomes
SELECT
  "clinic"."flag" AS "flag"
FROM (
  SELECT
    "_"."flag" AS "flag"
  FROM (
    SELECT
      RTRIM("flag", ' ') AS "flag"
    FROM "health"."main"."clinic"
  ) AS "_"
) AS "clinic"
WHERE "clinic"."flag" = 'a'

-- case: a row rule reads the converted column
-- as: ana
SELECT note FROM health.main.visit
-- becomes
SELECT
  "visit"."note" AS "note"
FROM (
  SELECT
    "_"."note" AS "note"
  FROM (
    SELECT
      "note" || '' AS "note",
      "region" || '' AS "region"
    FROM "health"."main"."visit"
  ) AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "visit"

-- case: nothing used of a converted relation
-- as: open
SELECT count(*) AS n FROM health.main.visit
-- becomes
SELECT
  COUNT(*) AS "n"
FROM (
  SELECT
    1 AS "c0"
  FROM "health"."main"."visit" AS "_"
) AS "visit"

-- case: a guard on a converted column
-- as: ana
SELECT 1 / cost AS x FROM health.main.visit
-- becomes
SELECT
  CASE WHEN NOT 1 IS NULL AND "visit"."cost" = 0 THEN CAST('division by zero' AS INT) ELSE 1 // "visit"."cost" END AS "x"
FROM (
  SELECT
    CASE WHEN "_"."region" LIKE '3301%' THEN "_"."cost" END AS "cost"
  FROM (
    SELECT
      CASE
        WHEN REGEXP_FULL_MATCH(TRY(DECODE(ENCODE("cost"))), '[+-]?[0-9]+')
        THEN TRY_CAST(TRY(DECODE(ENCODE("cost"))) AS INT)
      END AS "cost",
      "region" || '' AS "region"
    FROM "health"."main"."visit"
  ) AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "visit"
