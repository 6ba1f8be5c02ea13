"""The contract of the whole way, on a genuine Trino over PostgreSQL and MariaDB: the answers of `test_pipeline.py`, from the same rows under the same policies.

A sample; `make suites-trino` asks everything.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

import pytest

from gateway.pipeline.stages import Plan, Session, Statement
from gateway.policy.principal import Asking, Principal
from tests.contracts.governed import INSTANT, Policy, Row, plainly
from tests.contracts.test_pipeline import OWN, RULES, STATEMENTS
from tests.contracts.world import ROWS, SERVER_WORLDS
from tests.servers import Server
from tests.trino.governed import Gateway, Told, attached, catalog
from tests.trino.server import Trino

pytestmark = pytest.mark.slow

STEP: Final = 1 if os.environ.get("HUILIU_JUDGE") == "all" else 4
ATTRIBUTES: Final = {"names": ("air", "é", "张三"), "who": "AIR", "prefix": "air", "quoted": "x'\"y"}
Asked = tuple[str, Policy]


@pytest.fixture(scope="module", params=[(kind, clean) for kind in SERVER_WORLDS for clean in (False, True)], ids=str)
def gateway(request: pytest.FixtureRequest, trino: Trino) -> Iterator[Gateway]:
    """The table behind Trino, read as sources are, and as one whose owner sees to it that its values are clean."""
    kind, clean = request.param
    server: Server = request.getfixturevalue("mariadb" if kind == "mysql" else "postgresql")
    source = SERVER_WORLDS[kind](server).source
    options = source.options.model_copy(update={"clean": clean})
    source = replace(source, name=f"src_{secrets.token_hex(4)}", options=options)
    with attached(trino, source), Gateway(trino, catalog(trino, source)) as running:
        yield running


def asked(gateway: Gateway, statements: Sequence[Asked]) -> list[Told]:
    """What each comes to; a refusal fails the test."""
    [name] = gateway.catalog.relations
    principal = Principal(code="user:ana", department="01", attributes=ATTRIBUTES)
    plans = []
    for sql, policy in statements:
        session = Session(catalog=name.catalog, schema=name.schema)
        statement = Statement(
            sql=sql, asking=Asking(principal=principal), session=session, instant=INSTANT, engine="trino"
        )
        plan = gateway.prepared(statement, policy)
        assert isinstance(plan, Plan), (sql, plan)
        plans.append(plan)
    return gateway.ran(plans)


def differing(gateway: Gateway, statements: Sequence[Asked]) -> dict[str, Any]:
    """Those that answer otherwise than the plain statement over the permitted rows."""
    found = {}
    for (sql, policy), (code, rows) in zip(statements, asked(gateway, statements), strict=True):
        ordered = "ORDER BY" in sql.partition("OVER")[0]
        expected = plainly(sql, policy.permitted(ROWS), ordered=ordered)
        ours = [json.loads(row) for row in rows] if code == "rows" else [code]
        if (ours if ordered else sorted(ours, key=repr)) != expected:
            found[f"{sql} {policy.any_of} {policy.all_of}"] = (ours, expected)
    return found


def test_governed_statements_answer_on_trino_as_over_the_permitted_rows(gateway: Gateway) -> None:
    assert differing(gateway, [(sql, OWN) for sql in STATEMENTS[::STEP]]) == {}


def test_row_rules_mean_the_same_on_trino(gateway: Gateway) -> None:
    rules: list[tuple[str, Callable[[Row], bool]]] = RULES[::STEP]
    policies = [Policy(any_of=(sql,), passes=passes) for sql, passes in rules]
    policies += [Policy(all_of=(sql,), passes=passes) for sql, passes in rules]
    assert differing(gateway, [("SELECT id, code FROM people", policy) for policy in policies]) == {}


def test_conditions_of_the_client_mean_what_the_same_rules_mean_on_trino(gateway: Gateway) -> None:
    rules = [rule for rule in RULES[1::STEP] if ":" not in rule[0].replace(":0", "")]
    told = asked(gateway, [(f"SELECT id, code FROM people WHERE {sql}", Policy()) for sql, _ in rules])
    for (sql, passes), (code, rows) in zip(rules, told, strict=True):
        expected = plainly("SELECT id, code FROM people", Policy(passes=passes).permitted(ROWS), ordered=False)
        assert (code, sorted(map(json.loads, rows), key=repr)) == ("rows", expected), sql


def test_a_permitted_value_that_fails_fails_alike_on_trino(gateway: Gateway) -> None:
    failing = ["SELECT 1 / (id - 3) FROM people", "SELECT CAST(name AS bigint) FROM people"]
    for code, words in asked(gateway, [(sql, OWN) for sql in failing]):
        assert code == "COMPUTATION_FAILED"
        assert "air" not in repr(words)
