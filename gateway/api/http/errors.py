"""Errors as HTTP says them: one table from code to status, and problem details (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final

import orjson
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from gateway.errors import ErrorCode, GatewayError, StatementError

PROBLEM_JSON: Final = "application/problem+json"

HTTP_STATUS: Final[Mapping[ErrorCode, int]] = MappingProxyType(
    {
        ErrorCode.SYNTAX_ERROR: 400,
        ErrorCode.NOT_SUPPORTED: 400,
        ErrorCode.STATEMENT_TOO_LARGE: 413,
        ErrorCode.INVALID_PARAMETER: 400,
        ErrorCode.INVALID_REQUEST: 400,
        ErrorCode.INVALID_SESSION_PROPERTY: 400,
        ErrorCode.NOT_IN_TRANSACTION: 400,
        ErrorCode.CATALOG_NOT_FOUND: 404,
        ErrorCode.SCHEMA_NOT_FOUND: 404,
        ErrorCode.TABLE_NOT_FOUND: 404,
        ErrorCode.COLUMN_NOT_FOUND: 400,
        ErrorCode.AMBIGUOUS_NAME: 400,
        ErrorCode.TYPE_MISMATCH: 400,
        ErrorCode.FUNCTION_NOT_FOUND: 400,
        ErrorCode.MISSING_CATALOG_NAME: 400,
        ErrorCode.MISSING_SCHEMA_NAME: 400,
        ErrorCode.EXPRESSION_NOT_AGGREGATE: 400,
        ErrorCode.EXPRESSION_NOT_SCALAR: 400,
        ErrorCode.NESTED_AGGREGATION: 400,
        ErrorCode.INVALID_COLUMN_REFERENCE: 400,
        ErrorCode.MISMATCHED_COLUMN_ALIASES: 400,
        ErrorCode.INVALID_LITERAL: 400,
        ErrorCode.INVALID_ARGUMENTS: 400,
        ErrorCode.DUPLICATE_NAME: 400,
        ErrorCode.TOKEN_MISMATCH: 400,
        ErrorCode.DIVISION_BY_ZERO: 400,
        ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE: 400,
        ErrorCode.INVALID_CAST_ARGUMENT: 400,
        ErrorCode.INVALID_WINDOW: 400,
        ErrorCode.COLUMN_NOT_ALLOWED: 403,
        ErrorCode.ROWS_NOT_GRANTED: 403,
        ErrorCode.PURPOSE_NOT_ALLOWED: 403,
        ErrorCode.ATTRIBUTE_MISSING: 403,
        ErrorCode.UNAUTHENTICATED: 401,
        ErrorCode.ACCESS_DENIED: 403,
        ErrorCode.POLICY_INVALID: 500,
        ErrorCode.GRANT_WITHDRAWN: 403,
        ErrorCode.TOO_MANY_FAILED_LOGINS: 429,
        ErrorCode.READ_BACK_FAILED: 500,
        ErrorCode.NOT_SUPPORTED_BY_ENGINE: 400,
        ErrorCode.PLAN_TOO_LARGE: 413,
        ErrorCode.ENGINE_FAILED: 502,
        ErrorCode.SOURCE_UNAVAILABLE: 503,
        ErrorCode.EXCEEDED_TIME_LIMIT: 504,
        ErrorCode.EXCEEDED_MEMORY_LIMIT: 507,
        ErrorCode.EXCEEDED_SIZE_LIMIT: 413,
        ErrorCode.TOO_MANY_STATEMENTS: 429,
        ErrorCode.CANCELED: 409,
        ErrorCode.COMPUTATION_FAILED: 400,
        ErrorCode.STATEMENT_NOT_FOUND: 404,
        ErrorCode.SOURCE_SUSPENDED: 503,
        ErrorCode.SOURCE_CLOSED: 503,
        ErrorCode.INTERNAL_ERROR: 500,
        ErrorCode.AUDIT_UNAVAILABLE: 503,
        ErrorCode.CONFIG_INVALID: 500,
        ErrorCode.STORAGE_FAILED: 503,
        ErrorCode.SHUTTING_DOWN: 503,
        ErrorCode.KEY_UNAVAILABLE: 503,
    }
)

OPERATORS_OWN: Final = frozenset({ErrorCode.CONFIG_INVALID, ErrorCode.POLICY_INVALID, ErrorCode.INTERNAL_ERROR})
"""Codes whose words are for the operator: a client hears that the gateway failed, no more."""


def shown(error: GatewayError) -> dict[str, Any]:
    """What a client hears of an error, as plain JSON values."""
    if error.code in OPERATORS_OWN:
        message = "the gateway failed; the operator can see why"
        return {"code": error.code.value, "name": error.code.name, "message": message}
    return error.public()


def problem(error: GatewayError, *, statement: str | None = None, status: int | None = None) -> Response:
    """The error as `application/problem+json`."""
    status = status or HTTP_STATUS[error.code]
    body: dict[str, object] = {
        "type": f"urn:huiliu:error:{error.code.value}",
        "title": error.code.name,
        "status": status,
    }
    public = shown(error)
    body["detail"] = public["message"]
    body |= public
    if statement:
        body["statement"] = statement
    return Response(orjson.dumps(body), status, _headers(error.code, statement), PROBLEM_JSON)


def _headers(code: ErrorCode, statement: str | None) -> dict[str, str]:
    headers: dict[str, str] = {}
    if statement:
        headers["X-Huiliu-Statement"] = statement
    match code:
        case ErrorCode.UNAUTHENTICATED:
            headers["WWW-Authenticate"] = 'Bearer realm="huiliu"'
        case ErrorCode.TOO_MANY_FAILED_LOGINS:
            headers["Retry-After"] = "60"
        case ErrorCode.TOO_MANY_STATEMENTS | ErrorCode.SHUTTING_DOWN:
            headers["Retry-After"] = "5"
    return headers


def invalid_request(message: str, hint: str | None = None) -> StatementError:
    """A request that is not what the interface asks for."""
    return StatementError(message, code=ErrorCode.INVALID_REQUEST, hint=hint)


async def gateway_error(request: Request, error: Exception) -> Response:
    """Every error that a route raises on purpose."""
    assert isinstance(error, GatewayError)
    return problem(error)


async def http_error(request: Request, error: Exception) -> Response:
    """No such path, no such method, and what else the framework refuses."""
    assert isinstance(error, HTTPException)
    phrase = HTTPStatus(error.status_code).phrase.lower()
    response = problem(invalid_request(phrase, "`GET /v1/openapi.json` lists what there is"), status=error.status_code)
    response.headers.update(error.headers or {})
    return response


async def validation_error(request: Request, error: Exception) -> Response:
    """A path or query parameter that does not fit."""
    assert isinstance(error, RequestValidationError)
    places = ", ".join(sorted({".".join(map(str, one["loc"][1:])) for one in error.errors()}))
    return problem(invalid_request(f"these parameters are not valid: `{places[:200]}`"))


async def own_fault(request: Request, error: Exception) -> Response:
    """A fault of ours: nothing of it is shown."""
    return problem(GatewayError("the gateway failed", code=ErrorCode.INTERNAL_ERROR))
