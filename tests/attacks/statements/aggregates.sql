-- A01 a sum that overflows for each hidden row => COMPUTATION_FAILED
SELECT p.id, (SELECT sum(9223372036854775807) FROM place q WHERE q.code = p.region) FROM person p;

-- A02 a sum that overflows beside a relation of hidden rows => COMPUTATION_FAILED
SELECT p.id, s.x FROM person p JOIN (SELECT sum(9223372036854775807) OVER (PARTITION BY code) AS x, code FROM place) s ON p.region = s.code;

-- A03 TRY does not catch what fails in an aggregation => NOT_SUPPORTED_BY_ENGINE
SELECT TRY(sum(1 / age)) FROM person;

-- A04 TRY does not catch what fails in a window => NOT_SUPPORTED_BY_ENGINE
SELECT TRY(max(1 / age) OVER ()) FROM person;

-- A05 TRY does not catch what fails in a subquery => NOT_SUPPORTED_BY_ENGINE
SELECT TRY((SELECT 1 / age FROM person LIMIT 1)) FROM place;
