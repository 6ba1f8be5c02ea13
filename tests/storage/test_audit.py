"""The audit log: appending, searching, failing closed, surviving."""

from __future__ import annotations

import datetime
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from gateway.errors import ErrorCode, OwnError
from gateway.storage import Algorithm, AuditRecord, KeyFile, Outcome, StatementRow, Storage, master_key
from gateway.storage.audit import OtherSignerError
from gateway.storage.record import canonical, from_canonical
from tests.storage.conftest import NOW, World, record
from tests.storage.test_history import statement as begun

HOUR = datetime.timedelta(hours=1)


def test_a_record_is_read_as_it_was_written(world: World) -> None:
    assert world.storage.audit.append(record(1)) == 1
    (found,) = world.storage.audit.search()
    assert found.record == record(1)
    assert found.sequence == 1


def test_equal_records_have_equal_text_and_other_records_other_text() -> None:
    assert canonical(record(1)) == canonical(record(1))
    assert canonical(record(1)).isascii()
    assert from_canonical(canonical(record(1))) == record(1)
    changed = [
        record(1, **{name: value}) for name, value in (("rows", 5), ("sql", "x"), ("relations", ()), ("cut", True))
    ]
    assert len({canonical(one) for one in [record(1), *changed]}) == 5


def test_a_moment_without_a_zone_is_not_recorded(world: World) -> None:
    with pytest.raises(ValueError, match="zone"):
        world.storage.audit.append(record(1, instant=datetime.datetime(2026, 1, 1)))
    assert world.storage.audit.search() == ()


def test_search_narrows_by_everything_it_takes(world: World) -> None:
    audit = world.storage.audit
    for number in range(4):
        audit.append(record(number))
    audit.append(record(2, outcome=Outcome.FINISHED, rows=3, instant=NOW + HOUR))
    audit.append(record(9, principal="user:lisi", relations=()))

    def sequences(**query: object) -> list[int]:
        return [found.sequence for found in audit.search(**query)]  # type: ignore[arg-type]  # names as in search

    assert sequences() == [6, 5, 4, 3, 2, 1]
    assert sequences(limit=2) == [6, 5]
    assert sequences(principal="user:lisi") == [6]
    assert sequences(relation="police.main.person", limit=2) == [5, 4]
    assert sequences(relation="police.main.other") == []
    assert sequences(statement="s2") == [5, 3]
    assert sequences(outcome=Outcome.FINISHED) == [5]
    assert sequences(since=NOW + HOUR) == [5]
    assert sequences(until=NOW + datetime.timedelta(seconds=2)) == [2, 1]


def test_the_database_itself_refuses_changes(world: World) -> None:
    world.storage.audit.append(record(1))
    for statement in ("UPDATE audit_records SET body = ''", "DELETE FROM audit_records"):
        with pytest.raises(DBAPIError, match="append-only"), world.storage._database.writing() as connection:
            connection.exec_driver_sql(statement)


def test_a_record_that_cannot_be_written_raises_and_says_nothing_of_the_database(world: World) -> None:
    world.tamper("ALTER TABLE audit_records RENAME TO elsewhere")
    for failing in (
        lambda: world.storage.audit.append(record(1)),
        lambda: world.storage.begin(StatementRow(id="s1", principal="user:a", sql="x", started=NOW), record(1)),
        lambda: world.storage.finish(record(1)),
        lambda: world.storage.audit.search(),
        lambda: world.storage.audit.verify(),
    ):
        with pytest.raises(OwnError) as failure:
            failing()
        assert failure.value.code is ErrorCode.AUDIT_UNAVAILABLE
        assert "audit_records" not in str(failure.value.public())
        assert "audit_records" in (failure.value.detail or "")


def test_a_statement_row_is_not_left_behind_when_its_record_cannot_be_written(world: World) -> None:
    world.tamper("ALTER TABLE audit_records RENAME TO elsewhere")
    with pytest.raises(OwnError):
        world.storage.begin(StatementRow(id="s1", principal="user:a", sql="x", started=NOW), record(1))
    assert world.storage.history.find("s1") is None


def test_begin_and_finish_write_both_halves(world: World) -> None:
    world.storage.begin(StatementRow(id="s1", principal="user:a", sql="x", started=NOW), record(1))
    world.storage.finish(record(1, outcome=Outcome.FAILED, rows=7, error="ENGINE_FAILED"), ErrorCode.ENGINE_FAILED)
    found = world.storage.history.find("s1")
    assert found is not None
    assert (found.state, found.rows, found.error) == (Outcome.FAILED, 7, ErrorCode.ENGINE_FAILED)
    assert [one.record.outcome for one in world.storage.audit.search(statement="s1")] == [
        Outcome.FAILED,
        Outcome.STARTED,
    ]


