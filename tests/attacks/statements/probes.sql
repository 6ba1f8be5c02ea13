-- B01 guess a masked value by LIKE => rows
SELECT id FROM person WHERE phone LIKE '1384%';

-- B01 guess a masked value by equality => rows
SELECT count(*) FROM person WHERE phone = '13842420001';

-- B01 guess a masked name => rows
SELECT id FROM person WHERE name LIKE 'CANARY%';

-- B01 guess by BETWEEN => rows
SELECT id FROM person WHERE phone BETWEEN '1384' AND '1385';

-- B01 guess a generalized date by its day => rows
SELECT id FROM person WHERE born > DATE '1990-06-01' AND born < DATE '1991-01-01';

-- B01 guess a nulled number => rows
SELECT id FROM person WHERE balance > 4000;

-- B02 order by a masked column => rows
SELECT id FROM person ORDER BY phone, id;

-- B02 order by a masked column under another name => rows
SELECT id, phone AS p FROM person ORDER BY p, id;

-- B02 order by ordinal => rows
SELECT balance, id FROM person ORDER BY 1, 2;

-- B02 order by an expression over a masked column, not selected => rows
SELECT id FROM person ORDER BY substr(phone, 4, 4), born, balance, id;

-- B02 first by a masked column => rows
SELECT id FROM person ORDER BY balance DESC NULLS LAST, id LIMIT 1;

-- B03 group by a masked column => rows
SELECT phone, count(*) FROM person GROUP BY phone;

-- B03 group by one position of a masked column, with labels => rows
SELECT substr(phone, 4, 1), array_agg(id ORDER BY id) FROM person GROUP BY substr(phone, 4, 1);

-- B03 group by a masked name => rows
SELECT count(*) FROM person GROUP BY name;

-- B03 group by ordinal of a masked column => rows
SELECT born, count(*) FROM person GROUP BY 1;

-- B04 a masked column only in HAVING => rows
SELECT region FROM person GROUP BY region HAVING max(phone) > '1384';

-- B04 a masked column only in ON => rows
SELECT p.id FROM person p JOIN place q ON p.phone LIKE '1384%';

-- B04 a masked column only in USING => rows
SELECT id FROM person JOIN (SELECT '13842420001' AS phone) probe USING (phone);

-- B04 a masked column in NATURAL JOIN => rows
SELECT id FROM person NATURAL JOIN (SELECT 'CANARY1' AS name) probe;

-- B04 a masked column only in a window => rows
SELECT id, rank() OVER (ORDER BY balance DESC) FROM person;

-- B04 a masked column as partition => rows
SELECT id, count(*) OVER (PARTITION BY substr(phone, 4, 4)) FROM person;

-- B04 a masked column in DISTINCT => rows
SELECT DISTINCT balance FROM person;

-- B04 a masked column in INTERSECT => rows
SELECT phone FROM person INTERSECT SELECT '13842420001';

-- B04 a masked column in EXCEPT => rows
SELECT '13842420001' EXCEPT SELECT phone FROM person;

-- B04 a masked column in FILTER => rows
SELECT count(*) FILTER (WHERE phone LIKE '1384%') FROM person;

-- B04 a masked column in the order of an aggregate => rows
SELECT array_agg(id ORDER BY balance, id) FROM person;

-- B07 a masked column inside functions => rows
SELECT id, reverse(upper(phone)), length(name), substr(phone, 4, 4) FROM person;

-- B07 a masked column inside arrays and rows => rows
SELECT id, ARRAY[phone, name], ROW(balance, born) FROM person;

-- B08 a masked column through a derived table => rows
SELECT p FROM (SELECT phone AS p FROM person) t WHERE p LIKE '1384%';

-- B08 a masked column through a scalar subquery => rows
SELECT (SELECT max(phone) FROM person) FROM place;

-- B08 a masked column through a WITH query => rows
WITH t AS (SELECT phone AS p, id FROM person) SELECT * FROM t ORDER BY id;

-- B09 a masked column through the outer alias => rows
SELECT p.id FROM person p WHERE EXISTS (SELECT 1 FROM place q WHERE p.phone LIKE '1384%');

-- B09 a hidden column through the outer alias => COLUMN_NOT_FOUND
SELECT p.id FROM person p WHERE EXISTS (SELECT 1 FROM place q WHERE p.secret LIKE 'CANARY%');

-- B10 a masked column under NOT EXISTS => rows
SELECT q.code FROM place q WHERE NOT EXISTS (SELECT 1 FROM person p WHERE p.phone LIKE '1384%');

-- B10 a masked column under ANY => rows
SELECT q.code FROM place q WHERE '13842420001' = ANY (SELECT phone FROM person);

-- B10 a masked column under ALL => rows
SELECT q.code FROM place q WHERE '1384' > ALL (SELECT phone FROM person WHERE phone IS NOT NULL);

-- B10 a masked column under NOT IN => rows
SELECT q.code FROM place q WHERE NOT ('13842420001' IN (SELECT phone FROM person WHERE phone IS NOT NULL));

-- B41 a hidden column in WHERE => COLUMN_NOT_FOUND
SELECT id FROM person WHERE secret = 'CANARY-S1';

-- B41 a hidden column in an inner query => COLUMN_NOT_FOUND
SELECT id FROM (SELECT id, secret FROM person) t;

