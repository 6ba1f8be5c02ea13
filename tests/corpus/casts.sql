-- a tinyint to boolean
SELECT id, CAST(floors AS boolean) AS x FROM properties ORDER BY id

-- a tinyint to tinyint
SELECT id, CAST(floors AS tinyint) AS x FROM properties ORDER BY id

-- a tinyint to smallint
SELECT id, CAST(floors AS smallint) AS x FROM properties ORDER BY id

-- a tinyint to integer
SELECT id, CAST(floors AS integer) AS x FROM properties ORDER BY id

-- a tinyint to bigint
SELECT id, CAST(floors AS bigint) AS x FROM properties ORDER BY id

-- a tinyint to real
SELECT id, CAST(floors AS real) AS x FROM properties ORDER BY id

-- a tinyint to double
SELECT id, CAST(floors AS double) AS x FROM properties ORDER BY id

-- a tinyint to decimal(10,2)
SELECT id, CAST(floors AS decimal(10,2)) AS x FROM properties ORDER BY id

-- a tinyint to decimal(38,0)
SELECT id, CAST(floors AS decimal(38,0)) AS x FROM properties ORDER BY id

-- a tinyint to varchar
SELECT id, CAST(floors AS varchar) AS x FROM properties ORDER BY id

-- a tinyint to varchar(3)
SELECT id, CAST(floors AS varchar(3)) AS x FROM properties ORDER BY id

-- a tinyint to char(4)
SELECT id, CAST(floors AS char(4)) AS x FROM properties ORDER BY id

-- a tinyint to date
SELECT id, CAST(floors AS date) AS x FROM properties ORDER BY id

-- a tinyint to timestamp(3)
SELECT id, CAST(floors AS timestamp(3)) AS x FROM properties ORDER BY id

-- a smallint to boolean
SELECT id, CAST(score AS boolean) AS x FROM visits ORDER BY id

-- a smallint to tinyint
SELECT id, CAST(score AS tinyint) AS x FROM visits ORDER BY id

-- a smallint to smallint
SELECT id, CAST(score AS smallint) AS x FROM visits ORDER BY id

-- a smallint to integer
SELECT id, CAST(score AS integer) AS x FROM visits ORDER BY id

-- a smallint to bigint
SELECT id, CAST(score AS bigint) AS x FROM visits ORDER BY id

-- a smallint to real
SELECT id, CAST(score AS real) AS x FROM visits ORDER BY id

-- a smallint to double
SELECT id, CAST(score AS double) AS x FROM visits ORDER BY id

-- a smallint to decimal(10,2)
SELECT id, CAST(score AS decimal(10,2)) AS x FROM visits ORDER BY id

-- a smallint to decimal(38,0)
SELECT id, CAST(score AS decimal(38,0)) AS x FROM visits ORDER BY id

-- a smallint to varchar
SELECT id, CAST(score AS varchar) AS x FROM visits ORDER BY id

-- a smallint to varchar(3)
SELECT id, CAST(score AS varchar(3)) AS x FROM visits ORDER BY id

-- a smallint to char(4)
SELECT id, CAST(score AS char(4)) AS x FROM visits ORDER BY id

-- a smallint to date
SELECT id, CAST(score AS date) AS x FROM visits ORDER BY id

-- a smallint to timestamp(3)
SELECT id, CAST(score AS timestamp(3)) AS x FROM visits ORDER BY id

-- an integer to boolean
SELECT code, CAST(employees AS boolean) AS x FROM companies ORDER BY code

-- an integer to tinyint
SELECT code, CAST(employees AS tinyint) AS x FROM companies ORDER BY code

-- an integer to smallint
SELECT code, CAST(employees AS smallint) AS x FROM companies ORDER BY code

-- an integer to integer
SELECT code, CAST(employees AS integer) AS x FROM companies ORDER BY code

-- an integer to bigint
SELECT code, CAST(employees AS bigint) AS x FROM companies ORDER BY code

-- an integer to real
SELECT code, CAST(employees AS real) AS x FROM companies ORDER BY code

-- an integer to double
SELECT code, CAST(employees AS double) AS x FROM companies ORDER BY code

-- an integer to decimal(10,2)
SELECT code, CAST(employees AS decimal(10,2)) AS x FROM companies ORDER BY code

-- an integer to decimal(38,0)
SELECT code, CAST(employees AS decimal(38,0)) AS x FROM companies ORDER BY code

