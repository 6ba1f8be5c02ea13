"""Every Trino type leaves the engine as Trino's protocol, CSV and Arrow write it."""

from __future__ import annotations

import csv
import io
import json

import duckdb
import pytest

from gateway.catalog.types import parse_type
from gateway.engines.duckdb_encode import csv_head, wrapped
from gateway.engines.engine import PageFormat

# DuckDB expression | Trino type | JSON value | CSV field (· is a blank at its end)
VALUES = r"""
true | boolean | true | true
NULL::BOOLEAN | boolean | null |
7::TINYINT | tinyint | 7 | 7
9223372036854775807 | bigint | 9223372036854775807 | 9223372036854775807
sum(5) | bigint | 5 | 5
0.1::FLOAT | real | 0.1 | 0.1
1.5::DOUBLE | double | 1.5 | 1.5
1e20::DOUBLE | double | 1e20 | 1e+20
'nan'::DOUBLE | double | "NaN" | NaN
'inf'::DOUBLE | double | "Infinity" | Infinity
'-inf'::FLOAT | real | "-Infinity" | -Infinity
NULL::DOUBLE | double | null |
12.50::DECIMAL(10,2) | decimal(10,2) | "12.50" | 12.50
12::HUGEINT | decimal(38,0) | "12" | 12
'a"b\c' | varchar | "a\"b\\c" | "a""b\c"
'' | varchar | "" | ""
NULL::VARCHAR | varchar | null |
'张三' | varchar(10) | "张三" | 张三
'𠀀' | varchar | "𠀀" | 𠀀
'ab' | char(4) | "ab  " | ab··
unhex('00ff') | varbinary | "AP8=" | AP8=
DATE '2024-02-29' | date | "2024-02-29" | 2024-02-29
DATE '0044-03-15' | date | "0044-03-15" | 0044-03-15
DATE 'infinity' | date | null |
TIME '10:11:12.123456' | time(6) | "10:11:12.123456" | 10:11:12.123456
TIME '10:11:12.123456' | time(3) | "10:11:12.123" | 10:11:12.123
TIME '10:11:12' | time(0) | "10:11:12" | 10:11:12
TIMESTAMP '2024-01-02 03:04:05.123456' | timestamp(6) | "2024-01-02 03:04:05.123456" | 2024-01-02 03:04:05.123456
TIMESTAMP '2024-01-02 03:04:05.1' | timestamp(3) | "2024-01-02 03:04:05.100" | 2024-01-02 03:04:05.100
TIMESTAMP '2024-01-02 03:04:05' | timestamp(0) | "2024-01-02 03:04:05" | 2024-01-02 03:04:05
TIMESTAMP_NS '2024-01-02 03:04:05.123456789' | timestamp(9) | "2024-01-02 03:04:05.123456789" | 2024-01-02 03:04:05.123456789
TIMESTAMP '2024-01-02 03:04:05' | timestamp(12) | "2024-01-02 03:04:05.000000000000" | 2024-01-02 03:04:05.000000000000
TIMESTAMP 'infinity' | timestamp(6) | null |
TIMESTAMPTZ '2024-01-02 03:04:05+08' | timestamp(3) with time zone | "2024-01-01 19:04:05.000 UTC" | 2024-01-01 19:04:05.000 UTC
INTERVAL '1 day 2 hours 3.5 seconds' | interval day to second | "1 02:00:03.500" | 1 02:00:03.500
INTERVAL '-90 minutes' | interval day to second | "-0 01:30:00.000" | -0 01:30:00.000
INTERVAL '14 months' | interval year to month | "1-2" | 1-2
INTERVAL '-1 month' | interval year to month | "-0-1" | -0-1
'00000000-0000-0000-0000-000000000001'::UUID | uuid | "00000000-0000-0000-0000-000000000001" | 00000000-0000-0000-0000-000000000001
'{"a":1}'::JSON | json | "{\"a\":1}" | "{""a"":1}"
NULL | unknown | null |
[1, NULL, 3] | array(bigint) | [1, null, 3] | "[1,null,3]"
[1.5::DECIMAL(3,1)] | array(decimal(3,1)) | ["1.5"] | "[""1.5""]"
[['a'], NULL, []] | array(array(varchar)) | [["a"], null, []] | "[[""a""],null,[]]"
NULL::BIGINT[] | array(bigint) | null |
['nan'::DOUBLE] | array(double) | ["NaN"] | "[""NaN""]"
{'a': 1, 'b': 'x'} | row(a bigint, b varchar) | [1, "x"] | "[1,""x""]"
row(1, 'x') | row(bigint, varchar) | [1, "x"] | "[1,""x""]"
NULL::STRUCT(a INT) | row(a integer) | null |
MAP {'k': 1} | map(varchar, bigint) | {"k": 1} | "{""k"":1}"
MAP {7: [DATE '2024-01-01']} | map(bigint, array(date)) | {"7": ["2024-01-01"]} | "{""7"":[""2024-01-01""]}"
'=1+1' | varchar | "=1+1" | '=1+1
'-5' | varchar | "-5" | -5
'+86 571' | varchar | "+86 571" | '+86 571
'-cmd' | varchar | "-cmd" | '-cmd
'@x' | varchar | "@x" | '@x
'＝1' | varchar | "＝1" | '＝1
chr(9) || 'x' | varchar | "\tx" | '	x
'a,b' | varchar | "a,b" | "a,b"
-5 | bigint | -5 | -5
'＋1' | varchar | "＋1" | '＋1
'-5e3%' | varchar | "-5e3%" | -5e3%
TIMESTAMP '1969-12-31 23:59:59.999999' | timestamp(3) | "1969-12-31 23:59:59.999" | 1969-12-31 23:59:59.999
TIMESTAMP '1969-12-31 23:59:59.5' | timestamp(0) | "1969-12-31 23:59:59" | 1969-12-31 23:59:59
TIMESTAMP '2024-01-02 03:04:05.129' | timestamp(1) | "2024-01-02 03:04:05.1" | 2024-01-02 03:04:05.1
""".strip().splitlines()


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    made.execute("SET TimeZone = 'UTC'")
    return made


