"""Runs the laws in chunks on all cores: each chunk is a seed, done or not, so that a run can be stopped and taken up again."""

from __future__ import annotations

import json
import multiprocessing
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.properties.laws import LAWS, Law, law, told
from tests.world import Database

BLOCK: Final = 5
"""Statements, and worlds, of one draw: each statement is held against each world, which costs less than to prepare and to fill anew."""
CHUNK: Final = 20
"""Draws of one seed: what is lost when a run is stopped."""
POOL: Final = 4 * BLOCK
ONCE: Final = settings(
    max_examples=CHUNK, deadline=None, database=None, derandomize=False, print_blob=False, suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink),
)  # fmt: skip


@dataclass(frozen=True)
class Done:
    """One chunk that was judged."""

    law: str
    chunk: int
    cases: int
    cpu: float
    failure: str | None = None


def judge(name: str, chunk: int, folder: Path) -> Done:
    """Draw the chunk's cases and hold the law against each; the shortest failing one goes into a file."""
    Database.kept = POOL
    judged = law(name)
    last: dict[str, Any] = {}
    seen: set[int] = set()

    def holds(statements: list[str], worlds: list[dict[str, Any]], **rest: Any) -> None:
        for world in worlds:
            for sql in statements:
                case = {"sql": sql, **world, **rest}
                seen.add(hash(repr(told(case))))
                last.clear()
                last.update(case)
                judged.holds(**case)

    start = time.process_time()
    failure = None
    try:
        seed(chunk)(ONCE(given(**_blocks(judged))(holds)))()
    except Exception:  # whatever breaks the law, or breaks while it is asked, is the finding
        failure = str(_save(name, chunk, last, traceback.format_exc(limit=-2), folder))
    return Done(name, chunk, len(seen), time.process_time() - start, failure)


def _blocks(judged: Law) -> dict[str, st.SearchStrategy[Any]]:
    worlds = {name: drawn for name, drawn in judged.cases.items() if name in ("data", "noise")}
    return {
        "statements": st.lists(judged.cases["sql"], min_size=BLOCK, max_size=BLOCK),
        "worlds": st.lists(st.fixed_dictionaries(worlds), min_size=BLOCK, max_size=BLOCK),
        **{name: drawn for name, drawn in judged.cases.items() if name == "governed"},
    }


def _save(name: str, chunk: int, case: Mapping[str, Any], words: str, folder: Path) -> Path:
    path = folder / f"{name.replace(' ', '-').replace(',', '')}-{chunk}.json"
    path.write_text(json.dumps({"law": name, "case": told(case), "words": words}, indent=1), encoding="utf-8")
    return path


class Run:
    """All chunks of all laws, in turn, until there are enough cases or the time is up."""

    def __init__(self, folder: Path, cases: int, seconds: float | None) -> None:
        self.folder, self.cases, self.seconds = folder, cases, seconds
        self.record = folder / "done.jsonl"
        self.counts: Counter[str] = Counter()
        self.failures: list[str] = []
        self.cpu = 0.0
        self.chunks: set[tuple[str, int]] = set()
        self.started = time.monotonic()

    def resume(self) -> None:
        if self.record.exists():
            for line in self.record.read_text("utf-8").splitlines():
                self._count(Done(**json.loads(line)))

    def run(self, workers: int) -> None:
        found = iter(self._todo())
        context = multiprocessing.get_context("spawn")
        with (
            ProcessPoolExecutor(workers, mp_context=context) as pool,
            self.record.open("a", encoding="utf-8") as record,
        ):
            running: set[Future[Done]] = {pool.submit(judge, *todo, self.folder) for todo in self._next(found, workers)}
            while running:
                ended, running = wait(running, return_when=FIRST_COMPLETED)
                for future in ended:
                    done = future.result()
                    self._count(done)
                    record.write(json.dumps(asdict(done)) + "\n")
                    record.flush()
                running |= {
                    pool.submit(judge, *todo, self.folder) for todo in self._next(found, workers - len(running))
                }
                print(self.line, flush=True)

    def _next(self, found: Iterator[tuple[str, int]], most: int) -> list[tuple[str, int]]:
        late = self.seconds is not None and time.monotonic() - self.started >= self.seconds
        if late or sum(self.counts.values()) >= self.cases:
            return []
        return [next(found) for _ in range(most)]

    def _todo(self) -> Iterator[tuple[str, int]]:
        chunk = 0
        while True:
            for each in LAWS:
                if (each.name, chunk) not in self.chunks:
                    yield each.name, chunk
            chunk += 1

    def _count(self, done: Done) -> None:
        self.chunks.add((done.law, done.chunk))
        self.counts[done.law] += done.cases
        self.cpu += done.cpu
        if done.failure is not None:
            self.failures.append(done.failure)

    @property
    def line(self) -> str:
        laws = ", ".join(f"{count:,} {name}" for name, count in sorted(self.counts.items()))
        total = sum(self.counts.values())
        return f"{time.monotonic() - self.started:6.0f} s  {total:>9,} of {self.cases:,} cases, {len(self.failures)} violations ({laws}; {self.cpu:.0f} s of CPU)"
