What the engine Trino gets: the same views, guards and masks; a fence is a limit; coercions are spelled out; every name is ours or checked.

-- case: a guard
-- as: ana
SELECT id, 10 / age AS x FROM person WHERE age > 3
-- trino
SELECT "person"."id" AS "id", (10 / "person"."age") AS "x" FROM (SELECT "_"."id" AS "id", (CASE WHEN ("_"."region" LIKE '3301%') THEN "_"."age" END) AS "age" FROM "civil"."main"."person" AS "_" WHERE ("_"."region" LIKE '3301%')) AS "person" WHERE ("person"."age" > 3)

-- case: a fence is a limit that nothing passes
-- as: ana
SELECT 1 / coalesce(age, 0) AS x FROM person
-- trino
SELECT (1 / coalesce("person"."age", 0)) AS "x" FROM (SELECT "_"."age" AS "age" FROM "civil"."main"."person" AS "_" WHERE ("_"."region" LIKE '3301%') LIMIT 9223372036854775807) AS "person"

-- case: total predicates keep the plain column
-- as: ana
SELECT id FROM person WHERE name LIKE 'Z%' AND age IN (1, 2) AND born BETWEEN DATE '2000-01-01' AND DATE '2001-01-01'
-- trino
SELECT "person"."id" AS "id" FROM (SELECT "_"."id" AS "id", (CASE WHEN (NOT ("_"."name" IS NULL)) THEN CAST('***' AS varchar(20)) END) AS "name", "_"."age" AS "age", "_"."born" AS "born" FROM "civil"."main"."person" AS "_" WHERE ("_"."region" LIKE '3301%')) AS "person" WHERE (("person"."name" LIKE 'Z%') AND ("person"."age" IN (1, 2)) AND ("person"."born" BETWEEN DATE '2000-01-01' AND DATE '2001-01-01'))

-- case: a column that is not granted
-- as: ana
SELECT secret FROM person
-- trino
error GW204 COLUMN_NOT_FOUND at 1:8: column `secret` cannot be resolved

-- case: joins and order
-- as: ana
SELECT p.id, q.id FROM person p LEFT JOIN person q ON q.age = p.age ORDER BY 2 DESC, p.name OFFSET 3 ROWS FETCH FIRST 5 ROWS WITH TIES
-- trino
SELECT "p"."id" AS "id", "q"."id" AS "c2" FROM (SELECT "_"."id" AS "id", (CASE WHEN (NOT ("_"."name" IS NULL)) THEN CAST('***' AS varchar(20)) END) AS "name", "_"."age" AS "age" FROM "civil"."main"."person" AS "_" WHERE ("_"."region" LIKE '3301%')) AS "p" LEFT JOIN (SELECT "_"."id" AS "id", "_"."age" AS "age" FROM "civil"."main"."person" AS "_" WHERE ("_"."region" LIKE '3301%')) AS "q" ON ("q"."age" = "p"."age") ORDER BY 2 DESC NULLS LAST, "p"."name" ASC NULLS LAST OFFSET 3 ROWS FETCH FIRST 5 ROWS WITH TIES

-- case: WITH read twice
-- as: ana
WITH d AS (SELECT age AS a FROM person) SELECT 1 / x.a FROM d x, d y
-- trino
WITH "d"("a") AS (SELECT "person"."age" AS "a" FROM (SELECT "_"."age" AS "age" FROM "civil"."main"."person" AS "_" WHERE ("_"."region" LIKE '3301%') LIMIT 9223372036854775807) AS "person") SELECT (1 / "x"."a") AS "c1" FROM "d" AS "x" CROSS JOIN "d" AS "y"

-- case: grouping sets over an expression
-- as: ana
SELECT age / 10, region, count(*), grouping(region) FROM person GROUP BY age / 10, ROLLUP (region)
-- trino
SELECT ("person"."age" / 10) AS "c1", "person"."region" AS "region", count(*) AS "c3", GROUPING("person"."region") AS "c4" FROM (SELECT "_"."region" AS "region", "_"."age" AS "age" FROM "civil"."main"."person" AS "_" WHERE ("_"."region" LIKE '3301%')) AS "person" GROUP BY ("person"."age" / 10), GROUPING SETS (("person"."region"), ())

