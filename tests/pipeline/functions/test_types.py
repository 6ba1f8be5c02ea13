"""Coercion, casts, precisions of decimals, literals and constants follow Trino."""

from __future__ import annotations

import base64
import hmac
from decimal import Decimal

import duckdb
import pytest

from gateway.catalog.types import BIGINT, DATE, DOUBLE, INTEGER, VARCHAR, decimal, parse_type, varchar
from gateway.errors import ErrorCode, ResolutionError
from gateway.pipeline.bound import Cast, Constant
from gateway.pipeline.functions.casts import cast_rule
from gateway.pipeline.functions.coercion import can_coerce, common_type
from gateway.pipeline.functions.constants import fold, fold_cast
from gateway.pipeline.functions.literals import interval, literal
from gateway.pipeline.functions.table import Argument, resolve
from gateway.pipeline.functions.template import Modifiers, expand


@pytest.mark.parametrize(
    ("left", "right", "common"),
    [
        ("tinyint", "bigint", "bigint"),
        ("integer", "decimal(5,2)", "decimal(12,2)"),
        ("bigint", "real", "real"),
        ("decimal(38,0)", "double", "double"),
        ("decimal(38,10)", "decimal(38,0)", "decimal(38,10)"),
        ("varchar(3)", "varchar(5)", "varchar(5)"),
        ("varchar(3)", "varchar", "varchar"),
        ("char(3)", "varchar(5)", "char(5)"),
        ("date", "timestamp(3)", "timestamp(3)"),
        ("date", "timestamp(3) with time zone", "timestamp(3) with time zone"),
        ("timestamp(0)", "timestamp(6)", "timestamp(6)"),
        ("timestamp(6)", "timestamp(3) with time zone", "timestamp(6) with time zone"),
        ("unknown", "date", "date"),
        ("array(integer)", "array(bigint)", "array(bigint)"),
        ("array(unknown)", "array(varchar)", "array(varchar)"),
        ("map(varchar(1), integer)", "map(varchar(2), bigint)", "map(varchar(2), bigint)"),
        ("row(a integer)", "row(a bigint)", "row(a bigint)"),
        ("row(a integer)", "row(b bigint)", "row(bigint)"),
        ("varchar", "bigint", None),
        ("varchar", "date", None),
        ("boolean", "integer", None),
        ("date", "time(3)", None),
        ("uuid", "varchar", None),
        ("json", "varchar", None),
        ("array(varchar)", "array(bigint)", None),
        ("row(a integer)", "row(a integer, b integer)", None),
    ],
)
def test_types_meet_as_in_trino(left: str, right: str, common: str | None) -> None:
    one, other = parse_type(left), parse_type(right)
    for met in (common_type(one, other), common_type(other, one)):
        assert (str(met) if met else None) == common


@pytest.mark.parametrize(
    ("source", "target", "possible"),
    [
        ("integer", "bigint", True), ("bigint", "integer", False), ("varchar(3)", "varchar(2)", False), ("varchar(2)", "varchar", True),
        ("decimal(5,2)", "decimal(6,2)", True), ("decimal(5,2)", "decimal(5,1)", False), ("date", "timestamp(0)", True),
        ("timestamp(0)", "date", False), ("char(3)", "varchar", True), ("varchar", "char(3)", False), ("unknown", "row(integer)", True),
        ("row(a integer)", "row(b bigint)", True), ("bigint", "varchar", False), ("varchar", "double", False),
    ],
)  # fmt: skip
def test_only_these_conversions_are_silent(source: str, target: str, possible: bool) -> None:
    assert can_coerce(parse_type(source), parse_type(target)) is possible


