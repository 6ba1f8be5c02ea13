"""The shipped policies load without a problem, against the real catalogue, and their checks hold."""

from __future__ import annotations

import datetime

import pytest

from gateway.catalog.relations import Catalog
from gateway.errors import AccessError
from gateway.policy.load import load
from gateway.policy.owners import Owner
from gateway.policy.policy_set import PolicySet
from gateway.policy.reading import read_folder
from tests.demo.conftest import ROOT

TODAY = datetime.date(2026, 11, 22)


@pytest.fixture(scope="module")
def policy(owners: tuple[Owner, ...], catalog: Catalog) -> PolicySet:
    return load(read_folder(ROOT / "policies"), owners, on=TODAY, catalog=catalog)


def test_the_shipped_policies_load_against_the_shipped_catalogue(policy: PolicySet) -> None:
    assert {"user:lihua", "user:wangfang", "user:zhangwei", "user:public", "service:bi"} <= set(policy.principals)


def test_the_role_of_the_seconded_colleague_has_ended(policy: PolicySet) -> None:
    assert "role:police-investigator" in policy.groups("user:zhangwei")
    assert "role:police-investigator" not in policy.groups("user:qianjun")


def test_everybody_has_a_title(policy: PolicySet) -> None:
    for code in policy.principals:
        assert policy.title(code) != code


def test_a_stranger_is_nobody(policy: PolicySet) -> None:
    with pytest.raises(AccessError):
        policy.principal("user:nobody")
