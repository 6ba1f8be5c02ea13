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
from gateway.api.opa.routes import OpaDoor, opa_route
from gateway.api.opa.shown import OpaWorld
from gateway.execution.threads import Threads
from tests.trino.client import Client
from tests.trino.server import Trino, running, settled

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
GENERATORS: Mapping[str, str] = {"tpch": "made_tpch", "tpcds": "made_tpcds"}
KEPT: Mapping[str, str] = {
    **{f"catalog/{made}.properties": f"connector.name={kind}\n" for kind, made in GENERATORS.items()},
    **{
        f"catalog/{name}.properties": "connector.name=memory\nmemory.max-data-per-node=1GB\n"
        for name in (*GENERATORS, "memory")
    },
}
"""The same catalogs, with TPC in Trino's memory: a generator makes its rows anew for every scan, which takes longer than the statements."""


@dataclass
class Door:
    """A served door. Its world can be exchanged at any moment."""

    worlds: list[OpaWorld]
    port: int = 0
    scheme: str = "http"
    asked: Counter[str] = field(default_factory=Counter)

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/opa"


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
def served(world: OpaWorld, certificate: tuple[Path, Path] | None = None, port: int = 0) -> Iterator[Door]:
    """The door over a world; with a certificate and its key over TLS."""
    door, threads = Door([world], scheme="https" if certificate else "http"), Threads()
    certificate_file, key_file = certificate or (None, None)
    app = FastAPI()
    decisions = Decisions(lambda: door.worlds[-1], [SERVICE])

    def count(question: str, outcome: str) -> None:
        door.asked[f"{question} {outcome}"] += 1

    app.router.routes.insert(0, opa_route(decisions, OpaDoor(key=KEY, peers=["127.0.0.1"]), threads, count))
    listener = socket.create_server(("127.0.0.1", port), backlog=2048)
    door.port = listener.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(
            WithLoader(app),
            log_level="critical",
            lifespan="off",
            loop="uvloop",
            http="httptools",
            ssl_certfile=certificate_file,
            ssl_keyfile=key_file,
        )
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
def guarded(
    door: Door,
    memory: str = "2G",
    catalogs: Mapping[str, str] = CATALOGS,
    trusts: Path | None = None,
    *,
    quick: bool = True,
) -> Iterator[Trino]:
    """A Trino that asks the door, configured as docs/trino.md says. `trusts` is the file of its authority."""
    lines = ["access-control.name=opa"]
    lines += [f"{setting}={door.url}/${{ENV:OPA_KEY}}/{question}" for setting, question in QUESTIONS.items()]
    lines += [
        "opa.http-client.max-connections-per-server=50",
        "opa.http-client.max-requests-queued-per-destination=20000",
    ]
    lines += [f"opa.http-client.trust-store-path={trusts}"] if trusts else []
    seen = {"catalog/settled.properties": "connector.name=tpch\n"}  # by the loader alone
    files = {"access-control.properties": "\n".join(lines) + "\n", **seen, **catalogs}
    with running(memory, files, {"OPA_KEY": KEY}, {"hide-inaccessible-columns": "true"}, quick=quick) as trino:
        settled(Client(trino.url, user=LOADER), "SELECT count(*) FROM settled.tiny.nation")
        yield trino


@contextlib.contextmanager
def ruled(rules: Path) -> Iterator[Trino]:
    """A Trino whose access control is a file of rules."""
    lines = ["access-control.name=file", f"security.config-file={rules}", "security.refresh-period=1ms"]
    files = {"access-control.properties": "\n".join(lines) + "\n", **CATALOGS}
    with running("2G", files, settings={"hide-inaccessible-columns": "true"}) as trino:
        settled(Client(trino.url, user=LOADER), "SELECT count(*) FROM tpch.tiny.nation")
        yield trino
