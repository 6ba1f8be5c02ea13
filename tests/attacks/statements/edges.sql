-- X01 the answer to an empty IN list => rows
SELECT id FROM person WHERE id IN (NULL);

-- X02 comparing with NULL => rows
SELECT id FROM person WHERE region = NULL OR (region <> NULL) IS NOT NULL;

-- X03 a condition that is unknown for hidden rows only => rows
SELECT count(*) FROM person WHERE (region LIKE 'A%') IS NOT NULL;

-- X04 a condition that negates the rule by CASE => rows
SELECT count(*) FROM person WHERE CASE WHEN region LIKE 'A%' THEN false ELSE true END;

-- X05 NULLs first from hidden rows => rows
SELECT id FROM person ORDER BY id NULLS FIRST LIMIT 1;

-- X06 the least text => rows
SELECT region FROM person ORDER BY region ASC NULLS FIRST LIMIT 1;

-- X07 random sampling of the whole is of what is permitted => rows
SELECT count(*) FROM (SELECT * FROM person TABLESAMPLE SYSTEM (100)) t;

-- X08 sampling before a join => rows
SELECT count(*) FROM person p TABLESAMPLE BERNOULLI (100) JOIN visit v TABLESAMPLE BERNOULLI (100) ON p.id = v.person_id;

-- X09 VALUES over governed subqueries => rows
SELECT * FROM (VALUES ((SELECT max(id) FROM person), (SELECT min(cost) FROM visit))) t(a, b);

-- X10 a subquery as an argument of LIMIT => NOT_SUPPORTED
SELECT id FROM person LIMIT (SELECT count(*) FROM vault);

-- X11 arithmetic of two counts => rows
SELECT (SELECT count(*) FROM person) - (SELECT count(*) FROM person WHERE region LIKE 'A%');

-- X12 a date far in the hidden future => rows
SELECT max(day), count(*) FROM visit WHERE day > DATE '2026-01-31' OR day IS NULL;

-- X13 infinite and NaN weights => rows
SELECT max(weight), min(weight), sum(weight), is_nan(max(weight)) FROM visit;
