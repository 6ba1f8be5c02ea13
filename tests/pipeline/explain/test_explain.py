"""What EXPLAIN tells: rules, masks, walls; nothing of a policy's text, of constants, of what may not be known."""

from __future__ import annotations

import pytest

from gateway.errors import GatewayError
from gateway.pipeline.prepare import explain
from tests.world import CATALOG, Given, name_of, permit, statement

POLICY = Given(
    {
        name_of("person"): permit(
            "person",
            rows=["starts_with(region, :prefix) AND phone <> '13900001111'"],
            masks={"name": "partial:1:0"},
            hidden=["secret", "balance"],
            discoverable=["balance"],
        ),
        name_of("place"): permit("place"),
    }
)


def told(sql: str) -> str:
    return explain(statement(sql), CATALOG, POLICY).text


def test_it_tells_the_rules_the_masks_and_what_is_missing() -> None:
    text = told("SELECT id, name FROM person")
    assert "rows: @rule" in text
    assert "column name: mask partial:1:0" in text
    assert "column balance: not granted" in text


def test_it_never_tells_of_what_may_not_be_known() -> None:
    assert "secret" not in told("SELECT * FROM person")
    with pytest.raises(GatewayError) as raised:
        told("SELECT secret FROM person")
    assert raised.value.code.name == "COLUMN_NOT_FOUND"


def test_it_never_tells_a_policys_text_constants_or_attributes() -> None:
    for sql in ("SELECT name FROM person", "SELECT 1 / age FROM person", "SELECT 1 / coalesce(age, 0) FROM person"):
        text = told(sql)
        assert "13900001111" not in text
        assert "starts_with" not in text
        assert "LIKE" not in text
        assert "'A" not in text


def test_a_fence_is_told() -> None:
    assert "(fenced)" in told("SELECT 1 / coalesce(age, 0) FROM person")
    assert "(fenced)" not in told("SELECT 1 / age FROM person")


def test_an_open_relation_is_told_as_such() -> None:
    assert "rows: all rows" in told("SELECT code FROM place")


def test_explaining_is_refused_as_running_is() -> None:
    for sql in ("SELECT 1 FROM visit", "SELECT id FROM person; SELECT 1", "SELECT name + 1 FROM person"):
        with pytest.raises(GatewayError):
            told(sql)
