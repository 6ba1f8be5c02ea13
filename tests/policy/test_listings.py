"""Checks, who, what and diff: what policy means, in words."""

from __future__ import annotations

import datetime

import pytest

from gateway.policy.checks import run_checks
from gateway.policy.compare import diff, what, who
from gateway.policy.policy_set import PolicySet
from gateway.policy.reading import parse_bundle
from tests.policy.city import APPLICANT, CATALOG, OWNERS, PERSON, city, files

RULES = (
    'p2, @own, "starts_with(region_code, :region)"\n'
    "p2, @adult, birth < DATE '2008-11-22'\n"
    "p, org:linjiang, police, select, -, dibao-check, -, -, -, allow, P1\n"
    "p, *, police, row_any, @own, *, -, -, -, allow, R1\n"
    "p, *, police, row_all, @adult, *, -, -, role:police-investigator, allow, R2\n"
    "p, *, tag:pii.id, mask, token:k1, *, -, -, -, allow, M1\n"
    "p, role:police-investigator, police, select, -, fraud-case, -, 2026-12-31, -, allow, P2\n"
    "p, role:police-investigator, tag:pii.id, unmask, -, fraud-case, -, 2026-12-31, -, allow, U1\n"
    "p, *, tag:pii.phone, select, -, *, -, -, role:police-investigator, deny, D1\n"
)
IMPERSONATE = "p, service:bi, dept:minzheng-xihu, impersonate, -, *, -, -, -, allow, I1\n"


def checked(text: str) -> list[str]:
    bundle = parse_bundle(files(police=RULES, minzheng=IMPERSONATE), OWNERS, catalog=CATALOG)
    return [str(problem) for problem in run_checks(lambda day: PolicySet(bundle, day), "checks/a.csv", text.encode())]


def test_expectations_that_hold_say_nothing() -> None:
    assert not checked("""\
# who, what, right, argument, purpose, date, expected[, rule]
user:lisi, police.hukou.person.id_card, select, -, dibao-check, 2026-11-22, allow, P1
user:lisi, police.hukou.person.id_card, select, -, -, 2026-11-22, deny, -
user:lisi, police.hukou.person.id_card, mask, token:k1, dibao-check, 2026-11-22, allow, M1
user:lisi, police.hukou.person.id_card, see, -, dibao-check, 2026-11-22, token:k1, M1
user:lisi, police.hukou.person.name, see, -, dibao-check, 2026-11-22, clear
user:lisi, police.hukou.person.phone, see, -, dibao-check, 2026-11-22, hidden, D1
user:lisi, police.hukou.person, rows, -, dibao-check, 2026-11-22, @own & @adult, R1
user:zhang, police.hukou.person, rows, -, fraud-case, 2026-11-22, @own
user:zhang, police.hukou.person.id_card, see, -, fraud-case, 2026-12-31, clear, U1
user:zhang, police.hukou.person.id_card, see, -, fraud-case, 2027-01-01, hidden
user:zhang, police.hukou.person.id_card, unmask, -, fraud-case, 2027-01-01, deny
user:lisi, minzheng.dibao.applicant, rows, -, -, 2026-11-22, none
user:nobody, police.hukou.person.name, see, -, dibao-check, 2026-11-22, hidden
service:bi, user:lisi, impersonate, -, -, 2026-11-22, allow, I1
service:bi, user:zhang, impersonate, -, -, 2026-11-22, deny
""")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("user:lisi, police.hukou.person.id_card, see, -, dibao-check, 2026-11-22, clear", "expected `clear`, found `token:k1` by P1, M1"),
        ("user:lisi, police.hukou.person.id_card, see, -, dibao-check, 2026-11-22, token:k1, M2", "expected rule `M2` to decide, found `P1`, `M1`"),
        ("user:lisi, police.hukou.person, rows, -, -, 2026-11-22, all", "expected `all`, found `@own & @adult` by R1, R2"),
        ("user:lisi, police.hukou.person.name, select, -, -, 2026-11-22, allow", "expected `allow`, found `deny`"),
        ("user:lisi, police.hukou.person.name, select, -, -, 2026-11-22, yes", "expected must be `allow` or `deny` for `select`, not `yes`"),
        ("user:lisi, police.hukou.person.name, look, -, -, 2026-11-22, clear", "unknown right `look`"),
        ("user:lisi, police.hukou.person, see, -, -, 2026-11-22, clear", "`see` is asked about a column, written out from its catalog"),
        ("user:lisi, police.hukou.person.name, see, -, dibao, 2026-11-22, clear", "purpose `dibao` is not declared; did you mean `dibao-check`?"),
        ("user:lisi, police.hukou.person.name, see, -, -, 2026-11-31, clear", "date must be a day as YYYY-MM-DD, not `2026-11-31`"),
        ("user:lisi, police.hukou.person.name, see", "a check is `who, what, right, argument, purpose, date, expected[, rule]`; this line has 3 fields"),
    ],
)  # fmt: skip
def test_an_expectation_that_does_not_hold_is_told(line: str, message: str) -> None:
    assert checked("# a check\n" + line + "\n") == [f"checks/a.csv:2: {message}"]


