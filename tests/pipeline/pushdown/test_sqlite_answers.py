"""What SQLite looks for itself never changes an answer, whatever its columns hold."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.pipeline.pushdown import dirty

TEXTS = [
    "", "A", "a", "A1", "A1x", "A2", "A ", "B", "b1", "张", "张三", "\U0010ffff", "7", "007", "+7", " 7", "7.0", "-1", "x\0y", "A\0",
]  # fmt: skip
Place = tuple[Path, duckdb.DuckDBPyConnection]
VALUES = st.one_of(
    st.none(),
    st.sampled_from(TEXTS),
    st.sampled_from([0, 1, 7, -1, 12, 2**62, -(2**63)]),
    st.sampled_from([0.0, 7.0, 7.5, -0.0, 1e300, float("inf"), 0.1]),
    st.sampled_from([b"", b"A", b"A1", b"7", b"\xff", "张".encode()]),
)
ROWS = st.lists(
    st.tuples(st.one_of(st.none(), st.integers(-2, 12)), VALUES, VALUES, VALUES, VALUES, VALUES, VALUES), max_size=9
)
LITERALS = st.sampled_from(["''", "'A'", "'a'", "'A1'", "'A1x'", "'A '", "'B'", "'张'", "'7'", "'x'", "'\U0010ffff'"])
NUMBERS = st.sampled_from(["0", "1", "7", "-1", "12", "9223372036854775807", "-9223372036854775808"])
PATTERNS = st.sampled_from(
    ["'A%'", "'A_'", "'张%'", "'%1'", "'A1'", "'a%1'", "''", "'\U0010ffff%'", "'A!%%' ESCAPE '!'"]
)


@st.composite
def conditions(draw: st.DrawFn, table: str = "", depth: int = 2) -> str:
    """A predicate over the columns of one table."""
    prefix = f"{table}." if table else ""
    if depth and draw(st.booleans()):
        left, right = draw(conditions(table, depth - 1)), draw(conditions(table, depth - 1))
        return draw(st.sampled_from([f"({left} AND {right})", f"({left} OR {right})", f"({left} AND NOT {right})"]))
    if draw(st.booleans()):
        column, values = draw(st.sampled_from([f"{prefix}id", f"{prefix}n"])), NUMBERS
    else:
        column, values = draw(st.sampled_from([f"{prefix}{c}" for c in ("code", "short", "folded", "loose")])), LITERALS
    one, two, three = draw(values), draw(values), draw(values)
    operator = draw(st.sampled_from(["=", "=", "<", "<=", ">", ">=", "<>"]))
    shapes = [f"{column} {operator} {one}", f"{one} {operator} {column}", f"{column} BETWEEN {one} AND {two}",
              f"{column} IN ({one}, {two}, {three})", f"{column} IS NULL", f"coalesce({column} = {one}, true)"]  # fmt: skip
    if values is LITERALS:
        shapes += [f"{column} LIKE {draw(PATTERNS)}", f"starts_with({column}, {one})"]
    return draw(st.sampled_from(shapes))


@st.composite
def statements(draw: st.DrawFn) -> str:
    """Selects and joins with predicates in WHERE and ON."""
    if draw(st.booleans()):
        return f"SELECT id, code, short, n, folded, loose, d FROM a WHERE {draw(conditions())}"
    kind = draw(st.sampled_from(["JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"]))
    on = draw(st.sampled_from(["a.n = b.n", "a.code = b.code", "a.folded = b.folded"]))
    if draw(st.booleans()):
        on += f" AND {draw(conditions(draw(st.sampled_from(['a', 'b']))))}"
    where = f" WHERE {draw(conditions(draw(st.sampled_from(['a', 'b']))))}" if draw(st.booleans()) else ""
    shapes = [
        f"SELECT a.id, a.code, b.id, b.short FROM a {kind} b ON {on}{where}",
        f"SELECT count(*), count(a.id), max(b.code) FROM a {kind} b ON {on}{where}",
        f"SELECT a.id FROM a WHERE a.code IN (SELECT b.code FROM b WHERE {draw(conditions('b'))}) OR a.id = 1",
    ]
    return draw(st.sampled_from(shapes))


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with tempfile.TemporaryDirectory() as name, dirty.instance() as connection:
        yield Path(name) / "dirty.sqlite", connection


@pytest.mark.slow
@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.fixed_dictionaries({"a": ROWS, "b": ROWS}), sql=statements(), rule=st.one_of(st.none(), conditions()))
def test_an_answer_does_not_depend_on_what_sqlite_looks_for(
    place: Place, rows: dict, sql: str, rule: str | None
) -> None:
    path, connection = place
    dirty.write(path, rows)
    known = dirty.catalog(path)
    rules = dirty.policy({"a": rule} if rule else {})
    with dirty.attached(connection, path):
        narrowed = dirty.plan(sql, known, rules)
        whole = dirty.plan(sql, dirty.blind(known), rules)
        assert not whole.passes
        assert dirty.answer(connection, narrowed) == dirty.answer(connection, whole), narrowed.sql
