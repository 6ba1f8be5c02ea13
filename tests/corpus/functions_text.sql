-- length
SELECT id, length(name) AS x FROM residents ORDER BY id

-- length of char
SELECT id, length(kind) AS x FROM properties ORDER BY id

-- lower
SELECT id, lower(name) AS x FROM residents ORDER BY id

-- upper
SELECT id, upper(street) AS x FROM residents ORDER BY id

-- lower of char
SELECT id, upper(kind) AS x FROM properties ORDER BY id

-- substr from
SELECT id, substr(name, 2) AS x FROM residents ORDER BY id

-- substr from and for
SELECT id, substr(street, 1, 3) AS x FROM residents ORDER BY id

-- substr from the end
SELECT id, substr(name, -2) AS x FROM residents ORDER BY id

-- substr from zero
SELECT id, substr(name, 0) AS x FROM residents ORDER BY id

-- substr past the end
SELECT id, substr(name, 50, 2) AS x FROM residents ORDER BY id

-- substr of no length
SELECT id, substr(name, 1, 0) AS x FROM residents ORDER BY id

-- substring with words
SELECT id, substring(name FROM 2 FOR 3) AS x FROM residents ORDER BY id

-- substring from
SELECT id, substring(street FROM 3) AS x FROM residents ORDER BY id

-- substring with commas
SELECT id, substring(phone, 1, 3) AS x FROM residents ORDER BY id

-- concat
SELECT id, concat(name, '/', coalesce(phone, '?')) AS x FROM residents ORDER BY id

-- concat with NULL
SELECT id, concat(name, phone) AS x FROM residents ORDER BY id

-- concat_ws
SELECT id, concat_ws('-', name, phone, street) AS x FROM residents ORDER BY id

-- concat_ws over an array
SELECT resident_id, concat_ws(',', tags) AS x FROM profiles ORDER BY resident_id

-- trim
SELECT id, trim(street) AS x FROM residents ORDER BY id

-- ltrim
SELECT id, ltrim(street) AS x FROM residents ORDER BY id

-- rtrim
SELECT id, rtrim(street) AS x FROM residents ORDER BY id

-- trim with characters
SELECT id, trim(BOTH '人号' FROM street) AS x FROM residents ORDER BY id

-- trim leading
SELECT id, trim(LEADING '1' FROM phone) AS x FROM residents ORDER BY id

-- trim trailing
SELECT id, trim(TRAILING FROM street) AS x FROM residents ORDER BY id

-- trim as a function with characters
SELECT id, trim(phone, '1') AS x FROM residents ORDER BY id

-- ltrim with characters
SELECT id, ltrim(phone, '13') AS x FROM residents ORDER BY id

-- rtrim with characters
SELECT id, rtrim(phone, '0123') AS x FROM residents ORDER BY id

-- lpad
SELECT id, lpad(CAST(id AS varchar), 5, '0') AS x FROM residents ORDER BY id

-- lpad cuts
SELECT id, lpad(name, 2, '*') AS x FROM residents ORDER BY id

-- rpad
SELECT id, rpad(coalesce(name, ''), 6, '·') AS x FROM residents ORDER BY id

-- rpad with several
SELECT id, rpad(name, 8, 'ab') AS x FROM residents ORDER BY id

-- replace
SELECT id, replace(street, '路', '街') AS x FROM residents ORDER BY id

-- replace away
SELECT id, replace(phone, '-') AS x FROM residents ORDER BY id

-- replace nothing
SELECT id, replace(name, '', '.') AS x FROM residents ORDER BY id

-- translate
SELECT id, translate(phone, '0123', 'abcd') AS x FROM residents ORDER BY id

-- translate away
SELECT id, translate(street, '人民', '') AS x FROM residents ORDER BY id

-- reverse
SELECT id, reverse(name) AS x FROM residents ORDER BY id

-- starts_with
SELECT id, starts_with(phone, '138') AS x FROM residents ORDER BY id

-- starts_with empty
SELECT id, starts_with(name, '') AS x FROM residents ORDER BY id

-- strpos
SELECT id, strpos(street, '路') AS x FROM residents ORDER BY id

-- strpos of nothing
SELECT id, strpos(name, '') AS x FROM residents ORDER BY id

-- strpos nth
SELECT id, strpos(phone, '0', 2) AS x FROM residents ORDER BY id

-- position
SELECT id, position('路' IN street) AS x FROM residents ORDER BY id

-- split
SELECT id, split(note, ',') AS x FROM visits ORDER BY id

-- split with a limit
SELECT id, split(note, ';', 2) AS x FROM visits ORDER BY id

-- split by more
SELECT id, split(note, ', ') AS x FROM visits ORDER BY id