-- case: grouping by a constant
-- as: ana
SELECT 'all', 1, count(*) FROM person GROUP BY 'all', active ORDER BY 'x'
-- trino
SELECT 'all' AS "c1", 1 AS "c2", count(*) AS "c3" FROM (SELECT "_"."active" AS "active" FROM "civil"."main"."person" AS "_" WHERE ("_"."region" LIKE '3301%')) AS "person" GROUP BY 'all', "person"."active" ORDER BY 'x' ASC NULLS LAST

-- case: windows
-- as: ana
SELECT id, lag(age, 1) IGNORE NULLS OVER (PARTITION BY region ORDER BY id), sum(age) FILTER (WHERE active) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM person
-- trino
SELECT "person"."id" AS "id", lag("person"."age", BIGINT '1') IGNORE NULLS OVER (PARTITION BY "person"."region" ORDER BY "person"."id" ASC NULLS LAST) AS "c2", sum("person"."age") FILTER (WHERE "person"."active") OVER (ORDER BY "person"."id" ASC NULLS LAST ROWS BETWEEN BIGINT '1' PRECEDING AND CURRENT ROW) AS "c3" FROM (SELECT "_"."id" AS "id", "_"."region" AS "region", "_"."age" AS "age", "_"."active" AS "active" FROM "civil"."main"."person" AS "_" WHERE ("_"."region" LIKE '3301%')) AS "person"

-- case: aggregates
-- as: ana
SELECT count(*), count(DISTINCT region), array_agg(name ORDER BY id DESC), listagg(name, '; ') WITHIN GROUP (ORDER BY id), sum(balance) FILTER (WHERE active) FROM person
-- trino
SELECT count(*) AS "c1", count(DISTINCT "person"."region") AS "c2", array_agg("person"."name" ORDER BY "person"."id" DESC NULLS LAST) AS "c3", listagg("person"."name", '; ') WITHIN GROUP (ORDER BY "person"."id" ASC NULLS LAST) AS "c4", sum("person"."balance") FILTER (WHERE "person"."active") AS "c5" FROM (SELECT "_"."id" AS "id", (CASE WHEN (NOT ("_"."name" IS NULL)) THEN CAST('***' AS varchar(20)) END) AS "name", "_"."region" AS "region", "_"."balance" AS "balance", "_"."active" AS "active" FROM "civil"."main"."person" AS "_" WHERE ("_"."region" LIKE '3301%')) AS "person"

-- case: lambdas, rows and arrays
-- as: ana
SELECT transform(tags, t -> lower(t)), filter(ARRAY[1, 2], x -> x > 1), (ARRAY[ROW(id, name)])[1][2], ARRAY[] FROM person
-- trino
SELECT transform("person"."tags", (v1) -> lower(v1)) AS "c1", filter(ARRAY[1, 2], (v2) -> (v2 > 1)) AS "c2", ARRAY[ROW("person"."id", "person"."name")][BIGINT '1'][2] AS "c3", ARRAY[] AS "c4" FROM (SELECT "_"."id" AS "id", (CASE WHEN (NOT ("_"."name" IS NULL)) THEN CAST('***' AS varchar(20)) END) AS "name", "_"."tags" AS "tags" FROM "civil"."main"."person" AS "_" WHERE ("_"."region" LIKE '3301%') LIMIT 9223372036854775807) AS "person"

-- case: unnest
-- as: ana
SELECT p.id, t, n FROM person p CROSS JOIN UNNEST(p.tags) WITH ORDINALITY AS u(t, n)
-- trino
SELECT "p"."id" AS "id", "u"."t" AS "t", "u"."n" AS "n" FROM (SELECT "_"."id" AS "id", "_"."tags" AS "tags" FROM "civil"."main"."person" AS "_" WHERE ("_"."region" LIKE '3301%')) AS "p" CROSS JOIN UNNEST("p"."tags") WITH ORDINALITY AS "u"("t", "n")

