"""Two gateways on one storage behind a plain balancer, clients with long statements on a genuine Trino, and now and then one gateway is killed and started again."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.docker.cluster import nginx
from tests.faults.on_trino import two_on_trino
from tests.faults.site import Site
from tests.servers import BINARIES, Server
from tests.soak.client import Client, Lost, connected
from tests.trino.artifacts import PartMissingError
from tests.trino.server import Trino

ROWS: Final = 2_000
MANY: Final = "SELECT x.id AS a, y.id AS b FROM {people} AS x, {people} AS y WHERE y.id <= 100"
SLOW: Final = "SELECT count(*) FROM {people} AS x, {people} AS y, {people} AS z WHERE z.id <= 8 AND x.id + y.id > z.id"
COUNTED: Final = 8 * ROWS**2 - sum(z * (z - 1) // 2 for z in range(1, 9))
"""What SLOW gives: all but the pairs whose sum is at most z."""
YOUNG: Final = 2.0
"""Seconds: what began so shortly before a gateway was killed may not have been offered to the other one yet; its client is told, and sends it again."""


@dataclass
class Told:
    """What came of it."""

    whole: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    young: int = 0
    again: int = 0
    """Statements whose first request was lost: they were sent again."""
    kills: list[float] = field(default_factory=list)
    through: int = 0
    """Statements that were under way when a gateway was killed, and ended whole."""

    def plain(self) -> dict[str, object]:
        """As plain values."""
        return {
            "whole": dict(self.whole),
            "wrong": dict(self.wrong),
            "kills": len(self.kills),
            "through_a_kill": self.through,
            "too_young": self.young,
            "sent_again": self.again,
        }


@contextmanager
def balanced(postgresql: Server, trino: Trino, folder: Path) -> Iterator[tuple[Site, Site, str, str]]:
    """Two gateways, the relation that they offer, and where both are reached."""
    if shutil.which("nginx", path=os.pathsep.join(BINARIES)) is None:
        raise PartMissingError("nginx not installed (Debian package nginx-light)")
    with (
        two_on_trino(postgresql, trino, folder, ROWS, reached=True) as (a, b, people),
        socket.create_server(("127.0.0.1", 0)) as one,
    ):
        balancer = one.getsockname()[1]
        one.close()
        with nginx(folder, {"one": a.port, "two": b.port, "balancer": balancer}):
            yield a, b, people, f"http://127.0.0.1:{balancer}"


class Killed:
    """`clients` with statements for so many `seconds`; one gateway is killed every `pause` seconds."""

    def __init__(self, sites: tuple[Site, Site], people: str, base: str, say: Callable[[str], None]) -> None:
        self._sites = sites
        self._people = people
        self._base = base
        self._say = say
        self.told = Told()

    async def run(self, clients: int, seconds: float, pause: float) -> Told:
        until = time.monotonic() + seconds
        await asyncio.gather(self._kill(until, pause), *(self._one(number, until) for number in range(clients)))
        return self.told

    async def _one(self, number: int, until: float) -> None:
        async with connected(self._base, self._sites[0].token, None) as client:
            while time.monotonic() < until:
                await self._statement(client, "many" if number % 2 else "slow")
                number += 1

    async def _statement(self, client: Client, kind: str) -> None:
        told, begun = self.told, time.monotonic()
        sql = (MANY if kind == "many" else SLOW).format(people=self._people)
        try:
            answer = await client.run(sql)
        except Lost:
            told.again += 1
            await asyncio.sleep(0.3)
            return
        kills = [at for at in told.kills if at >= begun]
        if answer.error and any(at - begun < YOUNG for at in kills):
            told.young += 1
        elif answer.error:
            ages = ", ".join(f"{at - begun:.1f}" for at in kills) or "no kill"
            told.wrong[f"{kind}: {answer.error} ({answer.requests} pages; seconds old at the kill: {ages})"] += 1
        elif not self._is_whole(kind, answer.rows):
            told.wrong[f"{kind}: {len(answer.rows)} other rows"] += 1
        else:
            told.whole[kind] += 1
            told.through += bool(kills)

    def _is_whole(self, kind: str, rows: list[list[int]]) -> bool:
        if kind == "slow":
            return rows == [[COUNTED]]
        return len(rows) == ROWS * 100 and len({(a, b) for a, b in rows}) == ROWS * 100

    async def _kill(self, until: float, pause: float) -> None:
        number = 0
        while time.monotonic() + pause < until:
            await asyncio.sleep(pause)
            site = self._sites[number % 2]
            self.told.kills.append(time.monotonic())
            await asyncio.to_thread(site.kill)
            await asyncio.sleep(1)
            site.spawn()
            await asyncio.to_thread(site.ready)
            number += 1
            self._say(f"{max(0.0, until - time.monotonic()):5.0f} s left  {self.told.plain()}")
