"""A reload swaps whole sets or keeps the old one; nothing in between is ever seen, and nothing outlives its day."""

from __future__ import annotations

import datetime
import os
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from gateway.errors import ErrorCode, OwnError
from gateway.events import Event
from gateway.policy.decision import Permit
from gateway.policy.policy_set import PolicySet
from gateway.policy.problems import PolicyProblems
from gateway.policy.release import Kept, Loaded, Release, release
from gateway.policy.watch import Watch
from tests.policy.city import CATALOG, OWNERS, PERSON, TODAY, asking, files

GOOD = "p, *, police, row_any, TRUE, *, -, -, -, allow, R1\np, user:zhang, police, select, -, *, -, -, -, allow, P1\n"
CLOSED = GOOD + "p, role:police-investigator, police, select, -, *, -, -, -, deny, D1\n"


def build(bundle: Mapping[str, bytes], on: datetime.date) -> PolicySet:
    return release(bundle, OWNERS, on=on, catalog=CATALOG)


def reads(policy: PolicySet, code: str = "user:zhang") -> bool:
    return isinstance(policy.decide(asking(policy, code), PERSON), Permit)


def test_a_good_bundle_is_swapped_in_and_told() -> None:
    events: list[Event] = []
    kept = Release(files(police=GOOD), build, on=TODAY, observer=events.append)
    before = kept.current
    outcome = kept.reload(files(police=CLOSED), TODAY)
    assert isinstance(outcome, Loaded)
    assert outcome.changed
    assert (reads(before), reads(kept.current)) == (True, False)
    assert [event.name for event in events] == ["policy.loaded", "policy.loaded"]
    again = kept.reload(files(police=CLOSED), TODAY)
    assert isinstance(again, Loaded)
    assert not again.changed


def test_a_bad_bundle_keeps_the_old_set_loudly() -> None:
    events: list[Event] = []
    kept = Release(files(police=CLOSED), build, on=TODAY, observer=events.append)
    before = kept.current
    outcome = kept.reload(files(police="p, everything\n"), TODAY)
    assert isinstance(outcome, Kept)
    assert kept.current is before
    assert [str(p) for p in kept.problems] == ["policy.d/police.csv:6: `p` needs 10 fields, this line has 1"]
    assert events[-1].name == "policy.rejected"
    assert events[-1].facts["problems"] == [str(p) for p in outcome.problems]
    kept.reload(files(police=GOOD), TODAY)
    assert kept.problems == ()


def test_without_a_first_good_bundle_nothing_starts() -> None:
    with pytest.raises(PolicyProblems):
        Release({}, build, on=TODAY)


def test_a_failing_check_keeps_the_old_set() -> None:
    kept = Release(files(police=CLOSED), build, on=TODAY)
    check = b"user:zhang, police.hukou.person.name, see, -, -, 2026-11-22, hidden\n"
    outcome = kept.reload({**files(police=GOOD), "checks/police.csv": check}, TODAY)
    assert isinstance(outcome, Kept)
    assert str(outcome.problems[0]) == "checks/police.csv:1: expected `hidden`, found `clear` by P1"
    assert not reads(kept.current)


def test_the_set_is_renewed_at_the_date_boundary_from_the_accepted_bundle() -> None:
    dated = GOOD.replace("select, -, *, -, -", "select, -, *, -, 2026-11-23")
    kept = Release(files(police=dated), build, on=TODAY)
    kept.reload({}, TODAY)  # the folder is broken by then
    assert kept.at(TODAY) is kept.current
    assert reads(kept.at(datetime.date(2026, 11, 23)))
    assert not reads(kept.at(datetime.date(2026, 11, 24)))
    assert kept.current.valid_until is None


def test_a_set_whose_days_are_over_is_not_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one failure that cannot be made with real parts: a bundle that compiled once compiles on every day."""
    dated = GOOD.replace("select, -, *, -, -", "select, -, *, -, 2026-11-23")
    kept = Release(files(police=dated), build, on=TODAY)

    def fail(bundle: object, on: object) -> PolicySet:
        raise MemoryError

    monkeypatch.setattr("gateway.policy.release.PolicySet", fail)
    with pytest.raises(OwnError) as caught:
        kept.at(datetime.date(2026, 11, 24))
    assert caught.value.code is ErrorCode.POLICY_INVALID
    assert kept.at(datetime.date(2026, 11, 23)) is kept.current


def test_decisions_while_reloading_are_never_wrong() -> None:
    """Casbin's own reload clears roles first: a denial by role is lost meanwhile. Two bundles that both deny, swapped all the time."""
    other = CLOSED + "p, user:zhou, police, select, -, *, -, -, -, allow, P2\n"
    kept = Release(files(police=CLOSED), build, on=TODAY)
    stop = threading.Event()
    wrong: list[str] = []
    asked = [0]

    def ask() -> None:
        while not stop.is_set():
            policy = kept.at(TODAY)
            answer = policy.ask("user:zhang", "police.hukou.person.name", "select", "-", None)
            asked[0] += 1
            if answer.allowed:
                wrong.append(policy.version)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(30):
        assert isinstance(kept.reload(files(police=other if number % 2 else CLOSED), TODAY), Loaded)
    stop.set()
    for thread in threads:
        thread.join()
    assert not wrong
    assert asked[0] > 100


def write(folder: Path, bundle: Mapping[str, bytes]) -> None:
    for name, data in bundle.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)


def test_a_watch_tells_other_bytes_once_they_lie_still(tmp_path: Path) -> None:
    write(tmp_path, files())
    watch = Watch(tmp_path, settle=1.0)
    assert watch.poll(0.0) is None
    write(tmp_path, files(police=GOOD))
    assert watch.poll(1.0) is None
    (tmp_path / "policy.d" / "police.csv").write_bytes(b"half")
    assert watch.poll(1.5) is None
    write(tmp_path, files(police=CLOSED))
    assert watch.poll(2.0) is None
    assert watch.poll(2.5) is None
    assert watch.poll(3.0) == files(police=CLOSED)
    assert watch.poll(4.0) is None


def test_a_watch_sees_new_and_removed_files_but_not_a_mere_touch(tmp_path: Path) -> None:
    write(tmp_path, files())
    watch = Watch(tmp_path, settle=0.0)
    os.utime(tmp_path / "policy.d" / "police.csv", ns=(1, 1))
    assert (watch.poll(0.0), watch.poll(1.0)) == (None, None)
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "new.csv").write_bytes(b"#\n")
    assert watch.poll(2.0) is None
    assert "checks/new.csv" in (watch.poll(3.0) or {})
    (tmp_path / "subjects.csv").unlink()
    assert watch.poll(4.0) is None
    assert "subjects.csv" not in (watch.poll(5.0) or {"subjects.csv": b""})
