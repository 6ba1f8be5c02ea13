-- Tableau: probe of columns
SELECT "residents"."id" AS "id", "residents"."name" AS "name", "residents"."born" AS "born" FROM "memory"."city"."residents" "residents" LIMIT 0

-- Tableau: no rows by a false condition
SELECT * FROM "city"."residents" "residents" WHERE 1 = 0

-- Tableau: a bar chart
SELECT "visits"."hospital" AS "hospital", SUM("visits"."cost") AS "sum:cost:ok" FROM "city"."visits" "visits" GROUP BY 1

-- Tableau: having rows at all
SELECT COUNT(1) AS "cnt:ok" FROM "city"."visits" "visits" HAVING (COUNT(1) > 0)

-- Tableau: a constant group
SELECT 1 AS "one", SUM("visits"."cost") AS "s" FROM "city"."visits" "visits" GROUP BY 1

-- Tableau: year of a date
SELECT YEAR("visits"."day") AS "yr:day:ok", COUNT(DISTINCT "visits"."resident_id") AS "ctd:resident_id:ok" FROM "city"."visits" "visits" GROUP BY YEAR("visits"."day")

-- Tableau: truncated to a month
SELECT DATE_TRUNC('MONTH', CAST("visits"."day" AS TIMESTAMP)) AS "tmn:day:ok", SUM("visits"."cost") AS "sum:cost:ok" FROM "city"."visits" "visits" GROUP BY DATE_TRUNC('MONTH', CAST("visits"."day" AS TIMESTAMP))

-- Tableau: truncated to a month in small letters
SELECT DATE_TRUNC('month', "visits"."day") AS "tmn", SUM("visits"."cost") AS "s" FROM "city"."visits" "visits" GROUP BY 1 ORDER BY 1 ASC NULLS FIRST

-- Tableau: quarter of a date
SELECT (QUARTER("visits"."day")) AS "qr:day:ok" FROM "city"."visits" "visits" GROUP BY 1

-- Tableau: a custom query wrapped
SELECT "t0"."district" AS "district", COUNT(1) AS "c" FROM (SELECT district, gender FROM residents WHERE income > 0) "t0" GROUP BY 1

-- Tableau: a filter by a list
SELECT "residents"."gender" AS "gender", AVG("residents"."height") AS "avg" FROM "city"."residents" "residents" WHERE ("residents"."district" IN ('320508', '320509')) GROUP BY 1

-- Tableau: a filter with NULL
SELECT "residents"."gender" AS "gender" FROM "city"."residents" "residents" WHERE (("residents"."gender" = 'M') OR ("residents"."gender" IS NULL)) GROUP BY 1

-- Tableau: a date range
SELECT COUNT(1) AS "n" FROM "city"."visits" "visits" WHERE (("visits"."admitted" >= TIMESTAMP '2026-01-01 00:00:00.000') AND ("visits"."admitted" < TIMESTAMP '2026-02-01 00:00:00.000'))

-- Tableau: relations joined
SELECT "districts"."name" AS "name", SUM("residents"."income") AS "income" FROM "city"."residents" "residents" INNER JOIN "city"."districts" "districts" ON ("residents"."district" = "districts"."code") GROUP BY 1

-- Tableau: relations blended
SELECT "t0"."d" AS "d", "t1"."n" AS "n" FROM (SELECT "district" AS "d", COUNT(1) AS "m" FROM "city"."residents" GROUP BY 1) "t0" LEFT JOIN (SELECT "district" AS "d", COUNT(1) AS "n" FROM "city"."companies" GROUP BY 1) "t1" ON (("t0"."d" = "t1"."d") OR (("t0"."d" IS NULL) AND ("t1"."d" IS NULL)))

-- Tableau: a level of detail
SELECT "t0"."hospital" AS "hospital", AVG("t0"."x") AS "avg" FROM (SELECT "hospital" AS "hospital", "resident_id" AS "r", SUM("cost") AS "x" FROM "city"."visits" GROUP BY 1, 2) "t0" GROUP BY 1

