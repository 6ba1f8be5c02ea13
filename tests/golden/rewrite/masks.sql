Masks: the value that leaves the view is the masked one, so WHERE, GROUP BY, JOIN and ORDER BY see it too.

-- case: a constant mask, NULL stays NULL
-- as: ana
SELECT name FROM person
-- becomes
SELECT
  "person"."name" AS "name"
FROM (
  SELECT
    CASE WHEN NOT ("_"."name" IS NULL) THEN '***' END AS "name"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"

-- case: a condition compares the masked value
-- as: ana
SELECT id FROM person WHERE name = 'Zhang'
-- becomes
SELECT
  "person"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id",
    CASE WHEN NOT ("_"."name" IS NULL) THEN '***' END AS "name"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"
WHERE "person"."name" = 'Zhang'

-- case: groups are made of masked values
-- as: ana
SELECT name, count(*) AS n FROM person GROUP BY name
-- becomes
SELECT
  "person"."name" AS "name",
  COUNT(*) AS "n"
FROM (
  SELECT
    CASE WHEN NOT ("_"."name" IS NULL) THEN '***' END AS "name"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"
GROUP BY
  "person"."name"

-- case: the order is that of masked values
-- as: ana
SELECT id FROM person ORDER BY name
-- becomes
SELECT
  "person"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id",
    CASE WHEN NOT ("_"."name" IS NULL) THEN '***' END AS "name"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"
ORDER BY
  "person"."name" ASC

-- case: a row rule reads the raw row, a mask shows the masked one
-- as: ana
SELECT region, name FROM person WHERE name LIKE 'x%'
-- becomes
SELECT
  "person"."region" AS "region",
  "person"."name" AS "name"
FROM (
  SELECT
    CASE WHEN NOT ("_"."name" IS NULL) THEN '***' END AS "name",
    "_"."region" AS "region"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"
WHERE "person"."name" LIKE 'x%'

-- case: null mask keeps the type of the column
-- as: mia
SELECT balance, tags, secret FROM person
-- becomes
SELECT
  "person"."balance" AS "balance",
  "person"."tags" AS "tags",
  "person"."secret" AS "secret"
FROM (
  SELECT
    CAST(NULL AS DECIMAL(10, 2)) AS "balance",
    CAST(NULL AS TEXT) AS "secret",
    CAST(NULL AS TEXT[]) AS "tags"
  FROM "civil"."main"."person" AS "_"
) AS "person"

-- case: a constant that is a boolean
-- as: mia
SELECT active FROM person WHERE active
-- becomes
SELECT
  "person"."active" AS "active"
FROM (
  SELECT
    CASE WHEN NOT ("_"."active" IS NULL) THEN TRUE END AS "active"
  FROM "civil"."main"."person" AS "_"
) AS "person"
WHERE "person"."active"

-- case: a constant mask on a column that the statement only joins by
-- as: mia
SELECT p.id FROM person AS p JOIN household AS h ON p.region = h.region
-- logs
SELECT "p"."id" AS "id" FROM (SELECT "_"."id" AS "id", mask('region:4', "_"."region") AS "region" FROM "civil"."main"."person" AS "_") AS "p" INNER JOIN (SELECT mask('const:***', "_"."region") AS "region" FROM "civil"."main"."household" AS "_") AS "h" ON ("p"."region" = "h"."region")

-- case: a year
-- as: mia
SELECT born FROM person WHERE born < DATE '1990-01-01'
-- becomes
SELECT
  "person"."born" AS "born"
FROM (
  SELECT
    "_"."born" - CAST(DAYOFYEAR("_"."born") - 1 AS INT) AS "born"
  FROM "civil"."main"."person" AS "_"
) AS "person"
WHERE "person"."born" < CAST('1990-01-01' AS DATE)

-- case: a number band
-- as: mia
SELECT age FROM person WHERE age > 60
-- becomes
SELECT
  "person"."age" AS "age"
FROM (
  SELECT
    CASE
      WHEN CAST("_"."age" AS DOUBLE) BETWEEN CAST('-1e+300' AS DOUBLE) AND CAST('1e+300' AS DOUBLE)
      THEN TRY_CAST(ROUND(FLOOR(CAST("_"."age" AS DOUBLE) / CAST('10.0' AS DOUBLE)) * CAST('10.0' AS DOUBLE)) AS INT)
    END AS "age"
  FROM "civil"."main"."person" AS "_"
) AS "person"
WHERE "person"."age" > 60

-- case: a region's first digits
-- as: mia
SELECT region FROM person
-- becomes
SELECT
  "person"."region" AS "region"
FROM (
  SELECT
    LEFT(
      CASE
        WHEN "_"."region" IS NULL
        THEN CAST(NULL AS TEXT)
        WHEN REGEXP_MATCHES(
          REGEXP_REPLACE(
            "_"."region",
            '^[<9>-<d><1c>- <1680><2000>-<2006><2008>-<200a><2028><2029><205f><3000>]+|[<9>-<d><1c>- <1680><2000>-<2006><2008>-<200a><2028><2029><205f><3000>]+$',
            '',
            'g'
          ),
          '^[1-9][0-9]{5}(?:\n?\z)'
        )
        THEN SUBSTRING(
          REGEXP_REPLACE(
            "_"."region",
            '^[<9>-<d><1c>- <1680><2000>-<2006><2008>-<200a><2028><2029><205f><3000>]+|[<9>-<d><1c>- <1680><2000>-<2006><2008>-<200a><2028><2029><205f><3000>]+$',
            '',
            'g'
          ),
          1,
          4
        ) || '00'
        WHEN REGEXP_MATCHES(
          REGEXP_REPLACE(
            "_"."region",
            '^[<9>-<d><1c>- <1680><2000>-<2006><2008>-<200a><2028><2029><205f><3000>]+|[<9>-<d><1c>- <1680><2000>-<2006><2008>-<200a><2028><2029><205f><3000>]+$',
            '',
            'g'
          ),
          '^[1-9][0-9]{8}(?:\n?\z)'
        )
        THEN SUBSTRING(
          REGEXP_REPLACE(
            "_"."region",
            '^[<9>-<d><1c>- <1680><2000>-<2006><2008>-<200a><2028><2029><205f><3000>]+|[<9>-<d><1c>- <1680><2000>-<2006><2008>-<200a><2028><2029><205f><3000>]+$',
            '',
            'g'
          ),
          1,
          4
        ) || '00000'
        WHEN REGEXP_MATCHES(
          REGEXP_REPLACE(
            "_"."region",
            '^[<9>-<d><1c>- <1680><2000>-<2006><2008>-<200a><2028><2029><205f><3000>]+|[<9>-<d><1c>- <1680><2000>-<2006><2008>-<200a><2028><2029><205f><3000>]+$',
            '',
            'g'
          ),
          '^[1-9][0-9]{11}(?:\n?\z)'
        )
        THEN SUBSTRING(
          REGEXP_REPLACE(
            "_"."region",
            '^[<9>-<d><1c>- <1680><2000>-<2006><2008>-<200a><2028><2029><205f><3000>]+|[<9>-<d><1c>- <1680><2000>-<2006><2008>-<200a><2028><2029><205f><3000>]+$',
            '',
            'g'
          ),
          1,
          4
        ) || '00000000'
        ELSE '***'
      END,
      12
    ) AS "region"
  FROM "civil"."main"."person" AS "_"
) AS "person"

-- case: a family name
-- as: mia
SELECT name FROM person
-- logs
SELECT "person"."name" AS "name" FROM (SELECT mask('name', "_"."name") AS "name" FROM "civil"."main"."person" AS "_") AS "person"

-- case: a mobile number
-- as: mia
SELECT phone FROM person
-- logs
SELECT "person"."phone" AS "phone" FROM (SELECT mask('phone', "_"."phone") AS "phone" FROM "civil"."main"."person" AS "_") AS "person"

-- case: an identity number
-- as: mia
SELECT id_card FROM person
-- logs
SELECT "person"."id_card" AS "id_card" FROM (SELECT mask('id_card', "_"."id_card") AS "id_card" FROM "civil"."main"."person" AS "_") AS "person"

-- case: a token's key is bound by the engine, never written
-- as: sam
SELECT id_card FROM person
-- becomes
SELECT
  "person"."id_card" AS "id_card"
FROM (
  SELECT
    RTRIM(
      TRANSLATE(
        TO_BASE64(
          UNHEX(
            SHA256(
              ARRAY_SLICE($key1, 65, 128) || UNHEX(
                SHA256(
                  ARRAY_SLICE($key1, 1, 64) || ENCODE(
                    LOWER(
                      REGEXP_REPLACE(
                        "_"."id_card",
                        '^[<9>-<d><1c>- <1680><2000>-<2006><2008>-<200a><2028><2029><205f><3000>]+|[<9>-<d><1c>- <1680><2000>-<2006><2008>-<200a><2028><2029><205f><3000>]+$',
                        '',
                        'g'
                      )
                    )
                  )
                )
              )
            )
          )
        ),
        '+/',
        '-_'
      ),
      '='
    ) AS "id_card"
  FROM "civil"."main"."person" AS "_"
) AS "person"

-- case: the same key is one parameter, another key another one
-- as: sam
SELECT v.note FROM person AS p JOIN health.main.visit AS v ON p.id_card = v.id_card
-- becomes
SELECT
  "v"."note" AS "note"
FROM (
  SELECT
    RTRIM(
      TRANSLATE(
        TO_BASE64(
          UNHEX(
            SHA256(
              ARRAY_SLICE($key1, 65, 128) || UNHEX(
                SHA256(
                  ARRAY_SLICE($key1, 1, 64) || ENCODE(
                    LOWER(
                      REGEXP_REPLACE(
                        "_"."id_card",
                        '^[<9>-<d><1c>- <1680><2000>-<2006><2008>-<200a><2028><2029><205f><3000>]+|[<9>-<d><1c>- <1680><2000>-<2006><2008>-<200a><2028><2029><205f><3000>]+$',
                        '',
                        'g'
                      )
                    )
                  )
                )
              )
            )
          )
        ),
        '+/',
        '-_'
      ),
      '='
    ) AS "id_card"
  FROM "civil"."main"."person" AS "_"
) AS "p"
INNER JOIN (
  SELECT
    RTRIM(
      TRANSLATE(
        TO_BASE64(
          UNHEX(
            SHA256(
              ARRAY_SLICE($key1, 65, 128) || UNHEX(
                SHA256(
                  ARRAY_SLICE($key1, 1, 64) || ENCODE(
                    LOWER(
                      REGEXP_REPLACE(
                        "_"."id_card",
                        '^[<9>-<d><1c>- <1680><2000>-<2006><2008>-<200a><2028><2029><205f><3000>]+|[<9>-<d><1c>- <1680><2000>-<2006><2008>-<200a><2028><2029><205f><3000>]+$',
                        '',
                        'g'
                      )
                    )
                  )
                )
              )
            )
          )
        ),
        '+/',
        '-_'
      ),
      '='
    ) AS "id_card",
    RTRIM(
      TRANSLATE(
        TO_BASE64(
          UNHEX(
            SHA256(
              ARRAY_SLICE($key2, 65, 128) || UNHEX(
                SHA256(
                  ARRAY_SLICE($key2, 1, 64) || ENCODE(
                    LOWER(
                      REGEXP_REPLACE(
                        "_"."note",
                        '^[<9>-<d><1c>- <1680><2000>-<2006><2008>-<200a><2028><2029><205f><3000>]+|[<9>-<d><1c>- <1680><2000>-<2006><2008>-<200a><2028><2029><205f><3000>]+$',
                        '',
                        'g'
                      )
                    )
                  )
                )
              )
            )
          )
        ),
        '+/',
        '-_'
      ),
      '='
    ) AS "note"
  FROM (
    SELECT
      "id_card" || '' AS "id_card",
      "note" || '' AS "note"
    FROM "health"."main"."visit"
  ) AS "_"
) AS "v"
  ON "p"."id_card" = "v"."id_card"
-- logs
SELECT "v"."note" AS "note" FROM (SELECT mask('token:k1', "_"."id_card") AS "id_card" FROM "civil"."main"."person" AS "_") AS "p" INNER JOIN (SELECT mask('token:k1', "_"."id_card") AS "id_card", mask('token:k2', "_"."note") AS "note" FROM (SELECT ("id_card" || '') AS "id_card", ("note" || '') AS "note" FROM "health"."main"."visit") AS "_") AS "v" ON ("p"."id_card" = "v"."id_card")

-- case: tokens of two keys do not meet
-- as: sam
SELECT 1 AS x FROM health.main.visit WHERE id_card = note
-- becomes
error GW217 TOKEN_MISMATCH at 1:44: a token can be compared only with a token of the same key
hint: compare with a column that carries the same token, or ask for the clear value

-- case: a token and a clear value do not meet
-- as: sam
SELECT id FROM person WHERE id_card = '330106199001011234'
-- becomes
error GW217 TOKEN_MISMATCH at 1:29: a token can be compared only with a token of the same key
hint: compare with a column that carries the same token, or ask for the clear value

-- case: for a purpose the clear value may be granted
-- as: sam for welfare
SELECT name FROM person
-- becomes
SELECT
  "person"."name" AS "name"
FROM (
  SELECT
    "_"."name" AS "name"
  FROM "civil"."main"."person" AS "_"
) AS "person"

-- case: without the purpose it is not
-- as: sam
SELECT name FROM person
-- becomes
SELECT
  "person"."name" AS "name"
FROM (
  SELECT
    CAST(NULL AS TEXT) AS "name"
  FROM "civil"."main"."person" AS "_"
) AS "person"

-- case: two instances, each with its masks
-- as: ana
SELECT a.name, b.name FROM person AS a JOIN person AS b ON a.id = b.id
-- becomes
SELECT
  "a"."name" AS "name",
  "b"."name" AS "c2"
FROM (
  SELECT
    "_"."id" AS "id",
    CASE WHEN NOT ("_"."name" IS NULL) THEN '***' END AS "name"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "a"
INNER JOIN (
  SELECT
    "_"."id" AS "id",
    CASE WHEN NOT ("_"."name" IS NULL) THEN '***' END AS "name"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "b"
  ON "a"."id" = "b"."id"

-- case: a masked column in a subquery
-- as: ana
SELECT id FROM household WHERE 'Li' IN (SELECT name FROM person)
-- becomes
SELECT
  "household"."id" AS "id"
FROM (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."household" AS "_"
) AS "household"
WHERE 'Li' IN (
    SELECT
      "person"."name" AS "name"
    FROM (
      SELECT
        CASE WHEN NOT ("_"."name" IS NULL) THEN '***' END AS "name"
      FROM "civil"."main"."person" AS "_"
      WHERE "_"."region" LIKE '3301%'
    ) AS "person"
  )
