-- abs of a tinyint
SELECT id, abs(floors) AS x FROM properties ORDER BY id

-- abs of a smallint
SELECT id, abs(score) AS x FROM visits ORDER BY id

-- abs of a bigint
SELECT id, abs(price) AS x FROM properties ORDER BY id

-- abs of a decimal
SELECT id, abs(cost) AS x FROM visits ORDER BY id

-- abs of a real
SELECT code, abs(rating) AS x FROM companies ORDER BY code

-- abs of a double
SELECT id, abs(area) AS x FROM properties ORDER BY id

-- ceil of a tinyint
SELECT id, ceil(floors) AS x FROM properties ORDER BY id

-- ceil of a smallint
SELECT id, ceil(score) AS x FROM visits ORDER BY id

-- ceil of a bigint
SELECT id, ceil(price) AS x FROM properties ORDER BY id

-- ceil of a decimal
SELECT id, ceil(cost) AS x FROM visits ORDER BY id

-- ceil of a real
SELECT code, ceil(rating) AS x FROM companies ORDER BY code

-- ceil of a double
SELECT id, ceil(area) AS x FROM properties ORDER BY id

-- floor of a tinyint
SELECT id, floor(floors) AS x FROM properties ORDER BY id

-- floor of a smallint
SELECT id, floor(score) AS x FROM visits ORDER BY id

-- floor of a bigint
SELECT id, floor(price) AS x FROM properties ORDER BY id

-- floor of a decimal
SELECT id, floor(cost) AS x FROM visits ORDER BY id

-- floor of a real
SELECT code, floor(rating) AS x FROM companies ORDER BY code

-- floor of a double
SELECT id, floor(area) AS x FROM properties ORDER BY id

-- round of a tinyint
SELECT id, round(floors) AS x FROM properties ORDER BY id

-- round of a smallint
SELECT id, round(score) AS x FROM visits ORDER BY id

-- round of a bigint
SELECT id, round(price) AS x FROM properties ORDER BY id

-- round of a decimal
SELECT id, round(cost) AS x FROM visits ORDER BY id

-- round of a real
SELECT code, round(rating) AS x FROM companies ORDER BY code

-- round of a double
SELECT id, round(area) AS x FROM properties ORDER BY id

-- sign of a tinyint
SELECT id, sign(floors) AS x FROM properties ORDER BY id

-- sign of a smallint
SELECT id, sign(score) AS x FROM visits ORDER BY id

-- sign of a bigint
SELECT id, sign(price) AS x FROM properties ORDER BY id

-- sign of a decimal
SELECT id, sign(cost) AS x FROM visits ORDER BY id

-- sign of a real
SELECT code, sign(rating) AS x FROM companies ORDER BY code

-- sign of a double
SELECT id, sign(area) AS x FROM properties ORDER BY id

-- ceiling
SELECT id, ceiling(cost / 7) AS x FROM visits ORDER BY id

-- round to two
SELECT id, round(cost / 7, 2) AS x FROM visits ORDER BY id

-- round to minus two
SELECT id, round(cost, -2) AS x FROM visits ORDER BY id

-- round a double to one
SELECT id, round(area / 7, 1) AS x FROM properties ORDER BY id

-- round an integer to minus one
SELECT id, round(price, -1) AS x FROM properties ORDER BY id

-- round halves
SELECT round(0.5) AS a, round(1.5) AS b, round(2.5) AS c, round(-0.5) AS d, round(-1.5e0) AS e, round(2.5e0) AS f

-- truncate
SELECT id, truncate(area) AS x FROM properties ORDER BY id

-- truncate a decimal
SELECT id, truncate(cost) AS x FROM visits ORDER BY id

-- truncate a decimal to one
SELECT id, truncate(cost, 1) AS x FROM visits ORDER BY id

-- truncate a double to one is refused
SELECT id, truncate(area, 1) AS x FROM properties ORDER BY id

-- mod
SELECT id, mod(score, 5) AS x FROM visits ORDER BY id

-- mod of decimals
SELECT id, mod(cost, 7) AS x FROM visits ORDER BY id

-- percent of negatives
SELECT -7 % 3 AS a, 7 % -3 AS b, -7 / 2 AS c, 7 / -2 AS d, -7.5 % 2 AS e

-- mod of doubles
SELECT id, mod(area, 7e0) AS x FROM properties ORDER BY id

-- division of integers
SELECT id, score / 2 AS x FROM visits ORDER BY id

-- division of decimals
SELECT id, cost / 3 AS x FROM visits ORDER BY id

-- division of doubles
SELECT id, area / 3 AS x FROM properties ORDER BY id

-- division by zero of integers
SELECT id, 10 / score AS x FROM visits ORDER BY id

-- division by zero of doubles
SELECT id, 1e0 / area AS x FROM properties ORDER BY id

