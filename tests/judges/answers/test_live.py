"""A sample of the corpus, and generated statements, on the real Trino as it runs: `make judge` takes everything."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from pathlib import Path

import pytest

from tests.corpus.statements import corpus
from tests.judges.answers.answer import Answer
from tests.judges.answers.gateway import gateway
from tests.judges.answers.generated import statements
from tests.judges.answers.judging import judged
from tests.judges.answers.known import REASONS
from tests.judges.answers.trino import Trino
from tests.judges.answers.verdict import COMPUTED, judge
from tests.trino import server

EVERYTHING = os.environ.get("HUILIU_JUDGE") == "all"
SAMPLE = 120
GENERATED = int(os.environ.get("HUILIU_JUDGE_STATEMENTS", "5000")) if EVERYTHING else 60
SEED = int(os.environ.get("HUILIU_JUDGE_SEED", "476"))


@pytest.mark.slow
def test_the_gateway_answers_as_trino_does(trino: server.Trino, tmp_path: Path) -> None:
    there = Trino(trino.url)
    there.load()
    entries = [entry for entry in corpus() if entry.is_query and str(entry) not in REASONS]
    asked = entries if EVERYTHING else random.Random(SEED).sample(entries, SAMPLE)
    with gateway(tmp_path) as running:
        found = {str(entry): judged(entry, there.ask(entry.sql), running) for entry in asked}
    assert {name: f"{one.verdict.name}: {one.detail}" for name, one in found.items() if not one.clean} == {}


@pytest.mark.slow
def test_generated_statements_are_answered_as_trino_does(trino: server.Trino, tmp_path: Path) -> None:
    there = Trino(trino.url)
    there.load()
    wrong, refused, failed = {}, 0, 0
    with gateway(tmp_path) as running:
        for sql in statements(SEED, GENERATED):
            ours, ordered = running.ask(sql)
            theirs = there.ask(sql)
            if (theirs.error in COMPUTED) != (ours.error in {*COMPUTED, "COMPUTATION_FAILED"}):
                failed += 1  # which rows are computed before they are filtered away is an engine's own choice
                continue
            if ordered:  # sorting makes 0.0 of -0.0, which equals it: a known difference of values that are sorted
                theirs, ours = _plain_zeros(theirs), _plain_zeros(ours)
            one = judge(theirs, ours, ordered=ordered, varies=False)
            refused += ours.error is not None and one.clean
            if not one.clean:
                wrong[sql] = f"{one.verdict.name}: {one.detail}"
    assert wrong == {}
    assert failed < GENERATED / 10
    assert refused < GENERATED / 2, "the generator asks for what is refused: it judges nothing"


def _plain_zeros(answer: Answer) -> Answer:
    rows = [[value + 0.0 if isinstance(value, float) else value for value in row] for row in answer.rows]
    return replace(answer, rows=rows)


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE residents",
        " /* SELECT */ INSERT INTO t VALUES (1)",
        "-- x\nCALL a.b.c()",
        "EXPLAIN ANALYZE SELECT 1",
    ],
)
def test_nothing_but_queries_is_sent_to_a_server(sql: str) -> None:
    with pytest.raises(ValueError, match="not a query"):
        Trino("http://127.0.0.1:1").ask(sql)
