"""The forms of an answer: which one a client accepts, and what stands around the engine's pages.

| `Accept` | form | how it ends | when it fails after it began |
|---|---|---|---|
| application/json (default) | one document: id, columns, notes, data, rows, cut | `"cut"` | a last member `"error"`; the document stays valid |
| application/x-ndjson | one object a row | `{"@huiliu": {id, rows, cut, notes}}` | `{"@huiliu": {…, "error": {…}}}` |
| text/csv | RFC 4180 with header line | end of the body | the connection is broken off |
| application/vnd.apache.arrow.stream | Arrow IPC stream | end-of-stream mark | the connection is broken off |
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Protocol

import orjson

from gateway.api.http.errors import shown
from gateway.engines.engine import Body, PageFormat
from gateway.errors import GatewayError
from gateway.execution.notes import Notes
from gateway.execution.running import Running

ARROW_END: Final = b"\xff\xff\xff\xff\x00\x00\x00\x00"


def notes_json(notes: Notes) -> dict[str, Any]:
    """Notes as plain JSON values."""
    shown: dict[str, Any] = {
        "masked": [{"relation": m.relation, "column": m.column, "mask": m.mask} for m in notes.masked],
        "filtered": list(notes.filtered),
    }
    if notes.cap is not None:
        shown["limit"] = {"rows": notes.cap.rows, "set_by": notes.cap.set_by.value}
    return shown


class Envelope(Protocol):
    """What stands before, between and after pages. `failed` None: the form cannot say it, break the connection."""

    def start(self, running: Running) -> bytes: ...
    def page(self, body: Body, *, first: bool) -> Body: ...
    def end(self, running: Running) -> bytes: ...
    def failed(self, running: Running, error: GatewayError) -> bytes | None: ...


class JsonEnvelope:
    """One JSON document."""

    def start(self, running: Running) -> bytes:
        columns = [{"name": column.name, "type": str(column.type)} for column in running.plan.columns]
        known = {"id": running.id, "columns": columns, "notes": notes_json(running.notes)}
        return orjson.dumps(known)[:-1] + b',"data":['

    def page(self, body: Body, *, first: bool) -> Body:
        return body if first else b"," + body

    def end(self, running: Running) -> bytes:
        return b"]," + orjson.dumps({"rows": running.rows, "cut": running.cut})[1:]

    def failed(self, running: Running, error: GatewayError) -> bytes:
        return b"]," + orjson.dumps({"rows": running.rows, "cut": running.cut, "error": shown(error)})[1:]


class NdjsonEnvelope:
    """One object a row; the last line is the gateway's own."""

    def start(self, running: Running) -> bytes:
        return b""

    def page(self, body: Body, *, first: bool) -> Body:
        return body

    def end(self, running: Running) -> bytes:
        return self._last(running)

    def failed(self, running: Running, error: GatewayError) -> bytes:
        return self._last(running, error=shown(error))

    def _last(self, running: Running, **more: object) -> bytes:
        told = {"id": running.id, "rows": running.rows, "cut": running.cut, "notes": notes_json(running.notes)}
        return orjson.dumps({"@huiliu": told | more}) + b"\n"


@dataclass(frozen=True, slots=True)
class BareEnvelope:
    """The engine's own bytes: CSV and Arrow have no room for more, so their notes travel in headers."""

    tail: bytes = b""

    def start(self, running: Running) -> bytes:
        return running.head

    def page(self, body: Body, *, first: bool) -> Body:
        return body

    def end(self, running: Running) -> bytes:
        return self.tail

    def failed(self, running: Running, error: GatewayError) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Form:
    """One media type. `says_its_end`: a complete answer can be told from a broken one by its bytes alone."""

    media_type: str
    page_format: PageFormat
    envelope: Envelope
    says_its_end: bool


JSON: Final = Form("application/json", PageFormat.JSON, JsonEnvelope(), True)
NDJSON: Final = Form("application/x-ndjson", PageFormat.NDJSON, NdjsonEnvelope(), True)
CSV: Final = Form("text/csv; charset=utf-8; header=present", PageFormat.CSV, BareEnvelope(), False)
ARROW: Final = Form("application/vnd.apache.arrow.stream", PageFormat.ARROW, BareEnvelope(ARROW_END), False)

BY_NAME: Final[Mapping[str, Form]] = MappingProxyType(
    {
        "application/json": JSON,
        "application/x-ndjson": NDJSON,
        "application/ndjson": NDJSON,
        "text/csv": CSV,
        "application/vnd.apache.arrow.stream": ARROW,
        "application/*": JSON,
        "text/*": CSV,
        "*/*": JSON,
    }
)


def accepted(accept: str | None) -> Form | None:
    """The form that an `Accept` header asks for; None when it asks for others only.

    >>> accepted("text/csv;q=0.9, application/x-ndjson").media_type
    'application/x-ndjson'
    """
    if not accept or not accept.strip():
        return JSON
    wanted: list[tuple[float, int, Form]] = []
    for place, part in enumerate(accept[:1000].split(",")):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        form, weight = BY_NAME.get(name), _weight(parameters)
        if form is not None and weight > 0:
            wanted.append((-weight, place, form))
    return min(wanted, key=lambda one: one[:2])[2] if wanted else None


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return min(float(parameter[2:]), 1.0)
            except ValueError:
                return 0.0
    return 1.0