-- Tableau: a top five filter
SELECT "visits"."hospital" AS "hospital", SUM("visits"."cost") AS "s" FROM "city"."visits" "visits" INNER JOIN (SELECT "hospital" AS "hospital", SUM("cost") AS "x" FROM "city"."visits" GROUP BY 1 ORDER BY 2 DESC, 1 ASC LIMIT 2) "t0" ON ("visits"."hospital" = "t0"."hospital") GROUP BY 1

-- Tableau: a CASE group
SELECT (CASE WHEN ("visits"."dept" IN ('内科', '外科')) THEN '内外科' ELSE "visits"."dept" END) AS "Dept (group)", COUNT(1) AS "n" FROM "city"."visits" "visits" GROUP BY 1

-- Tableau: a bin
SELECT FLOOR("residents"."height" / 0.5) AS "bin", COUNT(1) AS "n" FROM "city"."residents" "residents" GROUP BY 1

-- Tableau: an integer bin
SELECT CAST(FLOOR("visits"."cost" / 100) AS BIGINT) AS "bin", COUNT(1) FROM "city"."visits" "visits" GROUP BY 1

-- Tableau: minimum and maximum for a slider
SELECT MAX("residents"."born") AS "TEMP(max)", MIN("residents"."born") AS "TEMP(min)" FROM "city"."residents" "residents" HAVING (COUNT(1) > 0)

-- Tableau: distinct values for a filter
SELECT "residents"."district" AS "district" FROM "city"."residents" "residents" GROUP BY 1 ORDER BY 1 ASC NULLS FIRST

-- Tableau: a starts-with filter
SELECT "residents"."name" AS "name" FROM "city"."residents" "residents" WHERE (SUBSTR("residents"."name", 1, LENGTH('An')) = 'An') GROUP BY 1

-- Tableau: a contains filter
SELECT "residents"."name" AS "name" FROM "city"."residents" "residents" WHERE (STRPOS(LOWER("residents"."name"), LOWER('ANNA')) > 0) GROUP BY 1

-- Tableau: a parameter as a constant
SELECT (CASE WHEN ('cost' = 'cost') THEN SUM("visits"."cost") ELSE COUNT(1) END) AS "measure" FROM "city"."visits" "visits"

-- Power BI: a table in the navigator
select "id", "name", "gender" from "memory"."city"."residents" order by "id" limit 1000

-- Power BI: nested derived tables
select "_"."district", "_"."n" from (select "rows"."district" as "district", count(*) as "n" from (select "district", "gender" from "memory"."city"."residents") "rows" group by "district") "_" where not "_"."district" is null

-- Power BI: a filter on a text
select "_"."id", "_"."name" from "city"."residents" "_" where "_"."district" = '320508' and "_"."district" is not null

-- Power BI: top over a group
select "C1", "C2" from (select "hospital" as "C1", sum("cost") as "C2" from "city"."visits" "t0" group by "hospital") "t1" order by "C2" desc, "C1" limit 1001

-- Power BI: a count of rows with a distinct
select count(distinct "t0"."name") + max(case when "t0"."name" is null then 1 else 0 end) as "a0" from "city"."residents" "t0"

-- Power BI: a date table join
select "d"."y", sum("v"."cost") as "a" from "city"."visits" "v" left outer join (select distinct "day", year("day") as "y" from "city"."visits") "d" on "v"."day" = "d"."day" group by "d"."y"

-- Power BI: a condition on a cast
select count(*) as "n" from "city"."visits" "t" where cast("t"."day" as timestamp) >= timestamp '2026-01-01 00:00:00'

-- Superset: a virtual dataset
SELECT hospital AS hospital, sum(cost) AS "SUM(cost)" FROM (SELECT * FROM visits WHERE insured) AS virtual_table GROUP BY hospital ORDER BY "SUM(cost)" DESC LIMIT 10000

-- Superset: a time series
SELECT date_trunc('day', CAST(taken AS TIMESTAMP)) AS __timestamp, AVG(temperature) AS "AVG(temperature)" FROM city.readings WHERE taken >= TIMESTAMP '2026-01-01 00:00:00.000000' AND taken < TIMESTAMP '2026-01-03 00:00:00.000000' GROUP BY date_trunc('day', CAST(taken AS TIMESTAMP)) ORDER BY "AVG(temperature)" DESC LIMIT 50000

