"""The captured files are what a running Trino says today: a seeded sample is asked again."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from tests.judges.functions.asked import Trino
from tests.judges.functions.captured import topic, topics
from tests.trino.server import Trino as Running

SAMPLE = 25
VARYING = ("approx_", "current_", "time(", "uuid", "rand", "shuffle", "TIME '")
"""What is an estimate, or a matter of the day: a time of day becomes a timestamp of today."""


@pytest.fixture(scope="module")
def server(trino: Running) -> Iterator[Trino]:
    asked = Trino(trino.url)
    yield asked
    asked.client.close()


@pytest.mark.slow
@pytest.mark.parametrize("name", topics())
def test_a_running_trino_says_what_is_captured(server: Trino, name: str) -> None:
    cases = [case for case in topic(name) if not any(word in case.expression for word in VARYING)]
    chosen = {case.expression: case for case in random.Random(name).sample(cases, min(SAMPLE, len(cases)))}
    found = {case.expression: case for case in server.ask(chosen)}
    assert {text: str(case) for text, case in found.items()} == {text: str(case) for text, case in chosen.items()}
