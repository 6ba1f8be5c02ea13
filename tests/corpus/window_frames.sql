-- sum over rows from unbounded preceding to current row
SELECT id, sum(id) OVER (PARTITION BY gender ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS x FROM residents ORDER BY id

-- min over rows from unbounded preceding to current row
SELECT id, min(name) OVER (PARTITION BY gender ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS x FROM residents ORDER BY id

-- avg over rows from unbounded preceding to unbounded following
SELECT id, avg(income) OVER (PARTITION BY gender ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS x FROM residents ORDER BY id

-- first_value over rows from unbounded preceding to unbounded following
SELECT id, first_value(id) OVER (PARTITION BY gender ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS x FROM residents ORDER BY id

-- max over rows from current row to current row
SELECT id, max(born) OVER (PARTITION BY gender ORDER BY id ROWS BETWEEN CURRENT ROW AND CURRENT ROW) AS x FROM residents ORDER BY id

-- sum over rows from current row to current row
SELECT id, sum(id) OVER (PARTITION BY gender ORDER BY id ROWS BETWEEN CURRENT ROW AND CURRENT ROW) AS x FROM residents ORDER BY id

-- last_value over rows from current row to unbounded following
SELECT id, last_value(name) OVER (PARTITION BY gender ORDER BY id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS x FROM residents ORDER BY id

-- avg over rows from current row to unbounded following
SELECT id, avg(income) OVER (PARTITION BY gender ORDER BY id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS x FROM residents ORDER BY id

-- count over rows from 1 preceding to 1 following
SELECT id, count(phone) OVER (PARTITION BY gender ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS x FROM residents ORDER BY id

-- max over rows from 1 preceding to 1 following
SELECT id, max(born) OVER (PARTITION BY gender ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS x FROM residents ORDER BY id

-- min over rows from 2 preceding to 1 preceding
SELECT id, min(name) OVER (PARTITION BY gender ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING) AS x FROM residents ORDER BY id

-- last_value over rows from 2 preceding to 1 preceding
SELECT id, last_value(name) OVER (PARTITION BY gender ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING) AS x FROM residents ORDER BY id

-- first_value over rows from 1 following to 2 following
SELECT id, first_value(id) OVER (PARTITION BY gender ORDER BY id ROWS BETWEEN 1 FOLLOWING AND 2 FOLLOWING) AS x FROM residents ORDER BY id

-- count over rows from 1 following to 2 following
SELECT id, count(phone) OVER (PARTITION BY gender ORDER BY id ROWS BETWEEN 1 FOLLOWING AND 2 FOLLOWING) AS x FROM residents ORDER BY id

-- sum over rows from unbounded preceding to 1 preceding
SELECT id, sum(id) OVER (PARTITION BY gender ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS x FROM residents ORDER BY id

-- min over rows from unbounded preceding to 1 preceding
SELECT id, min(name) OVER (PARTITION BY gender ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS x FROM residents ORDER BY id

-- avg over rows from 1 following to unbounded following
SELECT id, avg(income) OVER (PARTITION BY gender ORDER BY id ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS x FROM residents ORDER BY id

-- first_value over rows from 1 following to unbounded following
SELECT id, first_value(id) OVER (PARTITION BY gender ORDER BY id ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS x FROM residents ORDER BY id

-- max over range from unbounded preceding to current row
SELECT id, max(born) OVER (PARTITION BY gender ORDER BY id RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS x FROM residents ORDER BY id

-- sum over range from unbounded preceding to current row
SELECT id, sum(id) OVER (PARTITION BY gender ORDER BY id RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS x FROM residents ORDER BY id

-- last_value over range from unbounded preceding to unbounded following
SELECT id, last_value(name) OVER (PARTITION BY gender ORDER BY id RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS x FROM residents ORDER BY id

-- avg over range from unbounded preceding to unbounded following
SELECT id, avg(income) OVER (PARTITION BY gender ORDER BY id RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS x FROM residents ORDER BY id

-- count over range from current row to current row
SELECT id, count(phone) OVER (PARTITION BY gender ORDER BY id RANGE BETWEEN CURRENT ROW AND CURRENT ROW) AS x FROM residents ORDER BY id

-- max over range from current row to current row
SELECT id, max(born) OVER (PARTITION BY gender ORDER BY id RANGE BETWEEN CURRENT ROW AND CURRENT ROW) AS x FROM residents ORDER BY id

-- min over range from current row to unbounded following
SELECT id, min(name) OVER (PARTITION BY gender ORDER BY id RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS x FROM residents ORDER BY id

-- last_value over range from current row to unbounded following
SELECT id, last_value(name) OVER (PARTITION BY gender ORDER BY id RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS x FROM residents ORDER BY id

-- first_value over range from 1 preceding to 1 following
SELECT id, first_value(id) OVER (PARTITION BY gender ORDER BY id RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS x FROM residents ORDER BY id

-- count over range from 1 preceding to 1 following
SELECT id, count(phone) OVER (PARTITION BY gender ORDER BY id RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS x FROM residents ORDER BY id

-- sum over range from 2 preceding to 1 preceding
SELECT id, sum(id) OVER (PARTITION BY gender ORDER BY id RANGE BETWEEN 2 PRECEDING AND 1 PRECEDING) AS x FROM residents ORDER BY id

-- min over range from 2 preceding to 1 preceding
SELECT id, min(name) OVER (PARTITION BY gender ORDER BY id RANGE BETWEEN 2 PRECEDING AND 1 PRECEDING) AS x FROM residents ORDER BY id

-- avg over range from 1 following to 2 following
SELECT id, avg(income) OVER (PARTITION BY gender ORDER BY id RANGE BETWEEN 1 FOLLOWING AND 2 FOLLOWING) AS x FROM residents ORDER BY id

-- first_value over range from 1 following to 2 following
SELECT id, first_value(id) OVER (PARTITION BY gender ORDER BY id RANGE BETWEEN 1 FOLLOWING AND 2 FOLLOWING) AS x FROM residents ORDER BY id

-- max over range from unbounded preceding to 1 preceding
SELECT id, max(born) OVER (PARTITION BY gender ORDER BY id RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS x FROM residents ORDER BY id

-- sum over range from unbounded preceding to 1 preceding
SELECT id, sum(id) OVER (PARTITION BY gender ORDER BY id RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS x FROM residents ORDER BY id

-- last_value over range from 1 following to unbounded following
SELECT id, last_value(name) OVER (PARTITION BY gender ORDER BY id RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS x FROM residents ORDER BY id

-- avg over range from 1 following to unbounded following
SELECT id, avg(income) OVER (PARTITION BY gender ORDER BY id RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS x FROM residents ORDER BY id

-- count over groups from unbounded preceding to current row
SELECT id, count(phone) OVER (PARTITION BY gender ORDER BY id GROUPS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS x FROM residents ORDER BY id

-- max over groups from unbounded preceding to current row
SELECT id, max(born) OVER (PARTITION BY gender ORDER BY id GROUPS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS x FROM residents ORDER BY id

-- min over groups from unbounded preceding to unbounded following
SELECT id, min(name) OVER (PARTITION BY gender ORDER BY id GROUPS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS x FROM residents ORDER BY id

-- last_value over groups from unbounded preceding to unbounded following
SELECT id, last_value(name) OVER (PARTITION BY gender ORDER BY id GROUPS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS x FROM residents ORDER BY id

-- first_value over groups from current row to current row
SELECT id, first_value(id) OVER (PARTITION BY gender ORDER BY id GROUPS BETWEEN CURRENT ROW AND CURRENT ROW) AS x FROM residents ORDER BY id

-- count over groups from current row to current row
SELECT id, count(phone) OVER (PARTITION BY gender ORDER BY id GROUPS BETWEEN CURRENT ROW AND CURRENT ROW) AS x FROM residents ORDER BY id

-- sum over groups from current row to unbounded following
SELECT id, sum(id) OVER (PARTITION BY gender ORDER BY id GROUPS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS x FROM residents ORDER BY id

-- min over groups from current row to unbounded following
SELECT id, min(name) OVER (PARTITION BY gender ORDER BY id GROUPS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS x FROM residents ORDER BY id

-- avg over groups from 1 preceding to 1 following
SELECT id, avg(income) OVER (PARTITION BY gender ORDER BY id GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS x FROM residents ORDER BY id

-- first_value over groups from 1 preceding to 1 following
SELECT id, first_value(id) OVER (PARTITION BY gender ORDER BY id GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS x FROM residents ORDER BY id

-- max over groups from 2 preceding to 1 preceding
SELECT id, max(born) OVER (PARTITION BY gender ORDER BY id GROUPS BETWEEN 2 PRECEDING AND 1 PRECEDING) AS x FROM residents ORDER BY id

-- sum over groups from 2 preceding to 1 preceding
SELECT id, sum(id) OVER (PARTITION BY gender ORDER BY id GROUPS BETWEEN 2 PRECEDING AND 1 PRECEDING) AS x FROM residents ORDER BY id

-- last_value over groups from 1 following to 2 following
SELECT id, last_value(name) OVER (PARTITION BY gender ORDER BY id GROUPS BETWEEN 1 FOLLOWING AND 2 FOLLOWING) AS x FROM residents ORDER BY id

-- avg over groups from 1 following to 2 following
SELECT id, avg(income) OVER (PARTITION BY gender ORDER BY id GROUPS BETWEEN 1 FOLLOWING AND 2 FOLLOWING) AS x FROM residents ORDER BY id

-- count over groups from unbounded preceding to 1 preceding
SELECT id, count(phone) OVER (PARTITION BY gender ORDER BY id GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS x FROM residents ORDER BY id

-- max over groups from unbounded preceding to 1 preceding
SELECT id, max(born) OVER (PARTITION BY gender ORDER BY id GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS x FROM residents ORDER BY id

-- min over groups from 1 following to unbounded following
SELECT id, min(name) OVER (PARTITION BY gender ORDER BY id GROUPS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS x FROM residents ORDER BY id

-- last_value over groups from 1 following to unbounded following
SELECT id, last_value(name) OVER (PARTITION BY gender ORDER BY id GROUPS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS x FROM residents ORDER BY id

-- ties over range from unbounded preceding to current row
SELECT id, sum(id) OVER (ORDER BY household RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS x FROM residents WHERE household IS NOT NULL ORDER BY id

-- ties over range from unbounded preceding to unbounded following
SELECT id, sum(id) OVER (ORDER BY household RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS x FROM residents WHERE household IS NOT NULL ORDER BY id

-- ties over range from current row to current row
SELECT id, sum(id) OVER (ORDER BY household RANGE BETWEEN CURRENT ROW AND CURRENT ROW) AS x FROM residents WHERE household IS NOT NULL ORDER BY id

-- ties over range from current row to unbounded following
SELECT id, sum(id) OVER (ORDER BY household RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS x FROM residents WHERE household IS NOT NULL ORDER BY id

-- ties over range from 1 preceding to 1 following
SELECT id, sum(id) OVER (ORDER BY household RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS x FROM residents WHERE household IS NOT NULL ORDER BY id

-- ties over range from 2 preceding to 1 preceding
SELECT id, sum(id) OVER (ORDER BY household RANGE BETWEEN 2 PRECEDING AND 1 PRECEDING) AS x FROM residents WHERE household IS NOT NULL ORDER BY id

-- ties over range from 1 following to 2 following
SELECT id, sum(id) OVER (ORDER BY household RANGE BETWEEN 1 FOLLOWING AND 2 FOLLOWING) AS x FROM residents WHERE household IS NOT NULL ORDER BY id

-- ties over range from unbounded preceding to 1 preceding
SELECT id, sum(id) OVER (ORDER BY household RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS x FROM residents WHERE household IS NOT NULL ORDER BY id

-- ties over range from 1 following to unbounded following
SELECT id, sum(id) OVER (ORDER BY household RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS x FROM residents WHERE household IS NOT NULL ORDER BY id

-- ties over groups from unbounded preceding to current row
SELECT id, sum(id) OVER (ORDER BY household GROUPS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS x FROM residents WHERE household IS NOT NULL ORDER BY id

-- ties over groups from unbounded preceding to unbounded following
SELECT id, sum(id) OVER (ORDER BY household GROUPS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS x FROM residents WHERE household IS NOT NULL ORDER BY id

-- ties over groups from current row to current row
SELECT id, sum(id) OVER (ORDER BY household GROUPS BETWEEN CURRENT ROW AND CURRENT ROW) AS x FROM residents WHERE household IS NOT NULL ORDER BY id

-- ties over groups from current row to unbounded following
SELECT id, sum(id) OVER (ORDER BY household GROUPS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS x FROM residents WHERE household IS NOT NULL ORDER BY id

-- ties over groups from 1 preceding to 1 following
SELECT id, sum(id) OVER (ORDER BY household GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS x FROM residents WHERE household IS NOT NULL ORDER BY id

-- ties over groups from 2 preceding to 1 preceding
SELECT id, sum(id) OVER (ORDER BY household GROUPS BETWEEN 2 PRECEDING AND 1 PRECEDING) AS x FROM residents WHERE household IS NOT NULL ORDER BY id

-- ties over groups from 1 following to 2 following
SELECT id, sum(id) OVER (ORDER BY household GROUPS BETWEEN 1 FOLLOWING AND 2 FOLLOWING) AS x FROM residents WHERE household IS NOT NULL ORDER BY id

-- ties over groups from unbounded preceding to 1 preceding
SELECT id, sum(id) OVER (ORDER BY household GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS x FROM residents WHERE household IS NOT NULL ORDER BY id

-- ties over groups from 1 following to unbounded following
SELECT id, sum(id) OVER (ORDER BY household GROUPS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS x FROM residents WHERE household IS NOT NULL ORDER BY id

-- sum descending with nulls first
SELECT id, sum(id) OVER (ORDER BY phone DESC NULLS FIRST, id) AS x FROM residents ORDER BY id

-- count descending with nulls first
SELECT id, count(phone) OVER (ORDER BY phone DESC NULLS FIRST, id) AS x FROM residents ORDER BY id

-- avg descending with nulls first
SELECT id, avg(income) OVER (ORDER BY phone DESC NULLS FIRST, id) AS x FROM residents ORDER BY id

-- min descending with nulls first
SELECT id, min(name) OVER (ORDER BY phone DESC NULLS FIRST, id) AS x FROM residents ORDER BY id

-- max descending with nulls first
SELECT id, max(born) OVER (ORDER BY phone DESC NULLS FIRST, id) AS x FROM residents ORDER BY id

-- first_value descending with nulls first
SELECT id, first_value(id) OVER (ORDER BY phone DESC NULLS FIRST, id) AS x FROM residents ORDER BY id

-- last_value descending with nulls first
SELECT id, last_value(name) OVER (ORDER BY phone DESC NULLS FIRST, id) AS x FROM residents ORDER BY id
