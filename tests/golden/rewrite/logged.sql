What the audit record and EXPLAIN hold: the same text, with masks and row predicates by name, no key and no constant of a policy. The client's own constants stay.

-- case: a row predicate by its name
-- as: ana
SELECT id FROM person WHERE region = 'north'
-- logs
SELECT "person"."id" AS "id" FROM (SELECT "_"."id" AS "id", "_"."region" AS "region" FROM "civil"."main"."person" AS "_" WHERE (@own_region)) AS "person" WHERE ("person"."region" = 'north')

-- case: several predicates
-- as: lee
SELECT id FROM person
-- logs
SELECT "person"."id" AS "id" FROM (SELECT "_"."id" AS "id" FROM "civil"."main"."person" AS "_" WHERE (@elderly OR @in_list) AND @alive) AS "person"

-- case: a restriction beside all rows
-- as: ray
SELECT id FROM person
-- logs
SELECT "person"."id" AS "id" FROM (SELECT "_"."id" AS "id" FROM "civil"."main"."person" AS "_" WHERE @not_secret) AS "person"

-- case: a mask by its words
-- as: ana
SELECT phone FROM person
-- logs
SELECT "person"."phone" AS "phone" FROM (SELECT mask('partial:3:4', "_"."phone") AS "phone" FROM "civil"."main"."person" AS "_" WHERE (@own_region)) AS "person"

-- case: a token's key by its name
-- as: sam
SELECT id_card FROM person
-- logs
SELECT "person"."id_card" AS "id_card" FROM (SELECT mask('token:k1', "_"."id_card") AS "id_card" FROM "civil"."main"."person" AS "_") AS "person"

-- case: a guard
-- as: ana
SELECT 1 / age AS x FROM person
-- logs
SELECT (CASE WHEN 1 IS NOT NULL AND "person"."age" = 0 THEN CAST('division by zero' AS INTEGER) ELSE (1 // "person"."age") END) AS "x" FROM (SELECT CASE WHEN (@own_region) THEN "_"."age" END AS "age" FROM "civil"."main"."person" AS "_" WHERE (@own_region)) AS "person"

-- case: a guarded mask
-- as: ana
SELECT CAST(phone AS bigint) AS x FROM person
-- logs
SELECT CAST(regexp_extract("person"."phone", '^[\x00-\x20]*([+-]?[0-9]+)[\x00-\x20]*$', 1) AS BIGINT) AS "x" FROM (SELECT CASE WHEN (@own_region) THEN mask('partial:3:4', "_"."phone") END AS "phone" FROM "civil"."main"."person" AS "_" WHERE (@own_region)) AS "person"

-- case: a fence
-- as: ana
SELECT 1 / coalesce(age, 0) AS x FROM person
-- logs
WITH "fence" AS MATERIALIZED (SELECT "_"."age" AS "age" FROM "civil"."main"."person" AS "_" WHERE (@own_region)) SELECT (CASE WHEN 1 IS NOT NULL AND coalesce("person"."age", 0) = 0 THEN CAST('division by zero' AS INTEGER) ELSE (1 // coalesce("person"."age", 0)) END) AS "x" FROM (SELECT * FROM "fence") AS "person"

-- case: a list attribute
-- as: lee
SELECT count(*) AS n FROM person WHERE age = 330
-- logs
SELECT (count(*)) AS "n" FROM (SELECT "_"."age" AS "age" FROM "civil"."main"."person" AS "_" WHERE (@elderly OR @in_list) AND @alive) AS "person" WHERE ("person"."age" = 330)

-- case: a quoted prefix
-- as: amy
SELECT id FROM person
-- logs
SELECT "person"."id" AS "id" FROM (SELECT "_"."id" AS "id" FROM "civil"."main"."person" AS "_" WHERE (@own_region)) AS "person"

-- case: a wildcard prefix
-- as: tom
SELECT id FROM person
-- logs
SELECT "person"."id" AS "id" FROM (SELECT "_"."id" AS "id" FROM "civil"."main"."person" AS "_" WHERE (@own_region)) AS "person"
