"""A fixed sample of the fuzzer, and proofs that its judges see what they are there for."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from gateway.errors import GatewayError
from gateway.pipeline.prepare import prepare
from tests.attacks.world import CATALOG
from tests.fuzz.calls import SHAPES
from tests.fuzz.cases import WAYS, Case, case
from tests.fuzz.fleet import Fleet, save
from tests.fuzz.oracle import Finding, Oracle, judged
from tests.fuzz.policies import SITES, Site
from tests.fuzz.sent import Judge
from tests.fuzz.texts import WORD

SEED = 20261122
SAMPLES = 8
SAMPLE = 700


@pytest.mark.slow
@pytest.mark.parametrize("sample", range(SAMPLES))
def test_whatever_is_sent_nothing_hidden_comes_out(sample: int) -> None:
    oracle = Oracle()
    for number in range(sample * SAMPLE, (sample + 1) * SAMPLE):
        oracle.judge(case(SEED, number))
    oracle.settle()
    assert [f"{f.kind} {f.case.number}: {f.case.sql}\n{f.words}" for f in oracle.findings] == []
    assert oracle.counts["rewritten"] > SAMPLE * 0.3
    assert oracle.counts["executed"] > 10


def _of(site: Site, sql: str) -> Case:
    return Case(seed=0, number=0, way="generated", site=site.name, sql=sql)


def _sent(site: Site, sql: str) -> str:
    return prepare(_of(site, sql).statement, CATALOG, site.policy).sql


STATEMENT = "SELECT p.name, p.phone, v.cost FROM person p JOIN visit v ON p.id = v.person_id WHERE p.age > 0"
REGIONS = SITES[0]


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Oracle().judges[REGIONS.name]


def test_what_is_sent_is_guarded(judge: Judge) -> None:
    assert judge.judge([_sent(REGIONS, STATEMENT)]) == [None]


@pytest.mark.parametrize(
    ("taken", "given"),
    [
        (""""_"."cost" < 1000""", """"_"."cost" < 2000000000"""),
        (" WHERE ((\"_\".\"region\" LIKE 'A%')", " WHERE (TRUE OR (\"_\".\"region\" LIKE 'A%')"),
        ("'***' END) AS \"name\"", "\"_\".\"name\" END) AS \"name\""),
        ("'****'", "''"),
        ("\"_\".\"id\" AS \"id\"", "\"_\".\"id\" AS \"id\", \"_\".\"secret\" AS \"secret\""),
        ("\"data\".\"main\".\"visit\" AS \"_\"", "\"data\".\"main\".\"visit\" AS \"_\" JOIN \"data\".\"main\".\"vault\" ON TRUE"),
        ("\"data\".\"main\".\"visit\"", "\"data\".\"main\".\"vault\""),
        ("\"_\".\"id\" AS \"id\"", "\"v\".\"cost\" AS \"id\""),
        ("SELECT \"p\".\"name\"", "SELECT getenv('HOME'), \"p\".\"name\""),
        ("SELECT \"p\".\"name\"", "SELECT (SELECT max(phone) FROM person), \"p\".\"name\""),
        ("SELECT \"p\".\"name\"", "SELECT (SELECT max(phone) FROM \"data\".\"main\".\"person\" AS \"_\"), \"p\".\"name\""),
        ("SELECT \"p\".\"name\"", "SELECT (SELECT count(*) FROM duckdb_tables()), \"p\".\"name\""),
        ("SELECT \"p\".\"name\"", "SELECT (SELECT count(*) FROM 'x.csv'), \"p\".\"name\""),
    ],
)  # fmt: skip
def test_the_judge_of_texts_sees_what_is_unguarded(judge: Judge, taken: str, given: str) -> None:
    text = _sent(REGIONS, STATEMENT)
    assert taken in text
    (problem,) = judge.judge([text.replace(taken, given, 1)])
    assert problem is not None
    assert "does not read" not in problem


def test_a_second_statement_is_seen(judge: Judge) -> None:
    (problem,) = judge.judge([_sent(REGIONS, STATEMENT) + "; SELECT 1"])
    assert problem == "it is not one statement"


@pytest.mark.parametrize("site", SITES, ids=[site.name for site in SITES])
def test_the_loud_database_differs_from_the_quiet_one_only_in_what_is_hidden(site: Site) -> None:
    for name in site.governed:
        shown = [Counter(_views(site, name, site.worlds[world][name])) for world in ("loud", "quiet")]
        assert shown[0] == shown[1]
        assert _views(site, name, site.worlds["only hidden"][name]) == []
    assert site.worlds["loud"] != site.worlds["quiet"]
    assert len(site.canaries) > 5


def _views(site: Site, name: str, rows: object) -> list[str]:
    columns = [column for column, _ in site.relations[name]]
    everything = list(CATALOG.relations[next(n for n in CATALOG.relations if n.relation == name)].columns)
    return [
        repr([site.shown(name, c.name, value) for c, value in zip(everything, row, strict=True) if c.name in columns])
        for row in rows  # type: ignore[attr-defined]
        if site.passes(name, row)
    ]


def test_a_row_rule_that_is_too_wide_is_seen() -> None:
    """The policy that the product gets and the one that the judge believes in differ: then both the text's judge and the runs tell."""
    believed = replace(REGIONS.governed["person"], passes=lambda row: row["region"] == "A1")
    site = replace(REGIONS, governed=MappingProxyType({**REGIONS.governed, "person": believed}))
    (problem,) = Judge(site, Oracle().databases[REGIONS.name]["loud"]).judge([_sent(REGIONS, STATEMENT)])
    assert problem is not None
    assert "gives" in problem


def test_a_mask_that_shows_too_much_is_seen() -> None:
    believed = replace(REGIONS.governed["person"], masks={"name": "null"})
    site = replace(REGIONS, governed=MappingProxyType({**REGIONS.governed, "person": believed}))
    (problem,) = Judge(site, Oracle().databases[REGIONS.name]["loud"]).judge(
        [_sent(REGIONS, "SELECT name FROM person")]
    )
    assert problem is not None
    assert "gives" in problem


def test_cases_come_again_and_replay_from_their_file(tmp_path: Path) -> None:
    for number in range(200):
        found = case(7, number)
        assert found == case(7, number)
        told = json.loads(save(Finding(found, "some kind", "words"), tmp_path).read_text("utf-8"))
        assert Case.read(told["case"]) == found
        assert "".join(WORD.findall(found.sql)) == found.sql


def test_a_harmless_case_has_no_finding() -> None:
    assert judged(_of(REGIONS, STATEMENT)) == []


def test_every_way_and_nearly_every_function_is_written() -> None:
    found = [case(SEED, number) for number in range(6000)]
    assert {c.way for c in found} == set(WAYS)
    text = " ".join(c.sql.lower() for c in found)
    functions = {shape.name for shape in SHAPES}
    assert len([name for name in functions if f"{name}(" in text]) > 0.75 * len(functions)


def test_some_cases_are_refused_and_some_are_not() -> None:
    outcomes = Counter[bool]()
    for number in range(100):
        try:
            prepare(case(SEED, number).statement, CATALOG, case(SEED, number).governed.policy)
            outcomes[True] += 1
        except GatewayError:
            outcomes[False] += 1
    assert min(outcomes[True], outcomes[False]) > 15


@pytest.mark.slow
def test_workers_share_the_cases_of_a_seed(tmp_path: Path) -> None:
    assert sys.platform != "win32"
    tally = Fleet(seed=3, folder=tmp_path, workers=2, cases=300).run(lambda _: None)
    assert tally.counts["cases"] == 300
    assert list(tmp_path.glob("in-hand-*")) == []
