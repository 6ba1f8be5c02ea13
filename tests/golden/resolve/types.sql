-- case: literals
SELECT 1, 3000000000, 1.50, 0.05, .5, 1e0, 'abc', '', TRUE, NULL, X'65', DATE '2020-02-29', TIMESTAMP '2020-01-01 10:00:00.12', DECIMAL '1.20', INTERVAL '3' DAY, INTERVAL '1-2' YEAR TO MONTH, CHAR 'ab'
-- expect:
columns _ integer, _ bigint, _ decimal(3,2), _ decimal(2,2), _ decimal(1,1), _ double, _ varchar(3), _ varchar(0), _ boolean, _ unknown, _ varbinary, _ date, _ timestamp(2), _ decimal(3,2), _ interval day to second, _ interval year to month, _ char(2)
select
  1
  3000000000:bigint
  1.50:decimal(3,2)
  0.05:decimal(2,2)
  0.5:decimal(1,1)
  1.0:double
  'abc'
  ''
  true
  null
  b'e':varbinary
  '2020-02-29':date
  '2020-01-01 10:00:00.12':timestamp(2)
  1.20:decimal(3,2)
  259200000:interval day to second
  14:interval year to month
  'ab':char(2)

-- case: negative literals
SELECT -1, -2147483648, -9223372036854775808, -1.5, - INTERVAL '2' HOUR
-- expect:
columns _ integer, _ integer, _ bigint, _ decimal(2,1), _ interval day to second
select
  -1
  -2147483648
  -9223372036854775808:bigint
  -1.5:decimal(2,1)
  -7200000:interval day to second

