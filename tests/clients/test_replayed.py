"""What tools send, each statement as the tool writes it: DBeaver, Metabase, Tableau, Power BI, Grafana and 帆软, which cannot run here; Superset, dbt and harlequin, which also run themselves."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote_plus

import httpx
import pytest

from tests.clients.site import PEOPLE, Place

pytestmark = pytest.mark.slow
ANSWERED: Final[Mapping[str, tuple[str, object]]] = {
    "Metabase: schemas": ('SHOW SCHEMAS FROM "{c}"', [["information_schema"], ["public"]]),
    "Metabase: tables": ('SHOW TABLES FROM "{c}"."public"', [["people"], ["typed"]]),
    "Metabase: may I": ("SHOW TABLES FROM \"public\" LIKE 'people'", [["people"]]),
    "Metabase: may I not": ("SHOW TABLES FROM \"public\" LIKE 'vault'", []),
    "Metabase: columns": (
        'DESCRIBE "{c}"."public"."people"',
        [["id", "bigint", "", ""], ["name", "varchar(40)", "", ""], ["phone", "varchar(20)", "", "mask partial:3:4"], ["region", "varchar(6)", "", ""]],
    ),
    "Metabase: zone": ("SELECT current_timezone()", [["Asia/Shanghai"]]),
    "Metabase: question": (
        'SELECT "source"."region" AS "region", COUNT(*) AS "count" FROM (SELECT "people"."region" AS "region" FROM "{c}"."public"."people") "source" GROUP BY "source"."region" ORDER BY "source"."region" ASC',
        [["A1", PEOPLE]],
    ),
    "Superset: alive": ("SELECT 1", [[1]]),
    "Superset: schemas": ("SELECT schema_name FROM information_schema.schemata", [["information_schema"], ["public"]]),
    "Superset: tables": (
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type != 'VIEW' ORDER BY 1",
        [["people"], ["typed"]],
    ),
    "Superset: views": ("SELECT \"table_name\" FROM \"information_schema\".\"views\" WHERE \"table_schema\" = 'public'", []),
    "Superset: comment": (
        "SELECT \"comment\" FROM \"system\".\"metadata\".\"table_comments\" WHERE \"catalog_name\" = '{c}' AND \"schema_name\" = 'public' AND \"table_name\" = 'people'",
        [["only permitted rows"]],
    ),
    "Superset: columns, fallback": ("SHOW COLUMNS FROM \"public\".\"people\" LIKE 'i%'", [["id", "bigint", "", ""]]),
    "Superset: SQL Lab": ("SELECT id FROM people ORDER BY id\nLIMIT 3", [[2], [4], [6]]),
    "dbt: alive": ('/* {{"app": "dbt", "dbt_version": "1.11.16", "node_id": "x"}} */\nselect 1 as id', [[1]]),
    "dbt: schemas": ('select distinct schema_name from "{c}".INFORMATION_SCHEMA.schemata order by 1', [["information_schema"], ["public"]]),
    "dbt: relations": (
        "select t.table_catalog as database, t.table_name as name, t.table_schema as schema, "
        "case when mv.name is not null then 'materialized_view' when t.table_type = 'BASE TABLE' then 'table' when t.table_type = 'VIEW' then 'view' else t.table_type end as table_type "
        'from "{c}".INFORMATION_SCHEMA.tables t left join (select * from system.metadata.materialized_views where catalog_name = \'{c}\' and schema_name = \'public\') mv '
        "on mv.catalog_name = t.table_catalog and mv.schema_name = t.table_schema and mv.name = t.table_name where t.table_schema = 'public' order by name",
        [["{c}", "people", "public", "table"], ["{c}", "typed", "public", "table"]],
    ),
    "dbt: catalog": (
        "select columns.table_catalog as \"table_database\", columns.table_schema, columns.table_name, table_comment.comment as table_comment, columns.column_name, columns.ordinal_position as column_index, columns.data_type as column_type, columns.comment as column_comment "
        'from "{c}".INFORMATION_SCHEMA.columns join "{c}".INFORMATION_SCHEMA.tables on tables.table_name = columns.table_name and tables.table_schema = columns.table_schema '
        "left join system.metadata.table_comments as table_comment on table_comment.catalog_name = columns.table_catalog and table_comment.schema_name = columns.table_schema and table_comment.table_name = columns.table_name "
        "where columns.table_schema = 'public' and columns.table_name = 'people' and columns.column_name = 'phone'",
        [["{c}", "public", "people", "only permitted rows", "phone", 3, "varchar(20)", "mask partial:3:4"]],
    ),
    "CLI: completion": ("SELECT table_name FROM information_schema.tables WHERE table_schema='public' ORDER BY 1", [["people"], ["typed"]]),
    "harlequin: catalog": ("SELECT table_name, table_type FROM \"{c}\".information_schema.tables WHERE table_schema = 'public' ORDER BY table_name", [["people", "BASE TABLE"], ["typed", "BASE TABLE"]]),
    "Tableau: shape": ('SELECT * FROM (SELECT * FROM "{c}"."public"."people") "custom" WHERE 1 = 0', []),
    "Tableau: shape by limit": ('SELECT "people"."id" AS "id" FROM "public"."people" "people" LIMIT 0', []),
    "Tableau: sum": ('SELECT COUNT(1) AS "cnt" FROM "public"."people" "people" HAVING (COUNT(1) > 0)', [[PEOPLE]]),
    "Power BI: columns": (
        "SELECT TABLE_CATALOG, TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, DATA_TYPE FROM \"{c}\".INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA LIKE 'public' ESCAPE '\\' AND TABLE_NAME LIKE 'people' ESCAPE '\\' AND ORDINAL_POSITION = 1",
        [["{c}", "public", "people", "id", "bigint"]],
    ),
    "JDBC: keys": ("SELECT CAST(NULL AS varchar) TABLE_CAT, CAST(NULL AS smallint) KEY_SEQ WHERE false", []),
}  # fmt: skip
REFUSED: Final[Mapping[str, tuple[str, str]]] = {
    "Superset: partitions": ('SELECT * FROM "public"."people$partitions"', "NOT_SUPPORTED"),
    "Superset: view": ('SHOW CREATE VIEW "public"."people"', "NOT_SUPPORTED"),
    "Superset: cost": ("EXPLAIN (TYPE IO, FORMAT JSON) SELECT * FROM people", "NOT_SUPPORTED"),
    "DBeaver: definition": ('SHOW CREATE TABLE "{c}"."public"."people"', "NOT_SUPPORTED"),
    "dbt: model": ('create or replace view "{c}"."public"."m" security definer as select 1 as id', "NOT_SUPPORTED"),
    "dbt: table": ('create table "{c}"."public"."m" as (select 1 as id)', "NOT_SUPPORTED"),
    "pandas: to_sql": ("CREATE TABLE frame (a bigint)", "NOT_SUPPORTED"),
    "帆软: write-back": ("INSERT INTO people VALUES (1, 'a', 'b', 'c')", "NOT_SUPPORTED"),
}  # fmt: skip


def ask(gateway: Place, sql: str, **headers: str) -> dict[str, Any]:
    """The last page, with all rows."""
    context = ssl.create_default_context(cafile=str(gateway.authority))
    rows: list[Any] = []
    with httpx.Client(verify=context, auth=("ana", gateway.tokens["ana"]), timeout=60) as client:
        session = {"X-Trino-User": "ana", "X-Trino-Catalog": gateway.catalog, "X-Trino-Schema": "public", **headers}
        session.setdefault("X-Trino-Time-Zone", "Asia/Shanghai")
        page: dict[str, Any] = client.post(f"{gateway.url}/v1/statement", content=sql.encode(), headers=session).json()
        rows += page.get("data", [])
        while "nextUri" in page:
            page = client.get(page["nextUri"]).json()
            rows += page.get("data", [])
    return {**page, "data": rows}


@pytest.mark.parametrize("name", ANSWERED)
def test_what_a_tool_asks_is_answered(gateway: Place, name: str) -> None:
    sql, expected = ANSWERED[name]
    page = ask(gateway, sql.format(c=gateway.catalog))
    assert "error" not in page, page["error"]
    wanted = [[c.format(c=gateway.catalog) if isinstance(c, str) else c for c in row] for row in expected]  # type: ignore[attr-defined]
    assert page["data"] == wanted


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_tool_may_not_do_is_refused_in_trinos_words(gateway: Place, name: str) -> None:
    sql, error = REFUSED[name]
    page = ask(gateway, sql.format(c=gateway.catalog))
    assert page["error"]["errorName"] == error
    assert page["error"]["errorType"] == "USER_ERROR"


def test_a_statement_that_was_never_prepared_is_executed_from_its_header(gateway: Place) -> None:
    """Go's client, and with it Grafana, never sends PREPARE."""
    prepared = f"_trino_go={quote_plus('SELECT name FROM people WHERE id = ? AND region = ?')}"
    page = ask(gateway, "EXECUTE _trino_go USING 4, 'A1'", **{"X-Trino-Prepared-Statement": prepared})
    assert page["data"] == [["名4"]]
