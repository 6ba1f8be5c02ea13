-- case: star gives permitted columns only in source order
SELECT * FROM person
-- expect:

-- case: qualified star
SELECT p.* FROM health.place AS p
-- expect:

-- case: star by schema and relation
SELECT health.place.* FROM health.place
-- expect:

-- case: star by full name
SELECT city.health.place.* FROM health.place
-- expect:

-- case: alias hides the relation name for stars
SELECT place.* FROM health.place AS p
-- expect:

-- case: alias hides the relation name for columns
SELECT place.code FROM health.place AS p
-- expect:

-- case: columns by all lengths of qualifier
SELECT code, place.code, health.place.code, city.health.place.code FROM health.place
-- expect:

-- case: names compare without case, quoted too
SELECT ID, "Id", P."nAmE" FROM person AS p
-- expect:

-- case: client spelling stays in the result
SELECT Id, id AS "My Id", id AS Foo, p.NAME FROM person p
-- expect:

-- case: expressions have no name
SELECT id, upper(name), id = 1, 1 FROM person
-- expect:

-- case: unknown column gets visible names as a hint
SELECT nme FROM person
-- expect:

-- case: unknown column of an unknown relation
SELECT persn.id FROM person
-- expect:

-- case: unknown column of a known relation
SELECT person.idd FROM person
-- expect:

-- case: unknown star
SELECT persn.* FROM person
-- expect:

-- case: hidden column is a column that does not exist
SELECT secret FROM person
-- expect:

-- case: a name that does not exist fails in the same words
SELECT secreu FROM person
-- expect:

-- case: hidden column qualified
SELECT person.secret FROM person
-- expect:

-- case: hidden column in WHERE
SELECT id FROM person WHERE secret = 'x'
-- expect:

-- case: hidden column is no hint
SELECT secre FROM person
-- expect:

-- case: discoverable column says what is missing and whom to ask
SELECT salary FROM person
-- expect:

-- case: discoverable column qualified
SELECT id FROM person p WHERE p.salary > 5
-- expect:

-- case: discoverable column of another alias
SELECT v.salary FROM person p, health.visit v
-- expect:

-- case: discoverable column behind an alias list is nothing
SELECT salary FROM person AS p (a, b, c, d, e, f, g, h, i, j, k, l, m)
-- expect:

-- case: a visible column wins over a discoverable one
SELECT salary FROM person, (VALUES 1) AS t (salary)
-- expect:

-- case: hidden columns do not make a name ambiguous
SELECT person_id FROM health.place, health.visit
-- expect:

-- case: ambiguous name
SELECT id FROM person, health.visit
-- expect:

-- case: ambiguous name qualified by a repeated alias
SELECT t.id FROM person t, health.visit t
-- expect:

-- case: ambiguous star
SELECT t.* FROM person t, health.visit t
-- expect:

-- case: alias list over permitted columns
SELECT a, g, z FROM health.place AS p (a, b, c, d, z, g)
-- expect:

-- case: alias list of wrong length counts permitted columns
SELECT 1 FROM health.place AS p (a, b)
-- expect:

-- case: row field
SELECT address.street, person.address.number, city.civil.person.address.street FROM person
-- expect:

-- case: row field of an expression
SELECT (address).street FROM person
-- expect:

-- case: unknown row field
SELECT address.stret FROM person
-- expect:

-- case: field of what is no row
SELECT name.first FROM person
-- expect:

-- case: fields of a row as columns
SELECT address.*, id FROM person
-- expect:

-- case: column wins over row field
SELECT t.x FROM (SELECT CAST(ROW(1) AS row(x integer)) AS t, 2 AS x) AS t
-- expect:

-- case: select alias is not visible in WHERE
SELECT id AS n FROM person WHERE n = 1
-- expect:

-- case: select alias is not visible in GROUP BY
SELECT region AS r, count(*) FROM person GROUP BY r
-- expect:

-- case: star without FROM
SELECT *
-- expect:

-- case: column without FROM
SELECT id
-- expect:

-- case: lambda parameter hides a column
SELECT transform(tags, id -> upper(id)) FROM person
-- expect:

-- case: lambda sees columns
SELECT transform(tags, t -> t || name) FROM person
-- expect:

-- case: nested lambdas
SELECT transform(ARRAY[ARRAY[1]], x -> transform(x, y -> y + cardinality(x)))
-- expect:

-- case: lambda parameter with a field
SELECT transform(stays, s -> s.cost) FROM person
-- expect:

-- case: lambda names a parameter twice
SELECT reduce(ARRAY[1], 0, (s, s) -> s, s -> s)
-- expect:

-- case: lambda outside a call
SELECT id -> 1 FROM person
-- expect:

-- case: unknown name in a lambda
SELECT transform(tags, t -> u) FROM person
-- expect:
