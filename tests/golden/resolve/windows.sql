-- case: partition, order and frame
SELECT sum(cost) OVER (PARTITION BY region ORDER BY day ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) FROM health.visit
-- expect:
columns _ bigint
select
  sum(#1.cost) over (partition by #1.region order by #1.day rows 2:bigint preceding to current row)
from
  #1 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)

-- case: named windows are spelled out
SELECT rank() OVER w, lag(cost) OVER (w ROWS UNBOUNDED PRECEDING) FROM health.visit WINDOW w AS (PARTITION BY region ORDER BY day)
-- expect:
INVALID_WINDOW at 1:23: cannot specify a window frame for `lag`

-- case: named windows spelled out
SELECT rank() OVER w, sum(cost) OVER (w ROWS UNBOUNDED PRECEDING) FROM health.visit WINDOW v AS (PARTITION BY region), w AS (v ORDER BY day)
-- expect:
columns _ bigint, _ bigint
select
  rank() over (partition by #1.region order by #1.day)
  sum(#1.cost) over (partition by #1.region order by #1.day rows unbounded preceding to current row)
from
  #1 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)

-- case: a named window can not be partitioned again
SELECT rank() OVER (w PARTITION BY day) FROM health.visit WINDOW w AS (PARTITION BY region)
-- expect:
INVALID_WINDOW at 1:8: PARTITION BY cannot be added to window `w`

-- case: a named window has its order
SELECT rank() OVER (w ORDER BY day) FROM health.visit WINDOW w AS (ORDER BY cost)
-- expect:
INVALID_WINDOW at 1:8: window `w` has an ORDER BY already

-- case: unknown window
SELECT rank() OVER w FROM health.visit
-- expect:
INVALID_WINDOW at 1:8: window `w` cannot be resolved

-- case: window defined twice
SELECT 1 FROM health.visit WINDOW w AS (ORDER BY day), W AS (ORDER BY day)
-- expect:
DUPLICATE_NAME at 1:56: window `W` is defined twice

-- case: window over a group
SELECT region, sum(sum(age)) OVER (ORDER BY count(*) DESC) FROM person GROUP BY region
-- expect:
columns region varchar(12), _ bigint
select
  #1.region
  sum(sum(#1.age)) over (order by count() desc)
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
group by (#1.region)

-- case: window over what is not grouped
SELECT region, rank() OVER (ORDER BY age) FROM person GROUP BY region
-- expect:
EXPRESSION_NOT_AGGREGATE at 1:16: `age` must be an aggregate expression or appear in GROUP BY clause

-- case: window in WHERE
SELECT 1 FROM health.visit WHERE rank() OVER (ORDER BY day) = 1
-- expect:
EXPRESSION_NOT_SCALAR at 1:34: WHERE clause cannot contain window function `rank`

-- case: window in GROUP BY
SELECT 1 FROM health.visit GROUP BY rank() OVER (ORDER BY day)
-- expect:
EXPRESSION_NOT_SCALAR at 1:37: GROUP BY clause cannot contain window function `rank`

-- case: window in HAVING
SELECT 1 FROM health.visit HAVING rank() OVER (ORDER BY count(*)) = 1
-- expect:
EXPRESSION_NOT_SCALAR at 1:35: HAVING clause cannot contain window function `rank`

-- case: window in a window
SELECT sum(rank() OVER (ORDER BY day)) OVER () FROM health.visit
-- expect:
INVALID_WINDOW at 1:12: a window function cannot contain window function `rank`

-- case: window in an aggregation
SELECT sum(rank() OVER (ORDER BY day)) FROM health.visit
-- expect:
INVALID_WINDOW at 1:12: an aggregation cannot contain window function `rank`

-- case: window function without OVER
SELECT rank() FROM health.visit
-- expect:
INVALID_WINDOW at 1:8: window function `rank` requires an OVER clause

-- case: scalar function with OVER
SELECT upper(region) OVER () FROM health.visit
-- expect:
INVALID_WINDOW at 1:8: `upper` is neither a window nor an aggregate function

-- case: ignore nulls
SELECT lag(cost, 2, 0) IGNORE NULLS OVER (PARTITION BY region ORDER BY day) FROM health.visit
-- expect:
columns _ integer
select
  lag(#1.cost, 2:bigint, 0) ignore nulls over (partition by #1.region order by #1.day)
from
  #1 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)

-- case: lag without order
SELECT lag(cost) OVER () FROM health.visit
-- expect:
INVALID_WINDOW at 1:8: `lag` needs an ORDER BY in its window

-- case: frame that ends before it starts
SELECT sum(cost) OVER (ORDER BY day ROWS BETWEEN CURRENT ROW AND 1 PRECEDING) FROM health.visit
-- expect:
INVALID_WINDOW at 1:66: a window frame cannot start at CURRENT ROW and end at PRECEDING

-- case: frame by a text
SELECT sum(cost) OVER (ORDER BY day ROWS 'x' PRECEDING) FROM health.visit
-- expect:
TYPE_MISMATCH at 1:42: a window frame ROWS value must be an integer, not varchar(1)

-- case: range of an interval
SELECT sum(cost) OVER (ORDER BY day RANGE BETWEEN INTERVAL '7' DAY PRECEDING AND CURRENT ROW) FROM health.visit
-- expect:
columns _ bigint
select
  sum(#1.cost) over (order by #1.day range 604800000:interval day to second preceding to current row)
from
  #1 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)

-- case: range of two keys
SELECT sum(cost) OVER (ORDER BY day, id RANGE 5 PRECEDING) FROM health.visit
-- expect:
INVALID_WINDOW at 1:47: a RANGE frame with a value needs exactly one ORDER BY key

-- case: range of what can not be added
SELECT sum(cost) OVER (ORDER BY region RANGE 5 PRECEDING) FROM health.visit
-- expect:
TYPE_MISMATCH at 1:46: cannot apply operator: varchar(12) + integer
hint: write a CAST to the type that you mean

-- case: filter of an aggregation over a window
SELECT count(*) FILTER (WHERE cost > 3) OVER (PARTITION BY region) FROM health.visit
-- expect:
columns _ bigint
select
  count() filter ((#1.cost > 3)) over (partition by #1.region)
from
  #1 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)

-- case: distinct over a window
SELECT count(DISTINCT cost) OVER () FROM health.visit
-- expect:
NOT_SUPPORTED at 1:8: DISTINCT or ORDER BY in the arguments of a window function is not supported
