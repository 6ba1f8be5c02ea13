"""Read-back: a text that does not say what was meant is not sent, whatever part of it was changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from gateway.errors import ErrorCode, PlanError
from gateway.pipeline import bound
from gateway.pipeline.authorize import authorize
from gateway.pipeline.locate import locate
from gateway.pipeline.parse import parse
from gateway.pipeline.printing.printer import Printer, Sealed
from gateway.pipeline.pushdown.prefilters import prefilters
from gateway.pipeline.readback import read_back
from gateway.pipeline.resolve import resolve
from gateway.pipeline.rewrite import rewrite
from tests.golden.rewrite.city import CATALOG as GOLDEN_CATALOG
from tests.golden.rewrite.city import POLICY as GOLDEN_POLICY
from tests.golden.rewrite.city import statement as golden_statement
from tests.world import CATALOG, Given, name_of, permit, statement

POLICY = Given(
    {
        name_of("person"): permit(
            "person",
            rows=["starts_with(region, :prefix)"],
            masks={"name": "const:***", "phone": "null"},
            hidden=["secret"],
        ),
        name_of("visit"): permit("visit", rows=["cost >= 0"]),
        name_of("place"): permit("place"),
    }
)
# A guard (age), a fence (visit), masks, a WITH query, a client's literal.
SQL = """
    WITH mine AS (SELECT id, name, phone, 100 / age AS x FROM person WHERE name = 'Zhang')
    SELECT m.name, m.phone, m.x FROM mine AS m
    UNION ALL SELECT v.note, v.region, 1 / coalesce(v.cost, 0) FROM visit AS v
    UNION ALL SELECT l.title, l.code, l.n FROM (SELECT 1 AS one) AS o CROSS JOIN place AS l WHERE l.title LIKE 'x%'
