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

-- A11 a deviation too large beside hidden rows => COMPUTATION_FAILED
SELECT s.x FROM person p CROSS JOIN (SELECT stddev(weight) AS x FROM (VALUES 1e308, -1e308, 1e308) t(weight)) s;

-- A12 a deviation too large behind a hidden row => COMPUTATION_FAILED
SELECT p.id FROM person p WHERE (SELECT stddev(t.w) FROM (VALUES 1e308, -1e308, 1e308) t(w)) > 0;

-- A13 a variance too large for each hidden row => COMPUTATION_FAILED
SELECT p.id, (SELECT variance(q.n * 1e308) FROM place q WHERE q.code = p.region) FROM person p;

-- A14 a sum for each outer row => rows
SELECT avg(x) FROM (SELECT (SELECT sum(v.cost) FROM visit v WHERE v.person_id = p.id) AS x FROM person p) t;

-- A15 a HAVING over sums in a subquery => rows
SELECT id FROM person p WHERE id IN (SELECT person_id FROM visit GROUP BY person_id HAVING sum(cost) > 5) ORDER BY 1;

-- A16 a sum over a WITH query that is read twice => rows
WITH t AS (SELECT id, age FROM person) SELECT sum(a.age) FROM t a JOIN t b ON a.id = b.id;

-- A17 a correlated sum over the same WITH query => rows
WITH t AS (SELECT id, age FROM person) SELECT a.id, (SELECT sum(b.age) FROM t b WHERE b.id = a.id) FROM t a;

-- A18 a window over an aggregation => rows
SELECT sum(sum(cost)) OVER () FROM visit GROUP BY region;

-- A19 a RANGE frame that overflows => rows
SELECT sum(v.cost) OVER (ORDER BY v.cost RANGE BETWEEN 2147483647 PRECEDING AND CURRENT ROW) FROM visit v;

-- A20 a RANGE frame of a day => rows
SELECT count(*) OVER (ORDER BY v.day RANGE BETWEEN INTERVAL '1' DAY PRECEDING AND CURRENT ROW) FROM visit v;

-- A21 a RANGE frame beyond the calendar => rows
SELECT count(*) OVER (ORDER BY v.day RANGE BETWEEN CURRENT ROW AND INTERVAL '999999' DAY FOLLOWING) FROM visit v;

-- A22 a subquery in a lambda's end => NOT_SUPPORTED
SELECT reduce(ARRAY[1], 0, (s, x) -> s + x, s -> s / (SELECT count(*) FROM person)) FROM place;

-- A23 a division by a count less the permitted => COMPUTATION_FAILED
SELECT DISTINCT 100 / n FROM (SELECT count(*) - 4 AS n FROM person) t;

-- A24 a CASE that tests a count => rows
SELECT CASE WHEN count(*) > 4 THEN 1 / 0 ELSE 0 END FROM person;

-- A25 an IF that tests a count => rows
SELECT if(count(*) = 4, 0, 1 / (count(*) - count(*))) FROM person;

-- A26 a division by a group's size => rows
SELECT region, 1 / (count(*) - 1) FROM person GROUP BY region HAVING count(*) > 1;

-- A27 a division by a partition's size => rows
SELECT 1 / (count(*) OVER (PARTITION BY region) - 4) FROM person;
