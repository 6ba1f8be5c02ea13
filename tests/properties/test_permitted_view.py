"""Law 1: a governed statement answers as the plain statement does over the permitted data.

The plain text runs on DuckDB as the client wrote it, over tables that plain Python filtered and masked: no code is shared with the rewriter.
Whether an expression that can fail is evaluated at all is left open by SQL, and an engine decides it by what it knows: a masked column is a constant to it,
and may rule out every row before a sum overflows. So a difference between an answer and an error counts only if the permitted data, told as constants, differ too.
Law 3: with no obligations the answer is that of the plain statement.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.pipeline.stages import Plan
from tests.properties import outcomes
from tests.properties.data import WORLDS
from tests.properties.policies import POLICIES, Governed
from tests.properties.statements import statements
from tests.properties.test_non_interference import outcome
from tests.world import OPEN, TYPES, Database, plan

MANY = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.slow
@MANY
@given(sql=statements(), data=WORLDS, governed=st.sampled_from(POLICIES))
def test_a_governed_statement_answers_as_over_the_permitted_data(sql: str, data: dict, governed: Governed) -> None:
    with Database(data) as database, Database(governed.permitted(data)) as permitted:
        got = outcome(database, sql, governed)
        assert got == expected(got, permitted, sql)


def test_what_an_engine_knows_of_constants_may_spare_it_an_error() -> None:
    """Found by 39,000 random cases: the mask makes `s` the constant `none`, so nothing can pass, and the sum that overflows is never taken."""
    sql = (
        "SELECT b.n AS c0, count(*) AS c1 FROM (SELECT a.n AS n, coalesce(a.s, 'none') AS s FROM "
        "(SELECT (v.cost + 1) AS n, v.note AS s FROM visit AS v) AS a WHERE (a.n = 0)) AS b "
        "JOIN person AS p ON b.s = p.name WHERE (b.s = 'A1') GROUP BY b.n"
    )
    with Database({"visit": [(None, None, 2147483647, None, None, None)]}) as permitted:
        assert plain_outcome(permitted, sql) == ("failed", "OutOfRangeException")
        assert outcome_over_constants(permitted, sql) == ("rows", [])


@pytest.mark.slow
@MANY
@given(sql=statements(), data=WORLDS)
def test_without_obligations_the_answer_is_the_plain_one(sql: str, data: dict) -> None:
    with Database(data) as database:
        got = outcomes.of_plan(database, _open(sql))
        assert got == expected(got, database, sql)


@lru_cache(maxsize=64)
def _open(sql: str) -> Callable[[], Plan]:
    made = plan(sql, OPEN)
    return lambda: made


def expected(got: outcomes.Outcome, database: Database, sql: str) -> outcomes.Outcome:
    """The plain statement's outcome; where only one of the two failed, that over constants."""
    wanted = plain_outcome(database, sql)
    return outcome_over_constants(database, sql) if {got[0], wanted[0]} == {"rows", "failed"} else wanted


def plain_outcome(database: Database, sql: str) -> outcomes.Outcome:
    return _in_schema("main", database, sql)


def outcome_over_constants(database: Database, sql: str) -> outcomes.Outcome:
    """The same, over views that tell the engine which columns hold one value only."""
    database.plain("CREATE SCHEMA IF NOT EXISTS data.constants")
    for name, types in TYPES.items():
        columns = ", ".join(map(partial(_told, database, name), types))
        database.plain(f"CREATE OR REPLACE VIEW data.constants.{name} AS SELECT {columns} FROM data.main.{name}")
    return _in_schema("constants", database, sql.replace("data.main.", "data.constants."))


def _told(database: Database, relation: str, column: str) -> str:
    values = {row[list(TYPES[relation]).index(column)] for row in database.rows.get(relation, ())}
    if len(values) != 1:
        return f'"{column}"'
    [(text, type_)] = database.plain(
        f'SELECT any_value("{column}"::VARCHAR), any_value(typeof("{column}")) FROM data.main.{relation}'
    ) or [(None, None)]
    value = "NULL" if text is None else "'" + str(text).replace("'", "''") + "'"
    return f'CAST({value} AS {type_ or TYPES[relation][column]}) AS "{column}"'


def _in_schema(schema: str, database: Database, sql: str) -> outcomes.Outcome:
    database.plain(f"USE data.{schema}")
    ordered = " ORDER BY " in sql.rsplit(")", 1)[-1]
    return outcomes.of_rows(lambda: database.plain(sql), ordered=ordered)
