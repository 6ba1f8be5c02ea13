"""Reads a statement out of a request: JSON or plain text, bounded in size and time, nothing unknown accepted."""

from __future__ import annotations

import asyncio
import datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Final, Literal
from zoneinfo import ZoneInfo

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictFloat, StrictInt, StrictStr, ValidationError

from gateway.api.http.doors import HttpBounds
from gateway.api.http.errors import invalid_request
from gateway.errors import ErrorCode, StatementError

PURPOSE_HEADER: Final = "X-Huiliu-Purpose"
ACTING_HEADER: Final = "X-Huiliu-Acting-For"


class TypedParameter(BaseModel):
    """A value that JSON has no form for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: Literal["date", "timestamp", "decimal"]
    value: str = Field(max_length=64, examples=["2026-01-31"])


Parameter = Annotated[
    StrictBool | StrictInt | StrictFloat | StrictStr | TypedParameter | None, Field(union_mode="smart")
]


class StatementBody(BaseModel):
    """A statement to run or to explain."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, json_schema_extra={"examples": [{"sql": "SELECT 1", "purpose": "statistics"}]}
    )

    sql: str = Field(description="One statement in Trino's SQL; `?` stands for a parameter.")
    purpose: str | None = Field(
        default=None, max_length=64, description="A purpose of the token; without it the token's default."
    )
    parameters: list[Parameter] = Field(default_factory=list, max_length=1000, description="Values of `?`, in order.")
    limit: int | None = Field(
        default=None, ge=1, strict=True, description="At most so many rows; an answer that had more says `cut`."
    )
    catalog: str | None = Field(default=None, max_length=128, description="Catalog of names that have none.")
    schema_: str | None = Field(
        default=None, alias="schema", max_length=128, description="Schema of names that have none."
    )
    timezone: str | None = Field(default=None, max_length=64, description="Time zone of the session.")

    def values(self) -> tuple[object, ...]:
        """The parameters as Python values."""
        return tuple(_value(place, parameter) for place, parameter in enumerate(self.parameters, 1))

    def zone(self, default: str) -> str:
        """The session's time zone, checked."""
        if self.timezone is None:
            return default
        try:
            return ZoneInfo(self.timezone).key
        except (KeyError, ValueError, OSError):
            raise invalid_request(f"`{self.timezone}` is not a time zone", "write for example Asia/Shanghai") from None


async def read_statement(request: Request, bounds: HttpBounds) -> StatementBody:
    """The statement of a request. Raises GatewayError."""
    kind = request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    if kind not in ("application/json", "text/plain", "application/sql"):
        raise invalid_request(
            f"`{kind[:64]}` is not supported", "send application/json, or the SQL itself as text/plain"
        )
    raw = await _body(request, bounds)
    declared = request.headers.get(PURPOSE_HEADER) or request.query_params.get("purpose")
    if kind == "application/json":
        body = _json(raw)
        if declared is not None and body.purpose not in (None, declared):
            raise invalid_request("the purpose is declared twice, differently")
        return body if declared is None else body.model_copy(update={"purpose": declared})
    try:
        return StatementBody(sql=raw.decode("utf-8"), purpose=declared)
    except (UnicodeDecodeError, ValidationError) as error:
        raise invalid_request("the body is not text in UTF-8, or the purpose is too long") from error


async def _body(request: Request, bounds: HttpBounds) -> bytes:
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > bounds.body_bytes:
        raise _too_large(bounds)
    received = bytearray()
    try:
        async with asyncio.timeout(bounds.body_seconds):
            async for piece in request.stream():
                received += piece
                if len(received) > bounds.body_bytes:
                    raise _too_large(bounds)
    except TimeoutError:
        raise invalid_request("the request took too long to arrive") from None
    return bytes(received)


def _too_large(bounds: HttpBounds) -> StatementError:
    return StatementError(f"the request is larger than {bounds.body_bytes} bytes", code=ErrorCode.STATEMENT_TOO_LARGE)


def _json(raw: bytes) -> StatementBody:
    try:
        return StatementBody.model_validate_json(raw)
    except ValidationError as error:
        raise invalid_request("; ".join(_reason(dict(one)) for one in error.errors()[:5])) from error


def _reason(error: dict[str, Any]) -> str:
    where = ".".join(str(part) for part in error["loc"][:2])
    if error["type"] == "extra_forbidden":
        return f"`{where[:64]}` is not a field"
    return f"`{where[:64]}`: {str(error['msg']).lower()}" if where else "the body is not a JSON object"


def _value(place: int, parameter: object) -> object:
    if not isinstance(parameter, TypedParameter):
        return parameter
    try:
        match parameter.type:
            case "date":
                return datetime.date.fromisoformat(parameter.value)
            case "timestamp":
                return datetime.datetime.fromisoformat(parameter.value)
            case "decimal":
                number = Decimal(parameter.value)
                if not number.is_finite():
                    raise ValueError("not finite")
                return number
    except (ValueError, InvalidOperation):
        message = f"parameter {place} is not a {parameter.type}"
        raise StatementError(message, code=ErrorCode.INVALID_PARAMETER, hint="write dates as 2026-01-31") from None
