"""Rules for Trino's file-based access control: what a file says, and what it says it cannot."""

from __future__ import annotations

import re

from gateway.api.opa.people import RULES
from gateway.api.opa.rules import Rules, Unsaid, rules
from gateway.api.opa.shown import OpaWorld
from gateway.policy.policy_set import PolicySet
from tests.api.opa.test_decisions import GRANTS, LISI, PERSONS
from tests.policy.city import CATALOG, TODAY, city


def rendered(policy: PolicySet, *users: str) -> Rules:
    return rules(OpaWorld(CATALOG, policy, TODAY), users, ["huiliu"])


def test_a_file_names_hidden_columns_masks_and_the_row_rule() -> None:
    found = rendered(city(police=GRANTS), LISI)
    services, person, jdbc = found.document["tables"]
    assert services == {"user": "huiliu|huiliu:rules", "privileges": ["SELECT"]}
    assert re.fullmatch(person["user"], LISI)
    assert (person["catalog"], person["schema"], person["table"]) == ("police", "hukou", "person")
    assert [(column["name"], sorted(column)) for column in person["columns"]] == [
        ("phone", ["mask", "name"]),
        ("birth", ["allow", "name"]),
    ]
    assert person["columns"][1]["allow"] is False
    assert person["filter"].startswith("((")
    assert person["filter_environment"] == {"user": RULES}
    assert jdbc["schema"] == "jdbc"
    assert (found.unsaid, found.unknown) == ((), ())


def test_every_kind_of_rule_is_written_out_so_that_nothing_is_open_by_default() -> None:
    document = rendered(city(police=GRANTS), LISI).document
    kinds = {
        "catalogs", "schemas", "tables", "queries", "functions", "procedures", "impersonation", "system_session_properties", "catalog_session_properties",
    }  # fmt: skip
    assert set(document) == kinds
    assert all(
        document[kind] == [] for kind in ("schemas", "procedures", "impersonation", "catalog_session_properties")
    )
    nobody = rules(OpaWorld(CATALOG, city(), TODAY), ["nobody"]).document
    assert {kind: listed for kind, listed in nobody.items() if listed} == {
        "tables": [{"user": "huiliu:rules", "privileges": ["SELECT"]}]
    }


def test_nobody_executes_as_the_one_who_evaluates_filters() -> None:
    document = rendered(city(police=GRANTS), LISI).document
    assert not any(re.fullmatch(rule["user"], RULES) for rule in document["queries"])
    assert any(re.fullmatch(rule["user"], RULES) for rule in document["catalogs"])


def test_names_are_patterns_of_nothing_but_themselves() -> None:
    policy = city(
        police=GRANTS + "g, user:li.si, dept:police-xihu\np, user:li.si, police, select, -, *, -, -, -, allow, DOT\n"
    )
    person = rendered(policy, "li.si").document["tables"][1]
    assert re.fullmatch(person["user"], "li.si")
    assert not re.fullmatch(person["user"], "liXsi")


def test_what_a_file_cannot_say_is_told_and_refused() -> None:
    keyed = city(police=GRANTS + "p, *, police.hukou.person.id_card, mask, token:k1, *, -, -, -, allow, TOKEN\n")
    found = rendered(keyed, LISI)
    reason = "its mask has a key, which would stand in Trino's plans"
    assert found.unsaid == (Unsaid(user=LISI, relation=PERSONS, column="id_card", reason=reason),)
    assert found.document["tables"][1]["columns"][0] == {"name": "id_card", "allow": False}
    limited = city(police=GRANTS + "p, *, police.hukou.person, limit, rows:10, *, -, -, -, allow, TEN\n")
    found = rendered(limited, LISI)
    assert found.unsaid == (Unsaid(user=LISI, relation=PERSONS, reason="a limit of rows holds"),)
    assert PERSONS.rpartition(".")[2] not in [rule.get("table") for rule in found.document["tables"]]


def test_whoever_is_no_principal_is_told_and_gets_nothing() -> None:
    found = rendered(city(police=GRANTS), "nobody", "lisi@welfare")
    assert found.unknown == ("nobody", "lisi@welfare")
    assert not any("lisi" in rule["user"] for listed in found.document.values() for rule in listed)
