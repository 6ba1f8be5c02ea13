"""The error tree: one class a stage, one code a leaf.

    GatewayError
    ├── StatementError   GW1xx  what the client sent cannot be read or is not supported
    ├── ResolutionError  GW2xx  names and types
    ├── AccessError      GW3xx  policy
    ├── PlanError        GW4xx  the rewriter could not prove its output
    ├── EngineError      GW5xx  engine, source, limits
    └── OwnError         GW9xx  the gateway itself

A message is one lower-case line, the user's text in backticks; the hint says what to do next.
Neither ever holds a hidden name, a value of a row or policy text. Codes are never reused.
Edges (`api/`) translate codes to their own terms; the core knows no HTTP status.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any


class ErrorCode(Enum):
    """Number and name of every error. Retired numbers stay as comments."""

    SYNTAX_ERROR = "GW101"
    NOT_SUPPORTED = "GW102"
    STATEMENT_TOO_LARGE = "GW103"
    INVALID_PARAMETER = "GW104"
    INVALID_REQUEST = "GW105"
    INVALID_SESSION_PROPERTY = "GW106"
    NOT_IN_TRANSACTION = "GW107"

    CATALOG_NOT_FOUND = "GW201"
    SCHEMA_NOT_FOUND = "GW202"
    TABLE_NOT_FOUND = "GW203"
    COLUMN_NOT_FOUND = "GW204"
    AMBIGUOUS_NAME = "GW205"
    TYPE_MISMATCH = "GW206"
    FUNCTION_NOT_FOUND = "GW207"
    MISSING_CATALOG_NAME = "GW208"
    EXPRESSION_NOT_AGGREGATE = "GW209"
    EXPRESSION_NOT_SCALAR = "GW210"
    NESTED_AGGREGATION = "GW211"
    INVALID_COLUMN_REFERENCE = "GW212"
    MISMATCHED_COLUMN_ALIASES = "GW213"
    INVALID_LITERAL = "GW214"
    INVALID_ARGUMENTS = "GW215"
    DUPLICATE_NAME = "GW216"
    TOKEN_MISMATCH = "GW217"
    DIVISION_BY_ZERO = "GW218"
    NUMERIC_VALUE_OUT_OF_RANGE = "GW219"
    INVALID_CAST_ARGUMENT = "GW220"
    INVALID_WINDOW = "GW221"
    MISSING_SCHEMA_NAME = "GW222"

    COLUMN_NOT_ALLOWED = "GW301"
    ROWS_NOT_GRANTED = "GW302"
    PURPOSE_NOT_ALLOWED = "GW303"
    ATTRIBUTE_MISSING = "GW304"
    UNAUTHENTICATED = "GW305"
    ACCESS_DENIED = "GW306"
    POLICY_INVALID = "GW307"
    GRANT_WITHDRAWN = "GW308"
    TOO_MANY_FAILED_LOGINS = "GW309"

    READ_BACK_FAILED = "GW401"
    NOT_SUPPORTED_BY_ENGINE = "GW402"
    PLAN_TOO_LARGE = "GW403"

    ENGINE_FAILED = "GW501"
    SOURCE_UNAVAILABLE = "GW502"
    EXCEEDED_TIME_LIMIT = "GW503"
    EXCEEDED_MEMORY_LIMIT = "GW504"
    EXCEEDED_SIZE_LIMIT = "GW505"
    TOO_MANY_STATEMENTS = "GW506"
    CANCELED = "GW507"
    COMPUTATION_FAILED = "GW508"
    STATEMENT_NOT_FOUND = "GW509"
    SOURCE_SUSPENDED = "GW510"
    SOURCE_CLOSED = "GW511"

    INTERNAL_ERROR = "GW901"
    AUDIT_UNAVAILABLE = "GW902"
    CONFIG_INVALID = "GW903"
    STORAGE_FAILED = "GW904"
    SHUTTING_DOWN = "GW905"
    KEY_UNAVAILABLE = "GW906"


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the client's own text: 1-based line and column, as Trino counts them."""

    line: int
    column: int


class GatewayError(Exception):
    """Base of everything the gateway raises on purpose."""

    default_code: ErrorCode = ErrorCode.INTERNAL_ERROR

    def __init__(
        self,
        message: str,
        *,
        code: ErrorCode | None = None,
        hint: str | None = None,
        position: Position | None = None,
        contact: str | None = None,
        detail: str | None = None,
    ) -> None:
        """`contact` is whom to ask; `detail` is for the operator's log only, never for a client."""
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.hint = hint
        self.position = position
        self.contact = contact
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.code.value} {self.code.name}: {self.message}"

    def public(self) -> dict[str, Any]:
        """What a client may see, as plain JSON values."""
        shown: dict[str, Any] = {
            "code": self.code.value,
            "name": self.code.name,
            "message": self.message,
        }
        if self.hint:
            shown["hint"] = self.hint
        if self.contact:
            shown["contact"] = self.contact
        if self.position:
            shown["line"] = self.position.line
            shown["column"] = self.position.column
        return shown


class StatementError(GatewayError):
    """The statement cannot be read, or asks for what the gateway does not do."""

    default_code = ErrorCode.SYNTAX_ERROR


class ResolutionError(GatewayError):
    """A name or a type does not fit."""

    default_code = ErrorCode.COLUMN_NOT_FOUND


class AccessError(GatewayError):
    """Policy does not permit it."""

    default_code = ErrorCode.ACCESS_DENIED


class PlanError(GatewayError):
    """The rewriter cannot produce or prove the text to send."""

    default_code = ErrorCode.READ_BACK_FAILED


class EngineError(GatewayError):
    """The engine, a source or a limit ended the statement."""

    default_code = ErrorCode.ENGINE_FAILED


class OwnError(GatewayError):
    """The gateway itself failed, or is configured wrongly."""

    default_code = ErrorCode.INTERNAL_ERROR


def caret(text: str, position: Position) -> str:
    """The line of `text` that `position` points into, with a caret below it.

    >>> print(caret("SELECT 1,, 2", Position(1, 10)))
    SELECT 1,, 2
             ^
    """
    lines = text.splitlines() or [""]
    line = lines[min(position.line, len(lines)) - 1]
    return f"{line}\n{' ' * (position.column - 1)}^"
