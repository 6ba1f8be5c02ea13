-- One statement a line: queries as analysts and BI tools write them. Lines that start with -- are comments.
SELECT 1
SELECT * FROM household
SELECT h.* FROM gongan.main.household AS h
SELECT name, id_card FROM gongan.main.household WHERE region_code = '331082001' ORDER BY name LIMIT 20
SELECT DISTINCT region_code FROM household
SELECT ALL region_code FROM household
SELECT count(*) FROM household
SELECT count(DISTINCT id_card) AS people FROM household
SELECT region_code, count(*) AS n FROM household GROUP BY region_code ORDER BY n DESC, 1
SELECT region_code, count(*) FROM household GROUP BY 1 HAVING count(*) > 100
SELECT "姓名", "身份证号" FROM "公安"."main"."户籍" WHERE "姓名" LIKE '张%'
SELECT h.name AS "姓 名" FROM household h
SELECT substr(id_card, 7, 4) AS birth_year, count(*) FROM household GROUP BY substr(id_card, 7, 4)
SELECT a.id, b.amount FROM a JOIN b ON a.id = b.id
SELECT a.id, b.amount FROM a INNER JOIN b ON a.id = b.id AND b.paid_on >= DATE '2026-01-01'
SELECT a.id FROM a LEFT JOIN b ON a.id = b.id WHERE b.id IS NULL
SELECT a.id FROM a LEFT OUTER JOIN b USING (id)
SELECT * FROM a RIGHT JOIN b ON a.x = b.x FULL OUTER JOIN c ON b.y = c.y
SELECT * FROM a NATURAL JOIN b
SELECT * FROM a NATURAL LEFT JOIN b
SELECT * FROM a CROSS JOIN b
SELECT * FROM a, b, c WHERE a.x = b.x AND b.y = c.y
SELECT * FROM a JOIN (b JOIN c ON b.x = c.x) ON a.x = b.x
SELECT * FROM a JOIN b JOIN c ON b.x = c.x ON a.x = b.x
SELECT * FROM (a CROSS JOIN b)
SELECT * FROM (household) h
SELECT * FROM (SELECT id, name FROM household WHERE age > 60) AS old(i, n) WHERE i > 5
SELECT x.n FROM (SELECT count(*) AS n FROM household) x
SELECT * FROM household WHERE id_card IN (SELECT id_card FROM minzheng.main.low_income)
SELECT * FROM household WHERE id_card NOT IN ('a', 'b', 'c')
SELECT * FROM household h WHERE EXISTS (SELECT 1 FROM visit v WHERE v.id_card = h.id_card)
SELECT * FROM household h WHERE NOT EXISTS (SELECT 1 FROM visit v WHERE v.id_card = h.id_card)
SELECT * FROM t WHERE x = (SELECT max(x) FROM t)
SELECT * FROM t WHERE x > ALL (SELECT y FROM u) OR x = ANY (SELECT y FROM u) OR x <> SOME (SELECT y FROM u)
SELECT * FROM t WHERE x = ANY (VALUES 1, 2, 3)
SELECT * FROM t WHERE (a, b) IN (SELECT c, d FROM u)
SELECT * FROM t WHERE (a, b) = (1, 2) AND ROW(a, b) <> ROW(3, 4)
SELECT * FROM t WHERE a IN (VALUES 1, 2)
SELECT * FROM t WHERE a IN (TABLE u)
SELECT * FROM t WHERE a IN ((SELECT 1))
SELECT * FROM t WHERE a BETWEEN 1 AND 10 AND b NOT BETWEEN 2 AND 3
SELECT * FROM t WHERE name LIKE '%张\_三%' ESCAPE '\'
SELECT * FROM t WHERE name NOT LIKE 'a%' AND NOT (x = 1 OR y = 2)
SELECT * FROM t WHERE a IS NULL OR b IS NOT NULL
SELECT * FROM t WHERE a IS DISTINCT FROM b AND c IS NOT DISTINCT FROM d
SELECT x IS NULL, x IS NOT NULL, NOT x IS NULL FROM t
SELECT NOT x, NOT NOT x FROM t
SELECT * FROM t WHERE TRUE AND NOT FALSE
SELECT -x, - 1, x - -1, x * -y FROM t
SELECT +x, + 1, x + +1, -(+x), +-x, x * +y, +a[1], +(SELECT 1) FROM t GROUP BY +x ORDER BY +1
SELECT a FROM t GROUP BY ALL a
SELECT a FROM t GROUP BY DISTINCT ROLLUP (a), GROUPING SETS ((a), ())
SELECT a, sum(b) OVER (PARTITION /* x */ BY a ORDER /* y */ BY b) FROM t GROUP /* z */ BY a, GROUPING /* z */ SETS (b) ORDER /* z */ BY a
SELECT fetch, lateral, match_recognize, execute FROM t AS fetch
WITH lateral AS (SELECT 1 AS execute) SELECT lateral.execute, "all", "any", "select" FROM lateral FETCH FIRST 1 ROW ONLY
SELECT * FROM (VALUES 1, 2 ORDER BY 1 LIMIT 1) AS t(a), LATERAL (VALUES a UNION SELECT 1) AS u(b) JOIN ((VALUES 1 LIMIT 2) LIMIT 1) AS v(c) ON TRUE
WITH a AS (VALUES NULL ORDER BY 1), b AS (VALUES 1 EXCEPT VALUES 2 OFFSET 1) SELECT * FROM a, b
SELECT "substring"(a, 1, 2), trim("leading" FROM a) FROM t
SELECT TRY(max(a) OVER ()), (sum(a) OVER ()), sum(a) OVER w FROM t WINDOW w AS (ORDER BY a)
SELECT INTERVAL +'1' DAY, INTERVAL + '1-2' YEAR TO MONTH
SELECT a + b * c - d / e % f FROM t
SELECT (a + b) * (c - d) FROM t
SELECT a || '-' || b || c FROM t
SELECT a <> b, a != b, a < b, a <= b, a > b, a >= b FROM t
SELECT CASE WHEN age < 18 THEN '未成年' WHEN age < 60 THEN '成年' ELSE '老年' END AS band FROM household
SELECT CASE sex WHEN '1' THEN 'm' WHEN '2' THEN 'f' END FROM household
SELECT CASE WHEN a THEN CASE b WHEN 1 THEN 2 END ELSE (CASE WHEN c THEN 3 END) END FROM t
SELECT IF(a > 1, 'x', 'y'), IF(a, b), coalesce(a, b, c), nullif(a, b), TRY(a / b) FROM t
SELECT CAST(a AS bigint), CAST(b AS varchar), CAST(c AS varchar(20)), CAST(d AS decimal(18, 2)), TRY_CAST(e AS date) FROM t
SELECT CAST(a AS double), CAST(a AS double precision), CAST(a AS real), CAST(a AS int), CAST(a AS integer), CAST(a AS smallint), CAST(a AS tinyint)
SELECT CAST(a AS timestamp), CAST(a AS timestamp(6)), CAST(a AS timestamp(3) with time zone), CAST(a AS timestamp with time zone), CAST(a AS time(3)), CAST(a AS time with time zone)
SELECT CAST(a AS array(varchar)), CAST(a AS map(varchar, bigint)), CAST(a AS row(x bigint, y varchar(3))), CAST(a AS row(bigint, varchar))
SELECT CAST(a AS char(3)), CAST(a AS char), CAST(a AS varbinary), CAST(a AS uuid), CAST(a AS json), CAST(a AS boolean), CAST(NULL AS varchar)
SELECT CAST(a AS interval day to second), CAST(a AS interval year to month), CAST(a AS decimal)
SELECT DATE '2026-01-01', TIMESTAMP '2026-01-01 10:11:12', TIMESTAMP '2026-01-01 10:11:12.123456', TIMESTAMP '2026-01-01 10:11:12 Asia/Shanghai', TIME '10:11:12.5', TIMESTAMP '2026-01-01 UTC'
SELECT DECIMAL '1.20', DECIMAL '-0.05', CHAR 'abc', VARCHAR 'x', DOUBLE '1.5', REAL '1.5', BIGINT '7', INTEGER '7', BOOLEAN 'true', UUID '12151fd2-7586-11e9-8f9e-2a86e4085a59'
SELECT JSON '{"a": 1}', X'CAFE', U&'\5F20\4E09', U&'#5F20' UESCAPE '#'
SELECT INTERVAL '3' DAY, INTERVAL '1-6' YEAR TO MONTH, INTERVAL '2 10:11:12.5' DAY TO SECOND, INTERVAL -'5' HOUR, INTERVAL '90' MINUTE
SELECT birth + INTERVAL '18' YEAR <= current_date FROM household
SELECT 1, 1.5, .5, 1., 1e3, 1.5E-3, 1234567890123456789, -9223372036854775808, 0, '', 'it''s', '汉字'
SELECT current_date, current_timestamp, current_timestamp(3), current_time, localtime, localtimestamp, localtimestamp(6), now()
SELECT current_user, current_catalog, current_schema
SELECT year(d), month(d), day(d), EXTRACT(YEAR FROM d), EXTRACT(DAY_OF_WEEK FROM d), EXTRACT(QUARTER FROM d) FROM t
SELECT date_add('day', 1, d), date_diff('month', a, b), date_trunc('week', d), date_format(d, '%Y-%m-%d'), date_parse(s, '%Y') FROM t
SELECT ts AT TIME ZONE 'Asia/Shanghai', ts AT TIME ZONE INTERVAL '8' HOUR FROM t
SELECT trim(a), trim(a, 'x'), TRIM(BOTH 'x' FROM a), TRIM(LEADING FROM a), TRIM('x' FROM a), ltrim(a), rtrim(a) FROM t
SELECT substring(a, 1, 2), substring(a, 3), SUBSTRING(a FROM 1 FOR 2), SUBSTRING(a FROM 3), POSITION('x' IN a), strpos(a, 'x') FROM t
SELECT lower(a), upper(a), length(a), replace(a, 'x', 'y'), split_part(a, '-', 1), lpad(a, 5, '0'), reverse(a), concat(a, b, c), concat_ws(',', a, b) FROM t
SELECT NORMALIZE(a), NORMALIZE(a, NFD), normalize(a, NFKC) FROM t
SELECT regexp_like(a, '^1[3-9]\d{9}$'), regexp_extract(a, '(\d+)', 1), regexp_replace(a, 'x', 'y') FROM t
SELECT abs(x), ceil(x), ceiling(x), floor(x), round(x, 2), mod(x, 3), power(x, 2), sqrt(x), sign(x), truncate(x), random(), greatest(a, b), least(a, b) FROM t
SELECT sum(x), avg(x), min(x), max(x), stddev(x), variance(x), count_if(x > 1), bool_and(y), arbitrary(z), any_value(z), approx_distinct(x), approx_percentile(x, 0.5) FROM t
SELECT sum(DISTINCT x), array_agg(x), array_agg(x ORDER BY y DESC NULLS FIRST, z), max_by(x, y), min_by(x, y), max_by(x, y, 3), map_agg(k, v), checksum(x) FROM t
SELECT count(*) FILTER (WHERE x > 1), sum(x) FILTER (WHERE y IS NOT NULL) FROM t
SELECT LISTAGG(x, ',') WITHIN GROUP (ORDER BY y) FROM t
SELECT LISTAGG(x) WITHIN GROUP (ORDER BY y DESC NULLS LAST, z) FROM t GROUP BY w
SELECT LISTAGG(DISTINCT x, ';' ON OVERFLOW TRUNCATE '...' WITH COUNT) WITHIN GROUP (ORDER BY y) FROM t
SELECT LISTAGG(x, ',' ON OVERFLOW ERROR) WITHIN GROUP (ORDER BY y) FILTER (WHERE z) FROM t
SELECT a, b, grouping(a, b), sum(x) FROM t GROUP BY ROLLUP (a, b)
SELECT a, b, sum(x) FROM t GROUP BY CUBE (a, b)
SELECT a, b, sum(x) FROM t GROUP BY GROUPING SETS ((a, b), (a), ())
SELECT a, b, sum(x) FROM t GROUP BY a, ROLLUP (b, c), CUBE (d)
SELECT a, b FROM t GROUP BY (a, b), ()
SELECT sum(x) FROM t GROUP BY ()
SELECT row_number() OVER (PARTITION BY a ORDER BY b DESC) FROM t
SELECT rank() OVER w, dense_rank() OVER w FROM t WINDOW w AS (PARTITION BY a ORDER BY b)
SELECT sum(x) OVER (w ROWS 2 PRECEDING) FROM t WINDOW w AS (ORDER BY b)
SELECT sum(x) OVER w2 FROM t WINDOW w AS (PARTITION BY a), w2 AS (w ORDER BY b)
SELECT sum(x) OVER (ORDER BY b ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), avg(x) OVER (ORDER BY b ROWS BETWEEN 3 PRECEDING AND 3 FOLLOWING) FROM t
SELECT sum(x) OVER (ORDER BY d RANGE BETWEEN INTERVAL '7' DAY PRECEDING AND CURRENT ROW) FROM t
SELECT sum(x) OVER (ORDER BY b GROUPS BETWEEN 1 PRECEDING AND UNBOUNDED FOLLOWING) FROM t
SELECT lag(x) OVER (ORDER BY b), lead(x, 2, 0) OVER (ORDER BY b), first_value(x) IGNORE NULLS OVER (ORDER BY b), nth_value(x, 2) RESPECT NULLS OVER (ORDER BY b) FROM t
SELECT count(*) FILTER (WHERE x > 1) OVER (PARTITION BY a), ntile(4) OVER (), count(DISTINCT x) OVER (PARTITION BY a) FROM t
SELECT x FROM t ORDER BY x ASC NULLS FIRST, y DESC NULLS LAST, 3, lower(z)
SELECT x FROM t ORDER BY x LIMIT 10
SELECT x FROM t ORDER BY x OFFSET 20 LIMIT 10
SELECT x FROM t ORDER BY x OFFSET 20 ROWS FETCH NEXT 10 ROWS ONLY
SELECT x FROM t ORDER BY x FETCH FIRST 5 ROWS WITH TIES
SELECT x FROM t ORDER BY x FETCH FIRST ROW ONLY
SELECT x FROM t LIMIT ALL
SELECT x FROM t WHERE a = ? AND b IN (?, ?) ORDER BY 1 OFFSET ? LIMIT ?
TABLE household
TABLE household ORDER BY 1 LIMIT 3
VALUES 1, 2, 3
VALUES (1, 'a'), (2, 'b') ORDER BY 1
VALUES ROW(1, 2), (3, 4)
SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS t(id, name)
SELECT * FROM (VALUES 1, 2, 3) t(x) CROSS JOIN (VALUES 4)
SELECT a FROM t UNION SELECT b FROM u
SELECT a FROM t UNION ALL SELECT b FROM u UNION ALL SELECT c FROM v ORDER BY 1 LIMIT 5
SELECT a FROM t UNION DISTINCT SELECT b FROM u INTERSECT SELECT c FROM v
SELECT a FROM t EXCEPT SELECT b FROM u
SELECT a FROM t EXCEPT ALL SELECT b FROM u INTERSECT ALL SELECT c FROM v
(SELECT a FROM t ORDER BY a LIMIT 1) UNION ALL (SELECT b FROM u ORDER BY b LIMIT 1)
SELECT * FROM ((SELECT 1) UNION (SELECT 2)) t
((SELECT 1))
SELECT (SELECT max(x) FROM t), ((SELECT 1))
WITH a AS (SELECT 1 AS x) SELECT * FROM a
WITH a AS (SELECT 1 AS x), b(y) AS (SELECT x FROM a) SELECT * FROM a, b
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT sum(i) FROM n
WITH RECURSIVE a AS (SELECT * FROM x) SELECT * FROM a
WITH a AS (WITH b AS (SELECT 1 x) SELECT * FROM b) SELECT * FROM a
WITH a AS (SELECT 1 x) (SELECT * FROM a LIMIT 5) LIMIT 3
SELECT * FROM (WITH a AS (SELECT 1 x) SELECT * FROM a) q
SELECT ARRAY[1, 2, 3], ARRAY[], ARRAY[ARRAY['a'], ARRAY['b', 'c']]
SELECT a[1], a[i + 1], m['key'], a[1][2], f(x)[1], (a)[2] FROM t
SELECT MAP(ARRAY['a', 'b'], ARRAY[1, 2]), map(), map_keys(m), element_at(m, 'x'), cardinality(a) FROM t
SELECT ROW(1, 'a'), (1, 'a'), CAST(ROW(1, 'a') AS row(x integer, y varchar)).x
SELECT r.f, t.r.f, t.r.f.g, (r).f, s.t.r.f.g FROM t
SELECT filter(a, x -> x > 1), transform(a, x -> x + y), reduce(a, 0, (s, x) -> s + x, s -> s), any_match(a, x -> x IS NULL) FROM t
SELECT transform(a, x -> transform(x, y -> y + x[1])), transform(rows, r -> r.name), zip_with(a, b, (x, y) -> (x, y)) FROM t
SELECT array_sort(a, (x, y) -> IF(x < y, 1, IF(x = y, 0, -1))), map_filter(m, (k, v) -> v > 1) FROM t
SELECT * FROM UNNEST(ARRAY[1, 2]) AS t(x)
SELECT * FROM UNNEST(a) WITH ORDINALITY
SELECT t.id, u.x, u.n FROM t CROSS JOIN UNNEST(t.a) WITH ORDINALITY AS u(x, n)
SELECT * FROM t CROSS JOIN UNNEST(a, b) AS u(x, y)
SELECT * FROM t LEFT JOIN UNNEST(a) AS u(x) ON TRUE
SELECT * FROM t, UNNEST(m) AS u(k, v)
SELECT * FROM t CROSS JOIN LATERAL (SELECT count(*) AS n FROM u WHERE u.id = t.id) AS l
SELECT * FROM t, LATERAL (SELECT t.x + 1) AS l(y)
SELECT * FROM t LEFT JOIN LATERAL (SELECT 1 AS x) l ON TRUE
SELECT * FROM t TABLESAMPLE BERNOULLI (10)
SELECT * FROM t AS x TABLESAMPLE SYSTEM (0.5)
SELECT * FROM (SELECT * FROM t) x TABLESAMPLE BERNOULLI (50)
SELECT json_extract(j, '$.a.b'), json_extract_scalar(j, '$.a'), json_format(j), json_parse(s), json_array_length(j) FROM t
SELECT to_hex(md5(to_utf8(a))), to_base64(b), from_hex('AB'), from_utf8(b), url_extract_host(u) FROM t
SELECT format('%s %05d', a, b), typeof(a), bitwise_and(a, b), from_unixtime(x), to_unixtime(t), uuid(), e(), pi(), nan() FROM t
SELECT date(x), timestamp(x), char(x), chr(65), codepoint('a'), sequence(1, 10), slice(a, 1, 2), flatten(a) FROM t
SELECT a AS first, b AS last, c AS year, d AS date, e AS format, f AS list, g AS type FROM t
SELECT first, last, date, year, type, format, status, comment, session, user_name, number, text, string, key, value, schema, index FROM t
SELECT t.date, t.time, t.timestamp, t.interval, t.map FROM t
SELECT t.limit, t.offset, t.fetch FROM t
SELECT * FROM limit
SELECT * FROM semi JOIN anti ON semi.x = anti.x
SELECT a ilike FROM t pivot
SELECT /* 注释 */ a -- ; DROP TABLE x
SELECT a FROM t;
select a from t where b = 1 group by a having count(*) > 1 order by a limit 1
SELECT TABLE_CAT FROM system.jdbc.catalogs ORDER BY TABLE_CAT
SELECT TABLE_SCHEM, TABLE_CATALOG FROM system.jdbc.schemas WHERE TABLE_CATALOG = 'hr' AND TABLE_SCHEM LIKE 'm%' ESCAPE '\' ORDER BY TABLE_CATALOG, TABLE_SCHEM
SELECT CAST(NULL AS varchar) TABLE_CAT, CAST(NULL AS varchar) TABLE_SCHEM WHERE false
SELECT "column_name", "data_type" FROM "hr"."information_schema"."columns" WHERE "table_schema" = 'main'
SELECT COUNT(1) FROM (SELECT * FROM (SELECT * FROM t) AS virtual_table LIMIT 1000) AS sub
SELECT DATE_TRUNC('month', CAST("d" AS TIMESTAMP)) AS "__timestamp", SUM("x") AS "SUM(x)" FROM "s"."t" GROUP BY DATE_TRUNC('month', CAST("d" AS TIMESTAMP)) ORDER BY "SUM(x)" DESC LIMIT 50000
SELECT l_returnflag, l_linestatus, sum(l_quantity) AS sum_qty, sum(l_extendedprice * (1 - l_discount) * (1 + l_tax)) AS sum_charge, count(*) AS count_order FROM lineitem WHERE l_shipdate <= DATE '1998-12-01' - INTERVAL '90' DAY GROUP BY l_returnflag, l_linestatus ORDER BY l_returnflag, l_linestatus
SELECT s_acctbal, s_name, n_name FROM part, supplier, partsupp, nation, region WHERE p_partkey = ps_partkey AND s_suppkey = ps_suppkey AND p_size = 15 AND p_type LIKE '%BRASS' AND s_nationkey = n_nationkey AND ps_supplycost = (SELECT min(ps_supplycost) FROM partsupp, supplier WHERE p_partkey = ps_partkey) ORDER BY s_acctbal DESC LIMIT 100
SELECT o_year, sum(CASE WHEN nation = 'BRAZIL' THEN volume ELSE 0 END) / sum(volume) AS share FROM (SELECT extract(YEAR FROM o_orderdate) AS o_year, l_extendedprice * (1 - l_discount) AS volume, n2.n_name AS nation FROM lineitem, orders, nation n1, nation n2 WHERE o_orderdate BETWEEN DATE '1995-01-01' AND DATE '1996-12-31') AS all_nations GROUP BY o_year ORDER BY o_year
SELECT c_count, count(*) AS custdist FROM (SELECT c_custkey, count(o_orderkey) FROM customer LEFT OUTER JOIN orders ON c_custkey = o_custkey AND o_comment NOT LIKE '%special%requests%' GROUP BY c_custkey) AS c_orders (c_custkey, c_count) GROUP BY c_count ORDER BY custdist DESC, c_count DESC
SELECT cntrycode, count(*) AS numcust FROM (SELECT substring(c_phone FROM 1 FOR 2) AS cntrycode, c_acctbal FROM customer WHERE substring(c_phone FROM 1 FOR 2) IN ('13', '31') AND NOT EXISTS (SELECT * FROM orders WHERE o_custkey = c_custkey)) AS custsale GROUP BY cntrycode ORDER BY cntrycode
SELECT EXISTS (VALUES 1), EXISTS (TABLE t), EXISTS (WITH a AS (SELECT 1) SELECT * FROM a)
SELECT * FROM ((SELECT 1) a JOIN b ON a.x = b.x)
SELECT * FROM ((SELECT 1 x) a JOIN b ON a.x = b.x) j
SELECT * FROM (t CROSS JOIN UNNEST(t.a) AS u(x))
SELECT * FROM a JOIN (SELECT 1 x) b JOIN c ON b.x = c.x ON a.x = b.x
SELECT * FROM a LEFT JOIN ((b)) ON a.x = b.x
SELECT * FROM ((a JOIN b USING (x)) JOIN c USING (x))
SELECT * FROM ((a JOIN b USING (x)) x JOIN c USING (x)) y
SELECT * FROM (a x JOIN b y ON x.i = y.i) TABLESAMPLE BERNOULLI (5)
SELECT * FROM (a) TABLESAMPLE BERNOULLI (5)
SELECT * FROM (SELECT 1) TABLESAMPLE BERNOULLI (5)
SELECT "a""b" FROM "x""y"
SELECT /*+ x */ 1
(SELECT 1) ORDER BY 1 LIMIT 3
SELECT (SELECT 1 ORDER BY 1 LIMIT 1)
SELECT (VALUES 1)
SELECT * FROM (VALUES (1, 2))
SELECT * FROM (VALUES (1, 2)) AS t (a, b) JOIN u USING (a)
SELECT ((VALUES 1))
SELECT * FROM (TABLE t) x
SELECT * FROM ((TABLE t)) x
SELECT * FROM (t) x (a, b)
SELECT max(a) FILTER (WHERE b) OVER (ORDER BY c) FROM t
SELECT lag(a) FILTER (WHERE b) IGNORE NULLS OVER (ORDER BY c) FROM t
SELECT a.b.c[1].d, f(x).y FROM t
SELECT (SELECT 1) + 1, -(SELECT 1), NOT EXISTS (SELECT 1), NOT (SELECT true)
SELECT a IN (1, (SELECT 2)), (a) IN (1), a IN (ROW(1, 2))
SELECT count(*) * 2 FROM t
SELECT t.count, t.sum, sum FROM t
SELECT DATE '2020-01-01' + INTERVAL '1' DAY, TIMESTAMP '2020-01-01 00:00:00' AT TIME ZONE 'UTC'
SELECT date, time, timestamp, interval FROM t
SELECT CASE WHEN a = 1 THEN b = 2 ELSE c = 3 END = true
SELECT a = 1 AND b = 2 OR NOT c = 3
SELECT IF(a = 1, b = 2, c = 3) = true FROM t WHERE (a = b) = c
SELECT x BETWEEN 1 AND 2 AND y = 3
SELECT CASE x WHEN 1 THEN y = 2 END IS NULL
SELECT x IS NULL, y = ANY (SELECT z = 1 FROM u)
SELECT transform(a, x -> x = 1), any_match(a, x -> x IS NULL OR x = 2)
SELECT map_filter(m, (k, v) -> k = 'a' AND v > 1)
SELECT a FROM t WHERE a = 1 UNION SELECT b FROM u WHERE b = 2
SELECT a FROM t JOIN u ON t.a = u.a JOIN v ON u.b = v.b WHERE t.c = 1 GROUP BY a = 1 HAVING max(b) = 2 ORDER BY a = 3
SELECT array_agg(DISTINCT x ORDER BY x), array_agg(x ORDER BY y) FILTER (WHERE x IS NOT NULL) FROM t
SELECT x AS "select", "from" FROM t
SELECT a FROM t -- trailing
SELECT a FROM t WHERE b = 'x' AND c IN ('y', 'z') AND d LIKE '%' AND e BETWEEN 1 AND 2
SELECT 1 WHERE 1 = 1
SELECT 'a' AS "汉字", "汉字" FROM "表"
SELECT TRY_CAST(a AS timestamp(3)), cast('2020-01-01' AS date)
SELECT f(DISTINCT a, b), f(a, b ORDER BY c) FROM t
SELECT sum(x) OVER (PARTITION BY a, b ORDER BY c, d DESC ROWS UNBOUNDED PRECEDING) FROM t
SELECT GROUPING (a) FROM t GROUP BY a
SELECT X'', U&'', ''
SELECT a FROM t ORDER BY random()
SELECT NULL, TRUE, FALSE, null
SELECT max(date) FROM t
SELECT * FROM t t2(a, b), LATERAL (VALUES (a), (b)) v(x)
SELECT year FROM t WHERE year = 2020 AND month = 1
SELECT row_number() OVER (ORDER BY a) AS rn, row FROM t
SELECT map, array FROM t
SELECT ROW(1, 2)[1]
SELECT ARRAY[(SELECT 1)][1]
SELECT current_date - INTERVAL '7' DAY, current_timestamp AT TIME ZONE 'UTC'
SELECT t.* , 1 FROM t
SELECT s.t.*, c.s.t.* FROM c.s.t
SELECT "count"(*), "sum"(DISTINCT "age"), "array_agg"("name" ORDER BY "name" ASC), "rank"() OVER (ORDER BY "sum"("age") DESC) FROM "household" GROUP BY "substr"("region_code", 1, 2)
