-- case: literals
SELECT 1, 3000000000, 1.50, 0.05, .5, 1e0, 'abc', '', TRUE, NULL, X'65', DATE '2020-02-29', TIMESTAMP '2020-01-01 10:00:00.12', DECIMAL '1.20', INTERVAL '3' DAY, INTERVAL '1-2' YEAR TO MONTH, CHAR 'ab'
-- expect:

-- case: negative literals
SELECT -1, -2147483648, -9223372036854775808, -1.5, - INTERVAL '2' HOUR
-- expect:

-- case: integer out of range
SELECT 9223372036854775808
-- expect:

-- case: a date that does not exist
SELECT DATE '2021-02-29'
-- expect:

-- case: an interval that is none
SELECT INTERVAL 'x' DAY
-- expect:

-- case: a timestamp with a zone
SELECT TIMESTAMP '2020-01-01 10:00:00 Asia/Shanghai'
-- expect:

-- case: arithmetic of literals is computed
SELECT 1 + 2 * 3, 7 / 2, 7 % 4, 1.0 / 3, 2 - 5, 1e0 / 4
-- expect:

-- case: division by zero is told at once
SELECT 1 / 0
-- expect:

-- case: division by zero in a branch is left
SELECT CASE WHEN age = 0 THEN 1 / 0 ELSE 1 END FROM person
-- expect:

-- case: overflow
SELECT 2147483647 + 1
-- expect:

-- case: integer meets bigint
SELECT id + age, age + 1, id * 2 FROM person
-- expect:

-- case: decimal arithmetic
SELECT balance * 2, balance / 3, balance + balance, balance * balance FROM person
-- expect:

-- case: decimal compared with an integer keeps the column plain
SELECT id FROM person WHERE balance > 5
-- expect:

-- case: decimal that the column can not hold
SELECT id FROM person WHERE balance = 5.125
-- expect:

-- case: integer compared with a decimal
SELECT id FROM person WHERE age > 1.5 AND age < 3.0
-- expect:

-- case: integer beyond the column
SELECT id FROM person WHERE age < 3000000000
-- expect:

-- case: text compared with a number
SELECT id FROM person WHERE phone = 5
-- expect:

-- case: date compared with text
SELECT id FROM person WHERE born = '2020-01-01'
-- expect:

-- case: text longer than the column
SELECT id FROM person WHERE region = '12345678901234'
-- expect:

-- case: date minus interval
SELECT born - INTERVAL '1' YEAR, born + INTERVAL '2' DAY FROM person
-- expect:

-- case: date compared with timestamp
SELECT 1 FROM health.visit WHERE seen > day
-- expect:

-- case: between
SELECT 1 FROM person WHERE age BETWEEN 1 AND 2.5 AND born BETWEEN DATE '2020-01-01' AND DATE '2020-12-31' AND age NOT BETWEEN 1 AND 2
-- expect:

-- case: in a list
SELECT 1 FROM person WHERE id IN (1, 2, 3) AND region IN ('a', 'bbbbbbbbbbbbbbb') AND age NOT IN (1, NULL)
-- expect:

-- case: in a list of another type
SELECT 1 FROM person WHERE id IN (1, 'x')
-- expect:

-- case: is null, true, distinct
SELECT name IS NULL, name IS NOT NULL, open IS TRUE, open IS NOT FALSE, n IS DISTINCT FROM 1, n IS NOT DISTINCT FROM NULL FROM person, health.place
-- expect:

-- case: like
SELECT 1 FROM person WHERE name LIKE '张%' AND phone NOT LIKE '13_' AND region LIKE 'a\%' ESCAPE '\'
-- expect:

-- case: like of a number
SELECT 1 FROM person WHERE age LIKE '1'
-- expect:

-- case: not of a number
SELECT NOT age FROM person
-- expect:

-- case: and of a number
SELECT 1 FROM person WHERE age AND TRUE
-- expect:

-- case: where of a number
SELECT 1 FROM person WHERE age
-- expect:

-- case: where null
SELECT 1 FROM person WHERE NULL
-- expect:

