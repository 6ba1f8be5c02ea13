"""What Trino's pages become is, byte for byte, what the embedded engine gives for equal values."""

from __future__ import annotations

import csv
import io
import json
import random
import struct

import duckdb
import orjson
import pyarrow as pa
import pytest

from gateway.catalog.types import Type, parse_type
from gateway.engines.duckdb_encode import wrapped
from gateway.engines.engine import PageFormat
from gateway.engines.trino_arrow import arrow_type
from gateway.engines.trino_encode import Encoder
from gateway.engines.trino_json import json_text
from gateway.engines.trino_pages import Rows, read_page
from gateway.errors import EngineError, ErrorCode
from tests.engines.test_duckdb_encode import VALUES

LISTED = """
boolean; tinyint; smallint; integer; bigint; real; double; decimal(5,2); decimal(38,0); varchar; varchar(10); char(4); varbinary; date; time(0); time(3); time(6); time(9)
timestamp(0); timestamp(3); timestamp(6); timestamp(9); timestamp(12); uuid; json; unknown; array(bigint); array(decimal(5,2)); array(char(3)); array(json)
array(row(a integer, b varchar)); row(a integer, b varchar); row(integer, varchar); map(varchar, bigint); row(a integer, row(integer, integer))
array(row(integer, varchar)); timestamp(3) with time zone; timestamp(12) with time zone; interval day to second; interval year to month
array(interval day to second); map(varchar, array(row(x uuid, y timestamp(3) with time zone)))
"""
TYPES = [text.strip() for text in LISTED.replace("\n", ";").split(";") if text.strip()]
FINER = {
    "TIME '10:11:12.123456'", "TIMESTAMP '1969-12-31 23:59:59.999999'", "TIMESTAMP '1969-12-31 23:59:59.5'",
    "TIMESTAMP '2024-01-02 03:04:05.129'",
}  # fmt: skip
"""Finer than the type that is asked for, which no value of Trino's is; in Arrow the embedded engine leaves them so, or rounds them."""


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    made.execute("SET TimeZone = 'UTC'")
    return made


def embedded(connection: duckdb.DuckDBPyConnection, sql: str, type_: Type, page_format: PageFormat) -> bytes:
    """What the embedded engine sends for one column, without head and last comma."""
    found = connection.execute(wrapped(sql, [("x", type_)], page_format, None)).fetchall()
    return (
        "".join(row[0] for row in found)
        .encode()
        .removesuffix(b"," if page_format in (PageFormat.JSON, PageFormat.TRINO) else b"")
    )


def rows_of(raw: bytes) -> Rows:
    """As a page of Trino holds them."""
    return read_page(b'{"id":"q","data":[' + raw + b'],"stats":{"state":"FINISHED"}}').rows


def ours(rows: bytes, type_: Type, page_format: PageFormat) -> bytes:
    return bytes(Encoder([("x", type_)], page_format).page(rows_of(rows)))


def table(rows: bytes, type_: Type) -> pa.Table:
    encoder = Encoder([("x", type_)], PageFormat.ARROW)
    return pa.ipc.open_stream(encoder.head + bytes(encoder.page(rows_of(rows)))).read_all()


@pytest.mark.parametrize("line", VALUES)
def test_a_value_looks_as_from_the_embedded_engine(connection: duckdb.DuckDBPyConnection, line: str) -> None:
    expression, told = line.split(" | ")[:2]
    sql, type_ = f"SELECT {expression} AS x", parse_type(told)
    rows = embedded(connection, sql, type_, PageFormat.JSON)
    for page_format in (PageFormat.JSON, PageFormat.NDJSON, PageFormat.CSV):
        assert ours(rows, type_, page_format) == embedded(connection, sql, type_, page_format)
    assert ours(rows, type_, PageFormat.TRINO) == rows == embedded(connection, sql, type_, PageFormat.TRINO)
    theirs = connection.execute(wrapped(sql, [("x", type_)], PageFormat.ARROW, None)).to_arrow_table()
    found = table(rows, type_)
    assert found.schema.types == theirs.schema.types
    if expression not in FINER and "nan" not in expression:  # NaN does not equal itself
        assert found.column(0).equals(theirs.column(0))


