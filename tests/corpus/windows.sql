-- row_number over everything
SELECT id, row_number() OVER (ORDER BY id) AS n FROM residents

-- row_number by partition
SELECT id, district, row_number() OVER (PARTITION BY district ORDER BY id) AS n FROM residents

-- rank with ties
SELECT id, household, rank() OVER (ORDER BY household) AS r, dense_rank() OVER (ORDER BY household) AS d FROM residents

-- percent_rank and cume_dist
SELECT id, percent_rank() OVER (ORDER BY household) AS p, cume_dist() OVER (ORDER BY household) AS c FROM residents

-- ntile
SELECT id, ntile(3) OVER (ORDER BY id) AS third FROM residents

-- ntile of more than there are
SELECT id, ntile(20) OVER (ORDER BY id) AS n FROM residents

-- lag and lead
SELECT id, lag(id) OVER (ORDER BY id) AS before, lead(id) OVER (ORDER BY id) AS after FROM residents

-- lag by two
SELECT id, lag(name, 2) OVER (ORDER BY id) AS x FROM residents

-- lag with a default
SELECT id, lag(name, 1, '-') OVER (ORDER BY id) AS x, lead(id, 3, -1) OVER (ORDER BY id) AS y FROM residents

-- lag by nothing
SELECT id, lag(id, 0) OVER (ORDER BY id) AS x FROM residents

-- lag ignoring nulls
SELECT id, lag(phone) IGNORE NULLS OVER (ORDER BY id) AS x FROM residents

-- lead respecting nulls
SELECT id, lead(phone) RESPECT NULLS OVER (ORDER BY id) AS x FROM residents

-- first_value and last_value
SELECT id, first_value(name) OVER (ORDER BY id) AS f, last_value(name) OVER (ORDER BY id) AS l FROM residents

