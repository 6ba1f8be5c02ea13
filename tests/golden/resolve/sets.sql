-- case: union takes the names of the left
SELECT id AS a FROM person UNION SELECT person_id FROM health.visit
-- expect:
columns a bigint
union
  columns a bigint
  select
    #1.id
  from
    #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
with
  columns person_id bigint
  select
    #2.person_id
  from
    #2 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)

-- case: union all with casts
SELECT age, name FROM person UNION ALL SELECT person_id, region FROM health.visit
-- expect:
columns age bigint, name varchar(20)
union all
  columns age bigint, name varchar(20)
  select
    #1.age~>bigint
    #1.name
  from
    #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
with
  columns person_id bigint, region varchar(20)
  select
    #2.person_id
    #2.region~>varchar(20)
  from
    #2 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)

-- case: literals become the common type
SELECT 1 UNION ALL SELECT id FROM person
-- expect:
columns _ bigint
union all
  columns _ bigint
  select
    1:bigint
with
  columns id bigint
  select
    #1.id
  from
    #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: distinct union of a distinct select is cast outside
SELECT DISTINCT age FROM person UNION SELECT weight FROM health.visit
-- expect:
columns age double
union
  columns age double
  select
    #3.age~>double
  from
    #3 (age)
      columns age integer
      select distinct
        #1.age
      from
        #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
with
  columns weight double
  select
    #2.weight
  from
    #2 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)

-- case: chain of unions
SELECT 1 AS x UNION ALL SELECT 2 UNION ALL SELECT 2.5
-- expect:
columns x decimal(11,1)
union all
  columns x decimal(11,1)
  union all
    columns x decimal(11,1)
    select
      1.0:decimal(11,1)
  with
    columns _ decimal(11,1)
    select
      2.0:decimal(11,1)
with
  columns _ decimal(11,1)
  select
    2.5:decimal(11,1)

-- case: intersect binds stronger
SELECT 1 UNION SELECT 2 INTERSECT SELECT 3
-- expect:
columns _ integer
union
  columns _ integer
  select
    1
with
  columns _ integer
  intersect
    columns _ integer
    select
      2
  with
    columns _ integer
    select
      3

-- case: except all
SELECT region FROM person EXCEPT ALL SELECT code FROM health.place
-- expect:
columns region varchar(12)
except all
  columns region varchar(12)
  select
    #1.region
  from
    #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
with
  columns code varchar(12)
  select
    #2.code
  from
    #2 place(code, title, n, flag, ratio, open)

-- case: different widths
SELECT 1, 2 UNION SELECT 1
-- expect:
TYPE_MISMATCH at 1:26: UNION query has different number of fields: 2, 1

-- case: types that do not meet
SELECT id FROM person UNION SELECT code FROM health.place
-- expect:
TYPE_MISMATCH at 1:36: column 1 of both sides of UNION must be the same type or coercible to a common type: bigint, varchar(12)

-- case: order by a name and a place
SELECT id AS a, name FROM person UNION SELECT person_id, name FROM health.visit ORDER BY a DESC, 2
-- expect:
columns a bigint, name varchar(30)
union
  columns a bigint, name varchar(30)
  select
    #1.id
    #1.name~>varchar(30)
  from
    #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
with
  columns person_id bigint, name varchar(30)
  select
    #2.person_id
    #2.name
  from
    #2 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
order by @1 desc, @2

-- case: order by an expression of outputs
SELECT id AS a FROM person UNION SELECT person_id FROM health.visit ORDER BY a % 7
-- expect:
columns a bigint
select
  #3.a
from
  #3 (a)
    columns a bigint
    union
      columns a bigint
      select
        #1.id
      from
        #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
    with
      columns person_id bigint
      select
        #2.person_id
      from
        #2 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
