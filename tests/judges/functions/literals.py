"""Edge literals of every type, as a client writes them: the first two of a type are tame, the others are where engines differ."""

from __future__ import annotations

from typing import Final

LITERALS: Final[dict[str, tuple[str, ...]]] = {
    "boolean": ("TRUE", "FALSE", "CAST(NULL AS boolean)"),
    "tinyint": ("CAST(5 AS tinyint)", "CAST(-3 AS tinyint)", "CAST(0 AS tinyint)", "CAST(127 AS tinyint)", "CAST(-128 AS tinyint)", "CAST(NULL AS tinyint)"),
    "smallint": ("CAST(5 AS smallint)", "CAST(-3 AS smallint)", "CAST(0 AS smallint)", "CAST(32767 AS smallint)", "CAST(-32768 AS smallint)", "CAST(NULL AS smallint)"),
    "integer": ("7", "-2", "0", "1", "2147483647", "-2147483648", "CAST(NULL AS integer)"),
    "bigint": (
        "CAST(3 AS bigint)", "CAST(-2 AS bigint)", "CAST(0 AS bigint)", "1", "9223372036854775807", "BIGINT '-9223372036854775808'", "4294967296",
        "CAST(NULL AS bigint)",
    ),
    "real": (
        "REAL '1.5'", "REAL '-2.5'", "REAL '0.1'", "REAL '-0.0'", "REAL 'NaN'", "REAL 'Infinity'", "REAL '3.4028235e38'", "REAL '1.4e-45'", "REAL '16777216'",
        "CAST(NULL AS real)",
    ),
    "double": (
        "1.5e0", "-2.5e0", "0e0", "-0e0", "0.1e0", "nan()", "infinity()", "-infinity()", "1.7976931348623157e308", "4.9e-324", "1e-7", "12345678.9e0", "1e21",
        "9007199254740993e0", "2.675e0", "CAST(NULL AS double)",
    ),
    "decimal": (
        "1.5", "-2.345", "0.0", "0.05", "9.99", "123456789.987654321", "DECIMAL '99999999999999999999999999999999999999'",
        "DECIMAL '-0.00000000000000000000000000000000000001'", "DECIMAL '12345678901234567890.123456789012345678'", "CAST(NULL AS decimal(5,2))",
    ),
    "varchar": (
        "'abc'", "'b'", "''", "'a中🎉é'", "' x　'", "'Straße ÀİŁ'", "CAST('a,b,,c' AS varchar)", "concat('e', chr(769))", "'aXbXc'", "'12'",
        "CAST(NULL AS varchar)",
    ),
    "char": ("CAST('ab' AS char(4))", "CAST('b' AS char(2))", "CAST('' AS char(3))", "CAST(' 中🎉' AS char(5))", "CAST('a' AS char(1))", "CAST(NULL AS char(3))"),
    "varbinary": ("X'616263'", "X'00ff'", "X''", "X'e4b8ad'", "X'ff'", "X'8000000000000001'", "CAST(NULL AS varbinary)"),
    "date": (
        "DATE '2020-02-29'", "DATE '2021-01-31'", "DATE '1970-01-01'", "DATE '1969-12-31'", "DATE '1582-10-04'", "DATE '1582-10-15'", "DATE '1500-03-01'",
        "DATE '0001-01-01'", "DATE '0000-12-31'", "DATE '-0044-03-15'", "DATE '9999-12-31'", "DATE '10000-01-01'", "DATE '2024-12-30'", "DATE '2021-01-03'",
        "CAST(NULL AS date)",
    ),
    "time": (
        "TIME '13:02:03.456'", "TIME '00:00:00'", "TIME '23:59:59.999'", "TIME '23:59:59.999999'", "TIME '12:00:00.123456789'", "TIME '06:30'",
        "CAST(NULL AS time(3))",
    ),
    "time with time zone": ("TIME '13:02:03.456 +08:00'", "TIME '00:00:00 -05:30'", "CAST(NULL AS time(3) with time zone)"),
    "timestamp": (
        "TIMESTAMP '2020-02-29 23:59:59.999'", "TIMESTAMP '2021-01-31 00:00:00'", "TIMESTAMP '1969-12-31 23:59:59.999999'", "TIMESTAMP '1970-01-01 00:00:00.000'",
        "TIMESTAMP '1500-03-01 12:34:56.789'", "TIMESTAMP '2021-01-03 00:00:00.123456789'", "TIMESTAMP '9999-12-31 23:59:59.999'",
        "TIMESTAMP '0001-01-01 00:00:00'", "TIMESTAMP '-0044-03-15 01:02:03.4'", "TIMESTAMP '2020-12-31 12:30:00.5'", "TIMESTAMP '1986-05-04 00:30:00'",
        "CAST(NULL AS timestamp(3))",
    ),
    "timestamp with time zone": (
        "TIMESTAMP '2020-02-29 23:59:59.999 Asia/Shanghai'", "TIMESTAMP '2021-01-31 00:00:00 UTC'", "TIMESTAMP '1969-12-31 23:59:59.999999 +08:00'",
        "TIMESTAMP '2020-11-01 01:30:00.5 America/New_York'", "TIMESTAMP '1500-03-01 12:34:56 UTC'", "TIMESTAMP '2021-01-03 00:00:00.123456789 +05:30'",
        "CAST(NULL AS timestamp(3) with time zone)",
    ),
    "interval day to second": (
        "INTERVAL '1' DAY", "INTERVAL '-36' HOUR", "INTERVAL '0' SECOND", "INTERVAL '2 03:04:05.678' DAY TO SECOND", "INTERVAL '90' MINUTE",
        "INTERVAL '0.001' SECOND", "CAST(NULL AS interval day to second)",
    ),
    "interval year to month": (
        "INTERVAL '1' MONTH", "INTERVAL '-13' MONTH", "INTERVAL '0' YEAR", "INTERVAL '1' YEAR", "INTERVAL '1-2' YEAR TO MONTH",
        "CAST(NULL AS interval year to month)",
    ),
    "uuid": ("UUID '12345678-1234-1234-1234-123456789abc'", "UUID 'ffffffff-0000-0000-0000-000000000000'", "CAST(NULL AS uuid)"),
    "json": (
        'JSON \'{"a":[1,2.50,"x",null,true]}\'', "JSON '[1,2]'", "JSON '[]'", "JSON 'null'", "JSON '1'", "JSON '\"x\"'", "JSON '1e2'",
        'JSON \'{"b":1,"a":{"c":"中"}}\'', "CAST(NULL AS json)",
    ),
    "unknown": ("NULL",),
    "array(integer)": ("ARRAY[1, 2, 3]", "ARRAY[3, NULL, 1, 3]", "CAST(ARRAY[] AS array(integer))", "ARRAY[NULL]", "CAST(NULL AS array(integer))"),
    "row": ("ROW(1, 'a')", "ROW(2, 'b')", "ROW(1, NULL)", "CAST(NULL AS row(integer, varchar(1)))"),
}  # fmt: skip