@pytest.mark.parametrize(
    ("operator", "left", "right", "returns", "total"),
    [
        ("+", "decimal(10,2)", "decimal(5,3)", "decimal(12,3)", True),
        ("+", "decimal(38,2)", "decimal(5,2)", "decimal(38,2)", False),
        ("-", "decimal(37,0)", "decimal(37,0)", "decimal(38,0)", True),
        ("*", "decimal(10,2)", "decimal(5,3)", "decimal(15,5)", True),
        ("*", "decimal(20,2)", "decimal(20,3)", "decimal(38,5)", False),
        ("/", "decimal(10,2)", "decimal(5,3)", "decimal(14,3)", False),
        ("/", "decimal(38,2)", "bigint", "decimal(38,2)", False),
        ("%", "decimal(10,2)", "decimal(5,3)", "decimal(5,3)", False),
    ],
)
def test_decimal_results_have_trinos_precision(operator: str, left: str, right: str, returns: str, total: bool) -> None:
    found = resolve(operator, [Argument(parse_type(left)), Argument(parse_type(right))]).function
    assert (str(found.return_type), found.total) == (returns, total)


def test_a_product_of_more_than_38_digits_after_the_point_is_refused() -> None:
    with pytest.raises(ResolutionError) as caught:
        resolve("*", [Argument(decimal(38, 20)), Argument(decimal(38, 20))])
    assert caught.value.code is ErrorCode.TYPE_MISMATCH


def test_a_division_by_a_constant_that_is_not_zero_can_not_fail() -> None:
    by_two = resolve("/", [Argument(BIGINT), Argument(BIGINT, Constant(2, BIGINT))]).function
    by_zero = resolve("/", [Argument(BIGINT), Argument(BIGINT, Constant(0, BIGINT))]).function
    by_minus_one = resolve("/", [Argument(BIGINT), Argument(BIGINT, Constant(-1, BIGINT))]).function
    assert (by_two.total, by_zero.total, by_minus_one.total) == (True, False, False)


def test_casts_that_do_not_exist_are_told_from_those_that_the_engine_can_not_do() -> None:
    assert cast_rule(BIGINT, DATE) is None
    rule = cast_rule(DOUBLE, VARCHAR)
    assert rule is not None
    assert rule.duckdb is None


@pytest.mark.parametrize(
    ("type_name", "text", "type_", "value"),
    [
        ("date", "2020-2-9", "date", "2020-02-09"),
        ("timestamp", "2020-01-01 00:00:00.123", "timestamp(3)", "2020-01-01 00:00:00.123"),
        ("timestamp", "2020-01-01", "timestamp(0)", "2020-01-01 00:00:00"),
        (
            "timestamp",
            "2020-01-01 10:00 Asia/Shanghai",
            "timestamp(0) with time zone",
            "2020-01-01 10:00:00 Asia/Shanghai",
        ),
        ("timestamp", "2020-01-01 10:00:00.123456789012", "timestamp(12)", "2020-01-01 10:00:00.123456789012"),
        ("time", "01:02:03.5", "time(1)", "01:02:03.5"),
        ("decimal", "-0.05", "decimal(2,2)", Decimal("-0.05")),
        ("decimal", "120", "decimal(3,0)", Decimal("120")),
    ],
)
def test_literals_have_the_precision_they_are_written_with(
    type_name: str, text: str, type_: str, value: object
) -> None:
    found = literal(type_name, text)
    assert (str(found.type), found.value) == (type_, value)


@pytest.mark.parametrize(
    ("type_name", "text"),
    [
        ("date", "2021-02-29"),
        ("date", "x"),
        ("timestamp", "2020-01-01T00:00"),
        ("timestamp", "2020-01-01 25:00:00"),
        ("decimal", "1e3"),
        ("decimal", ""),
        ("time", "24:00"),
        ("decimal", "1" * 39),
    ],
)
def test_a_literal_that_is_not_one_is_refused(type_name: str, text: str) -> None:
    with pytest.raises(ResolutionError) as caught:
        literal(type_name, text)
    assert caught.value.code is ErrorCode.INVALID_LITERAL


def test_intervals_are_milliseconds_or_months() -> None:
    assert interval("1 02:03:04.5", "day to second").value == 93_784_500
    assert interval("-3", "month").value == -3
    assert interval("2", "year", -1).value == -24


