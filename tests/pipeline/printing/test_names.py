"""Names of printed text: unique in the statement, plain, never the client's way into another scope."""

from __future__ import annotations

import re

import pytest
from sqlglot import exp, parse_one

from gateway.errors import GatewayError
from gateway.pipeline.plan import plan
from gateway.pipeline.printing.names import distinct_names, quoted
from gateway.pipeline.printing.printer import Printer
from tests.pipeline.rewrite.stages import rewritten
from tests.world import SAMPLE, Database

HOSTILE = [
    '"; DROP TABLE person; --', '") AS x, (SELECT 1', 'a"b', "a'b", "_", "fence", "person", "data", "main", "select", "region",
    "汇流", "a b", "A", "v1", "key1", "$key1", "c1", "x" * 200, "e\u0301", "a\u200bb", "%s", "{0}", "\\", "/*",
]  # fmt: skip


def text_of(sql: str) -> str:
    return plan(rewritten(sql)).sql


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize(
    "sql",
    [
        "SELECT $n.id FROM person AS $n",
        "WITH $n AS (SELECT id FROM person) SELECT id FROM $n",
        "SELECT id AS $n FROM person ORDER BY $n",
        "SELECT d.$n FROM (SELECT id AS $n FROM person) AS d",
        "SELECT t.$n FROM person AS t ($n, b, c, d, e, f, g, h, i)",
        "SELECT x.$n FROM (VALUES (1)) AS x ($n), person AS p",
        "SELECT $n.id FROM person AS $n WHERE EXISTS (SELECT 1 FROM visit AS v WHERE v.person_id = $n.id)",
        "SELECT transform(ARRAY[1], $n -> $n + 1) FROM person",
        "SELECT u.$n FROM person CROSS JOIN UNNEST(ARRAY[1]) AS u ($n)",
    ],
)
def test_a_clients_name_is_only_ever_a_name(name: str, sql: str) -> None:
    try:
        text = text_of(sql.replace("$n", quoted(name)))
    except GatewayError:
        # `$` in a relation's place is refused; `region.id` means a field of the inner relation's column, as in Trino.
        assert name in ("$key1", "region")
        return
    for identifier in re.findall(r'"((?:[^"]|"")*)"', re.sub(r"'(?:[^']|'')*'", "''", text)):
        assert re.fullmatch(r"_|[a-z][a-z0-9_]{0,45}", identifier)
    with Database(SAMPLE) as database:
        database.plain(text)


def test_every_relation_instance_and_with_query_has_a_name_of_its_own() -> None:
    text = text_of(
        "WITH p AS (SELECT p.id FROM person AS p) SELECT p.id FROM p, (SELECT p.id FROM p AS p) AS q WHERE EXISTS (SELECT 1 FROM person AS p WHERE p.id = q.id)"
    )
    tree = parse_one(text, read="duckdb")
    aliases = [a.name for a in tree.find_all(exp.TableAlias) if a.name != "_"]
    assert len(set(aliases)) == len(aliases)


def test_a_relations_name_is_no_columns_name() -> None:
    rewritten_ = rewritten("SELECT id.id, region.age FROM person AS id, person AS region")
    names = Printer.of(rewritten_.query, rewritten_.views).names
    columns = {column for found in names.columns.values() for column in found}
    assert not columns & set(names.instances.values())


def test_duplicate_and_strange_output_names_become_ordinals() -> None:
    assert distinct_names(["a", "a", "c2", None, "A", "x y", "c4"]) == ("a", "c2_2", "c2", "c4_2", "c5", "c6", "c4")


def test_the_answer_keeps_the_names_that_the_text_does_not() -> None:
    made = plan(rewritten('SELECT id AS "Weird ""Name", id, id, id + 1 FROM person'))
    assert [column.name for column in made.columns] == ['Weird "Name', "id", "id", "_col3"]
