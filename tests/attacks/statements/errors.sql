-- B22 a failed cast quotes a masked value => COMPUTATION_FAILED
SELECT CAST(name AS integer) FROM person;

-- B22 a failed cast quotes a visible value only to the operator => COMPUTATION_FAILED
SELECT CAST(region AS integer) FROM person;

-- B22 a failed cast of a hidden row's text => rows
SELECT CAST(note AS integer) FROM visit WHERE note IS NOT NULL;

-- B22 a failed cast of a hidden row's text, as a date => rows
SELECT count(*) FROM visit WHERE note = '2026' AND CAST(concat(note, '-01-01') AS date) > DATE '2000-01-01';

-- B23 a hidden column decides a division => COLUMN_NOT_FOUND
SELECT 1 / (CASE WHEN secret LIKE 'CANARY%' THEN 0 ELSE 1 END) FROM person;

-- B23 a masked column decides a division => rows
SELECT 1 / (CASE WHEN phone LIKE '1384%' THEN 0 ELSE 1 END) FROM person;

-- B23 a masked column decides an overflow => rows
SELECT 9223372036854775807 + (CASE WHEN name LIKE 'CANARY%' THEN 1 ELSE 0 END) FROM person;

-- B23 POW overflows => rows
SELECT power(10e0, 300 * (CASE WHEN name LIKE 'CANARY%' THEN 2 ELSE 1 END)) FROM person;

-- B47 a hidden row decides a division in WHERE => rows
SELECT id FROM person WHERE 1 / age > -1 AND phone LIKE '138%';

-- B47 with the measured shape => rows
SELECT id FROM person WHERE 1 / (id - 4242) > -1 AND region LIKE '%';

-- E01 division in the select list => rows
SELECT id, 100 / age FROM person ORDER BY id;

-- E02 division behind coalesce => rows
SELECT id, coalesce(100 / age, 0) FROM person ORDER BY id;

-- E03 division behind IS NULL => rows
SELECT id FROM person WHERE (100 / age) IS NULL;

-- E04 division behind CASE => rows
SELECT CASE WHEN age = 7 THEN 1 ELSE 100 / age END FROM person;

-- E05 division where the branch tests the hidden row => rows
SELECT CASE WHEN region = 'B1' THEN 100 / age END FROM person;

-- E06 division in ON of an inner join => rows
SELECT count(*) FROM person p JOIN place q ON 100 / p.age > q.n;

-- E07 division in ON of an outer join => rows
SELECT count(*) FROM place q LEFT JOIN person p ON 100 / p.age > q.n;

-- E08 division in ON of a full join => rows
SELECT count(*) FROM place q FULL JOIN person p ON p.region = q.code AND 100 / p.age > 1;

-- E09 division in HAVING over a key => rows
SELECT age FROM person GROUP BY age HAVING 100 / age > 1;

-- E10 division in HAVING over an aggregate => rows
SELECT region FROM person GROUP BY region HAVING 100 / max(age) > 1;

-- E11 division in GROUP BY => rows
SELECT count(*) FROM person GROUP BY 100 / age;

-- E12 division in ORDER BY => rows
SELECT id FROM person ORDER BY 100 / age, id;

-- E13 division in an aggregate's argument => rows
SELECT sum(100 / age) FROM person;

-- E14 division in FILTER => rows
SELECT count(*) FILTER (WHERE 100 / age > 3) FROM person;

-- E15 division in a window's argument => rows
SELECT sum(100 / age) OVER () FROM person;

-- E16 division in a window's order => rows
SELECT row_number() OVER (ORDER BY 100 / age) FROM person;

-- E17 division over another relation's column, joined to hidden rows => rows
SELECT 10 / q.n FROM person p JOIN place q ON p.region = 'B1';

-- E18 division without any column, in a scope over hidden rows => rows
SELECT 10 / (SELECT min(n) FROM place) FROM person WHERE region = 'B1';

-- E19 division in a correlated subquery => rows
SELECT q.code FROM place q WHERE EXISTS (SELECT 1 FROM person p WHERE p.region = q.code AND 100 / p.age > 0);

