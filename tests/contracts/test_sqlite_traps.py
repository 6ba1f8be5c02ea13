"""SQLite holds anything in any column, and converts it as it likes when it compares. What the gateway asks it to look for must not change an answer.

The law: the rows that a condition (or a row rule) gives are those of all rows shown for which the condition holds of the *shown* values, in Python.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Final

import pytest

from tests.contracts.governed import Governed, Policy, catalog_of
from tests.contracts.world import World
from tests.engines.world import engine, source

pytestmark = pytest.mark.slow

TYPES: Final = {
    "k": "bigint", "n": "bigint", "s": "smallint", "t": "varchar", "c": "varchar(5)", "r": "double", "d": "date",
    "m": "decimal(10,2)", "b": "boolean", "u": "varchar",
}  # fmt: skip
CREATE: Final = """CREATE TABLE people (k INTEGER PRIMARY KEY, n INTEGER, s SMALLINT, t TEXT COLLATE NOCASE, c VARCHAR(5) COLLATE RTRIM,
    r REAL, d DATE, m DECIMAL(10,2), b BOOLEAN, u)"""
VALUES: Final[list[tuple[Any, ...]]] = [
    (1, 1, "air", "air", 1, "2024-01-02", "10.50", 1, "1"),
    ("2", "2", "AIR", "air  ", "1.5", "2024-1-2", 10.5, 0, 1),
    (" 3", " 3", "air ", "AIR", "x", 20240102, 1e3, "true", 1.0),
    ("4 ", "4 ", "aIr", "toolong", 1e300, "yesterday", "12.345", "f", b"1"),
    (5.0, 5.5, 7, "", "1e400", " 2024-01-02 ", "n/a", 2, "air"),
    (5.5, "abc", b"air", None, -0.0, "2024-01-02 00:00:00", "", "yes", "AIR"),
    ("", b"1", "é", "a%b", "", None, None, None, b"air"),
    ("1e2", 40000, "", "a_b", None, "1024-12-31", 99999999.994, "TRUE", None),
    (b"1", "-0", "a%b", "a\\b", "NaN", "9999-12-31", "1e2", "0", "é"),
    (9223372036854775807, 0, "a_b", "é", "Infinity", "2024-02-30", -3, "", ""),
    ("9223372036854775808", -32768, "a\\b", "E", 3, 2460000.5, "+7", -1, "01"),
    ("+7", "007", "张三", " air", "0x10", "+2024-01-02", "007", "t", "1 "),
    ("007", None, None, "air", 2.5, "", " 8 ", 1.0, 2),
    (None, 7, "A", "\U00020000", 1, "2024-01-02", 0.1, b"1", "a'b"),
    (-1, -1, "a'b", "a'b", -1, "2023-12-31", 0, "no", "b"),
    ("7.0", "7.", "\U00020000", "zz", "1.", "2024-01-02T00:00:00", "0.005", "1", "B"),
    ("１", "１", "\uff41ir", "b", "１", "２０２４-01-02", "１", "１", "１"),
]


@pytest.fixture(scope="module")
def governed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Governed]:
    folder = tmp_path_factory.mktemp("sqlite")
    with sqlite3.connect(folder / "people.sqlite") as connection:
        connection.execute(CREATE)
        connection.executemany(
            "INSERT INTO people VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", list(map(_numbered, enumerate(VALUES)))
        )
        connection.execute("INSERT INTO people (k, t, u) VALUES (100, CAST(x'ff61' AS TEXT), CAST(x'61ff' AS TEXT))")
        for column in ("n", "s", "t", "c", "r", "d", "m", "u"):
            connection.execute(f"CREATE INDEX by_{column} ON people ({column})")
    connection.close()
    world = World(source=source("src", "sqlite", path=folder / "people.sqlite"), schema="main", loose=True)
    loop = asyncio.new_event_loop()
    running = engine(tmp_path_factory.mktemp("engine"), [world.source])
    loop.run_until_complete(running.start())
    yield Governed(world, catalog_of(world, TYPES), running, loop)
    loop.run_until_complete(running.stop())
    loop.close()


def _numbered(row: tuple[int, tuple[Any, ...]]) -> tuple[Any, ...]:
    return (row[0] + 1, *row[1])


Shown = dict[str, Any]


@pytest.fixture(scope="module")
def shown(governed: Governed) -> list[Shown]:
    """Every row as the gateway shows it."""
    columns = list(TYPES)
    rows = governed.ask(f"SELECT {', '.join(columns)} FROM people ORDER BY k", Policy())
    return [dict(zip(columns, row, strict=True)) for row in rows]


def at(column: str, test: Callable[[Any], bool]) -> Callable[[Shown], bool]:
    """A condition that is not true of NULL."""
    return lambda row: row[column] is not None and test(row[column])


CONDITIONS: Final[list[tuple[str, Callable[[Shown], bool]]]] = [
    ("k = 3", at("k", lambda v: v == 3)),
    ("n = 1", at("n", lambda v: v == 1)),
    ("n = 2", at("n", lambda v: v == 2)),
    ("n = 3", at("n", lambda v: v == 3)),
    ("n = 5", at("n", lambda v: v == 5)),
    ("n = 7", at("n", lambda v: v == 7)),
    ("n = 100", at("n", lambda v: v == 100)),
    ("n = 0", at("n", lambda v: v == 0)),
    ("n = 9223372036854775807", at("n", lambda v: v == 9223372036854775807)),
    ("n IN (1, 2, 3, 4, 7, 100)", at("n", lambda v: v in (1, 2, 3, 4, 7, 100))),
    ("n BETWEEN 1 AND 7", at("n", lambda v: 1 <= v <= 7)),
    ("n > 5", at("n", lambda v: v > 5)),
    ("n < 1", at("n", lambda v: v < 1)),
    ("n <> 1", at("n", lambda v: v != 1)),
    ("n IS NULL", lambda row: row["n"] is None),
    ("n IS DISTINCT FROM 1", lambda row: row["n"] != 1),
    ("NOT (n = 1 OR n > 6)", at("n", lambda v: not (v == 1 or v > 6))),
    ("s = 1", at("s", lambda v: v == 1)),
    ("s = 0", at("s", lambda v: v == 0)),
    ("s IN (-32768, 7)", at("s", lambda v: v in (-32768, 7))),
    ("s >= 7", at("s", lambda v: v >= 7)),
    ("t = 'air'", at("t", lambda v: v == "air")),
    ("t = 'AIR'", at("t", lambda v: v == "AIR")),
    ("t = 'air '", at("t", lambda v: v == "air ")),
    ("t = '7'", at("t", lambda v: v == "7")),
    ("t = ''", at("t", lambda v: v == "")),
    ("t = 'é'", at("t", lambda v: v == "é")),
    ("t = 'a''b'", at("t", lambda v: v == "a'b")),
    ("t IN ('air', 'a%b', '张三')", at("t", lambda v: v in ("air", "a%b", "张三"))),
    ("t LIKE 'a%'", at("t", lambda v: v.startswith("a"))),
    ("t LIKE 'A%'", at("t", lambda v: v.startswith("A"))),
    ("t LIKE 'a\\%%' ESCAPE '\\'", at("t", lambda v: v.startswith("a%"))),
    ("starts_with(t, 'a_')", at("t", lambda v: v.startswith("a_"))),
    ("starts_with(t, 'a\\')", at("t", lambda v: v.startswith("a\\"))),
    ("starts_with(t, '张')", at("t", lambda v: v.startswith("张"))),
    ("starts_with(t, '\U00020000')", at("t", lambda v: v.startswith("\U00020000"))),
    ("t >= 'a' AND t < 'b'", at("t", lambda v: "a" <= v < "b")),
    ("t > 'z'", at("t", lambda v: v > "z")),
    ("t < 'a'", at("t", lambda v: v < "a")),
    ("t <> 'air'", at("t", lambda v: v != "air")),
    ("t BETWEEN 'AIR' AND 'air'", at("t", lambda v: "AIR" <= v <= "air")),
    ("c = 'air'", at("c", lambda v: v == "air")),
    ("c = 'air  '", at("c", lambda v: v == "air  ")),
    ("starts_with(c, 'air')", at("c", lambda v: v.startswith("air"))),
    ("c IN ('', 'toolo', 'toolong')", at("c", lambda v: v in ("", "toolo", "toolong"))),
    ("u = '1'", at("u", lambda v: v == "1")),
    ("u = '1.0'", at("u", lambda v: v == "1.0")),
    ("u = 'air'", at("u", lambda v: v == "air")),
    ("u = '2'", at("u", lambda v: v == "2")),
    ("u = '01'", at("u", lambda v: v == "01")),
    ("u LIKE '1%'", at("u", lambda v: v.startswith("1"))),
    ("u >= 'A' AND u < 'C'", at("u", lambda v: "A" <= v < "C")),
    ("r = 1e0", at("r", lambda v: v == 1)),
    ("r > 1e0", at("r", lambda v: v != "NaN" and float(v) > 1)),
    ("d = DATE '2024-01-02'", at("d", lambda v: v == "2024-01-02")),
    ("d < DATE '2024-01-02'", at("d", lambda v: v < "2024-01-02")),
    ("d IS NULL", lambda row: row["d"] is None),
    ("m = 10.5", at("m", lambda v: Decimal(v) == Decimal("10.5"))),
    ("m = 7", at("m", lambda v: Decimal(v) == 7)),
    ("m BETWEEN 5 AND 1000", at("m", lambda v: 5 <= Decimal(v) <= 1000)),
    ("b", at("b", bool)),
    ("NOT b", at("b", lambda v: not v)),
    ("n = 1 OR t = 'air'", lambda row: row["n"] == 1 or row["t"] == "air"),
    ("n = 1 AND t = 'air'", lambda row: row["n"] == 1 and row["t"] == "air"),
    ("(n = 1 AND s = 1) OR (n = 7 AND t LIKE '_%')", lambda row: (row["n"] == 1 and row["s"] == 1) or (row["n"] == 7 and bool(row["t"]))),
    ("k = 1 OR n IS NULL AND t > ''", lambda row: row["k"] == 1 or (row["n"] is None and (row["t"] or "") > "")),
]  # fmt: skip
EACH: Final = pytest.mark.parametrize(("sql", "holds"), [pytest.param(*c, id=ascii(c[0])) for c in CONDITIONS])


def test_what_is_shown_is_what_a_cast_would_give(shown: list[Shown]) -> None:
    """Some of it, written down: the rest of the file compares with what is shown."""
    numbers = {row["k"]: row["n"] for row in shown}
    assert (numbers[1], numbers[2], numbers[6], numbers[7], numbers[10]) == (1, 2, None, None, 9223372036854775807)
    assert [row["t"] for row in shown][:5] == ["air", "AIR", "air ", "aIr", "7"]
    assert len({row["k"] for row in shown}) == len(VALUES) + 1


@EACH
def test_a_condition_gives_the_rows_of_which_it_holds(
    governed: Governed, shown: list[Shown], sql: str, holds: Callable[[Shown], bool]
) -> None:
    found = governed.ask(f"SELECT k FROM people WHERE {sql} ORDER BY k", Policy())
    assert [k for (k,) in found] == [row["k"] for row in shown if holds(row)]


@EACH
def test_a_row_rule_gives_the_rows_of_which_it_holds(
    governed: Governed, shown: list[Shown], sql: str, holds: Callable[[Shown], bool]
) -> None:
    for policy in (Policy(any_of=(sql,)), Policy(all_of=(sql,)), Policy(any_of=(sql, "FALSE"), all_of=("TRUE",))):
        found = governed.ask("SELECT k FROM people ORDER BY k", policy)
        assert [k for (k,) in found] == [row["k"] for row in shown if holds(row)]


@EACH
def test_a_condition_on_masked_values_sees_the_masked_ones(
    governed: Governed, shown: list[Shown], sql: str, holds: Callable[[Shown], bool]
) -> None:
    """The source must not be asked to look for a value that the principal compares with a mask."""
    masked = Policy(masks={"t": "const:air", "n": "const:1", "u": "null", "c": "null", "s": "null"})
    hidden = {"u": None, "c": None, "s": None}
    seen = [
        {**row, **hidden, "t": None if row["t"] is None else "air", "n": None if row["n"] is None else 1}
        for row in shown
    ]
    found = governed.ask(f"SELECT k FROM people WHERE {sql} ORDER BY k", masked)
    assert [k for (k,) in found] == [row["k"] for row in seen if holds(row)]


def test_the_source_is_asked_to_look_for_what_it_can(governed: Governed) -> None:
    """Or this file would test nothing."""
    for sql in ("t = 'air'", "n = 1", "n IN (1, 2)", "starts_with(t, 'air')"):
        assert governed.plan(f"SELECT k FROM people WHERE {sql}", Policy()).passes, sql
        assert governed.plan("SELECT k FROM people", Policy(any_of=(sql,))).passes, sql
    assert not governed.plan("SELECT k FROM people WHERE t = 'air'", Policy(masks={"t": "const:air"})).passes
