"""Columns of which the same rules speak share Casbin's answers: a relation's decision is what each of its columns gets when it is asked about alone."""

from __future__ import annotations

import datetime
import os

import pytest
from hypothesis import HealthCheck, assume, given, settings

from gateway.catalog.names import RelationName
from gateway.catalog.relations import Column, Relation
from gateway.catalog.types import varchar
from gateway.policy.matching import path_of, segment
from gateway.policy.policy_set import PolicySet
from gateway.policy.problems import PolicyProblems
from gateway.policy.reading import parse_bundle
from tests.policy import test_stock_casbin as stock
from tests.policy.city import PERSON, asking, city

PATHS = ("a.s.t", "a.s.tab", "a2.s2.tab", "b.s.t")
RELATIONS = tuple(
    Relation(
        name=RelationName.parse(path),
        columns=tuple(Column(name=f"c{n}", type=varchar(20)) for n in range(4)),
        location=("a", "s", "t"),
    )
    for path in PATHS
)


def compare(files: dict[str, bytes], purpose: str | None, on: datetime.date) -> None:
    try:
        policy = PolicySet(parse_bundle(files, stock.OWNERS), on)
    except PolicyProblems:
        assume(False)
    for subject in stock.ASKERS:
        for relation in RELATIONS:
            found = policy.view(subject, purpose, relation)
            path = path_of(relation.name)
            alone = {c.name: policy.column(subject, f"{path}.{c.name}", purpose) for c in relation.columns}
            shown = {name: (p.mask, p.grants, p.masks) for name, p in found.columns.items()}
            assert shown == {name: (p.mask, p.grants, p.masks) for name, p in alone.items() if p is not None}
            paths = [f"{path}.{column.name}" for column in relation.columns]
            assert found.rows == policy.rows(subject, path, paths, purpose)


def test_row_rules_stand_in_one_order_whatever_column_brings_them_in() -> None:
    """Found by the law below: asked about alone, a column's tag named its rule before that of the whole relation."""
    common = (
        "g, dept:d1, org:o1\ng2, tag:p, tag:r\np2, @x, c1 IS NOT NULL\np2, @y, c2 IS NOT NULL\n"
        "p, *, tag:p, row_all, @x, *, -, -, -, allow, common-0\np, *, a, row_all, @y, *, -, -, -, allow, common-1\n"
    )
    own = "g, user:u1, dept:d1\ng2, a.s.t.c1, tag:p\np, *, a, select, -, *, -, -, -, allow, a-0\n"
    files = {
        "policy.d/common.csv": common.encode(),
        "policy.d/a.csv": own.encode(),
        "titles.csv": stock.TITLES.encode(),
    }
    compare(files, None, datetime.date(2026, 3, 1))


relaxed = {"deadline": None, "suppress_health_check": [HealthCheck.filter_too_much, HealthCheck.too_slow]}


@settings(max_examples=60, **relaxed)
@given(stock.bundles(), stock.purposes, stock.days)
def test_a_column_gets_what_it_gets_alone(files: dict[str, bytes], purpose: str | None, day: str) -> None:
    compare(files, purpose, datetime.date.fromisoformat(day))


@pytest.mark.slow
@settings(max_examples=2000 if os.environ.get("HUILIU_JUDGE") == "all" else 400, **relaxed)
@given(stock.bundles(), stock.purposes, stock.days)
def test_a_column_gets_what_it_gets_alone_at_length(files: dict[str, bytes], purpose: str | None, day: str) -> None:
    compare(files, purpose, datetime.date.fromisoformat(day))


@pytest.mark.parametrize(
    ("rule", "hidden"),
    [
        ("p, *, police.hukou.person.birth, select, -, *, -, -, -, deny, X", {"birth"}),
        ("p, user:zhou, police.hukou.person.birth, select, -, *, -, -, -, deny, X", set()),
        ("p, *, police.*.*.b*, select, -, *, -, -, -, deny, X", {"birth"}),
        ("g2, police.hukou.person.name, tag:police.x\np, *, tag:police.x, select, -, *, -, -, -, deny, X", {"name"}),
        ("p, *, police.hukou.person.birth, mask, null, *, -, -, -, allow, X", set()),
    ],
)
def test_a_rule_about_one_column_is_about_no_other(rule: str, hidden: set[str]) -> None:
    lines = "p, *, police, select, -, *, -, -, -, allow, READ\np, *, police, row_any, TRUE, *, -, -, -, allow, ROWS\n"
    policy = city(police=f"{lines}{rule}\n")
    decision = policy.decide(asking(policy, "user:lisi"), PERSON)
    assert {segment(c.name) for c in PERSON.columns} - set(getattr(decision, "columns", ())) == hidden
