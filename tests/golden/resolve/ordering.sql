-- case: order by a column that is not selected
SELECT id FROM person ORDER BY name
-- expect:
columns id bigint
select
  #1.id
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
order by #1.name

-- case: order by an alias
SELECT id AS n FROM person ORDER BY n DESC NULLS FIRST
-- expect:
columns n bigint
select
  #1.id
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
order by @1 desc nulls first

-- case: order by an expression of an alias
SELECT age AS n FROM person ORDER BY n % 2, n
-- expect:
columns n integer
select
  #1.age
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
order by (#1.age % 2), @1

-- case: an alias wins over a column
SELECT age AS name FROM person ORDER BY name
-- expect:
columns name integer
select
  #1.age
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
order by @1

-- case: a qualified name is the column
SELECT age AS name FROM person ORDER BY person.name
-- expect:
columns name integer
select
  #1.age
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
order by #1.name

-- case: order by what two outputs are called
SELECT id AS n, age AS n FROM person ORDER BY n
-- expect:
AMBIGUOUS_NAME at 1:47: column `n` is ambiguous

-- case: order by a place
SELECT id, name FROM person ORDER BY 2, 1 DESC
-- expect:
columns id bigint, name varchar(20)
select
  #1.id
  #1.name
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
order by @2, @1 desc

-- case: order by place nought
SELECT id FROM person ORDER BY 0
-- expect:
INVALID_COLUMN_REFERENCE at 1:32: ORDER BY position 0 is not in the select list

-- case: distinct ordered by what it selects
SELECT DISTINCT region, upper(name) FROM person ORDER BY upper(name), region
-- expect:
columns region varchar(12), _ varchar(20)
select distinct
  #1.region
  upper(#1.name)
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
order by @2, @1

-- case: distinct ordered by something else
SELECT DISTINCT region FROM person ORDER BY name
-- expect:
INVALID_COLUMN_REFERENCE at 1:45: for SELECT DISTINCT, ORDER BY expressions must appear in the select list

-- case: order by an aggregation
SELECT region FROM person GROUP BY region ORDER BY count(*) DESC
-- expect:
columns region varchar(12)
select
  #1.region
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
group by (#1.region)
order by count() desc

-- case: order by a column that is not grouped
SELECT region FROM person GROUP BY region ORDER BY name
-- expect:
EXPRESSION_NOT_AGGREGATE at 1:52: `name` must be an aggregate expression or appear in GROUP BY clause

-- case: an aggregation in ORDER BY does not see outputs
SELECT region, max(age) AS age FROM person GROUP BY region ORDER BY sum(age)
-- expect:
INVALID_COLUMN_REFERENCE at 1:73: `age` is an output column, an aggregation in ORDER BY reads the relations only

-- case: order by json
SELECT id FROM person ORDER BY data
-- expect:
TYPE_MISMATCH at 1:32: json is not orderable, and therefore cannot be used in ORDER BY

-- case: offset and limit
SELECT id FROM person ORDER BY id OFFSET 5 LIMIT 10
-- expect:
columns id bigint
select
  #1.id
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
order by @1
offset 5
limit 10

-- case: limit all
SELECT id FROM person LIMIT ALL
-- expect:
columns id bigint
select
  #1.id
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: fetch first row
SELECT id FROM person FETCH FIRST ROW ONLY
-- expect:
columns id bigint
select
  #1.id
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
limit 1

-- case: fetch with ties
SELECT id FROM person ORDER BY age FETCH FIRST 3 ROWS WITH TIES
-- expect:
columns id bigint
select
  #1.id
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
order by #1.age
limit 3 with ties

-- case: fetch with ties without order
SELECT id FROM person FETCH FIRST 3 ROWS WITH TIES
-- expect:
INVALID_ARGUMENTS at 1:35: FETCH FIRST WITH TIES needs an ORDER BY

-- case: fetch nothing
SELECT id FROM person FETCH FIRST 0 ROWS ONLY
-- expect:
INVALID_ARGUMENTS at 1:35: FETCH FIRST takes a whole number of at least 1

-- case: window in ORDER BY
SELECT id FROM person ORDER BY row_number() OVER (ORDER BY age)
-- expect:
columns id bigint
select
  #1.id
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
order by row_number() over (order by #1.age)

-- case: hidden column in ORDER BY
SELECT id FROM person ORDER BY secret
-- expect:
COLUMN_NOT_FOUND at 1:32: column `secret` cannot be resolved
hint: did you mean `scores`?
