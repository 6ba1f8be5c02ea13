"""Statements that must never get past reading, each with its code."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.errors import GatewayError
from gateway.pipeline.parse import parse
from tests.pipeline.parse.statements import statement


def _cases() -> list[tuple[str, str, str]]:
    found = []
    text = Path(__file__).with_name("refused.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            code, *rest = line.split(" | ")
            word = rest.pop() if len(rest) > 1 else ""
            found.append((code, " | ".join(rest), word))
    return found


CASES = _cases()


def test_there_are_enough_of_them() -> None:
    assert len({sql for _, sql, _ in CASES}) >= 120


@pytest.mark.parametrize(("code", "sql", "word"), CASES, ids=[sql for _, sql, _ in CASES])
def test_a_statement_outside_the_grammar_is_refused_with_its_code(code: str, sql: str, word: str) -> None:
    with pytest.raises(GatewayError) as caught:
        parse(statement(sql))
    error = caught.value
    assert error.code.name == code
    assert word in error.message
    assert "\n" not in error.message
    assert error.position is None or (error.position.line >= 1 and error.position.column >= 1)


UNSEEN = [
    "SELECT * FROM pub{} secret",
    "SELECT * FROM pub {}, secret",
    "SELECT * FROM pub, {} secret",
    "SELECT * FROM {} (secret)",
    "SELECT * FROM pub WHERE x {} (SELECT 1 FROM secret)",
    "SELECT {} (SELECT max(x) FROM secret)",
    "SELECT {} FROM secret",
    "SELECT a {} FROM secret",
    "SELECT * FROM pub ORDER BY {} (SELECT 1 FROM secret)",
    "SELECT * FROM pub p {} JOIN secret s ON p.x = s.x",
    "WITH {} AS (SELECT 1) SELECT * FROM secret",
    "SELECT 1 {} SELECT * FROM secret",
    "SELECT {}((SELECT max(x) FROM secret))",
]


def test_a_keyword_in_a_place_for_names_never_hides_a_table() -> None:
    """Whatever a keyword makes of the text: it is refused, or every relation it names is in the tree."""
    from gateway.pipeline.dialect import KEYWORDS
    from gateway.pipeline.grammar import RESERVED
    from gateway.pipeline.locate import base_tables

    words = (
        {word.lower() for word in KEYWORDS}
        | RESERVED
        | {"pivot", "unpivot", "semi", "anti", "asof", "qualify", "sample"}
    )
    accepted = 0
    for word in sorted(words):
        for template in UNSEEN:
            if word == "unnest" and template.endswith("(secret)"):
                continue  # a column
            sql = template.format(f" {word} " if "pub{}" not in template else word)
            try:
                tree = parse(statement(sql)).tree
            except GatewayError:
                continue
            accepted += 1
            # With a comma in the keyword's place `secret` may be an alias, which reads nothing.
            named = {table.name for table in base_tables(tree)} | {table.alias for table in base_tables(tree)}
            assert "secret" in named, sql
    assert accepted > 100
