"""The genuine `trino` package for Python: logins, values of every type, parameters both ways, transactions, cancel, errors."""

from __future__ import annotations

import datetime
import threading
import time
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import requests
import trino
from trino.auth import BasicAuthentication, JWTAuthentication
from trino.exceptions import TrinoUserError
from trino.transaction import IsolationLevel

from tests.clients.site import PEOPLE, PERSON, Place

pytestmark = pytest.mark.slow
EAST = datetime.timezone(datetime.timedelta(hours=8))


def connect(gateway: Place, who: str = "ana", **more: Any) -> trino.dbapi.Connection:
    options = {
        "host": "127.0.0.1",
        "port": gateway.port,
        "http_scheme": "https",
        "verify": str(gateway.authority),
        "auth": BasicAuthentication(who, gateway.tokens[who]),
        "catalog": gateway.catalog,
        "schema": "public",
        "timezone": "Asia/Shanghai",
    }
    return trino.dbapi.connect(**(options | more))


def rows(connection: trino.dbapi.Connection, sql: str, parameters: Any = None) -> list[list[Any]]:
    cursor = connection.cursor()
    cursor.execute(sql, parameters)
    return cursor.fetchall()


def test_rows_come_as_policy_has_them(gateway: Place) -> None:
    cursor = connect(gateway).cursor()
    cursor.execute("SELECT * FROM people ORDER BY id")
    found = cursor.fetchall()
    assert found[0] == PERSON
    assert len(found) == PEOPLE
    assert [(c.name, c.type_code) for c in cursor.description or ()] == [
        ("id", "bigint"), ("name", "varchar(40)"), ("phone", "varchar(20)"), ("region", "varchar(6)"),
    ]  # fmt: skip
    assert cursor.stats["processedRows"] == PEOPLE


def test_every_type_arrives_as_its_own_value(gateway: Place) -> None:
    first, second, third = rows(connect(gateway), "SELECT * FROM typed ORDER BY n")
    assert first[1:] == [
        True, 7, 42, 9007199254740993, 1.5, 2.25, Decimal("123.45"), Decimal("12345678901234567890123456789012345678"),
        "张'三", 'long "text"', "ab ", datetime.date(2024, 2, 29), datetime.time(12, 34, 56, 789000),
        datetime.datetime(2024, 2, 29, 12, 34, 56, 123456), datetime.datetime(2024, 2, 29, 12, 34, 56, 789000, EAST),
        uuid.UUID("12151fd2-7586-11e9-8f9e-2a86e4085a59"), b"\x00\xff\x10",
    ]  # fmt: skip
    assert second[1:] == [None] * 17
    assert str(third[5]) == "nan"
    assert third[6] == float("inf")
    assert third[9] == ""


def test_parameters_are_values_whichever_way_they_travel(gateway: Place) -> None:
    values = [
        1, 2.5, "张'三?", True, None, Decimal("1.20"), datetime.date(2024, 2, 29), datetime.datetime(2024, 2, 29, 1, 2, 3),
        datetime.time(1, 2, 3), b"\x01\x02", uuid.UUID(int=7), [1, 2],
    ]  # fmt: skip
    sql = "SELECT " + ", ".join("?" for _ in values)
    for legacy in (False, True):
        [found] = rows(connect(gateway, legacy_prepared_statements=legacy), sql, values)
        assert found[:7] == values[:7]
        assert found[9:] == values[9:]
    connection = connect(gateway, legacy_prepared_statements=True)
    assert rows(connection, "SELECT name FROM people WHERE id = ? AND region = ?", (4, "A1")) == [["名4"]]
    assert rows(connection, "SELECT name FROM people WHERE id = ?", (5,)) == []


def test_logins(gateway: Place) -> None:
    bearer = JWTAuthentication(gateway.tokens["ana"])
    assert rows(connect(gateway, auth=bearer), "SELECT current_user") == [["user:ana"]]
    for auth in (BasicAuthentication("ana", "wrong"), BasicAuthentication("li", gateway.tokens["ana"]), None):
        with pytest.raises(trino.exceptions.HttpError):
            rows(connect(gateway, auth=auth, user="ana"), "SELECT 1")


