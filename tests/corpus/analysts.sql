-- a person's visits
SELECT r.name, v.day, v.hospital, v.dept, v.cost FROM residents r JOIN visits v ON v.resident_id = r.id WHERE r.id = 1 ORDER BY v.day

-- households with more than one person
SELECT household, count(*) AS people, array_agg(name ORDER BY id) AS names FROM residents GROUP BY household HAVING count(*) > 1 ORDER BY household

-- income by household
SELECT household, sum(income) AS total, avg(income) AS mean FROM residents WHERE household IS NOT NULL GROUP BY household ORDER BY total DESC NULLS LAST, household

-- who owns more than one property
SELECT r.id, r.name, count(*) AS n FROM residents r JOIN properties p ON p.owner_id = r.id GROUP BY r.id, r.name HAVING count(*) > 1

-- price for a square metre
SELECT id, price / nullif(area, 0) AS per_metre FROM properties WHERE price IS NOT NULL

-- legal persons on social assistance
SELECT r.name, c.name AS company FROM residents r JOIN companies c ON c.legal_id = r.id WHERE r.income < 10000 AND c.status = 'active' ORDER BY r.id, c.code

-- residents without any visit
SELECT r.id, r.name FROM residents r WHERE NOT EXISTS (SELECT * FROM visits v WHERE v.resident_id = r.id) ORDER BY r.id

-- visits of unknown people
SELECT v.id, v.resident_id FROM visits v LEFT JOIN residents r ON r.id = v.resident_id WHERE r.id IS NULL ORDER BY v.id

-- children of a tree of districts
SELECT c.code, c.name FROM districts c JOIN districts p ON c.parent = p.code WHERE p.name = '清河市' ORDER BY c.code

-- population share of each district
SELECT code, population, population * 100.0 / sum(population) OVER (PARTITION BY parent) AS percent FROM districts WHERE parent = '320500' ORDER BY code

-- age groups
SELECT CASE WHEN born >= DATE '2010-01-01' THEN '0-15' WHEN born >= DATE '1990-01-01' THEN '16-35' WHEN born >= DATE '1966-01-01' THEN '36-60' ELSE '60+' END AS band, count(*) AS n FROM residents WHERE born IS NOT NULL GROUP BY 1 ORDER BY 1

-- age at a day
SELECT id, date_diff('year', born, DATE '2026-01-01') AS age FROM residents ORDER BY id

-- born in a leap day
SELECT id FROM residents WHERE month(born) = 2 AND day(born) = 29

-- born this month of any year
SELECT id, name FROM residents WHERE extract(MONTH FROM born) = 12

-- the same address twice
SELECT street, count(*) AS n FROM residents WHERE street <> '' GROUP BY street HAVING count(*) > 1

-- addresses that differ in case or blanks
SELECT lower(trim(street)) AS street, array_agg(id ORDER BY id) AS ids FROM residents GROUP BY lower(trim(street)) ORDER BY 1 NULLS LAST

-- phone numbers of one shape
SELECT id, phone FROM residents WHERE regexp_like(phone, '^1[3-9][0-9]{9}$')

-- phone numbers masked by hand
SELECT id, concat(substr(phone, 1, 3), '****', substr(phone, 8)) AS phone FROM residents WHERE length(phone) = 11

-- surname and given name
SELECT id, substr(name, 1, 1) AS surname, substr(name, 2) AS given FROM residents WHERE length(name) BETWEEN 2 AND 3

-- region by prefix
SELECT substr(district, 1, 4) AS city, count(*) AS n FROM residents WHERE district LIKE '3205%' GROUP BY substr(district, 1, 4)

-- region prefix by function
SELECT id FROM residents WHERE starts_with(district, '3205')

-- text of a note split
SELECT id, split_part(note, ',', 1) AS a, split_part(note, ',', 2) AS b FROM visits ORDER BY id

-- numbers in a note
SELECT id, try_cast(note AS double) AS n FROM visits ORDER BY id

-- notes that are numbers
SELECT id FROM visits WHERE try_cast(note AS integer) IS NOT NULL

-- empty notes and NULL alike
SELECT id FROM visits WHERE coalesce(nullif(trim(note), ''), '-') = '-'

-- monthly cost by department
SELECT date_format(day, '%Y-%m') AS month, dept, sum(cost) AS cost FROM visits GROUP BY date_format(day, '%Y-%m'), dept ORDER BY 1, 2

