"""Workers that fuzz side by side, and a watch that tells of those that hang or die with the case that they had in hand."""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any, Final

from tests.fuzz.cases import case
from tests.fuzz.oracle import Finding, Oracle

PULSE: Final = 200
"""Cases between two reports of a worker."""
HANG_SECONDS: Final = 60.0
"""So long may one case take on the clock before its worker is ended."""


@dataclass(frozen=True)
class Order:
    """What one worker does: every `step`-th case of a seed, until a count or a time is up."""

    seed: int
    first: int
    step: int
    cases: int | None
    seconds: float | None
    folder: Path

    @property
    def in_hand(self) -> Path:
        return self.folder / f"in-hand-{os.getpid()}"


@dataclass
class Tally:
    """What all workers have done so far."""

    counts: Counter[str] = field(default_factory=Counter)
    files: list[Path] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)
    cpu: float = 0.0

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    @property
    def line(self) -> str:
        rewritten = self.counts["rewritten"]
        return (
            f"{self.seconds:6.0f} s  {self.counts['cases']:>9,} cases  {rewritten:>9,} rewritten  {rewritten / max(self.seconds, 0.1):6.0f}/s"
            f" ({rewritten / max(self.cpu, 0.1):4.0f}/s of CPU)  {self.counts['executed']:>7,} runs  {len(self.files)} findings"
        )


def save(finding: Finding, folder: Path) -> Path:
    """A file that replays the finding."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{finding.kind.replace(' ', '-')}-{finding.case.seed}-{finding.case.number}.json"
    told = {"kind": finding.kind, "words": finding.words, "case": finding.case.told()}
    path.write_text(json.dumps(told, indent=1), encoding="utf-8")
    return path


def work(order: Order, reports: Queue[Any]) -> None:
    """Judge cases one after another; the case in hand stands in a file, for a crash of native code takes the worker with it."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    oracle = Oracle()
    began = time.monotonic()
    number = order.first
    with order.in_hand.open("w+b", buffering=0) as in_hand:
        while not _over(order, number, began):
            in_hand.seek(0)
            in_hand.write(b"%12d" % number)
            oracle.judge(case(order.seed, number))
            number += order.step
            if (number // order.step) % PULSE == 0:
                _report(oracle, order, reports, number)
        oracle.settle()
        _report(oracle, order, reports, number)
    order.in_hand.unlink()


def _over(order: Order, number: int, began: float) -> bool:
    if order.cases is not None and number >= order.cases:
        return True
    return order.seconds is not None and time.monotonic() - began >= order.seconds


def _report(oracle: Oracle, order: Order, reports: Queue[Any], number: int) -> None:
    files = [save(finding, order.folder) for finding in oracle.findings]
    reports.put((os.getpid(), dict(oracle.counts), files, time.process_time(), number))
    oracle.counts.clear()
    oracle.findings.clear()


@dataclass
class _Worker:
    process: SpawnProcess
    order: Order
    number: int
    cpu: float = 0.0
    heard: float = field(default_factory=time.monotonic)


class Fleet:
    """Starts workers, sums up what they report, and replaces one that hangs or dies."""

    def __init__(
        self,
        seed: int,
        folder: Path,
        workers: int,
        *,
        cases: int | None = None,
        seconds: float | None = None,
        first: int = 0,
    ) -> None:
        self.seed, self.folder, self.size = seed, folder, workers
        self.cases, self.seconds, self.first = cases, seconds, first
        self.tally = Tally()
        self.context: SpawnContext = multiprocessing.get_context("spawn")
        self.reports: Queue[Any] = self.context.Queue()
        self.workers: dict[int, _Worker] = {}

    def run(self, shown: Callable[[Tally], None]) -> Tally:
        self.folder.mkdir(parents=True, exist_ok=True)
        for offset in range(self.size):
            self._start(self.first + offset)
        try:
            while self.workers:
                self._listen()
                self._watch()
                shown(self.tally)
        finally:
            for worker in self.workers.values():
                worker.process.kill()
        self._listen()
        return self.tally

    def _start(self, first: int) -> None:
        left = None if self.seconds is None else max(0.0, self.seconds - self.tally.seconds)
        order = Order(self.seed, first, self.size, self.cases, left, self.folder)
        process = self.context.Process(target=work, args=(order, self.reports), daemon=True)
        process.start()
        assert process.pid is not None
        self.workers[process.pid] = _Worker(process, order, first)

    def _listen(self) -> None:
        deadline = time.monotonic() + 1.0
        while (
            time.monotonic() < deadline and any(w.process.is_alive() for w in self.workers.values())
        ) or not self.reports.empty():
            if self.reports.empty():
                time.sleep(0.05)
                continue
            pid, counts, files, cpu, number = self.reports.get()
            self.tally.counts.update(counts)
            self.tally.files += files
            worker = self.workers.get(pid)
            if worker is not None:
                self.tally.cpu += cpu - worker.cpu
                worker.cpu, worker.number, worker.heard = cpu, number, time.monotonic()

    def _watch(self) -> None:
        for pid, worker in list(self.workers.items()):
            in_hand = self.folder / f"in-hand-{pid}"
            if worker.process.is_alive():
                quiet = time.time() - in_hand.stat().st_mtime if in_hand.exists() else 0.0
                if quiet < HANG_SECONDS:
                    continue
                worker.process.kill()
                worker.process.join()
            del self.workers[pid]
            if worker.process.exitcode != 0 and in_hand.exists():
                self._ended(worker, int(in_hand.read_bytes()))
                in_hand.unlink()

    def _ended(self, worker: _Worker, number: int) -> None:
        kind = "hang" if worker.process.exitcode == -9 else "crash"
        words = f"the worker ended with {worker.process.exitcode} on this case, or on a text that waited to be judged"
        self.tally.files.append(save(Finding(case(self.seed, number), kind, words), self.folder))
        self.tally.counts["findings"] += 1
        self._start(number + self.size)