-- case: values
-- as: ana
SELECT * FROM (VALUES (1, 'a'), (2, NULL)) AS v(x, y), (VALUES ROW(ROW(1, 2))) AS w(r)
-- trino
SELECT "v"."x" AS "x", "v"."y" AS "y", "w"."r" AS "r" FROM (VALUES ROW(1, 'a'), ROW(2, CAST(NULL AS varchar(1)))) AS "v"("x", "y") CROSS JOIN (VALUES ROW(ROW(1, 2))) AS "w"("r")

-- case: subqueries
-- as: ana
SELECT id FROM person p WHERE (id, age) IN (SELECT id, age FROM person) AND EXISTS (SELECT 1 FROM person q WHERE q.id = p.id + 1) AND age >= ALL (SELECT age FROM person)
-- trino
SELECT "p"."id" AS "id" FROM (SELECT (CASE WHEN ("_"."region" LIKE '3301%') THEN "_"."id" END) AS "id", "_"."age" AS "age" FROM "civil"."main"."person" AS "_" WHERE ("_"."region" LIKE '3301%')) AS "p" WHERE ((("p"."id", "p"."age") IN (SELECT "person"."id" AS "id", "person"."age" AS "age" FROM (SELECT "_"."id" AS "id", "_"."age" AS "age" FROM "civil"."main"."person" AS "_" WHERE ("_"."region" LIKE '3301%') LIMIT 9223372036854775807) AS "person")) AND (EXISTS (SELECT 1 AS "c1" FROM (SELECT "_"."id" AS "id" FROM "civil"."main"."person" AS "_" WHERE ("_"."region" LIKE '3301%') LIMIT 9223372036854775807) AS "q" WHERE ("q"."id" = ("p"."id" + BIGINT '1')))) AND ("p"."age" >= ALL (SELECT "person_2"."age" AS "age" FROM (SELECT "_"."age" AS "age" FROM "civil"."main"."person" AS "_" WHERE ("_"."region" LIKE '3301%') LIMIT 9223372036854775807) AS "person_2")))

-- case: constants of every type
-- as: ana
SELECT -7, BIGINT '7', 1.50, 1e300, nan(), REAL '0.5', '', 'it''s', CHAR 'ab', X'00ff', TIME '10:00:00.5', TIMESTAMP '2026-01-01 10:00:00.123456789012', TIMESTAMP '2026-01-01 10:00 Asia/Shanghai', INTERVAL -'1' DAY, INTERVAL '14' MONTH, UUID '12151fd2-7586-11e9-8f9e-2a86e4085a59', JSON '{"a":1}', NULL, CAST(NULL AS row("select" bigint))
-- trino
SELECT INTEGER '-7' AS "c1", BIGINT '7' AS "c2", CAST(DECIMAL '1.50' AS decimal(3,2)) AS "c3", DOUBLE '1e+300' AS "c4", nan() AS "c5", CAST('0.5' AS real) AS "c6", '' AS "c7", 'it''s' AS "c8", CAST('ab' AS char(2)) AS "c9", X'00ff' AS "c10", TIME '10:00:00.5' AS "c11", TIMESTAMP '2026-01-01 10:00:00.123456789012' AS "c12", TIMESTAMP '2026-01-01 10:00:00 Asia/Shanghai' AS "c13", INTERVAL -'1 00:00:00.000' DAY TO SECOND AS "c14", INTERVAL '14' MONTH AS "c15", CAST('12151fd2-7586-11e9-8f9e-2a86e4085a59' AS uuid) AS "c16", JSON '{"a":1}' AS "c17", NULL AS "c18", CAST(NULL AS row("select" bigint)) AS "c19"

