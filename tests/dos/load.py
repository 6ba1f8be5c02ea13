"""What one principal does to the gateway while another asks small questions; and how long those take meanwhile."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

import httpx

from tests.api.site import SETTINGS, Site
from tests.dos.shapes import laughing, listed, to_prepare
from tests.dos.wire import HEAD, crowd, opened, request

PEOPLE: Final = "police.main.people"
GRANTS: Final = """\
g, user:ana, dept:police
g, user:bob, dept:police
p, dept:police, police, select, -, *, -, -, -, allow, may-read
p, dept:police, police, row_any, TRUE, *, -, -, -, allow, all-rows
"""
LIMITS: Final = SETTINGS.replace(
    "concurrent_per_principal = 200\nconcurrent = 100\nqueue = 800\n", "seconds = 5\n"
).replace("[http]\n", "[http]\nwrite_seconds = 5\nbody_seconds = 5\n")
"""As the product ships, but for times: a long run should see many statements end."""
POINT: Final = f"SELECT name FROM {PEOPLE} WHERE id = 7"  # no text of anybody's
HEAVY: Final = (
    "IN with 24000 numbers",
    "12000 columns",
    "1900 subqueries",
    "3500 windows",
    "20000 sort keys",
    "100 doubled stars",
)


@dataclass
class Bystander:
    """Another principal's small question, over and over."""

    seconds: list[float] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)

    def ask(self, client: httpx.Client, number: int) -> None:
        began = time.monotonic()
        answer = client.post("/v1/query", json={"sql": POINT.replace("7", str(number % 1000))})
        self.seconds.append(time.monotonic() - began)
        if answer.status_code != 200 or answer.json()["data"] != [[f"名{number % 1000}"]]:
            self.failed[answer.json().get("name", "wrong answer")] += 1

    def asking(self, client: httpx.Client, seconds: float) -> None:
        until, number = time.monotonic() + seconds, 0
        while time.monotonic() < until:
            self.ask(client, number)
            number += 1
            time.sleep(0.02)

    def at(self, share: float) -> float:
        return sorted(self.seconds)[min(len(self.seconds) - 1, int(len(self.seconds) * share))]

    @property
    def told(self) -> str:
        failed = f", failed {dict(self.failed)}" if self.failed else ""
        return f"p50 {self.at(0.5) * 1000:.0f} ms, p95 {self.at(0.95) * 1000:.0f} ms, longest {self.at(1) * 1000:.0f} ms of {len(self.seconds)}{failed}"


Attack = Callable[[Site, threading.Event, int], None]
"""Goes on until told to stop; the number says which of several attackers it is."""


def statements(*texts: str) -> Attack:
    """Send them one after another, whatever comes back."""

    def attack(site: Site, stop: threading.Event, number: int) -> None:
        with site.client() as client:
            while not stop.is_set():
                number += 1
                # A remark makes it a statement that was not seen before.
                sql = f"{texts[number % len(texts)]} -- {number} {time.monotonic()}"
                with (
                    contextlib.suppress(httpx.HTTPError),
                    client.stream("POST", "/v1/query", json={"sql": sql}) as answer,
                ):
                    for _ in answer.iter_raw():
                        if stop.is_set():
                            break

    return attack


def slow_reader(site: Site, stop: threading.Event, number: int) -> None:
    """Take a long answer a byte a second."""
    token = site.token()
    while not stop.is_set():
        with contextlib.suppress(OSError), opened(site.url, receive=4096) as one:
            one.sendall(request(token, f"SELECT a.*, b.name FROM {PEOPLE} a, {PEOPLE} b"))
            while not stop.wait(1) and one.recv(1):
                pass


def silent(site: Site, stop: threading.Event, number: int) -> None:
    """Ten thousand connections, again when they were closed."""
    while not stop.is_set():
        with contextlib.suppress(OSError), crowd(site.url, 2_500):
            stop.wait(8)


def slow_heads(site: Site, stop: threading.Event, number: int) -> None:
    """Two hundred heads, a byte a second each."""
    while not stop.is_set():
        with contextlib.ExitStack() as all_, contextlib.suppress(OSError):
            ones = [all_.enter_context(opened(site.url)) for _ in range(200)]
            for byte in HEAD:
                for one in ones:
                    with contextlib.suppress(OSError):
                        one.send(bytes([byte]))
                if stop.wait(1):
                    break


def endless_bodies(site: Site, stop: threading.Event, number: int) -> None:
    """Bodies of gigabytes, as fast as they are taken."""
    token = site.token()
    head = HEAD + f"Authorization: Bearer {token}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    while not stop.is_set():
        with contextlib.suppress(OSError), opened(site.url) as one:
            one.sendall(head)
            while not stop.is_set():
                one.sendall(b"10000\r\n" + b" " * 65536 + b"\r\n")


def strangers(site: Site, stop: threading.Event, number: int) -> None:
    """Guesses of tokens."""
    with httpx.Client(base_url=site.url, timeout=30) as client:
        while not stop.is_set():
            with contextlib.suppress(httpx.HTTPError):
                client.get("/v1/queries", headers={"authorization": f"Bearer {number}{time.monotonic()}"})


def attacks() -> dict[str, Attack]:
    """Every attack by name."""
    prepared = to_prepare()
    names = f"SELECT array_join(repeat(array_join(repeat(name, 10000), 'x'), 10000), 'y') FROM {PEOPLE}"
    return {
        "heavy texts": statements(*(prepared[name].replace("person", PEOPLE).replace("age", "id") for name in HEAVY)),
        "cross joins": statements(f"SELECT count(*) FROM {PEOPLE} a, {PEOPLE} b, {PEOPLE} c WHERE a.id + b.id + c.id = 7"),
        "billion laughs": statements(
            laughing(f"SELECT id FROM {PEOPLE}", "SELECT a.id FROM {} a, {} b", 30),
            laughing(f"SELECT id FROM {PEOPLE}", "SELECT id FROM {} UNION ALL SELECT id FROM {}", 30),
        ),
        "endless recursion": statements(f"WITH RECURSIVE t (n) AS (SELECT id FROM {PEOPLE} UNION ALL SELECT n FROM t) SELECT count(*) FROM t"),
        "memory": statements(names, f"SELECT array_agg(ROW(a.name, b.name)) OVER (ORDER BY a.id) FROM {PEOPLE} a, {PEOPLE} b"),
        "regular expressions": statements(
            f"SELECT count(*) FROM {PEOPLE} WHERE regexp_like(array_join(transform(sequence(1, 5000), x -> name), ''), '(a|aa)+$')"
        ),
        "sorting": statements(f"SELECT a.name, b.name FROM {PEOPLE} a, {PEOPLE} b ORDER BY 1, 2"),
        "many joins": statements(f"SELECT count(*) FROM {PEOPLE} p {listed(f'JOIN {PEOPLE} p{{0}} ON p.id = p{{0}}.id', 100, ' ')}"),
        "slow readers": slow_reader,
        "silent connections": silent,
        "slow heads": slow_heads,
        "endless bodies": endless_bodies,
        "strangers": strangers,
    }  # fmt: skip


ATTACKERS: Final = 6
"""Two more than one principal's statements may run at once."""


@contextlib.contextmanager
def under(attack: Attack, site: Site) -> Iterator[None]:
    """While `ATTACKERS` of them go on."""
    stop = threading.Event()
    threads = [threading.Thread(target=attack, args=(site, stop, number), daemon=True) for number in range(ATTACKERS)]
    for one in threads:
        one.start()
    try:
        time.sleep(0.5)
        yield
    finally:
        stop.set()
        for one in threads:
            one.join(60)
