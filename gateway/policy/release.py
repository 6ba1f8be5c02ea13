"""The policy set in force: swapped whole for a better one, kept when the new one is worse, renewed when its days are over."""

from __future__ import annotations

import datetime
import gc
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from gateway.catalog.relations import Catalog
from gateway.errors import ErrorCode, OwnError
from gateway.events import Event, Observer, ignore
from gateway.policy.bundle import Bundle
from gateway.policy.checks import run_checks
from gateway.policy.owners import Owner
from gateway.policy.policy_set import PolicySet
from gateway.policy.problems import PolicyProblems, Problem
from gateway.policy.reading import CHECKS, CheckPredicate, parse_bundle

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A new policy set is in force (`changed` is False when the files held the same)."""

    policy: PolicySet
    changed: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """The old policy set stays in force; the new files have these problems."""

    policy: PolicySet
    problems: tuple[Problem, ...]


def release(
    files: Files,
    owners: Iterable[Owner],
    *,
    on: datetime.date,
    catalog: Catalog | None = None,
    check_predicate: CheckPredicate | None = None,
) -> PolicySet:
    """Parse, check, compile, and ask every expectation of `checks/`. Raises PolicyProblems."""
    bundle = parse_bundle(files, owners, catalog=catalog, check_predicate=check_predicate)
    sets = _ByDay(bundle)
    current = sets.on(on)
    names = sorted(name for name in files if name.startswith(CHECKS) and name.endswith(".csv"))
    failures = [problem for name in names for problem in run_checks(sets.on, name, files[name])]
    if failures:
        raise PolicyProblems(failures)
    return current


class _ByDay:
    """One bundle on several days: sets with the same period are the same set."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._sets: list[PolicySet] = []

    def on(self, day: datetime.date) -> PolicySet:
        for known in self._sets:
            if holds(known, day):
                return known
        self._sets.append(PolicySet(self._bundle, day))
        return self._sets[-1]


class Release:
    """Holds the set in force. Readers take `current` without waiting; reloads wait for each other."""

    def __init__(
        self,
        files: Files,
        build: Callable[[Files, datetime.date], PolicySet],
        *,
        on: datetime.date,
        observer: Observer = ignore,
    ) -> None:
        """Raises PolicyProblems: without a first good set nothing starts."""
        self._build = build
        self._observer = observer
        self._lock = threading.Lock()
        with _collector_at_rest():
            self._current = build(files, on)
        self.problems: tuple[Problem, ...] = ()
        """Why the newest files are not in force; empty when they are."""
        self._tell("policy.loaded", version=self._current.version)

    @property
    def current(self) -> PolicySet:
        """The set in force, without looking at the day: for health and listings."""
        return self._current

    def at(self, day: datetime.date) -> PolicySet:
        """The set for a day, compiled anew when the day is outside the period of the one in force. Raises rather than serve one that has ended."""
        policy = self._current
        if holds(policy, day):
            return policy
        with self._lock:
            if not holds(self._current, day):
                self._current = self._renewed(self._current, day)
            return self._current

    def reload(self, files: Files, on: datetime.date) -> Loaded | Kept:
        """Put new files into force, or keep what is, and say so."""
        with self._lock:
            try:
                with _collector_at_rest():
                    policy = self._build(files, on)
            except PolicyProblems as error:
                return self._keep(error.problems)
            except Exception as error:  # whatever a bundle makes fail, the old set stays and the service goes on
                return self._keep((Problem("policies", 0, f"could not be compiled: {type(error).__name__}"),))
            changed = policy.version != self._current.version
            self._current = policy
            self.problems = ()
        self._tell("policy.loaded", version=policy.version, changed=changed)
        return Loaded(policy, changed)

    def _keep(self, problems: tuple[Problem, ...]) -> Kept:
        self.problems = problems
        self._tell("policy.rejected", version=self._current.version, problems=[str(problem) for problem in problems])
        return Kept(self._current, problems)

    def _renewed(self, policy: PolicySet, day: datetime.date) -> PolicySet:
        try:
            with _collector_at_rest():
                renewed = PolicySet(policy.bundle, day)
        except Exception as error:  # a set whose days are over grants what has expired: better no answer
            self._tell("policy.expired", version=policy.version)
            raise OwnError(
                "the policies of the day could not be compiled", code=ErrorCode.POLICY_INVALID, detail=str(error)
            ) from error
        self._tell("policy.renewed", version=renewed.version, day=day.isoformat())
        return renewed

    def _tell(self, name: str, **facts: object) -> None:
        self._observer(Event(name, dict(facts)))


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Young objects are still collected, but old ones are not gone through again and again while a million of them come to stay: that costs a
    third of the time, and each round stops every thread."""
    young, middle, old = gc.get_threshold()
    gc.set_threshold(max(young, 10_000) if young else 0, middle, 1_000_000)
    try:
        yield
    finally:
        gc.set_threshold(young, middle, old)


def holds(policy: PolicySet, day: datetime.date) -> bool:
    """Whether a set compiled for its day is right on another one."""
    return policy.on <= day and (policy.valid_until is None or day <= policy.valid_until)
