-- unnest an array
SELECT x FROM UNNEST(ARRAY[1, 2, 3]) AS t(x)

-- unnest without alias
SELECT * FROM UNNEST(ARRAY[1, 2])

-- unnest two arrays
SELECT x, y FROM UNNEST(ARRAY[1, 2, 3], ARRAY['a', 'b']) AS t(x, y)

-- unnest with ordinality
SELECT x, n FROM UNNEST(ARRAY['a', 'b']) WITH ORDINALITY AS t(x, n)

-- unnest two with ordinality
SELECT x, y, n FROM UNNEST(ARRAY['a', 'b'], ARRAY[1]) WITH ORDINALITY AS t(x, y, n)

-- unnest a map
SELECT k, v FROM UNNEST(MAP(ARRAY['a', 'b'], ARRAY[1, 2])) AS t(k, v)

-- unnest a map with ordinality
SELECT k, v, n FROM UNNEST(MAP(ARRAY['a'], ARRAY[1])) WITH ORDINALITY AS t(k, v, n)

-- unnest an array of rows
SELECT d, c FROM profiles CROSS JOIN UNNEST(stays) AS t(d, c)

-- unnest an array of rows by names
SELECT * FROM UNNEST(CAST(ARRAY[ROW(1, 'a'), ROW(2, 'b')] AS array(row(n integer, s varchar))))

-- unnest a column
SELECT p.resident_id, t.tag FROM profiles p CROSS JOIN UNNEST(p.tags) AS t(tag)

-- unnest a column by comma
SELECT p.resident_id, t.tag FROM profiles p, UNNEST(p.tags) AS t(tag)

-- unnest a column with ordinality
SELECT p.resident_id, t.tag, t.n FROM profiles p CROSS JOIN UNNEST(p.tags) WITH ORDINALITY AS t(tag, n)

-- unnest with left join
SELECT p.resident_id, t.tag FROM profiles p LEFT JOIN UNNEST(p.tags) AS t(tag) ON TRUE

-- unnest a map column
SELECT p.resident_id, t.k, t.v FROM profiles p CROSS JOIN UNNEST(p.scores) AS t(k, v)

-- unnest a map with left join
SELECT p.resident_id, t.k, t.v FROM profiles p LEFT JOIN UNNEST(p.scores) AS t(k, v) ON TRUE

-- unnest two columns
SELECT p.resident_id, t.tag, t.n FROM profiles p CROSS JOIN UNNEST(p.tags, p.numbers) AS t(tag, n)

-- unnest an expression
SELECT v.id, t.part FROM visits v CROSS JOIN UNNEST(split(v.note, ',')) AS t(part)

-- unnest a sequence
SELECT n FROM UNNEST(sequence(1, 5)) AS t(n)

-- unnest a sequence of days
SELECT d FROM UNNEST(sequence(DATE '2024-02-27', DATE '2024-03-02')) AS t(d)

-- unnest nothing
SELECT x FROM UNNEST(CAST(ARRAY[] AS array(integer))) AS t(x)

-- unnest NULL
SELECT x FROM UNNEST(CAST(NULL AS array(integer))) AS t(x)

-- unnest nulls inside
SELECT x FROM UNNEST(ARRAY[NULL, 1, NULL]) AS t(x)

-- unnest and filter
SELECT p.resident_id FROM profiles p CROSS JOIN UNNEST(p.tags) AS t(tag) WHERE t.tag = 'vip'

-- unnest and group
SELECT t.tag, count(*) AS n FROM profiles p CROSS JOIN UNNEST(p.tags) AS t(tag) GROUP BY t.tag

-- unnest twice
SELECT p.resident_id, t.tag, u.n FROM profiles p CROSS JOIN UNNEST(p.tags) AS t(tag) CROSS JOIN UNNEST(p.numbers) AS u(n)

-- unnest what was unnested
SELECT x FROM UNNEST(ARRAY[ARRAY[1, 2], ARRAY[3]]) AS t(a) CROSS JOIN UNNEST(a) AS u(x)

-- unnest in a subquery
SELECT resident_id FROM profiles p WHERE EXISTS (SELECT 1 FROM UNNEST(p.tags) AS t(tag) WHERE tag LIKE 'v%')

-- unnest in IN
SELECT id FROM residents WHERE id IN (SELECT n FROM UNNEST(ARRAY[1, 3, 5]) AS t(n))

-- unnest in a scalar subquery
SELECT resident_id, (SELECT sum(n) FROM UNNEST(p.numbers) AS t(n)) AS s FROM profiles p

-- unnest joined with a relation
SELECT r.name, t.n FROM UNNEST(ARRAY[1, 2, 42]) AS t(n) LEFT JOIN residents r ON r.id = t.n

-- unnest with right join is wrong
SELECT p.resident_id FROM profiles p RIGHT JOIN UNNEST(p.tags) AS t(tag) ON TRUE

-- unnest with a condition is wrong
SELECT p.resident_id FROM profiles p LEFT JOIN UNNEST(p.tags) AS t(tag) ON tag = 'vip'

-- unnest with too few names is wrong
SELECT * FROM UNNEST(ARRAY[1], ARRAY[2]) AS t(x)

-- unnest a number is wrong
SELECT * FROM UNNEST(1)

-- unnest an aggregate is wrong
SELECT * FROM residents CROSS JOIN UNNEST(array_agg(id)) AS t(x)

-- lateral
SELECT r.id, t.x FROM residents r, LATERAL (SELECT r.id * 2 AS x) t

-- lateral with names
SELECT r.id, t.a, t.b FROM residents r CROSS JOIN LATERAL (SELECT r.id, upper(r.name)) AS t(a, b)

-- lateral of values
SELECT r.id, t.k, t.v FROM residents r CROSS JOIN LATERAL (VALUES ('phone', r.phone), ('street', r.street)) AS t(k, v)

-- lateral on lateral
SELECT r.id, b.y FROM residents r CROSS JOIN LATERAL (SELECT r.id + 1 AS x) a CROSS JOIN LATERAL (SELECT a.x * 2 AS y) b

-- lateral aggregate
SELECT d.code, t.n, t.s FROM districts d CROSS JOIN LATERAL (SELECT count(*) AS n, sum(income) AS s FROM residents r WHERE r.district = d.code) t

-- lateral top one
SELECT r.id, t.hospital FROM residents r CROSS JOIN LATERAL (SELECT v.hospital FROM visits v WHERE v.resident_id = r.id ORDER BY v.id DESC LIMIT 1) t

-- lateral rows
SELECT r.id, t.id AS visit FROM residents r CROSS JOIN LATERAL (SELECT v.id FROM visits v WHERE v.resident_id = r.id) t

-- left lateral rows
SELECT r.id, t.id AS visit FROM residents r LEFT JOIN LATERAL (SELECT v.id FROM visits v WHERE v.resident_id = r.id) t ON TRUE

-- lateral unnest
SELECT r.id, t.part FROM residents r CROSS JOIN UNNEST(split(r.street, '路')) AS t(part)

-- pivot by unnest of a map
SELECT d.code, t.k, t.v FROM districts d CROSS JOIN UNNEST(MAP(ARRAY['people', 'half'], ARRAY[d.population, d.population / 2])) AS t(k, v)
