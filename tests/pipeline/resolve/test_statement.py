"""Parameters, positions, closed world, and what no golden file can show."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from sqlglot import exp

from gateway.catalog.types import BIGINT, BOOLEAN, DATE, DOUBLE, INTEGER, UNKNOWN, decimal, timestamp, varchar
from gateway.errors import ErrorCode, GatewayError, ResolutionError, StatementError
from gateway.pipeline import bound
from gateway.pipeline.bound import Constant, Scan
from gateway.pipeline.grammar import ANY_EXPRESSION
from gateway.pipeline.resolve import resolve
from gateway.pipeline.resolve.expressions import BINDERS
from gateway.pipeline.resolve.parameters import constant
from gateway.pipeline.walk import expressions, scans
from tests.golden.dump import dump
from tests.golden.resolve.city import authorized, resolved

ZONE = datetime.timezone(datetime.timedelta(hours=8))


def items(sql: str, *parameters: object) -> tuple[bound.Expr, ...]:
    body = resolved(sql, *parameters).query.body
    assert isinstance(body, bound.Select)
    return body.items


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, Constant(None, UNKNOWN)),
        (True, Constant(True, BOOLEAN)),
        (7, Constant(7, INTEGER)),
        (-(2**31), Constant(-(2**31), INTEGER)),
        (2**31, Constant(2**31, BIGINT)),
        (1.5, Constant(1.5, DOUBLE)),
        (Decimal("1.20"), Constant(Decimal("1.20"), decimal(3, 2))),
        ("张三", Constant("张三", varchar(2))),
        (datetime.date(2020, 2, 29), Constant("2020-02-29", DATE)),
        (datetime.datetime(2020, 1, 2, 3, 4, 5), Constant("2020-01-02 03:04:05.000", timestamp(3))),
        (datetime.datetime(2020, 1, 2, 3, 4, 5, 123456), Constant("2020-01-02 03:04:05.123456", timestamp(6))),
        (
            datetime.datetime(2020, 1, 2, 3, 4, 5, tzinfo=ZONE),
            Constant("2020-01-02 03:04:05.000 +08:00", timestamp(3, zone=True)),
        ),
    ],
)
def test_a_parameter_has_the_type_of_its_literal(value: object, expected: Constant) -> None:
    assert constant(value, 1) == expected


@pytest.mark.parametrize(
    "value", [2**63, float("nan"), float("inf"), Decimal("NaN"), b"x", object(), [1], Decimal(10) ** 40]
)
def test_other_values_are_refused(value: object) -> None:
    with pytest.raises(GatewayError):
        constant(value, 1)


def test_parameters_follow_the_order_of_the_text() -> None:
    sql = """WITH a AS (SELECT ? AS x) SELECT ?, position(? IN ?), CASE WHEN age = ? THEN ? END, trim(LEADING ? FROM ?)
             FROM person, a WHERE name = ? AND age IN (?, ?) ORDER BY id LIMIT ?"""
    values = ["w", 1, "a", "abc", 5, "then", "0", "007", "n", 10, 11, 3]
    query = resolved(sql, *values).query
    text = dump(query)
    order = [repr(v) if isinstance(v, str) else str(v) for v in values[:-1]]
    assert query.limit == bound.Limit(3)
    assert "strpos('abc', 'a')" in text
    assert "case when (#1.age = 5) then 'then' end" in text
    assert "ltrim('007', '0':varchar)" in text
    assert f"(#1.name = {order[8]}:varchar(20)) and in(#1.age, 10, 11)" in text


def test_a_string_can_not_pass_for_a_parameter() -> None:
    one, two = items("SELECT '\"huiliu parameter 0\"', ?", 5)
    assert (one, two) == (Constant('"huiliu parameter 0"', varchar(20)), Constant(5, INTEGER))


@pytest.mark.parametrize("values", [(), (1, 2)])
def test_the_number_of_values_must_fit(values: tuple[object, ...]) -> None:
    with pytest.raises(StatementError) as caught:
        resolved("SELECT ?", *values)
    assert caught.value.code is ErrorCode.INVALID_PARAMETER


@pytest.mark.parametrize("limit", ["'x'", "-1", "1.5", "NULL"])
def test_a_limit_parameter_must_be_a_whole_number(limit: str) -> None:
    value = {"'x'": "x", "-1": -1, "1.5": 1.5, "NULL": None}[limit]
    with pytest.raises(ResolutionError) as caught:
        resolved("SELECT 1 FROM person LIMIT ?", value)
    assert caught.value.code is ErrorCode.INVALID_ARGUMENTS


def test_every_expression_of_the_grammar_has_a_binder() -> None:
    wrappers = {exp.Any, exp.All}  # bound by the comparison that they stand in
    missing = {node.__name__ for node in ANY_EXPRESSION - wrappers - BINDERS.keys()}
    assert not missing


@pytest.mark.parametrize(
    "change",
    [
        lambda tree: tree.set("qualify", exp.Qualify(this=exp.true())),
        lambda tree: tree.set("into", exp.Into(this=exp.to_table("x"))),
        lambda tree: tree.set("locks", [exp.Lock(update=True)]),
        lambda tree: tree.find(exp.Table).set("pivots", [exp.Pivot()]),
        lambda tree: tree.find(exp.Table).set("version", exp.Version(this="TIMESTAMP", kind="AS OF")),
        lambda tree: tree.find(exp.Anonymous).set("extra", exp.true()),
        lambda tree: tree.find(exp.EQ).replace(exp.RegexpLike(this=exp.column("name"), expression=exp.true())),
        lambda tree: tree.find(exp.EQ).replace(exp.Like(this=exp.column("name"), expression=exp.true(), quantifier=1)),
        lambda tree: tree.find(exp.From).set("alias", exp.to_identifier("x")),
    ],
)
def test_what_the_parser_would_never_let_through_is_refused_here_too(change: object) -> None:
    made = authorized("SELECT upper(name) FROM person WHERE id = 1")
    assert callable(change)
    change(made.located.tree)
    with pytest.raises(StatementError) as caught:
        resolve(made)
    assert caught.value.code is ErrorCode.NOT_SUPPORTED


def test_a_relation_that_was_not_authorized_is_an_error_of_our_own() -> None:
    made = authorized("SELECT id FROM person")
    table = made.located.tree.find(exp.Table)
    assert table is not None
    del table.meta["relation"]
    with pytest.raises(GatewayError) as caught:
        resolve(made)
    assert caught.value.code is ErrorCode.INTERNAL_ERROR


def test_resolving_does_not_change_the_tree() -> None:
    made = authorized("SELECT p.*, ? AS x FROM person p JOIN health.visit USING (region) ORDER BY x", 5)
    before = repr(made.located.tree)
    resolve(made)
    assert repr(made.located.tree) == before


def test_every_instance_and_named_query_has_its_own_number() -> None:
    sql = """WITH a AS (SELECT id FROM person), b AS (SELECT id FROM a UNION SELECT id FROM person)
             SELECT * FROM b x, b y, person, (SELECT id FROM person) z WHERE x.id IN (SELECT id FROM health.visit)"""
    found = list(scans(resolved(sql).query))
    assert len({scan.id for scan in found}) == len(found) == 5
    assert all(isinstance(scan, Scan) for scan in found)


def test_a_scan_holds_permitted_columns_and_nothing_else() -> None:
    (scan,) = scans(resolved("SELECT count(*) FROM person").query)
    names = [column.name for column in scan.columns]
    assert "secret" not in names
    assert "salary" not in names
    assert names[:3] == ["id", "name", "id_card"]
    assert {column.type.token for column in scan.columns} == {None, "k1"}


def test_positions_point_into_the_clients_text() -> None:
    sql = "SELECT id,\n       nme\n  FROM person"
    with pytest.raises(ResolutionError) as caught:
        resolved(sql)
    assert caught.value.position is not None
    assert (caught.value.position.line, caught.value.position.column) == (2, 8)


def test_calls_know_their_place() -> None:
    found = [
        e for e in expressions(resolved("SELECT id,\n  upper(name) FROM person").query) if isinstance(e, bound.Call)
    ]
    assert [(c.position.line, c.position.column) for c in found if c.position] == [(2, 3)]


def test_a_chain_too_long_is_refused_not_a_crash() -> None:
    made = "SELECT " + " || ".join(["name"] * 3000) + " FROM person"
    with pytest.raises(GatewayError) as caught:
        resolved(made)
    assert caught.value.code is ErrorCode.STATEMENT_TOO_LARGE


def test_a_chain_of_conditions_may_be_long() -> None:
    made = "SELECT 1 FROM person WHERE " + " OR ".join(f"id = {n}" for n in range(300))
    body = resolved(made).query.body
    assert isinstance(body, bound.Select)
    assert isinstance(body.where, bound.Call)
    assert len(body.where.arguments) == 300
