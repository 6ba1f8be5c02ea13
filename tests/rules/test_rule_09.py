"""Rule 9, metadata shows what the principal may see and nothing else.

Removed to see it fail: `_column` in execution/browse.py gave hidden columns as readable ones.
"""

from __future__ import annotations

import json

import pytest

from gateway.errors import GatewayError
from gateway.execution.judge import judge
from gateway.execution.listing import look
from gateway.execution.request import Request
from gateway.execution.world import Told, World
from tests.attacks.world import ANALYST, CANARIES, CATALOG, POLICY, statement


def told(sql: str) -> list[tuple[str | None, ...]]:
    world = World(CATALOG, POLICY)  # type: ignore[arg-type]  # metadata asks it for decisions only
    found = judge(statement(sql), Request(sql=sql, asking=ANALYST), world)
    assert isinstance(found, Told)
    return list(found.rows)


def test_relations_that_are_not_visible_are_not_listed() -> None:
    assert told("SHOW TABLES") == [("person",), ("place",), ("visit",)]
    assert told("SHOW TABLES LIKE 'v%'") == [("visit",)]
    assert told("SHOW SCHEMAS FROM data") == [("information_schema",), ("main",)]


def test_tables_of_metadata_hold_what_is_visible_and_nothing_else() -> None:
    """Whatever SQL is asked of `information_schema` and `system`, this is all there is to find."""
    visible = look(World(CATALOG, POLICY), ANALYST, frozenset())  # type: ignore[arg-type]
    names = [name.relation for name in visible.relations if (name.catalog, name.schema) == ("data", "main")]
    assert names == ["person", "place", "visit"]
    columns = zip(*visible.tables["columns"], strict=True)
    found = [row[3] for row in columns if row[:3] == ("data", "main", "person")]
    assert found == ["id", "name", "region", "age", "phone", "balance", "born", "active"]
    assert not any(word in json.dumps(dict(visible.tables)) for word in (*CANARIES, "QZX", "777000", "vault", "secret"))


def test_hidden_columns_are_not_described_and_masked_ones_show_their_new_type() -> None:
    described = told("DESCRIBE person")
    assert [row[0] for row in described] == ["id", "name", "region", "age", "phone", "balance", "born", "active"]
    assert not any(word in repr(described) for word in (*CANARIES, "QZX", "777000"))


@pytest.mark.parametrize(
    "form", ["DESCRIBE {}", "SHOW COLUMNS FROM {}", "SELECT * FROM {}", "EXPLAIN SELECT * FROM {}"]
)
def test_an_invisible_relation_is_answered_as_an_absent_one(form: str) -> None:
    problems = []
    for name in ("vault", "nowhere"):
        with pytest.raises(GatewayError) as caught:
            told(form.format(name))
        problems.append(repr(caught.value.public()).replace(name, "x"))
    assert problems[0] == problems[1]


@pytest.mark.parametrize(
    "sql",
    [
        "SHOW STATS FOR person",
        "EXPLAIN ANALYZE SELECT 1",
        "SHOW CREATE TABLE person",
        'SELECT * FROM "person$partitions"',
        "SELECT * FROM TABLE(data.system.query('x'))",
        "CALL system.runtime.kill_query('x')",
    ],
)
def test_what_shows_the_inside_of_a_source_is_refused(sql: str) -> None:
    with pytest.raises(GatewayError):
        told(sql)


def test_explain_names_rules_but_no_constant_of_the_policy() -> None:
    text = repr(told("EXPLAIN SELECT id, phone, 100 / age FROM person"))
    assert "partial:3:4" in text
    assert not any(word in text for word in (*CANARIES, "QZX", "A%", "'A'"))
