"""pandas through SQLAlchemy and through the DBAPI: types, missing values, parameters, parts of a frame, and what it may not do."""

from __future__ import annotations

from typing import Any, Final

import pytest

from tests.clients.environment import tells, told_to
from tests.clients.site import PEOPLE, PERSON, Place

pytestmark = pytest.mark.slow
TYPES: Final = {
    "n": "int64", "b": "object", "s": "float64", "i": "float64", "l": "float64", "r": "float64", "d": "float64", "m": "float64",
    "big": "float64", "v": "str", "t": "str", "c": "str", "day": "object", "at": "object", "moment": "datetime64[us]",
    "stamp": "datetime64[us, UTC]", "id": "object", "bin": "object",
}  # fmt: skip
FIRST: Final = [
    "1", "True", "7.0", "42.0", "9007199254740992.0", "1.5", "2.25", "123.45", "1.2345678901234568e+37", "张'三", 'long "text"', "ab ",
    "2024-02-29", "12:34:56.789000", "2024-02-29 12:34:56.123456", "2024-02-29 04:34:56.789000+00:00",
    "12151fd2-7586-11e9-8f9e-2a86e4085a59", "b'\\x00\\xff\\x10'",
]  # fmt: skip
"""As pandas has them when a column has NULLs: numbers are floats, decimals too."""


@pytest.fixture(scope="module")
def told(gateway: Place, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return tells("dbt", "frames.py", told_to(gateway), tmp_path_factory.mktemp("frames"))


@pytest.mark.parametrize("way", ["typed", "direct"])
def test_types_and_missing_values(told: dict[str, Any], way: str) -> None:
    assert told[way]["types"] == TYPES
    assert told[way]["missing"] == [0, 1, 1, 1, 1, 2, *[1] * 12]  # NaN of `r` is missing to pandas, too
    assert told[way]["rows"][0] == FIRST
    assert told[way]["rows"][1] == ["2", *[None] * 17]


def test_nullable_types_keep_whole_numbers(told: dict[str, Any]) -> None:
    nullable = told["nullable"]
    assert nullable["types"] == {"n": "Int64", "b": "boolean", "l": "Int64", "d": "Float64", "v": "string"}
    assert [row[2] for row in nullable["rows"]] == ["9007199254740993", None, "-9223372036854775808"]


def test_parameters_are_values(told: dict[str, Any]) -> None:
    assert told["named"]["rows"] == [["名4", "138****0004"]]
    assert told["positional"]["rows"] == [["名4"]]
    assert told["quoted"]["rows"] == [["张'三?"]]


def test_tables_parts_and_empty_frames(told: dict[str, Any]) -> None:
    assert told["table"]["rows"] == [[str(value) for value in PERSON]]
    assert told["chunks"] == [4000, 4000, PEOPLE - 8000]
    assert told["none"]["rows"] == []
    assert list(told["none"]["types"]) == ["id", "name"]
    assert told["dates"]["types"]["moment"] == "datetime64[us]"


def test_errors_reach_the_reader_and_a_frame_is_not_written(told: dict[str, Any]) -> None:
    assert "COLUMN_NOT_FOUND" in told["error"]
    assert "the gateway never writes to a department's database" in told["to_sql"]
