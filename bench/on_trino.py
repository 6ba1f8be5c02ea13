"""The gateway on Trino against Trino asked directly, in one run: small statements by 1, 50 and 200 clients, and long answers. One PostgreSQL behind both."""

from __future__ import annotations

import asyncio
import datetime
import os
import re
import socket
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import httpx
import uvloop

from bench.figures import Figure, Timed
from bench.site import Client, Site, cpu, resident
from gateway.catalog import accepted
from gateway.catalog.drift import accept
from gateway.settings import read
from gateway.sources import configured_sources
from gateway.storage import KeyFile, Storage, master_key
from tests.servers import Server, running_postgresql
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
GRANTS: Final = """\
g, user:ana, dept:police
p, user:ana, w, select, -, *, -, -, -, allow, may-read
p, user:ana, w, row_any, TRUE, *, -, -, -, allow, all-rows
"""
SHARE: Final = 1.05
ADDED_MS: Final = 3.0
THROUGHPUT: Final = 0.95


def measure(quick: bool) -> Iterator[Figure]:
    """Milliseconds per statement, from the request's first byte to the answer's last; rows a second of long answers."""
    rows, rounds = (200_000, 20) if quick else (10_000_000, 200)
    with tempfile.TemporaryDirectory() as name, running_postgresql(connections=500) as server:
        server.execute(TABLE.format(rows=rows))
        with _site(Path(name), server) as (site, direct), asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(takes_statements(Direct(direct)))
            with site.serving() as process:
                yield from runner.run(_listed(_small(site, direct, process.pid, rounds)))
                for clients in (50, 200):
                    yield from runner.run(_crowds(site, direct, clients, max(3, rounds // 20)))
                for size in (rows // 10, rows):
                    yield from runner.run(_listed(_long(site, direct, process.pid, size, 3 if size < rows else 1)))
            text = (site.folder / "gateway.toml").read_text()
            (site.folder / "gateway.toml").write_text(text.replace('verify = "off"', 'verify = "engine"'))
            with site.serving():
                yield from runner.run(_listed(_verified(site, direct, rounds)))


async def _listed(figures: AsyncIterator[Figure]) -> list[Figure]:
    return [figure async for figure in figures]


@contextmanager
def _site(folder: Path, server: Server) -> Iterator[tuple[Site, str]]:
    """One source, one person who may read all of it, and Trino's own address."""
    variables = {"BENCH_W_USER": server.user, "BENCH_W_PASSWORD": server.password}
    os.environ.update(variables)  # for the gateway's process
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    file = folder / "gateway.toml"
    words = {"port": port, "host": server.host, "port_there": server.port, "database": server.database}
    file.write_text(SETTINGS.format(trino="http://127.0.0.1:1", verify="off", **words))
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
        file.write_text(SETTINGS.format(trino=trino.url, verify="off", **words))
        yield Site(folder, port, token), trino.url


class Direct:
    """Trino's own protocol, with as little as a client can do: addresses are found, rows are not looked at."""

    def __init__(self, url: str, user: str = "bench") -> None:
        self._at = urlsplit(url)
        self._user = user
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
            f"X-Trino-Client-Capabilities: PARAMETRIC_DATETIME\r\nContent-Length: {len(body)}\r\n\r\n"
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


async def _small(site: Site, url: str, pid: int, rounds: int) -> AsyncIterator[Figure]:
    """What is added, and how much of it is Trino's own: the text that the gateway sends, sent by a client, too."""
    client, direct = Client(site), Direct(url)
    await client.open()
    await direct.open()
    for name, sql in SMALL.items():
        await client.ask(sql)
        sent = await _last_sent(url)
        ways = {
            "gateway": partial(client.ask, sql),
            "direct": partial(direct.ask, sql),
            "sent": partial(direct.ask, sent),
        }
        taken = await in_turn(ways, rounds)
        yield from_direct(f"{name}, 1 client", taken)
        yield Figure(
            name=f"{name}: added, p50",
            value=(taken["gateway"].p50 - taken["direct"].p50) * 1000,
            unit="ms",
            aim=max(ADDED_MS, taken["direct"].p50 * 50),
            note=f"of these {(taken['sent'].p50 - taken['direct'].p50) * 1000:.1f} are Trino's, for the rewritten text",
        )
        before = cpu(pid)
        for _ in range(rounds):
            await client.ask(sql)
        yield Figure(name=f"{name}: the gateway's processor", value=(cpu(pid) - before) / rounds * 1000, unit="ms")
    client.close()
    direct.close()


async def _last_sent(url: str) -> str:
    """The text of the gateway's last statement, as Trino got it."""
    async with httpx.AsyncClient(base_url=url, headers={"X-Trino-User": "bench"}) as http:
        known = [each for each in (await http.get("/v1/query")).json() if each["session"]["user"] != "bench"]
        last = max(known, key=lambda each: str(each["queryId"]))
        return str((await http.get(f"/v1/query/{last['queryId']}")).json()["query"])


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


async def _crowds(site: Site, url: str, clients: int, each: int) -> list[Figure]:
    """The two one after the other, twice: side by side they would take each other's processor."""
    taken: dict[str, list[float]] = {"gateway": [], "direct": []}
    spent = {"gateway": 0.0, "direct": 0.0}
    for _ in range(2):
        for name, make in (("direct", lambda: Direct(url)), ("gateway", lambda: Client(site))):
            started = time.perf_counter()
            found = await asyncio.gather(*(_one(make(), each) for _ in range(clients)))
            spent[name] += time.perf_counter() - started
            taken[name] += [seconds for one in found for seconds in one]
    rates = {name: len(taken[name]) / spent[name] for name in taken}
    timed = {name: Timed(times) for name, times in taken.items()}
    note = f"{rates['gateway']:.0f} statements/s against {rates['direct']:.0f}"
    return [
        from_direct(f"point query, {clients} clients", timed, note),
        Figure(
            name=f"statements a second, {clients} clients",
            value=rates["gateway"],
            unit="1/s",
            ratio=rates["gateway"] / rates["direct"],
            of="Trino direct",
        ),
    ]


async def _one(client: Client | Direct, each: int) -> list[float]:
    await client.open()
    taken = []
    for _ in range(each):
        started = time.perf_counter()
        await client.ask(POINT)
        taken.append(time.perf_counter() - started)
    client.close()
    return taken


async def _long(site: Site, url: str, pid: int, rows: int, rounds: int) -> AsyncIterator[Figure]:
    sql = f"SELECT id, part, name, amount, ratio, born, seen, active FROM w.public.wide WHERE id < {rows}"
    best = {"gateway": float("inf"), "arrow": float("inf"), "direct": float("inf")}
    used, peak = 0.0, 0.0
    arrow = "application/vnd.apache.arrow.stream"
    for _ in range(rounds):
        for name in best:
            client = Direct(url) if name == "direct" else Client(site)
            await client.open()  # anew: while the others read, a server ends idle connections
            before, started = cpu(pid), time.perf_counter()
            await (client.ask(sql, arrow) if isinstance(client, Client) and name == "arrow" else client.ask(sql))
            client.close()
            best[name] = min(best[name], time.perf_counter() - started)
            used = cpu(pid) - before if name == "gateway" else used
            peak = max(peak, resident(pid))
    for name, shown in (("gateway", "JSON"), ("arrow", "Arrow")):
        yield Figure(
            name=f"{rows:,} rows, {shown}",
            value=rows / best[name],
            unit="row/s",
            aim=THROUGHPUT * rows / best["direct"] if name == "gateway" else None,
            ratio=best["direct"] / best[name],
            of="Trino direct",
            note=f"{used:.1f} s of the gateway's processor, {best[name]:.1f} s by the clock"
            if name == "gateway"
            else "",
        )
    yield Figure(name=f"{rows:,} rows: the gateway's memory", value=peak, unit="MB")


async def _verified(site: Site, url: str, rounds: int) -> AsyncIterator[Figure]:
    client, direct = Client(site), Direct(url)
    await client.open()
    await direct.open()
    taken = await in_turn({"gateway": lambda: client.ask(POINT), "direct": lambda: direct.ask(POINT)}, rounds)
    yield from_direct('point query, verify = "engine"', taken)
    client.close()
    direct.close()
