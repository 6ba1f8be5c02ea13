"""Asks a statement in each form and says what a client can tell of the answer by the bytes alone: whole, failed with a code, or broken."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
import pyarrow as pa

JSON: Final = "application/json"
NDJSON: Final = "application/x-ndjson"
CSV: Final = "text/csv"
ARROW: Final = "application/vnd.apache.arrow.stream"
FORMS: Final = (JSON, NDJSON, CSV, ARROW)
Rows = list[list[Any]]


@dataclass(frozen=True, slots=True)
class Answer:
    """`code` is the name of the error that was told; `whole` is what a careful client believes."""

    form: str
    status: int
    statement: str = ""
    whole: bool = False
    code: str = ""
    rows: Rows = field(default_factory=list)
    """Only of a whole answer."""


def ask(client: httpx.Client, sql: str, form: str = JSON, midway: Callable[[], None] | None = None) -> Answer:
    """Send a statement and read its answer. `midway` is called once its first bytes have come. A refused connection raises."""
    head: list[httpx.Response] = []
    body = bytearray()
    try:
        with client.stream("POST", "/v1/query", json={"sql": sql}, headers={"accept": form}) as response:
            head.append(response)
            for piece in response.iter_raw(65_536):
                body += piece
                if midway is not None:
                    midway()
                    midway = None
    except httpx.ConnectError:
        raise
    except httpx.TransportError:  # the connection ended before the answer did
        return Answer(form, head[0].status_code if head else 0, _statement(head))
    status = head[0].status_code
    if status != 200:
        return Answer(form, status, _statement(head), code=json.loads(body)["name"])
    return READ[form](status, _statement(head), bytes(body))


def _statement(head: list[httpx.Response]) -> str:
    return head[0].headers.get("x-huiliu-statement", "") if head else ""


def _json(status: int, statement: str, body: bytes) -> Answer:
    document = json.loads(body)
    if "error" in document:
        return Answer(JSON, status, statement, code=document["error"]["name"])
    assert document["rows"] == len(document["data"])
    assert not document["cut"]
    return Answer(JSON, status, statement, whole=True, rows=document["data"])


def _ndjson(status: int, statement: str, body: bytes) -> Answer:
    lines = [json.loads(line) for line in body.splitlines()]
    last = lines.pop()["@huiliu"]
    if "error" in last:
        return Answer(NDJSON, status, statement, code=last["error"]["name"])
    assert last["rows"] == len(lines)
    assert not last["cut"]
    return Answer(NDJSON, status, statement, whole=True, rows=[list(line.values()) for line in lines])


def _csv(status: int, statement: str, body: bytes) -> Answer:
    rows: Rows = list(csv.reader(io.StringIO(body.decode())))[1:]
    return Answer(CSV, status, statement, whole=True, rows=[[int(row[0]), *row[1:]] for row in rows])


def _arrow(status: int, statement: str, body: bytes) -> Answer:
    assert body.endswith(b"\xff\xff\xff\xff\x00\x00\x00\x00")
    table = pa.ipc.open_stream(io.BytesIO(body)).read_all()
    columns = [column.to_pylist() for column in table.columns]
    return Answer(ARROW, status, statement, whole=True, rows=[list(row) for row in zip(*columns, strict=True)])


READ: Final[dict[str, Callable[[int, str, bytes], Answer]]] = {JSON: _json, NDJSON: _ndjson, CSV: _csv, ARROW: _arrow}
