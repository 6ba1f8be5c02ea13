"""Whatever is done to the audit behind the gateway's back is found; and what is not found is known."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from gateway.storage import Algorithm, KeyFile, Outcome
from gateway.storage.chain import Checkpoint, link, sign
from gateway.storage.record import canonical
from tests.storage.conftest import World, record


@pytest.fixture
def filled(world: World) -> World:
    """35 records, signed at 10, 20 and 30."""
    for number in range(1, 36):
        world.storage.audit.append(record(number, relations=() if number == 7 else record().relations))
    return world


def moved(one: int, other: int) -> tuple[str, ...]:
    table = "UPDATE audit_records SET sequence ="
    return tuple(f"{table} {to} WHERE sequence = {from_}" for from_, to in ((one, -1), (other, one), (-1, other)))


HEAD_AT_34 = "UPDATE audit_head SET sequence = 34, hash = (SELECT hash FROM audit_records WHERE sequence = 34)"

TAMPERED: dict[str, tuple[int, tuple[str, ...]]] = {
    "a body altered": (5, ("UPDATE audit_records SET body = replace(body, 'zhangsan', 'lisi') WHERE sequence = 5",)),
    "a body and its search column altered": (
        5,
        (
            "UPDATE audit_records SET body = replace(body, 'zhangsan', 'lisi') WHERE sequence = 5",
            "UPDATE audit_records SET principal = 'user:lisi' WHERE sequence = 5",
        ),
    ),
    "a body that is no JSON": (5, ("UPDATE audit_records SET body = 'x' WHERE sequence = 5",)),
    "a body that is another JSON": (5, ("UPDATE audit_records SET body = '[]' WHERE sequence = 5",)),
    "a search column altered": (5, ("UPDATE audit_records SET principal = 'user:nobody' WHERE sequence = 5",)),
    "an instant altered": (5, ("UPDATE audit_records SET instant = '2020-01-01T00:00:00.000000Z' WHERE sequence = 5",)),
    "an outcome altered": (35, ("UPDATE audit_records SET outcome = 'FAILED' WHERE sequence = 35",)),
    "a statement altered": (5, ("UPDATE audit_records SET statement = 'other' WHERE sequence = 5",)),
    "a hash altered": (5, ("UPDATE audit_records SET hash = previous WHERE sequence = 5",)),
    "an unknown algorithm": (5, ("UPDATE audit_records SET algorithm = 'md5' WHERE sequence = 5",)),
    "another algorithm": (5, ("UPDATE audit_records SET algorithm = 'sm3' WHERE sequence = 5",)),
    "the first record deleted": (1, ("DELETE FROM audit_records WHERE sequence = 1",)),
    "a record deleted": (17, ("DELETE FROM audit_records WHERE sequence = 17",)),
    "a record deleted, the rest moved up": (
        17,
        ("DELETE FROM audit_records WHERE sequence = 17", "UPDATE audit_records SET sequence = 17 WHERE sequence = 35"),
    ),
    "two records exchanged": (11, moved(11, 12)),
    "the tail deleted": (31, ("DELETE FROM audit_records WHERE sequence > 30",)),
    "the tail deleted beyond a checkpoint, with the head": (
        26,
        (
            "DELETE FROM audit_records WHERE sequence > 25",
            "DELETE FROM audit_relations WHERE sequence > 25",
            "UPDATE audit_head SET sequence = 25, signed = 20, hash = (SELECT hash FROM audit_records WHERE sequence = 25)",
        ),
    ),
    "everything deleted": (1, ("DELETE FROM audit_records",)),
    "the head gone": (36, ("DELETE FROM audit_head",)),
    "the head altered": (36, ("UPDATE audit_head SET sequence = 34",)),
    "a relation entry deleted": (9, ("DELETE FROM audit_relations WHERE sequence = 9",)),
    "a relation entry altered": (9, ("UPDATE audit_relations SET relation = 'a.b.c' WHERE sequence = 9",)),
    "a relation entry added": (7, ("INSERT INTO audit_relations VALUES ('a.b.c', 7)",)),
    "a relation entry added beyond the end": (99, ("INSERT INTO audit_relations VALUES ('a.b.c', 99)",)),
    "a checkpoint deleted": (20, ("DELETE FROM audit_checkpoints WHERE sequence = 20",)),
    "the last checkpoint deleted": (30, ("DELETE FROM audit_checkpoints WHERE sequence = 30",)),
    "a checkpoint's hash altered": (20, ("UPDATE audit_checkpoints SET hash = signature WHERE sequence = 20",)),
    "a checkpoint's signer altered": (20, ("UPDATE audit_checkpoints SET signer = hash WHERE sequence = 20",)),
    "a checkpoint's signature altered": (20, ("UPDATE audit_checkpoints SET signature = 'ab' WHERE sequence = 20",)),
}  # fmt: skip


def test_an_untouched_chain_is_whole(filled: World) -> None:
    found = filled.storage.audit.verify()
    assert (found.ok, found.records, found.checkpoints, found.signed, found.first_bad) == (True, 35, 3, 30, None)


@pytest.mark.parametrize("what", TAMPERED)
def test_tampering_is_found(filled: World, what: str) -> None:
    first_bad, statements = TAMPERED[what]
    if filled.url.startswith("postgresql"):
        statements = tuple(s.replace("hash = signature", "hash = substr(signature, 1, 64)") for s in statements)
    filled.tamper(*statements)
    found = filled.storage.audit.verify()
    assert not found.ok
    assert found.problem
    assert found.first_bad == first_bad


def rewritten(world: World, first: int) -> None:
    """What an attacker who knows the code does: alter record `first` and compute everything after it anew."""
    rows = world.storage.audit.search(limit=1000)[::-1]
    statements, previous = [], ""
    for row in rows:
        if row.sequence < first:
            previous = row.hash
            continue
        body = canonical(row.record)
        if row.sequence == first:
            body = body.replace('"rows":null', '"rows":1')
        hash_ = link(Algorithm.SHA256, row.sequence, previous, body)
        where = f"WHERE sequence = {row.sequence}"
        escaped = body.replace("'", "''").replace(":", "\\:")
        statements.append(
            f"UPDATE audit_records SET previous = '{previous}', hash = '{hash_}', body = '{escaped}' {where}"
        )
        previous = hash_
    world.tamper(*statements, f"UPDATE audit_head SET hash = '{previous}'")


def test_a_chain_computed_anew_is_found_up_to_the_last_checkpoint(filled: World) -> None:
    rewritten(filled, 25)
    found = filled.storage.audit.verify()
    assert (found.ok, found.first_bad) == (False, 30)


def test_a_chain_computed_anew_after_the_last_checkpoint_is_not_found_as_documented(filled: World) -> None:
    rewritten(filled, 31)
    found = filled.storage.audit.verify()
    assert (found.ok, found.signed) == (True, 30)


def test_checkpoints_signed_with_another_key_are_found(filled: World) -> None:
    rewritten(filled, 25)
    forger = KeyFile(filled.data_dir / "other.sealed", bytes(32)).signing_key()
    (row,) = [one for one in filled.storage.audit.search(limit=1000) if one.sequence == 30]
    forged = sign(30, row.hash, "2026-11-22T08:00:00.000000Z", forger)
    filled.tamper(
        f"UPDATE audit_checkpoints SET hash = '{forged.hash}', signature = '{forged.signature}', signer = '{forged.signer}' "
        "WHERE sequence = 30"
    )
    found = filled.storage.audit.verify()
    assert (found.ok, found.first_bad) == (False, 30)


def test_a_tail_cut_with_all_its_traces_in_the_database_is_found_by_the_witness_file(filled: World) -> None:
    filled.tamper(
        "DELETE FROM audit_records WHERE sequence > 25",
        "DELETE FROM audit_relations WHERE sequence > 25",
        "DELETE FROM audit_checkpoints WHERE sequence > 25",
        "UPDATE audit_head SET sequence = 25, signed = 20, hash = (SELECT hash FROM audit_records WHERE sequence = 25)",
    )
    witness = filled.data_dir / "audit.checkpoints"
    found = filled.storage.audit.verify()
    assert (found.ok, found.first_bad) == (False, 30)
    lines = witness.read_text().splitlines(keepends=True)
    assert [Checkpoint.from_line(line).sequence for line in lines] == [10, 20, 30]
    witness.write_text("".join(lines[:2]))  # the documented limit: the witness file was cut too
    assert filled.storage.audit.verify().ok


def test_a_witness_line_that_was_changed_is_found(filled: World) -> None:
    witness = filled.data_dir / "audit.checkpoints"
    good = witness.read_text()
    first = json.loads(good.splitlines()[0])
    for line in ("garbage", "{}", json.dumps({**first, "sequence": 11}), json.dumps({**first, "signature": "00"})):
        witness.write_text(f"{good}{line}\n")
        assert not filled.storage.audit.verify().ok
    witness.write_text(good)
    assert filled.storage.audit.verify().ok


def test_verifying_sees_one_state_while_others_append(filled: World, open_world: Callable[[], World]) -> None:
    other = open_world()
    for number in range(100, 110):
        other.storage.audit.append(record(number, outcome=Outcome.FINISHED))
        assert filled.storage.audit.verify().ok