-- E20 division over the outer column in a subquery over hidden rows => rows
SELECT q.code FROM place q WHERE q.n > 0 AND EXISTS (SELECT 1 FROM person p WHERE p.age = 100 / q.n);

-- E21 division on one side of a union => rows
SELECT 100 / x FROM (SELECT age AS x FROM person UNION ALL SELECT 5) t;

-- E22 division above EXCEPT => rows
SELECT 100 / x FROM (SELECT age AS x FROM person EXCEPT SELECT n FROM place) t;

-- E23 division above DISTINCT => rows
SELECT 100 / x FROM (SELECT DISTINCT age AS x FROM person) t;

-- E24 division above LIMIT => rows
SELECT 100 / x FROM (SELECT age AS x FROM person ORDER BY age LIMIT 100) t;

-- E25 division above OFFSET => rows
SELECT 100 / x FROM (SELECT age AS x FROM person ORDER BY age OFFSET 0) t;

-- E26 division in a quantified comparison => rows
SELECT q.code FROM place q WHERE q.n < ANY (SELECT 100 / age FROM person);

-- E27 division in IN => rows
SELECT q.code FROM place q WHERE q.n IN (SELECT 100 / age FROM person);

-- E28 division twice over the same WITH query => rows
WITH t AS (SELECT id, age FROM person) SELECT 100 / a.age FROM t a JOIN t b ON a.id = b.id;

-- E29 division in a WITH query that is read twice => rows
WITH t AS (SELECT id, 100 / age AS x FROM person) SELECT a.x FROM t a LEFT JOIN t b ON a.id = b.id;

-- E30 modulo => rows
SELECT 100 % age FROM person;

-- E31 integer overflow by product => rows
SELECT age * 1000000 FROM person;

-- E32 integer overflow by sum => rows
SELECT age + 2000000000 FROM person;

-- E33 bigint overflow => rows
SELECT id + 1 FROM person;

-- E34 negation overflow => rows
SELECT -cost FROM visit;

-- E35 abs overflow => rows
SELECT abs(cost) FROM visit;

-- E36 decimal overflow => rows
SELECT CAST(cost AS decimal(4,1)) FROM visit;

-- E37 narrowing cast => rows
SELECT CAST(cost AS smallint) FROM visit;

-- E38 cast of a double => rows
SELECT CAST(weight AS integer) FROM visit;

-- E39 cast of text to integer behind coalesce => rows
SELECT coalesce(CAST(note AS integer), 0) FROM visit;

-- E40 cast of text to date => rows
SELECT CAST(concat('2026-01-', substr(note, 1, 1), '1') AS date) FROM visit WHERE note = '12';

-- E41 subscript out of bounds => rows
SELECT split(region, '1')[2] FROM person WHERE region = 'A1';

-- E42 subscript by a hidden number => rows
SELECT ARRAY[1, 2, 3][cost] FROM visit WHERE cost < 4;

-- E43 a key that is not in the map => rows
SELECT MAP(ARRAY['A1', 'A2', 'A9'], ARRAY[1, 2, 3])[region] FROM person;

-- E44 a double key in a map => rows
SELECT MAP(ARRAY[region, 'B1'], ARRAY[1, 2]) FROM person;

-- E45 regular expression from a constant over hidden rows => rows
SELECT regexp_like(note, '^[0-9]+$') FROM visit;

-- E46 regular expression from a hidden row => NOT_SUPPORTED_BY_ENGINE
SELECT regexp_like('x', note) FROM visit;

-- E47 JSON of a hidden row => NOT_SUPPORTED_BY_ENGINE
SELECT json_parse(note) FROM visit;

-- E48 JSON path over hidden rows => rows
SELECT json_extract_scalar(note, '$.a') FROM visit;

-- E49 a day beyond the calendar => rows
SELECT date_add('day', 400, day) FROM visit;

-- E50 a day beyond the calendar, by interval => rows
SELECT day + INTERVAL '2' YEAR FROM visit;

