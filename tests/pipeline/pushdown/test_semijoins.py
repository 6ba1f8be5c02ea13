"""Keys of a join's narrow side: when they are read, to whom they may go, and that they never change an answer."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.pipeline.pushdown import two_owners as world

JOIN = "SELECT h.code, x.n FROM health.main.t h JOIN tax.main.t x ON h.id = x.id WHERE h.code = 'A'"


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with world.instance() as made:
        yield made


def row(id: int | None, code: str | None = "A", other: int | None = None) -> tuple[object, ...]:
    return (id, 1, code, datetime.date(2026, 1, 1), other)


def test_keys_of_the_narrow_side_narrow_the_other_ones_view(connection: duckdb.DuckDBPyConnection) -> None:
    world.fill(connection, {"health": [row(1), row(2), row(2), row(None), row(3, "B")], "tax": [row(1), row(9)]})
    made, keys = world.narrowed(connection, JOIN)
    assert list(keys.values()) == [(1, 2)]
    assert '"_"."id" IN (CAST(1 AS BIGINT), CAST(2 AS BIGINT))' in made.sql
    assert "IN (keys)" in made.logged_sql
    assert world.answer(connection, made) == {("A", 1): 1}


def test_a_limit_of_policy_does_not_cut_the_keys(connection: duckdb.DuckDBPyConnection) -> None:
    made = world.plan(JOIN, {})
    assert made.row_limit == 3
    assert made.probe is not None
    assert made.probe.plan.row_limit is None


def test_no_keys_give_no_rows(connection: duckdb.DuckDBPyConnection) -> None:
    world.fill(connection, {"health": [row(1, "B")], "tax": [row(1)]})
    made, keys = world.narrowed(connection, JOIN)
    assert list(keys.values()) == [()]
    assert world.answer(connection, made) == {}


def test_too_many_keys_are_not_sent(connection: duckdb.DuckDBPyConnection) -> None:
    world.fill(connection, {"health": [row(n) for n in range(1001)], "tax": [row(1)]})
    made, keys = world.narrowed(connection, JOIN)
    assert list(keys.values()) == [None]
    assert made.sql == world.plan(JOIN, None).sql


@pytest.mark.parametrize(
    "sql",
    [
        JOIN.replace("JOIN", "LEFT JOIN"),
        JOIN.replace("h.id = x.id", "h.id = x.id + 0"),
        JOIN.replace("h.id = x.id", "h.id < x.id"),
        JOIN.replace("h.code = 'A'", "h.code <> 'A'"),
        JOIN.replace("h.code = 'A'", "x.code = 'A'"),
        JOIN.replace("health.main.t h", "health.main.t h TABLESAMPLE BERNOULLI (50)"),
        "SELECT h.id FROM tax.main.t h JOIN health.main.t x ON h.id = x.id WHERE h.code = 'A'",
        "SELECT h.id FROM health.main.t h JOIN trade.main.t x ON h.code = x.code WHERE h.id = 1",
    ],
    ids=["outer", "computed", "not equal", "not narrow", "other side narrow", "sampled", "a file", "folded text"],
)
def test_what_cannot_gain_is_not_probed(sql: str) -> None:
    assert world.plan(sql, {}).probe is None


def test_without_the_wish_nothing_is_probed() -> None:
    assert world.plan(JOIN, None).probe is None


# --- whose keys may go where (rule 15) -------------------------------------------------------------


def test_keys_do_not_go_to_an_owner_they_are_not_shared_with() -> None:
    assert world.plan(JOIN, {}, world.catalog(shares={})).probe is None
    assert world.plan(JOIN, {}, world.catalog(shares={"tax": frozenset({"health"})})).probe is None
    assert world.plan(JOIN, {}, world.catalog(shares={"health": frozenset({"tax"})})).probe is not None


def test_keys_may_go_to_another_source_of_the_same_owner() -> None:
    same = world.catalog(shares={}, owners={"health": "city", "tax": "city"})
    assert world.plan(JOIN, {}, same).probe is not None


def test_known_keys_are_not_used_where_they_are_not_shared(connection: duckdb.DuckDBPyConnection) -> None:
    world.fill(connection, {"health": [row(1)], "tax": [row(1)]})
    _, keys = world.narrowed(connection, JOIN)
    made = world.plan(JOIN, keys, world.catalog(shares={}))
    assert made.sql == world.plan(JOIN, None).sql


@pytest.mark.parametrize("masked", ["health", "tax"])
def test_masked_keys_go_nowhere(masked: str) -> None:
    assert world.plan(JOIN, {}, given=world.policy(masks={masked: {"id": "null"}})).probe is None


def test_a_listed_view_gets_no_keys() -> None:
    assert world.plan(JOIN, {}, world.opaque(world.catalog(), "tax")).probe is None


CHAIN = "SELECT h.id FROM health.main.t h, tax.main.t x, trade.main.t r WHERE h.id = x.id AND x.other = r.other AND h.code = 'A'"


def test_keys_that_came_from_keys_go_on_only_if_their_owners_share_too(connection: duckdb.DuckDBPyConnection) -> None:
    world.fill(connection, {"health": [row(1)], "tax": [row(1, other=5)], "trade": [row(7, other=5)]})
    both = {"health": frozenset({"tax", "trade"}), "tax": frozenset({"trade"})}
    made, keys = world.narrowed(connection, CHAIN, world.catalog(shares=both))
    assert list(keys.values()) == [(1,), (5,)]
    assert world.answer(connection, made) == {(1,): 1}
    _, keys = world.narrowed(connection, CHAIN, world.catalog(shares={**both, "health": frozenset({"tax"})}))
    assert list(keys.values()) == [(1,)]


# --- answers ---------------------------------------------------------------------------------------

IDS = st.one_of(st.integers(0, 3), st.integers(0, 3), st.none(), st.sampled_from([2**40]))
ROW = st.tuples(
    IDS, st.one_of(st.none(), st.integers(-1, 3)), st.sampled_from([None, "A", "B", "a", ""]),
    st.sampled_from([None, datetime.date(2026, 1, 1), datetime.date(1, 1, 1)]), IDS,
)  # fmt: skip
DATA = st.fixed_dictionaries({source: st.lists(ROW, max_size=6) for source in world.SOURCES})
NARROW = ["{0}.code = 'A'", "{0}.n IN (0, 2)", "{0}.code LIKE 'A%'", "{0}.id = 1", "{0}.code IS NULL", "{0}.n > 0",
          "10 / {0}.n > 3", "({0}.code = 'A' OR {0}.id = 2)"]  # fmt: skip


@st.composite
def joins(draw: st.DrawFn) -> str:
    """Two or three relations, equalities in ON or WHERE, some of them narrow."""
    kind = draw(st.sampled_from(["JOIN", "JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"]))
    key = draw(st.sampled_from(["h.id = x.id", "x.id = h.n", "h.code = x.code", "h.d = x.d", "h.other = x.id"]))
    sides = ["h", "x"]
    if draw(st.booleans()):
        key += f" AND {draw(st.sampled_from(NARROW)).format(draw(st.sampled_from(['h', 'x'])))}"
    text = f"health.main.t h {kind} tax.main.t x ON {key}"
    if draw(st.booleans()):
        text += f" {draw(st.sampled_from(['JOIN', 'LEFT JOIN']))} trade.main.t r ON {draw(st.sampled_from(['x.other = r.id', 'r.n = h.n', 'r.d = x.d']))}"
        sides.append("r")
    parts = [draw(st.sampled_from(NARROW)).format(draw(st.sampled_from(sides))) for _ in range(draw(st.integers(0, 2)))]
    where = f" WHERE {' AND '.join(f'({part})' for part in parts)}" if parts else ""
    return draw(
        st.sampled_from(
            [
                f"SELECT h.id, h.code, x.id, x.n FROM {text}{where}",
                f"SELECT count(*), min(x.code), max(h.other) FROM {text}{where}",
                f"SELECT o.id FROM tax.main.t o WHERE o.id IN (SELECT x.id FROM {text}{where})",
            ]
        )
    )


RULES = st.sampled_from([{"health": "code = 'A'"}, {}, {"tax": "n = 1 OR code = 'B'", "health": "id IN (1, 2)"}])


@pytest.mark.slow
@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=DATA, sql=joins(), rules=RULES)
def test_an_answer_does_not_depend_on_keys_that_were_sent(
    connection: duckdb.DuckDBPyConnection, data: world.Rows, sql: str, rules: dict[str, str]
) -> None:
    world.fill(connection, data)
    ruled = world.policy(rules)
    made, _ = world.narrowed(connection, sql, given=ruled)
    whole = world.plan(sql, None, given=ruled)
    try:
        expected = world.answer(connection, whole)
    except duckdb.Error:
        return  # division by zero: whether the engine comes to that row is its own choice
    assert world.answer(connection, made) == expected, made.sql