def _cases() -> list[tuple[str, str, str, str]]:
    rows = []
    for line in VALUES:
        expression, type_, as_json, as_csv = (
            line.split(" | ") if line.count(" | ") == 3 else [*line[:-2].split(" | "), ""]
        )
        rows.append((expression, type_, as_json, as_csv.replace("·", " ")))
    return rows


@pytest.mark.parametrize(("expression", "type_", "as_json", "as_csv"), _cases())
def test_a_value_is_encoded_as_trino_writes_it(
    connection: duckdb.DuckDBPyConnection, expression: str, type_: str, as_json: str, as_csv: str
) -> None:
    columns = [("x", parse_type(type_))]
    sql = f"SELECT {expression} AS x"
    row = connection.execute(wrapped(sql, columns, PageFormat.JSON, None)).fetchone()
    assert row is not None
    assert row[0].endswith(",")
    assert json.loads(row[0][:-1]) == [json.loads(as_json)]
    row = connection.execute(wrapped(sql, columns, PageFormat.NDJSON, None)).fetchone()
    assert row is not None
    assert json.loads(row[0]) == {"x": json.loads(as_json)}
    row = connection.execute(wrapped(sql, columns, PageFormat.CSV, None)).fetchone()
    assert row is not None
    assert row[0] == f"{as_csv}\r\n"
    table = connection.execute(wrapped(sql, columns, PageFormat.ARROW, None)).to_arrow_table()
    assert table.column(0)[0].is_valid == (as_json != "null")


def test_a_csv_reader_gets_the_text_back(connection: duckdb.DuckDBPyConnection) -> None:
    texts = ["plain", 'with "quotes"', "two\nlines", "a,b", "crlf\r\n", "'", "张三"]
    values = ", ".join(f"({json.dumps(at)}, ?)" for at in range(len(texts)))
    columns = [("n", parse_type("bigint")), ("t", parse_type("varchar"))]
    sql = wrapped(f"SELECT * FROM (VALUES {values}) AS v(n, t) ORDER BY n", columns, PageFormat.CSV, None)
    text = "".join(row[0] for row in connection.execute(sql, texts).fetchall())
    assert [row[1] for row in csv.reader(io.StringIO(text, newline=""))] == texts


def test_repeated_names_survive_in_ndjson_objects(connection: duckdb.DuckDBPyConnection) -> None:
    columns = [("a", parse_type("bigint")), ("a", parse_type("bigint"))]
    row = connection.execute(wrapped("SELECT 1, 2", columns, PageFormat.NDJSON, None)).fetchone()
    assert row == ('{"a":1,"a_2":2}\n',)


def test_the_header_of_csv_is_defused() -> None:
    assert csv_head(["=cmd", 'a"b', "张"]) == '\'=cmd,"a""b",张\r\n'.encode()


def test_the_wrapper_keeps_the_order_and_reads_one_row_beyond_the_limit(connection: duckdb.DuckDBPyConnection) -> None:
    columns = [("a", parse_type("bigint"))]
    sql = wrapped("SELECT range AS a FROM range(100000) ORDER BY range DESC", columns, PageFormat.JSON, 2)
    assert [row[0] for row in connection.execute(sql).fetchall()] == ["[99999],", "[99998],", "[99997],"]


def test_rows_with_and_without_numbers_that_json_cannot_hold_stand_side_by_side(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    columns = [("a", parse_type("double")), ("b", parse_type("double")), ("c", parse_type("real"))]
    values = "('1.5', '2e300', '0.1'), (NULL, 'nan', '1'), ('inf', NULL, NULL), (NULL, NULL, '-inf')"
    sql = f"SELECT a::DOUBLE, b::DOUBLE, c::FLOAT FROM (VALUES {values}) AS v(a, b, c)"
    text = "".join(row[0] for row in connection.execute(wrapped(sql, columns, PageFormat.JSON, None)).fetchall())
    rows = [[1.5, 2e300, 0.1], [None, "NaN", 1.0], ["Infinity", None, None], [None, None, "-Infinity"]]
    assert json.loads(f"[{text[:-1]}]") == rows
    lines = [
        json.loads(row[0]) for row in connection.execute(wrapped(sql, columns, PageFormat.NDJSON, None)).fetchall()
    ]
    assert lines == [dict(zip("abc", row, strict=True)) for row in rows]
