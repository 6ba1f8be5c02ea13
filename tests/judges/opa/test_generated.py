"""Generated statements under generated policies: Trino's own access control, fed by the gateway, and the gateway's rewriting agree on what is answered and what is refused."""

from __future__ import annotations

import os
import time
from collections import Counter
from random import Random

import pytest

from tests.judges.answers.generated import statements
from tests.judges.answers.trino import CATALOG, SCHEMA
from tests.judges.opa.door import Door
from tests.judges.opa.judging import Finding, compared
from tests.judges.opa.policies import policies
from tests.trino.server import Trino

CASES = int(os.environ.get("HUILIU_OPA_CASES", "120"))
SEED = int(os.environ.get("HUILIU_JUDGE_SEED", "476"))
PER_POLICY = 12


@pytest.mark.slow
def test_what_trino_enforces_itself_is_what_the_gateway_sends(door: Door, trino: Trino) -> None:
    counted: Counter[Finding] = Counter()
    disagreed: list[str] = []
    drawn = policies(SEED)
    policy, users = next(drawn), [""]
    begun = time.monotonic()
    for number, sql in enumerate(statements(SEED, CASES)):
        if number % PER_POLICY == 0:
            policy = next(drawn)
            users = policy.users
            door.worlds.append(policy.world)
        user = Random(f"{SEED} {number}").choice(users)
        found = compared(trino, policy.world, user, sql, CATALOG, SCHEMA)
        counted[found.finding] += 1
        if found.finding is Finding.DISAGREED:
            disagreed.append(f"case {number}, {user}: {found.detail}\n{sql}\n{policy.text}")
    shown = {finding.value: counted[finding] for finding in Finding}
    print(f"\n{CASES} cases, {time.monotonic() - begun:.0f} s: {shown}")
    assert disagreed == []
    assert counted[Finding.SAME] > CASES / 4
    assert counted[Finding.SAME_REFUSAL] > CASES / 20
