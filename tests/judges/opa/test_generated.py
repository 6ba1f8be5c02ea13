"""Generated statements under generated policies: Trino's own access control, fed by the gateway, and the gateway's rewriting agree on what is answered and what is refused."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from gateway.api.opa.rules import rules
from tests.judges.opa.cases import judged
from tests.judges.opa.conftest import load_city
from tests.judges.opa.door import LOADER, SERVICE, Door, ruled
from tests.judges.opa.judging import Finding
from tests.judges.opa.policies import Drawn, policies
from tests.trino.server import Trino

pytestmark = pytest.mark.slow

CASES = int(os.environ.get("HUILIU_OPA_CASES", "40"))
ALL = [{"user": LOADER, "allow": "all"}]
LOADERS = {
    "catalogs": ALL,
    "schemas": [{"user": LOADER, "owner": True}],
    "tables": [{"user": LOADER, "privileges": ["SELECT", "INSERT", "OWNERSHIP"]}],
    "queries": [{"user": LOADER, "allow": ["execute"]}],
}


def test_what_trino_asks_of_the_door_is_what_the_gateway_sends(door: Door, trino: Trino) -> None:
    found = judged(trino, CASES, lambda policy: door.worlds.append(policy.world))
    print(f"\nOPA: {found}", *found.leaks[:3], sep="\n")
    assert found.disagreed == []
    assert found.counted[Finding.SAME] > CASES / 3
    assert found.counted[Finding.SAME_REFUSAL] > CASES / 20


def test_a_judge_that_hears_another_policy_sees_it(door: Door, trino: Trino) -> None:
    """What agrees above does not agree by itself."""
    other = next(policies(1)).world
    found = judged(trino, 12, lambda policy: door.worlds.append(other))
    assert found.disagreed


def test_rules_in_a_file_are_what_the_gateway_sends(tmp_path: Path) -> None:
    file = tmp_path / "rules.json"

    def write(policy: Drawn) -> None:
        document = rules(policy.world, policy.users, [SERVICE]).document
        whole = {name: LOADERS.get(name, []) + listed for name, listed in document.items()}
        file.write_text(json.dumps(whole), "utf-8")
        time.sleep(0.05)  # it is read again after a millisecond

    write(next(policies(0)))
    with ruled(file) as trino:
        load_city(trino)
        found = judged(trino, max(CASES // 4, 24), write)
    print(f"\nfile: {found}", *found.leaks[:3], sep="\n")
    assert found.disagreed == []
    assert found.counted[Finding.SAME] > found.counted.total() / 3