-- B45 a masked column under another name => rows
SELECT lower(phone) AS x, phone AS region FROM person;

-- B42 count rows of a relation that is not there => TABLE_NOT_FOUND
SELECT count(*) FROM vault;

-- B42 existence in a relation that is not there => TABLE_NOT_FOUND
SELECT id FROM person WHERE EXISTS (SELECT 1 FROM vault);

-- B42 cross join with a relation that is not there => TABLE_NOT_FOUND
SELECT count(*) FROM place CROSS JOIN vault;

-- B42 count hidden rows => rows
SELECT count(*), count(id), count(DISTINCT region) FROM person;

-- B42 row numbers over hidden rows => rows
SELECT row_number() OVER (ORDER BY id), id FROM person;

-- B40 minima and maxima over hidden rows => rows
SELECT min(id), max(id), min(age), max(age), max(born), min(region) FROM person;

-- O01 hidden rows by outer join => rows
SELECT q.code, p.id FROM place q FULL JOIN person p ON p.region = q.code;

-- O02 hidden rows by right join with the rule's column NULL => rows
SELECT q.code, p.region FROM person p RIGHT JOIN place q ON p.region = q.code AND q.n = 1;

-- O03 hidden rows by anti-join => rows
SELECT v.person_id FROM visit v WHERE v.person_id NOT IN (SELECT id FROM person);

-- O04 hidden rows by EXCEPT ALL of the relation with itself => rows
SELECT id FROM person EXCEPT SELECT id FROM person WHERE region LIKE 'A%';

-- O05 hidden rows by negating the row rule => rows
SELECT id FROM person WHERE NOT (region LIKE 'A%');

-- O06 hidden rows by IS NULL on the rule's column => rows
SELECT id FROM person WHERE region IS NULL;

-- O07 hidden rows by the union of everything => rows
SELECT id FROM person WHERE region LIKE 'A%' UNION ALL SELECT id FROM person WHERE NOT region LIKE 'A%' UNION ALL SELECT id FROM person WHERE region IS NULL;

-- O08 a second row rule met by the client's own OR => rows
SELECT cost FROM visit WHERE true OR cost > 1000;

-- O09 a comment that ends the rule => rows
SELECT cost FROM visit WHERE cost > 0 -- OR
;

-- O10 the row rule's constant as an oracle => rows
SELECT max(cost), min(cost), count(*) FROM visit;

-- O11 sampling everything => rows
SELECT count(*) FROM person TABLESAMPLE BERNOULLI (100);

-- O12 joining the visible row to its hidden double => rows
SELECT a.id, b.region FROM person a JOIN person b ON a.id = b.id;

-- O13 joining on the masked value of both sides => rows
SELECT a.id, b.id FROM person a JOIN person b ON a.name = b.name AND a.id < b.id;

-- O14 lag over the hidden neighbour => rows
SELECT id, lag(id) OVER (ORDER BY id), lead(region) OVER (ORDER BY id) FROM person;

-- O15 frames that reach hidden rows => rows
SELECT id, sum(id) OVER (ORDER BY id ROWS BETWEEN 3 PRECEDING AND 3 FOLLOWING) FROM person;

-- O16 percent rank gives the size of the whole => rows
SELECT id, percent_rank() OVER (ORDER BY id), cume_dist() OVER (ORDER BY id) FROM person;

-- O17 grouping sets give the total => rows
SELECT region, count(*), grouping(region) FROM person GROUP BY GROUPING SETS ((region), ());

-- O18 unnest of an aggregated masked column => rows
SELECT x FROM (SELECT array_agg(phone ORDER BY id) AS a FROM person) t CROSS JOIN UNNEST(a) AS u(x);

-- O19 unnest of masked text => rows
SELECT id, piece FROM person CROSS JOIN UNNEST(split(phone, '*')) AS u(piece);

-- O20 histogram of a masked column => rows
SELECT histogram(phone) FROM person;

-- O21 checksum of a masked column => NOT_SUPPORTED_BY_ENGINE
SELECT checksum(phone) FROM person;

-- O22 min_by over a masked column => rows
SELECT min_by(id, phone), max_by(id, balance), min_by(id, born) FROM person;

-- O23 listagg of masked names => rows
SELECT listagg(name, ',') WITHIN GROUP (ORDER BY phone) FROM person;

-- O24 hash of a masked column => rows
SELECT id, to_hex(sha256(to_utf8(phone))) FROM person;

-- O25 whole-row comparison with a masked column inside => rows
SELECT a.id FROM person a WHERE (a.id, a.phone) IN (SELECT 1, '13842420001');

-- O26 row comparison order over a masked column => NOT_SUPPORTED_BY_ENGINE
SELECT id FROM person WHERE ROW(1, phone) < ROW(1, '1385');

-- O27 difference of a masked number => rows
SELECT id, balance - 1, balance IS NULL, coalesce(balance, 0) FROM person;

-- O28 day parts of a generalized date => rows
SELECT id, month(born), day(born), date_diff('day', born, DATE '2026-01-01') FROM person;

-- O29 fetch the first rows of a hidden order => rows
SELECT id FROM person ORDER BY born DESC, phone DESC, id FETCH FIRST 2 ROWS ONLY;

-- O30 any_value and arbitrary over a masked column => rows
SELECT arbitrary(name), any_value(balance) FROM person;
