"""What a measurement gives, and how it is taken: interleaved rounds, best and median."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number. `aim` is what it should be at most (times) or at least (rates, ratios); `ratio` compares it with `of`, measured in the same run."""

    name: str
    value: float
    unit: str
    aim: float | None = None
    ratio: float | None = None
    of: str = ""
    note: str = ""

    @property
    def more_is_better(self) -> bool:
        return self.unit.endswith("/s") or self.unit == "x"

    @property
    def met(self) -> bool | None:
        """Whether the aim is met; None without one."""
        if self.aim is None:
            return None
        return self.value >= self.aim if self.more_is_better else self.value <= self.aim


@dataclass(frozen=True, slots=True)
class Timed:
    """Seconds of every round of one thing."""

    rounds: Sequence[float]

    @property
    def best(self) -> float:
        return min(self.rounds)

    @property
    def p50(self) -> float:
        return statistics.median(self.rounds)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.rounds, n=20)[-1] if len(self.rounds) > 1 else self.rounds[0]


def interleaved(work: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Timed]:
    """Each thing once a round, in turn, so that whatever else the machine does meets all of them; the first round only warms up."""
    taken: dict[str, list[float]] = {name: [] for name in work}
    for number in range(rounds + 1):
        for name, once in work.items():
            started = time.perf_counter()
            once()
            if number:
                taken[name].append(time.perf_counter() - started)
    return {name: Timed(times) for name, times in taken.items()}