@pytest.mark.parametrize("text", TYPES)
def test_arrows_schema_is_that_of_the_embedded_engine(connection: duckdb.DuckDBPyConnection, text: str) -> None:
    type_ = parse_type(text)
    sql = wrapped("SELECT NULL AS x", [("x", type_)], PageFormat.ARROW, None)
    reader = connection.execute(sql).to_arrow_reader(1)
    assert arrow_type(type_, top=True) == reader.schema.types[0]
    # An empty answer and a NULL have it, too.
    assert table(b"[null]", type_).column(0).to_pylist() == [None]
    if not text.startswith(("row(integer", "unknown")):
        nested = table(b"[[null]],[[]],[null]", Type("array", (type_,)))
        assert nested.column(0).to_pylist() == [[None], [], None]


def test_floats_are_written_as_duckdb_writes_them(connection: duckdb.DuckDBPyConnection) -> None:
    chance = random.Random(7)
    numbers = [struct.unpack("d", struct.pack("Q", chance.getrandbits(64)))[0] for _ in range(3000)]
    numbers += [chance.random() * 10 ** chance.randint(-12, 25) for _ in range(3000)]
    numbers += [s * 10.0**e for e in range(-30, 40) for s in (1, -1, 1.5)] + [0.0, -0.0, 5e-324]
    numbers = [x for x in numbers if x - x == 0]
    connection.execute("CREATE OR REPLACE TEMP TABLE numbers (x DOUBLE)")
    connection.register("given", pa.table({"x": numbers}))
    connection.execute("INSERT INTO numbers SELECT x FROM given")
    rows = b",".join(b"[%s]" % repr(x).encode() for x in numbers)
    for page_format in (PageFormat.JSON, PageFormat.NDJSON, PageFormat.CSV):
        for text in ("double", "array(double)", "map(varchar, double)", "row(a double)"):
            wrap, dress = {
                "double": ("x", "%s"), "array(double)": ("[x]", "[%s]"), "row(a double)": ("{'a': x}", "[%s]"),
                "map(varchar, double)": ("MAP {'k': x}", '{"k":%s}'),
            }[text]  # fmt: skip
            dressed = b",".join(b"[" + (dress % row.decode()[1:-1]).encode() + b"]" for row in rows.split(b","))
            theirs = embedded(connection, f"SELECT {wrap} AS x FROM numbers", parse_type(text), page_format)
            assert ours(dressed, parse_type(text), page_format) == theirs


@pytest.mark.parametrize(
    ("java", "plain"),
    [("1.0E7", "10000000.0"), ("9999999.0", "9999999.0"), ("0.001", "0.001"), ("9.99E-4", "0.000999"), ("-1.0E7", "-10000000.0"), ("-0.0", "-0.0"), ("null", "null")],
)  # fmt: skip
def test_a_page_whose_floats_have_no_exponent_is_passed_on_as_it_is(java: str, plain: str) -> None:
    # Java writes one from 10^7 on and below 10^-3. A space shows that the bytes are Trino's own.
    same = java == plain
    for text in ("double", "real"):
        encoder = Encoder([("x", parse_type(text))], PageFormat.JSON)
        raw = f"[0.5], [{java}]".encode()
        assert bytes(encoder.page(rows_of(raw))) == (raw if same else f"[0.5],[{plain}]".encode())


def test_texts_are_escaped_as_duckdb_escapes_them(connection: duckdb.DuckDBPyConnection) -> None:
    texts = [
        "".join(map(chr, range(1, 0x180))),
        "\\u001f \x1f",
        "\u2028𠀀/",
        "a\rb",
        "=\x02",
        '"',
        "a,b",
        "\n",
        "é\x7f",
    ]
    connection.execute("CREATE OR REPLACE TEMP TABLE texts (n INT, x VARCHAR)")
    connection.executemany("INSERT INTO texts VALUES (?, ?)", list(enumerate(texts)))
    sql, type_ = "SELECT x FROM texts ORDER BY n", parse_type("varchar")
    rows = json_text([[text] for text in texts])[1:-1]  # as Trino writes them
    for page_format in (PageFormat.JSON, PageFormat.NDJSON, PageFormat.CSV):
        assert ours(rows, type_, page_format) == embedded(connection, sql, type_, page_format)
    found = csv.reader(io.StringIO(ours(rows, type_, PageFormat.CSV).decode(), newline=""))
    assert [row[0].removeprefix("'") for row in found] == texts


