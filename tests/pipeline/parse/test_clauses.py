"""Clauses that the library takes incomplete, and Trino does not."""

from __future__ import annotations

import pytest

from gateway.errors import StatementError
from gateway.pipeline.parse import parse
from tests.world import statement


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM visit AS x TABLESAMPLE SYSTEM ()",
        "SELECT 1 FROM visit WINDOW w AS (ORDER BY day), v (ORDER BY day)",
    ],
)
def test_an_incomplete_clause_is_refused(sql: str) -> None:
    with pytest.raises(StatementError):
        parse(statement(sql))


def test_several_windows_are_read() -> None:
    sql = (
        "SELECT sum(cost) OVER w FROM visit WINDOW w AS (PARTITION BY day, cost), v AS (w ORDER BY cost) ORDER BY 1, 1"
    )
    assert parse(statement(sql)).tree.args.get("windows")
