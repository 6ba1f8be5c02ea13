"""A small city: two departments, a common file, one relation each; tests add lines to it."""

from __future__ import annotations

import datetime

import pytest

from gateway.catalog.names import RelationName
from gateway.catalog.relations import Catalog, Column, Relation, Source
from gateway.catalog.types import DATE, INTEGER, varchar
from gateway.errors import ErrorCode
from gateway.policy.load import load
from gateway.policy.owners import Owner
from gateway.policy.policy_set import PolicySet
from gateway.policy.principal import Asking
from gateway.policy.problems import PolicyProblems

TODAY = datetime.date(2026, 11, 22)
OWNERS = (
    Owner(name="common", policy_file="common.csv"),
    Owner(
        name="police",
        policy_file="police.csv",
        catalogs=("police",),
        roles=("role:police-*",),
        tags="tag:police.",
        departments=("police*",),
        contact="police 110",
    ),
    Owner(
        name="minzheng",
        policy_file="minzheng.csv",
        catalogs=("minzheng",),
        roles=("role:minzheng-*",),
        tags="tag:minzheng.",
        departments=("minzheng*",),
    ),
)
TITLES = """\
purpose:dibao-check,低保核查
purpose:fraud-case,骗保案件
purpose:welfare,民生服务
tag:pii.id,身份证件
tag:pii.phone,电话
tag:level.l4,四级
"""
COMMON = """\
g, dept:police-xihu, org:xihu
g, dept:minzheng-xihu, org:xihu
g, org:xihu, org:linjiang
g2, tag:pii.id, tag:level.l3
g3, dibao-check, welfare
"""
POLICE = """\
g, user:zhang, dept:police-xihu
g, user:zhou, dept:police-xihu
g, user:zhang, role:police-investigator
g2, police.hukou.person.id_card, tag:pii.id
g2, police.hukou.person.phone, tag:pii.phone
"""
MINZHENG = """\
g, user:lisi, dept:minzheng-xihu
g, service:bi, dept:minzheng-xihu
g, user:lisi, role:minzheng-verifier
g2, minzheng.dibao.applicant.id_card, tag:pii.id
"""
SUBJECTS = """\
dept:minzheng-xihu, region, 330106
user:lisi, regions[], 330106, 330108
service:bi, region, @from_token
user:zhang, region, 330100
"""
PERSON = Relation(
    name=RelationName("police", "hukou", "person"),
    columns=(
        Column(name="id_card", type=varchar(18)),
        Column(name="name", type=varchar(64)),
        Column(name="phone", type=varchar(20)),
        Column(name="birth", type=DATE),
        Column(name="region_code", type=varchar(12)),
    ),
    location=("police", "hukou", "person"),
)
APPLICANT = Relation(
    name=RelationName("minzheng", "dibao", "applicant"),
    columns=(
        Column(name="id_card", type=varchar(18)),
        Column(name="income", type=INTEGER),
        Column(name="region_code", type=varchar(12)),
    ),
    location=("minzheng", "dibao", "applicant"),
)
ROWS = "p, *, police, row_any, TRUE, *, -, -, -, allow, ROWS\n"
READ = ROWS + "p, *, police, select, -, *, -, -, -, allow, READ\n"
PREDICATES = 'p2, @own, "starts_with(region_code, :region)"\np2, @list, "region_code IN (:regions)"\np2, @open, name IS NOT NULL\n'
CATALOG = Catalog(
    version="1",
    sources={name: Source(name=name, kind="sqlite", owner=name) for name in ("police", "minzheng")},
    relations={PERSON.name: PERSON, APPLICANT.name: APPLICANT},
)


def files(
    *, police: str = "", minzheng: str = "", common: str = "", subjects: str = "", titles: str = ""
) -> dict[str, bytes]:
    """The city's bundle with lines added."""
    return {
        "policy.d/common.csv": (COMMON + common).encode(),
        "policy.d/police.csv": (POLICE + police).encode(),
        "policy.d/minzheng.csv": (MINZHENG + minzheng).encode(),
        "subjects.csv": (SUBJECTS + subjects).encode(),
        "titles.csv": (TITLES + titles).encode(),
    }


def city(
    *, on: datetime.date = TODAY, police: str = "", minzheng: str = "", common: str = "", subjects: str = ""
) -> PolicySet:
    """The city's policy set with lines added, checked against its catalogue."""
    return load(
        files(police=police, minzheng=minzheng, common=common, subjects=subjects), OWNERS, on=on, catalog=CATALOG
    )


def asking(policy: PolicySet, code: str, purpose: str | None = None) -> Asking:
    return Asking(principal=policy.principal(code), purpose=purpose)


def problems(
    bundle: dict[str, bytes], owners: tuple[Owner, ...] = OWNERS, catalog: Catalog | None = CATALOG
) -> list[str]:
    """What is told of a bundle that is not loaded."""
    with pytest.raises(PolicyProblems) as caught:
        load(bundle, owners, on=TODAY, catalog=catalog)
    assert caught.value.code is ErrorCode.POLICY_INVALID
    return [str(problem) for problem in caught.value.problems]


def rule(**fields: str) -> str:
    """A line that grants everybody the police's data, with other fields in places."""
    known = {
        "sub": "*",
        "obj": "police",
        "act": "select",
        "arg": "-",
        "purpose": "*",
        "start": "-",
        "until": "-",
        "exempt": "-",
        "eft": "allow",
        "id": "X1",
    }
    return "p, " + ", ".join({**known, **fields}.values()) + "\n"
