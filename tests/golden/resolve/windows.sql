-- case: partition, order and frame
SELECT sum(cost) OVER (PARTITION BY region ORDER BY day ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) FROM health.visit
-- expect:

-- case: named windows are spelled out
SELECT rank() OVER w, lag(cost) OVER (w ROWS UNBOUNDED PRECEDING) FROM health.visit WINDOW w AS (PARTITION BY region ORDER BY day)
-- expect:

-- case: named windows spelled out
SELECT rank() OVER w, sum(cost) OVER (w ROWS UNBOUNDED PRECEDING) FROM health.visit WINDOW v AS (PARTITION BY region), w AS (v ORDER BY day)
-- expect:

-- case: a named window can not be partitioned again
SELECT rank() OVER (w PARTITION BY day) FROM health.visit WINDOW w AS (PARTITION BY region)
-- expect:

-- case: a named window has its order
SELECT rank() OVER (w ORDER BY day) FROM health.visit WINDOW w AS (ORDER BY cost)
-- expect:

-- case: unknown window
SELECT rank() OVER w FROM health.visit
-- expect:

-- case: window defined twice
SELECT 1 FROM health.visit WINDOW w AS (ORDER BY day), W AS (ORDER BY day)
-- expect:

-- case: window over a group
SELECT region, sum(sum(age)) OVER (ORDER BY count(*) DESC) FROM person GROUP BY region
-- expect:

-- case: window over what is not grouped
SELECT region, rank() OVER (ORDER BY age) FROM person GROUP BY region
-- expect:

-- case: window in WHERE
SELECT 1 FROM health.visit WHERE rank() OVER (ORDER BY day) = 1
-- expect:

-- case: window in GROUP BY
SELECT 1 FROM health.visit GROUP BY rank() OVER (ORDER BY day)
-- expect:

-- case: window in HAVING
SELECT 1 FROM health.visit HAVING rank() OVER (ORDER BY count(*)) = 1
-- expect:

-- case: window in a window
SELECT sum(rank() OVER (ORDER BY day)) OVER () FROM health.visit
-- expect:

-- case: window in an aggregation
SELECT sum(rank() OVER (ORDER BY day)) FROM health.visit
-- expect:

-- case: window function without OVER
SELECT rank() FROM health.visit
-- expect:

-- case: scalar function with OVER
SELECT upper(region) OVER () FROM health.visit
-- expect:

-- case: ignore nulls
SELECT lag(cost, 2, 0) IGNORE NULLS OVER (PARTITION BY region ORDER BY day) FROM health.visit
-- expect:

-- case: lag without order
SELECT lag(cost) OVER () FROM health.visit
-- expect:

-- case: frame that ends before it starts
SELECT sum(cost) OVER (ORDER BY day ROWS BETWEEN CURRENT ROW AND 1 PRECEDING) FROM health.visit
-- expect:

-- case: frame by a text
SELECT sum(cost) OVER (ORDER BY day ROWS 'x' PRECEDING) FROM health.visit
-- expect:

-- case: range of an interval
SELECT sum(cost) OVER (ORDER BY day RANGE BETWEEN INTERVAL '7' DAY PRECEDING AND CURRENT ROW) FROM health.visit
-- expect:

-- case: range of two keys
SELECT sum(cost) OVER (ORDER BY day, id RANGE 5 PRECEDING) FROM health.visit
-- expect:

-- case: range of what can not be added
SELECT sum(cost) OVER (ORDER BY region RANGE 5 PRECEDING) FROM health.visit
-- expect:

-- case: filter of an aggregation over a window
SELECT count(*) FILTER (WHERE cost > 3) OVER (PARTITION BY region) FROM health.visit
-- expect:

-- case: distinct over a window
SELECT count(DISTINCT cost) OVER () FROM health.visit
-- expect:
