What SQLite is asked to look for itself: a condition that the row rule or the statement implies, beside them, never instead of them.

-- case: a key
-- as: open
SELECT note FROM health.main.register WHERE code = 'a1'
-- becomes
SELECT
  "register"."note" AS "note"
FROM (
  SELECT
    "_"."code" AS "code",
    "_"."note" AS "note"
  FROM (
    SELECT
      "code" || '' AS "code",
      "note" || '' AS "note"
    FROM SQLITE_QUERY(
      'health',
      'SELECT "_"."code" AS "code", "_"."note" AS "note" FROM "main"."register" AS "_" WHERE ("_"."code" COLLATE BINARY = ''a1'' OR "_"."code" COLLATE BINARY >= x'''')'
    )
  ) AS "_"
) AS "register"
WHERE "register"."code" = 'a1'

-- case: a number
-- as: open
SELECT note FROM health.main.register WHERE n = 7
-- becomes
SELECT
  "register"."note" AS "note"
FROM (
  SELECT
    "_"."n" AS "n",
    "_"."note" AS "note"
  FROM (
    SELECT
      CASE
        WHEN REGEXP_FULL_MATCH(TRY(DECODE(ENCODE("n"))), '[+-]?[0-9]+')
        THEN TRY_CAST(TRY(DECODE(ENCODE("n"))) AS BIGINT)
      END AS "n",
      "note" || '' AS "note"
    FROM SQLITE_QUERY(
      'health',
      'SELECT "_"."n" AS "n", "_"."note" AS "note" FROM "main"."register" AS "_" WHERE ("_"."n" = 7 OR "_"."n" >= '''')'
    )
  ) AS "_"
) AS "register"
WHERE "register"."n" = CAST(7 AS BIGINT)

-- case: a list
-- as: open
SELECT note FROM health.main.register WHERE code IN ('a1', 'it''s')
-- becomes
SELECT
  "register"."note" AS "note"
