"""Rule 7, policy SQL is closed: nothing of the client's can change it, attributes are values, missing ones never hold.

Removed to see it fail: `escape_like` in rewrite/pushdown.py gave its text back; `_closed` in resolve/policy_sql.py accepted everything;
`placeholders` in rewrite/view.py kept empty attributes.
"""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from gateway.errors import ErrorCode, GatewayError
from gateway.policy.principal import Asking, Principal
from tests.world import Database, Given, Rows, name_of, permit, plan

PREFIX = Given({name_of("person"): permit("person", rows=["starts_with(region, :prefix)"])})


def person(number: int, region: str | None) -> tuple[object, ...]:
    return (number, "n", region, 1, "p", None, datetime.date(2020, 1, 1), True, "s")


REGIONS = ["A%", "AB", "A_", "A\\", "o'x", '"', "%", "_", "Ａ", "a%", " A", None]
DATA: dict[str, Rows] = {"person": [person(n, region) for n, region in enumerate(REGIONS)]}


def seen(sql: str, policy: Given, **attributes: str | tuple[str, ...]) -> list[object]:
    asking = Asking(principal=Principal(code="user:ana", department="0101", attributes=attributes))
    with Database(DATA) as database:
        return [row[0] for row in database.run(plan(sql, policy, asking=asking))]


@pytest.mark.parametrize("prefix", [region for region in REGIONS if region])
def test_an_attribute_matches_itself_and_nothing_more(prefix: str) -> None:
    expected = [region for region in REGIONS if region and region.startswith(prefix)]
    assert seen("SELECT region FROM person ORDER BY id", PREFIX, prefix=prefix) == expected


def test_a_list_matches_its_members_and_nothing_more() -> None:
    policy = Given({name_of("person"): permit("person", rows=["region IN (:regions)"])})
    assert seen("SELECT region FROM person ORDER BY id", policy, regions=("o'x", "%", "') OR (1=1", "")) == ["o'x", "%"]


@pytest.mark.parametrize("value", ["", (), ("",)])
def test_an_empty_attribute_never_holds(value: str | tuple[str, ...]) -> None:
    for rows, restrictions in ((["starts_with(region, :prefix)"], []), (None, ["region IN (:prefix)"])):
        policy = Given({name_of("person"): permit("person", rows=rows, restrictions=restrictions)})
        with pytest.raises(GatewayError) as caught:
            seen("SELECT id FROM person", policy, prefix=value)
        assert caught.value.code is ErrorCode.ATTRIBUTE_MISSING


@pytest.mark.parametrize(
    "sql",
    [
        "WITH region AS (SELECT 'A' AS region) SELECT p.region FROM person p CROSS JOIN region ORDER BY p.id",
        "SELECT region.region FROM person AS region ORDER BY id",
        'SELECT "_".region FROM (SELECT \'x\' AS region) AS outer_one CROSS JOIN person AS "_" ORDER BY id',
        "SELECT b FROM person AS t(a, x, b, c, d, region, e, f, g) ORDER BY a",
    ],
)
def test_no_name_of_the_clients_captures_a_rule(sql: str) -> None:
    assert seen(sql, PREFIX, prefix="A") == ["A%", "AB", "A_", "A\\"]


CAN_FAIL = [
    "1 / age > 0",
    "CAST(name AS integer) > 0",
    "id + 1 > 0",
    "CAST(balance AS decimal(38,0)) < 0.5",
    "random() > 0.5",
    "try(1 / age) = 1",
]


@pytest.mark.parametrize("rule", CAN_FAIL)
def test_a_rule_that_could_fail_is_not_evaluated_at_all(rule: str) -> None:
    policy = Given({name_of("person"): permit("person", rows=[rule])})
    with pytest.raises(GatewayError) as caught:
        plan("SELECT id FROM person", policy)
    assert caught.value.code is ErrorCode.POLICY_INVALID


def test_two_principals_of_one_statement_get_their_own_constants() -> None:
    one = plan("SELECT id FROM person", PREFIX)
    other = plan(
        "SELECT id FROM person",
        PREFIX,
        asking=replace(Asking(principal=Principal(code="u", department="d", attributes={"prefix": "Z"}))),
    )
    assert ("'A%'" in one.sql, "'Z%'" in one.sql, "'A%'" in other.sql, "'Z%'" in other.sql) == (
        True,
        False,
        False,
        True,
    )
