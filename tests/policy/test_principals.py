"""Who asks: department, attributes, purposes open to them, the days on which they are somebody, and whom a service may act for."""

from __future__ import annotations

import datetime

import pytest

from gateway.errors import AccessError, ErrorCode
from gateway.policy.decision import Deny, Permit
from gateway.policy.principal import Asking, Attribute
from tests.policy.city import APPLICANT, PERSON, PREDICATES, READ, asking, city


def test_a_service_acts_only_for_whom_the_owner_names() -> None:
    policy = city(minzheng="p, service:bi, dept:minzheng-xihu, impersonate, -, *, -, -, -, allow, I1\n")
    assert policy.may_impersonate("service:bi", "user:lisi")
    assert not policy.may_impersonate("service:bi", "user:zhang")
    assert not policy.may_impersonate("service:bi", "service:bi")
    assert not policy.may_impersonate("user:lisi", "user:lisi")
    assert not policy.may_impersonate("service:bi", "user:nobody")
    single = city(minzheng="p, service:bi, user:lisi, impersonate, -, welfare, -, -, -, allow, I1\n")
    assert single.may_impersonate("service:bi", "user:lisi", "dibao-check")
    assert not single.may_impersonate("service:bi", "user:lisi")


def test_impersonation_is_not_a_grant_on_data() -> None:
    policy = city(minzheng="p, service:bi, user:lisi, impersonate, -, *, -, -, -, allow, I1\n")
    assert isinstance(policy.decide(asking(policy, "service:bi"), APPLICANT), Deny)


def test_principals_have_their_department_and_attributes() -> None:
    policy = city()
    lisi = policy.principal("user:lisi", {"region": "99", "evil": "1"})
    assert lisi.department == "minzheng-xihu"
    assert dict(lisi.attributes) == {
        "region": "330106",
        "regions": ("330106", "330108"),
        "dept": "minzheng-xihu",
        "user": "lisi",
    }
    assert policy.principal("service:bi", {"region": "330199", "dept": "x"}).attributes["region"] == "330199"
    assert policy.principal("service:bi", {"dept": "police"}).attributes["dept"] == "minzheng-xihu"
    assert "region" not in policy.principal("service:bi").attributes
    assert "region" not in policy.principal("service:bi", {"region": ""}).attributes


@pytest.mark.parametrize(
    ("claim", "region"),
    [("9", "9"), (("9", ""), ("9",)), (("", ""), None), ((), None), (5, None), (("9", 5), None), ((["9"],), None)],
)
def test_a_claim_that_holds_no_text_is_missing(claim: Attribute, region: Attribute | None) -> None:
    assert city().principal("service:bi", {"region": claim}).attributes.get("region") == region


def test_a_row_grant_with_an_empty_text_in_its_list_holds_for_the_rest() -> None:
    policy = city(
        minzheng=PREDICATES.replace(":regions", ":region")
        + "p, *, minzheng, select, -, *, -, -, -, allow, P1\np, *, minzheng, row_any, @list, *, -, -, -, allow, R1\n"
    )
    for claim, kind in ((("9", ""), Permit), (("", ""), Deny)):
        who = Asking(principal=policy.principal("service:bi", {"region": claim}))
        assert isinstance(policy.decide(who, APPLICANT), kind)


def test_who_is_placed_nowhere_today_is_nobody() -> None:
    with pytest.raises(AccessError) as caught:
        city().principal("user:nobody")
    assert caught.value.code is ErrorCode.UNAUTHENTICATED
    left = city(police="g, user:wang, dept:police-xihu, -, 2026-11-21\n" + READ)
    assert "user:wang" not in left.principals
    known = city(police="g, user:wang, dept:police-xihu, -, 2026-11-22\n" + READ)
    wang = asking(known, "user:wang")
    assert isinstance(known.decide(wang, PERSON), Permit)
    assert isinstance(left.decide(wang, PERSON), Deny)


def test_purposes_open_to_a_principal_are_those_of_its_grants_and_narrower_ones() -> None:
    policy = city(
        police="p, org:xihu, police, select, -, welfare, -, -, -, allow, P1\n"
        "p, role:police-investigator, police, select, -, fraud-case, -, -, -, allow, P2\n"
    )
    assert policy.purposes_of("user:lisi") == {"welfare", "dibao-check"}
    assert policy.purposes_of("user:zhang") == {"welfare", "dibao-check", "fraud-case"}
    assert policy.purposes == {"welfare", "dibao-check", "fraud-case"}


def test_a_membership_holds_on_its_days_only() -> None:
    dated = READ.replace("*, police, select", "role:police-investigator, police, select") + (
        "g, user:zhou, role:police-investigator, 2026-11-22, 2026-11-22\n"
    )
    for day, allowed in ((21, False), (22, True), (23, False)):
        policy = city(police=dated, on=datetime.date(2026, 11, day))
        assert isinstance(policy.decide(asking(policy, "user:zhou"), PERSON), Permit) is allowed