FROM (
  SELECT
    "_"."code" AS "code",
    "_"."note" AS "note"
  FROM (
    SELECT
      "code" || '' AS "code",
      "note" || '' AS "note"
    FROM SQLITE_QUERY(
      'health',
      'SELECT "_"."code" AS "code", "_"."note" AS "note" FROM "main"."register" AS "_" WHERE (("_"."code" COLLATE BINARY = ''a1'' OR "_"."code" COLLATE BINARY >= x'''') OR ("_"."code" COLLATE BINARY = ''it''''s'' OR "_"."code" COLLATE BINARY >= x''''))'
    )
  ) AS "_"
) AS "register"
WHERE "register"."code" IN ('a1', 'it''s')

-- case: the statement's key and the row rule's prefix
-- as: ana
SELECT note FROM health.main.register WHERE code = 'a1'
-- becomes
SELECT
  "register"."note" AS "note"
FROM (
  SELECT
    "_"."code" AS "code",
    "_"."note" AS "note"
  FROM (
    SELECT
      "code" || '' AS "code",
      "region" || '' AS "region",
      "note" || '' AS "note"
    FROM SQLITE_QUERY(
      'health',
      'SELECT "_"."code" AS "code", "_"."region" AS "region", "_"."note" AS "note" FROM "main"."register" AS "_" WHERE (("_"."region" COLLATE BINARY >= ''3301'' AND "_"."region" COLLATE BINARY < ''3302'' OR "_"."region" COLLATE BINARY >= x'''') AND ("_"."code" COLLATE BINARY = ''a1'' OR "_"."code" COLLATE BINARY >= x''''))'
    )
  ) AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "register"
WHERE "register"."code" = 'a1'

-- case: a masked column is not looked for
-- as: ana
SELECT code FROM health.main.register WHERE name = 'Zhang'
-- becomes
SELECT
  "register"."code" AS "code"
FROM (
  SELECT
    "_"."code" AS "code",
    CASE WHEN NOT ("_"."name" IS NULL) THEN '***' END AS "name"
  FROM (
    SELECT
      "code" || '' AS "code",
      "name" || '' AS "name",
      "region" || '' AS "region"
    FROM SQLITE_QUERY(
      'health',
      'SELECT "_"."code" AS "code", "_"."name" AS "name", "_"."region" AS "region" FROM (SELECT count(*) AS n FROM (SELECT 1 FROM "main"."register" AS "_" WHERE ("_"."region" COLLATE BINARY >= ''3301'' AND "_"."region" COLLATE BINARY < ''3302'' OR "_"."region" COLLATE BINARY >= x'''') LIMIT 5001)) AS few CROSS JOIN "main"."register" AS "_" WHERE few.n <= 5000 AND ("_"."region" COLLATE BINARY >= ''3301'' AND "_"."region" COLLATE BINARY < ''3302'' OR "_"."region" COLLATE BINARY >= x'''') UNION ALL SELECT "_"."code" AS "code", "_"."name" AS "name", "_"."region" AS "region" FROM (SELECT count(*) AS n FROM (SELECT 1 FROM "main"."register" AS "_" WHERE ("_"."region" COLLATE BINARY >= ''3301'' AND "_"."region" COLLATE BINARY < ''3302'' OR "_"."region" COLLATE BINARY >= x'''') LIMIT 5001)) AS few CROSS JOIN "main"."register" AS "_" NOT INDEXED WHERE few.n > 5000 AND ("_"."region" COLLATE BINARY >= ''3301'' AND "_"."region" COLLATE BINARY < ''3302'' OR "_"."region" COLLATE BINARY >= x'''')'
    )
  ) AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "register"
WHERE "register"."name" = 'Zhang'

-- case: nor is what only one of two alternatives implies
-- as: open
SELECT note FROM health.main.register WHERE code = 'a1' OR note = 'x'
-- becomes
SELECT
  "register"."note" AS "note"
FROM (
  SELECT
    "_"."code" AS "code",
    "_"."note" AS "note"
  FROM (
    SELECT
      "code" || '' AS "code",
      "note" || '' AS "note"
    FROM "health"."main"."register"
  ) AS "_"
) AS "register"
WHERE ("register"."code" = 'a1') OR ("register"."note" = 'x')

-- case: a column that can not be looked for
-- as: open
SELECT code FROM health.main.register WHERE note = 'x'
-- becomes
SELECT
  "register"."code" AS "code"
FROM (
  SELECT
    "_"."code" AS "code",
    "_"."note" AS "note"
  FROM (
    SELECT
      "code" || '' AS "code",
      "note" || '' AS "note"
    FROM "health"."main"."register"
  ) AS "_"
) AS "register"
WHERE "register"."note" = 'x'

-- case: under an outer join the right side's condition stays in ON
-- as: open
SELECT r.note FROM household AS h LEFT JOIN health.main.register AS r ON r.n = h.id AND r.code = 'a1'
-- becomes
SELECT
  "r"."note" AS "note"
FROM (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."household" AS "_"
) AS "h"
LEFT JOIN (
  SELECT
    "_"."code" AS "code",
    "_"."n" AS "n",
    "_"."note" AS "note"
  FROM (
    SELECT
      "code" || '' AS "code",
      CASE
        WHEN REGEXP_FULL_MATCH(TRY(DECODE(ENCODE("n"))), '[+-]?[0-9]+')
        THEN TRY_CAST(TRY(DECODE(ENCODE("n"))) AS BIGINT)
      END AS "n",
      "note" || '' AS "note"
    FROM SQLITE_QUERY(
      'health',
      'SELECT "_"."code" AS "code", "_"."n" AS "n", "_"."note" AS "note" FROM "main"."register" AS "_" WHERE ("_"."code" COLLATE BINARY = ''a1'' OR "_"."code" COLLATE BINARY >= x'''')'
    )
  ) AS "_"
) AS "r"
  ON ("r"."n" = "h"."id") AND ("r"."code" = 'a1')

-- case: what the log holds of it
-- as: ana
SELECT note FROM health.main.register WHERE code = 'a1'
-- logs
SELECT "register"."note" AS "note" FROM (SELECT "_"."code" AS "code", "_"."note" AS "note" FROM (SELECT ("code" || '') AS "code", ("region" || '') AS "region", ("note" || '') AS "note" FROM "health"."main"."register") AS "_" WHERE (@own_area)) AS "register" WHERE ("register"."code" = 'a1')
