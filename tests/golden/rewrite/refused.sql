What is refused: what the gateway does not do, what it does not know, and what could not be kept.

-- case: one statement at a time
-- as: ana
SELECT 1; DROP TABLE person
-- becomes
error GW102 NOT_SUPPORTED at 1:9: send one statement at a time
hint: remove what follows the `;`

-- case: nothing is written
-- as: open
DELETE FROM person
-- becomes
error GW102 NOT_SUPPORTED at 1:1: `DELETE` is not supported: the gateway never writes to a department's database
hint: send a SELECT; ask the owning department to change its data

-- case: nothing is defined
-- as: open
CREATE TABLE mine AS SELECT * FROM person
-- becomes
error GW102 NOT_SUPPORTED at 1:1: `CREATE` is not supported: the gateway never writes to a department's database
hint: send a SELECT; ask the owning department to change its data

-- case: a source's own query language
-- as: open
SELECT * FROM TABLE(civil.system.query(query => 'SELECT 1'))
-- becomes
error GW102 NOT_SUPPORTED at 1:46: `=>` is not supported
hint: it is not part of Trino SQL

-- case: names of partitions and snapshots
-- as: open
SELECT * FROM civil.main."person$partitions"
-- becomes
error GW102 NOT_SUPPORTED at 1:26: `person$partitions` is not supported: names with `$` are internal to a source
hint: query the relation itself

-- case: the engine's own tables
-- as: open
SELECT * FROM duckdb_settings()
-- becomes
error GW102 NOT_SUPPORTED at 1:15: a function call is not supported here
hint: rewrite this part in plain Trino SQL; brackets help where operators are chained

-- case: a file
-- as: open
SELECT * FROM '/etc/passwd'
-- becomes
error GW102 NOT_SUPPORTED at 1:15: `/etc/passwd` is not supported here
hint: this part of the statement has no meaning that the gateway is sure of; write it another way

-- case: a function that nobody listed
-- as: open
SELECT read_text('/etc/passwd')
-- becomes
error GW207 FUNCTION_NOT_FOUND at 1:8: function `read_text` is not registered
hint: did you mean `greatest`?

-- case: an internal function
-- as: open
SELECT mask('x', name) FROM person
-- becomes
error GW207 FUNCTION_NOT_FOUND at 1:8: function `mask` is not registered
hint: docs/functions.md lists what can be called

-- case: a policy's attribute
-- as: ana
SELECT :prefix AS x FROM person
-- becomes
error GW102 NOT_SUPPORTED at 1:8: `:` is not supported
hint: it is not part of Trino SQL

-- case: an engine's parameter
-- as: sam
SELECT $key1 AS x FROM person
-- becomes
error GW102 NOT_SUPPORTED at 1:8: `$key1` is not supported
hint: it is not part of Trino SQL

-- case: time travel
-- as: open
SELECT id FROM person FOR VERSION AS OF 3
-- becomes
error GW102 NOT_SUPPORTED at 1:41: `FOR … AS OF` is not supported here
hint: rewrite this part in plain Trino SQL; brackets help where operators are chained

-- case: WITH TIES is not on the embedded engine
-- as: open
SELECT id FROM person ORDER BY id FETCH FIRST 2 ROWS WITH TIES
-- becomes
error GW402 NOT_SUPPORTED_BY_ENGINE: `FETCH FIRST … WITH TIES` is not available on the embedded engine
hint: use rank() in a subquery

-- case: a division of constants by zero is told at once
-- as: ana
SELECT 1 / 0 FROM person
-- becomes
error GW218 DIVISION_BY_ZERO at 1:8: division by zero

-- case: empty
-- as: ana
-- nothing
-- becomes
error GW101 SYNTAX_ERROR: the statement is empty
hint: send one SELECT
