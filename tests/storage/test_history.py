"""The table of statements: one's own, running and past, and what a dead replica leaves."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from gateway.errors import ErrorCode, OwnError
from gateway.storage import EndedError, Outcome, Progress, StatementRow
from tests.storage.conftest import NOW, World, record

MINUTE = datetime.timedelta(minutes=1)


def statement(identifier: str, principal: str = "user:zhangsan", **changes: object) -> StatementRow:
    facts: dict[str, object] = {
        "id": identifier,
        "principal": principal,
        "department": "minzheng",
        "purpose": None,
        "sql": "SELECT '张三𠮷'",
        "started": NOW,
        "accesses": record().relations,
        "engine": "duckdb",
        "replica": "r1",
        "lease": NOW + MINUTE,
    }
    return StatementRow(**{**facts, **changes})  # type: ignore[arg-type]  # the fields of StatementRow by name


def test_a_statement_is_followed_from_start_to_end(world: World) -> None:
    history = world.storage.history
    history.begin(statement("s1"))
    assert history.find("s1") == statement("s1")
    assert history.progress([Progress(id="s1", rows=10, bytes=100, engine_query="q7")]) == ()
    assert history.find("s1") == statement("s1", rows=10, bytes=100, engine_query="q7")
    assert history.finish("s1", Outcome.FINISHED, NOW + MINUTE, rows=20, bytes=200, cut=True)
    assert not history.finish("s1", Outcome.FAILED, NOW + MINUTE)
    assert history.progress([Progress(id="s1", rows=99, bytes=99)]) == ("s1",)
    expected = statement(
        "s1", rows=20, bytes=200, cut=True, state=Outcome.FINISHED, ended=NOW + MINUTE, lease=None, engine_query="q7"
    )
    assert history.find("s1") == expected


def test_another_principals_statement_does_not_exist(world: World) -> None:
    world.storage.history.begin(statement("s1"))
    assert world.storage.history.find("s1", "user:zhangsan") is not None
    assert world.storage.history.find("s1", "user:lisi") is None
    assert world.storage.history.find("nothing") is None


def test_lists_are_newest_first_and_narrow(world: World) -> None:
    history = world.storage.history
    for number in range(4):
        history.begin(
            statement(f"s{number}", "user:lisi" if number == 2 else "user:zhangsan", started=NOW + number * MINUTE)
        )
    history.finish("s1", Outcome.CANCELED, NOW + 2 * MINUTE, error=ErrorCode.CANCELED)

    def ids(*arguments: str, **query: object) -> list[str]:
        return [one.id for one in history.list(*arguments, **query)]  # type: ignore[arg-type]  # names as in list

    assert ids() == ["s3", "s2", "s1", "s0"]
    assert ids("user:zhangsan") == ["s3", "s1", "s0"]
    assert ids("user:zhangsan", running=True) == ["s3", "s0"]
    assert ids(before=NOW + 2 * MINUTE) == ["s1", "s0"]
    assert ids(limit=1) == ["s3"]


def test_what_a_dead_replica_left_is_closed_as_lost_and_recorded(world: World, open_world: Callable[[], World]) -> None:
    history = world.storage.history
    history.begin(statement("dead", replica="r1"))
    history.begin(statement("alive", replica="r2"))
    history.begin(statement("unrecorded", replica="r2"))  # its end could not be written: nobody works on it any more
    assert history.renew("r2", NOW + 3 * MINUTE, ["alive"]) == 1
    other = open_world().storage
    assert [one.id for one in other.close_lost(NOW + 2 * MINUTE)] == ["dead", "unrecorded"]
    assert other.close_lost(NOW + 2 * MINUTE) == ()
    found = history.find("dead")
    assert found is not None
    assert found.state is Outcome.LOST
    _, recorded = other.audit.search(outcome=Outcome.LOST)
    assert (recorded.record.statement, recorded.record.relations) == ("dead", record().relations)


def test_of_two_that_end_a_statement_the_first_one_counts(world: World, open_world: Callable[[], World]) -> None:
    """A replica that was stopped for longer than its lease goes on with what another one has closed."""
    ends = (Outcome.FINISHED, Outcome.CANCELED, Outcome.FAILED)
    for outcome in ends:
        world.storage.begin(statement(outcome.value), record(statement=outcome.value))
    lost = open_world().storage.close_lost(NOW + 2 * MINUTE)
    assert len(lost) == 3
    head = world.storage.audit.search()[0]
    for outcome in ends:
        with pytest.raises(EndedError):
            world.storage.finish(record(200, statement=outcome.value, outcome=outcome, rows=5))
        kept = world.storage.history.find(outcome.value)
        assert kept is not None
        assert (kept.state, kept.rows) == (Outcome.LOST, 0)
        told = [one.record.outcome for one in world.storage.audit.search(statement=outcome.value)]
        assert told == [Outcome.LOST, Outcome.STARTED]
    assert world.storage.audit.search()[0] == head, "nothing else was written"
    assert world.storage.audit.verify().ok


def test_what_ended_in_order_is_not_closed_as_lost(world: World, open_world: Callable[[], World]) -> None:
    world.storage.begin(statement("s1"), record(statement="s1"))
    world.storage.finish(record(1, statement="s1", outcome=Outcome.FINISHED))
    assert open_world().storage.close_lost(NOW + 2 * MINUTE) == ()
    with pytest.raises(EndedError):
        world.storage.finish(record(2, statement="s1", outcome=Outcome.FAILED))
    assert len(world.storage.audit.search(statement="s1")) == 2


def test_what_runs_here_is_not_lost_when_the_clock_jumps(world: World) -> None:
    """It began after the lease was renewed and before the clock jumped: its lease is over at once."""
    world.storage.history.begin(statement("mine"))
    world.storage.history.begin(statement("not mine any more"))
    lost = world.storage.close_lost(NOW + 300 * MINUTE, ["mine"])
    assert [one.id for one in lost] == ["not mine any more"]


def test_old_statements_are_forgotten_running_ones_never(world: World) -> None:
    history = world.storage.history
    history.begin(statement("old"))
    history.begin(statement("running"))
    history.finish("old", Outcome.FINISHED, NOW + MINUTE)
    assert history.forget(NOW + MINUTE) == 0
    assert history.forget(NOW + 2 * MINUTE) == 1
    assert [one.id for one in history.list()] == ["running"]


def test_two_statements_of_one_id_are_refused(world: World) -> None:
    world.storage.history.begin(statement("s1"))
    with pytest.raises(OwnError) as failure:
        world.storage.history.begin(statement("s1"))
    assert failure.value.code is ErrorCode.STORAGE_FAILED


def test_text_that_a_database_cannot_hold_does_not_keep_a_statement_from_its_row(world: World) -> None:
    world.storage.history.begin(statement("s1", sql="SELECT '\0\ud800'"))
    found = world.storage.history.find("s1")
    assert found is not None
    assert found.sql.startswith("SELECT '\ufffd")
