-- count everything
SELECT count(*) FROM residents

-- count in one column
SELECT count(phone) AS phones FROM residents

-- count of a constant
SELECT count(1) FROM residents

-- count distinct
SELECT count(DISTINCT district) AS districts FROM residents

-- count over no rows
SELECT count(*), sum(income), min(name) FROM residents WHERE FALSE

-- all the plain aggregates
SELECT count(*), sum(income), avg(income), min(income), max(income) FROM residents

-- sum of each kind of number
SELECT sum(floors), sum(built), sum(price / 4), sum(area), sum(mortgage) FROM properties

-- avg of each kind of number
SELECT avg(floors), avg(built), avg(id), avg(area), avg(mortgage) FROM properties

-- min and max of each type
SELECT min(name), max(name), min(born), max(born), min(registered), max(registered), min(height), max(income) FROM residents

-- min and max of booleans
SELECT min(married), max(married) FROM residents

-- min and max of char
SELECT min(kind) AS a, max(kind) AS b FROM properties

-- min and max with NaN
SELECT min(pm25), max(pm25) FROM readings

-- sum with NaN and infinity
SELECT station, sum(pm25), avg(pm25) FROM readings GROUP BY station

-- group by one
SELECT district, count(*) AS n FROM residents GROUP BY district

-- group by two
SELECT district, gender, count(*) AS n FROM residents GROUP BY district, gender

-- group by an ordinal
SELECT district, count(*) FROM residents GROUP BY 1

-- group by two ordinals
SELECT gender, district, count(*) FROM residents GROUP BY 2, 1

-- group by an expression
SELECT substr(district, 1, 4) AS city, count(*) AS n FROM residents GROUP BY substr(district, 1, 4)

-- group by year
SELECT year(day) AS y, month(day) AS m, count(*), sum(cost) FROM visits GROUP BY year(day), month(day)

-- group by a boolean expression
SELECT income > 100 AS rich, count(*) FROM residents GROUP BY income > 100

-- group by CASE
SELECT CASE WHEN born < DATE '1970-01-01' THEN 'old' WHEN born IS NULL THEN NULL ELSE 'young' END AS age, count(*) FROM residents GROUP BY CASE WHEN born < DATE '1970-01-01' THEN 'old' WHEN born IS NULL THEN NULL ELSE 'young' END

-- group by without aggregates
SELECT district FROM residents GROUP BY district

-- group by what is not selected
SELECT count(*) AS n FROM residents GROUP BY district

-- group by a constant
SELECT 'all' AS what, count(*) FROM residents GROUP BY 'all'

-- group by the empty set
SELECT count(*) FROM residents GROUP BY ()

-- group by the empty set over no rows
SELECT count(*) FROM residents WHERE FALSE GROUP BY ()

-- group by over no rows
SELECT district, count(*) FROM residents WHERE FALSE GROUP BY district

-- group by float with NaN
SELECT pm25, count(*) FROM readings GROUP BY pm25

-- group by char
SELECT kind, count(*) FROM properties GROUP BY kind

-- group by timestamp truncated
SELECT date_trunc('hour', taken) AS hour, avg(temperature) AS t FROM readings GROUP BY date_trunc('hour', taken)

-- group by distinct sets
SELECT district, gender, count(*) FROM residents GROUP BY DISTINCT ROLLUP (district, gender)

-- group by all
SELECT district, count(*) FROM residents GROUP BY ALL district

-- group by auto
SELECT district, count(*) FROM residents GROUP BY AUTO

-- having
SELECT district, count(*) AS n FROM residents GROUP BY district HAVING count(*) > 1

-- having without group
SELECT sum(income) FROM residents HAVING count(*) > 3

-- having that fails without group
SELECT sum(income) FROM residents HAVING count(*) > 300

-- having on a key
SELECT district, count(*) FROM residents GROUP BY district HAVING district LIKE '3205%'

-- having on another aggregate
SELECT district FROM residents GROUP BY district HAVING max(income) > 10000 AND min(born) < DATE '1990-01-01'

