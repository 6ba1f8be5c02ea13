"""harlequin with its Trino adapter: the adapter's own calls, the command `hsql`, and the program on a terminal that nobody sees."""

from __future__ import annotations

from typing import Any

import pytest

from tests.clients.environment import tells, told_to
from tests.clients.site import PEOPLE, PERSON, Place

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def told(gateway: Place, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return tells("harlequin", "harlequin_walk.py", told_to(gateway), tmp_path_factory.mktemp("harlequin"))


def test_its_catalog_holds_what_is_granted(told: dict[str, Any], gateway: Place) -> None:
    catalog = told["catalog"][f"{gateway.catalog} c"]
    assert list(catalog) == ["public s"]
    assert list(catalog["public s"]) == ["people t", "typed t"]
    assert list(catalog["public s"]["people t"]) == ["id ##", "name t", "phone t", "region t"]


def test_rows_come_as_policy_has_them(told: dict[str, Any]) -> None:
    assert [name for name, _ in told["columns"]] == ["id", "name", "phone", "region"]
    assert told["limited"] == [PERSON, [4, "名4", "138****0004", "A1"]]
    assert told["all"] == PEOPLE
    assert told["nulls"] == [[2, None, None]]


def test_errors_are_told(told: dict[str, Any]) -> None:
    for error, name in zip(told["errors"], ("COLUMN_NOT_FOUND", "TABLE_NOT_FOUND", "NOT_SUPPORTED"), strict=True):
        assert f"name={name}" in error


def test_the_programs_show_them(told: dict[str, Any], gateway: Place) -> None:
    assert told["printed"] == [{"id": 2, "phone": "138****0002"}, {"id": 4, "phone": "138****0004"}]
    assert f"{gateway.catalog} c" in told["seen"]["names"]
    assert told["seen"]["columns"] == ["id", "phone"]
    assert told["seen"]["rows"] == [[2, "138****0002"], [4, "138****0004"]]
