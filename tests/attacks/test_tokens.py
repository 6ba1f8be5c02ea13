"""Tokens meet tokens of the same key and nothing else; a key is in no text and no answer."""

from __future__ import annotations

import pytest

from gateway.errors import ErrorCode, GatewayError
from tests.world import SAMPLE, Database, Given, name_of, permit, plan

POLICY = Given(
    {
        name_of("person"): permit("person", masks={"phone": "token:k1", "name": "token:k2"}),
        name_of("visit"): permit("visit", masks={"note": "token:k1"}),
        name_of("place"): permit("place"),
    }
)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT id FROM person WHERE phone = '13800000001'",
        "SELECT id FROM person WHERE phone IN ('13800000001')",
        "SELECT id FROM person WHERE phone BETWEEN 'a' AND 'b'",
        "SELECT id FROM person WHERE phone < 'b'",
        "SELECT id FROM person WHERE phone LIKE '138%'",
        "SELECT id FROM person WHERE phone = name",
        "SELECT id FROM person p JOIN place q ON p.phone = q.title",
        "SELECT id FROM person p JOIN (SELECT '13800000001' AS phone) q USING (phone)",
        "SELECT id FROM person p NATURAL JOIN (SELECT '13800000001' AS phone) q",
        "SELECT phone FROM person INTERSECT SELECT title FROM place",
        "SELECT phone FROM person UNION SELECT title FROM place",
        "SELECT code FROM place WHERE title IN (SELECT phone FROM person)",
        "SELECT code FROM place WHERE title = ANY (SELECT phone FROM person)",
        "SELECT CASE phone WHEN '13800000001' THEN 1 END FROM person",
        "SELECT nullif(phone, '13800000001') FROM person",
        "SELECT id FROM person WHERE phone IS DISTINCT FROM '13800000001'",
        "SELECT id FROM person WHERE contains(ARRAY['13800000001'], phone)",
        "SELECT coalesce(phone, title) = title FROM person CROSS JOIN place",
    ],
)
def test_a_token_is_compared_with_no_clear_value(sql: str) -> None:
    with pytest.raises(GatewayError) as caught:
        plan(sql, POLICY)
    assert caught.value.code is ErrorCode.TOKEN_MISMATCH


def test_tokens_of_one_key_join_and_show_neither_key_nor_value() -> None:
    made = plan("SELECT p.phone, v.note FROM person p LEFT JOIN visit v ON p.phone = v.note ORDER BY p.id", POLICY)
    assert next(iter(made.keys.values())).name == "k1"
    with Database(SAMPLE) as database:
        shown = repr(database.run(made))
    assert "138" not in shown
    assert "token:k1" in made.logged_sql
    assert "$key" not in made.logged_sql


def test_the_clear_value_can_not_be_hashed_by_the_client() -> None:
    for sql in (
        "SELECT hmac_sha256(to_utf8('13800000001'), to_utf8('k1'))",
        "SELECT token('13800000001', 'k1')",
        "SELECT $key1",
    ):
        try:
            made = plan(sql, POLICY)
        except GatewayError:
            continue
        assert made.keys == {}
