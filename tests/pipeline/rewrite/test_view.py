"""The permitted view of one relation: row rules and masks, bound over raw columns; what cannot be bound refuses the statement."""

from __future__ import annotations

import re

import pytest

from gateway.errors import AccessError, ErrorCode
from gateway.pipeline import bound
from gateway.pipeline.plan import plan as planned
from gateway.pipeline.rewrite.pushdown import escape_like
from gateway.pipeline.walk import descend
from gateway.policy.principal import Attribute
from tests.pipeline.rewrite.stages import only_view, rewritten
from tests.world import SAMPLE, Database, Given, name_of, permit, plan


def ruled(*rows: str, restrictions: tuple[str, ...] = ()) -> Given:
    return Given({name_of("person"): permit("person", rows=rows or None, restrictions=restrictions)})


def row_rule_text(policy: Given, **attributes: Attribute) -> str:
    """The row rule as it is sent."""
    text = planned(rewritten("SELECT id FROM person", policy, **attributes)).sql
    return text.partition(" WHERE ")[2].removesuffix(') AS "person"')


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("A", """("_"."region" LIKE 'A%')"""),
        ("50%", r"""("_"."region" LIKE '50\%%' ESCAPE '\')"""),
        ("a_b", r"""("_"."region" LIKE 'a\_b%' ESCAPE '\')"""),
        ("\\", r"""("_"."region" LIKE '\\%' ESCAPE '\')"""),
        ("it's", """("_"."region" LIKE 'it''s%')"""),
        ("'; DROP TABLE person; --", """("_"."region" LIKE '''; DROP TABLE person; --%')"""),
        ("$key1", """("_"."region" LIKE '$key1%')"""),
        ("汇", """("_"."region" LIKE '汇%')"""),
    ],
)
def test_a_prefix_becomes_a_pattern_that_sources_can_use(prefix: str, expected: str) -> None:
    assert row_rule_text(ruled("starts_with(region, :prefix)"), prefix=prefix) == expected


@pytest.mark.parametrize("prefix", ["A", "50%", "a_b", "\\", "it's", "%", "_", "\\%", "汇", "A\\_%'"])
def test_a_prefix_means_itself_whatever_characters_it_holds(prefix: str) -> None:
    candidates = {prefix, prefix + "x", "x" + prefix, "A1", "50x", "axb", "%", "", "汇流"}
    shown = sorted(c for c in candidates if len(c) <= 6)
    rows = [(i, None, region, None, None, None, None, None, None) for i, region in enumerate(shown)]
    policy = ruled("starts_with(region, :prefix)")
    with Database({"person": rows}) as database:
        found = database.run(planned(rewritten("SELECT region FROM person ORDER BY id", policy, prefix=prefix)))
    assert [region for (region,) in found] == [r for r in shown if r.startswith(prefix)]


def test_escaping_leaves_plain_text_alone() -> None:
    assert escape_like("330106") == "330106"
    assert escape_like("%_\\") == "\\%\\_\\\\"


def test_a_list_becomes_constants() -> None:
    text = row_rule_text(ruled("region IN (:regions)"), regions=("a", "it's"))
    assert text == """("_"."region" IN ('a', 'it''s'))"""


def test_an_empty_text_in_a_list_is_no_value_and_the_rest_counts() -> None:
    text = row_rule_text(ruled("region IN (:regions)"), regions=("a", "", "b"))
    assert text == """("_"."region" IN ('a', 'b'))"""


@pytest.mark.parametrize("value", ["", (), ("",), ("", "")])
def test_an_empty_attribute_is_a_missing_one(value: Attribute) -> None:
    sql = "region IN (:wanted)" if isinstance(value, tuple) else "starts_with(region, :wanted)"
    for policy in (ruled(sql), ruled(restrictions=(sql,))):
        with pytest.raises(AccessError) as raised:
            rewritten("SELECT id FROM person", policy, wanted=value)
        assert raised.value.code is ErrorCode.ATTRIBUTE_MISSING
        assert "`wanted`" in raised.value.message


def test_a_missing_attribute_refuses_and_names_itself_but_not_the_rule() -> None:
    with pytest.raises(AccessError) as raised:
        rewritten("SELECT id FROM person", ruled(restrictions=("starts_with(secret, :clearance)",)))
    assert raised.value.code is ErrorCode.ATTRIBUTE_MISSING
    assert "clearance" in raised.value.message
    assert "secret" not in str(raised.value.public())


