"""Dirty text is read as Trino's TRY(CAST(text AS type)) would read it."""

from __future__ import annotations

import duckdb
import pytest

from gateway.catalog.convert import CONVERTIBLE, convert_expression
from gateway.catalog.types import parse_type

# type | text that converts -> its value, as DuckDB prints it
GOOD = r"""
bigint | 12 | 12
bigint | +12 | 12
bigint | 007 | 7
bigint | -9223372036854775808 | -9223372036854775808
tinyint | 127 | 127
double | 1.5 | 1.5
double |  1.5  | 1.5
double | .5 | 0.5
double | 1. | 1.0
double | 1e3 | 1000.0
double | -Infinity | -inf
double | NaN | nan
decimal(10,2) | 1.005 | 1.01
decimal(10,2) | -1.005 | -1.01
decimal(10,2) | 1e3 | 1000.00
decimal(38,0) | 99999999999999999999999999999999999999 | 99999999999999999999999999999999999999
boolean | T | true
boolean | 0 | false
boolean | False | false
date | 2024-02-29 | 2024-02-29
date |  2024-1-5  | 2024-01-05
timestamp(6) | 2024-01-05 | 2024-01-05 00:00:00
timestamp(6) | 2024-01-05 1:2:3.5 | 2024-01-05 01:02:03.5
timestamp(3) | 2024-01-05 10:11:12.9996 | 2024-01-05 10:11:13
timestamp(0) | 1960-01-05 10:11:12.5 | 1960-01-05 10:11:13
time(6) | 10:11:12.5 | 10:11:12.5
varchar | 张三 | 张三
varchar(2) | 𠀀张三 | 𠀀张
uuid | 00000000-0000-0000-0000-00000000000A | 00000000-0000-0000-0000-00000000000a
""".strip("\n").splitlines()

BAD = r"""
bigint |  12
bigint | 1.5
bigint | 1e3
bigint | 0x1F
bigint | 1_000
bigint | 9223372036854775808
bigint | １２
bigint | 12abc
tinyint | 128
double | 1_000
double | inf
double | 1.5.2
decimal(10,2) |  1.5
decimal(10,2) | 100000000
decimal(10,2) | 99999999.995
boolean | yes
boolean | on
date | 2024/01/05
date | 20240105
date | 2024-02-30
date | 2024-01-05 10:00:00
date | infinity
date | epoch
date | 1950-13-45
timestamp(6) | 2024-01-05T10:00:00
timestamp(6) | 2024-01-05 24:00:00
timestamp(6) | 2024-01-05 10:11:12+08
timestamp(6) | yesterday
time(6) | 24:00:00
uuid | not-a-uuid
""".strip("\n").splitlines()


def _read(type_: str, text: bytes | str | None) -> str | None:
    expression = convert_expression('"c"', parse_type(type_))
    with duckdb.connect() as connection:
        # A VARCHAR that holds any bytes, as SQLite's scanner delivers them.
        row = connection.execute(f"SELECT CAST({expression} AS VARCHAR) FROM (SELECT ? AS c)", [text]).fetchone()
    assert row is not None
    found: str | None = row[0]
    return found


@pytest.mark.parametrize("line", GOOD)
def test_what_trino_reads_is_read(line: str) -> None:
    type_, text, value = line.split(" | ")
    assert _read(type_, text) == value


@pytest.mark.parametrize("line", BAD)
def test_what_trino_does_not_read_is_null(line: str) -> None:
    type_, text = line.split(" | ")
    assert _read(type_, text) is None


@pytest.mark.parametrize("base", sorted(CONVERTIBLE))
def test_nothing_and_the_empty_text_never_fail(base: str) -> None:
    type_ = {"decimal": "decimal(10,2)", "timestamp": "timestamp(6)", "time": "time(6)"}.get(base, base)
    assert _read(type_, None) is None
    assert _read(type_, "") == ("" if base in ("varchar", "varbinary") else None)


def test_a_type_that_text_cannot_be_read_as_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be read as"):
        convert_expression('"c"', parse_type("array(bigint)"))