-- Superset: a time series with a series limit
SELECT date_trunc('month', day) AS __timestamp, visits.hospital AS hospital, count(*) AS count FROM visits JOIN (SELECT hospital AS hospital__, count(*) AS mme_inner__ FROM visits GROUP BY hospital ORDER BY mme_inner__ DESC, hospital__ LIMIT 2) AS series_limit ON hospital = hospital__ GROUP BY date_trunc('month', day), visits.hospital ORDER BY count DESC, hospital, __timestamp LIMIT 100

-- Superset: a filter's values
SELECT DISTINCT district AS district FROM city.residents ORDER BY district ASC LIMIT 1000

-- Superset: a sample
SELECT * FROM city.companies ORDER BY code LIMIT 100

-- Superset: SQL Lab
SELECT * FROM memory.city.properties ORDER BY id LIMIT 101

-- Superset: a count metric
SELECT COUNT(*) AS count FROM city.residents WHERE gender IN ('M') LIMIT 50000

-- Superset: a percentage
SELECT gender, count(*) * 1.0 / sum(count(*)) OVER () AS share FROM residents GROUP BY gender ORDER BY share DESC, gender LIMIT 100

-- Superset: a pivot
SELECT hospital AS hospital, insured AS insured, sum(cost) AS "SUM(cost)" FROM city.visits GROUP BY hospital, insured ORDER BY "SUM(cost)" DESC NULLS LAST, hospital LIMIT 50000

-- Superset: a histogram
SELECT cost AS cost FROM city.visits WHERE cost IS NOT NULL ORDER BY cost, id LIMIT 10000

-- Superset: a big number with a trend
SELECT date_trunc('week', day) AS __timestamp, count(DISTINCT resident_id) AS people FROM city.visits GROUP BY date_trunc('week', day) ORDER BY __timestamp LIMIT 50000

-- Superset: a hand written time grain
SELECT date_trunc('hour', taken) + INTERVAL '15' MINUTE AS t, count(*) FROM readings GROUP BY 1 ORDER BY 1

-- Superset: a Jinja template filled in
SELECT id, name FROM residents WHERE 1 = 1 AND district = '320508' AND born >= DATE '1980-01-01' ORDER BY id

-- Metabase: a question
SELECT "city"."visits"."hospital" AS "hospital", count(*) AS "count" FROM "city"."visits" GROUP BY "city"."visits"."hospital" ORDER BY "city"."visits"."hospital" ASC

-- Metabase: by month
SELECT date_trunc('month', "city"."visits"."day") AS "day", sum("city"."visits"."cost") AS "sum" FROM "city"."visits" GROUP BY date_trunc('month', "city"."visits"."day") ORDER BY date_trunc('month', "city"."visits"."day") ASC

-- Metabase: a nested question
SELECT "source"."hospital" AS "hospital", "source"."count" AS "count" FROM (SELECT "city"."visits"."hospital" AS "hospital", count(*) AS "count" FROM "city"."visits" GROUP BY "city"."visits"."hospital") "source" WHERE "source"."count" > 1 ORDER BY "source"."hospital" ASC LIMIT 2000

-- Metabase: a join
SELECT "city"."visits"."id" AS "id", "Residents"."name" AS "Residents__name" FROM "city"."visits" LEFT JOIN "city"."residents" AS "Residents" ON "city"."visits"."resident_id" = "Residents"."id" ORDER BY "city"."visits"."id" LIMIT 2000

-- Metabase: case insensitive search
SELECT "city"."residents"."id" AS "id" FROM "city"."residents" WHERE lower("city"."residents"."name") LIKE '%anna%' ORDER BY "id"

-- Metabase: a field filter for text
SELECT count(*) AS "count" FROM "city"."residents" WHERE ("city"."residents"."district" <> '320508' OR "city"."residents"."district" IS NULL)

-- Metabase: fingerprint of a text
SELECT substring("city"."residents"."street", 1, 1234) AS "substring" FROM "city"."residents" ORDER BY id LIMIT 10000

-- Metabase: day of week
SELECT ((day_of_week("city"."visits"."day") + 1) % 7) AS "day", count(*) AS "count" FROM "city"."visits" GROUP BY ((day_of_week("city"."visits"."day") + 1) % 7)

