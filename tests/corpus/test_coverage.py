"""The corpus covers what the gateway accepts: every node of the grammar with every argument, every function of the table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Final

from sqlglot import exp

from gateway.errors import GatewayError
from gateway.pipeline.functions import table
from gateway.pipeline.grammar import GRAMMAR
from gateway.pipeline.parse import parse
from tests.corpus.statements import corpus
from tests.pipeline.parse.statements import statement

NEVER: Final = {(exp.Subquery, "with_"), (exp.Values, "with_")}
"""What the grammar allows and the parser writes elsewhere in its tree."""

FLAGS: Final = frozenset({"typed", "safe", "value_constructor"})
"""What the library notes on its own nodes; no client can write it."""

UNCALLED: Final[Mapping[str, str]] = {}
"""Functions of the table that no statement of the corpus calls, and why."""


@cache
def trees() -> list[exp.Expr]:
    """Every statement of the corpus that the parser admits."""
    found = []
    for entry in corpus():
        try:
            found.append(parse(statement(entry.sql)).tree)
        except GatewayError:
            continue  # the corpus holds refused statements, too
    return found


def test_there_are_enough_statements_and_each_has_a_title_of_its_own() -> None:
    entries = corpus()
    assert len(entries) >= 1500
    assert [name for name, count in Counter(map(str, entries)).items() if count > 1] == []
    assert len(trees()) >= 1500


def test_no_statement_stands_twice_in_a_topic() -> None:
    texts = Counter((entry.topic, entry.sql) for entry in corpus())
    assert [text for text, count in texts.items() if count > 1] == []


def test_every_node_of_the_grammar_occurs_with_every_argument() -> None:
    seen = {
        (type(node), name)
        for tree in trees()
        for node in tree.walk()
        for name, value in node.args.items()
        if value is not None and value != [] and value is not False
    }
    kinds = {kind for kind, _ in seen} | {type(node) for tree in trees() for node in tree.walk()}
    assert {kind.__name__ for kind in GRAMMAR if kind not in kinds} == set()
    wanted = {
        (kind, name) for kind, arguments in GRAMMAR.items() for name, child in arguments.items() if _can_be(child)
    }
    missing = {(kind, name) for kind, name in wanted - seen - NEVER if name not in FLAGS}
    assert sorted(f"{kind.__name__}.{name}" for kind, name in missing) == []


def _can_be(child: object) -> bool:
    """Whether an argument can be anything but absent or false."""
    return bool(
        getattr(child, "classes", ())
        or getattr(child, "text", False)
        or set(getattr(child, "plain", ())) - {False, None}
    )


def test_every_function_is_called() -> None:
    known = {name for topic in table.TOPICS for row in topic.ROWS if not row.internal for name in row.names}
    named = {name for name in known if name[0].isalpha() and name not in ("and", "or", "not")}
    text = "\n".join(entry.sql.lower() for entry in corpus())
    uncalled = {name for name in named if f"{name}(" not in text}
    assert uncalled == set(UNCALLED)