-- an integer to varchar
SELECT code, CAST(employees AS varchar) AS x FROM companies ORDER BY code

-- an integer to varchar(3)
SELECT code, CAST(employees AS varchar(3)) AS x FROM companies ORDER BY code

-- an integer to char(4)
SELECT code, CAST(employees AS char(4)) AS x FROM companies ORDER BY code

-- an integer to date
SELECT code, CAST(employees AS date) AS x FROM companies ORDER BY code

-- an integer to timestamp(3)
SELECT code, CAST(employees AS timestamp(3)) AS x FROM companies ORDER BY code

-- a bigint to boolean
SELECT id, CAST(resident_id AS boolean) AS x FROM visits ORDER BY id

-- a bigint to tinyint
SELECT id, CAST(resident_id AS tinyint) AS x FROM visits ORDER BY id

-- a bigint to smallint
SELECT id, CAST(resident_id AS smallint) AS x FROM visits ORDER BY id

-- a bigint to integer
SELECT id, CAST(resident_id AS integer) AS x FROM visits ORDER BY id

-- a bigint to bigint
SELECT id, CAST(resident_id AS bigint) AS x FROM visits ORDER BY id

-- a bigint to real
SELECT id, CAST(resident_id AS real) AS x FROM visits ORDER BY id

-- a bigint to double
SELECT id, CAST(resident_id AS double) AS x FROM visits ORDER BY id

-- a bigint to decimal(10,2)
SELECT id, CAST(resident_id AS decimal(10,2)) AS x FROM visits ORDER BY id

-- a bigint to decimal(38,0)
SELECT id, CAST(resident_id AS decimal(38,0)) AS x FROM visits ORDER BY id

-- a bigint to varchar
SELECT id, CAST(resident_id AS varchar) AS x FROM visits ORDER BY id

-- a bigint to varchar(3)
SELECT id, CAST(resident_id AS varchar(3)) AS x FROM visits ORDER BY id

-- a bigint to char(4)
SELECT id, CAST(resident_id AS char(4)) AS x FROM visits ORDER BY id

-- a bigint to date
SELECT id, CAST(resident_id AS date) AS x FROM visits ORDER BY id

-- a bigint to timestamp(3)
SELECT id, CAST(resident_id AS timestamp(3)) AS x FROM visits ORDER BY id

-- a real to boolean
SELECT code, CAST(rating AS boolean) AS x FROM companies ORDER BY code

-- a real to tinyint
SELECT code, CAST(rating AS tinyint) AS x FROM companies ORDER BY code

-- a real to smallint
SELECT code, CAST(rating AS smallint) AS x FROM companies ORDER BY code

-- a real to integer
SELECT code, CAST(rating AS integer) AS x FROM companies ORDER BY code

-- a real to bigint
SELECT code, CAST(rating AS bigint) AS x FROM companies ORDER BY code

-- a real to real
SELECT code, CAST(rating AS real) AS x FROM companies ORDER BY code

-- a real to double
SELECT code, CAST(rating AS double) AS x FROM companies ORDER BY code

-- a real to decimal(10,2)
SELECT code, CAST(rating AS decimal(10,2)) AS x FROM companies ORDER BY code

-- a real to decimal(38,0)
SELECT code, CAST(rating AS decimal(38,0)) AS x FROM companies ORDER BY code

-- a real to varchar
SELECT code, CAST(rating AS varchar) AS x FROM companies ORDER BY code

-- a real to varchar(3)
SELECT code, CAST(rating AS varchar(3)) AS x FROM companies ORDER BY code

-- a real to char(4)
SELECT code, CAST(rating AS char(4)) AS x FROM companies ORDER BY code

-- a real to date
SELECT code, CAST(rating AS date) AS x FROM companies ORDER BY code

-- a real to timestamp(3)
SELECT code, CAST(rating AS timestamp(3)) AS x FROM companies ORDER BY code

-- a double to boolean
SELECT id, CAST(height AS boolean) AS x FROM residents ORDER BY id

-- a double to tinyint
SELECT id, CAST(height AS tinyint) AS x FROM residents ORDER BY id

-- a double to smallint
SELECT id, CAST(height AS smallint) AS x FROM residents ORDER BY id

-- a double to integer
SELECT id, CAST(height AS integer) AS x FROM residents ORDER BY id

-- a double to bigint
SELECT id, CAST(height AS bigint) AS x FROM residents ORDER BY id

