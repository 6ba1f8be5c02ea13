"""Which predicates reach SQLite, and as what text."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from connectors.sqlite import SqliteOptions, read_here
from tests.pipeline.pushdown import dirty

CODE = '"_"."code" COLLATE BINARY'


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lite") / "lite.sqlite"
    dirty.write(path, {"a": [(n, f"C{n:05d}", "ab", n % 7, "x", "x", None) for n in range(12_000)]})
    return path


def passed(path: Path, sql: str, **given: dict[str, str]) -> list[str]:
    return sorted(text for _, text in dirty.plan(sql, dirty.catalog(path), dirty.policy(**given)).passes)


@pytest.mark.parametrize(
    ("where", "text"),
    [
        ("code = 'A1'", f"({CODE} = 'A1' OR {CODE} >= x'')"),
        ("code IN ('A', 'it''s', NULL)", f"({CODE} IN ('A', 'it''s') OR {CODE} >= x'')"),
        ("7 = n", '("_"."n" = 7 OR "_"."n" >= \'\')'),
        ("n = 7 AND lower(folded) = 'x'", '("_"."n" = 7 OR "_"."n" >= \'\')'),
        ("code LIKE 'A!%%' ESCAPE '!'", f"({CODE} >= 'A%' AND {CODE} < 'A&' OR {CODE} >= x'')"),
        ("short = 'ab'", '("_"."short" COLLATE BINARY >= \'ab\' AND "_"."short" COLLATE BINARY < \'ac\''),
        ("short = 'a'", '("_"."short" COLLATE BINARY = \'a\''),
    ],
)
def test_sqlite_is_asked_for_constants_and_what_is_no_value_of_the_column(path: Path, where: str, text: str) -> None:
    [asked] = passed(path, f"SELECT id FROM a WHERE {where}")
    assert text in asked


@pytest.mark.parametrize(
    "where",
    ["code <> 'A'", "code IS NULL", "coalesce(code, 'A') = 'A'", "loose = 'A'", "d = DATE '2020-01-01'", "n = id",
     "code = 'A' OR loose = 'A'", "lower(code) = 'a'", "short = 'abc'", "code LIKE '%A'", "NOT code = 'A'"],
)  # fmt: skip
def test_what_is_not_implied_of_one_column_is_not_asked_for(path: Path, where: str) -> None:
    assert passed(path, f"SELECT id FROM a WHERE {where}") == []


def test_a_masked_column_is_not_looked_for(path: Path) -> None:
    assert passed(path, "SELECT id FROM a WHERE code = '***'", masks={"code": "const:***"}) == []


def test_a_row_rule_is_looked_for_and_not_logged(path: Path) -> None:
    made = dirty.plan("SELECT id FROM a", dirty.catalog(path), dirty.policy(rules={"a": "code = 'C00007'"}))
    assert any("C00007" in text for _, text in made.passes)
    assert "C00007" not in made.logged_sql
    assert "sqlite_query" not in made.logged_sql


def test_a_view_of_the_source_is_read_whole(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE VIEW IF NOT EXISTS seen AS SELECT code FROM a")
        connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(word)")
    connection.close()
    found = read_here(SqliteOptions.model_validate({"path": path}), {})
    searched = {relation.name: {c.search.value for c in relation.columns} for relation in found}
    assert searched["seen"] == {""}
    assert searched["words"] == {""}
    assert "text" in searched["a"]


def test_texts_in_utf_16_are_not_looked_for(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "wide.sqlite") as connection:
        connection.execute("PRAGMA encoding = 'UTF-16le'")
        connection.execute("CREATE TABLE a (short TEXT)")
    connection.close()
    [relation] = dirty.catalog(tmp_path / "wide.sqlite").relations.values()
    assert {c.search.value for c in relation.columns} == {""}


@pytest.mark.parametrize("prefix", ["C0000", "C0", "C", "D"])
def test_a_range_gives_the_same_rows_whether_it_holds_few_or_most(path: Path, prefix: str) -> None:
    sql = f"SELECT count(*), min(id), max(id) FROM a WHERE code LIKE '{prefix}%' AND n < 5"
    known = dirty.catalog(path)
    narrowed, whole = dirty.plan(sql, known), dirty.plan(sql, dirty.blind(known))
    assert narrowed.passes
    assert not whole.passes
    with dirty.instance() as connection, dirty.attached(connection, path):
        assert dirty.answer(connection, narrowed) == dirty.answer(connection, whole)


def test_a_condition_that_is_too_long_is_not_asked_for(path: Path) -> None:
    many = " OR ".join(f"(code = 'A{n}' AND n = {n})" for n in range(300))
    assert passed(path, f"SELECT id FROM a WHERE {many}") == []
