-- equal
SELECT id FROM residents WHERE id = 3

-- not equal
SELECT id FROM residents WHERE id <> 3

-- not equal in C's spelling
SELECT id FROM residents WHERE id != 3

-- less
SELECT id FROM residents WHERE income < 100

-- at most
SELECT id FROM residents WHERE income <= 0

-- greater
SELECT id FROM residents WHERE height > 1.7

-- at least
SELECT id FROM residents WHERE height >= 1.75

-- compare texts
SELECT id FROM residents WHERE name > 'A' AND name < 'b'

-- compare CJK texts
SELECT id, name FROM residents WHERE name >= '张三'

-- compare dates
SELECT id FROM residents WHERE born < DATE '1970-01-01'

-- compare date and timestamp
SELECT id FROM residents WHERE born < TIMESTAMP '1970-01-01 00:00:01'

-- compare timestamps
SELECT id FROM residents WHERE registered > TIMESTAMP '2020-02-29 23:59:59.998'

-- compare timestamps of other precision
SELECT id FROM visits WHERE admitted = TIMESTAMP '2026-01-05 08:30:00.123456'

-- compare two columns
SELECT id FROM visits WHERE cost > score

-- compare integer with decimal
SELECT id FROM residents WHERE id > income

-- compare integer with double
SELECT id FROM residents WHERE id > height

-- compare real with double
SELECT code FROM companies WHERE rating > 3.2e0

-- compare real with decimal
SELECT code FROM companies WHERE rating >= 3.25

-- compare booleans
SELECT id FROM residents WHERE married = TRUE

-- compare booleans by order
SELECT id FROM residents WHERE married < TRUE

-- a boolean column alone
SELECT id FROM residents WHERE married

-- not a boolean column
SELECT id FROM residents WHERE NOT married

-- NaN equals nothing
SELECT taken FROM readings WHERE pm25 = pm25

-- NaN and comparison
SELECT taken, pm25 > 0 AS g, pm25 < 0 AS l, pm25 <> pm25 AS n FROM readings

-- infinity and comparison
SELECT taken FROM readings WHERE pm25 > 1e300

-- negative zero equals zero
SELECT taken FROM readings WHERE pm25 = 0

-- char against varchar
SELECT id FROM properties WHERE kind = 'hut'

-- char against padded text
SELECT id FROM properties WHERE kind = 'hut '

-- char against char
SELECT p.id, q.id FROM properties p JOIN properties q ON p.kind = q.kind AND p.id < q.id

-- IS NULL
SELECT id FROM residents WHERE phone IS NULL

-- IS NOT NULL
SELECT id FROM residents WHERE phone IS NOT NULL

-- NOT IS NULL
SELECT id FROM residents WHERE NOT phone IS NULL

-- an empty text is not NULL
SELECT id FROM residents WHERE phone = ''

-- an expression IS NULL
SELECT id FROM visits WHERE (cost + score) IS NULL

-- IS DISTINCT FROM
SELECT id FROM residents WHERE gender IS DISTINCT FROM 'M'

-- IS NOT DISTINCT FROM
SELECT id FROM residents WHERE gender IS NOT DISTINCT FROM NULL

-- distinct from with NaN
SELECT taken, pm25 IS DISTINCT FROM pm25 AS d FROM readings

-- IS TRUE
SELECT id, married IS TRUE AS a, married IS NOT TRUE AS b, married IS FALSE AS c FROM residents

-- BETWEEN
SELECT id FROM residents WHERE id BETWEEN 2 AND 4

-- NOT BETWEEN
SELECT id FROM residents WHERE id NOT BETWEEN 2 AND 4

-- BETWEEN the wrong way round
SELECT id FROM residents WHERE id BETWEEN 4 AND 2

-- BETWEEN with NULL
SELECT id FROM residents WHERE id BETWEEN NULL AND 4

-- NOT BETWEEN with NULL
SELECT id FROM residents WHERE id NOT BETWEEN NULL AND 4

-- BETWEEN of dates
SELECT id FROM visits WHERE day BETWEEN DATE '2026-01-01' AND DATE '2026-01-31'

-- BETWEEN of texts
SELECT id FROM residents WHERE name BETWEEN 'A' AND 'Z'

-- BETWEEN of expressions
SELECT id FROM visits WHERE cost BETWEEN score * 10 AND score * 100

-- BETWEEN over mixed numbers
SELECT id FROM residents WHERE income BETWEEN 0 AND 1e5

-- IN a list
SELECT id FROM residents WHERE district IN ('320508', '320509')

-- NOT IN a list
SELECT id FROM residents WHERE district NOT IN ('320508', '320509')

-- IN with one
SELECT id FROM residents WHERE id IN (1)

-- IN with NULL in the list
SELECT id, id IN (1, NULL) AS a, id NOT IN (1, NULL) AS b FROM residents

-- IN of NULL
SELECT id FROM residents WHERE phone IN ('', '13800000001')

-- IN a list of expressions
SELECT id FROM residents WHERE household IN (id + 9, 10, 5 * 2)

-- IN a list of decimals
SELECT id FROM residents WHERE income IN (0, 1.00, 0.010)

-- IN a list of dates
SELECT id FROM residents WHERE born IN (DATE '2000-02-29', DATE '1970-01-01')

-- IN mixed numbers
SELECT id FROM residents WHERE height IN (1.75, 0)

-- IN over rows
SELECT id FROM residents WHERE (district, gender) IN (('320508', 'M'), ('320509', 'M'))