-- having with a subquery
SELECT district, count(*) FROM residents GROUP BY district HAVING count(*) >= (SELECT count(*) FROM companies) / 3

-- expressions over aggregates
SELECT district, sum(income) / count(*) AS mean, max(id) - min(id) + 1 AS span FROM residents GROUP BY district

-- an aggregate of an expression
SELECT sum(CASE WHEN insured THEN cost ELSE 0 END) AS insured, sum(CASE WHEN NOT insured THEN cost END) AS other FROM visits

-- filter
SELECT count(*) FILTER (WHERE insured) AS a, count(*) FILTER (WHERE NOT insured) AS b, sum(cost) FILTER (WHERE cost > 0) AS c FROM visits

-- filter by group
SELECT hospital, count(*) FILTER (WHERE dept = '内科') AS inner_dept, max(cost) FILTER (WHERE dept <> '内科') AS other FROM visits GROUP BY hospital

-- filter that lets nothing through
SELECT sum(cost) FILTER (WHERE FALSE) AS s, count(*) FILTER (WHERE FALSE) AS n FROM visits

-- distinct in sum and avg
SELECT sum(DISTINCT cost), avg(DISTINCT cost), count(DISTINCT cost) FROM visits

-- distinct and filter
SELECT count(DISTINCT resident_id) FILTER (WHERE insured) AS people FROM visits

-- several distinct
SELECT count(DISTINCT district), count(DISTINCT gender), count(DISTINCT household) FROM residents

-- rollup
SELECT district, gender, count(*) AS n FROM residents GROUP BY ROLLUP (district, gender)

-- rollup of one
SELECT hospital, sum(cost) AS cost FROM visits GROUP BY ROLLUP (hospital)

-- cube
SELECT district, gender, count(*) AS n FROM residents GROUP BY CUBE (district, gender)

-- grouping sets
SELECT district, gender, count(*) AS n FROM residents GROUP BY GROUPING SETS ((district), (gender), ())

-- grouping sets of pairs
SELECT district, gender, household, count(*) FROM residents GROUP BY GROUPING SETS ((district, gender), (household))

-- a key beside a rollup
SELECT hospital, dept, insured, count(*) FROM visits GROUP BY hospital, ROLLUP (dept, insured)

-- two rollups
SELECT hospital, dept, count(*) FROM visits GROUP BY ROLLUP (hospital), ROLLUP (dept)

-- grouping of one
SELECT district, grouping(district) AS g, count(*) FROM residents GROUP BY ROLLUP (district)

-- grouping of two
SELECT district, gender, grouping(district, gender) AS g, count(*) FROM residents GROUP BY CUBE (district, gender)

-- grouping in having
SELECT district, gender, count(*) FROM residents GROUP BY CUBE (district, gender) HAVING grouping(district, gender) IN (1, 2)

-- grouping in CASE
SELECT CASE WHEN grouping(hospital) = 1 THEN '合计' ELSE hospital END AS hospital, sum(cost) AS cost FROM visits GROUP BY ROLLUP (hospital)

-- grouping in order
SELECT district, count(*) AS n FROM residents GROUP BY ROLLUP (district) ORDER BY grouping(district), district

-- rollup over ordinals
SELECT district, gender, count(*) FROM residents GROUP BY ROLLUP (1, 2)

-- sets over expressions
SELECT year(day) AS y, count(*) FROM visits GROUP BY GROUPING SETS ((year(day)), ())

-- order by an aggregate
SELECT district, count(*) AS n FROM residents GROUP BY district ORDER BY count(*) DESC, district

-- order by an aggregate's alias
SELECT hospital, sum(cost) AS total FROM visits GROUP BY hospital ORDER BY total DESC

-- order by an aggregate that is not selected
SELECT hospital FROM visits GROUP BY hospital ORDER BY max(id)

-- array_agg in order
SELECT hospital, array_agg(id ORDER BY id DESC) AS ids FROM visits GROUP BY hospital

-- array_agg with NULL
SELECT array_agg(phone ORDER BY id) AS phones FROM residents

-- array_agg distinct
SELECT array_agg(DISTINCT gender ORDER BY gender) AS g FROM residents

