"""A fence is one only while the engine moves nothing of the client's into it."""

from __future__ import annotations

import duckdb

from gateway.engines.duckdb_generation import GLOBAL

FENCED = "EXPLAIN WITH f AS MATERIALIZED (SELECT a FROM t WHERE b) SELECT * FROM f WHERE a > 5"


def filters_beside_the_scan(*settings: str) -> bool:
    """Whether the plan's CTE side holds the client's filter."""
    with duckdb.connect() as connection:
        for setting in settings:
            connection.execute(f"SET {setting}")
        connection.execute("CREATE TABLE t AS SELECT range AS a, range % 2 = 0 AS b FROM range(100)")
        plan = connection.execute(FENCED).fetchall()[0][1]
    return plan.count("(a > 5)") > 1


def test_no_filter_is_moved_into_a_fence() -> None:
    assert filters_beside_the_scan(), "the engine no longer moves filters by default: the setting may go"
    assert not filters_beside_the_scan(*GLOBAL)
