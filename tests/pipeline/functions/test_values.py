"""Every row of the table that has a DuckDB form gives Trino's documented values on a real DuckDB."""

from __future__ import annotations

import pathlib
from dataclasses import dataclass

import duckdb
import pytest

from gateway.errors import ErrorCode, GatewayError
from tests.pipeline.functions.evaluator import evaluate

CASES = pathlib.Path(__file__).with_name("values.txt")


@dataclass(frozen=True)
class Case:
    line: int
    expression: str
    rows: str | None
    type: str
    value: str


def cases() -> list[Case]:
    found = []
    for number, line in enumerate(CASES.read_text().splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        # Two blanks around a bar: `||` is an operator.
        expression, type_, value = (part.strip() for part in line.split(" | "))
        expression, _, rows = expression.partition(" <- ")
        found.append(Case(number, expression.strip(), rows.strip() or None, type_, value))
    return found


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET threads = 1")
    return connection


def outcome(connection: duckdb.DuckDBPyConnection, case: Case, *, hide: bool) -> tuple[str, str]:
    try:
        type_, value, _ = evaluate(connection, case.expression, case.rows, hide=hide)
    except GatewayError as error:
        return "error", error.code.name
    except (duckdb.ConversionException, duckdb.OutOfRangeException, duckdb.InvalidInputException):
        return "error", "COMPUTATION_FAILED"
    return str(type_), value


# What fails at prepare when it is constant fails at the engine when it is not.
AT_PREPARE = {code.name for code in (
    ErrorCode.INVALID_ARGUMENTS, ErrorCode.DIVISION_BY_ZERO, ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, ErrorCode.INVALID_CAST_ARGUMENT,
)}  # fmt: skip


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.line}: {case.expression[:60]}")
def test_a_value_is_as_trino_documents_it(connection: duckdb.DuckDBPyConnection, case: Case) -> None:
    assert outcome(connection, case, hide=False) == (case.type, case.value)


@pytest.mark.parametrize(
    "case", [c for c in cases() if c.rows is None], ids=lambda case: f"{case.line}: {case.expression[:60]}"
)
def test_a_value_is_the_same_when_nothing_is_known_at_prepare(
    connection: duckdb.DuckDBPyConnection, case: Case
) -> None:
    found = outcome(connection, case, hide=True)
    if found == ("error", "NOT_SUPPORTED_BY_ENGINE"):
        pytest.skip("the form needs a constant")
    if case.type == "error" and case.value in AT_PREPARE:
        assert found[0] == "error"
    else:
        assert found == (case.type, case.value)
