"""Bypasses that no statement alone shows: roles that add up to too much, wildcards, masks that see each other, caches, what is renamed at a source."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from gateway.catalog.accepted import AcceptedSource
from gateway.catalog.drift import accept
from gateway.catalog.relations import Catalog, Source
from gateway.catalog.snapshot import SourceEntry, SourceState, build
from gateway.errors import GatewayError
from gateway.pipeline.prepare import prepare
from gateway.policy.decision import Permit
from gateway.policy.principal import Principal
from gateway.policy.problems import PolicyProblems
from tests.attacks import judge
from tests.attacks.world import ANALYST, CATALOG, POLICY, Rows, name_of, statement
from tests.engines.world import source
from tests.policy.city import PERSON, asking, city
from tests.world import Database, Given, permit

ROWS = "p, *, police, row_any, TRUE, *, -, -, -, allow, ROWS\n"
READ = ROWS + "p, *, police, select, -, *, -, -, -, allow, READ\n"


def decided(police: str, code: str = "user:lisi", **more: str) -> Permit:
    policy = city(police=police, **more)
    found = policy.decide(asking(policy, code), PERSON)
    assert isinstance(found, Permit), found
    return found


def test_b18_nobody_edits_the_rule_that_filters_them() -> None:
    """A department's file that speaks of another's objects, people or roles is refused whole; a claim of a token sets no attribute that the files set."""
    for line in (
        "p, user:zhang, police, row_any, TRUE, *, -, -, -, allow, X1\n",
        "g, user:zhang, role:police-chief\n",
        "g2, police.hukou.person.phone, tag:minzheng.free\n",
    ):
        with pytest.raises(PolicyProblems):
            city(minzheng=line)
    claimed = city().principal(
        "user:lisi", {"region": "330000", "regions": ["330000"], "dept": "police", "user": "zhang"}
    )
    assert claimed.attributes == city().principal("user:lisi").attributes


def test_b35_restrictions_of_roles_of_roles_hold() -> None:
    nested = "g, user:zhang, role:police-a\ng, role:police-a, role:police-b\ng, role:police-b, role:police-c\n"
    restricted = (
        READ
        + nested
        + (
            "p, role:police-c, tag:pii.phone, mask, null, *, -, -, -, allow, M\n"
            "p, role:police-c, police.hukou.person.name, select, -, *, -, -, -, deny, D\n"
        )
    )
    found = decided(restricted, "user:zhang")
    assert "name" not in found.columns
    assert found.columns["phone"].mask == "null"


def test_b36_rights_on_some_rows_are_no_right_on_all_and_clear_columns_need_their_own() -> None:
    """One grant gives all rows masked, another some rows: the mask holds on every row."""
    some = "p, role:minzheng-verifier, police, row_any, @own, *, -, -, -, allow, SOME\np2, @own, \"region_code = '330106'\"\n"
    read = "p, *, police, select, -, *, -, -, -, allow, READ\np, *, tag:pii.phone, mask, null, *, -, -, -, allow, M\n"
    only_some = decided(read + some)
    assert not only_some.rows.everything
    assert [predicate.name for predicate in only_some.rows.any_of] == ["@own"]
    everything = decided(read + some + ROWS)
    assert everything.rows.everything
    assert everything.columns["phone"].mask == "null"


@pytest.mark.parametrize(
    ("path", "covers"),
    [
        ("police.*.person", True),
        ("police.*.person.phone", True),
        ("police.*.person.other", False),
        ("police.*.other", False),
        ("police.*.*.phone", True),
        ("police.*.*.other", False),
        ("police.hukou.per*.phone", True),
        ("police.hukou.per*.other", False),
    ],
)
def test_b37_what_stands_after_a_wildcard_counts(path: str, covers: bool) -> None:
    policy = city(police=ROWS + f"p, user:lisi, {path}, select, -, *, -, -, -, allow, P\n") if covers else None
    if policy is None:
        try:
            policy = city(police=ROWS + f"p, user:lisi, {path}, select, -, *, -, -, -, allow, P\n")
        except PolicyProblems:
            return  # a path that reaches nothing is told when the policy is loaded
    found = policy.decide(asking(policy, "user:lisi"), PERSON)
    assert isinstance(found, Permit) == covers


def test_b26_masks_and_rules_read_the_raw_row_never_another_mask() -> None:
    """A rule over a hidden and over a masked column, both columns masked: filters first, then all masks at once."""
    policy = Given(
        {
            name_of("person"): permit(
                "person",
                rows=["phone = '13800000001' OR secret = 's2'"],
                masks={"phone": "const:x", "name": "null", "region": "const:B1"},
                hidden=["secret"],
            )
        }
    )
    plan = prepare(statement("SELECT id, phone, name, region FROM person ORDER BY id"), CATALOG, policy)
    assert judge.ran(plan, "quiet") == ("rows", [(1, "x", None, "B1"), (2, "x", None, "B1")])


def test_b26_a_listed_view_has_masks_and_rules_of_its_own() -> None:
    opaque = replace(CATALOG.relations[name_of("person")], opaque=True)
    known = Catalog(version="1", sources=CATALOG.sources, relations={**CATALOG.relations, opaque.name: opaque})
    plan = prepare(statement("SELECT id, phone FROM person WHERE phone LIKE '138%' ORDER BY id"), known, POLICY)
    assert "MATERIALIZED" in plan.sql
    assert judge.ran(plan, "loud") == judge.ran(plan, "quiet") == ("rows", [(1, "138****0001"), (2, "138****0002")])


def test_b24_what_is_remembered_for_one_principal_serves_no_other() -> None:
    """The same text, in turn, for principals who differ in attributes, department or purpose: rules, masks and token keys are each one's own."""
    policy = Given(
        {
            name_of("person"): permit(
                "person", rows=["starts_with(region, :prefix)"], masks={"phone": "token:k1", "name": "const:***"}
            )
        }
    )
    asked = statement("SELECT id, phone FROM person ORDER BY id")

    def sent(department: str, prefix: str, purpose: str | None = None) -> tuple[str, object]:
        principal = Principal(code="user:x", department=department, attributes={"prefix": prefix})
        plan = prepare(replace(asked, asking=replace(ANALYST, principal=principal, purpose=purpose)), CATALOG, policy)
        return plan.sql, dict(plan.keys)

    first = [sent("01", "A"), sent("02", "A"), sent("01", "B"), sent("01", "A", "care")]
    assert first == [sent("01", "A"), sent("02", "A"), sent("01", "B"), sent("01", "A", "care")]
    keys = [tuple(found[1].values()) for found in first]  # type: ignore[attr-defined]  # a mapping
    assert (keys[0] != keys[1], keys[0] == keys[2], keys[0] != keys[3]) == (True, True, True)
    assert first[0][0] != first[2][0]


