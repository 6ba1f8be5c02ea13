-- M01 a masked column against its own raw length => rows
SELECT id FROM person WHERE length(phone) <> 11;

-- M02 a masked column against a list of all its images => rows
SELECT id, phone IN ('138****0001', '138****0002', '***') FROM person ORDER BY id;

-- M03 the masked value joined with the raw value of another relation => rows
SELECT p.id FROM person p JOIN visit v ON p.phone = v.note;

-- M04 the mask's constant as a value of another column => rows
SELECT p.id, q.title FROM person p JOIN place q ON p.name > q.title;

-- M05 a masked column compared with itself under two names => rows
SELECT a.id FROM (SELECT id, phone AS x FROM person) a JOIN (SELECT id, phone AS y FROM person) b ON a.x = b.y AND a.id <> b.id;

-- M06 a generalized date between two days of one year => rows
SELECT id FROM person WHERE born BETWEEN DATE '1990-01-02' AND DATE '1990-12-31';

-- M07 day of year of a generalized date => rows
SELECT id, day_of_year(born), day_of_week(born), extract(MONTH FROM born) FROM person ORDER BY id;

-- M08 a masked number that is NULL, under NOT => rows
SELECT id FROM person WHERE NOT (balance > 4000) OR NOT (balance <= 4000);

-- M09 sum, average and count of a masked number => rows
SELECT sum(balance), avg(balance), count(balance), count(DISTINCT balance) FROM person;

-- M10 a masked column in IS DISTINCT FROM => rows
SELECT id FROM person WHERE phone IS DISTINCT FROM '13842420001' AND name IS NOT DISTINCT FROM '***';

-- M11 a masked column in LIKE with an escape => rows
SELECT id FROM person WHERE phone LIKE '%\_%' ESCAPE '\' OR phone LIKE '1384%';

-- M12 a masked column in a regular expression => rows
SELECT id, regexp_extract(phone, '([0-9]+)$'), regexp_count(phone, '4') FROM person ORDER BY id;

-- M13 a masked column as the pattern => rows
SELECT id FROM person WHERE '13842420001' LIKE phone;

-- M14 a masked column as the separator => rows
SELECT id, split('a138****0001b', coalesce(phone, 'x')) FROM person ORDER BY id;

-- M15 a masked column through codepoints => rows
SELECT id, codepoint(CAST(substr(phone, 4, 1) AS varchar(1))) FROM person WHERE length(phone) > 4 ORDER BY id;

-- M16 a masked column cast to a number => rows
SELECT id FROM person WHERE TRY_CAST(phone AS bigint) > 13800000000;

-- M17 a masked column in greatest and least => rows
SELECT id, greatest(phone, '1384'), least(phone, '1384'), greatest(born, DATE '1990-06-01') FROM person ORDER BY id;

-- M18 a masked column in a simple CASE => rows
SELECT id, CASE phone WHEN '13842420001' THEN 1 WHEN '138****0001' THEN 2 ELSE 3 END FROM person ORDER BY id;

-- M19 a masked column in an array, searched => rows
SELECT id, contains(ARRAY[phone, name], '13842420001'), array_position(ARRAY[phone], '13842420001') FROM person ORDER BY id;

-- M20 a masked column as a map's key => rows
SELECT MAP(ARRAY[coalesce(phone, 'x')], ARRAY[id]) FROM person ORDER BY id;

-- M21 masked columns of a row compared => rows
SELECT a.id FROM person a WHERE (a.id, a.name) IN (SELECT b.id, 'CANARY1' FROM person b);