-- E51 text as a day => rows
SELECT from_iso8601_date(concat(note, '-01-01')) FROM visit WHERE note = '2026';

-- E52 more than one row because of a hidden double => rows
SELECT (SELECT p.region FROM person p WHERE p.id = v.person_id) FROM visit v;

-- E53 more than one row without correlation => rows
SELECT (SELECT region FROM person WHERE id = 1) FROM place;

-- E54 more than one row in WHERE => rows
SELECT code FROM place WHERE code = (SELECT region FROM person WHERE id = 2);

-- E55 more than one row behind EXISTS => rows
SELECT code FROM place WHERE EXISTS (SELECT 1 WHERE (SELECT region FROM person WHERE id = 1) = code);

-- E56 chr of a hidden number => rows
SELECT chr(cost + 0) FROM visit;

-- E57 repeat by a hidden number => rows
SELECT length(lpad('x', cost, 'y')) FROM visit;

-- E58 sequence by a hidden number => rows
SELECT cardinality(sequence(1, cost)) FROM visit;

-- E59 base64 of hidden text => rows
SELECT from_base64(note) FROM visit WHERE note = '2026';

-- E60 hex of hidden text => rows
SELECT from_hex(note) FROM visit WHERE note = '12';

-- E61 factorials, roots and logarithms of hidden numbers => rows
SELECT ln(cost), sqrt(cost), acos(cost), log10(cost) FROM visit;

-- E62 a transform over an array of hidden values => rows
SELECT transform(ARRAY[age], x -> 100 / x) FROM person;

-- E63 a transform of a constant by a hidden value => rows
SELECT transform(ARRAY[100], x -> x / age) FROM person;

-- E64 a reduction that fails => rows
SELECT reduce(ARRAY[1, 2], 100, (s, x) -> s / age, s -> s) FROM person;

-- E65 a predicate over pieces of hidden text => rows
SELECT any_match(split(note, ','), x -> CAST(x AS integer) > 0) FROM visit;

-- E66 TRY hides the failure of every row alike => rows
SELECT id, TRY(100 / age) FROM person ORDER BY id;

-- E67 TRY beside a bare failure => rows
SELECT id, coalesce(TRY(100 / age), 100 / age) FROM person ORDER BY id;

-- E68 TRY_CAST => rows
SELECT TRY_CAST(note AS integer) FROM visit;

-- E69 lag by a hidden number => NOT_SUPPORTED_BY_ENGINE
SELECT lag(cost, cost) OVER (ORDER BY person_id) FROM visit;

-- E70 a frame by a hidden number => NOT_SUPPORTED_BY_ENGINE
SELECT count(*) OVER (ORDER BY person_id ROWS BETWEEN cost PRECEDING AND CURRENT ROW) FROM visit;

-- E71 substr and split_part by a hidden number => rows
SELECT substr(note, cost), split_part(note, '0', cost) FROM visit;

-- E72 round by a hidden number => NOT_SUPPORTED_BY_ENGINE
SELECT round(weight, cost) FROM visit;

-- E73 width_bucket by a hidden number => NOT_SUPPORTED_BY_ENGINE
SELECT width_bucket(cost, 0, 10, cost) FROM visit;

-- E74 a bad escape in LIKE => INVALID_ARGUMENTS
SELECT note LIKE '1$' ESCAPE '$' FROM visit;

-- E75 a pattern from a hidden row => rows
SELECT 'x' LIKE note FROM visit;

-- E76 date_trunc with a hidden unit => NOT_SUPPORTED_BY_ENGINE
SELECT date_trunc(note, day) FROM visit;

-- E77 sum overflows over hidden rows => rows
SELECT sum(id) FROM person;

-- E78 average over hidden rows => rows
SELECT avg(balance), avg(age), avg(weight) FROM person LEFT JOIN visit ON id = person_id;

-- E79 format with hidden values => NOT_SUPPORTED_BY_ENGINE
SELECT format('%d', note) FROM visit;

