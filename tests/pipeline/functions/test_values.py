"""Every row of the table that has a DuckDB form gives Trino's documented values, through the whole pipeline and on a real DuckDB."""

from __future__ import annotations

import duckdb
import pytest

from gateway.errors import ErrorCode
from tests.pipeline.functions.cases import Case, cases, connection, outcome
from tests.pipeline.functions.hidden import NOTHING


@pytest.fixture(scope="module")
def database() -> duckdb.DuckDBPyConnection:
    return connection()


# What fails at prepare when it is constant fails at the engine when it is not.
AT_PREPARE = {code.name for code in (
    ErrorCode.INVALID_ARGUMENTS, ErrorCode.DIVISION_BY_ZERO, ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, ErrorCode.INVALID_CAST_ARGUMENT,
)}  # fmt: skip


@pytest.mark.parametrize("case", cases(), ids=str)
def test_a_value_is_as_trino_documents_it(database: duckdb.DuckDBPyConnection, case: Case) -> None:
    assert outcome(database, case, NOTHING) == (case.type, case.value)


@pytest.mark.parametrize("case", [case for case in cases() if case.rows is None], ids=str)
def test_a_value_is_the_same_whatever_is_known_at_prepare(database: duckdb.DuckDBPyConnection, case: Case) -> None:
    for hide in case.choices:
        found = outcome(database, case, hide)
        if found == ("error", "NOT_SUPPORTED_BY_ENGINE"):
            continue  # the form needs this constant
        if case.type == "error" and case.value in AT_PREPARE:
            assert found in (("error", case.value), ("error", "COMPUTATION_FAILED")), case.statement(hide)
        else:
            assert found == (case.type, case.value), case.statement(hide)
