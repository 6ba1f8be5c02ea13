-- W01 strict in a column => rows
SELECT 1/age FROM person;

-- W02 a subquery in VALUES, aggregated => rows
VALUES ((SELECT max(1/age) FROM person));

-- W03 a subquery in a VALUES query => rows
VALUES ((SELECT 1/age FROM person LIMIT 1));

-- W04 SELECT * FROM (VALUES ((SELECT 1/age FROM person LIMIT 1)))  => rows
SELECT * FROM (VALUES ((SELECT 1/age FROM person LIMIT 1))) t(a);

-- W05 a VALUES query inside IN => rows
SELECT * FROM (VALUES 1) t(x) WHERE x IN (VALUES ((SELECT 1/age FROM person LIMIT 1)));

-- W06 several arrays unnested, another relation fails => COMPUTATION_FAILED
SELECT t.x FROM place p CROSS JOIN person q CROSS JOIN UNNEST(split(p.title, ','), split(q.name, ',')) AS t(x, y) WHERE CAST(t.x AS integer) > 0;

-- W07 several arrays unnested, a constant fails => COMPUTATION_FAILED
SELECT t.x FROM person q CROSS JOIN UNNEST(ARRAY[0], split(q.name, ',')) AS t(x, y) WHERE 1 / t.x > 0;

-- W08 an aggregate over the enclosing query, lateral => NOT_SUPPORTED_BY_ENGINE
SELECT t.m FROM person p CROSS JOIN LATERAL (SELECT max(p.age) AS m FROM place) t WHERE 1/t.m > 0;

-- W09 a count over the enclosing query, lateral => NOT_SUPPORTED_BY_ENGINE
SELECT 1/t.m FROM person p CROSS JOIN LATERAL (SELECT count(p.age) - 2 AS m FROM place) t;

-- W10 a count over the enclosing query => NOT_SUPPORTED_BY_ENGINE
SELECT 1/(SELECT count(p.age) - 2 FROM place) FROM person p;

-- W11 a lateral union of a strict and a loose side => COMPUTATION_FAILED
SELECT p.id FROM person p CROSS JOIN LATERAL (SELECT p.age AS a UNION ALL SELECT q.n FROM place q) t WHERE 1/t.a > 0;

-- W12 lateral VALUES of a strict and a loose row => COMPUTATION_FAILED
SELECT p.id FROM person p CROSS JOIN LATERAL (VALUES (p.age), (0)) t(a) WHERE 1/t.a > 0;

