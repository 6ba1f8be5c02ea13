"""Listings: names without texts, and never more of them than reading shows; what is remembered is what would be worked out."""

from __future__ import annotations

import dataclasses
import datetime
import itertools

import pytest

from gateway import masking
from gateway.api.opa.decisions import Decisions, Outcome, Question
from gateway.api.opa.expressed import Expressed, Refused, expressed
from gateway.api.opa.shown import NotRemembered, OpaWorld, Shown
from gateway.catalog.names import RelationName
from gateway.catalog.relations import Catalog, Column, Read, Relation
from gateway.catalog.types import BIGINT, VARCHAR, parse_type, varchar
from gateway.policy.decision import ColumnPermit, Permit, RowPredicate, RowRule, Rule
from gateway.policy.load import load
from gateway.policy.owners import Owner
from gateway.predicates import check_predicate
from tests.api.opa.questions import Door, catalog, column, door, question, schema, table, user
from tests.api.opa.test_decisions import GRANTS, LISI, PERSONS
from tests.policy.city import CATALOG, PERSON, TODAY, asking, city

TYPES = ("varchar(20)", "varchar", "bigint", "double", "date", "timestamp(3)", "decimal(10,2)")
MASKS = (
    "null", "const:***", "const:0", "partial:1:1", "partial:3:4", "name", "phone", "address", "email", "id_card", "bank_card", "generalize:year", "generalize:month",
    "generalize:number:10", "generalize:age:10", "region:county", "region:city", "token:k1",
)  # fmt: skip
POLICY = city(police=GRANTS)


def permitted(relation: Relation, masks: dict[str, str | None], rows: RowRule) -> Permit:
    columns = {name: ColumnPermit(name=name, mask=mask) for name, mask in masks.items()}
    return Permit(relation=relation.name, columns=columns, rows=rows)


@pytest.mark.parametrize(("text", "type_", "read"), list(itertools.product(MASKS, TYPES, (Read.PLAIN, Read.CONVERT))))
def test_a_column_is_listed_exactly_when_its_mask_has_a_text(text: str, type_: str, read: Read) -> None:
    kind = parse_type(type_)
    if not masking.parse(text).accepts(kind):
        return
    one = Relation(name=PERSON.name, columns=(Column(name="v1", type=kind, read=read),), location=PERSON.location)
    found = expressed(one, permitted(one, {"v1": text}, RowRule(everything=True)), asking(POLICY, "user:lisi"), TODAY)
    assert isinstance(found, Expressed)
    assert set(found.columns) | set(found.refused) == {"v1"}
    for name in found.columns:
        said = found.mask(name)
        assert said is not None
        assert read is Read.PLAIN
        assert not text.startswith("token")


ROWS = [
    ("name = 'x'", None), ("starts_with(region_code, :region) OR phone IS NULL", None), ("\"name\" = 'x' AND birth < DATE '2000-01-01'", None),
    ("nothing = 'x'", "row rule"), ("name = :other", "row rule"), ("name = 5", "row rule"),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "reason"), ROWS)
def test_a_row_rule_says_over_any_relation_what_it_says_over_the_whole_one(sql: str, reason: str | None) -> None:
    rows = RowRule(all_of=(RowPredicate(name="@x", sql=sql, rule=Rule("X")),), everything=True)
    asker = asking(POLICY, "user:lisi")
    texts = set()
    for columns in (PERSON.columns, (*PERSON.columns, Column(name="more", type=BIGINT)), PERSON.columns[::-1]):
        relation = dataclasses.replace(PERSON, columns=columns)
        found = expressed(relation, permitted(relation, {"name": None}, rows), asker, TODAY)
        if reason is not None:
            assert isinstance(found, Refused)
            assert reason in found.reason
        else:
            assert isinstance(found, Expressed)
            texts.add(found.rows)
    assert len(texts) == (reason is None)


def test_the_same_name_with_another_type_is_another_rule() -> None:
    rows = RowRule(all_of=(RowPredicate(name="@x", sql="name = 'x'", rule=Rule("X")),), everything=True)
    asker, said = asking(POLICY, "user:lisi"), []
    for type_ in (varchar(4), VARCHAR, BIGINT):
        columns = tuple(dataclasses.replace(c, type=type_) if c.name == "name" else c for c in PERSON.columns)
        relation = dataclasses.replace(PERSON, columns=columns)
        said.append(expressed(relation, permitted(relation, {"phone": None}, rows), asker, TODAY))
    assert [isinstance(one, Expressed) for one in said] == [True, True, False]