-- IN a big list
SELECT id FROM residents WHERE id IN (1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597)

-- LIKE with a percent sign
SELECT id FROM residents WHERE name LIKE '张%'

-- LIKE with an underscore
SELECT id FROM residents WHERE name LIKE '_三'

-- LIKE an underscore counts code points
SELECT id FROM residents WHERE name LIKE '__'

-- LIKE in the middle
SELECT id FROM residents WHERE street LIKE '%民%'

-- LIKE nothing
SELECT id FROM residents WHERE name LIKE ''

-- LIKE everything
SELECT id FROM residents WHERE name LIKE '%'

-- LIKE is case sensitive
SELECT id FROM residents WHERE name LIKE 'anna%'

-- LIKE with blanks at the end
SELECT id FROM residents WHERE street LIKE '人民路2号'

-- NOT LIKE
SELECT id FROM residents WHERE name NOT LIKE '%n%'

-- LIKE with ESCAPE
SELECT id FROM residents WHERE street LIKE 'a!%b!_c%' ESCAPE '!'

-- LIKE a backslash is plain
SELECT id FROM residents WHERE street LIKE '%\%'

-- LIKE with a backslash as ESCAPE
SELECT id FROM residents WHERE street LIKE '%\_c%' ESCAPE '\'

-- LIKE with a dot
SELECT id FROM residents WHERE street LIKE '%.%'

-- LIKE with brackets and stars
SELECT id FROM residents WHERE street LIKE '%[a-z]*%'

-- LIKE a column
SELECT id FROM residents WHERE street LIKE name

-- LIKE an expression
SELECT c.code FROM companies c WHERE c.name LIKE '%' || 'Müller' || '%'

-- LIKE over char
SELECT id FROM properties WHERE kind LIKE 'hut%'

-- LIKE over an expression
SELECT id FROM residents WHERE lower(name) LIKE 'anna%'

-- LIKE in the select list
SELECT id, name LIKE '%三' AS l FROM residents

-- AND before OR
SELECT id FROM residents WHERE id = 1 OR id = 2 AND married

-- brackets change it
SELECT id FROM residents WHERE (id = 1 OR id = 3) AND married

-- NOT before AND
SELECT id FROM residents WHERE NOT id = 1 AND NOT id = 2

-- NOT of brackets
SELECT id FROM residents WHERE NOT (id = 1 OR married)

-- double NOT
SELECT id FROM residents WHERE NOT NOT married

-- many OR
SELECT id FROM residents WHERE id = 1 OR id = 2 OR id = 3 OR id = 4 OR name = '' OR phone IS NULL

-- always true
SELECT id FROM residents WHERE 1 = 1

-- always false
SELECT id FROM residents WHERE 1 = 0

-- NULL as a condition
SELECT id FROM residents WHERE NULL

-- TRUE as a condition
SELECT id FROM residents WHERE TRUE

-- three valued logic
SELECT a, b, a AND b AS x, a OR b AS y, NOT a AS z FROM (VALUES TRUE, FALSE, NULL) AS t(a) CROSS JOIN (VALUES TRUE, FALSE, NULL) AS u(b)

-- row equals row
SELECT id FROM residents WHERE (district, gender) = ('320508', 'M')

-- row differs from row
SELECT id FROM residents WHERE (id, household) <> (1, 10)

-- row is less than row
SELECT id FROM residents WHERE (household, id) < (11, 4)

-- varbinary equals
SELECT resident_id FROM profiles WHERE photo = X'616263'

-- uuid equals
SELECT resident_id FROM profiles WHERE ref = UUID '12151fd2-7586-11e9-8f9e-2a86e4085a59'

-- uuid is less
SELECT resident_id FROM profiles WHERE ref < UUID '80000000-0000-0000-0000-000000000000'

-- time is less
SELECT resident_id FROM profiles WHERE wake < TIME '12:00:00'

-- array equals
SELECT resident_id FROM profiles WHERE tags = ARRAY['vip', '老人']

-- array differs with NULL in it
SELECT resident_id, tags = ARRAY['a', NULL, 'a', 'b'] AS e FROM profiles

-- map equals
SELECT resident_id FROM profiles WHERE scores = MAP(ARRAY['art', 'math'], ARRAY[75, 90])

-- a long decimal equals
SELECT resident_id FROM profiles WHERE total = DECIMAL '1234567890123456789012345678.0123456789'

-- tinyint against bigint
SELECT id FROM properties WHERE floors < price

-- smallint against a big constant
SELECT id FROM properties WHERE built < 3000000000

-- varchar against a longer constant
SELECT id FROM visits WHERE dept = 'a department with a name longer than its column'

-- CASE as a condition
SELECT id FROM residents WHERE CASE WHEN gender = 'M' THEN id > 3 ELSE id < 3 END

-- coalesce as a condition
SELECT id FROM residents WHERE coalesce(married, FALSE)

-- a date in a range of months
SELECT id, day FROM visits WHERE day >= DATE '2026-01-01' AND day < DATE '2026-01-01' + INTERVAL '2' MONTH

-- IN VALUES with an order
SELECT id FROM residents WHERE id IN (VALUES 1, 2, 9 ORDER BY 1 DESC LIMIT 2) AND id NOT IN (VALUES 2 ORDER BY 1)

-- ANY with two pairs of brackets is wrong
SELECT 1 = ANY ((SELECT 1)) AS a

-- ALL with two pairs of brackets is wrong
SELECT 1 <= ALL ((SELECT 1)) AS a
