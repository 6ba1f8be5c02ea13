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
