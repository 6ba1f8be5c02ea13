-- case: correlated EXISTS
SELECT id FROM person p WHERE EXISTS (SELECT 1 FROM health.visit v WHERE v.person_id = p.id)
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
        #2 v(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
      where
        (#2.person_id = #1.id)

-- case: own scope first
SELECT id FROM person WHERE EXISTS (SELECT 1 FROM health.visit WHERE person_id = id)
-- expect:
columns id bigint
select
  #1.id
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
where
  exists <query 1>
    query 1
      columns _ integer
      select
        1
      from
        #2 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
      where
        (#2.person_id = #2.id)

-- case: two levels of correlation
SELECT (SELECT (SELECT p.name || v.region) FROM health.visit v WHERE v.person_id = p.id) FROM person p
-- expect:
columns _ varchar
select
  <query 1>
    query 1
      columns _ varchar
      select
        <query 1>
          query 1
            columns _ varchar
            select
              (#1.name~>varchar || #2.region~>varchar)
      from
        #2 v(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
      where
        (#2.person_id = #1.id)
from
  #1 p(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: correlation does not reach hidden columns
SELECT 1 FROM health.place WHERE EXISTS (SELECT 1 FROM person WHERE person_id = 1)
-- expect:
COLUMN_NOT_FOUND at 1:69: column `person_id` cannot be resolved

-- case: scalar subquery with two columns
SELECT (SELECT id, name FROM person)
-- expect:
NOT_SUPPORTED at 1:16: a subquery of 2 columns as a value is not supported

-- case: IN a query
SELECT id FROM person WHERE region IN (SELECT code FROM health.place)
-- expect:
columns id bigint
select
  #1.id
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
where
  (#1.region in <query 1>)
    query 1
      columns code varchar(12)
      select
        #2.code
      from
        #2 place(code, title, n, flag, ratio, open)

-- case: NOT IN a query
SELECT id FROM person WHERE region NOT IN (SELECT code FROM health.place)
-- expect:
columns id bigint
select
  #1.id
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
where
  not((#1.region in <query 1>))
    query 1
      columns code varchar(12)
      select
        #2.code
      from
        #2 place(code, title, n, flag, ratio, open)

-- case: IN brings types together
SELECT id FROM person WHERE id IN (SELECT n FROM health.place) AND age IN (SELECT person_id FROM health.visit)
-- expect:
columns id bigint
select
  #1.id
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
where
  ((#1.id in <query 1>) and (#1.age~>bigint in <query 2>))
    query 1
      columns n bigint
      select
        #2.n~>bigint
      from
        #2 place(code, title, n, flag, ratio, open)
    query 2
      columns person_id bigint
      select
        #3.person_id
      from
        #3 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)

-- case: IN with types that do not meet
SELECT id FROM person WHERE id IN (SELECT code FROM health.place)
-- expect:
TYPE_MISMATCH at 1:29: cannot apply operator: bigint = varchar(12)
hint: write a CAST to the type that you mean

-- case: IN of rows
SELECT 1 FROM person WHERE (id, age) IN (SELECT person_id, cost FROM health.visit)
-- expect:
columns _ integer
select
  1
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
where
  (row(#1.id, #1.age) in <query 1>)
    query 1
      columns person_id bigint, cost integer
      select
        #2.person_id
        #2.cost
      from
        #2 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)

-- case: IN of rows of another width
SELECT 1 FROM person WHERE (id, age) IN (SELECT person_id FROM health.visit)
-- expect:
TYPE_MISMATCH at 1:29: cannot apply operator: row(bigint, integer) = bigint
hint: write a CAST to the type that you mean

-- case: IN of VALUES
SELECT 1 FROM person WHERE id IN (VALUES 1, 2)
-- expect:
columns _ integer
select
  1
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
where
  (#1.id in <query 1>)
    query 1
      columns _ bigint
      select
        #3.0~>bigint
      from
        #3 (_)
          columns _ integer
          #2 values (_) (1), (2)

-- case: quantified comparisons
SELECT age > ALL (SELECT cost FROM health.visit), id = ANY (SELECT person_id FROM health.visit), id <> SOME (VALUES 1, 2) FROM person
-- expect:
columns _ boolean, _ boolean, _ boolean
select
  (#1.age > all <query 1>)
    query 1
      columns cost integer
      select
        #2.cost
      from
        #2 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
  (#1.id = any <query 1>)
    query 1
      columns person_id bigint
      select
        #3.person_id
      from
        #3 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
  (#1.id <> any <query 1>)
    query 1
      columns _ bigint
      select
        #5.0~>bigint
      from
        #5 (_)
          columns _ integer
          #4 values (_) (1), (2)
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: quantified with types that do not meet
SELECT age > ALL (SELECT region FROM health.visit) FROM person
-- expect:
TYPE_MISMATCH at 1:8: cannot apply operator: integer > varchar(12)
hint: write a CAST to the type that you mean

-- case: subqueries in ORDER BY
SELECT id FROM person p ORDER BY (SELECT max(cost) FROM health.visit v WHERE v.person_id = p.id) DESC
-- expect:
columns id bigint
select
  #1.id
from
  #1 p(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
order by <columns _ integer / select /   max(#2.cost) / from /   #2 v(id, person_id, id_card, card_no, day, cost, region, weight, seen, name) / where /   (#2.person_id = #1.id) / group by ()> desc

-- case: subquery in GROUP BY and CASE
SELECT CASE WHEN EXISTS (SELECT 1 FROM health.place) THEN region ELSE name END, count(*) FROM person GROUP BY 1
-- expect:
columns _ varchar(20), _ bigint
select
  case when exists <query 1> then #1.region~>varchar(20) else #1.name end
    query 1
      columns _ integer
      select
        1
      from
        #2 place(code, title, n, flag, ratio, open)
  count()
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
group by (case when exists <columns _ integer / select /   1 / from /   #2 place(code, title, n, flag, ratio, open)> then #1.region~>varchar(20) else #1.name end)

-- case: subquery in HAVING uses a grouping column
SELECT region FROM person p GROUP BY region HAVING count(*) > (SELECT max(n) FROM health.place q WHERE q.code = p.region)
-- expect:
columns region varchar(12)
select
  #1.region
from
  #1 p(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
having
  (count() > <query 1>~>bigint)
    query 1
      columns _ smallint
      select
        max(#2.n)
      from
        #2 q(code, title, n, flag, ratio, open)
      where
        (#2.code = #1.region)
      group by ()
group by (#1.region)

-- case: subquery in HAVING uses another column
SELECT region FROM person p GROUP BY region HAVING count(*) > (SELECT max(n) FROM health.place q WHERE q.code = p.name)
-- expect:
EXPRESSION_NOT_AGGREGATE at 1:52: `name` must be an aggregate expression or appear in GROUP BY clause

-- case: subquery in a lambda
SELECT transform(tags, t -> (SELECT max(code) FROM health.place)) FROM person
-- expect:
NOT_SUPPORTED at 1:37: a subquery in a lambda is not supported

-- case: aggregates in a subquery are its own
SELECT (SELECT max(cost) FROM health.visit), id FROM person
-- expect:
columns _ integer, id bigint
select
  <query 1>
    query 1
      columns _ integer
      select
        max(#2.cost)
      from
        #2 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
      group by ()
  #1.id
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: discoverable column of the query around
SELECT (SELECT max(n) FROM health.place WHERE n > salary) FROM person
-- expect:
COLUMN_NOT_ALLOWED at 1:51: column `salary` is not granted to you
hint: ask the owner for a select grant on it
contact: civil affairs, data desk
