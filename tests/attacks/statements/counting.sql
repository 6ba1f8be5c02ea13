-- C01 the permitted minimum of a hidden maximum => rows
SELECT max_by(region, age), min_by(region, age), max_by(id, id), max(CAST(id AS varchar)) FROM person;

-- C02 a running count over what is hidden => rows
SELECT id, count(*) OVER (ORDER BY id RANGE UNBOUNDED PRECEDING) FROM person ORDER BY id;

-- C03 groups of a frame => rows
SELECT id, count(*) OVER (ORDER BY region GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM person ORDER BY id;

-- C04 ntile and rank of a hidden size => rows
SELECT id, ntile(3) OVER (ORDER BY id), dense_rank() OVER (ORDER BY region) FROM person ORDER BY id;

-- C05 first and last over a whole partition => rows
SELECT id, first_value(id) OVER w, last_value(id) OVER w FROM person WINDOW w AS (PARTITION BY region ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) ORDER BY id;

-- C06 the neighbour that is hidden => rows
SELECT id, lead(id, 2, -1) OVER (ORDER BY id), lag(age) IGNORE NULLS OVER (ORDER BY id) FROM person ORDER BY id;

-- C07 a window over a window's result => rows
SELECT max(c) FROM (SELECT count(*) OVER () AS c FROM person) t;

-- C08 a window under a filter of the client => rows
SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM person) t WHERE n > 4;

-- C09 a window's FILTER => rows
SELECT id, count(*) FILTER (WHERE region NOT LIKE 'A%') OVER () FROM person ORDER BY id;

-- C10 counts of a cube => rows
SELECT region, active, count(*), grouping(region, active) FROM person GROUP BY CUBE (region, active) ORDER BY 1, 2, 3, 4;

-- C11 the grand total of an empty filter => rows
SELECT count(*), sum(age) FROM person WHERE region = 'B1';

-- C12 grouping by a column that only hidden rows fill => rows
SELECT region, count(*) FROM visit GROUP BY region HAVING region = 'B1' OR region IS NULL;

-- C13 DISTINCT pairs => rows
SELECT count(*) FROM (SELECT DISTINCT region, active FROM person) t;

-- C14 approximate counts => rows
SELECT approx_distinct(region), approx_distinct(id) FROM person;

-- C15 approximate percentiles => NOT_SUPPORTED_BY_ENGINE
SELECT approx_percentile(id, 1.0), approx_percentile(id, 0.0) FROM person;

-- C16 geometric mean, deviation, correlation => rows
SELECT stddev(age), variance(age), corr(age, id), regr_slope(age, id), covar_pop(age, id) FROM person;

-- C17 bit aggregates => rows
SELECT bitwise_or_agg(id), bitwise_and_agg(id), bool_and(active), every(active) FROM person;

-- C18 the longest list => rows
SELECT cardinality(array_agg(id)), length(listagg(region, '') WITHIN GROUP (ORDER BY id)) FROM person;

-- C19 a histogram of the rule's column => rows
SELECT histogram(region) FROM visit;

-- C20 the size of a cross product => rows
SELECT count(*) FROM person a CROSS JOIN visit b;

-- C21 OFFSET beyond what is shown => rows
SELECT id FROM person ORDER BY id OFFSET 4;

-- C22 LIMIT as a window on the whole => rows
SELECT id FROM person ORDER BY id DESC LIMIT 2;

-- C23 FETCH beyond what is shown => rows
SELECT id FROM person ORDER BY id OFFSET 2 FETCH NEXT 100 ROWS ONLY;

-- C24 the last of an ordered derived table => rows
SELECT id FROM (SELECT id FROM person ORDER BY id DESC LIMIT 1) t;

-- C25 OFFSET in a correlated subquery => rows
SELECT q.code, (SELECT p.id FROM person p WHERE p.region = q.code ORDER BY p.id DESC LIMIT 1) FROM place q;

-- C26 EXCEPT ALL counts doubles => rows
SELECT region FROM person EXCEPT ALL SELECT code FROM place;

-- C27 INTERSECT ALL counts doubles => rows
SELECT region FROM person INTERSECT ALL SELECT code FROM place;

-- C28 UNION removes what is hidden twice => rows
SELECT id FROM person UNION SELECT person_id FROM visit;

-- C29 set operations of stars => rows
SELECT count(*) FROM (SELECT * FROM person EXCEPT SELECT * FROM person WHERE true) t;
