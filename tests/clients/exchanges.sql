-- same
SELECT 1
;;
-- same
SELECT 1 AS a, 'x' AS b, NULL AS c
;;
-- same
SELECT true, CAST(1 AS tinyint), CAST(2 AS smallint), 3, 4000000000, REAL '1.5', DOUBLE '2.5', DECIMAL '1.50', DECIMAL '12345678901234567890.123456789'
;;
-- same
SELECT 'abc', CAST('abc' AS varchar), CAST('abc' AS varchar(10)), CAST('abc' AS char(5)), X'0a0b', DATE '2024-02-29', TIME '01:02:03', TIMESTAMP '2024-01-01 00:00:00.123456789'
;;
-- same
SELECT INTERVAL '1' DAY, INTERVAL '2' YEAR, UUID '12151fd2-7586-11e9-8f9e-2a86e4085a59', JSON '{"a": 1}'
;;
-- same
SELECT ARRAY[1,2], MAP(ARRAY['a'], ARRAY[1]), ROW(1, 'x'), CAST(ROW(1, 'x') AS row(a integer, b varchar))
;;
-- same
SELECT nan(), infinity(), -infinity(), 1e20, 1e-7, REAL '1e10', -0.0e0
;;
-- same
SELECT ARRAY[ROW(1, ARRAY['a'])], CAST(MAP(ARRAY[1], ARRAY[ROW(2)]) AS map(integer, row(x integer)))
;;
-- same
SELECT ARRAY[], NULL
;;
-- same
SELECT 1 WHERE false
;;
-- same
VALUES (1, 'a'), (2, 'b')
;;
-- same
SELECT x FROM (VALUES 3, 1, 2) AS t(x) ORDER BY x
;;
-- found early: place
SELECT 1 / 0
;;
-- found early: place
SELECT CAST('x' AS integer)
;;
-- found early: place
SELECT 2147483647 + 1
;;
-- same
SELECT nope
;;
-- same
SELECT 1 FROM nope
;;
-- hidden: error
SELECT 1 FROM nope.nope.nope
;;
-- another place: place
SELECT FROM x
;;
-- same
SELEC 1
;;
-- same
FOO BAR
;;
-- another place: place
SELECT 1 +
;;
-- another place: place
SELECT 'a' + 1
;;
-- same
SELECT nope(1)
;;
-- another code: error
SELECT length(1)
;;
-- same
SELECT count(*) FROM (VALUES 1) t(x) GROUP BY 7
;;
-- same
SELECT x, count(*) FROM (VALUES 1) t(x)
;;
-- same
SELECT a, a FROM (VALUES (1)) t(a) WHERE b = 1
;;
-- same
SELECT a FROM (VALUES 1) t(a), (VALUES 2) u(a)
;;
-- own text: headers
PREPARE p FROM SELECT ? + 1
;;
-- same
DEALLOCATE PREPARE nothere
;;
-- same
EXECUTE nothere
;;
-- same
EXECUTE IMMEDIATE 'SELECT ? + 1' USING 2
;;
-- same
EXECUTE IMMEDIATE 'SELECT 1'
;;
-- same
DESCRIBE OUTPUT nothere
;;
-- transactions: columns update_type error
START TRANSACTION
;;
-- same
COMMIT
;;
-- same
ROLLBACK
;;
-- same
USE nothere.nothere
;;
-- same
SET SESSION query_max_run_time = '10m'
;;
-- named early: place
SET SESSION nope = 1
;;
-- same
RESET SESSION query_max_run_time
;;
-- named early: place
SET SESSION query_max_run_time = 'bad'
;;
-- same
SET TIME ZONE 'Asia/Tokyo'
;;
-- same
SET TIME ZONE LOCAL
;;
-- roles and paths: error
SET PATH foo
;;
-- roles and paths: columns update_type error place
SET ROLE ALL
;;
-- roles and paths: columns update_type error place
RESET SESSION AUTHORIZATION
;;
-- roles and paths: error place
SET SESSION AUTHORIZATION bo
;;
-- own properties: columns rows
SHOW SESSION LIKE 'query_max_run_time'
;;
-- same
SHOW SCHEMAS FROM system LIKE 'jd%'
;;
-- same
SHOW TABLES FROM system.jdbc LIKE 'tables'
;;
-- same
SHOW COLUMNS FROM system.jdbc.catalogs
;;
-- same
DESCRIBE system.jdbc.tables
;;
-- not shown: columns rows error place
SHOW CREATE TABLE system.jdbc.catalogs
;;
-- not shown: columns error place
SHOW ROLES
;;
-- not shown: error place
SHOW GRANTS
;;
-- not shown: columns error place
SHOW CURRENT ROLES
;;
-- not shown: columns rows error place
SHOW STATS FOR system.jdbc.catalogs
;;
-- functions: columns rows
SHOW FUNCTIONS LIKE 'array_dist%'
;;
-- same
EXPLAIN (TYPE VALIDATE) SELECT 1
;;
-- explanation: columns rows
EXPLAIN SELECT 1
;;
-- reads only: error
CREATE TABLE a AS SELECT 1 AS x
;;
-- reads only: error
INSERT INTO a VALUES 1
;;
-- reads only: error
DROP TABLE a
;;
-- reads only: error
DELETE FROM a
;;
-- reads only: error
UPDATE a SET x = 1
;;
-- reads only: error
CREATE VIEW v AS SELECT 1
;;
-- reads only: error
GRANT SELECT ON a TO USER x
;;
-- same
CALL system.runtime.kill_query(query_id => '20260101_000000_00000_aaaaa', message => 'x')
;;
-- reads only: error
ANALYZE a
;;
-- principal: rows
SELECT current_user, current_catalog, current_schema
;;
-- same
SELECT current_timezone(), typeof(current_timestamp), typeof(now()), typeof(localtime)
;;
-- same
SELECT * FROM system.jdbc.types WHERE type_name = 'bigint'
;;
-- same
SELECT table_cat FROM system.jdbc.catalogs WHERE table_cat = 'system'
;;
-- same
SELECT table_schem, table_catalog FROM system.jdbc.schemas WHERE table_catalog = 'system' AND table_schem LIKE 'jd\_c' ESCAPE '\'
;;
-- same
SELECT * FROM system.jdbc.table_types ORDER BY 1
;;
-- same
SELECT column_name, data_type, type_name, column_size, decimal_digits, ordinal_position, is_nullable FROM system.jdbc.columns WHERE table_cat = 'system' AND table_schem = 'jdbc' AND table_name = 'catalogs'
;;
-- not supported: columns rows error place
SELECT * FROM TABLE(sequence(1, 3))
;;
-- another place: place
TABLE nope
;;
-- not supported: error
SELECT 1; SELECT 2
;;
-- semicolon: columns rows error place
SELECT 1;
;;
-- another place: place
-- only a comment
;;
-- another place: place
SELECT x'zz'
;;
-- another place: place
SELECT "a
;;
-- another place: place
SELECT 'a
;;
-- another place: place
SELECT ?
;;
-- not supported: error place
SELECT 1 LIMIT -1
;;
-- same
SELECT * FROM (VALUES 1) FETCH FIRST ROW WITH TIES ONLY
;;
-- another place: place
SELECT date '2024-13-01'
;;
-- another place: place
SELECT timestamp 'x'
;;
-- another place: place
SELECT decimal '1x'
;;
-- another place: place
SELECT interval 'x' day
;;
-- same
SELECT json_parse('{')
;;
-- found early: place
SELECT element_at(ARRAY[1], 0)
;;
-- same
SELECT ARRAY[1][2]
;;
-- another code: error
SELECT (SELECT x FROM (VALUES 1, 2) t(x))
;;
-- another code: error
SELECT sum(x) FROM (VALUES 9223372036854775807, 1) t(x)
;;
-- same
SELECT sqrt(-1), ln(0)
;;
-- found early: place
SELECT regexp_like('a', '(')
;;
-- found early: place
SELECT date_trunc('foo', DATE '2024-01-01')
;;
-- same
SELECT from_base64('###')
;;
-- not supported: error place; on Trino: 
SELECT at_timezone(TIMESTAMP '2024-01-01 00:00:00 UTC', 'Nope/Nope')
;;
-- not supported: error place; on Trino: 
SELECT format('%d', 'x')
;;
-- found early: place
SELECT CAST(300 AS tinyint)
;;
-- another code: error place
SELECT CAST(DECIMAL '99.9' AS decimal(2,1))
;;
-- found early: place
SELECT rand(0)
;;
-- another place: place
SELECT max(sum(x)) FROM (VALUES 1) t(x)
;;
-- another code: error
SELECT row_number() FROM (VALUES 1) t(x)
;;
-- another place: place
SELECT 1 UNION SELECT 'a'
;;
-- another place: place
SELECT 1 UNION SELECT 1, 2
;;
-- same
WITH a(x, y) AS (SELECT 1) SELECT * FROM a
;;
-- another code: error
SELECT a.* FROM (VALUES 1) b(x)
;;
-- another place: place
SELECT (1, 2) = (1, 2, 3)
;;
-- same
SELECT 1 IN ('a')
;;
-- same
SELECT CASE WHEN 1 THEN 2 END
;;
-- same
SELECT 1 WHERE 1
;;
-- same
SELECT x FROM (VALUES 1) t(x) GROUP BY x HAVING x
;;
-- another code: error place
SELECT distinct x FROM (VALUES (1,2)) t(x,y) ORDER BY y
;;
-- same
SELECT INTERVAL '1' DAY AS a, ARRAY[INTERVAL '3' HOUR] AS b, DECIMAL '0.5' AS c
;;
-- same
SELECT CAST('12151fd2-7586-11e9-8f9e-2a86e4085a59' AS uuid), CAST(ROW(1, ROW('a')) AS row(x integer, y row(z varchar)))
;;
-- same
SELECT x, y FROM (VALUES (1, 'a'), (2, NULL)) AS t(x, y) ORDER BY x DESC LIMIT 1
;;
-- same
SELECT count(*), sum(x), avg(x), min(y), max(y) FROM (VALUES (1, 'a'), (2, 'b')) AS t(x, y)
;;
-- same
SELECT x, count(*) AS n FROM (VALUES 1, 1, 2) AS t(x) GROUP BY x HAVING count(*) > 1
;;
-- same
SELECT approx_distinct(x) FROM (VALUES 1, 2, 3) AS t(x)
;;
-- same
SELECT a.x, b.y FROM (VALUES 1, 2) AS a(x) LEFT JOIN (VALUES (1, 'one')) AS b(x, y) ON a.x = b.x ORDER BY 1
;;
-- same
SELECT x, row_number() OVER (ORDER BY x) AS r, lag(x) OVER (ORDER BY x) FROM (VALUES 3, 1, 2) AS t(x) ORDER BY 1
;;
-- same
WITH RECURSIVE t(n) AS (VALUES 1 UNION ALL SELECT n + 1 FROM t WHERE n < 3) SELECT n FROM t ORDER BY n
;;
-- same
SELECT * FROM UNNEST(ARRAY['a', 'b']) WITH ORDINALITY AS t(x, n)
;;
-- same
SELECT upper('ß'), lower('ÄÖ'), length('汇流'), substr('汇流网关', 2, 2), concat('a', 'b'), 'x' || 'y'
;;
-- same
SELECT 7 / 2, -7 % 3, 7.0 / 2, 1.0 * 3, power(2, 10), abs(-5), round(2.5), round(-2.5), ceil(1.2), floor(-1.2)
;;
-- same
SELECT date_add('day', 1, DATE '2024-02-28'), date_diff('day', DATE '2024-01-01', DATE '2024-03-01'), year(DATE '2024-02-29'), DATE '2024-01-31' + INTERVAL '1' MONTH
;;
-- same
SELECT CAST(TIMESTAMP '2024-01-01 12:00:00' AS date), CAST('2024-01-01' AS date), CAST(DATE '2024-01-01' AS timestamp(3)), date_format(TIMESTAMP '2024-01-02 03:04:05', '%Y/%m/%d %H:%i:%s')
;;
-- not supported: columns rows error place; on Trino: 
SELECT json_extract_scalar('{"a": {"b": 5}}', '$.a.b'), json_format(JSON '{"a":1}'), CAST(JSON '[1,2]' AS array(integer))
;;
-- same
SELECT coalesce(NULL, 1), nullif(1, 1), if(true, 'a', 'b'), CASE 2 WHEN 1 THEN 'x' WHEN 2 THEN 'y' END, try(1 / 0), try_cast('x' AS integer)
;;
-- same
SELECT 1 IS DISTINCT FROM NULL, NULL = 1, 'a' LIKE 'a%', 'a_b' LIKE 'a\_b' ESCAPE '\', 3 BETWEEN 1 AND 5, 2 IN (1, 2)
;;
-- same
SELECT transform(ARRAY[1, 2], x -> x * 2), filter(ARRAY[1, 2, 3], x -> x > 1), reduce(ARRAY[1, 2, 3], 0, (s, x) -> s + x, s -> s), cardinality(MAP(ARRAY['a'], ARRAY[1]))
;;
-- same
SELECT to_hex(sha256(to_utf8('x'))), from_hex('0a'), to_base64(X'00ff'), md5(to_utf8('a'))
;;
-- same
SELECT 1 AS "Ä b", 2 AS a, 3 AS A, 4 AS select_
;;
-- same
SELECT t.*, 1 AS z FROM (VALUES (1, 2)) AS t(a, b)
;;
-- same
SELECT DISTINCT x FROM (VALUES 1, 1) AS t(x) UNION ALL SELECT 2 EXCEPT SELECT 2
;;
-- same
SELECT grouping(x), x, count(*) FROM (VALUES 1, 2) AS t(x) GROUP BY ROLLUP (x) ORDER BY 1, 2
;;
-- same
SELECT regexp_replace('a1b2', '[0-9]', '#'), regexp_extract('a1b2', '([a-z])(\d)', 2), split('a,b', ','), strpos('abc', 'c'), lpad('7', 3, '0')
;;
-- not supported: columns rows error place; on Trino: 
SELECT CAST(1.5 AS varchar), CAST(true AS varchar), CAST(1e10 AS varchar), CAST(DATE '2024-01-01' AS varchar), CAST(DECIMAL '1.50' AS varchar)
;;
-- not supported: columns rows error place; on Trino: 
SELECT max_by(x, y), min_by(x, y), array_agg(x ORDER BY y), count(DISTINCT x), bool_and(x > 0), checksum(x) IS NOT NULL FROM (VALUES (1, 2), (3, 1)) AS t(x, y)
;;
-- same
EXECUTE IMMEDIATE 'SELECT ?, ?' USING 'a', DATE '2024-01-01'
;;
-- another place: place
EXECUTE IMMEDIATE 'SELECT ?' USING 1, 2
;;
-- another place: place
EXECUTE IMMEDIATE 'SELECT nope'
;;
-- same
SET SESSION time_zone_id = 'Europe/Berlin'
;;
-- another code: error
SET TIME ZONE 'Nope/Nope'
;;
-- another code: columns
SHOW CATALOGS LIKE 'system'
;;
-- another place: place
SHOW TABLES FROM system.nope
;;
-- same
SHOW SCHEMAS FROM nope
;;
-- another code: error
DESCRIBE system.jdbc.nope
;;
-- another code: error place
SELECT * FROM system.jdbc.nope
;;
-- same
SELECT nope FROM system.jdbc.catalogs
;;
-- same
SELECT "TABLE_CAT" FROM system.jdbc.catalogs WHERE table_cat = 'system'
;;
-- same
SELECT table_name FROM system.information_schema.tables WHERE table_schema = 'jdbc' AND table_name = 'catalogs'
;;
-- same
SELECT catalog_name, schema_name FROM system.information_schema.schemata WHERE schema_name = 'jdbc'
;;
-- same
SELECT column_name, ordinal_position, column_default, is_nullable, data_type FROM system.information_schema.columns WHERE table_schema = 'jdbc' AND table_name = 'schemas' ORDER BY 2
;;
-- same
SELECT * FROM system.jdbc.procedures
;;
-- same
SELECT * FROM system.jdbc.super_tables
;;
-- same
SELECT * FROM system.jdbc.udts WHERE type_name = 'x'
;;
-- reads only: error
ALTER TABLE a RENAME TO b
;;
-- reads only: error
MERGE INTO a USING b ON a.x = b.x WHEN MATCHED THEN DELETE
;;
-- reads only: error
TRUNCATE TABLE a
;;
-- reads only: error
COMMENT ON TABLE a IS 'x'
;;
-- reads only: error
REVOKE SELECT ON a FROM USER x
;;
-- same
SELECT 'it''s', U&'\0041', '张三' AS "名"
;;
-- same
SELECT 0.1 + 0.2, 1e0 / 3, CAST(1 AS real) / 3, 1 / 3.0, CAST(10 AS decimal(20, 10)) / 3
;;
-- same
SELECT 9223372036854775807, -9223372036854775808, 1e308 * 10, CAST('NaN' AS double), -0e0
