"""`/v1/statement` beside a Trino asked directly, in one run: raw HTTP, the Python client and the JDBC driver; small statements, a million rows, metadata. Then the embedded engine."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import trino
import uvloop

from bench.figures import Figure, Timed
from bench.site import Site, cpu, make
from bench.trino_site import SMALL, TABLE, Direct, from_direct, in_turn, on_trino, takes_statements
from gateway.settings import read
from tests.clients import java
from tests.servers import running_postgresql
from tests.trino.artifacts import JDBC

RATES: Final = Path(__file__).parent / "jdbc" / "Rates.java"
LONG: Final = "SELECT id, part, name, amount, ratio, born, seen, active FROM {table} WHERE id < {rows}"
STORM: Final = "CREATE SCHEMA storm;\n"
COLUMNS: Final = 30
METADATA: Final = "SELECT TABLE_CAT, TABLE_SCHEM, TABLE_NAME, COLUMN_NAME, DATA_TYPE, TYPE_NAME FROM system.jdbc.columns WHERE TABLE_CAT = 'w' AND TABLE_SCHEM = 'storm'"
SHARE: Final = 1.05
THROUGHPUT: Final = 0.95
EMBEDDED: Final = 1.0

Ways = dict[str, Callable[[], Awaitable[object]]]


def measure(quick: bool) -> Iterator[Figure]:
    """Milliseconds per statement, from the first byte to the last; rows a second of long answers."""
    rows, rounds, tables = (100_000, 20, 100) if quick else (1_000_000, 200, 500)
    with tempfile.TemporaryDirectory() as name, running_postgresql(connections=200) as server:
        server.execute(TABLE.format(rows=rows))
        server.execute(STORM + "".join(_table(number) for number in range(tables)))
        with on_trino(Path(name), server) as (site, url), asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(takes_statements(Direct(url)))
            with site.serving() as process:
                yield from runner.run(_raw(site, url, process.pid, rows, rounds))
                yield from runner.run(_python(site, url, rows, max(10, rounds // 4)))
                yield from _jdbc(site, url, rows, rounds)
                yield from runner.run(_metadata(site, url, tables, 3))
    with tempfile.TemporaryDirectory() as name, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        site = make(Path(name), rows)
        with site.serving() as process:
            yield runner.run(_embedded(site, process.pid, rows))


def _table(number: int) -> str:
    columns = ", ".join(
        f"c{place} {('varchar(20)', 'bigint', 'numeric(10, 2)')[place % 3]}" for place in range(COLUMNS)
    )
    return f"CREATE TABLE storm.t{number} ({columns});\n"


def raw(site: Site) -> Direct:
    """The smallest client of Trino's protocol, at the gateway."""
    return Direct(f"http://127.0.0.1:{site.port}", "ana", {"Authorization": f"Bearer {site.token}"})


async def _raw(site: Site, url: str, pid: int, rows: int, rounds: int) -> list[Figure]:
    ours, theirs = raw(site), Direct(url)
    await ours.open()
    await theirs.open()
    found = []
    for name, sql in SMALL.items():
        taken = await in_turn({"gateway": partial(ours.ask, sql), "direct": partial(theirs.ask, sql)}, rounds)
        found.append(_share(f"raw HTTP: {name}", taken))
        before = cpu(pid)
        for _ in range(rounds):
            await ours.ask(sql)
        found.append(
            Figure(name=f"{name}: the gateway's processor", value=(cpu(pid) - before) / rounds * 1000, unit="ms")
        )
    ours.close()
    theirs.close()
    sql = LONG.format(table="w.public.wide", rows=rows)
    best = await _best(
        {"gateway": partial(_anew, partial(raw, site), sql), "direct": partial(_anew, partial(Direct, url), sql)}, 4
    )
    return [*found, _rate("raw HTTP", rows, best)]


async def _anew(make: Callable[[], Direct], sql: str) -> None:
    """On a connection of its own: a server ends those that are idle while others read."""
    client = make()
    await client.open()
    await client.ask(sql)
    client.close()


async def _python(site: Site, url: str, rows: int, rounds: int) -> list[Figure]:
    """The package `trino`, without TLS on both sides."""
    there = urlsplit(url)
    login = {"Authorization": f"Bearer {site.token}"}
    servers = {
        "gateway": trino.dbapi.connect(host="127.0.0.1", port=site.port, user="ana", http_headers=login),
        "direct": trino.dbapi.connect(host=there.hostname, port=there.port, user="bench"),
    }
    found = []
    for name, sql in SMALL.items():
        ways: Ways = {server: partial(_fetched, one, sql) for server, one in servers.items()}
        found.append(_share(f"Python client: {name}", await in_turn(ways, rounds)))
    sql = LONG.format(table="w.public.wide", rows=rows)
    best = await _best({server: partial(_fetched, one, sql) for server, one in servers.items()}, 2)
    return [*found, _rate("Python client", rows, best)]