-- cost of insured and other visits side by side
SELECT hospital, sum(cost) FILTER (WHERE insured) AS insured, sum(cost) FILTER (WHERE NOT insured) AS other FROM visits GROUP BY hospital ORDER BY hospital

-- crosstab by CASE
SELECT hospital, sum(CASE WHEN dept = '内科' THEN 1 ELSE 0 END) AS a, sum(CASE WHEN dept = '外科' THEN 1 ELSE 0 END) AS b, sum(CASE WHEN dept IS NULL THEN 1 ELSE 0 END) AS c FROM visits GROUP BY hospital ORDER BY hospital

-- first and last visit
SELECT resident_id, min(day) AS first, max(day) AS last, date_diff('day', min(day), max(day)) AS days FROM visits WHERE resident_id IS NOT NULL GROUP BY resident_id ORDER BY 1

-- days between visits
SELECT resident_id, day, date_diff('day', lag(day) OVER (PARTITION BY resident_id ORDER BY day), day) AS gap FROM visits WHERE resident_id IS NOT NULL AND day IS NOT NULL

-- repeat visits within thirty days
SELECT a.id, b.id FROM visits a JOIN visits b ON a.resident_id = b.resident_id AND b.day > a.day AND b.day <= a.day + INTERVAL '30' DAY

-- a calendar with gaps filled
SELECT c.d, count(v.id) AS n FROM UNNEST(sequence(DATE '2026-01-30', DATE '2026-02-03')) AS c(d) LEFT JOIN visits v ON v.day = c.d GROUP BY c.d ORDER BY c.d

-- weekdays of visits
SELECT day_of_week(day) AS dow, count(*) AS n FROM visits WHERE day IS NOT NULL GROUP BY day_of_week(day) ORDER BY 1

-- visits at night
SELECT id, admitted FROM visits WHERE hour(admitted) >= 22 OR hour(admitted) < 6

-- a ranking with percentiles
SELECT id, cost, ntile(4) OVER (ORDER BY cost, id) AS quartile, percent_rank() OVER (ORDER BY cost, id) AS p FROM visits WHERE cost IS NOT NULL

-- a moving average of seven days
SELECT day, avg(sum(cost)) OVER (ORDER BY day ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) AS mean FROM visits WHERE day IS NOT NULL GROUP BY day ORDER BY day

-- outliers by deviation
SELECT id, area FROM properties, (SELECT avg(area) AS m, stddev(area) AS s FROM properties) t WHERE area > m + s

-- Pareto
SELECT hospital, s, sum(s) OVER (ORDER BY s DESC, hospital) / sum(s) OVER () AS share FROM (SELECT hospital, sum(cost) AS s FROM visits GROUP BY hospital) t ORDER BY s DESC

-- year over year
SELECT y, s, lag(s) OVER (ORDER BY y) AS before, s - lag(s) OVER (ORDER BY y) AS change FROM (SELECT year(day) AS y, sum(cost) AS s FROM visits WHERE day IS NOT NULL GROUP BY year(day)) t ORDER BY y

-- comparison of two sources
SELECT coalesce(a.district, b.district) AS district, a.n AS people, b.n AS companies FROM (SELECT district, count(*) AS n FROM residents GROUP BY district) a FULL OUTER JOIN (SELECT district, count(*) AS n FROM companies GROUP BY district) b ON a.district = b.district ORDER BY 1 NULLS LAST

-- what is in one and not in the other
SELECT district FROM residents WHERE district IS NOT NULL EXCEPT SELECT code FROM districts

-- data quality in one row
SELECT count(*) AS total, count(phone) AS phones, count(*) - count(phone) AS missing, count_if(phone = '') AS empty, count_if(length(phone) = 11) AS mobile FROM residents

-- data quality by column
SELECT 'name' AS item, count_if(name = '' OR name IS NULL) AS bad FROM residents UNION ALL SELECT 'phone', count_if(phone = '' OR phone IS NULL) FROM residents UNION ALL SELECT 'born', count_if(born IS NULL) FROM residents ORDER BY item

-- duplicate companies
SELECT district, founded, count(*) AS n FROM companies GROUP BY district, founded HAVING count(*) > 1

