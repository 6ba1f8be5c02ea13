"""What each act means, and how answers add up."""

from __future__ import annotations

import datetime

import pytest

from gateway.errors import ErrorCode
from gateway.policy.decision import Deny, Permit
from gateway.policy.load import load
from gateway.policy.owners import Owner
from tests.policy.city import APPLICANT, OWNERS, PERSON, PREDICATES, READ, ROWS, TODAY, asking, city, files


def permit(police: str, code: str = "user:lisi", purpose: str | None = None, **more: str) -> Permit:
    policy = city(police=police, **more)
    decision = policy.decide(asking(policy, code, purpose), PERSON)
    assert isinstance(decision, Permit), decision
    return decision


def deny(police: str, code: str = "user:lisi", purpose: str | None = None, on: datetime.date = TODAY) -> Deny:
    policy = city(police=police, on=on)
    decision = policy.decide(asking(policy, code, purpose), PERSON)
    assert isinstance(decision, Deny), decision
    return decision


def masks(found: Permit) -> dict[str, str | None]:
    return {name: column.mask for name, column in found.columns.items()}


def test_silence_denies_and_does_not_show_that_the_relation_exists() -> None:
    found = deny("")
    assert (found.code, found.visible, found.contact) == (ErrorCode.ACCESS_DENIED, False, "")


def test_a_column_grant_gives_that_column_alone_and_names_its_rule() -> None:
    found = permit(ROWS + "p, user:lisi, police.hukou.person.name, select, -, *, -, -, -, allow, P1\n")
    assert list(found.columns) == ["name"]
    assert [str(rule) for rule in found.columns["name"].grants] == ["P1 (policy.d/police.csv:7)"]
    assert found.columns["name"].mask is None


@pytest.mark.parametrize(
    "obj", ["police", "police.hukou", "police.*.person", "police.hukou.per*", "police.hukou.person"]
)
def test_a_path_covers_all_below_it(obj: str) -> None:
    found = permit(ROWS + f"p, user:lisi, {obj}, select, -, *, -, -, -, allow, P1\n")
    assert list(found.columns) == [column.name for column in PERSON.columns]


@pytest.mark.parametrize(
    "sub", ["*", "user:lisi", "dept:minzheng-xihu", "org:xihu", "org:linjiang", "role:minzheng-verifier"]
)
def test_rights_flow_from_groups_to_members(sub: str) -> None:
    assert permit(ROWS + f"p, {sub}, police, select, -, *, -, -, -, allow, P1\n")


def test_rights_do_not_flow_to_others() -> None:
    assert deny(ROWS + "p, role:police-investigator, police, select, -, *, -, -, -, allow, P1\n")
    assert deny(ROWS + "p, dept:police-xihu, police, select, -, *, -, -, -, allow, P1\n")


def test_deny_beats_select_wherever_it_stands() -> None:
    denial = "p, org:linjiang, police.hukou.person.id_card, select, -, *, -, -, -, deny, D1\n"
    assert "id_card" not in permit(READ + denial).columns
    assert "id_card" not in permit(denial + READ).columns


def test_except_spares_a_role_from_a_denial_and_from_a_grant() -> None:
    denial = "p, *, tag:pii.id, select, -, *, -, -, role:police-investigator, deny, D1\n"
    assert "id_card" in permit(READ + denial, "user:zhang").columns
    assert "id_card" not in permit(READ + denial, "user:zhou").columns
    grant = ROWS + "p, *, police, select, -, *, -, -, role:police-investigator, allow, P1\n"
    assert permit(grant, "user:zhou")
    assert deny(grant, "user:zhang")


def test_a_grant_for_a_purpose_needs_it_declared_and_serves_narrower_ones() -> None:
    wide = ROWS + "p, *, police, select, -, welfare, -, -, -, allow, P1\n"
    assert permit(wide, purpose="welfare")
    assert permit(wide, purpose="dibao-check")
    assert deny(wide, purpose="fraud-case")
    assert deny(wide, purpose=None)
    narrow = ROWS + "p, *, police, select, -, dibao-check, -, -, -, allow, P1\n"
    assert deny(narrow, purpose="welfare")


def test_a_purpose_that_nobody_declared_is_refused_even_where_all_is_granted() -> None:
    assert deny(READ, purpose="marketing").code is ErrorCode.PURPOSE_NOT_ALLOWED
    assert deny(READ, purpose="-").code is ErrorCode.PURPOSE_NOT_ALLOWED


def test_dates_are_inclusive_on_both_sides() -> None:
    dated = ROWS + "p, *, police, select, -, *, 2026-11-20, 2026-11-22, -, allow, P1\n"
    assert deny(dated, on=datetime.date(2026, 11, 19))
    for day in (20, 22):
        policy = city(police=dated, on=datetime.date(2026, 11, day))
        assert isinstance(policy.decide(asking(policy, "user:lisi"), PERSON), Permit)
    assert deny(dated, on=datetime.date(2026, 11, 23))


