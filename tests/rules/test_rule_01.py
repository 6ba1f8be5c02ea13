"""Rule 1, mask at read: the client's WHERE, GROUP BY and ORDER BY see masked values.

Removed to see it fail: `projection` in pipeline/rewrite/view.py gave the raw column whatever the mask.
"""

from __future__ import annotations

import pytest

from tests.attacks import judge


def test_a_predicate_on_a_masked_column_sees_the_mask() -> None:
    assert judge.outcome("SELECT id FROM person WHERE phone = '13842420001'", "loud") == ("rows", [])
    assert judge.outcome("SELECT id FROM person WHERE phone = '138****0001'", "loud") == ("rows", [(1,)])


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(*) FROM person GROUP BY name",
        "SELECT DISTINCT name FROM person",
        "SELECT count(DISTINCT name) FROM person",
    ],
)
def test_grouping_sees_the_mask(sql: str) -> None:
    kind, rows = judge.outcome(sql, "loud")
    assert kind == "rows"
    assert len(rows) == 1  # type: ignore[arg-type]  # four names, one mask