def test_who_lists_readers_with_what_they_see() -> None:
    policy = city(police=RULES)
    found = who(policy, PERSON, "id_card")
    seen = {
        (people, holding.purpose): dict(holding.columns)["id_card"]
        for holding in found
        for people in holding.principals
    }
    assert seen == {
        ("service:bi", "dibao-check"): "token:k1",
        ("user:lisi", "dibao-check"): "token:k1",
        ("user:zhang", "dibao-check"): "token:k1",
        ("user:zhou", "dibao-check"): "token:k1",
        ("user:zhang", "fraud-case"): "clear",
    }
    phones = {people for holding in who(policy, PERSON, "phone") for people in holding.principals}
    assert phones == {"user:zhang"}


def test_what_lists_the_relations_of_one_principal() -> None:
    policy = city(police=RULES)
    (found,) = what(policy, "user:lisi", (PERSON, APPLICANT))
    assert (found.relation, found.purpose, found.rows) == (PERSON, "dibao-check", "@own & @adult")
    assert dict(found.columns)["phone"] == "hidden"
    assert {rule.id for rule in found.rules} == {"P1", "M1", "R1", "R2"}
    assert what(policy, "user:nobody", (PERSON,)) == ()


def test_diff_tells_who_gains_and_loses_what() -> None:
    old = city(police=RULES)
    new = city(police=RULES.replace("token:k1", "partial:6:4") + "p, *, police, limit, rows:5, *, -, -, -, allow, L1\n")
    changes = {(change.what, change.purpose): change for change in diff(old, new, (PERSON, APPLICANT))}
    assert set(changes) == {("id_card", "dibao-check"), ("limit", "dibao-check"), ("limit", "fraud-case")}
    found = changes["id_card", "dibao-check"]
    assert (found.before, found.after) == ("token:k1", "partial:6:4")
    assert diff(old, old, (PERSON,)) == ()


def test_diff_sees_people_who_come_and_go() -> None:
    old = city(police=RULES)
    new = city(police=RULES + "g, user:new, dept:police-xihu\n")
    gained = {change.what: change.after for change in diff(old, new, (PERSON,), ("dibao-check",))}
    assert gained == {
        "id_card": "token:k1",
        "name": "clear",
        "birth": "clear",
        "region_code": "clear",
        "rows": "@own & @adult",
    }
    lost = diff(new, old, (PERSON,), ("dibao-check",))
    assert {(change.principals, change.before) for change in lost if change.what == "name"} == {
        (("user:new",), "clear")
    }


def test_diff_over_a_date_is_a_diff_of_two_days() -> None:
    before, after = city(police=RULES), city(police=RULES, on=datetime.date(2027, 1, 1))
    changes = diff(before, after, (PERSON,))
    assert {change.principals for change in changes} == {("user:zhang",)}
    assert {change.purpose for change in changes} == {"fraud-case"}


def test_people_who_are_alike_get_what_each_would_get_alone() -> None:
    policy = city(police=RULES)
    for holding in who(policy, PERSON):
        for person in holding.principals:
            alone = [other for other in what(policy, person, (PERSON,)) if other.purpose == holding.purpose]
            assert [(other.columns, other.rows) for other in alone] == [(holding.columns, holding.rows)]
