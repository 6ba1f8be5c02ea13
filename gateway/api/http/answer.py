"""Streams one statement's answer: back-pressure, write timeout, and a client that leaves ends the statement.

Two pages are read before the first byte is sent, so an early failure still gets its own HTTP status, and a
short answer has its final notes in the headers.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import orjson
from fastapi import Response
from starlette.types import Receive, Scope, Send

from gateway.api.http.errors import problem
from gateway.api.http.formats import Form, notes_json
from gateway.engines.engine import Body, Page
from gateway.errors import ErrorCode as Code
from gateway.errors import GatewayError, StatementError
from gateway.execution.endings import canceled, unexpected
from gateway.execution.running import Running

LONGEST_HEADER = 3500
"""Proxies give all headers together 4 or 8 KB."""


class Broken(Exception):  # noqa: N818  # not an error of the program: the answer ends without its end
    """The answer cannot be completed, and its form cannot say so: the connection must not look well ended."""


class Answer(Response):
    """Opens a statement and streams it. The statement is closed however this ends."""

    def __init__(self, running: Running, form: Form, write_seconds: float) -> None:
        super().__init__(media_type=form.media_type)
        self._running = running
        self._form = form
        self._write_seconds = write_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        work = asyncio.ensure_future(self._work(scope, receive, send))
        gone = asyncio.ensure_future(_disconnected(receive))
        try:
            await asyncio.wait((work, gone), return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                self._running.stop(canceled())
                work.cancel()
            with contextlib.suppress(Broken, asyncio.CancelledError):
                await work
        finally:
            gone.cancel()
            work.cancel()
            await self._running.close()

    async def _work(self, scope: Scope, receive: Receive, send: Send) -> None:
        running, pages = self._running, aiter(self._running)
        try:
            self._refuse_old_http(scope)
            await running.open()
            early = [page async for page in _first(pages, 2)]
        except GatewayError as error:
            await problem(error, statement=running.id)(scope, receive, send)
            return
        head, whole = self._head(), self._whole(early)
        if whole is not None:
            head.append((b"content-length", str(len(whole)).encode()))
        await self._send(send, {"type": "http.response.start", "status": 200, "headers": head})
        if whole is not None:
            await self._send(send, {"type": "http.response.body", "body": whole, "more_body": False})
        else:
            await self._stream(send, pages, early)

    def _whole(self, early: list[Page]) -> bytes | None:
        """A short answer in one piece; None when more is to come, or it did not end well."""
        running, envelope = self._running, self._form.envelope
        if running.ended is None or running.error is not None:
            return None
        pages = (envelope.page(page.body, first=not at) for at, page in enumerate(early))
        return b"".join((envelope.start(running), *pages, envelope.end(running) or b""))

    def _refuse_old_http(self, scope: Scope) -> None:
        """HTTP/1.0 ends a body by closing: a broken answer would look complete."""
        if scope.get("http_version") == "1.0" and not self._form.says_its_end:
            hint = "use HTTP/1.1, or application/json"
            raise StatementError("this form of answer needs HTTP/1.1", code=Code.INVALID_REQUEST, hint=hint)

    def _head(self) -> list[tuple[bytes, bytes]]:
        running = self._running
        notes: dict[str, Any] = notes_json(running.notes)
        if running.ended is not None:
            notes |= {"rows": running.rows, "cut": running.cut}
        return [
            (b"content-type", self._form.media_type.encode()),
            (b"x-huiliu-statement", running.id.encode()),
            (b"x-huiliu-notes", header_of(notes)),
            (b"cache-control", b"no-store"),
        ]

    async def _stream(self, send: Send, pages: AsyncIterator[Page], early: list[Page]) -> None:
        running, envelope = self._running, self._form.envelope
        await self._body(send, envelope.start(running))
        first = True
        try:
            for page in early:
                await self._body(send, envelope.page(page.body, first=first))
                first = False
            if running.ended is None:
                async for page in pages:
                    await self._body(send, envelope.page(page.body, first=first))
                    first = False
            elif running.error is not None:
                raise running.error
            last: bytes | None = envelope.end(running)
        except GatewayError as error:
            last = envelope.failed(running, error)
        if last is None:
            raise Broken
        await self._send(send, {"type": "http.response.body", "body": last, "more_body": False})

    async def _body(self, send: Send, body: Body) -> None:
        if body:
            await self._send(send, {"type": "http.response.body", "body": body, "more_body": True})

    async def _send(self, send: Send, message: dict[str, Any]) -> None:
        """Wait for the client to take it, but not for ever."""
        try:
            async with asyncio.timeout(self._write_seconds):
                await send(message)
        except (TimeoutError, OSError) as error:
            self._running.stop(canceled())
            raise Broken from error
        except GatewayError:
            raise
        except Exception as error:  # whatever the server says about a client that is gone
            self._running.stop(unexpected(error))
            raise Broken from error


async def _first(pages: AsyncIterator[Page], number: int) -> AsyncIterator[Page]:
    for _ in range(number):
        try:
            yield await anext(pages)
        except StopAsyncIteration:
            return


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def header_of(notes: dict[str, Any]) -> bytes:
    """Notes as a header; when they are too long for one, the lists become their lengths and `truncated` says so."""
    text = _ascii(notes)
    if len(text) <= LONGEST_HEADER:
        return text
    counted = {name: len(value) if isinstance(value, list) else value for name, value in notes.items()}
    return _ascii(counted | {"truncated": True})


def _ascii(value: object) -> bytes:
    """JSON in ASCII, so that it can stand in a header."""
    text = orjson.dumps(value).decode()
    return "".join(c if " " <= c <= "~" else _escaped(c) for c in text).encode("ascii")


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
