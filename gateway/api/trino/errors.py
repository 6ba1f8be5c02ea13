"""Errors as Trino's clients know them: name, number and kind of Trino 476 (`StandardErrorCode`); the message is ours, with our own code in front of it.

A client decides by them: SQLAlchemy passes over PERMISSION_DENIED for comments, drivers tell a user's error from a failure of the server.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from gateway.api.http.errors import shown
from gateway.errors import ErrorCode, GatewayError

USER: Final = "USER_ERROR"
INTERNAL: Final = "INTERNAL_ERROR"
RESOURCES: Final = "INSUFFICIENT_RESOURCES"
EXTERNAL: Final = "EXTERNAL"


class TrinoCode(NamedTuple):
    """One of Trino's error codes."""

    name: str
    number: int
    kind: str


def _user(**codes: tuple[str, int]) -> dict[ErrorCode, TrinoCode]:
    return {ErrorCode[own]: TrinoCode(name, number, USER) for own, (name, number) in codes.items()}


TRINO_CODES: Final[Mapping[ErrorCode, TrinoCode]] = MappingProxyType(
    _user(
        SYNTAX_ERROR=("SYNTAX_ERROR", 1),
        NOT_SUPPORTED=("NOT_SUPPORTED", 13),
        STATEMENT_TOO_LARGE=("QUERY_TEXT_TOO_LARGE", 35),
        INVALID_PARAMETER=("INVALID_PARAMETER_USAGE", 80),
        INVALID_REQUEST=("GENERIC_USER_ERROR", 0),
        CATALOG_NOT_FOUND=("CATALOG_NOT_FOUND", 44),
        SCHEMA_NOT_FOUND=("SCHEMA_NOT_FOUND", 45),
        TABLE_NOT_FOUND=("TABLE_NOT_FOUND", 46),
        COLUMN_NOT_FOUND=("COLUMN_NOT_FOUND", 47),
        AMBIGUOUS_NAME=("AMBIGUOUS_NAME", 62),
        TYPE_MISMATCH=("TYPE_MISMATCH", 58),
        FUNCTION_NOT_FOUND=("FUNCTION_NOT_FOUND", 6),
        MISSING_CATALOG_NAME=("MISSING_CATALOG_NAME", 56),
        MISSING_SCHEMA_NAME=("MISSING_SCHEMA_NAME", 57),
        INVALID_SESSION_PROPERTY=("INVALID_SESSION_PROPERTY", 14),
        NOT_IN_TRANSACTION=("NOT_IN_TRANSACTION", 21),
        EXPRESSION_NOT_AGGREGATE=("EXPRESSION_NOT_AGGREGATE", 73),
        EXPRESSION_NOT_SCALAR=("EXPRESSION_NOT_SCALAR", 74),
        NESTED_AGGREGATION=("NESTED_AGGREGATION", 67),
        INVALID_COLUMN_REFERENCE=("INVALID_COLUMN_REFERENCE", 63),
        MISMATCHED_COLUMN_ALIASES=("MISMATCHED_COLUMN_ALIASES", 61),
        INVALID_LITERAL=("INVALID_LITERAL", 59),
        INVALID_ARGUMENTS=("INVALID_FUNCTION_ARGUMENT", 7),
        DUPLICATE_NAME=("DUPLICATE_COLUMN_NAME", 54),
        TOKEN_MISMATCH=("TYPE_MISMATCH", 58),
        DIVISION_BY_ZERO=("DIVISION_BY_ZERO", 8),
        NUMERIC_VALUE_OUT_OF_RANGE=("NUMERIC_VALUE_OUT_OF_RANGE", 19),
        INVALID_CAST_ARGUMENT=("INVALID_CAST_ARGUMENT", 9),
        INVALID_WINDOW=("INVALID_WINDOW_FRAME", 15),
        COLUMN_NOT_ALLOWED=("PERMISSION_DENIED", 4),
        ROWS_NOT_GRANTED=("PERMISSION_DENIED", 4),
        PURPOSE_NOT_ALLOWED=("PERMISSION_DENIED", 4),
        ATTRIBUTE_MISSING=("PERMISSION_DENIED", 4),
        UNAUTHENTICATED=("PERMISSION_DENIED", 4),
        ACCESS_DENIED=("PERMISSION_DENIED", 4),
        GRANT_WITHDRAWN=("PERMISSION_DENIED", 4),
        TOO_MANY_FAILED_LOGINS=("PERMISSION_DENIED", 4),
        NOT_SUPPORTED_BY_ENGINE=("NOT_SUPPORTED", 13),
        PLAN_TOO_LARGE=("QUERY_TEXT_TOO_LARGE", 35),
        CANCELED=("USER_CANCELED", 3),
        COMPUTATION_FAILED=("INVALID_FUNCTION_ARGUMENT", 7),
        STATEMENT_NOT_FOUND=("NOT_FOUND", 5),
        SOURCE_SUSPENDED=("CATALOG_UNAVAILABLE", 125),
        SOURCE_CLOSED=("CATALOG_UNAVAILABLE", 125),
        SOURCE_UNAVAILABLE=("CATALOG_UNAVAILABLE", 125),
    )
    | {
        ErrorCode.EXCEEDED_TIME_LIMIT: TrinoCode("EXCEEDED_TIME_LIMIT", 131075, RESOURCES),
        ErrorCode.EXCEEDED_MEMORY_LIMIT: TrinoCode("EXCEEDED_LOCAL_MEMORY_LIMIT", 131079, RESOURCES),
        ErrorCode.EXCEEDED_SIZE_LIMIT: TrinoCode("GENERIC_INSUFFICIENT_RESOURCES", 131072, RESOURCES),
        ErrorCode.TOO_MANY_STATEMENTS: TrinoCode("QUERY_QUEUE_FULL", 131074, RESOURCES),
        ErrorCode.SHUTTING_DOWN: TrinoCode("SERVER_SHUTTING_DOWN", 65545, INTERNAL),
    }
)
"""Every other code is a failure of ours."""
FAILURE: Final = TrinoCode("GENERIC_INTERNAL_ERROR", 65536, INTERNAL)


def error_document(error: GatewayError) -> dict[str, Any]:
    """The `error` of an answer. No stack, no cause: those would tell of the rewritten text."""
    code = TRINO_CODES.get(error.code, FAILURE)
    public = shown(error)
    told = [f"{public['code']} {public['name']}: {public['message']}"]
    if "hint" in public:
        told.append(f"hint: {public['hint']}")
    if "contact" in public:
        told.append(f"contact: {public['contact']}")
    message = "; ".join(told)
    found: dict[str, Any] = {
        "message": message,
        "errorCode": code.number,
        "errorName": code.name,
        "errorType": code.kind,
        "failureInfo": {"type": "io.trino.spi.TrinoException", "message": message, "suppressed": [], "stack": []},
    }
    if "line" in public:
        place = {"lineNumber": public["line"], "columnNumber": public["column"]}
        found["errorLocation"] = found["failureInfo"]["errorLocation"] = place
        found["message"] = f"line {public['line']}:{public['column']}: {message}"
    return found