def test_rows_are_denied_until_granted() -> None:
    found = deny("p, *, police, select, -, *, -, -, -, allow, P1\n")
    assert (found.code, found.visible, found.contact) == (ErrorCode.ROWS_NOT_GRANTED, True, "police 110")


def test_row_grants_are_ored_and_restrictions_anded() -> None:
    found = permit(
        PREDICATES
        + "p, *, police, select, -, *, -, -, -, allow, P1\n"
        + "p, *, police.hukou, row_any, @own, *, -, -, -, allow, R1\n"
        + "p, *, police, row_any, @list, *, -, -, -, allow, R2\n"
        + "p, *, police, row_all, @open, *, -, -, -, allow, R3\n"
    )
    assert not found.rows.everything
    assert [p.name for p in found.rows.any_of] == ["@list", "@own"]
    assert [(p.name, p.sql, p.rule.id) for p in found.rows.all_of] == [("@open", "name IS NOT NULL", "R3")]
    assert {rule.id for rule in found.rows.rules} == {"R1", "R2", "R3"}


def test_all_rows_is_written_out_and_wins_over_part_of_them() -> None:
    found = permit(READ + PREDICATES + "p, *, police, row_any, @own, *, -, -, -, allow, R1\n")
    assert found.rows.is_open
    assert found.rows.any_of == ()


def test_a_row_grant_without_its_attribute_does_not_hold() -> None:
    part = (
        PREDICATES
        + "p, *, police, select, -, *, -, -, -, allow, P1\np, *, police, row_any, @list, *, -, -, -, allow, R2\n"
    )
    assert permit(part).rows.any_of
    assert deny(part, "user:zhang").code is ErrorCode.ROWS_NOT_GRANTED
    both = part + "p, *, police, row_any, @own, *, -, -, -, allow, R1\n"
    found = permit(both, "user:zhang").rows
    assert [p.name for p in found.any_of] == ["@own"]
    assert [rule.id for rule in found.rules] == ["R1"]


def test_a_row_restriction_stays_when_its_attribute_is_missing() -> None:
    found = permit(READ + PREDICATES + "p, *, police, row_all, @list, *, -, -, -, allow, R2\n", "user:zhang")
    assert [p.name for p in found.rows.all_of] == ["@list"]


def test_a_row_restriction_by_a_tag_of_a_column_counts_for_the_relation() -> None:
    found = permit(READ + PREDICATES + "p, *, tag:pii.id, row_all, @open, *, -, -, -, allow, R2\n")
    assert [p.name for p in found.rows.all_of] == ["@open"]


def test_tags_reach_columns_through_tags_of_tags() -> None:
    found = permit(READ, common="p, *, tag:level.l3, mask, partial:6:4, *, -, -, -, allow, M1\n")
    assert masks(found)["id_card"] == "partial:6:4"
    assert masks(found)["name"] is None
    assert [rule.id for rule in found.columns["id_card"].masks] == ["M1"]


def test_different_masks_meet_in_null_and_a_declared_coarser_one_wins() -> None:
    clash = "p, *, tag:pii.id, mask, token:k1, *, -, -, -, allow, M1\np, *, tag:pii.id, mask, partial:3:4, *, -, -, -, allow, M2\n"
    found = permit(READ, common=clash).columns["id_card"]
    assert found.mask == "null"
    assert {rule.id for rule in found.masks} == {"M1", "M2"}
    dates = READ + (
        "p, *, police.hukou.person.birth, mask, generalize:month, *, -, -, -, allow, M1\n"
        "p, *, police.hukou.person.birth, mask, generalize:year, *, -, -, -, allow, M2\n"
    )
    assert masks(permit(dates))["birth"] == "generalize:year"


def test_unmask_gives_the_clear_value_and_deny_takes_it_back() -> None:
    masked = READ + "p, *, tag:pii.id, mask, token:k1, *, -, -, -, allow, M1\n"
    clear = masked + "p, role:police-investigator, tag:pii.id, unmask, -, fraud-case, -, -, -, allow, U1\n"
    assert masks(permit(clear, "user:zhang", "fraud-case"))["id_card"] is None
    assert masks(permit(clear, "user:zhang"))["id_card"] == "token:k1"
    assert masks(permit(clear, "user:zhou", "fraud-case"))["id_card"] == "token:k1"
    found = permit(clear + "p, *, police, unmask, -, *, -, -, -, deny, U2\n", "user:zhang", "fraud-case")
    assert masks(found)["id_card"] == "token:k1"


def test_unmask_may_give_a_form_instead_of_the_masks() -> None:
    masked = READ + "p, *, tag:pii.id, mask, null, *, -, -, -, allow, M1\n"
    form = masked + "p, user:zhang, tag:pii.id, unmask, partial:6:4, *, -, -, -, allow, U1\n"
    assert masks(permit(form, "user:zhang"))["id_card"] == "partial:6:4"
    assert masks(permit(form, "user:zhou"))["id_card"] == "null"
    taken = form + "p, *, police, unmask, -, *, -, -, -, deny, U2\n"
    assert masks(permit(taken, "user:zhang"))["id_card"] == "null"
    both = form + "p, user:zhang, tag:pii.id, unmask, -, *, -, -, -, allow, U3\n"
    assert masks(permit(both, "user:zhang"))["id_card"] is None


