"""Options, types and inspection of each kind, and what is a configuration error."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pydantic import ValidationError

from connectors import ALL
from connectors.csv import guess
from connectors.identity import same_database
from connectors.sqlite import trino_type as sqlite_type
from tests.engines.world import source


def test_all_kinds_are_listed_under_their_own_names() -> None:
    assert list(ALL) == ["sqlite", "duckdb", "parquet", "csv", "postgresql", "mysql"]
    assert all(kind == connector.kind for kind, connector in ALL.items())


@pytest.mark.parametrize("kind", list(ALL))
def test_an_option_that_does_not_exist_is_refused(kind: str) -> None:
    with pytest.raises(ValidationError):
        ALL[kind].options.model_validate({"path": "x", "host": "h", "database": "d", "pathh": "y"})


def test_a_password_cannot_stand_in_options() -> None:
    for kind in ("postgresql", "mysql"):
        with pytest.raises(ValidationError):
            ALL[kind].options.model_validate({"host": "h", "database": "d", "password": "x"})


def test_paths_are_relative_to_the_configuration_file(tmp_path: Path) -> None:
    options = ALL["sqlite"].options.model_validate({"path": "a.sqlite"}, context={"base": tmp_path})
    assert options.model_dump()["path"] == tmp_path / "a.sqlite"


def test_secrets_are_created_from_credentials_and_dropped_again() -> None:
    for kind in ("postgresql", "mysql"):
        made = source("src", kind, {"user": "u", "password": "it's"}, host="h", database="d")
        attachment = made.connector.attach("src", made.options, made.credentials)
        assert "PASSWORD 'it''s'" in attachment.secrets[0]
        assert len(attachment.drop_secrets) == 1
        assert not any("it''s" in statement for statement in attachment.statements)
        assert "READ_ONLY" in attachment.statements[-1]


def test_two_sources_on_one_database_are_found_out(tmp_path: Path) -> None:
    (tmp_path / "a.sqlite").touch()
    (tmp_path / "b.sqlite").symlink_to(tmp_path / "a.sqlite")
    (tmp_path / "pq" / "inner").mkdir(parents=True)
    made = [
        source("a", "sqlite", path=tmp_path / "a.sqlite"),
        source("b", "sqlite", path=tmp_path / "b.sqlite"),
        source("c", "duckdb", path=tmp_path / "c.duckdb"),
        source("p", "postgresql", host="127.0.0.1", database="d"),
        source("q", "postgresql", host="localhost", database="d", schemas=["other"]),
        source("r", "postgresql", host="127.0.0.1", database="e"),
        source("f", "parquet", path=tmp_path / "pq"),
        source("g", "csv", path=tmp_path / "pq" / "inner"),
    ]
    problems = list(same_database({s.name: (s.connector, s.options) for s in made}, tmp_path))
    assert problems == [
        "sources.b: is the same database as source `a`",
        "sources.q: is the same database as source `p`",
        "sources.g: its files and those of source `f` lie inside one another",
    ]


@pytest.mark.parametrize(
    ("values", "type_"),
    [
        (["1", "2", "", "-3"], "bigint"),
        (["1"] * 19 + ["n/a"], "bigint"),
        (["1", "n/a"], "varchar"),
        (["0571", "0572"], "varchar"),
        (["13800138000"], "double"),
        (["330102199001011234"], "varchar"),
        (["1.5", "2"], "double"),
        (["true", "False"], "boolean"),
        (["2024-01-05"], "date"),
        (["2024-01-05 10:00:00"], "timestamp(6)"),
        ([], "varchar"),
        (["", ""], "varchar"),
    ],
)
def test_a_csv_column_is_what_most_of_its_values_look_like(values: list[str], type_: str) -> None:
    assert str(guess(values)) == type_


@pytest.mark.parametrize(
    ("declared", "type_"),
    [
        ("INTEGER", "bigint"), ("varchar(20)", "varchar"), ("DECIMAL(10,2)", "decimal(10,2)"), ("NUMERIC(50,2)", "double"), ("numeric", "double"),
        ("DATETIME", "timestamp(6)"), ("date", "date"), ("TIME", "time(6)"), ("BOOLEAN", "boolean"), ("BLOB", "varbinary"), ("", "varchar"), ("anything", "varchar"),
    ],
)  # fmt: skip
def test_a_declared_type_of_sqlite_suggests_a_trino_type(declared: str, type_: str) -> None:
    assert str(sqlite_type(declared)) == type_


def test_sqlite_views_are_found_as_views_and_inspection_opens_read_only(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "odd # name?.sqlite")
    connection.executescript('CREATE TABLE "T ""q" (a INTEGER, "b c" TEXT); CREATE VIEW v AS SELECT a FROM "T ""q";')
    connection.close()
    made = source("src", "sqlite", path=tmp_path / "odd # name?.sqlite")
    found = made.connector.inspect("src", made.options, {})
    assert [(r.name, r.kind, [c.name for c in r.columns]) for r in found] == [
        ('T "q', "table", ["a", "b c"]),
        ("v", "view", ["a"]),
    ]


def test_parquet_files_are_relations_and_sub_folders_schemas(tmp_path: Path) -> None:
    (tmp_path / "y2024").mkdir()
    fields = [
        ("n", pa.int32()), ("d", pa.decimal256(60, 2)), ("s", pa.dictionary(pa.int8(), pa.string())), ("l", pa.list_(pa.string())),
        ("t", pa.timestamp("ms", tz="UTC")), ("st", pa.struct([("a", pa.int8())])),
    ]  # fmt: skip
    table = pa.schema(fields).empty_table()
    pq.write_table(table, tmp_path / "visits.parquet")
    pq.write_table(table, tmp_path / "y2024" / "visits.parquet")
    pq.write_table(pa.table([[1], [2]], names=["a", "A"]), tmp_path / "clash.parquet")
    made = source("src", "parquet", path=tmp_path)
    found = made.connector.inspect("src", made.options, {})
    assert [(r.schema, r.name) for r in found] == [("main", "clash"), ("main", "visits"), ("y2024", "visits")]
    assert [str(c.type) for c in found[1].columns] == [
        "integer",
        "None",
        "varchar",
        "array(varchar)",
        "timestamp(6) with time zone",
        "None",
    ]
    assert found[0].columns == ()
    views = made.connector.attach("src", made.options, {}).views
    assert not any("clash" in view for view in views)
    assert any(view.startswith('CREATE OR REPLACE VIEW "src.y2024"."visits"') for view in views)


def test_a_link_out_of_the_folder_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "secret.csv").write_text("a\n1\n")
    (tmp_path / "texts" / "leak.csv").symlink_to(tmp_path / "secret.csv")
    made = source("src", "csv", path=tmp_path / "texts")
    assert made.connector.inspect("src", made.options, {}) == ()