-- split_part
SELECT id, split_part(note, ';', 2) AS x FROM visits ORDER BY id

-- split_part past the end
SELECT id, split_part(note, ',', 9) AS x FROM visits ORDER BY id

-- split_to_map
SELECT split_to_map('a=1,b=2', ',', '=') AS x

-- split_to_multimap
SELECT split_to_multimap('a=1,a=2', ',', '=') AS x

-- chr
SELECT chr(24352) AS a, chr(65) AS b, chr(131072) AS c

-- codepoint
SELECT codepoint('张') AS a, codepoint('A') AS b

-- hamming_distance
SELECT hamming_distance('张三', '张四') AS x

-- hamming_distance of unlike lengths
SELECT hamming_distance('a', 'ab') AS x

-- levenshtein_distance
SELECT id, levenshtein_distance(name, 'anna') AS x FROM residents ORDER BY id

-- normalize
SELECT id, normalize(name) AS x FROM residents ORDER BY id

-- normalize NFD
SELECT normalize('é', NFD) AS x

-- normalize NFKC
SELECT normalize('ﬁ', NFKC) AS x

-- format
SELECT id, format('%s has %d', name, id) AS x FROM residents ORDER BY id

-- format with width
SELECT id, format('%05d', id) AS x FROM residents ORDER BY id

-- format a decimal
SELECT format('%.2f', 3.14159) AS x

-- soundex
SELECT soundex('Robert') AS x

-- word_stem
SELECT word_stem('running') AS x

-- luhn_check
SELECT luhn_check('79927398713') AS x

-- format_number
SELECT format_number(123456e0) AS x

-- human_readable_seconds
SELECT human_readable_seconds(3661e0) AS x

-- text joined with ||
SELECT id, name || '(' || CAST(id AS varchar) || ')' AS x FROM residents ORDER BY id

-- regexp_like
SELECT id, regexp_like(street, '[0-9]+号') AS x FROM residents ORDER BY id

-- regexp_like without case
SELECT id, regexp_like(name, '(?i)ANNA') AS x FROM residents ORDER BY id

-- regexp_like at the start
SELECT id, regexp_like(phone, '^13[89]') AS x FROM residents ORDER BY id

-- regexp_extract
SELECT id, regexp_extract(street, '[0-9]+') AS x FROM residents ORDER BY id

-- regexp_extract a group
SELECT id, regexp_extract(street, '(.*)路([0-9]+)号', 2) AS x FROM residents ORDER BY id

-- regexp_extract_all
SELECT id, regexp_extract_all(phone, '[0-9]{3}') AS x FROM residents ORDER BY id

-- regexp_extract_all of a group
SELECT id, regexp_extract_all(note, '(k[0-9]?)=', 1) AS x FROM visits ORDER BY id

-- regexp_count
SELECT id, regexp_count(phone, '0') AS x FROM residents ORDER BY id

-- regexp_replace away
SELECT id, regexp_replace(phone, '[^0-9]') AS x FROM residents ORDER BY id

-- regexp_replace
SELECT id, regexp_replace(phone, '^(...)....', '$1****') AS x FROM residents ORDER BY id

-- regexp_split
SELECT id, regexp_split(note, '[,;] ?') AS x FROM visits ORDER BY id

-- regexp_position
SELECT id, regexp_position(street, '[0-9]') AS x FROM residents ORDER BY id

-- regexp by data is refused
SELECT id, regexp_like(street, name) AS x FROM residents ORDER BY id

-- url parts
SELECT url_extract_host('https://a.example:8080/p/q?x=1&y=%20#f') AS h, url_extract_port('https://a.example:8080/p') AS p

-- url path and query
SELECT url_extract_path('https://a.example/p/q?x=1') AS p, url_extract_query('https://a.example/p/q?x=1') AS q, url_extract_protocol('https://a.example/') AS s

-- url parameter and fragment
SELECT url_extract_parameter('https://a.example/p?x=1&y=2', 'y') AS y, url_extract_fragment('https://a.example/p#f') AS f

-- url_encode
SELECT id, url_encode(name || ' &=') AS x FROM residents ORDER BY id

-- url_decode
SELECT url_decode('%E5%BC%A0+x') AS x

-- format of NULL
SELECT id, format('%s/%d/%05d|', phone, household, household) AS x FROM residents

-- format of a typed NULL
SELECT format('%s %02d%% $1', CAST(NULL AS varchar), CAST(NULL AS bigint)) AS x, format('%05d %d', -3, -3) AS y

-- substring FROM of NULL is ambiguous
SELECT substring(NULL FROM 1) AS x

-- substring FROM of bytes
SELECT substring(X'616263' FROM 2) AS x