"""

Printed = tuple[str, tuple[Sealed, ...], frozenset[str], bound.Query]


@cache
def printed(sql: str = SQL) -> Printed:
    rewritten = rewrite(resolve(authorize(locate(parse(statement(sql)), CATALOG), POLICY)))
    printer = Printer.of(rewritten.query, rewritten.views)
    text = printer.sent(printer.query(rewritten.query))
    return text, tuple(printer.sealed), printer.with_names(), rewritten.query


def replaced(old: str, new: str, count: int = 1) -> Callable[[str], str]:
    def tamper(text: str) -> str:
        assert old in text, text
        return text.replace(old, new, count)

    return tamper


RULE = """ WHERE ("_"."region" LIKE 'A%')"""
GUARD = """(CASE WHEN ("_"."region" LIKE 'A%') THEN "_"."age" END)"""
MASK = """(CASE WHEN (NOT ("_"."name" IS NULL)) THEN '***' END)"""
PLACE = '"data"."main"."place"'
TAMPERINGS = {
    "a view's WHERE is dropped": replaced(RULE, ""),
    "a view's WHERE is widened": replaced(RULE, RULE + " OR TRUE"),
    "a view's rule compares another value": replaced("LIKE 'A%')) AS", "LIKE '%')) AS"),
    "a view's rule reads another column": replaced(""" WHERE ("_"."region\"""", """ WHERE ("_"."name\""""),
    "a guard is dropped": replaced(GUARD, '"_"."age"'),
    "a guard tests another rule": replaced(GUARD, GUARD.replace("'A%'", "'%'")),
    "a mask is dropped": replaced(MASK, '"_"."name"'),
    "a mask shows another constant": replaced("'***'", "'*'"),
    "a mask is swapped for that of another column": replaced('CAST(NULL AS VARCHAR) AS "phone"', MASK + ' AS "phone"'),
    "a masked column is shown beside its mask": replaced(MASK, f'"_"."name" AS "raw", {MASK}'),
    "a hidden column is shown under a granted name": replaced('CAST(NULL AS VARCHAR) AS "phone"', '"_"."secret" AS "phone"'),
    "a view reads another relation": replaced(PLACE, '"data"."main"."person"'),
    "a view reads the same name in another schema": replaced(PLACE, '"data"."other"."place"'),
    "a relation is added beside the base relation": replaced(PLACE + ' AS "_"', PLACE + ' AS "_", "data"."main"."person" AS "p"'),
    "a relation is joined to the statement": lambda text: text.replace(" WHERE (", ' CROSS JOIN "data"."main"."person" AS "p" WHERE (', 1),
    "a union adds a raw relation": lambda text: text + ' UNION ALL SELECT "name", "phone", 1, 1, "secret" FROM "data"."main"."person"',
    "a subquery reads a raw relation": replaced("'x%'", """(SELECT max("secret") FROM "data"."main"."person")"""),
    "a subquery starts with FROM": replaced("'x%'", '(FROM "data"."main"."person" SELECT max("secret"))'),
    "a relation loses its catalog": replaced(PLACE, '"main"."place"'),
    "a relation loses its catalog and schema": replaced(PLACE, '"place"'),
    "a WITH query captures a relation": lambda text: text.replace('WITH "mine"', 'WITH "extra"("a") AS (SELECT 1), "mine"', 1).replace('FROM "mine"', 'FROM "extra"', 1).replace('"mine" AS', '"extra" AS', 1),
    "a fence is renamed where it is used": replaced('SELECT * FROM "fence"', 'SELECT * FROM "fences"'),
    "a fence is renamed throughout": lambda text: text.replace('"fence"', '"other"'),
    "a fence is no longer materialized": replaced(" AS MATERIALIZED ", " AS "),
    "a fence is explicitly inlined": replaced(" AS MATERIALIZED ", " AS NOT MATERIALIZED "),
    "a fence lets more through": replaced('SELECT * FROM "fence"', 'SELECT * FROM "fence" UNION ALL SELECT 1, 0'),
    "a fenced view loses its rule": replaced(""" WHERE ("_"."cost" >= 0)""", ""),
    "a second statement follows": lambda text: text + "; DROP TABLE person",
    "a second query follows": lambda text: text + "; SELECT 1",
    "the statement is another kind": lambda text: "CREATE TABLE t AS " + text,
    "the statement is copied to a file": lambda text: f"COPY ({text}) TO 'out.csv'",
    "a table function stands in FROM": replaced(PLACE + ' AS "_"', "read_csv('/etc/passwd') AS \"_\""),
    "a table function is joined": lambda text: text.replace(" CROSS JOIN (", " CROSS JOIN duckdb_settings() AS s CROSS JOIN (", 1),
    "a pass-through function is joined": lambda text: text.replace(" CROSS JOIN (", " CROSS JOIN query('SELECT 1') AS s CROSS JOIN (", 1),
    "a file stands in FROM": replaced(PLACE + ' AS "_"', "'/etc/passwd' AS \"_\""),
    "a literal of the client is lost": replaced("'Zhang'", "'Wang'"),
    "a pattern of the client is lost": replaced("'x%'", "'%'"),
    "a literal swallows what follows": replaced("'Zhang'", "'Zhang''"),
    "a bracket is lost": lambda text: text.replace(")", "", 1),
    "a comment hides the end": replaced(RULE + ") AS", " -- " + RULE + ") AS"),
    "the text is empty": lambda text: "",
}  # fmt: skip


def test_what_was_printed_is_accepted() -> None:
    read_back(*printed())


@pytest.mark.parametrize("name", TAMPERINGS)
def test_a_tampered_text_is_refused(name: str) -> None:
    text, views, with_names, query = printed()
    tampered = TAMPERINGS[name](text)
    assert tampered != text
    with pytest.raises(PlanError) as raised:
        read_back(tampered, views, with_names, query)
    assert raised.value.code is ErrorCode.READ_BACK_FAILED
    assert "person" not in raised.value.message


def test_a_view_must_stand_as_often_as_it_was_printed() -> None:
    text, views, with_names, query = printed(
        "SELECT id FROM place AS a JOIN place AS b ON a.n = b.n, (SELECT 1 AS id) AS c"
    )
    assert len(views) == 2
    read_back(text, views, with_names, query)
    once, views_once, names_once, query_once = printed("SELECT n FROM place")
    read_back(once, views_once, names_once, query_once)
    with pytest.raises(PlanError):
        read_back(once, views_once * 2, names_once, query_once)


