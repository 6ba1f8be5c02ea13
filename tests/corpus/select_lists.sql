-- every column
SELECT * FROM residents

-- every column of one alias
SELECT r.* FROM residents AS r

-- every column beside an expression
SELECT *, income * 12 AS yearly FROM residents

-- every column of two relations
SELECT r.*, d.* FROM residents r JOIN districts d ON r.district = d.code

-- one relation's columns and one of another
SELECT d.name, r.* FROM residents r JOIN districts d ON r.district = d.code

-- columns in another order
SELECT district, name, id FROM residents

-- a column twice
SELECT id, id FROM residents

-- a column under two names
SELECT id AS a, id AS b FROM residents

-- an alias without AS
SELECT name citizen FROM residents

-- a quoted alias with blanks
SELECT name AS "Full Name" FROM residents

-- a CJK alias
SELECT name AS "姓名", district AS "所属区" FROM residents

-- an alias in capital letters
SELECT name AS NAME FROM residents

-- an alias in mixed case, quoted
SELECT name AS "CitizenName" FROM residents

-- an alias that is a keyword, quoted
SELECT id AS "select", name AS "from" FROM residents

-- an alias with a quotation mark in it
SELECT id AS "a""b" FROM residents

-- columns without a name
SELECT id + 1, income * 2, upper(name) FROM residents

-- a qualified column keeps its name
SELECT residents.name FROM residents

-- a fully qualified column
SELECT memory.city.residents.name FROM memory.city.residents

-- a schema qualified column
SELECT city.residents.id FROM city.residents

-- a two part relation
SELECT id FROM city.residents

-- a three part relation
SELECT id FROM memory.city.residents

-- a quoted relation
SELECT "id" FROM "memory"."city"."residents"

-- names in capital letters
SELECT ID, NAME FROM RESIDENTS

-- quoted names in capital letters
SELECT "ID", "Name" FROM "RESIDENTS"

-- constants only
SELECT 1, 'a', TRUE, NULL, 1.5, 1e0

-- no FROM with an expression
SELECT 1 + 2 * 3 AS n

-- no FROM with WHERE true
SELECT 1 AS one WHERE TRUE

-- no FROM with WHERE false
SELECT 1 AS one WHERE FALSE

-- constants for every row
SELECT 'x' AS kind, 1 AS n FROM districts

-- distinct values
SELECT DISTINCT district FROM residents

-- distinct pairs
SELECT DISTINCT district, gender FROM residents

-- distinct over everything
SELECT DISTINCT * FROM districts

-- distinct of an expression
SELECT DISTINCT substr(district, 1, 4) AS city FROM residents

-- distinct with order
SELECT DISTINCT household FROM residents ORDER BY household DESC NULLS LAST

-- distinct of constants
SELECT DISTINCT 1, 'a' FROM residents

-- select all is the default
SELECT ALL gender FROM residents

-- distinct floating values
SELECT DISTINCT height FROM residents

-- distinct with NaN and negative zero
SELECT DISTINCT pm25 FROM readings

-- distinct char
SELECT DISTINCT kind FROM properties

-- distinct timestamps
SELECT DISTINCT registered FROM residents

-- table as a query
TABLE districts

-- table in brackets
(TABLE districts)

-- table in a set operation
TABLE districts UNION ALL TABLE districts

-- a query in brackets
(SELECT id FROM residents)

-- a query in three brackets
(((SELECT id FROM residents)))

-- expressions of everything
SELECT id % 3 AS r, -id AS m, +id AS p, id / 2 AS h, income - 1 AS l, height * 2 AS t FROM residents

-- chained operators
SELECT 1 - 2 - 3 AS a, 8 / 4 / 2 AS b, 2 * 3 % 4 AS c, -(-1) AS d, - -1 AS e

-- operators and brackets
SELECT (1 + 2) * 3, 1 + 2 * 3, -(1 + 2), 10 - (4 - 3)

-- text joined
SELECT name || ' ' || coalesce(phone, '-') AS line FROM residents

-- text joined with NULL
SELECT name || phone AS line FROM residents

-- a condition as a column
SELECT id, income > 100 AS rich, married AND height > 1 AS both FROM residents

-- conditions with NULL
SELECT id, married OR NULL AS a, married AND NULL AS b, NOT married AS c FROM residents

-- a semicolon at the end
SELECT 1 AS one;

-- trailing blanks and tabs
SELECT	1   AS one

-- windows line ends
SELECT id
FROM residents
WHERE id = 1

-- a comment at the end
SELECT 1 AS one -- the end

-- a comment in the middle
SELECT /* which */ id /* of */ FROM /* whom */ residents

-- a comment with quotes in it
SELECT id /* it's "quoted" -- and more */ FROM residents

-- a comment with SQL in it
SELECT id /* ; DROP TABLE residents; */ FROM residents

-- a BI tool's leading comment
/* {"app": "dbt", "node": "x"} */ SELECT id FROM residents

-- comments within pairs of words
SELECT household, count(*) AS n FROM residents GROUP /* a */ BY household ORDER -- b
BY household

-- comments within grouping sets
SELECT household, count(*) AS n FROM residents GROUP BY GROUPING /* a */ SETS (/* b */ household /* c */, (/* d */)) ORDER BY 1 /* e */, 2

-- comments within a window
SELECT id, sum(id) OVER (PARTITION /* a */ BY gender /* b */ ORDER /* c */ BY id /* d */ ROWS /* e */ 1 PRECEDING) AS s FROM residents ORDER BY id

-- comments after every item
SELECT household -- the household
, gender -- the gender
, count(*) /* people */ AS n
FROM residents -- everybody
GROUP BY household -- first
, gender -- second
ORDER BY household -- third
, gender /* fourth */ DESC -- fifth

-- names that are words of the grammar in quotes
SELECT "all", "any", "select", "group by", t."from" FROM (VALUES (1, 2, 3, 4, 5)) t("all", "any", "select", "group by", "from") WHERE "all" = 1 GROUP BY 1, 2, 3, 4, 5 ORDER BY "all", "from"

-- names that are words which Trino does not reserve
SELECT fetch, execute, "lateral", lateral + 1 AS filter, range AS offset FROM (VALUES (1, 2, 3, 4)) AS execute(fetch, execute, lateral, range) ORDER BY fetch, execute FETCH NEXT 1 ROW ONLY

-- a column in brackets keeps its name
SELECT (id), ((r.name)), (r."PHONE") FROM residents AS r WHERE id = 1

-- a column in brackets is named outside
SELECT s.id, s.name FROM (SELECT (id), (name) FROM residents) AS s ORDER BY (id)

-- a field in brackets keeps its name
SELECT (p.address).street, (p.address.number), p.stays[1].cost FROM profiles AS p WHERE resident_id = 1

-- all as a name
SELECT all, x, t.all FROM (VALUES (1, 2)) AS t(all, x) WHERE all = 1 GROUP BY all, x ORDER BY all

-- any as a name
SELECT any, any + 1 AS b, x = any AS c, x = any (SELECT 2) AS d FROM (VALUES (1, 2)) AS t(any, x) WHERE any > 0 ORDER BY any

-- tablesample as a name
SELECT tablesample, tablesample.x AS y FROM (VALUES (1, 2)) tablesample (tablesample, x)

-- all before a sign is no name
SELECT all + 1, all - x FROM (VALUES (1, 2)) AS t(all, x)
