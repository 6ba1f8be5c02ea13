UNNEST: side by side, padded with NULL, rows taken apart into their fields.

-- case: an array of the relation
-- as: ana
SELECT p.id, t.tag FROM person AS p CROSS JOIN UNNEST(p.tags) AS t (tag)
-- becomes
SELECT
  "p"."id" AS "id",
  "t"."tag" AS "tag"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."tags" AS "tags"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "p"
CROSS JOIN LATERAL (
  SELECT
    "tag"
  FROM (
    SELECT
      UNNEST("p"."tags") AS "tag"
  ) AS "u"
) AS "t"

-- case: with ordinality
-- as: ana
SELECT t.tag, t.n FROM person AS p CROSS JOIN UNNEST(p.tags) WITH ORDINALITY AS t (tag, n)
-- becomes
SELECT
  "t"."tag" AS "tag",
  "t"."n" AS "n"
FROM (
  SELECT
    "_"."tags" AS "tags"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "p"
CROSS JOIN LATERAL (
  SELECT
    "tag",
    "n"
  FROM (
    SELECT
      UNNEST("p"."tags") AS "tag",
      UNNEST(RANGE(1, COALESCE(LEN("p"."tags"), 0) + 1)) AS "n"
  ) AS "u"
) AS "t"

-- case: two arrays
-- as: open
SELECT t.a, t.b FROM person CROSS JOIN UNNEST(tags, ARRAY[1, 2]) AS t (a, b)
-- becomes
SELECT
  "t"."a" AS "a",
  "t"."b" AS "b"
FROM (
  SELECT
    "_"."tags" AS "tags"
  FROM "civil"."main"."person" AS "_"
) AS "person"
CROSS JOIN LATERAL (
  SELECT
    "a",
    "b"
  FROM (
    SELECT
      UNNEST("person"."tags") AS "a",
      UNNEST(CAST([1, 2] AS INT[])) AS "b"
  ) AS "u"
) AS "t"

-- case: a constant array
-- as: ana
SELECT x FROM UNNEST(ARRAY[1, 2, 3]) AS t (x)
-- becomes
SELECT
  "t"."x" AS "x"
FROM LATERAL (
  SELECT
    "x"
  FROM (
    SELECT
      UNNEST(CAST([1, 2, 3] AS INT[])) AS "x"
  ) AS "u"
) AS "t"

-- case: a map
-- as: open
SELECT k, v FROM UNNEST(MAP(ARRAY['a'], ARRAY[1])) AS t (k, v)
-- becomes
SELECT
  "t"."k" AS "k",
  "t"."v" AS "v"
FROM LATERAL (
  SELECT
    "k",
    "v"
  FROM (
    SELECT
      UNNEST(
        MAP_KEYS(
          CASE
            WHEN NOT CAST(['a'] AS TEXT[]) IS NULL AND NOT CAST([1] AS INT[]) IS NULL
            THEN MAP(CAST(['a'] AS TEXT[]), CAST([1] AS INT[]))
          END
        )
      ) AS "k",
      UNNEST(
        MAP_VALUES(
          CASE
            WHEN NOT CAST(['a'] AS TEXT[]) IS NULL AND NOT CAST([1] AS INT[]) IS NULL
            THEN MAP(CAST(['a'] AS TEXT[]), CAST([1] AS INT[]))
          END
        )
      ) AS "v"
  ) AS "u"
) AS "t"

-- case: rows
-- as: open
SELECT a, b FROM UNNEST(ARRAY[ROW(1, 'x'), ROW(2, 'y')]) AS t (a, b)
-- becomes
SELECT
  "t"."a" AS "a",
  "t"."b" AS "b"
FROM LATERAL (
  SELECT
    STRUCT_EXTRACT_AT("e0", 1) AS "a",
    STRUCT_EXTRACT_AT("e0", 2) AS "b"
  FROM (
    SELECT
      UNNEST(CAST([{'field0': 1, 'field1': 'x'}, {'field0': 2, 'field1': 'y'}] AS STRUCT("field0" INT, "field1" TEXT)[])) AS "e0"
  ) AS "u"
) AS "t"

-- case: a masked array
-- as: mia
SELECT t.tag FROM person CROSS JOIN UNNEST(tags) AS t (tag)
-- becomes
SELECT
  "t"."tag" AS "tag"
FROM (
  SELECT
    CAST(NULL AS TEXT[]) AS "tags"
  FROM "civil"."main"."person" AS "_"
) AS "person"
CROSS JOIN LATERAL (
  SELECT
    "tag"
  FROM (
    SELECT
      UNNEST("person"."tags") AS "tag"
  ) AS "u"
) AS "t"

-- case: a fallible expression over an element guards the array
-- as: ana
SELECT CAST(t.tag AS bigint) AS x FROM person CROSS JOIN UNNEST(tags) AS t (tag)
-- becomes
SELECT
  CAST(REGEXP_EXTRACT("t"."tag", '^[\x00-\x20]*([+-]?[0-9]+)[\x00-\x20]*$', 1) AS BIGINT) AS "x"
FROM (
  SELECT
    CASE WHEN "_"."region" LIKE '3301%' THEN "_"."tags" END AS "tags"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"
CROSS JOIN LATERAL (
  SELECT
    "tag"
  FROM (
    SELECT
      UNNEST("person"."tags") AS "tag"
  ) AS "u"
) AS "t"

-- case: a field of a row
-- as: ana
SELECT address.street FROM person
-- becomes
SELECT
  STRUCT_EXTRACT_AT("person"."address", 1) AS "street"
FROM (
  SELECT
    "_"."address" AS "address"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "person"

-- case: a left join keeps rows without elements
-- as: ana
SELECT p.id, t.tag FROM person AS p LEFT JOIN UNNEST(p.tags) AS t (tag) ON TRUE
-- becomes
SELECT
  "p"."id" AS "id",
  "t"."tag" AS "tag"
FROM (
  SELECT
    "_"."id" AS "id",
    "_"."tags" AS "tags"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
) AS "p"
LEFT JOIN LATERAL (
  SELECT
    "tag"
  FROM (
    SELECT
      UNNEST("p"."tags") AS "tag"
  ) AS "u"
) AS "t"
  ON TRUE

-- case: a fallible operand of UNNEST fences what it can not guard
-- as: ana
SELECT t.x FROM person AS p CROSS JOIN UNNEST(ARRAY[1 / coalesce(p.age, 0)]) AS t (x)
-- becomes
WITH "fence" AS MATERIALIZED (
  SELECT
    "_"."age" AS "age"
  FROM "civil"."main"."person" AS "_"
  WHERE "_"."region" LIKE '3301%'
)
SELECT
  "t"."x" AS "x"
FROM (
  SELECT
    *
  FROM "fence"
) AS "p"
CROSS JOIN LATERAL (
  SELECT
    "x"
  FROM (
    SELECT
      UNNEST(
        CAST([
          CASE
            WHEN NOT 1 IS NULL AND COALESCE("p"."age", 0) = 0
            THEN CAST('division by zero' AS INT)
            ELSE 1 // COALESCE("p"."age", 0)
          END
        ] AS INT[])
      ) AS "x"
  ) AS "u"
) AS "t"