-- case: a plus before binary numbers
SELECT +1, +age, + +id, -+age, +1e0, INTERVAL +'1' DAY FROM person ORDER BY +1
-- expect:
columns _ integer, _ integer, _ bigint, _ integer, _ double, _ interval day to second
select
  1
  plus(#1.age)
  plus(plus(#1.id))
  negate(plus(#1.age))
  1.0:double
  86400000:interval day to second
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
order by @1

-- case: a plus before a decimal
SELECT +balance FROM person
-- expect:
TYPE_MISMATCH at 1:9: unary `+` cannot be applied to decimal(10,2)

-- case: a plus before text
SELECT +name FROM person
-- expect:
TYPE_MISMATCH at 1:9: unary `+` cannot be applied to varchar(20)

-- case: a plus before NULL
SELECT +NULL
-- expect:
TYPE_MISMATCH: unary `+` cannot be applied to unknown

-- case: a plus before an interval
SELECT +INTERVAL '1' DAY
-- expect:
TYPE_MISMATCH at 1:18: unary `+` cannot be applied to interval day to second

-- case: a plus makes another expression of a column
SELECT age FROM person GROUP BY +age
-- expect:
EXPRESSION_NOT_AGGREGATE at 1:8: `age` must be an aggregate expression or appear in GROUP BY clause

-- case: what is grouped by with a plus may be selected with it
SELECT +age FROM person GROUP BY +age
-- expect:
columns _ integer
select
  plus(#1.age)
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
group by (plus(#1.age))

-- case: integer out of range
SELECT 9223372036854775808
-- expect:
INVALID_LITERAL at 1:8: `9223372036854775808` is too large for a bigint
hint: write it as DECIMAL '…'

-- case: a date that does not exist
SELECT DATE '2021-02-29'
-- expect:
INVALID_LITERAL at 1:13: `2021-02-29` is not a valid date literal

-- case: an interval that is none
SELECT INTERVAL 'x' DAY
-- expect:
INVALID_LITERAL at 1:17: `x` is not a valid interval day literal

-- case: a timestamp with a zone
SELECT TIMESTAMP '2020-01-01 10:00:00 Asia/Shanghai'
-- expect:
columns _ timestamp(0) with time zone
select
  '2020-01-01 10:00:00 Asia/Shanghai':timestamp(0) with time zone

-- case: arithmetic of literals is computed
SELECT 1 + 2 * 3, 7 / 2, 7 % 4, 1.0 / 3, 2 - 5, 1e0 / 4
-- expect:
columns _ integer, _ integer, _ integer, _ decimal(2,1), _ integer, _ double
select
  7
  3
  3
  0.3:decimal(2,1)
  -3
  0.25:double

-- case: division by zero is told at once
SELECT 1 / 0
-- expect:
DIVISION_BY_ZERO at 1:8: division by zero

-- case: division by zero in a branch is left
SELECT CASE WHEN age = 0 THEN 1 / 0 ELSE 1 END FROM person
-- expect:
columns _ integer
select
  case when (#1.age = 0) then (1 / 0) else 1 end
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: overflow
SELECT 2147483647 + 1
-- expect:
NUMERIC_VALUE_OUT_OF_RANGE at 1:8: value is out of range for integer: `2147483648`

-- case: integer meets bigint
SELECT id + age, age + 1, id * 2 FROM person
-- expect:
columns _ bigint, _ integer, _ bigint
select
  (#1.id + #1.age~>bigint)
  (#1.age + 1)
  (#1.id * 2:bigint)
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: decimal arithmetic
SELECT balance * 2, balance / 3, balance + balance, balance * balance FROM person
-- expect:
columns _ decimal(20,2), _ decimal(10,2), _ decimal(11,2), _ decimal(20,4)
select
  (#1.balance * 2:decimal(10,0))
  (#1.balance / 3:decimal(10,0))
  (#1.balance + #1.balance)
  (#1.balance * #1.balance)
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: decimal compared with an integer keeps the column plain
SELECT id FROM person WHERE balance > 5
-- expect:
columns id bigint
select
  #1.id
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
where
  (#1.balance > 5.00:decimal(10,2))

-- case: decimal that the column can not hold
SELECT id FROM person WHERE balance = 5.125
-- expect:
columns id bigint
select
  #1.id
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
where
  (#1.balance~>decimal(11,3) = 5.125:decimal(11,3))

-- case: integer compared with a decimal
SELECT id FROM person WHERE age > 1.5 AND age < 3.0
-- expect:
columns id bigint
select
  #1.id
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
where
  ((#1.age~>decimal(11,1) > 1.5:decimal(11,1)) and (#1.age < 3))

-- case: integer beyond the column
SELECT id FROM person WHERE age < 3000000000
-- expect:
columns id bigint
select
  #1.id
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
where
  (#1.age~>bigint < 3000000000:bigint)

-- case: text compared with a number
SELECT id FROM person WHERE phone = 5
-- expect:
TYPE_MISMATCH at 1:29: cannot apply operator: varchar(20) = integer
hint: write a CAST to the type that you mean

-- case: date compared with text
SELECT id FROM person WHERE born = '2020-01-01'
-- expect:
TYPE_MISMATCH at 1:29: cannot apply operator: date = varchar(10)
hint: write a CAST to the type that you mean

-- case: text longer than the column
SELECT id FROM person WHERE region = '12345678901234'
-- expect:
columns id bigint
select
  #1.id
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
where
  (#1.region~>varchar(14) = '12345678901234')

-- case: date minus interval
SELECT born - INTERVAL '1' YEAR, born + INTERVAL '2' DAY FROM person
-- expect:
columns _ date, _ date
select
  (#1.born - 12:interval year to month)
  (#1.born + 172800000:interval day to second)
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: date compared with timestamp
SELECT 1 FROM health.visit WHERE seen > day
-- expect:
columns _ integer
select
  1
from
  #1 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
where
  (#1.seen > #1.day~>timestamp(3))

-- case: between
SELECT 1 FROM person WHERE age BETWEEN 1 AND 2.5 AND born BETWEEN DATE '2020-01-01' AND DATE '2020-12-31' AND age NOT BETWEEN 1 AND 2
-- expect:
columns _ integer
select
  1
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
where
  (between(#1.age~>decimal(11,1), 1.0:decimal(11,1), 2.5:decimal(11,1)) and between(#1.born, '2020-01-01':date, '2020-12-31':date) and not(between(#1.age, 1, 2)))

-- case: in a list
SELECT 1 FROM person WHERE id IN (1, 2, 3) AND region IN ('a', 'bbbbbbbbbbbbbbb') AND age NOT IN (1, NULL)
-- expect:
columns _ integer
select
  1
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
where
  (in(#1.id, 1:bigint, 2:bigint, 3:bigint) and in(#1.region~>varchar(15), 'a':varchar(15), 'bbbbbbbbbbbbbbb') and not(in(#1.age, 1, null:integer)))

-- case: in a list of another type
SELECT 1 FROM person WHERE id IN (1, 'x')
-- expect:
TYPE_MISMATCH at 1:38: IN value and list items must be the same type or coercible to a common type: bigint, varchar(1)

-- case: is null and distinct
SELECT name IS NULL, name IS NOT NULL, n IS DISTINCT FROM 1, n IS NOT DISTINCT FROM NULL FROM person, health.place
-- expect:
columns _ boolean, _ boolean, _ boolean, _ boolean
select
  is null(#1.name)
  not(is null(#1.name))
  is distinct from(#2.n, 1:smallint)
  not(is distinct from(#2.n, null:smallint))
from
  cross join
    #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
    #2 place(code, title, n, flag, ratio, open)

-- case: is true is not Trino's
SELECT name IS NULL, name IS NOT NULL, open IS TRUE, open IS NOT FALSE, n IS DISTINCT FROM 1, n IS NOT DISTINCT FROM NULL FROM person, health.place
-- expect:
SYNTAX_ERROR at 1:54: `IS FALSE` is not Trino SQL
hint: write IS NOT DISTINCT FROM FALSE

-- case: like
SELECT 1 FROM person WHERE name LIKE '张%' AND phone NOT LIKE '13_' AND region LIKE 'a\%' ESCAPE '\'
-- expect:
columns _ integer
select
  1
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
where
  (like(#1.name, '张%') and not(like(#1.phone, '13_')) and like(#1.region, 'a\\%', '\\'))

-- case: like of a number
SELECT 1 FROM person WHERE age LIKE '1'
-- expect:
TYPE_MISMATCH at 1:28: cannot apply operator: integer like varchar(1)
hint: write a CAST to the type that you mean

-- case: not of a number
SELECT NOT age FROM person
-- expect:
TYPE_MISMATCH at 1:12: operand of NOT must evaluate to a boolean, not integer

-- case: and of a number
SELECT 1 FROM person WHERE age AND TRUE
-- expect:
TYPE_MISMATCH at 1:28: operand of AND must evaluate to a boolean, not integer

-- case: where of a number
SELECT 1 FROM person WHERE age
-- expect:
TYPE_MISMATCH at 1:28: WHERE clause must evaluate to a boolean, not integer

-- case: where null
SELECT 1 FROM person WHERE NULL
-- expect:
columns _ integer
select
  1
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
where
  null:boolean

-- case: long chains are one call
SELECT 1 FROM person WHERE age = 1 OR age = 2 OR (age = 3 OR age = 4) OR NOT (age = 5 AND id = 6 AND id = 7)
-- expect:
columns _ integer
select
  1
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
where
  ((#1.age = 1) or (#1.age = 2) or (#1.age = 3) or (#1.age = 4) or not(((#1.age = 5) and (#1.id = 6:bigint) and (#1.id = 7:bigint))))

-- case: case
SELECT CASE region WHEN 'a' THEN 1 WHEN 'b' THEN 2.5 END, CASE WHEN age > 3 THEN 'x' ELSE name END FROM person
-- expect:
columns _ decimal(11,1), _ varchar(20)
select
  case when (#1.region = 'a':varchar(12)) then 1.0:decimal(11,1) when (#1.region = 'b':varchar(12)) then 2.5:decimal(11,1) end
  case when (#1.age > 3) then 'x':varchar(20) else #1.name end
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: case of types that do not meet
SELECT CASE WHEN age > 3 THEN 'x' ELSE 1 END FROM person
-- expect:
TYPE_MISMATCH at 1:40: all CASE results must be the same type or coercible to a common type: varchar(1), integer

-- case: case of a condition that is none
SELECT CASE WHEN age THEN 1 END FROM person
-- expect:
TYPE_MISMATCH at 1:18: CASE WHEN must evaluate to a boolean, not integer

-- case: case over a random value
SELECT CASE random() WHEN 1e0 THEN 1 END
-- expect:
NOT_SUPPORTED at 1:13: CASE over a subquery or a random value is not supported
hint: write CASE WHEN … THEN

-- case: if, coalesce, nullif, try
SELECT IF(age > 3, 'a', 'bc'), coalesce(name, region, 'x'), nullif(age, 0), TRY(1 / age) FROM person
-- expect:
columns _ varchar(2), _ varchar(20), _ integer, _ integer
select
  case when (#1.age > 3) then 'a':varchar(2) else 'bc' end
  coalesce(#1.name, #1.region~>varchar(20), 'x':varchar(20))
  nullif(#1.age, 0)
  try((1 / #1.age))
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: coalesce of types that do not meet
SELECT coalesce(name, 1) FROM person
-- expect:
TYPE_MISMATCH at 1:8: unexpected parameters (varchar(20), integer) for function `coalesce`; expected: coalesce(T, T, T...)

-- case: casts
SELECT CAST(age AS bigint), CAST(id AS varchar), TRY_CAST(name AS integer), CAST('12' AS integer), CAST(balance AS decimal(12,4)), CAST(name AS varchar(20)) FROM person
-- expect:
columns _ bigint, _ varchar, _ integer, _ integer, _ decimal(12,4), _ varchar(20)
select
  cast(#1.age as bigint)
  cast(#1.id as varchar)
  try_cast(#1.name as integer)
  12
  cast(#1.balance as decimal(12,4))
  #1.name
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: cast that fails
SELECT CAST('x' AS integer)
-- expect:
INVALID_CAST_ARGUMENT at 1:13: cannot cast `x` to integer

-- case: try cast that fails
SELECT TRY_CAST('x' AS integer)
-- expect:
columns _ integer
select
  null:integer

-- case: cast that does not exist
SELECT CAST(born AS bigint) FROM person
-- expect:
TYPE_MISMATCH at 1:13: cannot cast date to bigint

-- case: cast to a type that is not carried
SELECT CAST(name AS ipaddress) FROM person
-- expect:
SYNTAX_ERROR at 1:21: expected TYPE after CAST at `ipaddress`

-- case: decimal with too many digits
SELECT CAST(1 AS decimal(50, 2))
-- expect:
NOT_SUPPORTED at 1:26: type `DECIMAL(50, 2)` is not supported
hint: precision is 1 to 38, scale at most the precision

-- case: concatenation
SELECT name || '-' || region, 'a' || 'b' FROM person
-- expect:
columns _ varchar, _ varchar
select
  ((#1.name~>varchar || '-':varchar) || #1.region~>varchar)
  'ab':varchar
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: concatenation with a number
SELECT name || 1 FROM person
-- expect:
TYPE_MISMATCH at 1:8: cannot apply operator: varchar(20) || integer
hint: write a CAST to the type that you mean

-- case: arrays, rows and maps
SELECT ARRAY[1, 2.5], ROW(1, 'a'), tags[1], scores['a'], (1, 2), ARRAY[] FROM person
-- expect:
columns _ array(decimal(11,1)), _ row(integer, varchar(1)), _ varchar(10), _ bigint, _ row(integer, integer), _ array(unknown)
select
  array(1.0:decimal(11,1), 2.5:decimal(11,1))
  row(1, 'a')
  subscript(#1.tags, 1:bigint)
  subscript(#1.scores, 'a':varchar)
  row(1, 2)
  array()
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: subscript by text
SELECT tags['a'] FROM person
-- expect:
TYPE_MISMATCH at 1:8: cannot apply operator: array(varchar(10)) subscript varchar(1)
hint: write a CAST to the type that you mean

-- case: element of array types that do not meet
SELECT ARRAY[1, 'x']
-- expect:
TYPE_MISMATCH at 1:17: ARRAY elements must be the same type or coercible to a common type: integer, varchar(1)

-- case: extract
SELECT EXTRACT(YEAR FROM born), EXTRACT(DOW FROM born), EXTRACT(HOUR FROM seen) FROM person, health.visit
-- expect:
columns _ bigint, _ bigint, _ bigint
select
  year(#1.born)
  day_of_week(#1.born)
  hour(#2.seen)
from
  cross join
    #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
    #2 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)

-- case: extract of a field that is none
SELECT EXTRACT(CENTURY FROM born) FROM person
-- expect:
SYNTAX_ERROR at 1:29: `CENTURY` is not a field
hint: fields are YEAR, QUARTER, MONTH, WEEK, DAY, DAY_OF_MONTH, DAY_OF_WEEK, DOW, DAY_OF_YEAR, DOY, YEAR_OF_WEEK, YOW, HOUR, MINUTE, SECOND, TIMEZONE_MINUTE, TIMEZONE_HOUR

-- case: special syntax of functions
SELECT TRIM(name), TRIM(LEADING '0' FROM phone), SUBSTRING(name FROM 1 FOR 2), POSITION('a' IN name) FROM person
-- expect:
columns _ varchar(20), _ varchar(20), _ varchar(20), _ bigint
select
  trim(#1.name)
  ltrim(#1.phone, '0':varchar)
  substr(#1.name, 1:bigint, 2:bigint)
  strpos(#1.name, 'a')
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: session values
SELECT current_date, current_timestamp, current_timestamp(6), localtimestamp, localtime(0), now(), current_user, current_catalog, current_schema
-- expect:
columns _ date, _ timestamp(3) with time zone, _ timestamp(6) with time zone, _ timestamp(3), _ time(0), _ timestamp(3) with time zone, _ varchar, _ varchar, _ varchar
select
  '2026-11-23':date
  '2026-11-23 00:30:05.123 Asia/Shanghai':timestamp(3) with time zone
  '2026-11-23 00:30:05.123456 Asia/Shanghai':timestamp(6) with time zone
  '2026-11-23 00:30:05.123':timestamp(3)
  '00:30:05':time(0)
  '2026-11-23 00:30:05.123 Asia/Shanghai':timestamp(3) with time zone
  'user:ana':varchar
  'city':varchar
  'civil':varchar

-- case: unknown function
SELECT uper(name) FROM person
-- expect:
FUNCTION_NOT_FOUND at 1:8: function `uper` is not registered
hint: did you mean `upper`, `power`?

-- case: function with wrong types
SELECT upper(age) FROM person
-- expect:
TYPE_MISMATCH at 1:8: unexpected parameters (integer) for function `upper`; expected: upper(varchar(x)); upper(char(x))

-- case: internal functions are not there
SELECT huiliu_token(name, name) FROM person
-- expect:
FUNCTION_NOT_FOUND at 1:8: function `huiliu_token` is not registered
hint: docs/functions.md lists what can be called

-- case: at time zone
SELECT TIMESTAMP '2020-01-01 00:00:00 UTC' AT TIME ZONE 'Asia/Shanghai'
-- expect:
columns _ timestamp(0) with time zone
select
  at time zone('2020-01-01 00:00:00 UTC':timestamp(0) with time zone, 'Asia/Shanghai':varchar)

-- case: tokens of one key join
SELECT 1 FROM person p JOIN health.visit v ON p.id_card = v.id_card
-- expect:
columns _ integer
select
  1
from
  inner join
    #1 p(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
    #2 v(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)
  on
    (#1.id_card = #2.id_card)

-- case: tokens of two keys do not
SELECT 1 FROM person p JOIN health.visit v ON p.id_card = v.card_no
-- expect:
TOKEN_MISMATCH at 1:47: a token can be compared only with a token of the same key
hint: compare with a column that carries the same token, or ask for the clear value

-- case: a token and a text do not
SELECT 1 FROM person WHERE id_card = '330102199001011234'
-- expect:
TOKEN_MISMATCH at 1:28: a token can be compared only with a token of the same key
hint: compare with a column that carries the same token, or ask for the clear value

-- case: a token is handed to a function as text
SELECT length(id_card), substr(id_card, 1, 4) FROM person
-- expect:
columns _ bigint, _ varchar(43)
select
  length(#1.id_card)
  substr(#1.id_card, 1:bigint, 4:bigint)
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: a token keeps its key in min and coalesce
SELECT max(id_card), coalesce(max(id_card), NULL) FROM person
-- expect:
columns _ varchar(43), _ varchar(43)
select
  max(#1.id_card)
  coalesce(max(#1.id_card), null:varchar(43))
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
group by ()

-- case: a masked column has the type of the mask
SELECT id_card, phone FROM person
-- expect:
columns id_card varchar(43), phone varchar(20)
select
  #1.id_card
  #1.phone
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: unicode strings
SELECT U&'\4e2d\6587', U&'#4e2d' UESCAPE '#'
-- expect:
columns _ varchar(2), _ varchar(1)
select
  '中文'
  '中'

-- case: a constant that fails in AND is told at once
SELECT 1 FROM person WHERE age > 1 AND 1 / 0 = 1
-- expect:
DIVISION_BY_ZERO at 1:40: division by zero

-- case: nan is no literal
SELECT 1e999
-- expect:
INVALID_LITERAL at 1:8: `1e999` is not a number

-- case: cast of a literal to a date
SELECT CAST('2020-01-05' AS date), CAST('2020-13-05' AS date)
-- expect:
INVALID_CAST_ARGUMENT at 1:41: cannot cast `2020-13-05` to date

-- case: timestamps of several precisions meet
SELECT TIMESTAMP '2020-01-01 00:00:00' = seen FROM health.visit
-- expect:
columns _ boolean
select
  ('2020-01-01 00:00:00.000':timestamp(3) = #1.seen)
from
  #1 visit(id, person_id, id_card, card_no, day, cost, region, weight, seen, name)

-- case: char and varchar
SELECT flag = 'a', flag || 'b', CAST('abc' AS char(2)) FROM health.place
-- expect:
columns _ boolean, _ char(3), _ char(2)
select
  (#1.flag = 'a':char(2))
  (#1.flag || 'b')
  'ab':char(2)
from
  #1 place(code, title, n, flag, ratio, open)

-- case: real meets double and decimal
SELECT ratio + 1.5, ratio * 2, ratio = 0.1 FROM health.place
-- expect:
columns _ real, _ real, _ boolean
select
  (#1.ratio + 1.5:decimal(2,1)~>real)
  (#1.ratio * 2~>real)
  (#1.ratio = 0.1:decimal(1,1)~>real)
from
  #1 place(code, title, n, flag, ratio, open)

-- case: smallint arithmetic
SELECT n + n, n + 1, -n FROM health.place
-- expect:
columns _ smallint, _ integer, _ smallint
select
  (#1.n + #1.n)
  (#1.n~>integer + 1)
  negate(#1.n)
from
  #1 place(code, title, n, flag, ratio, open)

-- case: interval arithmetic
SELECT INTERVAL '1' DAY * 2, INTERVAL '1' DAY + INTERVAL '2' HOUR, DATE '2020-01-31' + INTERVAL '1' MONTH
-- expect:
columns _ interval day to second, _ interval day to second, _ date
select
  (86400000:interval day to second * 2:bigint)
  (86400000:interval day to second + 7200000:interval day to second)
  '2020-02-29':date

-- case: json access
SELECT json_extract_scalar(data, '$.a'), JSON '{"a": 1}', CAST(data AS varchar) FROM person
-- expect:
columns _ varchar, _ json, _ varchar
select
  json_extract_scalar(#1.data, '$.a':varchar)
  '{"a":1}':json
  cast(#1.data as varchar)
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: map functions and lambdas
SELECT map_filter(scores, (k, v) -> v > 1), reduce(tags, 0, (s, t) -> s + 1, s -> s), filter(stays, s -> s.cost > 3) FROM person
-- expect:
columns _ map(varchar, bigint), _ integer, _ array(row(day date, cost integer))
select
  map_filter(#1.scores, (k$1, v$2) -> (v$2 > 1:bigint))
  reduce(#1.tags, 0, (s$3, t$4) -> (s$3 + 1), (s$5) -> s$5)
  filter(#1.stays, (s$6) -> (s$6.cost > 3))
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: comparison of rows
SELECT (id, age) = (1, 2), ROW(1, 'a') = ROW(1, 2) FROM person
-- expect:
TYPE_MISMATCH at 1:28: cannot apply operator: row(integer, varchar(1)) = row(integer, integer)
hint: write a CAST to the type that you mean

-- case: in with a null and a column
SELECT age IN (1, id), 5 IN (age, id) FROM person
-- expect:
columns _ boolean, _ boolean
select
  in(#1.age~>bigint, 1:bigint, #1.id)
  in(5:bigint, #1.age~>bigint, #1.id)
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: between of mixed types
SELECT id BETWEEN age AND 3.5 FROM person
-- expect:
columns _ boolean
select
  between(#1.id~>decimal(20,1), #1.age~>decimal(20,1), 3.5:decimal(20,1))
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: tokens in CASE and IN
SELECT CASE WHEN id_card IN (id_card) THEN id_card END FROM person
-- expect:
columns _ varchar(43)
select
  case when in(#1.id_card, #1.id_card) then #1.id_card end
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)

-- case: tokens and texts in CASE
SELECT CASE WHEN true THEN id_card ELSE 'none' END FROM person
-- expect:
TOKEN_MISMATCH at 1:41: a token can be combined only with tokens of the same key
hint: use columns that carry the same token, or ask for the clear value

-- case: tokens in IN a query of another key
SELECT 1 FROM person WHERE id_card IN (SELECT card_no FROM health.visit)
-- expect:
TOKEN_MISMATCH at 1:28: a token can be compared only with a token of the same key
hint: compare with a column that carries the same token, or ask for the clear value

-- case: tokens in order and group
SELECT id_card, count(*) FROM person GROUP BY id_card ORDER BY id_card
-- expect:
columns id_card varchar(43), _ bigint
select
  #1.id_card
  count()
from
  #1 person(id, name, id_card, phone, region, age, balance, born, address, tags, scores, stays, data)
group by (#1.id_card)
order by @1
