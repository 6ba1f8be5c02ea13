"""kill -9 of the gateway at random moments, under load and while its files are changed: nothing is lost in silence, nothing is half there.

HUILIU_FAULTS_ROUNDS=200 (`make faults`) for the long form; HUILIU_FAULTS_SEED repeats a run's moments.
"""

from __future__ import annotations

import asyncio
import collections
import datetime
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx
import pytest

from gateway.app import Application
from gateway.catalog import accepted
from gateway.execution.storage_journal import LEASE
from gateway.storage import KeyFile, Outcome, master_key
from gateway.telemetry import Telemetry
from tests.faults.answers import FORMS, Answer, ask
from tests.faults.site import EXPECTED, PEOPLE, ROWS, Site, make, now, until

pytestmark = pytest.mark.slow
ROUNDS: Final = int(os.environ.get("HUILIU_FAULTS_ROUNDS", "6"))
SEED: Final = int(os.environ.get("HUILIU_FAULTS_SEED", str(time.time_ns() % 1_000_000)))
CLIENTS: Final = 4
TOLD: Final = frozenset({"ENGINE_FAILED", "CANCELED", "SHUTTING_DOWN", "SOURCE_UNAVAILABLE", "SERVICE_UNAVAILABLE"})


@dataclass
class Load:
    """Clients that ask as fast as they are answered, gateway or no gateway, and keep what they were told."""

    site: Site
    seed: int
    answers: list[Answer] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    refused: int = 0
    _over: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> Load:
        self._threads = [threading.Thread(target=self._work, args=(number,)) for number in range(CLIENTS)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *why: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(120)
            assert not thread.is_alive(), "a client waits for ever"

    def _work(self, number: int) -> None:
        dice = random.Random(f"{self.seed} client {number}")
        with self.site.client(30) as client:
            while not self._over.is_set():
                rows = dice.choice((1, 500, ROWS, ROWS))
                form = dice.choice(FORMS)
                try:
                    answer = ask(client, f"SELECT id, name, phone FROM {PEOPLE} WHERE id < {rows}", form)
                except httpx.ConnectError:
                    self.refused += 1
                    time.sleep(0.1)
                    continue
                except Exception as error:  # a careful client must be able to read whatever comes
                    self.wrong.append(f"{form}: {error!r}")
                    continue
                if answer.whole and sorted(answer.rows) != EXPECTED[:rows]:
                    self.wrong.append(f"{form}: looks whole, has {len(answer.rows)} of {rows} rows")
                elif answer.code and answer.code not in TOLD:
                    self.wrong.append(f"{form}: {answer.code}")
                answer.rows.clear()
                self.answers.append(answer)


def commands(site: Site, number: int) -> Iterator[list[str]]:
    """Changes of everything that the site keeps on disk, one a round."""
    while True:
        yield site.command("key", "create", f"k{number}")
        yield site.command("token", "create", "user:ana", "--note", f"round {number}")
        yield site.command("catalog", "accept", "city", "--all")
        number += 1


def nothing_half_written(site: Site) -> None:
    """The chain, and each file that is changed while the gateway runs."""
    entry = accepted.read(site.folder / "catalog" / "city.toml")
    assert [relation.name for relation in entry.relations] == ["people"]
    with site.storage() as storage:
        found = storage.audit.verify()
        assert found.ok, found
        assert storage.tokens.verify(site.token, now()) is not None
        assert {token.principal for token in storage.tokens.list()} == {"user:ana", "user:ops"}
    var = site.folder / "var"
    keys = KeyFile(var / "keys", master_key(var))
    assert all(len(keys.derive(name, None, "police")) == 32 for name in keys.key_names())
    checkpoints = var / "audit.checkpoints"
    assert not checkpoints.exists() or checkpoints.read_bytes().endswith(b"\n"), "not there: killed before the first"


def the_auditor_agrees(site: Site) -> None:
    """By the program's own command, in a process that knows nothing of what happened."""
    done = subprocess.run(site.command("audit", "verify"), capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def close_what_is_lost(site: Site) -> None:
    """A gateway that starts when every lease is over."""

    async def session() -> None:
        later = LEASE + datetime.timedelta(seconds=5)
        app = Application(site.settings, telemetry=Telemetry(), clock=lambda: now() + later)
        await app.start()
        await asyncio.sleep(0.5)
        await app.stop()

    asyncio.run(session())


def every_statement_has_one_end(site: Site, answers: list[Answer]) -> collections.Counter[str]:
    """What clients believe and what the audit says is the same."""
    ends: dict[str, list[Outcome]] = collections.defaultdict(list)
    with site.storage() as storage:
        records = storage.audit.search(principal="user:ana", limit=10_000_000)
        for recorded in records:
            if recorded.record.statement and recorded.record.outcome is not Outcome.EVENT:
                ends[recorded.record.statement].append(recorded.record.outcome)
        assert storage.history.list(running=True) == ()
    for statement, outcomes in ends.items():
        assert len(outcomes) == 2, (statement, outcomes)
        assert outcomes[1] is Outcome.STARTED, (statement, outcomes)
    for answer in answers:
        if answer.whole:
            assert ends[answer.statement][0] is Outcome.FINISHED, answer
        elif answer.statement and answer.code:
            assert ends[answer.statement][0] in (Outcome.FAILED, Outcome.CANCELED), answer
    return collections.Counter(outcomes[0].value for outcomes in ends.values())


def test_a_killed_gateway_leaves_nothing_half_done(tmp_path: Path) -> None:
    dice = random.Random(SEED)
    site = make(tmp_path)
    changes = commands(site, 0)
    began = time.monotonic()
    try:
        with Load(site, SEED) as load:
            for number in range(ROUNDS):
                site.spawn()
                change: subprocess.Popen[bytes] | None = None
                if dice.random() < 0.8:  # the others are killed while they start
                    site.ready()
                    quiet = len(load.answers)
                    until(lambda quiet=quiet: len(load.answers) > quiet, 30)  # type: ignore[misc]  # bound now
                    change = subprocess.Popen(next(changes), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                time.sleep(dice.uniform(0, 1.0))
                site.kill()
                if change is not None:
                    change.kill()
                    change.wait()
                nothing_half_written(site)
                if number % 20 == 0:
                    the_auditor_agrees(site)
                assert load.wrong == []
                told(f"round {number + 1}/{ROUNDS}", load, began)
        close_what_is_lost(site)
        ends = every_statement_has_one_end(site, load.answers)
        nothing_half_written(site)
        the_auditor_agrees(site)
    finally:
        site.stop()
    told(f"seed {SEED}; ends {dict(ends)}", load, began)
    assert any(answer.whole for answer in load.answers)
    assert load.wrong == []


def told(what: str, load: Load, began: float) -> None:
    whole = sum(answer.whole for answer in load.answers)
    codes = collections.Counter(answer.code for answer in load.answers if answer.code)
    broken = len(load.answers) - whole - sum(codes.values())
    print(
        f"{what}: {whole} whole, {broken} broken off, {dict(codes)} told, {load.refused} not connected, {time.monotonic() - began:.0f} s",
        file=sys.stderr,
    )