QUESTIONS = [
    (Question.ALLOW, question(LISI, "AccessCatalog", catalog("police"))),
    (Question.ALLOW, question(LISI, "SelectFromColumns", table(PERSONS, "name", "birth"))),
    (Question.ALLOW, question("zhang", "ImpersonateUser", user("zhang@dibao-check"))),
    (Question.BATCH, question(LISI, "FilterSchemas", many=[schema("police.hukou"), schema("police.x")])),
    (Question.BATCH, question(LISI, "FilterTables", many=[table(PERSONS), table("police.hukou.x"), table("zz.a.b")])),
    (Question.BATCH, question(LISI, "FilterColumns", many=[table(PERSONS, "name", "birth")])),
    (Question.ROW_FILTERS, question(LISI, "GetRowFilters", table(PERSONS))),
    (Question.COLUMN_MASK, question(LISI, "GetColumnMask", column(f"{PERSONS}.phone", "varchar(20)"))),
    (Question.BATCH_COLUMN_MASKS, question(LISI, "GetColumnMask", many=[column(f"{PERSONS}.phone", "varchar(20)")])),
]


@pytest.mark.parametrize(("kind", "body"), QUESTIONS)
def test_what_is_remembered_is_what_was_worked_out(kind: Question, body: bytes) -> None:
    worlds = [OpaWorld(CATALOG, POLICY, TODAY)]
    decisions = Decisions(lambda: worlds[-1])
    assert decisions.remembered(kind, body) is None
    told = decisions.answer(kind, body)
    assert told[1] is Outcome.ANSWERED
    assert decisions.remembered(kind, body) == told
    for world in (
        OpaWorld(CATALOG, city(), TODAY),
        OpaWorld(Catalog(version="0"), POLICY, TODAY),
        OpaWorld(CATALOG, POLICY, TODAY + datetime.timedelta(days=1)),
    ):
        worlds.append(world)
        assert decisions.remembered(kind, body) is None


def test_a_source_that_closes_is_closed_to_what_is_remembered_too() -> None:
    closed: list[str] = []
    decisions = Decisions(lambda: OpaWorld(CATALOG, POLICY, TODAY), is_closed=lambda source: source in closed)
    body = question(LISI, "SelectFromColumns", table(PERSONS, "name"))
    assert decisions.answer(Question.ALLOW, body)[0]
    assert decisions.remembered(Question.ALLOW, body) == (True, Outcome.ANSWERED)
    closed.append("police")
    assert decisions.remembered(Question.ALLOW, body) == (False, Outcome.ANSWERED)


def test_whoever_may_not_think_says_so() -> None:
    shown = Shown(OpaWorld(CATALOG, POLICY, TODAY))
    with pytest.raises(NotRemembered):
        shown.remembered().asking(LISI)
    asker = shown.asking(LISI)
    assert asker is not None
    for ask in (lambda s: s.relation(asker, PERSON.name), lambda s: s.reaches(asker, "police")):
        with pytest.raises(NotRemembered):
            ask(shown.remembered())
        assert ask(shown)
        assert ask(shown.remembered())


STORM = """\
g, user:ana, dept:police
p2, @c, "c7 IN ('a', 'b') OR starts_with(c8, 'x')"
p, *, police, select, -, *, -, -, -, allow, READ
p, *, police.storm, row_any, @c, *, -, -, -, allow, ROWS
p, *, police.storm.t7, select, -, *, -, -, -, deny, NO
"""
STORM_MASKS = ("partial:3:4", "phone", "id_card", "name", "null", "const:***")


@pytest.fixture
def storm() -> Door:
    """Two thousand relations of thirty columns, six of them masked, under one row rule."""
    names = [RelationName("police", "storm", f"t{n}") for n in range(2000)]
    columns = tuple(Column(name=f"c{n}", type=varchar(20)) for n in range(30))
    relations = {n: Relation(name=n, columns=columns, location=("police", "storm", n.relation)) for n in names}
    over = Catalog(version="storm", sources={"police": CATALOG.sources["police"]}, relations=relations)
    masks = [f"p, *, police.storm.*.c{n}, mask, {m}, *, -, -, -, allow, M{n}\n" for n, m in enumerate(STORM_MASKS)]
    owner = Owner(name="police", policy_file="police.csv", catalogs=("police",), departments=("police",))
    files = {"policy.d/police.csv": (STORM + "".join(masks)).encode()}
    return door(load(files, [owner], on=TODAY, catalog=over, check_predicate=check_predicate), over=over)


def test_two_thousand_relations_are_listed_and_then_remembered(storm: Door) -> None:
    many = [table(f"police.storm.t{n}") for n in range(2000)]
    body = question("ana", "FilterTables", many=many)
    told, outcome = storm.decisions.answer(Question.BATCH, body)
    assert (len(told), outcome) == (1999, Outcome.ANSWERED)
    for n in range(200):
        of_one = question("ana", "FilterColumns", many=[table(f"police.storm.t{n}", *(f"c{m}" for m in range(30)))])
        found = storm.decisions.remembered(Question.BATCH, of_one)
        assert found is not None
        assert len(found[0]) == (0 if n == 7 else 30)
