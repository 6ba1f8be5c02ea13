-- A01 a sum that overflows for each hidden row => COMPUTATION_FAILED
SELECT p.id, (SELECT sum(9223372036854775807) FROM place q WHERE q.code = p.region) FROM person p;

-- A02 a sum that overflows beside a relation of hidden rows => COMPUTATION_FAILED
SELECT p.id, s.x FROM person p JOIN (SELECT sum(9223372036854775807) OVER (PARTITION BY code) AS x, code FROM place) s ON p.region = s.code;

-- A03 TRY does not catch what fails in an aggregation => NOT_SUPPORTED_BY_ENGINE
SELECT TRY(sum(1 / age)) FROM person;

-- A04 TRY does not catch what fails in a window => NOT_SUPPORTED_BY_ENGINE
SELECT TRY(max(1 / age) OVER ()) FROM person;

-- A05 TRY does not catch what fails in a subquery => NOT_SUPPORTED_BY_ENGINE
SELECT TRY((SELECT 1 / age FROM person LIMIT 1)) FROM place;

-- A06 TRY above a grouping, which DuckDB binds to another column => NOT_SUPPORTED_BY_ENGINE
SELECT cost, TRY(CAST(note AS integer)) FROM visit GROUP BY cost, note;

-- A07 TRY above a grouping, in HAVING => NOT_SUPPORTED_BY_ENGINE
SELECT count(*) FROM visit GROUP BY cost, note, day, weight, region, person_id HAVING TRY(from_hex(concat(note, note))) IS NOT NULL;

-- A08 TRY that is a grouping key => rows
SELECT TRY(CAST(note AS integer)) + 1, count(*) FROM visit GROUP BY TRY(CAST(note AS integer));

-- A09 a lambda over a column of the enclosing query => NOT_SUPPORTED_BY_ENGINE
SELECT (SELECT max(q.n) FROM place q WHERE any_match(ARRAY[q.n], i -> i / v.cost > 0)) FROM visit v;

-- A10 a lambda over a column on the left of UNNEST => NOT_SUPPORTED_BY_ENGINE
SELECT t.x FROM visit v CROSS JOIN UNNEST(transform(ARRAY[100], i -> i / (v.cost + 1))) AS t(x);
