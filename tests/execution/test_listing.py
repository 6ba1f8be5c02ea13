"""What principals see of the catalogue as tables: SHOW, `information_schema` and `system` are read from them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from gateway.catalog.names import RelationName
from gateway.catalog.visible import Visible
from gateway.errors import ErrorCode, GatewayError
from gateway.execution.judge import judge
from gateway.execution.listing import Looks, look
from gateway.execution.regrant import check_again
from gateway.execution.request import Intent, Request
from gateway.execution.world import Judged, Listed, Told, World
from gateway.pipeline.stages import Session, Statement
from gateway.policy.principal import Asking, Principal
from tests.execution.small_world import CATALOG, PEOPLE, Policy
from tests.world import INSTANT

ANA = Asking(principal=Principal(code="user:ana", department="minzheng"))
BO = Asking(principal=Principal(code="user:bo", department="minzheng"))
CY = Asking(principal=Principal(code="user:cy", department="minzheng"))


def judged(sql: str, who: Asking = ANA, engine: str = "duckdb", intent: Intent = Intent.ANSWER) -> Judged:
    statement = Statement(
        sql=sql, asking=who, session=Session(catalog="police", schema="main"), instant=INSTANT, engine=engine
    )
    return judge(statement, Request(sql=sql, asking=who, intent=intent), World(CATALOG, Policy()))


def refused(sql: str, who: Asking = ANA) -> GatewayError:
    with pytest.raises(GatewayError) as caught:
        judged(sql, who)
    return caught.value


def column_names(visible: Visible, relation: RelationName) -> list[tuple[str, str, str | None]]:
    rows = zip(*visible.tables["columns"], strict=True)
    return [(r[3], r[4], r[5]) for r in rows if r[:3] == (relation.catalog, relation.schema, relation.relation)]  # type: ignore[misc]


def test_a_view_holds_what_may_be_read_and_nothing_of_the_rest() -> None:
    visible = look(World(CATALOG, Policy()), ANA, frozenset())
    assert [name for name in visible.relations if name.catalog == "police" and name.schema == "main"] == [PEOPLE]
    assert column_names(visible, PEOPLE) == [("id", "bigint", None), ("phone", "varchar", "电话; L3; mask partial:3:4")]
    assert "secrets" not in json.dumps(dict(visible.tables))
    assert visible.catalogs == {"police", "system"}
    assert set(visible.schemas) == {
        ("police", "information_schema"), ("police", "main"), ("system", "information_schema"), ("system", "jdbc"), ("system", "metadata"),
    }  # fmt: skip


def test_who_sees_nothing_sees_the_catalog_system_alone() -> None:
    visible = look(World(CATALOG, Policy()), CY, frozenset())
    assert visible.catalogs == {"system"}
    assert refused("SELECT * FROM police.information_schema.tables", CY).message == (
        "table `police.information_schema.tables` does not exist"
    )
    assert refused("SELECT * FROM nowhere.information_schema.tables", CY).code is ErrorCode.TABLE_NOT_FOUND


def test_equal_views_are_one_and_last_as_long_as_policy_and_catalogue() -> None:
    worlds = [World(CATALOG, Policy())]
    looks = Looks(lambda: worlds[-1])
    first = looks(worlds[-1], ANA, frozenset())
    assert looks(worlds[-1], ANA, frozenset()) is first
    assert looks(worlds[-1], BO, frozenset()) is first
    assert looks(worlds[-1], CY, frozenset()).key != first.key

    worlds.append(World(CATALOG, Policy(mask="null")))
    assert looks(worlds[-1], ANA, frozenset()).key != first.key
    assert looks(worlds[0], ANA, frozenset()).key == first.key  # of an earlier world: made again, not remembered
    assert looks(worlds[-1], ANA, frozenset()).key != first.key


@pytest.mark.parametrize("engine", ["duckdb", "trino"])
def test_a_query_over_it_reads_the_database_of_its_view_and_nothing_else(engine: str) -> None:
    found = judged(
        "SELECT table_name FROM information_schema.tables WHERE table_schema LIKE 'm%' ESCAPE '\\'", ANA, engine
    )
    assert isinstance(found, Listed)
    database = f"visible_{found.visible.key}"
    assert found.plan.locations == {(database, "police.information_schema", "tables")}
    assert (found.plan.engine, found.plan.sources, found.plan.accesses) == ("duckdb", frozenset(), ())


def test_data_and_what_describes_it_are_not_mixed() -> None:
    for sql in (
        "SELECT 1 FROM people, information_schema.tables",
        "SELECT 1 FROM people WHERE EXISTS (SELECT 1 FROM system.jdbc.tables)",
        "WITH t AS (SELECT * FROM system.jdbc.tables) SELECT 1 FROM t, people",
    ):
        assert refused(sql).code is ErrorCode.NOT_SUPPORTED
    # a WITH query of that name is the client's own
    assert not isinstance(judged("WITH tables AS (SELECT 1 AS x) SELECT x FROM tables"), Listed)


def test_what_trino_has_beside_is_not_there() -> None:
    for name in (
        "system.runtime.queries",
        "system.jdbc.nothing",
        "police.information_schema.role_authorization",
        "system.pg.x",
    ):
        assert refused(f"SELECT * FROM {name}").code is ErrorCode.TABLE_NOT_FOUND


def test_a_changed_view_withdraws_a_running_query() -> None:
    sql = "SELECT * FROM information_schema.columns"
    statement = Statement(sql=sql, asking=ANA, session=Session(catalog="police", schema="main"), instant=INSTANT)
    request = Request(sql=sql, asking=ANA)
    before = judge(statement, request, World(CATALOG, Policy()))
    check_again(statement, request, before, World(CATALOG, Policy(version="policy-2")), judge)
    with pytest.raises(GatewayError):
        check_again(statement, request, before, World(CATALOG, Policy(mask="null")), judge)


def test_show_and_describe_know_them() -> None:
    def rows(sql: str) -> list[str | None]:
        found = judged(sql)
        assert isinstance(found, Told)
        return [row[0] for row in found.rows]

    assert rows("SHOW CATALOGS") == ["police", "system"]
    assert rows("SHOW SCHEMAS FROM system") == ["information_schema", "jdbc", "metadata"]
    assert "columns" in rows("SHOW TABLES FROM information_schema")
    assert rows("DESCRIBE information_schema.schemata") == ["catalog_name", "schema_name"]
    assert refused("DESCRIBE nowhere.information_schema.schemata").code is ErrorCode.TABLE_NOT_FOUND


def test_explain_says_where_the_answer_comes_from_and_knows_its_columns() -> None:
    found = judged("SELECT table_name, 1 AS one FROM information_schema.tables", intent=Intent.EXPLAIN)
    assert isinstance(found, Told)
    assert found.explanation is not None
    assert [column.name for column in found.explanation.plan.columns] == ["table_name", "one"]
    assert "visible_" not in str(found.rows)


def test_the_audit_holds_no_name_of_the_engine() -> None:
    found = judged("SELECT * FROM system.metadata.table_comments")
    assert isinstance(found, Listed)
    assert found.plan.logged_sql == ""
    assert replace(found.plan, sql="").policy_version == "policy-1"