-- a double to real
SELECT id, CAST(height AS real) AS x FROM residents ORDER BY id

-- a double to double
SELECT id, CAST(height AS double) AS x FROM residents ORDER BY id

-- a double to decimal(10,2)
SELECT id, CAST(height AS decimal(10,2)) AS x FROM residents ORDER BY id

-- a double to decimal(38,0)
SELECT id, CAST(height AS decimal(38,0)) AS x FROM residents ORDER BY id

-- a double to varchar
SELECT id, CAST(height AS varchar) AS x FROM residents ORDER BY id

-- a double to varchar(3)
SELECT id, CAST(height AS varchar(3)) AS x FROM residents ORDER BY id

-- a double to char(4)
SELECT id, CAST(height AS char(4)) AS x FROM residents ORDER BY id

-- a double to date
SELECT id, CAST(height AS date) AS x FROM residents ORDER BY id

-- a double to timestamp(3)
SELECT id, CAST(height AS timestamp(3)) AS x FROM residents ORDER BY id

-- a decimal to boolean
SELECT id, CAST(cost AS boolean) AS x FROM visits ORDER BY id

-- a decimal to tinyint
SELECT id, CAST(cost AS tinyint) AS x FROM visits ORDER BY id

-- a decimal to smallint
SELECT id, CAST(cost AS smallint) AS x FROM visits ORDER BY id

-- a decimal to integer
SELECT id, CAST(cost AS integer) AS x FROM visits ORDER BY id

-- a decimal to bigint
SELECT id, CAST(cost AS bigint) AS x FROM visits ORDER BY id

-- a decimal to real
SELECT id, CAST(cost AS real) AS x FROM visits ORDER BY id

-- a decimal to double
SELECT id, CAST(cost AS double) AS x FROM visits ORDER BY id

-- a decimal to decimal(10,2)
SELECT id, CAST(cost AS decimal(10,2)) AS x FROM visits ORDER BY id

-- a decimal to decimal(38,0)
SELECT id, CAST(cost AS decimal(38,0)) AS x FROM visits ORDER BY id

-- a decimal to varchar
SELECT id, CAST(cost AS varchar) AS x FROM visits ORDER BY id

-- a decimal to varchar(3)
SELECT id, CAST(cost AS varchar(3)) AS x FROM visits ORDER BY id

-- a decimal to char(4)
SELECT id, CAST(cost AS char(4)) AS x FROM visits ORDER BY id

-- a decimal to date
SELECT id, CAST(cost AS date) AS x FROM visits ORDER BY id

-- a decimal to timestamp(3)
SELECT id, CAST(cost AS timestamp(3)) AS x FROM visits ORDER BY id

-- a decimal to timestamp(0)
SELECT id, CAST(cost AS timestamp(0)) AS x FROM visits ORDER BY id

-- a decimal to time(3)
SELECT id, CAST(cost AS time(3)) AS x FROM visits ORDER BY id

-- a decimal to varbinary
SELECT id, CAST(cost AS varbinary) AS x FROM visits ORDER BY id

-- a decimal to json
SELECT id, CAST(cost AS json) AS x FROM visits ORDER BY id

-- a decimal to uuid
SELECT id, CAST(cost AS uuid) AS x FROM visits ORDER BY id

-- a varchar to boolean
SELECT id, CAST(note AS boolean) AS x FROM visits ORDER BY id

-- a varchar to tinyint
SELECT id, CAST(note AS tinyint) AS x FROM visits ORDER BY id

-- a varchar to smallint
SELECT id, CAST(note AS smallint) AS x FROM visits ORDER BY id

-- a varchar to integer
SELECT id, CAST(note AS integer) AS x FROM visits ORDER BY id

-- a varchar to bigint
SELECT id, CAST(note AS bigint) AS x FROM visits ORDER BY id

-- a varchar to real
SELECT id, CAST(note AS real) AS x FROM visits ORDER BY id

-- a varchar to double
SELECT id, CAST(note AS double) AS x FROM visits ORDER BY id

-- a varchar to decimal(10,2)
SELECT id, CAST(note AS decimal(10,2)) AS x FROM visits ORDER BY id

-- a varchar to decimal(38,0)
SELECT id, CAST(note AS decimal(38,0)) AS x FROM visits ORDER BY id

-- a varchar to varchar
SELECT id, CAST(note AS varchar) AS x FROM visits ORDER BY id

-- a varchar to varchar(3)
SELECT id, CAST(note AS varchar(3)) AS x FROM visits ORDER BY id

