"""The HTTP edge on a real socket: uvicorn in a thread, real storage, the small world behind it."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import re
import socket
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import uvicorn
from fastapi import FastAPI
from starlette.types import Message, Receive, Scope, Send

from gateway.api.authenticate import Authenticator, Failures
from gateway.api.http.doors import Doors, HttpBounds
from gateway.api.http.server import create_app
from gateway.api.sealing import Sealer
from gateway.api.trino.holding import Holding
from gateway.api.trino.pages import Pages
from gateway.api.trino.routes import TrinoDoor
from gateway.api.trino.tickets import Tickets
from gateway.execution.gateway import Gateway
from gateway.execution.storage_journal import StorageJournal
from gateway.storage import KeyFile, Storage
from tests.execution.small_world import SmallWorld


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


@dataclass
class Served:
    """A running server and handles to the world behind it."""

    world: SmallWorld
    storage: Storage
    gateway: Gateway
    url: str
    folder: Path
    seconds: list[float] = field(default_factory=lambda: [0.0])
    ready: list[bool] = field(default_factory=lambda: [True])
    holding: Holding = field(default_factory=lambda: Holding(60))
    loops: list[asyncio.AbstractEventLoop] = field(default_factory=list)

    def now(self) -> datetime.datetime:
        return now()

    def there(self, work: Callable[[], Coroutine[object, object, None]]) -> None:
        """Do something in the server's own loop."""
        for loop in self.loops:
            asyncio.run_coroutine_threadsafe(work(), loop).result(10)

    def token(self, principal: str = "user:ana", purposes: tuple[str, ...] = ("statistics",), hours: float = 1) -> str:
        return self.named_token(principal, purposes, hours)[1]

    def named_token(
        self, principal: str = "user:ana", purposes: tuple[str, ...] = ("statistics",), hours: float = 1
    ) -> tuple[str, str]:
        default = purposes[0] if purposes else None
        return self.storage.tokens.create(
            principal, purposes, default, now() + datetime.timedelta(hours=hours), now=now()
        )

    def client(self, token: str | None = None, **headers: str) -> httpx.Client:
        bearer = {"authorization": f"Bearer {token or self.token()}"} if token != "" else {}
        return httpx.Client(base_url=self.url, headers={**bearer, **headers}, timeout=20)

    def query(self, sql: str, **body: object) -> httpx.Response:
        with self.client() as client:
            return client.post("/v1/query", json={"sql": sql, **body})


class Witness:
    """Wraps the application and checks that every answer it gives is one that OpenAPI documents."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self.undocumented: list[str] = []
        self.loops: list[asyncio.AbstractEventLoop] = []
        self.seen: set[tuple[str, str, int]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.loops[:] = [asyncio.get_running_loop()]

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._check(scope, message)
            await send(message)

        await self._app(scope, receive, watched)

    def _check(self, scope: Scope, message: Message) -> None:
        headers = {name.decode().lower(): value.decode() for name, value in message["headers"]}
        kind = headers.get("content-type", "").partition(";")[0]
        for path, operations in self._app.openapi()["paths"].items():
            operation = operations.get(scope["method"].lower())
            if operation and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", path), scope["path"]):
                answer = operation["responses"].get(str(message["status"]))
                self.seen.add((scope["method"], path, message["status"]))
                if answer is None or kind not in answer.get("content", {}):
                    self.undocumented.append(f"{scope['method']} {path}: {message['status']} {kind}")


@contextlib.contextmanager
def served(
    folder: Path, world: SmallWorld | None = None, bounds: HttpBounds | None = None, abandoned: float = 60
) -> Iterator[Served]:
    world = world or SmallWorld()
    storage = Storage.open(folder, KeyFile(folder / "keys", b"k" * 32))
    gateway = world.gateway(StorageJournal(storage, "test"))
    seconds, ready = [0.0], [True]
    authenticator = Authenticator(
        tokens=storage.tokens,
        policy=lambda: world.policy,
        append=storage.audit.append,
        failures=Failures(per_minute=5, clock=lambda: seconds[0]),
        observe=world.events.append,
        clock=lambda: now() + datetime.timedelta(seconds=seconds[0]),
    )
    doors = Doors(
        gateway=gateway,
        authenticator=authenticator,
        history=storage.history,
        threads=gateway.around.threads,
        ready=lambda: ready[0],
        metrics=lambda: b"huiliu_up 1\n",
        bounds=bounds or HttpBounds(metrics_principals=frozenset({"service:metrics"})),
    )
    listener = socket.create_server(("127.0.0.1", 0))
    app = create_app(doors, "1")
    holding = Holding(abandoned)
    app.router.routes.extend(
        TrinoDoor(pages=Pages(doors=doors, tickets=Tickets(Sealer(lambda: [b"t" * 32])), holding=holding)).routes()
    )
    witness = Witness(app)
    config = uvicorn.Config(witness, log_level="critical", lifespan="off", loop="uvloop", http="httptools")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    try:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        running = Served(world, storage, gateway, url, folder, seconds, ready, holding, witness.loops)
        yield running
    finally:
        running.there(holding.close)
        server.should_exit = True
        server.force_exit = True
        thread.join(10)
        listener.close()
        gateway.around.threads.close()
        storage.close(now())
    assert witness.undocumented == []
