"""dbt with the Trino adapter over TLS with an authority of our own: all commands that read work, what writes is refused with its reason."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.clients.environment import tells, told_to
from tests.clients.site import PEOPLE, PERSON, Place

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def told(gateway: Place, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return tells("dbt", "dbt_walk.py", told_to(gateway), tmp_path_factory.mktemp("dbt"))


def good(told: dict[str, Any], name: str) -> str:
    """What a command said that succeeded."""
    assert told[name]["good"], told[name]["said"]
    said: str = told[name]["said"]
    return said


def shown(said: str) -> Any:
    """The rows that `dbt show` prints behind its log."""
    return json.loads(said[said.index("{\n") :])["show"]


def test_a_connection_is_checked(told: dict[str, Any]) -> None:
    assert "Connection test: [OK connection ok]" in good(told, "debug")


def test_the_authority_is_named_by_the_profile_or_by_the_environment(told: dict[str, Any]) -> None:
    assert not told["untrusted"]["good"]
    assert "certificate verify failed" in told["untrusted"]["said"]
    good(told, "bundle")


def test_rows_come_as_policy_has_them(told: dict[str, Any]) -> None:
    rows = shown(good(told, "inline"))
    assert list(rows[0].values()) == PERSON
    assert len(rows) == 2
    assert shown(good(told, "ephemeral")) == [{"region": "A1", "n": PEOPLE}]
    assert not told["hidden"]["good"]
    assert "TABLE_NOT_FOUND" in told["hidden"]["said"]


def test_data_tests_judge_what_may_be_seen(told: dict[str, Any]) -> None:
    assert "PASS=3 " in good(told, "test")
    assert not told["failing"]["good"]
    assert "PASS=2 WARN=0 ERROR=1" in told["failing"]["said"]


def test_docs_describe_what_is_granted(told: dict[str, Any], gateway: Place) -> None:
    good(told, "docs")
    [people] = told["catalog"].values()
    assert people["metadata"]["comment"] == "only permitted rows"
    assert people["metadata"]["database"] == gateway.catalog
    assert [(c["name"], c["type"], c["comment"]) for c in people["columns"].values()] == [
        ("id", "bigint", None), ("name", "varchar(40)", None), ("phone", "varchar(20)", "mask partial:3:4"), ("region", "varchar(6)", None),
    ]  # fmt: skip


def test_a_model_is_not_made(told: dict[str, Any]) -> None:
    assert not told["run"]["good"]
    assert "NOT_SUPPORTED" in told["run"]["said"]
    assert "the gateway never writes to a department's database" in told["run"]["said"]