-- array_agg with filter
SELECT array_agg(id ORDER BY id) FILTER (WHERE married) AS ids FROM residents

-- array_agg of nothing
SELECT array_agg(id) AS ids FROM residents WHERE FALSE

-- listagg
SELECT hospital, LISTAGG(dept, ',') WITHIN GROUP (ORDER BY dept, id) AS depts FROM visits GROUP BY hospital

-- listagg without separator
SELECT LISTAGG(name) WITHIN GROUP (ORDER BY id) AS names FROM residents

-- listagg distinct
SELECT LISTAGG(DISTINCT dept, ';') WITHIN GROUP (ORDER BY dept) AS depts FROM visits

-- listagg with filter
SELECT LISTAGG(name, '、') WITHIN GROUP (ORDER BY id) FILTER (WHERE id < 4) AS names FROM residents

-- listagg with overflow words
SELECT LISTAGG(name, ',' ON OVERFLOW ERROR) WITHIN GROUP (ORDER BY id) AS names FROM residents

-- listagg truncating
SELECT LISTAGG(name, ',' ON OVERFLOW TRUNCATE '...' WITH COUNT) WITHIN GROUP (ORDER BY id) AS names FROM residents

-- max_by and min_by
SELECT max_by(name, income) AS richest, min_by(name, born) AS eldest FROM residents WHERE id <= 5

-- max_by by group
SELECT hospital, max_by(id, admitted) AS latest FROM visits GROUP BY hospital

-- min and max of several
SELECT min(id, 2) AS a, max(id, 3) AS b FROM residents

-- count_if
SELECT count_if(cost > 100) AS dear, count_if(insured) AS insured FROM visits

-- bool_and and bool_or
SELECT bool_and(insured), bool_or(insured), every(cost >= 0) FROM visits

-- bitwise aggregates
SELECT bitwise_and_agg(id), bitwise_or_agg(id), bitwise_xor_agg(id) FROM visits

-- arbitrary over one value
SELECT hospital, arbitrary(substr(hospital, 1, 1)) AS first, any_value(hospital) AS h FROM visits GROUP BY hospital

-- standard deviations
SELECT stddev(area), stddev_pop(area), stddev_samp(area), variance(area), var_pop(area), var_samp(area) FROM properties

-- deviation of one row
SELECT stddev(area), stddev_pop(area), variance(area) FROM properties WHERE id = 1

-- correlations
SELECT corr(area, built), covar_pop(area, built), covar_samp(area, built), regr_slope(area, built), regr_intercept(area, built) FROM properties

-- geometric mean
SELECT geometric_mean(id) FROM properties

-- histogram
SELECT histogram(gender) FROM residents WHERE id < 5

-- map_agg is refused here
SELECT map_agg(id, name) FROM residents

-- multimap_agg is refused here
SELECT multimap_agg(gender, id) FROM residents

-- map_union is refused here
SELECT map_union(scores) FROM profiles

-- checksum is refused here
SELECT checksum(id) FROM residents

-- skewness and kurtosis are refused here
SELECT skewness(area), kurtosis(area), entropy(area) FROM properties WHERE id < 3

-- numeric_histogram is refused here
SELECT numeric_histogram(2, area) FROM properties

-- approx_most_frequent is refused here
SELECT approx_most_frequent(3, district, 10) FROM residents

-- reduce_agg is refused here
SELECT reduce_agg(id, BIGINT '0', (a, b) -> a + b, (a, b) -> a + b) FROM residents

-- min_by of several is refused here
SELECT min_by(name, id, 2), max_by(name, id, 2) FROM residents

-- sum of intervals is refused here
SELECT sum(admitted - TIMESTAMP '2026-01-01 00:00:00') FROM visits

-- approx_distinct of few
SELECT approx_distinct(district), approx_distinct(gender, 0.01) FROM residents

-- approx_percentile of few
SELECT approx_percentile(id, 0.5) FROM residents

-- approx_percentile of doubles
SELECT approx_percentile(area, 0.5) FROM properties WHERE id <= 3

