-- case: comma joins
SELECT p.id, v.id FROM person p, health.visit v
-- expect:
columns id bigint, id bigint
select
  #1.id
  #2.id
from
  cross join
    #1 p(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
    #2 v(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)

-- case: inner join with condition
SELECT p.id FROM person p JOIN health.visit v ON p.id = v.person_id AND v.cost > 5
-- expect:
columns id bigint
select
  #1.id
from
  inner join
    #1 p(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
    #2 v(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
  on
    ((#1.id = #2.person_id) and (#2.cost > 5))

-- case: all kinds of outer joins
SELECT 1 FROM person p LEFT JOIN health.visit v ON p.id = v.person_id RIGHT JOIN health.place q ON q.code = v.region FULL JOIN tpch.tiny.nation ON true
-- expect:
columns _ integer
select
  1
from
  full join
    right join
      left join
        #1 p(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
        #2 v(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
      on
        (#1.id = #2.person_id)
      #3 q(code, title, n, flag, ratio, open)
    on
      (#3.code = #2.region)
    #4 nation(n_nationkey, n_name, n_regionkey, n_comment)
  on
    true

-- case: cross join
SELECT code FROM person CROSS JOIN health.place
-- expect:
columns code varchar(12)
select
  #2.code
from
  cross join
    #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
    #2 place(code, title, n, flag, ratio, open)

-- case: a comma binds weaker than a join
SELECT 1 FROM person p, health.visit v RIGHT JOIN health.place q ON v.region = q.code
-- expect:
columns _ integer
select
  1
from
  cross join
    #1 p(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
    right join
      #2 v(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
      #3 q(code, title, n, flag, ratio, open)
    on
      (#2.region = #3.code)

-- case: ON after a comma does not see what is before the comma
SELECT 1 FROM person p, health.visit v JOIN health.place q ON p.region = q.code
-- expect:
COLUMN_NOT_FOUND at 1:63: column `p.region` cannot be resolved

-- case: parenthesised join
SELECT p.id FROM person p LEFT JOIN (health.visit v JOIN health.place q ON v.region = q.code) ON p.id = v.person_id
-- expect:
columns id bigint
select
  #1.id
from
  left join
    #1 p(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
    inner join
      #2 v(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
      #3 q(code, title, n, flag, ratio, open)
    on
      (#2.region = #3.code)
  on
    (#1.id = #2.person_id)

-- case: parenthesised join under an alias
SELECT j.code, j.cost FROM (health.visit v JOIN health.place q ON v.region = q.code) AS j
-- expect:
columns code varchar(12), cost integer
select
  #2.code
  #1.cost
from
  inner join
    #1 v(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
    #2 q(code, title, n, flag, ratio, open)
  on
    (#1.region = #2.code)

-- case: names under an aliased join are gone
SELECT v.cost FROM (health.visit v JOIN health.place q ON v.region = q.code) AS j
-- expect:
COLUMN_NOT_FOUND at 1:8: column `v.cost` cannot be resolved

-- case: aliased join repeats a name
SELECT j.id FROM (person p JOIN health.visit v ON p.id = v.person_id) AS j
-- expect:
AMBIGUOUS_NAME at 1:8: column `j.id` is ambiguous

-- case: nested joins without brackets
SELECT 1 FROM person p JOIN health.visit v JOIN health.place q ON v.region = q.code ON p.id = v.person_id
-- expect:
columns _ integer
select
  1
from
  inner join
    #1 p(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
    inner join
      #2 v(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
      #3 q(code, title, n, flag, ratio, open)
    on
      (#2.region = #3.code)
  on
    (#1.id = #2.person_id)

-- case: USING gives the column once, first
SELECT * FROM health.visit v JOIN health.place q USING (region)
-- expect:
COLUMN_NOT_FOUND at 1:57: column `region` cannot be resolved

-- case: USING over two relations
SELECT * FROM (SELECT id, name FROM person) a JOIN (SELECT id, cost FROM health.visit) b USING (id)
-- expect:
columns id bigint, name varchar(20), cost integer
select
  #2.id
  #2.name
  #4.cost
from
  inner join
    #2 a(id, name)
      columns id bigint, name varchar(20)
      select
        #1.id
        #1.name
      from
        #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
    #4 b(id, cost)
      columns id bigint, cost integer
      select
        #3.id
        #3.cost
      from
        #3 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
  on
    (#2.id = #4.id)

-- case: USING column has no qualifier
SELECT a.id FROM (SELECT id, name FROM person) a JOIN (SELECT id, cost FROM health.visit) b USING (id)
-- expect:
COLUMN_NOT_FOUND at 1:8: column `a.id` cannot be resolved

-- case: qualified star leaves the USING column out
SELECT a.*, b.* FROM (SELECT id, name FROM person) a JOIN (SELECT id, cost FROM health.visit) b USING (id)
-- expect:
columns name varchar(20), cost integer
select
  #2.name
  #4.cost
from
  inner join
    #2 a(id, name)
      columns id bigint, name varchar(20)
      select
        #1.id
        #1.name
      from
        #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
    #4 b(id, cost)
      columns id bigint, cost integer
      select
        #3.id
        #3.cost
      from
        #3 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
  on
    (#2.id = #4.id)

-- case: USING of a full join takes either side
SELECT id FROM (SELECT id, name FROM person) a FULL JOIN (SELECT id, cost FROM health.visit) b USING (id)
-- expect:
columns id bigint
select
  coalesce(#2.id, #4.id)
from
  full join
    #2 a(id, name)
      columns id bigint, name varchar(20)
      select
        #1.id
        #1.name
      from
        #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
    #4 b(id, cost)
      columns id bigint, cost integer
      select
        #3.id
        #3.cost
      from
        #3 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
  on
    (#2.id = #4.id)

-- case: USING of a right join
SELECT id FROM (SELECT id FROM person) a RIGHT JOIN (SELECT id FROM health.visit) b USING (id)
-- expect:
columns id bigint
select
  coalesce(#2.id, #4.id)
from
  right join
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

-- case: USING brings types together
SELECT n FROM (SELECT age AS n FROM person) a LEFT JOIN (SELECT id AS n FROM health.visit) b USING (n)
-- expect:
columns n bigint
select
  #2.n~>bigint
from
  left join
    #2 a(n)
      columns n integer
      select
        #1.age
      from
        #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
    #4 b(n)
      columns n bigint
      select
        #3.id
      from
        #3 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
  on
    (#2.n~>bigint = #4.n)

-- case: USING types that do not meet
SELECT n FROM (SELECT age AS n FROM person) a JOIN (SELECT region AS n FROM health.visit) b USING (n)
-- expect:
TYPE_MISMATCH at 1:100: cannot apply operator: integer = varchar(12)
hint: write a CAST to the type that you mean

-- case: USING three times
SELECT id, a.x, b.y, c.z FROM (VALUES (1, 2)) a (id, x) JOIN (VALUES (1, 2)) b (id, y) USING (id) JOIN (VALUES (1, 2)) c (id, z) USING (id)
-- expect:
columns id integer, x integer, y integer, z integer
select
  #1.id
  #1.x
  #2.y
  #3.z
from
  inner join
    inner join
      #1 values a(id, x) (1, 2)
      #2 values b(id, y) (1, 2)
    on
      (#1.id = #2.id)
    #3 values c(id, z) (1, 2)
  on
    (#1.id = #3.id)

-- case: USING a hidden column
SELECT 1 FROM person JOIN health.visit USING (secret)
-- expect:
COLUMN_NOT_FOUND at 1:47: column `secret` cannot be resolved
hint: did you mean `scores`?

-- case: USING an unknown column
SELECT 1 FROM person JOIN health.visit USING (zzz)
-- expect:
COLUMN_NOT_FOUND at 1:47: column `zzz` cannot be resolved

-- case: USING a discoverable column
SELECT 1 FROM person JOIN health.visit USING (salary)
-- expect:
COLUMN_NOT_ALLOWED at 1:47: column `salary` is not granted to you
hint: ask the owner for a select grant on it
contact: civil affairs, data desk

-- case: USING an ambiguous column
SELECT 1 FROM (person p JOIN health.visit v ON p.id = v.person_id) JOIN (VALUES 1) t (id) USING (id)
-- expect:
AMBIGUOUS_NAME at 1:98: column `id` is ambiguous on the left side of the join

-- case: USING a column twice
SELECT 1 FROM person JOIN health.visit USING (region, region)
-- expect:
DUPLICATE_NAME at 1:34: USING names a column twice

-- case: NATURAL joins permitted columns only
SELECT count(*) FROM (SELECT id, region FROM person) a NATURAL JOIN health.visit
-- expect:
columns _ bigint
select
  count()
from
  inner join
    #2 a(id, region)
      columns id bigint, region varchar(12)
      select
        #1.id
        #1.region
      from
        #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
    #3 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
  on
    ((#2.id = #3.id) and (#2.region = #3.region))
group by ()

-- case: NATURAL over a hidden column is a cross join of conditions
SELECT n, cost FROM health.place NATURAL JOIN (SELECT person_id, cost FROM health.visit)
-- expect:
columns n smallint, cost integer
select
  #1.n
  #3.cost
from
  inner join
    #1 place(code, title, n, flag, ratio, open)
    #3 (person_id, cost)
      columns person_id bigint, cost integer
      select
        #2.person_id
        #2.cost
      from
        #2 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
  on
    true

-- case: condition must be boolean
SELECT 1 FROM person p JOIN health.visit v ON p.id
-- expect:
TYPE_MISMATCH at 1:47: JOIN ON clause must evaluate to a boolean, not bigint

-- case: aggregation in ON
SELECT 1 FROM person p JOIN health.visit v ON count(*) = 1
-- expect:
EXPRESSION_NOT_SCALAR at 1:47: JOIN clause cannot contain aggregation `count`

-- case: subquery in ON
SELECT 1 FROM person p JOIN health.visit v ON v.cost = (SELECT max(n) FROM health.place WHERE code = p.region)
-- expect:
columns _ integer
select
  1
from
  inner join
    #1 p(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
    #2 v(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
  on
    (#2.cost = <query 1>~>integer)
      query 1
        columns _ smallint
        select
          max(#3.n)
        from
          #3 place(code, title, n, flag, ratio, open)
        where
          (#3.code = #1.region)
        group by ()

-- case: UNNEST of an array column
SELECT p.id, t.tag FROM person p CROSS JOIN UNNEST(p.tags) AS t (tag)
-- expect:
columns id bigint, tag varchar(10)
select
  #1.id
  #2.tag
from
  cross join
    #1 p(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
    #2 unnest(#1.tags) t(tag)

-- case: UNNEST after a comma
SELECT id, tag FROM person p, UNNEST(p.tags) AS t (tag)
-- expect:
columns id bigint, tag varchar(10)
select
  #1.id
  #2.tag
from
  cross join
    #1 p(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
    #2 unnest(#1.tags) t(tag)

-- case: UNNEST of a map with ordinality
SELECT k, v, o FROM person CROSS JOIN UNNEST(scores) WITH ORDINALITY AS t (k, v, o)
-- expect:
columns k varchar, v bigint, o bigint
select
  #2.k
  #2.v
  #2.o
from
  cross join
    #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
    #2 unnest(#1.scores) with ordinality t(k, v, o)

-- case: UNNEST of rows gives their fields
SELECT * FROM (SELECT stays FROM person) CROSS JOIN UNNEST(stays) AS t (d, c)
-- expect:
columns stays array(row(day date, cost integer)), d date, c integer
select
  #2.stays
  #3.d
  #3.c
from
  cross join
    #2 (stays)
      columns stays array(row(day date, cost integer))
      select
        #1.stays
      from
        #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
    #3 unnest(#2.stays) t(d, c)

-- case: UNNEST of several
SELECT * FROM UNNEST(ARRAY[1, 2], ARRAY['a']) AS t (n, s)
-- expect:
columns n integer, s varchar(1)
select
  #1.n
  #1.s
from
  #1 unnest(array(1, 2), array('a')) t(n, s)

-- case: UNNEST left join
SELECT id, tag FROM person LEFT JOIN UNNEST(tags) AS t (tag) ON TRUE
-- expect:
columns id bigint, tag varchar(10)
select
  #1.id
  #2.tag
from
  left join
    #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
    #2 unnest(#1.tags) t(tag)
  on
    true

-- case: UNNEST with a real condition
SELECT id, tag FROM person LEFT JOIN UNNEST(tags) AS t (tag) ON tag = name
-- expect:
NOT_SUPPORTED at 1:45: a join with UNNEST or LATERAL other than CROSS JOIN, or LEFT or INNER JOIN … ON TRUE is not supported

-- case: UNNEST of a number
SELECT * FROM UNNEST(1)
-- expect:
TYPE_MISMATCH at 1:22: cannot unnest type integer

-- case: UNNEST does not see what comes later
SELECT 1 FROM UNNEST(p.tags) AS t (x), person p
-- expect:
COLUMN_NOT_FOUND at 1:22: column `p.tags` cannot be resolved

-- case: LATERAL sees the left
SELECT p.id, l.n FROM person p CROSS JOIN LATERAL (SELECT count(*) AS n FROM health.visit v WHERE v.person_id = p.id) AS l
-- expect:
columns id bigint, n bigint
select
  #1.id
  #3.n
from
  cross join
    #1 p(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
    #3 lateral l(n)
      columns n bigint
      select
        count()
      from
        #2 v(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
      where
        (#2.person_id = #1.id)
      group by ()

-- case: derived table does not see the left
SELECT 1 FROM person p CROSS JOIN (SELECT count(*) AS n FROM health.visit v WHERE v.person_id = p.id) AS l
-- expect:
COLUMN_NOT_FOUND at 1:97: column `p.id` cannot be resolved

-- case: lateral right join
SELECT 1 FROM person p RIGHT JOIN LATERAL (SELECT p.id) AS l ON TRUE
-- expect:
NOT_SUPPORTED at 1:51: a join with UNNEST or LATERAL other than CROSS JOIN, or LEFT or INNER JOIN … ON TRUE is not supported

-- case: sample
SELECT 1 FROM person TABLESAMPLE BERNOULLI (10), health.visit AS v TABLESAMPLE SYSTEM (2.5)
-- expect:
columns _ integer
select
  1
from
  cross join
    #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data) bernoulli 10
    #2 v(id, person_id, id_card, card_no, day, cost, region, weight, seen, name) system 2.5

-- case: sample out of range
SELECT 1 FROM person TABLESAMPLE BERNOULLI (101)
-- expect:
INVALID_ARGUMENTS at 1:45: a sample percentage is between 0 and 100

-- case: VALUES in FROM
SELECT a, b + 1 FROM (VALUES (1, 'x'), (2.5, 'long')) AS t (a, b)
-- expect:
TYPE_MISMATCH at 1:11: cannot apply operator: varchar(4) + integer
hint: write a CAST to the type that you mean

-- case: VALUES types meet
SELECT a FROM (VALUES 1, 2.5, NULL, 3e0) AS t (a)
-- expect:
columns a double
select
  #1.a
from
  #1 values t(a) (1.0:double), (2.5:double), (null:double), (3.0:double)

-- case: VALUES types that do not meet
SELECT a FROM (VALUES 1, 'x') AS t (a)
-- expect:
TYPE_MISMATCH at 1:26: a VALUES column must be the same type or coercible to a common type: integer, varchar(1)

-- case: VALUES rows of different width
SELECT 1 FROM (VALUES (1, 2), (1, 2, 3)) AS t
-- expect:
TYPE_MISMATCH at 1:24: all rows of VALUES must have the same number of columns

-- case: derived table under new names
SELECT t.b FROM (SELECT id, name FROM person) AS t (a, b)
-- expect:
columns b varchar(20)
select
  #2.b
from
  #2 t(a, b)
    columns id bigint, name varchar(20)
    select
      #1.id
      #1.name
    from
      #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: derived table without alias
SELECT name FROM (SELECT id, name FROM person)
-- expect:
columns name varchar(20)
select
  #2.name
from
  #2 (id, name)
    columns id bigint, name varchar(20)
    select
      #1.id
      #1.name
    from
      #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: NATURAL with a repeated name
SELECT * FROM (SELECT id, region FROM person) a NATURAL JOIN (SELECT id, id AS x, region FROM health.visit) b
-- expect:
columns id bigint, region varchar(12), x bigint
select
  #2.id
  #2.region
  #4.x
from
  inner join
    #2 a(id, region)
      columns id bigint, region varchar(12)
      select
        #1.id
        #1.region
      from
        #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
    #4 b(id, x, region)
      columns id bigint, x bigint, region varchar(12)
      select
        #3.id
        #3.id
        #3.region
      from
        #3 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
  on
    ((#2.id = #4.id) and (#2.region = #4.region))

-- case: NATURAL that is ambiguous
SELECT 1 FROM (person p JOIN health.visit v ON p.id = v.person_id) NATURAL JOIN (VALUES 1) t (id)
-- expect:
AMBIGUOUS_NAME at 1:89: column `id` is ambiguous on the left side of the join

-- case: natural left join
SELECT * FROM (SELECT id, region FROM person) a NATURAL LEFT JOIN (SELECT id, cost FROM health.visit) b
-- expect:
columns id bigint, region varchar(12), cost integer
select
  #2.id
  #2.region
  #4.cost
from
  left join
    #2 a(id, region)
      columns id bigint, region varchar(12)
      select
        #1.id
        #1.region
      from
        #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
    #4 b(id, cost)
      columns id bigint, cost integer
      select
        #3.id
        #3.cost
      from
        #3 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
  on
    (#2.id = #4.id)

-- case: lateral in a subquery sees both levels
SELECT (SELECT count(*) FROM health.visit v CROSS JOIN LATERAL (SELECT v.cost + p.age AS s) l WHERE l.s > 1) FROM person p
-- expect:
columns _ bigint
select
  <query 1>
    query 1
      columns _ bigint
      select
        count()
      from
        cross join
          #2 v(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
          #3 lateral l(s)
            columns s integer
            select
              (#2.cost + #1.age)
      where
        (#3.s > 1)
      group by ()
from
  #1 p(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: unnest in a subquery of an outer array
SELECT id FROM person p WHERE EXISTS (SELECT 1 FROM UNNEST(p.tags) AS t (tag) WHERE tag = 'x')
-- expect:
columns id bigint
select
  #1.id
from
  #1 p(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
where
  exists <query 1>
    query 1
      columns _ integer
      select
        1
      from
        #2 unnest(#1.tags) t(tag)
      where
        (#2.tag = 'x':varchar(10))

-- case: sample of a derived table
SELECT 1 FROM (SELECT id FROM person) TABLESAMPLE BERNOULLI (5)
-- expect:
columns _ integer
select
  1
from
  #2 (id) bernoulli 5
    columns id bigint
    select
      #1.id
    from
      #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: sample of a named query
WITH a AS (SELECT id FROM person) SELECT 1 FROM a TABLESAMPLE SYSTEM (5)
-- expect:
columns _ integer
with a = cte 1
  columns id bigint
  select
    #1.id
  from
    #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
select
  1
from
  #2 cte 1 a(id) system 5

-- case: values with its own order
SELECT * FROM (VALUES 3, 1 ORDER BY 1 LIMIT 1) AS t (x)
-- expect:
columns x integer
select
  #3.x
from
  #3 t(x)
    columns _ integer
    #1 values (_) (3), (1)
    order by @1
    limit 1

-- case: USING after CROSS is no join
SELECT 1 FROM person CROSS JOIN health.visit ON true
-- expect:
NOT_SUPPORTED at 1:33: `JOIN` is not supported here
hint: rewrite this part in plain Trino SQL; brackets help where operators are chained

-- case: tokens of two keys in USING
SELECT 1 FROM (SELECT id_card AS c FROM person) a JOIN (SELECT card_no AS c FROM health.visit) b USING (c)
-- expect:
TOKEN_MISMATCH at 1:105: a token can be compared only with a token of the same key
hint: compare with a column that carries the same token, or ask for the clear value