-- Metabase: hour of day
SELECT hour("city"."visits"."admitted") AS "hour", count(*) AS "count" FROM "city"."visits" GROUP BY hour("city"."visits"."admitted") ORDER BY 1

-- Metabase: binning
SELECT floor(("city"."properties"."area" - 0.0) / 50.0) * 50.0 + 0.0 AS "area", count(*) AS "count" FROM "city"."properties" GROUP BY 1 ORDER BY 1

-- Metabase: distinct count
SELECT count(distinct "city"."visits"."hospital") AS "count" FROM "city"."visits"

-- Metabase: a share
SELECT CAST(sum(CASE WHEN "city"."visits"."insured" = TRUE THEN 1 ELSE 0 END) AS DOUBLE) / count(*) AS "share" FROM "city"."visits"

-- Metabase: the time zone
SELECT current_timezone() AS tz

-- DBeaver: data of a table
SELECT * FROM city.residents r ORDER BY id LIMIT 200

-- DBeaver: a count of a table
SELECT count(*) FROM city.residents

-- DBeaver: its own count over a query
SELECT COUNT(*) FROM (SELECT * FROM city.residents WHERE gender = 'M') dbvrcnt

-- DBeaver: a filter in the grid
SELECT * FROM city.residents x WHERE (x.district = '320508') AND (x.gender = 'F') ORDER BY x.id DESC

-- DBeaver: keep alive
SELECT 1

-- DataGrip: keep alive
SELECT 'keep alive'

-- DBeaver: show schemas
SHOW SCHEMAS FROM memory

-- DBeaver: describe
DESCRIBE city.residents

-- DBeaver: show create
SHOW CREATE TABLE city.residents

-- JDBC: keys of a table
SELECT CAST(NULL AS varchar) TABLE_CAT, CAST(NULL AS varchar) TABLE_SCHEM, CAST(NULL AS varchar) TABLE_NAME, CAST(NULL AS bigint) KEY_SEQ WHERE false

-- JDBC: prepared with values
EXECUTE IMMEDIATE 'SELECT id FROM residents WHERE id = ?' USING 1

-- JDBC: prepare
PREPARE statement1 FROM SELECT id FROM residents WHERE id = ?

-- JDBC: execute
EXECUTE statement1 USING BIGINT '1'

-- JDBC: deallocate
DEALLOCATE PREPARE statement1

-- JDBC: a transaction
START TRANSACTION READ ONLY

-- pandas: a query
SELECT gender, avg(income) AS mean, count(*) AS n FROM residents GROUP BY gender ORDER BY gender

-- dbt: show
/* {"app": "dbt", "dbt_version": "1.11.0", "target_name": "dev"} */ select * from (select id, name from residents where id < 5) as model_limit_subq order by id limit 5

-- dbt: a not-null test
select count(*) as failures, count(*) <> 0 as should_warn, count(*) <> 0 as should_error from (select phone from residents where phone is null) dbt_internal_test

-- dbt: a unique test
select count(*) as failures from (select id as unique_field, count(*) as n_records from residents where id is not null group by id having count(*) > 1) dbt_internal_test

-- dbt: accepted values
with all_values as (select gender as value_field, count(*) as n_records from residents group by gender) select * from all_values where value_field not in ('M', 'F')

-- dbt: relationships
with child as (select resident_id as from_field from visits where resident_id is not null), parent as (select id as to_field from residents) select from_field from child left join parent on child.from_field = parent.to_field where parent.to_field is null

-- Grafana: a time series
SELECT taken AS time, station AS metric, temperature AS value FROM readings WHERE taken BETWEEN TIMESTAMP '2026-01-01 00:00:00' AND TIMESTAMP '2026-01-01 02:00:00' ORDER BY taken, station

-- Grafana: a time group
SELECT date_trunc('hour', taken) AS time, station, avg(temperature) AS t FROM readings GROUP BY date_trunc('hour', taken), station ORDER BY 1, 2

-- Grafana: a time group of a quarter
SELECT from_unixtime(floor(to_unixtime(taken) / 900) * 900) AS time, count(*) FROM readings GROUP BY 1