def test_unmask_without_select_gives_nothing() -> None:
    found = permit(
        ROWS
        + "p, user:lisi, police.hukou.person.name, select, -, *, -, -, -, allow, P1\n"
        + "p, user:lisi, police, unmask, -, *, -, -, -, allow, U1\n"
    )
    assert list(found.columns) == ["name"]


def test_discover_shows_what_exists_without_reading_it() -> None:
    whole = "p, *, police.hukou, discover, -, *, -, -, -, allow, D1\n"
    found = deny(whole)
    assert (found.visible, found.contact) == (True, "police 110")
    part = permit(ROWS + whole + "p, *, police.hukou.person.name, select, -, *, -, -, -, allow, P1\n")
    assert part.discoverable == {"id_card", "phone", "birth", "region_code"}
    none = permit(ROWS + "p, *, police.hukou.person.name, select, -, *, -, -, -, allow, P1\n")
    assert none.discoverable == frozenset()


@pytest.mark.parametrize(
    "obj", ["police", "police.hukou.person", "police.hukou.person.phone", "police.*.*.ph*", "tag:pii.phone"]
)
def test_a_relation_is_discoverable_by_itself_or_by_a_column(obj: str) -> None:
    policy = city(police=f"p, user:lisi, {obj}, discover, -, *, -, -, -, allow, D1\n")
    assert policy.discoverable(asking(policy, "user:lisi"), PERSON.name)
    assert policy.visible(asking(policy, "user:lisi"), PERSON)
    assert not policy.discoverable(asking(policy, "user:zhou"), PERSON.name)
    assert not policy.discoverable(asking(policy, "user:lisi"), APPLICANT.name)
    assert not policy.visible(asking(policy, "user:zhou"), PERSON)


def test_the_smallest_row_limit_of_relation_and_granted_columns_holds() -> None:
    limits = (
        "p, *, police, limit, rows:500, *, -, -, -, allow, L1\n"
        "p, *, tag:pii.phone, limit, rows:20, *, -, -, -, allow, L2\n"
    )
    found = permit(READ + limits)
    assert (found.row_limit, found.row_limit_rule and found.row_limit_rule.id) == (20, "L2")
    hidden = permit(READ + limits + "p, *, tag:pii.phone, select, -, *, -, -, -, deny, D1\n")
    assert hidden.row_limit == 500
    assert permit(READ).row_limit is None


def test_a_tag_in_an_owners_rule_reaches_that_owners_objects_only() -> None:
    policy = city(
        minzheng="p, *, tag:pii.id, select, -, *, -, -, -, allow, P1\np, *, minzheng, row_any, TRUE, *, -, -, -, allow, R1\n",
        police=ROWS,
    )
    asker = asking(policy, "user:lisi")
    own = policy.decide(asker, APPLICANT)
    assert isinstance(own, Permit)
    assert list(own.columns) == ["id_card"]
    assert isinstance(policy.decide(asker, PERSON), Deny)


def test_a_tag_in_the_rule_of_an_owner_without_catalogs_reaches_nothing() -> None:
    audit = Owner(name="audit", policy_file="audit.csv")
    bundle = {**files(police=ROWS), "policy.d/audit.csv": b"p, *, tag:pii.id, select, -, *, -, -, -, allow, A1\n"}
    policy = load(bundle, (*OWNERS, audit), on=TODAY)
    assert isinstance(policy.decide(asking(policy, "user:lisi"), PERSON), Deny)


def test_a_set_holds_until_the_day_before_something_changes() -> None:
    dated = (
        "p, *, police, select, -, *, 2026-12-01, 2026-12-31, -, allow, P1\n"
        "g, user:zhou, role:police-investigator, 2026-01-01, 2026-12-15\n"
    )

    def until(*day: int) -> datetime.date | None:
        return city(police=dated, on=datetime.date(*day)).valid_until

    assert until(2026, 11, 22) == datetime.date(2026, 11, 30)
    assert until(2026, 12, 1) == datetime.date(2026, 12, 15)
    assert until(2026, 12, 16) == datetime.date(2026, 12, 31)
    assert until(2027, 1, 1) is None
    assert city().valid_until is None


def test_a_role_twenty_steps_up_still_denies() -> None:
    chain = "".join(f"g, role:police-{n}, role:police-{n + 1}\n" for n in range(20))
    policy = READ + chain + "g, user:zhou, role:police-0\np, role:police-20, police, select, -, *, -, -, -, deny, D1\n"
    assert deny(policy, "user:zhou")
    assert permit(policy, "user:lisi")


def test_the_version_tells_the_content() -> None:
    assert city().version == city().version
    assert city().version != city(police=READ).version
    assert city().version.startswith("0+")
