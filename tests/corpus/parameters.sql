-- a parameter in WHERE
SELECT id FROM residents WHERE id = ?

-- parameters in a list
SELECT id FROM residents WHERE district IN (?, ?)

-- parameters in LIMIT and OFFSET
SELECT id FROM residents ORDER BY id OFFSET ? LIMIT ?

-- a parameter in FETCH
SELECT id FROM residents ORDER BY id FETCH FIRST ? ROWS ONLY

-- a parameter of TABLESAMPLE
SELECT count(*) FROM residents TABLESAMPLE BERNOULLI (?)

-- parameters in the select list
SELECT ? AS a, ? || name AS b FROM residents

-- the time of day with zone (varies)
SELECT current_time AS t, current_time(0) AS u