-- division by zero of decimals
SELECT id, 10 / cost AS x FROM visits ORDER BY id

-- power
SELECT id, power(area, 2) AS x FROM properties ORDER BY id

-- pow of integers
SELECT pow(2, 10) AS a, pow(2, -1) AS b, power(0, 0) AS c

-- sqrt
SELECT id, sqrt(area) AS x FROM properties ORDER BY id

-- cbrt
SELECT id, cbrt(area) AS x FROM properties ORDER BY id

-- exp
SELECT exp(1) AS a, exp(-1) AS b, exp(0) AS c

-- ln
SELECT ln(10) AS a, ln(1) AS b, ln(0) AS c, ln(-1) AS d

-- log2 and log10
SELECT log2(8) AS a, log10(1000) AS b, log(2, 8) AS c

-- degrees and radians
SELECT degrees(pi()) AS a, radians(180) AS b

-- pi and e
SELECT pi() AS a, e() AS b

-- nan and infinity
SELECT nan() AS a, infinity() AS b, -infinity() AS c

-- sines
SELECT sin(1) AS a, cos(1) AS b, tan(1) AS c

-- arc sines
SELECT asin(0.5) AS a, acos(0.5) AS b, atan(1) AS c, atan2(1, 2) AS d

-- arc sine out of range
SELECT asin(2) AS a, acos(-2) AS b

-- hyperbolic
SELECT sinh(1) AS a, cosh(1) AS b, tanh(1) AS c

-- is_nan
SELECT station, taken, is_nan(pm25) AS x FROM readings ORDER BY station, taken

-- is_finite
SELECT station, taken, is_finite(pm25) AS x FROM readings ORDER BY station, taken

-- is_infinite
SELECT station, taken, is_infinite(pm25) AS x FROM readings ORDER BY station, taken

-- is_nan of real
SELECT station, taken, is_nan(temperature) AS x FROM readings ORDER BY station, taken

-- to_base
SELECT id, to_base(id * 1000, 16) AS x FROM residents ORDER BY id

-- from_base
SELECT from_base('ff', 16) AS x

-- width_bucket
SELECT width_bucket(3.5, 0, 10, 4) AS x

-- width_bucket by bounds
SELECT width_bucket(3.5, ARRAY[1, 2, 5]) AS x

-- bitwise
SELECT id, bitwise_and(id, 6) + bitwise_or(id, 1) + bitwise_xor(id, 3) AS x FROM residents ORDER BY id

-- bitwise_not
SELECT id, bitwise_not(id) AS x FROM residents ORDER BY id

-- bit_count
SELECT id, bit_count(id, 64) AS x FROM residents ORDER BY id

-- bit shifts
SELECT id, bitwise_left_shift(id, 2) AS x FROM residents ORDER BY id

-- bit shift right
SELECT id, bitwise_right_shift(id, 1) AS x FROM residents ORDER BY id

-- bit shift arithmetic
SELECT bitwise_right_shift_arithmetic(-8, 1) AS x

-- cosine similarity
SELECT cosine_similarity(ARRAY[1e0, 2e0], ARRAY[2e0, 1e0]) AS x

-- cosine distance
SELECT cosine_distance(ARRAY[1e0, 2e0], ARRAY[2e0, 1e0]) AS x

-- normal_cdf
SELECT normal_cdf(0, 1, 1.96) AS a, inverse_normal_cdf(0, 1, 0.975) AS b

-- beta_cdf
SELECT beta_cdf(2, 3, 0.5) AS a, inverse_beta_cdf(2, 3, 0.5) AS b

-- wilson intervals
SELECT wilson_interval_lower(8, 10, 1.96) AS a, wilson_interval_upper(8, 10, 1.96) AS b

-- greatest
SELECT id, greatest(cost, score, 10) AS x FROM visits ORDER BY id

-- least
SELECT id, least(cost, score, 10) AS x FROM visits ORDER BY id

-- greatest of texts
SELECT id, greatest(name, 'M', coalesce(street, '')) AS x FROM residents ORDER BY id

-- least of dates
SELECT id, least(day, DATE '2026-01-10') AS x FROM visits ORDER BY id

-- greatest with NULL
SELECT id, greatest(name, phone) AS x FROM residents ORDER BY id

-- greatest with NaN
SELECT station, taken, greatest(pm25, 50e0) AS x FROM readings ORDER BY station, taken

-- coalesce
SELECT id, coalesce(phone, street, name, '-') AS x FROM residents ORDER BY id

-- coalesce of unlike numbers
SELECT id, coalesce(cost, score, 0) AS x FROM visits ORDER BY id

-- nullif
SELECT id, nullif(phone, '') AS x FROM residents ORDER BY id

-- nullif of numbers
SELECT id, nullif(score, 5) AS x FROM visits ORDER BY id

