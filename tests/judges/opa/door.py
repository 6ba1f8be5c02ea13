"""The product's door for Trino's access control, served on loopback, and a genuine Trino that asks it.

One user besides those of the product fills tables: what it asks is answered before the product hears of it.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import orjson
import uvicorn
from fastapi import FastAPI
from starlette.types import Message, Receive, Scope, Send

from gateway.api.opa.decisions import Decisions
from gateway.api.opa.routes import OpaDoor, opa_routes
from gateway.api.opa.shown import OpaWorld
from gateway.execution.threads import Threads
from tests.trino.server import Trino, running

KEY = "k" * 32
LOADER = "loader"
SERVICE = "huiliu"
QUESTIONS = {
    "opa.policy.uri": "allow",
    "opa.policy.batched-uri": "batch",
    "opa.policy.row-filters-uri": "rowFilters",
    "opa.policy.batch-column-masking-uri": "batchColumnMasks",
}
CATALOGS: Mapping[str, str] = {
    f"catalog/{name}.properties": f"connector.name={name}\n" for name in ("tpch", "tpcds", "memory")
}


@dataclass
class Door:
    """A served door. Its world can be exchanged at any moment."""

    worlds: list[OpaWorld]
    port: int = 0
    asked: Counter[str] = field(default_factory=Counter)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/opa"


class WithLoader:
    """Lets one user do everything."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = b""
        while scope["type"] == "http":
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        asked = orjson.loads(body)["input"]
        if asked["context"]["identity"]["user"] == LOADER:
            await _say(send, _everything(scope["path"].rpartition("/")[2], asked["action"]))
            return

        async def again() -> Message:
            return {"type": "http.request", "body": body}

        await self._app(scope, again, send)


def _everything(question: str, action: Mapping[str, list[dict[str, dict[str, list[str]]]]]) -> object:
    match question:
        case "allow":
            return True
        case "batch":
            resources = action["filterResources"]
            many = resources[0]["table"]["columns"] if action["operation"] == "FilterColumns" else resources
            return list(range(len(many)))
        case _:
            return []


async def _say(send: Send, result: object) -> None:
    body = orjson.dumps({"result": result})
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@contextlib.contextmanager
def served(world: OpaWorld) -> Iterator[Door]:
    """The door over a world."""
    door, threads = Door([world]), Threads()
    app = FastAPI()
    decisions = Decisions(lambda: door.worlds[-1], [SERVICE])

    def count(question: str, outcome: str) -> None:
        door.asked[f"{question} {outcome}"] += 1

    app.include_router(opa_routes(decisions, OpaDoor(key=KEY, peers=["127.0.0.1"]), threads, count))
    listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
    door.port = listener.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(WithLoader(app), log_level="critical", lifespan="off", loop="uvloop", http="httptools")
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    try:
        yield door
    finally:
        server.should_exit = server.force_exit = True
        thread.join(10)
        listener.close()
        threads.close()


@contextlib.contextmanager
def guarded(door: Door, memory: str = "2G", catalogs: Mapping[str, str] = CATALOGS) -> Iterator[Trino]:
    """A Trino that asks the door, configured as docs/trino.md says."""
    lines = ["access-control.name=opa"]
    lines += [f"{setting}={door.url}/${{ENV:OPA_KEY}}/{question}" for setting, question in QUESTIONS.items()]
    lines += [
        "opa.http-client.max-connections-per-server=50",
        "opa.http-client.max-requests-queued-per-destination=20000",
    ]
    files = {"access-control.properties": "\n".join(lines) + "\n", **catalogs}
    with running(memory, files, {"OPA_KEY": KEY}, {"hide-inaccessible-columns": "true"}) as trino:
        yield trino


@contextlib.contextmanager
def ruled(rules: Path) -> Iterator[Trino]:
    """A Trino whose access control is a file of rules."""
    lines = ["access-control.name=file", f"security.config-file={rules}", "security.refresh-period=1ms"]
    files = {"access-control.properties": "\n".join(lines) + "\n", **CATALOGS}
    with running("2G", files, settings={"hide-inaccessible-columns": "true"}) as trino:
        yield trino
