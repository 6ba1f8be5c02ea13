"""Closed policy SQL: what it may name, call and give."""

from __future__ import annotations

import pytest

from gateway import masking
from gateway.catalog.types import BOOLEAN, DATE, INTEGER, VARCHAR, decimal, varchar
from gateway.errors import ErrorCode, ResolutionError
from gateway.pipeline.bound import Call, Cast, Constant, Expr, Key, RawColumn
from gateway.pipeline.resolve.policy_sql import bind_closed
from gateway.pipeline.walk import descend
from tests.golden.dump import expression

COLUMNS: dict[str, Expr] = {
    "region": RawColumn("region", varchar(12)),
    "amount": RawColumn("amount", decimal(10, 2)),
    "born": RawColumn("born", DATE),
    "n": RawColumn("n", INTEGER),
}
GIVEN: dict[str, Expr | tuple[Expr, ...]] = {
    "prefix": Constant("3301", varchar(4)),
    "regions": (Constant("3301", varchar(4)), Constant("33", varchar(2))),
    "one": (Constant("3301", varchar(4)),),
}

BOUND = {
    "region = :prefix": "(raw.region = '3301':varchar(12))",
    "REGION = 'x' OR n IS NULL": "((raw.region = 'x':varchar(12)) or is null(raw.n))",
    "region IN (:regions)": "in(raw.region, '3301':varchar(12), '33':varchar(12))",
    "region IN :regions": "in(raw.region, '3301':varchar(12), '33':varchar(12))",
    "region IN (:one)": "in(raw.region, '3301':varchar(12))",
    "region IN (:prefix)": "in(raw.region, '3301':varchar(12))",
    "region NOT IN (:regions)": "not(in(raw.region, '3301':varchar(12), '33':varchar(12)))",
    "region IN (:prefix, 'x')": "in(raw.region, '3301':varchar(12), 'x':varchar(12))",
    "amount > 5 AND born < DATE '2020-01-01'": "((raw.amount > 5.00:decimal(10,2)) and (raw.born < '2020-01-01':date))",
    "region LIKE '33%'": "like(raw.region, '33%')",
    "CASE WHEN n = 1 THEN TRUE ELSE n BETWEEN 3 AND 5 END": (
        "case when (raw.n = 1) then true else between(raw.n, 3, 5) end"
    ),
    "TRUE": "true",
    "TRY_CAST(region AS integer) = 1": "(try_cast(raw.region as integer) = 1)",
    "NULL": "null:boolean",
}

REFUSED = {
    "another column": "foo = 1",
    "a qualified column": "t.region = 'x'",
    "a star": "*",
    "a value that is not given": "region = :nothing",
    "a list as a value": "region = :regions",
    "a list among others": "region IN (:regions, 'x')",
    "a list in a call": "length(:regions) = 1",
    "a positional parameter": "region = ?",
    "another type": "n",
    "types that do not meet": "region = 5",
    "a subquery": "n = (SELECT 1)",
    "EXISTS": "EXISTS (SELECT 1)",
    "IN a query": "n IN (SELECT 1)",
    "a quantified comparison": "n = ANY (SELECT 1)",
    "an aggregation": "count(*) > 1",
    "a window": "row_number() OVER () = 1",
    "the moment": "current_date > born",
    "now": "now() IS NULL",
    "the user": "current_user = 'x'",
    "chance": "random() > 5e-1",
    "division": "n / n = 1",
    "division by zero": "1 / 0 = 1",
    "integer arithmetic": "n + 1 = 2",
    "a cast that can fail": "CAST(region AS integer) = 1",
    "nothing": "",
    "half an expression": "n =",
    "two expressions": "n = 1, n = 2",
    "an alias": "n = 1 AS x",
    "a FROM": "n = 1 FROM t",
    "a WHERE": "TRUE WHERE TRUE",
    "DISTINCT": "DISTINCT TRUE",
    "two statements": "TRUE; SELECT 1",
    "a union": "TRUE UNION SELECT TRUE",
    "an unknown function": "nothing_like_it(n)",
    "a bracket too many": "n = 1)",
}


@pytest.mark.parametrize("sql", BOUND)
def test_a_policy_expression_is_bound_over_its_columns_and_values(sql: str) -> None:
    assert expression(bind_closed(sql, COLUMNS, GIVEN, expect=BOOLEAN)) == BOUND[sql]


@pytest.mark.parametrize("what", REFUSED)
def test_a_policy_can_not_use(what: str) -> None:
    with pytest.raises(ResolutionError) as caught:
        bind_closed(REFUSED[what], COLUMNS, GIVEN, expect=BOOLEAN)
    assert caught.value.code is ErrorCode.POLICY_INVALID
    assert caught.value.message


def test_without_an_expected_type_any_type_is_given() -> None:
    bound = bind_closed("region", COLUMNS, {})
    assert bound == RawColumn("region", varchar(12))


def test_the_result_is_coerced_to_the_expected_type() -> None:
    bound = bind_closed("n", COLUMNS, {}, expect=decimal(20, 2))
    assert bound == Cast(RawColumn("n", INTEGER), decimal(20, 2), implicit=True)


def test_everything_bound_is_total_and_deterministic() -> None:
    for sql in BOUND:
        parts = descend(bind_closed(sql, COLUMNS, GIVEN, expect=BOOLEAN))
        assert all(p.function.total and p.function.deterministic for p in parts if isinstance(p, Call)), sql


def test_internal_functions_are_for_policies() -> None:
    key = Key("k1", "purpose", "dept", VARCHAR)
    token = masking.parse("token:k1").gives(varchar(18))
    assert token.token == "k1"
    bound = bind_closed(
        "huiliu_token(:key, lower(trim(:value)))",
        {},
        {"key": key, "value": RawColumn("id_card", varchar(18))},
        expect=token,
    )
    assert isinstance(bound, Call)
    assert bound.function.internal
    assert bound.arguments[0] == key


@pytest.mark.parametrize("kind", ["partial:3:4", "null", "const:***", "name", "phone", "id_card", "email", "address"])
def test_masks_are_closed_expressions_of_their_type(kind: str) -> None:
    mask, type_ = masking.parse(kind), varchar(18)
    bound = bind_closed(mask.sql(type_), {}, {"value": RawColumn("x", type_)}, expect=mask.gives(type_))
    assert bound.type == mask.gives(type_)


def test_binding_does_not_change_the_shared_tree() -> None:
    first = bind_closed("region = :prefix", COLUMNS, GIVEN)
    other = bind_closed("region = :prefix", COLUMNS, {"prefix": Constant("x", varchar(1))})
    assert expression(first) == BOUND["region = :prefix"]
    assert expression(other) == "(raw.region = 'x':varchar(12))"


def test_a_very_deep_expression_is_refused_not_a_crash() -> None:
    with pytest.raises(ResolutionError) as caught:
        bind_closed("n" + " || n" * 5000, COLUMNS, {})
    assert caught.value.code is ErrorCode.POLICY_INVALID