@pytest.mark.parametrize("name", ["x", "\x1f", 'a"b', "张", "\\u001f"])
@pytest.mark.parametrize("told", ["varchar", "map(varchar, varchar)"])
def test_lines_are_parted_between_rows_and_nowhere_else(told: str, name: str) -> None:
    texts = ['},{"x":', '}\n{"x":', "},{", '\\"},{"x":', "\n"]
    values: list[object] = [*texts] if told == "varchar" else [{"x": text, '},{"x":': text} for text in texts]
    body = Encoder([(name, parse_type(told)), ("y", parse_type("bigint"))], PageFormat.NDJSON).page(
        rows_of(orjson.dumps([[value, 1] for value in values])[1:-1])
    )
    lines = bytes(body).removesuffix(b"\n").split(b"\n")
    assert [json.loads(line) for line in lines] == [{name: value, "y": 1} for value in values]


def test_repeated_names_and_the_head_are_as_there() -> None:
    columns = [("=a", parse_type("bigint")), ("=a", parse_type("varchar"))]
    encoder = Encoder(columns, PageFormat.NDJSON)
    assert encoder.page(rows_of(b"[1,null]")) == b'{"=a":1,"=a_2":null}\n'
    assert (encoder.head, Encoder(columns, PageFormat.JSON).head) == (b"", b"")
    assert Encoder(columns, PageFormat.CSV).head == b"'=a,'=a\r\n"


# Trino's type | its JSON value | Arrow's value
EXACT = """
timestamp(12) | "2024-01-01 01:01:01.123456789000" | 1704070861123456789
timestamp(9) | "1969-12-31 23:59:59.999999999" | -1
timestamp(6) | "+12024-01-01 00:00:00.000001" | 317273587200000001
timestamp(0) | "-0044-03-15 00:00:00" | -63549360000000
timestamp(3) with time zone | "2024-01-01 01:01:01.123 Asia/Shanghai" | 1704042061123000
timestamp(9) with time zone | "2024-01-01 01:01:01.123456000 +05:30" | 1704051061123456
timestamp(3) with time zone | "1969-12-31 20:00:00.000 -04:00" | 0
date | "-0044-03-15" | -735525
date | "+12024-01-01" | 3672148
time(9) | "10:11:12.123456000" | 36672123456
""".strip().splitlines()


@pytest.mark.parametrize("line", EXACT)
def test_moments_are_exact_in_arrow(line: str) -> None:
    told, value, expected = line.split(" | ")
    found = table(f"[{value}]".encode(), parse_type(told)).column(0)
    whole = pa.int32() if told == "date" else pa.int64()
    assert found.cast(whole).to_pylist() == [int(expected)]


INEXACT = """
timestamp(12) | "2024-01-01 01:01:01.123456789012"
timestamp(9) | "2300-01-01 00:00:00.000000001"
timestamp(9) with time zone | "2024-01-01 01:01:01.123456789 UTC"
timestamp(3) with time zone | "2024-10-27 02:30:00.000 Europe/Berlin"
timestamp(3) with time zone | "2024-10-27 02:30:00.000 Nowhere/Atall"
time(9) | "10:11:12.123456789"
map(row(integer), bigint) | {"[1]": 2}
""".strip().splitlines()


@pytest.mark.parametrize("line", INEXACT)
def test_what_arrow_cannot_hold_is_refused_not_rounded(line: str) -> None:
    told, value = line.split(" | ")
    with pytest.raises(EngineError) as error:
        table(f"[{value}]".encode(), parse_type(told))
    assert error.value.code is ErrorCode.NOT_SUPPORTED_BY_ENGINE
    assert error.value.hint
    assert "2024" not in error.value.message
