"""What reaches a terminal: everything readable, nothing that it would obey."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from gateway.cli.answers import Answer, error_at_end, told_of
from gateway.cli.asking import as_error
from gateway.cli.display import console, glance, harmless, table
from gateway.cli.faults import pointed, tell
from gateway.cli.options import Format
from gateway.errors import ErrorCode, Position, ResolutionError


def shown(columns: list[str], rows: list[list[object]]) -> str:
    out = io.StringIO()
    console(out).print(table(columns, rows))
    return out.getvalue()


def test_values_cannot_drive_the_terminal() -> None:
    text = shown(["a\x1b[2J"], [["\x1b]0;owned\x07"], ["‮evil"], ["[red]plain[/red]"]])
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "‮" not in text
    assert "[red]plain[/red]" in text


def test_a_pipe_cuts_no_cell() -> None:
    assert "x" * 500 in shown(["a", "b"], [["x" * 500, None]])


def test_a_glance_fits_a_narrow_terminal_and_cuts_only_long_values() -> None:
    columns, row = [f"column_{n}" for n in range(9)], ["1981-07-28", "x" * 43, *"abcdefg"]
    out = io.StringIO()
    narrow = Console(file=out, width=80)
    narrow.print(glance(narrow, columns, [row] * 5))
    lines = out.getvalue().splitlines()
    assert max(map(len, lines)) <= 80
    assert [line.split()[0] for line in lines if line.startswith("column")] == columns
    assert lines[2].split()[1:] == ["1981-07-28"] * 2
    assert "x" * 17 + "…" in lines[3]


def test_null_is_told_from_the_text_null() -> None:
    assert harmless("汇流 ok") == "汇流 ok"
    assert shown(["a"], [[None], [True], [[1, "b"]]]).count("NULL") == 1


def test_the_caret_stands_below_the_place_whatever_the_width_of_characters() -> None:
    line, caret = pointed("SELECT 1,\n'汇流' AS 名, nme FROM t", Position(2, 12))
    assert line == "'汇流' AS 名, nme FROM t"
    assert caret == " " * 14 + "^"


def test_an_error_is_told_with_place_hint_and_contact(capsys: pytest.CaptureFixture[str]) -> None:
    error = ResolutionError(
        "column `nme` cannot be resolved", hint="did you mean `name`?", position=Position(1, 8), contact="科技科"
    )
    tell(error, as_json=False, sql="SELECT nme")
    assert capsys.readouterr().err.splitlines() == [
        "error GW204 COLUMN_NOT_FOUND: column `nme` cannot be resolved",
        "  SELECT nme",
        "         ^",
        "hint: did you mean `name`?",
        "ask:  科技科",
    ]


def test_an_error_of_a_newer_gateway_is_still_an_error() -> None:
    error = as_error({"code": "GW999", "message": "something new", "line": "x"})
    assert (error.code, error.message, error.position) == (ErrorCode.INTERNAL_ERROR, "something new", None)


@pytest.mark.parametrize(
    ("form", "tail", "message"),
    [
        (Format.JSON, b'["x"]],"rows":1,"cut":false,"error":{"code":"GW507","message":"no"}}', "no"),
        (Format.JSON, b'["],\\"rows\\":1,\\"error\\""]],"rows":1,"cut":false}', None),
        (Format.NDJSON, b'{"a":1}\n{"@huiliu":{"rows":1,"error":{"code":"GW507","message":"no"}}}\n', "no"),
        (Format.NDJSON, b'{"a":1}\n{"@huiliu":{"rows":1}}\n', None),
        (Format.CSV, b"error", None),
    ],
)
def test_an_error_at_the_end_of_an_answer_is_found(form: Format, tail: bytes, message: str | None) -> None:
    error = error_at_end(tail, form)
    assert (error.message if error else None) == message


def test_what_governed_an_answer_is_said_below_it() -> None:
    notes = {
        "masked": [{"relation": "a.b.c", "column": "d", "mask": "null"}],
        "filtered": ["a.b.c"],
        "limit": {"rows": 1, "set_by": "policy"},
    }
    answer = Answer(columns=("d",), rows=[[None]], notes=notes, cut=True, error=None)
    assert list(told_of(answer)) == [
        "1 row",
        "masked    null: a.b.c.d",
        "filtered  only permitted rows of a.b.c",
        "cut       more rows were there: the policy's limit is 1",
    ]
