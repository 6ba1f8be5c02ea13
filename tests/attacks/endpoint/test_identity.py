"""Who one says to be, and for what."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.attacks.endpoint.hostile import ALLOWED, SHOWN, Hostile

pytestmark = pytest.mark.slow
OTHERS = (
    "li", "LI", "Li", "user:li", "user%3Ali", "USER:li", "li.", "li@city", "ana,li", "li\u200b", "ｌｉ", "dept:civil", "dept:audit",
    "service:bi", "bi", "*", "user:*", "%", "ops", "user:ops", "root", "admin", "-", "a" * 300, "li%00", "li'--", "ana\\", "ana/../li",
)  # fmt: skip


@pytest.mark.parametrize(
    "header", ["x-trino-user", "x-trino-original-user", "x-trino-authorization-user", "x-presto-user"]
)
def test_nobody_becomes_another(hostile: Hostile, header: str) -> None:
    for name in OTHERS:
        head = {**hostile.head(), header: name.encode()} if header.startswith("x-trino") else {header: name.encode()}
        rows, error = hostile.ask("SELECT current_user", head)
        assert error or rows == [["user:ana"]], name


@pytest.mark.parametrize("user", ["li", "ops", "service:bi2", "ana2", "user:li", "dept:civil", "*", "ana,li"])
def test_a_service_acts_for_those_it_may_and_for_nobody_else(hostile: Hostile, user: str) -> None:
    service = {"auth": ("bi", hostile.place.tokens["bi"])}
    assert hostile.ask("SELECT current_user", hostile.head(), **service) == ([["user:ana"]], "")
    rows, error = hostile.ask("SELECT current_user", hostile.head(**{"x-trino-user": user}), **service)
    assert rows == []
    assert error in ("401", "403", "PERMISSION_DENIED", "GENERIC_USER_ERROR", "INVALID_ARGUMENTS", "400"), error


def test_names_that_are_not_the_tokens_are_no_login(hostile: Hostile) -> None:
    for name in ("li", "ANA", "user:li", "bi", "ana ", "ana%20", "*"):
        answer = hostile.begin("SELECT 1", auth=(name, hostile.place.tokens["ana"]))
        assert answer.status_code == 401, name


def test_session_authorization_and_roles_change_nothing(hostile: Hostile) -> None:
    for sql in (
        "SET SESSION AUTHORIZATION li", "SET SESSION AUTHORIZATION 'li'", "RESET SESSION AUTHORIZATION", "SET ROLE admin", "SET ROLE ALL",
        "SET PATH vault", "GRANT SELECT ON people TO ana", "CREATE ROLE x",
    ):  # fmt: skip
        rows, error = hostile.ask(sql)
        assert (rows, bool(error)) == ([], True), sql
    for role in ("system=ROLE{admin}", "civil=ALL", "x", "system=NONE", "system=ROLE{" + "a" * 5000 + "}"):
        head = hostile.head(
            **{"x-trino-role": role, "x-trino-extra-credential": "user=li", "x-trino-set-authorization-user": "li"}
        )
        rows, error = hostile.ask(ALLOWED, head)
        assert error or rows == SHOWN


def test_a_purpose_is_one_of_the_tokens(hostile: Hostile) -> None:
    for purpose in (
        "nothere",
        "*",
        "-",
        "audit,other",
        "audit ",
        "AUDIT",
        "' OR 1=1",
        "purpose:audit",
        "审计监督x",
        "\u0000",
    ):
        head = hostile.head(**{"x-trino-session": f"huiliu.purpose={quote(purpose)}"})
        rows, error = hostile.ask(ALLOWED, head)
        assert error or rows == SHOWN, purpose
    service = hostile.head(**{"x-trino-session": "huiliu.purpose=audit", "x-trino-user": "bi"})
    assert hostile.ask("SELECT 1", service, auth=("bi", hostile.place.tokens["bi"]))[1] == "PERMISSION_DENIED"
