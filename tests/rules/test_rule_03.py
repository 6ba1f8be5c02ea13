"""Rule 3, hidden is absent: what is not granted takes no part in names, and fails as what does not exist.

Removed to see it fail: `permitted_columns` in pipeline/resolve/permitted.py gave every column of the relation; `permit` in pipeline/authorize.py told of every refusal.
"""

from __future__ import annotations

import pytest

from gateway.errors import ErrorCode, GatewayError
from tests.attacks import judge
from tests.world import Given, name_of, permit, plan


def test_a_hidden_column_fails_as_one_that_does_not_exist() -> None:
    hidden = judge.outcome("SELECT secret FROM person", "loud")
    absent = judge.outcome("SELECT nosuch FROM person", "loud")
    assert hidden[0] == "COLUMN_NOT_FOUND"
    assert repr(hidden).replace("secret", "nosuch") == repr(absent)


def test_a_hidden_relation_fails_as_one_that_does_not_exist() -> None:
    told = []
    for name in ("person", "nosuch"):
        with pytest.raises(GatewayError) as caught:
            plan(f"SELECT 1 FROM {name}", Given({}))
        error = caught.value
        told.append((error.code, error.position, repr((error.message, error.hint, error.contact)).replace(name, "?")))
    assert told[0] == told[1]
    assert told[0][0] is ErrorCode.TABLE_NOT_FOUND


def test_a_hidden_column_is_in_no_star_and_joins_nothing() -> None:
    assert len(judge.prepared("SELECT * FROM person").columns) == 8
    # If `secret` took part, nothing would be equal and no row be left.
    kind, found = judge.outcome("SELECT p.x FROM (SELECT 1 AS x, 'no' AS secret) p NATURAL JOIN person", "loud")
    assert (kind, len(found)) == ("rows", 4)  # type: ignore[arg-type]


def test_only_what_may_be_discovered_is_named_with_whom_to_ask() -> None:
    policy = Given({name_of("person"): permit("person", hidden=["secret"], discoverable=["secret"])})
    with pytest.raises(GatewayError) as caught:
        plan("SELECT secret FROM person", policy)
    assert caught.value.code is ErrorCode.COLUMN_NOT_ALLOWED
    assert caught.value.contact == "office@example.org"