-- a varchar to char(4)
SELECT id, CAST(note AS char(4)) AS x FROM visits ORDER BY id

-- a varchar to date
SELECT id, CAST(note AS date) AS x FROM visits ORDER BY id

-- a varchar to timestamp(3)
SELECT id, CAST(note AS timestamp(3)) AS x FROM visits ORDER BY id

-- a varchar to timestamp(0)
SELECT id, CAST(note AS timestamp(0)) AS x FROM visits ORDER BY id

-- a varchar to time(3)
SELECT id, CAST(note AS time(3)) AS x FROM visits ORDER BY id

-- a varchar to varbinary
SELECT id, CAST(note AS varbinary) AS x FROM visits ORDER BY id

-- a varchar to json
SELECT id, CAST(note AS json) AS x FROM visits ORDER BY id

-- a varchar to uuid
SELECT id, CAST(note AS uuid) AS x FROM visits ORDER BY id

-- a boolean to boolean
SELECT id, CAST(married AS boolean) AS x FROM residents ORDER BY id

-- a boolean to tinyint
SELECT id, CAST(married AS tinyint) AS x FROM residents ORDER BY id

-- a boolean to smallint
SELECT id, CAST(married AS smallint) AS x FROM residents ORDER BY id

-- a boolean to integer
SELECT id, CAST(married AS integer) AS x FROM residents ORDER BY id

-- a boolean to bigint
SELECT id, CAST(married AS bigint) AS x FROM residents ORDER BY id

-- a boolean to real
SELECT id, CAST(married AS real) AS x FROM residents ORDER BY id

-- a boolean to double
SELECT id, CAST(married AS double) AS x FROM residents ORDER BY id

-- a boolean to decimal(10,2)
SELECT id, CAST(married AS decimal(10,2)) AS x FROM residents ORDER BY id

-- a boolean to decimal(38,0)
SELECT id, CAST(married AS decimal(38,0)) AS x FROM residents ORDER BY id

-- a boolean to varchar
SELECT id, CAST(married AS varchar) AS x FROM residents ORDER BY id

-- a boolean to varchar(3)
SELECT id, CAST(married AS varchar(3)) AS x FROM residents ORDER BY id

-- a boolean to char(4)
SELECT id, CAST(married AS char(4)) AS x FROM residents ORDER BY id

-- a boolean to date
SELECT id, CAST(married AS date) AS x FROM residents ORDER BY id

-- a boolean to timestamp(3)
SELECT id, CAST(married AS timestamp(3)) AS x FROM residents ORDER BY id

-- a date to integer
SELECT id, CAST(day AS integer) AS x FROM visits ORDER BY id

-- a date to bigint
SELECT id, CAST(day AS bigint) AS x FROM visits ORDER BY id

-- a date to double
SELECT id, CAST(day AS double) AS x FROM visits ORDER BY id

-- a date to decimal(10,2)
SELECT id, CAST(day AS decimal(10,2)) AS x FROM visits ORDER BY id

-- a date to decimal(38,0)
SELECT id, CAST(day AS decimal(38,0)) AS x FROM visits ORDER BY id

-- a date to varchar
SELECT id, CAST(day AS varchar) AS x FROM visits ORDER BY id

-- a date to varchar(3)
SELECT id, CAST(day AS varchar(3)) AS x FROM visits ORDER BY id

-- a date to char(4)
SELECT id, CAST(day AS char(4)) AS x FROM visits ORDER BY id

-- a date to date
SELECT id, CAST(day AS date) AS x FROM visits ORDER BY id

-- a date to timestamp(3)
SELECT id, CAST(day AS timestamp(3)) AS x FROM visits ORDER BY id

-- a timestamp to boolean
SELECT id, CAST(admitted AS boolean) AS x FROM visits ORDER BY id

-- a timestamp to tinyint
SELECT id, CAST(admitted AS tinyint) AS x FROM visits ORDER BY id

-- a timestamp to smallint
SELECT id, CAST(admitted AS smallint) AS x FROM visits ORDER BY id

-- a timestamp to integer
SELECT id, CAST(admitted AS integer) AS x FROM visits ORDER BY id

-- a timestamp to bigint
SELECT id, CAST(admitted AS bigint) AS x FROM visits ORDER BY id

-- a timestamp to real
SELECT id, CAST(admitted AS real) AS x FROM visits ORDER BY id

