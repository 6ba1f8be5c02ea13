"""Generated cases, each a statement, a policy and a user, put before both."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from tests.judges.answers.generated import statements
from tests.judges.answers.trino import CATALOG, SCHEMA
from tests.judges.opa.judging import Finding, compared
from tests.judges.opa.policies import Drawn, policies
from tests.trino.server import Trino

SEED = int(os.environ.get("HUILIU_JUDGE_SEED", "476"))
PER_POLICY = 12


@dataclass
class Verdicts:
    """How many of each kind, and every case that is not explained."""

    counted: Counter[Finding] = field(default_factory=Counter)
    disagreed: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def __str__(self) -> str:
        shown = ", ".join(f"{self.counted[finding]} {finding.value}" for finding in Finding)
        return f"{self.counted.total()} cases in {self.seconds:.0f} s: {shown}"


def judged(trino: Trino, cases: int, enforce: Callable[[Drawn], None]) -> Verdicts:
    """Judge so many cases; `enforce` makes Trino's access control follow a policy set."""
    found, begun = Verdicts(), time.monotonic()
    drawn = policies(SEED)
    policy = next(drawn)
    for number, sql in enumerate(statements(SEED, cases)):
        if number % PER_POLICY == 0:
            policy = next(drawn)
            enforce(policy)
        user = Random(f"{SEED} {number}").choice(policy.users)
        one = compared(trino, policy.world, user, sql, CATALOG, SCHEMA)
        found.counted[one.finding] += 1
        told = f"case {number}, {user}: {one.detail}\n{sql}\n{policy.text}"
        if one.finding is Finding.DISAGREED:
            found.disagreed.append(told)
        elif one.finding is Finding.LEAK:
            found.leaks.append(told)
    found.seconds = time.monotonic() - begun
    return found
