"""A statement to ask, whichever door it goes through: this machine's files or a running gateway."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

import orjson

from gateway.errors import ErrorCode, GatewayError, Position

if TYPE_CHECKING:
    from gateway.api.http.formats import Form

TYPED: Final = re.compile(r"(date|timestamp|decimal):(.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One statement and how it is asked; field names are those of the HTTP body."""

    sql: str
    purpose: str | None = None
    parameters: Sequence[object] = ()
    limit: int | None = None
    catalog: str | None = None
    schema: str | None = None

    def body(self) -> dict[str, Any]:
        """The JSON body of `POST /v1/query`."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in fields.items() if value not in (None, ())}


class Door(Protocol):
    """Where statements go in."""

    def stream(self, ask: Ask, form: Form) -> AsyncGenerator[bytes, None]:
        """The answer's bytes in one form. Raises GatewayError; JSON forms may carry their error inside."""

    async def explain(self, ask: Ask) -> dict[str, Any]:
        """What would run, in the shape of `POST /v1/explain`."""

    async def close(self) -> None:
        """Release everything."""


def parameter(text: str) -> object:
    """A value of `?` from the command line: JSON where it is JSON, `date:…`, `timestamp:…`, `decimal:…`, otherwise text.

    >>> [parameter(text) for text in ("5", '"5"', "date:2026-01-31", "李华", "007")]
    [5, '5', {'type': 'date', 'value': '2026-01-31'}, '李华', '007']
    """
    typed = TYPED.fullmatch(text)
    if typed:
        return {"type": typed[1], "value": typed[2]}
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return text
    return text if isinstance(value, list | dict) else value


def as_error(told: dict[str, Any]) -> GatewayError:
    """The error that a gateway told as JSON."""
    try:
        code = ErrorCode(told.get("code"))
    except ValueError:  # a gateway newer than this command line
        code = ErrorCode.INTERNAL_ERROR
    return GatewayError(
        str(told.get("message") or told.get("detail") or "the gateway gave no reason"),
        code=code,
        hint=told.get("hint"),
        contact=told.get("contact"),
        position=_position(told.get("line"), told.get("column")),
    )


def _position(line: object, column: object) -> Position | None:
    if isinstance(line, int) and isinstance(column, int) and line > 0 and column > 0:
        return Position(line, column)
    return None
