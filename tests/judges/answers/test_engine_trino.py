"""The corpus through prepare() for the engine Trino: what is sent has the names, types, values and order of the client's own text."""

from __future__ import annotations

import os
import random
from collections import Counter

import pytest

from tests.corpus.statements import corpus
from tests.judges.answers import captured
from tests.judges.answers.engine_trino import OnTrino
from tests.judges.answers.judging import judged
from tests.judges.answers.known import ON_TRINO, natural
from tests.judges.answers.trino import Trino
from tests.judges.answers.verdict import Verdict
from tests.trino import server

EVERYTHING = os.environ.get("HUILIU_JUDGE") == "all"
SAMPLE = 160
SEED = int(os.environ.get("HUILIU_JUDGE_SEED", "476"))


@pytest.mark.slow
def test_what_is_sent_to_trino_answers_as_the_text_that_was_asked(trino: server.Trino) -> None:
    there = Trino(trino.url)
    there.load()
    kept, running = captured.load(), OnTrino(there)
    queries = [entry for entry in corpus() if entry.is_query]
    asked = queries if EVERYTHING else random.Random(SEED).sample(queries, SAMPLE)
    found = {str(e): judged(e, kept[e.topic, e.title][1], running) for e in asked}
    differing = {name: f"{one.verdict.name}: {one.detail}" for name, one in found.items() if not one.clean}
    assert {name: told for name, told in differing.items() if name not in ON_TRINO} == {}
    assert {name for name in ON_TRINO if name in found} <= differing.keys()
    assert {name for name, one in found.items() if one.verdict is Verdict.WIDER} <= natural()
    assert Counter(one.verdict for one in found.values())[Verdict.SAME] > 0.7 * len(asked)
