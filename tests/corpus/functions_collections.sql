-- cardinality
SELECT resident_id, cardinality(tags) AS x FROM profiles ORDER BY resident_id

-- cardinality of a map
SELECT resident_id, cardinality(scores) AS x FROM profiles ORDER BY resident_id

-- contains
SELECT resident_id, contains(tags, 'vip') AS x FROM profiles ORDER BY resident_id

-- contains with NULL inside
SELECT resident_id, contains(tags, 'z') AS x FROM profiles ORDER BY resident_id

-- element_at
SELECT resident_id, element_at(tags, 1) AS x FROM profiles ORDER BY resident_id

-- element_at from the end
SELECT resident_id, element_at(numbers, -1) AS x FROM profiles ORDER BY resident_id

-- element_at past the end
SELECT resident_id, element_at(numbers, 9) AS x FROM profiles ORDER BY resident_id

-- element_at of a map
SELECT resident_id, element_at(scores, 'art') AS x FROM profiles ORDER BY resident_id

-- array_position
SELECT resident_id, array_position(tags, 'a') AS x FROM profiles ORDER BY resident_id

-- array_remove
SELECT resident_id, array_remove(tags, 'a') AS x FROM profiles ORDER BY resident_id

-- array_distinct
SELECT resident_id, array_distinct(numbers) AS x FROM profiles ORDER BY resident_id

-- array_union
SELECT resident_id, array_union(numbers, ARRAY[1, 100]) AS x FROM profiles ORDER BY resident_id

-- array_except
SELECT resident_id, array_except(numbers, ARRAY[1]) AS x FROM profiles ORDER BY resident_id

-- array_intersect
SELECT resident_id, array_intersect(numbers, ARRAY[1, 3]) AS x FROM profiles ORDER BY resident_id

-- arrays_overlap
SELECT resident_id, arrays_overlap(numbers, ARRAY[1, 7]) AS x FROM profiles ORDER BY resident_id

-- array_max
SELECT resident_id, array_max(numbers) AS x FROM profiles ORDER BY resident_id

-- array_min
SELECT resident_id, array_min(numbers) AS x FROM profiles ORDER BY resident_id

-- array_sort
SELECT resident_id, array_sort(numbers) AS x FROM profiles ORDER BY resident_id

-- array_sort of texts
SELECT resident_id, array_sort(tags) AS x FROM profiles ORDER BY resident_id

-- array_sort with a lambda
SELECT resident_id, array_sort(numbers, (a, b) -> if(a < b, 1, if(a = b, 0, -1))) AS x FROM profiles ORDER BY resident_id

-- array_join
SELECT resident_id, array_join(numbers, ',') AS x FROM profiles ORDER BY resident_id

-- array_join with a word for NULL
SELECT resident_id, array_join(tags, ',', '?') AS x FROM profiles ORDER BY resident_id

-- flatten
SELECT flatten(ARRAY[ARRAY[1, 2], ARRAY[], ARRAY[3, NULL]]) AS x

-- reverse of an array
SELECT resident_id, reverse(tags) AS x FROM profiles ORDER BY resident_id

-- repeat
SELECT repeat(7, 3) AS a

-- slice
SELECT resident_id, slice(numbers, 2, 2) AS x FROM profiles ORDER BY resident_id

-- slice from the end
SELECT resident_id, slice(tags, -2, 2) AS x FROM profiles ORDER BY resident_id

-- trim_array
SELECT trim_array(ARRAY[1, 2, 3], 1) AS x

-- sequence
SELECT sequence(1, 5) AS a, sequence(5, 1) AS b, sequence(0, 10, 5) AS c

-- sequence of days
SELECT sequence(DATE '2026-02-27', DATE '2026-03-01') AS x

-- sequence by an interval
SELECT sequence(DATE '2026-01-01', DATE '2026-03-01', INTERVAL '1' MONTH) AS x

-- sequence by days
SELECT sequence(DATE '2026-01-01', DATE '2026-01-09', INTERVAL '4' DAY) AS x

-- zip
SELECT zip(ARRAY[1, 2], ARRAY['a']) AS x

-- zip of three
SELECT zip(ARRAY[1], ARRAY['a'], ARRAY[TRUE]) AS x

-- shuffle (varies)
SELECT shuffle(ARRAY[1, 2, 3]) AS x

-- combinations
SELECT combinations(ARRAY[1, 2, 3], 2) AS x

-- ngrams
SELECT ngrams(ARRAY['a', 'b', 'c'], 2) AS x

-- array_histogram
SELECT array_histogram(ARRAY[1, 1, 2]) AS x

-- transform
SELECT resident_id, transform(numbers, x -> x % 5) AS x FROM profiles ORDER BY resident_id

-- transform to text
SELECT resident_id, transform(tags, t -> coalesce(t, '-') || '!') AS x FROM profiles ORDER BY resident_id

-- transform with a column
SELECT resident_id, transform(numbers, x -> x % 7 + resident_id) AS x FROM profiles ORDER BY resident_id