-- a timestamp to double
SELECT id, CAST(admitted AS double) AS x FROM visits ORDER BY id

-- a timestamp to decimal(10,2)
SELECT id, CAST(admitted AS decimal(10,2)) AS x FROM visits ORDER BY id

-- a timestamp to decimal(38,0)
SELECT id, CAST(admitted AS decimal(38,0)) AS x FROM visits ORDER BY id

-- a timestamp to varchar
SELECT id, CAST(admitted AS varchar) AS x FROM visits ORDER BY id

-- a timestamp to varchar(3)
SELECT id, CAST(admitted AS varchar(3)) AS x FROM visits ORDER BY id

-- a timestamp to char(4)
SELECT id, CAST(admitted AS char(4)) AS x FROM visits ORDER BY id

-- a timestamp to date
SELECT id, CAST(admitted AS date) AS x FROM visits ORDER BY id

-- a timestamp to timestamp(3)
SELECT id, CAST(admitted AS timestamp(3)) AS x FROM visits ORDER BY id

-- a timestamp to timestamp(0)
SELECT id, CAST(admitted AS timestamp(0)) AS x FROM visits ORDER BY id

-- a timestamp to time(3)
SELECT id, CAST(admitted AS time(3)) AS x FROM visits ORDER BY id

-- a timestamp to varbinary
SELECT id, CAST(admitted AS varbinary) AS x FROM visits ORDER BY id

-- a timestamp to json
SELECT id, CAST(admitted AS json) AS x FROM visits ORDER BY id

-- a timestamp to uuid
SELECT id, CAST(admitted AS uuid) AS x FROM visits ORDER BY id

-- a char to boolean
SELECT id, CAST(kind AS boolean) AS x FROM properties ORDER BY id

-- a char to tinyint
SELECT id, CAST(kind AS tinyint) AS x FROM properties ORDER BY id

-- a char to smallint
SELECT id, CAST(kind AS smallint) AS x FROM properties ORDER BY id

-- a char to integer
SELECT id, CAST(kind AS integer) AS x FROM properties ORDER BY id

-- a char to bigint
SELECT id, CAST(kind AS bigint) AS x FROM properties ORDER BY id

-- a char to real
SELECT id, CAST(kind AS real) AS x FROM properties ORDER BY id

-- a char to double
SELECT id, CAST(kind AS double) AS x FROM properties ORDER BY id

-- a char to decimal(10,2)
SELECT id, CAST(kind AS decimal(10,2)) AS x FROM properties ORDER BY id

-- a char to decimal(38,0)
SELECT id, CAST(kind AS decimal(38,0)) AS x FROM properties ORDER BY id

-- a char to varchar
SELECT id, CAST(kind AS varchar) AS x FROM properties ORDER BY id

-- a char to varchar(3)
SELECT id, CAST(kind AS varchar(3)) AS x FROM properties ORDER BY id

-- a char to char(4)
SELECT id, CAST(kind AS char(4)) AS x FROM properties ORDER BY id

-- a char to date
SELECT id, CAST(kind AS date) AS x FROM properties ORDER BY id

-- a char to timestamp(3)
SELECT id, CAST(kind AS timestamp(3)) AS x FROM properties ORDER BY id

-- a tinyint tried as boolean
SELECT id, TRY_CAST(floors AS boolean) AS x FROM properties ORDER BY id

-- a tinyint tried as smallint
SELECT id, TRY_CAST(floors AS smallint) AS x FROM properties ORDER BY id

-- a tinyint tried as integer
SELECT id, TRY_CAST(floors AS integer) AS x FROM properties ORDER BY id

-- a tinyint tried as bigint
SELECT id, TRY_CAST(floors AS bigint) AS x FROM properties ORDER BY id

-- a tinyint tried as double
SELECT id, TRY_CAST(floors AS double) AS x FROM properties ORDER BY id

-- a tinyint tried as decimal(6,1)
SELECT id, TRY_CAST(floors AS decimal(6,1)) AS x FROM properties ORDER BY id

-- a tinyint tried as varchar(2)
SELECT id, TRY_CAST(floors AS varchar(2)) AS x FROM properties ORDER BY id

-- a smallint tried as boolean
SELECT id, TRY_CAST(score AS boolean) AS x FROM visits ORDER BY id

-- a smallint tried as smallint
SELECT id, TRY_CAST(score AS smallint) AS x FROM visits ORDER BY id

