"""The corpus through the gateway, against the answers that the real Trino gave: values, types, names, order, errors."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.corpus.statements import corpus
from tests.judges.answers import captured
from tests.judges.answers.gateway import gateway
from tests.judges.answers.judging import judged
from tests.judges.answers.known import REASONS, WIDER
from tests.judges.answers.verdict import Verdict


def test_every_query_of_the_corpus_has_its_captured_answer() -> None:
    kept = captured.load()
    queries = {(e.topic, e.title): captured.digest(e.sql) for e in corpus() if e.is_query}
    assert {key: digest for key, (digest, _) in kept.items()} == queries, "python -m tests.judges.answers.capture URL"


@pytest.mark.slow
def test_the_gateway_answers_as_trino_did(tmp_path: Path) -> None:
    kept = captured.load()
    with gateway(tmp_path) as running:
        entries = [entry for entry in corpus() if entry.is_query]
        found = {str(e): judged(e, kept[e.topic, e.title][1], running) for e in entries}
    differing = {name: f"{found.verdict.name}: {found.detail}" for name, found in found.items() if not found.clean}
    assert {name: told for name, told in differing.items() if name not in REASONS} == {}
    assert set(REASONS) - differing.keys() == set(), "no difference any more: take it from the list"
    wider = {name for name, one in found.items() if one.verdict is Verdict.WIDER}
    assert wider == {name for statements in WIDER.values() for name in statements}
    counts = Counter(one.verdict for one in found.values())
    assert counts[Verdict.SAME] > 1400, counts


@pytest.mark.slow
def test_what_is_no_query_is_refused(tmp_path: Path) -> None:
    with gateway(tmp_path) as running:
        answers = {str(entry): running.ask(entry.sql)[0].error for entry in corpus() if not entry.is_query}
    assert len(answers) > 20
    assert set(answers.values()) <= {"NOT_SUPPORTED", "SYNTAX_ERROR"}, answers
