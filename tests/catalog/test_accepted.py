"""The accepted catalogue as text: what is written is read back, and what is wrong is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.catalog.accepted import AcceptedColumn, AcceptedRelation, AcceptedSource, parse, read, render, write
from gateway.catalog.types import parse_type
from gateway.errors import OwnError

FAMILIES = AcceptedRelation(
    schema="main",
    name="Families",
    title='低保 "家庭"',
    comment="line one\nline two\t\\",
    columns=(
        AcceptedColumn(name="id", type=parse_type("bigint"), title="编号"),
        AcceptedColumn(name="Weird name\x7f", type=parse_type("array(row(a decimal(5,2), b varchar(3)))")),
    ),
)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    accepted = AcceptedSource(source="minzheng", relations=(FAMILIES,))
    write(tmp_path / "catalog" / "minzheng.toml", accepted)
    assert read(tmp_path / "catalog" / "minzheng.toml") == accepted
    assert [p.name for p in (tmp_path / "catalog").iterdir()] == ["minzheng.toml"]


def test_the_text_is_sorted_and_has_one_column_a_line() -> None:
    other = AcceptedRelation(schema="main", name="A", kind="view", columns=FAMILIES.columns)
    text = render(AcceptedSource(source="s", relations=(FAMILIES, other)))
    assert text == render(AcceptedSource(source="s", relations=(other, FAMILIES)))
    assert text.index('name = "A"') < text.index('name = "Families"')
    assert '  { name = "id", type = "bigint", title = "编号", comment = "" },\n' in text


def test_a_missing_file_is_an_empty_catalogue(tmp_path: Path) -> None:
    assert read(tmp_path / "nobody.toml") == AcceptedSource(source="nobody")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("source = 's", "s.toml: "),
        ('source = "other"', "must be `s`"),
        ('source = "s"\nrelations = []', "`relations` is not known here"),
        ('source = "s"\n[[relation]]\nschema = "main"\ncolumns = []', "`name` must be a text"),
        ('source = "s"\n[[relation]]\nschema = "main"\nname = "t"\nkind = "queue"\ncolumns = []', "kind `queue` is none of"),
        ('source = "s"\n[[relation]]\nschema = "main"\nname = "t"', "main.t: columns must be a list"),
        ('source = "s"\n[[relation]]\nschema = "main"\nname = "t"\ncolumns = [{name = "c", type = "int8"}]', "main.t: column `c`: `int8` is not a type"),
        ('source = "s"\n[[relation]]\nschema = "main"\nname = "t"\ncolumns = [{name = "c", type = "decimal(x)"}]', "main.t: column `c`"),
        ('source = "s"\n[[relation]]\nschema = "main"\nname = "t"\ncolumns = [{name = "c", type = "date", mask = "null"}]', "`mask` is not known here"),
        ('source = "s"\n[[relation]]\nschema = "main"\nname = "t"\ncolumns = ["c"]', "a column must be written as"),
        ('source = "s"\nrelation = "t"', "must be written as [[relation]]"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_place(text: str, words: str) -> None:
    with pytest.raises(OwnError) as error:
        parse(text, file="s.toml", source="s")
    assert words in error.value.message