-- case: forms of text
-- as: ana
SELECT trim(LEADING '0' FROM phone), substring(name FROM 2 FOR 1), position('a' IN name), normalize(name, NFD), name || '!', phone LIKE '1!_%' ESCAPE '!' FROM person
-- trino
SELECT trim(LEADING CAST('0' AS varchar) FROM "person"."phone") AS "c1", substr("person"."name", BIGINT '2', BIGINT '1') AS "c2", strpos("person"."name", 'a') AS "c3", normalize("person"."name", NFD) AS "c4", (CAST("person"."name" AS varchar) || CAST('!' AS varchar)) AS "c5", ("person"."phone" LIKE '1!_%' ESCAPE '!') AS "c6" FROM (SELECT (CASE WHEN (NOT ("_"."name" IS NULL)) THEN CAST('***' AS varchar(20)) END) AS "name", CAST((CASE WHEN ("_"."phone" IS NULL) THEN CAST(NULL AS varchar) WHEN (length(trim("_"."phone")) >= BIGINT '11') THEN ((CAST(substr(trim("_"."phone"), BIGINT '1', BIGINT '3') AS varchar) || CAST('****' AS varchar)) || CAST(substr(trim("_"."phone"), BIGINT '-4') AS varchar)) ELSE CAST('***' AS varchar) END) AS varchar(20)) AS "phone" FROM "civil"."main"."person" AS "_" WHERE ("_"."region" LIKE '3301%')) AS "person"

-- case: times and zones
-- as: ana
SELECT EXTRACT(YEAR FROM born), date_add('day', 1, born), born + INTERVAL '1' DAY, TIMESTAMP '2026-01-01 10:00:00 UTC' AT TIME ZONE 'Asia/Shanghai', now() FROM person
-- trino
SELECT year("person"."born") AS "c1", date_add('day', BIGINT '1', "person"."born") AS "c2", ("person"."born" + INTERVAL '1 00:00:00.000' DAY TO SECOND) AS "c3", at_timezone(TIMESTAMP '2026-01-01 10:00:00 UTC', CAST('Asia/Shanghai' AS varchar)) AS "c4", TIMESTAMP '2026-11-22 12:00:00.000 Asia/Shanghai' AS "c5" FROM (SELECT "_"."born" AS "born" FROM "civil"."main"."person" AS "_" WHERE ("_"."region" LIKE '3301%') LIMIT 9223372036854775807) AS "person"

-- case: casts, CASE, TRY
-- as: ana
SELECT CAST(id AS varchar), TRY_CAST(phone AS bigint), CASE WHEN active THEN 1 ELSE 0 END, TRY(10 / age), nullif(id, 3) FROM person
-- trino
SELECT CAST("person"."id" AS varchar) AS "c1", TRY_CAST("person"."phone" AS bigint) AS "c2", (CASE WHEN "person"."active" THEN 1 ELSE 0 END) AS "c3", try((10 / "person"."age")) AS "c4", nullif("person"."id", BIGINT '3') AS "c5" FROM (SELECT "_"."id" AS "id", CAST((CASE WHEN ("_"."phone" IS NULL) THEN CAST(NULL AS varchar) WHEN (length(trim("_"."phone")) >= BIGINT '11') THEN ((CAST(substr(trim("_"."phone"), BIGINT '1', BIGINT '3') AS varchar) || CAST('****' AS varchar)) || CAST(substr(trim("_"."phone"), BIGINT '-4') AS varchar)) ELSE CAST('***' AS varchar) END) AS varchar(20)) AS "phone", "_"."age" AS "age", "_"."active" AS "active" FROM "civil"."main"."person" AS "_" WHERE ("_"."region" LIKE '3301%')) AS "person"

-- case: set operations
-- as: ana
SELECT id FROM person EXCEPT SELECT id + 1 FROM person ORDER BY 1 LIMIT 3
-- trino
(SELECT "person_2"."id" AS "id" FROM (SELECT "_"."id" AS "id" FROM "civil"."main"."person" AS "_" WHERE ("_"."region" LIKE '3301%') LIMIT 9223372036854775807) AS "person_2") EXCEPT (SELECT ("person"."id" + BIGINT '1') AS "id" FROM (SELECT (CASE WHEN ("_"."region" LIKE '3301%') THEN "_"."id" END) AS "id" FROM "civil"."main"."person" AS "_" WHERE ("_"."region" LIKE '3301%')) AS "person") ORDER BY 1 ASC NULLS LAST LIMIT 3