-- case: long chains are one call
SELECT 1 FROM person WHERE age = 1 OR age = 2 OR (age = 3 OR age = 4) OR NOT (age = 5 AND id = 6 AND id = 7)
-- expect:

-- case: case
SELECT CASE region WHEN 'a' THEN 1 WHEN 'b' THEN 2.5 END, CASE WHEN age > 3 THEN 'x' ELSE name END FROM person
-- expect:

-- case: case of types that do not meet
SELECT CASE WHEN age > 3 THEN 'x' ELSE 1 END FROM person
-- expect:

-- case: case of a condition that is none
SELECT CASE WHEN age THEN 1 END FROM person
-- expect:

-- case: case over a random value
SELECT CASE random() WHEN 1e0 THEN 1 END
-- expect:

-- case: if, coalesce, nullif, try
SELECT IF(age > 3, 'a', 'bc'), coalesce(name, region, 'x'), nullif(age, 0), TRY(1 / age) FROM person
-- expect:

-- case: coalesce of types that do not meet
SELECT coalesce(name, 1) FROM person
-- expect:

-- case: casts
SELECT CAST(age AS bigint), CAST(id AS varchar), TRY_CAST(name AS integer), CAST('12' AS integer), CAST(balance AS decimal(12,4)), CAST(name AS varchar(20)) FROM person
-- expect:

-- case: cast that fails
SELECT CAST('x' AS integer)
-- expect:

-- case: try cast that fails
SELECT TRY_CAST('x' AS integer)
-- expect:

-- case: cast that does not exist
SELECT CAST(born AS bigint) FROM person
-- expect:

-- case: cast to a type that is not carried
SELECT CAST(name AS ipaddress) FROM person
-- expect:

-- case: decimal with too many digits
SELECT CAST(1 AS decimal(50, 2))
-- expect:

-- case: concatenation
SELECT name || '-' || region, 'a' || 'b' FROM person
-- expect:

-- case: concatenation with a number
SELECT name || 1 FROM person
-- expect:

-- case: arrays, rows and maps
SELECT ARRAY[1, 2.5], ROW(1, 'a'), tags[1], scores['a'], (1, 2), ARRAY[] FROM person
-- expect:

-- case: subscript by text
SELECT tags['a'] FROM person
-- expect:

-- case: element of array types that do not meet
SELECT ARRAY[1, 'x']
-- expect:

-- case: extract
SELECT EXTRACT(YEAR FROM born), EXTRACT(DOW FROM born), EXTRACT(HOUR FROM seen) FROM person, health.visit
-- expect:

-- case: extract of a field that is none
SELECT EXTRACT(CENTURY FROM born) FROM person
-- expect:

-- case: special syntax of functions
SELECT TRIM(name), TRIM(LEADING '0' FROM phone), SUBSTRING(name FROM 1 FOR 2), POSITION('a' IN name) FROM person
-- expect:

-- case: session values
SELECT current_date, current_timestamp, current_timestamp(6), localtimestamp, localtime(0), now(), current_user, current_catalog, current_schema
-- expect:

-- case: unknown function
SELECT uper(name) FROM person
-- expect:

-- case: function with wrong types
SELECT upper(age) FROM person
-- expect:

-- case: internal functions are not there
SELECT huiliu_token(name, name) FROM person
-- expect:

-- case: at time zone
SELECT TIMESTAMP '2020-01-01 00:00:00 UTC' AT TIME ZONE 'Asia/Shanghai'
-- expect:

-- case: tokens of one key join
SELECT 1 FROM person p JOIN health.visit v ON p.id_card = v.id_card
-- expect:

-- case: tokens of two keys do not
SELECT 1 FROM person p JOIN health.visit v ON p.id_card = v.card_no
-- expect:

-- case: a token and a text do not
SELECT 1 FROM person WHERE id_card = '330102199001011234'
-- expect:

-- case: a token is handed to a function as text
SELECT length(id_card), substr(id_card, 1, 4) FROM person
-- expect:

-- case: a token keeps its key in min and coalesce
SELECT max(id_card), coalesce(max(id_card), NULL) FROM person
-- expect:

-- case: a masked column has the type of the mask
SELECT id_card, phone FROM person
-- expect:
