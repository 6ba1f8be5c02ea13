"""A table of what PostgreSQL and MariaDB can hold and others cannot: infinite and impossible dates, NaN, durations."""

from __future__ import annotations

PREPARED = {
    "postgresql": "CREATE EXTENSION citext; CREATE TYPE mood AS ENUM ('a', 'bb'); CREATE DOMAIN code AS varchar(5);"
    "CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false);",
    "mysql": "",
}

VALUES = {
    "postgresql": """
CREATE TABLE t (id int, d date, ts timestamp, t3 timestamp(3), tz timestamptz(3), tm time(3), nu numeric(10,2), ch char(5), te text, vc varchar(9),
  bo boolean, u uuid, bx bytea, en mood, mo money, si smallint, bi bigint, r real, dp double precision);
INSERT INTO t VALUES
  (1, '2024-02-29', '2024-02-29 01:02:03.123456', '2024-02-29 01:02:03.123', '2024-02-29 01:02:03.123+08', '10:00:00.123', 1.5, 'ab', '张三', 'é ', true,
   '00000000-0000-0000-0000-000000000001', '\\x00ff', 'bb', '1234.5', -5, 9223372036854775807, 1.5, 0.1),
  (2, 'infinity', 'infinity', '-infinity', 'infinity', '10:00', 0, '', '', '', false, NULL, '', 'a', '0', 0, 0, 'NaN', 'Infinity'),
  (4, '0001-01-01', '0001-01-01 00:00', '9999-12-31 23:59:59.999', '9999-12-31 23:59:59.999+00', '23:59:59.999', -99999999.99, 'é', 'A', 'a', true, NULL, NULL, 'a', NULL, 1, 1, 1, 1);
INSERT INTO t (id, d, ts, t3, tz) VALUES (3, '-infinity', '-infinity', 'infinity', '-infinity');
INSERT INTO t (id, nu, tm) VALUES (5, 'NaN', '24:00');
""",
    "mysql": """
SET sql_mode = '';
CREATE TABLE t (id int, d date, dt datetime(6), d3 datetime(3), ts timestamp(3) NULL, tm time, nu decimal(10,2), ch char(5), te text, vc varchar(9),
  bo boolean, bx blob, en enum('a','bb'), ui int unsigned, bu bigint unsigned, r float, dp double, u uuid) CHARACTER SET utf8mb4;
INSERT INTO t VALUES
  (1, '2024-02-29', '2024-02-29 01:02:03.123456', '2024-02-29 01:02:03.123', '2024-02-29 01:02:03.123', '10:00:00', 1.5, 'ab', '张三', 'é ', 2, x'00ff', 'bb',
   4000000000, 18446744073709551615, 1.5, 0.1, '00000000-0000-0000-0000-000000000001'),
  (2, '0000-00-00', '0000-00-00', '0000-00-00', '0000-00-00', '-838:59:59', 0, '', '', '', 0, '', 'zzz', 0, 0, 0, 0, NULL),
  (4, '9999-12-31', '1000-01-01 00:00:00', '9999-12-31 23:59:59.999', '1970-01-02 00:00:00', '838:59:59', -99999999.99, 'é', 'A', 'a', 1, 'x', 'a', 1, 1, 1, 1, NULL);
INSERT INTO t (id, d, dt, d3, tm) VALUES (5, '2024-00-10', '2024-00-10 00:00', '2024-02-00', '25:00:00.5');
""",
}
FIFTH: dict[str, dict[str, str | None]] = {
    "postgresql": {"nu": None, "tm": None},
    "mysql": {"d": None, "dt": None, "d3": None, "tm": "25:00:00"},
}
"""What the embedded engine reads otherwise: a NaN is 0.00 there."""