-- a code's check
SELECT code, length(code) AS n, substr(code, 1, 2) AS kind, regexp_like(code, '^[0-9A-Z]+$') AS well_formed FROM companies ORDER BY code

-- capital in ten thousands
SELECT name, round(capital / 10000, 2) AS wan FROM companies ORDER BY code

-- capital as text
SELECT name, CAST(capital AS varchar) || '元' AS capital FROM companies ORDER BY code

-- a company's age in years
SELECT code, 2026 - year(founded) AS years FROM companies ORDER BY code

-- companies by rating with default
SELECT code, coalesce(rating, REAL '0') AS rating FROM companies ORDER BY rating DESC, code

-- status normalised
SELECT lower(nullif(status, '')) AS status, count(*) AS n FROM companies GROUP BY lower(nullif(status, '')) ORDER BY 2 DESC, 1

-- owner's details of each property
SELECT p.id, p.address, r.name, r.phone FROM properties p LEFT JOIN residents r ON r.id = p.owner_id ORDER BY p.id

-- mortgage left
SELECT owner_id, sum(coalesce(mortgage, 0)) AS mortgage FROM properties GROUP BY owner_id ORDER BY owner_id

-- old houses
SELECT id, 2026 - built AS age FROM properties WHERE built BETWEEN 1 AND 1980 ORDER BY age DESC

-- the mean of a ratio
SELECT avg(price / area) AS mean FROM properties WHERE area > 0

-- weighted mean
SELECT sum(temperature * wind) / sum(wind) AS mean FROM readings WHERE wind > 0

-- readings by hour
SELECT station, date_trunc('hour', taken) AS hour, count(*) AS n, max(temperature) AS hottest FROM readings GROUP BY 1, 2 ORDER BY 1, 2

-- readings of bad quality
SELECT station, count_if(is_nan(pm25)) AS nan, count_if(is_infinite(pm25)) AS inf, count_if(pm25 IS NULL) AS missing FROM readings GROUP BY station ORDER BY station

-- readings cleaned
SELECT station, avg(CASE WHEN is_finite(pm25) AND pm25 >= 0 THEN pm25 END) AS mean FROM readings GROUP BY station ORDER BY station

-- tags of residents
SELECT r.name, array_join(p.tags, '、') AS tags FROM residents r JOIN profiles p ON p.resident_id = r.id ORDER BY r.id

-- who has a tag
SELECT resident_id FROM profiles WHERE contains(tags, 'vip') ORDER BY 1

-- a score by name
SELECT resident_id, element_at(scores, 'math') AS math FROM profiles ORDER BY resident_id

-- scores above a mark
SELECT resident_id, map_filter(scores, (k, v) -> v > 80) AS good FROM profiles ORDER BY 1

-- cost of all stays
SELECT resident_id, reduce(transform(stays, s -> coalesce(s.cost, 0)), 0, (a, x) -> a + x, a -> a) AS cost FROM profiles ORDER BY 1

-- three departments in one statement
WITH health AS (SELECT resident_id, sum(cost) AS cost FROM visits GROUP BY resident_id), realty AS (SELECT owner_id, count(*) AS n FROM properties GROUP BY owner_id), market AS (SELECT legal_id, count(*) AS n FROM companies GROUP BY legal_id) SELECT r.id, r.name, h.cost, coalesce(y.n, 0) AS properties, coalesce(m.n, 0) AS companies FROM residents r LEFT JOIN health h ON h.resident_id = r.id LEFT JOIN realty y ON y.owner_id = r.id LEFT JOIN market m ON m.legal_id = r.id ORDER BY r.id

-- low income families
WITH f AS (SELECT household, sum(income) AS income, count(*) AS people FROM residents WHERE household IS NOT NULL GROUP BY household) SELECT household, income / people AS each_has FROM f WHERE income / people < 10000 ORDER BY household

-- a person everywhere
SELECT 'visit' AS what, CAST(id AS varchar) AS id FROM visits WHERE resident_id = 1 UNION ALL SELECT 'property', CAST(id AS varchar) FROM properties WHERE owner_id = 1 UNION ALL SELECT 'company', code FROM companies WHERE legal_id = 1 ORDER BY 1, 2

-- counts with a threshold
SELECT district, CASE WHEN count(*) < 3 THEN NULL ELSE count(*) END AS n FROM residents GROUP BY district ORDER BY district