def test_a_rule_that_can_not_be_bound_denies_without_its_words() -> None:
    for sql in ("phantom = 1", "age = 'x'", "EXISTS (SELECT 1 FROM data.main.visit)", "1 / age = 1", "age +"):
        with pytest.raises(AccessError) as raised:
            rewritten("SELECT id FROM person", ruled(sql))
        assert raised.value.code is ErrorCode.POLICY_INVALID
        assert not re.search(r"\b(age|phantom|visit)\b", str(raised.value.public()))


def test_ways_to_a_row_are_or_ed_and_restrictions_and_ed() -> None:
    policy = ruled("age > 60", "region = 'A'", restrictions=("active", "id <> 7"))
    assert row_rule_text(policy) == (
        """((("_"."age" > 60) OR ("_"."region" = 'A')) AND "_"."active" AND ("_"."id" <> CAST(7 AS BIGINT)))"""
    )


def test_a_permit_without_rows_shows_none() -> None:
    policy = Given({name_of("person"): permit("person", rows=[])})
    assert row_rule_text(policy) == "FALSE"
    with Database(SAMPLE) as database:
        assert database.run(plan("SELECT id FROM person", policy)) == []


def test_a_view_holds_raw_columns_and_nothing_of_the_statement() -> None:
    sql = "SELECT p.age, (SELECT max(n) FROM place) FROM person p WHERE p.id = 3 AND name = 'x'"
    for view in rewritten(sql).views.values():
        for root in [node for _, node in view.projections] + ([view.rows] if view.rows else []):
            for node in descend(root):
                assert not isinstance(node, bound.Column | bound.ScalarSubquery | bound.Exists | bound.InSubquery)


def test_only_used_columns_leave_the_view() -> None:
    view = only_view("SELECT age FROM person WHERE phone = 'x' ORDER BY born")
    assert [view.columns[index].name for index, _ in view.projections] == ["age", "phone", "born"]
    assert only_view("SELECT count(*) FROM person").projections == ()


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(DISTINCT age) FROM person",
        "SELECT 1 FROM person GROUP BY age",
        "SELECT sum(1) FILTER (WHERE age > 1) FROM person",
        "SELECT rank() OVER (PARTITION BY age ORDER BY id) FROM person",
        "SELECT 1 FROM person HAVING max(age) > 1",
        "SELECT (SELECT max(n) FROM place WHERE n = age) FROM person",
        "SELECT 1 FROM place LEFT JOIN person ON age = n",
        "SELECT 1 FROM person, UNNEST(ARRAY[age]) AS t (x)",
        "SELECT 1 FROM person, LATERAL (SELECT age AS x) AS l",
        "SELECT array_agg(id ORDER BY age) FROM person",
        "SELECT transform(ARRAY[1], x -> x + age) FROM person",
        "SELECT CASE WHEN age > 1 THEN 1 END FROM person",
        "SELECT sum(id) OVER (ORDER BY id ROWS 1 PRECEDING) FROM person WHERE age IN (1, 2)",
    ],
)
def test_a_column_is_used_wherever_it_stands(sql: str) -> None:
    (person,) = [v for v in rewritten(sql).views.values() if v.scan.relation.name.relation == "person"]
    assert "age" in [person.columns[index].name for index, _ in person.projections]


def test_a_guard_wraps_the_mask_and_repeats_the_whole_rule() -> None:
    view = only_view("SELECT CAST(name AS bigint) FROM person")
    ((_, expression),) = view.projections
    assert isinstance(expression, bound.Case)
    assert expression.otherwise is None
    ((condition, masked),) = expression.whens
    assert condition == view.rows
    assert isinstance(masked, bound.Case)  # const:*** itself


def test_masks_read_the_raw_row_and_no_other_column() -> None:
    policy = Given({name_of("person"): permit("person", masks={"name": "const:***", "phone": "partial:3:4"})})
    for index, expression in only_view("SELECT name, phone FROM person", policy).projections:
        raw = {node.name for node in descend(expression) if isinstance(node, bound.RawColumn)}
        assert raw == {only_view("SELECT name, phone FROM person", policy).columns[index].name}
