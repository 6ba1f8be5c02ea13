"""Every attack statement is refused as it must be, or harmless: the analyst gets the same from the quiet and the loud database, and no canary."""

from __future__ import annotations

import pytest

from tests.attacks import judge
from tests.attacks.cases import Case, cases
from tests.attacks.world import CANARIES, PAIRS, POLICY_WORDS


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_an_attack_learns_nothing(case: Case) -> None:
    assert judge.outcome(case.sql, "loud")[0] == case.outcome
    for without, with_hidden in PAIRS:
        found = judge.outcome(case.sql, with_hidden)
        assert found == judge.outcome(case.sql, without)
        assert [word for word in CANARIES if word in repr(found) and word not in case.sql] == []


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_no_order_of_evaluation_makes_a_hidden_row_fail_an_attack(case: Case) -> None:
    for _, world in PAIRS:
        if judge.outcome(case.sql, world)[0] == "rows":
            assert judge.in_worst_order(case.sql, world)[0] == "rows", world


@pytest.mark.parametrize("case", [c for c in cases() if c.outcome != "rows"], ids=lambda case: case.name)
def test_a_refusal_tells_nothing_of_the_policy(case: Case) -> None:
    told = repr(judge.outcome(case.sql, "loud")[1])
    assert [word for word in POLICY_WORDS if word in told and word not in case.sql] == []


def test_the_two_databases_do_differ_to_somebody_who_may_see_them() -> None:
    """The judge itself: without the gateway, each of these tells the databases apart."""
    quiet, loud = judge.database("quiet"), judge.database("loud")
    for sql in (
        "SELECT count(*) FROM data.main.vault",
        "SELECT max(phone) FROM data.main.person",
        "SELECT sum(weight) FROM data.main.visit",
    ):
        assert quiet.execute(sql).fetchall() != loud.execute(sql).fetchall()


def test_there_are_enough_attacks() -> None:
    assert len({case.sql for case in cases()}) >= 160
    known = {case.id for case in cases() if case.id.startswith("B")}
    assert len(known) >= 24, sorted(known)
