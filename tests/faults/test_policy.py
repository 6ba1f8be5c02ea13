"""Broken policy files are pushed under load, good ones between them: every answer is that of a good one, and the log says what was refused."""

from __future__ import annotations

import itertools
import os
import threading
import time
from pathlib import Path
from typing import Any, Final

import pytest

from tests.faults.answers import FORMS, Answer, ask
from tests.faults.site import EXPECTED, GRANTS, PEOPLE, ROWS, SUBJECTS, make, served, until

pytestmark = pytest.mark.slow
PUSHED: Final = 6 if "HUILIU_FAULTS_ROUNDS" in os.environ else 4
SQL: Final = f"SELECT id, name, phone FROM {PEOPLE}"
OTHER: Final = SUBJECTS + (
    "p, user:ana, city, select, -, *, -, -, -, allow, may-read\n"
    "p2, @few, id < 500\n"
    "p, user:ana, city, row_any, @few, *, -, -, -, allow, few-rows\n"
    "p, *, city.main.people.phone, mask, null, *, -, -, -, allow, hide-phone\n"
)
FEW: Final[list[list[Any]]] = [[number, f"名{number}", None] for number in range(500)]
BROKEN: Final = (
    GRANTS.replace("row_any", "row_eny"),
    GRANTS.replace("partial:3:4", "partial:3"),
    GRANTS + "p, user:ana, health, select, -, *, -, -, -, allow, of-another-owner\n",
    GRANTS.replace("allow, mask-phone", "allow, may-read"),
    GRANTS.replace("p, user:ana, city, row_any, TRUE", 'p, user:ana, city, row_any, "id <'),
    GRANTS.replace("people.phone", "people.fone"),
)


def test_a_broken_policy_under_load_changes_no_answer(tmp_path: Path) -> None:
    site = make(tmp_path)
    answers: list[tuple[float, float, Answer, str]] = []
    over = threading.Event()

    def work(number: int) -> None:
        forms = itertools.cycle(FORMS[number:] + FORMS[:number])
        with site.client() as client:
            while not over.is_set():
                began, answer = time.monotonic(), ask(client, SQL, next(forms))
                answers.append((began, time.monotonic(), answer, which(answer)))
                answer.rows.clear()

    with served(site):
        in_force = [(0.0, "good")]
        threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        try:
            for number, broken in enumerate(BROKEN[:PUSHED]):
                site.rules(broken)
                until(lambda n=number: len(site.events("policy.rejected")) > n, 20)  # type: ignore[misc]  # bound now
                problems = site.status()["policy_problems"]
                assert problems
                assert all("police.csv" in problem for problem in problems), problems
                if number % 2:
                    text, name = (OTHER, "other") if number % 4 == 1 else (GRANTS, "good")
                    loaded = len(site.events("policy.loaded"))
                    in_force.append((time.monotonic(), "either"))
                    site.rules(text)
                    until(lambda n=loaded: len(site.events("policy.loaded")) > n, 20)  # type: ignore[misc]  # bound now
                    until(lambda: site.status()["policy_problems"] == [], 20)
                    in_force.append((time.monotonic(), name))
        finally:
            over.set()
            for thread in threads:
                thread.join(60)
    wrong = [(answer, got) for began, ended, answer, got in answers if not fits(began, ended, got, in_force)]
    assert wrong == []
    assert {"good", "other"} <= {got for _, _, _, got in answers}
    assert site.verified().ok


def which(answer: Answer) -> str:
    """By which policy it was given."""
    if answer.code or not answer.whole:
        return answer.code or "broken off"
    if len(answer.rows) == ROWS:
        return "good" if sorted(answer.rows) == EXPECTED else "wrong"
    return "other" if sorted([*row[:2], row[2] or None] for row in answer.rows) == FEW else "wrong"


def fits(began: float, ended: float, got: str, in_force: list[tuple[float, str]]) -> bool:
    """Whether the policy was in force at some time of the statement; one that ran while it changed may be withdrawn."""
    periods = zip(in_force, [*in_force[1:], (float("inf"), "")], strict=True)
    names = {name for (start, name), (end, _) in periods if start <= ended and began <= end}
    if "either" in names:
        return got in ("good", "other", "GRANT_WITHDRAWN", "broken off")
    return names == {got}
