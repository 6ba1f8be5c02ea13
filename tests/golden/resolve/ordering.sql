-- case: order by a column that is not selected
SELECT id FROM person ORDER BY name
-- expect:

-- case: order by an alias
SELECT id AS n FROM person ORDER BY n DESC NULLS FIRST
-- expect:

-- case: order by an expression of an alias
SELECT age AS n FROM person ORDER BY n % 2, n
-- expect:

-- case: an alias wins over a column
SELECT age AS name FROM person ORDER BY name
-- expect:

-- case: a qualified name is the column
SELECT age AS name FROM person ORDER BY person.name
-- expect:

-- case: order by what two outputs are called
SELECT id AS n, age AS n FROM person ORDER BY n
-- expect:

-- case: order by a place
SELECT id, name FROM person ORDER BY 2, 1 DESC
-- expect:

-- case: order by place nought
SELECT id FROM person ORDER BY 0
-- expect:

-- case: distinct ordered by what it selects
SELECT DISTINCT region, upper(name) FROM person ORDER BY upper(name), region
-- expect:

-- case: distinct ordered by something else
SELECT DISTINCT region FROM person ORDER BY name
-- expect:

-- case: order by an aggregation
SELECT region FROM person GROUP BY region ORDER BY count(*) DESC
-- expect:

-- case: order by a column that is not grouped
SELECT region FROM person GROUP BY region ORDER BY name
-- expect:

-- case: an aggregation in ORDER BY does not see outputs
SELECT region, max(age) AS age FROM person GROUP BY region ORDER BY sum(age)
-- expect:

-- case: order by json
SELECT id FROM person ORDER BY data
-- expect:

-- case: offset and limit
SELECT id FROM person ORDER BY id OFFSET 5 LIMIT 10
-- expect:

-- case: limit all
SELECT id FROM person LIMIT ALL
-- expect:

-- case: fetch first row
SELECT id FROM person FETCH FIRST ROW ONLY
-- expect:

-- case: fetch with ties
SELECT id FROM person ORDER BY age FETCH FIRST 3 ROWS WITH TIES
-- expect:

-- case: fetch with ties without order
SELECT id FROM person FETCH FIRST 3 ROWS WITH TIES
-- expect:

-- case: fetch nothing
SELECT id FROM person FETCH FIRST 0 ROWS ONLY
-- expect:

-- case: window in ORDER BY
SELECT id FROM person ORDER BY row_number() OVER (ORDER BY age)
-- expect:

-- case: hidden column in ORDER BY
SELECT id FROM person ORDER BY secret
-- expect:
