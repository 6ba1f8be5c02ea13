"""Law 1: a governed statement answers as the plain statement does over the permitted data.

The plain text runs on DuckDB as the client wrote it, over tables that plain Python filtered and masked: no code is shared with the rewriter.
Nothing in these statements can fail: whether an expression is evaluated at all is left open by SQL, and an engine decides it by what it knows of masks and rows.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.pipeline.stages import Plan
from tests.properties import outcomes
from tests.properties.data import WORLDS
from tests.properties.policies import POLICIES, Governed
from tests.properties.statements import statements
from tests.properties.test_non_interference import outcome
from tests.world import OPEN, Database, plan

MANY = settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.slow
@MANY
@given(sql=statements(), data=WORLDS, governed=st.sampled_from(POLICIES))
def test_a_governed_statement_answers_as_over_the_permitted_data(sql: str, data: dict, governed: Governed) -> None:
    with Database(data) as database, Database(governed.permitted(data)) as permitted:
        assert outcome(database, sql, governed) == plain_outcome(permitted, sql)


@pytest.mark.slow
@MANY
@given(sql=statements(), data=WORLDS)
def test_without_obligations_the_answer_is_the_plain_one(sql: str, data: dict) -> None:
    with Database(data) as database:
        assert outcomes.of_plan(database, _open(sql)) == plain_outcome(database, sql)


@lru_cache(maxsize=64)
def _open(sql: str) -> Callable[[], Plan]:
    made = plan(sql, OPEN)
    return lambda: made


def plain_outcome(database: Database, sql: str) -> outcomes.Outcome:
    database.plain("USE data.main")
    ordered = " ORDER BY " in sql.rsplit(")", 1)[-1]
    return outcomes.of_rows(lambda: database.plain(sql), ordered=ordered)