-- a smallint tried as integer
SELECT id, TRY_CAST(score AS integer) AS x FROM visits ORDER BY id

-- a smallint tried as bigint
SELECT id, TRY_CAST(score AS bigint) AS x FROM visits ORDER BY id

-- a smallint tried as double
SELECT id, TRY_CAST(score AS double) AS x FROM visits ORDER BY id

-- a smallint tried as decimal(6,1)
SELECT id, TRY_CAST(score AS decimal(6,1)) AS x FROM visits ORDER BY id

-- a smallint tried as varchar(2)
SELECT id, TRY_CAST(score AS varchar(2)) AS x FROM visits ORDER BY id

-- an integer tried as boolean
SELECT code, TRY_CAST(employees AS boolean) AS x FROM companies ORDER BY code

-- an integer tried as smallint
SELECT code, TRY_CAST(employees AS smallint) AS x FROM companies ORDER BY code

-- an integer tried as integer
SELECT code, TRY_CAST(employees AS integer) AS x FROM companies ORDER BY code

-- an integer tried as bigint
SELECT code, TRY_CAST(employees AS bigint) AS x FROM companies ORDER BY code

-- an integer tried as double
SELECT code, TRY_CAST(employees AS double) AS x FROM companies ORDER BY code

-- an integer tried as decimal(6,1)
SELECT code, TRY_CAST(employees AS decimal(6,1)) AS x FROM companies ORDER BY code

-- an integer tried as varchar(2)
SELECT code, TRY_CAST(employees AS varchar(2)) AS x FROM companies ORDER BY code

-- a bigint tried as boolean
SELECT id, TRY_CAST(resident_id AS boolean) AS x FROM visits ORDER BY id

-- a bigint tried as smallint
SELECT id, TRY_CAST(resident_id AS smallint) AS x FROM visits ORDER BY id

-- a bigint tried as integer
SELECT id, TRY_CAST(resident_id AS integer) AS x FROM visits ORDER BY id

-- a bigint tried as bigint
SELECT id, TRY_CAST(resident_id AS bigint) AS x FROM visits ORDER BY id

-- a bigint tried as double
SELECT id, TRY_CAST(resident_id AS double) AS x FROM visits ORDER BY id

-- a bigint tried as decimal(6,1)
SELECT id, TRY_CAST(resident_id AS decimal(6,1)) AS x FROM visits ORDER BY id

-- a bigint tried as varchar(2)
SELECT id, TRY_CAST(resident_id AS varchar(2)) AS x FROM visits ORDER BY id

-- a real tried as boolean
SELECT code, TRY_CAST(rating AS boolean) AS x FROM companies ORDER BY code

-- a real tried as smallint
SELECT code, TRY_CAST(rating AS smallint) AS x FROM companies ORDER BY code

-- a real tried as integer
SELECT code, TRY_CAST(rating AS integer) AS x FROM companies ORDER BY code

-- a real tried as bigint
SELECT code, TRY_CAST(rating AS bigint) AS x FROM companies ORDER BY code

-- a real tried as double
SELECT code, TRY_CAST(rating AS double) AS x FROM companies ORDER BY code

-- a real tried as decimal(6,1)
SELECT code, TRY_CAST(rating AS decimal(6,1)) AS x FROM companies ORDER BY code

-- a real tried as varchar(2)
SELECT code, TRY_CAST(rating AS varchar(2)) AS x FROM companies ORDER BY code

-- a double tried as boolean
SELECT id, TRY_CAST(height AS boolean) AS x FROM residents ORDER BY id

-- a double tried as smallint
SELECT id, TRY_CAST(height AS smallint) AS x FROM residents ORDER BY id

-- a double tried as integer
SELECT id, TRY_CAST(height AS integer) AS x FROM residents ORDER BY id

-- a double tried as bigint
SELECT id, TRY_CAST(height AS bigint) AS x FROM residents ORDER BY id

-- a double tried as double
SELECT id, TRY_CAST(height AS double) AS x FROM residents ORDER BY id

-- a double tried as decimal(6,1)
SELECT id, TRY_CAST(height AS decimal(6,1)) AS x FROM residents ORDER BY id

-- a double tried as varchar(2)
SELECT id, TRY_CAST(height AS varchar(2)) AS x FROM residents ORDER BY id

-- a decimal tried as boolean
SELECT id, TRY_CAST(cost AS boolean) AS x FROM visits ORDER BY id

