"""A whole application in this process, over sources that a test may break: real engine, policies, storage."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sqlite3
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gateway.app import Application
from gateway.catalog import accepted
from gateway.catalog.drift import accept
from gateway.errors import GatewayError
from gateway.events import Event
from gateway.execution.request import Request
from gateway.policy.principal import Asking
from gateway.settings import read
from gateway.sources import configured_sources
from gateway.storage import KeyFile, master_key
from gateway.telemetry import Telemetry

HEAD = """
[gateway]
data_dir = "var"
listen = "127.0.0.1:{port}"
[engine]
memory_limit = "512MB"
[http]
metrics_principals = ["service:metrics"]
status_principals = ["user:olga"]
[owners.city]
policy = "city.csv"
catalogs = [{catalogs}]
departments = ["city"]
contact = "数据科 0579"
[owners.common]
policy = "common.csv"
"""
SOURCE = """
[sources.{name}]
kind = "{kind}"
owner = "city"
{rest}
"""
PEOPLE = """\
g, user:ana, dept:city
g, user:olga, dept:city
g, service:metrics, dept:city
"""


class Witness(Telemetry):
    """Keeps every event."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[Event] = []

    def __call__(self, event: Event) -> None:
        super().__call__(event)
        self.events.append(event)

    def named(self, name: str) -> list[Mapping[str, Any]]:
        return [event.facts for event in self.events if event.name == name]


@dataclass
class Place:
    """The folder of a site and, while `running`, its application."""

    folder: Path
    sources: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By name: kind, and further lines of its entry."""
    environment: dict[str, str] = field(default_factory=dict)
    witness: Witness = field(default_factory=Witness)
    port: int = 8440

    def write(self, rules: str = "") -> None:
        """Settings, and policies by which `user:ana` reads everything but for what `rules` say."""
        names = ", ".join(f'"{name}"' for name in self.sources)
        text = HEAD.format(catalogs=names, port=self.port)
        for name, (kind, rest) in self.sources.items():
            text += SOURCE.format(name=name, kind=kind, rest=rest)
        (self.folder / "gateway.toml").write_text(text, "utf-8")
        policies = self.folder / "policies" / "policy.d"
        policies.mkdir(parents=True, exist_ok=True)
        grants = "".join(
            f"p, user:ana, {name}, select, -, *, -, -, -, allow, {name}-read\n"
            f"p, user:ana, {name}, row_any, TRUE, *, -, -, -, allow, {name}-rows\n"
            for name in self.sources
        )
        (policies / "city.csv").write_text(PEOPLE + grants + rules, "utf-8")

    def accept(self, *names: str) -> None:
        """What the sources hold now is what owners accept."""
        settings = read(self.folder / "gateway.toml", self.environment)
        for source in configured_sources(settings, self.keys().secret):
            engine = source.engine
            if engine.name in (names or self.sources):
                found = engine.connector.inspect(engine.name, engine.options, engine.credentials)
                taken = accept(found, accepted.AcceptedSource(source=engine.name), loose=engine.connector.loose)
                accepted.write(self.folder / "catalog" / f"{engine.name}.toml", taken)

    def keys(self) -> KeyFile:
        data_dir = self.folder / "var"
        return KeyFile(data_dir / "keys", master_key(data_dir))

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[Application]:
        self.witness = Witness()
        app = Application(read(self.folder / "gateway.toml", self.environment), telemetry=self.witness)
        try:
            await app.start()
            yield app
        finally:
            await app.stop()


async def rows(app: Application, sql: str, principal: str = "user:ana") -> list[Any]:
    """The rows of an answer. Raises GatewayError."""
    asking = Asking(principal=app.world().policy.principal(principal))
    running = await app.gateway.query(Request(sql=sql, asking=asking))
    try:
        body = b"".join([page.body + b"," for page in [page async for page in running]])
    finally:
        await running.close()
    found: list[Any] = json.loads(b"[" + body.rstrip(b",") + b"]")
    return found


async def error(app: Application, sql: str, principal: str = "user:ana") -> GatewayError:
    """How a statement fails."""
    try:
        found = await rows(app, sql, principal)
    except GatewayError as failed:
        return failed
    raise AssertionError(f"it gave {found}")


async def until(what: Any, seconds: float = 30) -> None:
    """Wait until `what()` holds."""
    async with asyncio.timeout(seconds):
        while not what():
            await asyncio.sleep(0.05)


def sqlite(path: Path, *statements: str) -> None:
    """Run statements in a SQLite file."""
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        for statement in statements:
            database.execute(statement)
