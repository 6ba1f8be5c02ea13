-- case: q01 pricing summary
SELECT l_returnflag, l_linestatus, sum(l_quantity) AS sum_qty, sum(l_extendedprice) AS sum_base_price,
  sum(l_extendedprice * (1 - l_discount)) AS sum_disc_price,
  sum(l_extendedprice * (1 - l_discount) * (1 + l_tax)) AS sum_charge,
  avg(l_quantity) AS avg_qty, avg(l_extendedprice) AS avg_price, avg(l_discount) AS avg_disc, count(*) AS count_order
FROM lineitem
WHERE l_shipdate <= DATE '1998-12-01' - INTERVAL '90' DAY
GROUP BY l_returnflag, l_linestatus
ORDER BY l_returnflag, l_linestatus
-- expect:
columns l_returnflag varchar(1), l_linestatus varchar(1), sum_qty decimal(38,2), sum_base_price decimal(38,2), sum_disc_price decimal(38,4), sum_charge decimal(38,6), avg_qty decimal(12,2), avg_price decimal(12,2), avg_disc decimal(12,2), count_order bigint
select
  #1.l_returnflag
  #1.l_linestatus
  sum(#1.l_quantity)
  sum(#1.l_extendedprice)
  sum((#1.l_extendedprice * (1:decimal(10,0) - #1.l_discount)))
  sum(((#1.l_extendedprice * (1:decimal(10,0) - #1.l_discount)) * (1:decimal(10,0) + #1.l_tax)))
  avg(#1.l_quantity)
  avg(#1.l_extendedprice)
  avg(#1.l_discount)
  count()
from
  #1 lineitem(l_orderkey, l_partkey, l_suppkey, l_linenumber, l_quantity, l_extendedprice, l_discount, l_tax, l_returnflag, l_linestatus, l_shipdate, l_commitdate, l_receiptdate, l_shipinstruct, l_shipmode, l_comment)
where
  (#1.l_shipdate <= '1998-09-02':date)
group by (#1.l_returnflag, #1.l_linestatus)
order by @1, @2

-- case: q02 minimum cost supplier
SELECT s_acctbal, s_name, n_name, p_partkey, p_mfgr, s_address, s_phone, s_comment
FROM part, supplier, partsupp, nation, region
WHERE p_partkey = ps_partkey AND s_suppkey = ps_suppkey AND p_size = 15 AND p_type LIKE '%BRASS'
  AND s_nationkey = n_nationkey AND n_regionkey = r_regionkey AND r_name = 'EUROPE'
  AND ps_supplycost = (
    SELECT min(ps_supplycost) FROM partsupp, supplier, nation, region
    WHERE p_partkey = ps_partkey AND s_suppkey = ps_suppkey AND s_nationkey = n_nationkey
      AND n_regionkey = r_regionkey AND r_name = 'EUROPE')
ORDER BY s_acctbal DESC, n_name, s_name, p_partkey
LIMIT 100
-- expect:
columns s_acctbal decimal(12,2), s_name varchar(25), n_name varchar(25), p_partkey bigint, p_mfgr varchar(25), s_address varchar(40), s_phone varchar(15), s_comment varchar(101)
select
  #2.s_acctbal
  #2.s_name
  #4.n_name
  #1.p_partkey
  #1.p_mfgr
  #2.s_address
  #2.s_phone
  #2.s_comment
from
  cross join
    cross join
      cross join
        cross join
          #1 part(p_partkey, p_name, p_mfgr, p_brand, p_type, p_size, p_container, p_retailprice, p_comment)
          #2 supplier(s_suppkey, s_name, s_address, s_nationkey, s_phone, s_acctbal, s_comment)
        #3 partsupp(ps_partkey, ps_suppkey, ps_availqty, ps_supplycost, ps_comment)
      #4 nation(n_nationkey, n_name, n_regionkey, n_comment)
    #5 region(r_regionkey, r_name, r_comment)
where
  ((#1.p_partkey = #3.ps_partkey) and (#2.s_suppkey = #3.ps_suppkey) and (#1.p_size = 15) and like(#1.p_type, '%BRASS') and (#2.s_nationkey = #4.n_nationkey) and (#4.n_regionkey = #5.r_regionkey) and (#5.r_name = 'EUROPE':varchar(25)) and (#3.ps_supplycost = <query 1>))
    query 1
      columns _ decimal(12,2)
      select
        min(#6.ps_supplycost)
      from
        cross join
          cross join
            cross join
              #6 partsupp(ps_partkey, ps_suppkey, ps_availqty, ps_supplycost, ps_comment)
              #7 supplier(s_suppkey, s_name, s_address, s_nationkey, s_phone, s_acctbal, s_comment)
            #8 nation(n_nationkey, n_name, n_regionkey, n_comment)
          #9 region(r_regionkey, r_name, r_comment)
      where
        ((#1.p_partkey = #6.ps_partkey) and (#7.s_suppkey = #6.ps_suppkey) and (#7.s_nationkey = #8.n_nationkey) and (#8.n_regionkey = #9.r_regionkey) and (#9.r_name = 'EUROPE':varchar(25)))
      group by ()
order by @1 desc, @3, @2, @4
limit 100

-- case: q03 shipping priority
SELECT l_orderkey, sum(l_extendedprice * (1 - l_discount)) AS revenue, o_orderdate, o_shippriority
FROM customer, orders, lineitem
WHERE c_mktsegment = 'BUILDING' AND c_custkey = o_custkey AND l_orderkey = o_orderkey
  AND o_orderdate < DATE '1995-03-15' AND l_shipdate > DATE '1995-03-15'
GROUP BY l_orderkey, o_orderdate, o_shippriority
ORDER BY revenue DESC, o_orderdate
LIMIT 10
-- expect:
columns l_orderkey bigint, revenue decimal(38,4), o_orderdate date, o_shippriority integer
select
  #3.l_orderkey
  sum((#3.l_extendedprice * (1:decimal(10,0) - #3.l_discount)))
  #2.o_orderdate
  #2.o_shippriority
from
  cross join
    cross join
      #1 customer(c_custkey, c_name, c_address, c_nationkey, c_phone, c_acctbal, c_mktsegment, c_comment)
      #2 orders(o_orderkey, o_custkey, o_orderstatus, o_totalprice, o_orderdate, o_orderpriority, o_clerk, o_shippriority, o_comment)
    #3 lineitem(l_orderkey, l_partkey, l_suppkey, l_linenumber, l_quantity, l_extendedprice, l_discount, l_tax, l_returnflag, l_linestatus, l_shipdate, l_commitdate, l_receiptdate, l_shipinstruct, l_shipmode, l_comment)
where
  ((#1.c_mktsegment = 'BUILDING':varchar(10)) and (#1.c_custkey = #2.o_custkey) and (#3.l_orderkey = #2.o_orderkey) and (#2.o_orderdate < '1995-03-15':date) and (#3.l_shipdate > '1995-03-15':date))
group by (#3.l_orderkey, #2.o_orderdate, #2.o_shippriority)
order by @2 desc, @3
limit 10

-- case: q04 order priority checking
SELECT o_orderpriority, count(*) AS order_count
FROM orders
WHERE o_orderdate >= DATE '1993-07-01' AND o_orderdate < DATE '1993-07-01' + INTERVAL '3' MONTH
  AND EXISTS (SELECT * FROM lineitem WHERE l_orderkey = o_orderkey AND l_commitdate < l_receiptdate)
GROUP BY o_orderpriority
ORDER BY o_orderpriority
-- expect:
columns o_orderpriority varchar(15), order_count bigint
select
  #1.o_orderpriority
  count()
from
  #1 orders(o_orderkey, o_custkey, o_orderstatus, o_totalprice, o_orderdate, o_orderpriority, o_clerk, o_shippriority, o_comment)
where
  ((#1.o_orderdate >= '1993-07-01':date) and (#1.o_orderdate < '1993-10-01':date) and exists <query 1>)
    query 1
      columns l_orderkey bigint, l_partkey bigint, l_suppkey bigint, l_linenumber integer, l_quantity decimal(12,2), l_extendedprice decimal(12,2), l_discount decimal(12,2), l_tax decimal(12,2), l_returnflag varchar(1), l_linestatus varchar(1), l_shipdate date, l_commitdate date, l_receiptdate date, l_shipinstruct varchar(25), l_shipmode varchar(10), l_comment varchar(44)
      select
        #2.l_orderkey
        #2.l_partkey
        #2.l_suppkey
        #2.l_linenumber
        #2.l_quantity
        #2.l_extendedprice
        #2.l_discount
        #2.l_tax
        #2.l_returnflag
        #2.l_linestatus
        #2.l_shipdate
        #2.l_commitdate
        #2.l_receiptdate
        #2.l_shipinstruct
        #2.l_shipmode
        #2.l_comment
      from
        #2 lineitem(l_orderkey, l_partkey, l_suppkey, l_linenumber, l_quantity, l_extendedprice, l_discount, l_tax, l_returnflag, l_linestatus, l_shipdate, l_commitdate, l_receiptdate, l_shipinstruct, l_shipmode, l_comment)
      where
        ((#2.l_orderkey = #1.o_orderkey) and (#2.l_commitdate < #2.l_receiptdate))
group by (#1.o_orderpriority)
order by @1

-- case: q05 local supplier volume
SELECT n_name, sum(l_extendedprice * (1 - l_discount)) AS revenue
FROM customer, orders, lineitem, supplier, nation, region
WHERE c_custkey = o_custkey AND l_orderkey = o_orderkey AND l_suppkey = s_suppkey AND c_nationkey = s_nationkey
  AND s_nationkey = n_nationkey AND n_regionkey = r_regionkey AND r_name = 'ASIA'
  AND o_orderdate >= DATE '1994-01-01' AND o_orderdate < DATE '1994-01-01' + INTERVAL '1' YEAR
GROUP BY n_name
ORDER BY revenue DESC
-- expect:
columns n_name varchar(25), revenue decimal(38,4)
select
  #5.n_name
  sum((#3.l_extendedprice * (1:decimal(10,0) - #3.l_discount)))
from
  cross join
    cross join
      cross join
        cross join
          cross join
            #1 customer(c_custkey, c_name, c_address, c_nationkey, c_phone, c_acctbal, c_mktsegment, c_comment)
            #2 orders(o_orderkey, o_custkey, o_orderstatus, o_totalprice, o_orderdate, o_orderpriority, o_clerk, o_shippriority, o_comment)
          #3 lineitem(l_orderkey, l_partkey, l_suppkey, l_linenumber, l_quantity, l_extendedprice, l_discount, l_tax, l_returnflag, l_linestatus, l_shipdate, l_commitdate, l_receiptdate, l_shipinstruct, l_shipmode, l_comment)
        #4 supplier(s_suppkey, s_name, s_address, s_nationkey, s_phone, s_acctbal, s_comment)
      #5 nation(n_nationkey, n_name, n_regionkey, n_comment)
    #6 region(r_regionkey, r_name, r_comment)
where
  ((#1.c_custkey = #2.o_custkey) and (#3.l_orderkey = #2.o_orderkey) and (#3.l_suppkey = #4.s_suppkey) and (#1.c_nationkey = #4.s_nationkey) and (#4.s_nationkey = #5.n_nationkey) and (#5.n_regionkey = #6.r_regionkey) and (#6.r_name = 'ASIA':varchar(25)) and (#2.o_orderdate >= '1994-01-01':date) and (#2.o_orderdate < '1995-01-01':date))
group by (#5.n_name)
order by @2 desc

-- case: q06 forecasting revenue change
SELECT sum(l_extendedprice * l_discount) AS revenue
FROM lineitem
WHERE l_shipdate >= DATE '1994-01-01' AND l_shipdate < DATE '1994-01-01' + INTERVAL '1' YEAR
  AND l_discount BETWEEN 0.06 - 0.01 AND 0.06 + 0.01 AND l_quantity < 24
-- expect:
columns revenue decimal(38,4)
select
  sum((#1.l_extendedprice * #1.l_discount))
from
  #1 lineitem(l_orderkey, l_partkey, l_suppkey, l_linenumber, l_quantity, l_extendedprice, l_discount, l_tax, l_returnflag, l_linestatus, l_shipdate, l_commitdate, l_receiptdate, l_shipinstruct, l_shipmode, l_comment)
where
  ((#1.l_shipdate >= '1994-01-01':date) and (#1.l_shipdate < '1995-01-01':date) and between(#1.l_discount, 0.05:decimal(12,2), 0.07:decimal(12,2)) and (#1.l_quantity < 24.00:decimal(12,2)))
group by ()

-- case: q07 volume shipping
SELECT supp_nation, cust_nation, l_year, sum(volume) AS revenue
FROM (
  SELECT n1.n_name AS supp_nation, n2.n_name AS cust_nation, extract(YEAR FROM l_shipdate) AS l_year,
    l_extendedprice * (1 - l_discount) AS volume
  FROM supplier, lineitem, orders, customer, nation n1, nation n2
  WHERE s_suppkey = l_suppkey AND o_orderkey = l_orderkey AND c_custkey = o_custkey AND s_nationkey = n1.n_nationkey
    AND c_nationkey = n2.n_nationkey
    AND ((n1.n_name = 'FRANCE' AND n2.n_name = 'GERMANY') OR (n1.n_name = 'GERMANY' AND n2.n_name = 'FRANCE'))
    AND l_shipdate BETWEEN DATE '1995-01-01' AND DATE '1996-12-31') AS shipping
GROUP BY supp_nation, cust_nation, l_year
ORDER BY supp_nation, cust_nation, l_year
-- expect:
columns supp_nation varchar(25), cust_nation varchar(25), l_year bigint, revenue decimal(38,4)
select
  #7.supp_nation
  #7.cust_nation
  #7.l_year
  sum(#7.volume)
from
  #7 shipping(supp_nation, cust_nation, l_year, volume)
    columns supp_nation varchar(25), cust_nation varchar(25), l_year bigint, volume decimal(25,4)
    select
      #5.n_name
      #6.n_name
      year(#2.l_shipdate)
      (#2.l_extendedprice * (1:decimal(10,0) - #2.l_discount))
    from
      cross join
        cross join
          cross join
            cross join
              cross join
                #1 supplier(s_suppkey, s_name, s_address, s_nationkey, s_phone, s_acctbal, s_comment)
                #2 lineitem(l_orderkey, l_partkey, l_suppkey, l_linenumber, l_quantity, l_extendedprice, l_discount, l_tax, l_returnflag, l_linestatus, l_shipdate, l_commitdate, l_receiptdate, l_shipinstruct, l_shipmode, l_comment)
              #3 orders(o_orderkey, o_custkey, o_orderstatus, o_totalprice, o_orderdate, o_orderpriority, o_clerk, o_shippriority, o_comment)
            #4 customer(c_custkey, c_name, c_address, c_nationkey, c_phone, c_acctbal, c_mktsegment, c_comment)
          #5 n1(n_nationkey, n_name, n_regionkey, n_comment)
        #6 n2(n_nationkey, n_name, n_regionkey, n_comment)
    where
      ((#1.s_suppkey = #2.l_suppkey) and (#3.o_orderkey = #2.l_orderkey) and (#4.c_custkey = #3.o_custkey) and (#1.s_nationkey = #5.n_nationkey) and (#4.c_nationkey = #6.n_nationkey) and (((#5.n_name = 'FRANCE':varchar(25)) and (#6.n_name = 'GERMANY':varchar(25))) or ((#5.n_name = 'GERMANY':varchar(25)) and (#6.n_name = 'FRANCE':varchar(25)))) and between(#2.l_shipdate, '1995-01-01':date, '1996-12-31':date))
group by (#7.supp_nation, #7.cust_nation, #7.l_year)
order by @1, @2, @3

-- case: q08 national market share
SELECT o_year, sum(CASE WHEN nation = 'BRAZIL' THEN volume ELSE 0 END) / sum(volume) AS mkt_share
FROM (
  SELECT extract(YEAR FROM o_orderdate) AS o_year, l_extendedprice * (1 - l_discount) AS volume, n2.n_name AS nation
  FROM part, supplier, lineitem, orders, customer, nation n1, nation n2, region
  WHERE p_partkey = l_partkey AND s_suppkey = l_suppkey AND l_orderkey = o_orderkey AND o_custkey = c_custkey
    AND c_nationkey = n1.n_nationkey AND n1.n_regionkey = r_regionkey AND r_name = 'AMERICA'
    AND s_nationkey = n2.n_nationkey AND o_orderdate BETWEEN DATE '1995-01-01' AND DATE '1996-12-31'
    AND p_type = 'ECONOMY ANODIZED STEEL') AS all_nations
GROUP BY o_year
ORDER BY o_year
-- expect:
columns o_year bigint, mkt_share decimal(38,4)
select
  #9.o_year
  (sum(case when (#9.nation = 'BRAZIL':varchar(25)) then #9.volume else 0.0000:decimal(25,4) end) / sum(#9.volume))
from
  #9 all_nations(o_year, volume, nation)
    columns o_year bigint, volume decimal(25,4), nation varchar(25)
    select
      year(#4.o_orderdate)
      (#3.l_extendedprice * (1:decimal(10,0) - #3.l_discount))
      #7.n_name
    from
      cross join
        cross join
          cross join
            cross join
              cross join
                cross join
                  cross join
                    #1 part(p_partkey, p_name, p_mfgr, p_brand, p_type, p_size, p_container, p_retailprice, p_comment)
                    #2 supplier(s_suppkey, s_name, s_address, s_nationkey, s_phone, s_acctbal, s_comment)
                  #3 lineitem(l_orderkey, l_partkey, l_suppkey, l_linenumber, l_quantity, l_extendedprice, l_discount, l_tax, l_returnflag, l_linestatus, l_shipdate, l_commitdate, l_receiptdate, l_shipinstruct, l_shipmode, l_comment)
                #4 orders(o_orderkey, o_custkey, o_orderstatus, o_totalprice, o_orderdate, o_orderpriority, o_clerk, o_shippriority, o_comment)
              #5 customer(c_custkey, c_name, c_address, c_nationkey, c_phone, c_acctbal, c_mktsegment, c_comment)
            #6 n1(n_nationkey, n_name, n_regionkey, n_comment)
          #7 n2(n_nationkey, n_name, n_regionkey, n_comment)
        #8 region(r_regionkey, r_name, r_comment)
    where
      ((#1.p_partkey = #3.l_partkey) and (#2.s_suppkey = #3.l_suppkey) and (#3.l_orderkey = #4.o_orderkey) and (#4.o_custkey = #5.c_custkey) and (#5.c_nationkey = #6.n_nationkey) and (#6.n_regionkey = #8.r_regionkey) and (#8.r_name = 'AMERICA':varchar(25)) and (#2.s_nationkey = #7.n_nationkey) and between(#4.o_orderdate, '1995-01-01':date, '1996-12-31':date) and (#1.p_type = 'ECONOMY ANODIZED STEEL':varchar(25)))
group by (#9.o_year)
order by @1

-- case: q09 product type profit
SELECT nation, o_year, sum(amount) AS sum_profit
FROM (
  SELECT n_name AS nation, extract(YEAR FROM o_orderdate) AS o_year,
    l_extendedprice * (1 - l_discount) - ps_supplycost * l_quantity AS amount
  FROM part, supplier, lineitem, partsupp, orders, nation
  WHERE s_suppkey = l_suppkey AND ps_suppkey = l_suppkey AND ps_partkey = l_partkey AND p_partkey = l_partkey
    AND o_orderkey = l_orderkey AND s_nationkey = n_nationkey AND p_name LIKE '%green%') AS profit
GROUP BY nation, o_year
ORDER BY nation, o_year DESC
-- expect:
columns nation varchar(25), o_year bigint, sum_profit decimal(38,4)
select
  #7.nation
  #7.o_year
  sum(#7.amount)
from
  #7 profit(nation, o_year, amount)
    columns nation varchar(25), o_year bigint, amount decimal(26,4)
    select
      #6.n_name
      year(#5.o_orderdate)
      ((#3.l_extendedprice * (1:decimal(10,0) - #3.l_discount)) - (#4.ps_supplycost * #3.l_quantity))
    from
      cross join
        cross join
          cross join
            cross join
              cross join
                #1 part(p_partkey, p_name, p_mfgr, p_brand, p_type, p_size, p_container, p_retailprice, p_comment)
                #2 supplier(s_suppkey, s_name, s_address, s_nationkey, s_phone, s_acctbal, s_comment)
              #3 lineitem(l_orderkey, l_partkey, l_suppkey, l_linenumber, l_quantity, l_extendedprice, l_discount, l_tax, l_returnflag, l_linestatus, l_shipdate, l_commitdate, l_receiptdate, l_shipinstruct, l_shipmode, l_comment)
            #4 partsupp(ps_partkey, ps_suppkey, ps_availqty, ps_supplycost, ps_comment)
          #5 orders(o_orderkey, o_custkey, o_orderstatus, o_totalprice, o_orderdate, o_orderpriority, o_clerk, o_shippriority, o_comment)
        #6 nation(n_nationkey, n_name, n_regionkey, n_comment)
    where
      ((#2.s_suppkey = #3.l_suppkey) and (#4.ps_suppkey = #3.l_suppkey) and (#4.ps_partkey = #3.l_partkey) and (#1.p_partkey = #3.l_partkey) and (#5.o_orderkey = #3.l_orderkey) and (#2.s_nationkey = #6.n_nationkey) and like(#1.p_name, '%green%'))
group by (#7.nation, #7.o_year)
order by @1, @2 desc

-- case: q10 returned item reporting
SELECT c_custkey, c_name, sum(l_extendedprice * (1 - l_discount)) AS revenue, c_acctbal, n_name, c_address, c_phone, c_comment
FROM customer, orders, lineitem, nation
WHERE c_custkey = o_custkey AND l_orderkey = o_orderkey AND o_orderdate >= DATE '1993-10-01'
  AND o_orderdate < DATE '1993-10-01' + INTERVAL '3' MONTH AND l_returnflag = 'R' AND c_nationkey = n_nationkey
GROUP BY c_custkey, c_name, c_acctbal, c_phone, n_name, c_address, c_comment
ORDER BY revenue DESC
LIMIT 20
-- expect:
columns c_custkey bigint, c_name varchar(25), revenue decimal(38,4), c_acctbal decimal(12,2), n_name varchar(25), c_address varchar(40), c_phone varchar(15), c_comment varchar(117)
select
  #1.c_custkey
  #1.c_name
  sum((#3.l_extendedprice * (1:decimal(10,0) - #3.l_discount)))
  #1.c_acctbal
  #4.n_name
  #1.c_address
  #1.c_phone
  #1.c_comment
from
  cross join
    cross join
      cross join
        #1 customer(c_custkey, c_name, c_address, c_nationkey, c_phone, c_acctbal, c_mktsegment, c_comment)
        #2 orders(o_orderkey, o_custkey, o_orderstatus, o_totalprice, o_orderdate, o_orderpriority, o_clerk, o_shippriority, o_comment)
      #3 lineitem(l_orderkey, l_partkey, l_suppkey, l_linenumber, l_quantity, l_extendedprice, l_discount, l_tax, l_returnflag, l_linestatus, l_shipdate, l_commitdate, l_receiptdate, l_shipinstruct, l_shipmode, l_comment)
    #4 nation(n_nationkey, n_name, n_regionkey, n_comment)
where
  ((#1.c_custkey = #2.o_custkey) and (#3.l_orderkey = #2.o_orderkey) and (#2.o_orderdate >= '1993-10-01':date) and (#2.o_orderdate < '1994-01-01':date) and (#3.l_returnflag = 'R') and (#1.c_nationkey = #4.n_nationkey))
group by (#1.c_custkey, #1.c_name, #1.c_acctbal, #1.c_phone, #4.n_name, #1.c_address, #1.c_comment)
order by @3 desc
limit 20

-- case: q11 important stock
SELECT ps_partkey, sum(ps_supplycost * ps_availqty) AS value
FROM partsupp, supplier, nation
WHERE ps_suppkey = s_suppkey AND s_nationkey = n_nationkey AND n_name = 'GERMANY'
GROUP BY ps_partkey
HAVING sum(ps_supplycost * ps_availqty) > (
  SELECT sum(ps_supplycost * ps_availqty) * 0.0001 FROM partsupp, supplier, nation
  WHERE ps_suppkey = s_suppkey AND s_nationkey = n_nationkey AND n_name = 'GERMANY')
ORDER BY value DESC
-- expect:
columns ps_partkey bigint, value decimal(38,2)
select
  #1.ps_partkey
  sum((#1.ps_supplycost * #1.ps_availqty~>decimal(10,0)))
from
  cross join
    cross join
      #1 partsupp(ps_partkey, ps_suppkey, ps_availqty, ps_supplycost, ps_comment)
      #2 supplier(s_suppkey, s_name, s_address, s_nationkey, s_phone, s_acctbal, s_comment)
    #3 nation(n_nationkey, n_name, n_regionkey, n_comment)
where
  ((#1.ps_suppkey = #2.s_suppkey) and (#2.s_nationkey = #3.n_nationkey) and (#3.n_name = 'GERMANY':varchar(25)))
having
  (sum((#1.ps_supplycost * #1.ps_availqty~>decimal(10,0)))~>decimal(38,6) > <query 1>)
    query 1
      columns _ decimal(38,6)
      select
        (sum((#4.ps_supplycost * #4.ps_availqty~>decimal(10,0))) * 0.0001:decimal(4,4))
      from
        cross join
          cross join
            #4 partsupp(ps_partkey, ps_suppkey, ps_availqty, ps_supplycost, ps_comment)
            #5 supplier(s_suppkey, s_name, s_address, s_nationkey, s_phone, s_acctbal, s_comment)
          #6 nation(n_nationkey, n_name, n_regionkey, n_comment)
      where
        ((#4.ps_suppkey = #5.s_suppkey) and (#5.s_nationkey = #6.n_nationkey) and (#6.n_name = 'GERMANY':varchar(25)))
      group by ()
group by (#1.ps_partkey)
order by @2 desc

-- case: q12 shipping modes
SELECT l_shipmode,
  sum(CASE WHEN o_orderpriority = '1-URGENT' OR o_orderpriority = '2-HIGH' THEN 1 ELSE 0 END) AS high_line_count,
  sum(CASE WHEN o_orderpriority <> '1-URGENT' AND o_orderpriority <> '2-HIGH' THEN 1 ELSE 0 END) AS low_line_count
FROM orders, lineitem
WHERE o_orderkey = l_orderkey AND l_shipmode IN ('MAIL', 'SHIP') AND l_commitdate < l_receiptdate
  AND l_shipdate < l_commitdate AND l_receiptdate >= DATE '1994-01-01'
  AND l_receiptdate < DATE '1994-01-01' + INTERVAL '1' YEAR
GROUP BY l_shipmode
ORDER BY l_shipmode
-- expect:
columns l_shipmode varchar(10), high_line_count bigint, low_line_count bigint
select
  #2.l_shipmode
  sum(case when ((#1.o_orderpriority = '1-URGENT':varchar(15)) or (#1.o_orderpriority = '2-HIGH':varchar(15))) then 1 else 0 end)
  sum(case when ((#1.o_orderpriority <> '1-URGENT':varchar(15)) and (#1.o_orderpriority <> '2-HIGH':varchar(15))) then 1 else 0 end)
from
  cross join
    #1 orders(o_orderkey, o_custkey, o_orderstatus, o_totalprice, o_orderdate, o_orderpriority, o_clerk, o_shippriority, o_comment)
    #2 lineitem(l_orderkey, l_partkey, l_suppkey, l_linenumber, l_quantity, l_extendedprice, l_discount, l_tax, l_returnflag, l_linestatus, l_shipdate, l_commitdate, l_receiptdate, l_shipinstruct, l_shipmode, l_comment)
where
  ((#1.o_orderkey = #2.l_orderkey) and in(#2.l_shipmode, 'MAIL':varchar(10), 'SHIP':varchar(10)) and (#2.l_commitdate < #2.l_receiptdate) and (#2.l_shipdate < #2.l_commitdate) and (#2.l_receiptdate >= '1994-01-01':date) and (#2.l_receiptdate < '1995-01-01':date))
group by (#2.l_shipmode)
order by @1

-- case: q13 customer distribution
SELECT c_count, count(*) AS custdist
FROM (
  SELECT c_custkey, count(o_orderkey)
  FROM customer LEFT OUTER JOIN orders ON c_custkey = o_custkey AND o_comment NOT LIKE '%special%requests%'
  GROUP BY c_custkey) AS c_orders (c_custkey, c_count)
GROUP BY c_count
ORDER BY custdist DESC, c_count DESC
-- expect:
columns c_count bigint, custdist bigint
select
  #3.c_count
  count()
from
  #3 c_orders(c_custkey, c_count)
    columns c_custkey bigint, _ bigint
    select
      #1.c_custkey
      count(#2.o_orderkey)
    from
      left join
        #1 customer(c_custkey, c_name, c_address, c_nationkey, c_phone, c_acctbal, c_mktsegment, c_comment)
        #2 orders(o_orderkey, o_custkey, o_orderstatus, o_totalprice, o_orderdate, o_orderpriority, o_clerk, o_shippriority, o_comment)
      on
        ((#1.c_custkey = #2.o_custkey) and not(like(#2.o_comment, '%special%requests%')))
    group by (#1.c_custkey)
group by (#3.c_count)
order by @2 desc, @1 desc

-- case: q14 promotion effect
SELECT 100.00 * sum(CASE WHEN p_type LIKE 'PROMO%' THEN l_extendedprice * (1 - l_discount) ELSE 0 END)
  / sum(l_extendedprice * (1 - l_discount)) AS promo_revenue
FROM lineitem, part
WHERE l_partkey = p_partkey AND l_shipdate >= DATE '1995-09-01' AND l_shipdate < DATE '1995-09-01' + INTERVAL '1' MONTH
-- expect:
columns promo_revenue decimal(38,6)
select
  ((100.00:decimal(5,2) * sum(case when like(#2.p_type, 'PROMO%') then (#1.l_extendedprice * (1:decimal(10,0) - #1.l_discount)) else 0.0000:decimal(25,4) end)) / sum((#1.l_extendedprice * (1:decimal(10,0) - #1.l_discount))))
from
  cross join
    #1 lineitem(l_orderkey, l_partkey, l_suppkey, l_linenumber, l_quantity, l_extendedprice, l_discount, l_tax, l_returnflag, l_linestatus, l_shipdate, l_commitdate, l_receiptdate, l_shipinstruct, l_shipmode, l_comment)
    #2 part(p_partkey, p_name, p_mfgr, p_brand, p_type, p_size, p_container, p_retailprice, p_comment)
where
  ((#1.l_partkey = #2.p_partkey) and (#1.l_shipdate >= '1995-09-01':date) and (#1.l_shipdate < '1995-10-01':date))
group by ()

-- case: q15 top supplier
WITH revenue (supplier_no, total_revenue) AS (
  SELECT l_suppkey, sum(l_extendedprice * (1 - l_discount)) FROM lineitem
  WHERE l_shipdate >= DATE '1996-01-01' AND l_shipdate < DATE '1996-01-01' + INTERVAL '3' MONTH
  GROUP BY l_suppkey)
SELECT s_suppkey, s_name, s_address, s_phone, total_revenue
FROM supplier, revenue
WHERE s_suppkey = supplier_no AND total_revenue = (SELECT max(total_revenue) FROM revenue)
ORDER BY s_suppkey
-- expect:
columns s_suppkey bigint, s_name varchar(25), s_address varchar(40), s_phone varchar(15), total_revenue decimal(38,4)
with revenue = cte 1
  columns l_suppkey bigint, _ decimal(38,4)
  select
    #1.l_suppkey
    sum((#1.l_extendedprice * (1:decimal(10,0) - #1.l_discount)))
  from
    #1 lineitem(l_orderkey, l_partkey, l_suppkey, l_linenumber, l_quantity, l_extendedprice, l_discount, l_tax, l_returnflag, l_linestatus, l_shipdate, l_commitdate, l_receiptdate, l_shipinstruct, l_shipmode, l_comment)
  where
    ((#1.l_shipdate >= '1996-01-01':date) and (#1.l_shipdate < '1996-04-01':date))
  group by (#1.l_suppkey)
select
  #2.s_suppkey
  #2.s_name
  #2.s_address
  #2.s_phone
  #3.total_revenue
from
  cross join
    #2 supplier(s_suppkey, s_name, s_address, s_nationkey, s_phone, s_acctbal, s_comment)
    #3 cte 1 revenue(supplier_no, total_revenue)
where
  ((#2.s_suppkey = #3.supplier_no) and (#3.total_revenue = <query 1>))
    query 1
      columns _ decimal(38,4)
      select
        max(#4.total_revenue)
      from
        #4 cte 1 revenue(supplier_no, total_revenue)
      group by ()
order by @1

-- case: q16 parts and suppliers
SELECT p_brand, p_type, p_size, count(DISTINCT ps_suppkey) AS supplier_cnt
FROM partsupp, part
WHERE p_partkey = ps_partkey AND p_brand <> 'Brand#45' AND p_type NOT LIKE 'MEDIUM POLISHED%'
  AND p_size IN (49, 14, 23, 45, 19, 3, 36, 9)
  AND ps_suppkey NOT IN (SELECT s_suppkey FROM supplier WHERE s_comment LIKE '%Customer%Complaints%')
GROUP BY p_brand, p_type, p_size
ORDER BY supplier_cnt DESC, p_brand, p_type, p_size
-- expect:
columns p_brand varchar(10), p_type varchar(25), p_size integer, supplier_cnt bigint
select
  #2.p_brand
  #2.p_type
  #2.p_size
  count(distinct #1.ps_suppkey)
from
  cross join
    #1 partsupp(ps_partkey, ps_suppkey, ps_availqty, ps_supplycost, ps_comment)
    #2 part(p_partkey, p_name, p_mfgr, p_brand, p_type, p_size, p_container, p_retailprice, p_comment)
where
  ((#2.p_partkey = #1.ps_partkey) and (#2.p_brand <> 'Brand#45':varchar(10)) and not(like(#2.p_type, 'MEDIUM POLISHED%')) and in(#2.p_size, 49, 14, 23, 45, 19, 3, 36, 9) and not((#1.ps_suppkey in <query 1>)))
    query 1
      columns s_suppkey bigint
      select
        #3.s_suppkey
      from
        #3 supplier(s_suppkey, s_name, s_address, s_nationkey, s_phone, s_acctbal, s_comment)
      where
        like(#3.s_comment, '%Customer%Complaints%')
group by (#2.p_brand, #2.p_type, #2.p_size)
order by @4 desc, @1, @2, @3

-- case: q17 small quantity order revenue
SELECT sum(l_extendedprice) / 7.0 AS avg_yearly
FROM lineitem, part
WHERE p_partkey = l_partkey AND p_brand = 'Brand#23' AND p_container = 'MED BOX'
  AND l_quantity < (SELECT 0.2 * avg(l_quantity) FROM lineitem WHERE l_partkey = p_partkey)
-- expect:
columns avg_yearly decimal(38,2)
select
  (sum(#1.l_extendedprice) / 7.0:decimal(2,1))
from
  cross join
    #1 lineitem(l_orderkey, l_partkey, l_suppkey, l_linenumber, l_quantity, l_extendedprice, l_discount, l_tax, l_returnflag, l_linestatus, l_shipdate, l_commitdate, l_receiptdate, l_shipinstruct, l_shipmode, l_comment)
    #2 part(p_partkey, p_name, p_mfgr, p_brand, p_type, p_size, p_container, p_retailprice, p_comment)
where
  ((#2.p_partkey = #1.l_partkey) and (#2.p_brand = 'Brand#23':varchar(10)) and (#2.p_container = 'MED BOX':varchar(10)) and (#1.l_quantity~>decimal(13,3) < <query 1>))
    query 1
      columns _ decimal(13,3)
      select
        (0.2:decimal(1,1) * avg(#3.l_quantity))
      from
        #3 lineitem(l_orderkey, l_partkey, l_suppkey, l_linenumber, l_quantity, l_extendedprice, l_discount, l_tax, l_returnflag, l_linestatus, l_shipdate, l_commitdate, l_receiptdate, l_shipinstruct, l_shipmode, l_comment)
      where
        (#3.l_partkey = #2.p_partkey)
      group by ()
group by ()

-- case: q18 large volume customer
SELECT c_name, c_custkey, o_orderkey, o_orderdate, o_totalprice, sum(l_quantity)
FROM customer, orders, lineitem
WHERE o_orderkey IN (SELECT l_orderkey FROM lineitem GROUP BY l_orderkey HAVING sum(l_quantity) > 300)
  AND c_custkey = o_custkey AND o_orderkey = l_orderkey
GROUP BY c_name, c_custkey, o_orderkey, o_orderdate, o_totalprice
ORDER BY o_totalprice DESC, o_orderdate
LIMIT 100
-- expect:
columns c_name varchar(25), c_custkey bigint, o_orderkey bigint, o_orderdate date, o_totalprice decimal(12,2), _ decimal(38,2)
select
  #1.c_name
  #1.c_custkey
  #2.o_orderkey
  #2.o_orderdate
  #2.o_totalprice
  sum(#3.l_quantity)
from
  cross join
    cross join
      #1 customer(c_custkey, c_name, c_address, c_nationkey, c_phone, c_acctbal, c_mktsegment, c_comment)
      #2 orders(o_orderkey, o_custkey, o_orderstatus, o_totalprice, o_orderdate, o_orderpriority, o_clerk, o_shippriority, o_comment)
    #3 lineitem(l_orderkey, l_partkey, l_suppkey, l_linenumber, l_quantity, l_extendedprice, l_discount, l_tax, l_returnflag, l_linestatus, l_shipdate, l_commitdate, l_receiptdate, l_shipinstruct, l_shipmode, l_comment)
where
  ((#2.o_orderkey in <query 1>) and (#1.c_custkey = #2.o_custkey) and (#2.o_orderkey = #3.l_orderkey))
    query 1
      columns l_orderkey bigint
      select
        #4.l_orderkey
      from
        #4 lineitem(l_orderkey, l_partkey, l_suppkey, l_linenumber, l_quantity, l_extendedprice, l_discount, l_tax, l_returnflag, l_linestatus, l_shipdate, l_commitdate, l_receiptdate, l_shipinstruct, l_shipmode, l_comment)
      having
        (sum(#4.l_quantity) > 300.00:decimal(38,2))
      group by (#4.l_orderkey)
group by (#1.c_name, #1.c_custkey, #2.o_orderkey, #2.o_orderdate, #2.o_totalprice)
order by @5 desc, @4
limit 100

-- case: q19 discounted revenue
SELECT sum(l_extendedprice * (1 - l_discount)) AS revenue
FROM lineitem, part
WHERE (p_partkey = l_partkey AND p_brand = 'Brand#12' AND p_container IN ('SM CASE', 'SM BOX', 'SM PACK', 'SM PKG')
    AND l_quantity >= 1 AND l_quantity <= 1 + 10 AND p_size BETWEEN 1 AND 5
    AND l_shipmode IN ('AIR', 'AIR REG') AND l_shipinstruct = 'DELIVER IN PERSON')
  OR (p_partkey = l_partkey AND p_brand = 'Brand#23' AND p_container IN ('MED BAG', 'MED BOX', 'MED PKG', 'MED PACK')
    AND l_quantity >= 10 AND l_quantity <= 10 + 10 AND p_size BETWEEN 1 AND 10
    AND l_shipmode IN ('AIR', 'AIR REG') AND l_shipinstruct = 'DELIVER IN PERSON')
  OR (p_partkey = l_partkey AND p_brand = 'Brand#34' AND p_container IN ('LG CASE', 'LG BOX', 'LG PACK', 'LG PKG')
    AND l_quantity >= 20 AND l_quantity <= 20 + 10 AND p_size BETWEEN 1 AND 15
    AND l_shipmode IN ('AIR', 'AIR REG') AND l_shipinstruct = 'DELIVER IN PERSON')
-- expect:
columns revenue decimal(38,4)
select
  sum((#1.l_extendedprice * (1:decimal(10,0) - #1.l_discount)))
from
  cross join
    #1 lineitem(l_orderkey, l_partkey, l_suppkey, l_linenumber, l_quantity, l_extendedprice, l_discount, l_tax, l_returnflag, l_linestatus, l_shipdate, l_commitdate, l_receiptdate, l_shipinstruct, l_shipmode, l_comment)
    #2 part(p_partkey, p_name, p_mfgr, p_brand, p_type, p_size, p_container, p_retailprice, p_comment)
where
  (((#2.p_partkey = #1.l_partkey) and (#2.p_brand = 'Brand#12':varchar(10)) and in(#2.p_container, 'SM CASE':varchar(10), 'SM BOX':varchar(10), 'SM PACK':varchar(10), 'SM PKG':varchar(10)) and (#1.l_quantity >= 1.00:decimal(12,2)) and (#1.l_quantity <= 11.00:decimal(12,2)) and between(#2.p_size, 1, 5) and in(#1.l_shipmode, 'AIR':varchar(10), 'AIR REG':varchar(10)) and (#1.l_shipinstruct = 'DELIVER IN PERSON':varchar(25))) or ((#2.p_partkey = #1.l_partkey) and (#2.p_brand = 'Brand#23':varchar(10)) and in(#2.p_container, 'MED BAG':varchar(10), 'MED BOX':varchar(10), 'MED PKG':varchar(10), 'MED PACK':varchar(10)) and (#1.l_quantity >= 10.00:decimal(12,2)) and (#1.l_quantity <= 20.00:decimal(12,2)) and between(#2.p_size, 1, 10) and in(#1.l_shipmode, 'AIR':varchar(10), 'AIR REG':varchar(10)) and (#1.l_shipinstruct = 'DELIVER IN PERSON':varchar(25))) or ((#2.p_partkey = #1.l_partkey) and (#2.p_brand = 'Brand#34':varchar(10)) and in(#2.p_container, 'LG CASE':varchar(10), 'LG BOX':varchar(10), 'LG PACK':varchar(10), 'LG PKG':varchar(10)) and (#1.l_quantity >= 20.00:decimal(12,2)) and (#1.l_quantity <= 30.00:decimal(12,2)) and between(#2.p_size, 1, 15) and in(#1.l_shipmode, 'AIR':varchar(10), 'AIR REG':varchar(10)) and (#1.l_shipinstruct = 'DELIVER IN PERSON':varchar(25))))
group by ()

-- case: q20 potential part promotion
SELECT s_name, s_address
FROM supplier, nation
WHERE s_suppkey IN (
    SELECT ps_suppkey FROM partsupp
    WHERE ps_partkey IN (SELECT p_partkey FROM part WHERE p_name LIKE 'forest%')
      AND ps_availqty > (
        SELECT 0.5 * sum(l_quantity) FROM lineitem
        WHERE l_partkey = ps_partkey AND l_suppkey = ps_suppkey AND l_shipdate >= DATE '1994-01-01'
          AND l_shipdate < DATE '1994-01-01' + INTERVAL '1' YEAR))
  AND s_nationkey = n_nationkey AND n_name = 'CANADA'
ORDER BY s_name
-- expect:
columns s_name varchar(25), s_address varchar(40)
select
  #1.s_name
  #1.s_address
from
  cross join
    #1 supplier(s_suppkey, s_name, s_address, s_nationkey, s_phone, s_acctbal, s_comment)
    #2 nation(n_nationkey, n_name, n_regionkey, n_comment)
where
  ((#1.s_suppkey in <query 1>) and (#1.s_nationkey = #2.n_nationkey) and (#2.n_name = 'CANADA':varchar(25)))
    query 1
      columns ps_suppkey bigint
      select
        #3.ps_suppkey
      from
        #3 partsupp(ps_partkey, ps_suppkey, ps_availqty, ps_supplycost, ps_comment)
      where
        ((#3.ps_partkey in <query 1>) and (#3.ps_availqty~>decimal(38,3) > <query 2>))
          query 1
            columns p_partkey bigint
            select
              #4.p_partkey
            from
              #4 part(p_partkey, p_name, p_mfgr, p_brand, p_type, p_size, p_container, p_retailprice, p_comment)
            where
              like(#4.p_name, 'forest%')
          query 2
            columns _ decimal(38,3)
            select
              (0.5:decimal(1,1) * sum(#5.l_quantity))
            from
              #5 lineitem(l_orderkey, l_partkey, l_suppkey, l_linenumber, l_quantity, l_extendedprice, l_discount, l_tax, l_returnflag, l_linestatus, l_shipdate, l_commitdate, l_receiptdate, l_shipinstruct, l_shipmode, l_comment)
            where
              ((#5.l_partkey = #3.ps_partkey) and (#5.l_suppkey = #3.ps_suppkey) and (#5.l_shipdate >= '1994-01-01':date) and (#5.l_shipdate < '1995-01-01':date))
            group by ()
order by @1

-- case: q21 suppliers who kept orders waiting
SELECT s_name, count(*) AS numwait
FROM supplier, lineitem l1, orders, nation
WHERE s_suppkey = l1.l_suppkey AND o_orderkey = l1.l_orderkey AND o_orderstatus = 'F' AND l1.l_receiptdate > l1.l_commitdate
  AND EXISTS (SELECT * FROM lineitem l2 WHERE l2.l_orderkey = l1.l_orderkey AND l2.l_suppkey <> l1.l_suppkey)
  AND NOT EXISTS (SELECT * FROM lineitem l3 WHERE l3.l_orderkey = l1.l_orderkey AND l3.l_suppkey <> l1.l_suppkey
    AND l3.l_receiptdate > l3.l_commitdate)
  AND s_nationkey = n_nationkey AND n_name = 'SAUDI ARABIA'
GROUP BY s_name
ORDER BY numwait DESC, s_name
LIMIT 100
-- expect:
columns s_name varchar(25), numwait bigint
select
  #1.s_name
  count()
from
  cross join
    cross join
      cross join
        #1 supplier(s_suppkey, s_name, s_address, s_nationkey, s_phone, s_acctbal, s_comment)
        #2 l1(l_orderkey, l_partkey, l_suppkey, l_linenumber, l_quantity, l_extendedprice, l_discount, l_tax, l_returnflag, l_linestatus, l_shipdate, l_commitdate, l_receiptdate, l_shipinstruct, l_shipmode, l_comment)
      #3 orders(o_orderkey, o_custkey, o_orderstatus, o_totalprice, o_orderdate, o_orderpriority, o_clerk, o_shippriority, o_comment)
    #4 nation(n_nationkey, n_name, n_regionkey, n_comment)
where
  ((#1.s_suppkey = #2.l_suppkey) and (#3.o_orderkey = #2.l_orderkey) and (#3.o_orderstatus = 'F') and (#2.l_receiptdate > #2.l_commitdate) and exists <query 1> and not(exists <query 2>) and (#1.s_nationkey = #4.n_nationkey) and (#4.n_name = 'SAUDI ARABIA':varchar(25)))
    query 1
      columns l_orderkey bigint, l_partkey bigint, l_suppkey bigint, l_linenumber integer, l_quantity decimal(12,2), l_extendedprice decimal(12,2), l_discount decimal(12,2), l_tax decimal(12,2), l_returnflag varchar(1), l_linestatus varchar(1), l_shipdate date, l_commitdate date, l_receiptdate date, l_shipinstruct varchar(25), l_shipmode varchar(10), l_comment varchar(44)
      select
        #5.l_orderkey
        #5.l_partkey
        #5.l_suppkey
        #5.l_linenumber
        #5.l_quantity
        #5.l_extendedprice
        #5.l_discount
        #5.l_tax
        #5.l_returnflag
        #5.l_linestatus
        #5.l_shipdate
        #5.l_commitdate
        #5.l_receiptdate
        #5.l_shipinstruct
        #5.l_shipmode
        #5.l_comment
      from
        #5 l2(l_orderkey, l_partkey, l_suppkey, l_linenumber, l_quantity, l_extendedprice, l_discount, l_tax, l_returnflag, l_linestatus, l_shipdate, l_commitdate, l_receiptdate, l_shipinstruct, l_shipmode, l_comment)
      where
        ((#5.l_orderkey = #2.l_orderkey) and (#5.l_suppkey <> #2.l_suppkey))
    query 2
      columns l_orderkey bigint, l_partkey bigint, l_suppkey bigint, l_linenumber integer, l_quantity decimal(12,2), l_extendedprice decimal(12,2), l_discount decimal(12,2), l_tax decimal(12,2), l_returnflag varchar(1), l_linestatus varchar(1), l_shipdate date, l_commitdate date, l_receiptdate date, l_shipinstruct varchar(25), l_shipmode varchar(10), l_comment varchar(44)
      select
        #6.l_orderkey
        #6.l_partkey
        #6.l_suppkey
        #6.l_linenumber
        #6.l_quantity
        #6.l_extendedprice
        #6.l_discount
        #6.l_tax
        #6.l_returnflag
        #6.l_linestatus
        #6.l_shipdate
        #6.l_commitdate
        #6.l_receiptdate
        #6.l_shipinstruct
        #6.l_shipmode
        #6.l_comment
      from
        #6 l3(l_orderkey, l_partkey, l_suppkey, l_linenumber, l_quantity, l_extendedprice, l_discount, l_tax, l_returnflag, l_linestatus, l_shipdate, l_commitdate, l_receiptdate, l_shipinstruct, l_shipmode, l_comment)
      where
        ((#6.l_orderkey = #2.l_orderkey) and (#6.l_suppkey <> #2.l_suppkey) and (#6.l_receiptdate > #6.l_commitdate))
group by (#1.s_name)
order by @2 desc, @1
limit 100

-- case: q22 global sales opportunity
SELECT cntrycode, count(*) AS numcust, sum(c_acctbal) AS totacctbal
FROM (
  SELECT substring(c_phone FROM 1 FOR 2) AS cntrycode, c_acctbal
  FROM customer
  WHERE substring(c_phone FROM 1 FOR 2) IN ('13', '31', '23', '29', '30', '18', '17')
    AND c_acctbal > (SELECT avg(c_acctbal) FROM customer
      WHERE c_acctbal > 0.00 AND substring(c_phone FROM 1 FOR 2) IN ('13', '31', '23', '29', '30', '18', '17'))
    AND NOT EXISTS (SELECT * FROM orders WHERE o_custkey = c_custkey)) AS custsale
GROUP BY cntrycode
ORDER BY cntrycode
-- expect:
columns cntrycode varchar(15), numcust bigint, totacctbal decimal(38,2)
select
  #4.cntrycode
  count()
  sum(#4.c_acctbal)
from
  #4 custsale(cntrycode, c_acctbal)
    columns cntrycode varchar(15), c_acctbal decimal(12,2)
    select
      substr(#1.c_phone, 1:bigint, 2:bigint)
      #1.c_acctbal
    from
      #1 customer(c_custkey, c_name, c_address, c_nationkey, c_phone, c_acctbal, c_mktsegment, c_comment)
    where
      (in(substr(#1.c_phone, 1:bigint, 2:bigint), '13':varchar(15), '31':varchar(15), '23':varchar(15), '29':varchar(15), '30':varchar(15), '18':varchar(15), '17':varchar(15)) and (#1.c_acctbal > <query 1>) and not(exists <query 2>))
        query 1
          columns _ decimal(12,2)
          select
            avg(#2.c_acctbal)
          from
            #2 customer(c_custkey, c_name, c_address, c_nationkey, c_phone, c_acctbal, c_mktsegment, c_comment)
          where
            ((#2.c_acctbal > 0.00:decimal(12,2)) and in(substr(#2.c_phone, 1:bigint, 2:bigint), '13':varchar(15), '31':varchar(15), '23':varchar(15), '29':varchar(15), '30':varchar(15), '18':varchar(15), '17':varchar(15)))
          group by ()
        query 2
          columns o_orderkey bigint, o_custkey bigint, o_orderstatus varchar(1), o_totalprice decimal(12,2), o_orderdate date, o_orderpriority varchar(15), o_clerk varchar(15), o_shippriority integer, o_comment varchar(79)
          select
            #3.o_orderkey
            #3.o_custkey
            #3.o_orderstatus
            #3.o_totalprice
            #3.o_orderdate
            #3.o_orderpriority
            #3.o_clerk
            #3.o_shippriority
            #3.o_comment
          from
            #3 orders(o_orderkey, o_custkey, o_orderstatus, o_totalprice, o_orderdate, o_orderpriority, o_clerk, o_shippriority, o_comment)
          where
            (#3.o_custkey = #1.c_custkey)
group by (#4.cntrycode)
order by @1
