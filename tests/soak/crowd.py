"""Many clients at one gateway, with what analysts and BI tools send, every answer looked at; what the gateway holds meanwhile."""

from __future__ import annotations

import asyncio
import random
import ssl
import statistics
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import quote

import httpx

from bench.site import children, resident
from tests.clients.site import PEOPLE, PERSON, Place
from tests.soak.client import Answer, Client, Lost, connected

EVERY: Final = 10.0
PAUSE: Final = 1.0
"""Seconds between two statements of one client, on average: people read what they get."""
GROWTH: Final = 1.10
MORE_MB: Final = 20
MORE_FILES: Final = 20
MORE_THREADS: Final = 5
LONG: Final = "SELECT count(*) FROM people a CROSS JOIN people b CROSS JOIN people c WHERE a.id + b.id + c.id < 0"


@dataclass(frozen=True, slots=True)
class Held:
    """What all processes of the gateway hold at a moment."""

    megabytes: float
    files: int
    threads: int


@dataclass
class Seen:
    """What came of it all."""

    done: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)

    def told(self) -> dict[str, object]:
        """As plain values."""
        p50, p95 = _quantiles(self.seconds)
        return {
            "statements": self.done.total(),
            "kinds": dict(self.done),
            "wrong": dict(self.wrong),
            "p50_ms": round(p50 * 1000),
            "p95_ms": round(p95 * 1000),
            "longest_s": round(max(self.seconds, default=0), 2),
            "held": [asdict(one) for one in self.held],
            "grew": self.grew(),
        }

    def grew(self) -> list[str]:
        """What the last quarter holds more of than the second."""
        quarter = len(self.held) // 4
        if not quarter:
            return []
        before, after = _middle(self.held[quarter : 2 * quarter]), _middle(self.held[-quarter:])
        found = []
        if after.megabytes > before.megabytes * GROWTH + MORE_MB:
            found.append(f"memory {before.megabytes:.0f} -> {after.megabytes:.0f} MB")
        if after.files > before.files + MORE_FILES:
            found.append(f"files {before.files} -> {after.files}")
        if after.threads > before.threads + MORE_THREADS:
            found.append(f"threads {before.threads} -> {after.threads}")
        return found


def _quantiles(seconds: list[float]) -> tuple[float, float]:
    if len(seconds) < 2:
        return (seconds or [0.0])[0], (seconds or [0.0])[0]
    return statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]


def _middle(held: list[Held]) -> Held:
    return Held(
        statistics.median(one.megabytes for one in held),
        round(statistics.median(one.files for one in held)),
        round(statistics.median(one.threads for one in held)),
    )


def held_by(pid: int) -> Held:
    """By a gateway and the processes that it started."""
    pids = [pid, *children(pid)]
    files = threads = 0
    for each in pids:
        try:
            files += len(list(Path(f"/proc/{each}/fd").iterdir()))
            threads += len(list(Path(f"/proc/{each}/task").iterdir()))
        except OSError:
            continue  # it has ended
    return Held(sum(resident(each) for each in pids), files, threads)


class Crowd:
    """`clients` of them for so many `seconds`."""

    def __init__(self, place: Place, clients: int, seconds: float, say: Callable[[str], None]) -> None:
        self._place = place
        self._clients = clients
        self._seconds = seconds
        self._say = say
        self._trusts = ssl.create_default_context(cafile=place.authority)
        self._left: list[str] = []
        self.seen = Seen()

    async def run(self) -> Seen:
        """Everybody comes within the first seconds. At the end nothing may be left but what clients walked away from, which is ended."""
        until = time.monotonic() + self._seconds
        looking = asyncio.create_task(self._look(until))
        await asyncio.gather(*(self._one(number, until) for number in range(self._clients)))
        await looking
        async with connected(self._place.url, self._place.tokens["ana"], self._trusts) as client:
            for address in self._left:
                await client.cancel(Answer(document={"nextUri": address}))
        await asyncio.to_thread(self._nothing_left)
        return self.seen

    async def _one(self, number: int, until: float) -> None:
        chance = random.Random(number)
        await asyncio.sleep(chance.uniform(0, min(5.0, self._seconds / 4)))
        kinds = list(KINDS)
        async with connected(self._place.url, self._place.tokens["ana"], self._trusts) as client:
            while time.monotonic() < until:
                kind = chance.choices(kinds, [KINDS[name][0] for name in kinds])[0]
                started = time.monotonic()
                try:
                    said = await KINDS[kind][1](client, chance, self)
                except Lost as lost:
                    said = f"lost: {lost}"
                except Exception as error:  # whatever it is, it is counted
                    said = f"{type(error).__name__}: {error}"[:200]
                self.seen.seconds.append(time.monotonic() - started)
                self.seen.done[kind] += 1
                if said:
                    self.seen.wrong[f"{kind}: {said}"] += 1
                await asyncio.sleep(chance.expovariate(1 / PAUSE))

    async def _look(self, until: float) -> None:
        every = min(EVERY, self._seconds / 8)
        done = 0
        while time.monotonic() < until:
            await asyncio.sleep(every)
            held = held_by(self._place.site.pid)
            self.seen.held.append(held)
            total = self.seen.done.total()
            p50, p95 = _quantiles(self.seen.seconds[-(total - done) :] if total > done else [])
            self._say(
                f"{self._seconds - max(0.0, until - time.monotonic()):5.0f} s  {total:7} statements, {(total - done) / every:5.0f}/s  p50 {p50 * 1000:4.0f} ms  p95 {p95 * 1000:5.0f} ms  "
                f"{held.megabytes:5.0f} MB  {held.files:4} files  {held.threads:3} threads  {self.seen.wrong.total()} wrong"
            )
            done = total

    def leave(self, answer: Answer) -> None:
        """Somebody walked away."""
        if answer.following is not None:
            self._left.append(answer.following)

    def _nothing_left(self) -> None:
        """Not one of all the statements runs on."""
        until = time.monotonic() + 30
        while (running := self._running()) and time.monotonic() < until:
            time.sleep(1)
        if running:
            self.seen.wrong[f"{running} statements are left"] += 1

    def _running(self) -> int:
        bearer = {"authorization": f"Bearer {self._place.tokens['ana']}"}
        running, page = 0, {"limit": "1000"}
        with httpx.Client(base_url=self._place.site.url, headers=bearer, timeout=60) as http:
            while listed := http.get("/v1/queries", params=page).json()["statements"]:
                running += sum(one["state"] in ("QUEUED", "RUNNING") for one in listed)
                page["before"] = listed[-1]["started"]
        return running


