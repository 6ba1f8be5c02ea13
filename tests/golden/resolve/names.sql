-- case: star gives permitted columns only in source order
SELECT * FROM person
-- expect:
columns id bigint, name varchar(20), id_card varchar(43), phone varchar(20), region varchar(12), age integer, balance decimal(10,2), born date, address row(street varchar(40), number integer), tags array(varchar(10)), scores map(varchar, bigint), stays array(row(day date, cost integer)), data json
select
  #1.id
  #1.name
  #1.id_card
  #1.phone
  #1.region
  #1.age
  #1.balance
  #1.born
  #1.address
  #1.tags
  #1.scores
  #1.stays
  #1.data
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: qualified star
SELECT p.* FROM health.place AS p
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
  #1 p(code, title, n, flag, ratio, open)

-- case: star by schema and relation
SELECT health.place.* FROM health.place
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

-- case: star by full name
SELECT city.health.place.* FROM health.place
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

-- case: alias hides the relation name for stars
SELECT place.* FROM health.place AS p
-- expect:
COLUMN_NOT_FOUND at 1:8: `place.*` cannot be resolved

-- case: alias hides the relation name for columns
SELECT place.code FROM health.place AS p
-- expect:
COLUMN_NOT_FOUND at 1:8: column `place.code` cannot be resolved

-- case: columns by all lengths of qualifier
SELECT code, place.code, health.place.code, city.health.place.code FROM health.place
-- expect:
columns code varchar(12), code varchar(12), code varchar(12), code varchar(12)
select
  #1.code
  #1.code
  #1.code
  #1.code
from
  #1 place(code, title, n, flag, ratio, open)

-- case: names compare without case, quoted too
SELECT ID, "Id", P."nAmE" FROM person AS p
-- expect:
columns ID bigint, Id bigint, nAmE varchar(20)
select
  #1.id
  #1.id
  #1.name
from
  #1 p(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: client spelling stays in the result
SELECT Id, id AS "My Id", id AS Foo, p.NAME FROM person p
-- expect:
columns Id bigint, My Id bigint, Foo bigint, NAME varchar(20)
select
  #1.id
  #1.id
  #1.id
  #1.name
from
  #1 p(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: expressions have no name
