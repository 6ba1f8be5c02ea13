"""The engine's process is killed at random moments, or needs more memory than it may: everybody hears of it, and the next statement runs."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from typing import Final

import pytest

from gateway.storage import Outcome
from tests.faults.answers import ARROW, CSV, FORMS, JSON, Answer, ask
from tests.faults.site import EXPECTED, PEOPLE, ROWS, Site, make, served, until

pytestmark = pytest.mark.slow
KILLS: Final = 12
ALL: Final = f"SELECT id, name, phone FROM {PEOPLE}"
LONG: Final = f"SELECT a.id, a.name, b.phone FROM {PEOPLE} AS a CROSS JOIN {PEOPLE} AS b"
HEAVY: Final = f"SELECT array_agg(a.name || b.name || a.phone) AS x FROM {PEOPLE} AS a CROSS JOIN {PEOPLE} AS b"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(make(tmp_path_factory.mktemp("site"))) as running:
        yield running


def kill_engine(site: Site) -> None:
    for pid in site.engines():
        os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("form", FORMS)
def test_killed_in_the_middle_of_an_answer_it_leaves_no_answer_that_looks_whole(site: Site, form: str) -> None:
    with site.client() as client:
        answer = ask(client, LONG, form, midway=lambda: kill_engine(site))
        assert (answer.status, answer.whole) == (200, False)
        assert answer.code == ("" if form in (CSV, ARROW) else "ENGINE_FAILED")
        until(lambda: ask(client, ALL).whole, 20)
        assert sorted(ask(client, ALL, form).rows) == EXPECTED


def test_killed_at_random_moments_everybody_gets_a_whole_answer_or_hears_of_it(site: Site) -> None:
    seed = time.time_ns() % 1_000_000
    dice = random.Random(seed)
    answers: list[tuple[Answer, bool]] = []
    over = threading.Event()

    def work(number: int) -> None:
        own = random.Random(f"{seed} {number}")
        with site.client() as client:
            while not over.is_set():
                answer = ask(client, ALL, own.choice(FORMS))
                answers.append((answer, not answer.whole or sorted(answer.rows) == EXPECTED))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(KILLS):
        time.sleep(dice.uniform(0, 0.6))
        kill_engine(site)
    over.set()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive(), f"somebody waits for ever (seed {seed})"
    assert [answer for answer, right in answers if not right] == [], f"seed {seed}"
    codes = {answer.code for answer, _ in answers if answer.code}
    assert codes <= {"ENGINE_FAILED"}, f"seed {seed}"
    assert all(answer.code or answer.form in (CSV, ARROW) for answer, _ in answers if not answer.whole), f"seed {seed}"
    with site.client() as client:
        until(lambda: ask(client, ALL).whole, 20)
    until(lambda: len(site.engines()) == 1, 20)


def test_more_memory_than_it_may_use_is_told_and_costs_others_nothing_lasting(site: Site) -> None:
    with site.client() as client:
        answer = ask(client, HEAVY)
        assert answer.code in ("EXCEEDED_MEMORY_LIMIT", "EXCEEDED_TIME_LIMIT"), answer
        assert ask(client, f"SELECT count(*) AS n FROM {PEOPLE}").rows == [[ROWS]]
        assert sorted(ask(client, ALL, JSON).rows) == EXPECTED
    with site.storage() as storage:
        [last] = storage.audit.search(outcome=Outcome.FAILED, limit=1)
        assert last.record.error == answer.code
        assert storage.audit.verify().ok


def test_one_who_waits_for_an_engine_that_does_not_move_is_told_in_time(site: Site) -> None:
    with site.client() as client:
        [engine] = site.engines()
        os.kill(engine, signal.SIGSTOP)
        try:
            began = time.monotonic()
            assert ask(client, ALL).code == "EXCEEDED_TIME_LIMIT"
            assert time.monotonic() - began < 6 + 6, "limits.seconds, and the time to give a process up"
            assert sorted(ask(client, ALL).rows) == EXPECTED, "another process has taken its place"
        finally:
            if engine in site.engines():
                os.kill(engine, signal.SIGCONT)