def test_a_client_may_write_what_looks_like_our_own_text() -> None:
    """Names and literals of the client's that look like fences, layers and views are names and literals."""
    for sql in (
        """WITH fence AS (SELECT id FROM person) SELECT 1 / coalesce(id, 0) FROM fence""",
        """SELECT id AS "_" FROM person AS "_" WHERE name = ') AS "_" --'""",
        """SELECT '"data"."main"."person"' FROM place WHERE title = ''''""",
        """SELECT name FROM person WHERE name = 'a'';b' AND name LIKE 'it''s%'""",
    ):
        read_back(*printed(sql))


def test_a_view_in_a_literal_is_no_view() -> None:
    """What is cut out must be a relation: brackets of a view inside a text prove nothing about what stands around them."""
    text, views, with_names, query = printed("SELECT n FROM place")
    hidden = text.replace("SELECT", f"SELECT '({views[0].text})',", 1)
    with pytest.raises(PlanError):
        read_back(hidden, views, with_names, query)
    swallowed = text.replace("SELECT", f"SELECT '({views[0].text}) AS x, (SELECT secret FROM ', ", 1)
    with pytest.raises(PlanError):
        read_back(swallowed, views, with_names, query)


@pytest.mark.parametrize(
    "view", ["{} --", "{}) UNION ALL (SELECT 1", "{}; SELECT 1", "{} UNION SELECT n FROM d.m.t", "SELECT 1"]
)
def test_a_view_must_be_one_whole_query_over_one_relation(view: str) -> None:
    text, views, with_names, query = printed("SELECT n FROM place")
    whole = views[0]
    broken = replace(whole, text=view.format(whole.text))
    with pytest.raises(PlanError):
        read_back(text.replace(whole.text, broken.text), (broken,), with_names, query)


# --- a base relation that its source narrows


@cache
def narrowed() -> tuple[str, tuple[Sealed, ...], frozenset[str], bound.Query, frozenset[tuple[str, str]]]:
    statement_ = golden_statement("SELECT note FROM health.main.register WHERE code = 'a1'", "ana", None)
    found = rewrite(resolve(authorize(locate(parse(statement_), GOLDEN_CATALOG), GOLDEN_POLICY)))
    printer = Printer.of(found.query, found.views, prefilters(found))
    text = printer.sent(printer.query(found.query))
    assert printer.passes
    return text, tuple(printer.sealed), printer.with_names(), found.query, frozenset(printer.passes)


def test_what_a_source_is_asked_is_accepted_as_it_was_printed() -> None:
    read_back(*narrowed())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sqlite_query('health', ", "sqlite_query('civil', "),
        ("sqlite_query(", "postgres_query("),
        ("sqlite_query(", "query("),
        ('"main"."register" AS', '"main"."visit" AS'),
        ("''3301''", "''0''"),
        ("''a1''", "''a2''"),
        ('"_"."note" AS "note" FROM "main"', '"_"."name" AS "note" FROM "main"'),
        ('SELECT "_"."code"', 'SELECT load_extension(1), "_"."code"'),
        (') AS "_" WHERE', ", sqlite_query('health', 'SELECT 1')) AS \"_\" WHERE"),
        ("'health', 'SELECT", "'health', 'PRAGMA x; SELECT"),
        (""" WHERE ("_"."region" LIKE '3301%')""", ""),
    ],
)
def test_what_a_source_is_asked_can_not_be_changed(old: str, new: str) -> None:
    text, views, with_names, query, passes = narrowed()
    assert old in text, text
    with pytest.raises(PlanError):
        read_back(text.replace(old, new), views, with_names, query, passes)


def test_nothing_is_asked_of_a_source_that_was_not_printed() -> None:
    text, views, with_names, query, _ = narrowed()
    with pytest.raises(PlanError):
        read_back(text, views, with_names, query)
