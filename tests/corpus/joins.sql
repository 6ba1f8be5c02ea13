-- inner join
SELECT r.name, v.hospital FROM residents r JOIN visits v ON r.id = v.resident_id

-- inner join spelt out
SELECT r.name, v.hospital FROM residents r INNER JOIN visits v ON v.resident_id = r.id

-- left join
SELECT r.id, v.id FROM residents r LEFT JOIN visits v ON r.id = v.resident_id

-- left outer join
SELECT r.id, v.id FROM residents r LEFT OUTER JOIN visits v ON r.id = v.resident_id

-- right join
SELECT r.id, v.id FROM residents r RIGHT JOIN visits v ON r.id = v.resident_id

-- full join
SELECT r.id, v.id FROM residents r FULL JOIN visits v ON r.id = v.resident_id

-- full outer join
SELECT r.id, v.id FROM residents r FULL OUTER JOIN visits v ON r.id = v.resident_id

-- cross join
SELECT d.code, s.x FROM districts d CROSS JOIN (VALUES 1, 2) AS s(x)

-- comma join
SELECT r.id, d.name FROM residents r, districts d WHERE r.district = d.code

-- three commas
SELECT r.id, d.name, v.id FROM residents r, districts d, visits v WHERE r.district = d.code AND v.resident_id = r.id

-- comma and join
SELECT r.id, d.name, v.id FROM districts d, residents r LEFT JOIN visits v ON v.resident_id = r.id WHERE r.district = d.code

-- using one column
SELECT id FROM residents JOIN (SELECT id FROM properties) p USING (id)

-- using and star
SELECT * FROM (SELECT id, name FROM residents) r JOIN (SELECT id, kind FROM properties) p USING (id)

-- using two columns
SELECT * FROM (VALUES (1, 2, 'a')) AS x(a, b, c) JOIN (VALUES (1, 2, 'z')) AS y(a, b, d) USING (a, b)

-- using with left join
SELECT id, r.name, p.kind FROM (SELECT id, name FROM residents) r LEFT JOIN (SELECT CAST(id AS bigint) AS id, kind FROM properties) p USING (id)

-- using with right join
SELECT id, a, b FROM (VALUES (1, 'x'), (2, 'y')) AS l(id, a) RIGHT JOIN (VALUES (2, 'p'), (3, 'q')) AS r(id, b) USING (id)

-- using with full join
SELECT id, a, b FROM (VALUES (1, 'x'), (2, 'y')) AS l(id, a) FULL JOIN (VALUES (2, 'p'), (3, 'q')) AS r(id, b) USING (id)

-- using over unlike types
SELECT id FROM (SELECT id FROM residents) r JOIN (SELECT id FROM properties) p USING (id)

-- using three relations
SELECT id, a, b, c FROM (VALUES (1, 'x')) AS l(id, a) JOIN (VALUES (1, 'p')) AS m(id, b) USING (id) JOIN (VALUES (1, 'q')) AS r(id, c) USING (id)

-- natural join, which Trino does not have
SELECT * FROM (SELECT id, name FROM residents) r NATURAL JOIN (SELECT id, kind FROM properties) p

-- self join
SELECT a.name, b.name FROM residents a JOIN residents b ON a.household = b.household AND a.id < b.id

-- self join of parents
SELECT c.name AS district, p.name AS city FROM districts c LEFT JOIN districts p ON c.parent = p.code

-- join on an inequality
SELECT a.id, b.id FROM residents a JOIN residents b ON a.income > b.income AND a.id <> b.id AND a.household = b.household

-- join on a range
SELECT v.id, p.id FROM visits v JOIN properties p ON v.day BETWEEN p.bought AND p.bought + INTERVAL '100' YEAR

-- join on an expression
SELECT r.id, c.code FROM residents r JOIN companies c ON lower(r.name) = lower(c.name) OR r.id = c.legal_id

-- join on LIKE
SELECT r.id, p.id FROM residents r JOIN properties p ON p.address LIKE '%' || r.street || '%' WHERE r.street <> ''

-- join on TRUE
SELECT r.id, d.code FROM residents r JOIN districts d ON TRUE WHERE r.id < 3

-- left join on FALSE
SELECT r.id, d.code FROM residents r LEFT JOIN districts d ON FALSE

-- join on a constant comparison
SELECT r.id FROM residents r JOIN districts d ON 1 = 1 AND d.code = r.district

-- left join with a filter on the right in ON
SELECT r.id, v.id FROM residents r LEFT JOIN visits v ON r.id = v.resident_id AND v.insured

-- left join with a filter on the left in ON
SELECT r.id, v.id FROM residents r LEFT JOIN visits v ON r.id = v.resident_id AND r.married

-- left join with a filter in WHERE
SELECT r.id, v.id FROM residents r LEFT JOIN visits v ON r.id = v.resident_id WHERE v.insured

-- anti join by left join
SELECT r.id FROM residents r LEFT JOIN visits v ON r.id = v.resident_id WHERE v.id IS NULL

-- full join of unlike rows
SELECT coalesce(r.district, c.district) AS district, r.id, c.code FROM residents r FULL JOIN companies c ON r.district = c.district AND r.id = c.legal_id

-- null keys do not join
SELECT v.id, c.code FROM visits v JOIN companies c ON v.resident_id = c.legal_id

-- null keys joined by IS NOT DISTINCT FROM
SELECT v.id, c.code FROM visits v JOIN companies c ON v.resident_id IS NOT DISTINCT FROM c.legal_id

