-- B20 a write behind a WITH query => SYNTAX_ERROR
WITH t AS (SELECT 1) INSERT INTO place SELECT 1;

-- B20 a write behind a comment => NOT_SUPPORTED
/* SELECT */ DELETE FROM person;

-- B20 a write in a second statement => NOT_SUPPORTED
SELECT 1; DROP TABLE person;

-- B20 a returning write as a derived table => NOT_SUPPORTED
SELECT * FROM (DELETE FROM person RETURNING secret) t;

-- B21 a table made of a read => NOT_SUPPORTED
CREATE TABLE leak AS SELECT * FROM person;

-- B21 an insert of a read => NOT_SUPPORTED
INSERT INTO place SELECT phone, name, 1 FROM person;

-- B21 a view over a read => NOT_SUPPORTED
CREATE VIEW leak AS SELECT secret FROM person;

-- B21 a merge => NOT_SUPPORTED
MERGE INTO place p USING person q ON p.code = q.region WHEN MATCHED THEN UPDATE SET title = q.phone;

-- B21 a copy => NOT_SUPPORTED
COPY (SELECT * FROM person) TO '/tmp/leak.csv';

-- B21 a call => NOT_SUPPORTED
CALL system.sync_partition_metadata('a', 'b', 'FULL');

-- B25 statistics of a filtered relation => NOT_SUPPORTED
SHOW STATS FOR person;

-- B25 statistics of a query => NOT_SUPPORTED
SHOW STATS FOR (SELECT * FROM person WHERE age > 1);

-- B25 DuckDB's statistics => FUNCTION_NOT_FOUND
SELECT stats(age) FROM person;

-- B25 DuckDB's summary => SYNTAX_ERROR
SUMMARIZE person;

-- B27 the engine's own plan => NOT_SUPPORTED
EXPLAIN ANALYZE SELECT * FROM person;

-- B31 a function of the source => NOT_SUPPORTED
SELECT main.leak(id) FROM person;

-- B31 a built-in's name with a schema => NOT_SUPPORTED
SELECT pg_catalog.lower(name) FROM person;

-- B31 an inline function => SYNTAX_ERROR
WITH FUNCTION lower(x varchar) RETURNS varchar RETURN 'x' SELECT lower(name) FROM person;

-- B31 DuckDB's macros => FUNCTION_NOT_FOUND
SELECT getvariable('key1');

-- B32 a statement prepared before => NOT_SUPPORTED
EXECUTE stmt USING 1;

-- B32 preparing a statement => NOT_SUPPORTED
PREPARE stmt FROM SELECT secret FROM person;

-- B32 immediate execution => NOT_SUPPORTED
EXECUTE IMMEDIATE 'SELECT secret FROM person';

-- B32 what a prepared statement gives => NOT_SUPPORTED
DESCRIBE OUTPUT stmt;

-- B33 a parameter as a name => NOT_SUPPORTED
SELECT * FROM ?;

-- B33 a parameter nobody gave => INVALID_PARAMETER
SELECT id FROM person WHERE id = ?;

-- B33 a named parameter of the policy => NOT_SUPPORTED
SELECT id FROM person WHERE region = :prefix;

-- B33 a key's parameter => NOT_SUPPORTED
SELECT $key1;

-- B34 a file as relation => NOT_SUPPORTED
SELECT * FROM '/etc/passwd';

-- B34 a file by function => NOT_SUPPORTED
SELECT * FROM read_csv('/etc/passwd');

-- B34 text of a file => NOT_SUPPORTED
SELECT * FROM read_text('/etc/passwd');

-- B34 a query in a text => NOT_SUPPORTED
SELECT * FROM query('SELECT * FROM data.main.vault');

-- B34 a relation by text => NOT_SUPPORTED
SELECT * FROM query_table('vault');

-- B34 pass-through to the source => NOT_SUPPORTED
SELECT * FROM TABLE(data.system.query(query => 'SELECT * FROM vault'));

-- B34 a serialised query => NOT_SUPPORTED
SELECT * FROM json_execute_serialized_sql('x');

-- B34 XML of a query => FUNCTION_NOT_FOUND
SELECT query_to_xml('SELECT * FROM vault', true, true, '');

-- B34 a sequence that writes => FUNCTION_NOT_FOUND
SELECT nextval('s');

-- B34 a URL as relation => TABLE_NOT_FOUND
SELECT * FROM "http://example.org/x.csv";

-- B34 a PRAGMA function => NOT_SUPPORTED
SELECT * FROM pragma_storage_info('person');

-- B34 a file name in quotes => TABLE_NOT_FOUND
SELECT * FROM "people.csv";

-- B34 a lock of the source => FUNCTION_NOT_FOUND
SELECT pg_sleep(100), pg_advisory_lock(1);

-- B34 sleeping => FUNCTION_NOT_FOUND
SELECT sleep(100);

-- D01 settings of the engine => FUNCTION_NOT_FOUND
SELECT current_setting('memory_limit');

-- D02 secrets of the engine => NOT_SUPPORTED
SELECT * FROM duckdb_secrets();

-- D03 an environment variable => FUNCTION_NOT_FOUND
SELECT getenv('HOME');

-- D04 the moment is the statement's own => rows
SELECT now() = now(), current_date, current_timezone();

-- D06 an error on purpose => COLUMN_NOT_FOUND
SELECT error(secret) FROM person;

-- D07 the gateway's own way to fail => FUNCTION_NOT_FOUND
SELECT fail('x') FROM person;

-- D08 the engine's token function => FUNCTION_NOT_FOUND
SELECT huiliu_token('x', 'k');

-- D09 an internal function of masks => NOT_SUPPORTED_BY_ENGINE
SELECT hmac_sha256(to_utf8(phone), to_utf8('k')) FROM person;

-- D10 a comment for the engine => rows
SELECT /*+ NO_FILTER(person) */ count(*) FROM person;

-- D11 session properties => NOT_SUPPORTED
SET SESSION optimizer = 'off';

-- D12 another role => NOT_SUPPORTED
SET ROLE admin;

-- D13 another user => NOT_SUPPORTED
SET SESSION AUTHORIZATION root;

-- D14 a path of functions => NOT_SUPPORTED
SET PATH data.main;

-- D15 time travel => NOT_SUPPORTED
SELECT * FROM person FOR VERSION AS OF 1;

-- D16 locks => NOT_SUPPORTED
SELECT * FROM person FOR UPDATE;

-- D17 DuckDB's positional references => NOT_SUPPORTED
SELECT #1 FROM person;

-- D18 DuckDB's lists of columns => NOT_SUPPORTED
SELECT * EXCLUDE (id) FROM person;

-- D19 DuckDB's FROM first => NOT_SUPPORTED
FROM person;

-- D20 a pivot, whose columns are values => SYNTAX_ERROR
PIVOT person ON region USING count(*);

-- D21 the user's own names => COLUMN_NOT_FOUND
SELECT current_user, session_user;

-- D22 the version of the engine, not that of Trino => FUNCTION_NOT_FOUND
SELECT pg_version();
