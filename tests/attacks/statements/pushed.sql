-- P01 a literal that only a hidden row equals, under an index => rows
SELECT count(*) FROM person WHERE phone = '13842424242' OR region = 'B1';

-- P02 a prefix that only hidden rows have => rows
SELECT count(*) FROM person WHERE region LIKE 'QZX%' OR region LIKE 'B%';

-- P03 a range that only hidden rows are in => rows
SELECT count(*) FROM visit WHERE cost > 1000 OR cost < 0;

-- P04 a list beyond the rule => rows
SELECT count(*) FROM person WHERE region IN ('A1', 'B1', 'QZX1', '', 'a1');

-- P05 a comparison in another case => rows
SELECT count(*) FROM person WHERE lower(region) = 'a1';

-- P06 a comparison with trailing blanks => rows
SELECT count(*) FROM person WHERE region = 'A1 ';

-- P07 a comparison as char => rows
SELECT count(*) FROM person WHERE CAST(region AS char(6)) = 'A1';

-- P08 a key as text => rows
SELECT count(*) FROM person WHERE CAST(id AS varchar) = '4242';

-- P09 a key as a decimal => rows
SELECT count(*) FROM person WHERE CAST(id AS decimal(20,1)) >= 4242.0;

-- P10 a key as a double that rounds to the hidden one => rows
SELECT count(*) FROM person WHERE CAST(id AS double) = 9.223372036854775807E18;

-- P11 a NUL in a literal => rows
SELECT count(*) FROM person WHERE region = concat('A', chr(0));

-- P12 a literal with a quote for the source => rows
SELECT count(*) FROM person WHERE region = 'A1'' OR ''1''=''1';

-- P13 a literal with a comment for the source => rows
SELECT count(*) FROM person WHERE region = 'A1 /*' OR region = '*/ --';

-- P14 a literal with a dollar quote and a backslash for the source => rows
SELECT count(*) FROM person WHERE region = '$$A1$$' OR region = 'A1\'' OR 1=1 --' OR region = 'x\';

-- P15 a very long literal => rows
SELECT count(*) FROM person WHERE region LIKE 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%';

-- P16 LIKE with underscores at the rule's end => rows
SELECT count(*) FROM person WHERE region LIKE '__' AND region NOT LIKE 'A_';

-- P17 LIKE with an escaped prefix => rows
SELECT count(*) FROM person WHERE region LIKE 'QZ\%%' ESCAPE '\';

-- P18 a Chinese literal that only a hidden row has => rows
SELECT count(*) FROM visit WHERE region = '金丝雀';

-- P19 a join whose keys would be sent => rows
SELECT p.id, v.cost FROM person p JOIN visit v ON p.id = v.person_id WHERE p.region = 'A1' AND v.cost < 50 ORDER BY 1, 2;

-- P20 a join whose keys are hidden ones => rows
SELECT v.cost FROM visit v JOIN person p ON p.id = v.person_id WHERE p.id = 4242;

-- P21 a join on masked keys => rows
SELECT count(*) FROM person p JOIN person o ON p.phone = o.phone WHERE p.id = 1;

-- P22 OR over both sides of a join => rows
SELECT p.id FROM person p JOIN visit v ON p.id = v.person_id WHERE p.region = 'A2' OR v.region = 'B1' ORDER BY 1;

-- P23 a LEFT JOIN whose WHERE is pushed => rows
SELECT q.code, p.id FROM place q LEFT JOIN person p ON p.region = q.code AND p.id = 4242 ORDER BY 1, 2;

-- P24 IS NULL above a LEFT JOIN whose ON is pushed => rows
SELECT q.code FROM place q LEFT JOIN person p ON p.region = q.code AND p.id = 1 WHERE p.id IS NULL ORDER BY 1;

-- P25 two instances with different conditions => rows
SELECT a.id, b.id FROM person a, person b WHERE a.region = 'A1' AND b.region = 'A2' ORDER BY 1, 2;

-- P26 a pattern that is longer than its column by what is escaped => rows
SELECT count(*) FROM person WHERE region LIKE 'A1\_\%\_\%%' ESCAPE '\';

-- P27 a long pattern that is put together => rows
SELECT count(*) FROM person WHERE region LIKE concat('A1A1', 'A1A1%') OR region LIKE (SELECT 'A1A1A1A1_');

-- P28 a long pattern on a column that is joined => rows
SELECT count(*) FROM person p JOIN visit v ON p.region = v.region AND v.region LIKE 'A1A1A1A1%';
