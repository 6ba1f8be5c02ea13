Hidden columns: what is not granted takes no part in a statement; where it may be known of, the error says what is missing.

-- case: a star gives what is granted, in the order of the source
-- as: ana
SELECT * FROM person
-- logs
SELECT "person"."id" AS "id", "person"."name" AS "name", "person"."id_card" AS "id_card", "person"."phone" AS "phone", "person"."region" AS "region", "person"."age" AS "age", "person"."balance" AS "balance", "person"."born" AS "born", "person"."active" AS "active", "person"."tags" AS "tags", "person"."address" AS "address" FROM (SELECT "_"."id" AS "id", mask('const:***', "_"."name") AS "name", "_"."id_card" AS "id_card", mask('partial:3:4', "_"."phone") AS "phone", "_"."region" AS "region", "_"."age" AS "age", "_"."balance" AS "balance", "_"."born" AS "born", "_"."active" AS "active", "_"."tags" AS "tags", "_"."address" AS "address" FROM "civil"."main"."person" AS "_" WHERE (@own_region)) AS "person"

-- case: a star over one granted relation
-- as: ana
SELECT * FROM household
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

-- case: a hidden column fails like one that does not exist
-- as: ana
SELECT secret FROM person
-- becomes
error GW204 COLUMN_NOT_FOUND at 1:8: column `secret` cannot be resolved

-- case: a column that does not exist
-- as: ana
SELECT sacred FROM person
-- becomes
error GW204 COLUMN_NOT_FOUND at 1:8: column `sacred` cannot be resolved

-- case: a column that may be known of says whom to ask
-- as: ana
SELECT salary FROM person
-- becomes
error GW301 COLUMN_NOT_ALLOWED at 1:8: column `salary` is not granted to you
hint: ask the owner for a select grant on it
contact: civil affairs

-- case: in a condition too
-- as: ana
SELECT id FROM person WHERE salary > 5
-- becomes
error GW301 COLUMN_NOT_ALLOWED at 1:29: column `salary` is not granted to you
hint: ask the owner for a select grant on it
contact: civil affairs

-- case: in the order too
-- as: ana
SELECT id FROM person ORDER BY secret
-- becomes
error GW204 COLUMN_NOT_FOUND at 1:32: column `secret` cannot be resolved

-- case: a hidden column does not capture an outer name
-- as: ana
SELECT h.id FROM (SELECT id, 'x' AS secret FROM household) AS h WHERE EXISTS (SELECT 1 FROM person WHERE secret = 'x')
-- becomes
SELECT
  "h"."id" AS "id"
FROM (
  SELECT
    "household"."id" AS "id",
    'x' AS "secret"
  FROM (
    SELECT
      "_"."id" AS "id"
    FROM "civil"."main"."household" AS "_"
  ) AS "household"
) AS "h"
WHERE EXISTS(
    SELECT
      1 AS "c1"
    FROM (
      SELECT
        1 AS "c0"
      FROM "civil"."main"."person" AS "_"
      WHERE "_"."region" LIKE '3301%'
    ) AS "person"
    WHERE "h"."secret" = 'x'
  )

-- case: a hidden column takes no part in USING
-- as: ana
SELECT id FROM person JOIN (SELECT 'x' AS secret) AS s USING (secret)
-- becomes
error GW204 COLUMN_NOT_FOUND at 1:63: column `secret` cannot be resolved

-- case: a hidden column makes nothing ambiguous
-- as: ana
SELECT secret FROM person CROSS JOIN (SELECT 'mine' AS secret) AS own
-- becomes
SELECT
  "own"."secret" AS "secret"
FROM (
  SELECT
    1 AS "c0"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"
CROSS JOIN (
  SELECT
    'mine' AS "secret"
) AS "own"

-- case: an alias of the client's may have a hidden column's name
-- as: ana
SELECT id AS secret FROM person ORDER BY secret
-- becomes
SELECT
  "person"."id" AS "secret"
FROM (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"
ORDER BY
  1 ASC

-- case: a view reads no more than the statement uses
-- as: open
SELECT region FROM person WHERE age > 3
-- becomes
SELECT
  "person"."region" AS "region"
FROM (
  SELECT
    "_"."region" AS "region",
    "_"."age" AS "age"
  FROM "civil"."main"."person" AS "_"
) AS "person"
WHERE "person"."age" > 3

-- case: a view of which nothing is used
-- as: open
SELECT count(*) AS n FROM person
-- becomes
SELECT
  COUNT(*) AS "n"
FROM (
  SELECT
    1 AS "c0"
  FROM "civil"."main"."person" AS "_"
) AS "person"

-- case: columns used only in a join condition are read
-- as: open
SELECT 1 AS one FROM person AS p JOIN household AS h ON h.head_id = p.id
-- becomes
SELECT
  1 AS "one"
FROM (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
) AS "p"
INNER JOIN (
  SELECT
    "_"."head_id" AS "head_id"
  FROM "civil"."main"."household" AS "_"
) AS "h"
  ON "h"."head_id" = "p"."id"

-- case: a qualified star
-- as: ana
SELECT h.* FROM household AS h JOIN person AS p ON p.id = h.head_id
-- becomes
SELECT
  "h"."id" AS "id",
  "h"."head_id" AS "head_id",
  "h"."region" AS "region",
  "h"."size" AS "size"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."head_id" AS "head_id",
    "_"."region" AS "region",
    "_"."size" AS "size"
  FROM "civil"."main"."household" AS "_"
) AS "h"
INNER JOIN (
  SELECT
    "_"."id" AS "id"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "p"
  ON "p"."id" = "h"."head_id"

-- case: a whole row can not be asked for
-- as: ana
SELECT person FROM person
-- becomes
error GW204 COLUMN_NOT_FOUND at 1:8: column `person` cannot be resolved
