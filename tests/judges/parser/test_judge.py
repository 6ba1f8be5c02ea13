"""Trino's own parser over what the gateway's parser reads: the text written again is the same tree, or differs by a listed equivalence."""

from __future__ import annotations

import os
from random import Random

import pytest

from tests.judges.parser.corpora import Text, benchmarks, captured, files, generated
from tests.judges.parser.equivalences import EQUIVALENCES, needed
from tests.judges.parser.judge import Verdict, judge
from tests.judges.parser.mutants import mutants
from tests.judges.parser.report import judged
from tests.trino.artifacts import PartMissingError
from tests.trino.fixture import absent

pytestmark = pytest.mark.slow

ROUNDS = int(os.environ.get("HUILIU_JUDGE_ROUNDS", "0"))
"""0 is the sample of every run; each round of the long mode has new seeds."""
MUTANTS = 20_000 if ROUNDS else 3_000
GENERATED = 2_000 if ROUNDS else 300


@pytest.fixture(scope="module", autouse=True)
def real_parser() -> None:
    """Trino's parser and a Java, or none of these tests."""
    try:
        judge([])
    except PartMissingError as reason:
        absent(reason)


def test_the_judge_tells_trees_apart() -> None:
    pairs = [
        ("SELECT a+b*c", "select a + (b * c)"),
        ("SELECT a+b*c", "SELECT (a + b) * c"),
        ("SELECT a FROM t", 'SELECT a FROM "t"'),
        ("SELECT FROM t", "SELECT 1"),
        ("SELECT 1", "SELECT 1 1"),
        ("SELECT * FROM a LEFT JOIN b USING (x)", "SELECT * FROM a RIGHT JOIN b USING (x)"),
    ]
    verdicts = [judgement.verdict for judgement in judge(pairs)]
    assert verdicts == [
        Verdict.SAME,
        Verdict.DIFFERS,
        Verdict.DIFFERS,
        Verdict.FIRST_REFUSED,
        Verdict.SECOND_REFUSED,
        Verdict.DIFFERS,
    ]


def test_every_benchmark_query_is_read_and_means_the_same() -> None:
    report = judged(benchmarks())
    assert report.findings == [], str(report)
    assert report.refused == 0
    assert report.accepted >= 121


def test_every_statement_of_the_project_means_the_same() -> None:
    report = judged(files())
    print(report)
    assert report.findings == [], str(report)
    assert report.accepted >= 1_500


def test_calls_of_every_function_mean_the_same() -> None:
    texts = list(captured())
    report = judged(texts if ROUNDS else Random(1).sample(texts, 1_500))
    print(report)
    assert report.findings == [], str(report)
    assert report.accepted >= 1_000


@pytest.mark.parametrize("start", range(max(1, ROUNDS)))
def test_generated_statements_mean_the_same(start: int) -> None:
    report = judged(generated(GENERATED, start))
    print(report)
    assert report.findings == [], str(report)
    assert report.refused == 0


def test_what_trinos_formatter_writes_as_something_else_is_judged_all_the_same() -> None:
    report = judged([Text("by hand", "SELECT CAST((ARRAY)['1'] AS array(bigint)), CAST(1 AS bigint) FROM t")])
    assert (report.findings, report.accepted) == ([], 1)


@pytest.mark.parametrize("start", range(max(1, ROUNDS)))
def test_whatever_is_read_of_changed_texts_trino_reads_as_the_same(start: int) -> None:
    report = judged(mutants([*benchmarks(), *files()], MUTANTS, start))
    print(report)
    assert report.findings == [], str(report)
    assert report.accepted >= MUTANTS // 20


def test_what_trino_refuses_the_gateway_refuses() -> None:
    """The other way round: no text that Trino's parser refuses is read."""
    refused = [text for text, judgement in _trinos_verdicts() if judgement is Verdict.FIRST_REFUSED]
    assert len(refused) >= 20
    report = judged(refused)
    assert report.accepted == 0, str(report)


def _trinos_verdicts() -> list[tuple[Text, Verdict]]:
    texts = list(files())
    judgements = judge((text.sql, text.sql) for text in texts)
    return [(text, judgement.verdict) for text, judgement in zip(texts, judgements, strict=True)]


def test_every_equivalence_is_needed_for_its_examples() -> None:
    used = set()
    for equivalence in EQUIVALENCES:
        for pair, judgement in zip(equivalence.examples, judge(equivalence.examples), strict=True):
            names = needed(judgement.first, judgement.second) if judgement.verdict is Verdict.DIFFERS else []
            assert names is not None, pair
            used.update(names if equivalence.name in names else ())
    assert used == {equivalence.name for equivalence in EQUIVALENCES}


NARROW = [
    ("SELECT a IS NOT NULL", "SELECT a IS NULL"),
    ("SELECT a IS NOT NULL AND b", "SELECT NOT (a IS NULL AND b)"),
    ("SELECT CAST(a AS integer)", "SELECT CAST(a AS bigint)"),
    ("SELECT CAST(a AS row(x varchar))", "SELECT CAST(a AS row(y varchar))"),
    ("SELECT CAST(a AS decimal(3, 1))", "SELECT CAST(a AS decimal(3, 2))"),
    ('SELECT "sum"(a)', "SELECT max(a)"),
    ('SELECT "a" FROM t', "SELECT a FROM t"),
    ("SELECT a FROM t ORDER BY a NULLS FIRST", "SELECT a FROM t ORDER BY a"),
    ("SELECT a FROM t ORDER BY a NULLS LAST", "SELECT a FROM t ORDER BY a DESC"),
    ("SELECT a = SOME (SELECT 1)", "SELECT a = ALL (SELECT 1)"),
    ("SELECT a = SOME (SELECT 1)", "SELECT a <> ANY (SELECT 1)"),
    ("SELECT some", "SELECT any"),
    (
        "SELECT sum(a) OVER (w) FROM t WINDOW w AS (ROWS 1 PRECEDING)",
        "SELECT sum(a) OVER w FROM t WINDOW w AS (ROWS 1 PRECEDING)",
    ),
    ("SELECT sum(a) OVER (w)", "SELECT sum(a) OVER v"),
    ("TABLE t", "SELECT * FROM u"),
    ("TABLE t", "SELECT DISTINCT * FROM t"),
    ("SELECT .5", "SELECT 0.50"),
    ("SELECT 0.5", "SELECT 05"),
    ("SELECT +a", "SELECT a"),
    ("SELECT CAST(a AS numeric)", "SELECT CAST(a AS decimal)"),
    ("SELECT a + b", "SELECT a - b"),
    ("SELECT 1 UNION SELECT 2 INTERSECT SELECT 3", "(SELECT 1 UNION SELECT 2) INTERSECT SELECT 3"),
    ("SELECT 1 EXCEPT SELECT 2 UNION SELECT 3", "SELECT 1 EXCEPT (SELECT 2 UNION SELECT 3)"),
    ("SELECT 1 UNION (SELECT 2 INTERSECT SELECT 3 LIMIT 1)", "SELECT 1 UNION SELECT 2 INTERSECT SELECT 3 LIMIT 1"),
    ("SELECT x FROM ((VALUES 1) LIMIT 0) t(x)", "SELECT x FROM (VALUES 1) t(x)"),
]


def test_equivalences_let_nothing_else_pass() -> None:
    for pair, judgement in zip(NARROW, judge(NARROW), strict=True):
        assert judgement.verdict is Verdict.DIFFERS, pair
        assert needed(judgement.first, judgement.second) is None, pair
