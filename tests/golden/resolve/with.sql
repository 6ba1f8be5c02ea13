-- case: named queries see earlier ones
WITH a AS (SELECT id, name FROM person), b (x) AS (SELECT id FROM a) SELECT a.name, b.x FROM a JOIN b ON a.id = b.x
-- expect:
columns name varchar(20), x bigint
with a = cte 1
  columns id bigint, name varchar(20)
  select
    #1.id
    #1.name
  from
    #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
with b = cte 2
  columns id bigint
  select
    #2.id
  from
    #2 cte 1 a(id, name)
select
  #3.name
  #4.x
from
  inner join
    #3 cte 1 a(id, name)
    #4 cte 2 b(x)
  on
    (#3.id = #4.x)

-- case: a named query captures a relation
WITH person AS (SELECT id FROM person) SELECT * FROM person
-- expect:
columns id bigint
with person = cte 1
  columns id bigint
  select
    #1.id
  from
    #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
select
  #2.id
from
  #2 cte 1 person(id)

-- case: a named query under an alias with names
WITH a AS (SELECT id, name FROM person) SELECT n FROM a AS c (i, n)
-- expect:
columns n varchar(20)
with a = cte 1
  columns id bigint, name varchar(20)
  select
    #1.id
    #1.name
  from
    #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
select
  #2.n
from
  #2 cte 1 c(i, n)

-- case: named query read twice
WITH a AS (SELECT region, count(*) AS n FROM person GROUP BY region) SELECT x.n, y.n FROM a x JOIN a y ON x.region = y.region
-- expect:
columns n bigint, n bigint
with a = cte 1
  columns region varchar(12), n bigint
  select
    #1.region
    count()
  from
    #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
  group by (#1.region)
select
  #2.n
  #3.n
from
  inner join
    #2 cte 1 x(region, n)
    #3 cte 1 y(region, n)
  on
    (#2.region = #3.region)

-- case: inner WITH hides the outer one
WITH a AS (SELECT 1 AS x) SELECT * FROM (WITH a AS (SELECT 'y' AS z) SELECT * FROM a) t, a
-- expect:
columns z varchar(1), x integer
with a = cte 1
  columns x integer
  select
    1
select
  #2.z
  #3.x
from
  cross join
    #2 t(z)
      columns z varchar(1)
      with a = cte 2
        columns z varchar(1)
        select
          'y'
      select
        #1.z
      from
        #1 cte 2 a(z)
    #3 cte 1 a(x)

-- case: WITH in a subquery is not correlated
SELECT (WITH a AS (SELECT max(cost) AS m FROM health.visit WHERE person_id = p.id) SELECT m FROM a) FROM person p
-- expect:
COLUMN_NOT_FOUND at 1:78: column `p.id` cannot be resolved

-- case: column list of wrong length
WITH a (x, y) AS (SELECT 1) SELECT * FROM a
-- expect:
MISMATCHED_COLUMN_ALIASES at 1:9: column alias list has 2 entries but `a` has 1 columns available

-- case: name twice
WITH a AS (SELECT 1), A AS (SELECT 2) SELECT * FROM a
-- expect:
DUPLICATE_NAME at 1:23: the WITH query `A` is defined twice
hint: give each WITH query its own name

-- case: recursive
WITH RECURSIVE t (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 5) SELECT n FROM t
-- expect:
columns n integer
with recursive t = cte 1
  columns _ integer
  union all
    columns _ integer
    select
      1
  with
    columns _ integer
    select
      (#1.n + 1)
    from
      #1 cte 1 t(n)
    where
      (#1.n < 5)
select
  #2.n
from
  #2 cte 1 t(n)

-- case: recursive with a distinct union
WITH RECURSIVE t (n) AS (VALUES 1 UNION SELECT n % 3 FROM t) SELECT n FROM t
-- expect:
columns n integer
with recursive t = cte 1
  columns _ integer
  union
    columns _ integer
    #1 values (_) (1)
  with
    columns _ integer
    select
      (#2.n % 3)
    from
      #2 cte 1 t(n)
select
  #3.n
from
  #3 cte 1 t(n)

-- case: RECURSIVE over a plain query
WITH RECURSIVE a AS (SELECT id FROM person) SELECT * FROM a
-- expect:
columns id bigint
with a = cte 1
  columns id bigint
  select
    #1.id
  from
    #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
select
  #2.id
from
  #2 cte 1 a(id)

-- case: recursive without names
WITH RECURSIVE t AS (SELECT 1 UNION ALL SELECT 2 FROM t) SELECT * FROM t
-- expect:
MISMATCHED_COLUMN_ALIASES at 1:29: a recursive WITH query needs a list of column names

-- case: recursive twice
WITH RECURSIVE t (n) AS (SELECT 1 UNION ALL SELECT a.n FROM t a, t b) SELECT * FROM t
-- expect:
NOT_SUPPORTED at 1:33: a recursive query that is not `anchor UNION [ALL] step` with one reference to itself in the step is not supported

-- case: recursive step of another type
WITH RECURSIVE t (n) AS (SELECT 1 UNION ALL SELECT 'x' FROM t) SELECT * FROM t
-- expect:
TYPE_MISMATCH at 1:52: the step of a recursive query must give the columns of its anchor: (varchar(1)) is not (integer)
hint: write a CAST in the anchor or the step

-- case: recursive step of a narrower type
WITH RECURSIVE t (n) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT 2 FROM t) SELECT * FROM t
-- expect:
columns n bigint
with recursive t = cte 1
  columns _ bigint
  union all
    columns _ bigint
    select
      1:bigint
  with
    columns _ bigint
    select
      2:bigint
    from
      #1 cte 1 t(n)
select
  #2.n
from
  #2 cte 1 t(n)

-- case: WITH over a set operation
WITH a AS (SELECT 1 AS x) SELECT x FROM a UNION ALL SELECT x FROM a ORDER BY x
-- expect:
columns x integer
with a = cte 1
  columns x integer
  select
    1
union all
  columns x integer
  select
    #1.x
  from
    #1 cte 1 a(x)
with
  columns x integer
  select
    #2.x
  from
    #2 cte 1 a(x)
order by @1
