"""What Trino's access control is told: the least that policy grants, from real policies over the small city."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

import pytest

from gateway.api.opa.decisions import HIDDEN, LEAST, Decisions, Outcome, Question
from gateway.api.opa.people import RULES
from gateway.api.opa.shown import OpaWorld
from gateway.catalog.relations import Catalog, Read
from tests.api.opa.questions import Door, catalog, column, door, question, schema, table, user
from tests.policy.city import APPLICANT, CATALOG, PERSON, PREDICATES, TODAY, city

PERSONS = "police.hukou.person"
GRANTS = (
    PREDICATES
    + """\
p, user:lisi, police.hukou.person, select, -, dibao-check, -, -, -, allow, READ
p, *, police.hukou.person, row_any, @own, *, -, -, -, allow, OWN
p, user:lisi, police.hukou.person, row_any, @list, *, -, -, -, allow, LIST
p, user:lisi, police.hukou.person.birth, select, -, *, -, -, -, deny, NOT-BIRTH
p, *, police.hukou.person.phone, mask, partial:3:4, *, -, -, -, allow, PHONE
p, user:zhang, police, select, -, *, -, -, -, allow, ZHANG
"""
)
LISI = "lisi@dibao-check"


@pytest.fixture
def asked() -> Door:
    return door(city(police=GRANTS))


WRITING = [
    "CreateCatalog", "DropCatalog", "CreateSchema", "DropSchema", "RenameSchema", "SetSchemaAuthorization", "ShowCreateSchema", "ShowCreateTable", "CreateTable",
    "DropTable", "RenameTable", "SetTableProperties", "SetTableComment", "SetViewComment", "SetColumnComment", "AddColumn", "AlterColumn", "DropColumn", "RenameColumn",
    "SetTableAuthorization", "InsertIntoTable", "DeleteFromTable", "TruncateTable", "UpdateTableColumns", "CreateView", "RenameView", "SetViewAuthorization", "DropView",
    "CreateViewWithSelectFromColumns", "CreateMaterializedView", "RefreshMaterializedView", "DropMaterializedView", "SetCatalogSessionProperty",
    "SetSystemSessionProperty", "ExecuteProcedure", "ExecuteTableProcedure", "CreateViewWithExecuteFunction", "CreateFunction", "DropFunction", "ShowFunctions",
    "FilterFunctions", "ShowCreateFunction", "ReadSystemInformation", "WriteSystemInformation", "SomethingNew",
]  # fmt: skip


@pytest.mark.parametrize("operation", WRITING)
def test_what_is_not_listed_is_refused_to_everybody(operation: str) -> None:
    asked = door(city(police=GRANTS), services=["huiliu"])
    everything = {**table(PERSONS, "name"), **schema("police.hukou"), **catalog("police"), **user("zhang")}
    for who in (LISI, "zhang", RULES):
        assert not asked.may(who, operation, everything)
    assert asked.may("huiliu", operation, everything) == (operation == "SetSystemSessionProperty")


def test_a_reader_reads_what_is_granted_for_the_purpose_and_nothing_else(asked: Door) -> None:
    assert asked.may(LISI, "ExecuteQuery")
    assert asked.may(LISI, "AccessCatalog", catalog("police"))
    assert not asked.may(LISI, "AccessCatalog", catalog("minzheng"))
    assert asked.may(LISI, "SelectFromColumns", table(PERSONS, "name", "phone"))
    assert asked.may(LISI, "SelectFromColumns", table(PERSONS))
    assert not asked.may(LISI, "SelectFromColumns", table(PERSONS, "name", "birth"))
    assert not asked.may(LISI, "SelectFromColumns", table(PERSONS, "new_at_the_source"))
    assert not asked.may(LISI, "SelectFromColumns", table("police.hukou.person$partitions"))
    assert not asked.may("lisi", "SelectFromColumns", table(PERSONS, "name"))
    assert not asked.may("lisi@welfare", "SelectFromColumns", table(PERSONS, "name"))


def test_listings_hold_what_can_be_read(asked: Door) -> None:
    assert asked.of_many(LISI, "FilterCatalogs", [catalog("minzheng"), catalog("police"), catalog("system")]) == [1]
    assert asked.of_many(LISI, "FilterSchemas", [schema("police.information_schema"), schema("police.hukou")]) == [1]
    assert asked.of_many(LISI, "FilterTables", [table("police.hukou.other"), table(PERSONS), "no object", {}]) == [1]
    assert asked.of_many(LISI, "FilterColumns", [table(PERSONS, "id_card", "birth", "phone", "oid")]) == [0, 2]
    assert asked.of_many("stranger", "FilterTables", [table(PERSONS)]) == []


def test_the_row_rule_stands_alone_over_bare_columns_and_is_read_as_somebody_who_may(asked: Door) -> None:
    [told] = asked.filters(LISI, PERSONS)
    held = """(("region_code" IN (CAST('330106' AS varchar(12)), CAST('330108' AS varchar(12)))) OR ("region_code" LIKE '330106%'))"""
    assert told == {"expression": held, "identity": RULES}
    [told] = asked.filters("zhang", PERSONS)
    assert told["expression"] == """("region_code" LIKE '330100%')"""
    assert asked.may(RULES, "SelectFromColumns", table(PERSONS, "birth"))
    assert not asked.may(RULES, "ExecuteQuery")
    assert asked.filters("zhou", PERSONS) == asked.filters("stranger", PERSONS) == [{"expression": "FALSE"}]


def test_masks_are_the_policys_and_what_may_not_be_read_is_null_besides(asked: Door) -> None:
    types = {f"{PERSONS}.{c.name}": str(c.type) for c in PERSON.columns}
    found = {item["index"]: item["viewExpression"] for item in asked.masks(LISI, types)}
    assert list(found) == [2, 3]
    assert found[3] == HIDDEN
    assert found[2]["expression"].startswith("CASE WHEN") or "substr" in found[2]["expression"]
    assert '"phone"' in found[2]["expression"]
    assert "identity" not in found[2]
    assert asked.mask(LISI, f"{PERSONS}.phone", "varchar(20)") == found[2]
    assert asked.mask(LISI, f"{PERSONS}.name", "varchar(64)") is None
    assert asked.mask("stranger", f"{PERSONS}.name", "varchar(64)") == HIDDEN
    assert asked.mask(LISI, f"{PERSONS}.new", "varchar(64)") == HIDDEN
    assert asked.mask(LISI, f"{PERSONS}.phone", "varchar(11)") == HIDDEN  # it was written for another type


def test_what_trino_cannot_express_is_refused() -> None:
    keyed = door(city(police=GRANTS + "p, *, police.hukou.person.id_card, mask, token:k1, *, -, -, -, allow, TOKEN\n"))
    assert not keyed.may(LISI, "SelectFromColumns", table(PERSONS, "id_card"))
    assert keyed.mask(LISI, f"{PERSONS}.id_card", "varchar(18)") == HIDDEN
    assert keyed.of_many(LISI, "FilterColumns", [table(PERSONS, "id_card", "name")]) == [1]
    aged = door(
        city(police=GRANTS + "p, *, police.hukou.person.birth, mask, generalize:age:10, *, -, -, -, allow, AGE\n")
    )
    assert not aged.may("zhang", "SelectFromColumns", table(PERSONS, "birth"))
    assert aged.mask("zhang", f"{PERSONS}.birth", "date") == HIDDEN
    limited = door(city(police=GRANTS + "p, *, police.hukou.person, limit, rows:10, *, -, -, -, allow, TEN\n"))
    assert not limited.may(LISI, "SelectFromColumns", table(PERSONS, "name"))
    assert limited.of_many(LISI, "FilterTables", [table(PERSONS)]) == []
    assert limited.filters(LISI, PERSONS) == [{"expression": "FALSE"}]


def test_a_restriction_that_needs_an_attribute_refuses_whoever_has_it_not() -> None:
    lines = GRANTS + "p, *, police.hukou.person, row_all, @own, *, -, -, -, allow, ALL-OWN\n"
    asked = door(
        city(police=lines + "g, user:wang, dept:police-xihu\np, user:wang, police, select, -, *, -, -, -, allow, W\n")
    )
    assert not asked.may("wang", "SelectFromColumns", table(PERSONS, "name"))
    assert asked.filters("wang", PERSONS) == [{"expression": "FALSE"}]


@pytest.mark.parametrize("who", ["", "lisi@", "lisi", "LISI@dibao-check", "user:lisi@nothing", "lisi@dibao-check@", "@dibao-check", "nobody", "huiliu:rules@dibao-check"])  # fmt: skip
def test_a_name_that_is_not_exactly_a_principal_with_an_open_purpose_sees_nothing(asked: Door, who: str) -> None:
    assert not asked.may(who, "SelectFromColumns", table(PERSONS, "name"))
    assert asked.of_many(who, "FilterColumns", [table(PERSONS, "name")]) == []
    assert asked.filters(who, PERSONS) == [{"expression": "FALSE"}]
    assert asked.may(who, "ExecuteQuery") == (who in ("lisi", "lisi@"))


def test_a_name_that_could_be_two_people_is_nobody() -> None:
    two = "g, user:lisi@dibao-check, dept:police-xihu\np, user:lisi@dibao-check, police, select, -, *, -, -, -, allow, X\n"
    asked = door(city(police=GRANTS.replace("row_any, @own", "row_any, TRUE") + two))
    assert not asked.may(LISI, "ExecuteQuery")
    assert asked.may("lisi@dibao-check@", "SelectFromColumns", table(PERSONS, "birth"))


def test_nobody_becomes_another_but_everybody_may_declare_a_purpose(asked: Door) -> None:
    assert asked.may("lisi", "ImpersonateUser", user(LISI))
    assert asked.may("user:lisi", "ImpersonateUser", user(LISI))
    for who, other in [("lisi", "zhang"), ("lisi", "zhang@dibao-check"), (LISI, "lisi"), (LISI, "lisi@welfare"), ("lisi", "lisi@nothing"), ("lisi", RULES), ("nobody", "nobody")]:  # fmt: skip
        assert not asked.may(who, "ImpersonateUser", user(other))


@pytest.mark.parametrize("operation", ["ViewQueryOwnedBy", "FilterViewQueryOwnedBy", "KillQueryOwnedBy"])
def test_everybody_sees_to_his_own_queries(operation: str) -> None:
    asked = door(city(police=GRANTS), services=["huiliu"])
    for who in (LISI, "huiliu"):
        assert asked.may(who, operation, user(who))
        assert not asked.may(who, operation, user("zhang"))
    assert asked.of_many(LISI, "FilterViewQueryOwnedBy", [user("zhang"), user(LISI)]) == [1]
    assert not asked.may("nobody", operation, user("nobody"))


def test_trinos_own_listings_are_open_and_its_insides_are_not(asked: Door) -> None:
    for name in ("system.jdbc.columns", "police.information_schema.columns", "police.information_schema.tables"):
        assert asked.may(LISI, "SelectFromColumns", table(name, "table_name"))
        assert asked.filters(LISI, name) == []
        assert asked.mask(LISI, f"{name}.table_name", "varchar") is None
    for name in ("system.runtime.queries", "system.metadata.catalogs", "police.information_schema.views", "minzheng.information_schema.tables"):  # fmt: skip
        assert not asked.may(LISI, "SelectFromColumns", table(name, "x"))
        assert asked.filters(LISI, name) == [{"expression": "FALSE"}]


def test_only_built_in_functions_are_executed(asked: Door) -> None:
    def function(path: str) -> dict[str, Any]:
        catalog_, schema_, name = path.split(".")
        return {"function": {"catalogName": catalog_, "schemaName": schema_, "functionName": name}}

    assert asked.may(LISI, "ExecuteFunction", function("system.builtin.lower"))
    for path in ("police.system.query", "system.other.f", "police.builtin.f"):
        assert not asked.may(LISI, "ExecuteFunction", function(path))


def test_a_service_reads_everything_unchanged() -> None:
    asked = door(city(police=GRANTS), services=["huiliu"])
    assert asked.may("huiliu", "SelectFromColumns", table(PERSONS, "birth"))
    assert asked.of_many("huiliu", "FilterColumns", [table(PERSONS, "birth", "name")]) == [0, 1]
    assert asked.filters("huiliu", PERSONS) == []
    assert asked.mask("huiliu", f"{PERSONS}.phone", "varchar(20)") is None


def test_a_source_that_is_closed_is_not_read() -> None:
    asked = door(city(police=GRANTS), closed=["police"])
    assert not asked.may(LISI, "SelectFromColumns", table(PERSONS, "name"))
    assert asked.of_many(LISI, "FilterTables", [table(PERSONS)]) == [0]


def test_a_column_that_trino_has_otherwise_is_converted_in_rules_and_not_masked() -> None:
    columns = tuple(
        dataclasses.replace(c, read=Read.CONVERT) if c.name in ("region_code", "phone") else c for c in PERSON.columns
    )
    relations = {PERSON.name: dataclasses.replace(PERSON, columns=columns), APPLICANT.name: APPLICANT}
    asked = door(city(police=GRANTS), over=Catalog(version="2", sources=CATALOG.sources, relations=relations))
    [told] = asked.filters(LISI, PERSONS)
    assert """TRY_CAST("region_code" AS varchar(12)) IN (""" in told["expression"]
    assert not asked.may(LISI, "SelectFromColumns", table(PERSONS, "phone"))
    assert asked.may(LISI, "SelectFromColumns", table(PERSONS, "region_code"))


def test_a_new_policy_set_a_new_catalogue_and_a_new_day_are_seen_at_once() -> None:
    worlds = [OpaWorld(CATALOG, city(police=GRANTS), TODAY)]
    asked = Door(Decisions(lambda: worlds[-1]))
    assert asked.may(LISI, "SelectFromColumns", table(PERSONS, "name"))
    worlds.append(OpaWorld(CATALOG, city(), TODAY))
    assert not asked.may(LISI, "SelectFromColumns", table(PERSONS, "name"))
    worlds.append(OpaWorld(Catalog(version="0"), worlds[0].policy, TODAY))
    assert not asked.may(LISI, "SelectFromColumns", table(PERSONS, "name"))
    worlds.append(OpaWorld(CATALOG, worlds[0].policy, TODAY + datetime.timedelta(days=1)))
    assert asked.may(LISI, "SelectFromColumns", table(PERSONS, "name"))


BROKEN = [
    b"", b"x", b"null", b"[]", b"{}", b'{"input":1}', b'{"input":{"context":{},"action":{}}}', b'{"input":{"context":{"identity":{"user":1}},"action":{"operation":"ExecuteQuery"}}}',
    question("", "ExecuteQuery"), question(LISI, ""), question(LISI, "SelectFromColumns"), question(LISI, "SelectFromColumns", {"table": {}}),
    question(LISI, "SelectFromColumns", {"table": {"catalogName": "police", "schemaName": "hukou", "tableName": "person", "columns": [1]}}),
    question(LISI, "SelectFromColumns", {"table": {"catalogName": "police", "schemaName": "hukou", "tableName": "person", "columns": "name"}}),
    question(LISI, "FilterColumns", many=[table(PERSONS, "name"), table(PERSONS, "phone")]), question(LISI, "FilterColumns", many=["x"]),
    b'{"input":{"context":{"identity":{"user":"lisi@dibao-check"}},"action":{"operation":"GetColumnMask","filterResources":{}}}}',
]  # fmt: skip


@pytest.mark.parametrize("kind", Question)
@pytest.mark.parametrize("body", BROKEN)
def test_a_question_that_is_none_gets_the_least(asked: Door, kind: Question, body: bytes) -> None:
    answer = asked.decisions.answer(kind, body)[0]
    if kind is Question.BATCH_COLUMN_MASKS and b"filterResources" in body and answer != LEAST[kind]:
        assert answer
        assert all(item["viewExpression"] == HIDDEN for item in answer)
    else:
        assert answer == LEAST[kind]


def test_one_column_of_a_batch_that_is_none_is_masked_whole(asked: Door) -> None:
    body = question(LISI, "GetColumnMask", many=["x", {}, column(f"{PERSONS}.name", "varchar(64)")])
    assert asked.decisions.answer(Question.BATCH_COLUMN_MASKS, body)[0] == [
        {"index": 0, "viewExpression": HIDDEN},
        {"index": 1, "viewExpression": HIDDEN},
    ]


def test_a_fault_of_ours_gives_the_least_too() -> None:
    def worlds() -> OpaWorld:
        raise RuntimeError("no policy")

    decisions = Decisions(worlds)
    for kind in Question:
        operation = {"resource": table(PERSONS, "name") | column(f"{PERSONS}.name", "varchar")}
        body = question(LISI, "SelectFromColumns", operation["resource"], many=[operation["resource"]])
        assert decisions.answer(kind, body) == (LEAST[kind], Outcome.FAILED)
