"""What replicas tell each other: leases, wanted ends, suspended sources, and places that all of them share."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable

import pytest

from gateway.storage import Crowd, CrowdedError, Look, Outcome, Storage, Suspension
from tests.storage.conftest import NOW, World, record
from tests.storage.test_history import MINUTE, statement

TWO = Crowd(of_principal=2)


def begin(storage: Storage, identifier: str, crowd: Crowd | None = None, **changes: object) -> None:
    storage.begin(statement(identifier, **changes), record(statement=identifier), crowd)  # type: ignore[arg-type]  # fields of StatementRow


def test_a_replica_counts_the_others_that_live(world: World) -> None:
    replicas = world.storage.replicas
    replicas.renew("a", NOW, NOW + MINUTE)
    assert replicas.look("a", NOW).others == 0
    replicas.renew("b", NOW, NOW + MINUTE)
    replicas.renew("b", NOW, NOW + 2 * MINUTE)
    assert replicas.look("a", NOW).others == 1
    assert replicas.look("a", NOW + 3 * MINUTE).others == 0
    replicas.leave("b")
    assert replicas.look("a", NOW).others == 0


def test_a_replica_that_was_forgotten_is_there_again_when_it_renews(world: World) -> None:
    replicas = world.storage.replicas
    replicas.renew("slow", NOW, NOW + MINUTE)
    replicas.renew("a", NOW + 2 * MINUTE, NOW + 3 * MINUTE)
    replicas.renew("slow", NOW, NOW + 3 * MINUTE)
    assert replicas.look("a", NOW + 2 * MINUTE).others == 1


def test_a_statement_is_wanted_ended_by_its_principal_alone_and_heard_of_where_it_runs(
    world: World, open_world: Callable[[], World]
) -> None:
    begin(world.storage, "s1")
    begin(world.storage, "s2")
    other = open_world().storage
    assert not other.history.ask_cancel("s1", "user:lisi", NOW)
    assert not other.history.ask_cancel("nothing", "user:zhangsan", NOW)
    assert world.storage.replicas.look("r1", NOW).canceled == ()
    assert other.history.ask_cancel("s1", "user:zhangsan", NOW)
    assert world.storage.replicas.look("r1", NOW).canceled == ("s1",)
    assert other.replicas.look("r2", NOW).canceled == ()
    found = other.history.find("s1")
    assert found is not None
    assert found.cancel_asked == NOW
    world.storage.finish(record(1, statement="s1", outcome=Outcome.CANCELED, engine_query="20261122_x"))
    assert world.storage.replicas.look("r1", NOW).canceled == ()
    assert not other.history.ask_cancel("s1", "user:zhangsan", NOW)
    ended = other.history.find("s1")
    assert ended is not None
    assert ended.engine_query == "20261122_x"


def test_a_suspended_source_is_so_for_everybody_until_it_is_resumed(
    world: World, open_world: Callable[[], World]
) -> None:
    other = open_world().storage
    first = Suspension(source="police", since=NOW, asked_by="local:ops", reason="核查 a leak")
    event = record(outcome=Outcome.EVENT, statement="", event="source.suspended")
    world.storage.suspend(first, event)
    assert other.replicas.look("r2", NOW) == Look(suspended={"police": first})
    later = Suspension(source="police", since=NOW + MINUTE, asked_by="local:root", reason="still")
    other.suspend(later, event)
    [kept] = world.storage.replicas.look("r1", NOW).suspended.values()
    assert (kept.since, kept.asked_by, kept.reason) == (NOW, "local:root", "still")
    assert other.resume("police", event)
    assert not other.resume("police", event)
    assert world.storage.replicas.look("r1", NOW).suspended == {}
    assert [one.record.event for one in other.audit.search()] == ["source.suspended"] * 3


def test_places_are_counted_over_all_replicas(world: World, open_world: Callable[[], World]) -> None:
    other = open_world().storage
    begin(world.storage, "a1", TWO)
    begin(other, "b1", TWO, replica="r2")
    with pytest.raises(CrowdedError):
        begin(other, "b2", TWO, replica="r2")
    assert other.history.find("b2") is None
    assert [one.record.statement for one in other.audit.search()] == ["b1", "a1"]
    begin(other, "c1", TWO, principal="user:lisi")
    world.storage.history.finish("a1", Outcome.FINISHED, NOW)
    begin(other, "b2", TWO, replica="r2")


def test_rows_of_the_dead_take_no_place(world: World) -> None:
    begin(world.storage, "dead", lease=NOW - MINUTE)
    begin(world.storage, "s1", Crowd(of_principal=1))


def test_readers_of_a_source_are_counted_whoever_they_are(world: World) -> None:
    police = Crowd(of_principal=9, of_sources={"police": 1})
    begin(world.storage, "s1", Crowd(of_principal=9, of_sources={"civil": 1}))
    with pytest.raises(CrowdedError, match="`police`"):
        begin(world.storage, "s2", police, principal="user:lisi")
    begin(world.storage, "s3", Crowd(of_principal=9, of_sources={"civil": 1}), principal="user:lisi")


@pytest.mark.slow
def test_no_two_replicas_take_the_last_place(world: World, open_world: Callable[[], World]) -> None:
    """Each asks at the same moment, again and again: never are there more than two."""
    storages = [open_world().storage for _ in range(4)]
    begun: list[str] = []
    together = threading.Barrier(len(storages))

    def work(number: int) -> None:
        for turn in range(10):
            together.wait(30)
            try:
                begin(storages[number], f"s{turn}_{number}", TWO, replica=f"r{number}")
                begun.append(f"s{turn}_{number}")
            except CrowdedError:
                pass
            if together.wait(30) == 0:
                taken.append(len(begun))
                for identifier in begun:
                    world.storage.history.finish(identifier, Outcome.FINISHED, NOW + datetime.timedelta(seconds=1))
                begun.clear()
            together.wait(30)

    taken: list[int] = []
    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(storages))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert taken == [2] * 10
