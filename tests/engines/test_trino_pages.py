"""What a page of Trino's may be, and which columns are the ones that were asked for."""

from __future__ import annotations

import pytest

from gateway.catalog.types import parse_type
from gateway.engines.trino_pages import MalformedPageError, check_columns, read_page, same

ALIKE = """
bigint | bigint
varchar(3) | varchar
varchar | varchar(3)
decimal(5, 2) | decimal(5,2)
INTERVAL DAY TO SECOND | interval day to second
timestamp(6) with time zone | timestamp(6) with time zone
array(varchar(3)) | array(varchar)
row(a bigint, "B c" varchar) | row(bigint, varchar)
map(varchar(1), decimal(2, 1)) | map(varchar, decimal(2,1))
""".strip().splitlines()

OTHER = """
integer | bigint
bigint | unknown
decimal(5, 2) | decimal(5,3)
decimal(6, 2) | decimal(5,2)
char(3) | char(4)
char(3) | varchar(3)
json | varchar
time(3) | time(6)
timestamp(3) | timestamp(6)
timestamp(3) | timestamp(3) with time zone
timestamp(3) with time zone | timestamp(6) with time zone
array(integer) | array(bigint)
array(bigint) | bigint
map(bigint, varchar) | map(varchar, varchar)
map(varchar, real) | map(varchar, double)
row(bigint, varchar) | row(bigint)
row(bigint, varchar) | row(varchar, bigint)
row(a array(date)) | row(a array(timestamp(3)))
""".strip().splitlines()


@pytest.mark.parametrize("line", ALIKE)
def test_types_whose_values_look_alike(line: str) -> None:
    given, wanted = line.split(" | ")
    assert same(parse_type(given), parse_type(wanted))
    check_columns([{"name": "any", "type": given}], [parse_type(wanted)])


@pytest.mark.parametrize("line", OTHER)
def test_types_whose_values_do_not(line: str) -> None:
    given, wanted = line.split(" | ")
    for one, other in ((given, wanted), (wanted, given)):
        assert not same(parse_type(one), parse_type(other))
        with pytest.raises(MalformedPageError):
            check_columns([{"name": "any", "type": one}], [parse_type(other)])


@pytest.mark.parametrize("column", [None, "bigint", {}, {"type": None}, {"type": "bigint)"}, {"type": ["bigint"]}])
def test_a_column_that_does_not_say_its_type_is_none(column: object) -> None:
    with pytest.raises(MalformedPageError):
        check_columns([column], [parse_type("bigint")])


STATS = b'"stats":{"state":"FINISHED","processedRows":777}'


def test_the_rows_bytes_are_trinos_own() -> None:
    rows = (
        b'[1.0E20,"\\u001F],\\"stats\\":{",{"data":[[9]],"stats":{"state":"x"}}], [null, "' + "张".encode() + b'",{}]'
    )
    page = read_page(
        b'{"id":"q","nextUri":"u","columns":[],"data":[' + rows + b"]," + STATS + b',"warnings":[{"a":[1]}]}'
    )
    assert page.rows.raw == rows
    assert page.rows.first(1).raw == rows.partition(b"], [")[0] + b"]"
    assert page.rows.decoded(3) == [
        [1e20, '\x1f],"stats":{', {"data": [[9]], "stats": {"state": "x"}}],
        [None, "张", {}],
    ]
    assert (page.next, page.columns, page.error, page.queued) == ("u", [], None, False)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"null", b"[]", b"{", b'{"id":"q"}', b"\xff\xfe", b'{"id":1,' + STATS + b"}",
        b'{"id":"q","nextUri":7,' + STATS + b"}", b'{"id":"q","columns":{},' + STATS + b"}",
        b'{"id":"q","error":"x",' + STATS + b"}", b'{"id":"q","stats":{"state":"RUNNING"}}',
        b'{"id":"q","data":[[1]]}', b'{"id":"q","data":[[1]],"other":{}}', b'{"id":"q","data":{"encoding":"json"},' + STATS + b"}",
        b'{"id":"q","data":[[1],' + STATS + b"}", b'{"id":"q","more":{"data":[[1]],' + STATS + b"}," + STATS + b"}",
        b'{"id":"q","data":[[1]],' + STATS + b',"x":[1],' + STATS + b"}",
        b'{"id":"q",' + STATS + b',"data":[[1]],"warnings":[]}',
        b'{"id":"q","data":[[NaN]],' + STATS + b"}", b'{"id":"q","data":' + b"[" * 5000 + b"]" * 5000 + b"," + STATS + b"}",
    ],
)  # fmt: skip
def test_what_is_no_page_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedPageError) as error:
        read_page(body)
    assert "777" not in str(error.value)