async def _point(client: Client, chance: random.Random, crowd: Crowd) -> str:
    number = chance.randrange(1, PEOPLE + 1) * 2
    answer = await client.run(f"SELECT name, phone FROM people WHERE id = {number}", NAMES)
    return _is(answer, [[f"名{number}", f"138****{number % 10_000:04d}"]])


async def _hidden_row(client: Client, chance: random.Random, crowd: Crowd) -> str:
    number = chance.randrange(0, PEOPLE) * 2 + 1
    return _is(await client.run(f"SELECT name FROM people WHERE id = {number}", NAMES), [])


async def _aggregate(client: Client, chance: random.Random, crowd: Crowd) -> str:
    answer = await client.run("SELECT count(*), sum(id) FROM people", NAMES)
    return _is(answer, [[PEOPLE, PEOPLE * (PEOPLE + 1)]])


async def _prepared(client: Client, chance: random.Random, crowd: Crowd) -> str:
    number = chance.randrange(1, PEOPLE + 1) * 2
    text = quote("SELECT id FROM people WHERE id = ? AND name = ?")
    answer = await client.run(
        f"EXECUTE one USING {number}, '名{number}'", {**NAMES, "X-Trino-Prepared-Statement": f"one={text}"}
    )
    return _is(answer, [[number]])


async def _all(client: Client, chance: random.Random, crowd: Crowd) -> str:
    answer = await client.run("SELECT * FROM people", NAMES)
    if answer.error or len(answer.rows) != PEOPLE:
        return answer.error or f"{len(answer.rows)} rows"
    good = PERSON in answer.rows and all(row[2][3:7] == "****" and row[3] == "A1" for row in answer.rows)
    return "" if good else "other rows"


async def _tables(client: Client, chance: random.Random, crowd: Crowd) -> str:
    sql = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1"
    return _is(await client.run(sql, NAMES), [["people"], ["typed"]])


async def _columns(client: Client, chance: random.Random, crowd: Crowd) -> str:
    answer = await client.run("SHOW COLUMNS FROM people", NAMES)
    return "" if [row[0] for row in answer.rows] == ["id", "name", "phone", "region"] else answer.error or "other rows"


async def _refused(client: Client, chance: random.Random, crowd: Crowd) -> str:
    error = (await client.run("SELECT * FROM vault", NAMES)).error
    return "" if error == "TABLE_NOT_FOUND" else error or "answered"


async def _canceled(client: Client, chance: random.Random, crowd: Crowd) -> str:
    answer = await client.begin(LONG, NAMES)
    await client.go_on(answer)
    if answer.following is None:
        return answer.error or "ended"
    if (status := await client.beat(answer)) != 200:
        return f"HEAD {status}"
    await asyncio.sleep(chance.uniform(0, 0.5))
    status = await client.cancel(answer)
    return "" if status == 204 else f"DELETE {status}"


async def _walks_away(client: Client, chance: random.Random, crowd: Crowd) -> str:
    answer = await client.begin("SELECT * FROM people", NAMES)
    crowd.leave(answer)
    return answer.error


NAMES: Final[dict[str, str]] = {}
"""Catalog and schema, set by who begins: the catalog has another name on each engine."""
Kind = Callable[[Client, random.Random, Crowd], Awaitable[str]]
KINDS: Final[Mapping[str, tuple[float, Kind]]] = {
    "point": (40, _point),
    "hidden row": (5, _hidden_row),
    "aggregate": (10, _aggregate),
    "prepared": (15, _prepared),
    "10,000 rows": (3, _all),
    "tables": (10, _tables),
    "columns": (5, _columns),
    "refused": (5, _refused),
    "canceled": (1, _canceled),
    "walks away": (0.1, _walks_away),
}


def _is(answer: Answer, rows: list[list[object]]) -> str:
    return answer.error or ("" if answer.rows == rows else "other rows")
