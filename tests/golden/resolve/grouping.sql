-- case: group by a column
SELECT region, count(*), sum(age), avg(balance), max(born) FROM person GROUP BY region
-- expect:

-- case: group by an expression
SELECT substr(region, 1, 2) AS r, count(*) FROM person GROUP BY substr(region, 1, 2)
-- expect:

-- case: group by a place
SELECT upper(region), count(*) FROM person GROUP BY 1
-- expect:

-- case: group by a place out of range
SELECT region FROM person GROUP BY 2
-- expect:

-- case: group by an aggregation
SELECT count(*) FROM person GROUP BY 1
-- expect:

-- case: expressions of grouping columns
SELECT region || '!', length(region) + count(*) FROM person GROUP BY region
-- expect:

-- case: a column that is not grouped
SELECT region, name FROM person GROUP BY region
-- expect:

-- case: a column that is not grouped, inside an expression
SELECT count(*) + age FROM person
-- expect:

-- case: implicit grouping
SELECT count(*), 'x' FROM person
-- expect:

-- case: HAVING alone groups
SELECT 1 FROM person HAVING count(*) > 3
-- expect:

-- case: HAVING with a column that is not grouped
SELECT region FROM person GROUP BY region HAVING name = 'x'
-- expect:

-- case: star with a group
SELECT * FROM health.place GROUP BY code
-- expect:

-- case: rollup
SELECT region, age, count(*) FROM person GROUP BY ROLLUP (region, age)
-- expect:

-- case: cube
SELECT region, age, count(*) FROM person GROUP BY CUBE (region, age)
-- expect:

-- case: grouping sets with grouping()
SELECT region, age, grouping(region, age) FROM person GROUP BY GROUPING SETS ((region, age), (region), ())
-- expect:

-- case: rollup times a column
SELECT region, age, name FROM person GROUP BY name, ROLLUP (region, age)
-- expect:

-- case: composite rollup
SELECT region, age, name FROM person GROUP BY ROLLUP ((region, age), name)
-- expect:

-- case: rollup of an expression
SELECT 1 FROM person GROUP BY ROLLUP (upper(name))
-- expect:

-- case: empty group
SELECT count(*) FROM person GROUP BY ()
-- expect:

-- case: grouping of another expression
SELECT grouping(name) FROM person GROUP BY region
-- expect:

-- case: aggregation in WHERE
SELECT 1 FROM person WHERE count(*) > 1
-- expect:

-- case: nested aggregation
SELECT sum(count(*)) FROM person GROUP BY region
-- expect:

-- case: distinct, filter, order
SELECT count(DISTINCT region), sum(age) FILTER (WHERE age > 3), array_agg(name ORDER BY age DESC, id) FROM person
-- expect:

-- case: distinct aggregation ordered by something else
SELECT array_agg(DISTINCT name ORDER BY age) FROM person
-- expect:

-- case: filter must be boolean
SELECT sum(age) FILTER (WHERE age) FROM person
-- expect:

-- case: listagg
SELECT listagg(name, ',') WITHIN GROUP (ORDER BY id) FROM person
-- expect:

-- case: star in another aggregation
SELECT sum(*) FROM person
-- expect:

-- case: group by a map
SELECT scores FROM person GROUP BY scores
-- expect:

-- case: distinct over json
SELECT DISTINCT data FROM person
-- expect:

-- case: group by the USING column
SELECT id, count(*) FROM (SELECT id FROM person) a FULL JOIN (SELECT id FROM health.visit) b USING (id) GROUP BY id
-- expect:

-- case: aggregation as a scalar function name
SELECT upper(DISTINCT name) FROM person
-- expect:

-- case: filter on a scalar function
SELECT upper(name) FILTER (WHERE true) FROM person
-- expect:

-- case: lambda with an aggregation
SELECT transform(tags, t -> count(*)) FROM person
-- expect:
