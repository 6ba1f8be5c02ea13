-- F01 a join in brackets that begins with VALUES => rows
SELECT v.note, a.x, b.y FROM visit v, (VALUES 1, 2) a(x) JOIN (VALUES 2, 3) b(y) ON a.x = b.y;

-- F02 a join in brackets that begins with VALUES, before a governed relation => rows
SELECT p.id, b.y FROM visit v, (VALUES 1, 2) b(y) RIGHT JOIN person p ON p.id = b.y;

-- F03 a join in brackets that begins with UNNEST => rows
SELECT v.note, t.e, p.id FROM visit v, UNNEST(ARRAY[1, 2]) AS t(e) FULL JOIN person p ON p.id = t.e;

-- F04 a join after a comma does not see what stands before the comma, UNNEST first => COLUMN_NOT_FOUND
SELECT t.e, p.code FROM visit v, UNNEST(split(v.note, '2')) AS t(e) JOIN place p ON TRUE;

-- F05 a join after a comma does not see what stands before the comma, LATERAL first => COLUMN_NOT_FOUND
SELECT t.n, p.id FROM visit v, LATERAL (SELECT v.cost + 1) AS t(n) LEFT JOIN person p ON p.id = t.n;

-- F09 a join in brackets that begins with LATERAL => rows
SELECT v.note, t.n, p.id FROM visit v, LATERAL (SELECT 1) AS t(n) LEFT JOIN person p ON p.id = t.n;

-- F06 ranking that ignores NULL => NOT_SUPPORTED
SELECT rank() IGNORE NULLS OVER (ORDER BY age) FROM person;

-- F07 percent_rank that respects NULL => NOT_SUPPORTED
SELECT percent_rank() RESPECT NULLS OVER (ORDER BY age) FROM person;

-- F08 a value function that ignores NULL => rows
SELECT lag(age) IGNORE NULLS OVER (ORDER BY id, age) FROM person;

-- F10 distinct values counted twice distinct => rows
SELECT approx_distinct(DISTINCT age), approx_distinct(DISTINCT region, 0.1e0) FROM person;

-- F11 a star of which USING left nothing => COLUMN_NOT_FOUND
SELECT a.* FROM (SELECT age FROM person) AS a JOIN (SELECT 1 AS age) AS c USING (age);

-- F12 a view fenced and not, twice the same => rows
SELECT p.age FROM person p UNION ALL SELECT 1 / coalesce(q.age, 1) FROM person q;

-- F13 a word that is no unit, beside a NULL => rows
SELECT date_diff(' ', TIMESTAMP '2020-02-29 00:00:00.000', NULL) FROM place;

-- F14 a fold that nobody looks at => rows
SELECT reduce(ARRAY[n], CASE WHEN code = 'A1' THEN ARRAY['x'] ELSE concat('utf8', ARRAY[]) END, (x, r) -> x, _ -> 1) FROM place;

-- F15 TRY_CAST of a grouping column, sent as TRY => NOT_SUPPORTED_BY_ENGINE
SELECT TRY_CAST(code AS timestamp(3)) FROM place GROUP BY n, code;

-- F16 TRY_CAST of a grouping column, sent as DuckDB's own => rows
SELECT TRY_CAST(code AS bigint) FROM place GROUP BY n, code;

-- F17 TRY_CAST below a grouping => rows
SELECT d FROM (SELECT TRY_CAST(code AS timestamp(3)) AS d FROM place) GROUP BY d;

-- F18 a list of NULLs without a type beside another one, over which DuckDB loses its instance => rows
SELECT zip_with(ARRAY[n], ARRAY[NULL], (a, b) -> 'x'), zip(ARRAY[ARRAY[1]], ARRAY[NULL, NULL]) FROM place;
