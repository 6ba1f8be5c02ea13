"""A coordinator that behaves as a test says: a real server on loopback that answers, stalls, breaks off and lies."""

from __future__ import annotations

import asyncio
import contextlib
import json
import ssl
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final, Self

from gateway.catalog.types import parse_type
from gateway.engines.engine import JSON_ROWS, PageFormat
from gateway.engines.trino import ServiceAccount, TrinoBounds, TrinoEngine
from gateway.events import Event
from gateway.pipeline.bound import Key
from gateway.pipeline.stages import Plan, ResultColumn

ID: Final = "20260101_000000_00001_aaaaa"
BIGINT: Final = [{"name": "a", "type": "bigint", "typeSignature": {"rawType": "bigint", "arguments": []}}]
CATALOGS: Final = [{"name": "Catalog", "type": "varchar(10)"}]
QUICK: Final = TrinoBounds(connect=2, read=5, patience=1, heartbeat=60, grace=2, recheck=60, page_bytes=100_000)


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer; `cut` closes the connection after so many bytes of the body, `reset` before any byte at all."""

    body: bytes = b""
    status: int = 200
    headers: tuple[str, ...] = ()
    after: float = 0.0
    cut: int | None = None
    reset: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


def columns(**types: str) -> list[dict[str, str]]:
    """As Trino tells them."""
    return [{"name": name, "type": type_} for name, type_ in types.items()]


@dataclass(slots=True)
class Rogue:
    """Answers a statement with `pages`: what it gives for each token, in order; the last one is given for ever."""

    pages: dict[int, list[Reply]] = field(default_factory=lambda: defaultdict(list))
    start: list[Reply] = field(default_factory=list)
    info: dict[str, Any] = field(default_factory=lambda: {"coordinator": True, "starting": False})
    state: str = "ACTIVE"
    catalogs: tuple[str, ...] = ("lake",)
    heartbeat: int = 200
    slow_delete: float = 0.0
    tls: ssl.SSLContext | None = None
    asked: list[Asked] = field(default_factory=list)
    url: str = ""
    _server: asyncio.Server | None = None
    _open: set[asyncio.Task[None]] = field(default_factory=set)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self.tls)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"{'https' if self.tls else 'http'}://127.0.0.1:{port}"
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.down()

    async def down(self) -> None:
        """As if it were killed."""
        assert self._server is not None
        self._server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    def page(self, token: int, *rows: Any, last: bool = False, **changed: Any) -> Reply:
        """The page of a token, with its columns and a state that fits."""
        told: dict[str, Any] = {"id": ID, "infoUri": f"{self.url}/ui"}
        if not last:
            told["nextUri"] = f"{self.url}/v1/statement/executing/{ID}/slug/{token + 1}"
        told["columns"] = BIGINT
        if rows:
            told["data"] = list(rows)
        told["stats"] = {"state": "FINISHED" if last else "RUNNING", "processedRows": 12345}
        told["warnings"] = []
        told |= changed
        kept = {name: value for name, value in told.items() if value is not ...}
        return Reply(json.dumps(kept, separators=(",", ":"), ensure_ascii=False).encode())

    @property
    def queued(self) -> Reply:
        """What a statement's start gives."""
        following = f"{self.url}/v1/statement/executing/{ID}/slug/0"
        return self.page(0, stats={"state": "QUEUED"}, nextUri=following, columns=...)

    def answer(self, *pages: Iterable[Any], **changed: Any) -> None:
        """The rows of each page; the last one ends the statement."""
        for token, rows in enumerate(pages):
            self.pages[token] = [self.page(token, *rows, last=token == len(pages) - 1, **changed)]

    def requests(self, method: str) -> list[str]:
        """Paths that were asked for in this way, of statements only."""
        return [one.path for one in self.asked if one.method == method and one.path.startswith("/v1/statement")]

    @property
    def sent(self) -> list[Asked]:
        """Statements that arrived, but for those of the engine itself."""
        return [one for one in self.asked if one.method == "POST" and one.body != b"SHOW CATALOGS"]

    async def reply(self, asked: Asked) -> Reply:
        """What a request gets."""
        match asked.method, asked.path.strip("/").split("/"):
            case "GET", ["v1", "info"]:
                return Reply(json.dumps(self.info).encode())
            case "GET", ["v1", "info", "state"]:
                return Reply(json.dumps(self.state).encode())
            case "POST", _ if asked.body == b"SHOW CATALOGS":
                rows = [[name] for name in self.catalogs]
                return self.page(0, *rows, last=True, columns=CATALOGS)
            case "POST", _:
                return _next(self.start) or self.queued
            case "GET", ["v1", "statement", "executing", _, _, token]:
                return _next(self.pages[int(token)]) or Reply(status=404)
            case "HEAD", _:
                return Reply(status=self.heartbeat)
            case "DELETE", _:
                return Reply(status=204, after=self.slow_delete)
            case _:
                return Reply(status=404)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            while await self._one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._open.discard(task)
            with contextlib.suppress(ConnectionError):
                writer.transport.abort()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        line, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").strip().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (text.partition(":") for text in lines)}
        method, path, _ = line.split(" ")
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        asked = Asked(method, path, headers, body)
        self.asked.append(asked)
        reply = await self.reply(asked)
        await asyncio.sleep(reply.after)
        if reply.reset:
            return False
        given = "" if method == "HEAD" or reply.status == 204 else f"Content-Length: {len(reply.body)}\r\n"
        extra = "".join(f"{header}\r\n" for header in reply.headers)
        writer.write(f"HTTP/1.1 {reply.status} x\r\n{given}{extra}\r\n".encode() + reply.body[: reply.cut])
        await writer.drain()
        return reply.cut is None


def _next(replies: list[Reply]) -> Reply | None:
    return replies.pop(0) if len(replies) > 1 else replies[0] if replies else None


def plan(sql: str = "SELECT a", limit: int | None = None, sources: Iterable[str] = ("lake",), **types: str) -> Plan:
    """A plan as the pipeline would make it."""
    made = (types or {"a": "bigint"}).items()
    named = tuple(ResultColumn(name=name, type=parse_type(text)) for name, text in made)
    return Plan(engine="trino", sql=sql, columns=named, row_limit=limit, sources=frozenset(sources))


@asynccontextmanager
async def engine(
    *addresses: str,
    bounds: TrinoBounds = QUICK,
    account: ServiceAccount | None = None,
    heard: Callable[[Event], None] = lambda event: None,
    sources: Iterable[str] = ("lake",),
    keys: Callable[[Key], bytes] | None = None,
) -> AsyncIterator[TrinoEngine]:
    """An engine in front of these coordinators."""
    who = account or ServiceAccount(user="huiliu")
    contacts = {name: f"ask {name}" for name in sources}
    held = {} if keys is None else {"key_material": keys}
    made = TrinoEngine(contacts, addresses, who, bounds, timezone="Asia/Shanghai", observe=heard, **held)
    await made.start()
    try:
        yield made
    finally:
        await made.stop()


async def read(
    running: TrinoEngine, asked: Plan, page_format: PageFormat = PageFormat.JSON, seconds: float = 20, **more: Any
) -> tuple[bytes, bytes, int, bool]:
    """Head, all pages joined (JSON ones as one array), rows, cut."""
    run = await running.run(asked, page_format, seconds=seconds, **more)
    pages = [page async for page in run.pages()]
    glue = b"," if page_format in JSON_ROWS else b""
    return run.head, glue.join(page.body for page in pages), sum(page.rows for page in pages), run.cut