-- last_value of the whole partition
SELECT id, last_value(id) OVER (PARTITION BY district ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS l FROM residents

-- first_value ignoring nulls
SELECT id, first_value(phone) IGNORE NULLS OVER (ORDER BY id DESC) AS f FROM residents

-- last_value ignoring nulls
SELECT id, last_value(phone) IGNORE NULLS OVER (ORDER BY id) AS f FROM residents

-- nth_value
SELECT id, nth_value(id, 2) OVER (ORDER BY id) AS s FROM residents

-- nth_value ignoring nulls
SELECT id, nth_value(phone, 3) IGNORE NULLS OVER (ORDER BY id) AS s FROM residents

-- running sum
SELECT id, sum(cost) OVER (ORDER BY id) AS running FROM visits

-- running sum by partition
SELECT id, sum(cost) OVER (PARTITION BY hospital ORDER BY id) AS running FROM visits

-- a sum over the partition
SELECT id, sum(cost) OVER (PARTITION BY hospital) AS total FROM visits

-- a share of the total
SELECT id, cost / sum(cost) OVER () AS share FROM visits

-- an empty window
SELECT id, count(*) OVER () AS n FROM residents

-- moving average
SELECT id, avg(cost) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS m FROM visits

-- moving average centred
SELECT id, avg(score) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS m FROM visits

-- minimum and maximum so far
SELECT id, min(cost) OVER w AS lo, max(cost) OVER w AS hi FROM visits WINDOW w AS (ORDER BY id)

-- a named window
SELECT id, row_number() OVER w AS n, sum(income) OVER w AS s FROM residents WINDOW w AS (PARTITION BY district ORDER BY id)

-- two named windows
SELECT id, rank() OVER a AS x, rank() OVER b AS y FROM residents WINDOW a AS (ORDER BY id), b AS (ORDER BY id DESC)

-- a window on another
SELECT id, sum(income) OVER (w ORDER BY id) AS s FROM residents WINDOW w AS (PARTITION BY district)

-- a window on another, named
SELECT id, sum(income) OVER v AS s FROM residents WINDOW w AS (PARTITION BY district), v AS (w ORDER BY id)

-- a window over groups
SELECT district, count(*) AS n, rank() OVER (ORDER BY count(*) DESC, district) AS r FROM residents GROUP BY district

-- a sum of sums
SELECT hospital, sum(cost) AS s, sum(sum(cost)) OVER () AS total FROM visits GROUP BY hospital

-- a running sum of sums
SELECT day, sum(sum(cost)) OVER (ORDER BY day) AS running FROM visits GROUP BY day

-- a window in ORDER BY
SELECT id FROM residents ORDER BY row_number() OVER (ORDER BY id DESC)

-- a window in an expression
SELECT id, id - lag(id, 1, 0) OVER (ORDER BY id) AS gap FROM visits

-- the newest of each
SELECT id, resident_id FROM (SELECT id, resident_id, row_number() OVER (PARTITION BY resident_id ORDER BY day DESC, id) AS n FROM visits) t WHERE n = 1

-- top two of each group
SELECT hospital, id, cost FROM (SELECT hospital, id, cost, rank() OVER (PARTITION BY hospital ORDER BY cost DESC NULLS LAST, id) AS r FROM visits) t WHERE r <= 2

-- duplicates
SELECT name, n FROM (SELECT name, count(*) OVER (PARTITION BY lower(name)) AS n FROM residents) t WHERE n > 1

-- filter before a window
SELECT id, count(*) FILTER (WHERE married) OVER (ORDER BY id) AS n FROM residents

-- count of a column over a window
SELECT id, count(phone) OVER (ORDER BY id) AS n FROM residents

-- array_agg over a window
SELECT id, array_agg(id) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS a FROM residents

-- order nulls first in a window
SELECT id, row_number() OVER (ORDER BY phone NULLS FIRST, id) AS n FROM residents

-- order nulls last in a window
SELECT id, row_number() OVER (ORDER BY phone DESC NULLS LAST, id) AS n FROM residents

-- order by two in a window
SELECT id, row_number() OVER (ORDER BY gender DESC, id) AS n FROM residents

-- partition by an expression
SELECT id, count(*) OVER (PARTITION BY year(day)) AS n FROM visits

-- partition by NULL values
SELECT id, count(*) OVER (PARTITION BY phone) AS n FROM residents

-- partition by NaN
SELECT taken, count(*) OVER (PARTITION BY pm25) AS n FROM readings

-- range is the default with ties
SELECT id, household, sum(id) OVER (ORDER BY household) AS s FROM residents

-- rows against range with ties
SELECT id, sum(id) OVER (ORDER BY household, id ROWS UNBOUNDED PRECEDING) AS s, count(*) OVER (ORDER BY household RANGE UNBOUNDED PRECEDING) AS t FROM residents

-- range with a value
SELECT id, count(*) OVER (ORDER BY id RANGE BETWEEN 2 PRECEDING AND 2 FOLLOWING) AS n FROM residents

-- range over decimals
SELECT id, count(*) OVER (ORDER BY cost RANGE BETWEEN 50 PRECEDING AND 50 FOLLOWING) AS n FROM visits

-- range over dates
SELECT id, count(*) OVER (ORDER BY day RANGE BETWEEN INTERVAL '7' DAY PRECEDING AND CURRENT ROW) AS n FROM visits

-- range over timestamps
SELECT taken, count(*) OVER (ORDER BY taken RANGE BETWEEN INTERVAL '1' HOUR PRECEDING AND CURRENT ROW) AS n FROM readings

-- range over months
SELECT id, count(*) OVER (ORDER BY day RANGE BETWEEN INTERVAL '1' MONTH PRECEDING AND INTERVAL '1' MONTH FOLLOWING) AS n FROM visits

-- range down
SELECT id, sum(id) OVER (ORDER BY id DESC RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) AS n FROM residents

-- groups with values
SELECT id, count(*) OVER (ORDER BY household GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) AS n FROM residents

-- groups following
SELECT id, sum(id) OVER (ORDER BY household GROUPS BETWEEN CURRENT ROW AND 1 FOLLOWING) AS n FROM residents

-- groups unbounded
SELECT id, sum(id) OVER (ORDER BY household GROUPS UNBOUNDED PRECEDING) AS n FROM residents

-- rows far before
SELECT id, sum(id) OVER (ORDER BY id ROWS BETWEEN 3 PRECEDING AND 2 PRECEDING) AS s FROM residents

-- rows far after
SELECT id, sum(id) OVER (ORDER BY id ROWS BETWEEN 2 FOLLOWING AND 3 FOLLOWING) AS s FROM residents

-- a frame that is empty
SELECT id, sum(id) OVER (ORDER BY id ROWS BETWEEN 2 FOLLOWING AND UNBOUNDED FOLLOWING) AS s, count(*) OVER (ORDER BY id ROWS BETWEEN 2 FOLLOWING AND UNBOUNDED FOLLOWING) AS n FROM residents

-- a frame by an expression
SELECT id, sum(id) OVER (ORDER BY id ROWS BETWEEN 1 + 1 PRECEDING AND CURRENT ROW) AS s FROM residents

-- rows unbounded without order
SELECT id, count(*) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS n FROM residents

-- standard deviation over a window
SELECT id, stddev(score) OVER (ORDER BY id) AS s FROM visits

-- max_by over a window
SELECT id, max_by(name, id) OVER (ORDER BY id) AS m FROM residents

-- bool_or over a window
SELECT id, bool_or(married) OVER (ORDER BY id) AS m FROM residents

-- a window over a window's result
SELECT id, sum(n) OVER (ORDER BY id) AS s FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM residents) t

