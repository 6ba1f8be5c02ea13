-- J01 a join on the rule's column with a hidden value => rows
SELECT count(*) FROM person p JOIN (VALUES 'B1', 'QZX1', 'a1', '') t(region) ON p.region = t.region;

-- J02 a semi join with hidden keys => rows
SELECT t.k FROM (VALUES 1, 2, 4242) t(k) WHERE t.k IN (SELECT id FROM person);

-- J03 an anti join with hidden keys => rows
SELECT t.k FROM (VALUES 1, 2, 4242) t(k) WHERE t.k NOT IN (SELECT id FROM person WHERE id IS NOT NULL);

-- J04 NOT IN with a hidden NULL => rows
SELECT t.k FROM (VALUES 1, 4242) t(k) WHERE t.k NOT IN (SELECT id FROM person);

-- J05 ALL with a hidden NULL => rows
SELECT t.k FROM (VALUES 1, 100) t(k) WHERE t.k > ALL (SELECT person_id FROM visit);

-- J06 ANY with a hidden match => rows
SELECT t.k FROM (VALUES 4242) t(k) WHERE t.k = ANY (SELECT id FROM person);

-- J07 EXISTS on equality with a hidden key => rows
SELECT t.k FROM (VALUES 4242, 1) t(k) WHERE EXISTS (SELECT 1 FROM person p WHERE p.id = t.k);

-- J08 outer join padding where the hidden row would match => rows
SELECT t.k, p.region FROM (VALUES 4242, 1) t(k) LEFT JOIN person p ON p.id = t.k;

-- J09 a full join of two governed relations => rows
SELECT p.id, v.cost FROM person p FULL JOIN visit v ON p.id = v.person_id ORDER BY 1, 2;

-- J10 a chain of outer joins => rows
SELECT q.code, p.id, v.cost FROM place q LEFT JOIN person p ON p.region = q.code LEFT JOIN visit v ON v.person_id = p.id ORDER BY 1, 2, 3;

-- J11 a join of the relation with its masked double => rows
SELECT a.id, b.id FROM person a JOIN person b ON a.born = b.born AND a.id < b.id;

-- J12 a join on inequality => rows
SELECT count(*) FROM person p JOIN visit v ON p.id < v.person_id;

-- J13 NATURAL JOIN of two governed relations => rows
SELECT count(*) FROM person NATURAL JOIN visit;

-- J14 USING over an outer join takes the other side's value => rows
SELECT region, p.id FROM person p FULL JOIN visit v USING (region) ORDER BY 1, 2;

-- J15 USING the same name three times => rows
SELECT count(*) FROM person JOIN visit USING (region) JOIN (SELECT code AS region FROM place) q USING (region);

-- J16 a lateral limit => rows
SELECT q.code, t.id FROM place q CROSS JOIN LATERAL (SELECT id FROM person p WHERE p.region <> q.code ORDER BY id DESC LIMIT 1) t;

-- J17 a lateral aggregate => rows
SELECT q.code, t.c FROM place q CROSS JOIN LATERAL (SELECT count(*) AS c FROM person p WHERE p.region = q.code) t;

-- J18 a correlated count of the outer row's doubles => rows
SELECT p.id, (SELECT count(*) FROM person o WHERE o.id = p.id) FROM person p ORDER BY 1;

-- J19 a correlated minimum beyond the outer row => rows
SELECT p.id, (SELECT min(o.id) FROM person o WHERE o.id > p.id) FROM person p ORDER BY 1;

-- J20 correlation two levels deep => rows
SELECT q.code FROM place q WHERE EXISTS (SELECT 1 FROM person p WHERE EXISTS (SELECT 1 FROM visit v WHERE v.person_id = p.id AND v.region = q.code));

-- J21 a recursive walk over hidden edges => rows
WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT CAST(v.cost AS integer) FROM r JOIN visit v ON v.person_id = r.n WHERE r.n < 4) SELECT count(*) FROM r;

-- J22 a recursive count that a hidden row would stop => rows
WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < (SELECT count(*) FROM person)) SELECT max(n) FROM r;
