"""What masks make of values, on the real embedded engine, through the pipeline's own binder and printer."""

from __future__ import annotations

import base64
import datetime
import hashlib
import hmac
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from cryptography.hazmat.primitives.hashes import SM3, Hash
from cryptography.hazmat.primitives.hmac import HMAC
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.catalog.types import BIGINT, DATE, VARCHAR, Type, char, decimal, parse_type, varchar
from gateway.masking import KINDS, Mask, parse
from gateway.masking.reference import example
from gateway.pipeline import bound
from gateway.pipeline.printing.duckdb import DUCKDB
from gateway.pipeline.printing.expressions import expression
from gateway.pipeline.printing.names import Names
from gateway.pipeline.printing.printer import Printer
from gateway.pipeline.resolve.policy_sql import bind_closed
from gateway.storage import pads

TODAY = datetime.date(2026, 11, 22)
KEY = bytes(range(32))
ESCAPES = {r"\s": " ", r"\t": "\t", r"\n": "\n"}
NATIVE = {"char": "VARCHAR", "varchar": "VARCHAR", "timestamp with time zone": "TIMESTAMPTZ"}


def cases() -> Iterator[tuple[str, str, str, str]]:
    for line in (Path(__file__).parent / "values.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            mask, type_, value, expected = (cell.strip() for cell in line.split("|"))
            for escape, character in ESCAPES.items():
                value = value.replace(escape, character)
            yield mask, type_, value, expected


def native(type_: Type) -> str:
    """DuckDB's type that holds Trino's; a char is held without its padding."""
    match type_.base:
        case "array":
            return f"{native(type_.element)}[]"
        case "decimal":
            return str(type_)
        case base:
            return NATIVE.get(base, base)


def printed(mask: Mask, type_: Type) -> tuple[str, bound.Expr]:
    """The mask over the raw column `v`, as the embedded engine gets it."""
    values: dict[str, bound.Expr] = {"value": bound.RawColumn("v", type_)}
    if "key" in mask.placeholders:
        values["key"] = bound.Key(mask.key or "", "dibao-check", "minzheng", VARCHAR)
    if "today" in mask.placeholders:
        values["today"] = bound.Constant(TODAY.isoformat(), DATE)
    node = bind_closed(mask.sql(type_), {}, values, expect=mask.gives(type_).with_token(None))
    printer = Printer(DUCKDB, Names(), {})
    return expression(node, printer), node


def run(connection: duckdb.DuckDBPyConnection, mask: str, type_: Type, values: list[str | None]) -> list[str | None]:
    """The masked values as text, in order."""
    text, node = printed(parse(mask), type_)
    assert node.type == parse(mask).gives(type_).with_token(None)
    source = (
        f"SELECT i, CAST(t AS {native(type_)}) AS v FROM (SELECT unnest($texts) AS t, unnest(range(len($texts))) AS i)"
    )
    parameters: dict[str, object] = {"texts": values}
    if "$key1" in text:
        parameters["key1"] = pads(KEY)
    rows = connection.execute(
        f'SELECT CAST({text} AS VARCHAR) FROM ({source}) AS "_" ORDER BY i', parameters
    ).fetchall()
    return [row[0] for row in rows]


def hmac_sm3(block: bytes, text: str) -> str:
    """What the engine registers under this name: HMAC-SM3 from its two pads, base64url without padding."""
    digest = sm3(block[64:] + sm3(block[:64] + text.encode()))
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def sm3(data: bytes) -> bytes:
    digest = Hash(SM3())
    digest.update(data)
    return digest.finalize()


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute("SET TimeZone = 'UTC'")
        opened.create_function("huiliu_hmac_sm3", hmac_sm3, ["BLOB", "VARCHAR"], "VARCHAR")
        yield opened


@pytest.mark.parametrize(("mask", "type_", "value", "expected"), tuple(cases()))
def test_a_mask_gives_the_expected_value(
    connection: duckdb.DuckDBPyConnection, mask: str, type_: str, value: str, expected: str
) -> None:
    (found,) = run(connection, mask, parse_type(type_), [None if value == "NULL" else value])
    if type_.startswith("timestamp") and expected != "NULL" and not mask.startswith("generalize:age"):
        expected = re.sub(r"\.0+$", "", expected)  # the engine's own text form leaves a zero fraction out
    assert found == (None if expected == "NULL" else expected)


def test_every_kind_has_values() -> None:
    written = {type(parse(mask)) for mask, *_ in cases()} | {type(parse("token:k1")), type(parse("token-sm3:k1"))}
    assert written == set(KINDS)


VALUES = st.one_of(
    st.none(),
    st.text("张三欧阳修𠮷·市区县路小0123456789Xx@.*+- ", max_size=20),
    st.from_regex(r"\A1[3-9][0-9]{9}\Z"),
    st.from_regex(r"\A[1-9][0-9]{16}[0-9X]\Z"),
    st.from_regex(r"\A0[1-9][0-9]{1,2}-?[0-9]{7,8}\Z"),
    st.from_regex(r"\A[a-z]{1,8}@[a-z]{1,8}\\.cn\Z"),
    st.from_regex(r"\A[东-张]{1,6}(省|市|区|县)[东-张]{1,6}(市|区|县|路)[东-张]{0,6}\Z"),
    st.text(max_size=20).filter(lambda text: "\0" not in text),
)
TEXT_MASKS = [m for kind in KINDS for form in kind.forms if (m := example(form)).accepts(varchar(7)) and m.key is None]


@pytest.mark.slow
@pytest.mark.parametrize("mask", TEXT_MASKS, ids=lambda mask: mask.text)
@given(values=st.lists(VALUES, min_size=1, max_size=40), room=st.integers(-12, 3))
@settings(max_examples=20, deadline=None)
def test_a_text_mask_never_fails_never_outgrows_its_column_and_never_passes_a_value_through(
    connection: duckdb.DuckDBPyConnection, mask: Mask, values: list[str | None], room: int
) -> None:
    # A column is as long as its longest value, and then some or none: so that masks must fit tightly.
    length = max([1, *(len(value) for value in values if value)]) + max(room, 0)
    for type_ in (varchar(length), char(length)):
        if not mask.accepts(type_):
            continue
        for value, found in zip(values, run(connection, mask.text, type_, values), strict=True):
            if value is None or mask.text == "null":
                assert found is None
                continue
            assert found is not None
            assert len(found) <= length
            if mask.kind not in ("const", "region", "address"):
                assert found != value.strip() or set(found) <= {"*"}


@pytest.mark.slow
@given(values=st.lists(st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1)), min_size=1, max_size=40))
@settings(max_examples=25, deadline=None)
def test_number_masks_never_fail_and_give_the_band_or_nothing(
    connection: duckdb.DuckDBPyConnection, values: list[int | None]
) -> None:
    texts = [None if value is None else str(value) for value in values]
    for value, found in zip(values, run(connection, "generalize:number:1000", BIGINT, texts), strict=True):
        if value is not None and abs(value) < 2**53:
            assert found == str(value // 1000 * 1000)
    run(connection, "region:4", BIGINT, texts)
    small = [None if value is None else str(value % 10**8 / 100) for value in values]
    run(connection, "generalize:number:7", decimal(8, 2), small)


@pytest.mark.slow
@given(values=st.lists(st.one_of(st.none(), st.dates()), min_size=1, max_size=40))
@settings(max_examples=25, deadline=None)
def test_date_masks_agree_with_the_calendar(
    connection: duckdb.DuckDBPyConnection, values: list[datetime.date | None]
) -> None:
    texts = [None if value is None else value.isoformat() for value in values]
    years = run(connection, "generalize:year", DATE, texts)
    bands = run(connection, "generalize:age:10", DATE, texts)
    for value, year, band in zip(values, years, bands, strict=True):
        assert year == (value and value.replace(month=1, day=1).isoformat())
        assert band == (value and age_band(value))


def age_band(born: datetime.date) -> str:
    """An independent reckoning: birthdays up to TODAY."""
    age = TODAY.year - born.year - ((TODAY.month, TODAY.day) < (born.month, born.day))
    if born > TODAY or age >= 130:
        return "***"
    return "90+" if age >= 90 else f"{age // 10 * 10}-{age // 10 * 10 + 9}"


@pytest.mark.parametrize("value", ["330106199001011234", "33010619900101123X", "", "张三", "𠮷", " A b ", "x" * 500])
def test_a_token_is_the_hmac_of_the_trimmed_lower_case_value(connection: duckdb.DuckDBPyConnection, value: str) -> None:
    text = value.strip().lower()
    digest = hmac.new(KEY, text.encode(), hashlib.sha256).digest()
    expected = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    assert run(connection, "token:k1", varchar(500), [value]) == [expected]
    own = HMAC(KEY, SM3())
    own.update(text.encode())
    expected = base64.urlsafe_b64encode(own.finalize()).decode().rstrip("=")
    assert run(connection, "token-sm3:k1", varchar(500), [value]) == [expected]


def test_a_number_and_its_digits_have_one_token(connection: duckdb.DuckDBPyConnection) -> None:
    assert run(connection, "token:k1", BIGINT, ["13812341999"]) == run(
        connection, "token:k1", char(20), ["13812341999"]
    )