def folded(operator: str, *constants: Constant) -> Constant | None:
    found = resolve(operator, [Argument(c.type, c) for c in constants])
    converted = [fold_cast(c, t) for c, t in zip(constants, found.argument_types, strict=True)]
    return fold(found.function, [c for c in converted if c])


def test_constants_are_computed_as_trino_computes_them() -> None:
    seven, two = Constant(-7, INTEGER), Constant(2, INTEGER)
    assert folded("/", seven, two) == Constant(-3, INTEGER)
    assert folded("%", seven, two) == Constant(-1, INTEGER)
    assert folded("/", literal("decimal", "-0.05"), two) == Constant(Decimal("-0.03"), decimal(2, 2))
    assert folded("||", Constant("a", varchar(1)), Constant("b", varchar(1))) == Constant("ab", VARCHAR)
    assert folded("+", Constant(None, INTEGER), two) == Constant(None, INTEGER)


@pytest.mark.parametrize(
    ("operator", "left", "right", "code"),
    [
        ("/", Constant(1, INTEGER), Constant(0, INTEGER), ErrorCode.DIVISION_BY_ZERO),
        ("%", literal("decimal", "1.5"), Constant(0, INTEGER), ErrorCode.DIVISION_BY_ZERO),
        ("+", Constant(2**31 - 1, INTEGER), Constant(1, INTEGER), ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE),
        ("*", Constant(2**62, BIGINT), Constant(4, BIGINT), ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE),
    ],
)
def test_a_constant_that_fails_fails_at_prepare(
    operator: str, left: Constant, right: Constant, code: ErrorCode
) -> None:
    with pytest.raises(ResolutionError) as caught:
        folded(operator, left, right)
    assert caught.value.code is code


def test_a_cast_of_a_constant_fails_at_prepare_and_try_cast_does_not() -> None:
    text = Constant("x", varchar(1))
    with pytest.raises(ResolutionError) as caught:
        fold(Cast(text, BIGINT), [text])
    assert caught.value.code is ErrorCode.INVALID_CAST_ARGUMENT
    assert fold(Cast(text, BIGINT, safe=True), [text]) == Constant(None, BIGINT)


@pytest.mark.parametrize("key", [b"k", b"x" * 64, bytes(range(32))])
def test_a_token_is_hmac_sha256_in_base64url(key: bytes) -> None:
    padded = key.ljust(64, b"\0")
    pads = bytes(b ^ 0x36 for b in padded) + bytes(b ^ 0x5C for b in padded)
    form = resolve("huiliu_token", [Argument(VARCHAR), Argument(VARCHAR)], internal=True).function.duckdb
    assert form
    sql = expand(form, ["$key", "m"], fresh=lambda: "v1")
    texts = ["", "33010219900101123X", "中文🎉", "x" * 1000]
    connection = duckdb.connect()
    rows = connection.execute(
        f"SELECT {sql} FROM (SELECT unnest($texts) AS m)", {"key": pads, "texts": texts}
    ).fetchall()
    expected = [base64.urlsafe_b64encode(hmac.digest(key, t.encode(), "sha256")).rstrip(b"=").decode() for t in texts]
    assert [row[0] for row in rows] == expected
    assert all(len(token) == 43 for token in expected)
    assert connection.execute(f"SELECT {sql} FROM (SELECT NULL::VARCHAR AS m)", {"key": pads}).fetchone() == (None,)


def test_modifiers_of_an_aggregate_go_into_every_call_that_the_form_makes() -> None:
    form = resolve("avg", [Argument(decimal(5, 2))]).function.duckdb
    assert form
    text = expand(form, ["c"], fresh=lambda: "v1", modifiers=Modifiers(True, "", "FILTER (WHERE f)"))
    assert text.count("(DISTINCT c) FILTER (WHERE f)") == text.count("FILTER") > 1