-- four relations
SELECT r.name, d.name, v.hospital, p.kind FROM residents r JOIN districts d ON d.code = r.district JOIN visits v ON v.resident_id = r.id JOIN properties p ON p.owner_id = r.id

-- five relations with outer joins
SELECT r.id, d.name, v.id, p.id, c.code FROM residents r LEFT JOIN districts d ON d.code = r.district LEFT JOIN visits v ON v.resident_id = r.id LEFT JOIN properties p ON p.owner_id = r.id LEFT JOIN companies c ON c.legal_id = r.id

-- join in brackets
SELECT r.id, v.id, p.id FROM residents r LEFT JOIN (visits v JOIN properties p ON v.resident_id = p.owner_id) ON v.resident_id = r.id

-- join in brackets first
SELECT r.id, v.id, p.id FROM (residents r JOIN visits v ON v.resident_id = r.id) LEFT JOIN properties p ON p.owner_id = r.id

-- joins with late ON
SELECT r.id, v.id, p.id FROM residents r LEFT JOIN visits v JOIN properties p ON v.resident_id = p.owner_id ON v.resident_id = r.id

-- left then right
SELECT r.id, v.id, d.code FROM residents r LEFT JOIN visits v ON v.resident_id = r.id RIGHT JOIN districts d ON d.code = r.district

-- join a derived table
SELECT r.id, t.n FROM residents r JOIN (SELECT resident_id, count(*) AS n FROM visits GROUP BY resident_id) t ON t.resident_id = r.id

-- join two derived tables
SELECT a.district, a.n, b.m FROM (SELECT district, count(*) AS n FROM residents GROUP BY district) a FULL JOIN (SELECT district, count(*) AS m FROM companies GROUP BY district) b ON a.district = b.district

-- join values
SELECT r.id, k.title FROM residents r JOIN (VALUES ('M', '男'), ('F', '女')) AS k(gender, title) ON k.gender = r.gender

-- join and group
SELECT d.name, count(r.id) AS people, sum(r.income) AS income FROM districts d LEFT JOIN residents r ON r.district = d.code GROUP BY d.name

-- join with distinct
SELECT DISTINCT r.id FROM residents r JOIN visits v ON v.resident_id = r.id

-- join on a subquery's value
SELECT r.id FROM residents r JOIN visits v ON v.resident_id = r.id AND v.cost = (SELECT max(cost) FROM visits)

-- cross join and filter
SELECT a.station, b.station FROM readings a CROSS JOIN readings b WHERE a.taken < b.taken AND a.station < b.station

-- cross join of three
SELECT x, y, z FROM (VALUES 1, 2) AS a(x) CROSS JOIN (VALUES 'p', 'q') AS b(y) CROSS JOIN (VALUES TRUE) AS c(z)

-- cross join lateral
SELECT r.id, t.n FROM residents r CROSS JOIN LATERAL (SELECT count(*) AS n FROM visits v WHERE v.resident_id = r.id) t

-- left join lateral
SELECT r.id, t.cost FROM residents r LEFT JOIN LATERAL (SELECT max(v.cost) AS cost FROM visits v WHERE v.resident_id = r.id) t ON TRUE

-- char keys join padded
SELECT p.id, c.code FROM properties p JOIN companies c ON p.kind = c.kind

-- varchar and char keys join
SELECT p.id, t.k FROM properties p JOIN (VALUES 'hut', 'flat') AS t(k) ON p.kind = t.k

-- double keys join
SELECT r.id, t.x FROM residents r JOIN (VALUES 1.75e0, 0e0) AS t(x) ON r.height = t.x

-- date and timestamp join
SELECT v.id, w.id FROM visits v JOIN visits w ON v.day = w.admitted

-- integer and bigint keys
SELECT p.id, r.id FROM properties p JOIN residents r ON p.id = r.id

-- decimal and integer keys
SELECT r.id, p.id FROM residents r JOIN properties p ON r.income = p.id

-- right join with using and star
SELECT * FROM (VALUES (1, 'x')) AS l(id, a) RIGHT JOIN (VALUES (1, 'p'), (3, 'q')) AS r(id, b) USING (id)

-- using column qualified is hidden
SELECT r.id FROM (SELECT id, name FROM residents) r JOIN (SELECT id, kind FROM properties) p USING (id)

-- outer join and coalesce in WHERE
SELECT r.id FROM residents r LEFT JOIN visits v ON r.id = v.resident_id WHERE coalesce(v.cost, 0) = 0

-- outer join and IS NULL in ON
SELECT r.id, v.id FROM residents r LEFT JOIN visits v ON r.id = v.resident_id AND v.dept IS NULL

-- join relations of one name in two schemas refused
SELECT * FROM city.residents JOIN other.residents ON TRUE

-- natural left join over two shared columns
SELECT * FROM (VALUES (1, 2, 'a'), (3, 4, 'b')) AS l(x, y, z) NATURAL LEFT JOIN (VALUES (1, 2, 'c'), (3, 5, 'd')) AS r(x, y, w)

-- natural join of nothing shared
SELECT * FROM (VALUES 1, 2) AS l(x) NATURAL JOIN (VALUES 3) AS r(y)

-- a named query in the brackets of LATERAL is wrong
SELECT * FROM (VALUES 1) AS t(x), LATERAL ((SELECT t.x + 1) AS l(y))