async def _fetched(connection: Any, sql: str) -> None:
    cursor = connection.cursor()
    cursor.execute(sql)
    while cursor.fetchmany(10_000):
        pass


def _jdbc(site: Site, url: str, rows: int, rounds: int) -> Iterator[Figure]:
    """The driver 476. It gives a login over TLS alone, so the gateway is asked over TLS, and Trino, which asks for no login, without."""
    http = read(site.folder / "gateway.toml", os.environ).http
    there = urlsplit(url)
    servers = (
        *(
            "gateway",
            f"jdbc:trino://{http.tls_listen}/w/public",
            "ana",
            site.token,
            str(site.folder / "var" / "tls" / "ca.pem"),
        ),
        *("direct", f"jdbc:trino://{there.netloc}/w/public", "bench", "-", "-"),
    )
    for name, sql in SMALL.items():
        taken = _driven(rounds, max(30, rounds // 2), sql, servers)
        yield _share(f"JDBC over TLS: {name}", taken)
    taken = _driven(4, 1, LONG.format(table="w.public.wide", rows=rows), servers)
    yield _rate("JDBC over TLS", rows, {name: one.best for name, one in taken.items()})


def _driven(rounds: int, warm: int, sql: str, servers: Sequence[str]) -> dict[str, Timed]:
    told = java.run(RATES, JDBC, [str(rounds), str(warm), sql, *servers], seconds=1800)
    lines = [line.split("\t") for line in told.splitlines()]
    return {name: Timed([int(nanos) / 1e9 for one, nanos in lines if one == name]) for name in ("gateway", "direct")}


async def _metadata(site: Site, url: str, tables: int, rounds: int) -> list[Figure]:
    """As the driver's getColumns asks, but for a whole schema."""
    size = f"system.jdbc.columns, {tables} relations x {COLUMNS}"
    started = time.perf_counter()
    await _anew(partial(raw, site), METADATA)
    first = time.perf_counter() - started
    best = await _best(
        {
            "gateway": partial(_anew, partial(raw, site), METADATA),
            "direct": partial(_anew, partial(Direct, url), METADATA),
        },
        rounds,
    )
    told = f"direct {best['direct']:.2f} s"
    return [
        Figure(
            name=f"{size}: a person's first",
            value=first,
            unit="s",
            ratio=first / best["direct"],
            of="Trino direct",
            note=told,
        ),
        Figure(
            name=f"{size}: later",
            value=best["gateway"],
            unit="s",
            ratio=best["gateway"] / best["direct"],
            of="Trino direct",
            note=told,
        ),
    ]


async def _embedded(site: Site, pid: int, rows: int) -> Figure:
    before = cpu(pid)
    best = await _best({"gateway": partial(_anew, partial(raw, site), LONG.format(table="w.main.wide", rows=rows))}, 4)
    used = (cpu(pid) - before) / 4
    return Figure(
        name=f"raw HTTP, embedded engine: {rows:,} rows",
        value=rows / best["gateway"] / 1e6,
        unit="Mrow/s",
        aim=EMBEDDED,
        note=f"{used:.2f} s of the gateway's processor",
    )


async def _best(ways: Ways, rounds: int) -> dict[str, float]:
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(rounds):
        for name, once in ways.items():
            started = time.perf_counter()
            await once()
            best[name] = min(best[name], time.perf_counter() - started)
    return best


def _share(name: str, taken: dict[str, Timed]) -> Figure:
    figure = from_direct(name, taken)
    return Figure(
        name=name,
        value=figure.value,
        unit="ms",
        aim=taken["direct"].p50 * SHARE * 1000,
        ratio=figure.ratio,
        of=figure.of,
        note=figure.note,
    )


def _rate(name: str, rows: int, best: dict[str, float]) -> Figure:
    return Figure(
        name=f"{name}: {rows:,} rows",
        value=rows / best["gateway"],
        unit="row/s",
        aim=THROUGHPUT * rows / best["direct"],
        ratio=best["direct"] / best["gateway"],
        of="Trino direct",
    )