def test_a_jwt_of_the_citys_issuer_is_a_login(gateway: Place) -> None:
    issuer = gateway.issuer
    for auth in (JWTAuthentication(issuer.token("ana")), BasicAuthentication("ana", issuer.token("ana"))):
        assert rows(connect(gateway, auth=auth, user="ana"), "SELECT current_user") == [["user:ana"]]
    declared = {"huiliu.purpose": "audit"}
    audit = connect(gateway, auth=JWTAuthentication(issuer.token("li")), user="li", session_properties=declared)
    assert rows(audit, "SELECT count(*) FROM people") == [[PEOPLE]]
    for token in (issuer.token("nobody"), issuer.token("ana", seconds=-60), issuer.token("ana", audience="another")):
        with pytest.raises(trino.exceptions.HttpError, match="401"):
            rows(connect(gateway, auth=JWTAuthentication(token), user="ana"), "SELECT 1")


def test_a_service_acts_for_whom_it_may_and_the_audit_names_both(gateway: Place) -> None:
    assert rows(connect(gateway, "bi", user="ana"), "SELECT current_user") == [["user:ana"]]
    with pytest.raises((TrinoUserError, trino.exceptions.HttpError)):
        rows(connect(gateway, "bi", user="li"), "SELECT 1")


def test_a_purpose_is_declared_by_a_session_property(gateway: Place) -> None:
    def asked(**more: Any) -> list[list[Any]]:
        return rows(connect(gateway, "li", **more), "SELECT count(*) FROM people")

    assert asked(session_properties={"huiliu.purpose": "audit"}) == [[PEOPLE]]
    with pytest.raises(TrinoUserError):
        asked(session_properties={"huiliu.purpose": "nothing"})


def test_who_does_not_trust_the_authority_gets_nowhere(gateway: Place) -> None:
    with pytest.raises((requests.exceptions.SSLError, trino.exceptions.TrinoConnectionError)):
        rows(connect(gateway, verify=True), "SELECT 1")


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ("SELECT nothing FROM people", "COLUMN_NOT_FOUND"),
        ("SELECT * FROM vault", "TABLE_NOT_FOUND"),
        ("SELECT * FROM nowhere", "TABLE_NOT_FOUND"),
        ("SELECT FROM WHERE", "SYNTAX_ERROR"),
        ("SELECT 1 / 0", "DIVISION_BY_ZERO"),
        ("DELETE FROM people", "NOT_SUPPORTED"),
    ],
)
def test_errors_have_trinos_names(gateway: Place, sql: str, name: str) -> None:
    with pytest.raises(TrinoUserError) as caught:
        rows(connect(gateway), sql)
    assert caught.value.error_name == name


def test_transactions_are_answered(gateway: Place) -> None:
    with connect(gateway, isolation_level=IsolationLevel.READ_COMMITTED) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT count(*) FROM people")
        assert cursor.fetchall() == [[PEOPLE]]
        connection.commit()
        cursor = connection.cursor()  # begins another one
        cursor.execute("SELECT 1")
        assert cursor.fetchall() == [[1]]
        connection.rollback()


def test_cancel_and_what_it_says(gateway: Place) -> None:
    cursor = connect(gateway).cursor()
    cursor.execute("SELECT a.id FROM people AS a, people AS b, people AS c WHERE a.id + b.id + c.id > 0")
    cursor.fetchone()
    cursor.cancel()
    with pytest.raises(trino.exceptions.TrinoQueryError):
        cursor.fetchall()


def test_a_slow_reader_keeps_its_statement(gateway: Place) -> None:
    cursor = connect(gateway, heartbeat_interval=0.2).cursor()
    cursor.execute("SELECT a.id, a.name FROM people AS a, people AS b LIMIT 300000")
    assert cursor.fetchone() is not None
    time.sleep(1.5)
    assert len(cursor.fetchall()) == 300_000 - 1


def test_many_connections_at_once(gateway: Place) -> None:
    found: list[int] = []

    def ask(number: int) -> None:
        found.append(rows(connect(gateway), "SELECT count(*) FROM people WHERE id <= ?", (number,))[0][0])

    _all_at_once([lambda number=number: ask(number) for number in range(1, 31)])  # type: ignore[misc]
    assert sorted(found) == sorted(number // 2 for number in range(1, 31))


def _all_at_once(work: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=one) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_metadata(gateway: Place) -> None:
    connection = connect(gateway)
    assert rows(connection, "SHOW TABLES") == [["people"], ["typed"]]
    assert rows(connection, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1") == [
        ["people"], ["typed"],
    ]  # fmt: skip
    assert rows(connection, "SELECT version()") == [["476"]]
    described = connection.cursor().describe("SELECT id, phone FROM people WHERE id = ?")
    assert [(column.name, column.type) for column in described] == [("id", "bigint"), ("phone", "varchar(20)")]
