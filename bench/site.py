"""A whole site in a folder, `huiliu serve` over it, and the smallest HTTP client that can ask it."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench import wide
from gateway.catalog import accepted
from gateway.catalog.drift import accept
from gateway.settings import read
from gateway.sources import configured_sources
from gateway.storage import KeyFile, Storage, master_key

SETTINGS: Final = """
[gateway]
data_dir = "var"
listen = "127.0.0.1:{port}"
[limits]
rows = 100_000_000
bytes = 100_000_000_000
concurrent_per_principal = 200
concurrent = 100
[owners.police]
policy = "police.csv"
catalogs = ["w"]
departments = ["police"]
[owners.common]
policy = "common.csv"
[sources.w]
kind = "duckdb"
owner = "police"
options = {{ path = "wide.duckdb" }}
"""
GRANTS: Final = """\
g, user:ana, dept:police
p, user:ana, w, select, -, *, -, -, -, allow, may-read
p, user:ana, w, row_any, TRUE, *, -, -, -, allow, all-rows
"""


@dataclass(frozen=True, slots=True)
class Site:
    """Where it is, who may ask, and which process answers."""

    folder: Path
    port: int
    token: str

    @contextlib.contextmanager
    def serving(self) -> Iterator[subprocess.Popen[bytes]]:
        """`huiliu serve` from its start until it says that it is ready; ended afterwards."""
        with (self.folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "gateway", "serve", "--config", str(self.folder / "gateway.toml")],
                stdout=log,
                stderr=log,
            )
        try:
            self._wait(process)
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until and process.poll() is None:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/v1/ready", timeout=5).close()
                return
            time.sleep(0.01)
        raise RuntimeError((self.folder / "log").read_text())


def make(folder: Path, rows: int) -> Site:
    """One source with the wide table, one person who may read all of it."""
    wide.write(folder, rows)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    (folder / "gateway.toml").write_text(SETTINGS.format(port=port))
    (folder / "policies" / "policy.d").mkdir(parents=True)
    (folder / "policies" / "policy.d" / "police.csv").write_text(GRANTS)
    settings = read(folder / "gateway.toml", {})
    [source] = configured_sources(settings, str)
    engine = source.engine
    found = engine.connector.inspect("w", engine.options, engine.credentials)
    accepted.write(folder / "catalog" / "w.toml", accept(found, accepted.AcceptedSource(source="w")))
    data_dir = settings.gateway.data_dir
    storage = Storage.open(data_dir, KeyFile(data_dir / "keys", master_key(data_dir)))
    now = datetime.datetime.now(datetime.UTC)
    _, token = storage.tokens.create("user:ana", [], None, now + datetime.timedelta(days=1), now=now)
    storage.close(now)
    return Site(folder, port, token)


class Client:
    """One connection that is kept; bytes of an answer are counted, not kept."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter

    async def open(self) -> None:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._site.port, limit=4 << 20)

    async def ask(self, sql: str, accept: str = "application/json") -> int:
        """Send a statement, read the whole answer, give its size. An answer other than 200 raises."""
        body = json.dumps({"sql": sql}).encode()
        head = (
            f"POST /v1/query HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {self._site.token}\r\nAccept: {accept}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self._writer.write(head.encode() + body)
        status = await self._reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in status.partition(b"\r\n")[0]:
            raise RuntimeError(status.decode() + (await self._reader.read(2000)).decode())
        if known := re.search(rb"(?i)\r\ncontent-length: (\d+)", status):
            return len(await self._reader.readexactly(int(known[1])))
        return sum([size async for size in self._chunks()])

    async def _chunks(self) -> AsyncIterator[int]:
        while size := int(await self._reader.readuntil(b"\r\n"), 16):
            left = size
            while left:
                left -= len(await self._reader.read(min(left, 1 << 20)))
            await self._reader.readexactly(2)
            yield size
        await self._reader.readexactly(2)

    def close(self) -> None:
        self._writer.close()


def children(pid: int) -> list[int]:
    """Processes that a process started."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    threads = Path(f"/proc/{pid}/task")
    for thread in threads.iterdir():
        found += (thread / "children").read_text().split()
    return sorted({int(child) for child in found})


def is_engine(pid: int) -> bool:
    """Whether it is an engine process (sources are looked at by other, short ones)."""
    try:
        return b"duckdb_child" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def resident(pid: int) -> float:
    """Megabytes of real memory; none when it has ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def cpu(pid: int) -> float:
    """Processor seconds that a process has used."""
    fields: list[Any] = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