-- a decimal tried as smallint
SELECT id, TRY_CAST(cost AS smallint) AS x FROM visits ORDER BY id

-- a decimal tried as integer
SELECT id, TRY_CAST(cost AS integer) AS x FROM visits ORDER BY id

-- a decimal tried as bigint
SELECT id, TRY_CAST(cost AS bigint) AS x FROM visits ORDER BY id

-- a decimal tried as double
SELECT id, TRY_CAST(cost AS double) AS x FROM visits ORDER BY id

-- a decimal tried as decimal(6,1)
SELECT id, TRY_CAST(cost AS decimal(6,1)) AS x FROM visits ORDER BY id

-- a decimal tried as varchar(2)
SELECT id, TRY_CAST(cost AS varchar(2)) AS x FROM visits ORDER BY id

-- a varchar tried as boolean
SELECT id, TRY_CAST(note AS boolean) AS x FROM visits ORDER BY id

-- a varchar tried as smallint
SELECT id, TRY_CAST(note AS smallint) AS x FROM visits ORDER BY id

-- a varchar tried as integer
SELECT id, TRY_CAST(note AS integer) AS x FROM visits ORDER BY id

-- a varchar tried as bigint
SELECT id, TRY_CAST(note AS bigint) AS x FROM visits ORDER BY id

-- a varchar tried as double
SELECT id, TRY_CAST(note AS double) AS x FROM visits ORDER BY id

-- a varchar tried as decimal(6,1)
SELECT id, TRY_CAST(note AS decimal(6,1)) AS x FROM visits ORDER BY id

-- a varchar tried as varchar(2)
SELECT id, TRY_CAST(note AS varchar(2)) AS x FROM visits ORDER BY id

-- a varchar tried as date
SELECT id, TRY_CAST(note AS date) AS x FROM visits ORDER BY id

-- a varchar tried as timestamp(3)
SELECT id, TRY_CAST(note AS timestamp(3)) AS x FROM visits ORDER BY id

-- a boolean tried as varchar(2)
SELECT id, TRY_CAST(married AS varchar(2)) AS x FROM residents ORDER BY id

-- a date tried as varchar(2)
SELECT id, TRY_CAST(day AS varchar(2)) AS x FROM visits ORDER BY id

-- a date tried as date
SELECT id, TRY_CAST(day AS date) AS x FROM visits ORDER BY id

-- a date tried as timestamp(3)
SELECT id, TRY_CAST(day AS timestamp(3)) AS x FROM visits ORDER BY id

-- a timestamp tried as varchar(2)
SELECT id, TRY_CAST(admitted AS varchar(2)) AS x FROM visits ORDER BY id

-- a timestamp tried as date
SELECT id, TRY_CAST(admitted AS date) AS x FROM visits ORDER BY id

-- a timestamp tried as timestamp(3)
SELECT id, TRY_CAST(admitted AS timestamp(3)) AS x FROM visits ORDER BY id

-- a char tried as boolean
SELECT id, TRY_CAST(kind AS boolean) AS x FROM properties ORDER BY id

-- a char tried as smallint
SELECT id, TRY_CAST(kind AS smallint) AS x FROM properties ORDER BY id

-- a char tried as integer
SELECT id, TRY_CAST(kind AS integer) AS x FROM properties ORDER BY id

-- a char tried as bigint
SELECT id, TRY_CAST(kind AS bigint) AS x FROM properties ORDER BY id

-- a char tried as double
SELECT id, TRY_CAST(kind AS double) AS x FROM properties ORDER BY id

-- a char tried as decimal(6,1)
SELECT id, TRY_CAST(kind AS decimal(6,1)) AS x FROM properties ORDER BY id

-- a char tried as varchar(2)
SELECT id, TRY_CAST(kind AS varchar(2)) AS x FROM properties ORDER BY id

-- a char tried as date
SELECT id, TRY_CAST(kind AS date) AS x FROM properties ORDER BY id

-- a char tried as timestamp(3)
SELECT id, TRY_CAST(kind AS timestamp(3)) AS x FROM properties ORDER BY id

-- texts to numbers
SELECT CAST('12' AS integer) AS a, CAST(' 12' AS varchar) AS b, CAST('-1.5' AS double) AS c, CAST('1.25' AS decimal(4,1)) AS d

-- halves to integers
SELECT CAST(0.5 AS integer) AS a, CAST(1.5 AS integer) AS b, CAST(-0.5 AS bigint) AS c, CAST(2.5e0 AS integer) AS d, CAST(-2.5e0 AS integer) AS e