-- approx_percentile over a list is refused here
SELECT approx_percentile(id, ARRAY[0.25, 0.75]) FROM residents

-- count distinct of rows
SELECT count(DISTINCT ROW(district, gender)) AS n FROM residents

-- count distinct of an expression
SELECT count(DISTINCT lower(name)) AS n FROM residents

-- sum over integers overflows nothing
SELECT sum(employees) FROM companies

-- sum of bigint overflows
SELECT sum(price) FROM properties WHERE id IN (1, 4)

-- sum of decimals is exact
SELECT sum(capital), avg(capital) FROM companies

-- avg of decimals rounds
SELECT avg(cost) FROM visits

-- avg of negative decimals rounds
SELECT avg(income) FROM residents WHERE id IN (3, 6, 7)

-- avg of integers
SELECT avg(id), avg(household) FROM residents

-- aggregate over a join
SELECT r.gender, sum(v.cost) AS cost, count(DISTINCT v.resident_id) AS people FROM visits v JOIN residents r ON r.id = v.resident_id GROUP BY r.gender

-- aggregate of an aggregate by a derived table
SELECT max(n) FROM (SELECT count(*) AS n FROM visits GROUP BY hospital) t

-- nested aggregates are wrong
SELECT max(count(*)) FROM visits GROUP BY hospital

-- a column beside an aggregate is wrong
SELECT name, count(*) FROM residents

-- a column that is no key is wrong
SELECT name, count(*) FROM residents GROUP BY district

-- star with group is wrong
SELECT * FROM residents GROUP BY id

-- an aggregate in WHERE is wrong
SELECT id FROM residents WHERE count(*) > 1

-- an aggregate in GROUP BY is wrong
SELECT count(*) FROM residents GROUP BY count(*)

-- an ordinal out of range is wrong
SELECT id FROM residents GROUP BY 2

-- an alias in HAVING is wrong
SELECT count(*) AS n FROM residents HAVING n > 1

-- an alias in GROUP BY is wrong
SELECT substr(district, 1, 4) AS city, count(*) FROM residents GROUP BY city

-- a sum of text is wrong
SELECT sum(name) FROM residents

-- grouping of what is no key is wrong
SELECT grouping(name), count(*) FROM residents GROUP BY district

-- a key by another spelling
SELECT r.district, count(*) FROM residents r GROUP BY district

-- an expression over a key
SELECT upper(district) || '!' AS d, count(*) FROM residents GROUP BY district

-- part of a grouped expression
SELECT id % 3 + 1 AS r, count(*) FROM residents GROUP BY id % 3

-- a field of a grouped row
SELECT resident_id, address.street FROM profiles GROUP BY resident_id, address.street

-- distinct over groups
SELECT DISTINCT count(*) AS n FROM residents GROUP BY district

-- limit over groups
SELECT district, count(*) AS n FROM residents GROUP BY district ORDER BY 1 NULLS FIRST LIMIT 2

-- group by all keeps repeated sets
SELECT household, count(*) AS n FROM residents GROUP BY ALL ROLLUP (household), ROLLUP (household)

-- group by distinct drops repeated sets
SELECT household, count(*) AS n FROM residents GROUP BY DISTINCT ROLLUP (household), ROLLUP (household)

-- group by distinct drops sets in another order
SELECT household, gender, count(*) AS n FROM residents GROUP BY DISTINCT GROUPING SETS ((household, gender), (gender, household), (), ())

-- group by distinct of a cube
SELECT household, gender, grouping(gender) AS g, count(*) AS n FROM residents GROUP BY DISTINCT CUBE (household, gender), CUBE (gender)

-- group by distinct with an expression
SELECT household + 1 AS h, count(*) AS n FROM residents GROUP BY DISTINCT household + 1, ROLLUP (gender), ROLLUP (gender)

-- group by distinct of nothing
SELECT count(*) AS n FROM residents GROUP BY DISTINCT ()

-- group by distinct and no more is wrong
SELECT count(*) AS n FROM residents GROUP BY DISTINCT

-- group by all, a column that is not there, is wrong
SELECT hospital, sum(cost) AS s FROM visits GROUP BY ALL