def test_threads_and_replicas_make_one_chain(world: World, open_world: Callable[[], World]) -> None:
    worlds = [world, open_world()]

    def append(storage: Storage, base: int) -> None:
        for number in range(15):
            storage.audit.append(record(base + number))

    threads = [threading.Thread(target=append, args=(worlds[n % 2].storage, 100 * n)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = world.storage.audit.verify()
    assert (found.ok, found.records, found.checkpoints) == (True, 90, 9)


def test_the_hash_can_be_sm3_and_changed_between_records(world: World) -> None:
    world.storage.audit.append(record(1))
    other = Storage.open(world.data_dir, world.keys, url=world.url, algorithm=Algorithm.SM3)
    other.audit.append(record(2))
    other.close(NOW)
    world.storage.audit.append(record(3))
    assert world.storage.audit.verify().ok


APPEND_FOR_EVER = """
import sys
from pathlib import Path
from gateway.storage import KeyFile, Storage, master_key
from tests.storage.conftest import record
folder = Path(sys.argv[1])
storage = Storage.open(folder, KeyFile(folder / "keys.sealed", master_key(folder)), url=sys.argv[2], checkpoint_every=7)
number = 0
while True:
    print(storage.audit.append(record(number)), flush=True)
    number += 1
"""


@pytest.mark.slow
def test_every_record_that_was_acknowledged_survives_kill_9(world: World) -> None:
    command = [sys.executable, "-c", APPEND_FOR_EVER, str(world.data_dir), world.url]
    for _ in range(3):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for _ in range(25):
                acknowledged = int(process.stdout.readline())
            process.kill()
            rest = process.stdout.read().split("\n")[:-1]
        acknowledged = int(rest[-1]) if rest else acknowledged
        found = world.storage.audit.verify()
        assert found.ok, found.problem
        assert found.records >= acknowledged


def test_closing_signs_the_end(world: World) -> None:
    world.storage.audit.append(record(1))
    assert world.storage.audit.verify().signed == 0
    world.storage.close(NOW)
    again = Storage.open(
        world.data_dir, KeyFile(world.data_dir / "keys.sealed", master_key(world.data_dir)), url=world.url
    )
    assert again.audit.verify().signed == 1
    assert again.audit.checkpoint(NOW) is None
    again.close(NOW)


def test_events_without_a_statement_are_records_too(world: World) -> None:
    world.storage.audit.append(
        AuditRecord(instant=NOW, outcome=Outcome.EVENT, event="login.failed", address="10.0.0.9")
    )
    (found,) = world.storage.audit.search(outcome=Outcome.EVENT)
    assert found.record.event == "login.failed"


def another(world: World) -> Storage:
    """The storage of a replica whose key file was not copied."""
    folder = world.data_dir / "another"
    return Storage.open(folder, KeyFile(folder / "keys", master_key(folder)), url=world.url, checkpoint_every=10)


def test_opening_storage_makes_the_signing_key(open_world: Callable[[], World], tmp_path: Path) -> None:
    opened = open_world()
    copied = KeyFile(tmp_path / "copied", master_key(tmp_path))
    (tmp_path / "copied").write_bytes((tmp_path / "keys.sealed").read_bytes())
    assert copied.fingerprint() == opened.keys.fingerprint()


def test_who_holds_another_key_than_the_signer_writes_nothing_and_spoils_nothing(world: World) -> None:
    other = another(world)
    other.audit.check_signer()  # nobody has signed yet
    world.storage.audit.append(record(0))
    world.storage.audit.checkpoint(NOW)
    third = another(world)
    for refused in (
        third.audit.check_signer,
        lambda: third.audit.append(record(1)),
        lambda: third.begin(begun("s1"), record(1, statement="s1")),
    ):
        with pytest.raises(OtherSignerError) as failure:
            refused()
        assert failure.value.code is ErrorCode.AUDIT_UNAVAILABLE
    world.storage.audit.append(record(2))
    third.close(NOW)  # whoever only read signs nothing and hears nothing
    other.close(NOW)
    found = world.storage.audit.verify()
    assert (found.ok, found.records, found.checkpoints) == (True, 2, 1)
    assert world.storage.history.find("s1") is None


def test_of_two_that_began_with_empty_storage_and_keys_of_their_own_one_signs(world: World) -> None:
    """Neither could know of the other at its start: the second one's records stop at the first signature that it owes."""
    other = another(world)
    other.audit.append(record(0))
    for number in range(1, 10):
        world.storage.audit.append(record(number))
    for _ in range(9):
        other.audit.append(record(20))
    with pytest.raises(OtherSignerError):
        other.audit.append(record(21))
    with pytest.raises(OtherSignerError):
        other.audit.checkpoint(NOW)
    other.close(NOW)
    world.storage.audit.append(record(30))
    found = world.storage.audit.verify()
    assert (found.ok, found.records, found.checkpoints) == (True, 20, 2)
