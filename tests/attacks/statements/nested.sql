-- U01 a mask inside an UNNEST of a map => rows
SELECT k, v FROM person CROSS JOIN UNNEST(MAP(ARRAY['phone'], ARRAY[phone])) AS t(k, v) ORDER BY id;

-- U02 elements of rows of masked columns => rows
SELECT r.a, r.b FROM (SELECT ROW(phone, balance) AS x, id FROM person) t CROSS JOIN UNNEST(ARRAY[x]) AS r(a, b) ORDER BY id;

-- U03 a left join with UNNEST of a hidden length => rows
SELECT p.id, t.n FROM person p LEFT JOIN UNNEST(sequence(1, p.age / 10)) WITH ORDINALITY AS t(x, n) ON true ORDER BY 1, 2;

-- U04 a reduction over masked values => rows
SELECT reduce(array_agg(phone ORDER BY id), '', (s, x) -> concat(s, coalesce(x, '-')), s -> s) FROM person;

-- U05 a zip of masked with clear => rows
SELECT zip_with(array_agg(id ORDER BY id), array_agg(name ORDER BY id), (a, b) -> b) FROM person;

-- U06 JSON of a row with masked columns => NOT_SUPPORTED_BY_ENGINE
SELECT json_format(CAST(ROW(phone, name) AS json)) FROM person ORDER BY id;

-- U07 a masked column in array_sort and array_max => rows
SELECT array_max(array_agg(phone)), array_sort(array_agg(name)), array_distinct(array_agg(balance)) FROM person;

-- U08 slices of an aggregate in a hidden order => rows
SELECT slice(array_agg(id ORDER BY phone, id), 1, 2), element_at(array_agg(id ORDER BY balance, id), 1) FROM person;

-- U09 a masked column in concat_ws and format => rows
SELECT concat_ws('|', phone, name, CAST(born AS varchar)) FROM person ORDER BY id;

-- U10 hashes of a masked column => rows
SELECT to_hex(md5(to_utf8(phone))), to_hex(sha1(to_utf8(name))), to_base64(to_utf8(phone)) FROM person ORDER BY id;

-- U11 distance between masked values => NOT_SUPPORTED_BY_ENGINE
SELECT a.id, b.id, levenshtein_distance(a.phone, b.phone) FROM person a CROSS JOIN person b ORDER BY 1, 2;

-- U12 the type of a masked column => rows
SELECT typeof(phone), typeof(balance), typeof(born) FROM person LIMIT 1;

-- U13 steps of a calendar between hidden dates => rows
SELECT person_id FROM visit WHERE cardinality(sequence(day, DATE '2026-03-01', INTERVAL '1' MONTH)) > 0;

-- U13 steps of a calendar against what only a hidden row holds, behind IS NULL => rows
SELECT person_id FROM visit WHERE sequence(DATE '2020-01-01', day, INTERVAL '1' YEAR) IS NULL;

-- U14 a state that widens, over what fails for a hidden row => rows
SELECT reduce(ARRAY[age], 0, (s, x) -> s + BIGINT '10' / x, s -> s) FROM person;

-- U14 a state that widens, with a hidden column of the row around it => rows
SELECT reduce(ARRAY[1, 2], 0, (s, x) -> s + x, s -> coalesce(s / age, 0)) FROM person;

-- U15 the masked value among VALUES that are ordered => rows
SELECT id FROM person WHERE phone IN (VALUES '13842420001', '138****0001' ORDER BY 1);

-- U15 VALUES that fail for a hidden row, ordered => rows
SELECT id FROM person p WHERE 1 IN (VALUES p.age, 1 / p.age ORDER BY 1);

-- U15 VALUES ordered by a relation that is not there => TABLE_NOT_FOUND
SELECT id FROM person WHERE id IN (VALUES 1 ORDER BY (SELECT pin FROM vault));

-- U16 a window named in brackets, over a masked column => rows
SELECT id, rank() OVER (w) FROM person WINDOW w AS (ORDER BY balance DESC, phone);

-- U16 a window named in brackets, over a hidden column => COLUMN_NOT_FOUND
SELECT id, count(*) OVER (w) FROM person WINDOW w AS (PARTITION BY secret);

-- U16 a window named in brackets, over what fails for a hidden row => rows
SELECT id, sum(1) OVER (w) FROM person WINDOW w AS (PARTITION BY 100 / age);

-- U17 words of the grammar as names of masked columns => rows
SELECT count(*) FROM (SELECT id, phone FROM person) t(any, "all") WHERE all > '1384' AND any = 1;

-- U17 words of the grammar as names of relations, and what fails for a hidden row => rows
SELECT any.id FROM person any JOIN visit tablesample ON any.id = tablesample.person_id WHERE tablesample.cost / any.age >= 0;

-- U18 a hidden column in brackets => COLUMN_NOT_FOUND
SELECT (secret) FROM person;

-- U19 differences of microseconds from hidden days => rows
SELECT date_diff('second', CAST(day AS timestamp(6)), TIMESTAMP '2026-01-01 00:00:00.123456') FROM visit;
