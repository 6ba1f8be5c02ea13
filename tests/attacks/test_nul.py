"""NUL, with which generated text may be marked while it is made, comes into that text from nowhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gateway.errors import GatewayError
from gateway.pipeline.prepare import prepare
from tests.attacks import judge
from tests.attacks.world import CATALOG, POLICY, statement

MARK = "\x000\x00"
FOLDED = "concat(chr(0), '0', chr(0))"


@pytest.mark.parametrize(
    ("sql", "parameters"),
    [
        ("SELECT ? AS x, id FROM person", (MARK,)),
        ("SELECT id FROM person WHERE region LIKE ?", (MARK + "%",)),
        ("SELECT id FROM person WHERE region = ?", (MARK,)),
        (f"SELECT id, {FOLDED} FROM person", ()),
        (f"SELECT id FROM person WHERE region IN ({FOLDED}, 'A1')", ()),
        (f"SELECT id FROM person WHERE regexp_like(region, {FOLDED})", ()),
        (f"SELECT split(region, {FOLDED}) FROM person", ()),
        (f"SELECT date_format(born, {FOLDED}) FROM person", ()),
        (f"SELECT MAP(ARRAY[{FOLDED}], ARRAY[id]) FROM person", ()),
        (f"SELECT to_utf8({FOLDED}), id FROM person", ()),
        (f"SELECT json_extract_scalar(region, concat('$.a', {FOLDED})) FROM person", ()),
        (f"SELECT at_timezone(now(), {FOLDED}) FROM person", ()),
        ("SELECT X'003000', id FROM person", ()),
        (f"SELECT '{MARK}', id FROM person", ()),
        (f'SELECT id AS "{MARK}" FROM person', ()),
        (f'SELECT id FROM person AS "{MARK}"', ()),
        (f'SELECT CAST(ROW(id) AS ROW("{MARK}" bigint)) FROM person', ()),
    ],
)
def test_no_nul_is_printed_and_each_relation_once(sql: str, parameters: tuple[object, ...]) -> None:
    try:
        plan = prepare(replace(statement(sql), parameters=parameters), CATALOG, POLICY)
    except GatewayError as error:
        refused = error.code.name
    else:
        refused = ""
    if refused:
        assert refused in ("NOT_SUPPORTED_BY_ENGINE", "SYNTAX_ERROR", "NOT_SUPPORTED")
        return
    assert "\0" not in plan.sql + plan.logged_sql
    assert plan.sql.count('"data"."main"."person"') == 1
    assert judge.ran(plan, "loud") == judge.ran(plan, "quiet")
