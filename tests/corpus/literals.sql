-- integers
SELECT 0 AS a, 1 AS b, -1 AS c, 2147483647 AS d, 2147483648 AS e, 9223372036854775807 AS f

-- the smallest integers
SELECT -2147483648 AS a, -9223372036854775808 AS b

-- an integer too large is wrong
SELECT 9223372036854775808 AS a

-- decimals
SELECT 1.0 AS a, 0.5 AS b, .5 AS c, 5. AS d, 123456789.123456789 AS e, 00.10 AS f

-- decimals of 38 digits
SELECT 12345678901234567890123456789012345678. AS a

-- a decimal of 39 digits is wrong
SELECT 123456789012345678901234567890123456789. AS a

-- doubles
SELECT 1e0 AS a, 1.5E3 AS b, -2e-3 AS c, 1e308 AS d, 4.9e-324 AS e, .5e1 AS f

-- texts
SELECT 'a' AS a, '' AS b, 'it''s' AS c, '中文' AS d, '𠀀' AS e, '  x ' AS f

-- a text with a line end
SELECT 'a
  b' AS x

-- a text with a backslash
SELECT 'a\nb' AS x, length('a\nb') AS n

-- a text with two dashes
SELECT 'a -- b' AS x

-- a text with a comment in it
SELECT 'a /* b */' AS x

-- a text with a question mark
SELECT 'a ? b' AS x

-- a text with quotes in it
SELECT '"a"' AS x, '`b`' AS y

-- unicode text
SELECT U&'\5F20\4E09' AS a, U&'\+020000' AS b, U&'a\\b' AS c

-- unicode text with its own escape
SELECT U&'!5F20' UESCAPE '!' AS a

-- booleans
SELECT TRUE AS a, false AS b, NULL AS c

-- binary
SELECT X'' AS a, X'00FF' AS b, x'ab cd' AS c

-- an odd binary is wrong
SELECT X'abc' AS a

-- dates
SELECT DATE '2026-01-01' AS a, DATE '1969-12-31' AS b, DATE '2000-02-29' AS c, DATE '0001-01-01' AS d, DATE '9999-12-31' AS e

-- a date that is not is wrong
SELECT DATE '2023-02-29' AS a

-- a date in other digits is wrong
SELECT DATE '2023/02/01' AS a

-- times
SELECT TIME '12:34:56' AS a, TIME '00:00:00.001' AS b, TIME '23:59' AS c

-- timestamps
SELECT TIMESTAMP '2026-01-01 12:34:56' AS a, TIMESTAMP '2026-01-01 12:34:56.789' AS b, TIMESTAMP '2026-01-01' AS c, TIMESTAMP '1969-12-31 23:59:59.999999' AS d

-- a timestamp of nine digits
SELECT TIMESTAMP '2026-01-01 12:34:56.123456789' AS a

-- a timestamp of twelve digits
SELECT TIMESTAMP '2026-01-01 12:34:56.123456789012' AS a

-- timestamps with zone
SELECT TIMESTAMP '2026-01-01 12:34:56 UTC' AS a

-- timestamps with an offset
SELECT TIMESTAMP '2026-01-01 12:34:56.1 +08:00' AS a

-- timestamps with a region
SELECT TIMESTAMP '2026-01-01 12:34:56 Asia/Shanghai' AS a

-- a timestamp that is not is wrong
SELECT TIMESTAMP '2026-13-01 00:00:00' AS a

-- typed decimals
SELECT DECIMAL '1.20' AS a, DECIMAL '-0.001' AS b, DECIMAL '100' AS c

-- typed integers
SELECT TINYINT '1' AS a, SMALLINT '-2' AS b, INTEGER '3' AS c, BIGINT '4' AS d

-- typed floats
SELECT REAL '1.5' AS a, DOUBLE '2.5' AS b, DOUBLE 'NaN' AS c, DOUBLE '-Infinity' AS d

-- typed text
SELECT VARCHAR 'abc' AS a, CHAR 'abc' AS b

-- typed boolean
SELECT BOOLEAN 'true' AS a

-- typed json
SELECT JSON '{"b": 1, "a": [1, 2.50, "x", null]}' AS a

-- typed uuid
SELECT UUID '12151FD2-7586-11E9-8F9E-2A86E4085A59' AS a

-- a typed integer that is none is wrong
SELECT BIGINT 'x' AS a

-- intervals of days
SELECT INTERVAL '2' DAY AS a, INTERVAL '3' HOUR AS b, INTERVAL '90' MINUTE AS c, INTERVAL '1' SECOND AS d

-- negative intervals
SELECT INTERVAL '-2' DAY AS a, INTERVAL -'3' HOUR AS b, -INTERVAL '1' SECOND AS c

-- intervals of months
SELECT INTERVAL '3' MONTH AS a, INTERVAL '2' YEAR AS b, INTERVAL '-14' MONTH AS c

-- intervals of two units
SELECT INTERVAL '1-2' YEAR TO MONTH AS a, INTERVAL '2 03:04:05.678' DAY TO SECOND AS b

-- intervals day to hour
SELECT INTERVAL '2 12' DAY TO HOUR AS a

-- intervals hour to minute
SELECT INTERVAL '12:30' HOUR TO MINUTE AS a

-- intervals with fractions
SELECT INTERVAL '1.5' SECOND AS a

-- an interval of quarters is wrong
SELECT INTERVAL '1' QUARTER AS a

-- a week's interval
SELECT INTERVAL '1' WEEK AS a

-- names with digits and underscores
SELECT 1 AS _a, 2 AS a1, 3 AS "1a"

-- names of keywords that are none
SELECT 1 AS date, 2 AS year, 3 AS position, 4 AS row, 5 AS type, 6 AS value

-- a reserved name is wrong
SELECT 1 AS order

-- a name in back quotes is wrong
SELECT 1 AS `a`

-- a name in brackets is wrong
SELECT 1 AS [a]

-- a text in double quotes is a name
SELECT "abc" FROM residents

-- a name with a dollar is wrong
SELECT 1 FROM "residents$partitions"

-- a name with an at sign is wrong
SELECT 1 AS a@b

-- an empty quoted name is wrong
SELECT 1 AS ""

-- a CJK name without quotes is wrong
SELECT 1 AS 姓名

-- current date (varies)
SELECT current_date AS today

-- current timestamps (varies)
SELECT current_timestamp(3) AS a, localtimestamp(3) AS b

-- current time (varies)
SELECT localtime AS t

-- current timestamp bare (varies)
SELECT current_timestamp AS now, now() AS also

-- current user (varies)
SELECT current_user AS me

-- current catalog and schema
SELECT current_catalog AS c, current_schema AS s

-- current zone
SELECT current_timezone() AS z

-- age in days (varies)
SELECT id, date_diff('day', born, current_date) AS days FROM residents

-- in the last week (varies)
SELECT count(*) AS n FROM visits WHERE admitted > localtimestamp - INTERVAL '7' DAY

-- random numbers (varies)
SELECT random() AS r, rand() AS s, random(10) AS t

-- a uuid (varies)
SELECT uuid() AS u

-- hexadecimal numbers
SELECT 0x1F AS a

-- octal and binary numbers
SELECT 0o17 AS a, 0b101 AS b

-- numbers with underscores
SELECT 1_000_000 AS a

-- national text is wrong
SELECT N'a' AS a

-- an escaped text is wrong
SELECT E'a\n' AS a

-- a dollar text is wrong
SELECT $$a$$ AS a

-- a bit text is wrong
SELECT B'01' AS a