-- transform rows
SELECT resident_id, transform(stays, s -> s.cost) AS x FROM profiles ORDER BY resident_id

-- transform of transform
SELECT transform(ARRAY[ARRAY[1, 2], ARRAY[3]], a -> transform(a, x -> x + 1)) AS x

-- filter
SELECT resident_id, filter(numbers, x -> x > 1) AS x FROM profiles ORDER BY resident_id

-- filter nulls out
SELECT resident_id, filter(tags, t -> t IS NOT NULL) AS x FROM profiles ORDER BY resident_id

-- reduce
SELECT reduce(ARRAY[1, 2, 3], 0, (s, x) -> s + x, s -> s) AS a

-- reduce to text
SELECT reduce(ARRAY['a', 'b'], CAST('' AS varchar), (s, x) -> s || x, s -> s) AS a

-- any_match
SELECT resident_id, any_match(tags, t -> t LIKE 'v%') AS x FROM profiles ORDER BY resident_id

-- all_match
SELECT resident_id, all_match(numbers, n -> n > 0) AS x FROM profiles ORDER BY resident_id

-- none_match
SELECT resident_id, none_match(numbers, n -> n > 5) AS x FROM profiles ORDER BY resident_id

-- zip_with
SELECT zip_with(ARRAY[1, 2], ARRAY[10, 20, 30], (a, b) -> a + b) AS x

-- concat of arrays
SELECT concat(ARRAY[1], ARRAY[2], ARRAY[3]) AS x

-- map of arrays
SELECT map(ARRAY['a'], ARRAY[1]) AS x

-- map_from_entries
SELECT map_from_entries(ARRAY[('a', 1), ('b', 2)]) AS x

-- multimap_from_entries
SELECT multimap_from_entries(ARRAY[('a', 1), ('a', 2)]) AS x

-- map_entries
SELECT map_entries(MAP(ARRAY['a'], ARRAY[1])) AS x

-- map_keys
SELECT resident_id, array_sort(map_keys(scores)) AS x FROM profiles ORDER BY resident_id

-- map_values
SELECT map_values(MAP(ARRAY['a', 'b'], ARRAY[1, 2])) AS x

-- map_concat
SELECT map_concat(MAP(ARRAY['a', 'b'], ARRAY[1, 2]), MAP(ARRAY['b', 'c'], ARRAY[3, 4])) AS x

-- map_filter
SELECT resident_id, map_filter(scores, (k, v) -> v > 0) AS x FROM profiles ORDER BY resident_id

-- transform_values
SELECT resident_id, transform_values(scores, (k, v) -> coalesce(v, 0) % 10) AS x FROM profiles ORDER BY resident_id

-- transform_keys
SELECT transform_keys(MAP(ARRAY['a'], ARRAY[1]), (k, v) -> upper(k)) AS x

-- map_zip_with
SELECT map_zip_with(MAP(ARRAY['a'], ARRAY[1]), MAP(ARRAY['a'], ARRAY[2]), (k, a, b) -> a + b) AS x

-- json_extract_scalar
SELECT resident_id, json_extract_scalar(raw, '$.a') AS x FROM profiles ORDER BY resident_id

-- json_extract_scalar of json
SELECT resident_id, json_extract_scalar(data, '$.t') AS x FROM profiles ORDER BY resident_id

-- json_extract
SELECT resident_id, json_extract(data, '$.b') AS x FROM profiles ORDER BY resident_id

-- json_size
SELECT resident_id, json_size(data, '$.list') AS x FROM profiles ORDER BY resident_id

-- json_array_length
SELECT json_array_length('[1, 2, 3]') AS a, json_array_length('{}') AS b

-- is_json_scalar
SELECT is_json_scalar('1') AS a, is_json_scalar('[1]') AS b

-- json_parse
SELECT json_parse('[1,2]') AS a

-- json_format
SELECT json_format(JSON '[1]') AS a

-- json_array_get
SELECT json_array_get(JSON '[1, 2]', 1) AS a

-- json_array_contains
SELECT json_array_contains(JSON '[1, 2]', 2) AS a

-- SQL/JSON is refused
SELECT json_value(raw, 'lax $.a') AS a FROM profiles

-- json equality
SELECT resident_id, data = JSON '[]' AS x FROM profiles ORDER BY resident_id

-- to_utf8 and back
SELECT id, from_utf8(to_utf8(name)) AS x FROM residents ORDER BY id

-- to_hex
SELECT id, to_hex(to_utf8(name)) AS x FROM residents ORDER BY id

-- from_hex
SELECT from_hex('00ff') AS x

-- to_base64
SELECT resident_id, to_base64(photo) AS x FROM profiles ORDER BY resident_id

-- from_base64
SELECT from_base64('AP8=') AS x

-- to_base64url
SELECT resident_id, to_base64url(photo) AS x FROM profiles ORDER BY resident_id

-- from_base64url
SELECT from_base64url('AP8=') AS x

-- md5
SELECT id, to_hex(md5(to_utf8(name))) AS x FROM residents ORDER BY id

