"""The gateway on a genuine Trino, over one PostgreSQL table that both read, and the smallest client of Trino's protocol."""

from __future__ import annotations

import asyncio
import datetime
import os
import re
import socket
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from bench.figures import Figure, Timed
from bench.site import Site
from gateway.catalog import accepted
from gateway.catalog.drift import accept
from gateway.settings import read
from gateway.sources import configured_sources
from gateway.storage import KeyFile, Storage, master_key
from tests.servers import Server
from tests.trino.city import rendered_catalogs
from tests.trino.server import running

POINT: Final = "SELECT name FROM w.public.wide WHERE id = 4711"
SMALL: Final = {
    "point query": POINT,
    "aggregate": "SELECT part, count(*) AS n, sum(amount) AS total FROM w.public.wide WHERE id < 1000 GROUP BY part ORDER BY n DESC, part LIMIT 10",
}
TABLE: Final = """
CREATE TABLE wide AS SELECT
  i::bigint AS id, (i * 7919 % 100000)::integer AS part,
  (CASE i % 11 WHEN 0 THEN 'say "' || i || '"' WHEN 1 THEN '张三' || i WHEN 2 THEN NULL ELSE 'name of person ' || i END)::text AS name,
  ((i * 31 % 1000000) / 100.0)::numeric(15, 2) AS amount, i * 1.37::double precision AS ratio,
  DATE '1990-01-01' + (i % 12000)::integer AS born,
  (TIMESTAMP '2020-01-01' + i * INTERVAL '86.413 seconds')::timestamp(3) AS seen,
  CASE i % 3 WHEN 0 THEN NULL ELSE i % 3 = 1 END AS active
FROM generate_series(0::bigint, {rows} - 1) AS numbers(i);
ALTER TABLE wide ADD PRIMARY KEY (id);
ANALYZE wide;
"""
SETTINGS: Final = """
[gateway]
data_dir = "var"
listen = "127.0.0.1:{port}"
[engine]
name = "trino"
verify = "{verify}"
[trino]
coordinators = ["{trino}"]
[limits]
rows = 100_000_000
bytes = 100_000_000_000
concurrent_per_principal = 300
concurrent = 300
queue = 1000
[owners.police]
policy = "police.csv"
catalogs = ["w"]
departments = ["police"]
[owners.common]
policy = "common.csv"
[sources.w]
kind = "postgresql"
owner = "police"
credentials = "env:BENCH_W"
options = {{ host = "{host}", port = {port_there}, database = "{database}", clean = true }}
"""
TLS: Final = """
[http]
tls_listen = "127.0.0.1:{tls_port}"
"""
GRANTS: Final = """\
g, user:ana, dept:police
p, user:ana, w, select, -, *, -, -, -, allow, may-read
p, user:ana, w, row_any, TRUE, *, -, -, -, allow, all-rows
"""


@contextmanager
def on_trino(folder: Path, server: Server) -> Iterator[tuple[Site, str]]:
    """One source, one person who may read all of it, and Trino's own address."""
    variables = {"BENCH_W_USER": server.user, "BENCH_W_PASSWORD": server.password}
    os.environ.update(variables)  # for the gateway's process
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        port, tls_port = one.getsockname()[1], other.getsockname()[1]
    file = folder / "gateway.toml"
    words = {
        "port": port,
        "tls_port": tls_port,
        "host": server.host,
        "port_there": server.port,
        "database": server.database,
    }
    file.write_text((SETTINGS + TLS).format(trino="http://127.0.0.1:1", verify="off", **words))
    (folder / "policies" / "policy.d").mkdir(parents=True)
    (folder / "policies" / "policy.d" / "police.csv").write_text(GRANTS)
    settings = read(file, variables)
    [source] = configured_sources(settings, str)
    engine = source.engine
    found = engine.connector.inspect("w", engine.options, engine.credentials)
    accepted.write(folder / "catalog" / "w.toml", accept(found, accepted.AcceptedSource(source="w")))
    data_dir = settings.gateway.data_dir
    storage = Storage.open(data_dir, KeyFile(data_dir / "keys", master_key(data_dir)))
    now = datetime.datetime.now(datetime.UTC)
    _, token = storage.tokens.create("user:ana", [], None, now + datetime.timedelta(days=1), now=now)
    storage.close(now)
    with running("4G", rendered_catalogs(file, variables), variables, quick=False) as trino:
        file.write_text((SETTINGS + TLS).format(trino=trino.url, verify="off", **words))
        yield Site(folder, port, token), trino.url


