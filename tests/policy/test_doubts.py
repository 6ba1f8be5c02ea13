"""What is not wrong but hardly meant is told with file and line, and nothing else is."""

from __future__ import annotations

import pytest

from gateway.policy.doubts import MOST_RULES, doubts
from gateway.policy.load import load
from tests.policy.city import CATALOG, OWNERS, PERSON, TODAY, asking, city, files, rule

HELD = rule(sub="role:police-investigator", id="H1") + rule(obj="police.hukou", exempt="role:police-investigator")
OTHERS = rule(sub="role:minzheng-verifier", obj="minzheng", id="M1")


def told(police: str) -> list[str]:
    """What is told of the city with these lines; the city's other role is held and named."""
    policy = city(police=police, minzheng=OTHERS)
    return [str(doubt) for doubt in doubts(policy.bundle, policy.on)]


def test_roles_that_are_held_and_named_raise_no_doubt() -> None:
    assert told(HELD) == []


@pytest.mark.parametrize("field", ["sub", "exempt"])
def test_a_rule_for_a_role_that_nobody_has_is_doubted(field: str) -> None:
    chain = "g, role:police-x, role:police-y\n"
    expected = "policy.d/police.csv:9: nobody has `role:police-y`, which this rule names"
    assert told(HELD + chain + rule(**{field: "role:police-y", "obj": "police.hukou.person", "id": "X2"})) == [expected]


@pytest.mark.parametrize(
    "link", ["user:zhou, role:police-x", "dept:police-xihu, role:police-x", "role:police-investigator, role:police-x"]
)
def test_a_role_is_held_by_whoever_is_in_a_group_that_has_it(link: str) -> None:
    assert told(HELD + f"g, {link}\n" + rule(sub="role:police-x", obj="police.hukou.person", id="X2")) == []


@pytest.mark.parametrize(
    ("start", "until", "held"), [("-", "2026-11-21", 0), ("-", "2026-11-22", 1), ("2027-01-01", "-", 1)]
)
def test_a_membership_that_has_ended_counts_as_none_and_one_to_come_counts(start: str, until: str, held: int) -> None:
    member = f"g, user:zhou, role:police-x, {start}, {until}\n"
    named = rule(sub="role:police-x", obj="police.hukou.person", id="X2")
    found = told(HELD + member + named)
    assert len(found) == 1 - held
    assert all("nobody has `role:police-x`" in line for line in found)


def test_a_role_that_no_rule_names_is_doubted_where_it_is_given() -> None:
    given = "g, user:zhou, role:police-x\ng, user:zhang, role:police-x\n"
    assert told(HELD + given) == [
        "policy.d/police.csv:8: no rule names `role:police-x`, nor a group that it is in: it gives nothing"
        " (and 1 more: line 9)"
    ]
    assert told(HELD + given + "g, role:police-x, role:police-investigator\n") == []


def test_a_role_with_a_title_only_is_doubted_and_one_that_is_given_is_so_where_it_is_given() -> None:
    titles = "role:spare,备用\nrole:police-x,某\nrole:police-investigator,侦查员\n"
    bundle = files(police=HELD + "g, user:zhou, role:police-x\n", minzheng=OTHERS, titles=titles)
    policy = load(bundle, OWNERS, on=TODAY, catalog=CATALOG)
    assert [str(doubt) for doubt in doubts(policy.bundle, TODAY)] == [
        "policy.d/police.csv:8: no rule names `role:police-x`, nor a group that it is in: it gives nothing",
        "titles.csv: no rule names `role:spare`, and nobody has it",
    ]


@pytest.mark.parametrize("obj", ["police.hukou.person", "tag:pii.phone"])
def test_one_rule_too_many_on_one_object_is_doubted_at_that_rule(obj: str) -> None:
    many = [rule(obj=obj, sub="user:zhou", act="limit", arg=f"rows:{n + 1}", id=f"R{n}") for n in range(MOST_RULES)]
    elsewhere = rule(obj=f"{obj}.name" if ":" not in obj else "police.hukou", id="E1")
    assert told(HELD + "".join(many) + elsewhere) == []
    one_more = rule(obj=obj, sub="user:zhang", id="R200")
    assert told(HELD + "".join(many) + one_more) == [
        f"policy.d/police.csv:{7 + 1 + MOST_RULES}: 201 rules are on `{obj}`: more than 200 slow down whoever reads it;"
        " write them for roles, not for people"
    ]


def test_services_that_act_for_somebody_are_no_rules_on_an_object() -> None:
    services = "".join(f"g, service:s{n}, dept:police-xihu\n" for n in range(MOST_RULES + 1))
    acting = "".join(
        rule(sub=f"service:s{n}", obj="dept:police-xihu", act="impersonate", id=f"I{n}") for n in range(MOST_RULES + 1)
    )
    assert told(HELD + services + acting) == []


def test_a_doubt_keeps_nothing_from_being_in_force() -> None:
    policy = city(
        police=HELD
        + rule(sub="role:police-y", obj="police.hukou.person", id="X2")
        + "g, role:police-y, role:police-x\n"
    )
    assert doubts(policy.bundle, policy.on)
    assert policy.decide(asking(policy, "user:zhang"), PERSON).relation == PERSON.name