-- sha1
SELECT id, to_hex(sha1(to_utf8(name))) AS x FROM residents ORDER BY id

-- sha256
SELECT id, to_hex(sha256(to_utf8(name))) AS x FROM residents ORDER BY id

-- sha512
SELECT id, to_hex(sha512(to_utf8(name))) AS x FROM residents ORDER BY id

-- crc32
SELECT id, crc32(to_utf8(name)) AS x FROM residents ORDER BY id

-- xxhash64
SELECT id, xxhash64(to_utf8(name)) AS x FROM residents ORDER BY id

-- murmur3
SELECT id, murmur3(to_utf8(name)) AS x FROM residents ORDER BY id

-- hmacs
SELECT hmac_md5(X'61', X'62') AS a, hmac_sha1(X'61', X'62') AS b, hmac_sha256(X'61', X'62') AS c, hmac_sha512(X'61', X'62') AS d

-- length of bytes
SELECT resident_id, length(photo) AS x FROM profiles ORDER BY resident_id

-- bytes joined
SELECT resident_id, photo || X'00' AS x FROM profiles ORDER BY resident_id

-- reverse of bytes
SELECT resident_id, reverse(photo) AS x FROM profiles ORDER BY resident_id

-- substr of bytes
SELECT resident_id, substr(photo, 2, 1) AS x FROM profiles ORDER BY resident_id

-- big endian
SELECT to_big_endian_64(258) AS a, from_big_endian_64(X'0000000000000102') AS b

-- bytes in order
SELECT resident_id FROM profiles WHERE photo > X'61' ORDER BY photo

-- shadowed lambda name
SELECT transform(ARRAY[1], x -> x + 1) AS x, x AS y FROM (VALUES 5) AS t(x)

-- lambda without brackets outside is wrong
SELECT x -> x + 1 AS a

-- a lambda with too many names is wrong
SELECT transform(ARRAY[1], (x, y) -> x) AS a

-- a lambda that is no condition is wrong
SELECT filter(ARRAY[1], x -> x) AS a

-- an aggregate in a lambda is wrong
SELECT transform(ARRAY[1], x -> sum(x)) AS a

-- a calendar of days
SELECT d, count(v.id) AS n FROM UNNEST(sequence(DATE '2026-01-01', DATE '2026-02-28', INTERVAL '1' DAY)) AS t(d) LEFT JOIN visits AS v ON v.day = t.d GROUP BY d ORDER BY d

-- every other day, and backwards
SELECT sequence(DATE '2026-01-01', DATE '2026-01-06', INTERVAL '2' DAY) AS a, sequence(DATE '2026-01-05', DATE '2026-01-01', INTERVAL '-2' DAY) AS b, sequence(DATE '2026-01-05', DATE '2026-01-05', INTERVAL '48' HOUR) AS c

-- a calendar of months
SELECT sequence(DATE '2026-01-31', DATE '2026-06-01', INTERVAL '1' MONTH) AS a, sequence(DATE '2026-01-31', DATE '2026-02-28', INTERVAL '1' MONTH) AS b, sequence(DATE '2026-01-31', DATE '2026-02-27', INTERVAL '1' MONTH) AS c, sequence(DATE '2024-02-29', DATE '2030-01-01', INTERVAL '1' YEAR) AS d

-- months backwards
SELECT sequence(DATE '2026-06-30', DATE '2026-01-31', INTERVAL '-1' MONTH) AS a, sequence(DATE '2026-06-30', DATE '2026-01-29', INTERVAL '-2' MONTH) AS b, sequence(DATE '2026-03-31', DATE '2026-02-28', INTERVAL '-1' MONTH) AS c

-- years from every birthday
SELECT r.id, d FROM residents AS r CROSS JOIN UNNEST(sequence(born, DATE '2026-01-01', INTERVAL '10' YEAR)) AS t(d)

-- a calendar that leads away is wrong
SELECT sequence(born, DATE '2000-01-01', INTERVAL '1' DAY) AS a FROM residents WHERE id = 7

-- a calendar of more than 10000 days is wrong
SELECT cardinality(sequence(DATE '2000-01-01', DATE '2027-05-19', INTERVAL '1' DAY)) AS n

-- a calendar by hours is wrong
SELECT sequence(DATE '2026-01-01', DATE '2026-01-05', INTERVAL '12' HOUR) AS a

-- reduce widens what it starts with
SELECT reduce(numbers, 0, (s, x) -> s + x, s -> s) AS a, reduce(ARRAY[1e0], 0, (s, x) -> s + x, s -> s * 2) AS b, reduce(ARRAY['a'], '', (s, x) -> s || x, s -> s) AS c, reduce(ARRAY[1], NULL, (s, x) -> x, s -> s) AS d FROM profiles WHERE resident_id = 1

-- json of characters beyond the first plane
SELECT JSON '{"𠀀":"𠀀","b":["𠮷"]}' AS a, json_extract_scalar(JSON '{"a":"𠀀"}', '$.a') AS b

-- a text beyond the first plane to json
SELECT id, CAST(name AS json) AS a FROM residents