-- special words to double
SELECT CAST('NaN' AS double) AS a, CAST('Infinity' AS double) AS b

-- a text with blanks to a number
SELECT CAST(' 12 ' AS integer) AS a

-- a fraction to an integer
SELECT CAST('1.5' AS integer) AS a

-- words to boolean
SELECT CAST('true' AS boolean) AS a, CAST('f' AS boolean) AS b, CAST('1' AS boolean) AS c

-- double to text
SELECT CAST(1e0 AS varchar) AS a, CAST(0.1e0 AS varchar) AS b, CAST(1e21 AS varchar) AS c, CAST(-0e0 AS varchar) AS d, CAST(123456789e0 AS varchar) AS e

-- real to text
SELECT CAST(REAL '1.5' AS varchar) AS a, CAST(REAL '1e10' AS varchar) AS b

-- decimal to text
SELECT CAST(0.50 AS varchar) AS a, CAST(-.05 AS varchar) AS b, CAST(100.00 AS varchar) AS c

-- boolean to text
SELECT CAST(TRUE AS varchar) AS a, CAST(FALSE AS varchar) AS b

-- date to text and back
SELECT CAST(CAST('2026-02-28' AS date) AS varchar) AS a

-- text to timestamp
SELECT CAST('2026-02-28 12:34:56.789' AS timestamp(3)) AS a, CAST('2026-02-28' AS timestamp(0)) AS b

-- timestamp rounds
SELECT CAST(TIMESTAMP '2026-02-28 12:34:56.789' AS timestamp(0)) AS a, CAST(TIMESTAMP '2026-02-28 23:59:59.999' AS timestamp(0)) AS b, CAST(TIMESTAMP '2026-02-28 12:34:56.789' AS timestamp(1)) AS c

-- timestamp to date and time
SELECT CAST(TIMESTAMP '2026-02-28 23:59:59.999' AS date) AS a, CAST(TIMESTAMP '2026-02-28 23:59:59.999' AS time(3)) AS b

-- an array cast
SELECT CAST(ARRAY[1, 2] AS array(varchar)) AS a, CAST(ARRAY['1'] AS array(bigint)) AS b

-- a map cast
SELECT CAST(MAP(ARRAY['1'], ARRAY[2]) AS map(integer, varchar)) AS a

-- a row cast
SELECT CAST(ROW(1, '2') AS row(varchar, integer)) AS a

-- json cast
SELECT CAST(JSON '[1, 2]' AS array(integer)) AS a

-- array to json
SELECT CAST(ARRAY[1, 2] AS json) AS a

-- cast to char pads
SELECT CAST('ab' AS char(4)) AS a, CAST('abcdef' AS char(3)) AS b, CAST('ab' AS char(4)) = 'ab' AS c

-- cast of NULL
SELECT CAST(NULL AS integer) AS a, CAST(NULL AS varchar(3)) AS b, CAST(NULL AS array(integer)) AS c

-- type names by other words
SELECT CAST(1 AS int) AS a, CAST(1 AS double precision) AS b, CAST(1 AS numeric) AS d

-- the type dec
SELECT CAST(1 AS dec(5, 1)) AS a

-- an unknown type is wrong
SELECT CAST(1 AS serial) AS a

-- a cast that cannot be is wrong
SELECT CAST(DATE '2026-01-01' AS integer) AS a

-- try_cast that cannot be is wrong
SELECT TRY_CAST(TRUE AS date) AS a

-- a cast with colons is wrong
SELECT '1'::integer AS a

-- double precision around a comment
SELECT CAST('1.5' AS double /* eight bytes */ precision) AS a, double -- as wide
 precision '2.5' AS b

-- a type in quotes before a literal
SELECT "date" '2020-01-01' AS a

-- try of constants above a grouping
SELECT TRY(1 / 0) AS a, TRY_CAST('2020' AS timestamp(3)) AS b, household, count(*) AS n FROM residents GROUP BY household

-- try of constants above a rollup
SELECT district, TRY(CAST('a' AS boolean)) AS a, count(*) AS n FROM residents GROUP BY ROLLUP (district) HAVING TRY(1 / 0) IS NULL ORDER BY TRY(1 / 0), 1, 3

-- try of an aggregate above a grouping
SELECT household, TRY_CAST(CAST(count(*) AS varchar) AS boolean) AS a FROM residents GROUP BY household
