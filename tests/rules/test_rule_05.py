"""Rule 5, replacement by scope, text from the checked tree, read back.

Removed to see it fail: `_captured` in pipeline/locate.py ignored the schema in front of a name; `_views_hold` in readback.py returned at once.
"""

from __future__ import annotations

import pytest

from gateway.errors import ErrorCode, PlanError
from gateway.pipeline.readback import read_back
from tests.attacks import judge
from tests.pipeline.plan.test_readback import printed


def test_a_with_query_captures_a_bare_name_and_no_other() -> None:
    assert judge.outcome("WITH person AS (SELECT 7 AS id) SELECT id FROM person", "loud") == ("rows", [(7,)])
    kind, rows = judge.outcome("WITH person AS (SELECT 7 AS id) SELECT id FROM data.main.person ORDER BY id", "loud")
    assert (kind, rows) == ("rows", [(1,), (2,), (3,), (4,)])


def test_the_clients_text_is_never_sent() -> None:
    sent = judge.prepared("SELECT id /* mine */ FROM person -- all of them").sql
    assert "mine" not in sent
    assert "all of them" not in sent


def test_a_text_that_lost_a_view_is_not_sent() -> None:
    text, views, names, query = printed("SELECT id FROM person")
    read_back(text, views, names, query)
    for tampered in (
        text.replace(" WHERE ", " WHERE TRUE OR "),
        text + ' UNION ALL SELECT id FROM "data"."main"."person"',
    ):
        assert tampered != text
        with pytest.raises(PlanError) as caught:
            read_back(tampered, views, names, query)
        assert caught.value.code is ErrorCode.READ_BACK_FAILED
