"""Levels: tags by which owners grade their data, told in listings."""

from __future__ import annotations

from gateway.policy.load import load
from gateway.policy.policy_set import PolicySet
from tests.policy.city import CATALOG, OWNERS, TODAY, city, files

PERSON = "police.hukou.person"


def graded(common: str, titles: str = "") -> PolicySet:
    return load(files(common=common, titles=titles), OWNERS, on=TODAY, catalog=CATALOG)


def test_a_level_comes_through_tags_and_the_highest_is_told() -> None:
    policy = graded("g2, tag:pii.phone, tag:level.l4\n", "tag:level.l3,三级\n")
    assert policy.level([f"{PERSON}.phone"]) == "四级"
    assert policy.level([f"{PERSON}.id_card"]) == "三级"
    assert policy.level([f"{PERSON}.id_card", f"{PERSON}.phone", f"{PERSON}.birth"]) == "四级"
    assert policy.level([f"{PERSON}.birth"]) == ""


def test_a_level_needs_no_title() -> None:
    assert city().level([f"{PERSON}.id_card"]) == "level l3"


def test_what_is_above_counts() -> None:
    policy = load(files(police=f"g2, {PERSON}, tag:level.l3\n"), OWNERS, on=TODAY, catalog=CATALOG)
    assert policy.level([f"{PERSON}.birth"]) == "level l3"
    assert policy.level(["minzheng.dibao.applicant.id"]) == ""
