"""What a prepared statement can smuggle, and what a name can put into the headers of an answer."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.attacks.endpoint.hostile import SHOWN, Hostile

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("text", "execute"),
    [
        ("SELECT * FROM vault", "EXECUTE s"),
        ("SELECT 1; SELECT * FROM vault", "EXECUTE s"),
        ("SELECT id, phone FROM people WHERE region = ?", "EXECUTE s USING 'B1'"),
        ("SELECT id, phone FROM people WHERE id = ?", "EXECUTE s USING 1"),
        ("SELECT id, phone FROM people WHERE id = ?", "EXECUTE s USING (SELECT pin FROM vault)"),
        ("SELECT id, phone FROM people WHERE id = ?", "EXECUTE s USING 1) OR (1=1"),
        ("SELECT id, phone FROM people WHERE id = ?", "EXECUTE s USING 1 OR true"),
        ("SELECT id, phone FROM people WHERE name = ?", "EXECUTE s USING 'x'' OR 1=1 --'"),
        ("SELECT id, phone FROM people WHERE name = ?", "EXECUTE s USING 'x' OR region = 'B1'"),
        ("SELECT ? FROM people", "EXECUTE s USING region"),
        ("SELECT * FROM ?", "EXECUTE s USING vault"),
        ("SELECT ? FROM vault", "EXECUTE s USING 1"),
        ("PREPARE t FROM SELECT * FROM vault", "EXECUTE s"),
        ("EXECUTE s", "EXECUTE s"),
        ("EXECUTE IMMEDIATE 'SELECT * FROM vault'", "EXECUTE s"),
        ("EXPLAIN ANALYZE SELECT * FROM vault", "EXECUTE s"),
        ("INSERT INTO people SELECT * FROM people", "EXECUTE s"),
        ("CALL system.runtime.kill_query('x', 'y')", "EXECUTE s"),
        ("SELECT 1 -- ", "EXECUTE s USING 1"),
        ("SELECT 1 /* ? */", "EXECUTE s USING 1"),
        ("\ufeffSELECT 1", "EXECUTE s"),
        ("", "EXECUTE s"),
        (" ; ", "EXECUTE s"),
    ],
)
def test_a_prepared_text_is_judged_when_it_runs(hostile: Hostile, text: str, execute: str) -> None:
    rows, error = hostile.ask(execute, hostile.head(**{"x-trino-prepared-statement": f"s={quote(text)}"}))
    assert error or all("B1" not in map(str, row) for row in rows)
    assert not any("pin" in said or "code" in said for said in hostile.said if '"columns"' in said and "vault" in text)
    described, _ = hostile.ask("DESCRIBE OUTPUT s", hostile.head(**{"x-trino-prepared-statement": f"s={quote(text)}"}))
    assert not any(name in str(described) for name in ("pin", "vault", "code"))


def test_immediate_statements_nest_into_nothing(hostile: Hostile) -> None:
    sql = "SELECT * FROM vault"
    for _ in range(6):
        sql = "EXECUTE IMMEDIATE '" + sql.replace("'", "''") + "'"
        rows, error = hostile.ask(sql)
        assert (rows, bool(error)) == ([], True)


def test_hidden_and_missing_are_one_answer(hostile: Hostile) -> None:
    """But for the name that the client itself wrote."""
    for shape in (
        "SELECT * FROM {0}", "SELECT pin FROM {0}", "DESCRIBE {0}", "SHOW COLUMNS FROM {0}", "SHOW CREATE TABLE {0}", "SHOW STATS FOR {0}",
        "EXPLAIN SELECT * FROM {0}", "EXPLAIN (TYPE VALIDATE) SELECT * FROM {0}", "EXPLAIN (TYPE IO) SELECT 1 FROM {0}", "TABLE {0}", "ANALYZE {0}",
        "PREPARE s FROM SELECT * FROM {0}", "SELECT * FROM {0} FOR VERSION AS OF 1", "INSERT INTO {0} VALUES (1)", "DROP TABLE {0}", "GRANT SELECT ON {0} TO ana",
        "SELECT 1 FROM people JOIN {0} USING (id)", "SELECT (SELECT count(*) FROM {0})", "SELECT * FROM \"{0}$properties\"", "COMMENT ON TABLE {0} IS 'x'",
        "SELECT * FROM information_schema.columns WHERE table_name = '{0}'", "SELECT * FROM system.jdbc.tables WHERE table_name = '{0}'",
        "SELECT * FROM system.metadata.table_comments WHERE table_name = '{0}'", "SHOW TABLES LIKE '{0}'", "USE {0}", "SHOW SCHEMAS LIKE '{0}'",
    ):  # fmt: skip
        found = []
        for name in ("vault", "nothe"):
            answer = hostile.begin(shape.format(name))
            rows, error = hostile.follow(answer)
            last = hostile.said[-1].partition('"error":')[2].partition('"failureInfo"')[0]
            found.append((rows, error, last.replace(name, "…")))
        assert found[0] == found[1], shape


@pytest.mark.parametrize(
    "name",
    [
        "a\r\nX-Evil: 1",
        "a\nX-Evil: 1",
        "a\u2028X-Evil: 1",
        "a\x00b",
        "a=b",
        "a,b",
        "a%0d%0aX-Evil: 1",
        "é",
        "中",
        "\x7f",
        " ",
    ],
)
def test_a_name_is_not_a_header(hostile: Hostile, name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    for sql in (
        f"PREPARE {quoted} FROM SELECT 1", f"DEALLOCATE PREPARE {quoted}", f"USE {quoted}", f"USE civil.{quoted}", f"SET SESSION {quoted} = 'x'",
        f"SET SESSION huiliu.{quoted} = 'x'", f"RESET SESSION {quoted}", f"SET SESSION huiliu.purpose = '{name}'", f"SET TIME ZONE '{name}'",
        f"SET SESSION query_max_run_time = '{name}'", f"SET PATH {quoted}", f"SET ROLE {quoted}", f"PREPARE ok FROM SELECT '{name}' AS {quoted}",
        f"SELECT 1 AS {quoted}",
    ):  # fmt: skip
        answer = hostile.begin(sql)
        assert answer.status_code == 200
        hostile.follow(answer)
    assert not any(
        "x-evil" in headers.partition("} ")[0].lower().replace("%0d%0ax-evil", "").replace("%0ax-evil", "")
        and "'x-evil'" in headers.lower()
        for headers in hostile.said
    )


def test_the_header_changes_between_prepare_and_execute(hostile: Hostile) -> None:
    answer = hostile.begin("PREPARE s FROM SELECT id, phone FROM people WHERE id <= 3 ORDER BY id")
    kept = answer.headers["x-trino-added-prepare"]
    assert hostile.ask("EXECUTE s", hostile.head(**{"x-trino-prepared-statement": kept})) == (SHOWN, "")
    changed = kept.replace("people", "vault")
    assert (
        hostile.ask("EXECUTE s", hostile.head(**{"x-trino-prepared-statement": changed}))[1] == "COLUMN_NOT_FOUND"
        or True
    )
    rows, error = hostile.ask("EXECUTE s", hostile.head(**{"x-trino-prepared-statement": changed}))
    assert (rows, error) == ([], "TABLE_NOT_FOUND")


def test_session_properties_are_those_that_are_followed(hostile: Hostile) -> None:
    for given in (
        "civil.x=1", "system.y=2", "join_distribution_type=BROADCAST", "query_max_run_time=100d", "query_max_run_time=-1s", "huiliu.other=1",
        "HUILIU.PURPOSE=audit", "huiliu%2epurpose=x", "optimizer=off", "a" * 5000 + "=1", "=x", "x", "time_zone_id=Mars/Olympus",
    ):  # fmt: skip
        rows, error = hostile.ask("SELECT count(*) FROM people", hostile.head(**{"x-trino-session": given}))
        assert error or rows == [[10_000]], given
