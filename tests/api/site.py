"""A whole gateway in a process of its own: one SQLite source, real policies, real engine, real storage."""

from __future__ import annotations

import contextlib
import datetime
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from gateway.catalog import accepted
from gateway.catalog.drift import accept
from gateway.settings import read
from gateway.sources import configured_sources
from gateway.storage import KeyFile, Storage, master_key

SETTINGS = """
[gateway]
data_dir = "var"
listen = "127.0.0.1:{port}"
[engine]
memory_limit = "512MB"
[limits]
concurrent_per_principal = 200
concurrent = 100
queue = 800
[http]
drain_seconds = 5
metrics_principals = ["service:metrics"]
status_principals = ["service:metrics"]
[owners.police]
policy = "police.csv"
catalogs = ["police"]
departments = ["police"]
contact = "科技科"
[owners.common]
policy = "common.csv"
[sources.police]
kind = "sqlite"
owner = "police"
options = {{ path = "people.sqlite" }}
"""

GRANTS = """\
g, user:ana, dept:police
g, service:metrics, dept:police
p, user:ana, police, select, -, *, -, -, -, allow, may-read
p, user:ana, police, row_any, TRUE, *, -, -, -, allow, all-rows
p, *, police.main.people.phone, mask, partial:3:4, *, -, -, -, allow, mask-phone
"""
NO_GRANTS = "g, user:ana, dept:police\ng, service:metrics, dept:police\n"
SERVE = "import os, sys, pathlib; from gateway.serve import serve; from gateway.settings import read; serve(read(pathlib.Path(sys.argv[1]), os.environ))"


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


@dataclass
class Site:
    """A running gateway and the folder it lives in."""

    folder: Path
    process: subprocess.Popen[bytes]
    url: str
    storage: Storage

    def token(self, principal: str = "user:ana") -> str:
        return self.storage.tokens.create(principal, [], None, now() + datetime.timedelta(hours=1), now=now())[1]

    def client(self, principal: str = "user:ana", **headers: str) -> httpx.Client:
        bearer = {"authorization": f"Bearer {self.token(principal)}"}
        return httpx.Client(base_url=self.url, headers={**bearer, **headers}, timeout=60)

    def grant(self, text: str) -> None:
        path = self.folder / "policies" / "policy.d" / "police.csv"
        draft = path.with_suffix(".new")
        draft.write_text(text, "utf-8")
        os.replace(draft, path)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)


def people(path: Path, rows: int) -> None:
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE people (id INTEGER, name TEXT, phone TEXT)")
        numbers = ((n, f"名{n}", f"138{n:08d}") for n in range(rows))
        database.executemany("INSERT INTO people VALUES (?, ?, ?)", numbers)


@contextlib.contextmanager
def site(folder: Path, rows: int = 1000, settings_text: str = SETTINGS, grants: str = GRANTS) -> Iterator[Site]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    (folder / "gateway.toml").write_text(settings_text.format(port=port), "utf-8")
    (folder / "policies" / "policy.d").mkdir(parents=True)
    (folder / "policies" / "policy.d" / "police.csv").write_text(grants, "utf-8")
    people(folder / "people.sqlite", rows)
    settings = read(folder / "gateway.toml", {})
    [source] = configured_sources(settings, str)
    engine = source.engine
    found = engine.connector.inspect("police", engine.options, engine.credentials)
    accepted.write(
        folder / "catalog" / "police.toml", accept(found, accepted.AcceptedSource(source="police"), loose=True)
    )
    data_dir = settings.gateway.data_dir
    storage = Storage.open(data_dir, KeyFile(data_dir / "keys", master_key(data_dir)))
    log = (folder / "log").open("wb")
    process = subprocess.Popen([sys.executable, "-c", SERVE, str(folder / "gateway.toml")], stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(url, process, folder)
        yield Site(folder, process, url, storage)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        storage.close(now())
        log.close()


def _wait(url: str, process: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{url}/v1/ready").status_code == 200:
                return
        time.sleep(0.05)
    raise AssertionError((folder / "log").read_text())
