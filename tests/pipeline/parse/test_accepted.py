"""Real queries are read, and what is read says what was written."""

from __future__ import annotations

import contextlib

import pytest
from sqlglot import exp

from gateway.errors import GatewayError
from gateway.pipeline.dialect import parse_tokens, regenerate, tokenize
from gateway.pipeline.fidelity import check_fidelity
from gateway.pipeline.parse import parse
from tests.judges.parser.corpora import files
from tests.pipeline.parse.statements import lines, statement

ACCEPTED = lines("accepted.sql")


def test_the_corpus_is_large_enough() -> None:
    assert len(set(ACCEPTED)) >= 150


@pytest.mark.parametrize("sql", ACCEPTED)
def test_a_query_written_again_reads_as_the_same_tree(sql: str) -> None:
    tree = parse(statement(sql)).tree
    again = regenerate(tree)
    assert parse(statement(again)).tree == tree


def test_writing_a_tree_out_leaves_it_as_it_was() -> None:
    seen = 0
    for text in files():
        with contextlib.suppress(GatewayError):
            tree = parse(statement(text.sql)).tree
            before = repr(tree)
            assert regenerate(tree) == regenerate(tree.copy())
            assert repr(tree) == before, text.sql
            seen += 1
    assert seen > 3000


FAITHFUL = {
    "DECIMAL '1.20'": ("Cast", "DECIMAL(3, 2)"),
    "DECIMAL '-0.05'": ("Cast", "DECIMAL(2, 2)"),
    "DECIMAL '007'": ("Cast", "DECIMAL(1, 0)"),
    "CHAR 'abc'": ("Cast", "CHAR(3)"),
    "TIMESTAMP '2020-01-01 00:00:00.123456789012'": ("Cast", "TIMESTAMP(12)"),
    "TIMESTAMP '2022-01-01 UTC'": ("Cast", "TIMESTAMP(0) WITH TIME ZONE"),
    "TIMESTAMP '2022-01-01 10:00:00.5 +08:00'": ("Cast", "TIMESTAMP(1) WITH TIME ZONE"),
    "TIME '10:00:00.25'": ("Cast", "TIME(2)"),
    "TIME '10:00:00 +08:00'": ("Cast", "TIME(0) WITH TIME ZONE"),
    "BIGINT '7'": ("Cast", "BIGINT"),
}


@pytest.mark.parametrize("literal", FAITHFUL)
def test_a_typed_literal_keeps_the_type_that_its_text_gives_it(literal: str) -> None:
    node = parse(statement(f"SELECT {literal}")).tree.expressions[0]
    kind, type_ = FAITHFUL[literal]
    assert type(node).__name__ == kind
    assert node.meta["literal"] is True
    assert node.args["to"].sql("trino") == type_
    assert "literal" not in parse(statement("SELECT CAST('1' AS decimal(3, 2))")).tree.expressions[0].meta


@pytest.mark.parametrize(
    "call",
    ["random(1, 2)", "uuid(1)", "concat(x)", "ceil(x, 2)", "max_by(a, b, c)", "mod(1, 2, 3)", "date_diff('day', a, b, c)",
     "to_char(x, 'yyyy/mm')", "element_at(a, 1, 2)", "strpos(a, 'x', -1, 4)", "sha256(a, b)", "array_agg(a, b)", "now(1)",
     "current_timestamp(3)", "json_extract(j, '$.a', 3)", "coalesce(a, b, c)", "try(1 / 0)", "week(x, y)", "sequence(1, 2, 3, 4)"],
)  # fmt: skip
def test_a_call_keeps_its_name_and_all_arguments(call: str) -> None:
    node = parse(statement(f"SELECT {call}")).tree.expressions[0]
    assert isinstance(node, exp.Anonymous)
    name, _, rest = call.partition("(")
    assert node.this == name
    assert len(node.expressions) == len([part for part in rest.rstrip(")").split(",") if part])
    assert regenerate(node).lower() == call


SHAPES = {
    "x IS NULL": "Is",
    "x IS NOT NULL": "Not",
    "LISTAGG(x) WITHIN GROUP (ORDER BY y)": "GroupConcat",
    "TRIM(BOTH 'a' FROM b)": "Trim",
    "trim(b)": "Anonymous",
    "SUBSTRING(a FROM 1)": "Substring",
    "substring(a, 1)": "Anonymous",
    "POSITION('a' IN b)": "StrPosition",
    "a AT TIME ZONE 'UTC'": "AtTimeZone",
    "IF(a, b)": "If",
    "current_schema": "CurrentSchema",
    "JSON '{}'": "ParseJSON",
    "ROW(1)": "Anonymous",
    "(1, 2)": "Tuple",
    "f(x) OVER ()": "Window",
    "f(x) FILTER (WHERE y)": "Filter",
    "X'AB'": "HexString",
    "a[1]": "Bracket",
    "(r).f": "Dot",
    "+x": "Prior",
}