-- W13 SELECT p.id FROM person p CROSS JOIN LATERAL (SELECT 1/q.n A => rows
SELECT p.id FROM person p CROSS JOIN LATERAL (SELECT 1/q.n AS z FROM place q) t;

-- W14 a recursive query over another WITH query => rows
WITH RECURSIVE a AS (SELECT * FROM person), r(n, age) AS (SELECT 1, age FROM a UNION ALL SELECT n + 1, age FROM r WHERE n < 3 AND 10/age > 0) SELECT * FROM r;

-- W15 WITH RECURSIVE r(n, age) AS (SELECT 1, age FROM person UNION => rows
WITH RECURSIVE r(n, age) AS (SELECT 1, age FROM person UNION ALL SELECT n + 1, age FROM r WHERE n < 3 AND 10/age > 0) SELECT * FROM r;

-- W16 WITH a AS (SELECT age FROM person) SELECT 1/x.age FROM a x L => rows
WITH a AS (SELECT age FROM person) SELECT 1/x.age FROM a x LEFT JOIN a y ON x.age = y.age;

-- W17 SELECT transform(ARRAY[age], x -> 1/x) FROM person => rows
SELECT transform(ARRAY[age], x -> 1/x) FROM person;

-- W18 SELECT transform(ARRAY[1], x -> 1/age) FROM person => rows
SELECT transform(ARRAY[1], x -> 1/age) FROM person;

-- W19 SELECT reduce(ARRAY[1], 0, (s,x) -> s + 1/age, s -> s) FROM  => rows
SELECT reduce(ARRAY[1], 0, (s,x) -> s + 1/age, s -> s) FROM person;

-- W20 SELECT filter(split(name, ','), x -> CAST(x AS integer) > 0) => COMPUTATION_FAILED
SELECT filter(split(name, ','), x -> CAST(x AS integer) > 0) FROM person;

-- W21 SELECT any_match(split(name, ','), x -> CAST(x AS integer) > => COMPUTATION_FAILED
SELECT any_match(split(name, ','), x -> CAST(x AS integer) > 0) FROM person;

-- W22 SELECT TRY(1/age) FROM person => rows
SELECT TRY(1/age) FROM person;

-- W23 SELECT id FROM person WHERE TRY(1/age) > 0 => rows
SELECT id FROM person WHERE TRY(1/age) > 0;

-- W24 SELECT id FROM person WHERE coalesce(TRY(1/age), 1/age) > 0 => rows
SELECT id FROM person WHERE coalesce(TRY(1/age), 1/age) > 0;

-- W25 SELECT 1/n FROM (SELECT count(*) - 1 AS n FROM person GROUP  => rows
SELECT 1/n FROM (SELECT count(*) - 1 AS n FROM person GROUP BY name) t;

-- W26 SELECT 1/k FROM (SELECT age AS k, count(*) FROM person GROUP => rows
SELECT 1/k FROM (SELECT age AS k, count(*) FROM person GROUP BY age) t;

-- W27 SELECT 1/w FROM (SELECT count(*) OVER () - 1 AS w FROM perso => rows
SELECT 1/w FROM (SELECT count(*) OVER () - 1 AS w FROM person) t;

-- W28 SELECT 1/w FROM (SELECT row_number() OVER (ORDER BY id) - 1  => COMPUTATION_FAILED
SELECT 1/w FROM (SELECT row_number() OVER (ORDER BY id) - 1 AS w FROM person) t;

-- W29 SELECT 1/age FROM (SELECT age, count(*) OVER () AS w FROM pe => rows
SELECT 1/age FROM (SELECT age, count(*) OVER () AS w FROM person) t;

-- W30 SELECT 1/(SELECT age FROM person WHERE age = 7 GROUP BY age) => rows
SELECT 1/(SELECT age FROM person WHERE age = 7 GROUP BY age);

-- W31 SELECT (SELECT v.cost FROM visit v WHERE v.person_id = p.n)  => COMPUTATION_FAILED
SELECT (SELECT v.cost FROM visit v WHERE v.person_id = p.n) FROM place p;

-- W32 SELECT p.n FROM place p WHERE (SELECT v.cost FROM visit v) > => COMPUTATION_FAILED
SELECT p.n FROM place p WHERE (SELECT v.cost FROM visit v) > 0;

-- W33 SELECT p.n FROM place p WHERE (SELECT v.cost FROM visit v GR => COMPUTATION_FAILED
SELECT p.n FROM place p WHERE (SELECT v.cost FROM visit v GROUP BY v.cost) > 0;

-- W34 SELECT p.n FROM place p WHERE (SELECT v.cost FROM (SELECT co => COMPUTATION_FAILED
SELECT p.n FROM place p WHERE (SELECT v.cost FROM (SELECT cost FROM visit) v) > 0;

-- W35 SELECT id FROM person ORDER BY 1/age => rows
SELECT id FROM person ORDER BY 1/age;

-- W36 SELECT count(*) FROM person HAVING sum(1/age) > 0 => rows
SELECT count(*) FROM person HAVING sum(1/age) > 0;

-- W37 SELECT count(*) FROM person GROUP BY 1/age => rows
SELECT count(*) FROM person GROUP BY 1/age;

-- W38 SELECT count(*) FILTER (WHERE 1/age > 0) FROM person => rows
SELECT count(*) FILTER (WHERE 1/age > 0) FROM person;

-- W39 SELECT max(1/age) OVER (PARTITION BY 1/age ORDER BY 1/age) F => rows
SELECT max(1/age) OVER (PARTITION BY 1/age ORDER BY 1/age) FROM person;

-- W40 SELECT array_agg(age ORDER BY 1/age) FROM person => rows
SELECT array_agg(age ORDER BY 1/age) FROM person;

-- W41 SELECT CASE WHEN 1/age > 0 THEN 1 END FROM person => rows
SELECT CASE WHEN 1/age > 0 THEN 1 END FROM person;

-- W42 SELECT CASE WHEN age IS NULL THEN 1/n ELSE 0 END FROM person => COMPUTATION_FAILED
SELECT CASE WHEN age IS NULL THEN 1/n ELSE 0 END FROM person CROSS JOIN place;

-- W43 SELECT 1/n FROM person CROSS JOIN place => COMPUTATION_FAILED
SELECT 1/n FROM person CROSS JOIN place;

-- W44 SELECT 1/n FROM person RIGHT JOIN place ON false => COMPUTATION_FAILED
SELECT 1/n FROM person RIGHT JOIN place ON false;

-- W45 SELECT p.id FROM person p JOIN place q ON 1/q.n > p.age => COMPUTATION_FAILED
SELECT p.id FROM person p JOIN place q ON 1/q.n > p.age;

-- W46 SELECT p.id FROM person p FULL JOIN visit v ON 1/v.cost > p. => rows
SELECT p.id FROM person p FULL JOIN visit v ON 1/v.cost > p.age;

-- W47 SELECT p.id FROM person p WHERE EXISTS (SELECT 1 FROM place  => COMPUTATION_FAILED
SELECT p.id FROM person p WHERE EXISTS (SELECT 1 FROM place q WHERE 1/q.n > 0);

-- W48 SELECT p.id FROM person p WHERE EXISTS (SELECT 1 FROM place  => rows
SELECT p.id FROM person p WHERE EXISTS (SELECT 1 FROM place q WHERE 1/(q.n + p.age) > 0);

-- W49 SELECT p.id FROM person p WHERE p.age IN (SELECT 1/q.n FROM  => COMPUTATION_FAILED
SELECT p.id FROM person p WHERE p.age IN (SELECT 1/q.n FROM place q);

-- W50 SELECT p.id FROM person p WHERE p.age > ALL (SELECT 1/q.n FR => COMPUTATION_FAILED
SELECT p.id FROM person p WHERE p.age > ALL (SELECT 1/q.n FROM place q);

-- W51 SELECT age FROM person WHERE id IN (SELECT person_id FROM vi => rows
SELECT age FROM person WHERE id IN (SELECT person_id FROM visit WHERE CAST(note AS integer) > 0);

-- W52 SELECT coalesce(1/age, 1/cost) FROM person FULL JOIN visit O => rows
SELECT coalesce(1/age, 1/cost) FROM person FULL JOIN visit ON id = person_id;

-- W53 SELECT CAST(name AS date) FROM person INTERSECT SELECT CAST( => COMPUTATION_FAILED
SELECT CAST(name AS date) FROM person INTERSECT SELECT CAST(note AS date) FROM visit;

-- W54 SELECT 1/a FROM (SELECT age a FROM person EXCEPT SELECT n FR => rows
SELECT 1/a FROM (SELECT age a FROM person EXCEPT SELECT n FROM place) t;

-- W55 SELECT 1/a FROM (SELECT cost a FROM visit UNION SELECT 1) t => rows
SELECT 1/a FROM (SELECT cost a FROM visit UNION SELECT 1) t;

-- W56 SELECT 1/a FROM (SELECT age a FROM person UNION ALL SELECT c => rows
SELECT 1/a FROM (SELECT age a FROM person UNION ALL SELECT cost FROM visit) t;

-- W57 SELECT date_add('day', 1, born) FROM person => rows
SELECT date_add('day', 1, born) FROM person;

-- W58 SELECT cost * 2 FROM visit => rows
SELECT cost * 2 FROM visit;

-- W59 SELECT abs(cost) FROM visit => rows
SELECT abs(cost) FROM visit;

-- W60 SELECT -cost FROM visit => rows
SELECT -cost FROM visit;

-- W61 SELECT balance / age FROM person => rows
SELECT balance / age FROM person;

-- W62 SELECT CAST(weight AS integer) FROM visit => rows
SELECT CAST(weight AS integer) FROM visit;

-- W63 SELECT regexp_like('x', note) FROM visit => NOT_SUPPORTED_BY_ENGINE
SELECT regexp_like('x', note) FROM visit;

-- W64 SELECT regexp_like(note, note) FROM visit => NOT_SUPPORTED_BY_ENGINE
SELECT regexp_like(note, note) FROM visit;

-- W65 SELECT split(name, ',')[3] FROM person => COMPUTATION_FAILED
SELECT split(name, ',')[3] FROM person;

-- W66 SELECT ARRAY[1,2][age] FROM person => COMPUTATION_FAILED
SELECT ARRAY[1,2][age] FROM person;

-- W67 SELECT MAP(ARRAY['a'], ARRAY[1])[name] FROM person => COMPUTATION_FAILED
SELECT MAP(ARRAY['a'], ARRAY[1])[name] FROM person;

-- W68 SELECT json_extract_scalar(note, '$.a') FROM visit => rows
SELECT json_extract_scalar(note, '$.a') FROM visit;

-- W69 SELECT json_parse(note) FROM visit => NOT_SUPPORTED_BY_ENGINE
SELECT json_parse(note) FROM visit;

-- W70 SELECT chr(cost) FROM visit => rows
SELECT chr(cost) FROM visit;

-- W71 SELECT date_parse(note, '%Y') FROM visit => NOT_SUPPORTED_BY_ENGINE
SELECT date_parse(note, '%Y') FROM visit;

-- W72 SELECT from_iso8601_date(note) FROM visit => COMPUTATION_FAILED
SELECT from_iso8601_date(note) FROM visit;

-- W73 SELECT from_base64(note) FROM visit => COMPUTATION_FAILED
SELECT from_base64(note) FROM visit;

-- W74 SELECT from_hex(note) FROM visit => COMPUTATION_FAILED
SELECT from_hex(note) FROM visit;

-- W75 SELECT 'x' LIKE note ESCAPE '\' FROM visit => NOT_SUPPORTED_BY_ENGINE
SELECT 'x' LIKE note ESCAPE '\' FROM visit;

-- W76 SELECT note LIKE 'x' ESCAPE note FROM visit => SYNTAX_ERROR
SELECT note LIKE 'x' ESCAPE note FROM visit;

-- W77 SELECT repeat('x', cost) FROM visit => rows
SELECT repeat('x', cost) FROM visit;

-- W78 SELECT lpad('x', cost, 'y') FROM visit => rows
SELECT lpad('x', cost, 'y') FROM visit;

-- W79 SELECT sequence(1, cost) FROM visit => rows
SELECT sequence(1, cost) FROM visit;

-- W80 SELECT width_bucket(weight, 1, 2, cost) FROM visit => NOT_SUPPORTED_BY_ENGINE
SELECT width_bucket(weight, 1, 2, cost) FROM visit;

-- W81 SELECT power(weight, 2) FROM visit => rows
SELECT power(weight, 2) FROM visit;

-- W82 SELECT sqrt(cost) FROM visit => rows
SELECT sqrt(cost) FROM visit;

-- W83 SELECT sum(cost * 2) OVER (ORDER BY person_id) FROM visit => rows
SELECT sum(cost * 2) OVER (ORDER BY person_id) FROM visit;

-- W84 SELECT lag(cost, cost) OVER (ORDER BY person_id) FROM visit => NOT_SUPPORTED_BY_ENGINE
SELECT lag(cost, cost) OVER (ORDER BY person_id) FROM visit;

-- W85 SELECT ntile(cost) OVER (ORDER BY person_id) FROM visit => NOT_SUPPORTED_BY_ENGINE
SELECT ntile(cost) OVER (ORDER BY person_id) FROM visit;

-- W86 SELECT nth_value(cost, cost) OVER (ORDER BY person_id) FROM  => NOT_SUPPORTED_BY_ENGINE
SELECT nth_value(cost, cost) OVER (ORDER BY person_id) FROM visit;

-- W87 SELECT sum(cost) OVER (ORDER BY person_id ROWS cost PRECEDIN => NOT_SUPPORTED_BY_ENGINE
SELECT sum(cost) OVER (ORDER BY person_id ROWS cost PRECEDING) FROM visit;

-- W88 SELECT approx_percentile(weight, weight) FROM visit => NOT_SUPPORTED_BY_ENGINE
SELECT approx_percentile(weight, weight) FROM visit;

-- W89 SELECT sum(weight) FROM visit => rows
SELECT sum(weight) FROM visit;

-- W90 SELECT CAST(row(note) AS row(a integer)) FROM visit => rows
SELECT CAST(row(note) AS row(a integer)) FROM visit;

-- W91 SELECT CAST(ARRAY[note] AS array(integer)) FROM visit => rows
SELECT CAST(ARRAY[note] AS array(integer)) FROM visit;

-- W92 SELECT CAST(note AS varchar(1)) FROM visit => rows
SELECT CAST(note AS varchar(1)) FROM visit;

-- W93 SELECT CAST(note AS char(1)) FROM visit => rows
SELECT CAST(note AS char(1)) FROM visit;

-- W94 SELECT CAST(balance AS decimal(3,2)) FROM person => rows
SELECT CAST(balance AS decimal(3,2)) FROM person;

-- W95 SELECT CAST(id AS tinyint) FROM person => rows
SELECT CAST(id AS tinyint) FROM person;

-- W96 SELECT concat(note, CAST(1/cost AS varchar)) FROM visit => rows
SELECT concat(note, CAST(1/cost AS varchar)) FROM visit;

-- W97 SELECT element_at(ARRAY[1], age) FROM person => rows
SELECT element_at(ARRAY[1], age) FROM person;

-- W98 SELECT greatest(1/age, 0) FROM person => rows
SELECT greatest(1/age, 0) FROM person;

-- W99 SELECT nullif(1/age, 0) FROM person => rows
SELECT nullif(1/age, 0) FROM person;

-- W100 SELECT 1/age IS NULL FROM person => rows
SELECT 1/age IS NULL FROM person;

-- W101 SELECT 1/age IS DISTINCT FROM 1 FROM person => rows
SELECT 1/age IS DISTINCT FROM 1 FROM person;

-- W102 SELECT id FROM person WHERE NOT (1/age > 0 AND 1/age IS NULL => rows
SELECT id FROM person WHERE NOT (1/age > 0 AND 1/age IS NULL);

-- W103 SELECT if(age = 0, 1/age) FROM person => rows
SELECT if(age = 0, 1/age) FROM person;

-- W104 a subquery as a derived column => rows
SELECT 1/d.a FROM (SELECT (SELECT age FROM person LIMIT 1) AS a) d;

-- W105 SELECT 1/(d.a+1) FROM (SELECT (SELECT count(*) FROM person G => COMPUTATION_FAILED
SELECT 1/(d.a+1) FROM (SELECT (SELECT count(*) FROM person GROUP BY age LIMIT 1) - 2 AS a) d;

-- W106 a subquery that decides which rows there are => rows
SELECT 1/d.n FROM (SELECT n FROM place p WHERE EXISTS (SELECT 1 FROM person q WHERE q.age = p.n)) d;

-- W107 SELECT 1/d.c FROM (SELECT count(*) - count(*) AS c FROM plac => COMPUTATION_FAILED
SELECT 1/d.c FROM (SELECT count(*) - count(*) AS c FROM place HAVING EXISTS (SELECT 1 FROM person)) d;

-- W108 SELECT 1/t.x FROM UNNEST(ARRAY[(SELECT age FROM person LIMIT => rows
SELECT 1/t.x FROM UNNEST(ARRAY[(SELECT age FROM person LIMIT 1)]) t(x);

-- W109 a subquery inside UNNEST => COMPUTATION_FAILED
SELECT 1/t.x FROM place p CROSS JOIN UNNEST(ARRAY[(SELECT 1/age FROM person LIMIT 1)]) t(x);

-- W110 SELECT 1/t.i FROM person CROSS JOIN UNNEST(split(name, ','), => rows
SELECT 1/t.i FROM person CROSS JOIN UNNEST(split(name, ','), ARRAY[1]) WITH ORDINALITY AS t(a, b, i);

-- W111 ordinality of several arrays => COMPUTATION_FAILED
SELECT 1/(t.i - 1) FROM person CROSS JOIN UNNEST(split(name, ','), ARRAY[1]) WITH ORDINALITY AS t(a, b, i);

-- W112 SELECT 1/(t.i - 1) FROM person CROSS JOIN UNNEST(split(name, => COMPUTATION_FAILED
SELECT 1/(t.i - 1) FROM person CROSS JOIN UNNEST(split(name, ',')) WITH ORDINALITY AS t(a, i);

-- W113 SELECT 1/t.b FROM person CROSS JOIN UNNEST(ARRAY[row(age, 0) => COMPUTATION_FAILED
SELECT 1/t.b FROM person CROSS JOIN UNNEST(ARRAY[row(age, 0)]) AS t(a, b);

-- W114 SELECT 1/t.b FROM (SELECT 0 AS z FROM place) s LEFT JOIN UNN => COMPUTATION_FAILED
SELECT 1/t.b FROM (SELECT 0 AS z FROM place) s LEFT JOIN UNNEST(sequence(0, 3)) AS t(b) ON true;

-- W115 WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM => COMPUTATION_FAILED
WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < (SELECT max(age) FROM person)) SELECT 1/(n-1) FROM r;

-- W116 WITH a AS (SELECT 1/age AS x FROM person) SELECT 1 FROM plac => rows
WITH a AS (SELECT 1/age AS x FROM person) SELECT 1 FROM place;

-- W117 WITH a AS (SELECT age FROM person), b AS (SELECT age FROM a  => rows
WITH a AS (SELECT age FROM person), b AS (SELECT age FROM a UNION ALL SELECT age FROM a) SELECT 1/age FROM b;

-- W118 SELECT (SELECT 1/max(age) FROM person q WHERE q.id = p.id) F => rows
SELECT (SELECT 1/max(age) FROM person q WHERE q.id = p.id) FROM person p;

-- W119 SELECT p.n FROM place p WHERE p.n > ANY (SELECT 1/cost FROM  => rows
SELECT p.n FROM place p WHERE p.n > ANY (SELECT 1/cost FROM visit v WHERE v.person_id = p.n);

-- W120 SELECT 1/x FROM (SELECT DISTINCT age AS x FROM person) t => rows
SELECT 1/x FROM (SELECT DISTINCT age AS x FROM person) t;

-- W121 SELECT 1/x FROM (SELECT age AS x FROM person ORDER BY age LI => rows
SELECT 1/x FROM (SELECT age AS x FROM person ORDER BY age LIMIT 3) t;

-- W122 SELECT 1/age FROM person TABLESAMPLE BERNOULLI (100) => rows
SELECT 1/age FROM person TABLESAMPLE BERNOULLI (100);

-- W123 SELECT 1/a.age FROM person a NATURAL JOIN person b => COLUMN_NOT_FOUND
SELECT 1/a.age FROM person a NATURAL JOIN person b;

-- W124 SELECT 1/age FROM person JOIN visit USING (region) => rows
SELECT 1/age FROM person JOIN visit USING (region);

-- W125 SELECT CAST(region AS integer) FROM person FULL JOIN visit U => COMPUTATION_FAILED
SELECT CAST(region AS integer) FROM person FULL JOIN visit USING (region);

-- W126 SELECT CAST(region AS integer) FROM person FULL JOIN place O => COMPUTATION_FAILED
SELECT CAST(region AS integer) FROM person FULL JOIN place ON code = region;

-- W127 SELECT count(*) FROM person GROUP BY ROLLUP (1/age, region) => INVALID_COLUMN_REFERENCE
SELECT count(*) FROM person GROUP BY ROLLUP (1/age, region);

-- W128 SELECT 1/k FROM (SELECT age AS k FROM person GROUP BY GROUPI => rows
SELECT 1/k FROM (SELECT age AS k FROM person GROUP BY GROUPING SETS ((age), ())) t;

-- W129 SELECT 1/k FROM (SELECT age AS k FROM person GROUP BY age HA => rows
SELECT 1/k FROM (SELECT age AS k FROM person GROUP BY age HAVING count(*) > 0) t;

-- W130 SELECT max(k) FROM (SELECT 1/age AS k FROM person GROUP BY a => rows
SELECT max(k) FROM (SELECT 1/age AS k FROM person GROUP BY age) t;

-- W131 SELECT sum(x) FROM (SELECT max(age) AS m, 1/max(age) AS x FR => rows
SELECT sum(x) FROM (SELECT max(age) AS m, 1/max(age) AS x FROM person GROUP BY region) t;