-- E80 a constant that fails => DIVISION_BY_ZERO
SELECT 1 / 0 FROM person;

-- E81 a constant that fails in a scope of hidden rows => DIVISION_BY_ZERO
SELECT id FROM person WHERE region = 'B1' AND 1 / 0 = 1;

-- E82 a cast in the condition that follows the rule => rows
SELECT id FROM person WHERE region LIKE 'A%' AND CAST(substr(region, 2) AS integer) > 0;

-- E83 greatest with a failure inside => rows
SELECT greatest(100 / age, 1), least(1, 100 / age) FROM person;

-- E84 concat with a failure inside => rows
SELECT concat('x', CAST(100 / age AS varchar)) FROM person;

-- E85 nullif around a failure => rows
SELECT nullif(100 / age, 3) FROM person;

-- E86 a failure in BETWEEN => rows
SELECT id FROM person WHERE 100 / age BETWEEN 0 AND 50;

-- E87 a failure under NOT and OR => rows
SELECT id FROM person WHERE NOT (100 / age > 3) OR id = 1;

-- E88 a failure in IN => rows
SELECT id FROM person WHERE 100 / age IN (3, 14);

-- E89 a failure in IS DISTINCT FROM => rows
SELECT id FROM person WHERE 100 / age IS DISTINCT FROM 3;

-- E90 the masked number in arithmetic => rows
SELECT 100 / balance, CAST(balance AS integer), balance * 99999999.99 FROM person;

-- E91 a lambda inside TRY => rows
SELECT TRY(transform(split(note, ','), x -> CAST(x AS integer))) FROM visit;

-- E92 TRY inside a lambda => rows
SELECT transform(split(note, ','), x -> TRY(CAST(x AS integer))) FROM visit;

-- E93 a lambda over a constructed array => rows
SELECT transform(ARRAY[note], x -> CAST(x AS integer)) FROM visit;

-- E94 a lambda within a lambda => rows
SELECT transform(ARRAY[split(note, ',')], x -> transform(x, y -> CAST(y AS integer))) FROM visit;

-- E95 a lambda's filter in WHERE => rows
SELECT person_id FROM visit WHERE cardinality(filter(split(note, ','), x -> 10 / length(x) > 4)) > 0;

-- E96 a reduction over hidden text => rows
SELECT reduce(split(note, ','), 0, (s, x) -> s + CAST(x AS integer), s -> s) FROM visit;

-- E97 a lambda in an aggregate => rows
SELECT count(*) FILTER (WHERE none_match(split(note, ','), x -> CAST(x AS integer) > 5)) FROM visit;

-- E98 a lambda over a join => rows
SELECT transform(split(v.note, ','), x -> CAST(x AS integer)) FROM visit v JOIN person p ON p.id = v.person_id;

-- E99 a cast of a whole array => rows
SELECT CAST(split(note, ',') AS array(integer)) FROM visit;

-- E100 unnested pieces => rows
SELECT CAST(x AS integer) FROM visit CROSS JOIN UNNEST(split(note, ',')) AS t(x);

-- E101 an argument so long that the form binds it once => rows
SELECT CAST(concat(lower(upper(lower(upper(lower(upper(lower(upper(note)))))))), concat(reverse(lower(upper(lower(upper(lower(upper(lower(upper(note))))))))), '')) AS integer) FROM visit WHERE note = '7';

-- E102 a division whose divisor is long => rows
SELECT 10 / (length(concat(lower(upper(lower(upper(lower(upper(lower(upper(note)))))))), reverse(lower(upper(lower(upper(lower(upper(note))))))), lower(upper(lower(upper(lower(upper(lower(upper(note))))))))))) FROM visit;

-- E103 TRY over text made from hidden text => rows
SELECT person_id, TRY(CAST(reverse(lower(note)) AS integer)) FROM visit;

-- E104 TRY around an element => rows
SELECT person_id, TRY(split(note, '0')[2]) FROM visit;

-- E105 TRY around an array's cast => rows
SELECT person_id, TRY(CAST(split(note, '0') AS array(integer))) FROM visit;