-- case: a sample
-- as: ana
SELECT id FROM person TABLESAMPLE BERNOULLI (50)
-- trino
SELECT "person"."id" AS "id" FROM (SELECT "_"."id" AS "id" FROM "civil"."main"."person" AS "_" WHERE ("_"."region" LIKE '3301%')) AS "person" TABLESAMPLE BERNOULLI (50)

-- case: nullif that widens
-- as: ana
SELECT nullif(age, 3000000000) FROM person
-- trino
error GW402 NOT_SUPPORTED_BY_ENGINE at 1:8: `nullif` of `integer` and `bigint` is not available
hint: cast one of them to the type of the other

-- case: a token is made by Trino's own hash; the key is a parameter
-- as: sam
SELECT id_card FROM person WHERE id = 1
-- trino
SELECT "person"."id_card" AS "id_card" FROM (SELECT "_"."id" AS "id", CAST(trim(TRAILING '=' FROM to_base64url(sha256(concat(substr(?, 65, 64), sha256(concat(substr(?, 1, 64), to_utf8(CAST(lower(trim("_"."id_card")) AS varchar)))))))) AS varchar(43)) AS "id_card" FROM "civil"."main"."person" AS "_") AS "person" WHERE ("person"."id" = BIGINT '1')

-- case: the same in the log
-- as: sam
SELECT id_card FROM person WHERE id = 1
-- logs
SELECT "person"."id_card" AS "id_card" FROM (SELECT "_"."id" AS "id", mask('token:k1', "_"."id_card") AS "id_card" FROM "civil"."main"."person" AS "_") AS "person" WHERE ("person"."id" = CAST(1 AS BIGINT))

-- case: a pattern that begins with more than its column can hold, or may do so, is no range at the source
-- as: ana
SELECT id FROM person WHERE region LIKE '人人人人人人人人人人人人人%' OR region LIKE concat('3301', lower('06%')) OR region LIKE '330106330106\%%' ESCAPE '\' OR region LIKE name
-- trino
SELECT "person"."id" AS "id" FROM (SELECT "_"."id" AS "id", (CASE WHEN (NOT ("_"."name" IS NULL)) THEN CAST('***' AS varchar(20)) END) AS "name", "_"."region" AS "region" FROM "civil"."main"."person" AS "_" WHERE ("_"."region" LIKE '3301%')) AS "person" WHERE ((CAST("person"."region" AS varchar) LIKE '人人人人人人人人人人人人人%') OR (CAST("person"."region" AS varchar) LIKE concat(CAST('3301' AS varchar), CAST(lower('06%') AS varchar))) OR (CAST("person"."region" AS varchar) LIKE '330106330106\%%' ESCAPE '\') OR (CAST("person"."region" AS varchar) LIKE "person"."name"))

-- case: patterns that can match are pushed down as they are
-- as: ana
SELECT id FROM person WHERE region LIKE '人人人人人人人人人人人人%' OR region LIKE '3301063301\_\%%' ESCAPE '\' OR region LIKE '3301063301061' OR name || 'x' LIKE '人人人人人人人人人人人人人人人人人人人人人人人%' OR region NOT LIKE '%%%%%%%%%%%%%%%%'
-- trino
SELECT "person"."id" AS "id" FROM (SELECT "_"."id" AS "id", (CASE WHEN (NOT ("_"."name" IS NULL)) THEN CAST('***' AS varchar(20)) END) AS "name", "_"."region" AS "region" FROM "civil"."main"."person" AS "_" WHERE ("_"."region" LIKE '3301%')) AS "person" WHERE (("person"."region" LIKE '人人人人人人人人人人人人%') OR ("person"."region" LIKE '3301063301\_\%%' ESCAPE '\') OR ("person"."region" LIKE '3301063301061') OR ((CAST("person"."name" AS varchar) || CAST('x' AS varchar)) LIKE '人人人人人人人人人人人人人人人人人人人人人人人%') OR (NOT ("person"."region" LIKE '%%%%%%%%%%%%%%%%')))
