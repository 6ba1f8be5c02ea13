"""B47, the error oracle: whatever can fail, wherever it stands, a hidden row never makes it fail.

A sample of the cross product of faults.py; `make attack` runs all of it.
"""

from __future__ import annotations

import pytest

from gateway.pipeline.prepare import prepare
from tests.attacks import judge
from tests.attacks.faults import FAULTS, FOREIGN, FOREIGN_PLACES, PLACES, WAYS, Oracle, product, sample
from tests.attacks.world import CATALOG, name_of, statement
from tests.world import Given, permit

UNGOVERNED = Given({name_of(name): permit(name) for name in ("person", "visit", "place")})


@pytest.mark.slow
@pytest.mark.parametrize("oracle", sample(), ids=lambda oracle: oracle.name)
def test_a_hidden_row_fails_nothing(oracle: Oracle) -> None:
    told, problems = judge.verdict(oracle.sql)
    assert problems == []
    assert told in ("rows", "COMPUTATION_FAILED", "NOT_SUPPORTED_BY_ENGINE", *REFUSED.get(oracle.place, ()))


REFUSED = {"unnest": ("MISMATCHED_COLUMN_ALIASES",)}
"""A row that is unnested has two columns, not one."""


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_one(fault: str) -> None:
    """The judge itself: no permitted row fails it; without a policy some row does, or the engine does not offer it."""
    sql = f"SELECT {FAULTS[fault]} FROM visit v"
    governed = judge.outcome(sql, "loud")[0]
    if governed == "NOT_SUPPORTED_BY_ENGINE":
        return
    assert governed == "rows"
    assert judge.ran(prepare(statement(sql), CATALOG, UNGOVERNED), "loud")[0] == "COMPUTATION_FAILED"


def test_most_of_the_product_is_answered() -> None:
    """The judge itself: an oracle that is refused proves little."""
    refused = [fault for fault in FAULTS if judge.outcome(f"SELECT {FAULTS[fault]} FROM visit v", "quiet")[0] != "rows"]
    assert len(refused) <= 4, refused


def test_the_sample_meets_every_place_way_and_fault() -> None:
    met = sample()
    assert 500 <= len(met) <= 1200
    assert {one.way for one in met} == set(WAYS)
    assert {one.place for one in met if not one.place.startswith("foreign")} == set(PLACES)
    assert {one.fault for one in met} >= set(FAULTS)
    assert len({one.place for one in met if one.place.startswith("foreign")}) >= len(FOREIGN_PLACES) // 3
    assert sum(1 for _ in product()) == len(PLACES) * len(WAYS) * len(FAULTS) + len(FOREIGN) * len(FOREIGN_PLACES)
