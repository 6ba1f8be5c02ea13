"""Writes an answer: a table for people, or the gateway's own bytes for programs, whole or not at all when it goes to a file."""

from __future__ import annotations

import re
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import orjson

from gateway.cli.asking import as_error
from gateway.cli.display import console, harmless, note, table
from gateway.cli.faults import wrong_use
from gateway.cli.options import Format
from gateway.errors import GatewayError

TAIL: Final = 65_536
_JSON_END: Final = re.compile(rb'\],"rows":\d+,"cut":(?:true|false),"error":(\{.*\})\}$', re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer read into memory, with what it says about itself."""

    columns: tuple[str, ...]
    rows: list[list[Any]]
    notes: dict[str, Any]
    cut: bool
    error: GatewayError | None

    @classmethod
    def of(cls, document: bytes) -> Answer:
        """Read the JSON form."""
        told = orjson.loads(document)
        return cls(
            columns=tuple(column["name"] for column in told["columns"]),
            rows=told["data"],
            notes=told["notes"],
            cut=told["cut"],
            error=as_error(told["error"]) if "error" in told else None,
        )


async def collected(pieces: AsyncIterator[bytes]) -> Answer:
    """The whole answer."""
    return Answer.of(b"".join([piece async for piece in pieces]))


def show(answer: Answer) -> None:
    """A table on stdout, what governed it on stderr. Raises the error that ended it."""
    if answer.columns:
        console().print(table(answer.columns, answer.rows))
    for line in told_of(answer):
        note(line)
    if answer.error is not None:
        raise answer.error


def told_of(answer: Answer) -> Iterator[str]:
    """What was masked, filtered, cut: one line each."""
    rows = len(answer.rows)
    yield f"{rows:,} row{'' if rows == 1 else 's'}"
    masked: dict[str, list[str]] = {}
    for one in answer.notes["masked"]:
        masked.setdefault(one["mask"], []).append(f"{one['relation']}.{one['column']}")
    for mask, columns in masked.items():
        yield f"masked    {mask}: {', '.join(columns)}"
    if answer.notes["filtered"]:
        yield f"filtered  only permitted rows of {', '.join(answer.notes['filtered'])}"
    if answer.cut:
        limit = answer.notes["limit"]
        known = {"client": "your own limit", "policy": "the policy's limit", "source": "the source's limit"}
        whose = known.get(limit["set_by"], "the gateway's limit")
        yield f"cut       more rows were there: {whose} is {limit['rows']:,}"


async def write(pieces: AsyncIterator[bytes], form: Format, to: BinaryIO) -> None:
    """Pass the bytes on. Raises the error that a JSON form carries at its end."""
    tail = b""
    async for piece in pieces:
        to.write(piece)
        tail = (tail + piece)[-TAIL:]
    if form is Format.JSON:
        to.write(b"\n")
    to.flush()
    error = error_at_end(tail, form)
    if error is not None:
        raise error


def error_at_end(tail: bytes, form: Format) -> GatewayError | None:
    """The error that an answer ended with.

    >>> error_at_end(b'[1]],"rows":1,"cut":false,"error":{"code":"GW507","message":"canceled"}}', Format.JSON)
    GatewayError('canceled')
    """
    match form:
        case Format.JSON:
            found = _JSON_END.search(tail)
            return as_error(orjson.loads(found[1])) if found else None
        case Format.NDJSON:
            last = orjson.loads(tail.rstrip(b"\n").rpartition(b"\n")[2] or b"{}").get("@huiliu", {})
            return as_error(last["error"]) if "error" in last else None
        case _:
            return None


@contextmanager
def opened(path: Path | None, form: Format) -> Iterator[BinaryIO]:
    """Where the bytes go. A file appears under its name only when the answer is complete."""
    if path is None:
        if form is Format.ARROW and sys.stdout.isatty():
            raise wrong_use("Arrow is not for a terminal", "add `--output FILE.arrow`")
        yield sys.stdout.buffer
        return
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    except OSError as error:
        reason = (error.strerror or "it cannot be written").lower()
        raise wrong_use(f"cannot write `{harmless(str(path))}`: {reason}", "choose another file") from error
    finally:
        part.unlink(missing_ok=True)