-- windows of many partitions
SELECT id, count(*) OVER (PARTITION BY district, gender) AS a, count(*) OVER (PARTITION BY household) AS b FROM residents

-- a ratio to the one before
SELECT day, cost, cost / nullif(lag(cost) OVER (ORDER BY day, id), 0) AS ratio FROM visits WHERE cost IS NOT NULL AND day IS NOT NULL

-- median by row numbers
SELECT avg(cost) AS median FROM (SELECT cost, row_number() OVER (ORDER BY cost, id) AS n, count(*) OVER () AS c FROM visits WHERE cost IS NOT NULL) t WHERE n IN ((c + 1) / 2, (c + 2) / 2)

-- gaps and islands
SELECT min(id) AS lo, max(id) AS hi FROM (SELECT id, id - row_number() OVER (ORDER BY id) AS island FROM visits) t GROUP BY island

-- a session of readings
SELECT station, taken, sum(fresh) OVER (PARTITION BY station ORDER BY taken) AS session FROM (SELECT station, taken, CASE WHEN taken - lag(taken) OVER (PARTITION BY station ORDER BY taken) > INTERVAL '30' MINUTE THEN 1 ELSE 0 END AS fresh FROM readings) t

-- a window in WHERE is wrong
SELECT id FROM residents WHERE row_number() OVER (ORDER BY id) = 1

-- a window in HAVING is wrong
SELECT district FROM residents GROUP BY district HAVING row_number() OVER (ORDER BY district) = 1

-- rank without order
SELECT id, rank() OVER () AS r FROM residents

-- row_number without OVER is wrong
SELECT row_number() FROM residents

-- an unknown window is wrong
SELECT id, sum(id) OVER w FROM residents

-- a frame without order by value is wrong
SELECT id, sum(id) OVER (RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) FROM residents

-- a frame backwards is wrong
SELECT id, sum(id) OVER (ORDER BY id ROWS BETWEEN CURRENT ROW AND 1 PRECEDING) FROM residents

-- a frame from following to preceding is wrong
SELECT id, sum(id) OVER (ORDER BY id ROWS BETWEEN 1 FOLLOWING AND 1 PRECEDING) FROM residents

-- a frame that starts at the end is wrong
SELECT id, sum(id) OVER (ORDER BY id ROWS UNBOUNDED FOLLOWING) FROM residents

-- a negative frame is wrong
SELECT id, sum(id) OVER (ORDER BY id ROWS BETWEEN -1 PRECEDING AND CURRENT ROW) AS s FROM residents

-- distinct in a window is wrong
SELECT id, count(DISTINCT district) OVER () AS n FROM residents

-- a window's name in brackets
SELECT id, sum(id) OVER (w) AS s FROM residents WINDOW v AS (PARTITION BY gender), w AS (v ORDER BY id)

-- a window's name in brackets, with a frame, is wrong
SELECT sum(id) OVER (w) AS s FROM residents WINDOW w AS (ORDER BY id ROWS 1 PRECEDING)