def test_b46_a_masked_text_has_neither_the_length_nor_the_letters_of_what_it_hides() -> None:
    phones = [f"138{'7' * length}{letter}4242" for length in range(4, 12) for letter in "0a张"]
    rows: Rows = [(1, None, None, None, phone, None, None, None, None) for phone in phones]
    for written in ("partial:3:4", "const:***", "null"):
        policy = Given({name_of("person"): permit("person", masks={"phone": written})})
        with Database({"person": rows}) as database:
            shown = database.run(prepare(statement("SELECT phone FROM person"), CATALOG, policy))
        assert len(shown) == len(phones)
        assert len(set(shown)) == 1, (written, shown)


def change(folder: Path, sql: str) -> None:
    with duckdb.connect(str(folder / "data.duckdb")) as connection:
        connection.execute(sql)


def test_b29_and_b30_what_is_renamed_recreated_or_added_is_not_seen(tmp_path: Path) -> None:
    change(
        tmp_path,
        "CREATE TABLE person (id BIGINT, region VARCHAR, phone VARCHAR); CREATE TABLE vault (id BIGINT, pin INTEGER)",
    )
    made = source("data", "duckdb", path=tmp_path / "data.duckdb")
    entry = SourceEntry(source=Source(name="data", kind="duckdb", owner="office"))
    accepted = accept(made.connector.inspect("data", made.options, made.credentials), AcceptedSource(source="data"))
    accepted = replace(accepted, relations=tuple(r for r in accepted.relations if r.name == "person"))
    policy = Given({name_of("person"): permit("person", masks={"phone": "null"})})

    def asked(sql: str) -> str:
        found = made.connector.inspect("data", made.options, made.credentials)
        known = build([entry], {"data": accepted}, {"data": SourceState(found=found)})
        try:
            return prepare(statement(sql), known, policy).sql
        except GatewayError as error:
            return error.code.name

    assert "SELECT" in asked("SELECT id, phone FROM person")
    assert asked("SELECT pin FROM vault") == "TABLE_NOT_FOUND"
    change(tmp_path, "ALTER TABLE person RENAME TO person2")
    assert {asked("SELECT id FROM person2"), asked("SELECT id FROM person")} == {"TABLE_NOT_FOUND"}
    # The other table under the accepted name: nothing of it but columns of the accepted names and types.
    change(tmp_path, "ALTER TABLE vault RENAME TO person")
    assert asked("SELECT pin FROM person") == asked("SELECT phone FROM person") == "COLUMN_NOT_FOUND"
    change(tmp_path, "ALTER TABLE person ADD COLUMN phone INTEGER; ALTER TABLE person ADD COLUMN extra VARCHAR")
    assert asked("SELECT phone FROM person") == asked("SELECT extra FROM person") == "COLUMN_NOT_FOUND"
    assert "extra" not in asked("SELECT * FROM person")


def test_b30_new_columns_and_files_of_a_folder_are_not_seen(tmp_path: Path) -> None:
    (tmp_path / "pq").mkdir()
    made = source("data", "parquet", path=tmp_path / "pq")

    def write(name: str, select: str) -> None:
        with duckdb.connect() as connection:
            connection.execute(f"COPY ({select}) TO '{tmp_path / 'pq' / name}' (FORMAT parquet)")

    write("person.parquet", "SELECT 1::BIGINT AS id")
    entry = SourceEntry(source=Source(name="data", kind="parquet", owner="office"), folder=made.connector.folder)
    accepted = accept(made.connector.inspect("data", made.options, made.credentials), AcceptedSource(source="data"))
    write("person.parquet", "SELECT 1::BIGINT AS id, 'CANARY' AS secret")
    write("vault.parquet", "SELECT 4242 AS pin")
    found = made.connector.inspect("data", made.options, made.credentials)
    known = build([entry], {"data": accepted}, {"data": SourceState(found=found)})
    assert [[column.name for column in relation.columns] for relation in known.relations.values()] == [["id"]]