ELEMENTS: Final[dict[str, tuple[str, ...]]] = {
    "integer": ("1", "2", "-3"),
    "varchar(2)": ("'b'", "'a'", "'中🎉'"),
    "double": ("1.5e0", "nan()", "-0e0"),
    "decimal(5,2)": ("1.50", "-2.25", "100.00"),
    "date": ("DATE '2020-02-29'", "DATE '1969-12-31'", "DATE '0001-01-01'"),
    "row(integer, varchar(1))": ("ROW(1, 'a')", "ROW(2, NULL)", "ROW(1, 'b')"),
    "array(integer)": ("ARRAY[1]", "ARRAY[]", "ARRAY[NULL, 2]"),
    "boolean": ("TRUE", "FALSE", "TRUE"),
    "char(3)": ("CAST('b' AS char(3))", "CAST('a' AS char(3))", "CAST('' AS char(3))"),
    "timestamp(3)": ("TIMESTAMP '2020-02-29 23:59:59.999'", "TIMESTAMP '1969-12-31 23:59:59.999'", "TIMESTAMP '2021-01-01 00:00:00.000'"),
    "real": ("REAL '1.5'", "REAL 'NaN'", "REAL '0.1'"),
    "varbinary": ("X'61'", "X''", "X'ff'"),
    "bigint": ("CAST(1 AS bigint)", "9223372036854775807", "CAST(0 AS bigint)"),
    "json": ("JSON '1'", "JSON '[1]'", "JSON '\"x\"'"),
}  # fmt: skip
"""What a type variable of a signature stands for: three values of each type."""

NUMERIC: Final = (
    "CAST(5 AS tinyint)", "CAST(-6 AS smallint)", "7", "CAST(8 AS bigint)", "REAL '2.5'", "3.25e0", "1.5", "DECIMAL '123456789012345678.5'",
    "CAST(2 AS decimal(38,0))", "DECIMAL '0.00000000000000000000000000000000000003'", "CAST(-7.25 AS decimal(18,2))", "0.001", "DECIMAL '9999999999'",
)  # fmt: skip
"""Numbers whose types meet in every way."""

MEETING: Final = (
    *NUMERIC[::2], "'abc'", "CAST('x' AS varchar)", "''", "CAST('ab' AS char(4))", "DATE '2020-02-29'", "TIMESTAMP '2020-02-29 01:02:03'",
    "TIMESTAMP '2020-02-29 01:02:03.123456'", "TIMESTAMP '2020-02-29 01:02:03.1 UTC'", "TIME '01:02:03'", "ARRAY[1]", "ARRAY[2.5]", "ARRAY['a']", "ARRAY[]",
    "ROW(1, 'a')", "ROW(2.5, 'abc')", "map(ARRAY[1], ARRAY['x'])", "INTERVAL '1' DAY", "TRUE", "X'00'", "NULL",
)  # fmt: skip
"""Values whose types do or do not have a common type."""
