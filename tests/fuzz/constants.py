"""Literals of every type, edges included, and texts that functions read as patterns, units, formats or paths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tests.fuzz.calls import Kind

LITERALS: Final[Mapping[Kind, Sequence[str]]] = {
    "bigint": ("0", "1", "-1", "2", "7", "30", "BIGINT '3'", "9223372036854775807", "-9223372036854775808", "3000000000", "CAST(5 AS bigint)", "4096"),
    "integer": ("0", "1", "2", "3", "-1", "7", "10", "2147483647", "-2147483648", "INTEGER '4'", "100"),
    "smallint": ("SMALLINT '1'", "CAST(1 AS smallint)", "SMALLINT '32767'"),
    "tinyint": ("TINYINT '1'", "CAST(2 AS tinyint)", "TINYINT '-128'"),
    "real": ("REAL '1.5'", "CAST(0.5 AS real)", "REAL 'NaN'"),
    "double": ("1e0", "0e0", "-2.5e0", "1E308", "DOUBLE '0.1'", "nan()", "infinity()", "1e-300", "pi()"),
    "decimal": ("1.5", "0.0", "-1.25", "DECIMAL '3.14'", "12345678901234567890.123", "0.00000000000000000001", "99999999999999999999999999999999999999."),
    "varchar": ("'A1'", "'A'", "''", "'138'", "'张三'", "'12'", "'x%'", "'***'", "'%'", "'a_b'", "'it''s'", "'😀'", "'QZ'", "VARCHAR 'v'", "U&'\\0041'", "'东街'", "' '"),
    "char": ("CHAR 'ab'", "CAST('a' AS char(3))", "CAST('' AS char(1))"),
    "boolean": ("TRUE", "FALSE", "BOOLEAN 'true'", "(NULL IS NULL)", "(1 = 1)"),
    "date": ("DATE '2026-01-01'", "DATE '2020-02-29'", "DATE '1960-12-31'", "current_date", "DATE '9999-12-30'", "DATE '0001-01-01'"),
    "time": ("TIME '10:00:00'", "TIME '23:59:59.999'", "localtime"),
    "timetz": ("TIME '10:00:00 +08:00'", "current_time"),
    "timestamp": ("TIMESTAMP '2026-01-01 10:00:00'", "TIMESTAMP '2026-01-01 10:00:00.123456'", "TIMESTAMP '2020-02-29 00:00:00.000'", "localtimestamp"),
    "timestamptz": ("TIMESTAMP '2026-01-01 10:00:00 Asia/Shanghai'", "now()", "current_timestamp", "TIMESTAMP '2026-03-29 02:30:00 Europe/Paris'"),
    "interval_day": ("INTERVAL '1' DAY", "INTERVAL '-2' HOUR", "INTERVAL '90' MINUTE", "INTERVAL '1 02:03:04' DAY TO SECOND"),
    "interval_year": ("INTERVAL '1' YEAR", "INTERVAL '-3' MONTH", "INTERVAL '1-2' YEAR TO MONTH"),
    "varbinary": ("X'00ff'", "to_utf8('x')", "X''", "from_hex('4142')"),
    "json": ("JSON '{\"a\": 1}'", "JSON '[1,2]'", "json_parse('null')", "JSON '\"x\"'"),
    "uuid": ("UUID '12151fd2-7586-11e9-8f9e-2a86e4085a59'",),
    "unknown": ("NULL",),
    "row": ("ROW(1, 'x')", "(1, 2)"),
}  # fmt: skip

TEXTS: Final = (
    "day", "month", "year", "week", "hour", "quarter", "second", "%Y-%m-%d", "%Y", "yyyy-MM-dd", "[0-9]+", "(\\d)(\\d)", "^A.*$", "(a+)+$", "(", "$.a", "$[0]", "lax $.a", ",", "-",
    "2026-01-01", "1.5", "abc", "UTC", "Asia/Shanghai", "+08:00", "%s %d", "A%", "a,b,c", "k=v,k2=v2", "NFC", "0x10", "{}", "[]", "http://a.b/c?d=e#f", "#,##0.00", "utf8", "$1", "\\", "%%",
)  # fmt: skip

TYPE_WORDS: Final[Mapping[str, Sequence[str]]] = {
    "bigint": ("bigint",), "integer": ("integer", "int"), "smallint": ("smallint",), "tinyint": ("tinyint",), "real": ("real",), "double": ("double", "double precision"),
    "decimal": ("decimal(10, 2)", "decimal(38, 0)", "decimal(5)", "decimal(38, 37)"), "varchar": ("varchar", "varchar(3)", "varchar(40)"), "char": ("char(3)", "char"),
    "boolean": ("boolean",), "date": ("date",), "time": ("time(3)", "time"), "timetz": ("time with time zone",), "timestamp": ("timestamp(3)", "timestamp", "timestamp(6)", "timestamp(12)"),
    "timestamptz": ("timestamp(3) with time zone",), "varbinary": ("varbinary",), "json": ("json",), "uuid": ("uuid",), "interval_day": ("interval day to second",),
    "interval_year": ("interval year to month",), "unknown": ("varchar",), "row": ("row(a bigint, b varchar)",),
}  # fmt: skip


CASTS: Final[Mapping[Kind, Sequence[Kind]]] = {
    **dict.fromkeys(("bigint", "integer", "smallint", "tinyint", "real", "double", "decimal"), ("bigint", "integer", "double", "decimal", "varchar", "boolean", "smallint")),
    "varchar": ("bigint", "integer", "double", "decimal", "varchar", "boolean", "date", "timestamp", "char"), "char": ("varchar", "char"), "boolean": ("bigint", "varchar", "double", "boolean"),
    "date": ("varchar", "timestamp", "date"), "time": ("varchar", "timestamp"), "timestamp": ("date", "varchar", "timestamp"), "timestamptz": ("timestamp", "date"),
    "json": ("varchar", "bigint", "boolean"), "uuid": ("varchar",), "varbinary": ("uuid",),
}  # fmt: skip
"""What casts to a type, mostly."""

UNORDERED: Final = ("json", "map", "unknown", "row", "array", "uuid")


def spelled(kind: Kind, pick: object) -> str:
    """The type as CAST names it."""
    if isinstance(kind, str):
        return pick(TYPE_WORDS[kind])  # type: ignore[operator]
    if kind[0] == "row":
        return f"row({', '.join(f'f{n} {spelled(k, pick)}' for n, k in enumerate(kind[1:]))})"
    return f"{kind[0]}({', '.join(spelled(k, pick) for k in kind[1:])})"
