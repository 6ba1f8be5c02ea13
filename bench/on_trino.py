"""The gateway on Trino against Trino asked directly, in one run: small statements by 1, 50 and 200 clients, and long answers. One PostgreSQL behind both."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from typing import Final

import httpx
import uvloop

from bench.figures import Figure, Timed
from bench.site import Client, Site, cpu, resident
from bench.trino_site import POINT, SMALL, TABLE, Direct, from_direct, in_turn, on_trino, takes_statements
from tests.servers import running_postgresql

ADDED_MS: Final = 3.0
THROUGHPUT: Final = 0.95


def measure(quick: bool) -> Iterator[Figure]:
    """Milliseconds per statement, from the request's first byte to the answer's last; rows a second of long answers."""
    rows, rounds = (200_000, 20) if quick else (10_000_000, 200)
    with tempfile.TemporaryDirectory() as name, running_postgresql(connections=500) as server:
        server.execute(TABLE.format(rows=rows))
        with (
            on_trino(Path(name), server) as (site, direct),
            asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
        ):
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