-- Grafana: a time group by arithmetic
SELECT CAST(floor(to_unixtime(taken) / 900) AS bigint) * 900 AS epoch, count(*) AS n FROM readings GROUP BY 1 ORDER BY 1

-- Grafana: a variable's values
SELECT DISTINCT station FROM readings ORDER BY station

-- Grafana: an interpolated list
SELECT station, max(wind) AS wind FROM readings WHERE station IN ('S1','S2') GROUP BY station

-- Grafana: the last value
SELECT station, max_by(temperature, taken) AS latest FROM readings GROUP BY station

-- Grafana: a filter by the epoch
SELECT station, taken FROM readings WHERE to_unixtime(taken) >= 1767225600 AND to_unixtime(taken) < 1767229200

-- Grafana: health
SELECT 1 AS ok

-- FineBI: a preview
SELECT * FROM (SELECT id, name, district FROM residents) T_0 ORDER BY id LIMIT 5000

-- FineBI: 分组汇总
SELECT T_A.district AS "区县", SUM(T_A.income) AS "收入合计", COUNT(T_A.id) AS "人数" FROM (SELECT * FROM residents) T_A GROUP BY T_A.district

-- FineBI: 同比
SELECT a.y AS "年", a.s AS "本年", b.s AS "上年", (a.s - b.s) / b.s AS "增长率" FROM (SELECT year(day) AS y, sum(cost) AS s FROM visits GROUP BY year(day)) a LEFT JOIN (SELECT year(day) + 1 AS y, sum(cost) AS s FROM visits GROUP BY year(day)) b ON a.y = b.y AND b.s <> 0

-- FineBI: 累计
SELECT "月份", "金额", SUM("金额") OVER (ORDER BY "月份") AS "累计" FROM (SELECT date_format(day, '%Y-%m') AS "月份", SUM(cost) AS "金额" FROM visits WHERE day IS NOT NULL GROUP BY date_format(day, '%Y-%m')) T

-- FineBI: 占比
SELECT hospital AS "医院", SUM(cost) / (SELECT SUM(cost) FROM visits) AS "占比" FROM visits GROUP BY hospital

-- FineBI: 过滤控件
SELECT id, name FROM residents WHERE 1=1 AND (district = '320508' OR '320508' = '') AND (gender IN ('M','F'))

-- FineBI: 字段改名
SELECT id AS "编号", name AS "姓名", CASE gender WHEN 'M' THEN '男' WHEN 'F' THEN '女' ELSE '未知' END AS "性别" FROM residents ORDER BY "编号"

-- Quick BI: 明细表
SELECT ATABLE.name AS "姓名", BTABLE.name AS "区" FROM residents ATABLE LEFT JOIN districts BTABLE ON ATABLE.district = BTABLE.code ORDER BY ATABLE.id LIMIT 1000

-- Quick BI: 文本日期
SELECT CAST(day AS varchar) AS d, COUNT(*) AS n FROM visits GROUP BY CAST(day AS varchar) ORDER BY d

-- Tableau: a year by TRUNCATE
SELECT CAST(TRUNCATE(EXTRACT(YEAR FROM "t"."born")) AS INTEGER) AS "yr:born:ok", COUNT(1) AS "cnt" FROM "residents" "t" GROUP BY CAST(TRUNCATE(EXTRACT(YEAR FROM "t"."born")) AS INTEGER)

-- dbt: a surrogate key
SELECT lower(to_hex(md5(to_utf8(CAST(coalesce(CAST(id AS VARCHAR), '_null_') || '-' || coalesce(CAST(hospital AS VARCHAR), '_null_') AS VARCHAR))))) AS k FROM visits

-- dbt: a date spine
WITH spine AS (SELECT CAST(d AS date) AS d FROM UNNEST(sequence(DATE '2026-01-01', DATE '2026-01-31', INTERVAL '7' DAY)) AS t(d)) SELECT * FROM spine ORDER BY d

-- FineReport: a page
SELECT * FROM (SELECT ROW_NUMBER() OVER (ORDER BY id) AS rn, (t.hospital) FROM visits AS t) WHERE rn BETWEEN 3 AND 5
