"""The shipped policies load without a problem, against the real catalogue, and their checks hold."""

from __future__ import annotations

import datetime
import re

import pytest

from gateway.catalog.relations import Catalog
from gateway.demo import story
from gateway.errors import AccessError
from gateway.policy.load import load
from gateway.policy.owners import Owner
from gateway.policy.policy_set import PolicySet
from gateway.policy.problems import PolicyProblems
from gateway.policy.reading import read_folder
from gateway.policy.release import release
from gateway.predicates import check_predicate
from tests.demo.conftest import ROOT

TODAY = datetime.date(2026, 11, 22)


@pytest.fixture(scope="module")
def policy(owners: tuple[Owner, ...], catalog: Catalog) -> PolicySet:
    return load(read_folder(ROOT / "policies"), owners, on=TODAY, catalog=catalog)


def test_the_shipped_policies_load_against_the_shipped_catalogue(policy: PolicySet) -> None:
    assert {"user:lihua", "user:wangfang", "user:zhangwei", "user:public", "service:bi"} <= set(policy.principals)


def test_every_expectation_holds(owners: tuple[Owner, ...], catalog: Catalog) -> None:
    files = read_folder(ROOT / "policies")
    lines = [line for name, data in files.items() if name.startswith("checks/") for line in data.decode().splitlines()]
    assert sum(bool(line) and not line.startswith("#") for line in lines) >= 90
    release(files, owners, on=TODAY, catalog=catalog, check_predicate=check_predicate)


def test_an_expectation_that_does_not_hold_keeps_a_change_out(owners: tuple[Owner, ...]) -> None:
    files = dict(read_folder(ROOT / "policies"))
    open_wide = "\np, role:civil-officer, police, unmask, -, dibao-check, -, -, -, allow, POL-666\n"
    files["policy.d/police.csv"] = files["policy.d/police.csv"] + open_wide.encode()
    with pytest.raises(PolicyProblems) as refused:
        release(files, owners, on=TODAY)
    assert {problem.file for problem in refused.value.problems} == {"checks/dibao.csv"}


def test_every_token_key_of_the_policies_is_made_for_the_demo() -> None:
    text = b"".join(read_folder(ROOT / "policies").values()).decode()
    assert set(re.findall(r"token:(\w+)", text)) == set(story.KEYS)


def test_those_who_ask_in_the_story_may_declare_their_purposes(policy: PolicySet) -> None:
    for principal, purposes in story.tokens().items():
        assert set(purposes) <= policy.purposes_of(principal)


def test_each_owner_speaks_of_its_own(owners: tuple[Owner, ...]) -> None:
    files = dict(read_folder(ROOT / "policies"))
    files["policy.d/health.csv"] += b"\np, role:health-analyst, police, select, -, *, -, -, -, allow, HEA-666\n"
    with pytest.raises(PolicyProblems) as refused:
        load(files, owners, on=TODAY)
    assert "is not in a catalog of `health`" in refused.value.problems[0].message


def test_the_role_of_the_seconded_colleague_has_ended(policy: PolicySet) -> None:
    assert "role:police-investigator" in policy.groups("user:zhangwei")
    assert "role:police-investigator" not in policy.groups("user:qianjun")


def test_everybody_has_a_title(policy: PolicySet) -> None:
    for code in policy.principals:
        assert policy.title(code) != code


def test_a_stranger_is_nobody(policy: PolicySet) -> None:
    with pytest.raises(AccessError):
        policy.principal("user:nobody")
