"""The guard refuses whatever a plan may not hold, and passes what printers write."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from gateway.engines.duckdb_functions import ALLOWED
from gateway.engines.duckdb_guard import Guard, RefusedTextError, parser

PEOPLE = ("lite", "main", "people")

PASS = """
SELECT 1
SELECT $key1, 'a' || 'b'
SELECT p.id FROM (SELECT id FROM "lite"."main"."people") AS p
SELECT count(*), count(DISTINCT id), sum(id) OVER (PARTITION BY id ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM (SELECT id FROM "lite"."main"."people" WHERE id > 1) AS p GROUP BY id HAVING count(*) > 1 ORDER BY 1 DESC NULLS LAST LIMIT 5 OFFSET 1
WITH fence AS MATERIALIZED (SELECT id FROM "lite"."main"."people") SELECT id FROM fence
WITH a AS (SELECT 1 AS x), b AS (SELECT x FROM a) SELECT * FROM b
WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT n FROM r
SELECT * FROM (VALUES (1, 2)) AS v(a, b)
SELECT u FROM (SELECT unnest([1, 2]) AS u) AS q
SELECT a FROM range(3) AS t(a)
SELECT TRY(decode(encode(name))), CASE WHEN regexp_full_match(name, '[0-9]+') THEN TRY_CAST(name AS BIGINT) END FROM (SELECT name FROM "lite"."main"."people") AS p
SELECT list_transform([1, 2], lambda v: v + 1), {'a': 1}.a, [1, 2][1], map(['a'], [1])
SELECT x FROM (SELECT 1 AS x) AS a WHERE x IN (SELECT id FROM "lite"."main"."people") OR EXISTS (SELECT 1) OR x = ANY (SELECT 1)
SELECT a.x FROM (SELECT 1 AS x) AS a LEFT JOIN LATERAL (SELECT a.x + 1 AS y) AS b ON TRUE
SELECT x FROM (SELECT 1 AS x) AS a TABLESAMPLE BERNOULLI (10 PERCENT)
SELECT x, grouping(x) FROM (SELECT 1 AS x) AS a GROUP BY GROUPING SETS ((x), ())
SELECT x FROM (SELECT 1 AS x) AS a UNION SELECT 2 EXCEPT SELECT 3 INTERSECT SELECT 4
SELECT INTERVAL '3' DAY, DATE '2020-01-01', x LIKE 'a%' ESCAPE '!', x BETWEEN 1 AND 2, x IS NOT DISTINCT FROM 1 FROM (SELECT '1' AS x) AS a
SELECT huiliu_hmac_sm3($key1, 'x')
""".strip().splitlines()

REFUSE = r"""
SELECT id FROM people
SELECT id FROM main.people
SELECT id FROM lite.people
SELECT id FROM "lite"."main"."other"
SELECT id FROM "LITE"."main"."people"
SELECT id FROM "lite"."main"."people2"
SELECT * FROM "lite"."main"."people"
SELECT p.* FROM "lite"."main"."people" AS p
SELECT * EXCLUDE (id) FROM (SELECT 1 AS id, 2 AS x) AS a
SELECT * REPLACE (1 AS id) FROM (SELECT 1 AS id) AS a
SELECT COLUMNS('i.*') FROM (SELECT 1 AS id) AS a
SELECT COLUMNS(*) + 1 FROM (SELECT 1 AS id) AS a
FROM "lite"."main"."people"
TABLE "lite"."main"."people"
WITH people AS (SELECT id FROM people) SELECT id FROM people
WITH a AS (SELECT x FROM b), b AS (SELECT 1 AS x) SELECT x FROM a
SELECT x FROM (WITH inner_name AS (SELECT 1 AS x) SELECT x FROM inner_name) AS a, inner_name
SELECT 1; SELECT 2
SELECT 1; DROP TABLE people
SELECT a FROM 'people.csv'
SELECT a FROM '/etc/passwd'
SELECT a FROM "people.parquet"
SELECT content FROM read_text('/etc/passwd')
SELECT content FROM read_blob('/etc/passwd')
SELECT * FROM read_csv('/etc/passwd')
SELECT * FROM read_json('x.json')
SELECT * FROM read_parquet('x.parquet')
SELECT * FROM glob('/*')
SELECT * FROM sniff_csv('/etc/passwd')
SELECT * FROM sqlite_scan('/x.sqlite', 'people')
SELECT * FROM sqlite_query('lite', 'SELECT 1')
SELECT * FROM postgres_query('pg', 'SELECT 1')
SELECT * FROM postgres_scan('host=x', 'public', 't')
SELECT * FROM mysql_query('my', 'SELECT 1')
SELECT * FROM query('SELECT 1')
SELECT * FROM query_table('people')
SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))
SELECT json_serialize_sql('SELECT 1')
SELECT json_deserialize_sql('{}')
SELECT * FROM duckdb_tables()
SELECT * FROM duckdb_secrets()
SELECT * FROM duckdb_settings()
SELECT * FROM pragma_storage_info('people')
SELECT * FROM pragma_database_list
SELECT * FROM information_schema.tables
SELECT * FROM lite.information_schema.tables
SELECT * FROM pg_catalog.pg_tables
SELECT * FROM sqlite_master
SELECT current_setting('memory_limit')
SELECT getvariable('x')
SELECT getenv('PATH')
SELECT current_database()
SELECT current_query()
SELECT version()
SELECT now()
SELECT repeat('x', 2000000000)
SELECT levenshtein('a', 'b')
SELECT error('x')
SELECT gen_random_uuid()
SELECT sleep_ms(1000)
SELECT pg_sleep(10)
SELECT nextval('s')
SELECT txid_current()
SELECT write_log('x')
SELECT setseed(0.5)
SELECT stats(x) FROM (SELECT 1 AS x) AS a
SELECT create_sort_key(1, 'ASC')
SELECT lite.main.abs(1)
SELECT other.abs(1)
SELECT x.abs()  FROM (SELECT 1 AS x) AS a QUALIFY row_number() OVER () = 1
SELECT x FROM (SELECT 1 AS x) AS a GROUP BY ALL
SELECT x FROM (SELECT 1 AS x) AS a ORDER BY ALL
SELECT #1 FROM (SELECT 1 AS x) AS a
SELECT x COLLATE NOCASE FROM (SELECT 'a' AS x) AS a
SELECT ?
SELECT $other
SHOW TABLES
SHOW ALL TABLES
DESCRIBE SELECT 1
SUMMARIZE SELECT 1
EXPLAIN SELECT 1
EXPLAIN ANALYZE SELECT 1
PIVOT (SELECT 1 AS a, 2 AS b) ON a USING sum(b)
SELECT * FROM (PIVOT (SELECT 1 AS a, 2 AS b) ON a IN (1) USING sum(b)) AS p
UNPIVOT (SELECT 1 AS a) ON a INTO NAME n VALUE v
SELECT x FROM "lite"."main"."people" AT (VERSION => 1)
COPY (SELECT 1) TO '/tmp/x'
COPY people TO '/tmp/x'
EXPORT DATABASE '/tmp/x'
IMPORT DATABASE '/tmp/x'
ATTACH '/tmp/x.sqlite' AS x
DETACH lite
USE lite
SET memory_limit = '100GB'
RESET memory_limit
SET VARIABLE x = 1
PRAGMA enable_profiling
PRAGMA disable_optimizer
CALL enable_logging(storage = 'file')
CALL pg_clear_cache()
INSTALL httpfs
LOAD httpfs
CREATE MACRO sha256(x) AS x
CREATE TEMP TABLE t AS SELECT 1
CREATE SECRET s (TYPE postgres)
INSERT INTO people VALUES (1)
UPDATE people SET id = 1
DELETE FROM people
DROP TABLE people
ALTER TABLE people ADD COLUMN x INT
VACUUM
CHECKPOINT
BEGIN
PREPARE p AS SELECT 1
EXECUTE p
SELECT 1 INTO t
SELECT (SELECT content FROM read_text('/etc/passwd'))
SELECT 1 WHERE EXISTS (SELECT 1 FROM "lite"."main"."other")
SELECT 1 ORDER BY (SELECT max(id) FROM "lite"."main"."other")
SELECT 1 LIMIT (SELECT count(*) FROM "lite"."main"."other")
SELECT 1 UNION SELECT id FROM "lite"."main"."other"
SELECT sum(1) FILTER (WHERE (SELECT TRUE FROM "lite"."main"."other"))
SELECT sum(1) OVER (ORDER BY (SELECT 1 FROM "lite"."main"."other"))
SELECT list_transform([1], lambda v: (SELECT id FROM "lite"."main"."other"))
SELECT * FROM range((SELECT id FROM "lite"."main"."other"))
SELECT a.x FROM (SELECT 1 AS x) AS a JOIN "lite"."main"."other" AS b ON TRUE
SELECT 1 FROM (SELECT 1 AS x) AS a POSITIONAL JOIN "lite"."main"."other" AS b
WITH r AS (SELECT id FROM "lite"."main"."other") SELECT 1
SELECT * FROM (VALUES ((SELECT id FROM "lite"."main"."other"))) AS v(a)
""".strip().splitlines()


@pytest.fixture(scope="module")
def guard() -> Iterator[Guard]:
    connection = parser()
    yield Guard(connection)
    connection.close()


@pytest.mark.parametrize("sql", PASS)
def test_what_printers_write_passes(guard: Guard, sql: str) -> None:
    guard.check(sql, {PEOPLE}, {"key1"})


@pytest.mark.parametrize("sql", REFUSE)
def test_what_no_plan_may_hold_is_refused(guard: Guard, sql: str) -> None:
    with pytest.raises(RefusedTextError):
        guard.check(sql, {PEOPLE}, {"key1"})


def test_a_location_of_the_plan_is_needed_even_for_a_source_that_is_attached(guard: Guard) -> None:
    sql = 'SELECT id FROM "lite"."main"."people"'
    guard.check(sql, {PEOPLE})
    with pytest.raises(RefusedTextError):
        guard.check(sql, ())


def test_the_parser_itself_opens_no_file(guard: Guard, tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "schema.sql").write_text("SELECT 1;")
    with pytest.raises(RefusedTextError):
        guard.check(f"IMPORT DATABASE '{tmp_path}'", ())


def test_the_list_of_functions_holds_real_and_harmless_ones_only() -> None:
    connection = duckdb.connect()
    rows = connection.execute(
        "SELECT function_name, function_type, bool_or(has_side_effects) FROM duckdb_functions() GROUP BY ALL"
    )
    known = rows.fetchall()
    volatile = {name for name, kind, effects in known if effects and kind in ("scalar", "aggregate")}
    tables = {name for name, kind, _ in known if kind in ("table", "pragma", "table_macro")}
    assert ALLOWED & volatile == {"random", "uuid"}  # Trino has them
    assert ALLOWED & tables <= {"range", "generate_series", "unnest", "repeat", "summary", "histogram"}