order by (#3.a % 7:bigint)

-- case: order by a name of the right side
SELECT id AS a FROM person UNION SELECT person_id AS b FROM health.visit ORDER BY b
-- expect:
COLUMN_NOT_FOUND at 1:83: column `b` cannot be resolved

-- case: order by a place out of range
SELECT id FROM person UNION SELECT id FROM health.visit ORDER BY 2
-- expect:
INVALID_COLUMN_REFERENCE at 1:66: ORDER BY position 2 is not in the select list

-- case: aggregation in the order of a union
SELECT id FROM person UNION SELECT id FROM health.visit ORDER BY count(*)
-- expect:
EXPRESSION_NOT_SCALAR at 1:66: the ORDER BY of a set operation or VALUES clause cannot contain aggregation `count`

-- case: limits on both levels
(SELECT id FROM person ORDER BY id LIMIT 3) UNION ALL (SELECT id FROM health.visit LIMIT 2) LIMIT 4
-- expect:
columns id bigint
union all
  columns id bigint
  select
    #1.id
  from
    #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
  order by @1
  limit 3
with
  columns id bigint
  select
    #2.id
  from
    #2 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
  limit 2
limit 4

-- case: values as a query
VALUES (1, 'a'), (2, NULL) ORDER BY 2 NULLS FIRST, 1 DESC LIMIT 1
-- expect:
columns _ integer, _ varchar(1)
#1 values (_, _) (1, 'a'), (2, null:varchar(1))
order by @2 nulls first, @1 desc
limit 1

-- case: values ordered by an expression
VALUES 1, 2 ORDER BY 1 LIMIT 1
-- expect:
columns _ integer
#1 values (_) (1), (2)
order by @1
limit 1

-- case: parenthesised query with order and limit around
(SELECT id, name FROM person ORDER BY id LIMIT 10) ORDER BY name LIMIT 3
-- expect:
columns id bigint, name varchar(20)
query
  columns id bigint, name varchar(20)
  select
    #1.id
    #1.name
  from
    #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
  order by @1
  limit 10
order by @2
limit 3

-- case: table statement
TABLE health.place
-- expect:
columns code varchar(12), title varchar(20), n smallint, flag char(2), ratio real, open boolean
select
  #1.code
  #1.title
  #1.n
  #1.flag
  #1.ratio
  #1.open
from
  #1 place(code, title, n, flag, ratio, open)

-- case: tokens of one key meet
SELECT id_card FROM person UNION SELECT id_card FROM health.visit
-- expect:
columns id_card varchar(43)
union
  columns id_card varchar(43)
  select
    #1.id_card
  from
    #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
with
  columns id_card varchar(43)
  select
    #2.id_card
  from
    #2 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)

-- case: tokens of two keys do not
SELECT id_card FROM person UNION SELECT card_no FROM health.visit
-- expect:
TOKEN_MISMATCH at 1:41: a token can be combined only with tokens of the same key
hint: use columns that carry the same token, or ask for the clear value

-- case: union of maps needs ALL
SELECT scores FROM person UNION ALL SELECT scores FROM person
-- expect:
columns scores map(varchar, bigint)
union all
  columns scores map(varchar, bigint)
  select
    #1.scores
  from
    #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
with
  columns scores map(varchar, bigint)
  select
    #2.scores
  from
    #2 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: intersect of rows
SELECT address FROM person INTERSECT SELECT address FROM person
-- expect:
columns address row(street varchar(40), number integer)
intersect
  columns address row(street varchar(40), number integer)
  select
    #1.address
  from
    #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
with
  columns address row(street varchar(40), number integer)
  select
    #2.address
  from
    #2 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: null takes the other type
SELECT NULL AS x UNION ALL SELECT born FROM person
-- expect:
columns x date
union all
  columns x date
  select
    null:date
with
  columns born date
  select
    #1.born
  from
    #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: values with a subquery
VALUES (1), ((SELECT max(age) FROM person))
-- expect:
columns _ integer
#2 values (_) (1), (<columns _ integer / select /   max(#1.age) / from /   #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data) / group by ()>)

-- case: limit keeps its branch when types differ
(SELECT age FROM person ORDER BY age LIMIT 2) UNION ALL SELECT id FROM person
-- expect:
columns age bigint
union all
  columns age bigint
  select
    #3.age~>bigint
  from
    #3 (age)
      columns age integer
      select
        #1.age
      from
        #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
      order by @1
      limit 2
with
  columns id bigint
  select
    #2.id
  from
    #2 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