-- if
SELECT id, if(gender = 'M', '男', '女') AS x FROM residents ORDER BY id

-- if without else
SELECT id, if(cost > 100, id) AS x FROM visits ORDER BY id

-- try of a division
SELECT id, try(100 / score) AS x FROM visits ORDER BY id

-- try of a cast
SELECT id, try(CAST(note AS integer)) AS x FROM visits ORDER BY id

-- typeof
SELECT typeof(1) AS a, typeof('a') AS b, typeof(1.5) AS c, typeof(NULL) AS d

-- CASE with a value
SELECT id, CASE gender WHEN 'M' THEN 1 WHEN 'F' THEN 2 END AS x FROM residents ORDER BY id

-- CASE with conditions
SELECT id, CASE WHEN cost > 900 THEN 'high' WHEN cost > 50 THEN 'middle' ELSE 'low' END AS x FROM visits ORDER BY id

-- CASE of unlike numbers
SELECT id, CASE WHEN insured THEN cost ELSE score END AS x FROM visits ORDER BY id

-- CASE inside CASE
SELECT id, CASE WHEN married THEN CASE WHEN gender = 'M' THEN 'a' ELSE 'b' END ELSE 'c' END AS x FROM residents ORDER BY id

-- integer overflow
SELECT employees + 1 AS x FROM companies

-- bigint overflow
SELECT price + 1 AS x FROM properties

-- tinyint overflow
SELECT floors + TINYINT '1' AS x FROM properties

-- smallint product
SELECT id, score * SMALLINT '1' AS x FROM visits ORDER BY id

-- smallint overflow
SELECT id, score * SMALLINT '2' AS x FROM visits ORDER BY id

-- negation overflow
SELECT id, -score AS x FROM visits ORDER BY id

-- decimal sum grows
SELECT capital + capital AS a, capital - 1 AS b, capital * 2 AS c FROM companies ORDER BY code

-- decimal product
SELECT id, cost * cost AS x FROM visits ORDER BY id

-- decimal quotient
SELECT capital / 3 AS a, 1 / capital AS b FROM companies WHERE capital > 0 ORDER BY code

-- mixed arithmetic
SELECT 1 + 1.5 AS a, 1 + 1.5e0 AS b, 1.5 + 1.5e0 AS c, TINYINT '1' + 1 AS d, 2 * 1.50 AS e

-- long decimals
SELECT resident_id, total * 2 AS x FROM profiles ORDER BY resident_id

-- decimals of unlike scale
SELECT 1.1 + 2.22 AS a, 1.1 * 2.22 AS b, 1.1 / 2.22 AS c, 10.0 / 3 AS d, 1 / 3.00 AS e, 5 % 2.3 AS f

-- unary plus
SELECT +1 AS a, +id AS b, + -id AS c, - +id AS d, 1 + + 1 AS e, +(+2) AS f FROM visits ORDER BY id

-- unary plus keeps the type
SELECT +CAST(1 AS tinyint) AS a, +CAST(1 AS smallint) AS b, +REAL '1.5' AS c, +1e0 AS d, +9223372036854775807 AS e, +CAST(NULL AS integer) AS f

-- unary plus before a subquery and an element
SELECT +(SELECT 1) AS a, +ARRAY[1, 2][+2] AS b, CASE +1 WHEN +1 THEN +2 END AS c

-- unary plus is no ordinal in order
SELECT name FROM residents ORDER BY +1, id

-- unary plus is no ordinal in group by
SELECT name FROM residents GROUP BY +1

-- unary plus groups
SELECT +household AS h, count(*) AS n FROM residents GROUP BY +household ORDER BY +household

-- unary plus is another expression than its operand
SELECT id FROM residents GROUP BY +id

-- unary plus before a decimal is wrong
SELECT +1.5

-- unary plus before a text is wrong
SELECT +'a'

-- unary plus before NULL is wrong
SELECT +NULL

-- unary plus before an interval is wrong
SELECT +INTERVAL '1' DAY

-- unary plus before an array is wrong
SELECT +ARRAY[1]

-- unary plus before nothing is wrong
SELECT 1 +, 2

-- plus within an interval literal
SELECT INTERVAL +'1' DAY AS a, INTERVAL + '1-2' YEAR TO MONTH AS b, INTERVAL +'-3' HOUR AS c

-- unary minus
SELECT id, -cost AS x FROM visits ORDER BY id

-- numbers of NULL alone
SELECT abs(NULL) AS a, ceil(NULL) AS b, floor(NULL) AS c, sign(NULL) AS d, round(NULL) AS e, mod(NULL, NULL) AS f, truncate(NULL) AS g, round(NULL, 1) AS h, NULL % NULL AS i

-- an average of NULL alone is ambiguous
SELECT avg(NULL) AS a