class Direct:
    """Trino's own protocol, with as little as a client can do: addresses are found, rows are not looked at."""

    def __init__(self, url: str, user: str = "bench", headers: Mapping[str, str] | None = None) -> None:
        self._at = urlsplit(url)
        self._user = user
        self._more = "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter

    async def open(self) -> None:
        self._reader, self._writer = await asyncio.open_connection(self._at.hostname, self._at.port, limit=4 << 20)

    async def ask(self, sql: str) -> int:
        """Send a statement, follow it to its end, give the bytes of its pages."""
        page = await self._request("POST", "/v1/statement", sql.encode())
        size = len(page)
        while found := re.search(rb'"nextUri":"([^"]+)"', page[:2000] + page[-2000:]):
            page = await self._request("GET", urlsplit(found[1].decode()).path)
            size += len(page)
        if b'"error"' in page[-5000:]:
            raise RuntimeError(page[-2000:].decode())
        return size

    async def _request(self, method: str, path: str, body: bytes = b"") -> bytes:
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {self._at.netloc}\r\nX-Trino-User: {self._user}\r\nAccept-Encoding: identity\r\n"
            f"X-Trino-Client-Capabilities: PARAMETRIC_DATETIME\r\n{self._more}Content-Length: {len(body)}\r\n\r\n"
        )
        self._writer.write(head.encode() + body)
        status = await self._reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in status.partition(b"\r\n")[0]:
            raise RuntimeError(status.decode())
        if known := re.search(rb"(?i)\r\ncontent-length: (\d+)", status):
            return await self._reader.readexactly(int(known[1]))
        found = bytearray()
        while size := int(await self._reader.readuntil(b"\r\n"), 16):
            found += await self._reader.readexactly(size)
            await self._reader.readexactly(2)
        await self._reader.readexactly(2)
        return bytes(found)

    def close(self) -> None:
        self._writer.close()


async def takes_statements(client: Direct) -> None:
    """A server that has just started may know no node yet, not even itself."""
    await client.open()
    for left in range(30, -1, -1):
        try:
            await client.ask(next(iter(SMALL.values())))
            break
        except RuntimeError:
            if not left:
                raise
            await asyncio.sleep(1)
    client.close()


async def in_turn(ways: dict[str, Callable[[], Awaitable[object]]], rounds: int) -> dict[str, Timed]:
    """Each once a round, so that they share the machine's mood; the rounds before warm Trino's compiler."""
    warm = max(30, rounds * 3 // 4)
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + warm):
        for name, once in ways.items():
            started = time.perf_counter()
            await once()
            if number >= warm:
                taken[name].append(time.perf_counter() - started)
    return {name: Timed(times) for name, times in taken.items()}


def from_direct(name: str, taken: dict[str, Timed], note: str = "") -> Figure:
    """The gateway's time beside Trino's own."""
    gateway, direct = taken["gateway"], taken["direct"]
    told = f"direct {direct.p50 * 1000:.1f}; p95 {gateway.p95 * 1000:.1f} against {direct.p95 * 1000:.1f}"
    return Figure(
        name=name,
        value=gateway.p50 * 1000,
        unit="ms",
        ratio=gateway.p50 / direct.p50,
        of="Trino direct",
        note=f"{told}; {note}" if note else told,
    )
