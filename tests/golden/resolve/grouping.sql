-- case: group by a column
SELECT region, count(*), sum(age), avg(balance), max(born) FROM person GROUP BY region
-- expect:
columns region varchar(12), _ bigint, _ bigint, _ decimal(10,2), _ date
select
  #1.region
  count()
  sum(#1.age)
  avg(#1.balance)
  max(#1.born)
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
group by (#1.region)

-- case: group by an expression
SELECT substr(region, 1, 2) AS r, count(*) FROM person GROUP BY substr(region, 1, 2)
-- expect:
columns r varchar(12), _ bigint
select
  substr(#1.region, 1:bigint, 2:bigint)
  count()
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
group by (substr(#1.region, 1:bigint, 2:bigint))

-- case: group by a place
SELECT upper(region), count(*) FROM person GROUP BY 1
-- expect:
columns _ varchar(12), _ bigint
select
  upper(#1.region)
  count()
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
group by (upper(#1.region))

-- case: group by a place out of range
SELECT region FROM person GROUP BY 2
-- expect:
INVALID_COLUMN_REFERENCE at 1:36: GROUP BY position 2 is not in the select list

-- case: group by an aggregation
SELECT count(*) FROM person GROUP BY 1
-- expect:
EXPRESSION_NOT_SCALAR at 1:38: GROUP BY cannot contain aggregations or window functions

-- case: expressions of grouping columns
SELECT region || '!', length(region) + count(*) FROM person GROUP BY region
-- expect:
columns _ varchar, _ bigint
select
  (#1.region~>varchar || '!':varchar)
  (length(#1.region) + count())
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
group by (#1.region)

-- case: a column that is not grouped
SELECT region, name FROM person GROUP BY region
-- expect:
EXPRESSION_NOT_AGGREGATE at 1:16: `name` must be an aggregate expression or appear in GROUP BY clause

-- case: a column that is not grouped, inside an expression
SELECT count(*) + age FROM person
-- expect:
EXPRESSION_NOT_AGGREGATE at 1:8: `age` must be an aggregate expression or appear in GROUP BY clause

-- case: implicit grouping
SELECT count(*), 'x' FROM person
-- expect:
columns _ bigint, _ varchar(1)
select
  count()
  'x'
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
group by ()

-- case: HAVING alone groups
SELECT 1 FROM person HAVING count(*) > 3
-- expect:
columns _ integer
select
  1
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
having
  (count() > 3:bigint)
group by ()

-- case: HAVING with a column that is not grouped
SELECT region FROM person GROUP BY region HAVING name = 'x'
-- expect:
EXPRESSION_NOT_AGGREGATE at 1:50: `name` must be an aggregate expression or appear in GROUP BY clause

-- case: star with a group
SELECT * FROM health.place GROUP BY code
-- expect:
EXPRESSION_NOT_AGGREGATE at 1:8: `title` must be an aggregate expression or appear in GROUP BY clause

-- case: rollup
SELECT region, age, count(*) FROM person GROUP BY ROLLUP (region, age)
-- expect:
columns region varchar(12), age integer, _ bigint
select
  #1.region
  #1.age
  count()
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
group by (#1.region, #1.age), (#1.region), ()

-- case: cube
SELECT region, age, count(*) FROM person GROUP BY CUBE (region, age)
-- expect:
columns region varchar(12), age integer, _ bigint
select
  #1.region
  #1.age
  count()
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
group by (#1.region, #1.age), (#1.region), (#1.age), ()

-- case: grouping sets with grouping()
SELECT region, age, grouping(region, age) FROM person GROUP BY GROUPING SETS ((region, age), (region), ())
-- expect:
columns region varchar(12), age integer, _ integer
select
  #1.region
  #1.age
  grouping(#1.region, #1.age)
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
group by (#1.region, #1.age), (#1.region), ()

-- case: rollup times a column
SELECT region, age, name FROM person GROUP BY name, ROLLUP (region, age)
-- expect:
columns region varchar(12), age integer, name varchar(20)
select
  #1.region
  #1.age
  #1.name
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
group by (#1.name, #1.region, #1.age), (#1.name, #1.region), (#1.name)

-- case: composite rollup
SELECT region, age, name FROM person GROUP BY ROLLUP ((region, age), name)
-- expect:
columns region varchar(12), age integer, name varchar(20)
select
  #1.region
  #1.age
  #1.name
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
group by (#1.region, #1.age, #1.name), (#1.region, #1.age), ()

-- case: distinct grouping sets
SELECT region, age FROM person GROUP BY DISTINCT GROUPING SETS ((region, age), (age, region), (region), (region))
-- expect:
columns region varchar(12), age integer
select
  #1.region
  #1.age
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
group by (#1.region, #1.age), (#1.region)

-- case: all grouping sets
SELECT region FROM person GROUP BY ALL ROLLUP (region), ROLLUP (region)
-- expect:
columns region varchar(12)
select
  #1.region
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
group by (#1.region), (#1.region), (#1.region), ()

-- case: rollup of an expression
SELECT 1 FROM person GROUP BY ROLLUP (upper(name))
-- expect:
INVALID_COLUMN_REFERENCE at 1:39: ROLLUP, CUBE and GROUPING SETS take columns, not expressions

-- case: empty group
SELECT count(*) FROM person GROUP BY ()
-- expect:
columns _ bigint
select
  count()
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
group by ()

-- case: grouping of another expression
SELECT grouping(name) FROM person GROUP BY region
-- expect:
INVALID_ARGUMENTS at 1:8: the arguments of GROUPING must be expressions of the GROUP BY

-- case: aggregation in WHERE
SELECT 1 FROM person WHERE count(*) > 1
-- expect:
EXPRESSION_NOT_SCALAR at 1:28: WHERE clause cannot contain aggregation `count`

-- case: nested aggregation
SELECT sum(count(*)) FROM person GROUP BY region
-- expect:
NESTED_AGGREGATION at 1:12: cannot nest aggregation `count` inside an aggregation

-- case: distinct, filter, order
SELECT count(DISTINCT region), sum(age) FILTER (WHERE age > 3), array_agg(name ORDER BY age DESC, id) FROM person
-- expect:
columns _ bigint, _ bigint, _ array(varchar(20))
select
  count(distinct #1.region)
  sum(#1.age) filter ((#1.age > 3))
  array_agg(#1.name order by #1.age desc, #1.id)
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
group by ()

-- case: distinct aggregation ordered by something else
SELECT array_agg(DISTINCT name ORDER BY age) FROM person
-- expect:
INVALID_COLUMN_REFERENCE at 1:8: with DISTINCT, ORDER BY of an aggregation must name its arguments

-- case: filter must be boolean
SELECT sum(age) FILTER (WHERE age) FROM person
-- expect:
TYPE_MISMATCH at 1:31: FILTER must evaluate to a boolean, not integer

-- case: listagg
SELECT listagg(name, ',') WITHIN GROUP (ORDER BY id) FROM person
-- expect:
columns _ varchar
select
  listagg(#1.name, ',' order by #1.id)
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
group by ()

-- case: star in another aggregation
SELECT sum(*) FROM person
-- expect:
NOT_SUPPORTED at 1:8: a function call is not supported here
hint: rewrite this part in plain Trino SQL; brackets help where operators are chained

-- case: group by a map
SELECT scores FROM person GROUP BY scores
-- expect:
columns scores map(varchar, bigint)
select
  #1.scores
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
group by (#1.scores)

-- case: distinct over json
SELECT DISTINCT data FROM person
-- expect:
columns data json
select distinct
  #1.data
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: group by the USING column
SELECT id, count(*) FROM (SELECT id FROM person) a FULL JOIN (SELECT id FROM health.visit) b USING (id) GROUP BY id
-- expect:
columns id bigint, _ bigint
select
  coalesce(#2.id, #4.id)
  count()
from
  full join
    #2 a(id)
      columns id bigint
      select
        #1.id
      from
        #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
    #4 b(id)
      columns id bigint
      select
        #3.id
      from
        #3 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
  on
    (#2.id = #4.id)
group by (coalesce(#2.id, #4.id))

-- case: aggregation as a scalar function name
SELECT upper(DISTINCT name) FROM person
-- expect:
NOT_SUPPORTED at 1:23: `DISTINCT` is not supported

-- case: filter on a scalar function
SELECT upper(name) FILTER (WHERE true) FROM person
-- expect:
INVALID_ARGUMENTS at 1:8: `upper` is not an aggregate function

-- case: lambda with an aggregation
SELECT transform(tags, t -> count(*)) FROM person
-- expect:
EXPRESSION_NOT_SCALAR at 1:29: a lambda cannot contain aggregation `count`

-- case: group by several lists
SELECT region, age, count(*) FROM person GROUP BY GROUPING SETS (region, age), GROUPING SETS ((), (name))
-- expect:
columns region varchar(12), age integer, _ bigint
select
  #1.region
  #1.age
  count()
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
group by (#1.region), (#1.region, #1.name), (#1.age), (#1.age, #1.name)

-- case: rollup of a using column
SELECT id, count(*) FROM (SELECT id FROM person) a FULL JOIN (SELECT id FROM health.visit) b USING (id) GROUP BY ROLLUP (id)
-- expect:
columns id bigint, _ bigint
select
  coalesce(#2.id, #4.id)
  count()
from
  full join
    #2 a(id)
      columns id bigint
      select
        #1.id
      from
        #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
    #4 b(id)
      columns id bigint
      select
        #3.id
      from
        #3 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
  on
    (#2.id = #4.id)
group by (coalesce(#2.id, #4.id)), ()

-- case: group by a constant
SELECT 'x', count(*) FROM person GROUP BY 'x'
-- expect:
columns _ varchar(1), _ bigint
select
  'x'
  count()
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
group by ('x')

-- case: group by an outer column
SELECT (SELECT count(*) FROM health.visit GROUP BY p.region) FROM person p
-- expect:
columns _ bigint
select
  <query 1>
    query 1
      columns _ bigint
      select
        count()
      from
        #2 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
      group by (#1.region)
from
  #1 p(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: a row field of a grouped row
SELECT address.street FROM person GROUP BY address
-- expect:
columns street varchar(40)
select
  #1.address.street
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
group by (#1.address)

-- case: a row of a grouped field
SELECT address FROM person GROUP BY address.street
-- expect:
EXPRESSION_NOT_AGGREGATE at 1:8: `address` must be an aggregate expression or appear in GROUP BY clause

-- case: count distinct of several
SELECT count(DISTINCT (region, age)) FROM person
-- expect:
columns _ bigint
select
  count(distinct row(#1.region, #1.age))
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
group by ()

-- case: order by a grouping expression
SELECT count(*) FROM person GROUP BY substr(region, 1, 2) ORDER BY substr(region, 1, 2)
-- expect:
columns _ bigint
select
  count()
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
group by (substr(#1.region, 1:bigint, 2:bigint))
order by substr(#1.region, 1:bigint, 2:bigint)

-- case: HAVING in words of an alias
SELECT region, count(*) AS n FROM person GROUP BY region HAVING n > 1
-- expect:
COLUMN_NOT_FOUND at 1:65: column `n` cannot be resolved

-- case: listagg without separator
SELECT listagg(name) WITHIN GROUP (ORDER BY id DESC) FROM person GROUP BY region
-- expect:
columns _ varchar
select
  listagg(#1.name, '' order by #1.id desc)
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
group by (#1.region)

-- case: approximate and by-value aggregations
SELECT approx_distinct(name), max_by(name, age), count_if(age > 3), bool_and(age > 3), stddev(age), approx_percentile(age, 0.5) FROM person
-- expect:
columns _ bigint, _ varchar(20), _ bigint, _ boolean, _ double, _ bigint
select
  approx_distinct(#1.name)
  max_by(#1.name, #1.age)
  count_if((#1.age > 3))
  bool_and((#1.age > 3))
  stddev(#1.age~>double)
  approx_percentile(#1.age~>bigint, 0.5:double)
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
group by ()
