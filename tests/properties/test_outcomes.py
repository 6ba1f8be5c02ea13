"""The judge of outcomes excuses what SQL leaves open, and nothing else."""

from __future__ import annotations

import pytest

from tests.properties import outcomes
from tests.world import Database


def judged(one: str, other: str) -> None:
    with Database({"person": [(1, "x", "B1", 2147483647, None, None, None, None, None)]}) as database:
        outcomes.assert_equal(
            (database, lambda: outcomes.of_rows(lambda: database.plain(one), ordered=False)),
            (database, lambda: outcomes.of_rows(lambda: database.plain(other), ordered=False)),
        )


def test_an_expression_that_only_the_optimizer_drops_is_left_open() -> None:
    failing = "SELECT count(*) FROM (SELECT age + 1 AS n, name AS s FROM data.main.person) WHERE n = 0 AND s = 'A1'"
    judged(failing, failing.replace("name AS s", "CAST(NULL AS VARCHAR) AS s"))


def test_an_error_where_there_should_be_rows_is_not() -> None:
    with pytest.raises(AssertionError):
        judged("SELECT age + 1 FROM data.main.person", "SELECT age FROM data.main.person")


def test_other_rows_are_not() -> None:
    with pytest.raises(AssertionError):
        judged("SELECT age FROM data.main.person", "SELECT id FROM data.main.person")