SELECT id, upper(name), id = 1, 1 FROM person
-- expect:
columns id bigint, _ varchar(20), _ boolean, _ integer
select
  #1.id
  upper(#1.name)
  (#1.id = 1:bigint)
  1
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: unknown column gets visible names as a hint
SELECT nme FROM person
-- expect:
COLUMN_NOT_FOUND at 1:8: column `nme` cannot be resolved
hint: did you mean `name`?

-- case: unknown column of an unknown relation
SELECT persn.id FROM person
-- expect:
COLUMN_NOT_FOUND at 1:8: column `persn.id` cannot be resolved
hint: did you mean `person`?

-- case: unknown column of a known relation
SELECT person.idd FROM person
-- expect:
COLUMN_NOT_FOUND at 1:8: column `person.idd` cannot be resolved
hint: did you mean `id` or `id_card`?

-- case: unknown star
SELECT persn.* FROM person
-- expect:
COLUMN_NOT_FOUND at 1:8: `persn.*` cannot be resolved
hint: did you mean `person`?

-- case: hidden column is a column that does not exist
SELECT secret FROM person
-- expect:
COLUMN_NOT_FOUND at 1:8: column `secret` cannot be resolved
hint: did you mean `scores`?

-- case: a name that does not exist fails in the same words
SELECT secreu FROM person
-- expect:
COLUMN_NOT_FOUND at 1:8: column `secreu` cannot be resolved
hint: did you mean `scores`?

-- case: hidden column qualified
SELECT person.secret FROM person
-- expect:
COLUMN_NOT_FOUND at 1:8: column `person.secret` cannot be resolved
hint: did you mean `scores`?

-- case: hidden column in WHERE
SELECT id FROM person WHERE secret = 'x'
-- expect:
COLUMN_NOT_FOUND at 1:29: column `secret` cannot be resolved
hint: did you mean `scores`?

-- case: hidden column is no hint
SELECT secre FROM person
-- expect:
COLUMN_NOT_FOUND at 1:8: column `secre` cannot be resolved
hint: did you mean `scores`?

-- case: discoverable column says what is missing and whom to ask
SELECT salary FROM person
-- expect:
COLUMN_NOT_ALLOWED at 1:8: column `salary` is not granted to you
hint: ask the owner for a select grant on it
contact: civil affairs, data desk

-- case: discoverable column qualified
SELECT id FROM person p WHERE p.salary > 5
-- expect:
COLUMN_NOT_ALLOWED at 1:31: column `p.salary` is not granted to you
hint: ask the owner for a select grant on it
contact: civil affairs, data desk

-- case: discoverable column of another alias
SELECT v.salary FROM person p, health.visit v
-- expect:
COLUMN_NOT_FOUND at 1:8: column `v.salary` cannot be resolved

-- case: discoverable column behind an alias list is nothing
SELECT salary FROM person AS p (a, b, c, d, e, f, g, h, i, j, k, l, m)
-- expect:
COLUMN_NOT_FOUND at 1:8: column `salary` cannot be resolved

-- case: a visible column wins over a discoverable one
SELECT salary FROM person, (VALUES 1) AS t (salary)
-- expect:
columns salary integer
select
  #2.salary
from
  cross join
    #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
    #2 values t(salary) (1)

-- case: hidden columns do not make a name ambiguous
SELECT person_id FROM health.place, health.visit
-- expect:
columns person_id bigint
select
  #2.person_id
from
  cross join
    #1 place(code, title, n, flag, ratio, open)
    #2 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)

-- case: ambiguous name
SELECT id FROM person, health.visit
-- expect:
AMBIGUOUS_NAME at 1:8: column `id` is ambiguous

-- case: ambiguous name qualified by a repeated alias
SELECT t.id FROM person t, health.visit t
-- expect:
AMBIGUOUS_NAME at 1:8: column `t.id` is ambiguous

-- case: ambiguous star
SELECT t.* FROM person t, health.visit t
-- expect:
AMBIGUOUS_NAME at 1:8: `t.*` is ambiguous

-- case: alias list over permitted columns
SELECT a, g, z FROM health.place AS p (a, b, c, d, z, g)
-- expect:
columns a varchar(12), g boolean, z real
select
  #1.code
  #1.open
  #1.ratio
from
  #1 p(code, title, n, flag, ratio, open)

-- case: alias list of wrong length counts permitted columns
SELECT 1 FROM health.place AS p (a, b)
-- expect:
MISMATCHED_COLUMN_ALIASES at 1:34: column alias list has 2 entries but `p` has 6 columns available

-- case: row field
SELECT address.street, person.address.number, city.civil.person.address.street FROM person
-- expect:
columns street varchar(40), number integer, street varchar(40)
select
  #1.address.street
  #1.address.number
  #1.address.street
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: row field of an expression
SELECT (address).street FROM person
-- expect:
columns street varchar(40)
select
  #1.address.street
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: unknown row field
SELECT address.stret FROM person
-- expect:
COLUMN_NOT_FOUND at 1:8: field `stret` cannot be resolved
hint: did you mean `street`?

-- case: field of what is no row
SELECT name.first FROM person
-- expect:
TYPE_MISMATCH at 1:8: `first` is asked of varchar(20), which is not a row

-- case: fields of a row as columns
SELECT address.*, id FROM person
-- expect:
columns street varchar(40), number integer, id bigint
select
  #1.address.street
  #1.address.number
  #1.id
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: column wins over row field
SELECT t.x FROM (SELECT CAST(ROW(1) AS row(x integer)) AS t, 2 AS x) AS t
-- expect:
columns x integer
select
  #1.x
from
  #1 t(t, x)
    columns t row(x integer), x integer
    select
      cast(row(1) as row(x integer))
      2

-- case: select alias is not visible in WHERE
SELECT id AS n FROM person WHERE n = 1
-- expect:
COLUMN_NOT_FOUND at 1:34: column `n` cannot be resolved

-- case: select alias is not visible in GROUP BY
SELECT region AS r, count(*) FROM person GROUP BY r
-- expect:
COLUMN_NOT_FOUND at 1:51: column `r` cannot be resolved

-- case: star without FROM
SELECT *
-- expect:
COLUMN_NOT_FOUND at 1:8: SELECT * needs a FROM clause

-- case: column without FROM
SELECT id
-- expect:
COLUMN_NOT_FOUND at 1:8: column `id` cannot be resolved

-- case: lambda parameter hides a column
SELECT transform(tags, id -> upper(id)) FROM person
-- expect:
columns _ array(varchar(10))
select
  transform(#1.tags, (id$1) -> upper(id$1))
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: lambda sees columns
SELECT transform(tags, t -> t || name) FROM person
-- expect:
columns _ array(varchar)
select
  transform(#1.tags, (t$1) -> (t$1~>varchar || #1.name~>varchar))
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: nested lambdas
SELECT transform(ARRAY[ARRAY[1]], x -> transform(x, y -> y + cardinality(x)))
-- expect:
columns _ array(array(bigint))
select
  transform(array(array(1)), (x$1) -> transform(x$1, (y$2) -> (y$2~>bigint + cardinality(x$1))))

-- case: lambda parameter with a field
SELECT transform(stays, s -> s.cost) FROM person
-- expect:
columns _ array(integer)
select
  transform(#1.stays, (s$1) -> s$1.cost)
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: lambda names a parameter twice
SELECT reduce(ARRAY[1], 0, (s, s) -> s, s -> s)
-- expect:
DUPLICATE_NAME at 1:38: a lambda names a parameter twice

-- case: lambda outside a call
SELECT id -> 1 FROM person
-- expect:
NOT_SUPPORTED at 1:8: `->` is not supported here
hint: rewrite this part in plain Trino SQL; brackets help where operators are chained

-- case: unknown name in a lambda
SELECT transform(tags, t -> u) FROM person
-- expect:
COLUMN_NOT_FOUND at 1:29: column `u` cannot be resolved

-- case: a level that knows a row column hides the levels around it
SELECT (SELECT max(address.street) FROM (SELECT address FROM person) i) FROM person
-- expect:
columns _ varchar(40)
select
  <query 1>
    query 1
      columns _ varchar(40)
      select
        max(#3.address.street)
      from
        #3 i(address)
          columns address row(street varchar(40), number integer)
          select
            #2.address
          from
            #2 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
      group by ()
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: the same alias inside and outside
SELECT (SELECT p.age FROM health.place p) FROM person p
-- expect:
columns _ integer
select
  <query 1>
    query 1
      columns age integer
      select
        #1.age
      from
        #2 p(code, title, n, flag, ratio, open)
from
  #1 p(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: outer columns inside lambdas of subqueries
SELECT (SELECT max(transform(ARRAY[1], x -> x + p.age)) FROM health.place) FROM person p
-- expect:
columns _ array(integer)
select
  <query 1>
    query 1
      columns _ array(integer)
      select
        max(transform(array(1), (x$1) -> (x$1 + #1.age)))
      from
        #2 place(code, title, n, flag, ratio, open)
      group by ()
from
  #1 p(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: star of an outer relation
SELECT (SELECT p.* FROM health.place q) FROM person p
-- expect:
COLUMN_NOT_FOUND at 1:16: `p.*` cannot be resolved

-- case: reserved words and Chinese names quoted
SELECT "姓名", t."order" FROM (VALUES (1, 2)) AS t ("姓名", "order")
-- expect:
columns 姓名 integer, order integer
select
  #1.姓名
  #1.order
from
  #1 values t(姓名, order) (1, 2)