@pytest.mark.parametrize("text", SHAPES)
def test_special_syntax_becomes_the_documented_node(text: str) -> None:
    assert type(parse(statement(f"SELECT {text}")).tree.expressions[0]).__name__ == SHAPES[text]


def test_a_subscript_is_kept_as_written() -> None:
    bracket = parse(statement("SELECT a[1], a[i]")).tree.expressions[0]
    assert bracket.expressions[0].name == "1"


def test_a_recursive_with_query_gets_no_column_list() -> None:
    tree = parse(statement("WITH RECURSIVE a AS (SELECT * FROM x) SELECT * FROM a")).tree
    assert regenerate(tree) == "WITH RECURSIVE a AS (SELECT * FROM x) SELECT * FROM a"


def test_the_guard_sees_an_argument_that_got_lost() -> None:
    tokens = tokenize("SELECT f(a, b)")
    tree = parse_tokens(tokens, "SELECT f(a, b)")[0]
    assert tree is not None
    tree.expressions[0].expressions.pop()
    with pytest.raises(GatewayError, match="`,` is not supported here"):
        check_fidelity(tokens, tree)


def test_the_guard_sees_a_distinct_that_got_lost() -> None:
    tokens = tokenize("SELECT DISTINCT a FROM t")
    tree = parse_tokens(tokens, "SELECT DISTINCT a FROM t")[0]
    assert tree is not None
    tree.set("distinct", None)
    with pytest.raises(GatewayError, match="`DISTINCT` is not supported here"):
        check_fidelity(tokens, tree)


def test_the_guard_sees_a_not_that_got_lost() -> None:
    tokens = tokenize("SELECT a NOT IN (1) AND NOT b")
    tree = parse_tokens(tokens, "SELECT a NOT IN (1) AND NOT b")[0]
    assert tree is not None
    lost = tree.find(exp.Not)
    assert lost is not None
    lost.replace(lost.this)
    with pytest.raises(GatewayError):
        check_fidelity(tokens, tree)


def test_a_quoted_name_calls_the_same_function() -> None:
    """Trino's own formatter quotes them all."""
    quoted = '"sum"("x"), "COUNT"(*), "trim"("x"), "max"("x") FILTER (WHERE "y" > 1)'
    plain = 'sum("x"), COUNT(*), trim("x"), max("x") FILTER (WHERE "y" > 1)'
    assert parse(statement(f"SELECT {quoted} FROM t")).tree == parse(statement(f"SELECT {plain} FROM t")).tree


def test_a_quoted_name_is_the_same_type() -> None:
    """Whole names only: `"row"(a integer)` is no type."""
    quoted = 'CAST(a AS "integer"), CAST(a AS "DECIMAL"(3, 1)), TRY_CAST(a AS "array"("bigint"))'
    plain = "CAST(a AS integer), CAST(a AS DECIMAL(3, 1)), TRY_CAST(a AS array(bigint))"
    assert parse(statement(f"SELECT {quoted} FROM t")).tree == parse(statement(f"SELECT {plain} FROM t")).tree


@pytest.mark.parametrize(
    "call",
    ['"grouping"(x)', '"row"(1)', '"current_timestamp"(3)', '"a b"(1)', '"a.b"(1)', '"any"(1)', '"cast"(x AS integer)',
     '"CAST"(x)', '"try_cast"(x AS integer)', '"extract"(YEAR FROM x)', 'extract("year" FROM x)', '"trim"(LEADING FROM x)',
     '"trim"(y FROM x)', 'trim("leading" y FROM x)', '"position"(x IN y)', '"substring"(x FROM 1)', '"substring"(x FROM 1 FOR 2)',
     '"listagg"(x, y) WITHIN GROUP (ORDER BY x)', '"normalize"(x)', '"normalize"(x, NFC) FILTER (WHERE TRUE)', '"array"[1]',
     'CAST(x AS "row"(a integer))', 'INTERVAL \'1\' "day"', 'INTERVAL \'1-2\' YEAR TO "month"', '"exists"(SELECT 1)',
     '"json_object"(x)', '"coalesce"(x)'],
)  # fmt: skip
def test_a_quoted_name_is_no_word_of_the_grammar(call: str) -> None:
    with pytest.raises(GatewayError):
        parse(statement(f"SELECT {call} FROM t"))
