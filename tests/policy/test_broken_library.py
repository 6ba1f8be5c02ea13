"""When the library does not decide as it should, the answer is no."""

from __future__ import annotations

import casbin
import pytest

from gateway.errors import ErrorCode, OwnError
from gateway.policy.decision import Deny
from gateway.policy.enforcer import PolicyBroken
from gateway.policy.library import check_library
from gateway.policy.policy_set import PolicySet
from tests.policy.city import PERSON, asking, city

RULES = "p, *, police, row_any, TRUE, *, -, -, -, allow, R1\np, *, police, select, -, *, -, -, -, allow, P1\n"


def enforcer_of(policy: PolicySet) -> casbin.Enforcer:
    return policy._compilation.gate._enforcer


def denies_all(policy: PolicySet) -> bool:
    asker = asking(policy, "user:lisi")
    decision = policy.decide(asker, PERSON)
    with pytest.raises(PolicyBroken):
        policy.ask("user:lisi", "police.hukou.person.name", "select", "-", None)
    return isinstance(decision, Deny) and not decision.visible and not policy.discoverable(asker, PERSON.name)


def test_a_disabled_enforcer_denies() -> None:
    policy = city(police=RULES)
    enforcer_of(policy).enable_enforce(False)
    assert denies_all(policy)


def test_an_enforcer_that_allows_without_a_rule_denies() -> None:
    policy = city(police=RULES)
    enforcer_of(policy).enforce_ex = lambda *question: [True, []]
    assert denies_all(policy)


def test_an_enforcer_that_raises_denies() -> None:
    policy = city(police=RULES)
    enforcer_of(policy).model["p"]["p"].tokens = ["too", "few"]
    assert denies_all(policy)


def test_the_installed_library_is_the_right_one_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    check_library()
    monkeypatch.setattr("gateway.policy.library._installed", lambda name: True)
    with pytest.raises(OwnError, match="two packages") as caught:
        check_library()
    assert caught.value.code is ErrorCode.POLICY_INVALID
